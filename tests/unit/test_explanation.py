"""One sentence on why a score changed: what fell, what rose, since when, in few words."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.explanation import LONGEST, explain, movers, signed
from alerts.wording import Language, sentence, unread
from health.assessment import Assessment, Change, Driver, assess
from health.measures import Reading
from health.observation import Observation
from health.policy import NAMES, MeasureName
from health.rebuild import rebuild
from ingest.interaction import PartnerId
from tests.laws import strategies
from tests.laws.made import EVERY, PARTNER, TERMS

SINCE = date(2026, 2, 1)
VALUES: dict[MeasureName, tuple[float, float | None]] = {
    "sentiment_level": (-0.52, None),
    "negative_streak": (4.0, None),
    "silence": (3.0, 4.0),
    "commercial_trend": (12500.0, 48200.0),
    "response_time_theirs": (30.0, 6.0),
}


def assessment(
    deltas: dict[MeasureName, float] | None,
    score: float | None = 60.0,
    missing: tuple[MeasureName, ...] = (),
    since: date = SINCE,
    then: float = 0.5,
    **changes: Any,
) -> Assessment:
    told = tuple(
        Driver(name, *VALUES.get(name, (1.0, 2.0)), 5.0)
        for name in deltas or {}
        if name not in missing
    )
    change = None if deltas is None else Change(since, sum(deltas.values()), deltas, then)
    values: dict[str, Any] = {
        "partner_id": PartnerId("nordlicht"),
        "as_of": date(2026, 3, 1),
        "seq": 1,
        "score": score,
        "band": "yellow",
        "since": None,
        "coverage": 0.5,
        "confidence": 0.5,
        "drivers": told,
        "change": change,
        "policy_version": "1",
    }
    return Assessment(**{**values, **changes})


def said(name: MeasureName, language: Language = "en", *, worse: bool) -> str:
    return sentence(name, Reading(*VALUES[name], 0), worse=worse, language=language)


def test_a_fall_names_what_fell_most_first_and_then_what_rose() -> None:
    found = explain(assessment({"silence": 1.5, "sentiment_level": -6.25, "negative_streak": -2.0}))
    fell = said("sentiment_level", worse=True)
    streak, kept = said("negative_streak", worse=True), said("silence", worse=False)
    head = "Down 6.8 to 60 since 1 Feb: "
    assert found == f"{head}{fell} [-6.2]; {streak} [-2]; but {kept} [+1.5]."
    assert len(found) <= LONGEST


def test_a_rise_names_what_rose_first() -> None:
    found = explain(assessment({"silence": -1.5, "sentiment_level": 6.25}, 62.5))
    rose, fell = said("sentiment_level", worse=False), said("silence", worse=True)
    assert found == f"Up 4.8 to 62.5 since 1 Feb: {rose} [+6.2]; but {fell} [-1.5]."


def test_in_french_with_french_numbers() -> None:
    deltas: dict[MeasureName, float] = {"sentiment_level": -6.25, "negative_streak": -2.0}
    found = explain(assessment(deltas, 51.75), "fr")
    assert found.startswith("En baisse de 8,2 à 51,8 depuis le 1er févr. : ")
    assert "(ton -0,52) [-6,2]; " in found
    assert found.endswith("[-2].")
    rise = explain(assessment({"silence": 1.0, "sentiment_level": -0.5}), "fr")
    assert rise.startswith("En hausse de 0,5 à 60 depuis")
    assert "; mais " in rise


def test_thousands_stand_apart_in_french() -> None:
    assert "12\u202f500" in explain(assessment({"commercial_trend": -3.0}), "fr")
    assert "12,500" in explain(assessment({"commercial_trend": -3.0}), "en")


def test_at_most_three_reasons_none_of_them_small() -> None:
    deltas: dict[MeasureName, float] = {
        "negative_streak": -2.0,
        "silence": -4.0,
        "response_time_theirs": -3.0,
        "sentiment_level": -0.25,
        "training": -1.0,
    }
    found = explain(assessment(deltas))
    assert found.count("[") == 3
    assert found.index("[-4]") < found.index("[-3]") < found.index("[-2]")
    small: dict[MeasureName, float] = {"silence": -4.0, "sentiment_level": -0.25}
    assert explain(assessment(small)).count("[") == 1
    assert explain(assessment({"sentiment_level": -0.25})).count("[") == 1


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        (assessment(None), "At 60, with nothing earlier to compare."),
        (assessment(None, None), "Nothing is known yet."),
        (assessment({}), "At 60 as on 1 Feb."),
        (assessment({"silence": 2.0, "training": -2.0}), "At 60 as on 1 Feb: "),
        (assessment({"silence": -60.0}, None, ("silence",)), "No score any more since 1 Feb: "),
        (assessment({}, None), "Nothing is known yet."),
        (assessment({"silence": -4.0}, since=date(2025, 12, 24)), "Down 4 to 60 since 24 Dec 2025"),
        (assessment({"silence": -4.0}, band="unknown"), "Down 4 to 60 since 1 Feb (too little to"),
    ],
    ids=["first", "nothing", "still", "cancelled out", "lost", "none", "last year", "unknown"],
)
def test_where_there_is_no_fall_or_rise(given: Assessment, starts: str) -> None:
    assert explain(given).startswith(starts)
    assert explain(given, "fr").endswith(".")


def test_what_can_no_longer_be_read_is_said_once_with_its_sum() -> None:
    lost: tuple[MeasureName, ...] = ("sentiment_level", "sentiment_trend", "negative_streak")
    deltas: dict[MeasureName, float] = {
        "sentiment_level": -6.0,
        "sentiment_trend": -4.0,
        "silence": 1.0,
    }
    given = assessment(deltas, 50, lost, then=0.625)
    phrase = unread("sentiment_level")
    assert phrase == unread("sentiment_trend")
    assert f"{phrase} [-10]." in explain(given)  # the others only took over its weight
    assert movers(given)[0].measures == ("sentiment_level", "sentiment_trend")


def test_a_rise_is_told_though_a_measure_can_no_longer_be_read() -> None:
    given = assessment({"promises_ours": -1.0, "silence": 4.0}, 63, ("promises_ours",), then=0.52)
    kept, lost = said("silence", worse=False), unread("promises_ours")
    assert explain(given) == f"Up 3 to 63 since 1 Feb: {kept} [+4]; but {lost} [-1]."
    kept, lost = said("silence", "fr", worse=False), unread("promises_ours", "fr")
    head = "En hausse de 3 à 63 depuis le 1er févr. : "
    assert explain(given, "fr") == f"{head}{kept} [+4]; mais {lost} [-1]."


def test_what_rose_comes_first_though_more_can_no_longer_be_read() -> None:
    deltas: dict[MeasureName, float] = {
        "promises_ours": -9.0,
        "training": -8.0,
        "survey": -7.0,
        "silence": 5.0,
        "response_time_theirs": 20.0,
        "negative_streak": 0.375,
    }
    gone: tuple[MeasureName, ...] = ("promises_ours", "training", "survey")
    found = explain(assessment(deltas, 61, gone))
    assert found.startswith(
        f"Up 1.4 to 61 since 1 Feb: {said('response_time_theirs', worse=False)}"
    )
    small: dict[MeasureName, float] = {
        **dict.fromkeys(("silence", "survey"), 0.375),
        "training": -0.5,
    }
    assert "[+0.4]" in explain(assessment(small, 60.25))


def test_what_weighs_more_as_less_is_measured_is_one_reason() -> None:
    """A measure that stood badly can no longer be read: the rest stands as it stood."""
    rises: dict[MeasureName, float] = {"silence": 1.0, "survey": 1.0, "training": 1.25}
    given = assessment({**rises, "promises_ours": -0.5}, 62.75, ("promises_ours",), then=0.625)
    rest = "less can be measured, and the rest counts for more [+3.2]"
    lost = unread("promises_ours")
    assert explain(given) == f"Up 2.8 to 62.8 since 1 Feb: {rest}; but {lost} [-0.5]."
    assert "[+3,2]; mais" in explain(given, "fr")


def test_what_weighs_less_as_more_is_measured_is_no_reason_for_a_rise() -> None:
    deltas: dict[MeasureName, float] = {"sentiment_level": 5.0, "silence": -2.0, "survey": -2.0}
    given = assessment(deltas, 61, then=0.375)
    assert explain(given) == f"Up 1 to 61 since 1 Feb: {said('sentiment_level', worse=False)} [+5]."
    fall = assessment({**deltas, "training": -2.0}, 59, then=0.375)
    assert explain(fall).startswith(
        "Down 1 to 59 since 1 Feb: more can be measured, and each part counts for less [-6]; but "
    )


def test_what_moved_more_by_itself_than_by_its_weight_is_a_reason() -> None:
    """At the same goodness it would have risen by 0.5."""
    found = assessment({"silence": 2.0, "promises_ours": -3.0}, 59, ("promises_ours",), then=0.58)
    assert f"but {said('silence', worse=False)} [+2]" in explain(found)


def test_a_cap_that_is_gone_is_news() -> None:
    given = assessment({"risk_cap": 20.0, "silence": -1.0}, missing=("risk_cap",))
    assert f"{unread('risk_cap')} [+20]; but" in explain(given)


def test_what_holds_against_it_is_left_out_rather_than_running_on() -> None:
    deltas: dict[MeasureName, float] = dict.fromkeys(NAMES, -4.0)
    for language in ("en", "fr"):
        found = explain(assessment(deltas), language)  # type: ignore[arg-type]
        assert len(found) <= LONGEST
        assert found.count("[") >= 1


def test_signed() -> None:
    assert (signed(-0.125, "en"), signed(0.0, "en"), signed(12.5, "fr")) == ("-0.1", "+0", "+12,5")


@given(strategies.histories(), st.integers(0, 60), st.sampled_from(("en", "fr")))
@settings(max_examples=80, deadline=None)
def test_every_change_can_be_explained(
    history: list[Observation], wait: int, language: Language
) -> None:
    until = (history[-1].day if history else 20_000) + wait
    step = rebuild(PARTNER, history, TERMS, EVERY, until=until)
    if not step.after.memory.heard:
        return
    found = assess(step.after, TERMS, EVERY)
    told = explain(found, language)
    assert told.endswith(".")
    assert "\n" not in told
    assert len(told) <= LONGEST
    assert sum(one.delta for one in movers(found, language)) == (
        found.change.score if found.change else 0
    )
    moved = found.change.score if found.change else 0.0
    if moved:
        first = re.search(r"\[([+-])", told)
        assert first is not None, "a change has a reason"
        assert first[1] == ("-" if moved < 0 else "+")
