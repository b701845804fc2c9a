"""Histories as they come: gaps of years, leap days, ties, meetings that change their mind."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from health.observation import DAY_MS, EPOCH, Observation
from ingest.interaction import InteractionId, PartnerId
from tests.laws.made import OTHER, PARTNER
from tests.laws.shapes import BYTES, MOODS, Choices, shape

STARTS = tuple(
    (datetime(*when, tzinfo=UTC) - EPOCH).days * DAY_MS
    for when in ((2023, 12, 28), (2024, 2, 26), (2026, 1, 5))
)
ANCIENT = -12 * DAY_MS

chosen = st.binary(min_size=BYTES, max_size=BYTES)


@st.composite
def histories(
    draw: st.DrawFn, partner: PartnerId = PARTNER, most: int = 45, starts: Any = STARTS
) -> list[Observation]:
    """One partner's observations in order, each key once."""
    at = draw(st.sampled_from(starts))
    seen: dict[str, Observation] = {}
    # A good time and a bad one: what is only ever mixed never leaves a band.
    moods = draw(st.lists(st.sampled_from(MOODS), min_size=1, max_size=3))
    count = draw(st.integers(0, most))
    for number in range(count):
        choices = Choices(draw(chosen))
        at += choices.gap()
        plain = {"id": InteractionId(f"{number:02}@{partner}.example"), "models": {"tone": "1"}}
        found = Observation(
            partner_id=partner,
            at=at,
            **{**plain, **shape(choices, at, moods[number * len(moods) // count])},
        )
        seen.setdefault(found.key, found)
    return sorted(seen.values(), key=lambda one: (one.at, one.key))


class Batch(msgspec.Struct, frozen=True):
    """What a worker takes at once: observations as delivered, and the newest tick of a partner."""

    seen: tuple[Observation, ...] = ()
    days: dict[PartnerId, int] = {}


@st.composite
def ticks(draw: st.DrawFn, seen: list[Observation]) -> dict[PartnerId, int]:
    """No tick mostly, else one somewhere about the history."""
    if draw(st.integers(0, 3)):
        return {}
    partner = draw(st.sampled_from((PARTNER, OTHER)))
    near = draw(st.sampled_from(seen)).day if seen else STARTS[-1] // DAY_MS
    return {partner: max(0, near + draw(st.integers(-3, 30)))}


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Observation], list[Batch]]:
    """Two partners' histories, and a way in which they arrive: any order, repeated, in batches."""
    seen = draw(histories(starts=(*STARTS, ANCIENT))) + draw(histories(OTHER, most=6))
    again = draw(st.lists(st.sampled_from(seen), max_size=8)) if seen else []
    order = draw(st.sampled_from(("any", "nearly", "reversed")))
    arriving = [*seen, *again]
    if order == "any":
        arriving = draw(st.permutations(arriving))
    elif order == "nearly":
        # Late by a little, as mail is.
        places = [(i + draw(st.integers(0, 4)), i) for i in range(len(arriving))]
        arriving = [arriving[i] for _, i in sorted(places)]
    else:
        arriving.reverse()
    return seen, draw(batches(arriving, seen))


@st.composite
def batches(draw: st.DrawFn, arriving: list[Observation], seen: list[Observation]) -> list[Batch]:
    """Cut at will, with ticks between and beside."""
    found, start = [], 0
    while start < len(arriving):
        size = draw(st.integers(1, 9))
        found.append(Batch(tuple(arriving[start : start + size]), draw(ticks(seen))))
        start += size
    return [*found, Batch(days=draw(ticks(seen)))]
