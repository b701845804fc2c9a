"""Entities by any pipeline of spaCy: an installed package, or a folder."""

import hashlib
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import Malformed
from nlp.annotations import EntityLabel
from nlp.entities import Mention
from nlp.models.model_name import ModelName, model_name

if TYPE_CHECKING:
    from nlp.models.lean_spacy import Language

LABELS: Mapping[str, EntityLabel] = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "MONEY": "MONEY",
    "DATE": "DATE",
    "PRODUCT": "PRODUCT",
}
# spaCy does not say how sure it is. Below the register, the participants and what patterns know.
SURE = 0.7
EVERY = "xx"  # spaCy's name for pipelines of no single language
_SHOWN = 20  # of the labels that are not understood
# No name is so long without a blank, and the tokenisers take quadratic time over such a run.
_ENDLESS = re.compile(r"\S{101,}")


class SpacyEntities:
    """Reads texts one by one, so that the same text reads the same in any batch."""

    def __init__(self, setting: str) -> None:
        name = model_name(setting)
        try:
            self._nlp = _loaded(name)
            self._check()
            version = name.version(_digest(self._nlp.path), str(self._nlp.meta["version"]))
        except Malformed as error:
            raise Malformed(f"the entity model {name.short}: {error}") from error
        self.language = str(self._nlp.lang)
        key = "entities" if self.language == EVERY else f"entities_{self.language}"
        self.versions: Mapping[str, str] = {key: version}

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]:
        """What each text names, of the kinds that are ours; in order."""
        with self._nlp.memory_zone():  # afterwards its vocabulary forgets the words that it met
            return [tuple(self._found(text)) for text in texts]

    def _found(self, text: str) -> Iterator[Mention]:
        if not text.strip():
            return
        self._nlp.max_length = max(self._nlp.max_length, len(text))
        for one in self._nlp(_ENDLESS.sub(lambda run: " " * len(run[0]), text)).ents:
            label, said = LABELS.get(one.label_.upper()), text[one.start_char : one.end_char]
            start = one.start_char + len(said) - len(said.lstrip())
            if label is not None and said.strip():
                yield Mention(start, start + len(said.strip()), label, SURE)

    def _check(self) -> None:
        """It finds entities, and some of them are of our kinds."""
        kinds: set[str] = set()
        finders = 0
        for name in self._nlp.pipe_names:
            found = self._nlp.pipe_labels.get(name)
            config = self._nlp.get_pipe_config(name)
            if "doc.ents" in self._nlp.get_pipe_meta(name).assigns or config.get("annotate_ents"):
                finders += 1
                if found is None:
                    return  # a component that does not say which: it may find ours
                kinds.update(found)
        if not finders:
            raise Malformed("it has no component that finds entities")
        if not any(kind.upper() in LABELS for kind in kinds):
            listed = ", ".join(sorted(kinds)[:_SHOWN]) or "nothing"
            raise Malformed(f"it finds {listed}; known are {', '.join(LABELS)}")


def _loaded(name: ModelName) -> "Language":
    if find_spec("spacy_transformers") or find_spec("spacy_curated_transformers"):
        import torch  # noqa: F401 - or its pipelines would not find it: see lean_spacy
    from nlp.models.lean_spacy import is_package, load_model

    folder = Path(name.model).expanduser()
    where = name.model if is_package(name.model) else folder
    if where == folder and not folder.is_dir():
        if len(folder.parts) > 1:
            raise Malformed(f"there is no folder {folder}")
        raise Malformed(
            "there is neither a folder nor a package of that name:"
            f" python -m spacy download {name.model}"
        )
    try:
        with warnings.catch_warnings():
            # That it was made for another spaCy: it would read, and worse than it was found to.
            warnings.filterwarnings("error", r"\[W095\]")
            return load_model(where)
    except UserWarning as error:
        raise Malformed(
            "it was made for another version of spaCy: python -m spacy validate"
        ) from error
    except ImportError as error:
        raise Malformed(f"it needs a library that is missing: {error.name}") from error
    except Exception as error:  # of a damaged folder libraries raise anything
        raise Malformed(f"spaCy cannot load it: {type(error).__name__}") from error


def _digest(folder: Path | None) -> str:
    """Of every file: weights, words, rules and settings."""
    digest = hashlib.sha256()
    for file in sorted((folder or Path()).rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder or Path()).as_posix()}\n{content}\n".encode())
    return digest.hexdigest()[:12]
