"""Figures that stand in the database: what waits to be told, and how long each partition is silent.

Looked up now and then, not counted along: a restart must not forget that nothing is heard.
"""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime

import faust
from kafka.partitioner.default import murmur2  # type: ignore[import-untyped]

from health.observation import DAY_MS
from history.outbox import waiting
from history.pool import Pool
from history.relationships import newest
from ingest.interaction import PartnerId
from streams.agents.taking import PASSING
from streams.metrics import Metrics

OUTBOX_SECONDS = 5.0
LAG_SECONDS = 15.0


def attach(app: faust.App, metrics: Metrics, pool: Pool, partitions: int) -> None:
    """Look while the app runs. Every worker says the same; without the database, the last."""

    @app.task
    async def outbox() -> None:
        while not app.should_stop:
            with contextlib.suppress(*PASSING):
                count, age = await waiting(pool)
                metrics.gauge("outbox_waiting", count)
                metrics.gauge("outbox_age_seconds", age)
            await app.sleep(OUTBOX_SECONDS)

    @app.task
    async def lag() -> None:
        while not app.should_stop:
            now = round(datetime.now(UTC).timestamp() * 1000)
            with contextlib.suppress(*PASSING):
                for partition, days in lags(await newest(pool, now), now, partitions).items():
                    metrics.gauge("lag_days", days, partition=str(partition))
            await app.sleep(LAG_SECONDS)


def lags(heard: Mapping[PartnerId, int], now: int, partitions: int) -> dict[int, float]:
    """Days since the newest interaction of each partition; of one never heard of, nothing."""
    last: dict[int, int] = {}
    for partner, at in heard.items():
        partition = partition_of(partner, partitions)
        last[partition] = max(at, last.get(partition, at))
    return {partition: (now - at) / DAY_MS for partition, at in sorted(last.items())}


def partition_of(partner: PartnerId, partitions: int) -> int:
    """Where Kafka's producers put what is keyed by the partner."""
    return int(murmur2(partner.encode()) & 0x7FFFFFFF) % partitions
