"""`rapport judge`: answer for another band for a time, say whether an alert was right, label."""

import getpass
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from commands.broker import reached
from commands.complain import ERRORS, complaints
from commands.database import database
from commands.judged import labels_of, lines, table_of
from commands.options import KnownPartners
from commands.whose import partner_of, register_of
from health.judgement import (
    Feedback,
    JudgedBand,
    Judgement,
    JudgementKind,
    Label,
    Override,
    Verdict,
    identified,
    problem,
)
from ingest.interaction import PartnerId
from ingest.register_index import Index
from streams.settings import Misconfigured, Settings, from_environment

app = typer.Typer(
    no_args_is_help=True,
    help="Answer for another band for a time, say whether an alert was right, label: with your"
    " name to it, kept for good.",
)
KEPT_SECONDS = 10.0

Who = Annotated[str, typer.Argument(metavar="PARTNER", help="The partner, by id or name.")]
Band = Annotated[JudgedBand, typer.Argument(help="green, yellow or red.")]
By = Annotated[
    str | None, typer.Option(help="Who judges; else the name that this machine knows you by.")
]


@app.command()
def override(
    partner: Who,
    band: Band,
    owner: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[
        str, typer.Option(help="Why; no more about people than it takes (500 characters).")
    ],
    until: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], help="The last day on which it holds: 180 days at most."
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; else today (UTC)."),
    ] = None,
    by: By = None,
    partners: KnownPartners = None,
) -> None:
    """Answer for another band than the computed one, which stays beside it, until a day."""
    with complaints():
        settings, now = from_environment(), datetime.now(UTC)
        first = since.date() if since else now.date()
        body = Override(band=band, owner=owner, reason=reason, since=first, until=until.date())
        _tell(settings, _named(partner, partners, settings), "override", by, now, override=body)


@app.command()
def lift(partner: Who, by: By = None, partners: KnownPartners = None) -> None:
    """End every override of a partner that was made before, from today on."""
    with complaints():
        settings = from_environment()
        _tell(settings, _named(partner, partners, settings), "lift", by, datetime.now(UTC))


@app.command()
def feedback(
    about: Annotated[
        str,
        typer.Argument(
            metavar="ALERT_ID",
            help="The beginning of an alert's id, or PARTNER@DATE: that day's assessment.",
        ),
    ],
    verdict: Annotated[Verdict, typer.Argument(help="agree or disagree.")],
    reason: Annotated[str | None, typer.Option(help="Why; who disagrees must say.")] = None,
    by: By = None,
    partners: KnownPartners = None,
) -> None:
    """Say whether an alert, or an assessment, is right."""
    with complaints():
        settings = from_environment()
        named, at, day = about.rpartition("@")
        if at:
            partner: PartnerId | None = _named(named, partners, settings)
            found = Feedback(verdict=verdict, as_of=_date(day), reason=reason)
        else:
            alert, partner = _alert(about, settings)
            found = Feedback(verdict=verdict, alert_id=alert, reason=reason)
        _tell(settings, partner, "feedback", by, datetime.now(UTC), feedback=found)


@app.command()
def label(
    partner: Who,
    band: Band,
    date_: Annotated[
        datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="The day that you speak of.")
    ],
    by: By = None,
    partners: KnownPartners = None,
) -> None:
    """Say how a partner stood on a day: what `rapport train` learns from."""
    with complaints():
        settings, found = from_environment(), Label(date_.date(), band)
        partner_id = _named(partner, partners, settings)
        _tell(settings, partner_id, "label", by, datetime.now(UTC), label=found)


@app.command("list")
def list_(
    partner: Annotated[str | None, typer.Option(help="Of this partner alone, by its id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what was judged, by whom and when, oldest first."""
    from history.judgements import find

    with complaints(), database(from_environment()) as url:
        found = find(url, partner=PartnerId(partner) if partner else None)
    if as_json:
        sys.stdout.buffer.writelines(lines(found))
        sys.stdout.buffer.flush()
        return
    Console(highlight=False).print(table_of(found) if found else "Nothing was judged.")


@app.command()
def export(
    labels: Annotated[
        bool, typer.Option("--labels", help="The labels, for `rapport train`.")
    ] = False,
) -> None:
    """Write labels as JSON lines: partner_id, date, band; of two for one day the newer."""
    from history.judgements import find

    if not labels:
        ERRORS.print("[red]error[/red] say what to export: --labels")
        raise typer.Exit(2)
    with complaints(), database(from_environment()) as url:
        sys.stdout.buffer.writelines(labels_of(find(url)))
        sys.stdout.buffer.flush()


def _named(partner: str, partners: Path | None, settings: Settings) -> PartnerId:
    return partner_of(partner, Index(register_of(partners, [], settings)))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misconfigured(f"{text} is no day: write PARTNER@2026-03-01") from error


def _alert(beginning: str, settings: Settings) -> tuple[str, PartnerId | None]:
    """The alert that is meant, and whose it is; one that nobody knows stays as it was typed."""
    from history.judgements import alerts_of

    if settings.broker and not settings.database:
        return beginning, None  # the engine finds out: its database is out of reach from here
    with database(settings) as url:
        found = alerts_of(url, beginning)
    if len(found) > 1:
        raise Misconfigured(f"more than one alert whose id begins with {beginning}")
    if found:
        return found[0]
    ERRORS.print("[yellow]no alert[/yellow] has that id: kept all the same, marked unmatched")
    return beginning, None


def _tell(
    settings: Settings,
    partner: PartnerId | None,
    kind: JudgementKind,
    by: str | None,
    at: datetime,
    *,
    override: Override | None = None,
    feedback: Feedback | None = None,
    label: Label | None = None,
) -> None:
    """Check a judgement, publish it, and say when it is kept."""
    one = _checked(
        Judgement(
            id="-",
            kind=kind,
            by=by or _user(),
            at=at,
            partner_id=partner,
            override=override,
            feedback=feedback,
            label=label,
        ),
        at,
    )
    settings = reached(settings)
    from streams.publisher import Publisher

    with Publisher(settings) as publisher:
        publisher.judgement(one)
    kept = _is_kept(one.id, settings)
    said = "kept" if kept else "sent; an engine that runs will keep it"
    whose = f" of {one.partner_id}" if one.partner_id else ""
    line = f"{one.kind}{whose} {said} ({one.id})"
    Console(highlight=False).print(line, markup=False, soft_wrap=True)


def _checked(one: Judgement, now: datetime) -> Judgement:
    """With its id. Raises Misconfigured for what no engine would take."""
    from streams.wire import encode, read_judgement

    try:
        found = read_judgement(encode(identified(one)))
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise Misconfigured(str(error)) from error
    wrong = problem(found, now)
    if wrong:
        raise Misconfigured(wrong)
    return found


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise Misconfigured("who judges? give --by") from error


def _is_kept(id_: str, settings: Settings) -> bool:
    """Wait a little for the engine to write it down, where its database can be asked."""
    from time import monotonic, sleep

    from history.judgements import find

    if not settings.database and not settings.broker_is_embedded:
        return False
    with database(settings) as url:
        until = monotonic() + KEPT_SECONDS
        while not (kept := bool(find(url, id_=id_))) and monotonic() < until:
            sleep(0.2)
    return kept
