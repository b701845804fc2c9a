"""The language of a text: what the source says, or what the text itself shows, or unknown."""

import re
from collections.abc import Sequence
from typing import Protocol

from nlp.excerpt import excerpt

ENOUGH = 2_000  # characters; more do not change an identification
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
# Addresses, links and numbers are written alike in every language, and mislead.
_NO_LANGUAGE = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\S*\d\S*|[<>*_#|=]+")


class Identifier(Protocol):
    """Names languages. `None` where a text is too short or could be several."""

    @property
    def version(self) -> str: ...

    def identify(self, texts: Sequence[str]) -> list[str | None]: ...


def identified(
    texts: Sequence[str], claims: Sequence[str | None], identifier: Identifier | None
) -> list[str | None]:
    """The language of each text. One that the source claims wins: its author chose it."""
    found = [primary(claim) for claim in claims]
    unknown = [index for index, tag in enumerate(found) if tag is None]
    if identifier is not None and unknown:
        asked = [evidence(texts[index]) for index in unknown]
        for index, tag in zip(unknown, identifier.identify(asked), strict=True):
            found[index] = tag
    return found


def primary(tag: str | None) -> str | None:
    """The primary part of a BCP 47 tag, in lower case; None for what is no tag or "undetermined".

    >>> primary("pt-BR"), primary("FR"), primary("und"), primary("french, I think")
    ('pt', 'fr', None, None)
    """
    match = _TAG.fullmatch(tag.strip()) if tag else None
    if match is None or match[1].lower() in {"und", "mul", "zxx", "mis", "qaa"}:
        return None
    return match[1].lower()


def is_tag(text: str) -> bool:
    """Whether a text has the form of a BCP 47 tag, "und" among them."""
    return _TAG.fullmatch(text.strip()) is not None


def evidence(text: str) -> str:
    """The words by which the language of a text can be told."""
    head = excerpt(text, limit=2 * ENOUGH).text
    return " ".join(_NO_LANGUAGE.sub(" ", head).split())[:ENOUGH]
