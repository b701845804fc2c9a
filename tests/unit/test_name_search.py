"""Names in text: found as people write them, and not where they are other words."""

import pytest

from ingest.name_search import Names


def names(**companies):
    found = Names()
    for partner, name in companies.items():
        found.add_company(name, partner)
    return found


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("Nordlicht GmbH", "mit NORDLICHT gesprochen", "alias"),
        ("Nordlicht GmbH", "tel nordlicht: ok", "alias"),
        ("Nordlicht GmbH", "www.nordlicht.example", "alias"),
        ("Nordlicht GmbH", "bei Nordlciht", "fuzzy_name"),
        ("Nordlicht GmbH", "bei Nordlichts", "fuzzy_name"),
        ("Nordlicht GmbH", "mondlicht, Nordlage, nördlich", None),
        ("Skagen ApS", "Das muss ich Ihnen sagen. Sagen Sie", None),
        ("Skagen Analytics", "with Skagn Analytics today", "fuzzy_name"),
        ("Skagen Analytics", "with Other Analytics today", None),
        ("Kestrel Ltd", "Kestral confirmed", "fuzzy_name"),
        ("Bright Water", "Brightwater confirmed", "alias"),
        ("Brightwater", "Bright Water confirmed", "alias"),
        ("Lombarda S.p.A.", "LOMBARDA spa", "alias"),
        ("Société Générale", "societe generale", "alias"),
        ("Orange", "The orange one", None),
        ("Orange", "Orange is late", "alias"),
        ("BMW", "BMW is late", "alias"),
        ("BMW", "Bmw", None),
        ("A", "A is late", None),
    ],
)
def test_within(name, text, reason):
    assert names(p=name).within(text).partners == ({"p": reason} if reason else {})


def test_the_longer_name_goes_before_the_shorter_inside_it():
    both = names(group="Rheinwerk", north="Rheinwerk Nord")
    assert both.within("Rheinwerk Nord bestellt").partners == {"north": "alias"}
    assert both.within("Rheinwerk bestellt").partners == {"group": "alias"}


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("nordlicht distribution gmbh", {"n"}),
        ("Nordlicht", {"n"}),
        ("Nordlicht Distributon", {"n"}),
        ("Distribution", {"n", "w"}),
        ("GmbH", set()),
        ("Somebody", set()),
        ("", set()),
    ],
)
def test_named(text, partners):
    both = names(n="Nordlicht Distribution GmbH", w="Westwind Distribution SA")
    assert both.named(text) == partners


def test_a_persons_name_in_both_orders_but_not_a_single_word():
    found = Names()
    found.add_contact("Anke Petersen", "p")
    found.add_contact("Cher", "p")
    assert found.within("Petersen, Anke").partners == {"p": "contact"}
    assert found.within("Anke Petersen").partners == {"p": "contact"}
    assert found.within("Anke, Cher").partners == {}
    assert found.within("Anke Petersen", contacts=False).partners == {}
