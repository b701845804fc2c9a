"""The ingest process: the HTTP endpoint, and the mailboxes that are polled."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI, Response
from kafka.errors import KafkaError  # type: ignore[import-untyped]

from ingest.admit import admit
from ingest.outcome import Outcome
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.http import Unavailable, router
from ingest.sources.register_source import load_register
from streams.metrics import Metrics
from streams.publisher import Publisher
from streams.settings import Misconfigured, Settings

log = logging.getLogger(__name__)


def build(settings: Settings, index: Index, metrics: Metrics) -> FastAPI:
    """The web app. It publishes what it accepts before it answers."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Publisher(settings) as publisher:
            app.state.publisher = publisher
            yield

    app = FastAPI(title="Rapport ingest", lifespan=lifespan, docs_url=None, redoc_url=None)

    async def accept(raw: Raw) -> Outcome:
        outcome = admit(raw, index, datetime.now(UTC))
        try:
            await app.state.publisher.accept(raw, outcome)
        except KafkaError as error:
            log.warning("The broker does not take what was sent (%s)", type(error).__name__)
            raise Unavailable from error
        metrics.item(outcome)
        return outcome

    app.include_router(
        router(accept, frozenset(key.get_secret_value() for key in settings.api_keys))
    )

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"process": "ok"}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, str]:
        reached = await asyncio.to_thread(app.state.publisher.reachable)
        response.status_code = 200 if reached else 503
        return {"broker": "ok" if reached else "unreachable"}

    @app.get("/metrics")
    async def figures() -> Response:
        return Response(metrics.page(), media_type="text/plain; version=0.0.4")

    return app


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT."""
    if settings.partners is None or not settings.api_keys:
        raise Misconfigured("the ingest endpoint needs RAPPORT_PARTNERS and RAPPORT_API_KEYS")
    app = build(settings, Index(load_register(settings.partners)), Metrics())
    config = uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )
    server = uvicorn.Server(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        # Having stopped, uvicorn raises the signal anew for whoever handled it before: nobody.
        signal.signal(number, lambda *_: None)
    await server.serve()
    return 0 if server.started else 1
