"""The line that introduces a quote: "On Tuesday Ann wrote:", in any language, wrapped or not."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001, RUF003

import re

from ingest.reply_headers import role_of
from ingest.reply_lines import WIDTH
from ingest.reply_words import WROTE, WROTE_UNSPACED

_WROTE = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(WROTE, key=len, reverse=True))
    + r")(?![^\W_])|"
    + "|".join(map(re.escape, WROTE_UNSPACED)),
    re.IGNORECASE,
)
# The pattern is dear: these words, or nothing.
_LAST_WORDS = frozenset(re.findall(r"\w+", phrase)[-1] for phrase in WROTE)
_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[\w.+'=-]{1,80}@[\w-]{1,80}\.[\w.-]{1,80}")
_DATE = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.hH時时시]\s?\d{2}(?!\d)"  # a time
    r"|(?<!\d)(?:19|20|١٩|٢٠|۲۰)\d\d(?!\d)"  # a year
    r"|(?<!\d)\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}(?!\d)"
)
_HOUR = re.compile(r"(?<!\d)\d{1,2}\s?[:.hH時时시点點]\s?\d{2}(?!\d)")
_REPORTING = frozenset({"said", "writes"})
# A date near the front, after at most a few short words: "On Wed, Dec 9", "ср, 30 апр.", "2024年".
_OPENS_WITH_DATE = re.compile(r"^\W*(?:[^\W\d_]{1,14}[^\w\s]{0,3}\s+){0,5}\W{0,4}\d")
# A person in front: "Ann Lee <ann@x.org> schrieb am ...", "ann@x.org wrote:".
_OPENS_WITH_PERSON = re.compile(r"^\W*(?:[^\s<>@:]{1,40}\s+){0,6}[<(\[\"'=]{0,3}[\w.+'=-]{1,80}@")
_QUOTED_BEHIND = re.compile(r"[:：]\s*>")
_DECORATION = " \t-–—_*>\"'”»"
_MOST_LINES = 5


def quotes(line: str) -> bool:
    """True for a plain line that is quoted with ">"."""
    return line.startswith(">")


def attribution_end(lines: list[str], start: int) -> int | None:
    """Where the attribution that starts at `start` ends (exclusive), or None if none starts there.

    `lines` are plain. A date, an address or the quote that follows must confirm the word
    "wrote": a sentence that only reports what somebody wrote is the author's own.
    """
    if not _may_open(lines[start]):
        return None
    joined = ""
    for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
        line = lines[end - 1]
        if not line or quotes(line):
            return None
        joined = f"{joined} {line}".strip()
        if len(joined) > WIDTH:
            return None
        if _is_complete(joined, _next_line(lines, end)):
            return _latest(lines, start, end)
    return None


def _may_open(line: str) -> bool:
    return bool(line) and not quotes(line) and (
        _OPENS_WITH_DATE.match(line) is not None
        or "@" in line
        or _wrote(line[-200:]) is not None
    )  # fmt: skip


def _latest(lines: list[str], start: int, end: int) -> int | None:
    # A sentence that starts with a number may stand right above: the attribution then starts
    # below it, and belongs to a later `start`.
    for later in range(start + 1, end):
        below = " ".join(lines[later:end])
        goes_on = lines[later - 1].endswith((",", "<")) or lines[later][:1].islower()
        if goes_on or not _OPENS_WITH_DATE.match(lines[later]):
            continue
        if _is_complete(below, _next_line(lines, end)):
            return None
    return end


def _next_line(lines: list[str], end: int) -> str:
    return next((line for line in lines[end : end + 6] if line), "")


def _wrote(text: str) -> re.Match[str] | None:
    """The last "wrote" of a text."""
    if _LAST_WORDS.isdisjoint(_WORD.findall(text.lower())) and not any(
        phrase in text for phrase in WROTE_UNSPACED
    ):
        return None
    found = None
    for found in _WROTE.finditer(text):  # noqa: B007 - the last one counts
        pass
    return found


def _is_complete(text: str, following: str) -> bool:
    dated = _DATE.search(text) is not None
    address = _EMAIL.search(text)
    if not (dated or address or quotes(following)):
        return False
    core = text.rstrip(_DECORATION)
    colon = core.endswith((":", "："))
    verb = _wrote(core)
    verb_last = verb is not None and len(core) - verb.end() <= 3
    # Prose reports what somebody said, on a date; mail clients also give the hour or an address.
    exact = address is not None or _HOUR.search(text) is not None
    if verb is not None and not quotes(following) and verb.group().lower() in _REPORTING:
        return False
    opens = _OPENS_WITH_DATE.match(text) is not None
    if verb is not None:
        if _QUOTED_BEHIND.match(core, verb.end()) and (dated or address):
            return True
        if (
            opens
            and dated
            and (colon or verb_last)
            and (exact or (colon and len(text.split()) <= 9))
        ):
            return True
        if exact and dated and (colon or verb_last) and _OPENS_WITH_PERSON.match(text):
            return True
        if (colon or verb_last) and _OPENS_WITH_PERSON.match(text):
            return True
        if dated and colon and "schrieb am" in core:
            return True  # webmails put a bare name in front
    elif address and dated and colon:
        return opens or _OPENS_WITH_PERSON.match(text) is not None
    elif address and opens and text[:1].isdigit() and dated and core.endswith(address.group()):
        return True
    if quotes(following):
        if verb is not None and (colon or verb_last) and len(text) <= 200:
            return True
        return opens and dated and (colon or verb is not None)
    return verb is not None and opens and dated and role_of(following) is not None
