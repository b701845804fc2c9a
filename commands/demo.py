"""`rapport demo`: half a year of an invented company, in a minute or two."""

from pathlib import Path

import typer

from commands.complain import ERRORS, complaints
from commands.options import Json
from commands.run import Svg, show
from commands.sources import Sources
from streams.settings import Settings

SAMPLE = Path(__file__).parent.parent / "sample" / "company"
SOURCES = Sources(
    mail=SAMPLE / "mail",
    calendar=SAMPLE / "calendar",
    notes=SAMPLE / "notes",
    records=SAMPLE / "records",
)


def demo(svg: Svg = None, as_json: Json = False) -> None:
    """Stream the sample company's mail, calendars, notes and records through the engine."""
    if not SAMPLE.is_dir():
        ERRORS.print("[red]error[/red] the sample company is not here: run this in a checkout")
        raise typer.Exit(2)
    with complaints():
        show(Settings(), SAMPLE / "partners.yaml", [], SOURCES, None, as_json=as_json, svg=svg)
