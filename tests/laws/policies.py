"""Any policy that checks itself: a subset of the measures, windows, slopes, gates and bands."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import strategies as st

from health.policy import RISKS, WEIGHTS, Grave, MeasureName, Policy, Ramp

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
slopes = st.lists(st.sampled_from(SLOPES), min_size=len(RAMPS), max_size=len(RAMPS))
graves = st.builds(
    Grave,
    st.sampled_from((0.0, 0.3, 1.0, 5.0)),
    st.sampled_from((1, 3, 40, 400)),
    st.booleans(),
)


@st.composite
def weights(draw: st.DrawFn) -> dict[MeasureName, int]:
    """Of any measures but at least one, 100 in all; some may weigh nothing."""
    asked = draw(st.lists(st.sampled_from(list(WEIGHTS)), min_size=1, unique=True))
    cuts = st.lists(st.integers(0, 100), min_size=len(asked) - 1, max_size=len(asked) - 1)
    edges = [0, *sorted(draw(cuts)), 100]
    shares = [high - low for low, high in pairwise(edges)]
    return dict(zip(asked, shares, strict=True))


@st.composite
def windows(draw: st.DrawFn) -> Mapping[str, int]:
    """That rise, mostly within the days of a generated history."""
    fresh = draw(st.integers(1, 6))
    recent = fresh + draw(st.integers(0, 8))
    past = recent + draw(st.integers(1, 20))
    memory = past + draw(st.one_of(st.integers(1, 30), st.just(400)))
    return {
        "fresh_days": fresh,
        "recent_days": recent,
        "past_days": past,
        "memory_days": memory,
        "baseline_days": draw(st.integers(1, memory - recent)),
        "breadth_days": draw(st.integers(1, memory - 1)),
        "sponsor_days": draw(st.integers(1, 90)),
        "issue_days": draw(st.integers(1, 90)),
    }


@st.composite
def bands(draw: st.DrawFn) -> Mapping[str, Any]:
    """Floors anywhere, with margins and times that fit."""
    red_below = draw(st.integers(1, 99))
    green_from = draw(st.integers(red_below + 1, 100))
    margin = draw(st.integers(0, min(9, green_from - red_below)))
    return {
        "red_below": red_below,
        "green_from": green_from,
        "margin": margin,
        "urgent_margin": margin + draw(st.integers(0, 20)),
        "pending_days": draw(st.integers(0, 6)),
        "keep_firing_days": draw(st.integers(0, 9)),
        "coverage_gate": draw(st.sampled_from((0.01, 0.2, 0.35, 0.6, 1.0))),
        "inbound_gate": draw(st.integers(1, 8)),
        "keep_share": draw(st.sampled_from((0.1, 0.5, 1.0))),
        "cap_from": draw(st.sampled_from((0.01, 0.4, 1.2))),
        "cap_score": draw(st.integers(0, 100)),
    }


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy; what is not drawn here is as in the standard one."""
    few = st.integers(0, 4)
    numbers: dict[str, Any] = {
        **dict(zip(RAMPS, draw(slopes), strict=True)),
        **draw(windows()),
        **draw(bands()),
    }
    return Policy(
        weights=draw(weights()),
        risks={label: draw(graves) for label in RISKS},
        among=draw(st.integers(0, 9)),
        fresh_weight=draw(few),
        least_read=draw(few),
        steadying=draw(few),
        **numbers,
    )
