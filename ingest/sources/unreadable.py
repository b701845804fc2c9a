"""An item that a source found but could not turn into bytes: too large, no permission, damaged."""

import msgspec


class Unreadable(msgspec.Struct, frozen=True):
    """`source` and `position` are those of `Raw`; `detail` says why, without the content."""

    source: str
    position: str
    detail: str
