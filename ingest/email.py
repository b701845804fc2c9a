"""One e-mail, read from its bytes."""

from datetime import datetime

import msgspec

from ingest.interaction import Participant


class Email(msgspec.Struct, frozen=True, kw_only=True):
    """What we keep of an e-mail. Ids come without angle brackets; `date` is aware, in UTC.

    `text` is what the author newly wrote; `automatic` says why a machine wrote it, or is None;
    `calendars` are the iCalendar parts, as bytes.
    """

    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sender: Participant | None = None
    recipients: tuple[Participant, ...] = ()
    date: datetime | None = None
    subject: str | None = None
    text: str = ""
    automatic: str | None = None
    calendars: tuple[bytes, ...] = ()
