"""The door over HTTP: `POST /v1/interactions`, one or many, each with its own answer."""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ingest.outcome import Automatic, Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw

MAX_BYTES = 16 * 1024 * 1024
MAX_ITEMS = 10_000
AT_ONCE = 64  # items of one request on their way at the same time

JSON_TYPES = frozenset({"", "application/json"})
LINES_TYPES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})

Accept = Callable[[Raw], Awaitable[Outcome]]


class Unavailable(Exception):
    """For `accept` to raise when nothing can be taken now: the sender is asked to come again."""


class Item(BaseModel):
    """What became of one item; `index` counts from 0."""

    index: int
    status: Literal["kept", "automatic", "unresolved", "refused"]
    id: str | None = None
    reason: str | None = None
    detail: str | None = None


class Answer(BaseModel):
    """`accepted` and `rejected` add up to the items sent."""

    accepted: Annotated[int, Field(description="read: kept, automatic or unresolved")]
    rejected: Annotated[int, Field(description="refused, with reason and detail")]
    items: list[Item]


def router(
    accept: Accept,
    api_keys: frozenset[str],
    *,
    max_bytes: int = MAX_BYTES,
    max_items: int = MAX_ITEMS,
) -> APIRouter:
    """Takes one object, a list of them, or one a line (NDJSON), and hands each to `accept`.

    202: all were read; 207: some were refused; 422: all were refused. 400: the body is not JSON
    and nothing was taken; 401: no known key; 413: too large; 415: another content type; 503: come
    again, the same ids are counted once.
    """
    if not api_keys or not all(api_keys):
        raise ValueError("the ingest endpoint needs at least one API key")
    digests = tuple(_digest(key) for key in sorted(api_keys))
    routes = APIRouter()

    @routes.post("/v1/interactions", responses=_DESCRIBED, openapi_extra=_BODY, response_model=None)
    async def post_interactions(request: Request) -> Response:
        _authorise(request, digests)
        body = await _body(request, max_bytes)
        payloads = _items(body, request.headers.get("content-type", ""))
        if len(payloads) > max_items:
            raise HTTPException(413, f"more than {max_items} items: send them in parts")
        # Made from content: the same body sent again lies at the same place.
        place = hashlib.sha256(body).hexdigest()[:16]
        raws = [
            Raw("http", f"body {place} item {index}", "application/json", payload)
            for index, payload in enumerate(payloads)
        ]
        try:
            return _answer(await _accepted(accept, raws))
        except Unavailable:
            raise HTTPException(503, "come again", headers={"Retry-After": "5"}) from None

    return routes


async def _accepted(accept: Accept, raws: list[Raw]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for first in range(0, len(raws), AT_ONCE):
        outcomes += await asyncio.gather(*map(accept, raws[first : first + AT_ONCE]))
    return outcomes


def _authorise(request: Request, digests: tuple[bytes, ...]) -> None:
    """401 unless one of the keys was sent. How long it takes says nothing about them."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    sent = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    given = _digest(sent)
    if not sum([hmac.compare_digest(given, digest) for digest in digests]):
        raise HTTPException(401, "no known API key", headers={"WWW-Authenticate": "Bearer"})


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()


async def _body(request: Request, limit: int) -> bytes:
    too_large = HTTPException(413, f"more than {limit} bytes: send it in parts")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "send the body as it is, without content-encoding")
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():  # a sender may say one length and send another
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _items(body: bytes, content_type: str) -> list[bytes]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in LINES_TYPES:
        # A broken line is an item of its own: it is refused, the others are not.
        return [line for line in body.splitlines() if line.strip()]
    if kind not in JSON_TYPES:
        raise HTTPException(415, "send application/json or application/x-ndjson")
    try:
        text = body.decode()
        whole: list[msgspec.Raw] | msgspec.Raw
        if text.lstrip(" \t\r\n").startswith("["):
            whole = msgspec.json.decode(body, type=list[msgspec.Raw])
        else:
            whole = [msgspec.json.decode(body, type=msgspec.Raw)]
    except UnicodeDecodeError as error:
        raise _malformed(body, error.start, "not UTF-8") from None
    except RecursionError:
        raise HTTPException(400, "not JSON: nested too deeply") from None
    except msgspec.DecodeError as error:
        raise _malformed(body, *_place(error, len(body))) from None
    return [bytes(item) for item in whole]


def _place(error: msgspec.DecodeError, end: int) -> tuple[int, str]:
    """Where the body breaks, and how; the library says so in words."""
    said = str(error)
    where = re.search(r"\(byte (\d+)\)", said)
    what = re.sub(r"^JSON is malformed: |\s*\(byte \d+\)", "", said)
    return (int(where[1]) if where else end), what


def _malformed(body: bytes, at: int, what: str) -> HTTPException:
    line = body.count(b"\n", 0, at) + 1
    start = body.rfind(b"\n", 0, at) + 1
    column = len(body[start:at].decode(errors="replace")) + 1
    return HTTPException(400, f"not JSON: {what}, line {line} column {column}")


def _answer(outcomes: list[Outcome]) -> JSONResponse:
    items = [_item(index, outcome) for index, outcome in enumerate(outcomes)]
    rejected = sum(item.status == "refused" for item in items)
    status = 202 if not rejected else 422 if rejected == len(items) else 207
    answer = Answer(accepted=len(items) - rejected, rejected=rejected, items=items)
    return JSONResponse(answer.model_dump(exclude_none=True), status)


def _item(index: int, outcome: Outcome) -> Item:
    match outcome:
        case Kept():
            return Item(index=index, status="kept", id=outcome.interactions[0].id)
        case Automatic():
            return Item(index=index, status="automatic", reason=outcome.reason)
        case Unresolved():
            found = outcome.interaction.id
            return Item(index=index, status="unresolved", id=found, reason=outcome.reason)
        case Refused():
            said = outcome.detail
            return Item(index=index, status="refused", reason=outcome.reason, detail=said)


_DESCRIBED: dict[int | str, dict[str, Any]] = {
    202: {"model": Answer, "description": "All were read"},
    207: {"model": Answer, "description": "Some were refused"},
    422: {"model": Answer, "description": "All were refused"},
    400: {"description": "Not JSON; nothing was taken"},
    401: {"description": "No known API key"},
    413: {"description": "Too large"},
    415: {"description": "Another content type"},
    503: {"description": "Come again later"},
}

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": ["object", "array"]}},
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}
