"""Law 8 on the running engine: bad input is set aside by name, kept, mended and sent again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import annotations
from cli import app
from ingest.admit import admit
from ingest.interaction import Interaction
from ingest.outcome import Unresolved
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from streams.publisher import Publisher
from streams.settings import Settings
from streams.topics import ANNOTATIONS, DEAD_LETTERS, INTERACTIONS, TICKS
from streams.wire import encode
from tests.broker.world import World, until, world

pytestmark = pytest.mark.broker

NOW = datetime.now(UTC)  # noqa: TID251  (the engine's own clock decides what is the future)
SOON = NOW + timedelta(days=3)
GOOD = list(annotations(40, 4))
HOSTILE = [
    b"\xff\xfe\x00garbage",
    b"",
    None,  # a tombstone
    b"[1, 2]",
    b"{" * 5_000,
    b'{"a":' * 50_000,
    b'{"interaction_id": "a\xff"}',
    encode(GOOD[0]).replace(b'"email"', b'"smoke\\u0000[/signal]"'),
]
UNSTORABLE = [
    encode(msgspec.structs.replace(GOOD[0], **changes))
    for changes in (
        {"interaction_id": "a\0b"},
        {"partner_id": "a\0b"},
        {"interaction_id": "".join(chr(0x4E00 + i * 7 % 20_000) for i in range(1_000))},
        {"model_versions": {"sentiment": "a\0b"}},
        {"occurred_at": SOON},
        {"occurred_at": datetime(1, 1, 1, tzinfo=UTC)},
    )
]


@pytest.fixture(scope="module")
def here(servers: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A notifier runs: it keeps the letters."""
    with world(servers, tmp_path_factory.mktemp("letters")) as made:
        made.start("notifier")
        yield made


def rapport(here: World, *words: str) -> Result:
    """The command, under the settings of this world."""
    return CliRunner().invoke(app, ["dead-letters", *words], env=here.settings.environment())


def listed(here: World, *words: str) -> list[dict[str, Any]]:
    found = rapport(here, "list", "--json", *words)
    assert found.exit_code == 0, found.output
    return [msgspec.json.decode(line) for line in found.stdout.splitlines()]


def test_bad_messages_are_set_aside_and_the_others_go_on(here: World) -> None:
    worker = here.start("worker")
    late = msgspec.json.encode({"partner_id": "p0", "day": SOON.date()})
    interaction = {"id": "1", "kind": "email", "occurred_at": SOON, "source": "test"}
    here.send(ANNOTATIONS, *HOSTILE, *UNSTORABLE)
    here.send(TICKS, b"no tick", late)
    here.send(
        INTERACTIONS,
        b"\xff",
        None,
        msgspec.json.encode(interaction | {"partner_id": "p0"}),
        msgspec.json.encode(interaction | {"occurred_at": GOOD[0].occurred_at}),  # whose?
    )
    # One that is itself unreadable, and ones that the table would refuse.
    letter = {"kind": "refused", "source": "a", "position": "b", "media": "c", "reason": "d"}
    here.send(
        DEAD_LETTERS,
        b"\xff",
        None,
        msgspec.json.encode(letter | {"id": "1", "detail": "", "kind": "lost"}),
        msgspec.json.encode(letter | {"id": "x" * 9_000, "detail": ""}),
        msgspec.json.encode(letter | {"id": "nul", "detail": "a\0b"}),
    )
    for one in GOOD:
        here.send(ANNOTATIONS, encode(one), key=one.partner_id)
    here.until_tracked(len(GOOD))
    count = len(HOSTILE) + len(UNSTORABLE) + 2 + 4 + 1
    until(lambda: here.alive() and len(listed(here)) >= count, f"the keeping of {count} letters")
    assert worker.stop() == 0, worker.said()

    letters = listed(here)
    assert len(letters) == count
    assert all(one["kind"] == "refused" for one in letters)
    by_topic = [
        [one for one in letters if one["position"].startswith(here.settings.topic(topic))]
        for topic in (ANNOTATIONS, TICKS, INTERACTIONS)
    ]
    assert [len(some) for some in by_topic] == [len(HOSTILE) + len(UNSTORABLE), 2, 4]
    reasons = [one["reason"] for some in by_topic for one in some]
    assert reasons.count("implausible") == len(UNSTORABLE) + 1 + 2
    assert reasons.count("malformed") == len(HOSTILE) + 1 + 2
    details = " ".join(one["detail"] for one in letters)
    for named in ("partner_id", "interaction_id", "model_versions", "$.kind", "future", "1990"):
        assert named in details
    assert "\0" not in details
    assert worker.said().count("Traceback") == 0


def test_what_was_kept_is_shown_as_it_came(here: World) -> None:
    content = b"this is no JSON: \xc3\xa9"
    raw = Raw("http", "body 1 item 0", "application/json", content)
    index = Index(load_register(here.folder / "partners.yaml"))
    with Publisher(here.settings) as publisher:
        publisher.publish(raw, admit(raw, index, NOW))
    (letter,) = until(lambda: [x for x in listed(here) if x["source"] == "http"], "its keeping")
    assert letter["position"] == "body 1 item 0"
    assert letter["payload"] is None, "a list must not hold raw text"
    shown = rapport(here, "show", letter["id"][:10])
    assert msgspec.json.decode(shown.stdout)["payload"] == content.decode()
    for words, said in ((("show", "zz"), "no open dead letter"), (("retry",), "name the letters")):
        found = rapport(here, *words)
        assert found.exit_code == 2
        assert said in found.stderr
    assert "no JSON" not in rapport(here, "list").output


def test_an_unresolved_one_is_published_once_the_register_is_mended(here: World) -> None:
    event = {
        "id": "call@new.example",
        "kind": "email",
        "occurred_at": "2026-03-01T10:00:00Z",
        "participants": [
            {"role": "from", "address": "eva@newcomer.example"},
            {"role": "to", "address": "us@own.example"},
        ],
        "text": "Guten Tag",
    }
    raw = Raw("http", "body 2 item 0", "application/json", msgspec.json.encode(event))
    register = here.folder / "partners.yaml"
    outcome = admit(raw, Index(load_register(register)), NOW)
    assert isinstance(outcome, Unresolved)
    with Publisher(here.settings) as publisher:
        publisher.publish(raw, outcome)
    (letter,) = until(lambda: listed(here, "--unresolved"), "its keeping")

    still = rapport(here, "retry", letter["id"])
    assert still.exit_code == 1
    assert "still no_partner_matches" in still.stderr
    assert listed(here, "--unresolved") == [letter]

    mended = here.folder / "mended.yaml"
    mended.write_text(
        register.read_text() + "- {id: new, name: Newcomer, domains: [newcomer.example]}\n"
    )
    again = rapport(here, "retry", letter["id"][:8], "--partners", str(mended))
    assert again.exit_code == 0, again.output
    assert "1 of 1 read after all" in again.stdout
    assert listed(here, "--unresolved") == []
    messages = here.received(INTERACTIONS, lambda found: any(m.key == b"new" for m in found))
    (sent,) = [m for m in messages if m.key == b"new"]
    found = msgspec.json.decode(sent.value, type=Interaction)
    assert (found.id, found.partner_id, found.direction) == ("call@new.example", "new", "inbound")
    # The text is erased with the letter's end.
    assert here.one("select payload from dead_letters where id = %s", letter["id"]) is None


def test_without_a_broker_it_says_what_to_do(here: World, tmp_path: Path) -> None:
    settings = {**here.settings.environment(), "RAPPORT_BROKER": ""}
    settings["RAPPORT_DATA_DIR"] = str(tmp_path)
    found = CliRunner().invoke(app, ["dead-letters", "retry", "--all"], env=settings)
    assert found.exit_code == 2
    assert "no broker" in found.stderr
