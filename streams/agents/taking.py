"""How every agent takes its batches: values read, bad ones set aside, offsets acknowledged last.

Not Faust's `take`: it acknowledges in a `finally`, also when the body raised, so that a database
that is away for a minute would lose the batch.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

import faust
import msgspec
import psycopg
import psycopg_pool
from faust.types import EventT, StreamT, TopicT
from tenacity import AsyncRetrying, before_sleep_log, retry_if_exception_type, wait_exponential

from ingest.clean import clean
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topics import DEAD_LETTERS
from streams.wire import DeadLetter, Headers, encode, headers, type_of

T = TypeVar("T")
Message = tuple[str, bytes, Headers]
"""Key, value, headers."""
log = logging.getLogger(__name__)

PASSING = (psycopg.OperationalError, psycopg.errors.DeadlockDetected, psycopg_pool.PoolTimeout)
"""Errors of the database that time heals: it restarts, or two workers met."""


class Take:
    """Batches of at most `settings.batch_size`, after at most `settings.batch_linger` seconds."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self._prefix = len(settings.topic_prefix)

    def open(self, app: faust.App, *names: str) -> TopicT:
        """Faust's topic of bytes: they are read by us, so that a bad one can be set aside."""
        return app.topic(
            *(self.settings.topic(name) for name in names),
            key_type=bytes,
            value_type=bytes,
            value_serializer="raw",
        )

    async def batches(
        self, stream: StreamT[bytes], at_most: int | None = None
    ) -> AsyncIterator[Sequence[EventT[bytes]]]:
        """Events, not acknowledged; `at_most` where that is less than the settings allow."""
        size = min(self.settings.batch_size, at_most or self.settings.batch_size)
        async for events in stream.noack_take(  # type: ignore[attr-defined]
            size, within=self.settings.batch_linger
        ):
            yield events

    async def done(self, stream: StreamT[bytes], events: Sequence[EventT[bytes]]) -> None:
        """Acknowledge: everything that they led to is stored."""
        for event in events:
            await stream.ack(event)
        self.metrics.count("batches", stage=self.name(events[0]))

    def name(self, event: EventT[bytes]) -> str:
        """The topic of an event, without the prefix."""
        return event.message.topic[self._prefix :]

    def read(
        self,
        events: Sequence[EventT[bytes]],
        readers: Mapping[str, Callable[[bytes], T]],
        check: Callable[[T], str | None] = lambda _: None,
    ) -> tuple[list[T], list[DeadLetter]]:
        """The values, by their topics' readers, and a dead letter for each that is refused.

        `check` says what is wrong with a value that could be read, or None.
        """
        values, letters = [], []
        for event in events:
            try:
                # A tombstone has no value: nothing of ours is deleted that way.
                value = readers[self.name(event)](event.value or b"")
                problem = check(value)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                letters.append(bad(event, "malformed", clean(str(error))))
                continue
            if problem:
                letters.append(bad(event, "implausible", problem))
            else:
                values.append(value)
        for letter in letters:
            self.metrics.count("dead_letters", reason=letter.reason)
        return values, letters


def bad(event: EventT[bytes], reason: str, detail: str) -> DeadLetter:
    """The letter for a message that is not what its topic promises. `detail` names the field."""
    message = event.message
    position = f"{message.topic}[{message.partition}]@{message.offset}"
    return DeadLetter(
        id=sha256(position.encode() + (event.value or b"")).hexdigest()[:32],
        kind="refused",
        source="kafka",
        position=position,
        media="application/json",
        reason=reason,
        detail=detail,
        payload=event.value,
    )


async def set_aside(app: faust.App, settings: Settings, letters: Sequence[DeadLetter]) -> None:
    """Publish dead letters; returns when the broker has them."""
    topic = app.topic(settings.topic(DEAD_LETTERS), value_serializer="raw", value_type=bytes)
    await send(
        topic,
        [
            (letter.id, encode(letter), headers(letter.id, type_of(DEAD_LETTERS)))
            for letter in letters
        ],
    )


async def send(topic: TopicT, messages: Sequence[Message]) -> None:
    """Send key, value, headers; returns when the broker has them all."""
    sent = [
        await topic.send(key=key.encode(), value=value, headers=given, force=True)
        for key, value, given in messages
    ]
    await asyncio.gather(*sent)


async def patiently(app: faust.App, attempt: Callable[[], Awaitable[T]]) -> T:
    """Repeat until the database is back: the batch waits, nothing is lost."""
    again = AsyncRetrying(
        retry=retry_if_exception_type(PASSING),
        wait=wait_exponential(multiplier=0.1, max=5),
        stop=lambda _: app.should_stop,
        before_sleep=before_sleep_log(log, logging.WARNING),
        reraise=True,
    )
    return await again(attempt)
