"""One worker process: annotates and tracks its share of the partitions until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import signal
from functools import cache

from faust import App

from history.pool import Pool, pool
from ingest.sources.register_source import load_register
from nlp.pipeline import Pipeline
from streams.analysis import analysis
from streams.app import build
from streams.context import context
from streams.metrics import Metrics
from streams.policies import load_policies
from streams.probes import Probes
from streams.settings import Misconfigured, Settings

log = logging.getLogger(__name__)


async def work(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT: 0; or until the app fails: 1, and the supervisor starts anew."""
    if settings.database is None or settings.partners is None:
        raise Misconfigured("a worker needs RAPPORT_DATABASE and RAPPORT_PARTNERS")
    register = load_register(settings.partners)
    known = context(settings, register, load_policies(settings.policy))
    metrics = Metrics()

    @cache
    def models() -> Pipeline:
        return analysis(settings, register)

    if settings.chooses_models:
        models()  # what does not load ends the engine now, instead of a worker at each message

    async with pool(settings.database, at_most=settings.database_connections) as connections:
        app = build(settings, known, models, connections, metrics)
        ready = {"database": lambda: reach(connections), "broker": lambda: assigned(app)}
        async with Probes(
            metrics.page, ready=ready, host=settings.metrics_host, port=settings.metrics_port
        ):
            return await run(app)


async def run(app: App) -> int:
    """Start the app, wait for a signal or a crash, stop it gracefully."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    app.finalize()
    # Faust makes its folder, but none above it; with servers of the settings nobody else does.
    app.conf.datadir.mkdir(parents=True, exist_ok=True)
    await app.start()
    # Modules and models stay for good, and values hold no cycles (most are not even tracked):
    # looking through them all every few hundred events took a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    stopped = asyncio.create_task(app.wait_until_stopped())
    asked = asyncio.create_task(stop.wait())
    await asyncio.wait((stopped, asked), return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, asked):
        task.cancel()
    with contextlib.suppress(Exception):  # it may have crashed: then it cannot stop well either
        await app.stop()
    return 0 if stop.is_set() else 1


async def reach(connections: Pool) -> None:
    async with connections.connection() as connection:
        await connection.execute("select 1")


async def assigned(app: App) -> None:
    if not app.consumer.assignment():
        raise LookupError("no partitions yet")
