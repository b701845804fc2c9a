"""Labelled texts to learn sentiment from: our own business messages and public sets."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import msgspec

from nlp.annotations import SentimentLabel
from nlp.sentiment import LABELS

UMSAB = {
    "en": "english", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese",
    "es": "spanish",
}  # fmt: skip
XED_EACH = 900  # lines a language: subtitles are far from mail, and many


class Example(msgspec.Struct, frozen=True):
    """A text and how it should be read. Examples of one `group` never lie on both sides of a split.

    `held` examples are for judging, never for learning or choosing.
    """

    source: str
    language: str
    text: str
    label: SentimentLabel
    group: str
    held: bool


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the corpus: `scenario` names the situation that the message is about."""

    id: str
    language: str
    scenario: str
    label: SentimentLabel
    text: str


def corpus() -> list[Message]:
    """The business messages that were written for this project."""
    lines = (files("nlp.training") / "corpus" / "sentiment.jsonl").read_text(encoding="utf-8")
    return [msgspec.json.decode(line, type=Message) for line in lines.splitlines() if line]


def business() -> list[Example]:
    """The corpus, a fifth of its scenarios held out."""
    return [
        Example(
            "business",
            message.language,
            message.text,
            message.label,
            message.scenario,
            fold(message.scenario) == 0,
        )
        for message in corpus()
    ]


def fold(name: str, count: int = 5) -> int:
    """A number below `count`, always the same for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) % count


def public(root: Path) -> list[Example]:
    """What the public sets under `root` give; UMSAB's validation part is held out."""
    return [*_umsab(root), *_xed(root), *_emobank(root)]


def _umsab(root: Path) -> Iterator[Example]:
    for language, folder in UMSAB.items():
        for part in ("train", "val"):
            base = root / "sentiment" / "umsab" / folder
            texts = (base / f"{part}_text.txt").read_text(encoding="utf-8").split("\n")
            labels = (base / f"{part}_labels.txt").read_text(encoding="utf-8").split()
            for number, (text, label) in enumerate(zip(texts, labels, strict=False)):
                group = f"umsab-{language}-{part}-{number}"
                yield Example("umsab", language, text, LABELS[int(label)], group, part == "val")


def _xed(root: Path) -> Iterator[Example]:
    base = root / "sentiment" / "xed"
    for language in ("fr", "de", "es", "it", "pt", "nl", "en"):
        path = (
            base / "AnnotatedData" / "en-annotated.tsv.gz"
            if language == "en"
            else base / "Projections" / f"{language}-projections.tsv.gz"
        )
        if not path.exists():
            continue
        kept = 0
        for number, line in enumerate(gzip.decompress(path.read_bytes()).decode().splitlines()):
            text, _, marks = line.rpartition("\t")
            label = _emotion({int(mark) for mark in marks.split(",") if mark.strip().isdigit()})
            if label is None or len(text) < 25 or fold(text, 3) or kept >= XED_EACH:
                continue
            kept += 1
            yield Example("xed", language, text, label, f"xed-{language}-{number}", False)


def _emotion(marks: set[int]) -> SentimentLabel | None:
    """Plutchik's emotions as an attitude, where they agree on one."""
    good, bad = marks & {5, 8}, marks & {1, 3, 6}
    if marks == {0}:
        return "neutral"
    if good and not bad and 4 not in marks:
        return "positive"
    return "negative" if bad and not good else None


def _emobank(root: Path) -> Iterator[Example]:
    sets = (("en", "emobank/corpus/emobank.csv.gz"), ("it", "emoita/corpus/EmoITA.csv.gz"))
    for language, name in sets:
        data = gzip.decompress((root / "sentiment" / name).read_bytes()).decode()
        for row in csv.DictReader(io.StringIO(data)):
            valence = float(row["V"])
            label: SentimentLabel | None = (
                "negative"
                if valence <= 2.5
                else "positive"
                if valence >= 3.5
                else "neutral"
                if 2.95 <= valence <= 3.1
                else None
            )
            if label is None or len(row["text"]) < 30 or fold(row["id"], 3):
                continue
            # The Italian set translates the English one: one group, one side.
            yield Example("emobank", language, row["text"], label, f"emobank-{row['id']}", False)


def as_line(message: Message) -> str:
    """A corpus line, fields in the order of the value."""
    return json.dumps(msgspec.to_builtins(message), ensure_ascii=False)
