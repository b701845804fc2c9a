"""Mail wherever it lies on a disk: finds out what a path is, and reads it as that."""

from collections.abc import Iterator
from pathlib import Path

from ingest.raw import Raw
from ingest.sources.folder_walk import files_below
from ingest.sources.mail_file import foreign, head_of, is_mail, named, read_mail
from ingest.sources.maildir import is_maildir, maildir
from ingest.sources.mbox import is_mbox, mbox
from ingest.sources.unreadable import Unreadable


def detect(path: Path) -> Iterator[Raw | Unreadable]:
    """All mail below a path: an .eml file, an mbox, a Maildir, or a folder that mixes them.

    Files that are no mail are passed over; a path where nothing is gives one `Unreadable`.
    """
    source = f"folder:{named(Path(path.name))}"
    if is_maildir(path):
        yield from maildir(path)
    elif path.is_dir():
        for entry in files_below(path, source, claimed=is_maildir):
            if isinstance(entry, Unreadable):
                yield entry
            elif entry.is_dir():
                yield from maildir(entry)
            else:
                yield from _file(entry, source, named(entry.relative_to(path)))
    elif path.exists():
        yield from _file(path, source, named(Path(path.name)), asked_for=True)
    else:
        yield Unreadable(source, named(path), "no such file or folder")


def _file(
    path: Path, source: str, position: str, *, asked_for: bool = False
) -> Iterator[Raw | Unreadable]:
    advice = foreign(path)
    if advice is not None:
        yield Unreadable(source, position, advice)
    elif path.suffix.lower() != ".eml" and is_mbox(head_of(path)):
        yield from mbox(path)
    elif is_mail(path) or asked_for:
        yield read_mail(path, source, position)
