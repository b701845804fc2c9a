"""spaCy without what takes seconds and is not needed for words and names.

Its library of layers imports torch wherever it is installed, which costs a worker 200 MB. Where
torch is not loaded yet, it is hidden while spaCy is imported; so all of spaCy comes from here.
"""

import sys

_hidden = "spacy" not in sys.modules and "torch" not in sys.modules
if _hidden:
    sys.modules["torch"] = None  # type: ignore[assignment]  # "import torch" now says: not there
try:
    from spacy import blank
    from spacy.lang.char_classes import ALPHA
    from spacy.lang.punctuation import TOKENIZER_INFIXES
    from spacy.language import BaseDefaults, Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.util import is_package, load_model
finally:
    if _hidden:
        del sys.modules["torch"]

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
