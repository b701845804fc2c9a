"""How well a search finds, by meaning and by words: `python -m benchmarks.search`.

Thirty-six questions to the sample company's messages in seven languages, most of them asked in
another language than the answers are written in; what answers was judged by hand among the first
results of each way to search (`tests/golden/search.jsonl`).
"""

import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from commands.sources import Sources
from ingest.interaction import PartnerId
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from nlp.embedding import Embedder, Vectors
from nlp.models.embedder import load_embedder
from nlp.search.alike import ALIKE
from nlp.search.gather import gather
from nlp.search.lexical import Lexical
from nlp.search.memory import Memory, vectors_of
from nlp.search.message import Message
from nlp.search.rank import Searchable, fused

ROOT = Path(__file__).parents[1]
COMPANY = ROOT / "sample" / "company"
QUESTIONS = ROOT / "tests" / "golden" / "search.jsonl"
NOW = datetime(2026, 10, 10, tzinfo=UTC)  # after the last message
KEY = bytes(32)
FIRST = 5


class Question(msgspec.Struct, frozen=True):
    """`relevant`: the messages that answer it. `crossing`: they are in another language."""

    partner: PartnerId
    language: str
    query: str
    relevant: tuple[str, ...]
    crossing: bool


class Found(msgspec.Struct, frozen=True):
    """Of some questions: the share of answers among the first five, and how high the first is."""

    recall: float
    reciprocal_rank: float


def questions() -> list[Question]:
    """All of them."""
    lines = QUESTIONS.read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Question) for line in lines]


def measure(embedder: Embedder) -> dict[str, dict[str, Found]]:
    """For words alone, meaning alone and both: of all questions, crossing ones and the others."""
    asked = questions()
    spaces = {partner: _space(partner, embedder) for partner in {one.partner for one in asked}}
    vectors = [embedder.embed([one.query])[0] for one in asked]
    ways: dict[str, Callable[[int], Sequence[str]]] = {}

    def way(
        score: Callable[[Searchable, Lexical, Vectors, str], Vectors],
    ) -> Callable[[int], list[str]]:
        def ranked(at: int) -> list[str]:
            messages, searchable, lexical = spaces[asked[at].partner]
            scores = score(searchable, lexical, vectors[at], asked[at].query)
            order = np.argsort(-scores, kind="stable")
            return [messages[place].id for place in order if scores[place] > 0]

        return ranked

    ways["words"] = way(lambda _, lexical, _vector, query: lexical.scores(query))
    ways["meaning"] = way(lambda space, _, vector, _query: space.similarities(vector)[0] + 2)
    ways["both"] = way(
        lambda space, lexical, vector, query: fused(
            space.similarities(vector)[0], lexical.scores(query)
        )
    )
    groups = {
        "all": range(len(asked)),
        "crossing": [at for at, one in enumerate(asked) if one.crossing],
        "same language": [at for at, one in enumerate(asked) if not one.crossing],
    }
    return {
        name: {
            group: _found([(asked[at].relevant, ranked(at)) for at in places])
            for group, places in groups.items()
        }
        for name, ranked in ways.items()
    }


def near_duplicates(embedder: Embedder) -> dict[str, int]:
    """Of a hundred copies with a word in fifteen lost and a "RE:", how many are told for copies.

    Beside them: how many pairs of messages that are no copies are taken for such.
    """
    index = Index(load_register(COMPANY / "partners.yaml", []))
    messages = [
        one
        for partner in index.partners
        for one in gather(
            Sources(mail=COMPANY / "mail" / partner).items(NOW), partner, index, NOW, Memory(), KEY
        )
        if len(one.spans) == 1 and one.subject
    ]
    table = embedder.embed([one.passage(one.spans[0]) for one in messages], "passage")
    places = range(0, len(messages), len(messages) // 100)[:100]
    copies = [
        f"RE: {messages[at].subject}\n"
        + " ".join(word for number, word in enumerate(messages[at].text.split(), 4) if number % 15)
        for at in places
    ]
    close = (table[list(places)] * embedder.embed(copies, "passage")).sum(axis=1)
    pairs = np.triu(table @ table.T >= ALIKE, 1)
    return {
        "copies": len(copies),
        "found": int((close >= ALIKE).sum()),
        "other pairs": len(messages) * (len(messages) - 1) // 2,
        "taken for copies": int(pairs.sum()),
    }


def _space(partner: PartnerId, embedder: Embedder) -> tuple[list[Message], Searchable, Lexical]:
    index = Index(load_register(COMPANY / "partners.yaml", []))
    folders = (COMPANY / "mail" / partner, COMPANY / "notes" / partner)
    sources = Sources(mail=folders[0], notes=folders[1] if folders[1].exists() else None)
    messages = gather(sources.items(NOW), partner, index, NOW, Memory(), KEY)
    passages = [one.passage(span) for one in messages for span in one.spans]
    table, _ = vectors_of(passages, Memory(), embedder, KEY)
    return messages, Searchable(messages, table), Lexical([one.words for one in messages])


def _found(answers: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Found:
    recalls, ranks = [], []
    for wanted, ranked in answers:
        recalls.append(len(set(wanted) & set(ranked[:FIRST])) / min(FIRST, len(wanted)))
        places = [at for at, one in enumerate(ranked, 1) if one in wanted]
        ranks.append(1 / places[0] if places else 0.0)
    return Found(round(statistics.mean(recalls), 3), round(statistics.mean(ranks), 3))


def main() -> None:
    """Prints the figures."""
    asked = questions()
    crossing = sum(one.crossing for one in asked)
    print(f"{len(asked)} questions, {crossing} of them across languages")
    embedder = load_embedder(progress=print)
    for name, groups in measure(embedder).items():
        for group, found in groups.items():
            print(
                f"{name}, {group}: recall@{FIRST} {found.recall:.2f}, "
                f"mean reciprocal rank {found.reciprocal_rank:.2f}"
            )
    print("near-duplicates:", near_duplicates(embedder))


if __name__ == "__main__":
    main()
