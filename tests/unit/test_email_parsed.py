"""The object that `rapport parse-email` prints."""

import json

from ingest.parsed_email import parsed_email

KEYS = [
    "file", "parse_ok", "message_id", "in_reply_to", "from", "to", "date", "subject", "text",
    "language", "is_automatic", "has_calendar",
]  # fmt: skip


def test_a_mail_as_an_object() -> None:
    payload = (
        b"Message-ID: <1@x>\nFrom: Anna <a@x.example>\nTo: b@y.example\nCc: c@y.example\n"
        b"Date: Mon, 5 Mar 2001 08:23:00 -0800\nSubject: Offer\nAuto-Submitted: auto-replied\n\n"
        b"Hello"
    )
    seen = parsed_email("a.eml", payload, lambda text: "en" if text == "Hello" else None)
    assert seen == {
        "file": "a.eml",
        "parse_ok": True,
        "message_id": "1@x",
        "in_reply_to": None,
        "from": "a@x.example",
        "to": ["b@y.example"],
        "date": "2001-03-05T16:23:00Z",
        "subject": "Offer",
        "text": "Hello",
        "language": "en",
        "is_automatic": True,
        "has_calendar": False,
    }
    assert list(seen) == KEYS


def test_a_refusal_has_every_key_and_says_why() -> None:
    seen = parsed_email("a.eml", b"\x00\x01")
    assert list(seen) == [*KEYS, "error"]
    assert seen["parse_ok"] is False
    assert seen["error"].startswith("malformed: no mail")
    assert all(seen[key] is None for key in KEYS[2:])


def test_names_and_text_can_always_be_encoded() -> None:
    payload = b"From: \xed\xa0\x80 <a@x.example>\nSubject: \xed\xa0\x80\n\n\xed\xa0\x80"
    json.dumps(parsed_email("\udcff.eml", payload), ensure_ascii=False).encode()


def test_a_blank_text_is_in_no_language() -> None:
    assert parsed_email("a.eml", b"From: a@x.example\n\n", lambda _: "en")["language"] is None
