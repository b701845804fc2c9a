"""Ready-made annotations: many partners over half a year, the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ingest.interaction import InteractionId, Meeting, PartnerId
from nlp.annotations import Annotations, Sentiment

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAYS = 180


def register(partners: int) -> str:
    """A register, as YAML, for `partners` partners."""
    lines = ["own: {name: Own, domains: [own.example]}", "partners:"]
    lines += [
        f"- {{id: {partner_id(i)}, name: Partner {i}, domains: [p{i}.example],"
        " cadence: {review: 45}}"
        for i in range(partners)
    ]
    return "\n".join(lines) + "\n"


def partner_id(number: int) -> PartnerId:
    """`p0`, `p1` ..."""
    return PartnerId(f"p{number}")


def annotations(count: int, partners: int, seed: int = 7) -> Iterator[Annotations]:
    """In order of time. Each partner's mood drifts, so that bands change and alerts are made."""
    chance = random.Random(seed)
    moods = [chance.uniform(-0.2, 0.4) for _ in range(partners)]
    for i in range(count):
        number = chance.randrange(partners)
        moods[number] = min(0.6, max(-0.7, moods[number] + chance.gauss(0, 0.06)))
        meeting = chance.random() < 0.03
        yield Annotations(
            interaction_id=InteractionId(f"{seed}.{i}@load.example"),
            partner_id=partner_id(number),
            occurred_at=START + timedelta(days=DAYS) * (i / count),
            kind="meeting" if meeting else "email",
            direction=None if meeting else chance.choice(("inbound", "inbound", "outbound")),
            contacts=(f"c{number}.{chance.randrange(6)}",),
            thread_id=f"t{number}.{i // (partners * 4)}",
            language="en",
            sentiment=None if meeting else _sentiment(moods[number] + chance.gauss(0, 0.2)),
            meeting=Meeting("held", "review", 45) if meeting else None,
            model_versions={"sentiment": "ready made"},
        )


def _sentiment(score: float) -> Sentiment:
    score = round(min(1.0, max(-1.0, score)), 3)
    label = "negative" if score < -0.25 else "positive" if score > 0.25 else "neutral"
    return Sentiment(label, score, 0.8)
