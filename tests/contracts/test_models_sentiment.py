"""What every sentiment model owes: the built-in reader, a classifier of transformers, and a mix."""

import json
import pickle
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import pytest
import torch
from huggingface_hub import constants
from safetensors.numpy import load_file, save_file
from typer.testing import CliRunner

from cli import app
from ingest.errors import Malformed
from nlp.models.mixed import Mixed
from nlp.models.shipped import load_reader
from nlp.models.transformers_sentiment import TransformersSentiment
from nlp.reading import LanguageModel, Probabilities
from tests.contracts.made_models import PLACES, classifier

pytestmark = pytest.mark.slow

TEXTS = (
    "We are very disappointed.",
    "",
    " \n\t",
    "😀👍🏽",
    "[SEP] [CLS] </s> <s> [PAD] <mask>",
    "half a character: \ufffd",
    "\0 \u202e \U0010ffff",
    "Thank you so much! " * 150,
    "x" * 3000,
    "Merci beaucoup pour votre aide.",
)


class Judge(Protocol):
    versions: Mapping[str, str]

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]: ...


class Read:
    """The sentiments of a language model, without those that it keeps to itself."""

    def __init__(self, model: LanguageModel) -> None:
        self.versions = model.versions
        self._model = model

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]:
        return [one.sentiment or (0.0, 1.0, 0.0) for one in self._model.read(texts)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    return load_reader(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return classifier(tmp_path_factory.mktemp("made") / "tiny")


@pytest.fixture(scope="module")
def chosen(folder: Path) -> TransformersSentiment:
    return TransformersSentiment(str(folder))


@pytest.fixture(params=["builtin", "transformers", "mixed"])
def judge(
    request: pytest.FixtureRequest, reader: LanguageModel, chosen: TransformersSentiment
) -> Judge:
    made: dict[str, Callable[[], Judge]] = {
        "builtin": lambda: Read(reader),
        "transformers": lambda: chosen,
        "mixed": lambda: Read(Mixed(reader, chosen)),
    }
    return made[request.param]()


def test_a_text_reads_the_same_in_any_batch_and_order(judge: Judge) -> None:
    together = judge.probabilities(TEXTS)
    assert together == [judge.probabilities([text])[0] for text in TEXTS]
    assert judge.probabilities(TEXTS[::-1]) == together[::-1]
    assert judge.probabilities(TEXTS[:2] * 3) == together[:2] * 3
    assert judge.probabilities([]) == []


def test_any_text_has_chances_that_add_up(judge: Judge) -> None:
    for chances in judge.probabilities(TEXTS):
        assert len(chances) == 3
        assert all(0 <= one <= 1 for one in chances)
        assert sum(chances) == pytest.approx(1, abs=0.002)


def test_texts_are_told_apart(judge: Judge) -> None:
    assert len(set(judge.probabilities(TEXTS))) > 3


def test_versions_name_a_hash(judge: Judge) -> None:
    assert judge.versions
    assert all(re.search(r"-[0-9a-f]{12}\b", version) for version in judge.versions.values())


def test_another_weight_is_another_version(
    folder: Path, tmp_path: Path, chosen: TransformersSentiment, reader: LanguageModel
) -> None:
    copy = shutil.copytree(folder, tmp_path / "tiny")
    assert TransformersSentiment(str(copy)).versions == chosen.versions
    weights = load_file(copy / "model.safetensors")
    weights["classifier.bias"] = weights["classifier.bias"] + np.float32(1e-6)
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    other = TransformersSentiment(str(copy))
    assert other.versions != chosen.versions
    assert Mixed(reader, other).versions == {**reader.versions, **other.versions}


def test_the_models_classes_in_any_order_mean_what_they_say(tmp_path: Path, folder: Path) -> None:
    (plain,) = TransformersSentiment(str(folder)).probabilities(TEXTS[:1])
    copy = shutil.copytree(folder, tmp_path / "turned")
    change(copy / "config.json", id2label={"0": "pos", "1": "NEUTRAL", "2": "neg"})
    assert TransformersSentiment(str(copy)).probabilities(TEXTS[:1]) == [plain[::-1]]


def test_two_classes_leave_no_room_for_neutral(tmp_path: Path) -> None:
    two = classifier(tmp_path / "two", {0: "NEGATIVE", 1: "POSITIVE"})
    assert {odds[1] for odds in TransformersSentiment(str(two)).probabilities(TEXTS)} == {0.0}


def test_a_long_text_is_read_to_its_end(chosen: TransformersSentiment) -> None:
    begun = "bad weather " * PLACES
    one, other = chosen.probabilities([begun + "Thanks!", begun + "QQQ ZZZ"])
    assert one != other


def test_windows_count_by_their_tokens(chosen: TransformersSentiment) -> None:
    whole = " ".join("abcdefghij" * 10)  # a hundred tokens: three windows
    parts = [whole[:68], whole[68:136], whole[136:]]
    lengths = [len(part.split()) + 2 for part in parts]
    mean = np.average(chosen.probabilities(parts), axis=0, weights=lengths)
    assert chosen.probabilities([whole])[0] == pytest.approx(mean.tolist(), abs=1e-6)


def test_what_looks_like_a_mark_of_the_model_is_text(chosen: TransformersSentiment) -> None:
    ids = chosen._tokens("[SEP] a", add_special_tokens=False)["input_ids"]
    assert chosen._tokens.sep_token_id not in ids


def test_a_hash_can_be_asked_for(folder: Path, chosen: TransformersSentiment) -> None:
    digest = chosen.versions["sentiment"].rpartition("-")[2]
    assert TransformersSentiment(f"{folder}@{digest}").versions == chosen.versions
    with pytest.raises(Malformed, match=f"tiny: its hash is {digest}, not 0123456789ab"):
        TransformersSentiment(f"{folder}@0123456789ab")


FEELINGS = ("joy", "anger", "fear")
OWN_CODE = {name: f"code.{name}" for name in ("AutoConfig", "AutoModelForSequenceClassification")}


def change(file: Path, **values: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def without_head(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["classifier.weight"]
    save_file(weights, folder / "model.safetensors", {"format": "pt"})


def without_numbers(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["classifier.bias"] = weights["classifier.bias"] + np.float32(np.nan)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})


def cut_short(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def other_words(folder: Path) -> None:
    change(
        folder / "tokenizer.json",
        model={"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "a": 1},
               "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
    )  # fmt: skip


class Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (Path("harmed"),))


def harmful(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Harmful()))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(cut_short, "cannot load the sentiment model hurt", id="weights cut short"),
        pytest.param(
            lambda folder: (folder / "model.safetensors").unlink(), "hurt", id="no weights"
        ),
        pytest.param(
            lambda folder: (folder / "config.json").write_text("{"), "hurt", id="no JSON"
        ),
        pytest.param(lambda folder: (folder / "config.json").unlink(), "hurt", id="no settings"),
        pytest.param(
            lambda folder: (folder / "tokenizer.json").write_text("[]"), "hurt", id="no tokeniser"
        ),
        pytest.param(other_words, "hurt: its tokeniser has", id="words of another model"),
        pytest.param(without_head, "hurt: its weights lack a part", id="no head"),
        pytest.param(without_numbers, "hurt gives what is no number", id="not a number"),
        pytest.param(
            lambda folder: change(folder / "config.json", id2label=dict(enumerate(FEELINGS))),
            "hurt: its classes are joy, anger, fear",
            id="other classes",
        ),
        pytest.param(
            lambda folder: change(folder / "config.json", auto_map=OWN_CODE, model_type="own"),
            "hurt",
            id="code of its own",
        ),
        pytest.param(harmful, "hurt", id="a pickle that does harm"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_used_is_refused_with_words(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], object],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    damage(shutil.copytree(folder, tmp_path / "hurt"))
    with pytest.raises(Malformed, match=said):
        TransformersSentiment(str(tmp_path / "hurt"))
    assert not (tmp_path / "harmed").exists()


def test_older_weights_are_read_as_weights(
    folder: Path, tmp_path: Path, chosen: TransformersSentiment
) -> None:
    copy = shutil.copytree(folder, tmp_path / "tiny")
    torch.save(dict(chosen._model.state_dict()), copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    assert TransformersSentiment(str(copy)).versions == chosen.versions


class TestByName:
    @pytest.fixture(autouse=True)
    def offline(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))

    def test_one_that_is_not_here_is_refused_with_what_to_do(self) -> None:
        name = "cardiffnlp/twitter-xlm-roberta-base-sentiment"
        with pytest.raises(Malformed, match=f"hf download {name} --local-dir FOLDER"):
            TransformersSentiment(name)

    def test_a_folder_that_is_not_there_is_no_name(self, tmp_path: Path) -> None:
        with pytest.raises(Malformed, match="there is no folder"):
            TransformersSentiment(str(tmp_path / "nothing"))

    def test_one_that_was_fetched_is_read_from_this_machine(
        self, folder: Path, tmp_path: Path, chosen: TransformersSentiment
    ) -> None:
        kept = tmp_path / "hub" / "models--ours--tiny"
        commit = "0" * 40
        shutil.copytree(folder, kept / "snapshots" / commit)
        (kept / "refs").mkdir()
        (kept / "refs" / "main").write_text(commit)
        assert TransformersSentiment("ours/tiny").versions == chosen.versions


def test_the_command_reads_with_the_model_of_the_settings(
    folder: Path,
    tmp_path: Path,
    chosen: TransformersSentiment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAPPORT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RAPPORT_SENTIMENT_MODEL", str(folder))
    line = json.dumps({"id": 1, "text": TEXTS[0], "language": "en"})
    told = CliRunner().invoke(app, ["annotate"], input=line)
    assert told.exit_code == 0, told.output
    answer = msgspec.json.decode(told.stdout.splitlines()[-1])
    assert answer["model_versions"]["sentiment"] == chosen.versions["sentiment"]
    assert "reader" in answer["model_versions"]
    negative, _, positive = chosen.probabilities(TEXTS[:1])[0]
    assert answer["sentiment"]["score"] == pytest.approx(positive - negative, abs=0.001)
    monkeypatch.setenv("RAPPORT_SENTIMENT_MODEL", str(tmp_path / "nothing"))
    told = CliRunner().invoke(app, ["annotate"], input=line)
    assert told.exit_code == 2
    assert "there is no folder" in told.stderr
