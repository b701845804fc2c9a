"""The pipeline that is used unless another is asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import Malformed
from ingest.register import Register
from nlp.names import names
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.reading import LanguageModel

if TYPE_CHECKING:
    from nlp.models.spacy_entities import SpacyEntities
    from nlp.topics import Topics


def build_pipeline(
    register: Register,
    *,
    cache: Path | None = None,
    pseudonym_key: str,
    reader: bool = True,
    sentiment_model: str = "builtin",
    entity_models: Sequence[str] = ("builtin",),
    topics: bool = False,
    embedding_model: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Pipeline:
    """Language, sentiment, intents, entities, promises and flags, ready to read.

    The first time on a machine the encoder is unpacked into `cache` (the user's own cache when
    None); `progress` is told what takes long. Without `reader` no language model of ours is loaded.
    `sentiment_model` and `entity_models` may take the place of what the reader says: a classifier
    of transformers, pipelines of spaCy (one a language, or one for any), by folder or name; "none"
    leaves it unsaid. `topics` are read by an embedder, which takes a pass of its own through its
    model. `Malformed` when a model cannot be loaded.
    """
    if not pseudonym_key:
        raise ValueError("the pseudonym key is empty")
    # Model libraries take seconds to import: only who builds a pipeline pays. What was chosen comes
    # first: it may not load, and spaCy must not be imported for anything else before.
    chosen = _entity_models(entity_models, progress)
    model = _model(cache, sentiment_model, entity_models, progress) if reader else None
    from nlp.models.frame import Frame
    from nlp.models.languages import Lingua

    frame = Frame(
        Lingua(),
        model,
        names(register),
        topics=_topics(embedding_model, cache, progress) if topics else None,
        entity_models=chosen,
    )
    return Pipeline(frame, Pseudonyms(register.own.domains, pseudonym_key))


def _model(
    cache: Path | None, sentiment: str, entities: Sequence[str], progress: Callable[[str], None]
) -> LanguageModel:
    judge = None
    if sentiment not in ("builtin", "none"):
        from nlp.models.transformers_sentiment import TransformersSentiment

        progress(f"loading the sentiment model {sentiment}")
        judge = TransformersSentiment(sentiment)
    from nlp.models.mixed import Mixed, Nameless
    from nlp.models.shipped import load_reader

    model: LanguageModel = load_reader(cache, progress)
    if sentiment != "builtin":
        model = Mixed(model, judge)
    return Nameless(model) if "none" in entities else model


def _entity_models(
    settings: Sequence[str], progress: Callable[[str], None]
) -> tuple["SpacyEntities", ...]:
    if {"builtin", "none"} & set(settings):
        return ()
    from nlp.models.spacy_entities import SpacyEntities

    found: dict[str, SpacyEntities] = {}
    for setting in settings:
        progress(f"loading the entity model {setting}")
        model = SpacyEntities(setting)
        if model.language in found:
            raise Malformed(f"two entity models are for the language {model.language}")
        found[model.language] = model
    return tuple(found.values())


def _topics(
    embedding_model: str | None, cache: Path | None, progress: Callable[[str], None]
) -> "Topics":
    from nlp.models.embedder import load_embedder
    from nlp.topics import Topics

    return Topics(load_embedder(embedding_model, cache, progress))
