"""spaCy without torch: its tokenisers and matchers need none.

spaCy's library of layers imports torch wherever it is installed, which costs a worker 200 MB and
seconds. Where torch is not loaded yet, it is hidden while spaCy is imported. So all of spaCy comes
from here.
"""

import sys

_hidden = "spacy" not in sys.modules and "torch" not in sys.modules
if _hidden:
    sys.modules["torch"] = None  # type: ignore[assignment]  # "import torch" now says: not there
try:
    from spacy import blank
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
finally:
    if _hidden:
        del sys.modules["torch"]

__all__ = ["Doc", "Language", "PhraseMatcher", "blank"]
