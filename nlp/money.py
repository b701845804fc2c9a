"""Sums of money as people write them: an amount with its currency, in seven languages."""

import re
from collections.abc import Iterator

_SPACE = r"[ \u00a0\u202f\u2009]"
_NUMBER = (
    r"(?:\d{1,3}(?:[.,'\u2019 \u00a0\u202f\u2009]\d{3})+|\d+)(?:[.,]\d{1,2}(?!\d)|,[-\u2013]|\.-)?"
)
_SCALE = (
    r"(?:k|K|M|Mio\.?|Mrd\.?|Md|mln\.?|mio\.?|bn|million(?:s|en|es|i)?|Million(?:en)?|mille|mil|"
    r"millón|millones|milione|milioni|mila|milhão|milhões|mi|miljoen|miljard|Tausend|duizend|"
    r"thousand|billion|milliards?|Tsd\.?)"
)
_SIGN = r"(?:€|£|\$|US\$|R\$|C\$|A\$|¥)"
_CODE = (
    r"(?:EUR|USD|GBP|CHF|BRL|CAD|AUD|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|MAD|TND|XOF|MXN|ARS|COP|INR)"
)
_WORD = (
    r"(?:euros?|Euros?|dollars?|US[- ]Dollar|Dollars?|dólares|dollari|pounds?|livres sterling|"
    r"francs?(?: suisses?)?|Franken|reais|real|pesos?|sterline|franchi|francos?)"
)
_AFTER = rf"(?:{_SIGN}|{_CODE}\b|{_WORD}\b)"
_OF = r"(?:de |d['\u2019]|di )"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?:{_SIGN}|{_CODE}){_SPACE}?{_NUMBER}(?:{_SPACE}?{_SCALE}\b)?"
    rf"|{_NUMBER}(?:{_SPACE}?{_SCALE})?(?:{_SPACE}?{_AFTER}|{_SPACE}{_OF}{_AFTER}))"
    rf"(?!\w)"
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """The spans of sums.

    >>> text = "Nous devons 12 500,00 € TTC, or 3.2 million dollars, or EUR 40k."
    >>> [text[start:end] for start, end in find(text)]
    ['12 500,00 €', '3.2 million dollars', 'EUR 40k']
    """
    for match in _MONEY.finditer(text):
        yield match.span()
