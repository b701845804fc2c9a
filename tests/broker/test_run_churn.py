"""Workers say the risk of leaving by the model that is set, as `rapport assess` does."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from health.churn import HORIZON
from health.learning.additive import KNOTS, Curve
from health.learning.churn_file import ChurnFile, churn_entry
from health.learning.churn_model import Leaving
from health.learning.churn_trial import ChurnJudged
from health.learning.model_file import Origin, encode
from health.learning.seal import NO_HASH, sealed
from health.policy import NAMES
from streams.settings import Settings
from tests.broker.test_run import event
from tests.broker.test_run_policy import PARTNERS, POLICY
from tests.broker.world import environment

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
    assert churn_entry(file, "churn.json").hash == file.hash
    (tmp_path / "churn.json").write_bytes(encode(file))
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "partners.yaml").write_text(PARTNERS)
    events = [json.dumps(event(number)) for number in range(60)]
    (tmp_path / "events.jsonl").write_text("\n".join(events))
    # No model of language is needed to see which model of leaving holds.
    silent = {"RAPPORT_SENTIMENT_MODEL": "none", "RAPPORT_ENTITY_MODEL": "none"}
    set_ = {**environment(Settings(data_dir=tmp_path / "data")), **silent}
    answers = []
    for command in ("run", "assess"):
        words = [command, "--partners", "partners.yaml", "--events", "events.jsonl", "--json"]
        done = subprocess.run(
            [sys.executable, "-c", "from cli import main; main()", *words],
            cwd=tmp_path,
            env={
                **set_,
                "RAPPORT_POLICY": "policy.yaml",
                "RAPPORT_CHURN_MODEL": "churn.json",
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers.append([json.loads(line) for line in done.stdout.splitlines()])
    run, batch = answers
    assert run == batch
    found = [one for one in run if one["type"] == "assessment"]
    known = [one for one in found if one["churn_risk"] is not None]
    assert len(known) >= 2
    version = f"trained-{file.hash[:12]}"
    assert {one["model_versions"]["churn"] for one in known} == {version}
