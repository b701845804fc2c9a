"""Which days a calendar expression means, counted from the day on which it was written.

The names of days and months are dateparser's; what it does not know is here: weeks, quarters,
halves, the end of a month, a bare day ("den 14."), ranges, and whether it lies ahead or behind.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
from dateutil.relativedelta import relativedelta

from nlp.calendar_words import ORDINALS, Words, words_of
from nlp.day_names import YEAR, read_day

LONGEST = 60  # characters; no calendar expression is longer


class When(msgspec.Struct, frozen=True):
    """From the first day to the last, both meant."""

    first: date
    last: date


class Bearings(msgspec.Struct, frozen=True):
    """What a text counts its days by: its language, its day, and how it writes numbers.

    `month_first` as in the United States, where 03/04 is the fourth of March.
    """

    language: str | None = None
    written_on: date | None = None
    month_first: bool = False


def resolve(text: str, start: int, end: int, by: Bearings, *, ahead: bool) -> When | None:
    """The days that the expression from `start` to `end` means; None where that cannot be told.

    `ahead`: it is to come, as what is promised. Without it a day without a year is the nearest.
    Without the day of writing only an expression that names its year means something.
    """
    said = " ".join(text[start:end].split()).casefold()
    if not said or len(said) > LONGEST:
        return None
    before = text[max(0, start - 25) : start].casefold().rstrip()
    after = text[end : end + 25].casefold().lstrip()
    # The names of days in English are used in every language.
    for tag in dict.fromkeys((by.language, "en")):
        here = msgspec.structs.replace(by, language=tag)
        try:
            meant = _Asked(here, words_of(tag), before, after, ahead).edged(said)
        except (ValueError, OverflowError):
            continue  # the 31st of June, the year 0
        if meant is not None:
            return meant
    return None


def near_days(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Where, from `start` to `end`, a day is named by its distance: "tomorrow", "month end"."""
    for match in words_of(language).near.finditer(text, start, end):
        yield match.span()


def is_limit(text: str, start: int, language: str | None) -> bool:
    """Whether what begins at `start` follows a word such as "by" or "until"."""
    return words_of(language).limit.search(text[max(0, start - 25) : start]) is not None


def month_first(text: str, tag: str | None) -> bool:
    """Whether a text writes the month before the day, as far as it or its BCP 47 tag tells.

    >>> month_first("due 09/30/2026", "en"), month_first("9/3", "en-US"), month_first("9/3", "en")
    (True, True, False)
    """
    days = _PAIR.findall(text)
    if any(int(first) > 12 for first, _ in days):
        return False
    if any(int(second) > 12 for _, second in days):
        return True
    return re.fullmatch(r"en[-_]us", (tag or "").strip().casefold()) is not None


_IN_YEAR = rf"(?:[ /]|of|de|del|do|van|d[ei])*(?:{YEAR})?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})|\.)?(?!\d)")
_PAIR = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(?:19|20)?\d\d(?![\d/])")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}})[/.]{YEAR}")
_WEEK = re.compile(
    r"(?:kw|cw|wk|weeks?|semaines?|sem\.?|s|semanas?|settimana|sett\.?|woche|kalenderwoche|w)"
    rf" ?(\d{{1,2}})(?!\d){_IN_YEAR}"
)
_ORDINAL = "|".join(f"(?P<o{at}>{some})" for at, some in enumerate(ORDINALS, 1))
_QUARTER = re.compile(
    rf"(?:[tq](?P<n>[1-4])|(?P<m>[1-4])[tq]|(?:{_ORDINAL}|(?P<k>[1-4])[.º°]+)"
    rf" (?:quarter|trimestre|quartals?|kwartaal)){_IN_YEAR}"
)
_HALF = re.compile(
    rf"(?:h(?P<n>[12])|(?:{_ORDINAL}|(?P<k>[12])[.º°]+)"
    rf" (?:half|semestre|halbjahr|semester|halfjaar)){_IN_YEAR}"
)
_BARE = re.compile(
    r"(?:le |the |den |dem |el |il |dia |op )?(\d{1,2})(?:\.|st|nd|rd|th|er|e|[º°ª])?"
)
_TO = re.compile(
    r" ?[-\u2013] ?|(?<=\d{4})/(?=\d{4})|"
    r" (?:to|until|and|or|au|et(?: le)?|ou|bis(?: zum)?|und|oder|al?|y|o|e(?: il)?|à|até|t/m|"
    r"tot(?: en met)?|en|of) "
)


class _Asked(msgspec.Struct, frozen=True):
    """One expression's surroundings; `edged` reads the expression itself."""

    by: Bearings
    words: Words
    before: str
    after: str
    ahead: bool

    def edged(self, said: str) -> When | None:
        """With what stands for its end, its middle or its beginning."""
        near = self.words.near.fullmatch(said)
        if near is not None:
            return self._near(near)
        inside = re.match(rf"(?:{self.words.edge})[ -]", said)
        edge = inside or re.search(rf"(?<!\w)(?:{self.words.edge})-?$", self.before)
        meant = self._span(said[inside.end() :] if inside else said)
        if meant is None or edge is None or (meant.last - meant.first).days < 27:
            return meant
        if edge["end"]:
            return When(meant.last, meant.last)
        if edge["middle"]:
            half = meant.first + (meant.last - meant.first) / 2
            return (
                When(half, half) if (meant.last - meant.first).days > 30 else _only(meant.first, 15)
            )
        return When(meant.first, meant.first + (meant.last - meant.first) / 3)

    def _near(self, near: re.Match[str]) -> When | None:
        today = self.by.written_on
        if today is None:
            return None
        if near["month"]:
            today += relativedelta(day=31)
        elif near["year"]:
            today += relativedelta(month=12, day=31)
        else:
            today += timedelta(days=next(days for days in range(3) if near[f"d{days}"]))
        return When(today, today)

    def _span(self, said: str) -> When | None:
        """One expression, or two as the ends of a range."""
        parts = [part for part in _TO.split(said) if part]
        late = self._one(parts[1]) if len(parts) == 2 else None
        if late is None:
            return self._one(said)
        bare = _BARE.fullmatch(parts[0])
        if bare is None:
            early = self._one(parts[0])
        elif late.first == late.last:
            early = _only(late.first, int(bare[1]))
        else:
            return self._one(said)  # the 3rd of May
        return late if early is None or early.first > late.last else When(early.first, late.last)

    def _one(self, said: str) -> When | None:
        if said == "":
            return None
        if match := re.fullmatch(YEAR, said):
            return _months(int(match[1]), 1, 12)
        if match := _WEEK.fullmatch(said):
            return self._week(int(match[1]), match[2])
        if match := _QUARTER.fullmatch(said):
            return self._in_year(match[match.re.groups], 3 * _nth(match) - 2, 3)
        if match := _HALF.fullmatch(said):
            return self._in_year(match[match.re.groups], 6 * _nth(match) - 5, 6)
        if match := _MONTH_YEAR.fullmatch(said):
            return _months(int(match[2]), int(match[1]), 1)
        said = re.sub(rf"^({self.words.next_week}) (.*)", r"\2 \1", said)
        said = re.sub(r"^(?:d[ií]a|w/c) ", "", said)
        named = self.words.weekday.match(said)
        weekday = None if named is None else int((named.lastgroup or "w0")[1:])
        rest = said if named is None else said[named.end() :]
        if weekday is not None and not any(sign.isdigit() for sign in rest):
            return self._weekday(weekday, rest)
        if match := _ISO.fullmatch(rest):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return When(day, day)
        if match := _NUMBERS.fullmatch(rest):
            return self._numbers(match, weekday)
        if match := _BARE.fullmatch(rest):
            return self._bare(int(match[1]), weekday)
        return self._named(rest, weekday)

    def _numbers(self, match: re.Match[str], weekday: int | None) -> When | None:
        first, _, second, year = match.groups()
        month, day = (first, second) if self.by.month_first else (second, first)
        if int(month) > 12:
            month, day = day, month
        return self._day(_full(year), int(month), int(day), weekday)

    def _named(self, said: str, weekday: int | None) -> When | None:
        read = read_day(said, self.by.language or "en")
        if read is None:
            return None
        year, month, day = read
        return (
            self._in_year(year, month, 1) if day is None else self._day(year, month, day, weekday)
        )

    def _day(self, year: int | None, month: int, day: int, weekday: int | None) -> When | None:
        if year is not None:
            return When(date(year, month, day), date(year, month, day))
        today = self.by.written_on
        if today is None:
            return None
        days = [date(y, month, day) for y in range(today.year - 1, today.year + 3)
                if day <= 28 or _exists(y, month, day)]  # fmt: skip
        return self._choose([When(one, one) for one in days], weekday)

    def _bare(self, day: int, weekday: int | None) -> When | None:
        today = self.by.written_on
        if today is None or not 1 <= day <= 31:
            return None
        months = [today + relativedelta(months=by, day=1) for by in range(-1, 4)]
        days = [_only(one, day) for one in months if _exists(one.year, one.month, day)]
        return self._choose(days, weekday)

    def _week(self, number: int, year: str | None) -> When | None:
        """From Monday to Friday: what is due in a week is due in its working days."""
        today = self.by.written_on
        years = [int(year)] if year else [today.year + by for by in (-1, 0, 1)] if today else []
        weeks = []
        for one in years:
            try:
                monday = date.fromisocalendar(one, number, 1)
            except ValueError:
                continue  # few years have a week 53
            weeks.append(When(monday, monday + timedelta(days=4)))
        return self._choose(weeks, None)

    def _weekday(self, weekday: int, rest: str) -> When | None:
        today = self.by.written_on
        if today is None:
            return None
        away = (weekday - today.weekday() - 1) % 7 + 1
        if self._beside(self.words.past, rest) and not self.ahead:
            day = today - timedelta(days=7 - away or 7)
        elif self._beside(self.words.next_week, rest):
            day = today + timedelta(days=7 - today.weekday() + weekday)
        else:
            later = away == 1 and self._beside(self.words.coming, rest)
            day = today + timedelta(days=away + 7 * later)
        return When(day, day)

    def _beside(self, some: str, rest: str) -> bool:
        return (
            re.search(rf"(?<!\w)(?:{some})$", self.before) is not None
            or re.match(rf"(?:{some})(?!\w)", rest or self.after) is not None
        )

    def _in_year(self, year: str | int | None, month: int, count: int) -> When | None:
        today = self.by.written_on
        if year is not None:
            return _months(int(year), month, count)
        if today is None:
            return None
        years = range(today.year - 1, today.year + 2)
        return self._choose([_months(one, month, count) for one in years], None)

    def _choose(self, found: list[When], weekday: int | None) -> When | None:
        """Of the same day in several years the one that agrees with its weekday and is next."""
        today = self.by.written_on
        if today is None or len(found) == 1:
            return found[0] if found else None
        agreed = [one for one in found if weekday in (None, one.first.weekday())] or found
        if self.ahead:
            return next((one for one in agreed if one.last >= today), None)
        return min(agreed, key=lambda one: (_distance(one, today), one.first < today))


def _distance(one: When, today: date) -> int:
    if one.first <= today <= one.last:
        return 0
    return min(abs((one.first - today).days), abs((one.last - today).days))


def _nth(match: re.Match[str]) -> int:
    """Which quarter or half: a digit, or an ordinal."""
    named = match.groupdict()
    digit = named["n"] or named.get("m") or named["k"]
    return int(digit) if digit else next(at for at in range(1, 5) if named[f"o{at}"])


def _only(month: date, day: int) -> When:
    one = month.replace(day=day)
    return When(one, one)


def _months(year: int, month: int, count: int) -> When:
    first = date(year, month, 1)
    return When(first, first + relativedelta(months=count - 1, day=31))


def _exists(year: int, month: int, day: int) -> bool:
    return date(year, month, 1) + relativedelta(day=day) == date(year, month, 1).replace(
        day=min(day, 28)
    ) + timedelta(days=max(0, day - 28))


def _full(year: str | None) -> int | None:
    """26 is 2026, and 74 is 1974."""
    if year is None or len(year) == 4:
        return None if year is None else int(year)
    return int(year) + (1900 if int(year) > 50 else 2000)
