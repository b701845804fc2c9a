"""The contracts, generated from the typed models: JSON Schemas and an AsyncAPI document.

`python -m streams.contracts [FOLDER]` writes them, into docs/contracts unless told otherwise.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import msgspec

from alerts.alert import Alert
from health.assessment import Assessment
from health.judgement import Judgement
from ingest.interaction import Interaction
from nlp.annotations import Annotations
from streams import topics
from streams.settings import Settings
from streams.wire import JSON, SOURCE, DeadLetter, Flagged, Tick, type_of

FOLDER = Path("docs/contracts")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "1.0.0"
PARTNER = "The partner's id: one partner's history is read in one place, in order."

Schema = dict[str, Any]


class Contract(msgspec.Struct, frozen=True):
    """What a topic promises. `timed`: `ce_time` always travels; `reads`, `sends`: our parts."""

    topic: str
    model: type[msgspec.Struct]
    title: str
    summary: str
    key: str = PARTNER
    timed: bool = True
    reads: str | None = None
    sends: str | None = None
    group: str = ""  # what the readers' consumer group adds to that of the settings


CONTRACTS = (
    Contract(
        topics.INTERACTIONS,
        Interaction,
        "Interaction",
        "An e-mail, call note, meeting or record with a partner. Personal data, kept briefly."
        " `partner_id` must be given here; only the doors of ingest can do without it.",
        reads="annotate",
        sends="ingest",
    ),
    Contract(
        topics.ANNOTATIONS,
        Annotations,
        "Annotations",
        "What the language models say of one interaction. No compliance flag is ever in here.",
        reads="track",
        sends="annotate",
    ),
    Contract(
        topics.TICKS,
        Tick,
        "Tick",
        "A day has begun for a partner: silence is heard too.",
        timed=False,
        reads="track",
        sends="clock",
    ),
    Contract(
        topics.HEALTH,
        Assessment,
        "Assessment",
        "How a relationship stands, with its drivers. Compacted: the newest of each partner"
        " stays. Ignore what has a `seq` no higher than the one you know.",
        timed=False,
        sends="relay",
    ),
    Contract(
        topics.ALERTS,
        Alert,
        "Alert",
        "A change worth telling, with reasons and next steps. A repetition has the same `id`.",
        timed=False,
        reads="notify",
        sends="relay",
        group="-notifier",
    ),
    Contract(
        topics.FEEDBACK,
        Judgement,
        "Judgement",
        "What somebody judged: an override of a band with its end, its lifting, feedback on an"
        " alert or an assessment, a label to learn from. A repetition has the same `id`.",
        key="The partner's id; of feedback on an alert that names no partner, the alert's.",
        reads="judge",
        sends="judge (command)",
    ),
    Contract(
        topics.COMPLIANCE,
        Flagged,
        "Flagged interaction",
        "Where compliance should look. Behind an ACL of its own: no manager's tool reads it.",
        sends="annotate",
    ),
    Contract(
        topics.DEAD_LETTERS,
        DeadLetter,
        "Dead letter",
        "What could not be read or belongs to nobody yet, with source, position and reason.",
        key="The letter's id, made from source and position.",
        timed=False,
        reads="keep",
        sends="ingest, annotate, track, notify",
        group="-notifier",
    ),
)


def files() -> dict[str, str]:
    """Every generated file by its name."""
    found = {_file(one): schema(one) for one in CONTRACTS} | {"asyncapi.json": asyncapi()}
    return {name: _written(content) for name, content in found.items()}


def schema(contract: Contract) -> Schema:
    """The JSON Schema of a topic's value: open, so that a field may be added beside the others."""
    (root,), parts = msgspec.json.schema_components([contract.model], ref_template="#/$defs/{name}")
    name = root["$ref"].rpartition("/")[2]
    for model in _models(contract.model):
        part = parts[model.__name__]
        part["description"] = " ".join(part["description"].split())
        for field in _moments(model):
            _dated(part["properties"][field])
    whole = parts.pop(name)
    return {
        "$schema": DIALECT,
        "$id": f"urn:rapport:contracts:{contract.topic}",
        **whole,
        "title": contract.title,
        **({"$defs": parts} if parts else {}),
    }


def asyncapi() -> Schema:
    """The AsyncAPI 3.0 document, from the engine's side: what it sends and receives, and how."""
    settings = Settings.model_construct()  # the defaults: the environment has no say in contracts
    kept = topics.configs(settings)
    return {
        "asyncapi": "3.0.0",
        "id": "urn:rapport",
        "info": {
            "title": "Rapport",
            "version": VERSION,
            "description": "The health of partner relationships, explained. Delivery is at least"
            " once; ids are made from content, so that a repetition can be told. Within v1 fields"
            " are only ever added, and optional: ignore the ones that you do not know.",
            "license": {
                "name": "Apache-2.0",
                "url": "https://www.apache.org/licenses/LICENSE-2.0",
            },
        },
        "defaultContentType": JSON.decode(),
        "servers": {
            "broker": {
                "host": "{server}",
                "protocol": "kafka",
                "description": "Any Kafka; with TLS or SASL as the settings say.",
                "variables": {"server": {"default": "localhost:9092"}},
            }
        },
        "channels": {
            one.topic: _channel(one, settings, kept.get(settings.topic(one.topic), {}))
            for one in CONTRACTS
        },
        "operations": dict(_operations(settings)),
        "components": {"messages": {one.topic: _message(one) for one in CONTRACTS}},
    }


def _channel(contract: Contract, settings: Settings, kept: Any) -> Schema:
    topic = settings.topic(contract.topic)
    configuration = {
        name: [value] if name == "cleanup.policy" else int(value) for name, value in kept.items()
    }
    binding = {
        "topic": topic,
        "partitions": settings.partitions,
        **({"topicConfiguration": configuration} if configuration else {}),
        "bindingVersion": "0.5.0",
    }
    return {
        "address": topic,
        "title": contract.title,
        "description": contract.summary,
        "messages": {"value": {"$ref": f"#/components/messages/{contract.topic}"}},
        "bindings": {"kafka": binding},
    }


def _message(contract: Contract) -> Schema:
    return {
        "name": type_of(contract.topic),
        "title": contract.title,
        "summary": contract.summary,
        "contentType": JSON.decode(),
        "headers": _headers(contract),
        "payload": {"$ref": f"./{_file(contract)}"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": contract.key},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _headers(contract: Contract) -> Schema:
    """CloudEvents 1.0 in binary mode: each attribute is a Kafka header of UTF-8 text."""
    required = ["ce_specversion", "ce_id", "ce_source", "ce_type", "content-type"]
    return {
        "type": "object",
        "required": [*required, "ce_time"] if contract.timed else required,
        "properties": {
            "ce_specversion": {"const": "1.0"},
            "ce_id": {"type": "string", "minLength": 1},
            "ce_source": {"type": "string", "format": "uri-reference", "examples": [SOURCE]},
            "ce_type": {"const": type_of(contract.topic)},
            "ce_time": {"type": "string", "format": "date-time"},
            "content-type": {"const": JSON.decode()},
        },
    }


def _operations(settings: Settings) -> Iterator[tuple[str, Schema]]:
    for one in CONTRACTS:
        for action, part in (("receive", one.reads), ("send", one.sends)):
            if part is None:
                continue
            operation: Schema = {
                "action": action,
                "channel": {"$ref": f"#/channels/{one.topic}"},
                "summary": f"By: {part}",
                "messages": [{"$ref": f"#/channels/{one.topic}/messages/value"}],
            }
            if action == "receive":
                group = {"type": "string", "const": settings.group + one.group}
                operation["bindings"] = {"kafka": {"groupId": group, "bindingVersion": "0.5.0"}}
            yield f"{action}.{one.topic}", operation


def _models(model: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """A model and every model within it."""
    found, left = [], [model]
    while left:
        one = left.pop()
        if one not in found:
            found.append(one)
            left.extend(part for field in msgspec.structs.fields(one) for part in _in(field.type))
    return found


def _in(type_: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        yield type_
    for part in get_args(type_):
        yield from _in(part)


def _moments(model: type[msgspec.Struct]) -> list[str]:
    """The fields that hold a time. All of ours carry an offset, as RFC 3339 wants it."""
    return [
        one.encode_name
        for one in msgspec.structs.fields(model)
        if datetime in (one.type, *get_args(one.type))
    ]


def _dated(property_: Schema) -> None:
    for choice in property_.get("anyOf", [property_]):
        if choice.get("type") == "string":
            choice["format"] = "date-time"


def _file(contract: Contract) -> str:
    return f"{contract.topic}.schema.json"


def _written(content: Schema) -> str:
    text = msgspec.json.format(msgspec.json.encode(content), indent=2).decode()
    return re.sub(r"\s+$", "", text) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every file."""
    parser = argparse.ArgumentParser(prog="python -m streams.contracts", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
