"""A story as it is written: one partner, what happens, and the items in order of time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import yaml

from ingest.interaction import MeetingStatus, MeetingType
from ingest.register import Partner

DAY_ZERO = date(2026, 4, 6)

Client = Literal["outlook", "gmail", "apple", "thunderbird", "mobile", "webmail"]
Automatic = Literal["auto_reply", "newsletter", "bounce", "mailing_list"]


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every item has: a key, and a day and time on the clock of whoever wrote it."""

    key: str
    day: int
    time: str

    def at(self, zone: ZoneInfo) -> datetime:
        """The moment, on the clock of `zone`."""
        hour, minute = self.time.split(":")
        day = DAY_ZERO + timedelta(days=self.day)
        return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=zone)


class Mail(Item, frozen=True, kw_only=True, tag_field="kind", tag="email"):
    """One e-mail: the newly written text alone, without quote or signature."""

    sender: str = msgspec.field(name="from")
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    subject: str | None = None
    reply_to: str | None = None
    client: Client = "outlook"
    charset: str = "utf-8"
    html: bool = False
    sensitive: bool = False
    automatic: Automatic | None = None
    text: str


class Appointment(Item, frozen=True, kw_only=True, tag_field="kind", tag="meeting"):
    """One meeting, held or not."""

    type: MeetingType = "other"
    status: MeetingStatus = "held"
    minutes: int = 60
    organizer: str
    attendees: tuple[str, ...]
    subject: str


class CallNote(Item, frozen=True, kw_only=True, tag_field="kind", tag="call_note"):
    """What our manager wrote down after a call."""

    author: str
    participants: tuple[str, ...] = msgspec.field(name="with")
    text: str


class Fact(Item, frozen=True, kw_only=True, tag_field="kind", tag="record"):
    """One business record."""

    type: str
    value: float | None = None
    unit: str | None = None
    status: str | None = None


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One partner's story. `expect` is for the tests and may hold what they like."""

    partner: Partner
    story: str
    expect: dict[str, Any]
    items: tuple[Mail | Appointment | CallNote | Fact, ...]


def read_story(path: Path) -> Story:
    """The story in `path`, checked; an error names the file and the item."""
    try:
        story = msgspec.convert(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), Story)
        _check(story)
    except (msgspec.ValidationError, yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return story


def read_stories(folder: Path) -> tuple[Story, ...]:
    """All stories of a folder, in order of partner id. No two items share a key."""
    stories = tuple(read_story(path) for path in sorted(folder.glob("*.yaml")))
    owner: dict[str, str] = {}
    for story in stories:
        for item in story.items:
            other = owner.setdefault(item.key, story.partner.id)
            if other != story.partner.id:
                # Message-IDs are made of keys, so they would collide too.
                raise ValueError(f"item {item.key}: both in {other} and in {story.partner.id}")
    return stories


def _check(story: Story) -> None:
    seen: set[str] = set()
    last = 0
    for item in story.items:
        if item.key in seen:
            raise ValueError(f"item {item.key}: the key is used twice")
        if item.day < last:
            raise ValueError(f"item {item.key}: earlier than the item before it")
        if isinstance(item, Mail):
            _check_mail(item, seen)
        seen.add(item.key)
        last = item.day


def _check_mail(mail: Mail, earlier: Iterable[str]) -> None:
    if mail.reply_to is not None and mail.reply_to not in earlier:
        raise ValueError(
            f"item {mail.key}: replies to {mail.reply_to}, which is not an earlier item"
        )
    if mail.reply_to is None and not mail.subject:
        raise ValueError(f"item {mail.key}: a mail that starts a thread needs a subject")
