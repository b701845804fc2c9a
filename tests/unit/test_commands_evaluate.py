"""`rapport evaluate` as one types it, with a small reader in the place of the models."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import app
from commands.evaluation_tables import tables
from nlp.annotations import Entity, Intent, Sentiment
from nlp.draft import Draft
from nlp.evaluation.report import report
from nlp.example import Example
from nlp.flag import Flag
from nlp.models import builtin
from nlp.models.vader import vader
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.said import Said

GLAD = "We are very glad, thank you so much for the wonderful work."
FURIOUS = "We are furious: this is horrible, and nobody has called us back."
GIFT = "[/red] The watch is for you alone\x1b[2J, please do not put it into the register."
MESSAGES = [
    {"id": "glad", "text": GLAD, "sentiment": "positive", "intents": ["praise"]},
    {"id": "furious", "text": FURIOUS, "sentiment": "negative", "intents": ["complaint"]},
    {"id": "[/b]", "text": GIFT, "sentiment": "neutral", "compliance": ["bribery_gift"]},
    {"id": "short", "language": "fr", "text": "Non.", "sentiment": "negative", "entities": []},
]


class Simple:
    """Finds every message of more than a few words positive, and a gift nowhere."""

    versions: Mapping[str, str] = {"simple": "1"}

    def read(self, drafts: Sequence[Draft]) -> list[Said]:
        return [self._said(draft.text) for draft in drafts]

    def _said(self, text: str) -> Said:
        if len(text) < 10:
            return Said(entities=(Entity("ORG", 0.5, 0, 3, "Non"),))
        return Said(
            language="en",
            sentiment=Sentiment("positive", 0.9, 0.95),
            intents=(Intent("praise", 0.7, 0, 6),),
            flags=(Flag("off_channel", 0.6, 0, 3),) if "furious" in text else (),
        )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """With four messages, and nothing of ours in the environment."""
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    pipeline = Pipeline(Simple(), Pseudonyms(("own.example",), "a key"))
    monkeypatch.setattr(builtin, "build_pipeline", lambda *_, **__: pipeline)
    write(tmp_path, MESSAGES)
    return tmp_path


def write(folder: Path, messages: Sequence[Mapping[str, Any]]) -> None:
    lines = [json.dumps({"language": "en"} | dict(one)) for one in messages]
    (folder / "gold.jsonl").write_text("\n".join(lines))


def evaluate(*words: str) -> Result:
    return CliRunner().invoke(app, ("evaluate", "gold.jsonl", *words))


@pytest.mark.usefixtures("folder")
class TestForMachines:
    def found(self, *words: str) -> dict[str, Any]:
        result = evaluate("--json", *words)
        assert result.exit_code == 0, result.output
        (line,) = result.stdout.splitlines()
        read: dict[str, Any] = json.loads(line)
        return read

    def test_one_object_holds_every_head(self):
        found = self.found()
        assert (found["type"], found["messages"], found["refused"]) == ("evaluation", 4, 0)
        assert found["languages"] == {"en": 3, "fr": 1}
        # positive: 1 of 3 said and 1; the others never said.
        assert found["sentiment"]["overall"]["macro_f1"] == pytest.approx(0.5 / 3)
        assert found["sentiment"]["by_language"]["fr"]["abstained"] == 1
        assert found["abstentions"] == [
            {"id": "short", "language": "fr", "right": "negative", "why": "language not told"}
        ]
        assert found["baselines"]["majority"]["overall"]["accuracy"] == 0.5
        assert found["language"]["overall"]["accuracy"] == 1.0
        assert found["intents"]["overall"]["labels"]["praise"]["precision"] == 0.5
        assert found["compliance"]["overall"]["needs_a_look"]["recall"] == 0.0
        assert found["overlooked"] == ["[/b]"]
        assert found["entities"]["by_language"]["fr"]["micro"]["precision"] == 0.0
        assert found["promises"] is None
        assert found["model_versions"] == {"simple": "1"}

    def test_no_text_unless_asked_for(self):
        told = json.dumps(self.found())
        assert "furious:" not in told
        assert "wonderful" not in told
        assert any(one["text"] == FURIOUS for one in self.found("--show-text")["mistakes"])

    def test_one_language_alone(self):
        assert self.found("--language", "FR")["languages"] == {"fr": 1}

    def test_as_many_errors_as_asked_for(self):
        assert [one["head"] for one in self.found("--errors", "1")["mistakes"]] == [
            "sentiment",
            "intents",
            "entities",
        ]

    def test_entities_that_the_file_does_not_mark_do_not_count(self):
        found = self.found("--entities", "person, LOC")
        assert list(found["entities"]["overall"]["labels"]) == ["LOC", "PERSON"]
        assert found["entities"]["overall"]["micro"]["f1"] is None


@pytest.mark.usefixtures("folder")
class TestForPeople:
    def test_plain_when_piped(self):
        found = evaluate()
        assert found.exit_code == 0, found.output
        assert "4 labelled messages: en 3, fr 1" in found.stdout
        assert "Macro-F1" in found.stdout
        assert "Overlooked: [/b]" in found.stdout
        assert not set("─│╭\x1b") & set(found.stdout)
        assert "language not told" not in found.stdout
        assert "furious:" not in found.stdout

    def test_abstentions_and_texts_when_asked_for(self):
        found = evaluate("--abstentions", "--show-text")
        assert "language not told" in found.stdout
        assert FURIOUS in found.stdout
        assert "[/red] The watch" in found.stdout
        assert "\x1b" not in found.stdout


class TestRefusals:
    def test_a_bad_line_is_named_and_stops_nothing(self, folder: Path):
        lines = (folder / "gold.jsonl").read_text().splitlines()
        lines[1:1] = ["", '{"text": 5}']
        (folder / "gold.jsonl").write_text("\n".join([*lines, '{"text": "Hi", "[/b]": 1}']))
        found = evaluate("--json")
        assert found.exit_code == 0, found.output
        assert "refused gold.jsonl: line 3: text: must be a text" in found.stderr
        assert "fields that are not known were ignored: [/b]" in found.stderr
        told = json.loads(found.stdout)
        assert (told["messages"], told["refused"]) == (5, 1)

    def test_many_bad_lines_are_counted(self, folder: Path):
        (folder / "gold.jsonl").write_text("{\n" * 50 + json.dumps(MESSAGES[0]))
        found = evaluate()
        assert found.exit_code == 0
        assert found.stderr.count("refused") == 21
        assert "30 more lines" in found.stderr

    @pytest.mark.parametrize(
        ("content", "words", "said"),
        [
            ("", (), "gold.jsonl: no messages"),
            ("{\n", (), "line 1: not JSON"),
            (json.dumps(MESSAGES[0]), ("--language", "nl"), "no messages labelled as nl"),
            (json.dumps(MESSAGES[0]), ("--entities", "DOG"), "--entities"),
            (json.dumps(MESSAGES[0]), ("--partners", "nowhere.yaml"), "nowhere.yaml"),
        ],
    )
    def test_what_one_can_mend_is_said_with_exit_status_2(
        self, folder: Path, content: str, words: tuple[str, ...], said: str
    ):
        (folder / "gold.jsonl").write_text(content)
        found = evaluate(*words)
        assert found.exit_code == 2
        assert said in found.stderr


def test_a_narrow_screen_does_without_languages():
    examples = [
        Example(id="a", language=tag, scenario="", text="", sentiment="neutral")
        for tag in ("en", "fr", "de")
    ]
    told = report([(one, Said(sentiment=Sentiment("neutral", 0.0, 0.9))) for one in examples])
    for width, shown in ((80, False), (160, True)):
        console = Console(width=width, record=True, file=StringIO())
        console.print(*tables(told, width=width, plain=False, abstentions=False))
        text = console.export_text()
        assert ("1.000/1" in text) is shown
        assert ("--language" in text) is not shown


def test_where_nothing_is_to_be_found_there_is_no_table_of_labels():
    example = Example(id="a", language="en", scenario="", text="", intents=[], compliance=[])
    console = Console(width=160, record=True, file=StringIO())
    console.print(*tables(report([(example, Said())]), width=160, plain=True, abstentions=False))
    text = console.export_text()
    assert "needs a look" in text
    assert "Compliance by label" not in text
    assert "Intents" not in text
    assert "Macro-F1" not in text


def test_the_peer_reads_english():
    peer = vader()
    if peer is None:
        pytest.skip("vaderSentiment is not installed")
    assert peer([GLAD, FURIOUS, "The invoice has two pages."]) == [
        "positive",
        "negative",
        "neutral",
    ]


def test_without_the_peer_it_is_left_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "vaderSentiment", None)
    assert vader() is None
