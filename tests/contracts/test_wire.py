"""What travels: every contract value survives its encoding, and every event is a CloudEvent."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from types import UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.judgement import Judgement
from ingest.interaction import Interaction
from nlp.annotations import Annotations
from streams.contracts import CONTRACTS
from streams.wire import (
    DeadLetter,
    Tick,
    encode,
    headers,
    read_annotations,
    read_dead_letter,
    read_interaction,
    read_judgement,
    read_tick,
    type_of,
)
from tests import make

READERS: list[tuple[Callable[[bytes], Any], type[msgspec.Struct]]] = [
    (read_interaction, Interaction),
    (read_annotations, Annotations),
    (read_tick, Tick),
    (read_judgement, Judgement),
    (read_dead_letter, DeadLetter),
]
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))
MOMENTS = st.datetimes(
    datetime(1902, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=OFFSETS,
)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.binary(max_size=20),
    date: st.dates(),
    datetime: MOMENTS,
    type(None): st.none(),
}


def values(type_: Any) -> st.SearchStrategy[Any]:
    """Any value of a type, by its annotations."""
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, NewType):
        return values(type_.__supertype__)
    if origin is Annotated:
        least = getattr(arguments[1], "min_length", None)
        return st.text(min_size=least, max_size=20) if least else values(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of(*map(values, arguments))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    if issubclass(type_, msgspec.Struct):
        fields = msgspec.structs.fields(type_)
        return st.builds(type_, **{one.name: values(one.type) for one in fields})
    return LEAVES[type_]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.topic)
@given(data=st.data())
def test_every_value_survives(contract: Any, data: st.DataObject) -> None:
    value = data.draw(values(contract.model))
    assert msgspec.json.decode(encode(value), type=contract.model) == value


@given(value=values(Interaction))
def test_equal_values_are_equal_bytes(value: Interaction) -> None:
    assert encode(read_interaction(encode(value))) == encode(value)


def grown(node: Any) -> Any:
    """The same JSON with a field that nobody knows yet, in every object of a fixed shape."""
    if isinstance(node, list):
        return [grown(part) for part in node]
    if isinstance(node, dict):
        inner = {k: v if k == "model_versions" else grown(v) for k, v in node.items()}
        return {**inner, "added_in_1_7": {"a": 1}}
    return node


@pytest.mark.parametrize(("read", "model"), READERS)
@given(data=st.data())
def test_a_field_that_a_reader_does_not_know_is_ignored(
    read: Callable[[bytes], Any], model: type[msgspec.Struct], data: st.DataObject
) -> None:
    """Within v1 fields are added: a worker of yesterday reads what one of today writes."""
    value = data.draw(values(model))
    assert read(json.dumps(grown(json.loads(encode(value)))).encode()) == value


@pytest.mark.parametrize(
    ("read", "value", "field"),
    [
        pytest.param(read_interaction, make.interaction(), "occurred_at", id="interaction"),
        pytest.param(
            read_annotations,
            Annotations(
                interaction_id=make.interaction().id,
                partner_id=make.partner().id,
                occurred_at=make.NOW,
                kind="email",
            ),
            "occurred_at",
            id="annotations",
        ),
    ],
)
def test_a_time_without_an_offset_is_refused_by_name(
    read: Callable[[bytes], Any], value: Any, field: str
) -> None:
    naive = {**json.loads(encode(value)), field: "2026-06-01T09:30:00"}
    with pytest.raises(msgspec.ValidationError, match=rf"\$\.{field}"):
        read(json.dumps(naive).encode())


@given(
    id_=st.text(min_size=1),
    topic=st.sampled_from([one.topic for one in CONTRACTS]),
    time=MOMENTS,
)
def test_headers_are_a_complete_cloud_event(id_: str, topic: str, time: datetime) -> None:
    made = headers(id_, type_of(topic), time)
    found = {name: value.decode("utf-8") for name, value in made}
    assert len(found) == len(made)
    assert found["ce_specversion"] == "1.0"
    assert found["ce_id"] == id_
    assert found["ce_source"]
    assert found["ce_type"] == f"rapport.{topic}"
    assert datetime.fromisoformat(found["ce_time"]) == time
    assert found["ce_time"].endswith("+00:00")
    assert found["content-type"] == "application/json"


def test_time_is_left_out_rather_than_invented() -> None:
    assert "ce_time" not in dict(headers("1", type_of("ticks.v1")))


def test_a_time_keeps_its_offset_on_the_wire() -> None:
    paris = datetime(2026, 6, 1, 11, 30, tzinfo=timezone(timedelta(hours=2)))
    sent = json.loads(encode(make.interaction(occurred_at=paris)))
    assert sent["occurred_at"] == "2026-06-01T11:30:00+02:00"
    assert read_interaction(encode(make.interaction(occurred_at=paris))).occurred_at == (
        paris.astimezone(UTC)
    )
