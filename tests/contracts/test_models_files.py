"""The shipped model's files: whole, unchanged, unpacked once; and any object gets its answer."""

import json
import threading
from pathlib import Path

import pytest

from ingest.errors import Malformed
from ingest.register import Own, Register
from nlp.annotate import annotate_object
from nlp.models import packed
from nlp.models.builtin import build_pipeline
from nlp.models.cache import unpack
from nlp.models.embedder import LAYERS
from nlp.pipeline import Pipeline

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def pipeline(cache: Path) -> Pipeline:
    return build_pipeline(
        Register(Own("Nordlys", ("nordlys.example",)), ()), cache=cache, pseudonym_key="k"
    )


def test_what_is_no_packed_file_is_refused():
    with pytest.raises(Malformed, match="E5S1"):
        packed.read(b"GGUF....")
    with pytest.raises(Malformed, match="cut short"):
        packed.read(packed.shipped().read_bytes()[:1000])


def test_unpacking_at_once_from_many_threads_leaves_one_whole_folder(tmp_path):
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(unpack(tmp_path, LAYERS, print).digest))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 2
    assert [path.name[0] for path in tmp_path.iterdir()] == ["e"]


def test_a_changed_model_file_is_refused(tmp_path):
    folder = unpack(tmp_path, LAYERS, print).folder
    with (folder / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(Malformed, match="have changed"):
        unpack(tmp_path, LAYERS, print)


HOSTILE: list[object] = [
    {"id": 1, "text": "\ud800\x00"},
    {"id": 2, "text": "z" * 5_000_000},
    {"id": 3, "text": "bonjour monsieur, merci beaucoup " * 40_000, "language": "fr"},
    {"id": 4, "text": ""},
    {"id": 5, "text": "Hello", "language": "not a language!"},
    {"id": 6},
    {"id": 7, "text": 5},
    {"text": "no id"},
    {"id": 8, "text": "x", "kind": "letter"},
    {"id": 9, "text": "x", "direction": ["inbound"]},
    None,
    [],
    {"id": 10, "text": "Thank you so much, we are delighted with the result!"},
]


def test_any_object_is_answered_in_order(pipeline):
    answers = annotate_object(HOSTILE, pipeline)
    assert json.dumps(answers)
    assert [answer.get("error", "").partition(":")[0] for answer in answers] == [
        "", "", "", "", "language", "text", "text", "id", "kind", "direction", "not an object",
        "not an object", "",
    ]  # fmt: skip
    assert answers[3]["sentiment"] is None
    assert answers[-1]["sentiment"]["label"] == "positive"
    assert set(answers[-1]) == {
        "id", "language", "sentiment", "intents", "entities", "promises", "model_versions",
        "compliance",
    }  # fmt: skip
