"""Whether what comes in, what the models say and what the score says are still what they were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date

import msgspec

from health.learning.page_hinkley import THRESHOLD, alarms, standardised
from health.learning.shift import DRIFTED, KS_DRIFTED, Sample, Shift, shift
from health.observation import date_of, day_of
from health.relationship import Close
from nlp.annotations import Annotations

LEAST_DAYS = 30
WEEK = 7


class Period(msgspec.Struct, frozen=True):
    """Both days belong to it."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> range:
        """In days since 1970."""
        return range(day_of(self.first), day_of(self.last) + 1)


class Turned(msgspec.Struct, frozen=True):
    """A daily mean that changed for good, since about `begins`; certain on `at`."""

    name: str
    rose: bool
    begins: date
    at: date
    before: float
    after: float


class Drift(msgspec.Struct, frozen=True):
    """`turned`: by the test of Page and Hinkley, changes in the current period alone."""

    reference: Period
    current: Period
    shifts: tuple[Shift, ...]
    turned: tuple[Turned, ...]

    @property
    def over(self) -> tuple["OperationsAlert", ...]:
        """What is over a threshold."""
        return (
            *(_of_shift(one) for one in self.shifts if one.verdict == "drifted"),
            *(_of_turn(one) for one in self.turned),
        )


class OperationsAlert(msgspec.Struct, frozen=True):
    """For those who run the engine: nothing of a partner is in it."""

    figure: str
    test: str
    value: float | None
    threshold: float
    summary: str


def drift(
    said: Iterable[Annotations], closes: Iterable[Close], reference: Period, current: Period
) -> Drift:
    """Compare two periods. `closes`: of every partner and day."""
    heard, closed = list(said), list(closes)
    sides = [
        {**_inputs(heard, period), **_annotations(heard, period), **_predictions(closed, period)}
        for period in (reference, current)
    ]
    shifts = tuple(shift(name, before, sides[1][name]) for name, before in sides[0].items())
    daily = {
        "daily mean confidence": _daily(
            (_day(one), one.sentiment.confidence) for one in heard if one.sentiment
        ),
        "daily mean score": _daily(
            (date_of(one.day), one.standing.score)
            for one in closed
            if one.standing.score is not None and one.band != "unknown"
        ),
    }
    turned = [
        turn for name, means in daily.items() for turn in _turned(name, means, reference, current)
    ]
    return Drift(reference, current, shifts, tuple(turned))


def _day(one: Annotations) -> date:
    return one.occurred_at.astimezone(UTC).date()


def _units(heard: Iterable[Annotations]) -> int:
    """Weeks of partners."""
    return len({(one.partner_id, day_of(_day(one)) // WEEK) for one in heard})


def _inputs(heard: Sequence[Annotations], period: Period) -> dict[str, Sample]:
    mine = [one for one in heard if period.has(_day(one))]
    many = dict.fromkeys(period.days, 0)
    for one in mine:
        many[day_of(_day(one))] += 1
    written = [one for one in mine if one.kind in ("email", "call_note")]
    return {
        "interactions a day": Sample([float(one) for one in many.values()], len(many)),
        "kinds": Sample([one.kind for one in mine], _units(mine)),
        "directions": Sample([one.direction or "none" for one in mine], _units(mine)),
        "languages": Sample([one.language or "unknown" for one in written], _units(written)),
    }


def _annotations(heard: Sequence[Annotations], period: Period) -> dict[str, Sample]:
    written = [one for one in heard if one.kind in ("email", "call_note") and period.has(_day(one))]
    read = [one.sentiment for one in written if one.sentiment is not None]
    units = _units(one for one in written if one.sentiment is not None)
    labels = [label for one in written for label in _labels(one)]
    return {
        "sentiment score": Sample([one.score for one in read], units),
        "confidence": Sample([one.confidence for one in read], units),
        "abstention": Sample(
            ["unread" if one.sentiment is None else "read" for one in written], _units(written)
        ),
        "intents": Sample(labels, _units(written)),
    }


def _labels(one: Annotations) -> list[str]:
    return sorted({intent.label for intent in one.intents}) or ["none"]


def _predictions(closes: Sequence[Close], period: Period) -> dict[str, Sample]:
    """One day a week: the score of tomorrow is nearly that of today."""
    days = period.days
    mine = [one for one in closes if one.day in days and one.day % WEEK == 0]
    known = [one for one in mine if one.band != "unknown" and one.standing.score is not None]
    return {
        "score": Sample(
            [one.standing.score or 0.0 for one in known], len({one.partner_id for one in known})
        ),
        "bands": Sample([str(one.band) for one in mine], len({one.partner_id for one in mine})),
    }


def _daily(values: Iterable[tuple[date, float]]) -> dict[date, float]:
    days: dict[date, list[float]] = {}
    for day, value in values:
        days.setdefault(day, []).append(value)
    return {day: sum(found) / len(found) for day, found in sorted(days.items())}


def _turned(
    name: str, means: Mapping[date, float], reference: Period, current: Period
) -> list[Turned]:
    days = [day for day in means if reference.has(day) or current.has(day)]
    usual = [means[day] for day in days if reference.has(day)]
    if len(usual) < LEAST_DAYS:
        return []
    found = []
    for alarm in alarms(standardised([means[day] for day in days], usual)):
        if current.has(days[alarm.at]):
            begins = min(alarm.begins, alarm.at)
            before = [means[day] for day in days[:begins]] or usual
            after = [means[day] for day in days[begins : alarm.at + 1]]
            found.append(
                Turned(
                    name,
                    alarm.rose,
                    days[begins],
                    days[alarm.at],
                    round(sum(before) / len(before), 3),
                    round(sum(after) / len(after), 3),
                )
            )
    return found


def _of_shift(one: Shift) -> OperationsAlert:
    by_psi = one.psi is not None and one.psi >= max(DRIFTED, one.chance or 0.0)
    value, threshold = (one.psi, DRIFTED) if by_psi else (one.ks, KS_DRIFTED)
    test = "psi" if by_psi else "ks"
    return OperationsAlert(
        one.name, test, value, threshold, f"{one.name} moved ({test} {value:.2f}): {one.moved}"
    )


def _of_turn(one: Turned) -> OperationsAlert:
    way = "rose" if one.rose else "fell"
    return OperationsAlert(
        one.name,
        "page_hinkley",
        one.after,
        THRESHOLD,
        f"{one.name} {way} from {one.before:g} to {one.after:g} since about {one.begins}",
    )
