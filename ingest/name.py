"""A name as it is compared: no accents, no case, no punctuation, no legal form."""

import re
import unicodedata

# The forms in which companies are incorporated, as they look after folding.
_FORMS = """
    gmbh mbh ag kg kgaa ug ohg gbr ev se co cie
    sa sas sasu sarl eurl snc scop sca
    ltd limited plc llp inc incorporated corp corporation llc lp
    spa srl srls snc
    bv nv vof
    sl slu sau
    lda ltda
    ab as asa aps oy oyj hf
"""
LEGAL = frozenset(_FORMS.split())
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
    }
)
_DOTTED = re.compile(r"\b((?:\w\.){1,5}\w?)(?!\w)")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents: `Société` and `SOCIETE` are the same."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_LETTERS)


def joined_initials(text: str) -> str:
    """`S.p.A.` and `SpA` are the same."""
    return _DOTTED.sub(lambda found: found[1].replace(".", ""), text)


def words(text: str) -> list[str]:
    """The folded words, with initials joined."""
    return _WORD.findall(joined_initials(fold(text)))


def core(name: str) -> tuple[str, ...]:
    """The folded words of a company's name without its legal form, never empty for a real name.

    >>> core("Lombarda Sistemi S.p.A."), core("SARL Armorique")
    (('lombarda', 'sistemi'), ('armorique',))
    >>> core("Rheinwerk GmbH & Co. KG"), core("AB SA")
    (('rheinwerk',), ('ab',))
    """
    left = words(name)
    while len(left) > 1 and left[-1] in LEGAL:
        left.pop()
    while len(left) > 1 and left[0] in {"sarl", "sas", "sa", "srl", "spa", "eurl"}:
        left.pop(0)
    return tuple(left)
