"""A sentence that speaks of what stands below it: where to ship, whom to call, what to enter."""

# Other alphabets and typographic marks are what this file is about.

import re

_PLACE = re.compile(
    r"\b(?:ship|deliver|send (?:it|them|these|everything|the)|invoice|bill|courier|post|return)\w*"
    r" .{0,40}\b(?:to|at)\b|\b(?:delivery|shipping|billing|new|postal|collection|return) address"
    r"|\baddress is\b|\b(?:call|ring|reach|phone)\b.{0,30}\b(?:at|on|under)\b|\b(?:call|ring|phone)"
    r" (?:him|her|them|me|us|the|my|our)\b"
    r"|\b(?:bank|company|contact|account) details\b|\bnew account\b"
    r"|\b(?:drivers?|courier|technician|fahrer|techniker|monteur|chauffeur|livreur|technicien"
    r"|conductor|repartidor|técnico|autista|corriere|tecnico|motorista|koerier)\b"
    r"|\badresse (?:de livraison|de facturation|suivante|postale)|\bnouvelle adresse\b"
    r"|\b(?:livr|expédi|envo|factur|adress)\w*.{0,40}(?:à l'adresse|chez|à|au|ci-dessous)\b"
    r"|\b(?:appel|joign|joindre|contact)\w*.{0,40}\b(?:au|à ce|ci-dessous)\b|\bcoordonnées\b"
    r"|\b(?:liefer|rechnungs|versand|post|firmen)(?:an)?schrift|\b(?:liefer|rechnungs|versand|neue)"
    r"\s?adresse|\b(?:liefer|schick|send|versend|adressier)\w*.{0,50}\b(?:an|nach|unter)\b"
    r"|\b(?:an|nach|unter)\b.{0,50}\b(?:liefern|schicken|senden|anliefern|adressieren|anrufen)\b"
    r"|\b(?:anrufen|anzurufen|erreichen sie|ruf(?:en sie|t|e)? .{0,40}\ban)\b"
    r"|\b(?:kontaktdaten|bankverbindung|neues konto|neue konto\w*|rechnungsdaten|firmendaten)\b"
    r"|\bdirecci[oó]n (?:de|es|nueva)|\bnueva direcci[oó]n|\bdatos (?:de|bancarios|fiscales)"
    r"|\b(?:env[ií]|entreg|mand|llam)\w*.{0,40}\b(?:a la|a:|al|en|a)\b|\bcuenta nueva\b"
    r"|\bindirizzo\b|\bcoordinate bancarie|\bdati (?:di|fatt|per|banc)\w*"
    r"|\b(?:sped|consegn|invi|chiam)\w*.{0,40}\b(?:a|al|alla|presso)\b|\bmorada\b"
    r"|\bdados (?:de|banc)\w*"
    r"|\b(?:envi|entreg|lig)\w*.{0,40}\b(?:para|em|ao|à)\b"
    r"|\b(?:aflever|factuur|bezoek|post|nieuwe )\s?adres|\bbankgegevens|\bcontactgegevens"
    r"|\b(?:lever|stuur|verzend|bel)\w*.{0,40}\b(?:aan|naar|op|bij)\b|\b(?:bellen|bel even)\b"
    r"|\b(?:aan|naar|op|bij)\b.{0,50}\b(?:leveren|sturen|bezorgen|afleveren|verzenden)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:please|kindly|just) (?:contact|write to|speak to|ask for|call)\b"
    r"(?! (?:me|us|back)\b)"
    r"|\b(?:contact|successor|replacement)(?: person)? (?:is|will be)\b"
    r"|\b(?:will take over|takes over|handing over to)\b|\bnew contact\b"
    r"|\b(?:merci de|veuillez|pouvez|peux) (?:contacter|joindre|appeler|écrire)\b"
    r"|\b(?:contactez(?!-)|adressez-vous|nouvel interlocuteur|nouvelle interlocutrice"
    r"|nouveau contact)\b"
    r"|\b(?:prend la suite|me remplace\w*|reprend le dossier|prendra le relais)\b"
    r"|\bwenden sie sich\b(?!.{0,20}\b(?:mich|uns)\b)|\bwende dich\b"
    r"|\bneue[rn]? ansprech\w+|\bansprech\w+ (?:ist|wird)\b"
    r"|\b(?:nachfolger\w*|übernimmt|vertritt mich)\b"
    r"|\b(?:contact[ea]n? con|póngase en contacto(?! con(?:migo| nosotros))"
    r"|nuev[oa] contacto|me sustitu\w+)\b"
    r"|\b(?:contatt\w+ (?:la|il|pure)|si rivolga|rivolgersi|nuov[oa] referente|mi sostitu\w+)\b"
    r"|\b(?:contacte\w* (?:a|o|com)|novo contacto|substitui-me|me substitui\w*)\b"
    r"|\b(?:neem contact op(?! met (?:mij|me|ons)\b)|nieuwe contactpersoon|contactpersoon is"
    r"|vervangt mij|neemt .{0,30}over)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b(?:details?|particulars|coordonnées|mentions|informations|angaben|daten|datos|dati|dados"
    r"|gegevens|register\w*|form|formul\w+|vat|ust|tva|iva|btw)\b",
    re.IGNORECASE,
)


def announces_place(sentence: str) -> bool:
    """True where a plain line speaks of an address, a number or an account to use."""
    return _PLACE.search(sentence) is not None


def announces_person(sentence: str) -> bool:
    """True where a plain line sends its reader to somebody else."""
    return _PERSON.search(sentence) is not None


def announces_company(sentence: str) -> bool:
    """True where a plain line gives, or fills in, what a company has to say of itself."""
    return sentence.endswith(":") or announces_place(sentence) or bool(_FORM.search(sentence))
