"""Every number of the simulated world: how partners live, how relationships fail, how we misread.

The world knows nothing of the engine's measures and windows. Times are days unless said otherwise.
"""

from datetime import date
from typing import Literal

import msgspec

START = date(2024, 1, 1)  # a Monday
LIFE = 1500
"""Every partner's life is made for that many days and then cut: a longer look changes no past."""

CHANNELS = (
    "tone",  # they sound colder
    "hints",  # they complain, escalate, dispute, threaten
    "volume",  # they begin fewer threads and calls
    "answers",  # they answer later, or not at all
    "contacts",  # fewer of them take part; the one who carried it leaves
    "meetings",  # they call meetings off, miss them, agree to fewer
    "promises",  # they break their word
    "orders",  # revenue falls, trainings stop
    "tickets",  # more tickets, open longer
    "leaders",  # their executives stay away
)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs are a median (or lowest) and a spread (or highest), as each comment says."""

    # --- hidden health: 1 is as good as it gets, 0 is gone ---
    green_from: float = 0.65
    red_below: float = 0.40
    # A band changes when its threshold is passed by that much.
    edge: float = 0.015
    # Where a relationship rests when all is well, uniform.
    rest: tuple[float, float] = (0.78, 0.96)
    # Health trembles around its course: standard deviation, and days to forget.
    tremble: tuple[float, float] = (0.02, 15.0)
    # Days of a spell in which nothing befalls it: at least, and exponential beyond.
    spell: tuple[float, float] = (100.0, 220.0)
    # What befalls a relationship next, in shares. `blow`: it ends and nobody could know.
    episodes: dict[str, float] = msgspec.field(
        default_factory=lambda: {
            "dip": 0.33,  # to yellow and back
            "slide": 0.25,  # slowly to red
            "fade": 0.14,  # slowly to red, without a word
            "conflict": 0.18,  # quickly to red, most recover
            "sudden": 0.06,  # to red in a fortnight
            "blow": 0.012,
            "bad fortnight": 0.10,  # looks bad, is nothing
        }
    )
    # A partner may already be in trouble on the first day, which began so long before.
    begins_in_trouble: float = 0.05
    began_before: tuple[float, float] = (20.0, 260.0)
    # Days from the rest to the trough, lognormal: median, sigma of the logarithm.
    fall: dict[str, tuple[float, float]] = msgspec.field(
        default_factory=lambda: {
            "dip": (40.0, 0.4),
            "slide": (105.0, 0.4),
            "fade": (105.0, 0.4),
            "conflict": (24.0, 0.35),
            "sudden": (13.0, 0.25),
        }
    )
    # These linger where they could still turn: after that share of the fall, between those levels,
    # for so many days.
    lingering: tuple[str, ...] = ("slide", "fade")
    lingering_at: float = 0.45
    lingers_between: tuple[float, float] = (0.48, 0.57)
    lingers_for: tuple[float, float] = (32.0, 0.5)
    # Days in the trough.
    trough: dict[str, tuple[float, float]] = msgspec.field(
        default_factory=lambda: {
            "dip": (200.0, 0.4),
            "slide": (210.0, 0.4),
            "fade": (200.0, 0.4),
            "conflict": (160.0, 0.4),
            "sudden": (140.0, 0.4),
        }
    )
    recovery: tuple[float, float] = (36.0, 0.4)
    # How low it goes, uniform.
    dip_to: tuple[float, float] = (0.50, 0.58)
    red_to: tuple[float, float] = (0.08, 0.22)
    # Shares that end in a break rather than in a recovery.
    breaks: dict[str, float] = msgspec.field(
        default_factory=lambda: {
            "dip": 0.0,
            "slide": 0.40,
            "fade": 0.62,
            "conflict": 0.12,
            "sudden": 0.65,
        }
    )
    # Days from the first red day to the break, lognormal, at least `notice_least`.
    notice: tuple[float, float] = (85.0, 0.4)
    notice_sudden: tuple[float, float] = (28.0, 0.4)
    notice_least: float = 10.0
    # No partner is simulated who breaks before that day.
    known_for: int = 90
    # Of those who break, how many send a few last mails instead of falling silent at once.
    lingers: float = 0.5

    # --- how it shows: the signature of a partner ---
    # Full effect lies at this health, none at that.
    worst_at: float = 0.18
    fine_at: float = 0.78
    # Trouble shows early: the effect is the share of the way from fine to worst, to this power.
    early: float = 0.8
    # So many channels show it well; the others hardly.
    strong: tuple[int, int] = (5, 7)
    strength: tuple[float, float] = (1.1, 1.35)
    weakness: tuple[float, float] = (0.5, 0.8)
    # Days by which a channel follows, uniform.
    delay: tuple[float, float] = (0.0, 8.0)
    # What moves a channel without meaning anything: standard deviation, days to forget.
    nuisance: tuple[float, float] = (0.06, 25.0)

    # --- temperament ---
    # Threads a working day, both sides together, lognormal; then bounded.
    threads: tuple[float, float] = (2.0, 0.6)
    threads_bounds: tuple[float, float] = (0.3, 5.0)
    gruff: float = 0.13  # always complains, means nothing by it
    polite: float = 0.2  # never says a bad word, not even when leaving
    cold: float = 0.12  # curt and stable
    seasonal: float = 0.15
    sends_records: float = 0.45
    agrees_cadence: float = 0.75
    uncovered_language: float = 0.06

    # --- what happens and means nothing, a year ---
    irritations: float = 0.6  # a sour week or two
    projects: float = 0.7  # weeks of much more mail
    absences: float = 2.0  # the one who writes most is away for a fortnight
    turnovers: float = 0.5  # a contact leaves and is replaced
    reorganisations: float = 0.1  # from one day on a third less, or more
    own_slowness: float = 0.5  # weeks in which we answer late
    one_offs: float = 1.6  # a complaint that settles itself

    # How it is read: with the errors measured on everyday mail, or on messages written to be hard.
    reader: Literal["everyday", "hard"] = "hard"


WORLD = World()
