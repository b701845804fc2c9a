"""What is counted at the rim: names with their meaning, in the format of Prometheus."""

from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ingest.intake import NAMES
from ingest.outcome import Outcome

Counted = Literal[
    # Items at the door by outcome (kept, automatic, unresolved, refused) and reason; a jump of
    # one reason means that a source changed its format.
    "ingest_items",
    # Items in dead letters by reason; each waits for a repair.
    "dead_letters",
    # Batches by stage; standing still while events wait means that the worker hangs.
    "batches",
    # Events by stage and what became of them (new, repeated); repeats follow a crash or rebalance.
    # Language analysis cannot tell and calls all new; the refused are in dead_letters.
    "events",
    # Alerts by kind and severity, each once, when it is stored.
    "alerts",
    # Notifications by channel and result (delivered, unreachable, refused).
    "notifications",
]
Gauged = Literal[
    # Rows of the outbox that are not published yet; it grows while the broker is away.
    "outbox_waiting",
    # Seconds since the oldest of them was written; told late by at least this much.
    "outbox_age_seconds",
    # Days between the newest interaction heard and now, by partition; silence of a source. Of a
    # partition that never heard anything there is no figure.
    "lag_days",
]
Timed = Literal[
    # One partner's events of a batch through the fold and the review.
    "fold_seconds",
    # A batch's transaction, from its begin to its commit.
    "transaction_seconds",
    # A batch through language analysis.
    "annotate_seconds",
]

LABELS: dict[Counted | Gauged | Timed, tuple[str, ...]] = {
    "ingest_items": ("outcome", "reason"),
    "dead_letters": ("reason",),
    "batches": ("stage",),
    "events": ("stage", "result"),
    "alerts": ("kind", "severity"),
    "notifications": ("channel", "result"),
    "lag_days": ("partition",),
}
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_MEANINGS: dict[Counted | Gauged | Timed, str] = {
    "ingest_items": "Items at the door",
    "dead_letters": "Items in dead letters",
    "batches": "Batches worked",
    "events": "Events worked",
    "alerts": "Alerts made",
    "notifications": "Notifications tried",
    "outbox_waiting": "Outbox rows not published yet",
    "outbox_age_seconds": "Age of the oldest outbox row",
    "lag_days": "Days since the newest interaction heard",
    "fold_seconds": "Fold and review of one partner",
    "transaction_seconds": "Transaction of one batch",
    "annotate_seconds": "Language analysis of one batch",
}


class Metrics:
    """The figures of one process, each from 0. Labels hold kinds, never people or partners."""

    def __init__(self) -> None:
        registry = CollectorRegistry(auto_describe=True)
        self._registry = registry
        self._counters: dict[Counted, Counter] = {
            name: Counter(f"rapport_{name}", _MEANINGS[name], _labels(name), registry=registry)
            for name in get_args(Counted)
        }
        self._gauges: dict[Gauged, Gauge] = {
            name: Gauge(f"rapport_{name}", _MEANINGS[name], _labels(name), registry=registry)
            for name in get_args(Gauged)
        }
        self._timers: dict[Timed, Histogram] = {
            name: Histogram(
                f"rapport_{name}",
                _MEANINGS[name],
                _labels(name),
                buckets=_SECONDS,
                registry=registry,
            )
            for name in get_args(Timed)
        }

    def count(self, name: Counted, amount: float = 1, **labels: str) -> None:
        """`amount` more of `name`."""
        counter = self._counters[name]
        (counter.labels(**labels) if labels else counter).inc(amount)

    def item(self, outcome: Outcome) -> None:
        """One more item at a door."""
        reason = getattr(outcome, "reason", "kept")
        self.count("ingest_items", outcome=NAMES[type(outcome)], reason=reason)

    def events(self, stage: str, *, new: int, repeated: int = 0) -> None:
        """So many more events were worked."""
        self.count("events", new, stage=stage, result="new")
        self.count("events", repeated, stage=stage, result="repeated")

    def gauge(self, name: Gauged, value: float, **labels: str) -> None:
        """`name` stands at `value` now."""
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).set(value)

    def time(self, name: Timed, seconds: float, **labels: str) -> None:
        """`name` took `seconds` once."""
        timer = self._timers[name]
        (timer.labels(**labels) if labels else timer).observe(seconds)

    def page(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)


def _labels(name: Counted | Gauged | Timed) -> tuple[str, ...]:
    return LABELS.get(name, ())
