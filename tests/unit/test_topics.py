"""Topics by prototypes: what is held, what is left out, and how they reach the annotations."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from nlp.draft import Draft
from nlp.embedding import Purpose, Vectors
from nlp.models.frame import Frame
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.topic_prototypes import PROTOTYPES, SILENT
from nlp.topics import LABELS, SURE, Topics, _held
from tests import make


class Prototypical:
    """An embedder for which every text is on the topic of its first prototype that it names."""

    versions: Mapping[str, str] = {"embedding": "toy-1"}

    def embed(self, texts: Sequence[str], purpose: Purpose = "query") -> Vectors:  # noqa: ARG002
        groups = [*PROTOTYPES.values(), *SILENT]
        rows = np.full((len(texts), len(groups)), 0.1, np.float32)
        for row, text in enumerate(texts):
            for column, group in enumerate(groups):
                rows[row, column] += any(text == one for one in group)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(Prototypical())


def test_every_topic_has_a_prototype_in_each_language() -> None:
    for group in [*PROTOTYPES.values(), *SILENT]:
        assert len(group) == len(set(group)) == 7


@pytest.mark.parametrize("label", LABELS)
def test_a_prototype_is_on_its_topic(topics: Topics, label: str) -> None:
    for found in topics.read(PROTOTYPES[label]):  # type: ignore[index]
        assert found[0].label == label


def test_small_talk_is_on_none(topics: Topics) -> None:
    assert topics.read([text for group in SILENT for text in group]) == [()] * 14
    assert topics.read([]) == []


def test_what_is_held_is_sure_enough_and_the_likeliest_comes_first() -> None:
    chances = [0.0] * len(LABELS)
    chances[2], chances[5], chances[7] = 0.32, 0.48, 0.1
    found = _held([*chances, 0.06, 0.04])
    assert [(one.label, one.confidence) for one in found] == [
        (LABELS[5], 0.533),
        (LABELS[2], 0.356),
    ]
    assert all(one.confidence >= SURE for one in found)


def test_topics_travel_in_annotations_where_they_are_asked_for(topics: Topics) -> None:
    text = PROTOTYPES["delivery"][0]
    who = Pseudonyms(("solivane.example",), "a key of this test")
    asked = make.interaction(text=text, language="en")
    (said,) = Pipeline(Frame(topics=topics), who).annotate([asked])
    assert said.topics[0].label == "delivery"
    assert {"topics", "embedding"} <= said.model_versions.keys()
    (said,) = Pipeline(Frame(), who).annotate([asked])
    assert said.topics == ()
    assert "topics" not in said.model_versions


def test_what_is_said_of_one_does_not_depend_on_its_batch(topics: Topics) -> None:
    frame = Frame(topics=topics)
    drafts = [
        Draft(text=PROTOTYPES["payment"][1], given_language="fr"),
        Draft(text="…", given_language="fr"),
        Draft(text=PROTOTYPES["payment"][1], given_language="fi"),  # not a language we read
    ]
    alone = [frame.read([one])[0].topics for one in drafts]
    assert [one.topics for one in frame.read(drafts)] == alone
    assert alone[0][0].label == "payment"
    assert alone[1:] == [(), ()]
