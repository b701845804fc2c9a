"""A language model whose sentiment is another's, or that keeps some of what it reads to itself."""

from collections.abc import Mapping, Sequence

import msgspec

from nlp.reading import LanguageModel, Reading
from nlp.sentiment import SentimentModel


class Mixed:
    """What the reader says, but for what was chosen. Without `sentiment` nothing is said of it."""

    def __init__(
        self,
        reader: LanguageModel,
        sentiment: SentimentModel | None = None,
    ) -> None:
        self._reader = reader
        self._sentiment = sentiment

    @property
    def versions(self) -> Mapping[str, str]:
        """Those of both models."""
        chosen = {} if self._sentiment is None else self._sentiment.versions
        return {**self._reader.versions, **chosen}

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        read = self._reader.read(texts)
        if self._sentiment is None:
            return [msgspec.structs.replace(one, sentiment=None) for one in read]
        return [
            msgspec.structs.replace(one, sentiment=odds)
            for one, odds in zip(read, self._sentiment.probabilities(texts), strict=True)
        ]


class Nameless:
    """What the reader says, but for what texts name."""

    def __init__(self, reader: LanguageModel) -> None:
        self._reader = reader

    @property
    def versions(self) -> Mapping[str, str]:
        """The reader's."""
        return self._reader.versions

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        return [msgspec.structs.replace(one, entities=()) for one in self._reader.read(texts)]
