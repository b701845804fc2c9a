"""What every sentiment model owes, and what the encoder beneath the shipped one owes."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import Malformed
from ingest.register import Own, Register
from nlp.annotate import annotate_object
from nlp.models import packed
from nlp.models.builtin import build_pipeline
from nlp.models.cache import unpack
from nlp.models.encoder import CLOSE, LAYERS, Encoder, load_encoder
from nlp.models.head import HeadedEncoder, shipped_head
from nlp.pipeline import Pipeline
from nlp.sentiment import SentimentModel

pytestmark = pytest.mark.slow

TEXTS = (
    "Merci infiniment, toute l'équipe est ravie du résultat !",
    "Please find attached invoice 4432 for May.",
    "Wir kündigen hiermit den Vertrag fristgerecht.",
    "x",
    "Nous prenons note de ce nouveau report. " * 80,
    "\ufeff <mask> </s> 😀 مرحبا",
)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    return load_encoder(cache)


@pytest.fixture(scope="session", params=["builtin"])
def model(request: pytest.FixtureRequest, encoder: Encoder) -> SentimentModel:
    made = {"builtin": lambda: HeadedEncoder(encoder, shipped_head())}
    model: SentimentModel = made[request.param]()
    return model


@pytest.fixture(scope="session")
def pipeline(cache: Path) -> Pipeline:
    return build_pipeline(
        Register(Own("Nordlys", ("nordlys.example",)), ()), cache=cache, pseudonym_key="k"
    )


def test_the_same_text_is_read_the_same_in_any_batch(model):
    alone = [model.probabilities([text])[0] for text in TEXTS]
    assert model.probabilities(TEXTS) == alone
    assert model.probabilities(tuple(reversed(TEXTS))) == alone[::-1]
    assert model.probabilities(TEXTS * 3) == alone * 3


def test_probabilities_add_up(model):
    for odds in model.probabilities(TEXTS):
        assert sum(odds) == pytest.approx(1.0, abs=0.002)
        assert min(odds) >= 0


def test_versions_name_the_weights(model):
    assert model.versions
    assert all(version for version in model.versions.values())


def test_the_graph_agrees_with_the_same_weights_in_torch(encoder):
    """The encoder computes activations in 8 bits; torch computes all in 32."""
    import torch
    from transformers import BertConfig, BertModel

    read = packed.read(packed.shipped().read_bytes())
    reference = BertModel(
        BertConfig(
            vocab_size=read.shape.vocabulary,
            hidden_size=read.shape.hidden,
            num_hidden_layers=read.shape.layers,
            num_attention_heads=read.shape.heads,
            intermediate_size=read.shape.inner,
            layer_norm_eps=read.shape.epsilon,
        ),
        add_pooling_layer=False,
    ).eval()
    reference.load_state_dict(_state(read))
    for text in TEXTS[:3]:
        (ids,) = encoder.windows(text)
        with torch.no_grad():
            states = reference(torch.tensor([ids]), output_hidden_states=True).hidden_states
        close = -(-len(ids) // CLOSE)
        theirs = [states[layer][0].mean(axis=0).numpy() for layer in LAYERS]
        theirs += [states[layer][0][-close:].mean(axis=0).numpy() for layer in LAYERS]
        ours = np.split(encoder.features([text])[0][0], len(theirs))
        for mine, wanted in zip(ours, theirs, strict=True):
            cosine = mine @ wanted / np.linalg.norm(mine) / np.linalg.norm(wanted)
            assert cosine > 0.9995


def _state(read: packed.Packed) -> dict[str, object]:
    import torch

    embeddings = {"emb.pos": "position_embeddings", "emb.type": "token_type_embeddings"}
    parts = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
             "aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}  # fmt: skip
    state = {"embeddings.word_embeddings.weight": read.matrices["emb.word"].dense()}
    for name, target in embeddings.items():
        rows = read.vectors[name].reshape(-1, read.shape.hidden)
        state[f"embeddings.{target}.weight"] = rows
    for mine, target in (("w", "weight"), ("b", "bias")):
        state[f"embeddings.LayerNorm.{target}"] = read.vectors[f"emb.ln.{mine}"]
        for layer in range(read.shape.layers):
            for part, place in parts.items():
                key = f"l{layer}.{part}.{mine}"
                array = read.matrices[key].dense() if key in read.matrices else read.vectors[key]
                state[f"encoder.layer.{layer}.{place}.{target}"] = array
    return {name: torch.tensor(array) for name, array in state.items()}


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
