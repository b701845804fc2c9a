"""The header of a mail: people, ids, dates, subjects, in all the ways they are written."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.email import Email, parse_email
from ingest.errors import Malformed, TooLarge
from ingest.interaction import Participant
from ingest.thread import thread_of


def mail(*fields: str | bytes, body: bytes = b"Hello") -> Email:
    head = [field if isinstance(field, bytes) else field.encode() for field in fields]
    return parse_email(b"\r\n".join(head) + b"\r\n\r\n" + body)


def test_a_plain_mail_reads_as_it_was_meant() -> None:
    seen = mail(
        "Message-ID: <1@x.example>",
        "In-Reply-To: <0@x.example>",
        "References: <root@x.example>\r\n <0@x.example>",
        "From: Anna Berg <Anna.Berg@X.example>",
        "To: b@y.example, Carl <c@y.example>",
        "Cc: d@z.example",
        "Bcc: b@y.example",
        "Date: Mon, 5 Mar 2001 08:23:00 -0800 (PST)",
        "Subject: Offer",
    )
    assert seen == Email(
        message_id="1@x.example",
        in_reply_to="0@x.example",
        references=("root@x.example", "0@x.example"),
        sender=Participant("from", "anna.berg@x.example", "Anna Berg"),
        recipients=(
            Participant("to", "b@y.example"),
            Participant("to", "c@y.example", "Carl"),
            Participant("cc", "d@z.example"),
        ),
        date=datetime(2001, 3, 5, 16, 23, tzinfo=UTC),
        subject="Offer",
        text="Hello",
    )


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("a@x.example", "a@x.example", None),
        ('"Berg, Anna" <a@x.example>', "a@x.example", "Berg, Anna"),
        (r'"Berg 17\", Anna" <a@x.example>', "a@x.example", "Berg 17, Anna"),
        ("a@x.example (Anna Berg)", "a@x.example", "Anna Berg"),
        ("=?utf-8?q?Ana=C3=AFs?= <a@x.example>", "a@x.example", "Anaïs"),
        ('"=?iso-8859-1?Q?J=F6rg?=" <j@x.example>', "j@x.example", "Jörg"),
        (
            "=?utf-8?b?QW5uYSBNw7w=?= =?utf-8?b?bGxlcg==?= <a@x.example>",
            "a@x.example",
            "Anna Müller",
        ),
        ("'a@x.example' <a@x.example>", "a@x.example", None),
        ('"a@x.example" <>', "a@x.example", None),
        ("O'Neil <sean.o'neil@x.example>", "sean.o'neil@x.example", "O'Neil"),
        ("<smtp:A@X.example>", "a@x.example", None),
        ("mailto:a@x.example", "a@x.example", None),
        ('"/O=ACME/OU=EU/CN=RECIPIENTS/CN=ANNA" <>', None, "ANNA"),
        ("Anna </O=ACME/OU=EU/CN=RECIPIENTS/CN=ABERG>", None, "Anna"),
        ("/O=ACME/OU=EU/CN=RECIPIENTS/CN=ABERG", None, "ABERG"),
        ("Undisclosed sender", None, "Undisclosed sender"),
        ("Team: a@x.example, b@x.example;", "a@x.example", None),
    ],
)
def test_a_sender_in_any_notation(written: str, address: str | None, name: str | None) -> None:
    assert mail(f"From: {written}").sender == Participant("from", address, name)


def test_raw_bytes_in_a_header_are_read() -> None:
    assert mail("Subject: déjà vu", "From: a@x.example").subject == "déjà vu"
    assert mail("Subject: déjà vu".encode("cp1252"), "From: a@x.example").subject == "déjà vu"


def test_groups_give_their_members_and_a_blank_group_gives_nobody() -> None:
    seen = mail("From: a@x.example", "To: Team: b@x.example, C <c@x.example>; d@x.example")
    assert [p.address for p in seen.recipients] == ["b@x.example", "c@x.example", "d@x.example"]
    assert mail("From: a@x.example", "To: undisclosed-recipients:;").recipients == ()


def test_ten_thousand_recipients_are_all_there() -> None:
    people = ",\r\n ".join(f'"Person, {n}" <p{n}@y.example>' for n in range(10_000))
    seen = mail("From: a@x.example", f"To: {people}")
    assert len(seen.recipients) == 10_000
    assert seen.recipients[-1] == Participant("to", "p9999@y.example", "Person, 9999")


def test_the_sender_field_stands_in_for_from_and_nobody_for_both() -> None:
    assert mail("Sender: s@x.example", "From: ").sender == Participant("from", "s@x.example")
    assert mail("Subject: x").sender is None


def test_of_a_repeated_field_the_first_one_counts_and_recipients_add_up() -> None:
    seen = mail(
        "From: a@x.example", "From: z@x.example", "Subject: one", "Subject: two",
        "To: b@x.example", "To: c@x.example", "Message-ID: <1@x>", "Message-ID: <2@x>",
    )  # fmt: skip
    assert seen.sender == Participant("from", "a@x.example")
    assert (seen.subject, seen.message_id) == ("one", "1@x")
    assert [p.address for p in seen.recipients] == ["b@x.example", "c@x.example"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvA==?=\r\n =?UTF-8?B?w59l?=", "Grüße"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),  # a character cut in two
        ("=?utf-8*de?q?Gr=C3=BC=C3=9Fe?= an alle", "Grüße an alle"),
        ("=?iso-8859-1?q?=80uro?=", "€uro"),  # says Latin-1, means Windows-1252
        ("=?nonsense?q?abc?=", "abc"),
        ("=?utf-8?b?!!!?=", ""),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("=?punycode?q?abc-de?=", "abc-de"),
        ("plain =? not a word ?=", "plain =? not a word ?="),
        ("a\tb\r\n  c", "a b c"),
        ("", ""),
    ],
)
def test_a_subject_in_any_notation(written: str, read: str) -> None:
    assert mail("From: a@x.example", f"Subject: {written}").subject == read


def test_no_subject_is_not_a_blank_one() -> None:
    assert mail("From: a@x.example").subject is None


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Mon, 5 Mar 2001 08:23:00 +0100", "2001-03-05T07:23"),
        ("5 Mar 01 08:23 EST", "2001-03-05T13:23"),
        ("Mon, 5 Mar 2001 08:23:00 CET", "2001-03-05T07:23"),
        ("Mon, 5 Mar 2001 08:23:00 GMT+01:00", "2001-03-05T07:23"),
        ("Mon, 5 Mar 2001 08:23:00", "2001-03-05T08:23"),
        ("2001-03-05T08:23:00+01:00", "2001-03-05T07:23"),
        ("Mon Mar  5 08:23:00 2001", "2001-03-05T08:23"),
    ],
)
def test_a_date_in_any_notation(written: str, utc: str) -> None:
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert mail("From: a@x.example", f"Date: {written}").date == expected


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Mon, 5 Mar 2001 08:23:00 +0900", 9),
        ("Mon, 5 Mar 2001 08:23:00 -0330", -3.5),
        ("5 Mar 01 08:23 EST", -5),
        ("Mon, 5 Mar 2001 08:23:00 JST", 9),
        ("2001-03-05T08:23:00+05:45", 5.75),
        pytest.param("Mon, 5 Mar 2001 08:23:00 -0000", 0, id="unknown"),
        pytest.param("Mon, 5 Mar 2001 08:23:00", 0, id="none"),
        pytest.param("Mon, 5 Mar 2001 08:23:00 +1500", 0, id="nowhere"),
        pytest.param("Mon, 5 Mar 2001 08:23:00 +0907", 0, id="odd"),
    ],
)
def test_a_date_is_on_the_clock_of_its_writer(written: str, hours: float) -> None:
    date = mail("From: a@x.example", f"Date: {written}").date
    assert date is not None
    assert date.utcoffset() == timedelta(hours=hours)


def test_the_clock_of_a_server_is_not_that_of_the_writer() -> None:
    received = "Received: from b by c; Tue, 6 Mar 2001 10:00:00 +0900"
    seen = mail("From: a@x.example", "Date: yesterday", received)
    assert seen.date is not None
    assert seen.date.isoformat() == "2001-03-06T01:00:00+00:00"


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "Mon, 99 Mar 2001 08:23:00 +0100", "Thu, 1 Jan 1970 00:00:00 +0000",
     "Fri, 31 Dec 9999 23:59:59 -1200", "Mon, 5 Mar 2001 08:23:00 +9999"],
)  # fmt: skip
def test_an_unreadable_date_falls_back_to_the_newest_received(written: str) -> None:
    received = (
        "Received: from b by c; Tue, 6 Mar 2001 10:00:00 +0000",
        "Received: from a by b; Tue, 6 Mar 2001 09:00:00 +0000",
    )
    seen = mail("From: a@x.example", f"Date: {written}", *received)
    assert seen.date == datetime(2001, 3, 6, 10, tzinfo=UTC)
    assert mail("From: a@x.example", f"Date: {written}").date is None


def test_a_mail_without_an_id_gets_one_from_its_content_and_keeps_it_on_the_way() -> None:
    fields = ("From: a@x.example", "Subject: s", "Date: Mon, 5 Mar 2001 08:23:00 +0100")
    plain = mail(*fields)
    assert plain.message_id.startswith("sha256:")
    assert plain.message_id == mail("Received: from a by b", *fields, body=b"Hello\n").message_id
    assert plain.message_id != mail(*fields, body=b"Hello!").message_id
    assert mail("Message-ID: <>", *fields).message_id == plain.message_id


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<1@x>", "1@x"),
        ("1@x.example", "1@x.example"),
        ("<1\r\n @x>", "1@x"),
        ("<no-at-sign>", "no-at-sign"),
        ("mail 17 <1@x> (sent)", "1@x"),
    ],
)
def test_ids_come_without_brackets_and_blanks(written: str, read: str) -> None:
    assert mail("From: a@x.example", f"Message-ID: {written}").message_id == read


def test_a_thread_is_named_by_its_root() -> None:
    own = "Message-ID: <3@x>"
    assert thread_of(mail(own, "In-Reply-To: <2@x>", "References: <1@x> <2@x>")) == "1@x"
    assert thread_of(mail(own, "In-Reply-To: <2@x>")) == "2@x"
    assert thread_of(mail(own, "In-Reply-To: your mail of Monday")) == "3@x"
    assert thread_of(mail(own)) == "3@x"


@pytest.mark.parametrize(
    "payload",
    [b"", b"\r\n\r\n", b"\x00\x00", bytes(range(256)), b"just a line of text", b"a: b\n\nhello",
     b"%PDF-1.4\nstream", b"PK\x03\x04"],
)  # fmt: skip
def test_what_is_no_mail_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises(Malformed, match="no mail"):
        parse_email(payload)


def test_a_mail_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(TooLarge, match="101 bytes; 100 are allowed"):
        parse_email(b"x" * 101, max_bytes=100)


@pytest.mark.parametrize(
    "payload",
    [
        b"From sender Mon Mar  5 08:23:00 2001\nFrom: a@x.example\nSubject: s\n\nHello",
        b"\xef\xbb\xbfFrom: a@x.example\nSubject: s\n\nHello",
        b"\n\nFrom: a@x.example\nSubject: s\n\nHello",
        b"From: a@x.example\rSubject: s\r\rHello",
        "From: a@x.example\nSubject: s\n\nHello".encode("utf-16"),
        b"From: a@x.example\ngarbage without a colon\nSubject: s\n\nHello",
    ],
)
def test_a_damaged_beginning_costs_nothing(payload: bytes) -> None:
    seen = parse_email(payload)
    assert (seen.sender, seen.subject, seen.text) == (
        Participant("from", "a@x.example"),
        "s",
        "Hello",
    )
