"""The notifier process: tells alerts, and keeps dead letters."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from rich.console import Console

from alerts.delivery import Notifier
from alerts.notifiers.console import ConsoleNotifier
from alerts.notifiers.webhook import WebhookNotifier
from history.pool import pool
from streams.agents import keep, notify
from streams.agents.notify import Channel
from streams.agents.taking import Take
from streams.app import bare
from streams.metrics import Metrics
from streams.probes import Probes
from streams.settings import Misconfigured, Settings
from streams.worker import assigned, reach, run


async def tell(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT."""
    if settings.database is None:
        raise Misconfigured("the notifier needs RAPPORT_DATABASE")
    metrics = Metrics()
    async with (
        httpx.AsyncClient() as client,
        pool(settings.database, at_most=settings.database_connections) as connections,
    ):
        app = bare(settings, f"{settings.group}-notifier")
        take = Take(settings, metrics)
        notify.attach(app, take, connections, notifiers(settings, client))
        keep.attach(app, take, connections)
        ready = {"database": lambda: reach(connections), "broker": lambda: assigned(app)}
        async with Probes(
            metrics.page, ready=ready, host=settings.metrics_host, port=settings.metrics_port
        ):
            return await run(app)


def notifiers(settings: Settings, client: httpx.AsyncClient) -> Mapping[Channel, Notifier]:
    """Who is told, over which channel."""
    found: dict[Channel, Notifier] = {
        ("console", "terminal"): ConsoleNotifier(Console(file=sys.stdout, width=100))
    }
    if settings.webhook_url:
        receiver = urlsplit(settings.webhook_url).hostname or "webhook"
        found["webhook", receiver] = WebhookNotifier(
            client,
            settings.webhook_url,
            [secret.get_secret_value() for secret in settings.webhook_secrets],
            clock=lambda: datetime.now(UTC),
            timeout=settings.webhook_timeout,
        )
    return found
