"""Any policy that checks itself: a subset of the measures, windows, slopes, gates and bands."""

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import strategies as st

from health.policy import RISKS, WEIGHTS, Grave, MeasureName, Policy, Ramp
from tests.laws.shapes import Choices

RAMPS = tuple(one.name for one in msgspec.structs.fields(Policy) if one.type is Ramp)
# Both ways, steep, flat, and such that nothing is ever good or ever bad.
SLOPES = (
    Ramp(-1.0, 1.0),
    Ramp(1.0, 0.0),
    Ramp(0.5, 0.500001),
    Ramp(0.0, 40.0),
    Ramp(4.0, -0.5),
    Ramp(1e6, 1e6 + 1),
    Ramp(1e6 + 1, 1e6),
)
BYTES = 80
"""So many hold all the choices of a policy."""


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy; what is not chosen here is as in the standard one."""
    return policy(Choices(draw(st.binary(min_size=BYTES, max_size=BYTES))))


def policy(choices: Choices) -> Policy:
    """The policy of these choices."""
    numbers: dict[str, Any] = {
        **windows(choices),
        **bands(choices),
        **{name: choices.of(SLOPES) for name in RAMPS},
    }
    return Policy(
        weights=weights(choices),
        risks={label: grave(choices) for label in RISKS},
        among=choices.below(10),
        fresh_weight=choices.below(5),
        least_read=1 + choices.below(4),  # 0: see test_empty.py
        least_quiet=choices.below(12),
        steadying=choices.below(5),
        **numbers,
    )


def weights(choices: Choices) -> dict[MeasureName, int]:
    """Of any measures but at least one, 100 in all; some may weigh nothing."""
    rest = list(WEIGHTS)
    asked = [rest.pop(choices.below(len(rest))) for _ in range(1 + choices.below(len(rest)))]
    edges = [0, *sorted(choices.below(101) for _ in asked[1:]), 100]
    return dict(zip(asked, (high - low for low, high in pairwise(edges)), strict=True))


def grave(choices: Choices) -> Grave:
    """What a risk event weighs, if anything."""
    return Grave(
        choices.of((0.0, 0.3, 1.0, 5.0)), choices.of((1, 3, 40, 400)), bool(choices.below(2))
    )


def windows(choices: Choices) -> dict[str, int]:
    """That rise, mostly within the days of a generated history."""
    fresh = 1 + choices.below(6)
    recent = fresh + choices.below(9)
    past = recent + 1 + choices.below(20)
    memory = past + (400 if choices.below(4) == 3 else 1 + choices.below(30))
    block = 1 + choices.below(60)
    return {
        "fresh_days": fresh,
        "recent_days": recent,
        "past_days": past,
        "memory_days": memory,
        "baseline_days": 1 + choices.below(block),
        "block_days": block,
        "usual_days": block * (1 + choices.below(13)) + choices.below(block),
        "breadth_days": 1 + choices.below(memory - 1),
        "sponsor_days": 1 + choices.below(90),
        "issue_days": 1 + choices.below(90),
    }


def bands(choices: Choices) -> dict[str, int | float]:
    """Floors anywhere, with margins and times that fit."""
    red_below = 1 + choices.below(99)
    green_from = red_below + 1 + choices.below(100 - red_below)
    margin = choices.below(min(9, green_from - red_below, red_below - 1, 100 - green_from) + 1)
    return {
        "red_below": red_below,
        "green_from": green_from,
        "margin": margin,
        "urgent_margin": margin + choices.below(21),
        "pending_days": choices.below(7),
        "keep_firing_days": choices.below(10),
        "yellow_pending_days": choices.below(5),
        "yellow_keep_days": choices.below(5),
        "coverage_gate": choices.of((0.01, 0.2, 0.35, 0.6, 1.0)),
        "inbound_gate": 1 + choices.below(8),
        "keep_share": choices.of((0.1, 0.5, 1.0)),
        "cap_from": choices.of((0.01, 0.4, 1.2)),
        "cap_score": choices.below(101),
    }
