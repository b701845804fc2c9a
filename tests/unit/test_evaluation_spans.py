"""Scores of spans: entities and promises, and the worst errors, against hand-made figures."""

from datetime import date

import pytest

from nlp.annotations import Promise
from nlp.evaluation.entities import entities
from nlp.evaluation.figures import Figures
from nlp.evaluation.mistakes import mistakes
from nlp.evaluation.promises import promises
from nlp.example import Marked, Promised
from nlp.flag import Flag
from nlp.said import Said
from tests.unit.evaluated import TEXT, example, feeling, felt, flagged, meant, named, promised


class TestEntities:
    ANNA = Marked("PERSON", 0, 9)
    SUM = Marked("MONEY", 48, 55)

    def test_only_exact_spans_of_the_right_label_count(self):
        told = [
            named([self.ANNA, self.SUM], [("PERSON", 0, 9), ("MONEY", 48, 51)]),
            named([self.ANNA], [("ORG", 0, 9)]),
        ]
        found = entities(told)
        assert found is not None
        assert found.overall.micro == Figures(
            pytest.approx(1 / 3), pytest.approx(1 / 3), pytest.approx(1 / 3), 3
        )
        assert found.overall.labels["PERSON"] == Figures(1.0, 0.5, pytest.approx(2 / 3), 2)
        assert found.overall.labels["ORG"] == Figures(0.0, None, 0.0, 0)
        assert found.overall.macro_f1 == pytest.approx((2 / 3 + 0) / 2)

    def test_labels_that_nobody_annotated_are_passed_over(self):
        told = [named([self.ANNA, self.SUM], [("PERSON", 0, 9), ("DATE", 29, 35)])]
        found = entities(told, ["ORG", "PERSON"])
        assert found is not None
        assert list(found.overall.labels) == ["PERSON", "ORG"]
        assert found.overall.micro == Figures(1.0, 1.0, 1.0, 1)
        assert mistakes(told, 9, ["PERSON"]) == ()


class TestPromises:
    OFFER = Promised("partner", 0, 35, date(2026, 3, 6))
    PAYS = Promised("us", 41, 55)

    def test_words_must_overlap_and_the_owner_be_right(self):
        found = promises(
            [
                promised(
                    [self.OFFER, self.PAYS],
                    Promise("partner", "sends the offer by Friday", "2026-03-06"),
                    Promise("partner", "pay 300 EUR"),
                    Promise("us", "on Monday"),
                )
            ]
        )
        assert found is not None
        owners = found.overall.owners
        assert owners.labels["partner"] == Figures(0.5, 1.0, pytest.approx(2 / 3), 1)
        assert owners.labels["us"] == Figures(0.0, 0.0, 0.0, 1)
        assert owners.micro == Figures(pytest.approx(1 / 3), 0.5, pytest.approx(0.4), 2)
        assert (found.overall.due, found.overall.due_right) == (1, 1)

    def test_the_owner_is_told_apart_from_the_words(self):
        found = promises(
            [
                promised(
                    [self.OFFER, self.PAYS],
                    Promise("us", "sends the offer by Friday", "2026-03-06"),
                    Promise("us", "pay 300 EUR"),
                )
            ]
        )
        assert found is not None
        assert found.overall.words == Figures(1.0, 1.0, 1.0, 2)
        assert found.overall.owner_share == 0.5
        assert found.overall.owners.micro.f1 == 0.5
        # The day of the first is not asked for: it is somebody else's.
        assert (found.overall.due, found.overall.undated, found.overall.undated_right) == (0, 1, 1)

    def test_a_day_that_was_made_up_is_not_right(self):
        found = promises([promised([self.PAYS], Promise("us", "pay 300 EUR", "2026-03-09"))])
        assert found is not None
        assert (found.overall.undated, found.overall.undated_right) == (1, 0)

    def test_each_counts_once_however_often_it_is_said(self):
        found = promises(
            [
                promised(
                    [self.OFFER],
                    Promise("partner", "Anna Berg", "2026-03-07"),
                    Promise("partner", "sends the offer by", "2026-03-06"),
                )
            ]
        )
        assert found is not None
        assert found.overall.owners.micro == Figures(0.5, 1.0, pytest.approx(2 / 3), 1)
        assert (found.overall.due, found.overall.due_right) == (1, 1)  # the wider overlap's day

    def test_nor_does_what_is_said_once_keep_two(self):
        both = [Promised("us", 0, 35), Promised("us", 41, 55)]
        found = promises([promised(both, Promise("us", TEXT))])
        assert found is not None
        assert found.overall.owners.micro == Figures(1.0, 0.5, pytest.approx(2 / 3), 2)

    def test_words_that_recur_are_those_after_the_ones_before(self):
        told = promised(
            [Promised("us", 10, 17)],
            Promise("us", "we call"),
            Promise("us", "we call"),
            text="we call - we call.",
        )
        assert told[0].text[10:17] == "we call"
        found = promises([told])
        assert found is not None
        assert found.overall.owners.micro == Figures(0.5, 1.0, pytest.approx(2 / 3), 1)

    def test_control_characters_were_read_as_spaces(self):
        told = promised([Promised("us", 0, 7)], Promise("us", "we call"), text="we\x07call")
        found = promises([told])
        assert found is not None
        assert found.overall.owners.micro.f1 == 1.0

    def test_words_that_stand_nowhere_are_wrong(self):
        found = promises([promised([self.OFFER], Promise("partner", "nowhere"))])
        assert found is not None
        assert found.overall.owners.micro == Figures(0.0, 0.0, 0.0, 1)
        assert found.overall.due_share is None


class TestMistakes:
    def test_the_surest_come_first_and_hold_no_text(self):
        told = [
            felt("negative", "neutral", confidence=0.6),
            felt("negative", "positive", confidence=0.8),
            felt("negative", "negative", confidence=0.99),
            felt("negative", None),
            (example(), Said(sentiment=feeling("negative"), flags=(Flag("off_channel", 1, 0, 1),))),
        ]
        found = mistakes(told, 5)
        assert [(one.said, one.confidence) for one in found] == [
            ("positive", 0.8),
            ("neutral", 0.6),
        ]
        assert found[0].right == ("negative",)
        assert found[0].text is None
        assert mistakes(told, 1) == found[:1]
        assert mistakes(told, 1, texts=True)[0].text == TEXT
        assert mistakes(told, 0) == ()

    def test_of_every_head(self):
        told = [
            meant(["delay"], ["delay", "praise"]),
            flagged(["bribery_gift"], ["off_channel"]),
            named([Marked("PERSON", 0, 9)], [("ORG", 0, 4), ("DATE", 29, 35)]),
        ]
        found = mistakes(told, 5)
        assert [(one.head, one.right, one.said) for one in found] == [
            ("intents", ("delay",), "praise"),
            ("compliance", ("bribery_gift",), "off_channel"),
            ("entities", ("PERSON 0-9",), "ORG 0-4"),
            ("entities", (), "DATE 29-35"),
        ]
