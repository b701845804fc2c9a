"""One item as a source found it: bytes, what they are, and where they lay."""

from typing import Literal

import msgspec

Media = Literal[
    "message/rfc822",  # one e-mail
    "text/calendar",  # one calendar holding one occurrence of one event
    "text/x-call-note",  # one note: front matter and text
    "application/x-note-row",  # one row of a CSV of notes, as a JSON object
    "application/x-record-row",  # one row of a CSV of business records, as a JSON object
    "application/json",  # one object in the shape of interactions.v1
]


class Raw(msgspec.Struct, frozen=True):
    """`source` names the source ("mailbox:inbox.mbox"), `position` the place in it ("message 17").

    Together they find the item again; neither holds personal data beyond a file's own name.
    """

    source: str
    position: str
    media: Media
    payload: bytes
