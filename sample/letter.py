"""The body of a mail as its program leaves it: text, signature, quote and disclaimer."""

import textwrap
from datetime import datetime
from html import escape

import msgspec

from sample.people import Directory, Person, pick
from sample.signature import disclaimer, signature
from sample.story import Mail

QUOTE_DEPTH = 3  # older mails of a thread fall off, or a long thread would fill the disk


class Letter(msgspec.Struct, frozen=True):
    """A mail in its thread: who wrote it, under which subject, in answer to what."""

    mail: Mail
    sender: Person
    subject: str
    parent: "Letter | None" = None


def subject_of(mail: Mail, sender: Person, parent: Letter | None) -> str:
    """The subject line: that of the thread behind the prefix of the writer's program."""
    if parent is None:
        return mail.subject or ""
    root = parent
    while root.parent is not None:
        root = root.parent
    prefix = sender.house.locale.reply if mail.client == "outlook" else "Re"
    return f"{prefix}: {root.mail.subject}"


def plain(letter: Letter, people: Directory, depth: int = QUOTE_DEPTH) -> str:
    """The text/plain body."""
    mail, sender = letter.mail, letter.sender
    text = mail.text.strip()
    if mail.client == "thunderbird":
        text = _wrap(text, 72)
    sign = signature(mail, sender)
    legal = disclaimer(mail, sender)
    quote = _quote(letter, people, depth)
    if quote and _below(letter):
        parts = [quote, text, sign, legal]
    elif sender.house.below_quote:
        parts = [text, sign, quote, legal]
    else:
        parts = [text, sign, legal, quote]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(letter: Letter, people: Directory, depth: int = QUOTE_DEPTH) -> str:
    """The text/html body, in the dialect of the writer's program."""
    mail, sender = letter.mail, letter.sender
    parts = [_paragraphs(mail.text.strip(), mail.client)]
    sign = signature(mail, sender).removeprefix("-- \n")
    if sign:
        mark = "gmail_signature" if mail.client == "gmail" else "signature"
        lines = "<br>".join(escape(line) for line in sign.split("\n"))
        parts.append(f'<div class="{mark}">{lines}</div>')
    legal = disclaimer(mail, sender)
    small = f'<p style="font-size:8pt;color:gray">{escape(legal)}</p>' if legal else ""
    quote = _html_quote(letter, people, depth)
    parts += [quote, small] if sender.house.below_quote else [small, quote]
    return "\n".join(part for part in parts if part)


def _below(letter: Letter) -> bool:
    """Some Thunderbird users answer below a short quote."""
    parent = letter.parent
    return (
        parent is not None
        and letter.mail.client == "thunderbird"
        and parent.mail.text.count("\n") < 12
        and pick("below " + letter.mail.key, 3) == 0
    )


def _quote(letter: Letter, people: Directory, depth: int) -> str:
    parent, mail = letter.parent, letter.mail
    if parent is None or depth == 0 or mail.automatic:
        return ""
    old = plain(parent, people, depth - 1).strip()
    if mail.client == "outlook":
        # The desktop program quotes under a bare header block, the web one draws a rule above it.
        rule = "_" * 32 + "\n" if pick("owa " + letter.sender.address, 2) else ""
        return rule + "\n".join(_header_block(letter, parent, people)) + "\n\n" + old
    if mail.client == "webmail":
        rule = letter.sender.house.locale.original
        return rule + "\n" + "\n".join(_header_block(letter, parent, people)) + "\n\n" + old
    wrapped = _wrap(old, 70) if mail.client in ("gmail", "thunderbird") else old
    marked = "\n".join(f"> {line}".rstrip() for line in wrapped.split("\n"))
    attribution = _attribution(letter, parent)
    if mail.client == "gmail":
        attribution = _wrap(attribution, 76) + "\n"
    return f"{attribution}\n{marked}"


def _html_quote(letter: Letter, people: Directory, depth: int) -> str:
    parent, mail = letter.parent, letter.mail
    if parent is None or depth == 0 or mail.automatic:
        return ""
    old = html(parent, people, depth - 1)
    line = escape(_attribution(letter, parent))
    if mail.client == "gmail":
        return (
            f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{line}<br></div>'
            f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{old}'
            "</blockquote></div>"
        )
    if mail.client in ("apple", "mobile"):
        return f'<div><br><blockquote type="cite"><div>{line}</div><br>{old}</blockquote></div>'
    if mail.client == "thunderbird":
        return (
            f'<div class="moz-cite-prefix">{line}</div><blockquote type="cite">{old}</blockquote>'
        )
    rows = []
    for row in _header_block(letter, parent, people):
        name, _, value = row.partition(":")
        rows.append(f"<b>{escape(name)}:</b>{escape(value)}")
    block = "<br>".join(rows)
    if pick("owa " + letter.sender.address, 2):
        return f'<hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">{block}</div><div>{old}</div>'
    border = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    return f'<div style="{border}"><p class="MsoNormal">{block}</p></div>\n{old}'


def _header_block(letter: Letter, parent: Letter, people: Directory) -> list[str]:
    """The old mail's header as Outlook repeats it, in the answering writer's language."""
    house = letter.sender.house
    names, locale = house.locale.header, house.locale
    sent = locale.fill(locale.long_date, _sent(parent).astimezone(house.clock))
    rows = [
        f"{names[0]}: {parent.sender.name} <{parent.sender.address}>",
        f"{names[1]}: {sent}",
        f"{names[2]}: {_listed(parent.mail.to, people)}",
    ]
    if parent.mail.cc:
        rows.append(f"{names[3]}: {_listed(parent.mail.cc, people)}")
    # French typography puts a space before the colon.
    colon = " :" if house.language == "fr" else ":"
    rows.append(f"{names[4]}: {parent.subject}")
    return [row.replace(":", colon, 1) for row in rows]


def _listed(addresses: tuple[str, ...], people: Directory) -> str:
    return "; ".join(f"{people.person(address).name} <{address}>" for address in addresses)


def _attribution(letter: Letter, parent: Letter) -> str:
    house, locale = letter.sender.house, letter.sender.house.locale
    template = {"gmail": locale.gmail, "thunderbird": locale.thunderbird}.get(
        letter.mail.client, locale.apple
    )
    at = _sent(parent).astimezone(house.clock)
    return locale.fill(template, at, parent.sender.name, parent.sender.address)


def _sent(letter: Letter) -> datetime:
    return letter.mail.at(letter.sender.house.clock)


def _paragraphs(text: str, client: str) -> str:
    mark = ' class="MsoNormal"' if client == "outlook" else ""
    blocks = [escape(block).replace("\n", "<br>") for block in text.split("\n\n")]
    if client == "gmail":
        return '<div dir="ltr">' + "<br><br>".join(blocks) + "</div>"
    return "\n".join(f"<p{mark}>{block}</p>" for block in blocks)


def _wrap(text: str, width: int) -> str:
    """Long lines broken as a mail program breaks them: at spaces, quote marks kept."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= width or line.startswith(">"):
            lines.append(line)
        else:
            lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)
