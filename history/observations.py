"""What was heard of partners, as it was written down: for those who fold a history again."""

from collections.abc import Iterable
from typing import Any

import msgspec
import psycopg

from health.observation import DAY_MS, Observation
from ingest.errors import Malformed
from ingest.interaction import PartnerId

_DECODER = msgspec.msgpack.Decoder(Observation)


def observations(url: str, partner: PartnerId) -> list[Observation]:
    """All of one partner, in order of time and key. `Malformed` if another version wrote them."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select partner_id, payload from observations where partner_id = %s order by at, key",
            [partner],
        )
        return [one for _, one in _read(found)]


def held_meetings(url: str) -> dict[PartnerId, list[Observation]]:
    """The meetings of each partner that were held, in order of time."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select partner_id, payload from observations where key like '%|held' order by at, key"
        )
        found: dict[PartnerId, list[Observation]] = {}
        for partner, one in _read(rows):
            if one.meeting == "held":
                found.setdefault(partner, []).append(one)
        return found


def first_days(url: str) -> dict[PartnerId, int]:
    """The day on which each partner was first heard of, in days since 1970."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("select partner_id, min(at) from observations group by 1")
        return {PartnerId(partner): at // DAY_MS for partner, at in rows}


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[PartnerId, Observation]]:
    for partner, payload in rows:
        try:
            yield PartnerId(partner), _DECODER.decode(payload)
        except msgspec.DecodeError as error:
            raise Malformed(f"{partner}: heard by another version of Rapport") from error
