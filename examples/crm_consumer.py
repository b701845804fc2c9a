"""A CRM that follows the health of its partners: it reads `health.v1` and keeps the newest.

    python examples/crm_consumer.py localhost:9092

Delivery is at least once: an assessment may come again, or after a newer one. `seq` tells: it
grows with everything that is heard of a partner. What is printed here belongs into your CRM,
`seq` beside it; then the offsets may be committed.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from kafka import KafkaConsumer  # type: ignore[import-untyped]

TOPIC = "rapport.health.v1"


def news(seqs: dict[str, int], value: bytes | None) -> Mapping[str, Any] | None:
    """The assessment, unless we know it or a newer one. Unknown fields are left alone."""
    if value is None:  # a compacted topic deletes a partner so
        return None
    assessment: dict[str, Any] = json.loads(value)
    if assessment["seq"] <= seqs.get(assessment["partner_id"], -1):
        return None
    seqs[assessment["partner_id"]] = assessment["seq"]
    return assessment


def line(assessment: Mapping[str, Any]) -> str:
    """One line of a screen. A score can be missing: unknown is not bad, and not good either."""
    score = "  -  " if assessment["score"] is None else f"{assessment['score']:5.1f}"
    drivers = sorted(assessment["drivers"], key=lambda driver: -driver["contribution"])
    main = drivers[0]["measure"] if drivers else "too little heard"
    return f"{assessment['partner_id']:<20} {assessment['band']:<8} {score}  {main}"


def follow(consumer: KafkaConsumer) -> Iterator[Mapping[str, Any]]:
    """What is new, as it comes."""
    seqs: dict[str, int] = {}  # yours: a column of the CRM
    for message in consumer:
        assessment = news(seqs, message.value)
        if assessment is not None:
            yield assessment
        consumer.commit()


if __name__ == "__main__":
    servers = sys.argv[1:] or ["localhost:9092"]
    for one in follow(
        KafkaConsumer(
            TOPIC,
            bootstrap_servers=servers,
            group_id="crm",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
    ):
        print(line(one))  # noqa: T201 - a screen is all that this CRM has
