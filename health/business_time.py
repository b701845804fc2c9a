"""How much working time lies between two moments: nobody answers at night or on a Sunday."""

from health.observation import DAY_MS

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
OPENS = 8 * HOUR_MS
LENGTH = 10 * HOUR_MS  # to 18:00
WORKDAYS = 5
MONDAY = 3  # 1970-01-01 was a Thursday


def business_ms(start: int, end: int, zone: int) -> int:
    """Milliseconds from `start` to `end` (UTC) that lie between 8:00 and 18:00, Monday to Friday,
    on a clock `zone` minutes east of UTC. Public holidays are working days here.
    """
    return _since_1970(end + zone * MINUTE_MS) - _since_1970(start + zone * MINUTE_MS)


def _since_1970(local: int) -> int:
    days, time = divmod(local, DAY_MS)
    weeks, weekday = divmod(days + MONDAY, 7)
    today = min(max(time - OPENS, 0), LENGTH) if weekday < WORKDAYS else 0
    return (weeks * WORKDAYS + min(weekday, WORKDAYS)) * LENGTH + today
