"""The pipeline that is used unless another is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.register import Register
from nlp.names import names
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms

if TYPE_CHECKING:
    from nlp.topics import Topics


def build_pipeline(
    register: Register,
    *,
    cache: Path | None = None,
    pseudonym_key: str,
    sentiment: Literal["builtin", "none"] = "builtin",
    topics: bool = False,
    embedding_model: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Pipeline:
    """Language, sentiment, intents, entities, promises and flags, ready to read.

    The first time on a machine the encoder is unpacked into `cache` (the user's own cache when
    None); `progress` is told what takes long. With `sentiment="none"` no encoder is loaded.
    `topics` are read by an embedder, which takes a pass of its own through its model.
    """
    if not pseudonym_key:
        raise ValueError("the pseudonym key is empty")
    # Model libraries take seconds to import: only who builds a pipeline pays.
    from nlp.models.frame import Frame
    from nlp.models.languages import Lingua
    from nlp.models.shipped import load_reader

    model = load_reader(cache, progress) if sentiment == "builtin" else None
    frame = Frame(
        Lingua(),
        model,
        names(register),
        topics=_topics(embedding_model, cache, progress) if topics else None,
    )
    return Pipeline(frame, Pseudonyms(register.own.domains, pseudonym_key))


def _topics(
    embedding_model: str | None, cache: Path | None, progress: Callable[[str], None]
) -> "Topics":
    from nlp.models.embedder import load_embedder
    from nlp.topics import Topics

    return Topics(load_embedder(embedding_model, cache, progress))
