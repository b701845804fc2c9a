"""One e-mail, read from its bytes."""

from datetime import datetime

import msgspec

from ingest.automatic import automatic
from ingest.errors import TooLarge
from ingest.interaction import Participant, Role
from ingest.mime_address import people
from ingest.mime_body import body
from ingest.mime_date import sent_at
from ingest.mime_header import Headers, first, headers, words
from ingest.mime_ids import in_reply_to, message_id, references
from ingest.mime_tree import parse
from ingest.quoting import newly_written

_LONGEST_SUBJECT = 1_000


class Email(msgspec.Struct, frozen=True, kw_only=True):
    """What we keep of an e-mail. Ids come without angle brackets; `date` is aware, with the
    offset that its mailer wrote.

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


def parse_email(payload: bytes, *, max_bytes: int = 64 * 2**20) -> Email:
    """The mail in the bytes, however broken; `Malformed` where they are no mail, and `TooLarge`.

    Of a body the first 262,144 characters are read. All text is free of NUL and of lone
    surrogates, addresses are in lower case, and the id is made from the content where the mail
    has none.
    """
    if len(payload) > max_bytes:
        raise TooLarge(f"{len(payload)} bytes; {max_bytes} are allowed")
    root = parse(payload)
    fields = headers(root)
    read = body(root)
    return Email(
        message_id=message_id(fields, payload),
        in_reply_to=in_reply_to(fields),
        references=references(fields),
        sender=_sender(fields),
        recipients=_recipients(fields),
        date=sent_at(fields),
        subject=_subject(fields),
        text=newly_written(read.text),
        automatic=automatic(root),
        calendars=read.calendars,
    )


def _sender(fields: Headers) -> Participant | None:
    for name in ("from", "sender"):
        named = list(people(fields, name, "from"))
        for person in named:
            if person.address is not None:
                return person
        if named:
            return named[0]
    return None


def _recipients(fields: Headers) -> tuple[Participant, ...]:
    """Everybody once, in the first of the roles to, cc and bcc."""
    found: dict[str, Participant] = {}
    roles: tuple[Role, ...] = ("to", "cc", "bcc")
    for role in roles:
        for person in people(fields, role, role):
            found.setdefault(person.address or person.name or "", person)
    return tuple(found.values())


def _subject(fields: Headers) -> str | None:
    value = first(fields, "subject")
    if value is None:
        return "" if "subject" in fields else None
    return " ".join(words(value[: 10 * _LONGEST_SUBJECT]).split())[:_LONGEST_SUBJECT]
