"""Finding by words: names, numbers and terms that an embedding blurs."""

import re
import unicodedata
from collections.abc import Sequence

import bm25s  # type: ignore[import-untyped]
import bm25s.stopwords as frequent  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

_WORD = re.compile(r"\w+")
NEAR = 85.0  # of 100: "Brodersenn" is taken for "Brodersen", "May" not for "Mai"
FUZZY_LETTERS = 5  # a shorter word has too many neighbours


class Lexical:
    """BM25 over some texts. A word of the query that no text has counts as its nearest neighbour.

    Of the query, words that every text of a language has are left out: in the texts of another
    language they are rare and would weigh as much as a name.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        cut = [words(text) for text in texts]
        self._vocabulary = {word for one in cut for word in one}
        self._known = sorted(self._vocabulary)
        self._count = len(texts)
        self._index = bm25s.BM25()
        if self._known:
            self._index.index(cut, show_progress=False)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """One number a text, zero where it has no word of the query."""
        said = [word for word in words(query) if word not in _FREQUENT]
        asked = [word for word in map(self._as_known, said) if word is not None]
        if not asked:
            return np.zeros(self._count, np.float32)
        return np.asarray(self._index.get_scores(asked), np.float32)

    def _as_known(self, word: str) -> str | None:
        if word in self._vocabulary:
            return word
        if len(word) < FUZZY_LETTERS or word.isdigit():
            return None
        near = process.extractOne(word, self._known, scorer=fuzz.ratio, score_cutoff=NEAR)
        return None if near is None else str(near[0])


def words(text: str) -> list[str]:
    """Words without case and accents.

    >>> words("Pénalités: 27 800 €, F-2026-0417")
    ['penalites', '27', '800', 'f', '2026', '0417']
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))


_FREQUENT = frozenset(
    word
    for listed in (
        frequent.STOPWORDS_FRENCH,
        frequent.STOPWORDS_EN,
        frequent.STOPWORDS_GERMAN,
        frequent.STOPWORDS_SPANISH,
        frequent.STOPWORDS_ITALIAN,
        frequent.STOPWORDS_PORTUGUESE,
        frequent.STOPWORDS_DUTCH,
    )
    for word in words(" ".join(listed))
)
