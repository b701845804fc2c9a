"""A mailbox on an IMAP server, read from where the last reading stopped."""

from collections.abc import Iterable, Iterator

import msgspec
from tenacity import Retrying

from ingest.raw import Raw
from ingest.sources.imap_session import Account, NoSuchFolder, Renumbered, Session, patient
from ingest.sources.mail_file import MAX_BYTES
from ingest.sources.unreadable import Unreadable

_AT_ONCE = 200  # mails whose sizes are asked in one go


class Cursor(msgspec.Struct, frozen=True):
    """How far a folder was read. Its numbers mean nothing under another `uidvalidity`."""

    folder: str
    uidvalidity: int = 0
    last_uid: int = 0


class Polled(msgspec.Struct, frozen=True):
    """One item, and the cursor to store once the item is safe: never before."""

    item: Raw | Unreadable
    cursor: Cursor


def poll(
    account: Account,
    cursors: Iterable[Cursor],
    *,
    max_bytes: int = MAX_BYTES,
    retrying: Retrying | None = None,
) -> Iterator[Polled]:
    """What came into the folders since their cursors, oldest first, one mail in memory at a time.

    A folder that the server renumbered is read from its beginning: ids tell what is known. The
    server is asked for a mail's size before its content. Raises `Unreachable` or `LoginRefused`.
    """
    with Session(account, retrying or patient()) as session:
        for cursor in cursors:
            source = f"imap:{account.host}/{cursor.folder}"
            try:
                yield from _folder(session, cursor, source, max_bytes)
            except Renumbered:  # while we read: once more, from its beginning
                yield from _folder(session, Cursor(cursor.folder), source, max_bytes)
            except NoSuchFolder:
                yield Polled(Unreadable(source, "folder", "the server does not open it"), cursor)


def _folder(session: Session, cursor: Cursor, source: str, max_bytes: int) -> Iterator[Polled]:
    folder = cursor.folder
    numbering = session.numbering(folder)
    last_uid = cursor.last_uid if cursor.uidvalidity == numbering else 0
    uids = session.uids_after(folder, numbering, last_uid)
    for begin in range(0, len(uids), _AT_ONCE):
        sizes = session.sizes(folder, numbering, uids[begin : begin + _AT_ONCE])
        for uid, size in sorted(sizes.items()):
            position = f"uidvalidity {numbering} uid {uid}"
            item: Raw | Unreadable
            if size > max_bytes:
                item = Unreadable(source, position, f"{size} bytes; {max_bytes} are allowed")
            else:
                content = session.content(folder, numbering, uid)
                if content is None:
                    continue
                item = Raw(source, position, "message/rfc822", content)
            yield Polled(item, Cursor(folder, numbering, uid))
