"""A register is read whole or refused with lines; its domains decide whom mail is about."""

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.interaction import Participant
from ingest.register import Contact, Own, Partner, Register
from ingest.register_file import RegisterError, read_register
from ingest.register_index import Index
from ingest.resolve import resolve
from ingest.sources.calendar import calendar
from ingest.sources.register_source import load_register
from tests import make

_GRAINS = ["own:", "partners:", "- ", "id: a", "\n", "  ", "name", "{", "}", "[", "]", "&x ", "*x"]
_GRAINS += ["domains: [a.example]", "cadence: {review: 1}", "contacts: [a@b.example]", "null", ","]
TEXT = st.one_of(st.text(max_size=100), st.lists(st.sampled_from(_GRAINS)).map("".join))

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
LINE = st.text("abc xyzÄé'-", min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from(["yaml", "csv"]))
def test_any_text_is_a_register_or_refused_with_lines(text, form):
    try:
        register = read_register(text, format=form, own_domains=["us.example"])
    except RegisterError as error:
        problems = error.problems
    else:
        msgspec.json.encode(register)
        return
    assert problems
    assert all(re.match(r"line \d+: ", problem) for problem in problems)


@st.composite
def registers(draw):
    ids = draw(st.lists(LABEL, unique=True, max_size=4))
    partners = tuple(
        Partner(
            id=name,
            name=draw(LINE),
            aliases=tuple(draw(st.lists(LINE, unique=True, max_size=2))),
            domains=(f"{name}.example",),
            contract_end=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
            cadence=draw(st.dictionaries(st.just("review"), st.integers(1, 999))),
            languages=("fr", "pt-BR"),
            contacts=tuple(
                Contact(person, (f"{word}@{name}.example",), draw(st.none() | LINE))
                for person, word in draw(st.lists(st.tuples(LINE, LABEL), max_size=2))
            ),
        )
        for name in ids
    )
    return Register(own=Own("Us", ("us.test",)), partners=partners)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_what_is_written_is_read(register):
    text = yaml.safe_dump(msgspec.to_builtins(register), allow_unicode=True)
    assert read_register(text, format="yaml") == register


@settings(max_examples=60, deadline=None)
@given(registers(), LABEL)
def test_an_address_at_a_partners_domain_is_about_that_partner(register, word):
    index = Index(register)
    for partner in register.partners:
        address = f"{word}@{word}.{partner.domains[0]}".upper()
        people = (Participant("from", address),)
        interaction = make.interaction(partner_id=None, participants=people)
        matches = resolve(interaction, index).matches
        assert [(match.partner_id, match.reason) for match in matches] == [(partner.id, "domain")]


_LINES = [
    "BEGIN:VEVENT",
    "END:VEVENT",
    "UID:1",
    "UID:2",
    "DTSTART:20260406T100000Z",
    "METHOD:CANCEL",
]
_LINES += ["DTSTART;TZID=Europe/Paris:20260401T100000", "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=X"]
_LINES += ["DTSTART;VALUE=DATE:20260401", "EXDATE:20260413T100000Z", "DTEND:20260406T110000Z", "x"]
_LINES += [
    "RECURRENCE-ID:20260413T100000Z",
    "DURATION:PT1H",
    "SEQUENCE:2",
    "STATUS:CANCELLED",
    "\0",
]
_LINES += ["RDATE:20260501T100000Z", "DTSTAMP:20260401T000000Z", "DTSTART:0", "END:VCALENDAR", ":"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=25))
def test_any_calendar_is_read_to_its_end(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("calendar") / "a.ics"
    path.write_text("\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]), encoding="utf-8")
    as_of = datetime(2026, 4, 20, tzinfo=UTC)
    found = list(calendar(path, until=date(2026, 6, 1), as_of=as_of))
    assert len({(item.source, item.position) for item in found}) == len(found)


@pytest.mark.parametrize("name", ["register.yaml", "register.csv"])
def test_a_register_in_an_old_encoding(tmp_path, name):
    texts = {
        "register.yaml": "own: {domains: [us.example]}\npartners: [{id: a, name: Société}]",
        "register.csv": "id;name\na;Société\n",
    }
    path = tmp_path / name
    path.write_bytes(texts[name].encode("cp1252"))
    assert load_register(path, ["us.example"]).partners[0].name == "Société"
    with pytest.raises(RegisterError, match="No such file"):
        load_register(tmp_path / "missing.yaml")
