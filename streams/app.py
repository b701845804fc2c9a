"""The Faust app of a worker: settings and what they open, wired to the agents."""

from collections.abc import Callable
from typing import Any

import faust

from history.pool import Pool
from history.work import Work
from streams import clock, gauges, relay
from streams.agents import annotate, judge, track
from streams.agents.annotate import Analysis
from streams.agents.taking import Take
from streams.context import Context
from streams.embedded_transport import EmbeddedTransport
from streams.kafka_security import credentials
from streams.metrics import Metrics
from streams.settings import Settings

# On the embedded broker the first join of a group waits out the whole rebalance timeout.
EMBEDDED_TIMINGS: dict[str, Any] = {
    "broker_rebalance_timeout": 3.0,
    "broker_session_timeout": 6.0,
    "broker_heartbeat_interval": 1.0,
}
LARGEST_MESSAGE = 8 * 2**20


def build(
    settings: Settings,
    context: Context,
    analysis: Callable[[], Analysis],
    connections: Pool,
    metrics: Metrics,
) -> faust.App:
    """An app with the agents `annotate`, `track` and `judge`, and the relay. Nothing runs yet."""
    app = bare(settings, settings.group)
    take = Take(settings, metrics)
    annotate.attach(app, take, analysis)
    work = Work(connections)
    track.attach(app, take, work, context)
    judge.attach(app, take, work, context)
    relay.attach(app, settings, connections)
    clock.attach(app, take, connections)
    gauges.attach(app, metrics, connections, settings.partitions)
    return app


def bare(settings: Settings, group: str) -> faust.App:
    """A Faust app without agents, in the consumer group `group`."""
    app = faust.App(
        group,
        broker=[f"kafka://{server}" for server in settings.bootstrap],
        broker_credentials=credentials(settings),
        **(EMBEDDED_TIMINGS if settings.broker_is_embedded else {}),
        # Memories live in PostgreSQL: Faust has no tables, changelogs or leader to keep.
        store="memory://",
        topic_disable_leader=True,
        topic_allow_declare=False,
        topic_partitions=settings.partitions,
        consumer_auto_offset_reset="earliest",
        producer_acks=-1,
        producer_linger=0.005,
        broker_commit_interval=1.0,
        broker_max_poll_records=settings.batch_size * 2,
        stream_buffer_maxsize=settings.batch_size * 2,
        web_enabled=False,
        # A refused message of the largest size must fit into a dead letter.
        producer_max_request_size=LARGEST_MESSAGE,
        datadir=str(settings.data_dir / "faust"),
    )
    if settings.broker_is_embedded:
        app.transport = EmbeddedTransport(app.conf.broker, app)
    return app
