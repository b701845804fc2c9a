"""What a model learns from: every measure at a day's close, and what was known of that day."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from health import cap
from health.churn import RULE
from health.learning.bootstrap import Floats
from health.learning.label import BAD, BANDS, Label
from health.observation import Observation
from health.policy import NAMES, Policy
from health.rebuild import follow, in_order
from health.relationship import Relationship, unheard
from health.standing import GOODNESS, stand
from health.terms import Terms
from ingest.interaction import PartnerId

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
GREEN, YELLOW, RED, UNKNOWN = range(4)
CODES = {"green": GREEN, "yellow": YELLOW, "red": RED, "unknown": UNKNOWN}
WEEK, WEEKS = 7, 12
"""An outcome speaks of the twelve weeks before it: red before a break, green before a renewal."""


class Asked(msgspec.Struct, frozen=True, order=True):
    """The truth of a day, and the day on which it was known."""

    day: int
    truth: int
    known: int


class Lesson(msgspec.Struct, frozen=True):
    """One partner: what was heard, and the days of which the truth is known."""

    partner_id: PartnerId
    history: tuple[Observation, ...]
    terms: Terms
    policy: Policy
    asked: tuple[Asked, ...]


class Row(msgspec.Struct, frozen=True):
    """A day's close. `goodness` in thousandths, by `NAMES`, None where it was not measured; `score`
    and `band` are the scorecard's; `risk`: of leaving, as the rule says that evening."""

    partner_id: PartnerId
    day: int
    known: int
    truth: int
    goodness: tuple[int | None, ...]
    score: float | None
    band: int
    risk: float | None = None


class Table(msgspec.Struct, frozen=True):
    """Rows as arrays; `goodness` from 0 to 1, nan where it was not measured."""

    partner: Whole
    day: Whole
    known: Whole
    truth: Whole
    goodness: Floats
    score: Floats
    band: Whole
    risk: Floats
    names: tuple[PartnerId, ...]

    def where(self, mask: Mask) -> "Table":
        """Some of the rows."""
        return Table(
            self.partner[mask],
            self.day[mask],
            self.known[mask],
            self.truth[mask],
            self.goodness[mask],
            self.score[mask],
            self.band[mask],
            self.risk[mask],
            self.names,
        )

    def __len__(self) -> int:
        """How many rows."""
        return len(self.truth)


def asked(labels: Iterable[Label]) -> tuple[Asked, ...]:
    """The days to look at for one partner's labels: one a week at most.

    A band that a manager gave speaks of its own day, and goes before what an outcome says; of two
    in a week the later counts, and of two outcomes the bad one.
    """
    weeks: dict[int, tuple[int, Asked]] = {}
    for label in labels:
        if label.what in BANDS:
            found = [(2, Asked(label.day, CODES[label.what], label.day))]
        else:
            bad = label.what in BAD
            found = [
                (int(bad), Asked(label.day - WEEK * back, RED if bad else GREEN, label.day))
                for back in range(1, WEEKS + 1)
            ]
        for rank, one in found:
            week = one.day // WEEK
            if week not in weeks or (rank, one) > weeks[week]:
                weeks[week] = (rank, one)
    return tuple(one for _, one in sorted(weeks.values(), key=lambda both: both[1]))


def goodness_of(now: Relationship, terms: Terms, policy: Policy) -> list[int | None]:
    """Every measure, of no weight too, and last the cap, by `NAMES`."""
    capped = 0 if cap.holds(now.memory, policy) else 1000
    return [*(ask(now.memory, terms, policy) for ask in GOODNESS), capped]


def rows_of(lesson: Lesson) -> tuple[Row, ...]:
    """The rows of one partner, by the engine's own fold: nothing after a day bears on its row.

    Days before the first thing heard have none.
    """
    ordered = in_order(lesson.history)
    now, place = unheard(lesson.partner_id), 0
    found = []
    for one in lesson.asked:
        begins = place
        while place < len(ordered) and ordered[place].day <= one.day:
            place += 1
        # To the evening of the day, when everything is heard and nothing closed.
        now = follow(now, ordered[begins:place], lesson.terms, lesson.policy, until=one.day).after
        memory = now.memory
        if not memory.heard:
            continue
        standing = stand(memory, lesson.terms, lesson.policy)
        goodness = goodness_of(now, lesson.terms, lesson.policy)
        risk = RULE.risk(now, standing, lesson.terms, lesson.policy)
        now = follow(now, (), lesson.terms, lesson.policy, until=one.day + 1).after
        found.append(
            Row(
                lesson.partner_id,
                one.day,
                one.known,
                one.truth,
                tuple(goodness),
                standing.score,
                CODES[now.settled.band],
                risk,
            )
        )
    return tuple(found)


def table_of(rows: Sequence[Row]) -> Table:
    """The rows as arrays."""
    names = tuple(sorted({one.partner_id for one in rows}))
    number = {name: place for place, name in enumerate(names)}
    nan = float("nan")
    return Table(
        partner=np.array([number[one.partner_id] for one in rows], dtype=np.int64),
        day=np.array([one.day for one in rows], dtype=np.int64),
        known=np.array([one.known for one in rows], dtype=np.int64),
        truth=np.array([one.truth for one in rows], dtype=np.int64),
        goodness=np.array(
            [[nan if g is None else g / 1000 for g in one.goodness] for one in rows], dtype=float
        ).reshape(-1, len(NAMES)),
        score=np.array([nan if one.score is None else one.score for one in rows], dtype=float),
        band=np.array([one.band for one in rows], dtype=np.int64),
        risk=np.array([nan if one.risk is None else one.risk for one in rows], dtype=float),
        names=names,
    )


class Split(msgspec.Struct, frozen=True):
    """`train`: known before the cut, of partners that may be learned from; `later`: the same
    partners from the cut on; `unseen`: partners never learned from, from the cut on."""

    cut: int
    train: Table
    later: Table
    unseen: Table


def split(table: Table, cut: int, share: float = 0.3) -> Split:
    """By time and by partner. What was known only after the cut is not learned from."""
    apart = np.array([_place(name) < share for name in table.names], dtype=bool)[table.partner]
    return Split(
        cut,
        table.where(~apart & (table.known < cut)),
        table.where(~apart & (table.day >= cut)),
        table.where(apart & (table.day >= cut)),
    )


def usual_cut(table: Table, share: float = 0.6) -> int:
    """The day before which that share of the rows lies."""
    return int(np.quantile(table.day, share, method="higher"))


def _place(name: PartnerId) -> float:
    """From 0 to 1, by the name alone: another partner in the data moves nobody across."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) / 2**64
