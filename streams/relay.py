"""Publishes the outbox: what the transactions decided, in order, at least once, under ids that
tell a repetition."""

import asyncio
import contextlib
import logging
from collections import defaultdict

import faust
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]
from faust.exceptions import ProducerSendError

from history.outbox import CHANNEL, Envelope, taken
from history.pool import Pool
from streams.agents.taking import PASSING, send
from streams.settings import Settings
from streams.wire import headers

log = logging.getLogger(__name__)

AT_ONCE = 1000
IDLE_SECONDS = 1.0


def attach(app: faust.App, settings: Settings, pool: Pool) -> None:
    """Run the relay beside the agents of a worker; PostgreSQL lets one of all workers publish."""
    posted = asyncio.Event()

    @app.task
    async def listen() -> None:
        """Wake up as soon as a transaction has posted something, here or on another machine."""
        while not app.should_stop:
            try:
                async with pool.connection() as connection:
                    await connection.set_autocommit(True)
                    await connection.execute(f"listen {CHANNEL}")
                    while not app.should_stop:
                        async for _ in connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
                            posted.set()
            except PASSING:
                await app.sleep(IDLE_SECONDS)

    @app.task
    async def relay() -> None:
        while not app.should_stop:
            posted.clear()
            try:
                sent = await publish(app, settings, pool)
            except (*PASSING, KafkaError, ProducerSendError) as error:
                log.warning("The outbox waits (%s)", type(error).__name__)
                await app.sleep(IDLE_SECONDS)
                continue
            if sent < AT_ONCE:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(posted.wait(), IDLE_SECONDS)


async def publish(app: faust.App, settings: Settings, pool: Pool) -> int:
    """Publish the oldest messages, and say how many; the broker has them before they are gone."""
    async with taken(pool, AT_ONCE) as envelopes:
        by_topic: dict[str, list[Envelope]] = defaultdict(list)
        for envelope in envelopes:
            by_topic[envelope.topic].append(envelope)
        for name, posts in by_topic.items():
            topic = app.topic(settings.topic(name), value_type=bytes, value_serializer="raw")
            messages = [(one.key, one.value, headers(one.event_id, one.type)) for one in posts]
            await send(topic, messages)
    return len(envelopes)
