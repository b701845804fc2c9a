"""What the register says of a partner: cadence, contract, tier, and how busy the sponsor is."""

from datetime import date
from typing import Any

import pytest

from health.observation import day_of
from health.terms import NO_TERMS, Terms, backed, terms_of
from ingest.interaction import PartnerId
from ingest.register import Partner
from streams.context import context
from streams.settings import Settings
from tests import make


def partner(name: str = "p", **fields: Any) -> Partner:
    return Partner(id=PartnerId(name), name=name, **fields)


def test_terms_are_read_off_the_register() -> None:
    one = partner(
        cadence={"review": 90, "coordination": 14},
        contract_end=date(2026, 12, 31),
        tier="Gold",
        sponsor="ines@solivane.example",
    )
    assert terms_of(one) == Terms(
        cadence=(("coordination", 14), ("review", 90)),
        ends=day_of(date(2026, 12, 31)),
        tier="Gold",
        sponsor=True,
        sponsor_load=0,
    )
    assert terms_of(partner()) == NO_TERMS


@pytest.mark.parametrize(
    ("sponsors", "loads"),
    [
        pytest.param(["a", "b"], [0, 0], id="two sponsors"),
        pytest.param(["a", "a", "b", "a"], [2, 2, 0, 2], id="one backs three"),
        pytest.param(["Inès  Caron", "inès caron "], [1, 1], id="one person, spelled twice"),
        pytest.param([None, None, "a"], [0, 0, 0], id="no sponsor is nobody's"),
    ],
)
def test_the_other_accounts_of_a_sponsor_are_counted(
    sponsors: list[str | None], loads: list[int]
) -> None:
    partners = [partner(f"p{n}", sponsor=sponsor) for n, sponsor in enumerate(sponsors)]
    accounts = backed(partners)
    found = [terms_of(one, accounts) for one in partners]
    assert [one.sponsor_load for one in found] == loads
    assert [one.sponsor for one in found] == [sponsor is not None for sponsor in sponsors]


def test_a_running_engine_knows_the_load() -> None:
    partners = [make.partner(id=PartnerId(f"p{n}"), sponsor="a") for n in range(3)]
    found = context(Settings.model_construct(), make.register(*partners))
    assert [found.terms_of(one.id).sponsor_load for one in partners] == [2, 2, 2]
