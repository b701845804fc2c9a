"""Temperatures, chances and thresholds, from what a model says of scenarios kept for choosing."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize, minimize_scalar  # type: ignore[import-untyped]

from nlp.evaluation.scores import Bools, Doubles, Span, f1, span_f1
from nlp.example import Example
from nlp.marked import CLAUSE
from nlp.models.calibration import Calibration
from nlp.tags import ENTITIES, NOTHING, PROMISES, towards
from nlp.training.batches import authors
from nlp.training.network import FLAGS, INTENTS, SENTIMENT
from nlp.training.reading import Read, Tagged, gold

GATE = 0.42  # under it the likeliest sentiment is hardly likelier than another: nothing is said
# Of "needs a look", with some room to the 0.80 and the one in eight that are promised.
LOOK_PRECISION, NEAR_SHARE = 0.82, 0.115
LEANS = tuple(step / 4 for step in range(13))
STEPS = np.round(np.arange(0.1, 0.91, 0.02), 2)

PLAIN = Calibration(
    version="plain",
    sentiments=SENTIMENT,
    intents=INTENTS,
    flags=FLAGS,
    temperature=1.0,
    gate=0.0,
    slopes=dict.fromkeys((*INTENTS, *FLAGS), 1.0),
    shifts=dict.fromkeys((*INTENTS, *FLAGS), 0.0),
    thresholds=dict.fromkeys((*INTENTS, *FLAGS), 0.5),
    look=0.5,
)
"""Odds as they come, for a reader that is yet to be calibrated."""


def calibrate(read: Read, examples: Sequence[Example], version: str = "") -> Calibration:
    """From what was read of examples that nothing was learnt from."""
    odds = read.message
    first = len(SENTIMENT)
    told = [at for at, one in enumerate(examples) if one.sentiment is not None]
    right = np.array([SENTIMENT.index(examples[at].sentiment or "") for at in told])
    slopes: dict[str, float] = {}
    shifts: dict[str, float] = {}
    thresholds: dict[str, float] = {}
    chances: dict[str, Doubles] = {}
    known = [at for at, one in enumerate(examples) if one.intents is not None]
    for place, label in enumerate((*INTENTS, *FLAGS), first):
        holds = np.array(
            [
                label in (*(examples[at].intents or ()), *(examples[at].compliance or ()))
                for at in known
            ]
        )
        slope, shift = platt(odds[known, place], holds)
        chances[label] = 1 / (1 + np.exp(-(slope * odds[known, place] + shift)))
        slopes[label], shifts[label] = round(slope, 4), round(shift, 4)
        thresholds[label] = best_threshold(chances[label], holds)
    flagged = np.array([bool(examples[at].compliance) for at in known])
    near = np.array([any(label in FLAGS for label in examples[at].near) for at in known])
    return Calibration(
        version=version,
        sentiments=SENTIMENT,
        intents=INTENTS,
        flags=FLAGS,
        temperature=round(temperature(odds[told, :first], right), 4),
        gate=GATE,
        slopes=slopes,
        shifts=shifts,
        thresholds=thresholds,
        look=look_threshold(np.sum([chances[label] for label in FLAGS], axis=0), flagged, near),
        promise_lean=promise_lean(read.promises, examples),
        product_lean=product_lean(read.entities, examples),
    )


def temperature(odds: Doubles, right: np.ndarray) -> float:
    """By what to divide log odds for what is right to be the likeliest (Guo et al. 2017)."""

    def surprise(log_temperature: float) -> float:
        scaled = odds / np.exp(log_temperature)
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        log = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-log[np.arange(len(right)), right].mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-1.5, 2.0), method="bounded").x))


def platt(odds: Doubles, holds: Bools) -> tuple[float, float]:
    """Slope and shift of the logistic that fits best, with Platt's smoothed targets."""
    yes, no = int(holds.sum()), int((~holds).sum())
    wanted = np.where(holds, (yes + 1) / (yes + 2), 1 / (no + 2))

    def surprise(pair: Doubles) -> float:
        logit = pair[0] * odds + pair[1]
        return float((np.logaddexp(0, logit) - wanted * logit).mean() + 1e-3 * (pair[0] - 1) ** 2)

    slope, shift = minimize(surprise, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(slope), float(shift)


def best_threshold(chances: Doubles, holds: Bools) -> float:
    """The threshold of the best F1, half of the way towards what chances that are right would ask.

    Of such chances the best threshold is half of the F1 that it reaches (Lipton et al. 2014); the
    few examples of a rare label tell less than that. In cross-validation over development
    scenarios, macro-F1 of intents: 0.726 so, 0.719 by the examples alone.
    """

    def score(step: float) -> float:
        said = chances >= step
        return f1(int((said & holds).sum()), int(said.sum()), int(holds.sum()))

    scores = np.array([score(step) for step in STEPS])
    # A mean over neighbours: one example more or less must not move it far.
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    found = float(STEPS[int(smooth.argmax())])
    return round((found + score(found) / 2) / 2, 3)


def look_threshold(expected: Doubles, flagged: Bools, near: Bools) -> float:
    """From how many expected flags on a text needs a look: the fewest at which that is right often
    enough, and what only resembles (`near`) seldom enough taken for it. Of two errors, a flag that
    is missed is the worse.

    The sum of the chances tells better than the highest of them: at a precision of 0.84, 0.893 of
    the flagged development scenarios are found so, and 0.860 by the highest.
    """
    tempting = near & ~flagged
    for step in STEPS:
        said = expected >= step
        right = (said & flagged).sum() >= LOOK_PRECISION * max(1, said.sum())
        if right and (said & tempting).sum() <= NEAR_SHARE * tempting.sum():
            return float(step)
    return float(STEPS[-1])


def promise_lean(tagged: Sequence[Tagged], examples: Sequence[Example]) -> float:
    """At which promises are found best: the same owner, and words that overlap."""
    known = [at for at, one in enumerate(examples) if one.promises is not None]

    def score(lean: float) -> float:
        leant = towards(PROMISES, NOTHING, -lean)
        hits = said = wanted = 0
        for at in known:
            found = tagged[at].plus(leant).spans(PROMISES, CLAUSE)
            right = [
                (one.start, one.end, PROMISES[0 if authors(examples[at], one.owner) else 1])
                for one in examples[at].promises or ()
            ]
            said, wanted = said + len(found), wanted + len(right)
            hits += sum(any(_overlap(one, other) for other in found) for one in right)
        return f1(hits, said, wanted)

    return max(LEANS, key=score)


def product_lean(tagged: Sequence[Tagged], examples: Sequence[Example]) -> float:
    """At which products are found best, of those at which all entities together are found no worse.

    Fewer than one mark in twenty is a product, and public sentences leave them unmarked: a model of
    tokens that doubts says something commoner.
    """
    known = [at for at, one in enumerate(examples) if one.entities is not None]

    def scores(lean: float) -> tuple[float, float]:
        leant = towards(ENTITIES, "PRODUCT", lean)
        pairs = [(gold(examples[at]), tagged[at].plus(leant).spans(ENTITIES)) for at in known]
        products = [([*filter(_product, one)], [*filter(_product, other)]) for one, other in pairs]
        return span_f1(pairs), span_f1(products)

    found = {lean: scores(lean) for lean in LEANS}
    return max(
        (lean for lean in LEANS if found[lean][0] >= found[0.0][0]),
        key=lambda lean: found[lean][1],
    )


def _product(span: Span) -> bool:
    return span[2] == "PRODUCT"


def _overlap(one: Span, other: Span) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
