"""A language model of several: some of what it says comes from models that somebody chose."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from nlp.entities import Mention
from nlp.language import Identifier, identified
from nlp.reading import LanguageModel, Reading
from nlp.sentiment import SentimentModel

EVERY = "xx"
Kept = Literal["builtin", "none"]
"""What the reader says, or nothing."""


class EntityModel(Protocol):
    """Names what texts of its language name ("xx": of any); the same for the same text."""

    @property
    def language(self) -> str: ...

    @property
    def versions(self) -> Mapping[str, str]: ...

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]: ...


class Mixed:
    """What the reader says, but for what was chosen from elsewhere, or not at all ("none").

    Where no chosen entity model knows a text's language, the reader's entities stay.
    """

    def __init__(
        self,
        reader: LanguageModel,
        sentiment: SentimentModel | Kept = "builtin",
        entities: Sequence[EntityModel] | Kept = "builtin",
        identifier: Identifier | None = None,
    ) -> None:
        self._reader = reader
        self._sentiment = sentiment
        self._entities = entities
        self._identifier = identifier

    @property
    def versions(self) -> Mapping[str, str]:
        """Those of all models."""
        found = dict(self._reader.versions)
        if not isinstance(self._sentiment, str):
            found |= self._sentiment.versions
        if not isinstance(self._entities, str):
            for model in self._entities:
                found |= model.versions
        return found

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        read = self._reader.read(texts)
        if self._sentiment == "none":
            read = [msgspec.structs.replace(one, sentiment=None) for one in read]
        elif not isinstance(self._sentiment, str):
            read = [
                msgspec.structs.replace(one, sentiment=odds)
                for one, odds in zip(read, self._sentiment.probabilities(texts), strict=True)
            ]
        if self._entities == "none":
            return [msgspec.structs.replace(one, entities=()) for one in read]
        return read if self._entities == "builtin" else self._named(texts, read)

    def _named(self, texts: Sequence[str], read: list[Reading]) -> list[Reading]:
        """With the mentions of each text's own entity model, or of the one for any language."""
        assert not isinstance(self._entities, str)
        models = {model.language: model for model in self._entities}
        tags: list[str | None] = [None] * len(texts)
        if set(models) != {EVERY}:
            tags = identified(texts, tags, self._identifier)
        keys = [tag if tag in models else EVERY for tag in tags]
        for key, model in models.items():
            places = [at for at, one in enumerate(keys) if one == key]
            mentions = model.mentions([texts[at] for at in places])
            for at, found in zip(places, mentions, strict=True):
                read[at] = msgspec.structs.replace(read[at], entities=found)
        return read
