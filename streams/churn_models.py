"""What estimates the risk of leaving: the model in a file, or the stated rule."""

from pathlib import Path

from health.churn import RULE, ChurnModel
from ingest.errors import Rejected
from streams.settings import Misconfigured


def load_churn(path: Path | None) -> ChurnModel:
    """The model of this file; the rule where there is none. Raises Misconfigured."""
    if path is None:
        return RULE
    # Arrays take a while to import: not for those who go by the rule.
    from health.learning.churn_file import decode_churn, trained_churn

    try:
        return trained_churn(decode_churn(path.read_bytes(), path.name))
    except OSError as error:
        raise Misconfigured(f"{path.name}: {error.strerror or 'cannot be read'}") from error
    except Rejected as error:
        raise Misconfigured(f"churn model {error}") from error
