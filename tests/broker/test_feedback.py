"""What people judge, through the running engine: by topic and by command, kept, and shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import annotations
from cli import app
from health.assessment import Assessment
from health.judgement import Judgement, Override
from ingest.interaction import PartnerId
from streams.publisher import Publisher
from streams.topics import ANNOTATIONS, DEAD_LETTERS, FEEDBACK, HEALTH
from streams.wire import encode, type_of
from tests.broker.world import World, header, until, world

pytestmark = pytest.mark.broker

SEEN = list(annotations(400, 2))
LAST = SEEN[-1].occurred_at
P0 = PartnerId("p0")
NOW = datetime.now(UTC)  # noqa: TID251  (the engine's own clock decides what day it is)


@pytest.fixture(scope="module")
def here(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A worker has heard of two partners."""
    with world(servers, tmp_path_factory.mktemp("feedback"), partners=2) as made:
        made.start("worker")
        for one in SEEN:
            made.send(ANNOTATIONS, encode(one), key=one.partner_id)
        made.until_tracked(len(SEEN))
        yield made


def judge(here: World, *words: str) -> Result:
    """The command, under the settings of this world."""
    return CliRunner().invoke(app, ["judge", *words], env=here.settings.environment())


def listed(here: World, *words: str) -> list[dict[str, Any]]:
    found = judge(here, "list", "--json", *words)
    assert found.exit_code == 0, found.output
    return [msgspec.json.decode(line) for line in found.stdout.splitlines()]


def health(here: World) -> list[Assessment]:
    """What is published of p0 and newer than all before, as a reader takes it."""
    found: list[Assessment] = []
    for message in here.received(HEALTH, lambda some: any(m.key == b"p0" for m in some)):
        one = msgspec.json.decode(message.value, type=Assessment)
        if one.partner_id == P0 and (not found or one.seq > found[-1].seq):
            found.append(one)
    return found


def test_an_override_by_topic_shows_and_survives(here: World) -> None:
    plain = until(lambda: health(here))[-1]
    assert plain.override is None
    body = Override(
        band="yellow",
        owner="Claire Aubry",
        reason="A new contract is signed",
        since=plain.as_of,
        until=plain.as_of + timedelta(days=5),
    )
    at = datetime.combine(plain.as_of, time(8), UTC)
    one = Judgement(id="crm-1", kind="override", by="crm", at=at, partner_id=P0, override=body)
    here.send(FEEDBACK, encode(one), encode(one))
    until(lambda: health(here)[-1].override, "the override")
    shown = health(here)[-1]
    assert msgspec.structs.replace(shown, override=None, seq=plain.seq) == plain
    assert shown.override == body
    with Publisher(here.settings) as publisher:
        publisher.tick([P0], plain.as_of + timedelta(days=5))
    until(lambda: health(here)[-1].as_of > plain.as_of, "the fifth day")
    assert health(here)[-1].override == body, "recalculated, and still there"
    with Publisher(here.settings) as publisher:
        publisher.tick([P0], plain.as_of + timedelta(days=6))
    until(lambda: health(here)[-1].override is None, "its end")
    (kept,) = listed(here)
    assert (kept["id"], kept["by"], kept["partner_id"]) == ("crm-1", "crm", "p0")
    assert here.one("select count(*) from judgements") == 1


def test_by_command_each_is_kept_with_who_and_when(here: World) -> None:
    with Publisher(here.settings) as publisher:
        publisher.tick([P0], NOW.date())
    soon = f"{(NOW + timedelta(days=9)).date()}"
    said = ("--owner", "Claire", "--reason", "signed", "--until", soon, "--by", "claire")
    found = judge(here, "override", "p0", "green", *said)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("override of p0 kept (")
    until(lambda: health(here)[-1].override, "the override")
    assert judge(here, "lift", "p0", "--by", "anke").exit_code == 0
    until(lambda: health(here)[-1].override is None, "its lifting")
    assert judge(here, "label", "p0", "red", "--date", "2026-01-05").exit_code == 0
    assert judge(here, "label", "p0", "green", "--date", "2026-01-05").exit_code == 0

    kinds = [(one["kind"], one["by"]) for one in listed(here, "--partner", "p0")][-4:]
    assert kinds[:2] == [("override", "claire"), ("lift", "anke")]
    assert [kind for kind, _ in kinds[2:]] == ["label", "label"]
    assert all(datetime.fromisoformat(one["at"]) >= NOW for one in listed(here)[-4:])
    assert "Claire" in judge(here, "list").stdout
    exported = judge(here, "export", "--labels").stdout.splitlines()
    assert [msgspec.json.decode(line) for line in exported] == [
        {"partner_id": "p0", "date": "2026-01-05", "band": "green"}
    ]
    sent = here.received(FEEDBACK, lambda some: len(some) >= 6)
    by_id = {msgspec.json.decode(one.value)["id"]: one for one in sent}
    for one in listed(here)[-4:]:
        message = by_id[one["id"]]
        assert message.key == b"p0"
        assert header(message, "ce_id") == one["id"]
        assert header(message, "ce_type") == type_of(FEEDBACK)
        assert datetime.fromisoformat(header(message, "ce_time")) >= NOW


def test_feedback_finds_its_alert_or_is_kept_unmatched(here: World) -> None:
    id_, partner = here.rows("select id::text, partner_id from alerts order by id limit 1")[0]
    assert judge(here, "feedback", id_[:13], "agree").exit_code == 0
    odd = judge(here, "feedback", "0b2ad2f0", "disagree", "--reason", "what is this?")
    assert odd.exit_code == 0, odd.output
    assert "no alert has that id" in odd.stderr
    day = here.one("select max(day)::text from assessments where partner_id = 'p1'")
    assert judge(here, "feedback", f"p1@{day}", "agree").exit_code == 0
    found = [one for one in listed(here) if one["kind"] == "feedback"]
    about = [(one["feedback"]["alert_id"], one["partner_id"], one["matched"]) for one in found]
    assert about == [(id_, partner, True), ("0b2ad2f0", None, False), (None, "p1", True)]
    assert "(unmatched)" in judge(here, "list").stdout.replace("\n", "")


def test_what_is_no_judgement_goes_to_dead_letters_by_name(here: World) -> None:
    before = here.one("select count(*) from judgements")
    good = {"id": "9", "kind": "lift", "by": "crm", "at": LAST, "partner_id": "p0"}
    wrong = [
        b"nonsense",
        None,
        msgspec.json.encode(good | {"partner_id": "stranger"}),
        msgspec.json.encode(good | {"kind": "label"}),
        msgspec.json.encode(good | {"by": "\0"}),
    ]
    here.send(FEEDBACK, *wrong, msgspec.json.encode(good))
    until(lambda: here.one("select count(*) from judgements") > before, "the good one")
    letters = here.received(DEAD_LETTERS, lambda some: len(some) >= len(wrong))
    details = " ".join(msgspec.json.decode(one.value)["detail"] for one in letters)
    for named in ("malformed", "truncated", "register", "label is missing", "by is blank"):
        assert named in details
    assert here.one("select count(*) from judgements") == before + 1
