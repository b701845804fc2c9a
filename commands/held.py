"""Overrides as commands about one partner show them: beside the computed band, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import msgspec
from rich.text import Text

from alerts.wording import BANDS, Language
from health.assessment import Assessment
from health.judgement import Judgement, Override
from health.overrides import in_force
from health.portfolio import Row

HELD: dict[Language, str] = {"en": " (held {band})", "fr": " (dérogation : {band})"}
BEGINS: dict[Language, str] = {"en": "begins: ", "fr": "commence : "}
ENDS: dict[Language, str] = {"en": "no longer holds: ", "fr": "ne vaut plus : "}
WHICH: dict[Language, str] = {
    "en": "the override to {band} by {owner}",
    "fr": "la dérogation en {band} par {owner}",
}


class Span(msgspec.Struct, frozen=True):
    """The days, both included, on which an override holds."""

    override: Override
    first: date
    last: date


def spans(judged: Sequence[Judgement], first: date, last: date) -> list[Span]:
    """What holds between two days, both included, in order of time."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    found: list[Span] = []
    for override, held in groupby(days, key=lambda day: in_force(judged, day)):
        if override is not None:
            begin, *rest = held
            found.append(Span(override, begin, rest[-1] if rest else begin))
    return found


def turning(
    found: Sequence[Span], first: date, last: date, language: Language
) -> list[tuple[date, Text]]:
    """What to say of each override that begins or ends between two days, and on which day."""
    turns: list[tuple[date, Text]] = []
    for one in found:
        said = WHICH[language].format(
            band=BANDS[language][one.override.band], owner=one.override.owner
        )
        if one.first > first:
            turns.append((one.first, Text.assemble((BEGINS[language], "bold"), said)))
        if one.last < last:
            over = one.last + timedelta(days=1)
            turns.append((over, Text.assemble((ENDS[language], "bold"), said)))
    return turns


def banded(one: Assessment | Row, language: Language) -> Text:
    """The computed band, and beside it the one that somebody answers for."""
    from commands.report import STYLES

    bands = BANDS[language]
    shown = Text(bands[one.band], style=STYLES[one.band])
    if one.override is not None:
        held = one.override.band
        shown.append(HELD[language].format(band=bands[held]), style=STYLES[held])
    return shown


def titled(name: str, one: Assessment, language: Language) -> Text:
    """The partner's name; while somebody answers for another band, with the bands."""
    from commands.report import COLON

    title = Text(name, style="bold")
    if one.override is None:
        return title
    return Text.assemble(title, COLON[language], banded(one, language))
