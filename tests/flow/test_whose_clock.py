"""From the Date of a mail to the working hours that its answer took, on the way of the engine."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, timedelta
from pathlib import Path

import msgspec
import pytest

from health.observation import Observation, date_of, observe
from health.rebuild import rebuild
from ingest.intake import Tally, interactions
from ingest.interaction import Interaction
from ingest.register_index import Index
from ingest.sources.eml_folder import eml_folder
from nlp.annotations import Annotations
from nlp.draft import Draft
from nlp.flag import Flag
from nlp.pipeline import Pipeline
from nlp.pseudonym import Pseudonyms
from nlp.said import Said
from nlp.search.message import message
from streams.agents.annotate import _annotated, _flagged
from streams.spool import Spool
from streams.wire import Flagged, read_annotations
from tests import make
from tests.laws.made import EVERY, PARTNER, TERMS
from tests.laws.stored import Stored
from tests.laws.strategies import Batch

# Asked at five in the afternoon of Tokyo, answered there at nine the next morning.
ASKED, ANSWERED = "Mon, 5 Jan 2026 09:00:00 +0100", "Tue, 6 Jan 2026 09:00:00 +0900"
TWO_HOURS, TEN_HOURS = 6919, 9231  # thousandths of log2(1 + minutes)


class Silent:
    """Reads nothing, and remembers what it was asked."""

    versions: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.asked: list[Draft] = []

    def read(self, drafts: Sequence[Draft]) -> list[Said]:
        self.asked += drafts
        return [Said() for _ in drafts]


def mail(sender: str, receiver: str, name: str, sent: str, *more: str) -> str:
    head = (f"From: {sender}", f"To: {receiver}", f"Message-ID: <{name}@x>", f"Date: {sent}", *more)
    return "\n".join((*head, "Subject: Termin", "", "Guten Tag", ""))


@pytest.fixture
def kept(tmp_path: Path) -> list[Interaction]:
    """The mails of a folder as the door lets them in, in the order of time."""
    answer = mail(make.THEIRS, make.OURS, "answer", ANSWERED, "In-Reply-To: <asked@x>")
    (tmp_path / "answer.eml").write_text(answer)
    (tmp_path / "asked.eml").write_text(mail(make.OURS, make.THEIRS, "asked", ASKED))
    index = Index(make.register(make.partner(id=PARTNER)))
    with Spool() as spool:
        for one in interactions(eml_folder(tmp_path), index, make.NOW, Tally()):
            spool.add(one)
        return list(spool)


def annotated(kept: Sequence[Interaction], frame: Silent) -> Iterator[Annotations]:
    """As they come out of their topic."""
    pipeline = Pipeline(frame, Pseudonyms(("solivane.example",), "a key"))
    for one in pipeline.annotate(kept):
        _, value, headers = _annotated(one)
        assert dict(headers)["ce_time"].endswith(b"+00:00"), "what is no value tells no clock"
        yield read_annotations(value)


@pytest.fixture
def seen(kept: list[Interaction]) -> list[Observation]:
    return [observe(one) for one in annotated(kept, Silent())]


def test_the_offset_of_a_mail_comes_to_the_observation(seen: list[Observation]) -> None:
    assert [(one.id, one.zone) for one in seen] == [("asked@x", 60), ("answer@x", 540)]


def test_the_day_is_that_of_utc(kept: list[Interaction], seen: list[Observation]) -> None:
    assert [date_of(one.day) for one in seen] == [date(2026, 1, 5), date(2026, 1, 6)]
    early = [
        msgspec.structs.replace(one, occurred_at=one.occurred_at - timedelta(hours=5))
        for one in kept
    ]
    frame = Silent()
    (_, other) = [observe(one) for one in annotated(early, frame)]
    assert early[1].occurred_at.date() == date(2026, 1, 6), "of Tokyo"
    assert date_of(other.day) == frame.asked[1].written_on == date(2026, 1, 5)
    found = message(early[1], make.raw(""))
    assert found is not None
    assert found.occurred_at.isoformat() == "2026-01-05T19:00:00+00:00"


def test_an_answer_takes_working_hours_of_who_answers(seen: list[Observation]) -> None:
    on_one_clock = [msgspec.structs.replace(one, zone=0) for one in seen]
    took = [
        rebuild(PARTNER, history, TERMS, EVERY).after.memory.signals.recent.theirs
        for history in (seen, on_one_clock)
    ]
    assert took == [TWO_HOURS, TEN_HOURS]


def test_stream_and_batch_and_what_comes_late_end_alike(seen: list[Observation]) -> None:
    whole = msgspec.msgpack.encode(rebuild(PARTNER, seen, TERMS, EVERY).after)
    late = Stored()
    for one in (*reversed(seen), *seen):
        late.deliver(Batch((one,)))
    assert late.anew > 0
    random.Random(1).shuffle(seen)
    at_once = Stored()
    at_once.deliver(Batch(tuple(seen)))
    assert late.memories[PARTNER] == at_once.memories[PARTNER] == whole


def test_compliance_is_not_told_whose_clock_it_was(kept: list[Interaction]) -> None:
    one = next(annotated(kept[1:], Silent()))
    _, value, _ = _flagged(one, (Flag("personal_data_leak", 0.9, 0, 5),))
    found = msgspec.json.decode(value, type=Flagged)
    assert (found.occurred_at, found.occurred_at.tzinfo) == (one.occurred_at, UTC)
