"""Which partners is an interaction about, and in which direction did it go?

The surest witness decides, the others are not asked: what the source says, then the addresses
(domains, and contacts with an address of their own), then display names, then the subject, and
the text only where everybody who took part is ours, or the text is a note on somebody.
"""

from typing import Literal

import msgspec

from ingest.domain import PUBLIC, domain_of
from ingest.interaction import Direction, Interaction, Participant, PartnerId
from ingest.name_search import Found, NameReason
from ingest.register_index import Index

Reason = Literal["given", "domain", "contact", "alias", "fuzzy_name"]
Why = Literal[
    "unknown_partner_id",  # the source names a partner that the register does not have
    "too_many_partners_named",  # a press review or a list, about none of them
    "ambiguous_name",  # a name that several partners share, and nothing else
    "internal_no_partner_named",  # only our own people, and no partner in what they say
    "no_partner_matches",
]

NAMED = 3  # more partners named in one text make it a list


class Match(msgspec.Struct, frozen=True):
    """A partner, and what told us."""

    partner_id: PartnerId
    reason: Reason


class Resolution(msgspec.Struct, frozen=True):
    """The partners that an interaction is about, in a stable order; `unresolved` when none."""

    matches: tuple[Match, ...] = ()
    unresolved: Why | None = None


def resolve(interaction: Interaction, index: Index) -> Resolution:
    """The partners that the interaction is about, or why there is none."""
    if interaction.partner_id is not None:
        given = index.named(interaction.partner_id)
        if len(given) == 1:
            return Resolution((Match(next(iter(given)), "given"),))
        return Resolution(unresolved="ambiguous_name" if given else "unknown_partner_id")
    people = interaction.participants
    matches = _by_address(people, index) or _by_display_name(people, index)
    if matches:
        return _resolution(matches)
    internal = all(index.is_ours(person.address) for person in people)
    texts = [interaction.subject]
    if internal or interaction.kind != "email":
        texts.append(interaction.text)
    ambiguous = False
    for text in texts:
        found = index.names.within(text) if text else Found({})
        if len(found.partners) > NAMED:
            return Resolution(unresolved="too_many_partners_named")
        if found.partners:
            return _resolution(found.partners)
        ambiguous = ambiguous or found.ambiguous
    if ambiguous:
        return Resolution(unresolved="ambiguous_name")
    if internal and people:
        return Resolution(unresolved="internal_no_partner_named")
    return Resolution(unresolved="no_partner_matches")


def direction_of(
    participants: tuple[Participant, ...], partner: PartnerId | None, index: Index
) -> Direction | None:
    """From whom to whom, for this partner.

    Ours among ourselves is internal, ours to anybody else outbound, the partner's inbound. None
    when the sender is unknown or belongs to somebody else: a partner that was merely copied on
    another's mail has not written to us.
    """
    sender = next((person for person in participants if person.role in {"from", "author"}), None)
    if sender is None:
        return None
    if index.is_ours(sender.address):
        others = (person for person in participants if person is not sender)
        return "internal" if all(index.is_ours(other.address) for other in others) else "outbound"
    if partner is not None and partner in partners_of(sender, index):
        return "inbound"
    return None


def partners_of(person: Participant, index: Index) -> frozenset[PartnerId]:
    """The partners that this person belongs to."""
    one = (person,)
    return frozenset(_by_address(one, index) or _by_display_name(one, index))


def _resolution(matches: dict[PartnerId, Reason] | dict[PartnerId, NameReason]) -> Resolution:
    return Resolution(tuple(Match(partner, why) for partner, why in sorted(matches.items())))


def _by_address(people: tuple[Participant, ...], index: Index) -> dict[PartnerId, Reason]:
    matches: dict[PartnerId, Reason] = {}
    shared: list[tuple[PartnerId, ...]] = []
    for person in people:
        owner = index.owner(person.address)
        if owner is not None:
            matches[owner] = "domain"
            continue
        partners = index.partners_of_contact(person.address)
        if len(partners) == 1:
            matches.setdefault(partners[0], "contact")
        elif partners:
            shared.append(partners)
    for partners in shared:
        # Somebody who works for two of them speaks for the one that is present, else for both.
        if not any(partner in matches for partner in partners):
            matches.update(dict.fromkeys(partners, "contact"))
    return matches


def _by_display_name(people: tuple[Participant, ...], index: Index) -> dict[PartnerId, Reason]:
    matches: dict[PartnerId, Reason] = {}
    for person in people:
        if not person.name or index.is_ours(person.address):
            continue
        # A person's name says nothing at another company: people change jobs, and share names.
        domain = domain_of(person.address)
        private = domain is None or domain in PUBLIC
        for partner, why in index.names.within(person.name, contacts=private).partners.items():
            matches.setdefault(partner, why)
    return matches
