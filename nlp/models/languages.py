"""Language identification by lingua, offline, over the languages that business mail comes in."""

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version

from lingua import ConfidenceValue, Language, LanguageDetector, LanguageDetectorBuilder

from nlp.sentiment import COVERED

LANGUAGES = tuple(
    "arabic bokmal catalan chinese czech danish dutch english finnish french german greek hebrew "
    "hindi hungarian italian japanese korean polish portuguese romanian russian spanish swedish "
    "turkish ukrainian".upper().split()
)
PRIOR = 3.0  # the languages that we cover are that much more usual than the others
SURE = 0.6  # below this share the language is unknown
LETTERS = 8  # fewer letters tell no language apart ("OK", "FYI", "Danke")
ALONE = frozenset({"ar", "el", "he", "hi", "ja", "ko", "ru", "uk", "zh"})  # told by their script
# The same text must read the same: lingua adds up in the order of a hash, which changes from call
# to call, and throws dice between Chinese and Japanese where other scripts are mixed in.
EXACT = 6  # digits of a share
_TAGS = {
    one: str(one.iso_code_639_1.name).lower()
    for one in (getattr(Language, name) for name in LANGUAGES)
}
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")


class Lingua:
    """Low-accuracy mode: 46 MB instead of 515, and as sure on whole sentences."""

    @property
    def version(self) -> str:
        return f"lingua-{version('lingua-language-detector')}-{len(LANGUAGES)}"

    @cached_property
    def _detector(self) -> LanguageDetector:
        builder = LanguageDetectorBuilder.from_languages(*_TAGS).with_low_accuracy_mode()
        return builder.build()

    def identify(self, texts: Sequence[str]) -> list[str | None]:
        """The primary tag of each text, or None."""
        letters = [sum(map(str.isalpha, text)) for text in texts]
        asked = [text for text, count in zip(texts, letters, strict=True) if count > 1]
        # All cores at once; a single text does not wake them.
        found = iter(
            self._detector.compute_language_confidence_values_in_parallel(asked)
            if len(asked) > 1
            else map(self._detector.compute_language_confidence_values, asked)
        )
        return [
            _chosen(text, count, next(found)) if count > 1 else None
            for text, count in zip(texts, letters, strict=True)
        ]


def _chosen(text: str, letters: int, found: Sequence[ConfidenceValue]) -> str | None:
    shares = {_TAGS[one.language]: round(one.value, EXACT) for one in found}
    han = shares.pop("zh", 0.0) + shares.pop("ja", 0.0)
    shares["ja" if _KANA.search(text) else "zh"] = han
    weighed = {tag: share * (PRIOR if tag in COVERED else 1.0) for tag, share in shares.items()}
    total = sum(weighed.values())
    best = max(weighed, key=lambda tag: (weighed[tag], tag))
    if total <= 0 or weighed[best] < SURE * total:
        return None
    return best if letters >= LETTERS or best in ALONE else None
