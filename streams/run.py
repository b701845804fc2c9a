"""The whole engine over some sources, to their end, and then gone: what `rapport run` does."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from kafka import KafkaConsumer  # type: ignore[import-untyped]

from alerts.alert import Alert
from health.observation import key_of
from history import relationships
from ingest.intake import Tally, take_in
from ingest.interaction import PartnerId
from ingest.outcome import Kept, Outcome
from ingest.raw import Raw
from ingest.register import Register
from ingest.register_index import Index
from ingest.sources.unreadable import Unreadable
from streams.context import Context
from streams.engine import workers
from streams.kafka_security import options
from streams.publisher import Publisher
from streams.result import Result, counts, in_register_order, in_time_order
from streams.servers import servers
from streams.settings import Settings
from streams.spool import Spool
from streams.supervisor import Supervisor
from streams.topics import ALERTS

STALL_SECONDS = 180.0
READ_ALERT = msgspec.json.Decoder(Alert).decode


class Stalled(RuntimeError):
    """The engine stopped making progress; the message holds the end of its log."""


class Watch(msgspec.Struct):
    """What somebody at a terminal follows."""

    tally: Tally = msgspec.field(default_factory=Tally)
    interactions: int = 0
    tracked: int = 0
    step: str = "starting the engine"
    on_alert: Callable[[Alert], None] = lambda _: None
    on_outcome: Callable[[Raw, Outcome], None] = lambda _raw, _outcome: None


def run(
    settings: Settings,
    register: Register,
    known: Context,
    items: Iterable[Raw | Unreadable],
    *,
    as_of: date | None,
    watch: Watch,
) -> Result:
    """Read the items through servers and workers of our own, to the end; then stop everything.

    Raises Stalled when the engine gets stuck. `as_of`: else the day of the newest interaction.
    `known`: the context that the workers make of the settings as well.
    """
    with TemporaryDirectory(prefix="rapport-") as folder:
        own = {
            "broker": None,
            "database": None,
            "data_dir": Path(folder) / "data",
            "metrics_port": 0,
            "log_level": "WARNING",
        }
        with servers(settings.model_copy(update=own)) as ready:
            job = _Job(ready, register, known, watch, Path(folder) / "engine.log")
            return asyncio.run(job.run(items, as_of))


class _Job:
    """One run, in progress."""

    def __init__(
        self, settings: Settings, register: Register, known: Context, watch: Watch, log: Path
    ) -> None:
        self._settings = settings
        self._url = settings.database or ""
        self._register = register
        self._known = known
        self._watch = watch
        self._log = log
        self._failed = threading.Event()
        self._over = threading.Event()
        self._keys: set[tuple[PartnerId, str]] = set()

    async def run(self, items: Iterable[Raw | Unreadable], as_of: date | None) -> Result:
        supervisor = Supervisor(workers(self._settings), self._write, grace=10)
        engine = asyncio.create_task(supervisor.run())
        engine.add_done_callback(lambda _: self._failed.set())
        listener = asyncio.create_task(asyncio.to_thread(self._listen))
        try:
            return await asyncio.to_thread(self._follow, items, as_of)
        finally:
            self._over.set()
            supervisor.stop()
            await asyncio.gather(engine, listener)

    def _follow(self, items: Iterable[Raw | Unreadable], as_of: date | None) -> Result:
        with Publisher(self._settings) as publisher, Spool() as spool:
            self._watch.step = "reading"
            index = Index(self._register)
            for raw, outcome in take_in(items, index, datetime.now(UTC), self._watch.tally):
                self._watch.on_outcome(raw, outcome)
                if not isinstance(outcome, Kept):
                    publisher.publish(raw, outcome)
                    continue
                for one in outcome.interactions:
                    if counts(one.occurred_at, one.meeting, as_of):
                        spool.add(one)
            newest: date | None = None
            for one in spool:
                publisher.interaction(one)
                self._keys.add(
                    (
                        one.partner_id or PartnerId(""),
                        key_of(
                            one.id,
                            one.meeting.status if one.meeting else None,
                            one.record.status if one.record else None,
                        ),
                    )
                )
                self._watch.interactions = len(self._keys)
                newest = one.occurred_at.astimezone(UTC).date()
            publisher.flush()
            self._watch.step = "understanding"
            self._until_heard()
            day = as_of or newest
            if day is not None:
                self._watch.step = "letting the days pass"
                self._tick(publisher, day)
        return self._result(day)

    def _until_heard(self) -> None:
        partners = [partner for partner, _ in self._keys]
        keys = [key for _, key in self._keys]
        seen, since = 0, time.monotonic()
        while (now := relationships.heard(self._url, partners, keys)) < len(keys):
            if now > seen:
                seen, since = now, time.monotonic()
            self._watch.tracked = now
            self._check(since)
        self._watch.tracked = len(keys)

    def _tick(self, publisher: Publisher, day: date) -> None:
        partners = sorted({partner for partner, _ in self._keys})
        publisher.tick(partners, day)
        since = time.monotonic()
        while any(
            found.as_of < day for found in relationships.assessments(self._url).values()
        ) or relationships.unpublished(self._url):
            self._check(since)
        time.sleep(0.3)  # the last alerts are on their way to the listener

    def _check(self, since: float) -> None:
        if self._failed.is_set() or time.monotonic() - since > STALL_SECONDS:
            said = self._log.read_text()[-2000:] if self._log.exists() else ""
            raise Stalled(f"the engine makes no progress; it said last:\n{said}")
        time.sleep(0.2)

    def _result(self, as_of: date | None) -> Result:
        return Result(
            in_register_order(
                self._register,
                relationships.assessments(self._url),
                as_of,
                self._known,
            ),
            in_time_order(relationships.alerts(self._url)),
            relationships.marks(self._url),
            self._watch.tally,
        )

    def _listen(self) -> None:
        """Tell alerts as they come out of the topic, each once."""
        told: set[str] = set()
        consumer = KafkaConsumer(
            self._settings.topic(ALERTS),
            bootstrap_servers=list(self._settings.bootstrap),
            auto_offset_reset="earliest",
            group_id=None,
            **options(self._settings),
        )
        while not self._over.is_set():
            for messages in consumer.poll(timeout_ms=200).values():
                for message in messages:
                    alert = READ_ALERT(message.value)
                    if alert.id not in told:
                        told.add(alert.id)
                        self._watch.on_alert(alert)
        consumer.close()

    def _write(self, name: str, line: str) -> None:
        with self._log.open("a") as file:
            file.write(f"{name}: {line}\n")
