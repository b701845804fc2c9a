"""Every figure that is declared moves when the real engine works."""

import re
from collections.abc import Iterator
from typing import get_args

import httpx
import msgspec
import psycopg
import pytest
from pydantic import SecretStr

from benchmarks.engine import produce
from benchmarks.load import annotations
from history.outbox import RELAY_LOCK
from streams.metrics import Counted, Gauged, Timed
from streams.settings import Settings
from streams.topics import ANNOTATIONS, INTERACTIONS, TICKS
from tests.broker.test_doors import EVENT, KEY, mail, post
from tests.broker.world import Process, World, until, world
from tests.unit.test_sources_mail_imap import Server

pytestmark = pytest.mark.broker

PARTNERS, COUNT = 4, 500
# Where each figure is seen to move; one that is declared and not here fails a test.
MOVES = {
    "worker": {
        *("batches", "events", "alerts", "dead_letters", "outbox_waiting", "outbox_age_seconds"),
        *("lag_days", "fold_seconds", "transaction_seconds", "annotate_seconds"),
    },
    "serve-ingest": {"ingest_items"},
    "poll-imap": {"ingest_items"},
    "notifier": {"notifications", "batches", "events"},
}


def test_every_figure_is_looked_at_here() -> None:
    declared = {name for kind in (Counted, Gauged, Timed) for name in get_args(kind)}
    assert set.union(*MOVES.values()) == declared


@pytest.fixture(scope="module")
def here(servers: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("metrics")
    with world(servers, folder, partners=PARTNERS, api_keys=(SecretStr(KEY),)) as made:
        yield made


@pytest.fixture(scope="module")
def worker(here: World) -> Process:
    """It has heard everything, and a third of it again, and something unreadable."""
    events = list(annotations(COUNT, PARTNERS))
    process = here.start("worker")
    with psycopg.connect(here.url, autocommit=True) as relay:
        # As long as we hold the relay's turn, nothing leaves the outbox.
        relay.execute("select pg_advisory_lock(%s)", [RELAY_LOCK])
        produce(here.settings, events)
        until(lambda: here.one("select count(*) from observations") == COUNT, "tracking")
        until(lambda: process.counted("rapport_outbox_waiting ") > 0, "the outbox's count")
        waits = here.one("select count(*) from outbox")
        until(lambda: process.counted("rapport_outbox_waiting ") == waits, "all of the outbox")
        until(lambda: process.counted("rapport_outbox_age_seconds ") > 0, "the outbox's age")
    produce(here.settings, events[: COUNT // 3])
    here.send(ANNOTATIONS, b"no json")
    here.send(TICKS, b'{"partner_id": "p0", "day": "2026-11-01"}')
    here.send(TICKS, b'{"partner_id": "p0", "day": "2026-01-01"}')
    stages = ('stage="annotations.v1"', 'stage="ticks.v1"')
    total = COUNT + COUNT // 3, 2
    for stage, count in zip(stages, total, strict=True):
        until(lambda s=stage, n=count: events_of(process, s) == n, f"all of {stage}")  # type: ignore[misc]
    return process


def events_of(process: Process, stage: str) -> float:
    """Those of a stage, new and repeated."""
    page = httpx.get(f"{process.address}/metrics").text
    found = re.findall(rf"^rapport_events_total\{{[^}}]*{stage}[^}}]*\}} (\S+)", page, re.MULTILINE)
    return sum(map(float, found))


def test_events_are_new_once_and_repeated_after(worker: Process) -> None:
    def count(result: str, stage: str) -> float:
        return worker.counted(f'rapport_events_total{{result="{result}",stage="{stage}"}}')

    assert count("new", "annotations.v1") == COUNT
    assert count("repeated", "annotations.v1") == COUNT // 3
    assert count("new", "ticks.v1") == 1  # the other day had long begun
    assert count("repeated", "ticks.v1") == 1
    assert worker.counted("rapport_dead_letters_total") == 1
    assert worker.counted("rapport_batches_total") > 0


def test_each_alert_is_counted_once(here: World, worker: Process) -> None:
    stored = here.one("select count(*) from alerts")
    assert stored > 2
    assert worker.counted("rapport_alerts_total") == stored
    kinds = here.rows("select payload->>'kind', count(*) from alerts group by 1")
    for kind, number in kinds:
        assert worker.counted(f'rapport_alerts_total{{kind="{kind}"') == number


def test_what_takes_time_is_timed(worker: Process) -> None:
    transactions = worker.counted("rapport_transaction_seconds_count")
    assert transactions > 0
    assert worker.counted("rapport_fold_seconds_count") >= PARTNERS
    folding = worker.counted("rapport_fold_seconds_sum")
    assert 0.0 < folding < worker.counted("rapport_transaction_seconds_sum")


def test_the_outbox_is_seen_to_empty(here: World, worker: Process) -> None:
    here.until_tracked(COUNT)
    until(lambda: worker.counted("rapport_outbox_waiting ") == 0, "an empty outbox")
    until(lambda: worker.counted("rapport_outbox_age_seconds ") == 0, "no age")


def test_silence_is_told_of_partitions_that_once_spoke(here: World, worker: Process) -> None:
    # Known before anything was heard, then looked up now and then.
    until(lambda: worker.counted("rapport_lag_days{") > 0, "the lag")
    page = httpx.get(f"{worker.address}/metrics").text
    silent = dict(re.findall(r'^rapport_lag_days\{partition="(\d+)"\} (\S+)', page, re.MULTILINE))
    assert 0 < len(silent) <= here.settings.partitions
    newest = here.one(
        "select extract(epoch from now()) / 86400 - max(at) / 86400000.0 from observations"
    )
    assert min(map(float, silent.values())) == pytest.approx(float(newest), abs=0.01)


@pytest.mark.slow
def test_language_analysis_is_timed(here: World, worker: Process) -> None:
    said = {**EVENT, "source": "tests", "id": "annotate-me", "partner_id": "p1"}
    here.send(INTERACTIONS, msgspec.json.encode(said), key="p1")
    until(lambda: worker.counted("rapport_annotate_seconds_count") == 1, "the analysis")
    assert worker.counted("rapport_annotate_seconds_sum") > 0
    assert worker.counted('rapport_events_total{result="new",stage="interactions.v1"}') == 1


def test_both_doors_count_what_becomes_of_items(here: World) -> None:
    endpoint = here.start("serve-ingest")
    until(endpoint.ready, "the endpoint's start")
    post(endpoint, [EVENT, {"id": "no"}])
    assert endpoint.counted('rapport_ingest_items_total{outcome="kept",reason="kept"}') == 1
    refused = 'rapport_ingest_items_total{outcome="refused",reason="incomplete"}'
    assert endpoint.counted(refused) == 1

    server = Server("--no-tls")
    try:
        with server.client() as client:
            client.append("INBOX", mail(1))
            client.append("INBOX", b"no mail at all")
        mailbox = here.start(
            "poll-imap",
            imap_host="127.0.0.1",
            imap_port=server.port,
            imap_user="anna",
            imap_password=SecretStr("secret"),
            imap_encryption="none",
            imap_poll_seconds=0.2,
        )
        until(mailbox.ready, "the mailbox's start")
        kept = 'rapport_ingest_items_total{outcome="kept",reason="kept"}'
        until(lambda: mailbox.counted(kept) == 1, "a mail")
        until(lambda: mailbox.counted("rapport_ingest_items_total{") == 2, "the other")
    finally:
        server.stop()


def test_tellings_are_counted(here: World, worker: Process) -> None:
    alerts = worker.counted("rapport_alerts_total")
    notifier = here.start("notifier")
    until(notifier.ready, "the notifier's start")
    delivered = 'rapport_notifications_total{channel="console",result="delivered"}'
    until(lambda: notifier.counted(delivered) == alerts, "all tellings")
    new = 'rapport_events_total{result="new",stage="alerts.v1"}'
    until(lambda: notifier.counted(new) == alerts, "their count")
    letters = 'rapport_events_total{result="new",stage="dead_letters.v1"}'
    until(lambda: notifier.counted(letters) > 0, "the dead letters")
