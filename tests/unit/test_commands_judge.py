"""`rapport judge` and judgements from a file, where no engine runs."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from benchmarks.load import annotations, register
from cli import app
from commands.judged import labels_of, lines, standing, table_of
from health.assessment import Assessment
from health.judgement import Feedback, Judgement, Label, Override
from history.judgements import Kept
from ingest.interaction import PartnerId
from streams.wire import encode, read_judgement

P0 = PartnerId("p0")
NOW = datetime.now(UTC)  # noqa: TID251  (a command says when it was typed)
SOON = f"{(NOW + timedelta(days=9)).date()}"
LAST = list(annotations(400, 4))[-1].occurred_at
OVERRIDE = Override(
    band="red",
    owner="Claire Aubry",
    reason="They told us so",
    since=LAST.date(),
    until=LAST.date() + timedelta(days=30),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a register of four partners, and nothing of ours in the environment."""
    (tmp_path / "partners.yaml").write_text(register(4))
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RAPPORT_PARTNERS", str(tmp_path / "partners.yaml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judge(*words: str) -> Result:
    return CliRunner().invoke(app, ["judge", *words])


def override(*words: str, until: str = SOON) -> list[str]:
    said = ["--owner", "Claire", "--reason", "why", "--until", until]
    return ["override", "p0", "green", *said, *words]


@pytest.mark.parametrize("name", ["override", "lift", "feedback", "label", "list", "export"])
def test_each_explains_itself(name: str) -> None:
    assert judge(name, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        pytest.param(override(), "no broker: set RAPPORT_BROKER", id="no engine"),
        pytest.param(["lift", "p0"], "no broker: set RAPPORT_BROKER", id="no engine to lift"),
        pytest.param(["lift", "nobody at all"], "no partner nobody at all", id="no partner"),
        pytest.param(override(until="2020-01-01"), "override.until 2020-01-01 lies in", id="past"),
        pytest.param(override(until="2999-01-01"), "more than 180 days ahead", id="too long"),
        pytest.param(override("--from", "2020-01-01"), "override.since 2020-01-01", id="before"),
        pytest.param(override("--from", "2999-01-01"), "lies after", id="never"),
        pytest.param(override("--reason", " "), "override.reason is blank", id="no reason"),
        pytest.param(override("--reason", "x" * 501), "$.override.reason", id="long reason"),
        pytest.param(override("--owner", ""), "$.override.owner", id="no owner"),
        pytest.param(override("--by", "x" * 201), "$.by", id="long name"),
        pytest.param(["label", "p0", "red", "--date", "2999-01-01"], "label.day", id="future"),
        pytest.param(["feedback", "p0@2026", "agree"], "2026 is no day", id="no day"),
        pytest.param(["feedback", "p0@2026-01-05", "disagree"], "says why", id="no why"),
        pytest.param(["feedback", "who@2026-01-05", "agree"], "no partner who", id="whose"),
        pytest.param(["export"], "say what to export: --labels", id="no what"),
    ],
)
def test_what_is_wrong_is_named_before_anything_is_sent(words: list[str], named: str) -> None:
    found = judge(*words)
    assert found.exit_code == 2, found.output
    assert named in found.stderr.replace("\n", " ")
    assert "Traceback" not in found.output


def test_without_a_register_it_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_PARTNERS")
    found = judge("lift", "p0")
    assert found.exit_code == 2
    assert "--partners or RAPPORT_PARTNERS" in found.stderr


def judgement(id_: str, **changes: Any) -> Judgement:
    fields: dict[str, Any] = {"kind": "override", "by": "claire", "at": LAST, "partner_id": P0}
    return Judgement(id=id_, **fields | changes)


def assessed(folder: Path, judgements: bytes) -> tuple[Result, dict[str, Assessment]]:
    (folder / "said.jsonl").write_bytes(b"\n".join(encode(one) for one in annotations(400, 4)))
    (folder / "judged.jsonl").write_bytes(judgements)
    words = ["--annotations", "said.jsonl", "--judgements", "judged.jsonl", "--json"]
    found = CliRunner().invoke(app, ["assess", "--partners", "partners.yaml", *words])
    assert found.exit_code == 0, found.output
    objects = [msgspec.json.decode(line) for line in found.stdout.splitlines()]
    rows = [msgspec.convert(one, Assessment) for one in objects if one["type"] == "assessment"]
    return found, {one.partner_id: one for one in rows}


def test_assess_shows_overrides_of_a_file(folder: Path) -> None:
    _, plain = assessed(folder, b"")
    one = judgement("1", override=OVERRIDE)
    _, found = assessed(folder, b"\n" + encode(one) + b"\n\n" + encode(one))
    assert found["p0"].override == OVERRIDE
    assert found["p0"].seq == plain["p0"].seq + 1
    assert msgspec.structs.replace(found["p0"], override=None, seq=plain["p0"].seq) == plain["p0"]
    assert {key: found[key] for key in ("p1", "p2")} == {key: plain[key] for key in ("p1", "p2")}


def test_what_is_no_judgement_is_refused_by_line(folder: Path) -> None:
    wrong = [
        b"nonsense",
        encode(judgement("2")),
        encode(judgement("3", kind="lift", partner_id="stranger")),
        encode(judgement("4", kind="lift")).replace(b'"lift"', b'"shift"'),
        b"\xff",
    ]
    found, rows = assessed(folder, b"\n".join([encode(judgement("1", override=OVERRIDE)), *wrong]))
    said = found.stderr.replace("\n", " ")
    for number, named in enumerate(
        ("malformed", "override is missing", "register", "$.kind", "malformed"), 2
    ):
        assert f"judged.jsonl:{number}: " in said
        assert named in said
    assert rows["p0"].override == OVERRIDE


LABELS = [
    judgement("1", kind="label", label=Label(date(2026, 1, 5), "red")),
    judgement("2", kind="label", label=Label(date(2026, 1, 5), "green"), at=LAST + timedelta(1)),
    judgement("3", kind="label", label=Label(date(2026, 1, 6), "yellow")),
    judgement("4", override=OVERRIDE),
]
ON_ALERT = Feedback(verdict="disagree", alert_id="0b2ad2f0-5d5c", reason="holiday")


def kept(one: Judgement, *, matched: bool | None = None) -> Kept:
    return Kept(one, one.partner_id, matched, NOW)


def test_of_two_labels_for_one_day_the_newer_is_learnt_from() -> None:
    found = [msgspec.json.decode(line) for line in labels_of(map(kept, reversed(LABELS)))]
    assert found == [
        {"partner_id": "p0", "date": "2026-01-05", "band": "green"},
        {"partner_id": "p0", "date": "2026-01-06", "band": "yellow"},
    ]


def test_what_is_listed_for_machines_can_be_read_again() -> None:
    listed = list(lines(map(kept, LABELS)))
    assert [read_judgement(line) for line in listed] == LABELS
    assert {msgspec.json.decode(line)["type"] for line in listed} == {"judgement"}


def test_what_is_listed_for_people_says_what_why_and_by_whom() -> None:
    feedback = kept(judgement("5", kind="feedback", feedback=ON_ALERT), matched=False)
    lifted = kept(judgement("6", kind="lift"))
    printed = StringIO()
    Console(width=160, file=printed).print(table_of([*map(kept, LABELS), feedback, lifted]))
    said = printed.getvalue()
    for words in (
        f"override to red, {OVERRIDE.since} to {OVERRIDE.until}, by Claire Aubry",
        "They told us so",
        "disagree: alert 0b2ad2f0-5d5 (unmatched)",
        "holiday",
        "label yellow on 2026-01-06",
        "overrides lifted",
    ):
        assert words in said


def test_an_override_stands_under_the_table_as_what_it_is(folder: Path) -> None:
    _, rows = assessed(folder, encode(judgement("1", override=OVERRIDE)))
    said = standing(rows.values(), {P0: "Polar"}, "en")
    assert [line.plain for line in said] == [
        "Overrides",
        f"! Polar: red until {OVERRIDE.until}, says Claire Aubry: They told us so",
        "",
    ]
    (_, line, _) = standing(rows.values(), {P0: "Polar"}, "fr")
    assert line.plain.startswith(f"! Polar : rouge jusqu'au {OVERRIDE.until}, selon Claire Aubry")
    assert standing([rows["p1"]], {}, "en") == []
