"""The learning commands as one types them."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psutil
import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import annotations, partner_id, register
from cli import app
from commands.models_folder import load_model
from ingest.interaction import InteractionId
from nlp.annotations import Annotations, Sentiment
from streams.wire import encode

PARTNERS = 40
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
CANDIDATE = "standard: {pending_days: 99, yellow_pending_days: 99, urgent_margin: 30}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With six partners over half a year, a candidate, and nothing of ours in the environment."""
    (tmp_path / "partners.yaml").write_text(register(6))
    lines = [encode(one) for one in annotations(900, 6)]
    (tmp_path / "said.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (tmp_path / "candidate.yaml").write_text(CANDIDATE)
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rapport(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def learn(command: str, *words: str) -> Result:
    return rapport(command, "--partners", "partners.yaml", "--annotations", "said.jsonl", *words)


def objects(result: Result, kind: str) -> list[dict[str, Any]]:
    found = [msgspec.json.decode(line) for line in result.stdout.splitlines()]
    return [one for one in found if one["type"] == kind]


# backtest


@pytest.mark.usefixtures("folder")
def test_a_backtest_tells_every_alert_and_its_fate() -> None:
    result = learn("backtest", "--policy", "candidate.yaml", "--json")
    assert result.exit_code == 0, result.output
    (summary,) = objects(result, "summary")
    alerts = objects(result, "alert")
    assert summary["partners"] == 6
    assert sum(summary["alerts"].values()) == len(alerts) > 0
    assert {one["change"] for one in alerts} > {"stays"}
    was, now = summary["policy_versions"]
    assert len(was) == len(now) == 1
    assert was != now
    assert objects(result, "judgement") == []


@pytest.mark.usefixtures("folder")
def test_the_policy_that_holds_changes_nothing() -> None:
    result = learn(
        "backtest", "--policy", "candidate.yaml", "--against", "candidate.yaml", "--json"
    )
    assert {one["change"] for one in objects(result, "alert")} == {"stays"}


@pytest.mark.usefixtures("folder")
def test_processes_change_nothing() -> None:
    Path("partners.yaml").write_text(register(30))
    Path("said.jsonl").write_bytes(b"\n".join(encode(one) for one in annotations(900, 30)))
    one, two = (
        learn("backtest", "--policy", "candidate.yaml", "--json", "--processes", many)
        for many in ("1", "2")
    )
    assert one.exit_code == 0, one.output
    assert one.stdout == two.stdout
    assert objects(one, "summary")[0]["partners"] == 30


def test_outcomes_judge_the_alerts(folder: Path) -> None:
    (folder / "became.csv").write_text(
        "partner_id,date,outcome\np0,2026-06-20,churned\np1,2026-06-20,renewed\n"
    )
    words = ("backtest", "--policy", "candidate.yaml", "--outcomes", "became.csv")
    judged = objects(learn(*words, "--json"), "judgement")
    assert [one["level"] for one in judged] == ["red", "yellow"]
    assert judged[1]["was"]["warned"] + judged[1]["was"]["missed"] == 1
    shown = learn(*words)
    assert shown.exit_code == 0
    assert "breaks warned of" in shown.stdout


def test_a_line_that_is_no_annotation_is_refused_by_name(folder: Path) -> None:
    said = folder / "said.jsonl"
    lines = said.read_bytes().splitlines()
    future = lines[3].replace(b'"occurred_at":"2026', b'"occurred_at":"2999')
    broken = lines[4].replace(b'"kind":"email"', b'"kind":"smoke"')
    assert future != lines[3]
    assert broken != lines[4]
    said.write_bytes(b"\n".join([b"{", *lines, future, broken]) + b"\n")
    result = learn("backtest", "--policy", "candidate.yaml", "--json")
    assert result.exit_code == 0, result.output
    for number, why in ((1, ""), (902, "lies in the future"), (903, "smoke")):
        assert f"said.jsonl:{number}: " in result.stderr
        assert why in result.stderr
    # A wrong clock closes no day: the replay ends when the others end.
    assert objects(result, "summary")[0]["partner_days"] < 6 * 200


@pytest.mark.usefixtures("folder")
def test_workers_leave_with_the_one_who_started_them() -> None:
    program = (
        "import time, multiprocessing as m\n"
        "from concurrent.futures import ProcessPoolExecutor as Pool\n"
        "from commands.past import leave_with_parent\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(2, m.get_context('spawn'), leave_with_parent)\n"
        "    list(pool.map(abs, range(4)))\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    Path("program.py").write_text(program)
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "program.py"], env={"PYTHONPATH": root}, stdout=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"up\n"
        workers = psutil.Process(started.pid).children(recursive=True)
        assert workers
        started.kill()
    gone, alive = psutil.wait_procs(workers, timeout=20)
    for one in alive:
        one.kill()
    assert (len(gone), alive) == (len(workers), [])


# train


def believed(truth: Sequence[float]) -> list[Annotations]:
    """Partners whose mails are kind or cold, by turns of four weeks."""
    return [
        Annotations(
            interaction_id=InteractionId(f"{number}.{day}@x.example"),
            partner_id=partner_id(number),
            occurred_at=START + timedelta(days=day, minutes=number),
            kind="email",
            direction="inbound",
            contacts=("c",),
            language="en",
            sentiment=Sentiment("neutral", truth[(number + day // 28) % len(truth)], 0.8),
        )
        for number in range(PARTNERS)
        for day in range(0, 196, 2)
    ]


@pytest.fixture
def labelled(folder: Path) -> Path:
    """A world where the tone is the truth, and a scorecard that does not listen to it."""
    (folder / "partners.yaml").write_text(register(PARTNERS))
    said = believed((0.7, -0.1, -0.7))
    (folder / "said.jsonl").write_bytes(b"\n".join(encode(one) for one in said))
    rows = [
        f"p{number},{START + timedelta(days=day):%Y-%m-%d},"
        + ("green", "yellow", "red")[(number + day // 28) % 3]
        for number in range(PARTNERS)
        for day in range(41, 196, 14)
        if day % 28 > 12
    ]
    (folder / "labels.csv").write_text("partner_id,date,band\n" + "\n".join(rows) + "\n")
    (folder / "deaf.yaml").write_text("standard: {weights: {contact_frequency: 100}}\n")
    return folder


def test_a_model_that_beats_the_scorecard_is_written_and_listed(labelled: Path) -> None:
    result = learn(
        *("train", "--labels", "labels.csv", "--out", "models/tone.json"),
        *("--policy", "deaf.yaml", "--no-challenger", "--json"),
    )
    assert result.exit_code == 0, result.output
    (training,) = objects(result, "training")
    assert training["refused"] == []
    model = load_model(labelled / "models/tone.json")
    assert model.hash == training["hash"]
    figures = training["judged"]["unseen"]["figures"]
    assert figures["model"]["auc"]["value"] > 0.9 > figures["scorecard"]["auc"]["value"]
    listed = rapport("train", "--list", "--models", "models", "--json")
    (entry,) = objects(listed, "model")
    assert (entry["file"], entry["hash"]) == ("tone.json", model.hash)
    assert "tone.json" in rapport("train", "--list", "--models", "models").stdout


def test_a_model_that_does_not_is_refused_with_its_figures(labelled: Path) -> None:
    labels = labelled / "labels.csv"
    head, *rows = labels.read_text().split()
    bands = np.random.default_rng(1).permutation([row.rsplit(",", 1)[1] for row in rows])
    told = [row.rsplit(",", 1)[0] + "," + band for row, band in zip(rows, bands, strict=True)]
    labels.write_text("\n".join([head, *told]) + "\n")
    result = learn("train", "--labels", "labels.csv", "--out", "models/tone.json")
    assert result.exit_code == 1, result.output
    assert "does not beat the scorecard" in result.stdout
    assert "brier: not better beyond chance" in result.stdout
    assert "challenger" in result.stdout
    assert not (labelled / "models").exists()


# drift


@pytest.mark.usefixtures("folder")
def test_the_exit_status_says_whether_something_is_over() -> None:
    words = ("--reference", "2026-01-05..2026-03-05", "--current", "2026-03-06..2026-04-20")
    result = learn("drift", *words, "--json")
    alerts = objects(result, "operations_alert")
    assert result.exit_code == (3 if alerts else 0)
    assert {one["name"] for one in objects(result, "shift")} >= {"languages", "score", "intents"}
    shown = learn("drift", *words)
    assert shown.exit_code == result.exit_code
    assert "sentiment score" in shown.stdout


def test_drift_raises_an_operations_alert(folder: Path) -> None:
    said = [
        msgspec.structs.replace(one, language="fi" if one.occurred_at.month > 4 else "en")
        for one in annotations(900, 6)
    ]
    (folder / "said.jsonl").write_bytes(b"\n".join(encode(one) for one in said))
    result = learn("drift", "--reference", "2026-01-05..2026-04-30", "--json")
    assert result.exit_code == 3, result.output
    alerts = {one["figure"]: one for one in objects(result, "operations_alert")}
    assert alerts["languages"]["test"] == "psi"
    assert alerts["languages"]["value"] > alerts["languages"]["threshold"] == 0.25
    assert objects(result, "summary")[0]["over"] == len(alerts)
    assert (
        "operations alert: languages"
        in learn("drift", "--reference", "2026-01-05..2026-04-30").stderr
    )


# What the user can mend


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backtest", "--policy", "wrong.yaml"), "wrong.yaml:1"),
        (
            ("backtest", "--policy", "candidate.yaml", "--outcomes", "wrong.csv"),
            "wrong.csv:2: date",
        ),
        (("train",), "give --partners and --labels"),
        (("train", "--labels", "wrong.csv"), "wrong.csv:2: date"),
        (("train", "--labels", "few.csv"), "1 labelled weeks to learn from"),
        (("train", "--labels", "early.csv"), "no label lies on or after"),
        (("train", "--list", "--models", "broken"), "index.json: is no index"),
        (("drift", "--reference", "2026"), "--reference: expected two days"),
        (("drift", "--reference", "2026-03-01..2026-02-01"), "first day lies after its last"),
        (("drift", "--reference", "2026-03-01..2036-02-01"), "nothing was heard after"),
        (
            (
                "drift",
                "--reference",
                "2026-01-01..2026-03-01",
                "--current",
                "2026-02-01..2026-04-01",
            ),
            "overlap",
        ),
    ],
)
def test_a_slip_is_told_in_a_line(folder: Path, words: tuple[str, ...], said: str) -> None:
    (folder / "wrong.yaml").write_text("standard: {red_below: 90}\n")
    (folder / "wrong.csv").write_text("partner_id,date,outcome\np1,soon,churned\n")
    (folder / "few.csv").write_text("partner_id,date,band\np1,2026-03-01,red\np2,2026-06-01,red\n")
    (folder / "early.csv").write_text("partner_id,date,band\np1,2020-03-01,red\n")
    (folder / "broken").mkdir()
    (folder / "broken/index.json").write_text("[]")
    result = learn(*words)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["backtest", "drift"])
def test_one_source_is_needed(command: str) -> None:
    words = {
        "backtest": ("--policy", "candidate.yaml"),
        "drift": ("--reference", "2026-01-01..2026-02-01"),
    }
    result = rapport(command, "--partners", "partners.yaml", *words[command])
    assert result.exit_code == 2
    assert "give either sources (--events, --mail ...) or --annotations" in result.stderr
