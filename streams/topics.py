"""The topics: their names, what is kept how long, and who may read them."""

from collections.abc import Mapping

from streams.settings import Settings

INTERACTIONS = "interactions.v1"
ANNOTATIONS = "annotations.v1"
TICKS = "ticks.v1"  # a day begins, once a partner and day: silence is a signal
HEALTH = "health.v1"
ALERTS = "alerts.v1"
FEEDBACK = "feedback.v1"  # what people judge: overrides, feedback, labels
COMPLIANCE = "compliance.v1"  # its own ACL: no manager's tool reads it
DEAD_LETTERS = "dead_letters.v1"

ALL = (INTERACTIONS, ANNOTATIONS, TICKS, HEALTH, ALERTS, FEEDBACK, COMPLIANCE, DEAD_LETTERS)

DAY_MS = 86_400_000


def configs(settings: Settings) -> Mapping[str, Mapping[str, str]]:
    """What each topic keeps, by its full name: raw text the shortest."""
    text = {"retention.ms": str(settings.interaction_days * DAY_MS)}
    return {
        settings.topic(INTERACTIONS): text,
        # Entities and promises are words of the text.
        settings.topic(ANNOTATIONS): text,
        settings.topic(DEAD_LETTERS): {
            "retention.ms": str(settings.dead_letter_days * DAY_MS),
            "max.message.bytes": "8388608",
        },
        settings.topic(HEALTH): {"cleanup.policy": "compact"},
        settings.topic(ALERTS): {"retention.ms": str(365 * DAY_MS)},
        # Kept for good in the database; names and reasons need not lie about here too.
        settings.topic(FEEDBACK): {"retention.ms": str(30 * DAY_MS)},
    }


def names(settings: Settings) -> tuple[str, ...]:
    """All topics by their full names."""
    return tuple(settings.topic(name) for name in ALL)
