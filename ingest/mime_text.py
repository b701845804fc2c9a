"""The text of one part: charset undone, flowed lines joined, armour and attachments taken out."""

import re

from ingest.mime_charset import decode
from ingest.mime_tree import Part

LONGEST = 2**18  # characters: nobody newly writes more, and what is new stands at the head

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CLEARSIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_ARMOUR = re.compile(r"^-----(BEGIN|END) PGP ([A-Z ]{3,30})-----\s*$")
_UUENCODED = re.compile(r"^begin [0-7]{3,4} \S")
_ENRICHED = re.compile(r"<<|</?[A-Za-z][\w-]{0,60}>")


def text_of(part: Part) -> str:
    """A text part as it reads: at most `LONGEST` characters, lines ended by a newline."""
    # A character takes at most four bytes, and a byte three characters (quoted-printable).
    data = part.data(12 * LONGEST)[: 4 * LONGEST]
    text = decode(data, _charset(part, data))[:LONGEST]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = part.get_content_type()
    if kind in ("text/enriched", "text/richtext"):
        return _ENRICHED.sub(lambda tag: "<" if tag[0] == "<<" else "", text)
    if kind == "text/plain":
        if _param(part, "format").lower() == "flowed":
            text = unflowed(text, delete_space=_param(part, "delsp").lower() == "yes")
        return _without_blocks(text)
    return text


def looks_html(text: str) -> bool:
    """Whether text that calls itself plain, or nothing, is a web page."""
    head = text[:500].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body"))


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Format=flowed (RFC 3676) as its author saw it: soft breaks joined, quote marks kept."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body.removeprefix(" ")
        signature = body == "-- "
        soft = body.endswith(" ") and not signature
        kept = body[:-1] if soft and delete_space else body
        if open_depth == depth and not signature:
            lines[-1] += kept
        else:
            lines.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if soft else None
    return "\n".join(lines)


def _param(part: Part, name: str) -> str:
    """A parameter of Content-Type; RFC 2231 values that cannot be read are as good as absent."""
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return value.strip() if isinstance(value, str) else ""


def _charset(part: Part, data: bytes) -> str | None:
    declared = _param(part, "charset")
    if not declared and part.get_content_type() == "text/html":
        meta = _META_CHARSET.search(data[:4096])
        return meta[1].decode("ascii", "replace") if meta else None
    return declared or None


def _without_blocks(text: str) -> str:
    """Inline PGP and uuencoded files taken out; what a clear signature covers stays."""
    if "-----BEGIN PGP " not in text and "begin " not in text:
        return text
    lines: list[str] = []
    skipped_until: str | None = None
    in_signed = False
    armour_head = False
    for line in text.split("\n"):
        if skipped_until is not None:
            if line.rstrip() == skipped_until:
                skipped_until = None
                in_signed = False
            continue
        armour = _ARMOUR.match(line)
        if line.rstrip() == _CLEARSIGNED:
            in_signed = armour_head = True
        elif armour and armour[1] == "BEGIN":
            skipped_until = f"-----END PGP {armour[2]}-----"
        elif _UUENCODED.match(line):
            skipped_until = "end"
        elif armour_head:
            armour_head = line.strip() != ""  # "Hash: SHA256", then a blank line
        else:
            lines.append(line[2:] if in_signed and line.startswith("- ") else line)
    return "\n".join(lines)
