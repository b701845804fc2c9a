"""/healthz, /readyz and /metrics of one process, in its own event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

Check = Callable[[], Awaitable[None]]
"""Raises when what it looks at cannot be used; its words are not shown."""

PATIENCE = 3.0  # seconds for all checks together; a probe that hangs is a no


class Probes:
    """`async with Probes(...)`: serves from a free port if `port` is 0; `address` says where.

    /healthz: 200 as long as the loop turns and `alive` agrees, else start the process again.
    /readyz: 200 when every check of `ready` agrees, else send it no work; says which fail.
    """

    def __init__(
        self,
        page: Callable[[], bytes],
        *,
        ready: Mapping[str, Check],
        alive: Mapping[str, Check] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._page = page
        self._ready = dict(ready)
        self._alive = dict(alive or {})
        self._host = host
        self._port = port
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)

    @property
    def address(self) -> str:
        """Where it serves: `http://127.0.0.1:9464`."""
        return f"http://{self._host}:{self._port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return await _verdict(self._alive)

    async def _readyz(self, _: web.Request) -> web.Response:
        return await _verdict(self._ready)

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=self._page(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _verdict(checks: Mapping[str, Check]) -> web.Response:
    said = dict(zip(checks, await asyncio.gather(*map(_look, checks.values())), strict=True))
    good = all(word == "ok" for word in said.values())
    return web.json_response(said, status=200 if good else 503)


async def _look(check: Check) -> str:
    try:
        await asyncio.wait_for(check(), PATIENCE)
    except Exception as error:  # whatever it is, the answer is no
        return type(error).__name__
    return "ok"
