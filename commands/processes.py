"""The processes that `rapport up` and the compose file run, one command each."""

import asyncio
import logging

import typer

from commands.complain import ERRORS, complaints
from streams.settings import Settings, from_environment


def init() -> None:
    """Make the topics and the database schema where they are missing, and stop."""
    with complaints():
        settings = _started()
        from streams.servers import prepare

        prepare(settings)


def worker() -> None:
    """Run one worker until it is told to stop: it annotates and tracks its share."""
    with complaints():
        settings = _started()
        from streams.worker import work

        raise typer.Exit(asyncio.run(work(settings)))


def serve_ingest() -> None:
    """Run the ingest endpoint until it is told to stop."""
    with complaints():
        settings = _started()
        from streams.front_door import serve

        raise typer.Exit(asyncio.run(serve(settings)))


def notifier() -> None:
    """Run the notifier until it is told to stop: it tells alerts and keeps dead letters."""
    with complaints():
        settings = _started()
        from streams.notifier import tell

        raise typer.Exit(asyncio.run(tell(settings)))


def poll_imap() -> None:
    """Read the mailbox of the settings, again and again, until ended."""
    with complaints():
        settings = _started()
        from ingest.sources.imap_session import LoginRefused
        from streams.mailbox import watch

        try:
            watch(settings)
        except LoginRefused as error:
            ERRORS.print(f"[red]error[/red] {error} refuses RAPPORT_IMAP_USER with its password")
            # Not 2: the rest of the engine goes on while somebody finds the new password.
            raise typer.Exit(1) from error


def _started() -> Settings:
    settings = from_environment()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # Their INFO fills a screen at every rebalance and says nothing that an operator acts on.
    for name in ("faust", "aiokafka", "kafka", "mode"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    return settings
