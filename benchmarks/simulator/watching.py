"""One simulated partner watched by the engine: each day's band and measures, beside the truth."""

import msgspec
import numpy as np

from benchmarks.simulator.counts import counts
from benchmarks.simulator.partner import Simulated
from benchmarks.simulator.world import START
from health.measures import MEASURES
from health.observation import day_of, observe
from health.policy import Policy
from health.policy_book import BUILT_IN
from health.rebuild import follow, in_order
from health.relationship import unheard
from health.terms import terms_of
from ingest.register import Partner

CODES: dict[str, int] = {"green": 0, "yellow": 1, "red": 2, "unknown": 3, "gone": 4}
GREEN, YELLOW, RED, UNKNOWN, GONE = range(5)
FIRST = day_of(START)
NAMES = tuple(MEASURES)


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """By day: `truth`, `band` and `capped` as codes, `goodness` (0 to 1000, nan where not measured)
    by measure, `counts` of what was seen, `score` (nan where there is none)."""

    number: int
    truth: np.ndarray
    band: np.ndarray
    score: np.ndarray
    goodness: np.ndarray
    counts: np.ndarray
    breaks_on: int | None
    broke_by: str | None
    nature: str
    signature: tuple[str, ...]
    records: bool
    heard: int


def policy_of(partner: Partner) -> Policy:
    """The policy that a partner is scored by."""
    return BUILT_IN.of(partner)


def watched(number: int, one: Simulated) -> Watched:
    """Fold it day by day, as the engine does."""
    terms, policy = terms_of(one.partner), policy_of(one.partner)
    ordered = in_order(observe(said) for said in one.said)
    days = len(one.truth.bands)
    bands = np.full(days, UNKNOWN, dtype=np.int8)
    score = np.full(days, np.nan, dtype=np.float32)
    goodness = np.full((days, len(NAMES)), np.nan, dtype=np.float32)
    asked = [measure.goodness for measure in MEASURES.values()]
    now, place = unheard(one.partner.id), 0
    for day in range(days):
        today = FIRST + day
        begins = place
        while place < len(ordered) and ordered[place].day <= today:
            place += 1
        # To the evening of the day, when everything is heard and nothing closed.
        step = follow(now, ordered[begins:place], terms, policy, until=today)
        now = step.after
        if not now.memory.heard:
            continue
        for at, ask in enumerate(asked):
            good = ask(now.memory, terms, policy)
            if good is not None:
                goodness[day, at] = good
        step = follow(now, (), terms, policy, until=today + 1)
        now = step.after
        bands[day] = CODES[now.settled.band]
        if now.yesterday is not None and now.yesterday.standing.score is not None:
            score[day] = now.yesterday.standing.score
    return Watched(
        number=number,
        truth=np.array([CODES[band] for band in one.truth.bands], dtype=np.int8),
        band=bands,
        score=score,
        goodness=goodness,
        counts=counts(one.said, days),
        breaks_on=one.truth.breaks_on,
        broke_by=one.truth.broke_by,
        nature=one.truth.nature,
        signature=one.truth.signature,
        records=any(said.kind == "record" for said in one.said),
        heard=len(one.said),
    )
