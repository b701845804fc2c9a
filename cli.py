"""The commands of Rapport."""

import typer

from commands.worker import worker

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(worker)


@app.callback()
def rapport() -> None:
    """The health of your partner relationships, read from mail, calls and meetings."""


def main() -> None:
    """Run the command line."""
    app()
