"""Small parts of the shell that need no servers."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from ingest.interaction import InteractionId, Meeting, PartnerId
from streams.context import context
from streams.engine import programs, workers
from streams.result import counts, in_register_order
from streams.settings import Settings
from streams.spool import Spool
from streams.topics import ALL, COMPLIANCE, configs, names
from tests import make

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_spool_gives_back_in_the_order_of_time_and_loses_nothing() -> None:
    told = [
        make.interaction(
            id=InteractionId(f"{n}"),
            occurred_at=NOON + timedelta(hours=n // 2),
            partner_id=PartnerId(f"p{n % 2}") if n % 5 else None,
            text="Grüße\n" * n,
        )
        for n in range(40)
    ]
    with Spool() as spool:
        for one in random.Random(1).sample(told, 40):
            spool.add(one)
        assert len(spool) == 40
        assert list(spool) == sorted(told, key=lambda one: (one.occurred_at, one.id))
        assert list(spool) == list(spool)


def test_of_two_under_one_id_the_first_added_comes_first() -> None:
    first = make.interaction(text="first")
    with Spool() as spool:
        spool.add(first)
        spool.add(msgspec.structs.replace(first, text="second"))
        assert [one.text for one in spool] == ["first", "second"]


@pytest.mark.parametrize(
    ("meeting", "as_of", "bears"),
    [
        (None, None, True),
        (None, date(2026, 6, 1), True),
        (None, date(2026, 5, 31), False),
        (Meeting("planned"), None, False),
        (Meeting("held"), date(2026, 6, 1), True),
    ],
)
def test_what_counts_as_of_a_day(meeting: Meeting | None, as_of: date | None, bears: bool) -> None:
    assert counts(NOON, meeting, as_of) is bears


def test_days_are_those_of_utc() -> None:
    late = datetime.fromisoformat("2026-06-01T23:30:00-05:00")
    assert not counts(late, None, date(2026, 6, 1))


def test_of_whom_nothing_was_heard_nothing_is_known() -> None:
    register = make.register()
    (one,) = in_register_order(register, {}, date(2026, 6, 1), context(Settings(), register))
    assert (one.partner_id, one.band, one.score) == ("nordlicht", "unknown", None)
    assert one.as_of == date(2026, 6, 1)


@pytest.mark.parametrize(("language", "used"), [("fr", "fr"), ("en", "en"), ("de", "en")])
def test_alerts_are_worded_in_a_language_that_we_have(language: str, used: str) -> None:
    known = context(Settings(language=language), make.register())
    assert known.language == used
    assert known.names == {"nordlicht": "Nordlicht Distribution GmbH"}


class TestPrograms:
    SETTINGS = Settings(workers=3, metrics_port=9000, api_keys=("0123456789abcdef",))

    def test_each_process_serves_its_figures_elsewhere(self) -> None:
        found = programs(self.SETTINGS)
        assert [one.name for one in found] == [
            *("worker 1", "worker 2", "worker 3", "ingest", "notifier")
        ]
        ports = [one.environment["RAPPORT_METRICS_PORT"] for one in found if one.name != "ingest"]
        assert ports == ["9000", "9001", "9002", "9003"]
        assert found[:3] == workers(self.SETTINGS)

    def test_free_ports_stay_free(self) -> None:
        settings = self.SETTINGS.model_copy(update={"metrics_port": 0})
        assert {one.environment["RAPPORT_METRICS_PORT"] for one in programs(settings)} == {"0"}

    def test_a_mailbox_is_polled_where_there_is_one(self) -> None:
        settings = self.SETTINGS.model_copy(update={"imap_host": "mail.example"})
        mailbox = programs(settings)[-1]
        assert mailbox.name == "mailbox"
        assert mailbox.environment["RAPPORT_METRICS_PORT"] == "9004"

    def test_secrets_are_handed_on_by_the_environment_only(self) -> None:
        for one in programs(self.SETTINGS):
            assert one.environment["RAPPORT_API_KEYS"] == "0123456789abcdef"
            assert "0123456789abcdef" not in " ".join(one.command)


def test_every_topic_has_a_name_and_raw_text_the_shortest_life() -> None:
    settings = Settings(topic_prefix="x.", interaction_days=2, dead_letter_days=5)
    assert names(settings) == tuple(f"x.{name}" for name in ALL)
    kept = configs(settings)
    assert kept["x.interactions.v1"]["retention.ms"] == str(2 * 86_400_000)
    assert kept["x.dead_letters.v1"]["retention.ms"] == str(5 * 86_400_000)
    assert kept["x.health.v1"] == {"cleanup.policy": "compact"}
    assert f"x.{COMPLIANCE}" in names(settings)


def test_a_spool_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with Spool() as spool:
        spool.add(make.interaction())
        assert list(tmp_path.iterdir()) == []
        assert len(list(spool)) == 1
