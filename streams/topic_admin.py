"""Topics: made where they are missing, left alone where they are there."""

from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaAdminClient  # type: ignore[import-untyped]
from kafka.errors import TopicAlreadyExistsError  # type: ignore[import-untyped]


class WrongPartitions(ValueError):
    """A topic that exists has another number of partitions than all of ours must share."""


def create_topics(
    bootstrap: Sequence[str],
    names: Sequence[str],
    *,
    partitions: int,
    replication: int = -1,
    configs: Mapping[str, Mapping[str, str]] | None = None,
    security: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Make the missing ones of `names`, and say which. `configs` are a topic's own, by name.

    `security` is that of `streams.kafka_security.options`. A topic that is there with another
    number of partitions raises `WrongPartitions`: one partner's history would be read in two
    places.
    """
    wanted = list(dict.fromkeys(names))
    with KafkaAdminClient(bootstrap_servers=list(bootstrap), **(security or {})) as admin:
        there = set(admin.list_topics())
        _check(admin, [name for name in wanted if name in there], partitions)
        missing = [name for name in wanted if name not in there]
        for name in missing:
            topic = {
                "num_partitions": partitions,
                "replication_factor": replication,
                "configs": dict((configs or {}).get(name, {})),
            }
            try:
                admin.create_topics({name: topic})
            except TopicAlreadyExistsError:  # another process was quicker
                _check(admin, [name], partitions)
        return tuple(missing)


def _check(admin: KafkaAdminClient, names: list[str], partitions: int) -> None:
    for topic in admin.describe_topics(names) if names else []:
        count = len(topic["partitions"])
        if count != partitions:
            raise WrongPartitions(f"{topic['name']} has {count} partitions, not {partitions}")
