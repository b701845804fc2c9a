"""Dead letters are kept in the database, where people find, repair and retry them."""

from datetime import timedelta
from functools import partial

import faust
import msgspec
from faust.types import StreamT

from history.dead_letters import Letter, forget, keep
from history.pool import Pool
from streams.agents.taking import Take, patiently
from streams.topics import DEAD_LETTERS

# Stricter than the wire: what the table would refuse must not come so far.
READ = msgspec.json.Decoder(Letter).decode
ID_CHARACTERS = 200


def attach(app: faust.App, take: Take, pool: Pool) -> None:
    """Hang the agent on the app, and the daily forgetting beside it."""

    @app.agent(take.open(app, DEAD_LETTERS), name="keep")
    async def keep_letters(stream: StreamT[bytes]) -> None:
        async for events in take.batches(stream):
            # A dead letter that is itself unreadable is counted and let go: it has no better place.
            letters, _ = take.read(events, {DEAD_LETTERS: READ}, _problem)
            await patiently(app, partial(keep, pool, letters))
            await take.done(stream, events)
            take.metrics.events(DEAD_LETTERS, new=len(letters))

    @app.timer(interval=3600.0)
    async def forget_letters() -> None:
        await patiently(app, partial(forget, pool, timedelta(days=take.settings.dead_letter_days)))


def _problem(letter: Letter) -> str | None:
    return "id is too long" if len(letter.id) > ID_CHARACTERS else None
