"""Statements of what might happen: what each kind becomes, and how a wrong one is refused."""

from datetime import date
from typing import Any

import pytest

from health.observation import Fact, day_of
from health.supposed import ALLOWED, suppose
from ingest.errors import Malformed
from ingest.interaction import PartnerId

WHO = PartnerId("nordlicht")
DAY = day_of(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        ("meeting review 2026-03-01", {"meeting": "held", "meeting_type": "review"}),
        ("Meeting advisory-board 2026-03-01 no-show", {"meeting": "no_show"}),
        ("meeting sponsor 2026-03-01 annulé", {"meeting": "cancelled", "meeting_type": "sponsor"}),
        ("meeting other 2026-03-01 held", {"kind": "meeting", "direction": None, "tone": None}),
        ("email in 2026-03-01", {"direction": "inbound", "tone": None, "weight": 0}),
        ("email out 2026-03-01 kind", {"direction": "outbound", "tone": 600, "weight": 1000}),
        ("email in 2026-03-01 -0.25", {"kind": "email", "tone": -250}),
        ("call 2026-03-01 displeased", {"kind": "call_note", "tone": -600}),
        ("praise 2026-03-01", {"intents": (("praise", 1000),), "tone": 800}),
        ("complaint 2026-03-01", {"intents": (("complaint", 1000),), "tone": -800}),
        ("record revenue 48,200 2026-03-01", {"fact": Fact("revenue", 48_200_000)}),
        ("record Umsatz 12.5 2026-03-01", {"fact": Fact("revenue", 12_500)}),
        ("record survey 9/10 2026-03-01", {"fact": Fact("survey", 9_000, "/10")}),
        ("record survey 80% 2026-03-01", {"fact": Fact("survey", 80_000, "%")}),
        ("record ticket closed 2026-03-01", {"fact": Fact("ticket", status="closed")}),
        ("record training 2026-03-01", {"fact": Fact("training")}),
    ],
)
def test_a_statement_becomes_an_observation(statement: str, fields: dict[str, Any]) -> None:
    found = suppose(statement, WHO)
    assert found.day == DAY
    assert found.observation is not None
    assert found.observation.partner_id == WHO
    assert found.observation.day == DAY
    assert {name: getattr(found.observation, name) for name in fields} == fields


def test_a_call_and_a_message_of_theirs_are_heard_as_theirs() -> None:
    for statement, theirs in (
        ("call 2026-03-01", True),
        ("email in 2026-03-01", True),
        ("complaint 2026-03-01", True),
        ("email out 2026-03-01", False),
    ):
        found = suppose(statement, WHO).observation
        assert found is not None
        assert found.speaks is theirs


def test_silence_is_no_observation() -> None:
    found = suppose("silence until 2026-03-01", WHO)
    assert (found.day, found.observation) == (DAY, None)


def test_several_of_one_day_follow_each_other_under_their_own_ids() -> None:
    found = [suppose("praise 2026-03-01", WHO, number).observation for number in range(3)]
    assert len({one.id for one in found if one}) == 3
    assert [one.at for one in found if one] == sorted({one.at for one in found if one})


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("", "none of meeting, email, call"),
        ("lunch 2026-03-01", "`lunch` is none of meeting, email, call"),
        ("meeting lunch 2026-03-01", "`lunch` is no type of meeting: coordination"),
        ("meeting review", "something is missing"),
        ("meeting review 2026-03-01 planned", "`planned` is none of held, cancelled, no_show"),
        ("meeting review 2026-02-30", "`2026-02-30` is no day"),
        ("meeting review 20260301", "`20260301` is no day"),
        ("praise tomorrow", "`tomorrow` is no day"),
        ("praise 1812-03-01", "`1812-03-01` is no day"),
        ("email from 2026-03-01", "`from` is neither in"),
        ("email in 2026-03-01 2", "`2` is no tone"),
        ("email in 2026-03-01 nan", "`nan` is no tone"),
        ("email in 2026-03-01 inf", "`inf` is no tone"),
        ("email in 2026-03-01 kind indeed", "`indeed` is too much"),
        ("record cake 3 2026-03-01", "`cake` is no type of record that counts: contract"),
        ("record revenue 45k 2026-03-01", "`45k` is neither a number nor a status"),
        ("record revenue 9/x 2026-03-01", "`9/x` is neither"),
        ("record revenue .,. 2026-03-01", "`.,.` is neither"),
        ("record revenue 9999999999999999 2026-03-01", "more than anybody books"),
        ("silence for 2026-03-01", "`until` is missing"),
        ("praise 2026-03-01" + " " * 200, "longer than 200 characters"),
    ],
)
def test_a_wrong_one_is_named_with_what_is_allowed(statement: str, said: str) -> None:
    with pytest.raises(Malformed) as refused:
        suppose(statement, WHO)
    assert said in str(refused.value)
    assert statement[:200] in str(refused.value)
    kind = statement.split()[0] if statement else ""
    assert ALLOWED.get(kind, "silence until DATE") in str(refused.value)
