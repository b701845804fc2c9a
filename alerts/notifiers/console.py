"""Tells a person at a terminal."""

import re

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from alerts.alert import Alert, Severity
from alerts.delivery import Unreachable

STYLES: dict[Severity, str] = {
    "critical": "bold red",
    "error": "red",
    "warning": "yellow",
    "info": "cyan",
}
RESOLVED = "green"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


class ConsoleNotifier:
    """Prints the alert with its reasons and next steps; nothing in it can steer the terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def notify(self, alert: Alert, key: str) -> None:  # noqa: ARG002  (nothing to tell twice)
        try:
            self._console.print(picture(alert))
        except (OSError, SystemExit) as error:  # rich ends the process when a pipe is closed
            raise Unreachable("the terminal is gone") from error


def picture(alert: Alert) -> Panel:
    """The alert as a panel: what happened, why, what to do."""
    style = RESOLVED if alert.status == "resolved" else STYLES[alert.severity]
    lines = [Text(_plain(alert.summary), style="bold")]
    lines.extend(
        Text(f"{why.delta:+6.1f}  ", style="dim").append(_plain(why.sentence), "none")
        for why in alert.why
    )
    lines.extend(Text("→ ", style=style).append(_plain(action), "none") for action in alert.actions)
    head = f"{alert.severity} · {_plain(alert.partner_id)} · {alert.occurred_at:%Y-%m-%d}"
    return Panel(Group(*lines), title=Text(head), title_align="left", border_style=style)


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)
