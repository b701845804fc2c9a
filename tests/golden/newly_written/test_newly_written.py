"""Bodies in many languages and client styles, and what their authors newly wrote."""

from pathlib import Path

import pytest

from ingest.quoting import newly_written

FOLDER = Path(__file__).parent


def cases() -> list[object]:
    """A file holds "%%% name", a body, "%%% expect", what should remain, and so on."""
    found: list[object] = []
    for path in sorted(FOLDER.glob("*.txt")):
        blocks = path.read_text("utf-8").removeprefix("%%% ").split("\n%%% ")
        for asked, expected in zip(blocks[::2], blocks[1::2], strict=True):
            name, _, body = asked.partition("\n")
            aim = expected.removeprefix("expect").strip("\n")
            found.append(pytest.param(body, aim, id=f"{path.stem}: {name}"))
    return found


@pytest.mark.parametrize(("body", "aim"), cases())
def test_newly_written(body: str, aim: str) -> None:
    assert newly_written(body) == aim


def test_there_are_many_cases() -> None:
    assert len(cases()) >= 240
