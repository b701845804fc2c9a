"""The pipeline that is used unless another is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ingest.register import Register
from nlp.names import names
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.reading import LanguageModel
from nlp.sentiment import SentimentAlone


def build_pipeline(
    register: Register,
    *,
    cache: Path | None = None,
    pseudonym_key: str,
    sentiment: Literal["builtin", "none"] = "builtin",
    progress: Callable[[str], None] = lambda _: None,
) -> Pipeline:
    """Language, sentiment, intents, entities, promises and flags, ready to read.

    The first time on a machine the encoder is unpacked into `cache` (the user's own cache when
    None); `progress` is told what takes long. With `sentiment="none"` no encoder is loaded.
    """
    if not pseudonym_key:
        raise ValueError("the pseudonym key is empty")
    # Model libraries take seconds to import: only who builds a pipeline pays.
    from nlp.models.frame import Frame
    from nlp.models.languages import Lingua

    model = _model(cache, progress) if sentiment == "builtin" else None
    frame = Frame(Lingua(), model, names(register))
    return Pipeline(frame, Pseudonyms(register.own.domains, pseudonym_key))


def _model(cache: Path | None, progress: Callable[[str], None]) -> LanguageModel:
    from nlp.models.encoder import load_encoder
    from nlp.models.head import HeadedEncoder, shipped_head

    return SentimentAlone(HeadedEncoder(load_encoder(cache, progress), shipped_head()))
