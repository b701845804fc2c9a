"""Spans as tags of tokens, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.tags import best, spans, tags, written

TOKENS = [(0, 4), (4, 7), (7, 12), (12, 13), (13, 20)]


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        pytest.param([], [0, 0, 0, 0, 0], id="nothing marked"),
        pytest.param([(0, 7, 0)], [1, 2, 0, 0, 0], id="two tokens"),
        pytest.param([(5, 12, 1)], [0, 3, 4, 0, 0], id="from inside a token"),
        pytest.param([(0, 4, 0), (4, 7, 0)], [1, 1, 0, 0, 0], id="side by side"),
    ],
)
def test_spans_are_written_as_tags(marks: list[tuple[int, int, int]], wanted: list[int]) -> None:
    assert written(TOKENS, marks) == wanted


def test_the_frame_of_a_text_belongs_to_no_span() -> None:
    assert written([(0, 0), (0, 4), (0, 0)], [(0, 4, 0)]) == [0, 1, 0]


def test_no_span_begins_inside() -> None:
    odds = np.full((3, len(tags(["A", "B"]))), -9.0)
    odds[0, 2] = odds[1, 4] = odds[2, 2] = 0.0  # I-A, I-B, I-A: none of them may follow the other
    assert _allowed(best(odds))


def test_a_sure_path_is_taken_as_it_is() -> None:
    odds = np.full((4, 5), -9.0)
    for place, tag in enumerate([0, 3, 4, 1]):
        odds[place, tag] = 0.0
    assert best(odds) == [0, 3, 4, 1]
    assert list(spans(best(odds))) == [(1, 3, 1), (3, 4, 0)]


@given(st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), max_size=6))
def test_the_best_path_is_the_best_of_all_that_are_allowed(rows: list[list[float]]) -> None:
    odds = np.array(rows, float).reshape(-1, 5)
    path = best(odds)
    assert _allowed(path)
    score = sum(odds[place, tag] for place, tag in enumerate(path))
    every = _paths(len(rows))
    assert score == pytest.approx(
        max(sum(odds[place, tag] for place, tag in enumerate(one)) for one in every)
    )


def _allowed(path: list[int]) -> bool:
    return all(
        tag % 2 == 1 or tag == 0 or (place > 0 and path[place - 1] in (tag - 1, tag))
        for place, tag in enumerate(path)
    )


def _paths(length: int) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for _ in range(length):
        found = [[*path, tag] for path in found for tag in range(5)]
        found = [path for path in found if _allowed(path)]
    return found
