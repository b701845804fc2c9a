"""The body of a mail: which part is read, in which charset, and what is passed over."""

import base64

import pytest

from ingest.email import parse_email
from ingest.errors import TooLarge
from ingest.mime_text import unflowed

HEAD = b"From: a@x.example\nSubject: s\nMIME-Version: 1.0\n"


def text(rest: str | bytes) -> str:
    return parse_email(HEAD + (rest if isinstance(rest, bytes) else rest.encode())).text


def parts(kind: str, *parts: str) -> str:
    inside = "".join(f"--cut-{kind}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="cut-{kind}"\n\n{inside}--cut-{kind}--\n'


PLAIN = "Content-Type: text/plain\n\nThe plain words"
HTML = "Content-Type: text/html\n\n<p>The <b>rich</b> words</p>"
ATTACHED = 'Content-Type: text/plain\nContent-Disposition: attachment; filename="n.txt"\n\nnotes'


def test_plain_text_is_preferred_to_html_wherever_it_stands() -> None:
    assert text(parts("alternative", PLAIN, HTML)) == "The plain words"
    assert text(parts("alternative", HTML, PLAIN)) == "The plain words"


def test_html_is_read_where_the_plain_part_is_blank_or_a_stub() -> None:
    blank = "Content-Type: text/plain\n\n  \n"
    stub = "Content-Type: text/plain\n\nYour mail program does not support HTML messages."
    assert text(parts("alternative", blank, HTML)) == "The rich words"
    assert text(parts("alternative", stub, HTML)) == "The rich words"
    assert text(HTML) == "The rich words"
    assert text("\n<html><body><p>The rich words</p></body></html>") == "The rich words"


def test_attachments_are_not_read() -> None:
    assert text(parts("mixed", PLAIN, ATTACHED)) == "The plain words"
    inline_file = "Content-Type: text/plain\nContent-Disposition: inline; filename=a.log\n\nlog"
    assert text(parts("mixed", PLAIN, inline_file)) == "The plain words"
    winmail = "Content-Type: application/ms-tnef; name=winmail.dat\n\nxxx"
    assert text(parts("mixed", PLAIN, winmail)) == "The plain words"


def test_an_attached_message_is_not_read_as_text() -> None:
    inner = "Content-Type: message/rfc822\n\nFrom: b@y.example\nSubject: t\n\nsomebody else's words"
    assert text(parts("mixed", PLAIN, inner)) == "The plain words"
    assert text(parts("digest", "\nFrom: b@y.example\n\nsomebody else's words")) == ""


def test_text_around_an_attachment_is_read_in_order() -> None:
    again = "Content-Type: text/plain\n\nand more words"
    assert text(parts("mixed", PLAIN, ATTACHED, again)).split() == [
        "The", "plain", "words", "and", "more", "words",
    ]  # fmt: skip


def test_signed_mail_is_read_without_its_signature() -> None:
    pgp = "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----"
    smime = "Content-Type: application/pkcs7-signature\n\nMIIB"
    assert text(parts("signed", PLAIN, pgp)) == "The plain words"
    assert text(parts("signed", parts("alternative", PLAIN, HTML), smime)) == "The plain words"
    odd = "Content-Type: text/plain\n\nsigned by a machine"
    assert text(parts("signed", PLAIN, odd)) == "The plain words"
    inline = (
        "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe plain words\n- dashed\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    )
    assert text(inline) == "The plain words\ndashed"


def test_encrypted_mail_has_no_text() -> None:
    body = "Content-Type: application/octet-stream\n\nhQ"
    assert text(parts("encrypted", "Content-Type: application/pgp-encrypted\n\nV", body)) == ""


def test_uuencoded_files_are_taken_out() -> None:
    assert text("\nSee below\n\nbegin 644 a.bin\n#86)C\n`\nend\n") == "See below"
    assert text("\nLet us begin 100 tests\ntoday") == "Let us begin 100 tests\ntoday"


def test_a_container_with_no_or_another_boundary_is_still_read() -> None:
    body = f"--xyz\n{PLAIN}\n--xyz\n{ATTACHED}\n--xyz--\n"
    assert text(f"Content-Type: multipart/mixed\n\n{body}") == "The plain words"
    assert text(f"Content-Type: multipart/mixed; boundary=abc\n\n{body}") == "The plain words"


def test_a_mail_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert text(parts("mixed", PLAIN)[: -len("\n--cut-mixed--\n")]) == "The plain words"
    cut = "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"Hello dear").decode()[:-3]
    assert text(cut).startswith("Hello")


def test_calendars_are_collected_and_not_read() -> None:
    ics = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"
    shown = f"Content-Type: text/calendar; method=REQUEST\n\n{ics}"
    named = f'Content-Type: application/octet-stream; name="invite.ics"\n\n{ics}'
    seen = parse_email(
        HEAD + parts("mixed", parts("alternative", PLAIN, HTML, shown), named).encode()
    )
    assert seen.text == "The plain words"
    assert seen.calendars == (ics.encode(), ics.encode())


@pytest.mark.parametrize(
    ("charset", "encoded_as"),
    [
        ("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"), ("us-ascii", "cp1252"),
        ("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("x-unknown", "cp1252"), ("", "cp1252"),
        ("punycode", "utf-8"), ("base64", "utf-8"), ("rot13", "cp1252"), ("3Dutf-8", "utf-8"),
        ('"cp-850', "cp1252"), ("utf-16", "utf-16"), ("UTF8", "utf-8"), ("'utf-8'", "utf-8"),
    ],
)  # fmt: skip
def test_charsets_that_are_right_wrong_unknown_or_absent(charset: str, encoded_as: str) -> None:
    words = "Voilà l'été, où sont les élèves ? Ça va très bien à la forêt."
    declared = f"Content-Type: text/plain; charset={charset}\n\n".encode()
    assert text(declared + words.encode(encoded_as)) == words


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("Größe müssen wir prüfen, schöne Grüße", "cp1252"),
        ("déjà vu", "cp1252"),
        ("Dziękuję za wiadomość, pozdrawiam serdecznie, łąka i żółw", "cp1250"),
        ("Привет, как дела? Спасибо за ваше письмо", "cp1251"),
        ("Привет, как дела? Спасибо за ваше письмо", "koi8_r"),
        ("お世話になっております。よろしくお願いします。", "shift_jis"),
        ("您好。谢谢您的来信。我们会尽快回复。", "gb18030"),
    ],
)
def test_an_undeclared_charset_is_guessed(words: str, charset: str) -> None:
    assert text(b"\n" + words.encode(charset)) == words


def test_a_long_text_is_guessed_by_the_lines_that_tell() -> None:
    words = "\n".join(["plain words"] * 5_000 + ["déjà vu"] * 5_000)
    assert text(b"\n" + words.encode("cp1252")) == words


def test_a_long_encoded_text_is_read_as_far_as_anybody_writes() -> None:
    long = (
        "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=cp1252\n\n"
    )
    assert text(long + "=E9" * 2_000_000) == "é" * 2**18
    whole = "Content-Transfer-Encoding: base64\n\n"
    assert text(whole + "YWJj\n" * 2_000_000) == ("abc" * 2**18)[: 2**18]


def test_flowed_lines_are_joined_and_quotes_stay_apart() -> None:
    flowed = "One sentence \nthat goes on.\n\n> quoted \n> words\n>> older\n new\n-- \nAnna"
    assert unflowed(flowed) == (
        "One sentence that goes on.\n\n> quoted words\n>> older\nnew\n-- \nAnna"
    )
    assert unflowed("Eisen \nbahn", delete_space=True) == "Eisenbahn"
    joined = text("Content-Type: text/plain; format=flowed\n\nOne sentence \nthat goes on.")
    assert joined == "One sentence that goes on."


def test_nul_and_lone_surrogates_do_not_get_through() -> None:
    assert text(b"\nHe\x00llo") == "Hello"
    assert "\ufffd" in text(b"Content-Type: text/plain; charset=utf-7\n\n+2AA- Hello")


@pytest.mark.parametrize("depth", [2, 30, 110])
def test_text_is_found_however_deep_it_lies(depth: int) -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    assert text(head + PLAIN) == "The plain words"


@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=b{}", "message/rfc822"])
def test_a_nesting_bomb_is_read_without_falling_in(kind: str) -> None:
    nest = "".join(f"Content-Type: {kind.format(n)}\n\n--b{n}\n" for n in range(5_000))
    assert text(nest + "x") == ""


def test_bombs_of_parts_and_fields_are_refused() -> None:
    parts = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 6_000
    with pytest.raises(TooLarge, match="more than 5000 MIME parts"):
        parse_email(parts)
    with pytest.raises(TooLarge, match="more than 5000 header fields"):
        parse_email(b"X: y\n" * 6_000 + HEAD + b"\n")
    with pytest.raises(TooLarge, match="the header is longer than"):
        parse_email(HEAD + b"X: y\n " * 2_000_000)
