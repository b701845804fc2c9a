"""Sentiment by any text classifier of transformers: a local folder, or a name on its hub."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import Malformed
from nlp.models.hub import located
from nlp.models.model_name import ModelName, model_name
from nlp.models.sentiment_labels import attitudes
from nlp.models.weights_hash import weights_hash
from nlp.reading import Probabilities
from nlp.softmax import Floats, softmax

TOKENS = 512  # where neither the model nor its tokeniser sets a limit


class TransformersSentiment:
    """Reads texts one by one in torch, so that the same text reads the same in any batch.

    A text of more tokens than the model takes is read in windows of even length. Its chances are
    the mean of theirs by tokens: those of a place in the text taken at random. So no window
    outvotes the others by being sure of itself, and what is calibrated stays between its extremes.
    """

    def __init__(self, setting: str) -> None:
        try:
            # Seconds to import, and optional: only who asks for it pays.
            import torch
            import transformers
        except ImportError as error:
            raise Malformed(
                "a sentiment model by folder or name needs transformers and torch:"
                " pip install 'rapport[train]'"
            ) from error
        name = model_name(setting)
        self._torch = torch
        folder = located(name.model)
        try:
            with _silent(transformers):
                self._load(transformers, folder)
            attitude = attitudes(self._model.config.id2label)
            version = name.version(self._digest())
        except Malformed as error:
            raise Malformed(f"the sentiment model {name.short}: {error}") from error
        except Exception as error:  # of a damaged folder libraries raise anything
            raise Malformed(_why(name, folder, error)) from error
        self._attitude = np.eye(3, dtype=np.float64)[list(attitude)]
        self._limit = self._longest()
        self._room = self._limit - self._tokens.num_special_tokens_to_add()
        self.versions: Mapping[str, str] = {"sentiment": version}
        self._try(name)

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]:
        """Of negative, neutral and positive; one a text, in order."""
        return [self._read(text) for text in texts]

    def _load(self, transformers: Any, folder: Path) -> None:
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        self._tokens = transformers.AutoTokenizer.from_pretrained(folder, **local)
        # Models published before safetensors have weights in pickles, cardiffnlp's among them:
        # those are read by torch's own reader of nothing but weights.
        self._model, how = transformers.AutoModelForSequenceClassification.from_pretrained(
            folder,
            dtype=self._torch.float32,
            weights_only=True,
            output_loading_info=True,
            **local,
        )
        if how["missing_keys"] or how["mismatched_keys"]:
            # transformers would go on with weights made by chance.
            raise Malformed("its weights lack a part: was it trained to classify texts?")
        if self._model.config.problem_type == "multi_label_classification":
            raise Malformed("its classes do not exclude each other")
        if not self._tokens.is_fast:
            raise Malformed("its tokeniser has no fast form")
        pieces = len(self._tokens)
        known = self._model.get_input_embeddings().num_embeddings
        if not known / 2 < pieces <= known:
            raise Malformed(f"its tokeniser has {pieces} pieces, its weights have {known}")
        # What people write is text, even where it looks like a mark of the model's own.
        self._tokens.split_special_tokens = True

    def _longest(self) -> int:
        """Tokens of a window, the marks at its ends among them."""
        places = getattr(self._model.config, "max_position_embeddings", None) or TOKENS
        for part in self._model.modules():
            # RoBERTa and its kin count places from the one after the padding's.
            if (
                isinstance(part, self._torch.nn.Embedding)
                and part.num_embeddings == places
                and part.padding_idx is not None
            ):
                places -= part.padding_idx + 1
        return int(min(places, self._tokens.model_max_length))

    def _read(self, text: str) -> Probabilities:
        count = len(self._tokens(text, add_special_tokens=False, verbose=False)["input_ids"])
        windows = max(1, -(-count // self._room))
        coded = self._tokens(
            text,
            truncation=True,
            max_length=-(-count // windows) + self._limit - self._room,
            return_overflowing_tokens=True,
            verbose=False,
        )
        lengths = [len(ids) for ids in coded["input_ids"]]
        chances = np.array([self._chances(coded, at) for at in range(len(lengths))])
        negative, neutral, positive = np.average(chances, axis=0, weights=lengths).tolist()
        return negative, neutral, positive

    def _chances(self, coded: Mapping[str, Any], window: int) -> Floats:
        given = {
            key: self._torch.tensor([coded[key][window]])
            for key in self._tokens.model_input_names
            if key in coded
        }
        with self._torch.inference_mode():
            odds = self._model(**given).logits[0].double().numpy()
        mapped: Floats = softmax(odds) @ self._attitude
        return mapped

    def _digest(self) -> str:
        """Of all that a reading rests on, as it was loaded: weights, classes, tokeniser."""
        classes = json.dumps(self._model.config.id2label)
        return weights_hash(self._model, classes + self._tokens.backend_tokenizer.to_str())

    def _try(self, name: ModelName) -> None:
        """Two windows as long as they may be, so that what cannot work is said before the work."""
        try:
            finite = np.isfinite(self._read("a " * 2 * self._limit)).all()
        except Exception as error:
            raise Malformed(
                f"the sentiment model {name.short} cannot read texts of {self._limit} tokens"
            ) from error
        if not finite:
            raise Malformed(f"the sentiment model {name.short} gives what is no number")


@contextmanager
def _silent(transformers: Any) -> Iterator[None]:
    """No bars of progress, nor advice: what is wrong is said by an error."""
    logs = transformers.utils.logging
    level, bars = logs.get_verbosity(), logs.is_progress_bar_enabled()
    logs.set_verbosity(logs.CRITICAL)
    logs.disable_progress_bar()
    try:
        yield
    finally:
        logs.set_verbosity(level)
        if bars:
            logs.enable_progress_bar()


def _why(name: ModelName, folder: Path, error: Exception) -> str:
    if (
        not (folder / "tokenizer.json").exists()
        and any(folder.glob("*.model"))
        and find_spec("sentencepiece") is None
    ):
        return f"the tokeniser of {name.short} needs a library: pip install sentencepiece protobuf"
    return f"transformers cannot load the sentiment model {name.short}: {type(error).__name__}"
