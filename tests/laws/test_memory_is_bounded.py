"""What is remembered of a partner does not grow with the years, and stays small."""

import random

import msgspec
import pytest

from health.observation import Observation
from health.policy import STANDARD
from health.rebuild import rebuild
from ingest.interaction import InteractionId
from tests.laws.made import PARTNER, TERMS, meeting, observation


def busy(days: int, a_day: int) -> list[Observation]:
    """A busy key account: six people, long ids, threads of some messages, weekly meetings."""
    dice = random.Random(7)
    seen = []
    for day in range(days):
        for number in range(a_day):
            minute = 480 + dice.random() * 600
            id_ = InteractionId(f"CAG{dice.getrandbits(128):032x}{day}.{number}@mail.example.com")
            thread = f"CAF{day // 3:032x}{dice.randrange(a_day)}@mail.example.com"
            seen.append(
                observation(
                    day,
                    minute,
                    id=id_,
                    direction=dice.choice(("inbound", "outbound")),
                    tone=dice.randrange(-1000, 1001),
                    contacts=(f"{dice.randrange(6):032x}",),
                    thread=thread,
                    models={"tone": "e5-linear-3", "language": "lingua-2"},
                )
            )
        if day % 7 == 0:
            seen.append(meeting(day, id=InteractionId(f"{dice.getrandbits(128):032x}")))
    return seen


def size(seen: list[Observation]) -> int:
    return len(msgspec.msgpack.encode(rebuild(PARTNER, seen, TERMS, STANDARD).after))


def test_a_thousand_interactions_in_the_window_take_under_16_kilobytes() -> None:
    seen = busy(STANDARD.memory_days, 6)
    assert len(seen) > 1000
    assert size(seen) < 16 * 1024


def test_five_years_take_no_more_than_those_that_are_usual() -> None:
    three, five = busy(3 * 365, 2), busy(5 * 365, 2)
    assert size(five) < 1.1 * size(three)


def test_after_a_long_silence_almost_nothing_is_left() -> None:
    seen = busy(100, 5)
    assert size([*seen, observation(100 + STANDARD.memory_days)]) < 1500


@pytest.mark.parametrize("who", ["threads", "people"])
def test_a_thousand_that_share_no_thread_or_no_person_take_under_16_kilobytes(who: str) -> None:
    seen = [
        observation(
            number * STANDARD.recent_days // 1000,
            480 + number % 60,
            id=InteractionId(f"{number:04}"),
            thread=f"CAG{number:032x}@mail.example.com" if who == "threads" else "one",
            contacts=(f"{number:032x}",) if who == "people" else ("one",),
        )
        for number in range(1000)
    ]
    assert size(seen) < 16 * 1024
