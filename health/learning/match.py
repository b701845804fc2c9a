"""Two sets of alerts side by side: which appear, vanish, move or stay."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal

import msgspec

from health.learning.replay import Direction, Turn
from health.observation import DAY_MS
from ingest.interaction import PartnerId

WITHIN = 30  # days
Fate = Literal["appears", "vanishes", "moves", "stays"]


class Pair(msgspec.Struct, frozen=True):
    """The alert as it was and as it would be; None where there is none."""

    was: Turn | None
    now: Turn | None

    @property
    def fate(self) -> Fate:
        """`moves`: told at another moment, or as another band."""
        if self.was is None:
            return "appears"
        if self.now is None:
            return "vanishes"
        same = (self.was.at, self.was.after) == (self.now.at, self.now.after)
        return "stays" if same else "moves"

    @property
    def days(self) -> float | None:
        """By how many days it is told later; below 0 earlier."""
        if self.was is None or self.now is None:
            return None
        return round((self.now.at - self.was.at) / DAY_MS, 1)

    @property
    def turn(self) -> Turn:
        """The one there is; of two, the new one."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a pair of nothing")
        return found


def matched(was: Iterable[Turn], now: Iterable[Turn], within: int = WITHIN) -> tuple[Pair, ...]:
    """Each alert has at most one counterpart: of the same partner and direction, at most `within`
    days away, the nearest pairs first, and of two as near the one that says the same band."""
    groups: dict[tuple[PartnerId, Direction], tuple[list[Turn], list[Turn]]] = {}
    for place, turns in enumerate((was, now)):
        for one in turns:
            groups.setdefault((one.partner_id, one.direction), ([], []))[place].append(one)
    pairs = [pair for group in groups.values() for pair in _matched(*group, within * DAY_MS)]
    return tuple(sorted(pairs, key=lambda one: (one.turn.at, one.turn.partner_id, one.fate)))


def _matched(was: Sequence[Turn], now: Sequence[Turn], within: int) -> list[Pair]:
    near = sorted(
        (abs(one.at - other.at), one.after != other.after, one, other)
        for one, other in product(was, now)
        if abs(one.at - other.at) <= within
    )
    taken: set[tuple[str, Turn]] = set()
    pairs: list[Pair] = []
    for _, _, one, other in near:
        if ("was", one) not in taken and ("now", other) not in taken:
            taken |= {("was", one), ("now", other)}
            pairs.append(Pair(one, other))
    pairs += [Pair(one, None) for one in was if ("was", one) not in taken]
    pairs += [Pair(None, one) for one in now if ("now", one) not in taken]
    return pairs
