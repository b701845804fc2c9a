"""The names of days and months, by dateparser."""

import re
from datetime import datetime
from functools import cache, lru_cache

from dateparser.date import DateDataParser  # type: ignore[import-untyped]

YEAR = r"(?:fy ?)?((?:19|20)\d\d)"


@lru_cache(maxsize=4096)
def read_day(said: str, language: str) -> tuple[int | None, int, int | None] | None:
    """Year, month and day of what names its month, by dateparser; what it leaves out is None."""
    if not any(sign.isalpha() for sign in said):
        return None
    found = _parser(language).get_date_data(said.replace("º", "").replace("°", ""))
    if found.date_obj is None or found.period not in ("day", "month"):
        return None
    named = re.search(YEAR, said)
    day = found.date_obj.day if found.period == "day" else None
    return int(named[1]) if named else None, found.date_obj.month, day


@cache
def _parser(language: str) -> DateDataParser:
    # A leap year, so that the 29th of February is a day; which year is meant is seen to elsewhere.
    base = datetime(2024, 1, 1)  # noqa: DTZ001
    settings = {"RELATIVE_BASE": base, "PARSERS": ["absolute-time"], "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=[language], settings=settings)
