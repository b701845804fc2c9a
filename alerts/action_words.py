"""A next step in words, in the receiver's language."""

from datetime import date

from alerts import action_words_en, action_words_fr
from alerts.wording import Language
from health.actions import Action, ActionKind, ActionOwner
from health.policy import MeasureName

OWNERS: dict[Language, dict[ActionOwner, str]] = {
    "en": action_words_en.OWNERS,
    "fr": action_words_fr.OWNERS,
}
ACTIONS: dict[Language, dict[ActionKind, str]] = {
    "en": action_words_en.ACTIONS,
    "fr": action_words_fr.ACTIONS,
}
FOR_REASON: dict[Language, dict[tuple[ActionKind, MeasureName], str]] = {
    "en": action_words_en.FOR_REASON,
    "fr": action_words_fr.FOR_REASON,
}
STEPS: dict[Language, str] = {"en": action_words_en.STEP, "fr": action_words_fr.STEP}
MONTHS: dict[Language, tuple[str, ...]] = {
    "en": action_words_en.MONTHS,
    "fr": action_words_fr.MONTHS,
}


def what(action: Action, language: Language = "en") -> str:
    """What is to be done, without who and when.

    >>> what(Action("renew", "manager", "contract_end", date(2026, 3, 1)))
    'Open the talk about renewal'
    """
    fitting = FOR_REASON[language].get((action.kind, action.measure))
    return fitting or ACTIONS[language][action.kind]


def who(owner: ActionOwner, language: Language = "en") -> str:
    """Whose task it is."""
    return OWNERS[language][owner]


def when(day: date, language: Language = "en") -> str:
    """A day of this year or the next, as one says it.

    >>> when(date(2026, 3, 1)), when(date(2026, 3, 1), "fr")
    ('1 March', '1er mars')
    """
    number = "1er" if language == "fr" and day.day == 1 else f"{day.day}"
    return f"{number} {MONTHS[language][day.month - 1]}"


def step(action: Action, language: Language = "en") -> str:
    """All of it in one line."""
    return STEPS[language].format(
        text=what(action, language),
        owner=who(action.owner, language),
        due=when(action.due, language),
    )
