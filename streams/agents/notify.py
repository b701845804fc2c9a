"""Alerts are told to every receiver, over their channel, under one key each."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import faust
import msgspec
from faust.types import StreamT

from alerts.alert import Alert
from alerts.delivery import Notification, Notifier, Refused, Undelivered, notification
from history.notifications import due, is_open, settle
from history.pool import Pool
from streams.agents.taking import Take, patiently, set_aside
from streams.topics import ALERTS

log = logging.getLogger(__name__)

READ = msgspec.json.Decoder(Alert).decode
AGAIN = timedelta(seconds=10)

Channel = tuple[str, str]
"""Channel and receiver: ("webhook", "crm.example")."""


def attach(app: faust.App, take: Take, pool: Pool, notifiers: Mapping[Channel, Notifier]) -> None:
    """Hang the agent on the app, and the retrying beside it."""

    @app.agent(take.open(app, ALERTS), name="notify")
    async def notify(stream: StreamT[bytes]) -> None:
        async for events in take.batches(stream):
            alerts, letters = take.read(events, {ALERTS: READ})
            await set_aside(app, take.settings, letters)
            new = 0
            for alert in alerts:
                tried = False
                for (channel, receiver), notifier in notifiers.items():
                    one = notification(alert, receiver, channel)
                    tried |= await patiently(app, partial(_tell, one, notifier, alert))
                new += tried
            await take.done(stream, events)
            take.metrics.events(ALERTS, new=new, repeated=len(alerts) - new)

    @app.timer(interval=AGAIN.total_seconds())
    async def again() -> None:
        for one in await patiently(app, partial(due, pool, AGAIN)):
            notifier = notifiers.get((one.notification.channel, one.notification.receiver))
            if notifier is not None:
                await _attempt(one.notification, notifier, one.alert)

    async def _tell(one: Notification, notifier: Notifier, alert: Alert) -> bool:
        """Whether it was still to be told."""
        still = await is_open(pool, one)
        if still:
            await _attempt(one, notifier, alert)
        return still

    async def _attempt(one: Notification, notifier: Notifier, alert: Alert) -> None:
        """Told first, recorded after: a crash between the two tells again, under the same key."""
        try:
            await notifier.notify(alert, one.id)
        except Undelivered as error:
            final = isinstance(error, Refused)
            log.warning("Notification %s over %s: %s", one.id, one.channel, error)
            await settle(pool, one.id, "refused" if final else "pending", str(error))
            result = "refused" if final else "unreachable"
        else:
            await settle(pool, one.id, "delivered")
            result = "delivered"
        take.metrics.count("notifications", channel=one.channel, result=result)
