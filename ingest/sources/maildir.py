"""A Maildir: mails one a file in `new` and `cur`, with sub-folders beside them."""

from collections.abc import Iterator
from pathlib import Path

from ingest.raw import Raw
from ingest.sources.mail_file import named, read_mail
from ingest.sources.unreadable import Unreadable

_NOT_SENT_OR_THROWN_AWAY = frozenset("DT")  # the flags of drafts and of trashed mails


def is_maildir(path: Path) -> bool:
    """Whether a folder is one: it has `cur` and `new` in it."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def maildir(path: Path) -> Iterator[Raw | Unreadable]:
    """Every mail of the Maildir and of the Maildirs in it; drafts and trashed mails left out.

    A position has no flags in it: they change when somebody reads the mail, the mail does not.
    """
    yield from _mails(path, path, f"maildir:{named(Path(path.name))}")


def _mails(folder: Path, root: Path, source: str) -> Iterator[Raw | Unreadable]:
    for box in ("cur", "new"):
        try:
            entries = sorted((folder / box).iterdir())
        except OSError as error:
            position = named((folder / box).relative_to(root))
            yield Unreadable(source, position, error.strerror or type(error).__name__)
            continue
        for entry in entries:
            key, _, flags = entry.name.partition(":2,")
            if entry.name.startswith(".") or _NOT_SENT_OR_THROWN_AWAY & set(flags):
                continue
            if entry.is_file():
                position = named((folder / box / key).relative_to(root))
                yield read_mail(entry, source, position)
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink() and is_maildir(entry):
            yield from _mails(entry, root, source)
