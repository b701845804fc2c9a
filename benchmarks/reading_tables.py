"""The figures of reading as Markdown, for the terminal and the model card alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.reading_figures import Figures, Goal
from nlp.evaluation.figures import Figures as One
from nlp.evaluation.figures import Labels, share
from nlp.evaluation.interval import Interval
from nlp.evaluation.pairs import Head, Score
from nlp.evaluation.sentiment import NONE, SentimentScore
from nlp.sentiment import LABELS

FOUR = ("precision", "recall", "F1", "support")
SENTIMENT = ("macro-F1", "of those answered", "abstained", "accuracy", "calibration error")


def tables(found: Figures) -> Iterator[str]:
    """All of it, a piece at a time; goals first."""
    yield _read(found)
    yield _goals(found.goals)
    yield from _business(found)
    yield from _tweets(found)
    yield from _labels("Intents", found.business.intents)
    yield from _compliance(found)
    yield from _labels("Entities, exact spans", found.business.entities, micro=True)
    yield from _names(found)
    yield from _promises(found)
    yield from _language(found)


def _read(found: Figures) -> str:
    models = ", ".join(f"{name} `{version}`" for name, version in sorted(found.versions.items()))
    return (
        f"Read by {models}; {found.business.messages:,} messages of the scenarios that judge"
        f" (digest `{found.messages}`). In brackets: 95 in 100 draws of as many scenarios."
    )


def _goals(goals: Sequence[Goal]) -> str:
    rows = [
        (
            str(one.show),
            one.what,
            f"{_figure(one.value)} {_within(one.within)}".rstrip(),
            f"{'at most' if one.at_most else 'at least'} {one.bound:g}",
            "met" if one.met else "**missed**",
        )
        for one in goals
    ]
    return _table("Promised", ("", "figure", "read", "goal", ""), rows, words=2)


def _business(found: Figures) -> Iterator[str]:
    head = found.business.sentiment
    peers = found.business.baselines
    if head is None or peers is None:
        return
    trial = _by_name(found.trial)
    majority = {"all": peers.majority.overall, **peers.majority.by_language}
    rows = [
        (
            name,
            f"{one.support:,}",
            *map(_figure, _felt(one)),
            _figure(majority[name].macro_f1),
            _figure(peers.vader.macro_f1 if peers.vader and name == "en" else None),
            _figure(trial[name].macro_f1 if name in trial else None),
        )
        for name, one in _by_name(head).items()
    ]
    rows += [
        (name, f"{one.support:,}", *map(_figure, _felt(one)), "-", "-", "-")
        for name, one in found.felt.items()
    ]
    columns = ("", "messages", *SENTIMENT, "commonest label", "VADER", "trial on tweets")
    yield _table("Sentiment of business messages", columns, rows)
    yield (
        "An abstention counts as wrong, but in the second figure. Peers: their macro-F1, an"
        " abstention of the trial counting as wrong too."
    )
    yield _figures_of("Sentiment by label", head.overall.labels.items())
    yield _confusion("Sentiment: what is right, and what was read", head.overall)
    if found.trial:
        yield _confusion("The same of the trial on tweets", found.trial.overall)
    counts = Counter((one.language, one.why) for one in found.business.abstentions)
    if counts:
        rows = [(language, why, str(count)) for (language, why), count in sorted(counts.items())]
        yield _table("Abstentions", ("language", "why", "messages"), rows, words=2)


def _tweets(found: Figures) -> Iterator[str]:
    head = found.tweets.sentiment
    if head is None:
        return
    trial, untold = _by_name(found.trial_tweets), _by_name(found.tweets_untold.sentiment)
    rows = [
        (
            name,
            f"{one.support:,}",
            *map(_figure, _felt(one)),
            _figure(untold[name].macro_f1 if name in untold else None),
            _figure(trial[name].macro_f1 if name in trial else None),
        )
        for name, one in head.by_language.items()
    ]
    rows.append(
        (
            "mean",
            f"{head.overall.support:,}",
            *(_mean(each) for each in zip(*map(_felt, head.by_language.values()), strict=True)),
            _mean(untold[name].macro_f1 for name in head.by_language if name in untold),
            _mean(trial[name].macro_f1 for name in head.by_language if name in trial),
        )
    )
    columns = ("", "tweets", *SENTIMENT, "language not told", "trial on tweets")
    yield _table("Sentiment of tweets (UMSAB validation)", columns, rows)


def _compliance(found: Figures) -> Iterator[str]:
    head = found.business.compliance
    if head is None:
        return
    rows = [
        (
            name,
            *_four(one.needs_a_look),
            f"{one.hard_negatives_flagged} of {one.hard_negatives}",
            _figure(one.surest_label_right),
            _figure(one.some_label_right),
        )
        for name, one in _by_name(head).items()
    ]
    columns = ("", *FOUR, "hard negatives flagged", "surest label right", "some label right")
    yield _table("Compliance: needs a look", columns, rows)
    yield _figures_of("Compliance by label", head.overall.labels.labels.items())


def _names(found: Figures) -> Iterator[str]:
    if found.names is None:
        return
    sets = {**found.sets, "all": found.names.overall}
    if found.names_untold:
        sets["all, language not told"] = found.names_untold.overall
    rows = [
        (name, *_four(one.micro), *(_figure(each.f1) for each in one.labels.values()))
        for name, one in sets.items()
    ]
    columns = ("", *FOUR, *(f"{label} F1" for label in found.names.overall.labels))
    yield _table("Names in held public sentences, exact spans", columns, rows)


def _promises(found: Figures) -> Iterator[str]:
    head = found.business.promises
    if head is None:
        return
    rows = [
        (
            name,
            *_four(one.words),
            _figure(one.owner_share),
            *(_figure(each.f1) for each in one.owners.labels.values()),
            _figure(one.owners.micro.f1),
            f"{one.due_right} of {one.due}",
            f"{one.undated_right} of {one.undated}",
        )
        for name, one in _by_name(head).items()
    ]
    owners = [f"{label} F1" for label in head.overall.owners.labels]
    columns = (
        *("", *FOUR, "owner right", *owners, "with the owner, F1"),
        *("day right", "rightly without a day"),
    )
    yield _table("Promises: words that overlap", columns, rows)


def _language(found: Figures) -> Iterator[str]:
    head = found.business.language
    if head is None:
        return
    rows = [
        (
            name,
            _figure(one.accuracy),
            f"{one.right:,} of {one.support:,}",
            ", ".join(f"{said} {count}" for said, count in one.confused.items()) or "-",
        )
        for name, one in _by_name(head).items()
    ]
    columns = ("", "accuracy", "right", "said instead")
    yield _table("Language of messages over 40 characters", columns, rows)


def _labels(title: str, head: Head[Labels] | None, *, micro: bool = False) -> Iterator[str]:
    """A line a label, then the macro-F1 (or micro-F1) of each language."""
    if head is None:
        return
    yield _figures_of(title, [*head.overall.labels.items(), ("all (micro)", head.overall.micro)])
    by = {name: one.micro.f1 if micro else one.macro_f1 for name, one in _by_name(head).items()}
    name = f"{title}: {'micro' if micro else 'macro'}-F1 by language"
    yield _table(name, ("", *by), [("", *map(_figure, by.values()))])


def _figures_of(title: str, labels: Iterable[tuple[str, One]]) -> str:
    return _table(title, ("", *FOUR), [(label, *_four(one)) for label, one in labels])


def _confusion(title: str, one: SentimentScore) -> str:
    columns = (*LABELS, NONE)
    rows = [
        (right, *(str(said[label]) for label in columns)) for right, said in one.confusion.items()
    ]
    return _table(title, ("", *columns), rows)


def _felt(one: SentimentScore) -> tuple[float | None, ...]:
    """Under the columns of SENTIMENT."""
    return (
        one.macro_f1,
        one.macro_f1_answered,
        share(one.abstained, one.support),
        one.accuracy,
        one.calibration_error,
    )


def _by_name(head: Head[Score] | None) -> dict[str, Score]:
    return {"all": head.overall, **head.by_language} if head else {}


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1
) -> str:
    """Markdown, readable as it stands: columns are padded, figures stand to the right."""
    widths = [max(3, *(len(row[at]) for row in [columns, *rows])) for at in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.ljust(width) if at < words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    rule = "|".join(
        f" {'-' * width} " if at < words else f" {'-' * (width - 1)}: "
        for at, width in enumerate(widths)
    )
    return "\n".join([f"**{title}**", "", line(columns), f"|{rule}|", *map(line, rows)])


def _four(one: One) -> tuple[str, str, str, str]:
    return _figure(one.precision), _figure(one.recall), _figure(one.f1), f"{one.support:,}"


def _mean(values: Iterable[float | None]) -> str:
    held = [one for one in values if one is not None]
    return _figure(sum(held) / len(held) if held else None)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _within(one: Interval | None) -> str:
    return f"({one.low:.3f} to {one.high:.3f})" if one else ""
