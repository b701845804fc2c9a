"""Faust's Kafka transport, for the embedded broker: asks anew often instead of waiting long.

A Kafka broker answers a waiting fetch as soon as there is something. The embedded one looks only
now and then while a fetch waits, and Faust lets each wait 1.5 s.
"""

from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport

WAIT_MS = 40


class _Thread(AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Transport) -> Any:
        consumer = super()._create_worker_consumer(transport)
        # Faust has no setting for it; the consumer hands it on when it starts.
        consumer._fetch_max_wait_ms = WAIT_MS  # noqa: SLF001
        return consumer


class _Consumer(Consumer):
    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)


class EmbeddedTransport(Transport):
    """In the place of Faust's own: `app.transport = EmbeddedTransport(app.conf.broker, app)`."""

    Consumer = _Consumer
