"""Bytes to text, whatever their charset is said to be."""

import codecs

from charset_normalizer import from_bytes

from ingest.clean import clean

_GUESSED_FROM = 16_384  # bytes: more of them do not make a guess better, only slower

# Python's codecs that no mail is written in: not charsets at all, or quadratic (punycode).
_NO_CHARSET = frozenset(
    {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
    | {"unicode-escape", "raw-unicode-escape", "base64", "bz2", "hex", "quopri", "rot-13"}
    | {"uu", "zlib"}
)

# Wider charsets that mailers mean when they name the narrow one (as browsers read them too).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_MISNAMED = {
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "x-mac-roman": "mac_roman",
    "x-big5": "big5hkscs",
    "ansi": "cp1252",
    "utf8mb4": "utf-8",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSABLE = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "shift_jis", "euc_jp",
    "gb18030", "big5", "euc_kr", "iso2022_jp",
]  # fmt: skip

# The high bytes of Western European text in Windows-1252: letters, and the usual punctuation.
_WESTERN = bytes(set(range(0xC0, 0x100)) - set(b"\xd0\xd7\xdd\xde\xf0\xf7\xfe")) + (
    b"\x80\x82\x84\x85\x8b\x8c\x91\x92\x93\x94\x95\x96\x97\x99\x9b\x9c"
    b"\xa0\xa1\xa7\xa9\xaa\xab\xae\xb0\xb4\xb7\xba\xbb\xbf"
)
_ASCII = bytes(range(0x80))


def decode(data: bytes, charset: str | None = None) -> str:
    """The bytes as text; never raises.

    A byte order mark wins, then valid UTF-8, then the charset that was named, then a guess: a
    name is a claim, and bytes that are valid UTF-8 with high bytes in them are hardly ever
    anything else. UTF-7 and the ISO-2022 family look like ASCII, so there the name goes first.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(codec, "replace"))
    named = _codec(charset)
    if named is not None and named.startswith(("utf-7", "utf-16", "utf-32", "iso2022", "hz")):
        return clean(data.decode(named, "replace"))
    for candidate in ("utf-8", named):
        if candidate is None:
            continue
        try:
            return clean(data.decode(candidate))
        except UnicodeDecodeError:
            continue
    # Says UTF-8 and nearly is: a cut or damaged character, not another charset.
    if named == "utf-8":
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 20 <= len(data.translate(None, _ASCII)):
            return clean(text)
    return clean(data.decode(_guess(data), "replace"))


def _codec(charset: str | None) -> str | None:
    if not charset:
        return None
    name = charset.strip().strip("\"'").lower().removeprefix("3d").split("*")[0]
    name = _MISNAMED.get(name, name)
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in _NO_CHARSET:
        return None
    return _WIDER.get(codec, codec)


def _guess(data: bytes) -> str:
    sample = _dense(data)
    high = sample.translate(None, _ASCII)
    # charset-normalizer takes short Western text for Central European: "à" becomes "ŕ".
    western = len(high) - len(high.translate(None, _WESTERN))
    sparse = len(high) * 2 < len(sample)
    if sparse and western * 100 >= len(high) * 85:
        return "cp1252"
    others = [codec for codec in _GUESSABLE if not sparse or codec not in ("cp1252", "cp1254")]
    best = from_bytes(sample, cp_isolation=others).best()
    return best.encoding if best is not None else "cp1252"


def _dense(data: bytes) -> bytes:
    """The lines that hold high bytes: only these tell one charset from another."""
    if len(data) <= _GUESSED_FROM:
        return data
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_GUESSED_FROM]
