"""What `rapport run` and `rapport assess` say of the same partners and events, side by side."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from streams.settings import Settings
from tests.broker.test_run import event
from tests.broker.world import environment

Answer = list[dict[str, Any]]


def both_paths(folder: Path, partners: str, set_: dict[str, str]) -> tuple[Answer, Answer]:
    """Their objects over sixty events. `set_`: settings beside those of the environment; the files
    that they name lie in the folder. No model of language reads."""
    (folder / "partners.yaml").write_text(partners)
    events = [json.dumps(event(number)) for number in range(60)]
    (folder / "events.jsonl").write_text("\n".join(events))
    silent = {"RAPPORT_SENTIMENT_MODEL": "none", "RAPPORT_ENTITY_MODEL": "none"}
    known = {**environment(Settings(data_dir=folder / "data")), **silent, **set_}

    def answer(command: str) -> Answer:
        words = [command, "--partners", "partners.yaml", "--events", "events.jsonl", "--json"]
        done = subprocess.run(
            [sys.executable, "-c", "from cli import main; main()", *words],
            cwd=folder,
            env=known,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return answer("run"), answer("assess")
