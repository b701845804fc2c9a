"""The processes of the engine, as programs to supervise."""

import sys
from collections.abc import Mapping

from streams.settings import Settings
from streams.supervisor import Program


def workers(settings: Settings) -> list[Program]:
    """The workers that the settings ask for; each serves its figures on a port of its own."""
    first = settings.metrics_port
    return [
        _program(
            f"worker {number}", "worker", settings, {"RAPPORT_METRICS_PORT": _port(first, number)}
        )
        for number in range(1, settings.workers + 1)
    ]


def programs(settings: Settings) -> list[Program]:
    """All of them: workers, the ingest endpoint, the notifier, and the mailbox if there is one."""
    after = settings.workers + 1
    port = {"RAPPORT_METRICS_PORT": _port(settings.metrics_port, after)}
    next_port = {"RAPPORT_METRICS_PORT": _port(settings.metrics_port, after + 1)}
    found = [
        *workers(settings),
        _program("ingest", "serve-ingest", settings),
        _program("notifier", "notifier", settings, port),
    ]
    if settings.imap_host:
        found.append(_program("mailbox", "poll-imap", settings, next_port))
    return found


def _port(first: int, number: int) -> str:
    return str(first + number - 1 if first else 0)


def _program(
    name: str, command: str, settings: Settings, changes: Mapping[str, str] | None = None
) -> Program:
    return Program(
        name,
        (sys.executable, "-P", "-m", "cli", command),
        {**settings.environment(), **(changes or {})},
    )
