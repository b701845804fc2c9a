"""Laws of the newly written text: what must hold for every body, hostile ones included."""

import itertools
import sys
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.quoting import newly_written, without_quotes
from ingest.reply_lines import lines_of, plain

# Lines that rules look for, in every order, make more trouble than random letters.
FRAGMENTS = (
    "", " ", ">", "> old", ">> older", "> ", "--", "-- ", "---", "________________________________",
    "* * *", "====", "Hello Ann,", "We agree with the offer.", "Can you call us?", "Best regards,",
    "Cordialement", "Mit freundlichen Grüßen", "Thanks!", "Merci, Anna", "John Doe", "-John",
    "/Anna",
    "Head of Sales | Acme Ltd", "Tel: +33 1 23 45 67 89", "ann@acme.example", "www.acme.example",
    "On Mon, Mar 3, 2025 at 9:14 AM Ann Lee <ann@acme.example> wrote:",
    "On Mon, Mar 3, 2025 at 9:14",
    "Ann Lee <ann@acme.example>", "wrote:", "a écrit :", "Le 3 mars 2025 à 10:00, Jean a écrit :",
    "From: Ann Lee <ann@acme.example>", "Sent: Monday, 3 March 2025 09:14", "To: Bob",
    "Subject: offer",
    "cc:", "05/02/2001 10:12 AM", "-----Original Message-----",
    "---------- Forwarded message ---------",
    "Sent from my iPhone", "Envoyé de mon iPhone",
    "This e-mail is confidential and intended for you.",
    "CAUTION: this email originated from outside the organization.", "```", "P.S. one more thing",
    "2024年6月4日(火) 9:12 山田太郎 <yamada@minato.example>:", "\u200e\u202bنص\u202c", "\x00\ufeff",
    "x" * 700,
)  # fmt: skip
bodies = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30)), max_size=25).map(
    "\n".join
)
prose = st.lists(
    st.sampled_from(
        (
            "We looked at your offer and we would like to go on.",
            "Nous avons bien étudié votre offre et nous souhaitons continuer.",
            "Wir haben Ihr Angebot geprüft und möchten gerne weitermachen.",
            "Hemos revisado la oferta y queremos seguir adelante con ella.",
            "Abbiamo letto la vostra offerta e vogliamo andare avanti.",
            "Lemos a vossa proposta e queremos continuar a trabalhar nela.",
            "We hebben uw aanbod bekeken en willen graag verder gaan.",
            "",
        )
    ),
    min_size=1,
    max_size=12,
)


def is_subsequence(some: list[str], all_: list[str]) -> bool:
    rest = iter(all_)
    return all(any(line == other for other in rest) for line in some)


@given(bodies)
@example("a\r\nb\rc")
@example("\x00" * 50)
def test_the_text_is_some_of_the_lines_in_their_order(body: str) -> None:
    kept = [line for line in newly_written(body).split("\n") if line]
    assert is_subsequence(kept, lines_of(body))


@given(bodies, st.booleans())
def test_the_text_is_its_own_newly_written_text(body: str, closing: bool) -> None:
    text = newly_written(body, closing=closing)
    assert newly_written(text, closing=closing) == text


@given(prose)
def test_prose_is_left_as_it_is(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert newly_written(body) == body.strip("\n")


@given(prose, bodies)
def test_what_stands_below_a_divider_of_an_old_message_never_remains(
    lines: list[str], below: str
) -> None:
    above = "\n".join(lines)
    body = f"{above}\n-----Original Message-----\n{below}"
    assert newly_written(body) == above.strip("\n")


@given(prose)
def test_quoted_lines_never_remain(lines: list[str]) -> None:
    mixed = itertools.chain.from_iterable((line, "", "> quoted", "") for line in lines)
    assert "> quoted" not in newly_written("\n".join(mixed))


@given(bodies)
def test_leaving_the_farewell_off_only_takes_away(body: str) -> None:
    kept = newly_written(body, closing=False).split("\n")
    assert is_subsequence([line for line in kept if line], lines_of(body))


def test_farewell_and_bare_name_go_on_demand() -> None:
    body = "We agree.\n\nKind regards,\nAnn Lee"
    assert newly_written(body) == body
    assert newly_written(body, closing=False) == "We agree."


def test_thanks_stay_without_the_name() -> None:
    assert newly_written("Merci\nAnna", closing=False) == "Merci"


def test_without_quotes_keeps_the_signature() -> None:
    body = "Yes.\n\n-- \nAnn\nAcme Ltd\n\nOn 4 Jun 2024 at 9:12, Bob <b@acme.example> wrote:\n> ok?"
    assert without_quotes(body) == "Yes.\n\n-- \nAnn\nAcme Ltd"


def calls(body: str) -> int:
    """How many functions run: an operation count that no clock and no other load can change."""
    count = 0

    def counting(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        newly_written(body)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("> quoted", id="quotes"),
        pytest.param("On 4 June 2024 at 9:12 <", id="attributions that never end"),
        pytest.param("From: a@acme.example", id="header fields"),
        pytest.param("-----", id="dividers"),
        pytest.param("Best regards", id="closings"),
        pytest.param("x@y.z " * 200, id="addresses"),
        pytest.param("```", id="fences"),
        pytest.param("", id="blank lines"),
        pytest.param("word " * 400, id="long lines"),
    ],
)
def test_the_work_grows_with_the_body_not_with_its_square(line: str) -> None:
    once, twice = (calls("We agree.\n" + f"{line}\n" * lines) for lines in (1_000, 2_000))
    assert twice <= 2.3 * once


def test_of_a_line_of_a_million_characters_only_the_head_is_read() -> None:
    assert len(plain("a@b.c " * 200_000)) < 1_000
