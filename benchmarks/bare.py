"""The bound: a Faust agent that takes the same events in batches, acknowledges, and does nothing.

`python -m benchmarks.bare EVENTS` with the engine's settings in the environment prints how many
seconds lay between its first batch and its last.
"""

import asyncio
import sys
import time

from faust.types import StreamT

from streams.agents.taking import Take
from streams.app import bare
from streams.metrics import Metrics
from streams.settings import from_environment
from streams.topics import ANNOTATIONS


async def main(count: int) -> None:
    """Take `count` events."""
    settings = from_environment()
    app, take = bare(settings, "bare"), Take(settings, Metrics())
    done = asyncio.Event()

    @app.agent(take.open(app, ANNOTATIONS), name="bare")
    async def nothing(stream: StreamT[bytes]) -> None:
        seen, began, first = 0, 0.0, 0
        async for events in take.batches(stream):
            await take.done(stream, events)
            seen += len(events)
            if not began:
                began, first = time.perf_counter(), seen
            if seen >= count:
                print((seen - first) / (time.perf_counter() - began))
                done.set()

    app.finalize()
    await app.start()
    await done.wait()
    await app.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
