"""spaCy without torch: its tokenisers and matchers need none.

spaCy's library of layers imports torch wherever it is installed, which costs a worker 200 MB and
seconds. Where torch is not loaded yet, it is hidden while spaCy is imported.
"""

import sys
from types import ModuleType


def lean_spacy() -> ModuleType:
    """The `spacy` module."""
    if "spacy" in sys.modules or "torch" in sys.modules:
        import spacy

        return spacy
    sys.modules["torch"] = None  # type: ignore[assignment]  # "import torch" now says: not there
    try:
        import spacy
        import spacy.matcher
    finally:
        del sys.modules["torch"]
    return spacy
