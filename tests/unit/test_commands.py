"""The commands as one types them: help, exit status, refused lines, results for machines."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from benchmarks.load import annotations, register
from cli import app
from commands.complain import complaints
from ingest.register_problem import RegisterError
from streams.settings import Misconfigured
from streams.wire import encode

COMMANDS = [
    *("demo", "run", "assess", "annotate", "evaluate", "parse-email", "search", "up"),
    *("portfolio", "explain", "what-if", "policy", "backtest", "train", "drift", "judge"),
    *("dead-letters", "init", "worker", "serve-ingest", "notifier", "poll-imap"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a register of four partners, and nothing of ours in the environment."""
    (tmp_path / "partners.yaml").write_text(register(4))
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rapport(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(app, words, env=environment)


def assess(*words: str) -> Result:
    return rapport("assess", "--partners", "partners.yaml", *words)


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [msgspec.json.decode(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_command_explains_itself(command: list[str]) -> None:
    found = rapport(*command, "--help")
    assert found.exit_code == 0
    assert "Usage" in found.stdout
    assert "─" in found.stdout


@pytest.mark.parametrize("name", ["list", "show", "retry"])
def test_so_does_what_is_done_with_dead_letters(name: str) -> None:
    assert rapport("dead-letters", name, "--help").exit_code == 0


def test_help_loads_no_model_and_no_engine() -> None:
    program = (
        "import sys, cli\n"
        "heavy = {'torch', 'transformers', 'spacy', 'onnxruntime', 'faust'} & sys.modules.keys()\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess",), "--partners"),
        (("assess", "--partners", "nowhere.yaml"), "nowhere.yaml"),
        (("assess", "--partners", "partners.yaml"), "--events or --annotations"),
        (("run", "--partners", "."), "directory"),
        (("run", "--partners", "partners.yaml", "--mail", "nowhere"), "nowhere"),
        (("run", "--partners", "partners.yaml", "--as-of", "soon"), "soon"),
        (("assess", "--partners", "partners.yaml", "--every", "0"), "--every"),
        (("search", "p1", "delay"), "RAPPORT_PARTNERS"),
        (("search", "nobody", "delay", "--partners", "partners.yaml"), "no partner nobody"),
        (("up",), "RAPPORT_PARTNERS"),
        (("worker",), "RAPPORT_DATABASE"),
        (("notifier",), "RAPPORT_DATABASE"),
        (("serve-ingest",), "RAPPORT_API_KEYS"),
        (("poll-imap",), "RAPPORT_DATABASE"),
        (("dead-letters", "retry"), "--all"),
        (("nonsense",), "nonsense"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
@pytest.mark.usefixtures("folder")
def test_what_one_can_mend_is_said_with_exit_status_2(words: tuple[str, ...], said: str) -> None:
    found = rapport(*words)
    assert found.exit_code == 2, found.output
    assert said in found.stderr


@pytest.mark.usefixtures("folder")
def test_a_misspelt_setting_is_named() -> None:
    found = rapport("up", RAPPORT_PARTNER="x")
    assert found.exit_code == 2
    assert "did you mean RAPPORT_PARTNERS?" in found.stderr


def test_a_bad_register_is_told_line_by_line(folder: Path) -> None:
    (folder / "partners.yaml").write_text("own: {name: Own, domains: [own.example]}\npartners: 7\n")
    found = assess("--annotations", "partners.yaml")
    assert found.exit_code == 2
    assert "line 2" in found.stderr


@pytest.mark.parametrize(
    "error",
    [
        RegisterError(("line 3: [/b] is no name", "line 4: [red]")),
        Misconfigured("RAPPORT_X: [/b]"),
        FileNotFoundError("[/b]"),
    ],
)
def test_a_message_is_shown_as_it_is(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, complaints():
        raise error
    assert ended.value.exit_code == 2
    del capsys


def test_what_nobody_can_mend_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), complaints():
        raise ZeroDivisionError


class TestReadyMadeAnnotations:
    BAD = (
        b"no json",
        b"\xff\xfe",
        b'{"interaction_id": "\xff"}',
        b'{"a":' * 50_000,
        b"[]",
        b'{"interaction_id": "1"}',
    )

    def test_bad_lines_are_named_and_stop_nothing(self, folder: Path) -> None:
        good = [encode(one) for one in annotations(300, 4)]
        future = good[0].replace(b"2026-01-05", b"2999-01-05")
        markup = good[0].replace(b'"email"', b'"[/b]"').replace(b'"meeting"', b'"[/b]"')
        lines = [*good[:10], b"", *self.BAD, future, markup, *good[10:]]
        (folder / "said.jsonl").write_bytes(b"\n".join(lines))
        (folder / "good.jsonl").write_bytes(b"\n".join(good))
        found = assess("--annotations", "said.jsonl", "--json")
        *rest, summary = objects(found)
        refused = len(self.BAD) + 2
        assert summary == {
            "type": "summary",
            "read": 300 + refused,
            "kept": 300,
            "automatic": 0,
            "unresolved": 0,
            "refused": refused,
        }
        assert found.stderr.count("refused said.jsonl:") == refused
        assert "said.jsonl:12: " in found.stderr  # the blank line counts too
        assert "future" in found.stderr
        assert "[/b]" in found.stderr
        assert rest == objects(assess("--annotations", "good.jsonl", "--json"))[:-1]
        assert [one["type"] for one in rest[:4]] == ["assessment"] * 4
        assert {one["type"] for one in rest[4:]} == {"alert"}

    def test_every_so_many_days(self, folder: Path) -> None:
        (folder / "said.jsonl").write_bytes(b"\n".join(map(encode, annotations(400, 2))))
        words = ("--annotations", "said.jsonl", "--json")
        *rows, summary = objects(assess(*words, "--every", "30", "--as-of", "2026-06-30"))
        assert summary["kept"] == 400
        days = sorted({row["as_of"] for row in rows})
        assert days[-3:] == ["2026-05-01", "2026-05-31", "2026-06-30"]
        assert [row["as_of"] for row in rows] == sorted(row["as_of"] for row in rows)
        for row in rows:  # each as if it were the last
            *alone, _ = objects(assess(*words, "--as-of", row["as_of"]))
            (same,) = [
                one
                for one in alone
                if one["type"] == "assessment" and one["partner_id"] == row["partner_id"]
            ]
            assert {**same, "change": None} == {**row, "change": None}
        scored = [row for row in rows if row["partner_id"] == "p0" and row["score"] is not None]
        for before, after in pairwise(scored):
            assert after["change"]["since"] == before["as_of"]
            assert after["change"]["score"] == after["score"] - before["score"]

    def test_for_people_it_is_a_table(self, folder: Path) -> None:
        (folder / "said.jsonl").write_bytes(b"\n".join(map(encode, annotations(400, 2))))
        found = assess("--annotations", "said.jsonl")
        assert found.exit_code == 0, found.output
        assert "Partner 0" in found.stdout
        assert "Main driver" in found.stdout
        assert "p0" in assess("--annotations", "said.jsonl", "--every", "60").stdout

    def test_nothing_at_all(self, folder: Path) -> None:
        (folder / "said.jsonl").write_bytes(b"")
        *assessments, summary = objects(assess("--annotations", "said.jsonl", "--json"))
        assert [one["band"] for one in assessments] == ["unknown"] * 4
        assert summary["read"] == 0
        assert "unknown" in assess("--annotations", "said.jsonl").stdout
