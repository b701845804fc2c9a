"""How right the shipped pipeline reads: `python -m benchmarks.reading DATA_DIR`.

The whole product (language, reader, patterns, matchers) on the scenarios of our corpus that judge
(`nlp.training.split`), on the validation tweets of UMSAB and on the held sentences of the public
sets of names under DATA_DIR, each figure beside its goal. `--trial FILE` reads the sentiment with
another reader too, such as one tuned on tweets alone; `--card` writes the tables into the model
card; `--json FILE` writes all figures, to the last label.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from benchmarks.reading_card import CARD, filled
from benchmarks.reading_figures import Figures, Readings, figures
from benchmarks.reading_tables import tables
from commands.annotate import NOBODY
from nlp.draft import Draft
from nlp.evaluation.pairs import Pair, draft
from nlp.example import Example
from nlp.models.builtin import build_pipeline
from nlp.models.vader import vader
from nlp.said import Said
from nlp.training.corpus_files import corpus
from nlp.training.public import names, tweets
from nlp.training.split import part

AT_ONCE = 64
Read = Callable[[Sequence[Draft]], Sequence[Said]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads all sets, then tells."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument("--trial", type=Path, help="another reader's file, for its sentiment")
    parser.add_argument("--cache", type=Path, help="where readers are unpacked")
    parser.add_argument("--json", type=Path, dest="json_file", help="write all figures here")
    parser.add_argument("--card", action="store_true", help="write the tables into the model card")
    given = parser.parse_args(arguments)

    pipeline = build_pipeline(NOBODY, cache=given.cache, pseudonym_key="benchmark", progress=say)
    found = figures(
        readings(given.data, pipeline.read, trial(given.trial, given.cache)),
        pipeline.model_versions,
        vader(),
        say,
    )
    told = "\n\n".join(tables(found))
    print(told)
    if given.json_file is not None:
        given.json_file.write_bytes(told_to_machines(found))
    if given.card:
        CARD.write_text(filled(CARD.read_text(encoding="utf-8"), told), encoding="utf-8")
        say(f"the tables of {CARD.name} are written")


def readings(data: Path, ours: Read, other: Read | None) -> Readings:
    """All sets as we read them, and as another reader does."""
    business = [one for one in corpus() if part(one) == "test"]
    posts = list(tweets(data, "val"))
    sentences = [one for one, held in names(data) if held]
    return Readings(
        business=_read("business messages", ours, business),
        tweets=_read("tweets", ours, posts, told=True),
        tweets_untold=_read("tweets, their language not told", ours, posts),
        names=_read("sentences with names", ours, sentences, told=True),
        names_untold=_read("sentences with names, their language not told", ours, sentences),
        trial=other and _read("business messages, the trial", other, business),
        trial_tweets=other and _read("tweets, the trial", other, posts, told=True),
    )


def trial(file: Path | None, cache: Path | None) -> Read | None:
    """The same frame around the reader of a file, or nothing."""
    if file is None:
        return None
    from nlp.models.frame import Frame
    from nlp.models.languages import Lingua
    from nlp.models.shipped import load

    return Frame(Lingua(), load(file.read_bytes(), cache, say)).read


def _read(name: str, by: Read, examples: Sequence[Example], *, told: bool = False) -> list[Pair]:
    """Each beside what is said of it. `told`: the language is claimed by its source, as by a mail's
    header; else it has to be found."""
    begun = time.monotonic()
    pairs: list[Pair] = []
    left = iter(examples)
    while batch := list(islice(left, AT_ONCE)):
        asked = [draft(one) for one in batch]
        if told:
            asked = [
                msgspec.structs.replace(one, given_language=example.language)
                for one, example in zip(asked, batch, strict=True)
            ]
        pairs += zip(batch, by(asked), strict=True)
    say(f"read {len(pairs):,} {name} in {time.monotonic() - begun:.0f} s")
    return pairs


def told_to_machines(found: Figures) -> bytes:
    """All figures as JSON."""
    plain = msgspec.to_builtins(found, order="deterministic")
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"


def say(line: str) -> None:
    """A line for whoever watches."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
