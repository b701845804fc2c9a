"""Says at the end of `make laws` on how many generated histories each law was tried."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

TRIED: Counter[str] = Counter()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count what a law is tried on; the rows of a table share their function and its count."""
    law: Any = getattr(item, "obj", None)
    if is_hypothesis_test(law) and not hasattr(law, "tried"):
        law.tried = True
        law.hypothesis.inner_test = _counted(law.hypothesis.inner_test)


def _counted(law: Callable[..., Any]) -> Callable[..., Any]:
    name = f"{law.__module__.rpartition('.')[2]}::{law.__name__}"

    @wraps(law)
    def trying(*values: Any, **named: Any) -> None:
        law(*values, **named)
        TRIED[name] += 1

    return trying


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The count, where thousands were asked for; by law, those with the fewest first."""
    if settings.get_current_profile_name() != "laws" or not TRIED:
        return
    terminalreporter.section("laws")
    for name, count in sorted(TRIED.items(), key=lambda one: (one[1], one[0])):
        terminalreporter.write_line(f"{count:>9,}  {name}")
    terminalreporter.write_line(f"{TRIED.total():>9,}  in all, for {len(TRIED)} laws")
