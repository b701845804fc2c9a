"""Law 1 on the real engine: order and repetition of what is delivered do not matter."""

import random
from collections.abc import Iterator

import msgspec
import pytest

from alerts.alert import Alert
from benchmarks.engine import produce, state
from benchmarks.load import annotations
from history import relationships
from nlp.annotations import Annotations
from streams.settings import Settings
from tests.broker.world import World, world

pytestmark = pytest.mark.broker

PARTNERS, COUNT = 6, 700


@pytest.fixture(scope="module")
def events() -> list[Annotations]:
    return list(annotations(COUNT, PARTNERS))


@pytest.fixture(scope="module")
def worlds(
    servers: Settings, tmp_path_factory: pytest.TempPathFactory, events: list[Annotations]
) -> Iterator[tuple[World, World]]:
    """One that hears everything in order and once; one in any order, and a third of it again."""
    chance = random.Random(3)
    again = chance.sample(events, COUNT // 3)
    shuffled = chance.sample(events, COUNT)
    # Some early, so that repetitions meet the same batch, and some late, so that they do not.
    shuffled[100:100] = again[::2]
    shuffled += again[1::2]
    with (
        world(servers, tmp_path_factory.mktemp("calm"), partners=PARTNERS) as calm,
        world(servers, tmp_path_factory.mktemp("wild"), partners=PARTNERS, batch_size=60) as wild,
    ):
        for here, told in ((calm, events), (wild, shuffled)):
            here.start("worker")
            produce(here.settings, told)
        for here in (calm, wild):
            here.until_tracked(COUNT)
            # What was repeated last may still be on its way.
            assert here.processes[0].stop() == 0
        yield calm, wild


@pytest.mark.parametrize("table", ["relationships", "observations", "assessments", "transitions"])
def test_the_state_is_the_same(worlds: tuple[World, World], table: str) -> None:
    calm, wild = (state(here.settings) for here in worlds)
    assert wild[table] == calm[table]
    assert calm[table], "nothing to compare"


def test_the_same_alerts_stand(worlds: tuple[World, World]) -> None:
    """What was said of a change stays as it was told, whatever evidence came later."""
    calm, wild = ([told(one) for one in relationships.alerts(here.url)] for here in worlds)
    assert wild == calm
    assert len(calm) > 3


def told(alert: Alert) -> tuple[str, ...]:
    return alert.id, alert.kind, alert.status, alert.severity, f"{alert.occurred_at}"


def test_what_late_arrivals_undid_is_withdrawn_and_told_no_more(
    worlds: tuple[World, World],
) -> None:
    calm, wild = worlds
    undone = {row[0] for row in wild.rows("select id from transitions where withdrawn")}
    assert undone, "the order was not wild enough to prove anything"
    standing = {row[0] for row in calm.rows("select id from transitions")}
    assert not undone & standing
    assert calm.one("select count(*) from transitions where withdrawn") == 0
    alerts = wild.rows("select id, payload from alerts")
    assert undone & {id_ for id_, _ in alerts}
    shown = {alert.id for alert in relationships.alerts(wild.url)}
    assert not {str(id_) for id_ in undone} & shown
    assert all(msgspec.convert(payload, Alert) for _, payload in alerts)
