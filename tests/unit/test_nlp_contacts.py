"""Contacts: who of the partner takes part, under names that say nothing."""

import pytest

from ingest.interaction import Participant
from nlp.pseudonym import Pseudonyms, contact_ids
from tests.unit.interactions import interaction

PSEUDONYMS = Pseudonyms(("nordlys.example",), "a key")


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
