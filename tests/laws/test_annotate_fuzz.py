"""Every object gets one answer, whatever it is: an analysis in the promised shape, or an error."""
# ruff: noqa: RUF001 - letters and digits that look like others are the point

import io
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commands.annotate import objects
from ingest.interaction import PartnerId
from ingest.register import Contact, Own, Partner, Register
from nlp.annotate import annotate_object
from nlp.annotations import Entity, Intent, Promise, Sentiment
from nlp.flag import Flag
from nlp.models.builtin import build_pipeline
from nlp.pipeline import Pipeline

REGISTER = Register(
    Own("Nordlys SA", ("nordlys.example",), ("Nordlys",)),
    (
        Partner(
            id=PartnerId("acme"),
            name="Acme & Söhne (Köln)",
            aliases=("Acme", "İstanbul Ticaret", "Ærø"),
            contacts=(Contact("Zoë Lefèvre"), Contact("ぁ 山田太郎")),
            competitors=("C++", "شركة"),
            products=("Flow 3.0",),
        ),
    ),
)


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str | int
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")] | None
    sentiment: Sentiment | None
    intents: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    promises: tuple[Promise, ...]
    model_versions: dict[str, str]
    compliance: tuple[Flag, ...]


class Error(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str | int | None
    error: Annotated[str, msgspec.Meta(min_length=3)]


@cache
def pipeline(*, reader: bool = False) -> Pipeline:
    return build_pipeline(REGISTER, pseudonym_key="a key of this test", reader=reader)


# What texts are made of, so that random ones reach the patterns, and what breaks programs.
FRAGMENTS = st.sampled_from([
    "\0", "\ud83d", "\ude00", "\ud83d\ude00", "\U0001f600", "\u200f", "\u202e", "\u2066", "\u200d",
    "\u0301", "Z\u0351\u036b", "\ufeff", "\ufffe", "\U0010ffff", "\u2028", "\x85", "\x1b[31m",
    "\u0130", "\u0131", "\u017f", "\ufb01", "\u01c5", "\u00df", "\u1e9e", "\u0660\u0661\u0662",
    "\uff11\uff12", "\u00b2", "\u0967", " ", "\n", "\r\n", "\t", "\u00a0", "\u202f", "\u3000",
    "Acme", "acme", "ACME", "Acme & Söhne (Köln)", "İstanbul Ticaret", "ærø", "C++", "شركة",
    "Lefèvre", "Zoë Lefèvre", "ぁ 山田太郎", "flow 3.0", "Nordlys",
    "12 500,00 €", "EUR 40k", "3.2 million dollars", "$", "1.000.000", "99", "\u0663\u0664 €",
    "12/06/2026", "31.12.", "2026-02-30", "fin mars", "3 au 5 mai 2026", "KW 23", "Q3 2026",
    "May", "1er", "segunda-feira", "Anfang März", "from 2019 to 2026", "١٢/٠٦/٢٠٢٦",
    "my salary ", "DE89 3704 0044 0532 0130 00", "FR7630006000011234567890189", "GB٨٢WEST",
    "4111 1111 1111 1111", "٤١١١ ١١١١ ١١١١ ١١١١", "1 85 05 78 006 084 36", "2 84 13 2A 006 084 36",
    "RSSMRA85T10A562S", "RSSMRA٨٥T10A562S", "DNI 12345678Z", "X1234567L", "Steuer-ID 86095742719",
    "86 095 742 719", "BSN 111222333", "bsn ١١١٢٢٢٣٣٣", "cartão de cidadão 00000000 0 ZZ4",
    "-----BEGIN RSA PRIVATE KEY-----", "AKIAIOSFODNN7EXAMPLE", "password: Zx81!trunk", "mdp est «",
    "ghp_" + "a1" * 20, "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM", "https://a:b@", "postgres://u:pw1@h/d",
    "We are very disappointed with the delay.", "Merci beaucoup pour votre aide !",
    "Wir sind leider sehr unzufrieden.", "Dziękuję bardzo", "Спасибо за помощь",
    "ありがとうございます", "شكرا جزيلا لكم", "תודה רבה", "धन्यवाद", "नमस्ते", "不客气，再见", "ok",
    "<b>", "</script>", "&#xd800;", "{{7*7}}", "%s", "[/b]", "'; drop table x;--", "a@b.example",
    "www.x.example/1", "@", "://", "..", "-" * 30, "A" * 50, "1" * 50, "_" * 9,
])  # fmt: skip
ANY = st.characters(exclude_categories=())  # lone surrogates too
HUGE = st.builds(
    lambda part, times, end: part * (times // len(part)) + end,
    FRAGMENTS,
    st.integers(19_000, 60_000),
    FRAGMENTS,
)
TEXTS = st.text(ANY, max_size=80) | st.lists(FRAGMENTS, max_size=25).map("".join)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(ANY, max_size=5)
    | st.sampled_from([10**30, -(10**30), 2**63, 2**64 - 1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
LANGUAGES = st.sampled_from([
    "fr", "EN-gb", "zh-Hant-TW", "und", "", " ", "\n", "french, I think", "fr\0", "ſr", "\ud800",
    "e" * 10_000, "pt_BR", " de ", "i-klingon", "xx", "ar",
])  # fmt: skip
DATES = st.sampled_from([
    "2026-03-14", "2026-03-14T10:00:00Z", "14/03/2026", "Fri, 13 Mar 2026 09:00:00 +0100",
    "0000-00-00", "9999-12-31", "2026-02-30", "tomorrow", "", "\ud800", "2026-03-14T10:00:00+99:99",
])  # fmt: skip
NEARLY = {
    "id": st.text(ANY, min_size=1, max_size=8) | st.integers() | JSON,
    "text": TEXTS | TEXTS | JSON,
}
BESIDE: dict[str, Any] = {
    "kind": st.sampled_from(["email", "call_note", "meeting", "record", "fax"]) | JSON,
    "direction": st.sampled_from(["inbound", "outbound", "internal", ""]) | JSON,
    "language": LANGUAGES | JSON,
    "occurred_at": st.datetimes().map(str) | DATES | JSON,
    "date": st.dates().map(str) | DATES | JSON,
    "entities": JSON,
}
GOOD = st.fixed_dictionaries(
    {"id": st.text(max_size=8) | st.integers(0, 99), "text": TEXTS},
    optional={
        "kind": st.sampled_from(["email", "call_note", "meeting"]),
        "direction": st.sampled_from(["inbound", None]),
        "language": st.sampled_from(["fr", "de", "en", "es", "it", "pt", "nl", "pl", None]),
        "date": st.sampled_from(["2026-03-14", "2024-02-29T23:59:59+01:00", None]),
    },
)
OBJECTS = GOOD | st.fixed_dictionaries({}, optional={**NEARLY, **BESIDE}) | JSON


VALUES = {"MONEY": r"-?\d+(\.\d+)? [A-Z]{3}", "DATE": r"\d{4}-\d\d-\d\d"}


def answered(given_objects: list[object], pipeline: Pipeline) -> list[dict[str, Any]]:
    """The answers, each checked."""
    answers = annotate_object(given_objects, pipeline)
    assert len(answers) == len(given_objects)
    for one, answer in zip(given_objects, answers, strict=True):
        check(one, answer)
    return answers


def check(one: object, answer: dict[str, Any]) -> None:
    printed = msgspec.json.encode(answer)
    printed.decode("utf-8")
    if "error" in answer:
        msgspec.json.decode(printed, type=Error)
        return
    assert isinstance(one, dict)
    text = one["text"]
    said = msgspec.json.decode(printed, type=Answer)
    assert said.id == one["id"]
    assert said.model_versions
    places: list[Entity | Intent | Flag] = [*said.entities, *said.intents, *said.compliance]
    for place in places:
        assert 0 <= place.start < place.end <= len(text)
        assert 0 <= place.confidence <= 1
        assert text[place.start : place.end].strip()
    for entity in said.entities:
        assert entity.text == text[entity.start : entity.end]
        assert entity.value is None or re.fullmatch(VALUES[entity.label], entity.value)
    for before, after in zip(said.entities, said.entities[1:], strict=False):
        assert before.end <= after.start
    if said.sentiment is not None:
        assert -1 <= said.sentiment.score <= 1
        assert 0 <= said.sentiment.confidence <= 1


@given(st.lists(OBJECTS, max_size=6))
@example([{"id": 2**64, "text": "a number of more than 64 bits"}])
@example([{"id": "\ud800", "text": "half a character as id"}])
@example([{"id": 1, "text": "EUR 40\ud83dk, 12\ud800500 €, Acme\udfff"}])
def test_every_object_has_one_answer_that_can_be_printed(found: list[object]) -> None:
    answered(found, pipeline())


def test_an_id_that_python_itself_does_not_print_is_refused() -> None:
    (answer,) = annotate_object([{"id": 10**5000, "text": "a"}], pipeline())
    assert answer["id"] is None
    assert answer["error"].startswith("id: ")


@given(GOOD)
def test_a_good_object_is_analysed(found: dict[str, Any]) -> None:
    (answer,) = answered([found], pipeline())
    assert "error" not in answer


@given(st.lists(OBJECTS, max_size=5))
def test_an_answer_does_not_depend_on_its_batch(found: list[object]) -> None:
    alone = [answer for one in found for answer in annotate_object([one], pipeline())]
    assert annotate_object(found, pipeline()) == alone


@pytest.mark.parametrize(
    "text",
    [
        "ぁ 山田太郎'; drop table x;-- 山田太郎 תודה",  # once Japanese, once Chinese
        "Grazie mille per la risposta veloce",
    ],
)
def test_a_text_reads_the_same_each_time(text: str) -> None:
    answers = annotate_object([{"id": 1, "text": text}] * 20, pipeline())
    assert answers == answers[:1] * 20


@given(HUGE)
@settings(max_examples=20)
def test_a_huge_text_is_answered_too(text: str) -> None:
    (answer,) = answered([{"id": "a", "text": text, "language": "en"}], pipeline())
    assert "error" not in answer


HOSTILE = [
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"nothing",
    b"NaN",
    b"Infinity",
    b"null",
    b'"a text"',
    b"[1, 2]",
    b"\xff\xfe",
    b"\x00",
    b'{"id": 1, "text": "\xed\xa0\x80"}',
    b'{"id": 1, "text": "cut',
    b'{"id": 1, "text": "a"} {"id": 2, "text": "b"}',
    b'{"id": ' + b"1" * 5000 + b', "text": "a"}',
    b'{"id": 1e400, "text": "a"}',
    b'{"id": NaN, "text": "a"}',
    b'{"id": 1.5, "text": "a"}',
    b'{"id": true, "text": "a"}',
    b'{"id": "\\ud83d", "text": "a"}',
    b'{"id": 1, "text": 2}',
    b'{"id": 1}',
    b'{"text": "a"}',
    b'{"id": 1, "text": "a", "kind": {}}',
    b'{"id": 1, "text": "' + b"x" * (9 * 2**20) + b'"}',
]
LENIENT = [
    b'\xef\xbb\xbf{"id": 1, "text": "a byte order mark"}',
    b'{"id": "a", "id": "b", "text": "the last of two counts"}',
    b'{"id": 1, "text": "half a character: \\ud83d, EUR 40"}',
    b'{"id": 1, "text": "a nul: \\u0000, EUR 40"}',
    b'{"id": 1, "text": "unread beside it", "score": NaN, "far": 1e400}',
    b'  {"id": 1, "text": "blanks"}\t\r',
    b'{"id": 1, "text": "' + b"word " * 400_000 + b'"}',
]
LINES = (
    st.binary(max_size=60)
    | st.sampled_from(LENIENT[:-1] + HOSTILE[2:-1])
    | OBJECTS.map(lambda one: json.dumps(one).encode())
    | GOOD.map(lambda one: json.dumps(one, ensure_ascii=False).encode(errors="surrogatepass"))
)


def read(lines: list[bytes]) -> list[dict[str, Any]]:
    return annotate_object(list(objects(io.BytesIO(b"\n".join(lines)))), pipeline())


@given(st.lists(LINES, max_size=6))
def test_every_line_has_one_answer(lines: list[bytes]) -> None:
    whole = b"\n".join(lines).removeprefix(b"\xef\xbb\xbf").split(b"\n")
    answers = read(lines)
    assert len(answers) == sum(1 for line in whole if line.strip())
    for answer in answers:
        msgspec.json.decode(
            msgspec.json.encode(answer), type=Error if "error" in answer else Answer
        )


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: repr(line[:24]))
def test_what_is_no_object_is_refused_and_stops_nothing(line: bytes) -> None:
    good = b'{"id": "good", "text": "EUR 40"}'
    first, refused, last = read([good, line, good])
    assert "error" in refused
    assert first == last
    assert first["entities"]
    assert read([line, good])[1] == first


@pytest.mark.parametrize("line", LENIENT, ids=lambda line: repr(line[:40]))
def test_what_can_be_understood_is(line: bytes) -> None:
    (answer,) = read([line])
    assert "error" not in answer


def test_a_line_that_is_not_json_is_named_by_its_number() -> None:
    _, second = read([b"", b'{"id": 1, "text": ""}', b"{"])
    assert second["error"].startswith("line 3: not JSON")


@pytest.mark.slow
@given(st.lists(OBJECTS, min_size=1, max_size=4))
@settings(max_examples=25)
def test_with_the_shipped_models_too(found: list[object]) -> None:
    answers = answered(found, pipeline(reader=True))
    alone = [answer for one in found for answer in annotate_object([one], pipeline(reader=True))]
    assert answers == alone


@pytest.mark.slow
def test_the_command_answers_every_line(tmp_path: Path) -> None:
    lines = [*LENIENT, *HOSTILE, b"", b'{"id": "last", "text": "We are very disappointed."}']
    (tmp_path / "said.jsonl").write_bytes(b"\n".join(lines))
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "annotate", str(tmp_path / "said.jsonl")],
        env={"RAPPORT_DATA_DIR": str(tmp_path), "PATH": "", "HOME": str(Path.home())},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert b"Traceback" not in ended.stderr
    answers = [msgspec.json.decode(line) for line in ended.stdout.splitlines()]
    refused = [False] * len(LENIENT) + [True] * len(HOSTILE) + [False]
    assert ["error" in answer for answer in answers] == refused
    assert answers[-1]["sentiment"]["label"] == "negative"
