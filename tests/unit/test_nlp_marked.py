"""Marks in a text, from tags of pieces of its words."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.marked import marks

TEXT = "Anke Meyer-Voss, Kiel"
PIECES = [(0, 2), (2, 4), (4, 8), (8, 10), (10, 11), (11, 15), (15, 16), (16, 21)]
"""An|ke| Mey|er|-|Voss|,| Kiel: pieces may begin with the space before them."""


def odds(*said: int) -> np.ndarray:
    """Sure tags; of two labels."""
    table = np.full((len(said), 5), -6.0)
    table[np.arange(len(said)), said] = 6.0
    return table


def found(*said: int) -> list[tuple[str, int]]:
    return [(TEXT[one.start : one.end], one.label) for one in marks(TEXT, PIECES, odds(*said))]


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param((1, 2, 2, 2, 2, 2, 0, 3), id="as it should be"),
        pytest.param((1, 2, 1, 2, 2, 2, 0, 3), id="begun anew at a word"),
        pytest.param((1, 1, 2, 1, 2, 2, 0, 3), id="begun anew within words"),
        pytest.param((1, 2, 1, 2, 1, 1, 0, 3), id="begun anew at a hyphen"),
    ],
)
def test_a_name_is_one_mark(tags: tuple[int, ...]) -> None:
    assert found(*tags) == [("Anke Meyer-Voss", 0), ("Kiel", 1)]


def test_half_a_word_is_the_whole_word_or_none() -> None:
    surer = odds(0, 0, 0, 0, 0, 0, 0, 0)
    surer[0] = [-9, 9, -9, -9, -9]
    assert [(one.start, one.end) for one in marks(TEXT, PIECES, surer)] == [(0, 4)]


def test_a_comma_parts_two_names() -> None:
    assert found(0, 0, 1, 2, 2, 2, 0, 1) == [("Meyer-Voss", 0), ("Kiel", 0)]


def test_other_labels_are_not_joined() -> None:
    assert found(1, 2, 3, 4, 4, 4, 0, 0) == [("Anke", 0), ("Meyer-Voss", 1)]


def test_how_sure_it_is() -> None:
    (one,) = marks("Kiel", [(0, 4)], np.log([[0.2, 0.5, 0.3]]))
    assert one.confidence == pytest.approx(0.8)


def test_nothing_to_read() -> None:
    assert list(marks("", [], np.zeros((0, 5)))) == []
    assert list(marks("  ", [(0, 2)], odds(1))) == []


@given(st.text(max_size=30), st.randoms(use_true_random=False))
def test_marks_lie_in_order_on_whole_words(text: str, chance: object) -> None:
    cuts = sorted({0, len(text), *(chance.randrange(len(text) + 1) for _ in range(5))})  # type: ignore[attr-defined]
    pieces = list(pairwise(cuts))
    if not pieces:
        return
    table = np.array([[chance.uniform(-5, 5) for _ in range(5)] for _ in pieces])  # type: ignore[attr-defined]
    last = 0
    for one in marks(text, pieces, table):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert 0 < one.confidence <= 1
        assert not text[one.start - 1 : one.start + 1].isalnum() or one.start == 0
        last = one.end
