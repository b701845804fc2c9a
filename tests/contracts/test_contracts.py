"""The generated contracts: not drifted from the models, true of what the engine makes, and well
formed as AsyncAPI 3 wants it (https://www.asyncapi.com/docs/reference/specification/v3.0.0)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from alerts.announce import announce
from examples.crm_consumer import TOPIC, line, news
from health.assessment import assess
from health.judgement import Feedback, Judgement, Label, Override
from health.observation import observe
from health.policy import STANDARD
from health.rebuild import in_order, rebuild
from health.terms import NO_TERMS
from ingest.errors import Malformed
from ingest.interaction import InteractionId, PartnerId
from ingest.outcome import Refused
from nlp.annotations import Annotations, Entity, Intent, Promise, Sentiment
from nlp.flag import Flag
from streams import topics
from streams.contracts import CONTRACTS, FOLDER, files
from streams.wire import Flagged, Tick, dead_letter, encode
from tests import make

ROOT = Path(__file__).parents[2]
GENERATED = {name: json.loads(text) for name, text in files().items()}
DOCUMENT = GENERATED["asyncapi.json"]


def said(day: int, score: float) -> Annotations:
    """What an e-mail of a day says, in this tone."""
    return Annotations(
        interaction_id=InteractionId(f"{day}@nordlicht.example"),
        partner_id=PartnerId("nordlicht"),
        occurred_at=datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day),
        kind="email",
        direction="inbound",
        contacts=("c1",),
        language="de",
        sentiment=Sentiment("positive" if score > 0 else "negative", score, 0.9),
        intents=(Intent("question", 0.8, 0, 5),),
        entities=(Entity("product", 0.9, 0, 12, "Solivane WMS"),),
        promises=(Promise("us", "send the offer", "2026-02-01"),),
        model_versions={"sentiment": "1"},
    )


def souring() -> Iterator[Annotations]:
    """Ninety good days, thirty bad ones."""
    for day in range(120):
        yield said(day, 0.8 if day < 90 else -0.9)


def examples() -> list[Any]:
    """Values as the engine makes them, each with its topic."""
    step = rebuild(PartnerId("nordlicht"), map(observe, souring()), NO_TERMS, STANDARD)
    alerts = [announce(one, "Nordlicht", STANDARD) for one in step.transitions]
    told = [(topics.ALERTS, one) for one in alerts if one is not None]
    assert told, "the example tells nothing"
    refused = Refused(Malformed.reason, "not an e-mail")
    place = {"partner_id": PartnerId("nordlicht"), "interaction_id": InteractionId("1@n.example")}
    whose = {"by": "claire", "at": make.NOW, "partner_id": PartnerId("nordlicht")}
    day = make.NOW.date()
    body = Override(band="green", owner="Claire", reason="signed", since=day, until=day)
    override = Judgement(id="1", kind="override", override=body, **whose)
    assessment = assess(step.after, NO_TERMS, STANDARD)
    about = Feedback(verdict="disagree", alert_id=told[0][1].id, reason="a holiday")
    values = [
        (topics.INTERACTIONS, make.interaction()),
        (topics.INTERACTIONS, make.meeting()),
        (topics.ANNOTATIONS, next(souring())),
        (topics.TICKS, Tick(PartnerId("nordlicht"), date(2026, 3, 1))),
        (topics.HEALTH, assessment),
        (topics.HEALTH, msgspec.structs.replace(assessment, override=body)),
        (topics.FEEDBACK, override),
        (topics.FEEDBACK, Judgement(id="2", kind="lift", **whose)),
        (topics.FEEDBACK, Judgement(id="3", kind="feedback", feedback=about, **whose)),
        (topics.FEEDBACK, Judgement(id="4", kind="label", label=Label(day, "red"), **whose)),
        *told,
        (
            topics.COMPLIANCE,
            Flagged(
                **place, occurred_at=make.NOW, flags=(Flag("secrets_credentials", 0.9, 3, 20),)
            ),
        ),
        (topics.DEAD_LETTERS, dead_letter(make.raw(b"\x00\xff"), refused, "id-1")),
        (topics.DEAD_LETTERS, dead_letter(make.raw(b"x" * (4 * 2**20 + 1)), refused, "id-2")),
    ]
    return [
        pytest.param(topic, value, id=f"{topic}-{number}")
        for number, (topic, value) in enumerate(values)
    ]


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, part in node.items():
            if name == "$ref":
                yield part
            else:
                yield from refs(part)
    elif isinstance(node, list):
        for part in node:
            yield from refs(part)


def resolved(ref: str, document: Any = DOCUMENT) -> Any:
    """What a reference points to, here or in a file beside; KeyError when it points nowhere."""
    file, _, pointer = ref.partition("#")
    node = GENERATED[file.removeprefix("./")] if file else document
    for part in pointer.strip("/").split("/") if pointer else []:
        node = node[part]
    return node


def test_no_drift() -> None:
    folder = ROOT / FOLDER
    written = {
        path.name: path.read_text("utf-8") for path in folder.iterdir() if path.suffix == ".json"
    }
    assert written == files(), "run: python -m streams.contracts"


def test_every_topic_has_a_contract() -> None:
    assert tuple(one.topic for one in CONTRACTS) == topics.ALL


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.topic)
def test_schema_is_json_schema_2020_12(contract: Any) -> None:
    schema = GENERATED[f"{contract.topic}.schema.json"]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:rapport:contracts:{contract.topic}"
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part["title"]
        assert part["description"]
        # Open at every level: a field may be added without breaking who checks the old schema.
        assert part.get("additionalProperties", True) is not False
    for ref in refs(schema):
        assert resolved(ref, schema)


@pytest.mark.parametrize(("topic", "value"), examples())
def test_what_the_engine_makes_is_valid(topic: str, value: Any) -> None:
    validator = Draft202012Validator(
        GENERATED[f"{topic}.schema.json"], format_checker=FormatChecker()
    )
    validator.validate(json.loads(encode(value)))


def test_a_wrong_value_is_not_valid() -> None:
    validator = Draft202012Validator(GENERATED["annotations.v1.schema.json"])
    wrong = {**json.loads(encode(said(0, 0.5))), "kind": "fax", "partner_id": None}
    assert {error.json_path for error in validator.iter_errors(wrong)} == {
        "$.kind",
        "$.partner_id",
    }


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.topic)
def test_every_time_has_the_format_of_one(contract: Any) -> None:
    """A consumer's code generator makes a date of it."""
    schema = GENERATED[f"{contract.topic}.schema.json"]
    for part in (schema, *schema.get("$defs", {}).values()):
        for name in {"occurred_at", "due_at"} & part["properties"].keys():
            property_ = part["properties"][name]
            formats = [one.get("format") for one in property_.get("anyOf", [property_])]
            assert "date-time" in formats, name


def test_asyncapi_has_what_the_specification_demands() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert DOCUMENT["info"]["title"]
    assert DOCUMENT["info"]["version"]
    assert DOCUMENT["operations"]
    addresses = [channel["address"] for channel in DOCUMENT["channels"].values()]
    assert addresses == [f"rapport.{name}" for name in topics.ALL]
    for ref in refs(DOCUMENT):
        assert resolved(ref)


@pytest.mark.parametrize("name", DOCUMENT["operations"])
def test_an_operation_uses_messages_of_its_own_channel(name: str) -> None:
    operation = DOCUMENT["operations"][name]
    assert operation["action"] in {"send", "receive"}
    channel = operation["channel"]["$ref"]
    for message in operation["messages"]:
        assert message["$ref"].startswith(f"{channel}/messages/")


@pytest.mark.parametrize("topic", topics.ALL)
def test_a_message_is_a_cloud_event_keyed_for_kafka(topic: str) -> None:
    message = DOCUMENT["components"]["messages"][topic]
    assert set(message["headers"]["required"]) >= {
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "content-type",
    }
    assert message["headers"]["properties"]["ce_type"] == {"const": f"rapport.{topic}"}
    assert message["bindings"]["kafka"]["key"]["type"] == "string"
    assert DOCUMENT["channels"][topic]["bindings"]["kafka"]["topic"] == f"rapport.{topic}"


def test_the_environment_has_no_say_in_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files()
    monkeypatch.setenv("RAPPORT_TOPIC_PREFIX", "other.")
    monkeypatch.setenv("RAPPORT_PARTITIONS", "3")
    assert files() == before


def test_compliance_is_behind_its_wall() -> None:
    """No schema but its own knows a flag."""
    for name, content in GENERATED.items():
        if name not in {"compliance.v1.schema.json", "asyncapi.json"}:
            assert "Flag" not in content.get("$defs", {})
            assert "flags" not in content["properties"]


def test_encoding_is_what_the_schema_describes() -> None:
    """Names on the wire are those of the fields, none renamed."""
    for contract in CONTRACTS:
        properties = GENERATED[f"{contract.topic}.schema.json"]["properties"]
        assert list(properties) == [one.name for one in msgspec.structs.fields(contract.model)]


def test_the_crm_example_takes_each_assessment_once_and_none_that_is_older() -> None:
    history = in_order(map(observe, souring()))
    steps = [rebuild(PartnerId("nordlicht"), history[:n], NO_TERMS, STANDARD) for n in (1, 60, 120)]
    sent = [encode(assess(step.after, NO_TERMS, STANDARD)) for step in steps]
    first, second, third = sent
    seqs: dict[str, int] = {}
    taken = [
        found
        for value in (first, second, first, second, second, third, None, first)
        if (found := news(seqs, value)) is not None
    ]
    assert taken == [json.loads(value) for value in sent]
    assert f"rapport.{topics.HEALTH}" == TOPIC
    assert "unknown" in line(taken[0])
    assert taken[2]["band"] in line(taken[2])
