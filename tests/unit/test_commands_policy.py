"""`rapport policy`, and policies of files in the commands that assess."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from benchmarks.load import annotations, register
from cli import app
from health.policy import STANDARD
from health.policy_file import read
from streams.wire import encode

ROOT = Path(__file__).parents[2]
FILE = """\
standard:
  green_from: 70
  keep_share: 0.1234567
kinds:
  supplier: {green_from: 68, margin: 4}
tiers:
  gold: {silence: {worst: 8}, risks: {complaint: {caps: true}}}
  unused: {}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("RAPPORT_POLICY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.yaml").write_text(FILE)
    (tmp_path / "bad.yaml").write_text("standard:\n  red_below: 75\n  margn: 2\n")
    return tmp_path


def rapport(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(app, words, env=environment)


def told(*words: str, **environment: str) -> str:
    found = rapport(*words, **environment)
    assert found.exit_code == 0, found.output
    return found.stdout


def objects(*words: str, **environment: str) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in told(*words, **environment).splitlines()]


@pytest.mark.parametrize("command", [[], ["check"], ["show"]])
def test_the_command_explains_itself(command: list[str]) -> None:
    assert "Usage" in told("policy", *command, "--help")


class TestCheck:
    def test_says_what_is_changed_for_whom(self, folder: Path) -> None:
        partners = [("supplier", "Gold"), ("supplier", "other"), ("technology", "gold")]
        lines = [
            f"- {{id: p{number}, name: P{number}, kind: {kind}, tier: {tier}}}"
            for number, (kind, tier) in enumerate(partners)
        ]
        own = "own: {name: O, domains: [o.example]}\npartners:\n"
        (folder / "partners.yaml").write_text(own + "\n".join(lines))
        book = read(FILE)
        version = {
            (kind, tier): book.holds(kind, tier).version
            for kind in (None, "supplier")
            for tier in (None, "gold", "unused")
        }
        assert told("policy", "check", "ours.yaml", "--partners", "partners.yaml") == (
            "ours.yaml: 6 policies, without contradictions\n"
            "\n"
            f"standard                    {version[None, None]}  0 partners\n"
            f"  green_from  {STANDARD.green_from} → 70\n"
            "  keep_share  0.5 → 0.1234567\n"
            "\n"
            f"kind supplier               {version['supplier', None]}  1 partner\n"
            f"  green_from  70 → 68  (built in: {STANDARD.green_from})\n"
            f"  margin      {STANDARD.margin} → 4\n"
            "\n"
            f"tier gold                   {version[None, 'gold']}  1 partner\n"
            f"  silence.worst         {STANDARD.silence.worst} → 8\n"
            "  risks.complaint.caps  false → true\n"
            "\n"
            f"tier unused                 {version[None, None]}  0 partners\n"
            "  as the standard\n"
            "\n"
            f"kind supplier, tier gold    {version['supplier', 'gold']}  1 partner\n"
            f"kind supplier, tier unused  {version['supplier', None]}  0 partners\n"
        )

    def test_says_that_nothing_is_changed(self, folder: Path) -> None:
        (folder / "none.yaml").write_text(f"standard: {{margin: {STANDARD.margin}}}")
        assert told("policy", "check", "none.yaml") == (
            "none.yaml: 1 policy, without contradictions\n"
            "\n"
            f"standard  {STANDARD.version}\n"
            "  as it is built in\n"
        )

    def test_tells_machines_the_same(self) -> None:
        (found,) = objects("policy", "check", "ours.yaml", "--json")
        assert (found["type"], found["file"]) == ("policy_check", "ours.yaml")
        assert found["built_in"] == STANDARD.version
        policies = {(one["kind"], one["tier"]): one for one in found["policies"]}
        assert len(policies) == 6
        both = policies["supplier", "gold"]
        assert both["version"] == read(FILE).holds("supplier", "gold").version
        assert both["partners"] is None
        assert [(one["field"], one["built_in"], one["value"]) for one in both["changes"]] == [
            ("silence.worst", STANDARD.silence.worst, 8),
            ("risks.complaint.caps", False, True),
            ("green_from", STANDARD.green_from, 68),
            ("margin", STANDARD.margin, 4),
            ("keep_share", 0.5, 0.1234567),
        ]

    @pytest.mark.parametrize("words", [(), ("--json",)])
    def test_names_every_problem(self, words: tuple[str, ...]) -> None:
        found = rapport("policy", "check", "bad.yaml", *words)
        assert found.exit_code == 2
        assert found.stdout == ""
        red, unknown = found.stderr.splitlines()
        assert red.startswith("policy bad.yaml:2: standard.red_below: floors must rise")
        assert unknown == "policy bad.yaml:3: standard.margn: unknown; is `margin` meant?"

    def test_names_a_register_that_is_not_there(self) -> None:
        found = rapport("policy", "check", "ours.yaml", "--partners", "gone.yaml")
        assert (found.exit_code, "gone.yaml" in found.stderr) == (2, True)


class TestShow:
    def test_prints_a_file_of_the_whole_book(self) -> None:
        assert read(told("policy", "show", RAPPORT_POLICY="ours.yaml")) == read(FILE)
        assert read(told("policy", "show")).standard.version == STANDARD.version

    @pytest.mark.parametrize(
        ("words", "whose"),
        [
            (("--kind", "supplier"), ("supplier", None)),
            (("--tier", "GOLD"), (None, "gold")),
            (("--kind", "supplier", "--tier", "gold"), ("supplier", "gold")),
            (("--kind", "technology", "--tier", "a\nb"), (None, None)),
        ],
    )
    def test_prints_a_file_of_one_policy(self, words: tuple[str, ...], whose: Any) -> None:
        policy = read(FILE).holds(*whose)
        text = told("policy", "show", "--policy", "ours.yaml", *words)
        assert text.splitlines()[0].endswith(f"version {policy.version}")
        assert read(text).standard.version == policy.version
        (found,) = objects("policy", "show", "--policy", "ours.yaml", *words, "--json")
        assert found["version"] == policy.version
        assert found["policy"]["margin"] == policy.margin
        assert "tiers" not in found

    def test_tells_machines_the_whole_book(self) -> None:
        (found,) = objects("policy", "show", "--policy", "ours.yaml", "--json")
        assert found["type"] == "policy"
        assert (found["kind"], found["tier"]) == (None, None)
        assert found["kinds"] == {"supplier": {"green_from": 68, "margin": 4}}
        assert found["tiers"]["gold"]["silence"] == {"worst": 8}

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--kind", "suplier"), "is `supplier` meant?"),
            (("--policy", "bad.yaml"), "bad.yaml:2"),
            (("--policy", "gone.yaml"), "gone.yaml"),
        ],
    )
    def test_names_what_is_wrong(self, words: tuple[str, ...], said: str) -> None:
        found = rapport("policy", "show", *words)
        assert (found.exit_code, said in found.stderr) == (2, True)


class TestAssessing:
    @pytest.fixture(autouse=True)
    def heard(self, folder: Path) -> None:
        (folder / "partners.yaml").write_text(register(2))
        (folder / "said.jsonl").write_bytes(b"\n".join(encode(one) for one in annotations(40, 2)))

    WORDS = ("assess", "--partners", "partners.yaml", "--annotations", "said.jsonl", "--json")

    def versions(self, *words: str, **environment: str) -> set[str]:
        lines = objects(*self.WORDS, *words, **environment)
        return {one["policy_version"] for one in lines if "policy_version" in one}

    def test_each_assessment_says_under_which_policy(self) -> None:
        ours = read(FILE).standard.version
        assert self.versions() == {STANDARD.version}
        assert self.versions("--policy", "ours.yaml") == {ours}
        assert self.versions("--every", "30", "--policy", "ours.yaml") == {ours}
        assert self.versions(RAPPORT_POLICY="ours.yaml") == {ours}

    def test_a_file_that_is_given_counts_more_than_the_setting(self, folder: Path) -> None:
        (folder / "other.yaml").write_text("standard: {margin: 2}")
        found = self.versions("--policy", "ours.yaml", RAPPORT_POLICY="other.yaml")
        assert found == {read(FILE).standard.version}

    @pytest.mark.parametrize(
        "words",
        [
            ("assess", "--annotations", "said.jsonl", "--policy", "bad.yaml"),
            ("run", "--events", "said.jsonl", "--policy", "bad.yaml"),
        ],
    )
    def test_nothing_starts_under_a_bad_policy(self, words: tuple[str, ...]) -> None:
        found = rapport(*words, "--partners", "partners.yaml")
        assert found.exit_code == 2
        assert "policy bad.yaml:3: standard.margn" in found.stderr

    def test_nor_does_the_engine(self) -> None:
        found = rapport("up", "--partners", "partners.yaml", RAPPORT_POLICY="bad.yaml")
        assert (found.exit_code, "bad.yaml:2" in found.stderr) == (2, True)
        assert "broker" not in found.stdout

    def test_a_setting_of_no_file_is_named(self) -> None:
        found = rapport(*self.WORDS, RAPPORT_POLICY="gone.yaml")
        assert found.exit_code == 2
        assert "RAPPORT_POLICY: there is no file gone.yaml" in found.stderr


def masked(text: str) -> list[str]:
    """Without numbers and versions: those of the built-in policy may be tuned."""
    return re.sub(r"\b[0-9a-f]{12}\b|-?\d[\d.]*", "#", text).splitlines()


def test_what_the_docs_show_is_what_is_printed(folder: Path) -> None:
    page = (ROOT / "docs" / "policy.md").read_text()
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    for name, block in zip(("policy.yaml", "wrong.yaml"), blocks, strict=True):
        (folder / name).write_text(block)
    (folder / "sample").symlink_to(ROOT / "sample")
    shown = re.findall(r"```console\n\$ rapport (.*?)\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 3
    for words, output in shown:
        found = rapport(*words.split())
        lines = masked(output)
        if lines[-1] == "...":
            assert masked(found.output)[: len(lines) - 1] == lines[:-1]
        else:
            assert masked(found.output) == lines
