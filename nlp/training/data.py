"""Labelled texts to learn sentiment from: our own business messages and public sets."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec

from nlp.annotations import SentimentLabel
from nlp.training.public import tweets
from nlp.training.split import fold


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


def public(root: Path) -> list[Example]:
    """UMSAB under `root`, six languages; its validation part is held out.

    Subtitles (XED) and sentences rated for valence (EmoBank) were tried and made the reading of
    business mail worse.
    """
    return list(_umsab(root))


def _umsab(root: Path) -> Iterator[Example]:
    for part in ("train", "val"):
        for one in tweets(root, part):
            if one.sentiment is not None:
                held = part == "val"
                yield Example("umsab", one.language, one.text, one.sentiment, one.id, held)
