"""Language identification by lingua, offline, over the languages that business mail comes in."""

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

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
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")


class Lingua:
    """Low-accuracy mode: 46 MB instead of 515, and as sure on whole sentences."""

    @property
    def version(self) -> str:
        return f"lingua-{version('lingua-language-detector')}-{len(LANGUAGES)}"

    @cached_property
    def _detector(self) -> LanguageDetector:
        languages = [getattr(Language, name) for name in LANGUAGES]
        builder = LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode()
        return builder.build()

    def identify(self, texts: Sequence[str]) -> list[str | None]:
        """The primary tag of each text, or None."""
        return [self._identify(text) for text in texts]

    def _identify(self, text: str) -> str | None:
        letters = sum(character.isalpha() for character in text)
        if letters < 2:
            return None
        shares = {
            str(found.language.iso_code_639_1.name).lower(): round(found.value, EXACT)
            for found in self._detector.compute_language_confidence_values(text)
        }
        han = shares.pop("zh", 0.0) + shares.pop("ja", 0.0)
        shares["ja" if _KANA.search(text) else "zh"] = han
        weighed = {tag: share * (PRIOR if tag in COVERED else 1.0) for tag, share in shares.items()}
        total = sum(weighed.values())
        best = max(weighed, key=lambda tag: (weighed[tag], tag))
        if total <= 0 or weighed[best] < SURE * total:
            return None
        return best if letters >= LETTERS or best in ALONE else None
