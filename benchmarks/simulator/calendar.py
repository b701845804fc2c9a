"""Working days and hours of the partners' countries, and the weeks in which nobody is there."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from dateutil.easter import easter

from benchmarks.simulator.world import LIFE, START

DAY = 1440.0
"""Moments are minutes since the start, UTC."""
PAD = 120
OPENS, CLOSES = 8.5 * 60, 18.0 * 60
BEGIN = datetime.combine(START, time(), UTC)

# Month and day; days after Easter; what remains of a week in August and in its neighbours.
_FIXED = {
    "fr": ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    "de": ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)),
    "gb": ((1, 1), (12, 25), (12, 26)),
    "es": ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)),
    "it": ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)),
    "nl": ((1, 1), (4, 27), (12, 25), (12, 26)),
    "pt": ((1, 1), (4, 25), (5, 1), (6, 10), (8, 15), (10, 5), (11, 1), (12, 1), (12, 25)),
    "us": ((1, 1), (7, 4), (11, 11), (12, 25)),
}
_EASTER = {
    "fr": (1, 39, 50),
    "de": (-2, 1, 39, 50),
    "gb": (-2, 1),
    "es": (-2,),
    "it": (1,),
    "nl": (1, 39, 50),
    "pt": (-2, 60),
    "us": (),
}
_ZONES = {
    "fr": "Europe/Paris",
    "de": "Europe/Berlin",
    "gb": "Europe/London",
    "es": "Europe/Madrid",
    "it": "Europe/Rome",
    "nl": "Europe/Amsterdam",
    "pt": "Europe/Lisbon",
    "us": "America/New_York",
}
_AUGUST = {
    "fr": 0.35,
    "de": 0.75,
    "gb": 0.8,
    "es": 0.4,
    "it": 0.3,
    "nl": 0.65,
    "pt": 0.5,
    "us": 0.9,
}
COUNTRIES = tuple(_ZONES)
HOME = "fr"
"""Where we are."""


class Calendar:
    """One country's: whether a day is worked, how full it is, and the clock there."""

    def __init__(self, country: str) -> None:
        zone = ZoneInfo(_ZONES[country])
        days = [START + timedelta(days=at) for at in range(LIFE + PAD)]
        free = {
            easter(year) + timedelta(days=after)
            for year in range(START.year, START.year + 6)
            for after in _EASTER[country]
        }
        self.works = [
            day.weekday() < 5 and (day.month, day.day) not in _FIXED[country] and day not in free
            for day in days
        ]
        self.fullness = np.array([_fullness(country, day) for day in days])
        self._offsets = [
            (datetime.combine(day, time(12), zone).utcoffset() or timedelta()) for day in days
        ]
        self._minutes = [one.total_seconds() / 60 for one in self._offsets]

    def at(self, day: int, minute: float) -> float:
        """The moment at a local minute of a day."""
        return day * DAY + minute - self._minutes[day]

    def later(self, moment: float, worked: float) -> float:
        """The moment after so many minutes of working time."""
        day, minute = self._local(moment)
        while day < LIFE + PAD - 2:
            if self.works[day]:
                minute = max(minute, OPENS)
                if minute + worked <= CLOSES:
                    return self.at(day, minute + worked)
                worked -= max(0.0, CLOSES - minute)
            day, minute = day + 1, 0.0
        return self.at(day, OPENS)

    def told(self, moment: float) -> datetime:
        """With the offset that a mail from there carries."""
        day = min(max(int(moment // DAY), 0), LIFE + PAD - 1)
        aware = BEGIN + timedelta(seconds=round(moment * 60))
        return aware.astimezone(_zone(self._offsets[day]))

    def next_worked(self, day: int) -> int:
        """This day or the first after it on which people work."""
        while not self.works[day] and day < LIFE + PAD - 1:
            day += 1
        return day

    def _local(self, moment: float) -> tuple[int, float]:
        day = min(max(int(moment // DAY), 0), LIFE + PAD - 1)
        here = moment + self._minutes[day]
        return int(here // DAY), here % DAY


@cache
def calendar(country: str) -> Calendar:
    """That of a country, made once."""
    return Calendar(country)


@cache
def _zone(offset: timedelta) -> timezone:
    return timezone(offset)


def _fullness(country: str, day: date) -> float:
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3):
        return 0.2
    if day.month == 8:
        return _AUGUST[country]
    if day.month == 7 and day.day > 14:
        return (1 + _AUGUST[country]) / 2
    return 1.0
