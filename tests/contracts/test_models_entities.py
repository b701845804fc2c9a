"""What every source of entities owes: the built-in reader, and pipelines of spaCy."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import pytest
import spacy

from ingest.errors import Malformed
from ingest.register import Own, Register
from nlp.annotate import annotate_object
from nlp.entities import Mention
from nlp.models.builtin import build_pipeline
from nlp.models.shipped import load_reader
from nlp.models.spacy_entities import SURE, SpacyEntities
from nlp.reading import LanguageModel
from tests.contracts.made_models import recogniser, ruler

pytestmark = pytest.mark.slow

NAMES = {"Armorique": "ORG", "Lyon": "GPE", "Halle 7": "FAC", "French": "NORP", "Zoe": "person"}
TEXTS = (
    "Armorique meets Zoe in Lyon, at Halle 7, with a French team.",
    "Nous avons vu Armorique à Lyon la semaine dernière.",
    "",
    " \n\t",
    "😀 Armorique 👍🏽",
    "half a character: \ufffd Lyon",
    "\0 \u202e \U0010ffff",
    "Lyon " * 600,
    "x" * 2_000 + " Armorique",
)


class Namer(Protocol):
    versions: Mapping[str, str]

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]: ...


class Read:
    """The entities of a language model."""

    def __init__(self, model: LanguageModel) -> None:
        self.versions = model.versions
        self._model = model

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]:
        return [one.entities for one in self._model.read(texts)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    return load_reader(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ruler(tmp_path_factory.mktemp("made") / "names", NAMES)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    taught = [("Mme Durand arrive", (4, 10, "PER")), ("Lyon nous accueille", (0, 4, "LOC"))]
    return recogniser(tmp_path_factory.mktemp("made") / "learnt", taught)


@pytest.fixture(params=["builtin", "rules", "network"])
def namer(
    request: pytest.FixtureRequest, reader: LanguageModel, folder: Path, learnt: Path
) -> Namer:
    made: dict[str, Callable[[], Namer]] = {
        "builtin": lambda: Read(reader),
        "rules": lambda: SpacyEntities(str(folder)),
        "network": lambda: SpacyEntities(str(learnt)),
    }
    return made[request.param]()


def test_a_text_reads_the_same_in_any_batch_and_order(namer: Namer) -> None:
    together = namer.mentions(TEXTS)
    assert together == [namer.mentions([text])[0] for text in TEXTS]
    assert namer.mentions(TEXTS[::-1]) == together[::-1]
    assert namer.mentions([]) == []


def test_mentions_lie_in_their_text_in_order(namer: Namer) -> None:
    for text, found in zip(TEXTS, namer.mentions(TEXTS), strict=True):
        for one in found:
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == text[one.start : one.end].strip()
            assert 0 < one.confidence <= 1
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_versions_name_a_hash(namer: Namer) -> None:
    assert namer.versions
    assert all(re.search(r"-[0-9a-f]{12}\b", version) for version in namer.versions.values())


def test_labels_become_ours_and_others_are_left_out(folder: Path) -> None:
    (found,) = SpacyEntities(str(folder)).mentions(TEXTS[:1])
    assert [(TEXTS[0][one.start : one.end], one.label) for one in found] == [
        ("Armorique", "ORG"), ("Zoe", "PERSON"), ("Lyon", "LOC"), ("Halle 7", "LOC"),
    ]  # fmt: skip
    assert {one.confidence for one in found} == {SURE}


def test_a_name_after_an_endless_word_is_found_in_its_place(folder: Path) -> None:
    (found,) = SpacyEntities(str(folder)).mentions(TEXTS[-1:])
    assert [(one.start, one.end) for one in found] == [(2_001, 2_010)]


def test_a_network_reads_what_it_learnt(learnt: Path) -> None:
    (found,) = SpacyEntities(str(learnt)).mentions(["Mme Durand arrive"])
    assert found == (Mention(4, 10, "PERSON", SURE),)


def test_another_weight_is_another_version(learnt: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(learnt, tmp_path / "learnt")
    before = SpacyEntities(str(copy)).versions
    assert list(before) == ["entities_fr"]
    assert before == SpacyEntities(str(learnt)).versions
    nlp = spacy.load(copy)
    layer = next(layer for layer in nlp.get_pipe("ner").model.walk() if layer.has_param("b"))
    layer.set_param("b", layer.get_param("b") + 1e-6)
    nlp.to_disk(copy)
    assert SpacyEntities(str(copy)).versions != before


def test_a_hash_can_be_asked_for(folder: Path) -> None:
    versions = SpacyEntities(str(folder)).versions
    assert SpacyEntities(f"{folder}@{versions['entities'].rpartition('-')[2]}").versions == versions
    with pytest.raises(Malformed, match=r"names: its hash is .*, not 0123456789ab"):
        SpacyEntities(f"{folder}@0123456789ab")


def written(name: str, content: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(content)


def made_for_another_spacy(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | {"spacy_version": ">=3.1.0,<3.2.0"}))


def needs_a_component(folder: Path) -> None:
    config = (folder / "config.cfg").read_text()
    (folder / "config.cfg").write_text(config.replace('"entity_ruler"', '"somebody_s_own"'))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(written("meta.json", "{"), "cannot load", id="no JSON"),
        pytest.param(written("meta.json", "{}"), "cannot load", id="no meta"),
        pytest.param(written("config.cfg", "["), "cannot load", id="no settings"),
        pytest.param(written("vocab/strings.json", "0"), "cannot load", id="no words"),
        pytest.param(made_for_another_spacy, "made for another version", id="another spaCy"),
        pytest.param(needs_a_component, "cannot load", id="an unknown component"),
        pytest.param(shutil.rmtree, "there is no folder", id="gone"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_with_words(
    folder: Path, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    damage(shutil.copytree(folder, tmp_path / "hurt"))
    with pytest.raises(Malformed, match=f"the entity model hurt: .*{said}"):
        SpacyEntities(str(tmp_path / "hurt"))


def test_weights_cut_short_are_refused(learnt: Path, tmp_path: Path) -> None:
    weights = shutil.copytree(learnt, tmp_path / "hurt") / "ner" / "model"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(Malformed, match="the entity model hurt: spaCy cannot load it"):
        SpacyEntities(str(tmp_path / "hurt"))


def test_a_pipeline_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(Malformed, match="python -m spacy download nl_core_news_absent"):
        SpacyEntities("nl_core_news_absent")


def test_a_pipeline_without_entities_is_refused(tmp_path: Path) -> None:
    words = spacy.blank("de")
    words.add_pipe("sentencizer")
    words.to_disk(tmp_path / "words")
    with pytest.raises(Malformed, match="words: it has no component that finds entities"):
        SpacyEntities(str(tmp_path / "words"))


def test_a_pipeline_whose_entities_are_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="finds GENE, LAW; known are"):
        SpacyEntities(str(ruler(tmp_path / "genes", {"abc": "GENE", "§": "LAW"})))


def test_annotations_name_the_entities_and_the_models_of_the_settings(
    folder: Path, learnt: Path, tmp_path: Path
) -> None:
    pipeline = build_pipeline(
        Register(Own("Nordlys", ()), ()),
        cache=tmp_path,
        pseudonym_key="k",
        sentiment_model="none",
        entity_models=(str(folder), str(learnt)),
    )
    english, french = annotate_object(
        [
            {"id": 1, "text": "We are very disappointed by Armorique, 200 EUR.", "language": "en"},
            {"id": 2, "text": "Mme Durand arrive", "language": "fr"},
        ],
        pipeline,
    )
    assert [(one["text"], one["label"]) for one in english["entities"]] == [
        ("Armorique", "ORG"), ("200 EUR", "MONEY"),
    ]  # fmt: skip
    assert english["sentiment"] is None
    assert ("Durand", "PERSON") in [(one["text"], one["label"]) for one in french["entities"]]
    assert {"reader", "entities", "entities_fr"} <= set(english["model_versions"])


def test_two_pipelines_of_one_language_are_refused(folder: Path) -> None:
    with pytest.raises(Malformed, match="two entity models are for the language xx"):
        build_pipeline(
            Register(Own("Nordlys", ()), ()),
            pseudonym_key="k",
            entity_models=(str(folder), str(folder)),
        )


def test_spacy_is_still_imported_without_torch(folder: Path) -> None:
    """A worker that reads names with spaCy pays for no torch."""
    code = (
        "import sys; from nlp.models.spacy_entities import SpacyEntities;"
        f"SpacyEntities({str(folder)!r}); print('torch' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
