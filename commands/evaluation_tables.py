"""An evaluation as people read it: a table for each head, then what went wrong."""

from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nlp.evaluation.compliance import ComplianceScore
from nlp.evaluation.figures import Figures, Labels
from nlp.evaluation.mistakes import Mistake
from nlp.evaluation.pairs import Head
from nlp.evaluation.report import Report
from nlp.evaluation.sentiment import NONE, SentimentScore
from nlp.sentiment import LABELS

FIGURES = ("Precision", "Recall", "F1", "Support")
AROUND = 40  # characters shown on both sides of what an error rests on
LONGEST = 200
LABEL_WIDTH, CELL_WIDTH = 75, 12  # of a table by label, without languages and of each of them


def tables(
    told: Report, *, width: int, plain: bool, abstentions: bool, by_language: bool = False
) -> Iterator[RenderableType]:
    """All of it, in order; `plain` is without lines and ready for other programs.

    A screen that is not wide enough for a column for each language does without; `by_language`
    gives each language tables of its own.
    """
    shapes = _Shapes(plain=plain, wide=width >= LABEL_WIDTH + CELL_WIDTH * len(told.languages))
    yield Text(f"{told.messages:,} labelled messages: {_counts(told.languages)}")
    if told.sentiment:
        yield from _sentiment(told, told.sentiment, shapes)
    if told.language:
        yield from _language(told, shapes)
    if told.intents:
        yield from _labels("Intents", told.intents, shapes)
    if told.compliance:
        yield from _compliance(told, told.compliance, shapes)
    if told.entities:
        yield from _labels("Entities, exact spans", told.entities, shapes)
    if told.promises:
        owners = Head(
            told.promises.overall.owners,
            {name: one.owners for name, one in told.promises.by_language.items()},
        )
        yield from _labels("Promises, by owner, overlapping", owners, shapes)
        due = told.promises.overall
        yield Text(
            f"Words that overlap, whoever's: F1 {_figure(due.words.f1)};"
            f" of these the owner is right: {_figure(due.owner_share)}"
        )
        if due.due:
            yield Text(f"Day of those found: {due.due_right} of {due.due} right")
    if any(one.overall.said for one in told.sureness.values()):
        yield from _sureness(told, shapes)
    if by_language and len(told.languages) > 1:
        for name in told.languages:
            yield from _one_language(name, told, shapes)
    if abstentions and told.abstentions:
        table = shapes.table("Without a sentiment", "Message", "Language", "Right", "Why")
        for one in told.abstentions:
            table.add_row(_safe(one.id), one.language, one.right, one.why)
        yield from ("", table)
    if not shapes.wide and not by_language and len(told.languages) > 1:
        yield from ("", Text("One language by label: --language, --by-language, a wider screen."))
    if told.mistakes:
        yield from _mistakes(told.mistakes, shapes)


class _Shapes:
    """Tables as a terminal shows them, or without lines."""

    def __init__(self, *, plain: bool, wide: bool) -> None:
        self._plain = plain
        self.wide = wide

    def table(self, title: str, *columns: str, left: int = 1) -> Table:
        """The first columns are words, those with figures stand to the right."""
        table = Table(
            title=title,
            title_justify="left",
            title_style="bold",
            header_style="bold",
            box=None if self._plain else box.ROUNDED,
            pad_edge=not self._plain,
        )
        for at, column in enumerate(columns):
            table.add_column(column, justify="left" if at < left else "right", no_wrap=self._plain)
        return table


def _sentiment(
    told: Report, head: Head[SentimentScore], shapes: _Shapes
) -> Iterator[RenderableType]:
    columns = ("Macro-F1", "Answered", "Accuracy", "Support", "Abstained", "Calibration error")
    table = shapes.table("Sentiment", "Language", *columns, "Majority", "VADER")
    majority = told.baselines.majority if told.baselines else None
    vader = told.baselines.vader if told.baselines else None
    for name, one in {"all": head.overall, **head.by_language}.items():
        peer = majority and (majority.overall if name == "all" else majority.by_language[name])
        table.add_row(
            name,
            _figure(one.macro_f1),
            _figure(one.macro_f1_answered),
            _figure(one.accuracy),
            f"{one.support:,}",
            f"{one.abstained:,}",
            _figure(one.calibration_error),
            _figure(peer.macro_f1 if peer else None),
            _figure(vader.macro_f1 if vader and name == "en" else None),
        )
    yield from ("", table)
    yield Text(
        "An abstention counts as wrong; Answered: macro-F1 without those. Majority (the commonest"
        " label always) and VADER: macro-F1."
    )
    if "en" in head.by_language and vader is None:
        yield Text("VADER is not installed: pip install vaderSentiment")
    yield from _by_label(
        "Sentiment by label",
        head.overall.labels,
        shapes,
        by_language={name: one.labels for name, one in head.by_language.items()},
    )
    yield from _confusion("Right, and what was said", head.overall, shapes)


def _confusion(title: str, one: SentimentScore, shapes: _Shapes) -> Iterator[RenderableType]:
    table = shapes.table(title, "", *LABELS, "abstained")
    for right, said in one.confusion.items():
        table.add_row(right, *(f"{said[label]:,}" for label in (*LABELS, NONE)))
    yield from ("", table)


def _one_language(name: str, told: Report, shapes: _Shapes) -> Iterator[RenderableType]:
    """By label: precision, recall, F1, support, and the confusion of sentiment."""
    if told.sentiment and name in told.sentiment.by_language:
        felt = told.sentiment.by_language[name]
        yield from _by_label(f"{name}: sentiment by label", felt.labels, shapes, {})
        yield from _confusion(f"{name}: right, and what was said", felt, shapes)
    if told.intents and name in told.intents.by_language:
        yield from _by_label(f"{name}: intents", told.intents.by_language[name].labels, shapes, {})
    if told.compliance and name in told.compliance.by_language:
        flags = told.compliance.by_language[name].labels
        yield from _by_label(f"{name}: compliance by label", flags.labels, shapes, {})
    if told.entities and name in told.entities.by_language:
        yield from _by_label(
            f"{name}: entities, exact spans", told.entities.by_language[name].labels, shapes, {}
        )


def _sureness(told: Report, shapes: _Shapes) -> Iterator[RenderableType]:
    columns = ("Said", "Mean confidence", "Right", "Calibration error")
    table = shapes.table("Confidence of what was said", "Head", "Language", *columns, left=2)
    for head, scores in told.sureness.items():
        by_language = scores.by_language if len(scores.by_language) > 1 else {}
        for name, one in {"all": scores.overall, **by_language}.items():
            table.add_row(
                head,
                name,
                f"{one.said:,}",
                _figure(one.mean_confidence),
                _figure(one.share_right),
                _figure(one.calibration_error),
            )
    yield from ("", table)


def _language(told: Report, shapes: _Shapes) -> Iterator[RenderableType]:
    if told.language is None:
        return
    columns = ("Accuracy", "Right", "Support", "Said instead")
    table = shapes.table("Language, texts over 40 characters", "Language", *columns)
    for name, one in {"all": told.language.overall, **told.language.by_language}.items():
        table.add_row(
            name, _figure(one.accuracy), f"{one.right:,}", f"{one.support:,}", _counts(one.confused)
        )
    yield from ("", table)


def _labels(title: str, head: Head[Labels], shapes: _Shapes) -> Iterator[RenderableType]:
    whole = head.overall
    yield from _by_label(
        title,
        {**whole.labels, "all (micro)": whole.micro},
        shapes,
        by_language={
            name: {**one.labels, "all (micro)": one.micro} for name, one in head.by_language.items()
        },
    )
    if whole.micro.f1 is None:
        return
    each = ", ".join(f"{name} {_figure(one.macro_f1)}" for name, one in head.by_language.items())
    yield Text(f"Macro-F1: {_figure(whole.macro_f1)} ({each})")


def _by_label(
    title: str,
    labels: Mapping[str, Figures],
    shapes: _Shapes,
    by_language: Mapping[str, Mapping[str, Figures]],
) -> Iterator[RenderableType]:
    """A line a label; for each language its F1 and, after the stroke, its support."""
    languages = by_language if shapes.wide and len(by_language) > 1 else {}
    table = shapes.table(title, "Label", *FIGURES, *languages)
    for label, one in labels.items():
        if one.f1 is not None:
            table.add_row(
                label,
                *_four(one),
                *(
                    f"{_figure(each[label].f1)}/{each[label].support}"
                    for each in languages.values()
                ),
            )
    if table.row_count:
        yield from ("", table)


def _compliance(
    told: Report, head: Head[ComplianceScore], shapes: _Shapes
) -> Iterator[RenderableType]:
    columns = ("Hard negatives flagged", "Surest label right", "Some label right")
    table = shapes.table("Compliance: needs a look", "Language", *FIGURES, *columns)
    for name, one in {"all": head.overall, **head.by_language}.items():
        hard = f"{one.hard_negatives_flagged}/{one.hard_negatives}"
        table.add_row(
            name,
            *_four(one.needs_a_look),
            f"{_figure(one.hard_negatives_share)} ({hard})" if one.hard_negatives else "-",
            _figure(one.surest_label_right),
            _figure(one.some_label_right),
        )
    yield from ("", table)
    labels = Head(head.overall.labels, {name: one.labels for name, one in head.by_language.items()})
    yield from _labels("Compliance by label", labels, shapes)
    if told.overlooked:
        shown = ", ".join(_safe(one).plain for one in told.overlooked[:10])
        more = f" and {len(told.overlooked) - 10:,} more" if len(told.overlooked) > 10 else ""
        yield Text(f"Overlooked: {shown}{more}")


def _mistakes(found: Sequence[Mistake], shapes: _Shapes) -> Iterator[RenderableType]:
    texts = any(one.text is not None for one in found)
    columns = ("Head", "Message", "Language", "Right", "Said", "Confidence")
    table = shapes.table("The surest errors", *columns, *(["Text"] if texts else []), left=5)
    if texts:
        table.columns[-1].justify = "left"
    for one in found:
        table.add_row(
            one.head,
            _safe(one.id),
            one.language,
            ", ".join(one.right) or "none",
            one.said,
            f"{one.confidence:.2f}",
            *([_safe(_part(one))] if texts else []),
        )
    yield from ("", table)


def _part(one: Mistake) -> str:
    """Of a long text what lies around the place that the error rests on."""
    text = one.text or ""
    if one.start is None or one.end is None:
        return text[:LONGEST]
    return text[max(0, one.start - AROUND) : min(one.end, one.start + LONGEST) + AROUND]


def _safe(text: str) -> Text:
    """Never markup, and nothing that moves a terminal's cursor."""
    return Text("".join(sign if sign.isprintable() else " " for sign in text))


def _four(one: Figures) -> tuple[str, str, str, str]:
    return _figure(one.precision), _figure(one.recall), _figure(one.f1), f"{one.support:,}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
