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
        ("£2.14m spent of US$ 3.74m", ["£2.14m", "US$ 3.74m"]),
        ("Rs 9,84,000 debited", ["Rs 9,84,000"]),
        ("S/ 36.50 vigente", ["S/ 36.50"]),
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
        ("en", "by June 2. Then Tue or Fri 16 May.", ["June 2", "Tue", "Fri 16 May"]),
        ("it", "lunedì 22 alle 9, giovedì 9:30", ["lunedì 22", "giovedì"]),
        ("es", "el viernes 8. Luego de lunes a viernes", ["viernes 8", "lunes", "viernes"]),
        (None, "due 2026-03-14 or 14.03.2026", ["2026-03-14", "14.03.2026"]),
        ("en", "invoice INV-2026-03-14, version 12.3.2026.1, yesterday at 14:30", []),
    ],
)  # fmt: skip
def test_dates(language, text, expected):
    found = sorted((start, end) for start, end, _ in dates.find(text, language))
    assert [text[start:end] for start, end in found] == expected


@pytest.mark.parametrize(
    ("said", "tag", "value"),
    [
        ("12 500,00 €", "fr", "12500.00 EUR"),
        ("€ 39.000", "de", "39000.00 EUR"),
        ("1.250 €", "it", "1250.00 EUR"),
        ("0,142 €", "fr", "0.142 EUR"),
        ("CHF 1'488.00", "de-CH", "1488.00 CHF"),
        ("330 k€", "fr", "330000.00 EUR"),
        ("2,9 M€", "fr", "2900000.00 EUR"),
        ("40 T€", "de", "40000.00 EUR"),
        ("rund 3,5 Mio. Euro", "de", "3500000.00 EUR"),
        ("38 mila euro", "it", "38000.00 EUR"),
        ("2 millones de euros", "es", "2000000.00 EUR"),
        ("400 mil €", "pt", "400000.00 EUR"),
        ("€ 22 miljoen", "nl", "22000000.00 EUR"),
        ("£2.14m", "en", "2140000.00 GBP"),
        ("$13.9k", "en", "13900.00 USD"),
        ("$1,000", "en-AU", "1000.00 AUD"),
        ("27 400 $", "fr-CA", "27400.00 CAD"),
        ("$ 1.200.000", "es-CO", "1200000.00 COP"),
        ("$1,284,500 MXN", "es", "1284500.00 MXN"),
        ("INR 42,60,000", "en", "4260000.00 INR"),
        ("R$ 207.664,90", "pt", "207664.90 BRL"),
        pytest.param("$ 1.200.000", "es", None, id="whose peso is unknown"),
        pytest.param("27 400 $", "fr", None, id="whose dollar is unknown"),
        ("veinte euros", "es", None),
        ("€", "es", None),
    ],
)
def test_sums_have_amount_and_currency(said, tag, value):
    assert money.value(said, tag) == value


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


def test_names_are_found_behind_elision():
    assert entities("le contrat d'Hansen, l\u2019Hansen", "fr") == [("ORG", "Hansen")] * 2
    assert entities("dall'Hansen", "it") == [("ORG", "Hansen")]


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
        ("pw Frosty#Pipes91, pin", "secrets_credentials"),
        ("mdp « Levain&Beurre2025 »", "secrets_credentials"),
        ("client_secret: vX9~qT4hLw0.z7RbN2uYe8", "secrets_credentials"),
        ("MAIL_PASS=q7!Lemur_Drive_55", "secrets_credentials"),
        ("tk_prod_7Yh2LmQ0xWz88BvN", "secrets_credentials"),
        ("n° AVS 756.9217.0769.85", "personal_data_leak"),
        ("SSN 536-22-8726 on file", "personal_data_leak"),
        ("her SIN is 123 456 782", "personal_data_leak"),
        ("NISS 85.07.30-033.28", "personal_data_leak"),
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
        "sous le sceau du secret : Novalabo rachète Cutanea",
        "Please pass documents along, password protected",
        "order 536-22-8726",
        "",
    ],
)
def test_what_only_looks_like_a_leak_is_not_flagged(text):
    assert flags(text) == ()


IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    "text",
    [
        f"Invoice total, pay to {IBAN}",
        f"Merci de virer sur le compte de notre société : {IBAN}",
        f"{IBAN}, titulaire Terreaux du Gâtinais SARL",
        f"IBAN: {IBAN}",
        f"As on my invoice, {IBAN}",
        f"zahlbar auf unser Konto {IBAN}",
    ],
)
def test_a_companys_iban_is_no_leak(text):
    assert flags(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        f"her salary goes to {IBAN}",
        f"{IBAN} (compte perso)",
        f"auf mein Privatkonto {IBAN}",
        "a conta pessoal dele: PT50 0002 0123 1234 5678 9015 4",
    ],
)
def test_a_persons_iban_is_a_leak(text):
    (flag,) = flags(text)
    assert flag.label == "personal_data_leak"
    assert text[flag.start : flag.end].replace(" ", "")[:4] in ("FR76", "PT50")


def test_the_digits_of_an_account_are_no_card():
    assert flags("factura: PT50 0010 0000 5566 7788 0012 3") == ()


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
