"""Secrets that nobody gave us: made once, kept in the data folder, readable by us alone."""

import contextlib
import os
import secrets
from tempfile import NamedTemporaryFile

from streams.settings import Settings


def own_secret(settings: Settings, name: str) -> str:
    """The secret `name`, made when it is first asked for; the same for all processes."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / name
    if not path.exists():
        with NamedTemporaryFile("w", dir=settings.data_dir) as file:  # readable by us alone
            file.write(secrets.token_hex(32))
            file.flush()
            # Whole or not there: of several processes that start at once, the first one's stays.
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def pseudonym_key(settings: Settings) -> str:
    """Whoever has it can tell whether a pseudonym is a given person's: it stays on the machine."""
    given = settings.pseudonym_key
    return given.get_secret_value() if given else own_secret(settings, "pseudonym.key")
