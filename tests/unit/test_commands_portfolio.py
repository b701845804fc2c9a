"""`rapport portfolio`, `what-if` and `explain` as one types them, from files or a database."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console

from benchmarks.load import annotations
from commands.excerpt import CHARACTERS, excerpt, short
from commands.portfolio_report import picture
from health.assessment import Assessment
from health.judgement import Override
from health.observation import observe
from health.portfolio import row_of
from history.pool import pool
from history.schema import migrate
from history.work import Work
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from nlp.annotations import Annotations, Intent
from streams.agents.track import store
from streams.context import context
from streams.embedded_database import EmbeddedDatabase
from streams.settings import Settings
from tests import make
from tests.unit.four_partners import COUNT, FILES, PARTNERS, laid_out, rapport

DAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a register of four partners, and what was heard of them."""
    return laid_out(tmp_path, monkeypatch)


def objects(*words: str, **environment: str) -> list[dict[str, Any]]:
    found = rapport(*words, "--json", **environment)
    assert found.exit_code == 0, found.output
    return [msgspec.json.decode(line) for line in found.stdout.splitlines()]


def of(kind: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in found if one["type"] == kind]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("command", ["portfolio", "what-if", "explain"])
def test_each_explains_itself(command: str) -> None:
    assert rapport(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("portfolio",), "RAPPORT_PARTNERS"),
        (("portfolio", *FILES, "--mail", "."), "either sources"),
        (("portfolio", *FILES, "--manager", "bob"), "no manager bob"),
        (("portfolio", *FILES, "--kind", "friend"), "friend"),
        (("portfolio", *FILES, "--by", "colour"), "colour"),
        (("portfolio", *FILES[:3], "partners.yaml"), "nothing was heard"),
        (("what-if", "p0", *FILES), "--add"),
        (("what-if", "nobody", *FILES, "--add", "praise 2026-07-01"), "no partner nobody"),
        (("what-if", "p0", *FILES, "--add", "praise someday"), "`praise someday`"),
        (("what-if", "p0", *FILES, "--add", "praise 2199-01-01"), "730 days ahead"),
        (("explain", "nobody", *FILES), "no partner nobody"),
        (("explain", "p0", *FILES, "--since", "soon"), "soon"),
        (("explain", "p0", *FILES, "--since", "2026-12-01"), "does not lie before"),
        (("explain", "p0", *FILES, "--language", "de"), "de"),
        (("explain", "p0", *FILES[:3], "partners.yaml"), "nothing was heard"),
    ],
)
def test_what_one_can_mend_is_said_with_exit_status_2(words: tuple[str, ...], said: str) -> None:
    found = rapport(*words)
    assert found.exit_code == 2, found.output
    assert said in found.stderr


class TestPortfolio:
    def test_every_partner_once_in_numbers_that_agree_with_assess(self) -> None:
        found = objects("portfolio", *FILES)
        rows = {one["partner_id"]: one for one in of("partner", found)}
        assessed = {one["partner_id"]: one for one in of("assessment", objects("assess", *FILES))}
        assert rows.keys() == assessed.keys()
        for who, one in rows.items():
            assert one["band"] == assessed[who]["band"]
            known = one["band"] != "unknown"
            assert one["score"] == (assessed[who]["score"] if known else None)
        assert {one["type"] for one in found} == {"partner", "segment", "rhythm", "summary"}
        (rhythm,) = of("rhythm", found)
        assert (rhythm["meeting_type"], rhythm["partners"]) == ("review", PARTNERS)
        (summary,) = of("summary", found)
        assert summary["partners"] == sum(summary["bands"].values()) == PARTNERS
        assert sum(one["count"] for one in of("segment", found) if one["by"] == "kind") == PARTNERS

    def test_the_trend_is_against_the_scores_of_then(self) -> None:
        for one in of("partner", objects("portfolio", *FILES, "--as-of", "2026-06-30")):
            then = of(
                "assessment", objects("assess", *FILES, "--as-of", "2026-06-30", "--every", "28")
            )
            scores = {
                row["as_of"]: row["score"] for row in then if row["partner_id"] == one["partner_id"]
            }
            assert one["change_28"] == scores["2026-06-30"] - scores["2026-06-02"]

    def test_one_manager_or_kind_alone(self, folder: Path) -> None:
        text = (folder / "partners.yaml").read_text()
        text = text.replace("Partner 1,", "Partner 1, kind: supplier, manager: ada@own.example,")
        text = text.replace("Partner 2,", "Partner 2, sponsor: eve@own.example,")
        (folder / "partners.yaml").write_text(text)
        for words in (("--manager", "ADA"), ("--kind", "supplier")):
            found = objects("portfolio", *FILES, *words)
            assert [one["partner_id"] for one in of("partner", found)] == ["p1"]
            # A sponsor's load does not depend on who looks.
            assert [one["sponsor"] for one in of("sponsor", found)] == ["eve@own.example"]
        shown = rapport("portfolio", *FILES, "--by", "manager").stdout
        assert "│ ada " in shown  # of our own people the name is enough
        assert "By manager and band" in shown

    def test_an_override_is_shown_beside_the_computed_band(self) -> None:
        partner = make.partner()
        held = Override(band="green", owner="ada", reason="signed", since=DAY, until=DAY)
        found = of("assessment", objects("assess", *FILES))[0]
        given = msgspec.convert({**found, "band": "red"}, Assessment)
        row = row_of(partner, msgspec.structs.replace(given, override=held), {})
        console = Console(width=140, file=StringIO())
        console.print(picture([row], [row], DAY, "band", ()))
        assert "red (held green)" in console.file.getvalue()  # type: ignore[attr-defined]


class TestWhatIf:
    WORDS = ("what-if", "Partner 0", *FILES)

    def test_it_shows_both_and_stores_nothing(self, folder: Path) -> None:
        before = contents(folder)
        (found,) = objects(
            *self.WORDS, "--add", "complaint 2026-07-05", "--add", "silence until 2026-07-20"
        )
        assert contents(folder) == before
        assert found["supposed"] == ["complaint 2026-07-05", "silence until 2026-07-20"]
        assert (found["partner_id"], found["then"]["as_of"]) == ("p0", "2026-07-20")
        now = of("assessment", objects("assess", *FILES))[0]
        assert found["now"] == {name: now[name] for name in found["now"]}
        assert found["then"]["change"]["score"] == found["then"]["score"] - found["now"]["score"]
        for part in found["parts"]:
            total = (part["now"] or 0) + part["passing_days"] + part["added"]
            assert total == (part["then"] or 0)

    def test_for_people_it_is_a_table(self) -> None:
        shown = rapport(*self.WORDS, "--add", "complaint 2026-07-05").stdout
        for words in ("Partner 0", "+ complaint 2026-07-05", "Waiting", "Added", "Score", "Band"):
            assert words in shown
        same = rapport(*self.WORDS, "--as-of", "2026-06-20", "--add", "complaint 2026-06-20")
        assert "Waiting" not in same.stdout

    def test_a_change_of_band_is_told_in_words(self) -> None:
        many = [f"complaint 2026-07-{day:02}" for day in range(4, 24)]
        words = [word for one in many for word in ("--add", one)]
        (found,) = objects(*self.WORDS, *words)
        assert ("green", "yellow") in {
            (one["before"], one["after"]) for one in found["transitions"]
        }
        assert "would follow: Partner 0 fell from green to yellow" in (
            rapport(*self.WORDS, *words).stdout
        )


class TestExplain:
    WORDS = ("explain", "p0", *FILES)

    def test_the_change_since_then_and_what_caused_it(self) -> None:
        (found,) = objects(*self.WORDS, "--since", "2026-05-31", "--as-of", "2026-06-30")
        rows = of("assessment", objects("assess", *FILES, "--as-of", "2026-06-30", "--every", "30"))
        (row,) = [one for one in rows if (one["partner_id"], one["as_of"]) == ("p0", "2026-06-30")]
        assert found["change"] == row["change"]
        assert found["change"]["since"] == "2026-05-31"
        assert sum(one["delta"] for one in found["drivers"]) == found["change"]["score"]
        ids = {f"7.{number}@load.example" for number in range(COUNT)}
        causes = [cause for one in found["drivers"] for cause in one["evidence"]]
        assert causes
        assert {cause["id"] for cause in causes} <= ids
        assert {cause["excerpt"] for cause in causes} == {None}
        assert found["sentence"] in " ".join(
            rapport(*self.WORDS, "--since", "2026-05-31", "--as-of", "2026-06-30").stdout.split()
        )

    def test_four_weeks_are_compared_if_nothing_is_said(self) -> None:
        (found,) = objects(*self.WORDS, "--as-of", "2026-06-30")
        assert found["change"]["since"] == "2026-06-02"

    def test_in_french(self) -> None:
        (found,) = objects(*self.WORDS, "--language", "fr")
        assert " depuis le " in found["sentence"]
        (same,) = objects(*self.WORDS, RAPPORT_LANGUAGE="fr")
        assert same == found
        shown = rapport(*self.WORDS, "--language", "fr").stdout
        assert " juin  courriel reçu  7." in shown
        assert "inbound" not in shown

    def test_before_anything_was_heard_nothing_is_known(self) -> None:
        (found,) = objects(*self.WORDS, "--as-of", "2020-01-01")
        assert (found["as_of"], found["band"], found["score"]) == ("2020-01-01", "unknown", None)
        assert found["sentence"] == "Nothing is known yet."

    def test_before_the_first_message_there_is_nothing_to_compare(self) -> None:
        (found,) = objects(*self.WORDS, "--since", "2025-12-01")
        assert found["change"] is None
        assert "nothing earlier" in found["sentence"]


class TestExcerpt:
    TEXT = "Hello Anke,\n\nthe third delivery is late again.   Please tell us when it comes.\nBest"

    def said(self, *intents: Intent) -> Annotations:
        one = make.interaction()
        return Annotations(
            interaction_id=one.id,
            partner_id=one.partner_id or "",  # type: ignore[arg-type]
            occurred_at=one.occurred_at,
            kind="email",
            intents=intents,
        )

    def intent(self, label: str, words: str, confidence: float = 0.9) -> Intent:
        start = self.TEXT.index(words)
        return Intent(label, confidence, start, start + len(words))

    @pytest.mark.parametrize(
        ("worse", "expected"), [(True, "the third delivery"), (False, "Please tell us")]
    )
    def test_the_sentence_that_tells(self, worse: bool, expected: str) -> None:
        said = self.said(
            self.intent("complaint", "the third delivery is late again.", 0.6),
            self.intent("praise", "Please tell us when it comes.", 0.5),
            self.intent("request", "Hello", 0.99),
        )
        one = make.interaction(text=self.TEXT)
        assert (excerpt(one, said, worse=worse) or "").startswith(expected)

    def test_else_the_text_after_the_greeting_else_the_subject(self) -> None:
        one = make.interaction(text=self.TEXT)
        found = excerpt(one, self.said(), worse=True)
        assert found == "the third delivery is late again. Please tell us when it comes. Best"
        assert excerpt(make.interaction(text="Ok", subject="A"), None, worse=True) == "Ok"
        assert excerpt(make.interaction(text=" \n", subject="A"), None, worse=True) == "A"
        assert excerpt(make.interaction(text=None, subject=None), None, worse=True) is None

    @pytest.mark.parametrize("text", ["word " * 60, "w" * 300, "« " + "é" * 90])
    def test_never_longer_than_eighty_characters(self, text: str) -> None:
        assert 0 < len(short(text)) <= CHARACTERS


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with EmbeddedDatabase() as database:
        migrate(database.url)
        yield database.url


@pytest.mark.broker
class TestOfARunningEngine:
    """What the engine has stored gives the same as the files that it read."""

    async def test_the_same_from_the_database(self, url: str, folder: Path) -> None:
        empty = rapport("portfolio", "--partners", "partners.yaml", RAPPORT_DATABASE=url)
        assert empty.exit_code == 2
        assert "heard nothing yet" in empty.stderr
        found = load_register(folder / "partners.yaml", [])
        assert len(Index(found).partners) == PARTNERS
        seen = [observe(one) for one in annotations(COUNT, PARTNERS)]
        today = max(one.day for one in seen)
        async with pool(url) as connections:
            known = context(Settings(), found)
            days = {one.id: today for one in found.partners}
            await store(Work(connections), seen, {}, known)
            await store(Work(connections), [], days, known)
        for words in (
            ("portfolio",),
            ("what-if", "p0", "--add", "complaint 2026-07-05"),
            ("explain", "p1", "--since", "2026-05-01"),
        ):
            stored = objects(*words, "--partners", "partners.yaml", RAPPORT_DATABASE=url)
            assert stored == objects(*words, *FILES)
        early = ("explain", "p1", "--as-of", "2026-05-20", "--since", "2026-05-01")
        stored = objects(*early, "--partners", "partners.yaml", RAPPORT_DATABASE=url)
        assert stored == objects(*early, *FILES)
        refused = rapport("portfolio", *FILES[:2], "--as-of", "2026-05-20", RAPPORT_DATABASE=url)
        assert "--as-of" in refused.stderr
