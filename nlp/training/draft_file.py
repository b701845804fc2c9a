"""Messages as a person writes them for the corpus, and the same as labelled examples.

    @ late-pallets | email inbound 2026-03-04 | negative | complaint, delay | -
    The pallets for {LOC|Lyon} are still not here ...
    @ hamper | email outbound 2026-12-02 | neutral | - | - | near: bribery_gift
    ...

`python -m nlp.training.draft_file LANGUAGE FILE...` checks files and counts their labels.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from nlp.example import Example
from nlp.training.markup import BadMarkup, parse


class BadDraft(ValueError):
    """`str(error)` names the line and what is wrong there."""


def read(source: str, language: str, prefix: str) -> Iterator[Example]:
    """The examples of one file, numbered `prefix-1`, ...; `BadDraft` where one cannot be read."""
    number = 0
    header, line, body = "", 0, list[str]()
    for at, row in enumerate([*source.splitlines(), "@"], 1):
        if not row.startswith("@"):
            body.append(row)
            continue
        if header:
            number += 1
            try:
                yield _example(header, "\n".join(body).strip(), language, f"{prefix}-{number}")
            except (BadMarkup, ValueError, msgspec.ValidationError) as error:
                raise BadDraft(f"line {line}: {error}") from error
        elif "".join(body).strip():
            raise BadDraft(f"line {at}: words before the first line with @")
        header, line, body = row[1:].strip(), at, []


def _example(header: str, marked: str, language: str, id_: str) -> Example:
    fields = [field.strip() for field in header.split("|")]
    if len(fields) not in (5, 6):
        raise ValueError("expected: scenario | kind direction date | sentiment | intents | flags")
    if not re.fullmatch(r"[a-z0-9-]{3,60}", fields[0]):
        raise ValueError("the scenario must be small letters, digits and dashes")
    kind, direction, day = fields[1].split()
    text, entities, promises = parse(marked)
    if len(text) < 2:
        raise ValueError("no text")
    near = fields[5].removeprefix("near:") if len(fields) == 6 else "-"
    made = Example(
        id=id_,
        language=language,
        scenario=fields[0],
        text=text,
        kind=kind,  # type: ignore[arg-type]
        direction=direction,  # type: ignore[arg-type]
        written_on=date.fromisoformat(day),
        sentiment=fields[2],  # type: ignore[arg-type]
        intents=_list(fields[3]),  # type: ignore[arg-type]
        compliance=_list(fields[4]),  # type: ignore[arg-type]
        near=_list(near),  # type: ignore[arg-type]
        entities=entities,
        promises=promises,
    )
    both = set(made.near) & {*(made.intents or ()), *(made.compliance or ())}
    if both:
        raise ValueError(f"{', '.join(sorted(both))} both holds and is only near")
    return msgspec.convert(msgspec.to_builtins(made), Example)


def _list(field: str) -> tuple[str, ...]:
    return () if field.strip() in ("-", "") else tuple(name.strip() for name in field.split(","))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 when every file can be read."""
    language, *names = sys.argv[1:] if arguments is None else arguments
    found: list[Example] = []
    failed = False
    for name in names:
        try:
            text = Path(name).read_text(encoding="utf-8")
            found += read(text, language, Path(name).stem)
        except (BadDraft, OSError, UnicodeDecodeError) as error:
            failed = True
            sys.stdout.write(f"{name}: {error}\n")
    sys.stdout.write(_counts(found))
    return int(failed)


def _counts(found: Sequence[Example]) -> str:
    labels: Counter[str] = Counter()
    for example in found:
        labels[f"sentiment {example.sentiment}"] += 1
        labels[f"kind {example.kind}"] += 1
        labels.update(f"intent {name}" for name in example.intents or ())
        labels.update(f"flag {name}" for name in example.compliance or ())
        labels.update(f"near {name}" for name in example.near)
        labels.update(f"entity {one.label}" for one in example.entities or ())
        labels.update(f"promise {one.owner}" for one in example.promises or ())
    words = sum(len(example.text.split()) for example in found)
    head = f"{len(found)} messages, {len({one.scenario for one in found})} scenarios, {words} words"
    return "\n".join([head, *(f"{name}: {labels[name]}" for name in sorted(labels))]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
