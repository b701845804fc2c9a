"""A trained model of leaving as a file, and the model that it holds."""

from typing import Literal

import msgspec

from health.churn import HORIZON
from health.learning.additive import KNOTS
from health.learning.churn_model import Leaving, TrainedChurn
from health.learning.churn_trial import ChurnJudged, ChurnTrial
from health.learning.model_file import Origin
from health.learning.seal import NO_HASH, sealed, unsealed
from health.policy import NAMES
from ingest.errors import Malformed, Unsupported

FORMAT = 1


class ChurnFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hash` is of everything else; `knots` are shared by all curves; `horizon` in days."""

    hash: str
    format: int
    kind: Literal["churn"]
    horizon: int
    origin: Origin
    ridge: float
    knots: tuple[float, ...]
    model: Leaving
    judged: dict[str, ChurnJudged]


def churn_file(trial: ChurnTrial, origin: Origin) -> ChurnFile:
    """With its hash."""
    judged = {"later": trial.later, "unseen": trial.unseen}
    return sealed(
        ChurnFile(
            NO_HASH, FORMAT, "churn", HORIZON, origin, trial.ridge, KNOTS, trial.model, judged
        )
    )


def decode_churn(payload: bytes, name: str) -> ChurnFile:
    """The model of a file, as it was written. Raises Malformed or Unsupported, naming the file."""
    found = unsealed(payload, name, ChurnFile, "churn", FORMAT)
    measures = tuple(one.measure for one in found.model.curves)
    if (measures, found.knots, found.horizon) != (NAMES, KNOTS, HORIZON):
        raise Unsupported(f"{name}: made for other measures than those of this program")
    for one in found.model.curves:
        # A hash proves that nobody changed the file by mistake, not that its maker kept the law.
        if len(one.trouble) != len(KNOTS) or list(one.trouble) != sorted(one.trouble, reverse=True):
            raise Malformed(f"{name}: {one.measure}: a better measure raises the risk")
    return found


def trained_churn(file: ChurnFile) -> TrainedChurn:
    """As assessments use it; its version tells the file."""
    return TrainedChurn(f"trained-{file.hash[:12]}", file.model)
