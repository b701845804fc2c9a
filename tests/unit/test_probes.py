"""Probes and metrics, asked over a real socket."""

import asyncio

import httpx
import pytest

from streams.metrics import LABELS, Metrics
from streams.probes import Probes


async def good() -> None:
    return None


async def bad() -> None:
    raise ConnectionError("postgresql://user:hidden@host/")


async def get(url: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(url)


async def test_ready_when_all_agree_and_alive_all_the_same() -> None:
    async with Probes(lambda: b"", ready={"database": good, "broker": bad}) as probes:
        healthy, ready = await asyncio.gather(
            get(f"{probes.address}/healthz"), get(f"{probes.address}/readyz")
        )
    assert healthy.status_code == 200
    assert ready.status_code == 503
    assert ready.json() == {"database": "ok", "broker": "ConnectionError"}
    assert "hidden" not in ready.text


async def test_ready() -> None:
    async with Probes(lambda: b"", ready={"database": good}, alive={"loop": bad}) as probes:
        assert (await get(f"{probes.address}/readyz")).status_code == 200
        assert (await get(f"{probes.address}/healthz")).status_code == 503


async def test_a_check_that_hangs_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.probes.PATIENCE", 0.05)
    async with Probes(lambda: b"", ready={"database": asyncio.Event().wait}) as probes:  # type: ignore[dict-item]
        ready = await get(f"{probes.address}/readyz")
    assert ready.json() == {"database": "TimeoutError"}


async def test_a_port_that_is_taken_is_said() -> None:
    async with Probes(lambda: b"", ready={}) as probes:
        port = int(probes.address.rpartition(":")[2])
        with pytest.raises(OSError, match="address already in use"):
            async with Probes(lambda: b"", ready={}, port=port):
                pass


async def test_figures_are_counted_and_shown() -> None:
    metrics = Metrics()
    metrics.count("ingest_items", 3, outcome="refused", reason="malformed")
    metrics.count("ingest_items", outcome="refused", reason="malformed")
    metrics.gauge("outbox_waiting", 7)
    metrics.time("transaction_seconds", 0.02)
    async with Probes(metrics.page, ready={}) as probes:
        page = await get(f"{probes.address}/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    lines = page.text.splitlines()
    assert 'rapport_ingest_items_total{outcome="refused",reason="malformed"} 4.0' in lines
    assert "rapport_outbox_waiting 7.0" in lines
    assert 'rapport_transaction_seconds_bucket{le="0.025"} 1.0' in lines
    assert 'rapport_transaction_seconds_bucket{le="0.01"} 0.0' in lines


def test_two_processes_of_one_test_share_no_figures() -> None:
    first, second = Metrics(), Metrics()
    first.gauge("outbox_waiting", 7)
    assert b"rapport_outbox_waiting 0.0" in second.page()


def test_no_label_names_a_person_or_a_partner() -> None:
    allowed = {"outcome", "reason", "stage", "result", "kind", "severity", "channel", "partition"}
    assert {label for labels in LABELS.values() for label in labels} <= allowed
