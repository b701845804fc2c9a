"""How often the topic of a sentence is told right: `python -m benchmarks.topics`.

Seventy sentences in seven languages, each on one of fifteen topics, and fourteen of small talk that
are on none (`tests/golden/topics.jsonl`), beside always saying the commonest.
"""

from collections import Counter
from pathlib import Path

import msgspec

from nlp.embedding import Embedder
from nlp.models.embedder import load_embedder
from nlp.topics import Topics

SENTENCES = Path(__file__).parents[1] / "tests" / "golden" / "topics.jsonl"


class Sentence(msgspec.Struct, frozen=True):
    """`topic` is None for small talk."""

    language: str
    text: str
    topic: str | None


def measure(embedder: Embedder) -> dict[str, float]:
    """Shares: of the sentences on a topic, and of the small talk."""
    lines = SENTENCES.read_bytes().splitlines()
    labelled = [msgspec.json.decode(line, type=Sentence) for line in lines]
    read = Topics(embedder).read([one.text for one in labelled])
    said = [held[0].label if held else None for held in read]
    pairs = list(zip(labelled, said, strict=True))
    on_one = [(one.topic, told) for one, told in pairs if one.topic]
    on_none = [told for one, told in pairs if not one.topic]
    commonest = Counter(topic for topic, _ in on_one).most_common(1)[0][1]
    found = {
        "commonest": commonest / len(on_one),
        "right": sum(topic == told for topic, told in on_one) / len(on_one),
        "said, and right": sum(topic == told for topic, told in on_one)
        / sum(told is not None for _, told in on_one),
        "small talk left alone": on_none.count(None) / len(on_none),
    }
    for language in sorted({one.language for one in labelled}):
        mine = [one.topic == told for one, told in pairs if one.language == language and one.topic]
        found[f"right, {language}"] = sum(mine) / len(mine)
    return found


def main() -> None:
    """Prints the figures."""
    for name, share in measure(load_embedder(progress=print)).items():
        print(f"{name}: {share:.2f}")


if __name__ == "__main__":
    main()
