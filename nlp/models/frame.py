"""spaCy as the frame: drafts become docs, components read them in order, what is said comes out."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TypeVar

import msgspec

from nlp.annotations import Entity, Intent
from nlp.draft import Draft
from nlp.flag import Flag
from nlp.language import Identifier
from nlp.models.components import ORDER, Entities, EntityModel, Languages, Reads, ReadsTopics
from nlp.models.lean_spacy import Doc, tokeniser
from nlp.models.tongues import Tongues
from nlp.names import Name, NearNames
from nlp.pipeline import OutOfOrder
from nlp.reading import LanguageModel
from nlp.said import Said
from nlp.topics import Topics

Spanned = TypeVar("Spanned", Entity, Intent, Flag)


class Frame:
    """Reads drafts. Refuses a wrong order of components when it is built."""

    def __init__(
        self,
        identifier: Identifier | None = None,
        model: LanguageModel | None = None,
        names: Sequence[Name] = (),
        components: Sequence[str] = ORDER,
        topics: Topics | None = None,
        entity_models: Sequence[EntityModel] = (),
    ) -> None:
        self._nlp = tokeniser("xx")
        self._tongues = Tongues(names)
        self._lock = Lock()  # one vocabulary, one reader
        given: set[str] = set()
        for name in components:
            gives = set(self._nlp.get_factory_meta(name).assigns)
            if gives & given:
                raise OutOfOrder(f"two components give {', '.join(sorted(gives & given))}")
            given |= gives
            match self._nlp.add_pipe(name):
                case Languages() as languages:
                    languages.identifier, languages.tongues = identifier, self._tongues
                case Reads() as reads:
                    reads.model = model
                case ReadsTopics() as reads_topics:
                    reads_topics.topics = topics
                case Entities() as entities:
                    entities.tongues, entities.near = self._tongues, NearNames(names)
                    entities.models = {one.language: one for one in entity_models}
        problems = self._nlp.analyze_pipes(keys=["assigns", "requires"]) or {}
        for name, missing in problems["problems"].items():
            if missing:
                raise OutOfOrder(f"{name} needs {', '.join(missing)} from a component before it")

    @property
    def versions(self) -> Mapping[str, str]:
        """The models and rules of all components, by name."""
        return {
            name: version
            for _, component in self._nlp.pipeline
            for name, version in sorted(getattr(component, "versions", {}).items())
        }

    def read(self, drafts: Sequence[Draft]) -> list[Said]:
        """What each draft says, in order."""
        with self._lock, self._tongues.reading():
            docs = []
            for draft in drafts:
                doc = Doc(self._nlp.vocab)
                doc._.draft = draft
                docs.append(doc)
            return [_said(doc) for doc in self._nlp.pipe(docs, batch_size=max(1, len(docs)))]


def _said(doc: Doc) -> Said:
    """Off the doc, with offsets that count in the whole text."""
    text, place = doc._.draft.text, doc._.excerpt.place
    moved = [_moved(one, place) for one in doc._.entities or ()]
    entities = [msgspec.structs.replace(one, text=text[one.start : one.end]) for one in moved]
    return Said(
        language=doc._.language,
        sentiment=doc._.sentiment,
        entities=tuple(entities),
        intents=tuple(_moved(one, place) for one in doc._.intents or ()),
        promises=doc._.promises or (),
        flags=tuple(_moved(one, place) for one in doc._.flags or ()),
        topics=doc._.topics or (),
    )


def _moved(one: Spanned, place: Callable[[int, int], tuple[int, int]]) -> Spanned:
    start, end = place(one.start, one.end)
    return msgspec.structs.replace(one, start=start, end=end)
