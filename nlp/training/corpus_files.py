"""The corpus as it lies in the repository: JSON lines, one file a language."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from nlp.example import Example

FOLDER = Path(str(files("nlp.training"))) / "corpus"
READ = msgspec.json.Decoder(Example)
WRITE = msgspec.json.Encoder()


def corpus(folder: Path = FOLDER) -> list[Example]:
    """All messages, by file and line."""
    return [one for path in sorted(folder.glob("*.jsonl")) for one in read(path)]


def read(path: Path) -> list[Example]:
    """The messages of one file; raises `msgspec.ValidationError` with the line's number."""
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(READ.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise msgspec.ValidationError(f"{path.name} line {number}: {error}") from error
    return found


def write(path: Path, examples: Iterable[Example]) -> None:
    """One message a line."""
    path.write_bytes(b"".join(WRITE.encode(one) + b"\n" for one in examples))


def check(examples: Sequence[Example]) -> list[str]:
    """What is wrong with marks or ids, in words; nothing when all is well."""
    said = []
    ids: set[str] = set()
    for one in examples:
        if one.id in ids:
            said.append(f"{one.id}: this id comes twice")
        ids.add(one.id)
        said += [
            f"{one.id}: a mark from {start} to {end} lies outside the text or is padded"
            for start, end in _marks(one)
            if not 0 <= start < end <= len(one.text)
            or one.text[start:end].strip() != one.text[start:end]
        ]
    return said


def _marks(one: Example) -> list[tuple[int, int]]:
    entities = [(mark.start, mark.end) for mark in one.entities or ()]
    return entities + [(mark.start, mark.end) for mark in one.promises or ()]
