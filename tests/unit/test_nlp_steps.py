"""Pipelines: order, purity, and what an uncovered or empty text says."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from ingest.interaction import Interaction, InteractionId, Participant, PartnerId
from nlp.compliance import Compliance
from nlp.draft import Draft
from nlp.entities import Entities
from nlp.language import Language
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms, contact_ids
from nlp.sentiment import Probabilities, Tone, sentiment
from nlp.step import OutOfOrder

PSEUDONYMS = Pseudonyms(("nordlys.example",), "a key")


class Gloomy:
    """Reads everything as negative, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @property
    def versions(self) -> Mapping[str, str]:
        return {"sentiment": "gloomy-1"}

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]:
        self.asked += texts
        return [(0.8, 0.15, 0.05) for _ in texts]


def interaction(text: str | None, **changed: object) -> Interaction:
    given: dict[str, object] = {
        "id": InteractionId("i-1"),
        "kind": "email",
        "occurred_at": datetime(2026, 3, 1, tzinfo=UTC),
        "source": "test",
        "partner_id": PartnerId("acme"),
        "text": text,
    }
    return Interaction(**{**given, **changed})  # type: ignore[arg-type]


def pipeline(model: Gloomy | None = None) -> Pipeline:
    return Pipeline((Language(None), Tone(model), Entities(), Compliance()), PSEUDONYMS)


def test_a_step_before_what_it_needs_is_refused():
    with pytest.raises(OutOfOrder, match="sentiment needs language"):
        Pipeline((Tone(None), Language(None)), PSEUDONYMS)


def test_the_same_reading_twice_is_refused():
    with pytest.raises(OutOfOrder, match="two steps give language"):
        Pipeline((Language(None), Language(None)), PSEUDONYMS)


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
    (read,) = pipeline(Gloomy()).annotate([interaction(text, language=language)])
    assert read.sentiment is None


def test_a_covered_text_is_read_and_the_models_are_named():
    (read,) = pipeline(Gloomy()).annotate([interaction("Très déçus", language="fr-CA")])
    assert read.sentiment is not None
    assert (read.sentiment.label, read.sentiment.score) == ("negative", -0.75)
    assert read.language == "fr"
    assert read.model_versions["sentiment"] == "gloomy-1"


def test_flags_come_beside_the_annotation_and_leave_no_trace_in_it():
    with_secret = interaction("password: Zx81!trunk", language="en")
    ((read, flags),) = pipeline().annotate_with_flags([with_secret])
    assert [flag.label for flag in flags] == ["secrets_credentials"]
    unwatched = Pipeline((Language(None), Tone(None), Entities()), PSEUDONYMS)
    assert read == unwatched.annotate([with_secret])[0]


def test_equal_texts_are_read_once():
    model = Gloomy()
    pipeline(model).annotate([interaction("Same", language="en")] * 3)
    assert model.asked == ["Same"]


def test_an_unresolved_interaction_is_refused_by_name():
    with pytest.raises(ValueError, match="i-1 has no partner_id"):
        pipeline().annotate([interaction("x", partner_id=None)])


def test_read_keeps_the_order_of_the_drafts():
    drafts = [Draft(text=text, given_language="en") for text in ("b", "", "a")]
    assert [draft.text for draft in pipeline(Gloomy()).read(drafts)] == ["b", "", "a"]


def test_sentiment_of_even_odds_has_no_minus_zero():
    assert str(sentiment((0.25, 0.5, 0.25)).score) == "0.0"


def people(*participants: Participant, **changed: object) -> tuple[str, ...]:
    return contact_ids(
        interaction("x", participants=participants, **changed), ("nordlys.example",), "a key"
    )


def test_contacts_are_the_partners_people_only():
    theirs = Participant("from", "Ana@Acme.example", "Ana")
    ours = Participant("to", "bo@mail.nordlys.example", "Bo")
    assert people(theirs, ours) == people(theirs)
    assert len(people(theirs)) == 1


def test_a_contact_is_the_same_in_any_case_and_under_any_name():
    assert people(Participant("from", "ANA@acme.example")) == people(
        Participant("cc", "ana@acme.example ", "Ana A.")
    )


def test_a_lookalike_domain_is_not_ours():
    assert len(people(Participant("from", "x@notnordlys.example"))) == 1


def test_a_contact_says_nothing_without_the_key():
    (one,) = people(Participant("from", "ana@acme.example"))
    (other,) = contact_ids(
        interaction("x", participants=(Participant("from", "ana@acme.example"),)), (), "another"
    )
    assert one != other
    assert "ana" not in one


def test_names_stand_in_for_missing_addresses():
    assert len(people(Participant("attendee", None, "Ana  Silva"))) == 1
    assert people(Participant("attendee", None, "Ana  Silva")) == people(
        Participant("attendee", None, "ana silva")
    )


def test_the_author_of_our_own_note_is_no_contact():
    assert people(Participant("author", None, "Bo"), kind="call_note") == ()


def test_an_empty_key_is_refused():
    with pytest.raises(ValueError, match="key is empty"):
        contact_ids(interaction("x"), (), "")
