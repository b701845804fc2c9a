"""The everyday messages that judge the reader: in order, and none that it learnt from."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from rapidfuzz import fuzz, process

import benchmarks
from nlp.annotations import IntentLabel
from nlp.example import Example
from nlp.flag import FlagLabel
from nlp.sentiment import COVERED
from nlp.training.corpus_files import check, corpus, read
from nlp.training.variety import ALIKE, masked

FILE = Path(benchmarks.__file__).parent / "everyday.jsonl"


@pytest.fixture(scope="module")
def everyday() -> list[Example]:
    return read(FILE)


def test_every_mark_lies_in_its_text(everyday: list[Example]):
    assert check(everyday) == []


def test_each_language_and_each_label_is_there(everyday: list[Example]):
    assert Counter(one.language for one in everyday) == dict.fromkeys(COVERED, 60)
    said = Counter(label for one in everyday for label in (*one.intents, *one.compliance))
    assert min(said[label] for label in get_args(IntentLabel)) >= 35
    assert min(said[label] for label in get_args(FlagLabel)) >= 7


@pytest.fixture(scope="module")
def learnt() -> list[Example]:
    return corpus()


@pytest.mark.parametrize("language", sorted(COVERED))
def test_nothing_was_learnt_from(everyday: list[Example], learnt: list[Example], language: str):
    these, those = (
        [masked(one) for one in some if one.language == language] for some in (everyday, learnt)
    )
    assert process.cdist(these, those, scorer=fuzz.ratio).max() < ALIKE
