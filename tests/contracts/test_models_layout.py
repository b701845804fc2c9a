"""Weights laid out for this machine say what the graph says; else the graph is kept as it is."""

from pathlib import Path

import numpy as np
import onnx
import pytest

from nlp.models import layout
from nlp.models.graph import CONTRIB, Writer
from nlp.models.layout import ALIGNED, GRAPH, TOKENS, WEIGHTS, lay_out, machine
from nlp.models.session import session


@pytest.fixture
def graph() -> bytes:
    """A row of a table for each token, twice multiplied: once in 8 bits."""
    made = np.random.default_rng(3)
    writer = Writer()
    writer.constant("table", made.normal(size=(TOKENS, 96)).astype(np.float32))
    writer.constant("zero", np.array([0], np.int64))
    writer.node("Gather", ["table", "ids"], "x")
    codes = made.integers(-60, 60, (96, 1000)).astype(np.int8)
    scales = np.full(1000, 0.01, np.float32)
    writer.constant("codes", codes)
    writer.constant("scales", scales)
    writer.constant("zeros", np.zeros(1000, np.int8))
    writer.constant("exact", made.normal(size=(1000, 7)).astype(np.float32))
    writer.node("DynamicQuantizeMatMul", ["x", "codes", "scales", "zeros"], "y", domain=CONTRIB)
    writer.node("MatMul", ["y", "exact"], "z")
    writer.node("Squeeze", ["z", "zero"], "said")
    return writer.model("made", {"said": 7})


IDS = np.array([[3, 1, 4, 1, 5]])


def test_what_is_laid_out_says_what_the_graph_says(graph: bytes, tmp_path: Path) -> None:
    assert lay_out(graph, tmp_path) == [GRAPH, WEIGHTS]
    (wanted,) = session(graph).run(None, {"ids": IDS})
    (found,) = session(str(tmp_path / GRAPH)).run(None, {"ids": IDS})
    assert np.array_equal(found, wanted)


def test_every_matrix_begins_where_processors_want_it(graph: bytes, tmp_path: Path) -> None:
    lay_out(graph, tmp_path)
    model = onnx.load(str(tmp_path / GRAPH), load_external_data=False)
    entries = [entry for tensor in model.graph.initializer for entry in tensor.external_data]
    places = [int(one.value) for one in entries if one.key == "offset"]
    places += [
        int(one.value.split("|")[1].split(";")[0])
        for one in entries
        if one.key.startswith("prepacked")
    ]
    assert len(places) > 3
    assert all(place % ALIGNED == 0 for place in places)


def test_where_it_does_not_work_the_graph_keeps_its_weights(
    graph: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "TRIAL", "import os; os.abort()")
    assert lay_out(graph, tmp_path) == [GRAPH]
    assert sorted(path.name for path in tmp_path.iterdir()) == [GRAPH]
    (found,) = session(str(tmp_path / GRAPH)).run(None, {"ids": IDS})
    assert found.shape == (5, 7)


def test_a_machine_keeps_its_name() -> None:
    assert machine() == machine()
