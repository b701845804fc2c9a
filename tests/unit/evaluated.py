"""Labelled messages with what was said of them, for tests of scores."""

from collections.abc import Sequence

from nlp.annotations import Entity, Intent, Promise, Sentiment
from nlp.evaluation.pairs import Pair
from nlp.example import Example, Marked, Promised
from nlp.flag import Flag
from nlp.said import Said

TEXT = "Anna Berg sends the offer by Friday, and we pay 300 EUR to Nordlys on Monday."


def example(**labels: object) -> Example:
    given: dict[str, object] = {"id": "m", "language": "en", "scenario": "", "text": TEXT}
    return Example(**{**given, **labels})  # type: ignore[arg-type]


def feeling(label: str, confidence: float = 0.9) -> Sentiment:
    return Sentiment(label, 0.0, confidence)  # type: ignore[arg-type]


def felt(right: str, said: str | None, language: str = "en", confidence: float = 0.9) -> Pair:
    answer = None if said is None else feeling(said, confidence)
    return example(sentiment=right, language=language), Said(language=language, sentiment=answer)


def meant(right: Sequence[str], said: Sequence[str]) -> Pair:
    return example(intents=right), Said(intents=tuple(Intent(label, 0.8, 0, 9) for label in said))


def flagged(right: Sequence[str], said: Sequence[str], near: Sequence[str] = ()) -> Pair:
    """What is said first is surest."""
    return example(compliance=right, near=near), Said(
        flags=tuple(
            Flag(label, 0.9 - at / 10, 0, 9)  # type: ignore[arg-type]
            for at, label in enumerate(said)
        )
    )


def named(right: Sequence[Marked], said: Sequence[tuple[str, int, int]]) -> Pair:
    return example(entities=right), Said(
        entities=tuple(
            Entity(label, 0.7, start, end, TEXT[start:end]) for label, start, end in said
        )
    )


def promised(right: Sequence[Promised], *said: Promise, text: str = TEXT) -> Pair:
    return example(promises=right, text=text), Said(promises=said)
