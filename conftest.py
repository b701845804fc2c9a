"""For all tests: docs/*.md run, Hypothesis has no deadline, `--bless` rewrites golden files.

`--hypothesis-profile=laws` tries every law on thousands of histories (`make laws`).
"""

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()], patterns=["docs/*.md", "docs/*/*.md"]
).pytest()

# No deadline: how long an example takes depends on the machine, and no test asserts time.
settings.register_profile(
    "rapport", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("laws", settings.get_profile("rapport"), max_examples=2000)
settings.load_profile("rapport")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files are written again only on purpose."""
    parser.addoption("--bless", action="store_true", help="write the golden files again")
