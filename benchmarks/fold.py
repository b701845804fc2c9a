"""What one interaction costs the fold, by how many partners there are and how long they are known.

`python -m benchmarks.fold`: CPU microseconds of one process, so that what else runs on the machine
weighs little; each figure beside the least of its column, and beside it the size of a memory.
A step is what a worker does with one interaction: let the days until then pass, count it, ask the
measures, settle the band.
"""

import random
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from health.observation import DAY_MS, Fact, Observation, day_of
from health.policy import STANDARD
from health.rebuild import rebuild
from health.relationship import Relationship, hear
from health.terms import Terms
from ingest.interaction import InteractionId, PartnerId

TERMS = Terms((("review", 45),), ends=day_of(date(2031, 1, 1)))
DAY_0 = day_of(date(2026, 1, 5))
A_DAY = 3
PARTNERS = (100, 1_000, 10_000, 100_000)
DAYS = (1, 10, 100, 1_000)
STEPS, ROUNDS = 6_000, 5
INTENTS = ("request", "complaint", "praise", "delay", "meeting_request", "payment_dispute")


def main() -> None:
    """Prints both tables."""
    print(f"one interaction of a partner known for 60 days, {A_DAY} a day, by number of partners")
    states = _states(60)
    _table("partners", [(count, _by_partners(states, count)) for count in PARTNERS])
    print(f"one interaction, {A_DAY} a day, by days of history (the day before is closed with it)")
    found = [(days, _states(days)) for days in DAYS]
    _table("days", [(days, _by_days(known, days)) for days, known in found])
    for days, known in found:
        print(f"  after {days:5,} days  {_size(known[0]):6,.1f} KiB of memory")
    full = _history(200, 1_000 / (STANDARD.memory_days - 1), 99)
    state = rebuild(PartnerId("p"), full, TERMS, STANDARD).after
    counted = len(state.memory.signals.days)
    print(f"  1,000 interactions in the window ({counted} days): {_size(state):.1f} KiB (goal 16)")


def _table(name: str, rows: Sequence[tuple[int, float]]) -> None:
    least = min(micros for _, micros in rows)
    for count, micros in rows:
        print(f"  {count:7,} {name:<8} {micros:6.1f} us ({micros / least:.2f})")


def _states(days: int, kinds: int = 20) -> list[Relationship]:
    """Relationships of different histories."""
    return [
        rebuild(PartnerId("p"), _history(days, A_DAY, seed), TERMS, STANDARD).after
        for seed in range(kinds)
    ]


def _by_partners(states: Sequence[Relationship], count: int) -> float:
    """Median of rounds. Every partner has a memory of its own, as in a worker's cache."""
    written = [msgspec.msgpack.encode(one) for one in states]
    decoder = msgspec.msgpack.Decoder(Relationship)
    partners = [decoder.decode(written[number % len(written)]) for number in range(count)]
    chance = random.Random(7)
    picks = [partners[chance.randrange(count)] for _ in range(STEPS)]
    today = states[0].memory.day
    news = [_observation(chance, today, 20 * 60 + place % 200, place) for place in range(STEPS)]
    return _median(picks, news)


def _by_days(states: Sequence[Relationship], days: int) -> float:
    chance = random.Random(8)
    picks = [states[place % len(states)] for place in range(STEPS)]
    news = [_observation(chance, DAY_0 + days, 480 + place % 600, place) for place in range(STEPS)]
    return _median(picks, news)


def _median(states: Sequence[Relationship], news: Sequence[Observation]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for state, seen in zip(states, news, strict=True):
            hear(state, seen, TERMS, STANDARD)
        rounds.append((time.process_time() - began) / len(states) * 1e6)
    return statistics.median(rounds)


def _size(state: Relationship) -> float:
    """KiB as it is stored."""
    return len(msgspec.msgpack.encode(state)) / 1024


def _history(days: int, a_day: float, seed: int) -> list[Observation]:
    """Mail in threads, notes, meetings, records, promises and complaints; the same for a seed."""
    chance = random.Random(seed)
    count = round(days * a_day)
    return [
        _observation(
            chance, DAY_0 + number * days // max(1, count), 480 + chance.random() * 600, number
        )
        for number in range(count)
    ]


def _observation(chance: random.Random, day: int, minute: float, number: int) -> Observation:
    at = day * DAY_MS + round(minute * 60_000)
    id_ = InteractionId(f"{chance.getrandbits(64):016x}.{number}@load.example")
    partner = PartnerId("p")
    kind = chance.random()
    if kind < 0.03:
        fact = Fact("revenue", chance.randrange(10**8), "EUR", "booked")
        return Observation(partner, id_, at, "record", fact=fact)
    if kind < 0.07:
        return Observation(partner, id_, at, "meeting", meeting="held", meeting_type="review")
    due = datetime.fromtimestamp(at / 1000, UTC).date() + timedelta(days=chance.randrange(1, 9))
    return Observation(
        partner,
        id_,
        at,
        "email",
        chance.choice(("inbound", "inbound", "outbound")),
        tone=round(max(-1.0, min(1.0, chance.gauss(0.2, 0.4))) * 1000),
        weight=chance.randrange(500, 1000),
        contacts=(f"{chance.randrange(6):016x}",),
        thread=f"t{number // 4}",
        models={"reader": "reader-0123456789ab"},
        intents=((chance.choice(INTENTS), 900),) if chance.random() < 0.5 else (),
        promises=(("partner", day_of(due)),) if chance.random() < 0.1 else (),
    )


if __name__ == "__main__":
    main()
