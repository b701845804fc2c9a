"""Pipelines: order, purity, what a model says, and what an uncovered or empty text says."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from nlp.annotate import annotate_object
from nlp.compliance import flags
from nlp.draft import Draft
from nlp.entities import Mention
from nlp.excerpt import LIMIT
from nlp.models.components import ORDER
from nlp.models.frame import Frame
from nlp.names import Name
from nlp.pipeline import OutOfOrder, Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.reading import Held, LanguageModel, Reading, Word
from nlp.sentiment import sentiment
from tests.unit.interactions import interaction

PSEUDONYMS = Pseudonyms(("nordlys.example",), "a key")


class Gloomy:
    """Reads everything as negative, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @property
    def versions(self) -> Mapping[str, str]:
        return {"sentiment": "gloomy-1"}

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.asked += texts
        return [Reading(sentiment=(0.8, 0.15, 0.05)) for _ in texts]


def pipeline(model: LanguageModel | None = None, components: Sequence[str] = ORDER) -> Pipeline:
    return Pipeline(Frame(None, model, (), components), PSEUDONYMS)


def gloomy() -> Pipeline:
    return pipeline(Gloomy())


def test_a_component_before_what_it_needs_is_refused():
    with pytest.raises(OutOfOrder, match=r"rapport_reader needs doc\._\.language"):
        Frame(components=("rapport_reader", "rapport_language"))


@pytest.mark.parametrize("left_out", ["rapport_language", "rapport_reader", "rapport_entities"])
def test_a_component_whose_need_nobody_meets_is_refused(left_out):
    with pytest.raises(OutOfOrder, match="needs"):
        Frame(components=[name for name in ORDER if name != left_out])


def test_the_same_reading_twice_is_refused():
    with pytest.raises(OutOfOrder, match=r"two components give doc\._\.bearings"):
        Frame(components=("rapport_language", "rapport_language"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Dziękuję za szybką odpowiedź", "pl", id="a language not covered"),
        pytest.param("Hello there", None, id="a language not known"),
        pytest.param("", "en", id="no text"),
        pytest.param(None, "en", id="text absent"),
        pytest.param(" \n\t", "en", id="blanks"),
        pytest.param("12 345 --- 678", "en", id="no letters"),
    ],
)
def test_unknown_is_not_neutral(text, language):
    (read,) = gloomy().annotate([interaction(text, language=language)])
    assert read.sentiment is None


def test_a_covered_text_is_read_and_the_models_are_named():
    (read,) = gloomy().annotate([interaction("Très déçus", language="fr-CA")])
    assert read.sentiment is not None
    assert (read.sentiment.label, read.sentiment.score) == ("negative", -0.75)
    assert read.language == "fr"
    assert read.model_versions["sentiment"] == "gloomy-1"


def test_flags_come_beside_the_annotation_and_leave_no_trace_in_it():
    with_secret = interaction("password: Zx81!trunk", language="en")
    ((read, found),) = pipeline().annotate_with_flags([with_secret])
    assert [flag.label for flag in found] == ["secrets_credentials"]
    unwatched = pipeline(components=ORDER[:-1])
    assert read == unwatched.annotate([with_secret])[0]


def test_equal_texts_are_read_once():
    model = Gloomy()
    pipeline(model).annotate([interaction("Same", language="en")] * 3)
    assert model.asked == ["Same"]


def test_an_unresolved_interaction_is_refused_by_name():
    with pytest.raises(ValueError, match="i-1 has no partner_id"):
        pipeline().annotate([interaction("x", partner_id=None)])


class Told:
    """Says of every text what it was told to say, and counts how often it is asked."""

    versions: Mapping[str, str] = {"reader": "told-1"}

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.calls: list[int] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.calls.append(len(texts))
        return [self.reading for _ in texts]


def test_a_batch_is_one_call_over_what_is_covered():
    model = Told(Reading(sentiment=(0.1, 0.2, 0.7)))
    given = [("Merci", "fr"), ("Dziękuję", "pl"), ("Danke", "de"), ("Merci", "fr"), ("1", "en")]
    said = Frame(model=model).read([Draft(text=t, given_language=tag) for t, tag in given])
    assert model.calls == [2]
    assert [one.sentiment is not None for one in said] == [True, False, True, True, False]


def test_a_model_may_abstain():
    (said,) = Frame(model=Told(Reading())).read([Draft(text="Hm", given_language="en")])
    assert said.sentiment is None


@pytest.mark.parametrize(
    ("kind", "direction", "author", "owner"),
    [
        ("email", "inbound", True, "partner"),
        ("email", "inbound", False, "us"),
        ("email", "outbound", True, "us"),
        ("email", "outbound", False, "partner"),
        ("email", "internal", True, "us"),
        ("email", None, True, "partner"),
        ("call_note", None, True, "us"),
        ("call_note", "inbound", False, "partner"),
        ("meeting", "internal", False, "partner"),
    ],
)
def test_whose_a_promise_is(kind, direction, author, owner):
    text = "We send the figures by Friday"
    model = Told(Reading(promises=(Word(author=author, confidence=0.9, start=0, end=29),)))
    draft = Draft(
        text=text,
        kind=kind,
        direction=direction,
        given_language="en",
        written_on=date(2026, 3, 4),
    )
    (said,) = Frame(model=model).read([draft])
    (promise,) = said.promises
    assert (promise.owner, promise.what, promise.due) == (owner, text, "2026-03-06")


def test_what_a_model_names_yields_to_the_register_but_not_its_parts_of_names():
    names = (Name("Hansen", "ORG", 0.95), Name("Hansen Logistik", "ORG", 0.99))
    text = "Peter Hansen of Hansen Logistik, Oslo"
    model = Told(
        Reading(
            entities=(
                Mention(0, 12, "PERSON", 0.9),
                Mention(16, 37, "LOC", 0.999),
                Mention(33, 37, "LOC", 0.8),
            )
        )
    )
    (said,) = Frame(model=model, names=names).read([Draft(text=text, given_language="en")])
    assert [(one.label, one.text) for one in said.entities] == [
        ("PERSON", "Peter Hansen"),
        ("ORG", "Hansen Logistik"),
        ("LOC", "Oslo"),
    ]


def test_a_family_name_alone_is_no_surer_than_the_model():
    names = (Name("Lange", "PERSON", 0.8),)
    model = Told(Reading(entities=(Mention(0, 5, "LOC", 0.9),)))
    (said,) = Frame(model=model, names=names).read([Draft(text="Lange", given_language="de")])
    assert [one.label for one in said.entities] == ["LOC"]
    (said,) = Frame(names=names).read([Draft(text="Lange", given_language="de")])
    assert [one.label for one in said.entities] == ["PERSON"]


def test_intents_and_flags_keep_the_sentence_that_carried_them():
    reading = Reading(
        intents=(Held("request", 0.8, 3, 9),), flags=(Held("bribery_gift", 0.7, 3, 9),)
    )
    ((read, found),) = pipeline(Told(reading)).annotate_with_flags(
        [interaction("Hi. Please", language="en")]
    )
    assert [(one.label, one.start, one.end) for one in read.intents] == [("request", 3, 9)]
    assert [(one.label, one.start, one.end) for one in found] == [("bribery_gift", 3, 9)]


def test_a_rules_place_stands_for_the_sentence_around_it():
    text = "Hello. The password is Zx81!trunk, ok. A gift"
    judged = (Held("secrets_credentials", 0.99, 7, 38), Held("bribery_gift", 0.6, 7, 38))
    assert [(one.label, one.confidence, text[one.start : one.end]) for one in
            flags(text, judged)] == [
        ("bribery_gift", 0.6, text[7:38]),
        ("secrets_credentials", 0.99, "Zx81!trunk"),
    ]  # fmt: skip


def test_read_keeps_the_order_of_the_drafts():
    drafts = [
        Draft(text=text, given_language=tag) for text, tag in (("b", "en"), ("", None), ("ä", "de"))
    ]
    assert [one.language for one in gloomy().read(drafts)] == ["en", None, "de"]


def test_dates_count_from_the_day_of_the_interaction():
    (read,) = pipeline().annotate([interaction("By Friday, 40 k€", language="en")])
    assert [(one.label, one.value) for one in read.entities] == [
        ("DATE", "2026-03-06"),
        ("MONEY", "40000.00 EUR"),
    ]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({}, None),
        ({"date": None}, None),
        ({"date": "2026-03-01"}, "2026-03-06"),
        ({"occurred_at": "2026-03-09T08:00:00+01:00"}, "2026-03-13"),
        ({"occurred_at": "2026-03-09T08:00:00", "date": "2026-03-01"}, "2026-03-13"),
    ],
)
def test_annotate_counts_dates_from_the_day_that_is_given(given, value):
    (answer,) = annotate_object(
        [{"id": 1, "text": "By Friday", "language": "en"} | given], pipeline()
    )
    assert [one["value"] for one in answer["entities"]] == [value]


@pytest.mark.parametrize("name", ["occurred_at", "date"])
@pytest.mark.parametrize("bad", ["Friday", 20260301, "2026-02-30", ["2026-03-01"]])
def test_a_date_that_is_none_is_named(name, bad):
    (answer,) = annotate_object([{"id": 1, "text": "x", name: bad}], pipeline())
    assert answer["error"].startswith(f"{name}: must be a date")


PROMISED = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("language", "text", "what", "due"),
    [
        ("en", "I'll send it by Friday, after the call on Monday.",
         "I'll send it by Friday, after the call on Monday", "2026-03-06"),
        ("en", "You get it tomorrow.", "You get it tomorrow", "2026-03-05"),
        ("en", "We pay, by 14/03 at the latest", "We pay", "2026-03-14"),
        ("en", "We pay. Meeting on 14/03", "We pay", None),
        ("fr", "retard de janvier soldé fin mars", "soldé fin mars", "2026-03-31"),
        ("fr", "je vous rappelle demain", "je vous rappelle demain", "2026-03-05"),
        ("de", "wir liefern bis KW 12 aus", "wir liefern bis KW 12 aus", "2026-03-20"),
        ("de", "Guten Morgen, ich rufe an", "ich rufe an", None),
        ("es", "lo mando mañana por la mañana", "lo mando mañana por la mañana", "2026-03-05"),
        ("it", "entro lunedì 16 mandiamo l'offerta", "entro lunedì 16 mandiamo", "2026-03-16"),
        ("pt", "enviamos até sexta-feira", "enviamos até sexta-feira", "2026-03-06"),
        ("nl", "wij leveren uiterlijk 1 april", "wij leveren uiterlijk 1 april", "2026-04-01"),
    ],
)  # fmt: skip
def test_when_a_promise_is_due(language, text, what, due):
    start = text.index(what)
    model = Told(Reading(promises=(Word(True, 0.9, start, start + len(what)),)))
    draft = Draft(text=text, given_language=language, written_on=PROMISED)
    ((promise,),) = [one.promises for one in Frame(model=model).read([draft])]
    assert (promise.what, promise.due) == (what, due)


def test_offsets_of_what_a_model_says_count_in_the_whole_of_a_long_text():
    text = "x " * LIMIT + "Please pay 40 EUR"
    asked = LIMIT - 17  # where the request begins in what is read of the text
    model = Told(Reading(intents=(Held("request", 0.9, asked, asked + 17),)))
    (said,) = Frame(model=model).read([Draft(text=text, given_language="en")])
    assert [text[one.start : one.end] for one in said.intents] == ["Please pay 40 EUR"]
    assert [(one.text, text[one.start : one.end]) for one in said.entities] == [("40 EUR",) * 2]


def test_reading_in_many_languages_again_and_again_keeps_few_words(monkeypatch):
    monkeypatch.setattr("nlp.models.tongues.REMEMBERED", 100)
    frame = Frame(names=(Name("Hansen", "ORG", 0.95),))
    for round_ in range(3):
        texts = [Draft(text=f"Hansen {round_}x{at}", given_language=tag) for at in range(50)
                 for tag in ("fr", "de", "pl")]  # fmt: skip
        assert all(one.entities[0].text == "Hansen" for one in frame.read(texts))
    kept = [tokens.vocab.strings for tokens, _ in frame._tongues._loaded.values()]
    assert len(kept) == 3
    assert not any("2x49" in strings for strings in kept)


def test_sentiment_of_even_odds_has_no_minus_zero():
    assert str(sentiment((0.25, 0.5, 0.25)).score) == "0.0"


def test_sums_and_dates_in_their_forms_come_before_what_a_model_says() -> None:
    text = "Please pay 1,250 EUR by 3 May 2026, says Acme in the nine hundred case."
    said = (
        Mention(11, 16, "MONEY", 0.99),
        Mention(26, 30, "PERSON", 0.99),
        Mention(41, 45, "ORG", 0.9),
        Mention(53, 65, "MONEY", 0.99),
    )
    model = Told(Reading(entities=said))
    (read,) = Frame(model=model).read([Draft(text=text, given_language="en")])
    assert [(one.label, one.text) for one in read.entities] == [
        ("MONEY", "1,250 EUR"),
        ("DATE", "3 May 2026"),
        ("ORG", "Acme"),
    ]
