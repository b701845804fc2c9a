"""Why a score changed, in one sentence that a manager reads in seconds."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from alerts.wording import Language, sentence, unread
from health.assessment import Assessment
from health.measures import Reading
from health.policy import CAP, MeasureName

LONGEST = 200
MOST = 3
LEAST = 0.5
"""Points: what moved the score by less than that is no reason, unless nothing moved it more."""

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}
HEADS: dict[Language, dict[str, str]] = {
    "en": {
        "fell": "Down {by} to {score} since {since}",
        "rose": "Up {by} to {score} since {since}",
        "still": "At {score} as on {since}",
        "lost": "No score any more since {since}",
        "first": "At {score}, with nothing earlier to compare",
        "nothing": "Nothing is known yet",
        "unknown": "too little to judge",
        "but": "but",
        "more": "less can be measured, and the rest counts for more",
        "less": "more can be measured, and each part counts for less",
    },
    "fr": {
        "fell": "En baisse de {by} à {score} depuis le {since}",
        "rose": "En hausse de {by} à {score} depuis le {since}",
        "still": "À {score} comme le {since}",
        "lost": "Plus de note depuis le {since}",
        "first": "À {score}, sans rien d'antérieur à comparer",
        "nothing": "Rien n'est encore connu",
        "unknown": "trop peu pour en juger",
        "but": "mais",
        "more": "moins d'éléments sont mesurables, et le reste pèse davantage",
        "less": "plus d'éléments sont mesurables, et chacun pèse moins",
    },
}


class Mover(msgspec.Struct, frozen=True):
    """Drivers that one phrase tells, and what they moved the score by, in points."""

    phrase: str
    delta: float
    measures: tuple[MeasureName, ...]


def explain(assessment: Assessment, language: Language = "en") -> str:
    """The change of the score since when, and the one to three drivers that moved it most.

    What moved it the way it went comes first, what held against it after a "but". At most `LONGEST`
    characters where one reason leaves room for that.
    """
    said = _head(assessment, language)
    if assessment.band == "unknown" and assessment.score is not None:
        said += f" ({HEADS[language]['unknown']})"
    found = _told(assessment, language)
    reasons: list[Mover] = []
    for one in found[:MOST]:
        longer = _sentence(said, [*reasons, one], assessment, language)
        if reasons and len(longer) > LONGEST:
            continue
        reasons.append(one)
    return _sentence(said, reasons, assessment, language)


def movers(assessment: Assessment, language: Language = "en") -> tuple[Mover, ...]:
    """All that moved the score, the strongest first; their deltas sum exactly to the change."""
    if assessment.change is None:
        return ()
    phrases: dict[str, list[tuple[MeasureName, float]]] = {}
    for measure, delta in assessment.change.drivers.items():
        phrases.setdefault(_phrase(assessment, measure, delta, language), []).append(
            (measure, delta)
        )
    found = (
        Mover(phrase, sum(delta for _, delta in parts), tuple(name for name, _ in parts))
        for phrase, parts in phrases.items()
    )
    return tuple(sorted(found, key=lambda one: (-abs(one.delta), one.phrase)))


def day_in_words(day: date, today: date, language: Language) -> str:
    """With its year where that is not this one.

    >>> day_in_words(date(2026, 2, 1), date(2026, 3, 1), "fr")
    '1er févr.'
    """
    number = "1er" if day.day == 1 and language == "fr" else f"{day.day}"
    said = f"{number} {MONTHS[language][day.month - 1]}"
    return said if day.year == today.year else f"{said} {day.year}"


def signed(points: float, language: Language) -> str:
    """As the language writes it.

    >>> signed(-1.25, "fr"), signed(2.0, "en")
    ('-1,2', '+2')
    """
    return _numbers(f"{'-' if points < 0 else '+'}{_points(abs(points))}", language)


def _told(assessment: Assessment, language: Language) -> Sequence[Mover]:
    """The reasons: the strongest that went the way of the score, then the others by strength.

    Drivers that only took over weight, or gave it up, are no news one by one: where the score went
    their way, they are one reason together.
    """
    change = assessment.change
    if change is None:
        return ()
    shifted = _shifted(assessment)
    found = [one for one in movers(assessment, language) if not shifted.keys() >= {*one.measures}]
    together = sum(shifted.values())
    if together * change.score > 0:
        phrase = HEADS[language]["more" if together > 0 else "less"]
        found.append(Mover(phrase, together, tuple(shifted)))
        found.sort(key=lambda one: -abs(one.delta))
    strong = [one for one in found if abs(one.delta) >= LEAST] or found[:1]
    along = [one for one in found if one.delta * change.score > 0][:1]
    return [*along, *(one for one in strong if one not in along)]


def _shifted(assessment: Assessment) -> dict[MeasureName, float]:
    """The deltas of what moved more by its weight than by itself.

    What cannot be measured leaves its weight to the rest: a measure that stands as it stood counts
    for more when less can be measured, and for less when more can.
    """
    change = assessment.change
    if change is None or change.coverage is None or not assessment.coverage:
        return {}
    ratio = change.coverage / assessment.coverage
    found = {}
    for one in assessment.drivers:
        delta = change.drivers.get(one.measure, 0.0)
        by_weight = (one.contribution - delta) * (ratio - 1)
        if one.measure != CAP and by_weight * delta > 0 and abs(delta) < 2 * abs(by_weight):
            found[one.measure] = delta
    return found


def _phrase(assessment: Assessment, measure: MeasureName, delta: float, language: Language) -> str:
    driver = next((one for one in assessment.drivers if one.measure == measure), None)
    if driver is None:
        return _numbers(unread(measure, language), language)
    reading = Reading(driver.value, driver.baseline, 0)
    said = sentence(measure, reading, worse=delta < 0, language=language)
    return _numbers(said, language)


def _head(assessment: Assessment, language: Language) -> str:
    words, change = HEADS[language], assessment.change
    if change is None:
        kind = "nothing" if assessment.score is None else "first"
    elif assessment.score is None:
        kind = "lost" if change.score else "nothing"
    else:
        kind = "fell" if change.score < 0 else "rose" if change.score > 0 else "still"
    since = "" if change is None else day_in_words(change.since, assessment.as_of, language)
    by = 0.0 if change is None else abs(change.score)
    return _numbers(
        words[kind].format(by=_points(by), score=_points(assessment.score or 0.0), since=since),
        language,
    )


def _sentence(
    head: str, reasons: Sequence[Mover], assessment: Assessment, language: Language
) -> str:
    if not reasons:
        return f"{head}."
    falling = assessment.change is not None and assessment.change.score < 0
    along = [one for one in reasons if (one.delta < 0) == falling]
    against = [one for one in reasons if (one.delta < 0) != falling]
    said = "; ".join(_reasons(along, language))
    if against:
        but = f"{HEADS[language]['but']} " if along else ""
        said = "; ".join(
            part for part in (said, but + "; ".join(_reasons(against, language))) if part
        )
    colon = " : " if language == "fr" else ": "
    return f"{head}{colon}{said}."


def _reasons(found: Sequence[Mover], language: Language) -> Iterator[str]:
    return (f"{one.phrase} [{signed(one.delta, language)}]" for one in found)


def _points(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _numbers(text: str, language: Language) -> str:
    """As the language writes them: in French a comma, and a narrow space between thousands."""
    if language == "en":
        return text
    spaced = re.sub(r"(?<=\d),(?=\d{3})", "\u202f", text)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", spaced)
