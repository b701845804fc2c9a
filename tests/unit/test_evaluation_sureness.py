"""Whether confidence keeps its word, for what was said of each head."""

import pytest

from nlp.evaluation.sureness import Sureness, sureness
from nlp.example import Marked
from nlp.said import Said
from tests.unit.evaluated import example, flagged, meant, named


def test_what_was_said_is_compared_with_how_often_it_was_right():
    # Intents are said at 0.8 there; two of four are right.
    found = sureness(
        [meant(["delay"], ["delay", "praise"]), meant(["delay"], ["delay", "request"])]
    )
    assert found["intents"].overall == Sureness(4, pytest.approx(0.8), 0.5, pytest.approx(0.3))
    assert list(found) == ["intents"]
    assert list(found["intents"].by_language) == ["en"]


def test_flags_and_exact_spans_alike():
    found = sureness(
        [
            flagged(["off_channel"], ["off_channel", "bribery_gift"]),
            named([Marked("PERSON", 0, 9)], [("PERSON", 0, 9), ("PERSON", 0, 4), ("DATE", 29, 35)]),
        ]
    )
    assert (found["compliance"].overall.said, found["compliance"].overall.share_right) == (2, 0.5)
    assert found["entities"].overall.share_right == pytest.approx(1 / 3)


def test_entities_that_nobody_marked_do_not_count():
    found = sureness([named([], [("PERSON", 0, 9), ("DATE", 29, 35)])], ["DATE"])
    assert found["entities"].overall.said == 1


def test_nothing_said_and_nothing_labelled():
    assert sureness([meant(["delay"], [])])["intents"].overall == Sureness(0, None, None, None)
    assert sureness([(example(), Said())]) == {}
