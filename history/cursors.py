"""How far each polled source was read."""

import psycopg


def read(url: str, source: str) -> str | None:
    """The place stored for a source."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select position from cursors where source = %s", [source]
        ).fetchone()
        return None if row is None else str(row[0])


def write(url: str, source: str, position: str) -> None:
    """Store the place of a source: everything before it is safe."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into cursors (source, position) values (%s, %s)"
            " on conflict (source) do update set position = excluded.position",
            [source, position],
        )
