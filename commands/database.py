"""The database that a command reads when the settings name none."""

from collections.abc import Iterator
from contextlib import contextmanager

from streams.settings import Settings


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The database of the settings, or our own embedded one, whether the engine runs or not."""
    if settings.database:
        yield settings.database
        return
    from history.schema import migrate
    from streams.embedded_database import EmbeddedDatabase

    with EmbeddedDatabase(settings.data_dir / "database") as embedded:
        migrate(embedded.url)
        yield embedded.url
