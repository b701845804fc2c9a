"""The names that the register says to look out for, and where a text nearly writes one of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz import fuzz, process

from ingest.name import fold
from ingest.register import Register
from nlp.annotations import EntityLabel
from nlp.entities import Mention

_GATE = 88.0  # one slip in nine letters; "Connector" is no slip of "Connect"
_LETTERS = 7  # a shorter name has too many neighbours that are words
_SAME, _SLIP = 0.9, 0.75  # how sure where only accents differ, and where letters do
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")  # noqa: RUF001 - as names write it


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


class NearNames:
    """Finds names that are written slightly wrong: "Valmontís" or "Hansen Logistk GmbH"."""

    def __init__(self, known: Sequence[Name]) -> None:
        # By count of words and first letter: few of many thousand names are then compared.
        self._near: dict[tuple[int, str], dict[str, Name]] = defaultdict(dict)
        for name in known:
            folded = _folded(name.text)
            if name.confidence > _SAME and sum(sign.isalpha() for sign in folded) >= _LETTERS:
                self._near[folded.count(" ") + 1, folded[0]].setdefault(folded, name)
        self._lengths = sorted({length for length, _ in self._near})

    def find(self, text: str) -> Iterator[Mention]:
        """Where a text writes, as a name, what is nearly one of the names."""
        if not self._lengths:
            return
        words = list(_WORD.finditer(text))
        for place, word in enumerate(words):
            if not word[0][0].isupper():
                continue
            for length in self._lengths:
                window = words[place : place + length]
                if len(window) < length:
                    break
                start, end = word.start(), window[-1].end()
                near = self._name(" ".join(fold(one[0]) for one in window), length)
                if near is not None and "\n" not in text[start:end]:
                    yield Mention(start, end, *near)

    def _name(self, said: str, length: int) -> tuple[EntityLabel, float] | None:
        bucket = self._near.get((length, said[:1]))
        if not bucket:
            return None
        if said in bucket:
            return bucket[said].label, _SAME
        found = process.extractOne(said, bucket.keys(), scorer=fuzz.ratio, score_cutoff=_GATE)
        return None if found is None else (bucket[found[0]].label, _SLIP)


def _folded(text: str) -> str:
    return " ".join(fold(word[0]) for word in _WORD.finditer(text)) or " "
