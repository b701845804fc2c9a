"""A risk of leaving as one trains it and puts it in force; and a model of bands as a policy."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import partner_id, register
from cli import app
from health.churn import RULE
from health.policy_file import read
from ingest.interaction import InteractionId
from nlp.annotations import Annotations, Sentiment
from streams.context import context
from streams.settings import Misconfigured, Settings
from streams.wire import encode
from tests.unit.test_commands_learning import folder, labelled, learn, objects, rapport

__all__ = ["folder", "labelled"]  # fixtures

START = datetime(2024, 6, 3, 9, tzinfo=UTC)
MANY, DAYS, COLD = 90, 560, 70
CUT = f"{START + timedelta(days=360):%Y-%m-%d}"


def leaves(number: int) -> datetime | None:
    """Two in three do, one after the other, after half a year."""
    return START + timedelta(days=150 + 4 * number) if number % 3 else None


def last_words(number: int) -> list[Annotations]:
    """Kind mails, and cold ones before a departure."""
    end = leaves(number) or START + timedelta(days=DAYS)
    found = []
    for day in range(0, DAYS, 5):
        at = START + timedelta(days=day, minutes=number)
        if at >= end:
            break
        cold = leaves(number) is not None and at > end - timedelta(days=COLD)
        found.append(
            Annotations(
                interaction_id=InteractionId(f"{number}.{day}@x.example"),
                partner_id=partner_id(number),
                occurred_at=at,
                kind="email",
                direction="inbound",
                contacts=("c",),
                language="en",
                sentiment=Sentiment("neutral", -0.7 if cold else 0.5, 0.8),
            )
        )
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tone tells who leaves, under a policy and so a rule that do not listen to it."""
    folder = tmp_path_factory.mktemp("leaving")
    (folder / "partners.yaml").write_text(register(MANY))
    said = [one for number in range(MANY) for one in last_words(number)]
    (folder / "said.jsonl").write_bytes(b"\n".join(encode(one) for one in said))
    rows = [f"p{one},{leaves(one):%Y-%m-%d},churned" for one in range(MANY) if leaves(one)]
    (folder / "became.csv").write_text("partner_id,date,outcome\n" + "\n".join(rows) + "\n")
    (folder / "deaf.yaml").write_text("standard: {weights: {contact_frequency: 100}}\n")
    return folder


@pytest.fixture(scope="module")
def shown(made: Path) -> str:
    """What people see of a training; the model lies in `models/churn.json`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        result = train("--out", "models/churn.json")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def world(made: Path, shown: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the model, and nothing of ours in the environment."""
    assert shown
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(made / "data"))
    monkeypatch.chdir(made)
    return made


def train(*words: str) -> Result:
    here = ("--labels", "became.csv", "--policy", "deaf.yaml", "--cut", CUT, "--processes", "1")
    return learn("train", "--churn", *here, *words)


def test_people_see_what_was_said_and_what_came_true(shown: str) -> None:
    for words in ("Brier score", "calibration error", "same for all", "40% to 100%", "written:"):
        assert words in shown


@pytest.mark.usefixtures("world")
def test_a_model_that_beats_the_rule_is_registered_and_put_in_force() -> None:
    (entry,) = objects(rapport("train", "--list", "--models", "models", "--json"), "model")
    assert (entry["file"], entry["kind"]) == ("churn.json", "churn")
    version = f"trained-{entry['hash'][:12]}"
    by_rule, by_model, by_setting = (
        assessed(*words, environment=environment)
        for words, environment in (
            ((), {}),
            (("--churn-model", "models/churn.json"), {}),
            ((), {"RAPPORT_CHURN_MODEL": "models/churn.json"}),
        )
    )
    assert by_model == by_setting
    for who, one in by_model.items():
        known = one["churn_risk"] is not None
        assert one["model_versions"].get("churn") == (version if known else None)
        assert by_rule[who]["model_versions"].get("churn") == (RULE.version if known else None)
        assert (one["score"], one["band"]) == (by_rule[who]["score"], by_rule[who]["band"])
    soon = [one for one in range(MANY) if leaves(one) and 0 < days_left(one) < COLD - 30]
    stays = [one for one in range(MANY) if leaves(one) is None]
    assert len(soon) > 2
    risks = [[by_model[f"p{one}"]["churn_risk"] for one in some] for some in (soon, stays)]
    assert min(risks[0]) > 3 * max(risks[1])


AS_OF = START + timedelta(days=460)


def days_left(number: int) -> int:
    at = leaves(number)
    return (at - AS_OF).days if at else 0


def assessed(*words: str, environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """By partner; a month before the newest message."""
    found = CliRunner().invoke(
        app,
        [
            *("assess", "--partners", "partners.yaml", "--annotations", "said.jsonl"),
            *("--policy", "deaf.yaml", "--as-of", f"{AS_OF:%Y-%m-%d}", "--json", *words),
        ],
        env=environment,
    )
    assert found.exit_code == 0, found.output
    return {one["partner_id"]: one for one in objects(found, "assessment")}


@pytest.mark.usefixtures("world")
def test_every_command_that_tells_a_risk_says_the_same_risk() -> None:
    here = ("--partners", "partners.yaml", "--annotations", "said.jsonl", "--policy", "deaf.yaml")
    here += ("--as-of", f"{AS_OF:%Y-%m-%d}", "--churn-model", "models/churn.json", "--json")
    one = assessed("--churn-model", "models/churn.json", environment={})["p0"]
    (supposed,) = objects(
        rapport("what-if", "p0", "--add", f"praise {AS_OF:%Y-%m-%d}", *here), "what_if"
    )
    rows = objects(rapport("portfolio", *here), "partner")
    every = rapport("assess", *here, "--every", "30").stdout.splitlines()
    told = [
        supposed["now"],
        next(row for row in rows if row["partner_id"] == "p0"),
        [x for x in map(json.loads, every) if x.get("partner_id") == "p0"][-1],
    ]
    assert {found["churn_risk"] for found in told} == {one["churn_risk"]}
    assert one["churn_risk"] != assessed(environment={})["p0"]["churn_risk"]


def test_a_model_that_does_not_beat_the_rule_is_refused(world: Path) -> None:
    # Who left is told of others: nothing that was heard tells it.
    known = [
        f"p{(7 * one + 5) % MANY},{leaves(one):%Y-%m-%d},churned"
        for one in range(MANY)
        if leaves(one)
    ]
    (world / "others.csv").write_text("partner_id,date,outcome\n" + "\n".join(known) + "\n")
    result = train("--labels", "others.csv", "--out", "refused/churn.json", "--json")
    assert result.exit_code == 1, result.output
    (training,) = objects(result, "training")
    assert "auc: does not tell who leaves beyond chance" in training["refused"]
    assert training["file"] is None
    assert not (world / "refused").exists()


# What cannot be used


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"{", "churn model c.json: is no model"),
        (b'{"kind": "additive", "format": 2}', "c.json: a model of kind additive, not churn"),
        (b'{"kind": "churn", "format": 9}', "c.json: format 9; this program reads 1"),
    ],
)
def test_what_is_no_churn_model_is_refused_by_name(folder: Path, payload: bytes, said: str) -> None:
    (folder / "c.json").write_bytes(payload)
    result = learn("assess", "--churn-model", "c.json")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(Misconfigured, match=r"RAPPORT_CHURN_MODEL: there is no file gone\.json"):
        Settings(churn_model=Path("gone.json"))


def test_without_the_setting_the_rule_holds(folder: Path) -> None:
    from ingest.sources.register_source import load_register

    assert context(Settings(), load_register(folder / "partners.yaml")).churn is RULE


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("p1,2026-06-20,renewed", "names no partner that churned"),
        ("p1,2026-06-20,churned", "0 days whose horizon is over to learn from; at least 50"),
    ],
)
def test_too_little_to_learn_from_is_told(rows: str, said: str) -> None:
    Path("became.csv").write_text(f"partner_id,date,outcome\n{rows}\n")
    result = learn("train", "--churn", "--labels", "became.csv")
    assert result.exit_code == 2
    assert said in result.stderr


# A model of bands as a policy


@pytest.mark.usefixtures("labelled")
def test_a_model_is_written_and_backtested_as_a_policy() -> None:
    words = ("--labels", "labels.csv", "--policy", "deaf.yaml", "--no-challenger")
    words += ("--processes", "1", "--json")
    result = learn("train", *words, "--out", "tone.json", "--policy-out", "learned.yaml")
    assert result.exit_code == 0, result.output
    (training,) = objects(result, "training")
    text = Path("learned.yaml").read_text()
    assert text.startswith(f"# weights and floors of the model {training['hash'][:12]}")
    policy = read(text).standard
    assert policy.weights == training["as_policy"]["weights"]
    # Three measures of the same tone: which of them gets how much of it, is chance.
    tone = ("sentiment_level", "sentiment_trend", "negative_streak")
    assert sum(policy.weights[name] for name in tone) > 80, policy.weights
    assert policy.weights["contact_frequency"] < 10
    assert 0.5 < training["as_policy"]["agreement"]["unseen"] <= 1

    against = ("--against", "deaf.yaml", "--processes", "1", "--json")
    by_model = learn("backtest", "--model", "tone.json", *against)
    by_file = learn("backtest", "--policy", "learned.yaml", *against)
    assert by_model.exit_code == by_file.exit_code == 0, by_model.output
    assert objects(by_model, "alert") == objects(by_file, "alert") != []
    (summary,) = objects(by_model, "summary")
    assert summary["policy_versions"][1] == [policy.version]
    assert "they say the model's band on" in summary["candidate"][1]
    assert len(summary["candidate"]) == 2
    elsewhere = learn("backtest", "--model", "tone.json", "--processes", "1")
    assert "it was learned under policy" in elsewhere.stdout


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a candidate: either --policy or --model"),
        (("--policy", "candidate.yaml", "--model", "c.json"), "either --policy or --model"),
        (("--model", "c.json"), "c.json: a model of kind churn, not additive"),
    ],
)
def test_a_backtest_needs_one_candidate(words: tuple[str, ...], said: str) -> None:
    Path("c.json").write_text('{"kind": "churn", "format": 1}')
    result = learn("backtest", *words)
    assert result.exit_code == 2
    assert said in result.stderr
