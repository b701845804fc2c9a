"""What to do when a process of ours has ended."""

from enum import Enum

import msgspec

MISCONFIGURED = 2  # as our commands say it: starting again changes nothing


class Patience(msgspec.Struct, frozen=True):
    """How long to wait before the next start: `first` seconds, doubling up to `longest`.

    Who ran for `calm` seconds has forgiven its earlier ends; who ends `tries` times without is
    given up (None: never).
    """

    first: float = 0.5
    longest: float = 30.0
    calm: float = 60.0
    tries: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.first <= self.longest:
            raise ValueError("the first wait must be above 0 and not above the longest")


class Reason(Enum):
    """Why it is started again, or is not."""

    STARTED_AGAIN = "started again"
    STOPPING = "everything is being stopped"
    MISCONFIGURED = "its settings are wrong"
    TOO_OFTEN = "it ended too often"


class Verdict(msgspec.Struct, frozen=True):
    """`wait` seconds before the next start, None when there is none; `ends` so far in a row."""

    reason: Reason
    wait: float | None
    ends: int


def judge(code: int, ran: float, ends: int, patience: Patience, *, stopping: bool) -> Verdict:
    """After a process that ran for `ran` seconds ended with `code`, `ends` in a row before it."""
    if stopping:
        return Verdict(Reason.STOPPING, None, ends)
    if code == MISCONFIGURED:
        return Verdict(Reason.MISCONFIGURED, None, ends)
    ends = 1 if ran >= patience.calm else ends + 1
    if patience.tries is not None and ends >= patience.tries:
        return Verdict(Reason.TOO_OFTEN, None, ends)
    doublings = min(ends - 1, 32)  # enough for any wait; more would overflow
    return Verdict(Reason.STARTED_AGAIN, min(patience.first * 2**doublings, patience.longest), ends)
