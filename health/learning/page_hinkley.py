"""Since when a daily mean is another: the test of Page and Hinkley, both ways.

Page, E. S. (1954): Continuous inspection schemes. Biometrika 41, 100-115; with the forgetting
factor of the form that the library river made usual.
"""

from collections.abc import Sequence

import msgspec

DELTA, THRESHOLD, LEAST, ALPHA = 0.5, 25.0, 30, 0.9999
"""In standard deviations of the reference: what is no change, the sum of changes that is one; how
many days are needed; how slowly the sums forget."""


class Alarm(msgspec.Struct, frozen=True):
    """The mean rose or fell: `at` is the place in the series where that was certain, `begins` the
    one where the sum began to grow."""

    at: int
    begins: int
    rose: bool


def alarms(
    values: Sequence[float],
    delta: float = DELTA,
    threshold: float = THRESHOLD,
    least: int = LEAST,
    alpha: float = ALPHA,
) -> tuple[Alarm, ...]:
    """Every change of the mean; after each the test starts anew."""
    found: list[Alarm] = []
    begin = 0
    while begin < len(values):
        alarm = _first(values, begin, delta, threshold, least, alpha)
        if alarm is None:
            break
        found.append(alarm)
        begin = alarm.at + 1
    return tuple(found)


def _first(
    values: Sequence[float], begin: int, delta: float, threshold: float, least: int, alpha: float
) -> Alarm | None:
    mean = up = down = lowest = highest = 0.0
    since_low = since_high = begin
    for at in range(begin, len(values)):
        many = at - begin + 1
        mean += (values[at] - mean) / many
        away = values[at] - mean
        up, down = alpha * up + away - delta, alpha * down + away + delta
        if up <= lowest:
            lowest, since_low = up, at + 1
        if down >= highest:
            highest, since_high = down, at + 1
        if many < least:
            continue
        if up - lowest > threshold:
            return Alarm(at, since_low, rose=True)
        if highest - down > threshold:
            return Alarm(at, since_high, rose=False)
    return None


def standardised(values: Sequence[float], reference: Sequence[float]) -> tuple[float, ...]:
    """In standard deviations from the mean of the reference; all 0 where that never varies and the
    values do not leave it."""
    mean = sum(reference) / len(reference)
    spread = (sum((one - mean) ** 2 for one in reference) / len(reference)) ** 0.5
    least = 1e-9 * max(1.0, abs(mean))
    return tuple((one - mean) / max(spread, least) for one in values)
