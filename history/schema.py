"""The schema, brought up to date by the migrations beside this file, once, whoever asks first."""

from pathlib import Path

import psycopg
import yoyo  # type: ignore[import-untyped]

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_217_001  # any number, the same for all who migrate


def migrate(url: str) -> int:
    """Apply what is missing, and say how many that were. Safe from many processes at once."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Not yoyo's own lock, a row that would stay behind a killed process.
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        backend = yoyo.get_backend(f"postgresql+psycopg://{url.split('://', 1)[1]}")
        try:
            missing = backend.to_apply(yoyo.read_migrations(str(MIGRATIONS)))
            backend.apply_migrations(missing)
            return len(missing)
        finally:
            backend.connection.close()
