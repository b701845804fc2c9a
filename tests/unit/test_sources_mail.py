"""Mail on a disk: folders, mbox files, Maildirs, and what lies about between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.raw import Raw
from ingest.sources import mail_file
from ingest.sources.eml_folder import eml_folder
from ingest.sources.mail import detect
from ingest.sources.maildir import maildir
from ingest.sources.mbox import mbox
from ingest.sources.unreadable import Unreadable

MAIL = b"From: a@x.example\nSubject: s\n\nHello\n"
ENVELOPE = b"From a@x.example Mon Mar  5 08:23:00 2001\n"


def put(path: Path, content: bytes = MAIL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def positions(items: Iterator[Raw | Unreadable]) -> list[str]:
    return [item.position for item in items]


def payloads(items: Iterator[Raw | Unreadable]) -> list[bytes]:
    return [item.payload for item in items if isinstance(item, Raw)]


def test_a_folder_gives_its_mails_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/2.eml", "b/10.EML", "a.eml", "c/d/e.eml"):
        put(tmp_path / name, MAIL + name.encode())
    put(tmp_path / "notes.txt")
    put(tmp_path / ".hidden.eml")
    put(tmp_path / "README", b"Mail of the year: none\n")
    seen = list(eml_folder(tmp_path))
    assert [item.position for item in seen] == ["a.eml", "b/10.EML", "b/2.eml", "c/d/e.eml"]
    assert seen[0] == Raw(f"folder:{tmp_path.name}", "a.eml", "message/rfc822", MAIL + b"a.eml")


def test_mails_of_an_archive_dump_have_no_suffix(tmp_path: Path) -> None:
    put(tmp_path / "inbox/1.")
    put(tmp_path / "inbox/2")
    put(tmp_path / "sent/17.1")
    put(tmp_path / "Makefile", b"all: test\n\techo\n")
    assert positions(eml_folder(tmp_path)) == ["inbox/1.", "inbox/2", "sent/17.1"]


def test_what_cannot_be_read_is_named_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.eml", MAIL + b"x" * 100)
    put(tmp_path / "b.msg", b"\xd0\xcf")
    put(tmp_path / "c.eml")
    (tmp_path / "d").symlink_to(tmp_path)
    monkeypatch.setattr(mail_file, "MAX_BYTES", 100)
    source = f"folder:{tmp_path.name}"
    assert list(detect(tmp_path)) == [
        Unreadable(source, "a.eml", f"{len(MAIL) + 100} bytes; 100 are allowed"),
        Unreadable(source, "b.msg", "an Outlook message: save it as .eml"),
        Raw(source, "c.eml", "message/rfc822", MAIL),
        Unreadable(source, "d", "a linked or too deep folder: not followed"),
    ]


def test_a_file_that_vanishes_is_unreadable(tmp_path: Path) -> None:
    put(tmp_path / "a.eml")
    put(tmp_path / "b.eml")
    items = eml_folder(tmp_path)
    next(items)
    (tmp_path / "b.eml").unlink()
    (tmp_path / "b.eml").symlink_to(tmp_path / "b.eml")
    assert positions(items) == []  # a link to itself is no file
    gone = mail_file.read_mail(tmp_path / "b.eml", "s", "b.eml")
    assert isinstance(gone, Unreadable)
    assert "symbolic links" in gone.detail


def test_an_mbox_is_cut_at_its_envelopes_only(tmp_path: Path) -> None:
    tricky = (
        b"From: a@x.example\n\nFrom our side nothing new.\n\nFrom here on: silence.\n"
        b"It began so:\nFrom a@x.example Mon Mar  5 08:23:00 2001\n"
        b">From a@x.example Mon Mar  5 08:23:00 2001\n>>From quoted\n> From kept\n"
    )
    path = put(tmp_path / "inbox.mbox", ENVELOPE + MAIL + b"\n" + ENVELOPE + tricky)
    first, second = mbox(path)
    assert first == Raw("mailbox:inbox.mbox", "message 1", "message/rfc822", MAIL + b"\n")
    assert isinstance(second, Raw)
    assert second.position == "message 2"
    assert second.payload == tricky.replace(b">From a@", b"From a@").replace(b">>From", b">From")


@pytest.mark.parametrize(
    "envelope",
    [
        b"From a@x.example Mon Mar  5 08:23:00 2001\n",
        b"From MAILER-DAEMON Mon Mar 05 08:23:00 2001\n",
        b"From - Mon Mar 05 08:23:00 2001\r\n",
        b"From a@x.example  Mon Mar  5 08:23 CET 2001\n",
        b"From 1234567890@xxx Mon Mar 05 08:23:00 +0000 2001\n",
        b'From "Anna Berg"@x.example Mon Mar  5 08:23:00 2001\n',
    ],
)
def test_envelopes_as_programs_write_them(tmp_path: Path, envelope: bytes) -> None:
    path = put(tmp_path / "box", (envelope + MAIL + b"\n") * 3)
    assert positions(mbox(path)) == ["message 1", "message 2", "message 3"]
    assert positions(detect(path)) == ["message 1", "message 2", "message 3"]


def test_an_mbox_with_a_damaged_beginning_gives_the_rest(tmp_path: Path) -> None:
    path = put(tmp_path / "box", b"\n\nrubbish\n\n" + ENVELOPE + MAIL)
    assert list(mbox(path)) == [
        Unreadable("mailbox:box", "begin", "8 bytes before the first From line"),
        Raw("mailbox:box", "message 1", "message/rfc822", MAIL),
    ]
    assert list(mbox(put(tmp_path / "empty", b""))) == []
    assert positions(mbox(tmp_path / "none")) == ["file"]


def test_a_giant_in_an_mbox_is_skipped_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sources.mbox.MAX_BYTES", 100)
    giant = ENVELOPE + MAIL + b"x" * 200 + b"\n\n"
    path = put(tmp_path / "box", giant + ENVELOPE + MAIL)
    first, second = mbox(path)
    assert isinstance(first, Unreadable)
    assert "100 are allowed" in first.detail
    assert isinstance(second, Raw)


def test_a_maildir_is_read_without_drafts_and_trash(tmp_path: Path) -> None:
    for name in ("cur/1.x:2,S", "cur/2.x:2,DS", "cur/3.x:2,T", "new/4.x", "tmp/5.x"):
        put(tmp_path / name)
    for name in (".Sent/cur/6.x:2,RS", ".Sent/new/.keep"):
        put(tmp_path / name)
    expected = ["cur/1.x", "new/4.x", ".Sent/cur/6.x"]
    assert positions(maildir(tmp_path)) == expected
    assert positions(detect(tmp_path)) == expected


def test_a_folder_may_mix_everything(tmp_path: Path) -> None:
    put(tmp_path / "a.eml")
    put(tmp_path / "archive/2001.mbox", ENVELOPE + MAIL + b"\n" + ENVELOPE + MAIL)
    put(tmp_path / "archive/Inbox", ENVELOPE + MAIL)
    put(tmp_path / "archive/Inbox.msf", b"<!-- index -->")
    put(tmp_path / "anna/cur/1.x:2,S")
    (tmp_path / "anna/new").mkdir()
    put(tmp_path / "dump/1.")
    put(tmp_path / "image.png", b"\x89PNG")
    assert [(item.source.partition(":")[0], item.position) for item in detect(tmp_path)] == [
        ("folder", "a.eml"),
        ("maildir", "cur/1.x"),
        ("mailbox", "message 1"),
        ("mailbox", "message 2"),
        ("mailbox", "message 1"),
        ("folder", "dump/1."),
    ]


def test_a_single_file_and_a_wrong_path(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt")
    assert payloads(detect(path)) == [MAIL]
    assert [item.detail for item in detect(tmp_path / "no") if isinstance(item, Unreadable)] == [
        "no such file or folder"
    ]


def test_an_eml_file_with_an_envelope_line_is_one_mail(tmp_path: Path) -> None:
    put(tmp_path / "a.eml", ENVELOPE + MAIL)
    assert payloads(detect(tmp_path)) == [ENVELOPE + MAIL]


def test_a_source_reads_no_further_than_it_is_asked(tmp_path: Path) -> None:
    put(tmp_path / "a.eml")
    put(tmp_path / "b.eml")
    items = detect(tmp_path)
    assert next(items).position == "a.eml"
    (tmp_path / "b.eml").write_bytes(b"From: later@x.example\n\n")
    assert payloads(items) == [b"From: later@x.example\n\n"]


def test_a_name_that_is_no_unicode_is_shown_all_the_same(tmp_path: Path) -> None:
    odd = tmp_path / "caf\udce9.eml"
    put(odd)
    (position,) = positions(detect(tmp_path))
    assert position.encode() == b"caf?.eml"
