"""Bad input is refused by name: no bytes make the reading of mail fail in any other way."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.mime_charset import decode
from ingest.mime_date import moment
from ingest.mime_header import unfold, words
from ingest.mime_text import unflowed
from ingest.parsed_email import parsed_email

# Fragments that mail is made of, so that random mails reach the deep parts of the parser.
FRAGMENTS = st.sampled_from([
    b"From: ", b"To: ", b"Cc: ", b"Date: ", b"Subject: ", b"Message-ID: ", b"In-Reply-To: ",
    b"References: ", b"Received: ", b"Return-Path: <>\r\n", b"Auto-Submitted: ", b"List-Id: ",
    b"Precedence: bulk\r\n", b"MIME-Version: 1.0\r\n", b"Content-Type: text/plain",
    b"Content-Type: text/html", b"Content-Type: multipart/mixed", b"Content-Type: multipart/report",
    b"Content-Type: multipart/alternative", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n", b"Content-Type: text/calendar\r\n\r\n",
    b"Content-Type: multipart/digest", b"Content-Type: text/enriched", b"Content-Type: ;;=",
    b"; boundary=b", b'; boundary="b', b"; charset=utf-8", b"; charset*=x'y'%zz", b"; charset=hz",
    b"; format=flowed", b"; report-type=delivery-status", b"; charset*1*=%ff; charset*0=",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Disposition: attachment; ",
    b"filename*0*=utf-8''%", b"\r\n--b\r\n", b"\r\n--b--\r\n", b"\r\n\r\n", b"\r\n", b"\n", b"\r",
    b"=?utf-8?q?", b"=?iso-2022-jp?b?", b"?=", b"<", b">", b"(", b")", b'"', b"\\", b",", b";",
    b":", b"a@x.example", b"/O=A/CN=RECIPIENTS/CN=B", b"Mon, 5 Mar 2001 08:23:00 +0100",
    b"begin 644 a\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n", b"BEGIN:VCALENDAR", b"\x00",
    b"\xff\xfe", b"\xe9", b"\xed\xa0\x80", b"failure notice", b"MAILER-DAEMON@x", b"> ", b" \n",
    b"=E9=\r\n", b"<p>&#xd800;",
])  # fmt: skip
MAILS = st.lists(FRAGMENTS | st.binary(max_size=8), max_size=60).map(b"".join)


@given(MAILS | st.binary(max_size=400))
def test_any_bytes_give_an_object_that_can_be_printed(payload: bytes) -> None:
    seen = parsed_email("a.eml", payload)
    printed = json.dumps(seen, ensure_ascii=False).encode()
    assert b"\\u0000" not in printed
    assert ("error" in seen) is not seen["parse_ok"]


@given(MAILS)
def test_a_mail_says_the_same_each_time_and_has_an_id(payload: bytes) -> None:
    payload = b"From: a@x.example\r\n" + payload
    seen = parsed_email("a.eml", payload)
    assert seen == parsed_email("a.eml", payload)
    assert seen["message_id"] or not seen["parse_ok"]


@given(st.binary(max_size=200), st.text(max_size=12) | st.none())
def test_any_bytes_in_any_charset_are_text(data: bytes, charset: str | None) -> None:
    text = decode(data, charset)
    assert text == clean(text)
    text.encode()


@given(st.text())
def test_text_in_utf8_survives_whatever_charset_is_claimed(text: str) -> None:
    expected = clean(text.removeprefix("\ufeff"))
    if not text.startswith(("\ufffe", "\ufeff")):
        assert decode(text.encode(), "utf-8") == expected


@given(st.text(), st.integers(0, 20))
def test_no_header_value_is_too_odd(value: str, cut: int) -> None:
    words(unfold(value))
    words(f"=?utf-8?b?{value[:cut]}?={value[cut:]}")
    moment(value)


@given(st.text(alphabet="ab \n>-", max_size=80), st.booleans())
def test_joining_flowed_lines_loses_no_word(text: str, delete_space: bool) -> None:
    joined = unflowed(text, delete_space=delete_space)
    letters = [char for char in text if char in "ab"]
    assert [char for char in joined if char in "ab"] == letters
