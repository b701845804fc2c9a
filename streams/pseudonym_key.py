"""The key that makes pseudonyms of people: given, or made once and kept in the data folder."""

import os
import secrets

from streams.settings import Settings


def pseudonym_key(settings: Settings) -> str:
    """Whoever has it can tell whether a pseudonym is a given person's: it stays on the machine."""
    if settings.pseudonym_key is not None:
        return settings.pseudonym_key.get_secret_value()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / "pseudonym.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(handle, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
