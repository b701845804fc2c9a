"""Which model says what, where several are mixed; and what a classifier's classes mean."""

from collections.abc import Mapping, Sequence

import pytest

from ingest.errors import Malformed
from nlp.draft import Draft
from nlp.entities import Mention
from nlp.models.frame import Frame
from nlp.models.mixed import Mixed, Nameless
from nlp.models.sentiment_labels import attitudes
from nlp.reading import Held, Probabilities, Reading, Word

OURS = Reading(
    sentiment=(0.1, 0.2, 0.7),
    intents=(Held("praise", 0.9, 0, 3),),
    flags=(Held("secrets_credentials", 0.8, 0, 3),),
    entities=(Mention(0, 3, "ORG", 0.9),),
    promises=(Word(True, 0.9, 0, 3),),
)
LEFT = {"intents": OURS.intents, "flags": OURS.flags, "promises": OURS.promises}


class Reader:
    versions: Mapping[str, str] = {"reader": "r-1"}

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [OURS] * len(texts)


class Judge:
    versions: Mapping[str, str] = {"sentiment": "s-1"}

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]:
        return [(1.0, 0.0, 0.0) if "bad" in text else (0.0, 1.0, 0.0) for text in texts]


class Namer:
    def __init__(self, language: str) -> None:
        self.language = language
        self.versions: Mapping[str, str] = {f"entities_{language}": "e-1"}

    def mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]:
        return [(Mention(0, len(text.rstrip()), "LOC", 0.7),) for text in texts]


def test_sentiment_comes_from_the_chosen_model_and_the_rest_stays():
    bad, other = Mixed(Reader(), Judge()).read(["so bad", "so so"])
    assert bad == Reading(sentiment=(1.0, 0.0, 0.0), entities=OURS.entities, **LEFT)
    assert other.sentiment == (0.0, 1.0, 0.0)


def test_entities_come_from_the_model_of_the_language_or_of_any_or_stay():
    drafts = [
        Draft(text="word " * length, given_language=language)
        for length, language in ((2, "nl"), (3, "fr"), (4, "en"), (5, "pl"), (6, "pt-BR"))
    ]

    def ends(*models: Namer) -> list[int]:
        said = Frame(None, Reader(), entity_models=models).read(drafts)
        assert all(one.intents for one in said if one.language != "pl")
        return [one.entities[0].end if one.entities else 0 for one in said]

    assert ends() == [3, 3, 3, 0, 3]  # what is not covered the reader does not read
    assert ends(Namer("fr")) == [3, 14, 3, 0, 3]
    assert ends(Namer("fr"), Namer("pt"), Namer("pl")) == [3, 14, 3, 24, 29]
    assert ends(Namer("fr"), Namer("xx")) == [9, 14, 19, 24, 29]


def test_what_is_not_wanted_is_left_unsaid():
    assert Mixed(Reader()).read(["a"]) == [Reading(entities=OURS.entities, **LEFT)]
    assert Nameless(Reader()).read(["a"]) == [Reading(sentiment=OURS.sentiment, **LEFT)]


def test_versions_are_those_of_all_models():
    assert Mixed(Reader(), Judge()).versions == {"reader": "r-1", "sentiment": "s-1"}
    assert Mixed(Reader()).versions == Nameless(Reader()).versions == {"reader": "r-1"}
    frame = Frame(None, Mixed(Reader(), Judge()), entity_models=(Namer("fr"), Namer("nl")))
    chosen = {name: frame.versions[name] for name in ("sentiment", "entities_fr", "entities_nl")}
    assert chosen == {"sentiment": "s-1", "entities_fr": "e-1", "entities_nl": "e-1"}


@pytest.mark.parametrize(
    ("classes", "mean"),
    [
        pytest.param(("negative", "neutral", "positive"), (0, 1, 2), id="by name"),
        pytest.param(("POS", "Neu", "neg"), (2, 1, 0), id="short, in another order"),
        pytest.param(("LABEL_0", "LABEL_1", "LABEL_2"), (0, 1, 2), id="unnamed, by their order"),
        pytest.param(("NEGATIVE", "POSITIVE"), (0, 2), id="two"),
        pytest.param(
            ("1 star", "2 stars", "3 stars", "4 stars", "5 stars"), (0, 0, 1, 2, 2), id="stars"
        ),
        pytest.param(
            ("Very Negative", "Negative", "Neutral", "Positive", "Very_Positive"),
            (0, 0, 1, 2, 2),
            id="five names",
        ),
    ],
)
def test_classes_have_a_meaning(classes: tuple[str, ...], mean: tuple[int, ...]):
    assert attitudes(dict(enumerate(classes))) == mean


@pytest.mark.parametrize(
    "classes",
    [
        pytest.param(("joy", "anger"), id="feelings"),
        pytest.param(("LABEL_0", "LABEL_1"), id="two without a name"),
        pytest.param(("neutral", "positive"), id="nothing negative"),
        pytest.param(("1 star", "2 stars"), id="too few stars"),
        pytest.param(("negative", "3 stars", "positive"), id="two manners at once"),
        pytest.param(("LABEL_0",), id="one"),
    ],
)
def test_classes_that_mean_something_else_are_named(classes: tuple[str, ...]):
    with pytest.raises(Malformed, match=", ".join(classes)):
        attitudes(dict(enumerate(classes)))


def test_of_many_classes_some_are_named():
    with pytest.raises(Malformed, match=r"its classes are a0, .*a11 and 16 more:"):
        attitudes({at: f"a{at}" for at in range(28)})
