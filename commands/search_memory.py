"""Where a search's memories lie: a file for each partner in the data folder, ours alone to read."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from ingest.errors import Malformed
from nlp.search.memory import Memory, as_bytes, memory_of
from streams.own_secret import own_secret
from streams.settings import Settings


class Memories:
    """The memories of all partners. File names do not tell whose they are."""

    def __init__(self, settings: Settings) -> None:
        self.key = bytes.fromhex(own_secret(settings, "search.key"))
        self._folder = settings.data_dir / "search"

    def load(self, partner: str) -> Memory:
        """What was remembered of the partner; nothing where nothing is, or nothing legible."""
        try:
            return memory_of(self._path(partner).read_bytes())
        except (FileNotFoundError, Malformed):
            return Memory()  # all of it can be computed again

    def save(self, partner: str, memory: Memory) -> None:
        """Whole or not at all."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            try:
                file.write(as_bytes(memory))
            except OSError:
                os.unlink(file.name)
                raise
        os.replace(file.name, self._path(partner))

    def forget(self, partner: str) -> bool:
        """Erase what is remembered of the partner; whether there was anything."""
        path = self._path(partner)
        there = path.exists()
        path.unlink(missing_ok=True)
        return there

    def _path(self, partner: str) -> Path:
        name = hashlib.blake2b(partner.encode(), digest_size=16, key=self.key).hexdigest()
        return self._folder / name
