"""What a text names: people, organisations, places, products, sums and dates."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from nlp import dates, money
from nlp.annotations import Entity, EntityLabel
from nlp.draft import Draft
from nlp.excerpt import excerpts
from nlp.step import Reading


class Mention(msgspec.Struct, frozen=True, order=True):
    """A candidate: what lies from `start` to `end`, and how sure that is."""

    start: int
    end: int
    label: EntityLabel
    confidence: float


class Matcher(Protocol):
    """Finds names in texts: the register's, or those a model knows."""

    @property
    def versions(self) -> Mapping[str, str]: ...

    def find(self, texts: Sequence[tuple[str, str | None]]) -> list[list[Mention]]:
        """The mentions in each `(text, language)`; offsets are those of the text."""
        ...


class Entities(msgspec.Struct, frozen=True):
    """The step: matchers, the people who take part, sums and dates; the surest span counts."""

    matchers: tuple[Matcher, ...] = ()
    gives: Reading = "entities"
    needs: tuple[Reading, ...] = ("language",)

    @property
    def versions(self) -> Mapping[str, str]:
        found = {"entity_patterns": "1"}
        for matcher in self.matchers:
            found.update(matcher.versions)
        return found

    def __call__(self, drafts: Sequence[Draft]) -> list[Draft]:
        parts = [
            (index, excerpt) for index, draft in enumerate(drafts)
            for excerpt in excerpts(draft.text)
        ]  # fmt: skip
        asked = [(excerpt.text, drafts[index].language) for index, excerpt in parts]
        named = [matcher.find(asked) for matcher in self.matchers]
        found: list[list[Mention]] = [[] for _ in drafts]
        for place, (index, excerpt) in enumerate(parts):
            draft = drafts[index]
            mentions = [mention for matched in named for mention in matched[place]]
            mentions += participants(excerpt.text, draft.people)
            mentions += _patterns(excerpt.text, draft.language)
            found[index] += [
                msgspec.structs.replace(
                    mention, start=mention.start + excerpt.start, end=mention.end + excerpt.start
                )
                for mention in mentions
            ]
        return [
            msgspec.structs.replace(draft, entities=settle(draft.text, mentions))
            for draft, mentions in zip(drafts, found, strict=True)
        ]


def settle(text: str, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """Spans that do not overlap, in the order of the text: the surest first, then the longest."""
    kept: list[Mention] = []
    for mention in sorted(
        mentions, key=lambda one: (-one.confidence, one.start - one.end, one.start, one.label)
    ):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return tuple(
        Entity(one.label, one.confidence, one.start, one.end, text[one.start : one.end])
        for one in sorted(kept)
    )


def participants(text: str, people: Sequence[str]) -> Iterator[Mention]:
    """Where the text names, in full, somebody who takes part."""
    for name in dict.fromkeys(people):
        if len(name) < 4 or " " not in name.strip():
            continue  # a first name alone is also a word, a month, a town
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                yield Mention(at, end, "PERSON", 0.9)
            at = text.find(name, end)


def _patterns(text: str, language: str | None) -> Iterator[Mention]:
    for start, end in money.find(text):
        yield Mention(start, end, "MONEY", 0.9)
    for start, end, confidence in dates.find(text, language):
        yield Mention(start, end, "DATE", confidence)
