"""What patterns find: sums, dates, names, leaks; and what they must leave alone."""

import subprocess
import sys

import pytest

from ingest.register import Contact, Own, Partner, Register
from nlp import dates, money
from nlp.compliance import flags
from nlp.draft import Draft
from nlp.excerpt import LIMIT, excerpt
from nlp.models.frame import Frame
from nlp.names import names

REGISTER = Register(
    Own("Nordlys", ("nordlys.example",)),
    (
        Partner(
            id="hansen",  # type: ignore[arg-type]
            name="Hansen Logistik GmbH",
            aliases=("Hansen",),
            contacts=(Contact("Karin Müller"),),
            competitors=("Orange",),
            products=("FleetSync",),
        ),
    ),
)
FRAME = Frame(names=names(REGISTER))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le solde de 18 430,00 € est dû", ["18 430,00 €"]),
        ("the balance of $48,200 remains", ["$48,200"]),
        ("EUR 7,915.00 and £1,250", ["EUR 7,915.00", "£1,250"]),
        ("rund 3,5 Mio. Euro", ["3,5 Mio. Euro"]),
        ("2 millones de euros", ["2 millones de euros"]),
        ("un budget de 40 k€", ["40 k€"]),
        ("R$ 1.500,00 por mês", ["R$ 1.500,00"]),
        ("6 % au lieu de 9 %, 12 licences, ticket 40213", []),
        ("room B204 at 14.30", []),
    ],
)
def test_money(text, expected):
    assert [text[start:end] for start, end in money.find(text)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "avant le 3 mars 2026 ou fin avril", ["3 mars 2026", "fin avril"]),
        ("fr", "réunion mardi 14 juin, semaine 32, T3 2026", ["mardi 14 juin", "semaine 32",
                                                             "T3 2026"]),
        ("en", "by 14 March, on Monday or in Q2 2026", ["14 March", "Monday", "Q2 2026"]),
        ("en", "from March 3rd, 2026 until end of June", ["March 3rd, 2026", "end of June"]),
        ("en", "we may march on in 2027", ["2027"]),
        ("de", "vom 3. bis 5. Mai, KW 32 und Ende März", ["3. bis 5. Mai", "KW 32", "Ende März"]),
        ("es", "el 11 de junio de 2026 y el lunes", ["11 de junio de 2026", "lunes"]),
        ("it", "dal 3 al 5 maggio, entro fine giugno", ["3 al 5 maggio", "fine giugno"]),
        ("pt", "a 11 de junho e na quinta-feira", ["11 de junho", "quinta-feira"]),
        ("nl", "op 11 juni en eind maart, week 32", ["11 juni", "eind maart", "week 32"]),
        (None, "due 2026-03-14 or 14.03.2026", ["2026-03-14", "14.03.2026"]),
        ("en", "invoice INV-2026-03-14, version 12.3.2026.1, yesterday at 14:30", []),
    ],
)  # fmt: skip
def test_dates(language, text, expected):
    found = sorted((start, end) for start, end, _ in dates.find(text, language))
    assert [text[start:end] for start, end in found] == expected


def entities(text: str, language: str | None = "de", people: tuple[str, ...] = ()):
    (said,) = FRAME.read([Draft(text=text, given_language=language, people=people)])
    assert all(text[entity.start : entity.end] == entity.text for entity in said.entities)
    return [(entity.label, entity.text) for entity in said.entities]


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it", "pt", "nl", "pl", None])
def test_the_registers_names_are_found_in_any_language(language):
    assert entities("Hansen Logistik GmbH: Karin Müller, FleetSync", language) == [
        ("ORG", "Hansen Logistik GmbH"),
        ("PERSON", "Karin Müller"),
        ("PRODUCT", "FleetSync"),
    ]


def test_a_fruit_is_not_a_competitor():
    assert entities("Ich aß eine orange.") == []
    assert entities("Orange bietet weniger.") == [("ORG", "Orange")]


def test_who_takes_part_is_a_person():
    assert entities("Bonjour Zoé Roux, merci", "fr", ("Zoé Roux",)) == [("PERSON", "Zoé Roux")]
    assert entities("Zoé Rouxel", "fr", ("Zoé Roux",)) == []


def test_offsets_count_in_the_whole_of_a_long_text():
    text = "Hansen. " + "x " * LIMIT + "Am 3. Mai zahlt Hansen 40 EUR."
    assert entities(text) == [
        ("ORG", "Hansen"),
        ("DATE", "3. Mai"),
        ("ORG", "Hansen"),
        ("MONEY", "40 EUR"),
    ]


def test_what_libraries_refuse_becomes_blank_one_for_one():
    assert excerpt("a\ud800b\x00c").text == "a b c"
    assert entities("\ud800 Hansen \x00") == [("ORG", "Hansen")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("my private account FR76 3000 6000 0112 3456 7890 189", "personal_data_leak"),
        ("card 4111 1111 1111 1111 exp 12/27", "personal_data_leak"),
        ("Steuer-ID 86 095 742 719", "personal_data_leak"),
        ("CF: RSSMRA85T10A562S", "personal_data_leak"),
        ("mot de passe : Hunter22!x", "secrets_credentials"),
        ("the password is Zx81!trunk", "secrets_credentials"),
        ("AKIAIOSFODNN7EXAMPLE", "secrets_credentials"),
        ("postgres://app:s3cret@db.example/prod", "secrets_credentials"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secrets_credentials"),
    ],
)
def test_leaks_are_flagged(text, label):
    assert [flag.label for flag in flags(text)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "my private account FR76 3000 6000 0112 3456 7890 188",  # check digits wrong
        "card 4111 1111 1111 1112",
        "order 1234 5678 9012 3456",
        "Please reset your password: follow the link in the portal.",
        "password: ********",
        "your password will come by separate post",
        "token ring",
        "",
    ],
)
def test_what_only_looks_like_a_leak_is_not_flagged(text):
    assert flags(text) == ()


def test_a_companys_iban_is_hardly_a_leak_and_a_persons_is():
    iban = "FR76 3000 6000 0112 3456 7890 189"
    (company,) = flags(f"Invoice total, pay to {iban}")
    (person,) = flags(f"her salary goes to {iban}")
    assert company.confidence < 0.5 < person.confidence
    assert f"her salary goes to {iban}"[person.start : person.end] == iban


def test_the_frame_loads_no_torch():
    code = (
        "import sys; from nlp.models.frame import Frame; from nlp.draft import Draft;"
        "from nlp.names import Name; frame = Frame(names=(Name('Nordlys', 'ORG', 0.9),));"
        "assert frame.read([Draft(text='Nordlys', given_language='fr')])[0].entities;"
        "assert 'torch' not in sys.modules; assert 'spacy' in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error::ImportWarning", "-c", code], check=True)


def test_spacy_is_not_imported_before_a_pipeline_is_built():
    code = (
        "import sys, cli, commands.annotate, commands.assess, commands.parse_email, streams.worker;"
        "assert not {'spacy', 'torch', 'dateparser'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hansen Logistk GmbH schreibt", [("ORG", "Hansen Logistk GmbH")]),
        ("laut Karin Muller", [("PERSON", "Karin Muller")]),
        ("neu in FleetSinc 3", [("PRODUCT", "FleetSinc")]),
        ("die Fleet am Sync", []),
        ("karin muler", []),
    ],
)
def test_names_written_slightly_wrong_are_found(text, expected):
    assert entities(text) == expected
