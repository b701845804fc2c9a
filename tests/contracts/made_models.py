"""Tiny models for tests, whole as folders: they read nonsense, in the way that real ones read."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import spacy
import torch
from spacy.training import Example
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast
from transformers.utils import logging

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PLACES = 48  # tokens of a window
THREE = {0: "Negative", 1: "neutral", 2: "POSITIVE"}


def classifier(folder: Path, labels: Mapping[int, str] = THREE, seed: int = 1) -> Path:
    """A BERT of one layer, with weights made by chance: letters in, classes out."""
    letters = [chr(code) for code in range(33, 127)]
    pieces = [*MARKS, *letters, *(f"##{letter}" for letter in letters)]
    numbers = {piece: at for at, piece in enumerate(pieces)}
    words = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    words.normalizer = normalizers.BertNormalizer(lowercase=False)
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    named = dict(zip(("pad", "unk", "cls", "sep", "mask"), MARKS, strict=True))
    tokens = PreTrainedTokenizerFast(
        tokenizer_object=words, **{f"{name}_token": mark for name, mark in named.items()}
    )
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=PLACES,
        id2label=dict(labels),
        initializer_range=0.5,
    )
    torch.manual_seed(seed)
    logging.disable_progress_bar()
    BertForSequenceClassification(config).save_pretrained(folder)
    tokens.save_pretrained(folder)
    return folder


def ruler(folder: Path, found: Mapping[str, str], language: str = "xx") -> Path:
    """A spaCy pipeline that knows a few names, each with spaCy's own label."""
    nlp = spacy.blank(language)
    rules = [{"label": label, "pattern": name} for name, label in found.items()]
    nlp.add_pipe("entity_ruler").add_patterns(rules)  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


def recogniser(folder: Path, taught: Sequence[tuple[str, tuple[int, int, str]]]) -> Path:
    """A spaCy pipeline whose network learnt a few French sentences by heart."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("ner")
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [span]}) for text, span in taught
    ]
    nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples)
    nlp.to_disk(folder)
    return folder
