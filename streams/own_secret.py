"""Secrets that nobody gave us: made once, kept in the data folder, readable by us alone."""

import os
import secrets

from streams.settings import Settings


def own_secret(settings: Settings, name: str) -> str:
    """The secret `name`, made when it is first asked for; the same for all processes."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(handle, "w") as file:
        made = secrets.token_hex(32)
        file.write(made)
    return made


def pseudonym_key(settings: Settings) -> str:
    """Whoever has it can tell whether a pseudonym is a given person's: it stays on the machine."""
    given = settings.pseudonym_key
    return given.get_secret_value() if given else own_secret(settings, "pseudonym.key")
