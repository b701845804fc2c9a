"""The HTTP door: what each body, key and size gets for an answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from ingest.outcome import Automatic, Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw
from ingest.sources.http import Unavailable, router
from tests import make

KEY = "a-key-of-enough-length"
AUTH = {"authorization": f"Bearer {KEY}"}


async def by_its_status(raw: Raw) -> Outcome:
    """Each item says itself what becomes of it."""
    try:
        item = msgspec.json.decode(raw.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refused("malformed", "not JSON")
    match item:
        case {"be": "kept"}:
            return Kept((make.interaction(),))
        case {"be": "automatic"}:
            return Automatic("auto_reply")
        case {"be": "unresolved"}:
            return Unresolved("no_partner", make.interaction())
        case {"be": "busy"}:
            raise Unavailable
        case _:
            return Refused("incomplete", "id is missing")


def client(accept: Any = by_its_status, **limits: int) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(router(accept, frozenset({KEY, "another-key-of-length"}), **limits))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door")


async def post(
    body: bytes | AsyncIterator[bytes],
    headers: dict[str, str] | None = None,
    **limits: int,
) -> httpx.Response:
    async with client(**limits) as door:
        sent = AUTH if headers is None else headers
        return await door.post("/v1/interactions", content=body, headers=sent)


@pytest.mark.parametrize(
    ("body", "status", "became"),
    [
        pytest.param([{"be": "kept"}], 202, ["kept"], id="one in a list"),
        pytest.param({"be": "kept"}, 202, ["kept"], id="one alone"),
        pytest.param([], 202, [], id="none"),
        pytest.param(
            [{"be": "kept"}, {"be": "automatic"}, {"be": "unresolved"}, {}],
            207,
            ["kept", "automatic", "unresolved", "refused"],
            id="one of each",
        ),
        pytest.param([{}, 1, None], 422, ["refused"] * 3, id="nothing of use"),
        pytest.param(7, 422, ["refused"], id="not an object"),
    ],
)
async def test_each_item_has_its_own_answer(body: Any, status: int, became: list[str]) -> None:
    answer = await post(json.dumps(body).encode())
    said = answer.json()
    assert answer.status_code == status
    assert [item["status"] for item in said["items"]] == became
    assert [item["index"] for item in said["items"]] == list(range(len(became)))
    assert said["rejected"] == became.count("refused")
    assert said["accepted"] + said["rejected"] == len(became)


async def test_an_answer_says_id_reason_and_detail() -> None:
    answer = await post(b'[{"be": "kept"}, {"be": "automatic"}, {}]')
    assert answer.json()["items"] == [
        {"index": 0, "status": "kept", "id": make.interaction().id},
        {"index": 1, "status": "automatic", "reason": "auto_reply"},
        {"index": 2, "status": "refused", "reason": "incomplete", "detail": "id is missing"},
    ]


async def test_a_broken_line_stops_no_other() -> None:
    lines = b'{"be": "kept"}\n\n{"be": \n{"be": "kept"}\r\n'
    answer = await post(lines, AUTH | {"content-type": "application/x-ndjson; charset=utf-8"})
    assert answer.status_code == 207
    assert [item["status"] for item in answer.json()["items"]] == ["kept", "refused", "kept"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b'[{"be":\n  "kept",}]', "line 2 column 10", id="a comma too many"),
        pytest.param('[{"été":\n "é" x}]'.encode(), "line 2 column 6", id="columns are letters"),
        pytest.param(b'[{"be": "kept"}', "line 1 column 16", id="cut short"),
        pytest.param(b"", "line 1 column 1", id="nothing"),
        pytest.param(b"   ", "line 1", id="spaces"),
        pytest.param(b'{"a": "\xff"}', "not UTF-8, line 1 column 8", id="another charset"),
        pytest.param(b"[1]\n[2]", "line 2", id="two bodies"),
        pytest.param(b"[" * 100_000, "not JSON", id="very deep"),
        pytest.param(b'{"a":' * 100_000, "not JSON", id="very deep objects"),
        pytest.param(b"[NaN]", "line 1 column 2", id="not a number"),
    ],
)
async def test_a_body_that_is_not_json_is_refused_with_its_place(body: bytes, words: str) -> None:
    answer = await post(body)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no key"),
        pytest.param({"authorization": "Bearer wrong"}, id="wrong key"),
        pytest.param({"authorization": f"Basic {KEY}"}, id="wrong scheme"),
        pytest.param({"authorization": "Bearer"}, id="empty key"),
        pytest.param({"x-api-key": ""}, id="empty header"),
        pytest.param({"x-api-key": KEY + "x"}, id="longer key"),
        pytest.param({"x-api-key": KEY[:-1]}, id="shorter key"),
    ],
)
async def test_without_a_known_key_nothing_is_read(headers: dict[str, str]) -> None:
    answer = await post(b"not json", headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("headers", [AUTH, {"x-api-key": "another-key-of-length"}])
async def test_every_key_opens_by_either_header(headers: dict[str, str]) -> None:
    assert (await post(b'{"be": "kept"}', headers)).status_code == 202


async def test_a_key_in_other_letters_is_a_wrong_key() -> None:
    async with client() as door:
        answer = await door.post("/v1/interactions", headers=[(b"x-api-key", b"\xff\xe9")])
    assert answer.status_code == 401


async def test_a_body_over_the_limit_is_refused_before_it_is_held() -> None:
    taken: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            taken.append(1)
            yield b" " * 100

    assert (await post(b" " * 101, max_bytes=100)).status_code == 413
    assert (await post(endless(), max_bytes=1000)).status_code == 413
    assert len(taken) < 20
    assert (await post(b"[1,2,3]", max_items=2)).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [{"content-type": "text/xml"}, {"content-encoding": "gzip"}],
)
async def test_other_media_are_refused(headers: dict[str, str]) -> None:
    assert (await post(b"[]", AUTH | headers)).status_code == 415


async def test_when_nothing_can_be_taken_the_sender_comes_again() -> None:
    answer = await post(b'[{"be": "kept"}, {"be": "busy"}]')
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


async def test_items_are_handed_on_as_they_were_sent() -> None:
    seen: list[Raw] = []

    async def accept(raw: Raw) -> Outcome:
        seen.append(raw)
        return Automatic("test")

    body = b'[{"a": 1.0000000000000000001},  {"b":"\\u00e9" }]'
    async with client(accept) as door:
        for _ in range(2):
            await door.post("/v1/interactions", content=body, headers=AUTH)
    assert [raw.payload for raw in seen[:2]] == [
        b'{"a": 1.0000000000000000001}',
        b'{"b":"\\u00e9" }',
    ]
    assert seen[:2] == seen[2:]
    assert seen[0].position != seen[1].position


def test_a_door_without_a_key_is_not_built() -> None:
    for keys in (frozenset[str](), frozenset({""})):
        with pytest.raises(ValueError, match="API key"):
            router(by_its_status, keys)


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda v: repr(v).encode()))
def test_no_body_breaks_the_door(body: bytes) -> None:
    assert asyncio.run(post(body)).status_code in {202, 207, 400, 422}
