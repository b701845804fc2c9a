"""Corpus messages as people write them, and what is said of those that cannot be read."""

from datetime import date
from pathlib import Path

import pytest

from nlp.example import Example, Marked, Promised
from nlp.training import variety
from nlp.training.corpus_files import check, corpus, read, write
from nlp.training.draft_file import BadDraft, main
from nlp.training.draft_file import read as read_drafts
from nlp.training.markup import BadMarkup, parse
from nlp.training.split import part

GOOD = """@ late-pallets | email inbound 2026-03-04 | negative | complaint, delay | - | near: praise
The pallets for {LOC|Lyon} are late.
{partner@2026-03-06|We come back by {DATE|Friday}}.

@ hamper | email outbound 2026-12-02 | neutral | - | bribery_gift
Take it.
"""


def test_a_draft_becomes_examples() -> None:
    first, second = read_drafts(GOOD, "en", "a")
    assert (first.id, second.id) == ("a-1", "a-2")
    assert first.text == "The pallets for Lyon are late.\nWe come back by Friday."
    assert first.entities == [Marked("LOC", 16, 20), Marked("DATE", 47, 53)]
    assert first.promises == [Promised("partner", 31, 53, date(2026, 3, 6))]
    assert (first.intents, first.compliance) == (["complaint", "delay"], [])
    assert list(first.near) == ["praise"]
    assert second.compliance == ["bribery_gift"]


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        pytest.param("{FIRM|Nordwind}", "unknown label 'FIRM'", id="unknown label"),
        pytest.param("{ORG|Nordwind", "never closed", id="left open"),
        pytest.param("{ORG|{LOC|Lyon}}", "may not lie in", id="nested names"),
        pytest.param("{us|{us|we pay}}", "may not lie in", id="nested promises"),
        pytest.param("{ORG|Nordwind }", "space at its edge", id="padded"),
        pytest.param("{ORG|}", "empty", id="empty"),
        pytest.param("{us@Friday|we pay}", "not a day", id="no date"),
    ],
)
def test_bad_marks_are_named(marked: str, message: str) -> None:
    with pytest.raises(BadMarkup, match=message):
        parse(marked)


def test_braces_of_the_text_itself_stay() -> None:
    assert parse('{"a": 1}')[0] == '{"a": 1}'


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param(("negative", "angry"), "line 1.*angry", id="unknown sentiment"),
        pytest.param(("complaint, ", "moan, "), "line 1.*moan", id="unknown intent"),
        pytest.param(("late-pallets", "Late!"), "line 1.*scenario", id="bad scenario"),
        pytest.param(("near: praise", "near: delay"), "both holds", id="near and held"),
        pytest.param(("2026-12-02", "2 December"), "line 5", id="bad date"),
    ],
)
def test_bad_drafts_are_named(changed: tuple[str, str], message: str) -> None:
    with pytest.raises(BadDraft, match=message):
        list(read_drafts(GOOD.replace(*changed), "en", "a"))


def test_words_before_the_first_message_are_named() -> None:
    with pytest.raises(BadDraft, match="before the first"):
        list(read_drafts("Hello\n" + GOOD, "en", "a"))


def test_the_command_counts_and_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_text("Hello\n" + GOOD, encoding="utf-8")
    assert main(["en", str(good)]) == 0
    assert "2 messages, 2 scenarios" in capsys.readouterr().out
    assert main(["en", str(good), str(bad)]) == 1
    assert "bad.txt: line 2" in capsys.readouterr().out


def test_files_keep_every_field(tmp_path: Path) -> None:
    examples = list(read_drafts(GOOD, "en", "a"))
    write(tmp_path / "en.jsonl", examples)
    assert read(tmp_path / "en.jsonl") == examples
    assert corpus(tmp_path) == examples


def example(text: str, number: int, *marks: Marked) -> Example:
    return Example(
        id=f"x-{number}", language="en", scenario=f"s-{number}", text=text, entities=marks
    )


def test_messages_that_differ_in_names_and_numbers_only_are_one() -> None:
    one = example("Lyon waits for 40 pallets of the blue tiles since May", 1, Marked("LOC", 0, 4))
    same = example("Rome waits for 12 pallets of the blue tiles since May", 2, Marked("LOC", 0, 4))
    other = example("Thank you for the quick answer to our tender of last week", 3)
    assert [(a.id, b.id) for a, b, _ in variety.alike([one, same, other])] == [("x-1", "x-2")]
    frames = [(a.id, b.id) for a, b, *_ in variety.shared_frames([one, same, other])]
    assert frames == [("x-1", "x-2")]


def test_the_corpus_is_sound() -> None:
    examples = corpus()
    assert check(examples) == []


def test_no_scenario_lies_on_two_sides() -> None:
    sides: dict[str, set[str]] = {}
    for one in corpus():
        sides.setdefault(one.scenario, set()).add(part(one))
    assert all(len(found) == 1 for found in sides.values())
    assert {side for found in sides.values() for side in found} == {"train", "dev", "test"}
