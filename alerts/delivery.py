"""Telling one receiver of one alert over one channel.

Undelivered
├── Unreachable    no answer, or "later": asking again may help
└── Refused        a plain no: asking again will not change it
"""

from typing import Protocol
from uuid import UUID, uuid5

import msgspec

from alerts.alert import Alert

_NOTIFICATIONS = UUID("6f1c6a0e-5d5c-5b61-9d0c-9d8f1a4c7b52")


class Undelivered(Exception):
    """Base of everything a notifier may raise. The message holds no content and no secret."""


class Unreachable(Undelivered):
    """No answer, or "later": asking again may help, `after` seconds if the receiver said so."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Refused(Undelivered):
    """A plain no: asking again will not change it."""


class Notification(msgspec.Struct, frozen=True):
    """One telling. `id` is the key by which a receiver notices that it was told twice."""

    id: str
    alert_id: str
    receiver: str
    channel: str


class Notifier(Protocol):
    """Tells an alert to whom it was made for, or raises `Undelivered`; the same `key` each time."""

    async def notify(self, alert: Alert, key: str) -> None: ...


def notification(alert: Alert, receiver: str, channel: str) -> Notification:
    """The telling of `alert` to `receiver` over `channel`: on every replay the same id."""
    # As JSON, so that no two triples are written alike.
    written = msgspec.json.encode((alert.id, receiver, channel)).decode()
    return Notification(str(uuid5(_NOTIFICATIONS, written)), alert.id, receiver, channel)
