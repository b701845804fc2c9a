"""Workers say the risk of leaving by the model that is set, as `rapport assess` does."""

from datetime import date
from pathlib import Path

import pytest

from health.churn import HORIZON
from health.learning.additive import KNOTS, Curve
from health.learning.churn_file import ChurnFile
from health.learning.churn_model import Leaving
from health.learning.churn_trial import ChurnJudged
from health.learning.model_file import Origin, encode, entry_of
from health.learning.seal import NO_HASH, sealed
from health.policy import NAMES
from tests.broker.both_paths import both_paths
from tests.broker.test_run_policy import PARTNERS, POLICY

pytestmark = pytest.mark.broker

MODEL = Leaving(
    tuple(Curve(name, tuple(0.5 * (1 - at) for at in KNOTS), 0.25, 0.0) for name in NAMES), -4.0
)


def trained() -> ChurnFile:
    origin = Origin(1, 1, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), {}, "")
    judged = {"unseen": ChurnJudged(1, 1, 1, 1, {"model": {}}, {}, {})}
    return sealed(ChurnFile(NO_HASH, 1, "churn", HORIZON, origin, 0.1, KNOTS, MODEL, judged))


def test_the_engine_and_the_batch_path_say_one_risk(tmp_path: Path) -> None:
    file = trained()
    assert entry_of(file, "churn.json").hash == file.hash
    (tmp_path / "churn.json").write_bytes(encode(file))
    (tmp_path / "policy.yaml").write_text(POLICY)
    run, batch = both_paths(
        tmp_path, PARTNERS, {"RAPPORT_POLICY": "policy.yaml", "RAPPORT_CHURN_MODEL": "churn.json"}
    )
    assert run == batch
    found = [one for one in run if one["type"] == "assessment"]
    known = [one for one in found if one["churn_risk"] is not None]
    assert len(known) >= 2
    version = f"trained-{file.hash[:12]}"
    assert {one["model_versions"]["churn"] for one in known} == {version}
