"""A next step in words: every kind, every owner, every reason, in every language."""

from datetime import date

import pytest

from alerts.action_words import ACTIONS, FOR_REASON, MONTHS, OWNERS, step, what, when, who
from alerts.wording import Language
from health.actions import CHOICES, SETTLERS, Action
from health.actions import OWNERS as OWNED

LANGUAGES: tuple[Language, ...] = ("en", "fr")
DUE = date(2026, 3, 12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_tables_are_complete(language: Language) -> None:
    kinds = {kind for choices in CHOICES.values() for kind in choices}
    assert ACTIONS[language].keys() == kinds
    assert OWNERS[language].keys() == {"manager", *OWNED.values(), *SETTLERS.values()}
    assert len(set(MONTHS[language])) == 12
    assert len(set(ACTIONS[language].values())) == len(kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fitting_word_is_of_a_step_that_can_be_proposed(language: Language) -> None:
    assert FOR_REASON[language].keys() == FOR_REASON["en"].keys()
    for kind, measure in FOR_REASON[language]:
        assert kind in CHOICES[measure]


def test_languages_are_different() -> None:
    for kind in ACTIONS["en"]:
        assert ACTIONS["en"][kind] != ACTIONS["fr"][kind]
    for reason in FOR_REASON["en"]:
        assert FOR_REASON["en"][reason] != FOR_REASON["fr"][reason]


def test_the_fitting_word_is_said_where_there_is_one() -> None:
    silent = Action("call", "manager", "silence", DUE)
    unread = Action("call", "manager", "meeting_rhythm", DUE)
    assert what(silent) == FOR_REASON["en"]["call", "silence"]
    assert what(unread) == ACTIONS["en"]["call"]
    assert who("finance", "fr") == "service financier"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Open the talk about renewal (partner manager, by 12 March)"),
        (
            "fr",
            "Ouvrir la discussion sur le renouvellement"
            " (responsable du partenaire, d'ici le 12 mars)",
        ),
    ],
)
def test_a_step_is_one_line(language: Language, said: str) -> None:
    assert step(Action("renew", "manager", "contract_end", DUE), language) == said


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (date(2026, 8, 1), "en", "1 August"),
        (date(2026, 8, 1), "fr", "1er août"),
        (date(2026, 8, 2), "fr", "2 août"),
        (date(2026, 12, 31), "en", "31 December"),
    ],
)
def test_days_are_said_as_people_say_them(day: date, language: Language, said: str) -> None:
    assert when(day, language) == said
