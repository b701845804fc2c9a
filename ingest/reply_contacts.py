"""What a line of a signature block looks like: a number, an address, a title, a company."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re

from ingest.reply_registration import is_registration
from ingest.reply_titles import has_title

# With a full stop, a legal form ends a line without ending a sentence.
_FORM = (
    r"\b(?:gmbh|ag|kg|ohg|e\.?k\.?|kgaa|mbh|sarl|sas|sasu|eurl|s\.a\.s\.?|s\.a\.r\.l\.?|s\.a\.?|sa"
    r"|ltd\.?|limited|llc|llp|inc\.?|corp\.?|co\.|plc|b\.?v\.?|n\.?v\.?|v\.o\.f\.?|bvba|sprl"
    r"|s\.?p\.?a\.?|s\.?r\.?l\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|lda\.?|ltda\.?|s\.?l\.?u?\.?"
    r"|sp\. z o\.?o\.?|oy|ab|a/s|aps|s\.r\.o\.?)(?=$|[\s,|·)-])"
)
_STRONG = re.compile(
    r"[\w.+-]+@[\w-]+\.\w"  # an address
    r"|(?:https?://|www\.)\S|^[\w-]{2,40}(?:\.[\w-]{2,30}){1,3}(?:/\S*)?$"  # a page, a bare domain
    r"|(?<![\w.])(?:\+|00)?\(?\d(?:[\s()./–-]{0,2}\d){7,14}(?!\w)|\+\d[\d\s()./-]{5,}"  # a number
    r"|\b(?:tel|tél|téléphone|telefon|telefono|teléfono|telefone|telefoon|phone|fax|mob|mobile?"
    r"|mobil|móvil|telemóvel|tlm|handy|cell|cellulare|cel|gsm|portable|ligne directe|standard"
    r"|direct|diretto|directo|durchwahl|zentrale|centralino|switchboard|mobiel|whatsapp|skype|teams"
    r"|linkedin|twitter|facebook|xing|instagram)\b\W{0,4}[\d+(:@/]"
    r"|^(?:[tmfpdewh]|ph)[.:]\s?[\d+(\w]|^@\w+$|^\[(?:cid|image|logo)[:\s]|^!\[|^<image|^\[https?:"
    r"|^(?:linkedin|twitter|facebook|instagram|youtube|xing|bluesky|mastodon)"
    r"(?:\W+(?:linkedin|twitter|x|facebook|instagram|youtube|xing|bluesky|blog|web))*$"
    rf"|{_FORM}"
    r"|\b(?:rcs|siret|siren|hrb|hra|ust-?id\w*|vat|tva|kvk|btw|p\.? ?iva|partita iva|nif|cif|nip"
    r"|regon|amtsgericht|registergericht|handelsregister|capital social|registered (?:office|in))\b"
    r"|^(?:dr|mag|prof|dipl|ing|msc|mba|phd)\b\.?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\w*(?:straße|strasse|str\.|platz|allee|gasse|damm|ufer|chaussee|kai|straat|laan|weg|kade"
    r"|gracht|singel|plein|dreef)\s*\d"
    r"|\b\d{1,4}\W{1,2}(?:bis |ter )?(?:rue|avenue|av\.|bd|boulevard|place|chemin|route|quai"
    r"|impasse|allée|cours|square|zone|za|zi)\b"
    r"|\b(?:via|viale|piazza|corso|largo|calle|c/|avda|avenida|plaza|paseo|polígono|pol\.|rua"
    r"|praça|travessa|alameda|ul\.|al\.)\s[^\W\d_]"
    r"|\b\d{1,5}\s[\w\s]{2,30}(?:street|st\.|road|rd\.?|ave\.?|avenue|lane|blvd|drive|suite|floor"
    r"|quay|square|court|close|crescent|terrace|parkway)\b"
    r"|\b(?:p\.?o\.? box|postfach|postbus|apartado)\b|\bcedex\b"
    # postcodes: in front of the town, or behind it as the British and the Americans write them
    r"|(?:^|, )(?:[a-z]{1,2}-)?\d{4,5}(?:-\d{3})?(?: ?(?-i:[A-Z]{2})\b)?\s[^\W\d_]{2}|^\d{6,}$"
    r"|(?-i:\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}(?:-\d{4})?$)",
    re.IGNORECASE,
)
# What stands below the numbers: an invitation, a certificate, a prize.
_TRAILER = re.compile(
    r"^\W*(?:book|schedule|arrange|grab) (?:a|an|some|time|your)\b.{0,40}$"
    r"|^\W*(?:follow|join|find|connect with|visit|meet) (?:us|me|our)\b"
    r"|^\W*(?:réserve[rz]|prene[rz]|planifie[rz]).{0,25}(?:rendez-vous|rdv|créneau)"
    r"|^\W*(?:suivez|retrouvez|rejoignez|visitez|découvrez)[ -](?:nous|notre|nos|moi)\b"
    r"|^\W*(?:termin|jetzt termin|gespräch)\w* (?:mit mir )?(?:buchen|vereinbaren)"
    r"|^\W*(?:folgen|besuchen|treffen) sie uns\b|^\W*(?:reserv|agend|pide|marque|agende)\w* "
    r"(?:una |uma )?(?:cita|reuni[óã]o?n?|llamada)|^\W*(?:s[íi]guenos|síganos|visite|visítenos"
    r"|siga-nos|seguici|vieni a trovarci|volg ons|bezoek ons|bezoek onze)\b"
    r"|^\W*(?:prenota|fissa) (?:un |una )?(?:appuntamento|incontro|call)"
    r"|^\W*(?:plan|boek) (?:een |direct )(?:afspraak|gesprek|call)"
    r"|\b(?:iso|iatf|en)[\s/-]?(?:iec )?\d{4,5}\b.{0,40}$|\bcertifi(?:ed|ée?|cad[ao]|cat[ao])\b"
    r"|\b(?:zertifiziert|gecertificeerd|ecovadis|b corp|great place to work|top employer)\b"
    r"|^\W*(?:proud )?(?:winners?|finalist|award|voted|lauréat|élue?|prix|ausgezeichnet|preisträger"
    r"|premi[oa]d?[oa]?s?|vincit\w+|vencedor\w*|winnaar|genomineerd|trophées)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!…]['\")»”]?$")
_FORM_LAST = re.compile(rf"{_FORM}\)?$", re.IGNORECASE)
_PROSE = re.compile(
    r"\b(?:i|we|you|please|will|have|je|nous|vous|merci|ich|wir|sie|bitte|haben|yo|nosotros"
    r"|usted|por favor|noi|voi|per favore|eu|nós|você|ik|wij|graag|jeg|jag)\b(?!\.)",
    re.IGNORECASE,
)  # fmt: skip
_COLUMNS = re.compile(r"\||\s[·•]\s")


def is_contact(line: str) -> bool:
    """True for a plain line that says who or where the sender is, as blocks do."""
    if not 0 < len(line) <= 400:
        return False
    if is_registration(line):
        return True
    if len(line) > 200 or is_prose(line):
        return False
    return _STRONG.search(line) is not None or has_title(line) or is_address(line)


def is_address(line: str) -> bool:
    """True for a plain line with a street and its number, or a postcode and its town."""
    return _ADDRESS.search(line) is not None


def is_trailer(line: str) -> bool:
    """True for a plain line below a block that invites, or boasts."""
    return 0 < len(line) <= 160 and _TRAILER.search(line) is not None


def is_prose(line: str) -> bool:
    """True for a plain line that reads like part of a sentence."""
    if _COLUMNS.search(line):
        return len(line.split()) >= 2 and line[-1] in "?:"
    words = line.split()
    if len(words) >= 12:
        return True
    if len(words) >= 5 and _PROSE.search(line):
        return True
    if len(words) >= 5 and _SENTENCE.search(line) and not _FORM_LAST.search(line):
        return True
    return len(words) >= 2 and (line[-1] in "?:" or (len(words) >= 4 and line[0].islower()))


def is_short(line: str) -> bool:
    """True for a plain line that may stand in a block: a name, a unit, a slogan."""
    return 0 < len(line) <= 90 and len(line.split()) <= 9 and not is_prose(line)
