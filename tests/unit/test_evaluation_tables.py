"""What of an evaluation is shown by language, and how surely things were said."""

from io import StringIO

from rich.console import Console

from commands.evaluation_tables import tables
from nlp.evaluation.pairs import Pair
from nlp.evaluation.report import report
from tests.unit.evaluated import felt, meant

TOLD = [felt("negative", "neutral", "fr"), felt("neutral", "neutral"), meant(["delay"], ["delay"])]


def shown(pairs: list[Pair], *, by_language: bool) -> str:
    console = Console(width=90, record=True, file=StringIO())
    told = report(pairs)
    console.print(*tables(told, width=90, plain=True, abstentions=False, by_language=by_language))
    return console.export_text()


def test_each_language_has_tables_of_its_own_when_asked_for():
    text = shown(TOLD, by_language=True)
    assert "fr: right, and what was said" in text
    assert "en: intents" in text
    assert "fr: intents" not in text
    assert "--by-language" not in text
    assert "fr: right" not in shown(TOLD, by_language=False)
    assert "--by-language" in shown(TOLD, by_language=False)


def test_one_language_needs_no_second_table():
    assert "en: right" not in shown(TOLD[1:], by_language=True)


def test_confidence_is_shown_where_something_was_said():
    assert "Confidence of what was said" in shown(TOLD, by_language=False)
    assert "Confidence of what was said" not in shown(TOLD[:2], by_language=False)
