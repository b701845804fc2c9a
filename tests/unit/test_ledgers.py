"""The ledgers in memory: how entries open, age and close, and that they stay small."""

import random
from typing import Any

import msgspec
import pytest

from health import facts, issues, pledges, risks
from health.facts import Entry
from health.issues import Issue
from health.memory import MOST_MET, Memory, move_to
from health.observation import Observation
from health.pledges import Outcome, Pledge
from ingest.interaction import InteractionId
from nlp.annotations import Owner
from tests.laws.made import DAY_0, changed, meeting, memory, observation
from tests.unit.measured import RULES, named, record

COMPLAINT = (("complaint", 900),)


def held(seen: list[Observation], day: int = 10) -> Memory:
    return memory(seen, day=day, policy=RULES)


# -- risks


@pytest.mark.parametrize(
    ("seen", "sure"),
    [
        pytest.param(named("m", 1, intents=COMPLAINT, tone=-1000), [900], id="cold: believed"),
        pytest.param(named("m", 1, intents=COMPLAINT, tone=0), [450], id="routine: by half"),
        pytest.param(named("m", 1, intents=COMPLAINT, tone=None), [450], id="unread: by half"),
        pytest.param(named("m", 1, intents=COMPLAINT, tone=500), [225], id="kind: hardly"),
        pytest.param(named("m", 1, intents=COMPLAINT, tone=1000), [], id="delighted: not"),
        pytest.param(
            named("m", 1, intents=(("legal_threat", 800), *COMPLAINT), tone=-1000),
            [800, 900],
            id="two in a message",
        ),
        pytest.param(named("m", 1, intents=(("delay", 900),), tone=-1000), [], id="a delay"),
        pytest.param(
            named("m", 1, intents=COMPLAINT, tone=-1000, direction="outbound"), [], id="of ours"
        ),
        pytest.param(
            named("m", 1, intents=COMPLAINT, tone=-1000, direction=None, kind="call_note"),
            [900],
            id="told in a call",
        ),
        pytest.param(
            named("m", 1, intents=COMPLAINT, tone=-1000, direction=None, kind="record"),
            [],
            id="a record says nothing",
        ),
    ],
)
def test_two_readings_must_agree_on_a_risk(seen: Observation, sure: list[int]) -> None:
    assert [one.sure for one in risks.heard((), seen)] == sure


def test_risks_are_forgotten_with_the_memory() -> None:
    seen = [observation(0, intents=COMPLAINT), observation(3, intents=COMPLAINT)]
    assert [one.day - DAY_0 for one in held(seen, 19).risks] == [0, 3]
    assert [one.day - DAY_0 for one in held(seen, 20).risks] == [3]


# -- issues


def opened(day: int, last: int, name: str) -> Issue:
    return Issue(DAY_0 + day, DAY_0 + last, InteractionId(name))


@pytest.mark.parametrize(
    ("then", "left"),
    [
        pytest.param([], opened(1, 1, "first"), id="waits"),
        pytest.param(
            [named("again", 3, thread="t", tone=-500, intents=COMPLAINT)],
            opened(1, 3, "again"),
            id="keeps its age when it comes again",
        ),
        pytest.param([named("ok", 3, thread="t", tone=199)], opened(1, 1, "first"), id="cool"),
        pytest.param([named("ok", 3, thread="t", tone=200)], None, id="a warm word in its thread"),
        pytest.param(
            [named("ok", 3, thread="t", tone=None, intents=(("praise", 900),))],
            None,
            id="thanks in its thread",
        ),
        pytest.param([named("ok", 3, thread="u", tone=900)], opened(1, 1, "first"), id="elsewhere"),
        pytest.param(
            [named("ok", 3, thread="t", tone=900, direction="outbound")],
            opened(1, 1, "first"),
            id="our own cheer",
        ),
        pytest.param(
            [named("ok", 3, thread="t", tone=400, intents=COMPLAINT)],
            None,
            id="a complaint that thanks",
        ),
    ],
)
def test_a_complaint_is_open_until_they_are_content(
    then: list[Observation], left: Issue | None
) -> None:
    first = named("first", 1, thread="t", tone=-500, intents=COMPLAINT)
    assert held([first, *then]).issues == ({} if left is None else {"t": left})


@pytest.mark.parametrize(
    ("statuses", "is_open"),
    [
        pytest.param(["open"], True, id="open"),
        pytest.param([None], True, id="without a status"),
        pytest.param(["waiting for parts"], True, id="any status we do not know"),
        pytest.param(["open", "Closed"], False, id="closed"),
        pytest.param(["open", "erledigt"], False, id="in their language"),
        pytest.param(["closed"], False, id="closed when first heard of"),
        pytest.param(["open", "closed", "reopened"], True, id="opened again"),
    ],
)
def test_a_ticket_is_open_until_its_record_says_otherwise(
    statuses: list[str | None], is_open: bool
) -> None:
    seen = [record(day, "ticket", name="T1", status=one) for day, one in enumerate(statuses)]
    assert ("T1" in held(seen, 5).issues) == is_open


def test_an_issue_that_nobody_speaks_of_is_forgotten() -> None:
    seen = [record(0, "ticket", name="T1", status="open"), record(3, "ticket", name="T1")]
    ticket = msgspec.structs.replace(opened(0, 3, "T1"), ticket=True)
    assert held(seen, 12).issues == {"T1": ticket}
    assert held(seen, 13).issues == {}


def test_a_complaint_that_is_not_repeated_is_over_before_a_ticket() -> None:
    brief = changed(issue_days=4)
    seen = [
        record(0, "ticket", name="T1", status="open"),
        named("first", 0, thread="t", tone=-500, intents=(("complaint", 900),)),
    ]
    open_ = [memory(seen, day=day, policy=brief).issues.keys() for day in (3, 4, 9, 10)]
    assert open_ == [{"T1", "t"}, {"T1"}, {"T1"}, set()]


# -- promises


def promise(day: int, due: int, owner: Owner = "partner", **more: Any) -> Observation:
    way = "inbound" if owner == "partner" else "outbound"
    changes = {"direction": way, "promises": ((owner, DAY_0 + due),), **more}
    return named("made", day, **changes)


MADE = promise(0, 4, thread="t")


@pytest.mark.parametrize(
    ("then", "kept"),
    [
        pytest.param(named("m", 3, thread="t"), True, id="heard in its thread"),
        pytest.param(named("m", 3), True, id="heard without a thread"),
        pytest.param(named("m", 3, thread="u"), False, id="in another thread"),
        pytest.param(named("m", 0, 600, thread="t"), False, id="on the day it was made"),
        pytest.param(named("m", 4, thread="t"), True, id="on its day"),
        pytest.param(named("m", 5, thread="t"), True, id="a day late is forgiven"),
        pytest.param(named("m", 6, thread="t"), False, id="two are not"),
        pytest.param(
            named("m", 3, thread="t", direction="outbound"), False, id="we wrote, not they"
        ),
        pytest.param(
            named("m", 3, thread="t", intents=(("delay", 900),)), False, id="they tell of a delay"
        ),
        pytest.param(meeting(3), True, id="we met"),
        pytest.param(meeting(3, meeting="cancelled"), False, id="we did not meet"),
        pytest.param(record(3, "revenue", 5), False, id="a record"),
        pytest.param(
            named("m", 3, kind="call_note", direction=None), True, id="they rang, as we noted"
        ),
    ],
)
def test_a_promise_is_kept_when_its_owner_is_heard_of(then: Observation, kept: bool) -> None:
    settled = held([MADE, then]).pledges.settled
    day = then.day if kept else DAY_0 + 6
    assert settled == (Outcome(day, "partner", kept, InteractionId("made")),)


def test_a_promise_waits_for_its_day() -> None:
    waiting = Pledge(DAY_0 + 4, "partner", DAY_0, InteractionId("made"), "t")
    assert held([MADE], 5).pledges.open == (waiting,)
    assert held([MADE], 6).pledges.open == ()


@pytest.mark.parametrize("due", [None, -1])
def test_a_promise_without_a_day_to_come_is_not_counted(due: int | None) -> None:
    day = None if due is None else DAY_0 + due
    seen = named("m", 0, promises=(("partner", day),))
    assert pledges.heard(pledges.NONE, seen) == pledges.NONE


def test_a_meeting_settles_the_promises_of_both() -> None:
    both = named("m", 0, thread="t", promises=(("partner", DAY_0 + 4), ("us", DAY_0 + 4)))
    settled = held([both, meeting(2)]).pledges.settled
    assert [(one.owner, one.kept) for one in settled] == [("partner", True), ("us", True)]


# -- facts


def test_a_record_has_its_newest_state() -> None:
    seen = [
        record(1, "opportunity", 100, name="O1", status="open"),
        record(2, "opportunity", 70, unit="EUR", name="O2"),
        record(5, "opportunity", 90, name="O1", status="won"),
    ]
    assert held(seen).facts == {
        "opportunity": (
            Entry(DAY_0 + 2, InteractionId("O2"), 70_000, "EUR"),
            Entry(DAY_0 + 5, InteractionId("O1"), 90_000, None, "won"),
        )
    }


def test_records_outlast_messages_by_a_year() -> None:
    seen = [record(0, "survey", 4), record(9, "revenue", 4)]
    assert set(held(seen, 399).facts) == {"survey", "revenue"}
    assert set(held(seen, 400).facts) == {"revenue"}


@pytest.mark.parametrize("kind", ["ticket", "site_visit"])
def test_records_that_no_measure_reads_are_not_kept(kind: str) -> None:
    assert facts.heard({}, record(0, kind, 4)) == {}


# -- all of them


def busy(days: int) -> list[Observation]:
    """Trouble of every kind, several times a day, nothing of it ever settled."""
    seen = []
    for day in range(days):
        for i in range(7):
            name = f"{day}-{i}"
            seen.append(
                named(
                    name,
                    day,
                    480 + i,
                    tone=-900,
                    thread=name,
                    intents=(("complaint", 900), ("churn_threat", 900), ("legal_threat", 900)),
                    promises=(("us", DAY_0 + day + 2), ("partner", DAY_0 + day + 300)),
                )
            )
            seen.append(record(day, "revenue", 5, name=f"r{name}"))
            seen.append(record(day, "ticket", 5, name=f"t{name}"))
            seen.append(meeting(day, 600 + i, id=f"m{name}", meeting="no_show"))
    return seen


def test_no_ledger_grows_without_bound() -> None:
    full = held(busy(40), 39)
    assert len(full.risks) == risks.MOST
    assert len(full.issues) == issues.MOST
    assert len(full.pledges.open) == pledges.MOST_OPEN
    assert len(full.pledges.settled) == pledges.MOST_SETTLED
    assert len(full.facts["revenue"]) == facts.MOST
    assert len(full.met) == MOST_MET
    assert len(full.cold.newest) == 3


def test_a_full_ledger_keeps_the_newest() -> None:
    full = held(busy(40), 40)
    newest = {one.id for one in full.risks}
    assert newest == {f"{day}-{i}" for day in (38, 39) for i in range(7)} | {"37-5", "37-6"}
    assert {one.last - DAY_0 for one in full.issues.values()} == {38, 39}
    assert [one.id for one in full.facts["revenue"]][-1] == "r39-6"


def test_any_order_of_delivery_gives_the_same_ledgers() -> None:
    answers = [named(f"a{i}", 5, 900 + i, thread=f"{i}-{i}", tone=900) for i in range(6)]
    seen = [*busy(6), MADE, named("done", 3, thread="t"), *answers]
    whole = held(seen)
    dice = random.Random(5)
    for _ in range(5):
        mixed = [*seen, *dice.sample(seen, 9)]
        dice.shuffle(mixed)
        assert held(mixed) == whole


def test_a_jump_over_days_equals_day_by_day() -> None:
    start = held(busy(12), 11)
    stepped = start
    for day in range(12, 45):
        stepped = move_to(stepped, DAY_0 + day, RULES)
        jumped = move_to(start, DAY_0 + day, RULES)
        assert jumped == stepped, f"after {day - 11} days"
    assert stepped.issues == {}
    assert stepped.risks == ()
    assert stepped.pledges.open, "what is due in a year is still open"
    assert stepped.facts, "records are remembered for longer"
