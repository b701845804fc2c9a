"""What a line of a signature block looks like: a number, an address, a title, a company."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re

_STRONG = re.compile(
    r"[\w.+-]+@[\w-]+\.\w"  # an address
    r"|(?:https?://|www\.)\S|^[\w-]{2,40}(?:\.[\w-]{2,30}){1,3}(?:/\S*)?$"  # a page, a bare domain
    r"|(?<![\w.])(?:\+|00)?\(?\d(?:[\s()./–-]{0,2}\d){7,14}(?!\w)|\+\d[\d\s()./-]{5,}"  # a number
    r"|\b(?:tel|tél|téléphone|telefon|telefono|teléfono|telefone|telefoon|phone|fax|mob|mobile?"
    r"|móvil|handy|cell|cel|gsm|portable|ligne directe|direct|durchwahl|mobiel|whatsapp|skype"
    r"|linkedin|twitter|facebook|xing|instagram)\b\W{0,4}[\d+(:@/]"
    r"|^(?:[tmfpdewh]|ph)[.:]\s?[\d+(\w]|^@\w+$|^\[(?:cid|image|logo)[:\s]|^!\[|^<image|^\[https?:"
    r"|\b(?:ceo|cto|cfo|coo|cmo|vp|svp|evp|head of|chief|president|founder|co-founder|managing"
    r"|manager|director|engineer|developer|consultant|executive|representative|officer|analyst"
    r"|coordinator|specialist|assistant|administrator|architect|advisor|supervisor|team lead"
    r"|sales|marketing|human resources|customer (?:service|success|care)|support team|account)\b"
    r"|\b(?:directeur|directrice|responsable|chef de|chargée? d|ingénieure?|gérante?"
    r"|président\w*|assistante?|conseill\w+|commerciale?|acheteu\w+|comptable|consultante?"
    r"|service (?:client|commercial|achats))\b"
    r"|\b(?:geschäftsführ\w+|leiter\w*|leitung|vertrieb\w*|einkauf\w*|abteilung\w*|prokurist\w*"
    r"|sachbearbeiter\w*|referent\w*|berater\w*|projektleit\w+|mitarbeiter\w*|vorstand"
    r"|kundenbetreu\w+|kundenservice|universität|institut|fakultät|fachbereich|matrikelnummer"
    r"|matr\.?-?nr|martrikel\w*)\b"
    r"|\b(?:gerente|ingenier\w+|jef[ea] de|encargad\w+|coordinador\w*|asesor\w*|departamento"
    r"|ventas|compras|direttore|direttrice|responsabile|ufficio|amministra\w+|commerciale"
    r"|ingegnere|addett\w+|gestor\w*|diretor\w*|engenheir\w+|comercial|vendas|consultor\w*"
    r"|directeur|verkoop|inkoop|accountmanager|medewerker|adviseur|afdeling|hoofd|kierownik"
    r"|dyrektor|specjalista|handlowiec|prezes)\b"
    r"|\b(?:gmbh|ag|kg|ohg|sarl|sas|s\.a\.s\.?|s\.a\.?|sa|ltd\.?|limited|llc|inc\.?|corp\.?|plc"
    r"|b\.?v\.?|n\.?v\.?|s\.?p\.?a\.?|s\.?r\.?l\.?|lda\.?|s\.?l\.?|sp\. z o\.?o\.?|oy|ab|a/s|aps"
    r"|s\.r\.o\.?)(?=$|[\s,|·-])"
    r"|\b(?:rcs|siret|siren|hrb|hra|ust-?id\w*|vat|tva|kvk|btw|p\.? ?iva|partita iva|nif|cif|nip"
    r"|regon|amtsgericht|registergericht|handelsregister|capital social|registered (?:office|in)"
    r"|geschäftsführung)\b"
    r"|\b\w*(?:straße|strasse|str\.|platz|allee|gasse|straat|laan|weg)\s*\d"
    r"|\b\d{1,4}\W{1,2}(?:bis |ter )?(?:rue|avenue|av\.|bd|boulevard|place|chemin|route|quai"
    r"|impasse)\b|\b(?:via|viale|piazza|corso|calle|c/|avda|avenida|plaza|paseo|rua|praça|ul\."
    r"|al\.)\s[^\W\d_]|\b\d{1,5}\s[\w\s]{2,30}(?:street|st\.|road|rd\.?|ave\.?|avenue|lane|blvd"
    r"|drive|suite|floor)\b|\bp\.?o\.? box\b|\bcedex\b"
    r"|^(?:[a-z]{1,2}-)?\d{4,5}(?: ?[a-z]{2})?\s[^\W\d_]{2}|^\d{6,}$"
    r"|^(?:dr|mag|prof|dipl|ing|msc|mba|phd)\b\.?",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE = re.compile(r"[.?!…]['\")»”]?$")
_PROSE = re.compile(
    r"\b(?:i|we|you|please|will|have|je|nous|vous|merci|ich|wir|sie|bitte|haben|yo|nosotros"
    r"|usted|por favor|noi|voi|per favore|eu|nós|você|ik|wij|graag|jeg|jag)\b(?!\.)",
    re.IGNORECASE,
)  # fmt: skip


def is_contact(line: str) -> bool:
    """True for a plain line that says who or where the sender is, as blocks do."""
    return 0 < len(line) <= 200 and _STRONG.search(line) is not None and not is_prose(line)


def is_prose(line: str) -> bool:
    """True for a plain line that reads like part of a sentence."""
    words = line.split()
    if len(words) >= 12 and "|" not in line:
        return True
    if len(words) >= 5 and (_SENTENCE.search(line) or _PROSE.search(line)):
        return "|" not in line
    return len(words) >= 2 and (line[-1] in "?:" or (len(words) >= 4 and line[0].islower()))


def is_short(line: str) -> bool:
    """True for a plain line that may stand in a block: a name, a unit, a slogan."""
    return 0 < len(line) <= 90 and len(line.split()) <= 9 and not is_prose(line)
