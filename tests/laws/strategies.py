"""Histories as they come: gaps of years, leap days, ties, meetings that change their mind."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from health.observation import DAY_MS, EPOCH, Fact, Observation
from health.risks import LABELS
from ingest.interaction import InteractionId, PartnerId
from tests.laws.made import OTHER, PARTNER

HOUR = 3_600_000
STARTS = tuple(
    (datetime(*when, tzinfo=UTC) - EPOCH).days * DAY_MS
    for when in ((2023, 12, 28), (2024, 2, 26), (2026, 1, 5))
)
ANCIENT = -12 * DAY_MS

gaps = st.one_of(
    st.just(0),
    st.sampled_from((1, HOUR, 5 * HOUR, DAY_MS // 2, DAY_MS - 1, DAY_MS, DAY_MS, 2 * DAY_MS)),
    st.integers(0, DAY_MS),
    st.integers(0, 2 * DAY_MS),
)
# Now and then: of weeks, of a leap year, of four.
silences = st.sampled_from((0,) * 37 + (9 * DAY_MS, 366 * DAY_MS, 1461 * DAY_MS))
moods = st.sampled_from((-900, -600, 0, 300, 700, 900))

intents = st.lists(
    st.tuples(
        st.sampled_from(
            (*LABELS, "delay", "praise", "renewal_or_expansion", "executive_involvement")
        ),
        st.sampled_from((400, 800, 1000)),
    ),
    max_size=3,
    unique_by=lambda one: one[0],
).map(tuple)
often_none = st.one_of(st.just(()), st.just(()), intents)


mails = st.fixed_dictionaries(
    {
        "kind": st.just("email"),
        "direction": st.sampled_from(
            ("inbound", "inbound", "inbound", "outbound", "internal", None)
        ),
        "tone": st.one_of(st.none(), st.integers(-1000, 1000), moods, moods),
        "weight": st.integers(0, 1000),
        "contacts": st.lists(st.sampled_from("abcd"), max_size=2, unique=True).map(tuple),
        "thread": st.sampled_from((None, "t1", "t1", "t2")),
        "intents": often_none,
        "zone": st.sampled_from((0, 0, 60, -300, 345)),
    }
)
calls = st.fixed_dictionaries(
    {
        "kind": st.just("call_note"),
        "direction": st.sampled_from((None, "inbound", "outbound")),
        "tone": st.one_of(st.none(), moods),
        "weight": st.integers(0, 1000),
        "contacts": st.just(("a",)),
        "intents": often_none,
    }
)
meetings = st.fixed_dictionaries(
    {
        "kind": st.just("meeting"),
        # Few ids: the same meeting is planned, then held, then found to have been cancelled.
        "id": st.sampled_from(("m1", "m2")),
        "meeting": st.sampled_from(("planned", "held", "cancelled", "no_show")),
        "meeting_type": st.sampled_from((None, "coordination", "review", "other")),
    }
)
records = st.fixed_dictionaries(
    {
        "kind": st.just("record"),
        # Few ids: a ticket is opened, then closed.
        "id": st.sampled_from(("r1", "r2", "r3")),
        "fact": st.builds(
            Fact,
            st.sampled_from(("revenue", "ticket", "ticket", "survey", "training", "site_visit")),
            st.one_of(st.none(), st.integers(0, 10_000_000)),
            st.sampled_from((None, "EUR", "nps", "/5")),
            st.sampled_from((None, "open", "closed", "booked")),
        ),
    }
)
# Days between the making of a promise and its last one; None: none was named.
terms = st.lists(
    st.tuples(
        st.sampled_from(("us", "partner")),
        st.one_of(st.none(), st.integers(-1, 12), st.sampled_from((0, 1, 400))),
    ),
    max_size=2,
)
shapes = st.one_of(mails, mails, mails, mails, calls, meetings, records)


@st.composite
def histories(
    draw: st.DrawFn, partner: PartnerId = PARTNER, most: int = 45, starts: Any = STARTS
) -> list[Observation]:
    """One partner's observations in order, each key once."""
    at = draw(st.sampled_from(starts))
    seen: dict[str, Observation] = {}
    for number in range(draw(st.integers(0, most))):
        at += draw(gaps) + draw(silences)
        one = {"id": f"{number:02}@{partner}.example", "models": {"tone": "1"}, **draw(shapes)}
        one["id"] = InteractionId(one["id"])
        if one["kind"] != "record" and not draw(st.integers(0, 2)):
            one["promises"] = tuple(
                (owner, None if wait is None else at // DAY_MS + wait)
                for owner, wait in draw(terms)
            )
        found = Observation(partner_id=partner, at=at, **one)
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
