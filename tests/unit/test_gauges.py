"""How long each partition is silent: by its newest interaction; of those never heard, nothing."""

import pytest
from aiokafka.partitioner import DefaultPartitioner  # type: ignore[import-untyped]

from health.observation import DAY_MS
from ingest.interaction import PartnerId
from streams.gauges import lags, partition_of
from streams.metrics import Metrics

A, B, C = (PartnerId(name) for name in ("p0", "p1", "p2"))


@pytest.mark.parametrize("partner", ["p0", "acme", "Ærø & Söhne", "ぁ", "x" * 1000, ""])
@pytest.mark.parametrize("partitions", [1, 4, 8, 1024])
def test_a_partner_is_where_the_producers_put_it(partner: str, partitions: int) -> None:
    every = list(range(partitions))
    assert partition_of(PartnerId(partner), partitions) == DefaultPartitioner()(
        partner.encode(), every, every
    )


def test_the_newest_of_a_partition_counts() -> None:
    now = 20_000 * DAY_MS
    heard = {A: now - 9 * DAY_MS, B: now - 3 * DAY_MS, C: now - DAY_MS // 2}
    assert lags(heard, now, 1) == {0: 0.5}


def test_where_nothing_was_ever_heard_there_is_no_figure() -> None:
    metrics = Metrics()
    found = lags({A: 5 * DAY_MS}, 7 * DAY_MS, 8)
    assert found == {partition_of(A, 8): 2.0}
    for partition, days in found.items():
        metrics.gauge("lag_days", days, partition=str(partition))
    series = [line for line in metrics.page().splitlines() if line.startswith(b"rapport_lag_days{")]
    assert len(series) == 1
    assert lags({}, 7 * DAY_MS, 8) == {}
