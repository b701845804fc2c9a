"""The mailbox process: polls IMAP folders and resumes where it stopped, also after a crash."""

import asyncio
import logging
from datetime import UTC, datetime

import msgspec

from history import cursors
from ingest.intake import Tally, take_in
from ingest.register_index import Index
from ingest.sources.imap import Cursor, poll
from ingest.sources.imap_session import Account, LoginRefused, MailboxError
from ingest.sources.register_source import load_register
from streams.metrics import Metrics
from streams.probes import Probes
from streams.publisher import Publisher
from streams.settings import Misconfigured, Settings

log = logging.getLogger(__name__)

AT_ONCE = 50  # mails between two stored cursors; a crash repeats at most so many


def account(settings: Settings) -> Account:
    """The mailbox of the settings."""
    if not (settings.imap_host and settings.imap_user and settings.imap_password):
        raise Misconfigured(
            "a mailbox needs RAPPORT_IMAP_HOST, RAPPORT_IMAP_USER and RAPPORT_IMAP_PASSWORD"
        )
    return Account(
        settings.imap_host,
        settings.imap_user,
        settings.imap_password.get_secret_value(),
        port=settings.imap_port,
        encryption=settings.imap_encryption,
        oauth=settings.imap_oauth,
    )


def watch(settings: Settings) -> None:
    """Poll until the process is ended. Being ended in between loses nothing."""
    if settings.database is None or settings.partners is None:
        raise Misconfigured("the mailbox process needs RAPPORT_DATABASE and RAPPORT_PARTNERS")
    asyncio.run(_watch(settings, Index(load_register(settings.partners)), account(settings)))


async def _watch(settings: Settings, index: Index, mailbox: Account) -> None:
    metrics = Metrics()
    with Publisher(settings) as publisher:

        async def broker() -> None:
            if not await asyncio.to_thread(publisher.reachable):
                raise ConnectionError

        async with Probes(
            metrics.page,
            ready={"broker": broker},
            host=settings.metrics_host,
            port=settings.metrics_port,
        ):
            while True:
                try:
                    tally = await asyncio.to_thread(
                        poll_once, settings, mailbox, index, publisher, metrics
                    )
                    if tally.read:
                        log.warning("Read %d mails, kept %d", tally.read, tally.kept)
                except LoginRefused:
                    raise
                except MailboxError as error:
                    log.warning("The mailbox does not answer: %s", error)
                await asyncio.sleep(settings.imap_poll_seconds)


def poll_once(
    settings: Settings, mailbox: Account, index: Index, publisher: Publisher, metrics: Metrics
) -> Tally:
    """Publish what came since the stored cursors; store each cursor once its mails are safe."""
    url, tally = settings.database or "", Tally()
    since = [_cursor(url, mailbox, folder) for folder in settings.imap_folders]
    reached: dict[str, Cursor] = {}
    for number, polled in enumerate(poll(mailbox, since), 1):
        for raw, outcome in take_in([polled.item], index, datetime.now(UTC), tally):
            publisher.publish(raw, outcome)
            metrics.item(outcome)
        reached[polled.cursor.folder] = polled.cursor
        if number % AT_ONCE == 0:
            _store(url, mailbox, reached, publisher)
    _store(url, mailbox, reached, publisher)
    return tally


def _cursor(url: str, mailbox: Account, folder: str) -> Cursor:
    stored = cursors.read(url, _name(mailbox, folder))
    return msgspec.json.decode(stored, type=Cursor) if stored else Cursor(folder)


def _store(url: str, mailbox: Account, reached: dict[str, Cursor], publisher: Publisher) -> None:
    publisher.flush()
    for folder, cursor in reached.items():
        cursors.write(url, _name(mailbox, folder), msgspec.json.encode(cursor).decode())


def _name(mailbox: Account, folder: str) -> str:
    return f"imap:{mailbox.host}/{folder}"
