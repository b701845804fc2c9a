"""An override of a partner of the sample company shows as docs/judgement.md shows it."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from commands.demo import SAMPLE, SOURCES

PAGE = Path(__file__).parents[2] / "docs" / "judgement.md"
SECTION = PAGE.read_text().split("## Where it is seen\n")[1].split("\n## ")[0]
HEARD = {
    "$S": [str(SAMPLE)],
    "$HEARD": [
        *("--partners", str(SAMPLE / "partners.yaml")),
        *("--mail", str(SOURCES.mail), "--calendar", str(SOURCES.calendar)),
        *("--notes", str(SOURCES.notes), "--records", str(SOURCES.records)),
    ],
}
# Bands, overrides and days. Numbers are not compared: another processor multiplies 8-bit weights a
# little otherwise, so a tone may move by a hair.
TOLD = re.compile(
    r"Overrides ! .*? Friday|Dérogations ! .*? Friday"
    r"|│ Band │[^┃└]*│"
    r"|\d+ \w+ \d+ no longer holds: the override to \w+ by Claire Aubry"
    r"|\d+ \w+ \d+ would [^:]+: Nordlicht"
    r"|(?:fell|rose) from \w+ to \w+"
    r"|an override to \w+ by .*? stands until \S+"
)


def shown() -> list[tuple[str, str]]:
    """Each command for people in that section of the page, and what it says there."""
    (block,) = re.findall(
        r"```console\n(\$ rapport explain nordlicht \$HEARD.*?)```", SECTION, re.DOTALL
    )
    (what_if,) = re.findall(r"```console\n(\$ rapport what-if [^\n|]*\n.*?)```", SECTION, re.DOTALL)
    commands = [*re.split(r"^\$ ", block, flags=re.MULTILINE)[1:], what_if.removeprefix("$ ")]
    return [(one.split("\n", 1)[0], one.split("\n", 1)[1]) for one in commands]


def told(text: str) -> list[str]:
    first, rest = text.split("\n", 1)
    return [first, *TOLD.findall(" ".join(rest.split()))]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "said"), shown(), ids=["explain", "in French", "what-if"])
def test_it_is_what_comes_out(
    command: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (judgement,) = re.findall(r"```json\n(.*?)```", SECTION, re.DOTALL)
    (tmp_path / "judged.jsonl").write_text(judgement)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RAPPORT_LANGUAGE", raising=False)
    monkeypatch.delenv("RAPPORT_POLICY", raising=False)
    words = [
        part
        for word in re.findall(r'"[^"]*"|\S+', command.removeprefix("rapport "))
        for part in HEARD.get(word, [word.strip('"')])
    ]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    assert told(found.stdout) == told(said)
    assert len(told(said)) > 1
