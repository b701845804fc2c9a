"""What kind of partner one is, and how trouble would show in it: made once, from its own chance."""

from datetime import date, timedelta

import msgspec
import numpy as np

from benchmarks.simulator.calendar import COUNTRIES
from benchmarks.simulator.health import Course
from benchmarks.simulator.world import CHANNELS, LIFE, START, World
from ingest.interaction import MeetingType, PartnerId
from ingest.register import Partner, PartnerKind

KINDS: tuple[PartnerKind, ...] = (
    "distribution",
    "technology",
    "marketing",
    "joint_venture",
    "supplier",
    "key_account",
)
CADENCES: dict[MeetingType, tuple[tuple[int, ...], float]] = {
    "coordination": ((7, 14, 30), 0.6),
    "commercial": ((30, 60, 90), 0.4),
    "review": ((60, 90, 120), 0.6),
    "advisory_board": ((180, 240), 0.15),
    "sponsor": ((120, 180), 0.3),
}
SHOWS = {
    "tone": 3.0,
    "hints": 2.5,
    "volume": 2.5,
    "answers": 2.0,
    "contacts": 1.8,
    "meetings": 2.0,
    "promises": 1.5,
    "orders": 2.0,
    "tickets": 1.2,
    "leaders": 1.0,
}
"""How often trouble shows where, against the others."""
PLAIN = ("tone", "hints", "volume", "answers", "contacts", "orders")
LOUD, QUIET = ("tone", "hints", "tickets"), 0.12


class Temperament(msgspec.Struct, frozen=True, kw_only=True):
    """`nature`: gruff, polite, cold or plain. `attitude`: how they sound when all is well, in the
    units of `mail`. Delays are medians in working hours. `strength` and `delay` are by channel."""

    partner: Partner
    country: str
    nature: str
    language: str
    uncovered: float
    threads: float
    theirs: float
    calls: float
    attitude: float
    complains: float
    length: float
    answer_theirs: float
    answer_ours: float
    shares: tuple[float, ...]
    season: tuple[float, float]
    slack: float
    cancels: float
    promises: float
    breaks_word: float
    records: tuple[str, ...]
    revenue: float
    noise: float
    strength: dict[str, float]
    delay: dict[str, float]

    @property
    def signature(self) -> tuple[str, ...]:
        """The channels in which trouble shows well."""
        return tuple(name for name in CHANNELS if self.strength[name] > 1.0)


def temperament(
    chance: np.random.Generator, number: int, found: Course, world: World
) -> Temperament:
    """The one with that number."""
    nature = str(
        chance.choice(
            ["gruff", "polite", "cold", "plain"],
            p=[world.gruff, world.polite, world.cold, 1 - world.gruff - world.polite - world.cold],
        )
    )
    low, high = world.threads_bounds
    threads = float(np.clip(_lognormal(chance, *world.threads), low, high))
    if nature == "cold":
        threads = max(low, threads * 0.6)
    people = int(np.clip(1 + chance.poisson(1.2 + 1.8 * threads), 1, 8))
    cadence = _cadence(chance, threads) if chance.random() < world.agrees_cadence else {}
    records = tuple(
        kind
        for kind, share in (("revenue", 0.8), ("ticket", 0.6), ("survey", 0.5), ("training", 0.4))
        if chance.random() < share
    )
    records = records if chance.random() < world.sends_records else ()
    strength = _strength(chance, world, nature, records, cadence, people)
    partner = Partner(
        id=PartnerId(f"s{number}"),
        name=f"Simulated {number}",
        domains=(f"s{number}.example",),
        kind=KINDS[int(chance.integers(len(KINDS)))],
        tier=str(chance.choice(["strategic", "core", "long tail"], p=[0.2, 0.4, 0.4])),
        contract_end=_contract_end(chance, found),
        cadence=cadence,
    )
    country = str(chance.choice(COUNTRIES, p=[0.3, 0.2, 0.12, 0.09, 0.09, 0.08, 0.06, 0.06]))
    mean = {"gruff": -0.75, "polite": 0.5, "cold": -0.05, "plain": 0.15}[nature]
    return Temperament(
        partner=partner,
        country=country,
        nature=nature,
        language={"gb": "en", "us": "en"}.get(country, country),
        uncovered=float(chance.uniform(0.2, 1.0))
        if chance.random() < world.uncovered_language
        else 0.0,
        threads=threads,
        theirs=float(chance.uniform(0.35, 0.75)),
        calls=threads * float(chance.uniform(0.0, 0.3)),
        attitude=mean + 0.15 * float(chance.standard_normal()),
        complains={"gruff": 0.16, "polite": 0.005, "cold": 0.02, "plain": 0.025}[nature],
        length=float(chance.uniform(0.35, 0.65)),
        answer_theirs=_lognormal(chance, 4.0, 0.7),
        answer_ours=_lognormal(chance, 3.5, 0.5),
        shares=tuple(float(one) for one in np.sort(chance.dirichlet(np.ones(people)))[::-1]),
        season=(
            float(chance.uniform(0.25, 0.6)) if chance.random() < world.seasonal else 0.0,
            float(chance.uniform(0, 365)),
        ),
        slack=float(chance.uniform(0.9, 1.35)),
        cancels=float(chance.uniform(0.03, 0.2)),
        promises=float(chance.uniform(0.05, 0.22)),
        breaks_word=float(chance.uniform(0.04, 0.2)),
        records=records,
        revenue=_lognormal(chance, 20_000, 1.0),
        noise=float(chance.uniform(0.1, 0.35)),
        strength=strength,
        delay={name: float(chance.uniform(*world.delay)) for name in CHANNELS},
    )


def _strength(
    chance: np.random.Generator,
    world: World,
    nature: str,
    records: tuple[str, ...],
    cadence: dict[MeetingType, int],
    people: int,
) -> dict[str, float]:
    """How well trouble shows in each channel; 0 where there is nothing to see."""
    blind = {
        *(("orders",) if not {"revenue", "training"} & set(records) else ()),
        *(("tickets",) if "ticket" not in records else ()),
        *(("meetings",) if not cadence else ()),
        *(("leaders",) if not {"sponsor", "advisory_board"} & set(cadence) else ()),
        *(("contacts",) if people < 3 else ()),
    }
    odds = {
        name: 0.0
        if name in blind
        else how * (QUIET if nature == "polite" and name in LOUD else 1.0)
        for name, how in SHOWS.items()
    }
    open_ = [name for name in CHANNELS if odds[name] > 0]
    plain = [name for name in open_ if name in PLAIN]
    wanted = min(len(open_), int(chance.integers(world.strong[0], world.strong[1] + 1)))
    # Most of them where much is seen: nobody could know a partner by three meetings a year.
    strong = _drawn(chance, plain, odds, min(wanted - 1, len(plain)))
    rest = [name for name in open_ if name not in strong]
    strong |= _drawn(chance, rest, odds, max(0, wanted - len(strong)))
    found = {}
    for name in CHANNELS:
        bounds = world.strength if name in strong else world.weakness
        found[name] = 0.0 if name in blind else float(chance.uniform(*bounds))
        if nature == "polite" and name in ("tone", "hints"):
            found[name] = min(found[name], 0.2)
    return found


def _drawn(
    chance: np.random.Generator, names: list[str], odds: dict[str, float], many: int
) -> set[str]:
    shares = np.array([odds[name] for name in names])
    if not many:
        return set()
    return set(chance.choice(names, size=many, replace=False, p=shares / shares.sum()).tolist())


def _cadence(chance: np.random.Generator, threads: float) -> dict[MeetingType, int]:
    found: dict[MeetingType, int] = {}
    for kind, (choices, share) in CADENCES.items():
        # Who writes once a fortnight does not meet every week.
        least = 30 if threads < 0.2 else 14 if threads < 0.6 else 7
        if chance.random() < share:
            found[kind] = max(least, int(chance.choice(choices)))
    return found


def _contract_end(chance: np.random.Generator, found: Course) -> date | None:
    """Half of those who break do so towards the end of their contract."""
    known, near = chance.random() < 0.6, chance.random() < 0.5
    free, after = chance.uniform(60, LIFE), chance.uniform(0, 80)
    if not known:
        return None
    at = found.breaks_on + after if near and found.breaks_on is not None else free
    return START + timedelta(days=round(at))


def _lognormal(chance: np.random.Generator, median: float, sigma: float) -> float:
    return float(median * np.exp(sigma * chance.standard_normal()))
