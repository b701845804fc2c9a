"""What every notifier owes: one suite for all of them."""

import asyncio
import io
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import httpx
import msgspec
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from rich.console import Console
from standardwebhooks import Webhook, WebhookVerificationError

from alerts.alert import Alert, Why
from alerts.delivery import Notifier, Refused, Undelivered, Unreachable, notification
from alerts.notifiers.console import ConsoleNotifier
from alerts.notifiers.webhook import WebhookNotifier
from ingest.interaction import InteractionId, PartnerId

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEXT_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)

Told = Callable[[], str]  # what the receiver saw, as text
Breaks = Callable[[], None]  # from here on the receiver is gone


def alert(summary: str = "Nordwind: yellow to red") -> Alert:
    return Alert(
        id="a1",
        dedup_key="nordwind/band",
        status="firing",
        kind="band_worsened",
        severity="error",
        partner_id=PartnerId("nordwind"),
        summary=summary,
        why=(Why("sentiment_level", -7.25, "Their tone has soured", (InteractionId("m1"),)),),
        actions=("Call them this week",),
        occurred_at=NOW,
    )


def on_terminal() -> tuple[Notifier, Told, Breaks]:
    paper = io.StringIO()

    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(text and "gone")

    console = Console(file=paper, width=100, force_terminal=True)

    def breaks() -> None:
        console.file = Gone()

    return ConsoleNotifier(console), paper.getvalue, breaks


def over_http() -> tuple[Notifier, Told, Breaks]:
    seen: list[str] = []
    gone: list[bool] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if gone:
            raise httpx.ConnectError("gone", request=request)
        seen.append(request.content.decode())
        return httpx.Response(204)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    notifier = WebhookNotifier(client, "https://crm.example/hook", [SECRET], lambda: NOW)
    return notifier, lambda: "".join(seen), lambda: gone.append(True)


NOTIFIERS = [pytest.param(on_terminal, id="console"), pytest.param(over_http, id="webhook")]
Make = Callable[[], tuple[Notifier, Told, Breaks]]


@pytest.mark.parametrize("make", NOTIFIERS)
class TestEveryNotifier:
    async def test_tells_what_why_and_what_to_do(self, make: Make) -> None:
        notifier, told, _ = make()
        await notifier.notify(alert(), "key")
        for words in ("Nordwind: yellow to red", "Their tone has soured", "Call them this week"):
            assert words in told()

    async def test_tells_again_when_asked_again(self, make: Make) -> None:
        notifier, told, _ = make()
        await notifier.notify(alert(), "key")
        once = told()
        await notifier.notify(alert(), "key")
        assert told() == once * 2

    async def test_a_receiver_that_is_gone_is_unreachable(self, make: Make) -> None:
        notifier, _, breaks = make()
        breaks()
        with pytest.raises(Unreachable) as caught:
            await notifier.notify(alert("Personal words"), "key")
        assert "Personal words" not in str(caught.value)

    async def test_hostile_words_stay_words(self, make: Make) -> None:
        notifier, told, _ = make()
        await notifier.notify(alert("[red]x[/nope] \x1b]0;title\x07 \x1b[2J \u202e"), "key")
        assert "[red]x[/nope]" in told()
        assert "\x1b]0;" not in told()
        assert "\x1b[2J" not in told()


def webhook(
    answer: Callable[[httpx.Request], httpx.Response],
    secrets: tuple[str, ...] = (SECRET,),
    url: str = "https://crm.example/hook?token=hidden",
    clock: Callable[[], datetime] = lambda: NOW,
) -> WebhookNotifier:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer), follow_redirects=True)
    return WebhookNotifier(client, url, secrets, clock)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        pytest.param(301, Refused, id="a redirect is not followed"),
        pytest.param(400, Refused, id="they do not understand"),
        pytest.param(401, Refused, id="they do not know us"),
        pytest.param(410, Refused, id="they want no more"),
        pytest.param(408, Unreachable, id="we were too slow"),
        pytest.param(429, Unreachable, id="we ask too often"),
        pytest.param(500, Unreachable, id="they broke"),
        pytest.param(503, Unreachable, id="they are busy"),
    ],
)
async def test_answers_of_a_webhook(status: int, error: type[Undelivered]) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(status, headers={"location": "https://elsewhere.example/"})

    with pytest.raises(error, match=str(status)) as caught:
        await webhook(answer).notify(alert(), "key")
    assert "hidden" not in str(caught.value)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("said", "after"),
    [("7", 7.0), ("999999", 3600.0), ("soon", None), ("", None), ("-1", None), ("²", None)],
)
async def test_a_webhook_says_when_to_come_back(said: str, after: float | None) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": said.encode()})

    with pytest.raises(Unreachable) as caught:
        await webhook(answer).notify(alert(), "key")
    assert caught.value.after == after


async def test_a_timeout_is_unreachable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(Unreachable):
        await webhook(answer).notify(alert(), "key")


async def test_every_secret_signs_and_the_zone_does_not_matter() -> None:
    def clock() -> datetime:
        return datetime.now(timezone(timedelta(hours=9)))  # noqa: TID251  (the library compares with the clock)

    verified: list[object] = []

    def answer(request: httpx.Request) -> httpx.Response:
        verified.extend(
            Webhook(secret).verify(request.content, dict(request.headers))
            for secret in (SECRET, NEXT_SECRET)
        )
        assert request.headers["webhook-id"] == "key"
        return httpx.Response(200)

    await webhook(answer, (SECRET, NEXT_SECRET), clock=clock).notify(alert(), "key")
    sent = msgspec.convert(verified[0], dict[str, object])
    assert sent["type"] == "alert.firing"
    assert msgspec.convert(sent["data"], Alert) == alert()
    assert len(verified) == 2


def test_a_webhook_without_a_good_secret_is_not_built() -> None:
    for secrets in ((), ("",), ("whsec_",), ("whsec_a",)):
        with pytest.raises(ValueError, match="secret"):
            webhook(lambda _: httpx.Response(200), secrets)


def test_a_notification_has_one_id_for_one_telling() -> None:
    first = notification(alert(), "anna", "webhook")
    assert first == notification(alert(), "anna", "webhook")
    assert first.id == "580b5db1-c2d4-5662-9312-614fc4c580d5"
    others = {notification(alert(), *to).id for to in (("anna", "console"), ("ann", "awebhook"))}
    assert first.id not in others
    assert len(others) == 2


async def test_a_real_receiver_over_a_real_socket() -> None:
    """Headers, body and signature survive the wire; a receiver that stops is unreachable."""
    app = FastAPI()
    received: list[tuple[str, object]] = []

    @app.post("/hook")
    async def hook(request: Request) -> Response:
        try:
            said = Webhook(SECRET).verify(await request.body(), dict(request.headers))
        except WebhookVerificationError:
            return Response(status_code=401)
        received.append((request.headers["webhook-id"], said))
        return Response(status_code=204)

    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))

    def clock() -> datetime:
        return datetime.now(UTC)  # noqa: TID251  (the library compares with the clock)

    async with httpx.AsyncClient() as client:
        known = WebhookNotifier(client, url, [SECRET], clock)
        unknown = WebhookNotifier(client, url, [NEXT_SECRET], clock)
        await known.notify(alert(), "key-1")
        with pytest.raises(Refused, match="401"):
            await unknown.notify(alert(), "key-2")
        server.should_exit = True
        await serving
        with pytest.raises(Unreachable):
            await known.notify(alert(), "key-1")
    assert [key for key, _ in received] == ["key-1"]


def test_a_closed_pipe_does_not_end_the_process() -> None:
    program = """
import asyncio, sys
from datetime import UTC, datetime
from rich.console import Console
from alerts.delivery import Unreachable
from alerts.notifiers.console import ConsoleNotifier
from alerts.alert import Alert
told = Alert(id="a", dedup_key="d", status="resolved", kind="band_recovered", severity="info",
    partner_id="p", summary="s", why=(), actions=(), occurred_at=datetime(2026, 3, 1, tzinfo=UTC))
try:
    asyncio.run(ConsoleNotifier(Console()).notify(told, "key"))
except Unreachable:
    sys.exit(7)
"""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run([sys.executable, "-c", program], stdout=writing, check=False)
    finally:
        os.close(writing)
    assert ended.returncode == 7
