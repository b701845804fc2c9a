"""The sample company on disk is what its stories make, and every file of it can be read."""

import csv
import email
import io
from collections import Counter
from email import policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
import yaml

from ingest.interaction import PartnerId
from sample.build import COMPANY, STORIES, build
from sample.story import Appointment, Mail, Story, read_stories, read_story

PARIS = ZoneInfo("Europe/Paris")
PARTNERS = {
    "armorique", "brightwater", "costaverde", "kestrel", "lombarda", "nordlicht",
    "rheinwerk", "skagen", "tejera", "valmontis", "vanhouten", "waterland",
}  # fmt: skip


@pytest.fixture(scope="module")
def stories() -> tuple[Story, ...]:
    return read_stories(STORIES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("sample") / "company"
    build(out)
    return _bytes(out)


@pytest.fixture(scope="module")
def letters(made: dict[str, bytes]) -> dict[str, EmailMessage]:
    return {
        path: email.message_from_bytes(content, policy=policy.default)
        for path, content in made.items()
        if path.endswith(".eml")
    }


def test_a_rebuild_gives_the_committed_bytes(made: dict[str, bytes]) -> None:
    committed = _bytes(COMPANY)
    changed = [path for path in made | committed if made.get(path) != committed.get(path)]
    assert changed == [], "run `python -m sample.build` and commit what it writes"


def test_all_twelve_partners_tell_a_story(stories: tuple[Story, ...]) -> None:
    assert {story.partner.id for story in stories} == PARTNERS
    assert sum(len(story.items) for story in stories) > 900


def test_a_key_of_two_stories_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "twin.yaml").write_text(TINY.replace("id: tiny", "id: twin"))
    with pytest.raises(ValueError, match="item n1: both in tiny and in twin"):
        read_stories(tmp_path)


def test_no_text_is_written_twice(stories: tuple[Story, ...]) -> None:
    texts = Counter(
        item.text.strip()
        for story in stories
        for item in story.items
        if isinstance(item, Mail) and item.automatic is None and len(item.text) > 60
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_both_sides_write(stories: tuple[Story, ...]) -> None:
    for story in stories:
        mails = [item for item in story.items if isinstance(item, Mail)]
        inbound = sum(mail.sender.endswith(tuple(story.partner.domains)) for mail in mails)
        assert 0.4 < inbound / len(mails) < 0.75, story.partner.id


def test_every_mail_parses_without_a_defect(letters: dict[str, EmailMessage]) -> None:
    assert len(letters) > 800
    for path, message in letters.items():
        defects = list(message.defects)
        for part in message.walk():
            defects += part.defects
            for header in part.values():
                defects += getattr(header, "defects", ())
        assert defects == [], path
        assert message["Date"].datetime.tzinfo is not None, path
        assert len(message["From"].addresses) == 1, path


def test_the_new_text_is_in_the_mail(
    stories: tuple[Story, ...], letters: dict[str, EmailMessage]
) -> None:
    for story in stories:
        mails = [item for item in story.items if isinstance(item, Mail) and not item.html]
        for mail in mails:
            path = _path(story, mail)
            body = letters[path].get_body(("plain",))
            assert body is not None, path
            assert _flat(mail.text) in _flat(body.get_content()), path


def test_replies_point_at_mails_that_exist(letters: dict[str, EmailMessage]) -> None:
    ids = Counter(str(message["Message-ID"]) for message in letters.values())
    assert max(ids.values()) == 1
    for path, message in letters.items():
        if message["In-Reply-To"]:
            assert message["In-Reply-To"] in ids, path
            assert str(message["References"]).split()[-1] == message["In-Reply-To"], path


def test_the_mail_is_of_many_shapes(letters: dict[str, EmailMessage]) -> None:
    types = {message.get_content_type() for message in letters.values()}
    leaves = [part for message in letters.values() for part in message.walk()]
    charsets = {part.get_content_charset() for part in leaves}
    encodings = {str(part["Content-Transfer-Encoding"]) for part in leaves}
    assert types >= {"text/plain", "text/html", "multipart/alternative", "multipart/report"}
    assert charsets >= {"utf-8", "iso-8859-1", "windows-1252"}
    assert encodings >= {"8bit", "base64", "quoted-printable"}


def test_automatic_mail_says_so(
    stories: tuple[Story, ...], letters: dict[str, EmailMessage]
) -> None:
    marks = {
        "auto_reply": "Auto-Submitted",
        "newsletter": "List-Unsubscribe",
        "bounce": "Auto-Submitted",
        "mailing_list": "List-Id",
    }
    for story in stories:
        for mail in (item for item in story.items if isinstance(item, Mail)):
            message = letters[_path(story, mail)]
            for mark in set(marks.values()):
                assert mail.automatic or message[mark] is None, mail.key
            if mail.automatic:
                assert message[marks[mail.automatic]] is not None, mail.key


def test_calendars_expand_to_the_meetings_of_the_stories(
    stories: tuple[Story, ...], made: dict[str, bytes]
) -> None:
    for story in stories:
        calendar = icalendar.Calendar.from_ical(made[f"calendar/{story.partner.id}.ics"])
        expanded = recurring_ical_events.of(calendar, keep_recurrence_attributes=True)
        read = [
            (f"{event.start:%Y-%m-%d %H:%M}", str(event["SUMMARY"]), _status(event))
            for event in expanded.between("20260101", "20270101")
        ]
        told = [
            (f"{item.at(PARIS):%Y-%m-%d %H:%M}", item.subject, item.status)
            for item in story.items
            if isinstance(item, Appointment)
        ]
        assert sorted(read) == sorted(told), story.partner.id


def test_calendars_use_series_gaps_and_overrides(made: dict[str, bytes]) -> None:
    written = b"".join(content for path, content in made.items() if path.endswith(".ics"))
    for property_name in (b"RRULE:FREQ=WEEKLY", b"RECURRENCE-ID", b"STATUS:CANCELLED", b"TZID"):
        assert property_name in written


def test_an_acceptance_names_a_meeting_of_the_calendar(
    made: dict[str, bytes], letters: dict[str, EmailMessage]
) -> None:
    answers = 0
    for path, message in letters.items():
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                answer = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
                partner = path.split("/")[1]
                assert str(answer["UID"]).encode() in made[f"calendar/{partner}.ics"], path
                answers += 1
    assert answers > 0


def test_papers_can_be_read(made: dict[str, bytes]) -> None:
    register = yaml.safe_load(made["partners.yaml"])
    assert {partner["id"] for partner in register["partners"]} == PARTNERS
    for path in ("records/records.csv", "notes/call_notes.csv"):
        rows = list(csv.DictReader(io.StringIO(made[path].decode())))
        assert len(rows) > 2, path
        assert {PartnerId(row.get("partner_id") or row["partner"]) for row in rows} <= PARTNERS


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something else"):
        build(tmp_path)
    assert (tmp_path / "precious.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param(("key: n2\n", "key: n1\n"), "n1: the key is used twice", id="a key twice"),
        pytest.param(("reply_to: n1\n", "reply_to: n9\n"), "n2: replies to n9", id="no parent"),
        pytest.param(("day: 3\n", "day: 0\n"), "n2: earlier", id="out of order"),
        pytest.param(("client: gmail", "client: pine"), "items", id="an unknown program"),
    ],
)
def test_a_faulty_story_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str], complaint: str
) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY.replace(*change))
    with pytest.raises(ValueError, match=rf"tiny\.yaml: .*{complaint}"):
        read_story(path)


def test_a_sound_story_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY)
    assert [item.key for item in read_story(path).items] == ["n1", "n2"]


TINY = """
partner: {id: tiny, name: Tiny Ltd, domains: [tiny.example]}
story: Two mails.
expect: {final_band: unknown}
items:
- key: n1
  day: 2
  time: "09:00"
  kind: email
  from: a@tiny.example
  to: [tom.hadley@solivane.example]
  subject: Hello
  text: Hello Tom
- key: n2
  day: 3
  time: "09:00"
  kind: email
  from: tom.hadley@solivane.example
  to: [a@tiny.example]
  reply_to: n1
  client: gmail
  text: Hello back
"""


def _bytes(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def _path(story: Story, mail: Mail) -> str:
    """Where the mail lies: its number among the mails of its story."""
    mails = [item for item in story.items if isinstance(item, Mail)]
    return f"mail/{story.partner.id}/{mails.index(mail) + 1:03d}.eml"


def _status(event: icalendar.Event) -> str:
    if event.get("X-RAPPORT-STATUS") == "NO-SHOW":
        return "no_show"
    return "cancelled" if event["STATUS"] == "CANCELLED" else "held"


def _flat(text: str) -> str:
    return " ".join(text.split())
