"""What was worked out last, so that it is not worked out again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
R = TypeVar("R")

KINDS = 8
"""So many are kept: the policies of a backtest, and of a policy book."""


class Latest(Generic[A, B, R]):
    """The last result of each kind of question, by what it was asked of: the same object (nothing
    in a memory is changed in place), and beside it an equal one. Of one process, never stored."""

    def __init__(self) -> None:
        self._last: dict[Hashable, tuple[A, B, R]] = {}

    def once(self, kind: Hashable, of: A, beside: B, work: Callable[[], R]) -> R:
        """The last result if it was of these, else that of `work`."""
        last = self._last.get(kind)
        if last is not None and last[0] is of and last[1] == beside:
            return last[2]
        return self.keep(kind, of, beside, work())

    def last(self, kind: Hashable) -> tuple[A, B, R] | None:
        """What was asked last, and the result."""
        return self._last.get(kind)

    def keep(self, kind: Hashable, of: A, beside: B, result: R) -> R:
        """The result, kept."""
        if len(self._last) >= KINDS and kind not in self._last:
            self._last.clear()
        self._last[kind] = of, beside, result
        return result
