"""A broker and a database to work with: those of the settings, or embedded ones."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from history.schema import migrate
from streams.embedded_broker import EmbeddedBroker
from streams.embedded_database import EmbeddedDatabase
from streams.kafka_security import options
from streams.settings import Settings
from streams.topic_admin import create_topics
from streams.topics import configs, names

ADDRESS = "broker.address"


def embedded_broker(settings: Settings) -> str | None:
    """Where the embedded broker of a running engine listens, for other commands; or None."""
    try:
        return (settings.data_dir / ADDRESS).read_text()
    except FileNotFoundError:
        return None


@contextmanager
def servers(settings: Settings) -> Iterator[Settings]:
    """The settings with a broker and a database that are there, their topics and schema made.

    Embedded ones live as long as the block; the database's content stays in `data_dir`, the
    broker's does not (it keeps its log in memory).
    """
    with ExitStack() as stack:
        found: dict[str, Any] = {}
        if settings.broker is None:
            broker = stack.enter_context(EmbeddedBroker(settings.data_dir / "logs"))
            found |= {"broker": broker.bootstrap, "broker_is_embedded": True}
            address = settings.data_dir / ADDRESS
            address.write_text(broker.bootstrap)
            stack.callback(address.unlink, missing_ok=True)
        if settings.database is None:
            database = stack.enter_context(EmbeddedDatabase(settings.data_dir / "database"))
            found |= {"database": database.url}
        ready = settings.model_copy(update=found)
        prepare(ready)
        yield ready


def prepare(settings: Settings) -> None:
    """Make the topics and the schema where they are missing."""
    if settings.database is None:
        raise ValueError("no database to prepare")
    migrate(settings.database)
    create_topics(
        settings.bootstrap,
        names(settings),
        partitions=settings.partitions,
        replication=settings.replication,
        configs=configs(settings),
        security=options(settings),
    )
