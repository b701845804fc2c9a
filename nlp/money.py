"""Sums of money as people write them: an amount with its currency, in seven languages."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from price_parser import Price

_SPACE = r"[ \u00a0\u202f\u2009]"
_NUMBER = (
    r"(?:\d{1,2}(?:,\d\d)+,\d{3}"  # as in India: 9,84,000
    r"|\d{1,3}(?:[.,'\u2019 \u00a0\u202f\u2009]\d{3})+|\d+)"
    r"(?:[.,]\d{1,3}(?!\d)|[,.][-\u2013])?"
)
_SCALE = (
    r"(?:k|K|m|M|Mio\.?|Mrd\.?|Md|mln\.?|mio\.?|bn|million(?:s|en|es|i)?|Million(?:en)?|mille|mil|"
    r"millón|millones|milione|milioni|mila|milhão|milhões|mi|mn|miljoen|miljard|Tausend|duizend|"
    r"thousand|billion|milliards?|Tsd\.?)"
)
_SIGN = r"(?:(?:US|R|CA?|AU?|S|NZ|HK)?\$|€|£|¥|₹|S/|Rs\.?|R(?= ?\d))"
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


_SCALES = (
    (1_000, r"k|t|mille|mil|mila|tausend|duizend|thousand|tsd\.?"),
    (1_000_000, r"m|mn|mio\.?|mln\.?|million(?:s|en|es|i)?|millón|millones|milione|milioni|milhão|"
                r"milhões|mi|miljoen"),
    (1_000_000_000, r"mrd\.?|md|bn|miljard|billion|milliards?"),
)  # fmt: skip
_SCALED = [
    (factor, re.compile(rf"(?<=\d)\s?(?:{some})(?![^\W\d_])", re.IGNORECASE))
    for factor, some in _SCALES
]
# Longer signs stand before those that they hold.
_CURRENCIES = {
    "EUR": r"EUR|€|euros?",
    "GBP": r"GBP|£|pounds?|livres sterling|sterline?|libras",
    "CHF": r"CHF|Fr\.|SFr\.?|Franken|francs? suisses?|franchi(?: svizzeri)?|francos? suizos?",
    "BRL": r"BRL|R\$|reais|real",
    "CAD": r"CAD|CA?\$|\$ ?CA",
    "AUD": r"AUD|A\$|AU\$",
    "USD": r"USD|US\$|US[- ]Dollars?",
    "JPY": r"JPY|¥|yen",
    "PEN": r"PEN|S/",
    "INR": r"INR|Rs\.?|₹|rupees?",
    "MAD": r"MAD|DH|dirhams?",
    "ZAR": r"ZAR|R(?= ?\d)",
    "SGD": r"SGD|S\$",
    "NZD": r"NZD|NZ\$",
    "HKD": r"HKD|HK\$",
}
_OTHER = re.compile(
    r"(?<![^\W\d_])(SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|UAH|ISK|TND|DZD|XOF|XAF|KES|NGN|MZN|AOA|EGP|MXN|ARS|COP|CLP|UYU|CNY|KRW|THB|AED|SAR|ILS)\b"
)
_SIGNS = [
    (code, re.compile(rf"(?:(?<![^\W\d_])|(?=[€£¥₹]))(?:{some})(?![^\W\d_])", re.IGNORECASE))
    for code, some in _CURRENCIES.items()
]
_DOLLAR = re.compile(r"\$|dollars?|dólares|dollari|pesos?", re.IGNORECASE)
# Whose dollar or peso a bare sign means, by the region of the language; English alone means USD.
_HOMES = {
    "us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD", "sg": "SGD", "mx": "MXN", "ar": "ARS",
    "co": "COP", "cl": "CLP", "en": "USD",
}  # fmt: skip


def value(said: str, tag: str | None = None) -> str | None:
    """A sum as amount and ISO 4217 currency; None where either cannot be told.

    `tag` is the BCP 47 tag of the text: whose dollar "$" is, its region tells.

    >>> value("1.250,00 €"), value("EUR 40k"), value("3,5 Mio. Euro"), value("$ 1.200.000", "es-CO")
    ('1250.00 EUR', '40000.00 EUR', '3500000.00 EUR', '1200000.00 COP')
    >>> value("$ 1.200.000", "es")
    """
    currency = _currency(said, tag)
    amount = _amount(said)
    if currency is None or amount is None:
        return None
    return (
        f"{amount.quantize(Decimal('0.01')) if amount == round(amount, 2) else amount:f} {currency}"
    )


def _amount(said: str) -> Decimal | None:
    # "0,142" is less than one: no thousands begin with nought.
    small = re.search(r"(?<!\d)0([.,])\d", said)
    try:
        found = Price.fromstring(said, decimal_separator=small[1] if small else None).amount
    except (ValueError, InvalidOperation):
        return None
    if found is None or not found.is_finite() or abs(found) >= 10**15:
        return None
    for factor, pattern in _SCALED:
        if pattern.search(said):
            return found * factor
    return found


def _currency(said: str, tag: str | None) -> str | None:
    named = _OTHER.search(said)
    if named is not None:
        return named[1]
    for code, pattern in _SIGNS:
        if pattern.search(said):
            return code
    if _DOLLAR.search(said) is None:
        return None
    parts = re.split("[-_]", (tag or "").strip().casefold())
    return next((_HOMES[part] for part in reversed(parts) if part in _HOMES), None)
