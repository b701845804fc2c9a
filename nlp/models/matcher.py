"""The register's names in a text, by spaCy's tokenisers and phrase matcher."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec

from ingest.register import Register
from nlp.annotations import EntityLabel
from nlp.entities import Mention
from nlp.models.lean_spacy import lean_spacy
from nlp.sentiment import COVERED

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher

# No name is so long without a blank, and spaCy's tokenisers take quadratic time over such a run:
# a minute for 20,000 emojis. Of a line of underscores, a link or a key nothing is lost.
_ENDLESS = re.compile(r"\S{101,}")


class Name(msgspec.Struct, frozen=True):
    """Something that the register says to look out for."""

    text: str
    label: EntityLabel
    confidence: float


def names(register: Register) -> tuple[Name, ...]:
    """Every name of the register, once a label, with how sure a match of it is."""
    found: dict[tuple[str, EntityLabel], float] = {}

    def add(texts: Iterable[str], label: EntityLabel, confidence: float) -> None:
        for text in texts:
            plain = " ".join(text.split())
            if len(plain) > 1:
                found.setdefault((plain, label), confidence)

    own = register.own
    add((own.name,), "ORG", 0.99)
    add(own.aliases, "ORG", 0.95)
    for partner in register.partners:
        add((partner.name,), "ORG", 0.99)
        add(partner.aliases, "ORG", 0.95)
        add(partner.competitors, "ORG", 0.95)
        add(partner.products, "PRODUCT", 0.95)
        add((contact.name for contact in partner.contacts), "PERSON", 0.99)
        # "M. Lefèvre", "Frau Krüger": the family name alone, when long enough to be one.
        add(
            (
                contact.name.split()[-1]
                for contact in partner.contacts
                if len(contact.name.split()) > 1 and len(contact.name.split()[-1]) > 3
            ),
            "PERSON",
            0.8,
        )
        add((person for person in (partner.manager, partner.sponsor) if person), "PERSON", 0.95)
    return tuple(Name(text, label, sure) for (text, label), sure in sorted(found.items()))


class RegisterMatcher:
    """Finds names whatever their case, where the text writes them as names."""

    def __init__(self, register: Register) -> None:
        self._names = names(register)
        self._loaded: dict[str, tuple[Language, PhraseMatcher]] = {}
        digest = hashlib.blake2b(msgspec.json.encode(self._names), digest_size=6).hexdigest()
        self._version = f"spacy-{version('spacy')}-{digest}"

    @property
    def versions(self) -> Mapping[str, str]:
        return {"register_matcher": self._version}

    def find(self, texts: Sequence[tuple[str, str | None]]) -> list[list[Mention]]:
        """The names in each text; offsets in characters of the text."""
        return [list(self._mentions(text, language)) for text, language in texts]

    def _mentions(self, text: str, language: str | None) -> Iterator[Mention]:
        if not self._names:
            return
        tokens, matcher = self._for(language if language in COVERED else "xx")
        with tokens.memory_zone():  # or the vocabulary grows with every word ever read
            doc = tokens.make_doc(_ENDLESS.sub(lambda run: " " * len(run[0]), text))
            for key, first, last in matcher(doc):
                name = self._names[int(tokens.vocab.strings[key])]
                start = doc[first].idx
                end = doc[last - 1].idx + len(doc[last - 1])
                if text[start:end] == name.text:
                    yield Mention(start, end, name.label, name.confidence)
                elif _capital(text[start:end]):
                    yield Mention(start, end, name.label, round(name.confidence - 0.05, 2))

    def _for(self, language: str) -> "tuple[Language, PhraseMatcher]":
        if language not in self._loaded:
            spacy = lean_spacy()
            tokens = spacy.blank(language)
            matcher = spacy.matcher.PhraseMatcher(tokens.vocab, attr="LOWER")
            for index, name in enumerate(self._names):
                matcher.add(str(index), [tokens.make_doc(name.text)])
            self._loaded[language] = (tokens, matcher)
        return self._loaded[language]


def _capital(text: str) -> bool:
    """Whether a text begins as a name does: "orange" is a fruit, "Orange" may be the partner."""
    first = next((character for character in text if character.isalpha()), "")
    return not first.islower()
