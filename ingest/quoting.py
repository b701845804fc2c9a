"""The newly written text of a mail: no quote, no signature, no disclaimer."""

from collections.abc import Iterator

from ingest.disclaimer import banner_end, without_disclaimer
from ingest.reply_attribution import attribution_end, quotes
from ingest.reply_headers import header_end, is_marker, notes_header_end, role_of
from ingest.reply_lines import lines_of, plain, trimmed
from ingest.signature import is_divider, is_tagline, without_closing, without_signature

# Leaving one thing off can uncover another. Real mail settles after two rounds.
_ROUNDS = 20
# Nobody writes more by hand: beyond, only ">" is looked for, so hostile bodies stay cheap.
_LOOKED_AT = 20_000
# Interleaved replies have few parts; the ends of the first and the last ones are looked at.
_ENDS = 40


def newly_written(body: str, *, closing: bool = True) -> str:
    """What the author wrote into this mail: some of the body's lines, in their order.

    Never raises, and is its own fixed point. A mail that only forwards another has no text of
    its own: "". `closing=False` also leaves off a closing formula and the bare name below it.
    """
    lines = trimmed(lines_of(body))
    for _ in range(_ROUNDS):
        shorter = _round(lines, closing=closing)
        if len(shorter) == len(lines):
            break
        lines = shorter
    return "\n".join(lines)


def without_quotes(body: str) -> str:
    """The lines of a body that no quote covers; signatures and disclaimers stay."""
    lines = trimmed(lines_of(body))
    seen = _seen(lines)
    parts = (trimmed([lines[index] for index in part]) for part in _parts(seen))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _round(lines: list[str], *, closing: bool) -> list[str]:
    seen = _seen(lines)
    kept: list[str] = []
    parts = list(_parts(seen))
    for number, part in enumerate(parts):
        end = len(part)
        if number < _ENDS or number >= len(parts) - _ENDS:
            end = _own_end([seen[index] for index in part], closing=closing)
        own = trimmed([lines[index] for index in part[:end]])
        if own and kept:
            kept.append("")
        kept.extend(own)
    return kept


def _seen(lines: list[str]) -> list[str]:
    """The plain lines; code between fences is masked, so that no rule reads it."""
    seen = [plain(line) for line in lines]
    fences = [index for index, line in enumerate(seen) if line.startswith("```")]
    for opened, closed in zip(fences[::2], fences[1::2], strict=False):
        for index in range(opened, closed + 1):
            seen[index] = f"`{seen[index]}"
    return seen


def _own_end(view: list[str], *, closing: bool) -> int:
    end = len(view)
    while True:
        shorter = without_signature(view[: without_disclaimer(view[:end])])
        if not closing:
            shorter = without_closing(view[:shorter])
        if shorter >= end:
            return end
        end = shorter


def _parts(seen: list[str]) -> Iterator[list[int]]:
    """The stretches of lines between the quotes, by index."""
    part: list[int] = []
    written = attributed = False
    index = banner_end(seen)
    while index < len(seen):
        line = seen[index]
        end = index
        if quotes(line):
            end = _quote_end(seen, index)
            if not attributed and _is_list(seen, index, end):
                part.extend(range(index, end))
                index = end
                continue
        elif line and index < _LOOKED_AT:
            ruled = bool(part) and is_divider(seen[part[-1]])
            end = _introduction_end(seen, index, written=written, ruled=ruled)
            attributed = attributed or end > index
        if end > index:
            if part:
                yield part
            part = []
            index = end
        else:
            part.append(index)
            written = written or (bool(line) and not is_divider(line))
            index += 1
    if part:
        yield part


def _introduction_end(seen: list[str], index: int, *, written: bool, ruled: bool) -> int:
    """Where the lines end that introduce a quote here; `index` if none do.

    Without ">" nobody can say where the quote itself ends: all below goes, provided that
    something was written above. `ruled`: a divider stands above.
    """
    everything = len(seen)
    if is_marker(seen[index]):
        return everything
    if (end := notes_header_end(seen, index)) is not None:
        return everything if written else end  # Notes puts a mail's own header on top as well
    if (end := header_end(seen, index)) is not None:
        return everything if written or ruled or role_of(seen[index]) == "from" else end
    if (end := attribution_end(seen, index)) is not None:
        return everything if written and not quotes(_next(seen, end)) else end
    if is_tagline(seen[index]):
        return everything if written and not quotes(_next(seen, index + 1)) else index + 1
    return index


def _next(seen: list[str], index: int) -> str:
    while index < len(seen):
        if seen[index]:
            return seen[index]
        index += 1
    return ""


def _quote_end(seen: list[str], start: int) -> int:
    """Where the quoted lines end; a long quoted line may have lost its tail to the next line."""
    end = start
    while end < len(seen) and quotes(seen[end]):
        end += 1
        lost = end
        while lost < len(seen) and lost - end < 2 and seen[lost] and not quotes(seen[lost]):
            lost += 1
        if end < lost < len(seen) and quotes(seen[lost]) and len(seen[end - 1]) >= 55:
            end = lost
    return end


def _is_list(seen: list[str], start: int, end: int) -> bool:
    """True where ">" marks the points of the author's own list, or "more than"."""
    before = seen[start - 1] if start else ""
    if end - start == 1 and before[-1:].isalpha():
        return seen[start][1:].lstrip()[:1].isdigit()
    return (
        before.endswith(":")
        and 1 < end - start <= 20
        and all(_is_point(line) for line in seen[start:end])
    )


def _is_point(line: str) -> bool:
    return 1 < len(line) <= 80 and line[1] != ">" and line[-1] not in "?."
