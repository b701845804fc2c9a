"""The language pipeline that the settings ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.register import Register
from streams.own_secret import pseudonym_key
from streams.settings import Settings

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline


def analysis(
    settings: Settings, register: Register, progress: Callable[[str], None] = lambda _: None
) -> "Pipeline":
    """With its models loaded; `progress` is told what takes long. `Malformed` if one cannot be."""
    from nlp.models.builtin import build_pipeline  # model libraries take seconds to import

    return build_pipeline(
        register,
        cache=settings.model_dir,
        pseudonym_key=pseudonym_key(settings),
        sentiment_model=settings.sentiment_model,
        entity_models=settings.entity_model,
        topics=settings.topics,
        embedding_model=settings.embedding_model,
        progress=progress,
    )
