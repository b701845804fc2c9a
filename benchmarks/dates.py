"""How often the day of a promise is told right: `python -m benchmarks.dates [FOLDER]`.

On the corpus (or other files of its form), promises and dates as people marked them: so only the
rules are judged by which a date means a day, not the model that finds the words.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.compliance import flags
from nlp.entities import Mention, patterns
from nlp.example import Example
from nlp.promises import due
from nlp.reading import Word
from nlp.training.corpus_files import FOLDER, corpus
from nlp.when import Bearings, month_first


def main(arguments: Sequence[str]) -> None:
    """Prints the figures."""
    examples = corpus(Path(arguments[0]) if arguments else FOLDER)
    for language in sorted({one.language for one in examples}):
        here = [one for one in examples if one.language == language]
        days = Counter(found for one in here for found in _days(one))
        spans = Counter(found for one in here for found in _spans(one))
        told = sum(days.values())
        print(
            f"{language}: day of a promise right in {days['right']} of {told},"
            f" missed {days['missed']}, wrong {days['wrong']};"
            + "".join(
                f" {label} by patterns: precision {_share(spans, label, 'false')},"
                f" recall {_share(spans, label, 'missed')};"
                for label in ("MONEY", "DATE")
            )
        )
    for label in ("personal_data_leak", "secrets_credentials"):
        known = [one for one in examples if one.compliance is not None]
        held = [one for one in known if label in (one.compliance or ())]
        found = [one for one in known if any(flag.label == label for flag in flags(one.text))]
        right = sum(label in (one.compliance or ()) for one in found)
        print(f"{label} by rules: {right} of {len(held)} found, {len(found) - right} falsely")


def _days(one: Example) -> list[str]:
    dates = [Mention(mark.start, mark.end, "DATE", 1.0) for mark in one.entities or ()
             if mark.label == "DATE"]  # fmt: skip
    by = Bearings(one.language, one.written_on, month_first(one.text, one.language))
    said = []
    for promise in one.promises or ():
        word = Word(author=True, confidence=1.0, start=promise.start, end=promise.end)
        day = due(one.text, word, dates, by)
        said.append("right" if day == promise.due else "missed" if day is None else "wrong")
    return said


def _spans(one: Example) -> list[tuple[str, str]]:
    if one.entities is None:
        return []
    marked: set[tuple[int, int, str]] = {
        (mark.start, mark.end, mark.label) for mark in one.entities
    }
    found: set[tuple[int, int, str]] = {
        (mark.start, mark.end, mark.label) for mark in patterns(one.text, one.language)
    }
    return [
        *((label, "right") for *_, label in marked & found),
        *((label, "false") for *_, label in found - marked),
        *((label, "missed") for *_, label in marked - found),
    ]


def _share(counts: Counter[tuple[str, str]], label: str, wrong: str) -> str:
    right = counts[label, "right"]
    return f"{right / max(1, right + counts[label, wrong]):.2f}"


if __name__ == "__main__":
    main(sys.argv[1:])
