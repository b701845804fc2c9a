"""The way from the door into Kafka: interactions onto their topic, the rest to dead letters."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import Any, Self

from kafka import KafkaProducer  # type: ignore[import-untyped]

from health.judgement import Judgement
from ingest.identity import letter_id
from ingest.interaction import Interaction, PartnerId
from ingest.outcome import Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw
from streams.kafka_security import options
from streams.settings import Settings
from streams.topics import DEAD_LETTERS, FEEDBACK, INTERACTIONS, TICKS
from streams.wire import Headers, Tick, dead_letter, encode, headers, judgement_key, type_of

CONNECT_SECONDS = 1.0
PATIENCE = 60.0  # seconds until the broker must have acknowledged


class Publisher:
    """`with Publisher(settings) as publisher:`; `flush` returns when the broker has everything."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer = KafkaProducer(
            bootstrap_servers=list(settings.bootstrap),
            acks="all",
            linger_ms=5,
            max_request_size=8 * 2**20,
            # The embedded broker does not know it; elsewhere a retry must not reorder.
            enable_idempotence=not settings.broker_is_embedded,
            **options(settings),
        )
        self._sent: list[Any] = []

    def publish(self, raw: Raw, outcome: Outcome) -> list[Any]:
        """Send what came of an item; the futures of what was sent."""
        if isinstance(outcome, Kept):
            return [self.interaction(one) for one in outcome.interactions]
        if isinstance(outcome, Refused | Unresolved):
            letter = dead_letter(raw, outcome, letter_id(raw))
            event = headers(letter.id, type_of(DEAD_LETTERS))
            return [self._send(DEAD_LETTERS, letter.id, encode(letter), event)]
        return []

    def interaction(self, one: Interaction) -> Any:
        """Send one interaction of a known partner."""
        partner = one.partner_id or ""
        event = headers(f"{partner}/{one.id}", type_of(INTERACTIONS), one.occurred_at)
        return self._send(INTERACTIONS, partner, encode(one), event)

    def judgement(self, one: Judgement) -> None:
        """Send what somebody judged; returns when the broker has it."""
        event = headers(one.id, type_of(FEEDBACK), one.at)
        self._send(FEEDBACK, judgement_key(one), encode(one), event)
        self.flush()

    def tick(self, partners: Sequence[PartnerId], day: date) -> None:
        """Let a day begin for these partners; returns when the broker has it."""
        for partner in partners:
            event = headers(f"{partner}/{day}", type_of(TICKS))
            self._send(TICKS, partner, encode(Tick(partner, day)), event)
        self.flush()

    async def accept(self, raw: Raw, outcome: Outcome) -> None:
        """As `publish`, returning when the broker has it. Raises KafkaError if it does not."""
        await asyncio.to_thread(self._deliver, raw, outcome)

    def reachable(self) -> bool:
        """Whether one of the broker's servers takes a connection now; waits a moment for it."""
        # The producer cannot tell: it connects when it has to, and forgets the bootstrap.
        for server in self._settings.bootstrap:
            host, _, port = server.rpartition(":")
            address = host.strip("[]"), int(port)
            with suppress(OSError), socket.create_connection(address, CONNECT_SECONDS):
                return True
        return False

    def flush(self) -> None:
        """Wait for the broker. Raises KafkaError when something was not taken."""
        self._producer.flush(PATIENCE)
        sent, self._sent = self._sent, []
        for one in sent:
            one.get(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._producer.close(timeout=PATIENCE)

    def _deliver(self, raw: Raw, outcome: Outcome) -> None:
        # In a thread from the start: `send` itself waits while the broker is away.
        for sent in self.publish(raw, outcome):
            self._sent.remove(sent)  # near the front: who accepts never flushes
            sent.get(PATIENCE)

    def _send(self, topic: str, key: str, value: bytes, event: Headers) -> Any:
        sent = self._producer.send(
            self._settings.topic(topic), key=key.encode(), value=value, headers=event
        )
        self._sent.append(sent)
        return sent
