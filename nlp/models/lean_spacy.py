"""spaCy without what takes seconds and is not needed for words and names.

Its library of layers imports torch wherever it is installed, which costs a worker 200 MB. Where
torch is not loaded yet, it is hidden while spaCy is imported; so all of spaCy comes from here.
So are its commands, a third of the time of the import, of which it keeps but one: `spacy.info`.
"""

import sys
from types import ModuleType
from typing import Any


def _info(*given: Any, **named: Any) -> Any:
    """`spacy.info`, imported when it is asked for."""
    from spacy.cli.info import info

    return info(*given, **named)


def _hidden() -> dict[str, ModuleType | None]:
    """What stands for modules that are not loaded yet; None says that there is no such module."""
    stand_in: Any = ModuleType("spacy.cli.info")
    stand_in.info = _info
    hidden = {"torch": None, "spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": stand_in}
    return {} if "spacy" in sys.modules else hidden


_standing = {name: one for name, one in _hidden().items() if name not in sys.modules}
sys.modules.update(_standing)  # type: ignore[arg-type]
try:
    from spacy import blank
    from spacy.lang.char_classes import ALPHA
    from spacy.lang.punctuation import TOKENIZER_INFIXES
    from spacy.language import BaseDefaults, Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.util import is_package, load_model
finally:
    for _name in _standing:
        del sys.modules[_name]

__all__ = ["Doc", "Language", "PhraseMatcher", "is_package", "load_model", "tokeniser"]


class _FrenchDefaults(BaseDefaults):
    infixes = [*TOKENIZER_INFIXES, rf"(?<=[{ALPHA}]['\u2019])(?=[{ALPHA}])"]  # noqa: RUF012


class _French(Language):  # type: ignore[no-untyped-call]
    """French words: spaCy's rules for all languages, and elision ("d'Armorique" are two).

    spaCy's own French compiles, for words with hyphens, a pattern that takes three to five seconds.
    """

    lang = "fr"
    Defaults = _FrenchDefaults


def tokeniser(tag: str) -> Language:
    """A blank pipeline that cuts a language into words; "xx" is any language."""
    return _French() if tag == "fr" else blank(tag)
