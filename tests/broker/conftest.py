"""One broker and one database for all tests of this folder that do not harm them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.servers import servers as some_servers
from streams.settings import Settings


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Embedded ones, or those of RAPPORT_BROKER and RAPPORT_DATABASE."""
    folder: Path = tmp_path_factory.mktemp("servers")
    with some_servers(Settings(data_dir=folder / "data", metrics_port=0)) as settings:
        yield settings
