"""Which examples are for learning, which for choosing, which for judging: by scenario, for ever."""

from hashlib import blake2b
from typing import Literal

from nlp.example import Example

Part = Literal["train", "dev", "test"]


def part(example: Example) -> Part:
    """A fifth of the scenarios judge, a tenth choose; no scenario lies on two sides, in whatever
    languages."""
    place = fold(example.scenario, 10)
    return "test" if place < 2 else "dev" if place == 2 else "train"


def fold(name: str, count: int = 5) -> int:
    """A number below `count`, always the same for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) % count
