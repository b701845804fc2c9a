"""Where sentences lie in messages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sentences import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("One. Two! Three?", ["One.", "Two!", "Three?"], id="marks"),
        pytest.param(
            "Hello\n\n- a point\n- another", ["Hello", "- a point", "- another"], id="lines"
        ),
        pytest.param("approx. 5 kg of it", ["approx.", "5 kg of it"], id="an abbreviation errs"),
        pytest.param("by 3.5 percent", ["by 3.5 percent"], id="a point in a number"),
        pytest.param("z.B. heute kommt er", ["z.B. heute kommt er"], id="small letter goes on"),
        pytest.param("  ", ["  "], id="nothing but space"),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == found


@given(st.text(max_size=200))
def test_every_letter_lies_in_one_sentence(text: str) -> None:
    found = list(sentences(text))
    assert found
    assert all(start <= end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    kept = "".join(text[start:end] for start, end in found)
    assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, text))
