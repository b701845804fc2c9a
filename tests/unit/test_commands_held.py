"""`rapport explain` and `what-if` where somebody answers for another band, as one types them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.load import annotations
from commands.held import Span, spans, turning
from health.judgement import JudgedBand, Judgement, Override
from health.observation import observe
from history.pool import pool
from history.schema import migrate
from history.work import Work
from ingest.interaction import PartnerId
from ingest.sources.register_source import load_register
from streams.agents.track import store
from streams.context import context
from streams.embedded_database import EmbeddedDatabase
from streams.settings import Settings
from streams.wire import encode
from tests.unit.four_partners import COUNT, FILES, PARTNERS, laid_out, rapport

P0 = PartnerId("p0")
JUDGED = ("--judgements", "judged.jsonl")
SEEN = list(annotations(COUNT, PARTNERS))
TODAY = SEEN[-1].occurred_at.date()
EXPLAIN = ("explain", "p0")
FALLING = tuple(
    word
    for number in range(1, 21)
    for word in ("--add", f"complaint {TODAY + timedelta(days=number)}")
)
WHAT_IF = ("what-if", "p0", *FALLING)
PLAIN = {"now", "waited", "then"}


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def judged(
    id_: str, first: int, last: int, band: JudgedBand = "red", owner: str = "Claire Aubry"
) -> Judgement:
    """From a day to a day, counted from today."""
    given = Override(
        band=band, owner=owner, reason="They [told] us so", since=after(first), until=after(last)
    )
    at = datetime.combine(after(min(first, 0)), datetime.min.time(), UTC)
    return Judgement(id=id_, kind="override", by="claire", at=at, partner_id=P0, override=given)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a register of four partners, and what was heard of them."""
    return laid_out(tmp_path, monkeypatch)


def printed(*words: str, **environment: str) -> str:
    """On one line, however it was broken."""
    found = rapport(*words, **environment)
    assert found.exit_code == 0, found.output
    return " ".join(found.stdout.split())


def answer(*words: str, **environment: str) -> dict[str, Any]:
    found = rapport(*words, "--json", **environment)
    assert found.exit_code == 0, found.output
    (line,) = found.stdout.splitlines()
    return dict(msgspec.json.decode(line))


def write(folder: Path, *judgements: Judgement) -> None:
    (folder / "judged.jsonl").write_bytes(b"\n".join(map(encode, judgements)))


def shown(given: Judgement) -> Any:
    return msgspec.to_builtins(given.override)


class TestSpans:
    """Days are counted from today."""

    def of(self, *judgements: Judgement, until: int = 9) -> list[tuple[str, int, int]]:
        return [
            (one.override.band, (one.first - TODAY).days, (one.last - TODAY).days)
            for one in spans(judgements, TODAY, after(until))
        ]

    def test_only_the_days_that_are_looked_at(self) -> None:
        assert self.of(judged("1", -3, 30)) == [("red", 0, 9)]
        assert self.of(judged("1", -3, 30), until=0) == [("red", 0, 0)]
        assert self.of(judged("1", -3, -1)) == []

    def test_both_days_included(self) -> None:
        assert self.of(judged("1", 2, 4)) == [("red", 2, 4)]
        assert self.of(judged("1", 9, 12)) == [("red", 9, 9)]

    def test_one_that_takes_the_place_of_another(self) -> None:
        older, newer = judged("1", 0, 9), judged("2", 3, 5, "green")
        assert self.of(older, newer) == [("red", 0, 2), ("green", 3, 5)]

    def test_what_begins_or_ends_between_the_days_is_told(self) -> None:
        def told(first: int, last: int) -> list[tuple[int, str]]:
            given = judged("1", first, last).override
            assert given is not None
            span = Span(given, max(TODAY, given.since), min(after(9), given.until))
            lines = turning([span], TODAY, after(9), "en")
            return [((day - TODAY).days, line.plain) for day, line in lines]

        which = "the override to red by Claire Aubry"
        assert told(-2, 20) == []
        assert told(0, 9) == []
        assert told(0, 8) == [(9, f"no longer holds: {which}")]
        assert told(1, 9) == [(1, f"begins: {which}")]
        assert told(3, 4) == [(3, f"begins: {which}"), (5, f"no longer holds: {which}")]


@pytest.mark.parametrize("words", [EXPLAIN, WHAT_IF], ids=["explain", "what-if"])
class TestBoth:
    def test_judgements_need_files(self, folder: Path, words: tuple[str, ...]) -> None:
        write(folder, judged("1", 0, 5))
        found = rapport(*words, *FILES[:2], *JUDGED)
        assert found.exit_code == 2
        assert "--judgements needs files: the engine has its own" in found.stderr

    def test_a_file_that_is_not_there_is_named(self, words: tuple[str, ...]) -> None:
        found = rapport(*words, *FILES, "--judgements", "nowhere.jsonl")
        assert found.exit_code == 2
        assert "nowhere.jsonl" in found.stderr

    def test_what_is_no_judgement_is_refused_by_line(
        self, folder: Path, words: tuple[str, ...]
    ) -> None:
        (folder / "judged.jsonl").write_bytes(b"nonsense\n" + encode(judged("1", 0, 5)))
        found = rapport(*words, *FILES, *JUDGED)
        assert found.exit_code == 0
        assert "refused judged.jsonl:1: " in found.stderr
        assert "! Partner 0: red until" in found.stdout

    def test_of_another_partner_nothing_is_said(self, folder: Path, words: tuple[str, ...]) -> None:
        write(folder, msgspec.structs.replace(judged("1", 0, 5), partner_id=PartnerId("p1")))
        assert answer(*words, *FILES, *JUDGED) == answer(*words, *FILES)
        assert printed(*words, *FILES, *JUDGED) == printed(*words, *FILES)


class TestExplain:
    def test_who_answers_for_what_and_why_beside_the_computed_band(self, folder: Path) -> None:
        write(folder, judged("1", 0, 5))
        plain = rapport(*EXPLAIN, *FILES).stdout.splitlines()
        assert plain[0] == "Partner 0"
        found = rapport(*EXPLAIN, *FILES, *JUDGED).stdout.splitlines()
        band = answer(*EXPLAIN, *FILES)["band"]
        assert found[0] == f"Partner 0: {band} (held red)"
        line = f"! Partner 0: red until {after(5)}, says Claire Aubry: They [told] us so"
        blank = plain.index("") + 1
        assert found[1:] == [*plain[1:blank], "Overrides", line, "", *plain[blank:]]

    def test_in_french(self, folder: Path) -> None:
        write(folder, judged("1", 0, 5))
        said = printed(*EXPLAIN, *FILES, *JUDGED, "--language", "fr")
        assert said.startswith("Partner 0 : ")
        assert "(dérogation : rouge)" in said
        assert f"Dérogations ! Partner 0 : rouge jusqu'au {after(5)}, selon Claire Aubry" in said

    def test_for_machines_it_is_a_field_and_nothing_else_changes(self, folder: Path) -> None:
        plain = answer(*EXPLAIN, *FILES)
        assert plain["override"] is None
        write(folder, judged("1", 0, 5))
        assert answer(*EXPLAIN, *FILES, *JUDGED) == {**plain, "override": shown(judged("1", 0, 5))}

    def test_it_is_that_of_the_day_asked_about(self, folder: Path) -> None:
        write(folder, judged("1", -9, -7))
        for days, held in ((-10, False), (-9, True), (-7, True), (-6, False), (0, False)):
            found = answer(*EXPLAIN, *FILES, *JUDGED, "--as-of", f"{after(days)}")
            assert (found["override"] is not None) == held


class TestWhatIf:
    def test_each_side_has_the_override_of_its_own_day(self, folder: Path) -> None:
        over, soon = judged("1", -3, 5), judged("2", 15, 40, "green", "Jens")
        write(folder, over, soon)
        found = answer(*WHAT_IF, *FILES, *JUDGED)
        assert found["now"]["override"] == shown(over)
        assert found["then"]["override"] == found["waited"]["override"] == shown(soon)

    def test_nothing_that_is_computed_changes(self, folder: Path) -> None:
        write(folder, judged("1", -3, 5))
        plain, found = answer(*WHAT_IF, *FILES), answer(*WHAT_IF, *FILES, *JUDGED)
        for name in PLAIN:
            seq = plain[name]["seq"] + 1
            held = found[name]["override"]
            assert found[name] == {**plain[name], "seq": seq, "override": held}
        (same,) = [
            row
            for row in map(
                msgspec.json.decode,
                rapport("assess", *FILES, *JUDGED, "--json").stdout.splitlines(),
            )
            if row.get("partner_id") == "p0" and row["type"] == "assessment"
        ]
        assert found["now"] == {name: same[name] for name in found["now"]}
        without = [{**row, "override": None} for row in found["transitions"]]
        assert without == plain["transitions"]
        rest = PLAIN | {"transitions"}
        assert {k: v for k, v in found.items() if k not in rest} == {
            k: v for k, v in plain.items() if k not in rest
        }

    def test_one_that_runs_out_in_between_is_told_with_its_day(self, folder: Path) -> None:
        write(folder, judged("1", -3, 5))
        said = printed(*WHAT_IF, *FILES, *JUDGED)
        found = answer(*WHAT_IF, *FILES, *JUDGED)
        now, then = found["now"]["band"], found["then"]["band"]
        assert f"│ Band │ {now} (held red) │ │ │ {then} │" in said
        assert (
            f"Overrides ! Partner 0: red until {after(5)}, says Claire Aubry: They [told]" in said
        )
        day = f"{after(6):%-d %b %Y}"
        assert f"{day} no longer holds: the override to red by Claire Aubry" in said

    def test_one_that_begins_in_between_too_and_in_order_of_time(self, folder: Path) -> None:
        write(folder, judged("1", 3, 9), judged("2", 10, 90, "green", "Jens"))
        said = printed(*WHAT_IF, *FILES, *JUDGED)
        assert f"│ Band │ {answer(*WHAT_IF, *FILES)['now']['band']} │ │ │ " in said
        assert "(held green) │" in said
        lines = [
            f"{after(3):%-d %b %Y} begins: the override to red by Claire Aubry",
            f"{after(10):%-d %b %Y} no longer holds: the override to red by Claire Aubry",
            f"{after(10):%-d %b %Y} begins: the override to green by Jens",
        ]
        places = [said.index(line) for line in lines]
        assert places == sorted(places)

    def test_a_change_of_band_under_it_is_told_as_the_engine_tells_it(self, folder: Path) -> None:
        plain = answer(*WHAT_IF, *FILES)["transitions"]
        assert [row["override"] for row in plain] == [None] * len(plain)
        held = judged("1", 0, 20)
        write(folder, held)
        under = answer(*WHAT_IF, *FILES, *JUDGED)["transitions"]
        assert under
        assert [row["override"] for row in under] == [shown(held)] * len(under)
        stands = f"; an override to red by Claire Aubry stands until {after(20)}"
        assert printed(*WHAT_IF, *FILES, *JUDGED).count(stands) == len(under)
        french = printed(*WHAT_IF, *FILES, *JUDGED, RAPPORT_LANGUAGE="fr")
        stands = f" ; une dérogation en rouge par Claire Aubry vaut jusqu'au {after(20)}"
        assert french.count(stands) == len(under)

    def test_after_it_is_over_a_change_is_told_as_ever(self, folder: Path) -> None:
        first = datetime.fromisoformat(answer(*WHAT_IF, *FILES)["transitions"][0]["at"]).date()
        days = (first - TODAY).days
        write(folder, judged("1", 0, days - 1))
        assert answer(*WHAT_IF, *FILES, *JUDGED)["transitions"][0]["override"] is None
        said = printed(*WHAT_IF, *FILES, *JUDGED)
        assert "stands until" not in said
        assert said.index("no longer holds") < said.index("would follow")

    def test_what_comes_before_its_end_is_told_before_it(self, folder: Path) -> None:
        first = datetime.fromisoformat(answer(*WHAT_IF, *FILES)["transitions"][0]["at"]).date()
        write(folder, judged("1", 0, (first - TODAY).days))
        said = printed(*WHAT_IF, *FILES, *JUDGED)
        assert said.index("stands until") < said.index("no longer holds")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with EmbeddedDatabase() as database:
        migrate(database.url)
        yield database.url


@pytest.mark.broker
async def test_what_the_engine_has_stored_says_the_same(url: str, folder: Path) -> None:
    given = (judged("1", 0, 5), judged("2", 15, 40, "green", "Jens"))
    found = load_register(folder / "partners.yaml", [])
    known = context(Settings(), found)
    seen = [observe(one) for one in SEEN]
    async with pool(url) as connections:
        await store(Work(connections), seen, {}, known, given)
        days = {one.id: max(one.day for one in seen) for one in found.partners}
        await store(Work(connections), [], days, known)
    write(folder, *given)
    for words in (EXPLAIN, WHAT_IF):
        stored = answer(*words, *FILES[:2], RAPPORT_DATABASE=url)
        assert stored == answer(*words, *FILES, *JUDGED)
        assert printed(*words, *FILES[:2], RAPPORT_DATABASE=url) == printed(*words, *FILES, *JUDGED)
    assert answer(*EXPLAIN, *FILES[:2], RAPPORT_DATABASE=url)["override"] == shown(given[0])
