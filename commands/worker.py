"""`rapport worker`: one worker process of the engine."""

import asyncio
import logging

import typer

from streams.settings import from_environment


def worker() -> None:
    """Run one worker until it is told to stop. `rapport up` starts as many as you want."""
    settings = from_environment()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    from streams.worker import work  # the agents and their libraries: only where they are needed

    raise typer.Exit(asyncio.run(work(settings)))
