"""The register as people write it: forgiven in spelling, strict in values, all problems at once."""

from datetime import date

import pytest

from ingest.register import Contact
from ingest.register_file import RegisterError, read_register

FULL = """\
own:
  name: Solivane
  domains: [solivane.example, solivane.fr]
  aliases: [Solivane SAS]
partners:
- id: nordlicht
  name: Nordlicht Distribution GmbH
  aliases: [Nordlicht]
  domains: [nordlicht.example]
  kind: distribution
  tier: gold
  manager: claire.aubry@solivane.example
  sponsor: herve.lacombe@solivane.example
  contract_start: 2024-01-01
  contract_end: 2026-12-31
  cadence: {coordination: 14, review: 90}
  languages: [de, en]
  contacts:
  - {name: Anke Petersen, addresses: [anke.petersen@nordlicht.example], role: Purchasing}
  competitors: [Logivox]
  products: [Solivane WMS]
- id: norge
  name: No
  kind: key_account
"""

OUTSIDER = """\
own: {name: Us, domain: us.example}
partners:
  - ID: acme
    Name: Acme Corp.
    alias: Acme; Acme Europe
    domain: "@ACME.example"
    kind: Joint Venture
    tier: 1
    manager: {name: Ann Lee, email: ann@us.example}
    contract start: 2025-01-31
    cadence (expected days between meetings): {coordination: 14 days, advisory board: 180}
    languages: en, fr_FR
    website: https://acme.example
    contacts:
      - bob@acme.example
      - Carol Jones
      - Dan Roe <Dan.Roe@acme.example>
      - {name: Eve, email: eve@acme.example}
      - {first name: Fay, last name: Gray}
    competitors:
    products: Widget | Gadget
"""


def test_reads_every_field_of_the_design():
    register = read_register(FULL, format="yaml")
    partner, norge = register.partners
    assert register.own.domains == ("solivane.example", "solivane.fr")
    assert partner.contract_end == date(2026, 12, 31)
    assert partner.cadence == {"coordination": 14, "review": 90}
    assert partner.contacts == (
        Contact("Anke Petersen", ("anke.petersen@nordlicht.example",), "Purchasing"),
    )
    assert norge.name == "No"  # YAML would make it false


def test_reads_what_an_outsider_writes_from_the_design_alone():
    (acme,) = read_register(OUTSIDER, format="yaml").partners
    assert (acme.id, acme.kind, acme.tier, acme.manager) == (
        "acme",
        "joint_venture",
        "1",
        "ann@us.example",
    )
    assert acme.aliases == ("Acme", "Acme Europe")
    assert acme.domains == ("acme.example",)
    assert acme.cadence == {"coordination": 14, "advisory_board": 180}
    assert acme.languages == ("en", "fr-FR")
    assert acme.contract_start == date(2025, 1, 31)
    assert acme.products == ("Widget", "Gadget")
    assert acme.competitors == ()
    assert acme.contacts == (
        Contact("bob@acme.example", ("bob@acme.example",)),
        Contact("Carol Jones"),
        Contact("Dan Roe", ("dan.roe@acme.example",)),
        Contact("Eve", ("eve@acme.example",)),
        Contact("Fay Gray"),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_partners_from_csv(delimiter):
    rows = [
        ["id", "name", "aliases", "domains", "cadence", "contacts", "contract_end"],
        [
            "acme",
            '"Acme, Inc."',
            '"Acme;Acme Europe"',
            "acme.example|acme.test",
            '"review=90;coordination=14"',
            '"Bob Roe <bob@acme.example>;eve@acme.example"',
            "2026-12-31",
        ],
        ["", "", "", "", "", "", ""],
        ["beta", "Beta", "", "beta.example", "", "", ""],
    ]
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)
    register = read_register(text, format="csv", own_domains=["us.example"])
    acme, beta = register.partners
    assert register.own.domains == ("us.example",)
    assert acme.name == "Acme, Inc."
    assert acme.domains == ("acme.example", "acme.test")
    assert acme.cadence == {"review": 90, "coordination": 14}
    assert [contact.addresses for contact in acme.contacts] == [
        ("bob@acme.example",),
        ("eve@acme.example",),
    ]
    assert beta.id == "beta"


def test_partners_may_be_a_mapping_by_id_or_the_whole_file():
    by_id = "own: {domains: [us.example]}\npartners:\n  acme: {name: Acme}\n"
    assert read_register(by_id, format="yaml").partners[0].id == "acme"
    bare = "- {id: acme, name: Acme}\n"
    register = read_register(bare, format="yaml", own_domains=["us.example"])
    assert register.partners[0].name == "Acme"


def _with(line: str) -> str:
    return f"own: {{name: Us, domains: [us.example]}}\npartners:\n- id: a\n  name: A\n  {line}\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("contract_end: 2026-13-01", "line 5: partners[0].contract_end: not a date"),
        ("contract_end: [1]", "line 5: partners[0].contract_end: expected one text"),
        ("kind: friend", "line 5: partners[0].kind: `friend` is none of distribution,"),
        ("cadence: {tea: 3}", "line 5: partners[0].cadence: `tea` is none of coordination,"),
        ("cadence: {review: 0}", "line 5: partners[0].cadence.review: expected a number of days"),
        ("cadence: weekly", "line 5: partners[0].cadence: expected days by meeting type"),
        ("domains: [nodot]", "line 5: partners[0].domains: `nodot` is not a domain"),
        ("domains: [us.example]", "line 3: partners[0].domains: `us.example` is a domain of our"),
        ("domians: [a.example]", "line 5: partners[0].domians: unknown; is `domains` meant?"),
        ("languages: [deutsch!]", "line 5: partners[0].languages: not a language tag"),
        ("contacts: [{role: CEO}]", "line 5: partners[0].contacts[0]: a contact needs a name or"),
        (
            "contacts: [{name: B, email: b}]",
            "line 5: partners[0].contacts[0].email: not an address",
        ),
        ("id: b", "line 5: id: given twice"),
        ("contract_start: 2026-02-01\n  contract_end: 2026-01-01", "line 6: partners[0].contract_"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_field(line, problem):
    with pytest.raises(RegisterError) as caught:
        read_register(_with(line), format="yaml")
    (found,) = caught.value.problems
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the register is empty"),
        ("{", "line 1: not YAML"),
        ("a: b: c", "line 1: not YAML"),
        ("just text", "line 1: a register has `own` and `partners`"),
        ("own: {name: U, domains: [u.example]}", "line 1: partners: missing"),
        ("[" * 5000, "line 1: nested too deeply"),
        ("\x00", "line 1: not YAML"),
        ("a: &a [x]\nb: &b [*a, *a]\npartners: &p [*p]", "line 3: nested too deeply"),
    ],
)
def test_a_file_that_is_no_register_is_refused(text, problem):
    with pytest.raises(RegisterError) as caught:
        read_register(text, format="yaml")
    assert caught.value.problems[0].startswith(problem)


def test_all_problems_are_told_at_once():
    text = """\
own: {name: Us}
partners:
- {id: a, name: A, domains: [x.example]}
- {id: a, name: B, domains: [x.example], contract_start: soon}
- {name: C}
- word
"""
    with pytest.raises(RegisterError) as caught:
        read_register(text, format="yaml")
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "line 1",
        "line 4",
        "line 5",
        "line 6",
        "line 4",
    ]


def test_two_partners_may_not_share_a_domain():
    text = _with("domains: [x.example]") + "- {id: b, name: B, domains: [X.example]}\n"
    with pytest.raises(RegisterError, match=r"`x\.example` already belongs to partner `a`"):
        read_register(text, format="yaml")


def test_problems_repeat_nothing_of_a_contact():
    text = _with("contacts: [{name: Secret Name, email: not-an-address}]")
    with pytest.raises(RegisterError) as caught:
        read_register(text, format="yaml")
    assert "Secret" not in str(caught.value)
    assert "not-an-address" not in str(caught.value)


def test_without_a_domain_of_our_own_nothing_works():
    with pytest.raises(RegisterError, match=r"own\.domains: missing"):
        read_register("id,name\na,A\n", format="csv")


def test_a_row_with_too_many_cells_is_named():
    with pytest.raises(RegisterError, match="line 3: 3 cells under 2 column names"):
        read_register("id,name\na,A\nb,B,C\n", format="csv", own_domains=["us.example"])
