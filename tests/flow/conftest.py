"""A real Faust app that no test starts."""

from collections.abc import Iterator

import faust
import pytest


@pytest.fixture
def app() -> Iterator[faust.App]:
    """With tables in memory and no broker."""
    app = faust.App("test", store="memory://", web_enabled=False)
    app.finalize()
    app.flow_control.resume()
    yield app
    # Faust opens a loop for a consumer thread that no test starts, and never closes it.
    app.consumer._thread.thread_loop.close()  # type: ignore[attr-defined]
