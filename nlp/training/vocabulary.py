"""Which pieces of the vocabulary our languages use: `python -m nlp.training.vocabulary`.

The whole vocabulary serves a hundred languages; four pieces in five are never met in ours, and
cost memory and loading time. Kept are those that the commonest words (wordfreq's lists) are cut
into, in small, capitalised and capital letters, each with and without its mark of a word's start,
and every single Latin letter, digit, sign and pictogram.
"""

import sys
import unicodedata
from pathlib import Path

import numpy as np
import wordfreq

from nlp.models import packed
from nlp.models.tokeniser import tokeniser
from nlp.sentiment import COVERED

START = "▁"
WORDS = 200_000  # a language
FILE = Path(__file__).parents[1] / "models" / "weights" / "vocabulary.npz"


def kept(read: packed.Packed) -> list[int]:
    """The ids to keep, in their order; the special ones first, as they are."""
    cut = tokeniser(read)
    pieces = [piece for piece, _ in read.pieces]
    numbers = {piece: number for number, piece in enumerate(pieces)}
    found = set(read.special.values())
    found |= {number for number, piece in enumerate(pieces) if _sign(piece.removeprefix(START))}
    for language in COVERED:
        words = wordfreq.top_n_list(language, WORDS)
        for form in (str.lower, str.capitalize, str.upper):
            coded = cut.encode_batch([form(word) for word in words], add_special_tokens=False)
            found.update(number for one in coded for number in one.ids)
        sys.stderr.write(f"{language}: {len(found)} pieces\n")
    for number in list(found):
        piece = pieces[number]
        twin = piece.removeprefix(START) if piece.startswith(START) else START + piece
        if twin in numbers:
            found.add(numbers[twin])
    return sorted(found)


def _sign(piece: str) -> bool:
    """One character that a Latin text may hold."""
    if len(piece) != 1:
        return piece == ""
    category = unicodedata.category(piece)
    if category.startswith("L"):
        return "LATIN" in unicodedata.name(piece, "")
    return not category.startswith("M")


def main() -> None:
    """Write the ids where the models find them."""
    numbers = kept(packed.read(packed.shipped().read_bytes()))
    np.savez_compressed(FILE, kept=np.array(numbers, np.int32))
    sys.stdout.write(f"{len(numbers)} pieces kept\n")


if __name__ == "__main__":
    main()
