"""What every embedder owes, the built-in one and one of sentence-transformers; and the search."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.json import decode
from typer.testing import CliRunner

from benchmarks import topics
from benchmarks.search import COMPANY, measure
from cli import app
from ingest.errors import Malformed
from nlp.embedding import Embedder
from nlp.models.embedder import load_embedder
from nlp.models.st_folder import write_st_folder
from nlp.training.corpus_files import corpus

pytestmark = pytest.mark.slow

TEXTS = ("Die Lieferung kommt zu spät.", "x", "", "La livraison est en retard. " * 90, "😀 </s>")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def builtin(cache: Path) -> Embedder:
    return load_embedder(None, cache)


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    folder = tmp_path_factory.mktemp("folder") / "e5"
    write_st_folder(folder)
    return load_embedder(str(folder))


@pytest.fixture(params=["builtin", "named"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    found: Embedder = request.getfixturevalue(request.param)
    return found


def test_vectors_have_length_one_and_do_not_depend_on_the_batch(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS, "passage")
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([embedder.embed([text], "passage") for text in TEXTS])
    assert (together == alone).all()
    assert (embedder.embed(TEXTS[::-1], "passage") == together[::-1]).all()
    assert embedder.embed([]).shape == (0, together.shape[1])


def test_languages_meet_where_they_mean_the_same(embedder: Embedder) -> None:
    asked = embedder.embed(["late delivery"])[0]
    texts = ["Die Lieferung kommt zu spät.", "Danke für das Mittagessen."]
    late, lunch = embedder.embed(texts, "passage") @ asked
    assert late > lunch


def test_what_is_asked_and_what_answers_are_told_apart(embedder: Embedder) -> None:
    assert (embedder.embed(["delay"]) != embedder.embed(["delay"], "passage")).any()


def test_versions_name_the_weights(builtin: Embedder, named: Embedder) -> None:
    assert set(builtin.versions) == set(named.versions) == {"embedding"}
    assert builtin.versions != named.versions


def test_sentence_transformers_and_the_built_in_embedder_agree(
    builtin: Embedder, named: Embedder
) -> None:
    messages = corpus()
    texts = [one.text[:600] for one in messages][:: len(messages) // 50][:50]
    for purpose in ("query", "passage"):
        cosines = (builtin.embed(texts, purpose) * named.embed(texts, purpose)).sum(axis=1)
        assert cosines.mean() > 0.999
        assert cosines.min() > 0.99


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "nothing-here"
    folder.mkdir()
    with pytest.raises(Malformed, match="nothing-here"):
        load_embedder(str(folder))


def test_meaning_finds_what_words_do_not(builtin: Embedder) -> None:
    """The figures of docs/language.md, a little below."""
    found = measure(builtin)
    assert found["words"]["crossing"].recall < 0.25
    assert found["both"]["crossing"].recall > 0.54
    assert found["both"]["same language"].recall > 0.75
    assert found["both"]["all"].reciprocal_rank > 0.76


def test_topics_are_told_far_better_than_by_the_commonest(builtin: Embedder) -> None:
    """The figures of docs/language.md, a little below."""
    found = topics.measure(builtin)
    assert found["commonest"] < 0.1
    assert found["right"] > 0.77
    assert found["small talk left alone"] > 0.9


def test_the_command_finds_remembers_and_forgets(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RAPPORT_MODEL_DIR", str(cache))
    mail = tmp_path / "mail"
    mail.mkdir()
    for file in sorted((COMPANY / "mail" / "valmontis").iterdir())[34:44]:
        (mail / file.name).write_bytes(file.read_bytes())
    register = ("--partners", str(COMPANY / "partners.yaml"))

    def search(*words: str) -> list[dict[str, object]]:
        told = CliRunner().invoke(
            app, ["search", *words, *register, "--mail", str(mail), "--json", "--count", "3"]
        )
        assert told.exit_code == 0, told.output
        return [decode(line) for line in told.stdout.splitlines() if line.startswith("{")]

    *hits, summary = search("Valmontis SA", "penalties for late delivery")
    assert len(hits) == 3
    assert "pénalités" in str(hits[0]["subject"])
    assert summary["embedded"] == summary["passages"]
    *again, summary = search("valmontis", "penalties for late delivery")
    assert again == hits
    assert summary["embedded"] == 0
    (mail / str(hits[0]["position"])).unlink()
    *rest, summary = search("valmontis", "penalties for late delivery")
    assert hits[0]["interaction_id"] not in [hit["interaction_id"] for hit in rest]
    told = CliRunner().invoke(app, ["search", "valmontis", "--forget", *register])
    assert told.stdout == "forgotten\n"
    assert list((tmp_path / "data" / "search").iterdir()) == []
