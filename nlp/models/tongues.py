"""The words of a text, and the register's names among them, by spaCy's rules of each language."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version

import msgspec

from nlp.entities import Mention
from nlp.models.lean_spacy import Doc, Language, PhraseMatcher, tokeniser
from nlp.names import Name
from nlp.sentiment import COVERED

# No name is so long without a blank, and spaCy's tokenisers take quadratic time over such a run:
# a minute for 20,000 emojis. Of a line of underscores, a link or a key nothing is lost.
_ENDLESS = re.compile(r"\S{101,}")
REMEMBERED = 50_000  # words, after which the vocabularies forget: some ten megabytes at most


class Tongues:
    """A blank tokeniser and a matcher of names for each language, made when first needed."""

    def __init__(self, names: Sequence[Name] = ()) -> None:
        self._names = names
        self._loaded: dict[str, tuple[Language, PhraseMatcher]] = {}
        self._open: dict[str, Language] = {}
        self._zones = ExitStack()
        self._met = 0

    @property
    def versions(self) -> Mapping[str, str]:
        digest = hashlib.blake2b(msgspec.json.encode(self._names), digest_size=6).hexdigest()
        return {"register_matcher": f"spacy-{version('spacy')}-{digest}"}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While docs are alive: afterwards the vocabularies may forget the words that they met.

        They do so now and then: most words of a batch come again in the next.
        """
        try:
            yield
        finally:
            if self._met > REMEMBERED:
                self._met = 0
                self._open.clear()
                self._zones.close()

    def doc(self, text: str, language: str | None) -> Doc:
        """The words of a text; valid until `reading` ends."""
        tag = language if language in COVERED else "xx"
        if tag not in self._open:
            tokens, _ = self._load(tag)  # outside the zone: what is loaded is not forgotten
            self._zones.enter_context(tokens.memory_zone())
            self._open[tag] = tokens
        made = self._open[tag].make_doc(_ENDLESS.sub(lambda run: " " * len(run[0]), text))
        self._met += len(made)
        return made

    def named(self, doc: Doc, text: str) -> Iterator[Mention]:
        """The register's names in a doc of `text`, whatever their case, where written as names."""
        if not self._names:
            return
        for key, first, last in self._loaded[doc.lang_][1](doc):
            name = self._names[int(doc.vocab.strings[key])]
            start = doc[first].idx
            end = doc[last - 1].idx + len(doc[last - 1])
            if text[start:end] == name.text:
                yield Mention(start, end, name.label, name.confidence)
            elif _capital(text[start:end]):
                yield Mention(start, end, name.label, round(name.confidence - 0.05, 2))

    def _load(self, tag: str) -> tuple[Language, PhraseMatcher]:
        if tag not in self._loaded:
            tokens = tokeniser(tag)
            matcher = PhraseMatcher(tokens.vocab, attr="LOWER")
            for index, name in enumerate(self._names):
                matcher.add(str(index), [tokens.make_doc(name.text)])
            self._loaded[tag] = (tokens, matcher)
        return self._loaded[tag]


def _capital(text: str) -> bool:
    """Whether a text begins as a name does: "orange" is a fruit, "Orange" may be the partner."""
    first = next((character for character in text if character.isalpha()), "")
    return not first.islower()
