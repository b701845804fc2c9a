"""Two workers share the work through the consumer group; nothing is lost or repeated in between."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from benchmarks.chaos import differences
from benchmarks.engine import produce, state, tracked
from benchmarks.load import annotations
from streams.settings import Settings
from tests.broker.world import Process, World, until, world

pytestmark = pytest.mark.broker

PARTNERS = 24  # enough that every partition has some
COUNT = 1_200
BATCHES = 'rapport_batches_total{stage="annotations.v1"}'


@pytest.fixture
def here(servers: Settings, tmp_path: Path) -> Iterator[World]:
    with world(servers, tmp_path, partners=PARTNERS, batch_size=50) as made:
        yield made


@pytest.fixture
def calm(servers: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(servers, tmp_path_factory.mktemp("calm"), partners=PARTNERS) as made:
        yield made


def test_a_second_worker_takes_its_share_and_a_stopped_one_hands_it_back(
    here: World, calm: World
) -> None:
    events = list(annotations(COUNT, PARTNERS))
    first, second, third, fourth = (events[i : i + 300] for i in range(0, COUNT, 300))
    produce(calm.settings, events)
    alone = calm.start("worker")

    one = here.start("worker")
    until(one.ready, "the first worker's start")
    said = httpx.get(f"{one.address}/readyz").json()
    assert said == {"database": "ok", "broker": "ok"}
    assert httpx.get(f"{one.address}/healthz").status_code == 200
    produce(here.settings, first)
    here.until_tracked(300)

    two = here.start("worker")
    produce(here.settings, second)  # while the group rebalances
    until(two.ready, "the second worker's start")
    here.until_tracked(600)
    before = counts(one, two)
    produce(here.settings, third)
    here.until_tracked(900)
    after = counts(one, two)
    assert all(now > then for now, then in zip(after, before, strict=True)), "one of them idles"

    produce(here.settings, fourth[:150])
    assert one.stop() == 0, one.said()
    produce(here.settings, fourth[150:])
    here.until_tracked(COUNT)
    assert counts(two)[0] > after[1]
    assert two.stop() == 0, two.said()
    assert tracked(here.settings) == COUNT

    calm.until_tracked(COUNT)
    assert alone.stop() == 0, alone.said()
    assert differences(state(calm.settings), state(here.settings)) == []
    assert state(calm.settings)["alerts"], "too calm a story to prove anything"


def test_what_is_not_stored_is_not_acknowledged(here: World) -> None:
    with psycopg.connect(here.url) as other:
        other.execute("lock table observations in exclusive mode")
        produce(here.settings, annotations(40, PARTNERS))
        first = here.start("worker")
        query = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        until(lambda: here.alive() and here.one(query) > 0, "a batch that waits")
        time.sleep(2.5)  # offsets are committed each second: it must have nothing to commit
        first.kill()
    here.start("worker")
    here.until_tracked(40)


def counts(*workers: Process) -> list[float]:
    return [worker.counted(BATCHES) for worker in workers]
