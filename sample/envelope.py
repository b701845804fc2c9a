"""A letter as RFC 822 bytes: headers, MIME shape, charset and transfer encoding by mail program."""

import re
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from hashlib import blake2b

from sample.letter import Letter, html, plain
from sample.people import Directory, Person, pick

_POLICY = default.clone(max_line_length=78)

_MAILERS = {
    "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
    "apple": ("X-Mailer", "Apple Mail (2.3774.600.62)"),
    "mobile": ("X-Mailer", "iPhone Mail (22E252)"),
    "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
    "webmail": ("X-Mailer", "Zimbra 10.1.0_GA (ZimbraWebClient - FF138 (Win))"),
}


def message_id(letter: Letter) -> str:
    """The Message-ID with its brackets: made of the key, so that it never changes."""
    digest = blake2b(letter.mail.key.encode(), digest_size=12).hexdigest()
    match letter.mail.client:
        case "gmail":
            local = f"CA+{digest}=w"
        case "outlook":
            local = f"{digest[:12].upper()}.{digest[12:].upper()}.EXC01"
        case _:
            local = f"{digest[:8]}-{digest[8:12]}-{digest[12:]}"
    return f"<{local}@{letter.sender.domain}>"


def envelope(letter: Letter, people: Directory, answer: bytes | None = None) -> bytes:
    """The whole message. `answer` is the iCalendar part of an answer to an invitation."""
    message = EmailMessage(policy=_POLICY)
    _headers(message, letter, people)
    match letter.mail.automatic:
        case "bounce":
            _bounce_body(message, letter)
        case "auto_reply" if answer is not None:
            _text(message, letter, plain(letter, people))
            calendar = answer.decode()
            message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
        case _:
            _body(message, letter, people)
    _settle(message, letter.mail.key)
    return message.as_bytes()


def _headers(message: EmailMessage, letter: Letter, people: Directory) -> None:
    mail, sender = letter.mail, letter.sender
    at = mail.at(sender.house.clock)
    if sender.domain not in people.own.domains:
        later = format_datetime(at + timedelta(seconds=3 + pick("hop " + mail.key, 50)))
        own = people.own.domains[0]
        message["Received"] = f"from mail.{sender.domain} by mx.{own} with ESMTPS; {later}"
    message["Date"] = format_datetime(at)
    message["From"] = _address(sender)
    message["To"] = [_address(people.person(to)) for to in mail.to]
    if mail.cc:
        message["Cc"] = [_address(people.person(cc)) for cc in mail.cc]
    message["Subject"] = letter.subject
    message["Message-ID"] = message_id(letter)
    if letter.parent is not None:
        message["In-Reply-To"] = message_id(letter.parent)
        message["References"] = " ".join(reversed(_ancestors(letter.parent)))
    if mail.sensitive:
        message["Sensitivity"] = "Personal"
    if mail.automatic is None and mail.client in _MAILERS:
        name, value = _MAILERS[mail.client]
        message[name] = value
    if mail.client == "outlook" and mail.automatic is None:
        # Real Outlook mail carries this; it does not make a mail automatic.
        message["X-MS-Has-Attach"] = ""
    for name, value in _automatic_headers(letter, at):
        message[name] = value


def _ancestors(letter: Letter | None) -> list[str]:
    ids = []
    while letter is not None:
        ids.append(message_id(letter))
        letter = letter.parent
    return ids


def _automatic_headers(letter: Letter, at: datetime) -> list[tuple[str, str]]:
    domain = letter.sender.domain
    match letter.mail.automatic:
        case "auto_reply":
            return [
                ("Auto-Submitted", "auto-replied"),
                ("X-Auto-Response-Suppress", "All"),
                ("Precedence", "auto_reply"),
            ]
        case "newsletter":
            return [
                ("List-Unsubscribe", f"<https://news.{domain}/u/{at:%Y%m%d}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                ("Precedence", "bulk"),
                ("X-Mailer", "Mailworks Campaign 5"),
            ]
        case "mailing_list":
            local = letter.sender.address.partition("@")[0]
            return [
                ("List-Id", f"<{local}.lists.{domain}>"),
                ("List-Post", f"<mailto:{local}@lists.{domain}>"),
                ("List-Unsubscribe", f"<mailto:{local}-leave@lists.{domain}>"),
                ("Precedence", "list"),
            ]
        case "bounce":
            return [("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")]
        case _:
            return []


def _address(person: Person) -> Address:
    return Address(person.name, addr_spec=person.address)


def _body(message: EmailMessage, letter: Letter, people: Directory) -> None:
    mail = letter.mail
    if mail.html:
        _html(message, letter, html(letter, people))
        return
    _text(message, letter, plain(letter, people))
    both = {"outlook": 4, "gmail": 5, "apple": 2, "webmail": 2}.get(mail.client, 0)
    if mail.automatic is None and pick("html too " + mail.key, 5) < both:
        page = html(letter, people)
        charset = _charset(mail.charset, page)
        message.add_alternative(_page(page, charset), subtype="html", charset=charset)


def _text(message: EmailMessage, letter: Letter, text: str) -> None:
    charset = _charset(letter.mail.charset, text)
    encodings = ("quoted-printable", "quoted-printable", "base64", "8bit")
    encoding = encodings[pick("cte " + letter.sender.address, 4)]
    if encoding == "8bit" and any(len(line) > 300 for line in text.split("\n")):
        encoding = "quoted-printable"  # RFC 5322 bounds the line; stay far below
    message.set_content(text, charset=charset, cte=encoding)


def _html(message: EmailMessage, letter: Letter, page: str) -> None:
    charset = _charset(letter.mail.charset, page)
    encoding = ("quoted-printable", "base64")[pick("html cte " + letter.mail.key, 2)]
    message.set_content(_page(page, charset), subtype="html", charset=charset, cte=encoding)


def _page(inner: str, charset: str) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{meta}</head><body>\n{inner}\n</body></html>\n"


def _charset(wanted: str, text: str) -> str:
    """The charset asked for, or the next wider one that holds the text."""
    for charset in (wanted, "windows-1252"):
        try:
            text.encode(charset)
        except UnicodeEncodeError:
            continue
        return charset
    return "utf-8"


def _bounce_body(message: EmailMessage, letter: Letter) -> None:
    text = letter.mail.text.strip() + "\n"
    message.set_content(text)
    message.make_mixed()
    report = EmailMessage(policy=_POLICY)
    named = re.search(r"[\w.+-]+@[\w.-]+\w", text)
    failed = named.group() if named else letter.mail.to[0]
    report["Content-Type"] = "message/delivery-status"
    report.set_payload(
        [
            _fields({"Reporting-MTA": f"dns; mail.{letter.sender.domain}"}),
            _fields(
                {"Final-Recipient": f"rfc822; {failed}", "Action": "failed", "Status": "5.1.1"}
            ),
        ]
    )
    message.attach(report)
    message.replace_header("Content-Type", "multipart/report; report-type=delivery-status")


def _fields(pairs: dict[str, str]) -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    for name, value in pairs.items():
        part[name] = value
    return part


def _settle(message: EmailMessage, key: str) -> None:
    """Boundaries made of the key, where the library would take random ones; no stray headers."""
    for part in message.walk():
        if part is not message:
            del part["MIME-Version"]
    multiparts = [part for part in message.walk() if part.get_content_maintype() == "multipart"]
    for number, part in enumerate(multiparts):
        digest = blake2b(f"{key} {number}".encode(), digest_size=10).hexdigest()
        part.set_boundary(f"_{number:03d}_{digest}_")
