"""The commands: parse, call, print."""

import typer

app = typer.Typer(no_args_is_help=True, help="Rapport: the health of your partner relationships.")


def main() -> None:
    """Run the command line."""
    app()
