"""The register made ready to be asked: who owns this domain, this address, this name?"""

from ingest.domain import PUBLIC, domain_of, enclosing
from ingest.interaction import PartnerId
from ingest.name import fold
from ingest.name_search import Names
from ingest.register import Register

_OURS = PartnerId("")  # no partner has the empty id


class Index:
    """Built once from a register, and never changed.

    A domain owns its subdomains, the nearest one deciding. A public mail provider is nobody's,
    even where the register lists it.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.partners = {partner.id: partner for partner in register.partners}
        self._ids = {fold(partner.id): partner.id for partner in register.partners}
        self._domains: dict[str, PartnerId] = {}
        self._addresses: dict[str, tuple[PartnerId, ...]] = {}
        self.names = Names()
        for partner in register.partners:
            for domain in partner.domains:
                if domain not in PUBLIC:
                    self._domains[domain] = partner.id
            for name in (partner.name, *partner.aliases):
                self.names.add_company(name, partner.id)
            for contact in partner.contacts:
                self.names.add_contact(contact.name, partner.id)
                for address in contact.addresses:
                    known = self._addresses.get(address.lower(), ())
                    self._addresses[address.lower()] = (*known, partner.id)
        for domain in register.own.domains:
            self._domains[domain] = _OURS
        for name in (register.own.name, *register.own.aliases):
            self.names.add_company(name, None)

    def owner(self, address: str | None) -> PartnerId | None:
        """The partner whose domain the address is in."""
        return self._owner(address) or None

    def is_ours(self, address: str | None) -> bool:
        """Whether the address is in a domain of our own."""
        return self._owner(address) == _OURS

    def _owner(self, address: str | None) -> PartnerId | None:
        domain = domain_of(address)
        if domain is None:
            return None
        for parent in enclosing(domain):
            found = self._domains.get(parent)
            if found is not None:
                return found
        return None

    def partners_of_contact(self, address: str | None) -> tuple[PartnerId, ...]:
        """The partners that list this very address with a contact."""
        return self._addresses.get(address.lower(), ()) if address is not None else ()

    def named(self, text: str) -> frozenset[PartnerId]:
        """Whom an id or a company's name means; several when it could mean several."""
        if text in self.partners:
            return frozenset({PartnerId(text)})
        by_id = self._ids.get(fold(text.strip()))
        return frozenset({by_id}) if by_id is not None else self.names.named(text)
