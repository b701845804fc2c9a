"""Chances and thresholds: what holds, and how they are set."""

import msgspec
import numpy as np
import pytest

from nlp.example import Example, Marked, Promised
from nlp.marked import CLAUSE
from nlp.models.calibration import Calibration
from nlp.tags import ENTITIES, NOTHING, PROMISES, towards
from nlp.training.calibrate import (
    best_threshold,
    calibrate,
    look_threshold,
    platt,
    product_lean,
    promise_lean,
    temperature,
)
from nlp.training.network import FLAGS, INTENTS, LABELS, SENTIMENT
from nlp.training.reading import Read, Tagged


def calibration(**changes: object) -> Calibration:
    plain: dict[str, object] = {
        "version": "v",
        "sentiments": ("negative", "neutral", "positive"),
        "intents": ("delay",),
        "flags": ("off_channel",),
        "temperature": 1.0,
        "gate": 0.4,
        "slopes": {"delay": 1.0, "off_channel": 2.0},
        "shifts": {"delay": 0.0, "off_channel": -1.0},
        "thresholds": {"delay": 0.5, "off_channel": 0.7},
        "look": 0.7,
    }
    return Calibration(**(plain | changes))  # type: ignore[arg-type]


def odds(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_the_likeliest_sentiment_is_said_with_its_chance() -> None:
    said = calibration().judge(odds(2.0, 0.0, 0.0, -9, -9)).sentiment
    assert said == (0.787, 0.107, 0.107)


def test_a_temperature_makes_less_sure() -> None:
    said = calibration(temperature=2.0).judge(odds(2.0, 0.0, 0.0, -9, -9)).sentiment
    assert said is not None
    assert said[0] == pytest.approx(0.576, abs=0.001)


def test_nothing_is_said_under_the_gate() -> None:
    assert calibration().judge(odds(0.0, 0.0, 0.1, -9, -9)).sentiment is None


@pytest.mark.parametrize(
    ("delay", "held"), [(-0.01, False), (0.01, True)], ids=["under its threshold", "over it"]
)
def test_a_label_holds_from_its_threshold_on(delay: float, held: bool) -> None:
    assert bool(calibration().judge(odds(0, 0, 0, delay, -9)).intents) is held


def test_slope_and_shift_are_its_own() -> None:
    ((label, chance),) = calibration().judge(odds(0, 0, 0, -9, 1.5)).flags
    assert label == "off_channel"
    assert chance == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_the_temperature_of_overconfident_odds_is_above_one() -> None:
    chance = np.random.default_rng(1)
    right = chance.integers(0, 3, 400)
    sure = np.eye(3)[np.where(chance.random(400) < 0.7, right, (right + 1) % 3)] * 6
    assert temperature(sure, right) > 2
    assert temperature(sure / 6, right) < 1


def test_platt_tells_how_often_an_odd_is_right() -> None:
    values = np.repeat([-3.0, 3.0], 200)
    holds = np.concatenate([np.arange(200) < 20, np.arange(200) < 120])
    slope, shift = platt(values, holds)
    chances = 1 / (1 + np.exp(-(slope * values + shift)))
    assert chances[0] == pytest.approx(0.1, abs=0.02)
    assert chances[-1] == pytest.approx(0.6, abs=0.02)


def test_the_best_threshold_parts_what_holds_from_what_does_not() -> None:
    chances = np.concatenate([np.linspace(0.0, 0.3, 50), np.linspace(0.6, 0.9, 20)])
    found = best_threshold(chances, np.arange(70) >= 50)
    assert 0.3 < found < 0.6


def two_flags(**changes: object) -> Calibration:
    flags = ("off_channel", "bribery_gift")
    return calibration(
        flags=flags,
        slopes={"delay": 1.0} | dict.fromkeys(flags, 1.0),
        shifts={"delay": 0.0} | dict.fromkeys(flags, 0.0),
        thresholds={"delay": 0.5} | dict.fromkeys(flags, 0.5),
        **changes,
    )


def test_two_doubts_together_need_a_look_and_the_likelier_is_named() -> None:
    """Chances of 0.45 and 0.40: neither holds alone, and one of them is to be expected."""
    unsure = odds(0, 0, 0, -9, -0.2, -0.405)
    ((label, chance),) = two_flags(look=0.8).judge(unsure).flags
    assert label == "off_channel"
    assert chance == pytest.approx(0.45, abs=0.01)
    assert two_flags(look=0.9).judge(unsure).flags == ()


def test_what_needs_no_look_has_no_flag_however_low_its_threshold() -> None:
    assert two_flags(look=1.5).judge(odds(0, 0, 0, -9, 2.0, -3.0)).flags == ()


def test_a_look_is_right_often_enough() -> None:
    expected = np.linspace(0.0, 1.0, 101)
    flagged = expected > 0.5
    found = look_threshold(expected, flagged, np.zeros(101, bool))
    said = expected >= found
    assert (said & flagged).sum() / said.sum() >= 0.82
    assert found < 0.5, "the lowest such threshold misses nothing"


def test_what_only_resembles_is_seldom_taken_for_it() -> None:
    expected = np.linspace(0.0, 1.0, 101)
    flagged = expected > 0.5
    tempting = (expected > 0.4) & ~flagged
    assert look_threshold(expected, flagged, tempting) == pytest.approx(0.5)


def test_calibration_reads_only_what_was_labelled() -> None:
    chance = np.random.default_rng(2)
    examples = [
        Example(id=f"a{at}", language="en", scenario="s", text="t", sentiment=SENTIMENT[at % 3])  # type: ignore[arg-type]
        for at in range(30)
    ] + [
        Example(
            id=f"b{at}",
            language="en",
            scenario="s",
            text="t",
            intents=[INTENTS[at % 12]],  # type: ignore[list-item]
            compliance=[FLAGS[at % 9]] if at % 2 else [],  # type: ignore[list-item]
        )
        for at in range(60)
    ]
    tagged = [Tagged("t", [(0, 1)], np.zeros((1, 5))) for _ in examples]
    found = calibrate(Read(chance.normal(size=(90, len(LABELS))), tagged, tagged), examples, "v1")
    assert found.labels == LABELS
    assert set(found.thresholds) == {*INTENTS, *FLAGS}
    assert found.version == "v1"


def test_shy_promises_are_drawn_out_as_far_as_they_are_right() -> None:
    text = "We send it on Monday. Nice weather."
    offsets = [(0, 2), (3, 7), (8, 10), (11, 13), (14, 20), (20, 21), (22, 26), (27, 34), (34, 35)]
    odds = np.zeros((9, 5))
    odds[:, 0], odds[5:, 0] = 1.1, 9.0
    odds[:, 3:] = -9.0
    example = Example(
        id="a",
        language="en",
        scenario="s",
        text=text,
        direction="inbound",
        promises=[Promised("partner", 0, 20)],
    )
    shy = Tagged(text, offsets, odds)
    assert shy.spans(PROMISES, CLAUSE) == []
    lean = promise_lean([shy], [example])
    leant = shy.plus(towards(PROMISES, NOTHING, -lean))
    assert leant.spans(PROMISES, CLAUSE) == [(0, 20, "self")]
    silent = msgspec.structs.replace(example, promises=[])
    assert promise_lean([shy], [silent]) == 0.0


def test_shy_products_are_drawn_out_unless_other_names_are_lost() -> None:
    text = "Flow beats Brio"
    offsets = [(0, 4), (5, 10), (11, 15)]
    odds = np.full((3, 13), -9.0)
    begins = {label: 1 + 2 * place for place, label in enumerate(ENTITIES)}
    odds[:, 0] = 3.0, 9.0, 0.0
    odds[0, begins["PRODUCT"]], odds[2, begins["ORG"]], odds[2, begins["PRODUCT"]] = 2.5, 3.0, 0.8
    flow, brio = Marked("PRODUCT", 0, 4), Marked("ORG", 11, 15)
    example = Example(id="a", language="en", scenario="s", text=text, entities=[flow, brio])
    shy = Tagged(text, offsets, odds)
    assert shy.spans(ENTITIES) == [(11, 15, "ORG")]
    lean = product_lean([shy], [example])
    leant = shy.plus(towards(ENTITIES, "PRODUCT", lean))
    assert leant.spans(ENTITIES) == [(0, 4, "PRODUCT"), (11, 15, "ORG")]
    # Where the first is no product either, a lean only makes things up.
    none = msgspec.structs.replace(example, entities=[brio])
    assert product_lean([shy], [none]) == 0.0


def test_no_more_products_are_drawn_out_than_other_names_allow() -> None:
    text = "p1, p2, p3, o1, o2, o3, o4"
    places = [(4 * at, 4 * at + 2) for at in range(7)]
    odds = np.full((7, 13), -9.0)
    begins = {label: 1 + 2 * place for place, label in enumerate(ENTITIES)}
    # The first product lacks little, the others as much as four companies would take to be one.
    odds[:3, 0], odds[3:, begins["ORG"]] = 3.0, 3.0
    odds[:, begins["PRODUCT"]] = 2.5, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9
    labels = ["PRODUCT"] * 3 + ["ORG"] * 4
    marks = [Marked(label, *place) for label, place in zip(labels, places, strict=True)]
    example = Example(id="a", language="en", scenario="s", text=text, entities=marks)
    shy = Tagged(text, places, odds)
    lean = product_lean([shy], [example])
    found = shy.plus(towards(ENTITIES, "PRODUCT", lean)).spans(ENTITIES)
    assert [label for *_, label in found] == ["PRODUCT", *["ORG"] * 4]
