"""Finding the names of a register in text: exactly, or nearly when the name is distinctive.

A name that nobody could mistake (eight letters, or several words) is found in any case; a short
one only where it is written like a name. A near match needs seven letters and one slip at most.
"""

import re
from collections import defaultdict
from typing import Literal

import msgspec
from rapidfuzz import fuzz, process

from ingest.interaction import PartnerId
from ingest.name import LEGAL, core, fold, joined_initials, words

NameReason = Literal["alias", "contact", "fuzzy_name"]

TEXT_LIMIT = 20_000  # characters searched: who a text is about, it says early
_GATE = 85.5  # one letter wrong in seven
_WORD_GATE = 70.0
_DISTINCTIVE = 8
_FUZZY_FROM = 7
_WORD = re.compile(r"[^\W_]+")


class _Name(msgspec.Struct, frozen=True):
    """Whom a phrase names; nobody when it is ourselves."""

    partners: frozenset[PartnerId]
    reason: Literal["alias", "contact"]
    spellings: frozenset[str]


class Found(msgspec.Struct, frozen=True):
    """Partners named in a text, each with why; `ambiguous` when a name was that of several."""

    partners: dict[PartnerId, NameReason]
    ambiguous: bool = False


class Names:
    """All names of a register, made ready for search once."""

    def __init__(self) -> None:
        self._phrases: dict[tuple[str, ...], _Name] = {}
        self._longest: dict[str, int] = {}
        self._containing: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._nearby: dict[str, list[str]] = defaultdict(list)

    def add_company(self, name: str, partner: PartnerId | None) -> None:
        """A partner's name or alias; None for a name of our own, which then names no partner."""
        full = tuple(words(name))
        for phrase in {full, core(name)} - {()}:
            self._add(phrase, partner, "alias", name)
            if len(phrase) > 1 and len("".join(phrase)) >= _DISTINCTIVE:
                self._add(("".join(phrase),), partner, "alias", name)

    def add_contact(self, name: str, partner: PartnerId) -> None:
        """A person's full name, in both orders. A single word names nobody."""
        parts = tuple(words(name))
        if "@" not in name and len(parts) > 1:
            self._add(parts, partner, "contact", name)
            self._add((*parts[-1:], *parts[:-1]), partner, "contact", name)

    def _add(
        self,
        phrase: tuple[str, ...],
        partner: PartnerId | None,
        reason: Literal["alias", "contact"],
        spelling: str,
    ) -> None:
        if len(phrase) == 1 and len(phrase[0]) < 2:
            return
        before = self._phrases.get(phrase)
        theirs = frozenset({partner} if partner is not None else set())
        spellings = frozenset(_WORD.findall(joined_initials(spelling)))
        if before is not None and before.reason == reason:
            theirs, spellings = before.partners | theirs, before.spellings | spellings
        elif before is not None and before.reason == "alias":
            return  # a company's name goes before a person's
        self._phrases[phrase] = _Name(theirs, reason, spellings)
        self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))
        if before is None and reason == "alias":
            for place, word in enumerate(phrase):
                if len(word) >= _FUZZY_FROM:
                    if word not in self._containing:
                        self._nearby[word[0]].append(word)
                    self._containing[word].append((phrase, place))

    def named(self, text: str) -> frozenset[PartnerId]:
        """Whom a text that is nothing but a company's name means; several when it could be."""
        wanted = core(text[:300])
        exact = self._phrases.get(wanted)
        if exact is not None and exact.partners:
            return exact.partners
        if set(wanted) <= LEGAL or len("".join(wanted)) < 4:
            return frozenset()
        wide: set[PartnerId] = set()
        best, score = frozenset[PartnerId](), _GATE
        for phrase, name in self._phrases.items():
            if name.reason != "alias":
                continue
            if set(wanted) <= set(phrase):
                wide |= name.partners
            near = fuzz.ratio(" ".join(wanted), " ".join(phrase), score_cutoff=score)
            if near > score or (near == score and near):
                best = name.partners if near > score else best | name.partners
                score = near
        return best or frozenset(wide)

    def within(self, text: str, *, contacts: bool = True) -> Found:
        """Everybody whom the text names; a longer name goes before a shorter one inside it."""
        typed = _WORD.findall(joined_initials(text[:TEXT_LIMIT]))
        tokens = [fold(word) for word in typed]
        shouted = not any(word[0].isupper() for word in typed)  # nobody bothered with capitals
        found: dict[PartnerId, NameReason] = {}
        ambiguous = False
        place = 0
        while place < len(tokens):
            name, length, reason = self._at(typed, tokens, place, shouted)
            if name is None or (name.reason == "contact" and not contacts):
                place += 1
                continue
            if len(name.partners) == 1:
                found.setdefault(next(iter(name.partners)), reason)
            elif name.partners:
                ambiguous = True
            place += length
        return Found(found, ambiguous)

    def _at(
        self, typed: list[str], tokens: list[str], place: int, any_case: bool
    ) -> tuple[_Name | None, int, NameReason]:
        for length in range(min(self._longest.get(tokens[place], 0), len(tokens) - place), 0, -1):
            name = self._phrases.get(tuple(tokens[place : place + length]))
            if name is not None and (length > 1 or _like_a_name(typed[place], name, any_case)):
                return name, length, name.reason
        if place + 1 < len(tokens):
            both = tokens[place] + tokens[place + 1]
            name = self._phrases.get((both,)) if len(both) >= _DISTINCTIVE else None
            if name is not None and typed[place][0].isupper():
                return name, 2, name.reason
        if len(tokens[place]) >= _FUZZY_FROM and (any_case or typed[place][0].isupper()):
            phrase = self._near(tokens, place)
            if phrase is not None:
                return self._phrases[phrase], 1, "fuzzy_name"
        return None, 1, "alias"

    def _near(self, tokens: list[str], place: int) -> tuple[str, ...] | None:
        """The phrase that the words around this place nearly are."""
        bucket = self._nearby.get(tokens[place][0])
        if bucket is None:
            return None
        near = process.extract(
            tokens[place], bucket, scorer=fuzz.ratio, score_cutoff=_GATE, limit=3
        )
        best, score = None, _GATE
        for word, _, _ in near:
            for phrase, offset in self._containing[word]:
                start = place - offset
                window = tokens[max(start, 0) : start + len(phrase)]
                if start < 0 or len(window) < len(phrase):
                    continue
                alike = fuzz.ratio(" ".join(window), " ".join(phrase), score_cutoff=_GATE)
                pairs = zip(window, phrase, strict=True)
                if alike > score and all(fuzz.ratio(*pair) >= _WORD_GATE for pair in pairs):
                    best, score = phrase, alike
        return best


def _like_a_name(typed: str, name: _Name, any_case: bool) -> bool:
    """`BMW` is a name, `bmw` may be; `Orange` is a name, `orange` is a colour."""
    if len(typed) <= 3:
        return typed in name.spellings
    return len(typed) >= _DISTINCTIVE or any_case or typed[0].isupper() or typed in name.spellings
