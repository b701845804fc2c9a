"""The commands of Rapport."""

import typer

from commands import dead_letters, judge, policy, processes
from commands.annotate import annotate
from commands.assess import assess
from commands.backtest import backtest
from commands.demo import demo
from commands.drift import drift
from commands.evaluate import evaluate
from commands.explain import explain
from commands.parse_email import parse_email
from commands.portfolio import portfolio
from commands.run import run
from commands.search import search
from commands.train import train
from commands.up import up
from commands.what_if import what_if

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

app.command(rich_help_panel="Look")(demo)
app.command(rich_help_panel="Look")(run)
app.command(rich_help_panel="Look")(assess)
app.command(rich_help_panel="Look")(portfolio)
app.command(rich_help_panel="Look")(explain)
app.command("what-if", rich_help_panel="Look")(what_if)
app.command(rich_help_panel="Look")(annotate)
app.command(rich_help_panel="Look")(search)
app.command(rich_help_panel="Look")(evaluate)
app.command("parse-email", rich_help_panel="Look")(parse_email)
app.command(rich_help_panel="Learn")(backtest)
app.command(rich_help_panel="Learn")(train)
app.command(rich_help_panel="Learn")(drift)
app.add_typer(judge.app, name="judge", rich_help_panel="Learn")
app.command(rich_help_panel="Operate")(up)
app.add_typer(policy.app, name="policy", rich_help_panel="Operate")
app.add_typer(dead_letters.app, name="dead-letters", rich_help_panel="Operate")
app.command(rich_help_panel="Processes")(processes.init)
app.command(rich_help_panel="Processes")(processes.worker)
app.command("serve-ingest", rich_help_panel="Processes")(processes.serve_ingest)
app.command(rich_help_panel="Processes")(processes.notifier)
app.command("poll-imap", rich_help_panel="Processes")(processes.poll_imap)


@app.callback()
def rapport() -> None:
    """The health of your partner relationships, read from mail, calls and meetings."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
