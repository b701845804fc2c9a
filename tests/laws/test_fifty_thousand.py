"""Laws 1 and 2 on one partner with 50,000 interactions in two years, and what is kept of them.

Slow: 50,000 observations are folded some five times over, each through every measure of the
standard policy. A delivery whose beginning comes late makes the worker fold all of it anew, so
these come in a few large batches.
"""

import random
from collections.abc import Sequence

import msgspec
import pytest

from alerts.announce import announce
from health.assessment import assess
from health.observation import DAY_MS, Fact, Observation
from health.policy import STANDARD
from health.rebuild import rebuild
from health.relationship import Step
from health.terms import Terms
from ingest.interaction import InteractionId, MeetingStatus, MeetingType
from streams.context import Context
from tests.laws.delivered import delivered
from tests.laws.made import DAY_0, PARTNER, moment
from tests.laws.stored import Stored
from tests.laws.strategies import Batch

pytestmark = pytest.mark.slow

MANY, DAYS = 50_000, 730
TERMS = Terms((("coordination", 7), ("review", 90)), DAY_0 + DAYS + 30, "gold", sponsor=True)
CONTEXT = Context(STANDARD, {PARTNER: TERMS}, {PARTNER: "Nordlicht"})
GOOD = ("praise", "praise", "renewal_or_expansion", "delay")
BAD = ("complaint", "churn_threat", "escalation", "legal_threat", "delay")
SEASON = 120
"""Days of good temper, then as many of bad: no policy can take the one for the other."""
MET: tuple[MeetingStatus, ...] = ("held", "held", "cancelled", "no_show", "planned")
TYPES: tuple[MeetingType, ...] = ("coordination", "review", "sponsor")


def life() -> list[Observation]:
    """Two years of a key account: seasons of good and bad temper, a dozen people, all kinds."""
    dice = random.Random(50_000)
    seen = []
    for number in range(MANY):
        day, minute = divmod(number * DAYS * 1440 // MANY, 1440)
        bad = day // SEASON % 2 == 1
        theirs = dice.random() < (0.3 if bad else 0.6)
        one = Observation(
            PARTNER,
            InteractionId(f"{number:05}.{dice.getrandbits(64):016x}@nordlicht.example"),
            moment(day, minute) + dice.randrange(60_000),
            "email",
            "inbound" if theirs else "outbound",
            tone=max(-1000, min(1000, round(dice.gauss(-800 if bad else 600, 250))))
            if theirs
            else None,
            weight=dice.randrange(300, 1001) if theirs else 0,
            contacts=(f"person{dice.randrange(12)}",) if theirs else (),
            thread=f"thread{day // 4}.{dice.randrange(40)}",
            models={"tone": "1"},
            intents=((dice.choice(BAD if bad else GOOD), dice.randrange(500, 1001)),)
            if dice.random() < (0.3 if bad else 0.05)
            else (),
            promises=(("us", DAY_0 + day + dice.randrange(9)),) if dice.random() < 0.02 else (),
            zone=dice.choice((0, 60, -300)),
        )
        kind = dice.random()
        if kind < 0.01:
            one = Observation(
                PARTNER,
                one.id,
                one.at,
                "meeting",
                meeting=dice.choice(MET),
                meeting_type=dice.choice(TYPES),
            )
        elif kind < 0.02:
            fact = Fact(dice.choice(("revenue", "ticket", "survey", "training")), 4000, "EUR")
            one = Observation(PARTNER, one.id, one.at, "record", fact=fact)
        seen.append(one)
    return seen


@pytest.fixture(scope="module")
def lived() -> list[Observation]:
    return life()


@pytest.fixture(scope="module")
def whole(lived: list[Observation]) -> Step:
    """All of it, folded once in order."""
    return rebuild(PARTNER, lived, TERMS, STANDARD)


def assert_equal(stored: Stored, whole: Step) -> None:
    """Memory, assessment, every day's close and every change, bit for bit; alerts by their id."""
    assert stored.memories[PARTNER] == msgspec.msgpack.encode(whole.after)
    assert assess(stored.relationship(PARTNER), TERMS, STANDARD) == assess(
        whole.after, TERMS, STANDARD
    )
    standing = [stored.transitions[id_] for id_ in stored.standing(PARTNER)]
    assert sorted(standing, key=lambda one: one.at) == list(whole.transitions)
    for close in whole.closes:
        assert stored.closes[PARTNER, close.day] == close
    told = [announce(one, "Nordlicht", STANDARD, "en", TERMS) for one in whole.transitions]
    ids = {one.id for one in told if one is not None}
    posted = [one.event_id for one in stored.posted if one.topic == "alerts.v1"]
    assert len(posted) == len(set(posted))
    assert ids <= set(posted)
    assert set(posted) - ids <= stored.withdrawn


def cut(arriving: Sequence[Observation], size: int) -> list[Batch]:
    return [Batch(tuple(arriving[start : start + size])) for start in range(0, len(arriving), size)]


def test_it_has_all_that_the_laws_are_about(lived: list[Observation], whole: Step) -> None:
    assert len(lived) == len({one.key for one in lived}) == MANY
    assert lived == sorted(lived, key=lambda one: (one.at, one.key))
    assert len(whole.transitions) >= 4
    assert len({one.after for one in whole.transitions}) >= 2
    assert {one.kind for one in lived} == {"email", "meeting", "record"}


def test_streamed_in_order_it_ends_as_the_batch_and_its_state_stays_as_small(
    lived: list[Observation], whole: Step
) -> None:
    stored, sizes = Stored(CONTEXT), list[int]()
    for one in cut(lived, 500):
        stored.deliver(one)
        sizes.append(len(stored.memories[PARTNER]))
    assert not stored.anew
    assert_equal(stored, whole)
    # Once the longest window is full, which it is in a half of this time, nothing more is kept.
    full = len(sizes) // 2
    assert STANDARD.memory_days < DAYS // 2
    assert max(sizes[full:]) < 1.1 * max(sizes[: full + 1]), sizes


def test_in_any_order_and_twice_it_ends_as_the_batch(lived: list[Observation], whole: Step) -> None:
    dice = random.Random(1)
    arriving = dice.sample(lived, MANY)
    half = MANY // 2
    first, rest = arriving[:half], [*arriving[half:], *dice.sample(arriving, half)]
    dice.shuffle(rest)
    stored = delivered([Batch(tuple(first)), Batch(tuple(rest))], CONTEXT)
    assert stored.anew
    assert_equal(stored, whole)
    posts = len(stored.posted)
    for one in cut(dice.sample(lived, MANY), 5000):
        stored.deliver(one)
    assert len(stored.posted) == posts
    assert_equal(stored, whole)


def test_late_by_up_to_30_days_it_ends_as_the_batch(lived: list[Observation], whole: Step) -> None:
    dice = random.Random(30)
    delays = [dice.choice((0, 0, 0, dice.randrange(30 * DAY_MS))) for _ in lived]
    arrivals = sorted(zip(lived, delays, strict=True), key=lambda one: one[0].at + one[1])
    arriving = [one for one, _ in arrivals]
    stored = delivered(cut(arriving, MANY // 2), CONTEXT)
    assert stored.anew
    assert_equal(stored, whole)


def test_all_of_it_on_one_day_is_one_day(lived: list[Observation]) -> None:
    """Fifty thousand mails of a day, from a dozen people: the day is one bucket of sums."""
    mails = [
        msgspec.structs.replace(one, at=moment(0) + number * 1700, promises=(), thread="t")
        for number, one in enumerate(lived)
        if one.kind == "email"
    ]
    step = rebuild(PARTNER, mails, TERMS, STANDARD)
    assert len(step.after.memory.signals.days) == 1
    assert len(msgspec.msgpack.encode(step.after)) < 16 * 1024
