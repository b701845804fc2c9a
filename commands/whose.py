"""Whose partners they are, and which of them somebody means."""

from pathlib import Path

from ingest.interaction import PartnerId
from ingest.register import Register
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from streams.settings import Misconfigured, Settings


def register_of(partners: Path | None, own_domains: list[str], settings: Settings) -> Register:
    """The register of the command line, else that of the settings."""
    found = partners or settings.partners
    if found is None:
        raise Misconfigured("whose partners are they? give --partners or RAPPORT_PARTNERS")
    return load_register(found, own_domains)


def partner_of(said: str, index: Index, *, former: bool = False) -> PartnerId:
    """The partner that an id or a name means. `former`: it may have left the register."""
    found = sorted(index.named(said))
    if len(found) > 1:
        raise Misconfigured(f"{said} may be any of: {', '.join(found)}")
    if not found and not former:
        raise Misconfigured(f"the register has no partner {said}")
    return found[0] if found else PartnerId(said)
