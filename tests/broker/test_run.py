"""Law 2 at the command line: `rapport run` and `rapport assess` on the same events say the same."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.load import register
from streams.settings import Settings
from tests.broker.world import environment

pytestmark = [pytest.mark.broker, pytest.mark.slow]

SAID = [
    ("en", "Thank you, the delivery was perfect and your team is a pleasure to work with."),
    ("fr", "Nous sommes très déçus : la livraison est encore en retard et personne ne répond."),
    ("de", "Vielen Dank für die schnelle Hilfe, wir sind sehr zufrieden."),
    ("es", "Es inaceptable, llevamos tres semanas esperando una respuesta."),
    ("it", "Perfetto, grazie mille per la collaborazione."),
    ("pt", "Infelizmente o problema continua e o cliente está furioso."),
    ("nl", "Prima, we spreken elkaar volgende week."),
]
WEEKS_OF_ANGER = "This is unacceptable. We are extremely unhappy and are reviewing our contract."


def event(number: int, **changes: Any) -> dict[str, Any]:
    day = 1 + number // 2
    month, day = 1 + (day - 1) // 28, 1 + (day - 1) % 28
    partner = number % 3
    language, text = SAID[number % len(SAID)]
    return {
        "id": f"{number}@p{partner}.example",
        "kind": "email",
        "occurred_at": f"2026-{month:02}-{day:02}T{8 + number % 9:02}:15:00+01:00",
        "direction": "outbound" if number % 4 == 3 else "inbound",
        "participants": [
            {"role": "from", "address": f"eva@p{partner}.example"},
            {"role": "to", "address": "us@own.example"},
        ],
        "thread_id": f"t{partner}.{number // 12}",
        "text": WEEKS_OF_ANGER if partner == 1 and number > 20 else text,
        "language": language if number % 5 == 0 else None,
        **changes,
    }


def lines() -> list[bytes]:
    """Sixty, of which some are kept, and the others each have something wrong."""
    good = [event(number) for number in range(48)]
    meeting = event(
        50, kind="meeting", direction=None, meeting={"status": "held", "type": "review"}
    )
    planned = {**meeting, "id": "later", "meeting": {"status": "planned"}}
    again = [good[3], good[20], {**good[20], "text": "Another text under the same id."}]
    nobody = event(51, participants=[{"role": "from", "address": "x@stranger.example"}])
    future = event(52, occurred_at="2999-01-01T00:00:00Z")
    written = [
        json.dumps(one).encode() for one in [*good, meeting, planned, *again, nobody, future]
    ]
    broken = [b"no json", b'{"id": "1"}', b"\xff\xfe", b'{"id": "[/b]", "kind": "[/b]"}', b"[1]"]
    return [*reversed(written), *broken]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder: Path = tmp_path_factory.mktemp("run")
    (folder / "partners.yaml").write_text(register(4))
    (folder / "events.jsonl").write_bytes(b"\n".join(lines()) + b"\n\n")
    settings = Settings(data_dir=folder / "data")
    found = {}
    for command in ("run", "assess"):
        words = [command, "--partners", "partners.yaml", "--events", "events.jsonl", "--json"]
        done = subprocess.run(
            [sys.executable, "-c", "from cli import main; main()", *words],
            cwd=folder,
            env=environment(settings),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        found[command] = done.stdout.splitlines()
    return found


def test_both_print_the_same_lines(answers: dict[str, list[str]]) -> None:
    assert answers["run"] == answers["assess"]


def test_there_is_something_to_compare(answers: dict[str, list[str]]) -> None:
    found = [json.loads(line) for line in answers["run"]]
    assert [one["type"] for one in found].count("assessment") == 4
    bands = {one["partner_id"]: one["band"] for one in found if one["type"] == "assessment"}
    assert bands["p3"] == "unknown"
    assert {"p0", "p1", "p2"} <= {k for k, band in bands.items() if band != "unknown"}
    assert any(one["type"] == "alert" and one["partner_id"] == "p1" for one in found)


def test_the_summary_adds_up(answers: dict[str, list[str]]) -> None:
    summary = json.loads(answers["run"][-1])
    assert summary.pop("type") == "summary"
    assert summary == {"read": 60, "kept": 53, "automatic": 0, "unresolved": 1, "refused": 6}
