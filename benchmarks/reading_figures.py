"""The figures of reading, from what was said of the held sets, and whether goals are met."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

import msgspec

from nlp.evaluation import compliance, entities, intents, language, sentiment
from nlp.evaluation.baselines import Peer
from nlp.evaluation.figures import Figures as One
from nlp.evaluation.figures import Labels
from nlp.evaluation.interval import Interval, interval
from nlp.evaluation.language import is_long
from nlp.evaluation.pairs import Head, Pair
from nlp.evaluation.report import Report, report
from nlp.evaluation.sentiment import SentimentScore

NAMED = ("PERSON", "ORG", "LOC")  # what the public sets mark
Figure = Callable[[Sequence[Pair]], float | None]


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of each set. `untold`: the language had to be found, too."""

    business: Sequence[Pair]
    tweets: Sequence[Pair]
    tweets_untold: Sequence[Pair]
    names: Sequence[Pair]
    names_untold: Sequence[Pair]
    trial: Sequence[Pair] | None = None
    trial_tweets: Sequence[Pair] | None = None


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that was promised; `show` is its place in the list of promises."""

    show: int
    what: str
    value: float | None
    bound: float
    at_most: bool = False
    within: Interval | None = None

    @property
    def met(self) -> bool:
        """A figure that is not there meets nothing."""
        if self.value is None:
            return False
        return self.value <= self.bound if self.at_most else self.value >= self.bound


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """`business` and `tweets` are whole reports, but for the errors: nobody is to learn from them.

    `sets` are the public sets of names one by one; `felt` is the sentiment of the messages with all
    labels and of the earlier ones, apart; `messages` tells which texts were read.
    """

    versions: dict[str, str]
    messages: str
    goals: tuple[Goal, ...]
    business: Report
    felt: dict[str, SentimentScore]
    tweets: Report
    tweets_untold: Report
    names: Head[Labels] | None
    names_untold: Head[Labels] | None
    sets: dict[str, Labels]
    trial: Head[SentimentScore] | None
    trial_tweets: Head[SentimentScore] | None


def figures(
    read: Readings,
    versions: Mapping[str, str],
    vader: Peer | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Of all sets; `say` is told before what takes long."""
    say("computing figures and their intervals")
    return Figures(
        versions=dict(versions),
        messages=digest(read.business),
        goals=_goals(read),
        business=report(read.business, worst=0, vader=vader),
        felt=_felt(read.business),
        tweets=report(read.tweets, worst=0),
        tweets_untold=report(read.tweets_untold, worst=0),
        names=entities.entities(read.names, NAMED),
        names_untold=entities.entities(read.names_untold, NAMED),
        sets=_sets(read.names),
        trial=sentiment.sentiment(read.trial or ()),
        trial_tweets=sentiment.sentiment(read.trial_tweets or ()),
    )


def digest(pairs: Sequence[Pair]) -> str:
    """Of the messages with their labels: figures of other messages are other figures."""
    made = blake2b(digest_size=6)
    for example, _ in pairs:
        made.update(msgspec.json.encode(example))
    return made.hexdigest()


def mean_macro_f1(pairs: Sequence[Pair]) -> float | None:
    """Of sentiment: each language counts alike."""
    found = sentiment.sentiment(pairs)
    scores = [one.macro_f1 or 0.0 for one in found.by_language.values()] if found else []
    return sum(scores) / len(scores) if scores else None


def _goals(read: Readings) -> tuple[Goal, ...]:
    felt = [one for one in read.business if one[0].sentiment is not None]
    labelled = [one for one in read.business if one[0].compliance is not None]
    long = [one for one in read.business if is_long(one)]
    worst = _weakest(felt)
    weak = [one for one in felt if one[0].language == worst]
    return (
        _goal(1, "sentiment of business messages, macro-F1", felt, _macro, 0.82),
        _goal(1, f"the weakest language ({worst})", weak, _macro, 0.74),
        _goal(2, "tweets, mean macro-F1 of six languages", read.tweets, mean_macro_f1, 0.69),
        _goal(3, "intents, macro-F1", labelled, lambda some: intents.score(some).macro_f1, 0.72),
        _goal(3, "needs a look: recall", labelled, lambda some: _look(some).recall, 0.88),
        _goal(3, "needs a look: precision", labelled, lambda some: _look(some).precision, 0.80),
        _goal(3, "hard negatives flagged", labelled, _hard, 0.125, at_most=True),
        _goal(3, "right label among the rightly flagged", labelled, _surest, 0.85),
        _goal(4, "entities, exact spans, micro-F1 over six labels", labelled, _spans, 0.78),
        _goal(4, "public names, exact spans, micro-F1", read.names, _names, 0.75),
        _goal(5, "language of messages over 40 characters", long, _language, 0.98),
        _goal(6, "sentiment, expected calibration error", felt, _honesty, 0.05, at_most=True),
    )


def _goal(
    show: int,
    what: str,
    pairs: Sequence[Pair],
    figure: Figure,
    bound: float,
    *,
    at_most: bool = False,
) -> Goal:
    return Goal(
        show=show,
        what=what,
        value=figure(pairs) if pairs else None,
        bound=bound,
        at_most=at_most,
        within=interval(pairs, figure),
    )


def _weakest(pairs: Sequence[Pair]) -> str:
    found = sentiment.sentiment(pairs)
    scores = {name: one.macro_f1 or 0.0 for name, one in found.by_language.items()} if found else {}
    return min(scores, key=lambda name: scores[name], default="none")


def _macro(pairs: Sequence[Pair]) -> float | None:
    return sentiment.score(pairs).macro_f1


def _honesty(pairs: Sequence[Pair]) -> float | None:
    return sentiment.score(pairs).calibration_error


def _look(pairs: Sequence[Pair]) -> One:
    return compliance.score(pairs).needs_a_look


def _hard(pairs: Sequence[Pair]) -> float | None:
    return compliance.score(pairs).hard_negatives_share


def _surest(pairs: Sequence[Pair]) -> float | None:
    return compliance.score(pairs).surest_label_right


def _spans(pairs: Sequence[Pair]) -> float | None:
    return entities.score(pairs).micro.f1


def _names(pairs: Sequence[Pair]) -> float | None:
    return entities.score(pairs, NAMED).micro.f1


def _language(pairs: Sequence[Pair]) -> float | None:
    return language.score(pairs).accuracy


def _felt(pairs: Sequence[Pair]) -> dict[str, SentimentScore]:
    """The earlier messages have a sentiment alone; one hand wrote them, and easier ones."""
    held = [one for one in pairs if one[0].sentiment is not None]
    apart = {
        "with all labels": [one for one in held if one[0].intents is not None],
        "earlier": [one for one in held if one[0].intents is None],
    }
    return {name: sentiment.score(some) for name, some in apart.items() if some}


def _sets(pairs: Sequence[Pair]) -> dict[str, Labels]:
    """By the set that a sentence is from: its id without the number."""
    apart: dict[str, list[Pair]] = {}
    for pair in pairs:
        apart.setdefault(pair[0].id.rpartition("-")[0], []).append(pair)
    return {name: entities.score(apart[name], NAMED) for name in sorted(apart)}
