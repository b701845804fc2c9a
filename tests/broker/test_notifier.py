"""Alerts reach their receivers: recorded once, repeated under one key until taken or refused."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook

from benchmarks.engine import produce
from benchmarks.load import annotations
from streams.settings import Settings
from streams.topics import ALERTS
from tests.broker.world import World, free_port, until, world

pytestmark = pytest.mark.broker

PARTNERS, COUNT = 4, 500
BATCHES = 'rapport_batches_total{stage="alerts.v1"}'
SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgbG9uZw=="


class Receiver(ThreadingHTTPServer):
    """A real web server that checks signatures and remembers the keys it was told."""

    def __init__(self, port: int, gone: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.gone = gone  # the alert that it wants no more of
        self.keys: list[str] = []
        self.alerts: dict[str, str] = {}
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def close(self) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            Webhook(SECRET).verify(body.decode(), dict(self.headers))
        except Exception:
            self.send_response(500)
            self.end_headers()
            raise
        alert = msgspec.json.decode(body)["data"]
        self.server.keys.append(self.headers["webhook-id"])
        self.server.alerts[self.headers["webhook-id"]] = alert["id"]
        self.send_response(410 if alert["id"] == self.server.gone else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def told(
    servers: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Receiver]]:
    """All alerts of a history were told to a receiver that was down at first."""
    port = free_port()
    changes = {
        "webhook_url": f"http://127.0.0.1:{port}/hook",
        "webhook_secrets": (SecretStr(SECRET),),
    }
    folder = tmp_path_factory.mktemp("notifier")
    with world(servers, folder, partners=PARTNERS, **changes) as here:
        here.start("worker")
        notifier = here.start("notifier")
        produce(here.settings, annotations(COUNT, PARTNERS))
        here.until_tracked(COUNT)
        alerts = here.one("select count(*) from alerts")
        tried = (
            "select count(*) from notifications where channel = 'webhook' and attempts > 0"
            " and status = 'pending' and error like '%%no answer%%'"
        )
        until(lambda: here.alive() and here.one(tried) == alerts, "the first telling")
        receiver = Receiver(
            port, str(here.rows("select id from alerts order by occurred_at")[0][0])
        )
        try:
            pending = "select count(*) from notifications where status = 'pending'"
            until(lambda: here.alive() and here.one(pending) == 0, "the second telling")
            notifier.kill()
            successor = here.start("notifier")
            # Once more, as by a relay that was killed; then one that shows that it read so far.
            again = [message.value for message in here.received(ALERTS, lambda found: bool(found))]
            here.send(ALERTS, *again)
            until(lambda: successor.ready() and successor.counted(BATCHES), "their reading")
            here.send(ALERTS, b"the end")
            letters = "select count(*) from dead_letters"
            until(lambda: here.alive() and here.one(letters) == 1, "the end")
            yield here, receiver
        finally:
            receiver.close()


def test_each_alert_has_one_notification_on_each_channel(told: tuple[World, Receiver]) -> None:
    here, _ = told
    alerts = {str(id_) for (id_,) in here.rows("select id from alerts")}
    assert len(alerts) > 3
    for channel in ("console", "webhook"):
        rows = here.rows("select alert_id from notifications where channel = %s", channel)
        assert Counter(str(id_) for (id_,) in rows) == dict.fromkeys(alerts, 1)


def test_the_receiver_that_was_down_is_told_under_the_recorded_key(
    told: tuple[World, Receiver],
) -> None:
    here, receiver = told
    rows = here.rows(
        "select id, alert_id::text, status, attempts from notifications where channel = 'webhook'"
    )
    assert receiver.alerts == {key: alert for key, alert, *_ in rows}
    assert Counter(receiver.keys) == dict.fromkeys(receiver.alerts, 1)
    assert all(attempts > 1 for *_, attempts in rows)
    by_status = {(alert == receiver.gone, status) for _, alert, status, _ in rows}
    assert by_status == {(True, "refused"), (False, "delivered")}


def test_the_console_was_told_too(told: tuple[World, Receiver]) -> None:
    here, _ = told
    rows = here.rows("select distinct status, attempts from notifications where channel='console'")
    assert rows == [("delivered", 1)]
    assert "Partner" in here.processes[1].said()
