"""Two policies over the same past: their alerts, and how right those were."""

from collections.abc import Iterable, Sequence

import msgspec

from health.learning.bootstrap import Figure, draw
from health.learning.label import Label
from health.learning.match import Fate, Pair, matched
from health.learning.replay import AT_LEVEL, Level, Replay, Turn, spans
from health.learning.verdict import count, figures, totals
from ingest.interaction import PartnerId


class Beside(msgspec.Struct, frozen=True):
    """One figure under both policies, and the difference, draw by draw."""

    was: Figure
    now: Figure
    difference: Figure


class Judgement(msgspec.Struct, frozen=True):
    """Of the alerts of one level; `was` and `now`: what the figures are made of."""

    level: Level
    figures: dict[str, Beside]
    was: dict[str, int]
    now: dict[str, int]


class Backtest(msgspec.Struct, frozen=True):
    """`judged` is empty where no outcomes are known."""

    partners: int
    partner_days: int
    pairs: tuple[Pair, ...]
    judged: tuple[Judgement, ...]

    def fates(self) -> dict[Fate, int]:
        """How many alerts appear, vanish, move and stay."""
        found: dict[Fate, int] = {"appears": 0, "vanishes": 0, "moves": 0, "stays": 0}
        for pair in self.pairs:
            found[pair.fate] += 1
        return found


def compared(replays: Sequence[Sequence[Replay]], labels: Iterable[Label]) -> Backtest:
    """Each partner's replay under the policy that holds and under the candidate, in this order."""
    was, now = ([one[side] for one in replays] for side in (0, 1))
    known: dict[PartnerId, list[Label]] = {}
    for label in labels:
        known.setdefault(label.partner_id, []).append(label)
    return Backtest(
        partners=len(replays),
        partner_days=sum(one.last - one.first + 1 for one in was),
        pairs=matched(_turns(was), _turns(now)),
        judged=tuple(_judged(level, was, now, known) for level in AT_LEVEL) if known else (),
    )


def _turns(replays: Iterable[Replay]) -> list[Turn]:
    return [turn for one in replays for turn in one.turns]


def _judged(
    level: Level,
    was: Sequence[Replay],
    now: Sequence[Replay],
    known: dict[PartnerId, list[Label]],
) -> Judgement:
    drawn = draw(len(was))
    counts = [
        [count(spans(one.turns, level), known.get(one.partner_id, ()), one) for one in side]
        for side in (was, now)
    ]
    before, after = (figures(side, drawn) for side in counts)
    return Judgement(
        level,
        {
            name: Beside(
                before[name].figure(),
                after[name].figure(),
                after[name].minus(before[name]).figure(),
            )
            for name in before
        },
        totals(counts[0]),
        totals(counts[1]),
    )
