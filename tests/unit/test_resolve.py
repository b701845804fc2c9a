"""Who an interaction is about, and which way it went: one row for each case a manager would ask."""

import pytest

from ingest.interaction import Participant
from ingest.register import Contact
from ingest.register_index import Index
from ingest.resolve import Match, direction_of, resolve
from tests import make

LOMBARDA = make.partner(
    id="lombarda",
    name="Lombarda Sistemi S.p.A.",
    aliases=("Lombarda",),
    domains=("lombarda.example", "nord.nordlicht.example"),
    contacts=(Contact("Giulia Conti", ("giulia.conti@lombarda.example",)),),
)
ORANGE = make.partner(
    id="orange", name="Orange SA", aliases=("BMW",), domains=("orange.example",), contacts=()
)
INDEX = Index(make.register(make.partner(), LOMBARDA, ORANGE))


def people(*addresses: str) -> tuple[Participant, ...]:
    """A sender and recipients; `Name <address>` or `address` or `Name`."""
    found = []
    for number, text in enumerate(addresses):
        name, _, rest = text.partition("<")
        address = rest.rstrip(">") if rest else (text if "@" in text else None)
        found.append(
            Participant(
                role="to" if number else "from",
                address=address,
                name=name.strip() if rest or not address else None,
            )
        )
    return tuple(found)


def mail(*addresses: str, **changes):
    given = {"partner_id": None, "subject": None, "text": None, **changes}
    return make.interaction(participants=people(*addresses), **given)


@pytest.mark.parametrize(
    ("interaction", "matches"),
    [
        pytest.param(
            mail("new@nordlicht.example", make.OURS), {"nordlicht": "domain"}, id="domain"
        ),
        pytest.param(
            mail("x@mail.Nordlicht.example", make.OURS), {"nordlicht": "domain"}, id="subdomain"
        ),
        pytest.param(
            mail("x@nord.nordlicht.example", make.OURS), {"lombarda": "domain"}, id="nearest domain"
        ),
        pytest.param(
            mail(make.OURS, make.THEIRS, "giulia.conti@lombarda.example"),
            {"lombarda": "domain", "nordlicht": "domain"},
            id="two partners",
        ),
        pytest.param(
            mail("Jens.Brodersen@gmail.com", make.OURS), {"nordlicht": "contact"}, id="own mailbox"
        ),
        pytest.param(
            mail("Petersen, Anke <ap1970@gmx.de>", make.OURS), {"nordlicht": "contact"}, id="name"
        ),
        pytest.param(mail("Anke Petersen <ap@otherfirm.example>", make.OURS), {}, id="moved on"),
        pytest.param(
            mail("Anke (NORDLICHT Distribution) <a@b.example>", make.OURS),
            {"nordlicht": "alias"},
            id="display name",
        ),
        pytest.param(
            mail("a@b.example", make.OURS, subject="Re: Lombarda Sistemi spa - ordine"),
            {"lombarda": "alias"},
            id="subject",
        ),
        pytest.param(
            mail("a@b.example", make.OURS, subject="Angebot Nordlich Distribution"),
            {"nordlicht": "fuzzy_name"},
            id="subject with a slip",
        ),
        pytest.param(
            mail("a@b.example", make.OURS, text="Nordlicht"), {}, id="others' text is not asked"
        ),
        pytest.param(
            mail(make.OURS, "tom@solivane.example", text="What about Nordlicht?"),
            {"nordlicht": "alias"},
            id="internal text",
        ),
        pytest.param(
            mail(make.OURS, text="Call with Giulia Conti"), {"lombarda": "contact"}, id="person"
        ),
        pytest.param(mail(make.OURS, text="the orange boxes, Bmw"), {}, id="a colour"),
        pytest.param(mail(make.OURS, text="Orange called"), {"orange": "alias"}, id="a company"),
        pytest.param(mail(make.OURS, text="BMW order"), {"orange": "alias"}, id="short alias"),
        pytest.param(
            mail(make.OURS, text="Nordlichts Lager, Lombarda"),
            {"nordlicht": "fuzzy_name", "lombarda": "alias"},
            id="genitive",
        ),
        pytest.param(
            mail("x@y.example", partner_id="Nordlicht"), {"nordlicht": "given"}, id="given by name"
        ),
        pytest.param(
            mail("x@y.example", partner_id="NORDLICHT DISTRIBUTON"),
            {"nordlicht": "given"},
            id="given with a slip",
        ),
    ],
)
def test_resolves(interaction, matches):
    assert {m.partner_id: m.reason for m in resolve(interaction, INDEX).matches} == matches


@pytest.mark.parametrize(
    ("interaction", "why"),
    [
        pytest.param(mail("a@gmail.com", make.OURS), "no_partner_matches", id="stranger"),
        pytest.param(
            mail(make.OURS, "tom@solivane.example", text="Lunch?"),
            "internal_no_partner_named",
            id="among ourselves",
        ),
        pytest.param(mail(make.THEIRS, partner_id="zzz"), "unknown_partner_id", id="unknown id"),
        pytest.param(mail(), "no_partner_matches", id="nobody at all"),
    ],
)
def test_tells_why_not(interaction, why):
    resolution = resolve(interaction, INDEX)
    assert resolution.matches == ()
    assert resolution.unresolved == why


def test_a_name_of_two_partners_is_ambiguous():
    twins = Index(
        make.register(
            make.partner(id="a", name="Twin GmbH", aliases=(), contacts=()),
            make.partner(id="b", name="Twin SA", domains=("b.example",), aliases=(), contacts=()),
        )
    )
    assert resolve(mail("x@y.example", subject="Twin"), twins).unresolved == "ambiguous_name"
    assert resolve(mail("x@y.example", partner_id="Twin"), twins).unresolved == "ambiguous_name"


def test_a_text_that_names_many_partners_is_about_none():
    names = ["Armorique", "Brightwater", "Costaverde", "Dorfmann"]
    partners = [
        make.partner(id=name.lower(), name=name, aliases=(), domains=(), contacts=())
        for name in names
    ]
    index = Index(make.register(*partners))
    three = resolve(mail(make.OURS, text=", ".join(names[:3])), index)
    four = resolve(mail(make.OURS, text=", ".join(names)), index)
    assert len(three.matches) == 3
    assert four.unresolved == "too_many_partners_named"


def test_a_public_mail_provider_is_nobodys_domain():
    index = Index(make.register(make.partner(domains=("gmail.com", "nordlicht.example"))))
    assert resolve(mail("any@gmail.com", make.OURS), index).matches == ()


def test_a_contact_of_two_partners_speaks_for_the_one_present():
    shared = (Contact("Sam Poe", ("sam@consult.example",)),)
    index = Index(
        make.register(
            make.partner(contacts=shared),
            make.partner(id="b", name="Bee", aliases=(), domains=("b.example",), contacts=shared),
        )
    )
    alone = resolve(mail("sam@consult.example", make.OURS), index)
    beside = resolve(mail("sam@consult.example", make.OURS, "x@b.example"), index)
    assert [match.partner_id for match in alone.matches] == ["b", "nordlicht"]
    assert beside.matches == (Match("b", "domain"),)


def test_our_own_name_hides_no_partner_and_names_none():
    index = Index(make.register(make.partner(name="Solivanet", aliases=())))
    assert resolve(mail(make.OURS, text="Solivane plans"), index).matches == ()
    assert resolve(mail(make.OURS, text="Solivanet plans"), index).matches != ()


@pytest.mark.parametrize(
    ("addresses", "direction"),
    [
        pytest.param((make.THEIRS, make.OURS), "inbound", id="from the partner"),
        pytest.param(("jens.brodersen@gmail.com", make.OURS), "inbound", id="own mailbox"),
        pytest.param((make.OURS, make.THEIRS), "outbound", id="to the partner"),
        pytest.param((make.OURS, "tom@mail.solivane.example"), "internal", id="among ourselves"),
        pytest.param((make.OURS,), "internal", id="to nobody"),
        pytest.param(("giulia.conti@lombarda.example", make.THEIRS), None, id="copied only"),
        pytest.param(("x@y.example", make.THEIRS), None, id="a stranger writes"),
        pytest.param((), None, id="nobody"),
    ],
)
def test_direction(addresses, direction):
    assert direction_of(people(*addresses), "nordlicht", INDEX) == direction
