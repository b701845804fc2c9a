"""Where a command prints what people read."""

from rich.console import Console

PLAIN_WIDTH = 120


def screen(plain_width: int = PLAIN_WIDTH, *, stderr: bool = False) -> Console:
    """As wide as the terminal, or `plain_width` where there is none to say how wide it is."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console.width = plain_width
    return console
