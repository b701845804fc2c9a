"""A company's entries in registers, as the law makes firms print them on their letters."""

import re

# Each item says what it is and gives its value: a word of law alone proves nothing.
_ITEMS = (
    # de, at, ch
    r"(?:(?:firmen)?sitz|sitz der (?:gesellschaft|firma))\s?(?::|ist\b|und registergericht)",
    r"(?:amts|handels|register|landes)gericht:?\s(?!zu\b)[^\W\d_]\w+",
    r"hr[ab][\s:.-]{0,3}(?:nr\.?\s?)?\d",
    r"(?:handels|firmen)(?:register|buch)\w*(?:[\s.-]?nr\.?|nummer)?[\s:]{1,3}\w", r"fn\s?\d{4,}",
    r"ust\.?-?\s?id\w*\.?(?:[\s-]?nr\.?)?[\s.:]{0,3}(?:de|atu?|che)?\s?\d",
    r"(?:steuer|st\.-?)-?(?:nr\.?|nummer)[\s:]{0,3}\d", r"uid(?:-?nr\.?)?[\s:]{1,3}(?:atu|che)",
    r"geschäftsführ(?:er|erin|ung|ende|er/in|er\*in)(?:\s?\(.{1,20}\))?\s?:", r"vorstand\w*\s?:",
    r"(?:vorsitz\w*|vors\.) (?:des |der )?(?:aufsichtsrat\w*|vorstand\w*|geschäftsführung)",
    r"aufsichtsrat\w*\s?:", r"persönlich haftende gesellschaft\w+", r"komplementär\w*\s?:",
    r"weee-reg",
    # fr, be, lu
    r"(?:n°\s?)?sire[nt]\s?(?:n°|:)?\s?\d", r"r\.?c\.?s\.?\s(?:de\s)?[^\W\d_]{3,}",
    r"capital(?: social)? (?:de|:)\s?€?\s?\d",
    r"(?:n°\s?)?(?:de )?tva\s?(?:intra\w*\.?)?\s?(?:n°|:)?\s?(?:fr|be|lu)\s?[\dx]",
    r"(?:code )?(?:ape|naf)\s?:?\s?\d{3,4}\s?[a-z]", r"si[èe]ge social\s?(?::|\d)",
    r"rpm (?:brux|li[èe]ge|nam|charl|mons|brabant)",
    # it
    r"p(?:artita|\.)?\s?iva\s?(?:n\.)?\s?[:.]?\s?(?:it)?\s?\d",
    r"(?:c\.?f\.?|cod\w*\.? fisc\w*\.?)[\s:.]{1,3}[\da-z]",
    r"r\.?e\.?a\.?[\s:.]{1,3}(?:n\.\s?)?[a-z]{2}[\s-]{0,3}\d",
    r"cap(?:itale|\.)?\s?soc(?:iale|\.)?[\s:.]{1,3}\S",
    r"(?:reg(?:istro|\.)?|iscr\w*\.? al reg\w*\.?)\s?(?:delle\s)?imp(?:rese|r?\.)",
    r"sede (?:legale|operativa|amministrativa|social)\s?:", r"(?:codice|cod\.) (?:sdi|univoco)",
    r"c\.c\.i\.a\.a",
    # es, pt
    r"(?:c\.?i\.?f|n\.?i\.?f|nipc|nipc/nif)\.?[\s:]{1,3}(?:pt|es)?[\s-]?[a-z]?-?\d",
    r"(?:inscrit[ao] .{0,20})?registro mercantil\b", r"tomo \d", r"folio \d",
    r"hoja [a-z]{0,2}-?\d",
    r"domicilio social\s?:", r"capital social[\s:]{1,3}(?:de\s)?€?\s?\d",
    r"matriculada .{0,40}conservatória|conservatória do registo", r"contribuinte n",
    r"cnpj[\s:]{1,3}\d", r"sede\s?:",
    # nl
    r"kvk(?:[\s-]?(?:nr\.?|nummer|\w{4,20}))?[\s:.]{1,3}\d",
    r"btw(?:[\s-]?(?:nr\.?|nummer|id))?[\s:.]{1,3}(?:nl|be)?\s?\d", r"statutair gevestigd",
    # en
    r"(?:company|co\.|(?:company )?registration|registered|reg\.?)\s?(?:reg\w*\.?\s?)?"
    r"(?:no|number|nr)\b[\s.:]{0,3}[a-z]{0,2}\d",
    r"(?:is |a company )?registered (?:in|at) (?:[^\W\d_]|no)", r"registered (?:office|address)\b",
    r"incorporated in [^\W\d_]",
    r"vat(?:\s?(?:reg\w*|id|identification|number|no))*[\s.:]{1,3}(?:gb|ie|eu|xi)?\s?\d",
    r"authori[sz]ed and regulated by", r"ein[\s:]{1,3}\d{2}-\d{5}", r"abn[\s:]{1,3}\d{2}\s?\d",
    # the north
    r"cvr(?:-?nr\.?)?[\s:.]{1,3}(?:dk)?\s?\d", r"org\.?[\s-]?n(?:r|o|umber)\.?[\s:]{1,3}\d",
)  # fmt: skip
_ITEM = re.compile(rf"(?<![^\W_])(?:{'|'.join(_ITEMS)})", re.IGNORECASE)
_FIRST = re.compile(rf"\W*(?:{'|'.join(_ITEMS)})", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:i(?!\.)|we|our|my|you|your|please|je|nous|notre|nos|votre|vos|merci|ich|wir|sie|unsere?\w*"
    r"|ihre?\w*|bitte|nuestr[oa]s?|su|sus|nostr[oaie]|vostr[oaie]|nossas?|vossas?|por favor"
    r"|per favore|onze|ons|uw|jullie|graag)\b",
    re.IGNORECASE,
)  # fmt: skip


def registration_items(line: str) -> int:
    """How many entries a plain line gives; 0 where somebody says something about them."""
    head = line[:400]
    return 0 if _SAID.search(head) else sum(1 for _ in _ITEM.finditer(head))


def is_registration(line: str) -> bool:
    """True for a plain line that begins with an entry, or gives two."""
    items = registration_items(line)
    return items > 1 or (items == 1 and _FIRST.match(line[:400]) is not None)
