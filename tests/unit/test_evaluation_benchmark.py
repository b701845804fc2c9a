"""The benchmark of reading: goals are judged, tables are written, the card keeps its words."""

from importlib.resources import files

import msgspec
import numpy as np
import pytest

from benchmarks.reading_card import BEGIN, CARD, END, filled
from benchmarks.reading_figures import Goal, Readings, figures, mean_macro_f1
from benchmarks.reading_tables import tables
from nlp.evaluation.pairs import Pair
from nlp.example import Marked
from nlp.models.calibration import Calibration
from nlp.models.shipped import FILE
from nlp.said import Said
from tests.unit.evaluated import example, feeling, felt, flagged, named

ANNA = Marked("PERSON", 0, 9)


def public(id_: str, *said: tuple[str, int, int]) -> Pair:
    pair = named([ANNA], said)
    return example(id=id_, entities=[ANNA]), pair[1]


def readings() -> Readings:
    business = [
        *[felt(label, label) for label in ("negative", "neutral", "positive")],
        felt("negative", None, "fr"),
        (
            example(sentiment="neutral", intents=["delay"], compliance=[], entities=[ANNA]),
            Said(language="en", sentiment=feeling("neutral")),
        ),
        flagged(["off_channel"], ["off_channel"]),
    ]
    tweets = [felt("negative", "negative"), felt("neutral", "neutral", "fr"),
              felt("positive", "neutral", "fr")]  # fmt: skip
    names = [public("one-0", ("PERSON", 0, 9)), public("two-0", ("ORG", 0, 9))]
    return Readings(
        business=business,
        tweets=tweets,
        tweets_untold=tweets,
        names=names,
        names_untold=names,
        trial=[felt("negative", "positive")],
    )


def test_every_promise_is_judged():
    found = figures(readings(), {"reader": "reader-abc"})
    by_name = {one.what: one for one in found.goals}
    assert [one.show for one in found.goals] == [1, 1, 2, 3, 3, 3, 3, 3, 4, 4, 5, 6]
    assert by_name["the weakest language (fr)"].value == 0.0
    # English 1, French (2/3 + 0) / 2.
    assert by_name["tweets, mean macro-F1 of six languages"].value == pytest.approx(2 / 3)
    assert by_name["needs a look: recall"].met
    assert not by_name["intents, macro-F1"].met
    assert by_name["hard negatives flagged"].value is None
    assert not by_name["hard negatives flagged"].met
    assert set(found.sets) == {"one", "two"}
    assert found.sets["two"].micro.f1 == 0.0
    assert found.business.mistakes == ()
    assert found.trial is not None
    assert found.trial.overall.macro_f1 == 0.0
    assert found.trial_tweets is None


def test_a_goal_is_met_on_its_own_side():
    def goal(value: float, *, at_most: bool) -> bool:
        return Goal(show=1, what="x", value=value, bound=0.5, at_most=at_most).met

    assert goal(0.5, at_most=False)
    assert goal(0.5, at_most=True)
    assert not goal(0.4, at_most=False)
    assert not goal(0.6, at_most=True)


def test_of_no_tweets_there_is_no_mean():
    assert mean_macro_f1([]) is None


def test_the_tables_are_those_of_markdown():
    text = "\n\n".join(tables(figures(readings(), {"reader": "reader-abc"})))
    assert "reader `reader-abc`" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)
    assert "| fr  " in text
    assert "**missed**" in text
    assert "0.000" in text


def test_the_card_keeps_its_words_and_changes_its_figures():
    card = f"# Card\n\n{BEGIN}\nold\n{END}\n\nlimits\n"
    once = filled(card, "new")
    assert once == f"# Card\n\n{BEGIN}\nnew\n{END}\n\nlimits\n"
    assert filled(once, "new") == once
    with pytest.raises(ValueError, match="lacks"):
        filled("# Card", "new")


def test_our_card_tells_of_the_shipped_weights():
    """Otherwise: python -m benchmarks.reading DATA_DIR --card."""
    card = CARD.read_text(encoding="utf-8")
    assert filled(card, "new")
    with (files("nlp.models") / "weights" / FILE).open("rb") as file:
        calibration = np.load(file, allow_pickle=False)["calibration"].tobytes()
    version = msgspec.json.decode(calibration, type=Calibration).version
    assert f"reader `{version}`" in card
