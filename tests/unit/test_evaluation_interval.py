"""The bootstrap: whole scenarios are drawn, the same each time."""

import pytest

from nlp.evaluation.interval import interval
from nlp.evaluation.pairs import Pair
from nlp.said import Said
from tests.unit.evaluated import example


def share_in_french(pairs):
    return sum(one.language == "fr" for one, _ in pairs) / len(pairs)


def pair(language: str, scenario: str = "") -> Pair:
    return example(language=language, scenario=scenario), Said()


def test_brackets_the_figure_and_is_the_same_each_time():
    pairs = [pair("fr")] * 30 + [pair("en")] * 70
    found = interval(pairs, share_in_french)
    assert found == interval(pairs, share_in_french)
    # A binomial of 100 at 0.3: about 0.21 to 0.39.
    assert found.low == pytest.approx(0.21, abs=0.02)
    assert found.high == pytest.approx(0.39, abs=0.02)


def test_a_scenario_is_drawn_whole():
    # Ten scenarios of ten messages: as uncertain as ten messages, not as a hundred.
    pairs = [pair("fr" if at < 3 else "en", f"s{at}") for at in range(10) for _ in range(10)]
    found = interval(pairs, share_in_french)
    assert found.low == pytest.approx(0.0, abs=0.11)
    assert found.high == pytest.approx(0.6, abs=0.05)


def test_where_all_agree_there_is_no_room():
    found = interval([pair("fr")] * 5, share_in_french)
    assert (found.low, found.high) == (1.0, 1.0)


def test_of_nothing_there_is_none():
    assert interval([], share_in_french) is None
    assert interval([pair("fr")], lambda _: None) is None
