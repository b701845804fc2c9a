"""Spans marked in the text itself, as a person writes them: `{ORG|Nordwind} paid`."""

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

from nlp.annotations import EntityLabel, Owner
from nlp.example import Marked, Promised

_OPEN = re.compile(r"\{([A-Za-z]+)(?:@([^|{}]*))?\|")


class BadMarkup(ValueError):
    """`str(error)` says what is wrong and quotes the place."""


def parse(marked: str) -> tuple[str, tuple[Marked, ...], tuple[Promised, ...]]:
    """The bare text with its entities and promises; `BadMarkup` where it cannot be read.

    `{LABEL|words}` is an entity, `{us|words}` and `{partner@2026-03-14|words}` are promises with
    and without a due day; an entity may lie in a promise, nothing else nests.

    >>> parse("{us@2026-03-14|We pay {ORG|Nordwind}}.")[2][0].owner
    'us'
    """
    text = ""
    entities: list[Marked] = []
    promises: list[Promised] = []
    opened: list[tuple[str, str | None, int]] = []
    for piece in _pieces(marked):
        match = _OPEN.fullmatch(piece)
        if match:
            label, due = match.groups()
            if label not in get_args(EntityLabel) + get_args(Owner):
                raise BadMarkup(f"unknown label {label!r}")
            if opened and (label in get_args(Owner) or opened[-1][0] in get_args(EntityLabel)):
                raise BadMarkup(f"{label} may not lie in {opened[-1][0]}")
            opened.append((label, due, len(text)))
        elif piece == "}" and opened:
            label, due, start = opened.pop()
            if text[start:].strip() != text[start:] or start == len(text):
                raise BadMarkup(f"{label} is empty or has a space at its edge: {text[start:]!r}")
            if label in get_args(EntityLabel):
                entities.append(Marked(label, start, len(text)))  # type: ignore[arg-type]
            else:
                promises.append(Promised(label, start, len(text), _day(due)))  # type: ignore[arg-type]
        else:
            text += piece
    if opened:
        raise BadMarkup(f"{opened[-1][0]} is never closed: {text[opened[-1][2] :][:40]!r}")
    order = sorted(entities, key=lambda one: one.start)
    return text, tuple(order), tuple(promises)


def _pieces(marked: str) -> Iterator[str]:
    yield from (piece for piece in re.split(r"(\{[A-Za-z]+(?:@[^|{}]*)?\||\})", marked) if piece)


def _day(due: str | None) -> date | None:
    if due is None:
        return None
    try:
        return date.fromisoformat(due)
    except ValueError as error:
        raise BadMarkup(f"{due!r} is not a day as in 2026-03-14") from error
