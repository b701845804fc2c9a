"""Dates, sums and spans: any text is answered, and what is found is possible."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp import money
from nlp.dates import find
from nlp.entities import Mention, settle
from nlp.when import Bearings, near_days, resolve

LANGUAGES = st.sampled_from(["fr", "en", "de", "es", "it", "pt", "nl", "pl", None])
DAYS = st.dates(date(1971, 1, 1), date(2199, 12, 31))
PIECES = st.sampled_from([
    "fin ", "end of ", "Ende ", "mi-", "mars", "May", "März", "lundi", "Fr", "14", "31.", "0", "99",
    "/", "-", ".", " ", "2026", "0000", "9999", "KW ", "week 53", "Q3", "T5", "H2", " au ",
    "\u2013", "next ", "dernier", "29 février", "tomorrow", "fin de mois", "٣", "²", "\u200f", "\n",
    "é" * 70, "1er", "3º", "segunda", "1.000", "€", "EUR", "k", "Mio", "$", "S/",
    "1e999", "million",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=30)


@given(TEXTS, LANGUAGES, DAYS | st.none(), st.booleans(), st.booleans())
def test_any_expression_is_a_time_in_order_or_unknown(text, language, day, ahead, american):
    found = resolve(text, 0, len(text), Bearings(language, day, american), ahead=ahead)
    if found is not None:
        assert found.first <= found.last


@given(DAYS, LANGUAGES, DAYS | st.none())
def test_a_full_date_means_itself_whenever_it_is_written(day, language, written_on):
    for said in (day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        found = resolve(said, 0, len(said), Bearings(language, written_on), ahead=False)
        assert found is not None
        assert (found.first, found.last) == (day, day)


@given(DAYS, st.integers(1, 7))
def test_a_weekday_ahead_is_within_a_week(day, away):
    meant = day + timedelta(days=away)
    for language, names in (
        ("fr", "lundi mardi mercredi jeudi vendredi samedi dimanche"),
        ("en", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        ("de", "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
        ("es", "lunes martes miércoles jueves viernes sábado domingo"),
        ("it", "lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        ("pt", "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
        ("nl", "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
    ):
        said = names.split()[meant.weekday()]
        found = resolve(said, 0, len(said), Bearings(language, day), ahead=True)
        assert found is not None
        assert found.first == meant, said


@given(TEXTS, LANGUAGES)
def test_what_is_found_lies_in_the_text(text, language):
    places = [*near_days(text, 0, len(text), language), *money.find(text)]
    places += [(start, end) for start, end, _ in find(text, language)]
    for start, end in places:
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


@given(TEXTS)
def test_a_sum_has_an_amount_and_three_letters_or_is_unknown(text):
    value = money.value(text, "en")
    if value is not None:
        amount, currency = value.split(" ")
        assert float(amount) >= 0 or "-" in text
        assert len(currency) == 3


MENTIONS = st.lists(
    st.builds(
        lambda start, length, label, sure: Mention(start, start + length, label, sure),
        st.integers(0, 30),
        st.integers(1, 9),
        st.sampled_from(["ORG", "PERSON", "DATE"]),
        st.sampled_from([0.5, 0.8, 0.9, 0.99]),
    ),
    max_size=12,
)


@given(MENTIONS, MENTIONS, st.randoms(use_true_random=False))
def test_settled_spans_never_overlap_and_leave_no_room(registered, others, chance):
    text = "ab cd " * 8
    settled = settle(text, registered, others)
    for before, after in pairwise(settled):
        assert before.end <= after.start
    for one in [*registered, *others]:
        assert any(one.start < kept.end and kept.start < one.end for kept in settled)
    assert settle(text, chance.sample(registered, len(registered)), others) == settled
