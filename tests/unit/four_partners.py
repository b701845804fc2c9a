"""A folder with four partners and what was heard of them, and commands as one types them there."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import annotations, register
from cli import app
from streams.wire import encode

COUNT, PARTNERS = 600, 4
FILES = ("--partners", "partners.yaml", "--annotations", "said.jsonl")


def laid_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, made the current one, with nothing of ours in the environment."""
    (folder / "partners.yaml").write_text(register(PARTNERS))
    (folder / "said.jsonl").write_bytes(b"\n".join(map(encode, annotations(COUNT, PARTNERS))))
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(folder / "data"))
    monkeypatch.delenv("RAPPORT_DATABASE", raising=False)
    monkeypatch.delenv("RAPPORT_PARTNERS", raising=False)
    monkeypatch.chdir(folder)
    return folder


def rapport(*words: str, **environment: str) -> Result:
    """What a command says, and how it ends."""
    return CliRunner().invoke(app, words, env=environment)
