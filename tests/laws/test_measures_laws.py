"""What every measure owes, whatever happened: a number in range, or nothing; and what it shows."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health import cap
from health.measures import MEASURES
from health.measures.reading import AT_MOST
from health.memory import Memory, move_to, remember
from health.observation import DAY_MS, Fact, Observation
from health.policy import CAP, MeasureName, Policy
from health.rebuild import in_order
from health.standing import stand
from health.terms import NO_TERMS, Terms
from health.told import told
from health.weighed import weighed
from ingest.interaction import InteractionId
from tests.laws.made import DAY_0, EVERY, PARTNER, TERMS, changed, meeting, observation
from tests.laws.strategies import STARTS, histories
from tests.laws.thorough import heavy

# Two that differ in every window: short ones, and such that a history lies within.
WIDE = changed(EVERY, recent_days=14, past_days=40, memory_days=90, breadth_days=20)
LOW = changed(EVERY, cap_score=5)
"""Under this any threat that is believed holds the score down."""
POLICIES = st.sampled_from([EVERY, WIDE])
LEADERS = Terms(cadence=(("advisory_board", 7), ("sponsor", 30)), ends=DAY_0 + 20)
AGREED = st.sampled_from([NO_TERMS, TERMS, LEADERS])
waits = st.one_of(st.integers(0, 25), st.sampled_from((90, 91, 400, 1500)))
FIELDS = Memory.__struct_fields__


def year() -> list[Observation]:
    """A year of records and three weeks of everything else: every measure reads something here."""
    seen = [
        *(book(day, "revenue", 10_000 + day) for day in range(-355, 12, 25)),
        *(book(day, "training", None) for day in (-200, -90, -30)),
        *(book(day, "survey", 4000) for day in (-20, 5)),
        book(8, "ticket", None),
    ]
    for day in range(21):
        intents = ((("complaint", "churn_threat", "legal_threat", "delay")[day % 4], 900),)
        due = DAY_0 + day + 2
        seen += [
            observation(day, tone=-700 if day % 3 else 600, intents=intents, thread=f"a{day}"),
            observation(day, 570, direction="outbound", thread=f"a{day}", tone=None, weight=0),
            observation(day, 600, direction="outbound", thread=f"q{day}", promises=(("us", due),)),
            observation(
                day, 640, thread=f"q{day}", contacts=("jens",), promises=(("partner", due),)
            ),
            meeting(day, 700, meeting=("held", "cancelled", "no_show")[day % 3]),
        ]
    return [*seen, meeting(3, 800, meeting_type="sponsor")]


def book(day: int, kind: str, value: int | None) -> Observation:
    at = (DAY_0 + day) * DAY_MS
    return Observation(PARTNER, InteractionId(f"{kind}{day}"), at, "record", fact=Fact(kind, value))


YEAR = year()
# A part of it, a few left out.
thinned = st.tuples(
    st.integers(0, len(YEAR)), st.sets(st.integers(0, len(YEAR) - 1), max_size=6)
).map(lambda cut: [one for i, one in enumerate(YEAR) if i <= cut[0] and i not in cut[1]])
lived = st.one_of(
    histories(),
    thinned,
    st.tuples(thinned, histories(most=12, starts=STARTS[-1:])).map(lambda both: both[0] + both[1]),
)


def written(memory: Memory) -> bytes:
    return msgspec.msgpack.encode(memory)


def last_day(seen: list[Observation]) -> int:
    return max((one.day for one in seen), default=DAY_0)


def heard(seen: list[Observation], wait: int, policy: Policy) -> Memory:
    """Folded without a look at the score on the way, so that years pass at once."""
    memory = Memory(partner_id=PARTNER)
    for one in in_order(seen):
        if not memory.heard:
            memory = Memory(partner_id=PARTNER, first_day=one.day, day=one.day)
        memory = remember(move_to(memory, one.day, policy), one)
    return move_to(memory, last_day(seen) + wait, policy) if memory.heard else memory


@given(lived, waits, AGREED, POLICIES)
def test_goodness_is_nothing_or_in_range_and_then_it_can_be_shown(
    seen: list[Observation], wait: int, terms: Terms, policy: Policy
) -> None:
    memory = heard(seen, wait, policy)
    ids = {one.id for one in seen}
    for name, measure in MEASURES.items():
        goodness = measure.goodness(memory, terms, policy)
        if goodness is None:
            continue
        assert isinstance(goodness, int), name
        assert 0 <= goodness <= 1000, name
        value, baseline = measure.shown(memory, terms, policy)
        assert math.isfinite(value), name
        assert baseline is None or math.isfinite(baseline), name
        evidence = measure.evidence(memory, policy)
        assert set(evidence) <= ids, name
        assert len(set(evidence)) == len(evidence) <= AT_MOST, name


def test_a_message_is_shown_once_however_many_it_stands_for() -> None:
    both = observation(0, contacts=("a", "b"))
    seen = [*(observation(day, contacts=("a", "b", "c")) for day in range(-9, 0)), both]
    seen += [observation(day, contacts=("c",)) for day in range(1, WIDE.breadth_days + 2)]
    evidence = MEASURES["contact_breadth"].evidence(heard(seen, 0, WIDE), WIDE)
    assert both.id in evidence
    assert len(set(evidence)) == len(evidence)


@given(lived, st.integers(0, 5))
def test_a_cap_shows_what_it_rests_on(seen: list[Observation], wait: int) -> None:
    policy = LOW
    memory = heard(seen, wait, policy)
    standing = stand(memory, NO_TERMS, policy)
    found = told(memory, NO_TERMS, policy, standing)
    assert list(found) == list(standing.parts())
    if CAP not in found:
        return
    assert found[CAP].reading.value >= round(policy.cap_from, 2)
    # One message is never enough.
    assert 2 <= len(found[CAP].evidence) <= AT_MOST
    assert set(found[CAP].evidence) <= {one.id for one in seen}
    assert standing.score == policy.cap_score


@heavy(30)
@given(lived, st.integers(2, 110), POLICIES)
def test_a_jump_equals_day_by_day_in_every_field(
    seen: list[Observation], days: int, policy: Policy
) -> None:
    start = heard(seen, 0, policy)
    stepped = start
    for day in range(start.day + 1, start.day + days + 1):
        stepped = move_to(stepped, day, policy)
    jumped = move_to(start, start.day + days, policy)
    for field in FIELDS:
        assert getattr(jumped, field) == getattr(stepped, field), field


@heavy(30)
@given(lived, POLICIES)
def test_a_memory_is_never_changed_in_place(seen: list[Observation], policy: Policy) -> None:
    ordered = in_order(seen)
    if not ordered:
        return
    memory = Memory(partner_id=PARTNER, first_day=ordered[0].day, day=ordered[0].day)
    for one in ordered:
        kept, moved = written(memory), move_to(memory, one.day, policy)
        between, after = written(moved), remember(moved, one)
        assert (written(memory), written(moved)) == (kept, between)
        memory = after
    kept = written(memory)
    for measure in MEASURES.values():
        measure.read(memory, TERMS, policy)
        measure.evidence(memory, policy)
    assert written(memory) == kept


@given(histories(most=12))
def test_another_threat_never_weighs_less(seen: list[Observation]) -> None:
    counted = [one for one in seen if one.meeting != "planned"]  # the others open no day
    if not counted:
        return
    last = max(counted, key=lambda one: (one.at, one.key))
    threat = Observation(
        PARTNER,
        InteractionId("zz"),
        last.at,
        "email",
        "inbound",
        tone=-1000,
        weight=900,
        intents=(("legal_threat", 1000),),
    )

    def now(memory: Memory) -> float:
        return weighed(memory.risks, memory.day, EVERY).now

    before = heard(counted, 0, EVERY)
    after = remember(before, threat)
    assert cap.certainty(after, EVERY) > cap.certainty(before, EVERY)
    assert now(after) > now(before)


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_is_met(name: MeasureName) -> None:
    """Else the laws above would say nothing of it."""
    assert MEASURES[name].goodness(heard(YEAR, 0, EVERY), LEADERS, EVERY) is not None


def test_the_cap_is_met() -> None:
    assert CAP in stand(heard(YEAR, 0, LOW), NO_TERMS, LOW).parts()
