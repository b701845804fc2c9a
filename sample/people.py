"""Who writes: each address with its name, role and house, and the house's habits."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import yaml

from ingest.register import Own
from sample.locales import LOCALES, Locale
from sample.story import Story


def pick(key: str, count: int) -> int:
    """A number below `count` that depends on the key alone: chance without chance."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) % count


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One company: its address block, its clock, and what its gateway adds to mail."""

    company: str
    address: str
    web: str
    phone: str
    zone: str
    language: str
    register: str = ""
    disclaimer: str = ""
    below_quote: bool = False  # the gateway adds the disclaimer at the very end

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def locale(self) -> Locale:
        return LOCALES[self.language]


class Person(msgspec.Struct, frozen=True):
    """One address. A mailbox (newsletter@, mailer-daemon@) has no role."""

    address: str
    name: str
    role: str
    house: House
    domain: str


class _Employee(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    role: str


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    own: Own
    people: dict[str, _Employee]
    houses: dict[str, House]


class Directory:
    """Finds the person behind an address."""

    def __init__(self, own: Own, people: Iterable[Person], houses: dict[str, House]) -> None:
        self.own = own
        self._people = {person.address: person for person in people}
        self._houses = houses

    def person(self, address: str) -> Person:
        """Whoever writes from `address`; an unknown mailbox is named after its local part."""
        if address in self._people:
            return self._people[address]
        local, _, domain = address.partition("@")
        house = self._houses.get(domain, self._houses[self.own.domains[0]])
        name = "Mail Delivery System" if local == "mailer-daemon" else ""
        if not name and domain in self._houses:
            words = local.replace(".", " ").replace("-", " ")
            name = words.title() if "." in local else f"{house.company} {words}"
        return Person(address, name, "", house, domain)

    def language_of(self, address: str) -> str:
        return self.person(address).house.language


def read_directory(house_file: Path, stories: Iterable[Story]) -> Directory:
    """Our people and companies from `house_file`, the partners' people from the stories."""
    book = msgspec.convert(yaml.safe_load(house_file.read_text("utf-8")), _Book)
    houses = dict(book.houses)
    people = [
        Person(address, who.name, who.role, houses[book.own.domains[0]], book.own.domains[0])
        for address, who in book.people.items()
    ]
    for story in stories:
        partner = story.partner
        house = houses[f"{partner.id}.example"]
        houses |= dict.fromkeys(partner.domains, house)
        people += [
            Person(address, contact.name, contact.role or "", house, address.partition("@")[2])
            for contact in partner.contacts
            for address in contact.addresses
        ]
    return Directory(book.own, people, houses)
