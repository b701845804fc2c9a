"""What is read off a message, each by a component of spaCy that says what it needs and gives.

The components are thin: each hands the text and what is on the doc to a function of `nlp`, and puts
the answer on the doc. Models and the register are set from outside; without them their component
says nothing. What is said of one doc depends on that one alone, never on its batch.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from nlp.annotations import Intent
from nlp.compliance import flags
from nlp.entities import VERSION, Mention, participants, patterns, settle
from nlp.excerpt import excerpt
from nlp.language import Identifier, identified
from nlp.models.lean_spacy import Doc, Language
from nlp.models.tongues import Tongues
from nlp.names import NearNames
from nlp.promises import promises
from nlp.reading import LanguageModel, Reading
from nlp.sentiment import COVERED, sentiment
from nlp.topics import Topics
from nlp.values import entity
from nlp.when import Bearings, month_first

T = TypeVar("T")

ORDER = (
    "rapport_language",
    "rapport_reader",
    "rapport_sentiment",
    "rapport_intents",
    "rapport_entities",
    "rapport_promises",
    "rapport_topics",
    "rapport_flags",
)

# On every doc: its draft, and what is said of it. `text` is the excerpt that all offsets count in.
for _name in (
    "draft", "excerpt", "text", "language", "bearings", "reading", "sentiment", "intents",
    "mentions", "entities", "promises", "flags", "topics",
):  # fmt: skip
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


def _batches(docs: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    stream = iter(docs)
    while batch := list(islice(stream, size)):
        yield batch


@Language.factory(
    "rapport_language",
    assigns=["doc._.language", "doc._.text", "doc._.excerpt", "doc._.bearings"],
)
class Languages:
    """Names the language; only then can the text be cut into words, so a doc comes in empty."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy gives both
        self.identifier: Identifier | None = None
        self.tongues = Tongues()

    @property
    def versions(self) -> Mapping[str, str]:
        return {} if self.identifier is None else {"language": self.identifier.version}

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc], 1))

    def pipe(self, docs: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
        for batch in _batches(docs, batch_size):
            drafts = [doc._.draft for doc in batch]
            texts = [draft.text for draft in drafts]
            claims = [draft.given_language for draft in drafts]
            for draft, language in zip(
                drafts, identified(texts, claims, self.identifier), strict=True
            ):
                part = excerpt(draft.text)
                doc = self.tongues.doc(part.text, language)
                doc._.draft, doc._.excerpt, doc._.text = draft, part, part.text
                doc._.language = language
                order = month_first(part.text, draft.given_language)
                doc._.bearings = Bearings(language, draft.written_on, order)
                yield doc


@Language.factory("rapport_reader", assigns=["doc._.reading"], requires=["doc._.language"])
class Reads:
    """One call of the model for all texts of a batch that it covers. `reading` is None for others.

    Equal texts are read once.
    """

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy gives both
        self.model: LanguageModel | None = None

    @property
    def versions(self) -> Mapping[str, str]:
        return {} if self.model is None else self.model.versions

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc], 1))

    def pipe(self, docs: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
        for batch in _batches(docs, batch_size):
            if self.model is not None:
                for doc, reading in _read_once(batch, self.model.read):
                    doc._.reading = reading
            yield from batch


@Language.component("rapport_sentiment", assigns=["doc._.sentiment"], requires=["doc._.reading"])
def read_sentiment(doc: Doc) -> Doc:
    """Unknown is not neutral: without a reading, or where the model abstains, there is none."""
    odds = _reading(doc).sentiment
    doc._.sentiment = None if odds is None else sentiment(odds)
    return doc


@Language.component("rapport_intents", assigns=["doc._.intents"], requires=["doc._.reading"])
def read_intents(doc: Doc) -> Doc:
    """Each with the sentence that carried it."""
    doc._.intents = tuple(
        Intent(one.label, one.confidence, one.start, one.end) for one in _reading(doc).intents
    )
    return doc


class EntityModel(Protocol):
    """Names what texts of its language name ("xx": of any); the same for the same text."""

    @property
    def language(self) -> str: ...

    @property
    def versions(self) -> Mapping[str, str]: ...

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]: ...


@Language.factory(
    "rapport_entities",
    assigns=["doc._.mentions", "doc._.entities"],
    requires=["doc._.language", "doc._.reading", "doc._.bearings"],
)
class Entities:
    """The register's names, who takes part, what a model names, sums and dates: settled.

    That model is the one of the text's language, else the one of any ("xx"), else the reader.
    """

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy gives both
        self.tongues = Tongues()
        self.near = NearNames(())
        self.models: Mapping[str, EntityModel] = {}

    @property
    def versions(self) -> Mapping[str, str]:
        found = {"entity_patterns": VERSION, **self.tongues.versions}
        for model in self.models.values():
            found |= model.versions
        return found

    def __call__(self, doc: Doc) -> Doc:
        text, draft = doc._.text, doc._.draft
        others = [
            *self.near.find(text),
            *participants(text, draft.people),
            *self._named(doc),
        ]
        ruled = patterns(text, doc._.language)
        doc._.mentions = settle(text, self.tongues.named(doc, text), others, ruled)
        tag = draft.given_language or doc._.language
        doc._.entities = tuple(entity(text, one, doc._.bearings, tag) for one in doc._.mentions)
        return doc

    def _named(self, doc: Doc) -> Sequence[Mention]:
        model = self.models.get(doc._.language) or self.models.get("xx")
        if model is not None:
            return model.mentions([doc._.text])[0]
        # Sums have forms: what the reader adds to those is wrong more often than right.
        return [one for one in _reading(doc).entities if one.label != "MONEY"]


@Language.component(
    "rapport_promises",
    assigns=["doc._.promises"],
    requires=["doc._.reading", "doc._.mentions", "doc._.bearings"],
)
def read_promises(doc: Doc) -> Doc:
    """Whose they are follows from who wrote the text."""
    draft = doc._.draft
    doc._.promises = promises(
        doc._.text,
        _reading(doc).promises,
        doc._.mentions,
        doc._.bearings,
        draft.kind,
        draft.direction,
    )
    return doc


@Language.factory("rapport_topics", assigns=["doc._.topics"], requires=["doc._.language"])
class ReadsTopics:
    """Only where they are asked for: they need a pass of an encoder of their own."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy gives both
        self.topics: Topics | None = None

    @property
    def versions(self) -> Mapping[str, str]:
        return {} if self.topics is None else self.topics.versions

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc], 1))

    def pipe(self, docs: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
        for batch in _batches(docs, batch_size):
            if self.topics is not None:
                for doc, found in _read_once(batch, self.topics.read):
                    doc._.topics = found
            yield from batch


@Language.component(
    "rapport_flags", assigns=["doc._.flags"], requires=["doc._.text", "doc._.reading"]
)
def read_flags(doc: Doc) -> Doc:
    """By patterns and by the model. No versions: annotations must not even tell who looked."""
    doc._.flags = flags(doc._.text, _reading(doc).flags)
    return doc


_NOTHING = Reading()


def _reading(doc: Doc) -> Reading:
    reading: Reading | None = doc._.reading
    return reading or _NOTHING


def _read_once(
    batch: Sequence[Doc], read: Callable[[Sequence[str]], Sequence[T]]
) -> Iterator[tuple[Doc, T]]:
    """Each legible doc with what is read of its text; equal texts are read once, all in a call."""
    legible = [doc for doc in batch if _legible(doc)]
    wanted = list(dict.fromkeys(doc._.text for doc in legible))
    found = dict(zip(wanted, read(wanted), strict=True)) if wanted else {}
    for doc in legible:
        yield doc, found[doc._.text]


def _legible(doc: Doc) -> bool:
    """Whether there are words of a language that is covered."""
    return doc._.language in COVERED and any(sign.isalpha() for sign in doc._.text)
