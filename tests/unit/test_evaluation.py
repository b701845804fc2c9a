"""Scores of what was said of labelled messages, against figures computed by hand."""

from datetime import date

import pytest

from nlp.annotations import Intent
from nlp.evaluation.baselines import Baseline, baselines
from nlp.evaluation.compliance import compliance, overlooked
from nlp.evaluation.figures import Figures, figures
from nlp.evaluation.intents import intents
from nlp.evaluation.language import language
from nlp.evaluation.pairs import draft
from nlp.evaluation.report import report
from nlp.evaluation.sentiment import abstentions, sentiment
from nlp.said import Said
from tests.unit.evaluated import example, felt, flagged, meant


class TestFigures:
    def test_of_nothing_are_none_and_not_zero(self):
        assert figures(0, 0, 0) == Figures(None, None, None, 0)
        assert figures(0, 0, 3) == Figures(None, 0.0, 0.0, 3)
        assert figures(0, 3, 0) == Figures(0.0, None, 0.0, 0)


class TestSentiment:
    def test_perfect(self):
        found = sentiment([felt(label, label) for label in ("negative", "neutral", "positive")])
        assert found is not None
        assert (found.overall.macro_f1, found.overall.accuracy, found.overall.abstained) == (
            1,
            1,
            0,
        )
        assert found.overall.calibration_error == pytest.approx(0.1)  # sure to 0.9, right always
        assert found.overall.labels["neutral"] == Figures(1.0, 1.0, 1.0, 1)

    def test_all_wrong(self):
        found = sentiment([felt("negative", "positive"), felt("positive", "negative")])
        assert found is not None
        assert (found.overall.macro_f1, found.overall.accuracy) == (0.0, 0.0)
        assert found.overall.calibration_error == pytest.approx(0.9)
        assert found.overall.labels["neutral"] == Figures(None, None, None, 0)

    def test_some_right(self):
        told = [
            *[felt("negative", "negative", "fr")] * 3,
            felt("negative", "neutral", "fr"),
            *[felt("neutral", "neutral", "fr")] * 2,
            felt("neutral", "negative"),
            felt("neutral", "positive"),
            felt("positive", "positive"),
        ]
        found = sentiment(told)
        assert found is not None
        # negative 3 of 4 and 4; neutral 2 of 3 said and 4; positive 1 of 2 said and 1.
        f1s = (3 / 4, 4 / 7, 2 / 3)
        assert [one.f1 for one in found.overall.labels.values()] == pytest.approx(f1s)
        assert found.overall.macro_f1 == pytest.approx(sum(f1s) / 3)
        assert found.overall.confusion["neutral"] == {
            "negative": 1,
            "neutral": 2,
            "positive": 1,
            "none": 0,
        }
        assert list(found.by_language) == ["en", "fr"]
        # In French negative 3 of 3 and 4 (6/7), neutral 2 of 3 and 2 (4/5), positive never.
        assert found.by_language["fr"].macro_f1 == pytest.approx((6 / 7 + 4 / 5) / 2)

    def test_an_abstention_costs_recall_and_not_precision(self):
        told = [felt("negative", "negative"), felt("negative", None), felt("positive", "positive")]
        found = sentiment(told)
        assert found is not None
        assert found.overall.abstained == 1
        assert found.overall.labels["negative"] == Figures(1.0, 0.5, pytest.approx(2 / 3), 2)
        assert found.overall.macro_f1 == pytest.approx((2 / 3 + 1) / 2)
        assert found.overall.macro_f1_answered == 1.0
        assert found.overall.accuracy == pytest.approx(2 / 3)
        assert found.overall.calibration_error == pytest.approx(0.1)
        assert found.overall.confusion["negative"]["none"] == 1

    def test_nothing_but_abstentions(self):
        found = sentiment([felt("negative", None)])
        assert found is not None
        assert found.overall.macro_f1 == 0.0
        assert found.overall.macro_f1_answered is None
        assert found.overall.calibration_error is None

    def test_abstentions_say_why(self):
        told = [felt("negative", None), felt("neutral", None, "pl"), felt("neutral", "neutral")]
        told.append((example(sentiment="positive"), Said()))
        found = [(one.language, one.right, one.why) for one in abstentions(told)]
        assert found == [
            ("en", "negative", "not sure enough"),
            ("pl", "neutral", "language not covered: pl"),
            ("en", "positive", "language not told"),
        ]

    def test_confidence_is_compared_with_being_right_bin_by_bin(self):
        told = [
            felt("negative", "negative", confidence=0.95),
            felt("negative", "neutral", confidence=0.97),
            felt("neutral", "neutral", confidence=0.65),
            felt("neutral", "neutral", confidence=0.61),
        ]
        found = sentiment(told)
        assert found is not None
        # |0.96 - 0.5| and |0.63 - 1|, half of the messages each.
        assert found.overall.calibration_error == pytest.approx((0.46 + 0.37) / 2)


class TestBaselines:
    def test_majority_is_that_of_each_language(self):
        told = [
            *[felt("neutral", "neutral", "fr")] * 3,
            felt("positive", "neutral", "fr"),
            felt("negative", "neutral"),
        ]
        found = baselines(told, None)
        assert found is not None
        # neutral: 3 of 5 said and 3; two other labels with 0.
        assert found.majority.overall == Baseline(5, 0.6, pytest.approx(6 / 8 / 3))
        assert found.majority.by_language["en"] == Baseline(1, 1.0, 1.0)
        assert found.majority.by_language["fr"] == Baseline(4, 0.75, pytest.approx(6 / 7 / 2))
        assert found.vader is None

    def test_a_peer_is_asked_in_english_alone(self):
        asked: list[str] = []

        def peer(texts):
            asked.extend(texts)
            return ["negative"] * len(texts)

        told = [felt("negative", None), felt("positive", None), felt("positive", None, "fr")]
        found = baselines(told, peer)
        assert found is not None
        assert len(asked) == 2
        assert found.vader == Baseline(2, 0.5, pytest.approx(2 / 3 / 2))
        assert baselines([felt("positive", None, "fr")], peer).vader is None


class TestLanguage:
    def test_short_texts_and_those_of_no_labelled_language_do_not_count(self):
        told = [
            (example(language="pt-BR"), Said(language="pt")),
            (example(), Said(language="de")),
            (example(), Said()),
            (example(text="x" * 40 + " "), Said(language="fr")),
            (example(language="und"), Said(language="fr")),
        ]
        found = language(told)
        assert found is not None
        assert (found.overall.support, found.overall.right) == (3, 1)
        assert found.overall.accuracy == pytest.approx(1 / 3)
        assert found.overall.confused == {"de": 1, "none": 1}
        assert list(found.by_language) == ["en", "pt"]
        assert language(told[3:]) is None

    def test_is_not_told_beforehand(self):
        asked = draft(example(language="fr", kind="call_note", written_on=date(2026, 3, 1)))
        assert asked.given_language is None
        assert (asked.kind, asked.written_on) == ("call_note", date(2026, 3, 1))


class TestIntents:
    def test_some_right(self):
        found = intents(
            [
                meant(["complaint", "delay"], ["complaint", "complaint"]),
                meant(["delay"], ["delay", "request"]),
                meant([], ["complaint"]),
                (example(intents=None), Said(intents=(Intent("praise", 0.9, 0, 1),))),
            ]
        )
        assert found is not None
        labels = found.overall.labels
        assert labels["complaint"] == Figures(0.5, 1.0, pytest.approx(2 / 3), 1)
        assert labels["delay"] == Figures(1.0, 0.5, pytest.approx(2 / 3), 2)
        assert labels["request"] == Figures(0.0, None, 0.0, 0)
        assert labels["praise"] == Figures(None, None, None, 0)
        assert found.overall.macro_f1 == pytest.approx(2 / 3)
        assert found.overall.micro == Figures(0.5, pytest.approx(2 / 3), pytest.approx(4 / 7), 3)

    def test_nothing_to_say_and_nothing_said(self):
        found = intents([meant([], [])])
        assert found is not None
        assert found.overall.macro_f1 is None
        assert found.overall.micro == Figures(None, None, None, 0)


class TestCompliance:
    def test_a_look_is_needed_whichever_the_label(self):
        told = [
            flagged(["bribery_gift"], ["bribery_gift"]),
            flagged(["bribery_gift"], ["off_channel", "bribery_gift"]),
            flagged(["bribery_gift"], ["off_channel"]),
            flagged(["off_channel"], []),
            flagged([], ["off_channel"], near=["off_channel"]),
            flagged([], [], near=["bribery_gift", "praise"]),
            flagged([], [], near=["praise"]),  # near to an intent alone: no hard negative
            flagged(["bribery_gift"], ["bribery_gift"], near=["off_channel"]),
        ]
        found = compliance(told)
        assert found is not None
        score = found.overall
        assert score.needs_a_look == Figures(0.8, 0.8, pytest.approx(0.8), 5)
        assert (score.hard_negatives, score.hard_negatives_flagged) == (2, 1)
        assert score.hard_negatives_share == 0.5
        assert score.surest_label_right == 0.5
        assert score.some_label_right == 0.75
        assert score.labels.labels["bribery_gift"] == Figures(1.0, 0.75, pytest.approx(6 / 7), 4)
        assert score.labels.labels["off_channel"] == Figures(0.0, 0.0, 0.0, 1)
        assert len(overlooked(told)) == 1

    def test_nothing_to_look_at(self):
        found = compliance([flagged([], [])])
        assert found is not None
        assert found.overall.needs_a_look == Figures(None, None, None, 0)
        assert found.overall.hard_negatives_share is None
        assert found.overall.surest_label_right is None


def test_what_was_not_labelled_is_not_scored():
    found = report([(example(), Said(language="en"))])
    assert found.messages == 1
    assert found.language is not None
    heads = (found.sentiment, found.intents, found.compliance, found.entities, found.promises)
    assert heads == (None,) * 5
    assert found.baselines is None


def test_of_no_messages_there_is_nothing_to_tell():
    found = report([])
    assert (found.messages, found.languages, found.language) == (0, {}, None)
