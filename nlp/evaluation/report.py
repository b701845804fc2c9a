"""All that is told of a pipeline on a file of labelled messages."""

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec

from nlp.evaluation.baselines import Baselines, Peer, baselines
from nlp.evaluation.compliance import ComplianceScore, compliance, overlooked
from nlp.evaluation.entities import ENTITIES, entities
from nlp.evaluation.figures import Labels
from nlp.evaluation.intents import intents
from nlp.evaluation.language import LanguageScore, language
from nlp.evaluation.mistakes import Mistake, mistakes
from nlp.evaluation.pairs import Head, Pair, tongue
from nlp.evaluation.promises import PromiseScore, promises
from nlp.evaluation.sentiment import Abstention, SentimentScore, abstentions, sentiment
from nlp.evaluation.sureness import Sureness, sureness


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A head is None where no message was labelled for it."""

    messages: int
    languages: dict[str, int]
    language: Head[LanguageScore] | None
    sentiment: Head[SentimentScore] | None
    baselines: Baselines | None
    abstentions: tuple[Abstention, ...]
    intents: Head[Labels] | None
    compliance: Head[ComplianceScore] | None
    overlooked: tuple[str, ...]
    entities: Head[Labels] | None
    promises: Head[PromiseScore] | None
    sureness: dict[str, Head[Sureness]]
    mistakes: tuple[Mistake, ...]


def report(
    pairs: Sequence[Pair],
    *,
    worst: int = 10,
    labels: Collection[str] = ENTITIES,
    texts: bool = False,
    vader: Peer | None = None,
) -> Report:
    """Of pairs of a labelled message and what was said of it.

    `worst` mistakes of each head are listed, with their `texts` only if asked; of entities only
    `labels` count.
    """
    return Report(
        messages=len(pairs),
        languages=dict(sorted(Counter(tongue(example) for example, _ in pairs).items())),
        language=language(pairs),
        sentiment=sentiment(pairs),
        baselines=baselines(pairs, vader),
        abstentions=abstentions(pairs),
        intents=intents(pairs),
        compliance=compliance(pairs),
        overlooked=overlooked(pairs),
        entities=entities(pairs, labels),
        promises=promises(pairs),
        sureness=sureness(pairs, labels),
        mistakes=mistakes(pairs, worst, labels, texts=texts),
    )
