"""What one observation of a generated history is, read off a few bytes.

Drawn field by field, a history took Hypothesis ten times as long to make as the engine to fold.
Bytes of zero are the simplest: a mail of theirs, at once, without a tone.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from health.observation import DAY_MS, Fact
from health.risks import LABELS
from ingest.interaction import InteractionId

Option = TypeVar("Option")
BYTES = 17
"""So many hold all the choices of an observation."""
HOUR = 3_600_000
GAPS = (1, HOUR, 5 * HOUR, DAY_MS // 2, DAY_MS - 1, DAY_MS, DAY_MS, 2 * DAY_MS)
# Now and then: of weeks, of a leap year, of four.
SILENCES = (0,) * 37 + (9 * DAY_MS, 366 * DAY_MS, 1461 * DAY_MS)
MOODS = (-900, -600, 0, 300, 700, 900)
INTENTS = (*LABELS, "delay", "praise", "renewal_or_expansion", "executive_involvement")
# Days between the making of a promise and its last one; None: none was named.
DUE = (*range(-1, 13), 0, 1, 400)


class Choices:
    """Choices read off bytes, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "big")

    def below(self, number: int) -> int:
        """From 0 to one less."""
        self._left, found = divmod(self._left, number)
        return found

    def of(self, options: Sequence[Option]) -> Option:
        """One of these."""
        return options[self.below(len(options))]

    def gap(self) -> int:
        """Milliseconds since the one before."""
        kind = self.below(4)
        gap = (0, self.of(GAPS), self.below(DAY_MS + 1), self.below(2 * DAY_MS + 1))[kind]
        return gap + self.of(SILENCES)


def shape(choices: Choices, at: int, mood: int) -> dict[str, Any]:
    """All but partner and moment, and the id, which only meetings that change their mind and
    records that are updated bring along. `mood`: the tone of half the mails of that time."""
    made = choices.of((mail, mail, mail, mail, call, meeting, record))
    found = made(choices, mood)
    if made is not record and not choices.below(3):
        found["promises"] = tuple(
            (choices.of(("us", "partner")), due(choices, at)) for _ in range(choices.below(3))
        )
    return found


def due(choices: Choices, at: int) -> int | None:
    """The last day of a promise, if one was named."""
    return at // DAY_MS + choices.of(DUE) if choices.below(3) else None


def mail(choices: Choices, mood: int) -> dict[str, Any]:
    """Theirs mostly, ours, or among us."""
    return {
        "kind": "email",
        "direction": choices.of(("inbound", "inbound", "inbound", "outbound", "internal", None)),
        "tone": (None, choices.below(2001) - 1000, mood, mood)[choices.below(4)],
        "weight": choices.below(1001),
        "contacts": people(choices),
        "thread": choices.of((None, "t1", "t1", "t2")),
        "intents": intents(choices),
        "zone": choices.of((0, 0, 60, -300, 345)),
    }


def call(choices: Choices, mood: int) -> dict[str, Any]:
    """A note of a call, with the same person always."""
    return {
        "kind": "call_note",
        "direction": choices.of((None, "inbound", "outbound")),
        "tone": mood if choices.below(2) else None,
        "weight": choices.below(1001),
        "contacts": ("a",),
        "intents": intents(choices),
    }


def meeting(choices: Choices, _: int) -> dict[str, Any]:
    """Few ids: the same meeting is planned, then held, then found to have been cancelled."""
    return {
        "kind": "meeting",
        "id": InteractionId(choices.of(("m1", "m2"))),
        "meeting": choices.of(("planned", "held", "cancelled", "no_show")),
        "meeting_type": choices.of((None, "coordination", "review", "sponsor", "other")),
    }


def record(choices: Choices, _: int) -> dict[str, Any]:
    """Few ids: a ticket is opened, then closed."""
    return {
        "kind": "record",
        "id": InteractionId(choices.of(("r1", "r2", "r3"))),
        "fact": Fact(
            choices.of(("revenue", "ticket", "ticket", "survey", "training", "site_visit")),
            choices.below(10_000_001) if choices.below(2) else None,
            choices.of((None, "EUR", "nps", "/5")),
            choices.of((None, "open", "closed", "booked")),
        ),
    }


def people(choices: Choices) -> tuple[str, ...]:
    """Up to two of four."""
    some = choices.below(3)
    first = choices.of("abcd")
    others = [one for one in "abcd" if one != first]
    return (first, choices.of(others))[:some]


def intents(choices: Choices) -> tuple[tuple[str, int], ...]:
    """Often none, else up to three."""
    if choices.below(3) < 2:
        return ()
    found = {choices.of(INTENTS): choices.of((400, 800, 1000)) for _ in range(choices.below(4))}
    return tuple(found.items())
