"""A folder of mails, one a file, at any depth."""

from collections.abc import Iterator
from pathlib import Path

from ingest.raw import Raw
from ingest.sources.folder_walk import files_below
from ingest.sources.mail_file import foreign, is_mail, named, read_mail
from ingest.sources.unreadable import Unreadable


def eml_folder(path: Path) -> Iterator[Raw | Unreadable]:
    """Every .eml file and every mail without a suffix, in a stable order, one at a time."""
    source = f"folder:{named(Path(path.name))}"
    for entry in files_below(path, source):
        if isinstance(entry, Unreadable):
            yield entry
            continue
        position = named(entry.relative_to(path))
        advice = foreign(entry)
        if advice is not None:
            yield Unreadable(source, position, advice)
        elif is_mail(entry):
            yield read_mail(entry, source, position)
