"""The policies in a file, or those that are built in."""

from pathlib import Path

from health.policy_book import BUILT_IN, PolicyBook
from health.policy_file import LONGEST, PolicyError, read


def load_policies(path: Path | None) -> PolicyBook:
    """The book of this file; the built-in one where there is none. Raises PolicyError."""
    if path is None:
        return BUILT_IN
    try:
        with path.open("rb") as file:
            payload = file.read(4 * LONGEST + 1)  # of a longer one enough to be refused
        return read(payload.decode(), path.name)
    except OSError as error:
        raise PolicyError((f"{path.name}: {error.strerror or 'cannot be read'}",)) from error
    except UnicodeDecodeError as error:
        if len(payload) > 4 * LONGEST:
            return read(payload.decode(errors="replace"), path.name)
        line = 1 + payload.count(b"\n", 0, error.start)
        raise PolicyError((f"{path.name}:{line}: not text in UTF-8",)) from error
