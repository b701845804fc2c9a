"""What of a trained model a policy can hold: as a file, and as a candidate of a backtest."""

from pathlib import Path

from commands.models_folder import load_model
from health.learning.as_policy import AsPolicy, learned_book
from health.learning.model_file import ModelFile
from health.policy_book import PolicyBook
from health.policy_text import written_book
from ingest.errors import Unsupported
from streams.settings import Misconfigured


def write_policy(model: ModelFile, book: PolicyBook, file: Path) -> None:
    """As YAML, with what it was made from in comments. Raises Misconfigured."""
    learned = _held(model, file)
    head = "".join(f"# {line}\n" for line in _about(model, learned, book))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(head + written_book(learned_book(learned, book)), "utf-8")


def candidate(file: Path, book: PolicyBook) -> tuple[PolicyBook, tuple[str, ...]]:
    """The book as the model of a file would have it, and lines to read beside it.

    Raises Malformed or Misconfigured.
    """
    try:
        model = load_model(file)
    except Unsupported as error:
        raise Misconfigured(str(error)) from error
    learned = _held(model, file)
    return learned_book(learned, book), _about(model, learned, book)


def _held(model: ModelFile, file: Path) -> AsPolicy:
    if model.as_policy is None:
        raise Misconfigured(f"{file.name}: no policy can hold anything of this model")
    return model.as_policy


def _about(model: ModelFile, learned: AsPolicy, book: PolicyBook) -> tuple[str, ...]:
    origin, agreed = model.origin, learned.agreement["unseen"]
    said = (
        f"weights and floors of the model {model.hash[:12]}, learned from {origin.rows:,} days of "
        f"{origin.partners:,} partners before {origin.cut}",
        f"they say the model's band on {agreed:.0%} of the days of partners never learned from",
    )
    if origin.policy_version == book.standard.version:
        return said
    return (
        *said,
        f"it was learned under policy {origin.policy_version}, not {book.standard.version}: where "
        "ramps or windows differ, measures mean something else to it",
    )
