"""A file of labelled messages, as far as it can be used."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from ingest.raw import Raw
from ingest.sources.unreadable import Unreadable
from nlp.evaluation.gold import Unfit, gold
from nlp.example import Example


class Labelled(msgspec.Struct, frozen=True):
    """The messages, the lines that were refused with their reasons, and what else to tell."""

    examples: tuple[Example, ...]
    refused: tuple[str, ...]
    warnings: tuple[str, ...]


def labelled(lines: Iterable[Raw | Unreadable]) -> Labelled:
    """One message a line; a line that is no message is refused by number and field."""
    examples: list[Example] = []
    refused: list[str] = []
    unknown: set[str] = set()
    for line in lines:
        if isinstance(line, Unreadable):
            refused.append(f"{line.position}: {line.detail}")
            continue
        try:
            example, others = gold(line.payload, line.position)
        except Unfit as error:
            refused.append(f"{line.position}: {error}")
            continue
        examples.append(example)
        unknown |= others
    warnings = []
    if unknown:
        warnings.append(f"fields that are not known were ignored: {', '.join(sorted(unknown))}")
    twice = [name for name, count in Counter(one.id for one in examples).items() if count > 1]
    if twice:
        warnings.append(f"ids that come more than once, each counted: {len(twice)}")
    return Labelled(tuple(examples), tuple(refused), tuple(warnings))
