"""What people judged, as it is listed and exported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from alerts.wording import BANDS, Language
from health.assessment import Assessment
from health.judgement import Override
from history.judgements import Kept
from ingest.interaction import PartnerId

STANDING: dict[Language, tuple[str, str]] = {
    "en": ("Overrides", ": {band} until {until}, says {owner}: {reason}"),
    "fr": ("Dérogations", " : {band} jusqu'au {until}, selon {owner} : {reason}"),
}


def standing(
    found: Iterable[Assessment], names: Mapping[PartnerId, str], language: Language
) -> list[Text]:
    """The overrides that hold, a line each under their title; nothing where none does."""
    rows = [
        (names.get(one.partner_id, one.partner_id), one.override)
        for one in found
        if one.override is not None
    ]
    return answered(rows, language)


def answered(found: Iterable[tuple[str, Override]], language: Language) -> list[Text]:
    """Overrides, each with its partner's name, as `standing` shows them."""
    title, said = STANDING[language]
    rows = [
        Text.assemble(
            ("! ", "bold"),
            (name, "bold"),
            said.format(
                band=BANDS[language][override.band],
                until=override.until,
                owner=override.owner,
                reason=override.reason,
            ),
        )
        for name, override in found
    ]
    return [Text(title, style="bold"), *rows, Text("")] if rows else []


def table_of(found: Sequence[Kept]) -> Table:
    """A line each, in the order given."""
    table = Table("When", "Partner", "What", "Why", "By", header_style="bold")
    for one in found:
        judgement = one.judgement
        what, why = _words(one)
        table.add_row(
            f"{judgement.at:%Y-%m-%d %H:%M}",
            escape(one.partner_id or "-"),
            escape(what),
            escape(why),
            escape(judgement.by),
        )
    return table


def _words(one: Kept) -> tuple[str, str]:
    judgement = one.judgement
    if judgement.override is not None:
        given = judgement.override
        days = f"{given.since} to {given.until}"
        return f"override to {given.band}, {days}, by {given.owner}", given.reason
    if judgement.feedback is not None:
        said = judgement.feedback
        about = f"alert {said.alert_id[:12]}" if said.alert_id else f"assessment of {said.as_of}"
        unmatched = "" if one.matched else " (unmatched)"
        return f"{said.verdict}: {about}{unmatched}", said.reason or ""
    if judgement.label is not None:
        return f"label {judgement.label.band} on {judgement.label.day}", ""
    return "overrides lifted", ""


def lines(found: Iterable[Kept]) -> Iterator[bytes]:
    """A JSON object a line, in the shape of feedback.v1 with `matched` and `received_at` beside."""
    for one in found:
        fields = {
            "type": "judgement",
            **msgspec.to_builtins(one.judgement),
            "partner_id": one.partner_id,
            "matched": one.matched,
            "received_at": one.received_at,
        }
        yield msgspec.json.encode(fields) + b"\n"


def labels_of(found: Iterable[Kept]) -> Iterator[bytes]:
    """A JSON object a label: partner_id, date, band; of two for one day the one given later."""
    newest: dict[tuple[PartnerId, date], str] = {}
    for one in sorted(found, key=lambda one: (one.judgement.at, one.judgement.id)):
        label = one.judgement.label
        if label is not None and one.partner_id is not None:
            newest[one.partner_id, label.day] = label.band
    for (partner, day), band in sorted(newest.items()):
        yield msgspec.json.encode({"partner_id": partner, "date": day, "band": band}) + b"\n"
