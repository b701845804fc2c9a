"""Public labelled texts as examples: tweets with a sentiment, sentences with people, organisations
and places. Each says nothing of what it was not labelled for."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from nlp.annotations import EntityLabel, SentimentLabel
from nlp.example import Example, Marked
from nlp.training.split import fold

UMSAB = {
    "en": "english", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese",
    "es": "spanish",
}  # fmt: skip
MOODS = {"eng": "en", "deu": "de", "esp": "es", "ptbr": "pt"}
TWEET: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")
NAMES: dict[str, EntityLabel] = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
HELD = 5  # of the gold sentences every fifth block of ten is held


def tweets(root: Path, part: str) -> Iterator[Example]:
    """UMSAB's `part` (`train` or `val`) in six languages."""
    for language, folder in UMSAB.items():
        base = root / "sentiment" / "umsab" / folder
        texts = (base / f"{part}_text.txt").read_text(encoding="utf-8").split("\n")
        labels = (base / f"{part}_labels.txt").read_text(encoding="utf-8").split()
        for number, (text, label) in enumerate(zip(texts, labels, strict=False)):
            id_ = f"umsab-{language}-{part}-{number}"
            sentiment = TWEET[int(label)]
            yield Example(id=id_, language=language, scenario=id_, text=text, sentiment=sentiment)


def moods(root: Path) -> Iterator[Example]:
    """SemEval-2025's posts whose emotions are of one kind, or of none, as a sentiment."""
    base = root / "sentiment" / "semeval25-emotion" / "track_a"
    for name, language in MOODS.items():
        for part in ("train", "dev", "test"):
            with (base / part / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    felt = {emotion for emotion, mark in row.items() if mark == "1"}
                    sentiment = _mood(felt) if row["joy"] else None
                    if sentiment is not None:
                        yield Example(
                            id=row["id"],
                            language=language,
                            scenario=row["id"],
                            text=row["text"],
                            sentiment=sentiment,
                        )


def _mood(felt: set[str]) -> SentimentLabel | None:
    bad = felt & {"anger", "disgust", "fear", "sadness"}
    if bad and "joy" not in felt:
        return "negative"
    if "joy" in felt and not bad:
        return "positive"
    return None if felt else "neutral"


def names(root: Path) -> Iterator[tuple[Example, bool]]:
    """Gold sentences with people, organisations and places, and whether each is held.

    Dates, sums and products are not labelled there: `entities` holds the rest alone.
    """
    base = root / "ner"
    for language in ("de", "en", "es", "it"):
        path = base / "europarl-half" / f"{language}-europarl.test.conll02"
        yield from _held(f"europarl-{language}", language, _conll(_lines(path), 0, 1))
    ewt = _conll(_lines(base / "en_ewt" / "en_ewt-ud-dev.iob2.gz"), 1, 2)
    yield from _held("ewt", "en", ewt)
    bosque = _conll(_lines(base / "pt_bosque" / "pt_bosque-ud-dev.iob2.gz"), 1, 2)
    yield from ((one, True) for one in _made("bosque-dev", "pt", bosque))
    bosque = _conll(_lines(base / "pt_bosque" / "pt_bosque-ud-train.iob2.gz"), 1, 2)
    yield from ((one, False) for one in _made("bosque", "pt", bosque))
    wiki = base / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt.gz"
    yield from ((one, False) for one in _made("wikigold", "en", _conll(_lines(wiki), 0, 1)))


Sentence = list[tuple[str, str]]


def _held(name: str, language: str, found: Iterator[Sentence]) -> Iterator[tuple[Example, bool]]:
    for number, one in enumerate(_made(name, language, found)):
        yield one, fold(f"{name}-{number // 10}", HELD) == 0


def _lines(path: Path) -> Iterator[str]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        yield from (line.rstrip("\n") for line in lines)
        yield ""


def _conll(lines: Iterator[str], word: int, tag: int) -> Iterator[Sentence]:
    sentence: Sentence = []
    for line in lines:
        fields = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("#") and len(fields) < tag + 1:
            continue
        if line.startswith("# ") or line.startswith("-DOCSTART-"):
            continue
        if len(fields) > max(word, tag) and fields[word].strip():
            sentence.append((fields[word], fields[tag]))
        elif sentence:
            yield sentence
            sentence = []


def _made(name: str, language: str, sentences: Iterator[Sentence]) -> Iterator[Example]:
    for number, sentence in enumerate(sentences):
        text, marks = "", list[Marked]()
        last = "O"
        for word, tag in sentence:
            if text and not (word in ",.;:!?)]%'" or text[-1] in "([" or text.endswith("'")):
                text += " "
            start = len(text)
            text += word
            place, _, kind = tag.partition("-")
            label = NAMES.get(kind)
            if label and place == "I" and last.endswith(kind) and marks:
                marks[-1] = Marked(label, marks[-1].start, len(text))
            elif label:
                marks.append(Marked(label, start, len(text)))
            last = tag
        id_ = f"{name}-{number}"
        yield Example(id=id_, language=language, scenario=id_, text=text, entities=marks)
