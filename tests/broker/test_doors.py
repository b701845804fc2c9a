"""The real ingest processes: the HTTP endpoint, and the mailbox that resumes after a kill."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import httpx
import msgspec
import pytest
from pydantic import SecretStr

from ingest.interaction import Interaction
from streams.settings import Settings
from streams.topics import DEAD_LETTERS, INTERACTIONS
from tests.broker.world import Process, World, header, until, world
from tests.unit.test_sources_mail_imap import Server

pytestmark = pytest.mark.broker

KEY = "a-key-of-the-tests"
EVENT = {
    "id": "1@p1.example",
    "kind": "email",
    "occurred_at": "2026-03-01T10:00:00+01:00",
    "partner_id": "p1",
    "direction": "inbound",
    "text": "Merci beaucoup",
}


@pytest.fixture(scope="module")
def here(servers: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("doors")
    with world(servers, folder, api_keys=(SecretStr(KEY),)) as made:
        yield made


@pytest.fixture(scope="module")
def endpoint(here: World) -> Process:
    process = here.start("serve-ingest")
    until(process.ready, "the endpoint's start")
    return process


def post(endpoint: Process, content: object, key: str = KEY) -> httpx.Response:
    return httpx.post(
        f"{endpoint.address}/v1/interactions",
        content=content if isinstance(content, bytes) else msgspec.json.encode(content),
        headers={"authorization": f"Bearer {key}", "content-type": "application/json"},
        timeout=60,
    )


def test_what_is_posted_is_on_the_topic_before_the_answer(here: World, endpoint: Process) -> None:
    one = post(endpoint, EVENT)
    assert one.status_code == 202, one.text
    nobody = {**EVENT, "id": "3", "partner_id": "who"}
    many = post(endpoint, [{**EVENT, "id": "2@p1.example"}, {"id": "no"}, nobody])
    assert many.status_code == 207, many.text
    assert [item["status"] for item in many.json()["items"]] == ["kept", "refused", "unresolved"]

    messages = here.received(INTERACTIONS, lambda found: len(found) >= 2)
    found = [msgspec.json.decode(m.value, type=Interaction) for m in messages]
    assert [one.id for one in found] == ["1@p1.example", "2@p1.example"]
    assert {header(m, "ce_id") for m in messages} == {f"p1/{one.id}" for one in found}
    letters = here.received(DEAD_LETTERS, lambda found: len(found) >= 2)
    kinds = [msgspec.json.decode(m.value)["kind"] for m in letters]
    assert sorted(kinds) == ["refused", "unresolved"]
    assert endpoint.counted('rapport_ingest_items_total{outcome="kept"') == 2


@pytest.mark.parametrize("key", ["no", "another-key-of-some-length"])
def test_nobody_gets_in_without_the_key(endpoint: Process, key: str) -> None:
    kept = endpoint.counted("rapport_ingest_items_total")
    assert post(endpoint, EVENT, key).status_code == 401
    assert endpoint.counted("rapport_ingest_items_total") == kept


def test_the_endpoint_answers_probes_and_stops_well(here: World) -> None:
    process = here.start("serve-ingest")
    until(process.ready, "the endpoint's start")
    assert httpx.get(f"{process.address}/healthz").json() == {"process": "ok"}
    assert process.stop() == 0, process.said()


def mail(number: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "eva@p2.example", "us@own.example"
    made["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    made["Message-ID"], made["Subject"] = f"<{number}@p2.example>", f"Number {number}"
    made.set_content("Could you please call me back tomorrow?")
    return made.as_bytes()


def test_a_mailbox_goes_on_where_it_was_killed(here: World) -> None:
    server = Server("--no-tls")
    changes = {
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_user": "anna",
        "imap_password": SecretStr("secret"),
        "imap_encryption": "none",
        "imap_poll_seconds": 0.2,
    }

    def put(*numbers: int) -> None:
        with server.client() as client:
            for number in numbers:
                client.append("INBOX", mail(number))

    def ids(enough: int) -> list[str]:
        def mails(found: list[Any]) -> list[Any]:
            return [one for one in found if one.key == b"p2"]

        found = mails(here.received(INTERACTIONS, lambda found: len(mails(found)) >= enough))
        return [msgspec.json.decode(m.value, type=Interaction).id for m in found]

    try:
        put(1, 2, 3)
        first = here.start("poll-imap", **changes)
        assert len(ids(3)) == 3
        until(lambda: here.rows("select 1 from cursors where source like 'imap:%%'"), "its note")
        first.kill()
        put(4, 5)
        here.start("poll-imap", **changes)
        assert ids(5) == [f"{number}@p2.example" for number in range(1, 6)]

        wrong = here.start("poll-imap", **changes | {"imap_password": SecretStr("not it")})
        assert wrong.popen.wait(60) == 1
        assert "refuses RAPPORT_IMAP_USER" in wrong.said()
        assert "Traceback" not in wrong.said()
        assert "not it" not in wrong.said()
    finally:
        server.stop()
