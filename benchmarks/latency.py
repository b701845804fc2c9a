"""From an event produced to its alert consumed, against the bare round trip through the broker.

Every partner has nine cold messages: the tenth is evidence enough for a first band, red, and an
alert. Tenths are produced one at a time while the engine idles, as on a normal day.
"""

import sys
import time
from datetime import timedelta
from statistics import quantiles
from typing import Any

from kafka import KafkaConsumer, KafkaProducer

from benchmarks.engine import Workers, engine, produce, until_tracked
from benchmarks.load import START, partner_id
from ingest.interaction import InteractionId
from nlp.annotations import Annotations, Sentiment
from streams.settings import Settings
from streams.topic_admin import create_topics
from streams.topics import ALERTS, ANNOTATIONS
from streams.wire import encode

BARE = "bare.roundtrip"


def main(count: int = 300) -> None:
    """Print p50 and p99 of both."""
    with engine(count + 1) as settings, Workers(settings) as workers:
        create_topics(settings.bootstrap, [BARE], partitions=settings.partitions)
        workers.start()
        warm = [_mail(number, i) for i in range(9) for number in range(count + 1)]
        until_tracked(settings, produce(settings, warm), seconds=120)
        bare = _trips(settings, BARE, BARE, count)
        ours = _trips(settings, settings.topic(ANNOTATIONS), settings.topic(ALERTS), count)
    print(f"latency, {count} events one at a time")
    for name, seconds in (
        ("produced to consumed, bare broker", bare),
        ("event produced to alert consumed", ours),
    ):
        cuts = quantiles(seconds, n=100)
        print(f"  {name:<34} p50 {cuts[49] * 1000:6.1f} ms   p99 {cuts[98] * 1000:6.1f} ms")


def _mail(number: int, i: int) -> Annotations:
    return Annotations(
        interaction_id=InteractionId(f"{number}.{i}@latency.example"),
        partner_id=partner_id(number),
        occurred_at=START + timedelta(hours=i),
        kind="email",
        direction="inbound",
        sentiment=Sentiment("negative", -0.8, 0.9),
    )


def _trips(settings: Settings, there: str, back: str, count: int) -> list[float]:
    """Seconds from sending each tenth mail until its partner's message comes back."""
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap, linger_ms=0)
    consumer = KafkaConsumer(
        back,
        bootstrap_servers=settings.bootstrap,
        auto_offset_reset="earliest",
        group_id=None,
        fetch_max_wait_ms=20,  # the embedded broker looks but twice while a fetch waits
    )
    trips = [_trip(producer, consumer, there, number) for number in range(count + 1)]
    producer.close()
    consumer.close()
    return trips[1:]  # the first one opens connections


def _trip(producer: Any, consumer: Any, topic: str, number: int) -> float:
    key = partner_id(number).encode()
    began = time.perf_counter()
    producer.send(topic, key=key, value=encode(_mail(number, 9)))
    producer.flush()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for messages in consumer.poll(timeout_ms=100).values():
            if any(message.key == key for message in messages):
                return time.perf_counter() - began
    raise TimeoutError(f"no answer for {partner_id(number)}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
