"""Measures of what goes wrong between us: issues, risk events, promises not kept."""

import pytest

from health.measures import MEASURES, Reading
from health.observation import Observation
from health.policy import MeasureName
from health.terms import NO_TERMS
from nlp.annotations import Owner
from tests.laws.made import DAY_0, changed, memory, observation
from tests.unit.measured import RULES, evidence, named, read, record

LONG = changed(RULES, past_days=90, memory_days=120)
QUIET = [observation(9, 700), observation(10, 700, intents=(("request", 900),))]
"""Two recent messages that were read, their intents too."""


def says(day: int, label: str, *, tone: int | None = -1000, sure: int = 1000) -> Observation:
    """One message that wants something, in a thread of its own."""
    name = f"{label}{day}"
    return named(name, day, intents=((label, sure),), tone=tone, thread=name)


# -- open_issues: ramp from 4 to none; each counts up to three times as it ages


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param([observation(9), observation(10)], None, id="intents are not read here"),
        pytest.param([says(0, "request"), observation(10)], None, id="too little is read"),
        pytest.param(QUIET, Reading(0.0, None, 1000), id="nothing is open"),
        pytest.param([*QUIET, says(10, "complaint")], Reading(1.0, None, 750), id="one of today"),
        pytest.param(
            [*QUIET, says(3, "complaint")], Reading(1.0, None, 667), id="a third of its age"
        ),
        pytest.param([record(10, "ticket", 1)], Reading(1.0, None, 750), id="a ticket needs none"),
        pytest.param(
            [
                *QUIET,
                record(9, "ticket", name="t"),
                record(10, "ticket", name="t", status="closed"),
            ],
            Reading(0.0, None, 1000),
            id="a ticket that was closed",
        ),
        pytest.param(
            [*(record(10, "ticket", name=f"t{i}") for i in range(5))],
            Reading(5.0, None, 0),
            id="five of today",
        ),
    ],
)
def test_open_issues(seen: list[Observation], reading: Reading | None) -> None:
    assert read("open_issues", seen) == reading


@pytest.mark.parametrize(("day", "goodness"), [(0, 750), (21, 500), (42, 250), (80, 250)], ids=str)
def test_an_issue_counts_up_to_three_times_as_it_ages(day: int, goodness: int) -> None:
    found = read("open_issues", [record(0, "ticket")], day=day, policy=LONG)
    assert found == Reading(1.0, None, goodness)


def test_the_oldest_issues_are_shown() -> None:
    seen = [says(day, "complaint") for day in (4, 3, 9, 6)]
    assert evidence("open_issues", seen) == ("complaint3", "complaint4", "complaint6")


# -- risk_events: severity that still counts, less the usual; ramp from 4 to 0


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param([observation(9), observation(10)], None, id="intents are not read here"),
        pytest.param([says(0, "request"), observation(10)], None, id="too little is read"),
        pytest.param(QUIET, Reading(0.0, 0.0, 1000), id="nothing was said"),
        pytest.param([says(10, "complaint")], Reading(1.0, 0.0, 750), id="a complaint of today"),
        pytest.param([says(8, "complaint")], Reading(0.5, 0.0, 875), id="after its half-life"),
        pytest.param([says(6, "escalation")], Reading(1.0, 0.0, 750), id="a graver one's"),
        pytest.param([says(10, "churn_threat")], Reading(4.0, 0.0, 0), id="a threat to leave"),
        pytest.param(
            [says(10, "complaint", sure=400)], Reading(0.4, 0.0, 900), id="of which we are unsure"
        ),
        pytest.param(
            [says(10, "complaint", tone=None)], Reading(0.5, 0.0, 875), id="whose tone is unread"
        ),
        pytest.param(
            [says(10, "complaint", tone=600)], Reading(0.2, 0.0, 950), id="that sounds friendly"
        ),
        pytest.param(
            [named("m", 10, intents=(("complaint", 400), ("complaint", 1000)), tone=-1000)],
            Reading(1.0, 0.0, 750),
            id="said twice in a message",
        ),
        pytest.param(
            [*QUIET, observation(10, direction="outbound", intents=(("complaint", 1000),))],
            Reading(0.0, 0.0, 1000),
            id="our own complaint",
        ),
        pytest.param(
            [
                observation(
                    10, kind="meeting", direction=None, intents=(("complaint", 1000),), tone=0
                )
            ],
            Reading(0.5, 0.0, 875),
            id="in the notes of a meeting",
        ),
        pytest.param([observation(0), says(3, "praise")], None, id="praise is no risk"),
    ],
)
def test_risk_events(seen: list[Observation], reading: Reading | None) -> None:
    assert read("risk_events", seen) == reading


def test_some_complain_by_habit() -> None:
    habit = [says(day, "complaint") for day in range(11)]
    found = read("risk_events", habit)
    # 1 + 2 ** -0.5 + 2 ** -1 ... of eleven days; usual: one a day at a half-life of two days.
    load = sum(0.5 ** (age / 2) for age in range(11))
    assert found is not None
    assert found.value == round(load, 2) == 3.34
    assert found.baseline == 2.89
    assert found.goodness == round(1000 * (1 - (load - 2 / 0.693147) / 4))
    new = read("risk_events", [observation(0), *habit[6:]])
    assert new is not None
    assert new.goodness < found.goodness, "without the habit the same weighs more"


@pytest.mark.parametrize("name", ["risk_events", "open_issues"])
def test_few_messages_without_trouble_prove_nothing(name: MeasureName) -> None:
    strict = changed(RULES, least_quiet=4)
    assert read(name, [*QUIET, observation(8)], policy=strict) is None
    calm = read(name, [*QUIET, observation(8), observation(7)], policy=strict)
    assert calm is not None
    assert calm.goodness == 1000
    # A complaint among few messages is a complaint.
    found = read(name, [*QUIET, says(10, "complaint")], policy=strict)
    assert found is not None
    assert found.goodness == 750


@pytest.mark.parametrize("messages", [1, 4, 9])
def test_among_more_messages_trouble_counts_less(messages: int) -> None:
    seen = [observation(9, i) for i in range(messages - 1)] + [says(10, "complaint")]
    thinned = changed(RULES, among=4, least_read=1)
    counts = 1 / (1 + messages / 4)
    good = round(1000 - 250 * counts)
    assert read("risk_events", seen, policy=thinned) == Reading(round(counts, 2), 0.0, good)
    assert read("open_issues", seen, policy=thinned) == Reading(1.0, None, good)


def test_the_usual_is_thinned_by_their_usual_number_of_messages() -> None:
    habit = [says(day, "complaint") for day in range(11)]
    plain, thinned = (
        read("risk_events", habit, policy=changed(RULES, among=among)) for among in (0, 5)
    )
    # Five messages are usual in five days.
    assert plain is not None
    assert thinned is not None
    assert (plain.baseline, thinned.baseline) == (2.89, 1.44)


def test_threats_to_leave_are_never_usual() -> None:
    seen = [says(day, "churn_threat") for day in range(6)]
    found = read("risk_events", seen)
    assert found is not None
    assert (found.baseline, found.goodness) == (0.0, 0)


def test_too_short_a_time_has_no_usual() -> None:
    found = read("risk_events", [says(day, "complaint") for day in (3, 4, 10)])
    assert found is not None
    assert found.baseline == 0.0


def test_what_another_policy_remembered_for_longer_no_longer_counts() -> None:
    remembered = memory(
        [says(0, "complaint"), observation(59), observation(60)], day=60, policy=LONG
    )
    assert len(remembered.risks) == 1
    measure = MEASURES["risk_events"]
    found = measure.read(remembered, NO_TERMS, RULES)
    assert found is not None
    assert (found.value, found.goodness) == (0.0, 1000)
    assert measure.evidence(remembered, RULES) == ()


def test_the_gravest_events_are_shown_and_none_that_no_longer_count() -> None:
    seen = [
        says(0, "complaint", sure=1),
        says(3, "legal_threat"),
        says(7, "complaint"),
        says(8, "complaint"),
        named("both", 8, 600, intents=(("escalation", 900), ("complaint", 900)), tone=-1000),
    ]
    assert evidence("risk_events", seen) == ("both", "legal_threat3", "complaint8")
    assert evidence("risk_events", [seen[0]]) == ()


# -- promises: not kept of those that fell due, two kept ones added; ramp from all to none


def promised(owner: Owner, *kept: bool, first: int = 0) -> list[Observation]:
    """Promises for the day after, each in a thread of its own, and the answers that keep some."""
    way = "inbound" if owner == "partner" else "outbound"
    seen = []
    for i, word in enumerate(kept):
        name, due = f"{owner}{first + i}", DAY_0 + first + 1
        made = named(name, first, 540 + i, direction=way, thread=name, promises=((owner, due),))
        seen.append(made)
        if word:
            seen.append(named(f"{name}-done", first + 1, 540 + i, direction=way, thread=name))
    return seen


NAMES: list[tuple[Owner, MeasureName]] = [("partner", "promises_theirs"), ("us", "promises_ours")]


@pytest.mark.parametrize(("owner", "name"), NAMES)
@pytest.mark.parametrize(
    ("kept", "reading"),
    [
        pytest.param((True, False), None, id="two promises"),
        pytest.param((True, True, True), Reading(0.0, 3.0, 1000), id="all kept"),
        pytest.param((True, True, False), Reading(1.0, 3.0, 800), id="one broken"),
        pytest.param((False, False, False), Reading(3.0, 3.0, 400), id="none kept, of three"),
        pytest.param((False,) * 8, Reading(8.0, 8.0, 200), id="none kept, of eight"),
    ],
)
def test_promises(
    owner: Owner, name: MeasureName, kept: tuple[bool, ...], reading: Reading | None
) -> None:
    seen = promised(owner, *kept)
    assert read(name, seen, day=8) == reading
    for _, other in NAMES:
        assert other == name or read(other, seen, day=8) is None


def test_what_is_not_yet_due_is_neither_kept_nor_broken() -> None:
    seen = promised("partner", False, False, False)
    assert read("promises_theirs", seen, day=2) is None
    assert read("promises_theirs", seen, day=3) == Reading(3.0, 3.0, 400)


def test_promises_are_forgotten() -> None:
    seen = promised("partner", False, False, False)
    # Broken on day 3, and remembered for ten days.
    assert read("promises_theirs", seen, day=12) is not None
    assert read("promises_theirs", seen, day=13) is None


def test_broken_promises_are_shown_where_they_were_made() -> None:
    seen = promised("partner", False, True, False) + promised("partner", False, False, first=3)
    shown = ("partner4", "partner3", "partner2")
    assert evidence("promises_theirs", seen) == shown
    assert evidence("promises_ours", seen) == ()


def test_where_both_promised_only_the_one_who_failed_is_shown() -> None:
    both = named("both", 0, thread="t", promises=(("partner", DAY_0 + 1), ("us", DAY_0 + 1)))
    kept = named("done", 1, thread="t")
    assert evidence("promises_theirs", [both, kept]) == ()
    assert evidence("promises_ours", [both, kept]) == ("both",)
