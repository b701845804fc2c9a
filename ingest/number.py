"""A number as it is typed in a cell: `48200`, `48 200,50 €`, `1.234,56`, `-12%`."""

import math
import re

_NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d{1,3})?")
_BETWEEN = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3})")  # noqa: RUF001 - thousands in Swiss


def number_of(text: str) -> float:
    """Raises ValueError when it is none, or not finite.

    A comma before exactly three digits separates thousands (`48,200`), any other single comma
    the decimals; a single dot separates decimals, as machines write them.
    """
    joined = _BETWEEN.sub("", text.strip()[:80])
    found = _NUMBER.findall(joined)
    if len(found) != 1:
        raise ValueError("not a number")
    digits: str = found[0].rstrip(".,")
    commas, dots = digits.count(","), digits.count(".")
    if commas and dots:
        decimal = max(",", ".", key=digits.rfind)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif commas == 1 and not re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", digits):
        digits = digits.replace(",", ".")
    elif commas or dots > 1:
        digits = digits.replace(",", "").replace(".", "")
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value
