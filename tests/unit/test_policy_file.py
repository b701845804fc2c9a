"""Policies in a file: what is not named stays, what is wrong is told with file, line and field."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from health.policy import NAMES, RISKS, STANDARD, Grave, Policy, Ramp
from health.policy_book import BUILT_IN, PolicyBook
from health.policy_difference import differences
from health.policy_file import LONGEST, PolicyError, read
from health.policy_text import written, written_book
from health.policy_value import FIELDS
from streams.policies import load_policies

FULL = """\
# What the partner managers agreed on.
standard:
  green_from: 70
  silence: {worst: 10}
  risks: {payment_dispute: {severity: 2.5}}
kinds:
  supplier:
    weights: {sentiment_level: 40, silence: 35, open_issues: 25}
tiers:
  Gold:
    red_below: 58
    risks:
      payment_dispute: {half_life: 45, caps: true}
"""


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        read(text, "policy.yaml")
    return caught.value.problems


def test_what_is_not_named_stays_as_it_is_built_in() -> None:
    book = read(FULL)
    standard = book.standard
    assert standard.silence == Ramp(10, STANDARD.silence.best)
    assert standard.risks == {**RISKS, "payment_dispute": Grave(2.5, 30)}
    named = {"green_from", "silence", "risks"}
    for field in FIELDS.keys() - named:
        assert getattr(standard, field) == getattr(STANDARD, field)
    both = book.holds("supplier", "gold")
    assert both.weights == {"sentiment_level": 40, "silence": 35, "open_issues": 25}
    assert both.risks["payment_dispute"] == Grave(2.5, 45, caps=True)
    assert (both.red_below, both.green_from) == (58, 70)
    assert book.holds("technology", None) == standard


@pytest.mark.parametrize(
    "text", ["standard:", "standard: {}\nkinds:\ntiers: {}", "standard: {risks: , silence: }"]
)
def test_a_file_that_changes_nothing_is_what_is_built_in(text: str) -> None:
    assert read(text) == BUILT_IN


def test_equal_numbers_have_equal_versions() -> None:
    worst, cap = STANDARD.negative_streak.worst, STANDARD.cap_score
    same = f"negative_streak: {{worst: {worst:.1f}}}\n  cap_score: 0{cap}"
    same += f"\n  cap_from: {STANDARD.cap_from:.2f}"
    assert read(f"standard:\n  {same}").standard.version == STANDARD.version
    (zero, other) = (read(f"standard: {{survey: {{worst: {n}}}}}").standard for n in ("-0", "0.0"))
    assert zero.version == other.version


def test_a_number_may_be_any_in_its_range() -> None:
    policy = read("standard: {silence: {worst: 1e2, best: -.5}, contract_end: {best: +9.}}")
    assert policy.standard.silence == Ramp(100, -0.5)
    assert policy.standard.contract_end == Ramp(STANDARD.contract_end.worst, 9)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "kinds:\n  supplier:\n    weights:\n      silence: 97",
            "3: kinds.supplier.weights: sum to 100, not 97",
            id="weights off",
        ),
        pytest.param(
            "tiers:\n  gold:\n    weights:",
            "3: tiers.gold.weights: sum to 100, not 0",
            id="no weights",
        ),
        pytest.param(
            "standard:\n  weights:\n    silense: 100",
            "3: standard.weights.silense: no such measure; is `silence` meant?",
            id="unknown measure",
        ),
        pytest.param(
            "standard: {weights: {silence: 96, luck: 4}}",
            "1: standard.weights.luck: no such measure",
            id="a measure like no other",
        ),
        pytest.param(
            "standard: {weights: {silence: 96, risk_cap: 4}}",
            "1: standard.weights.risk_cap: no such measure",
            id="the cap has no weight",
        ),
        pytest.param(
            "standard:\n  weights: {silence: 101,\n    survey: -1}",
            "3: standard.weights.survey: expected a whole number from 0 to 10,000",
            id="negative weight",
        ),
        pytest.param(
            "standard: {weights: [100]}",
            "1: standard.weights: expected points by measure",
            id="weights in a list",
        ),
        pytest.param(
            "standard:\n  red_belwo: 60",
            "2: standard.red_belwo: unknown; is `red_below` meant?",
            id="unknown field",
        ),
        pytest.param(
            "standard:\n  RED-BELOW: 60",
            "2: standard.RED-BELOW: unknown; is `red_below` meant?",
            id="another spelling",
        ),
        pytest.param("standard: {xyz: 60}", "1: standard.xyz: unknown", id="like no field"),
        pytest.param("margin: 2", "1: margin: belongs under `standard`", id="on the top"),
        pytest.param("kind: {}", "1: kind: unknown; is `kinds` meant?", id="unknown section"),
        pytest.param(
            "kinds: {suplier: {margin: 2}}",
            "1: kinds.suplier: no such kind of partner; is `supplier` meant?",
            id="unknown kind",
        ),
        pytest.param(
            "kinds: {friend: {}}",
            "1: kinds.friend: no such kind of partner; known are distribution, technology,"
            " marketing, joint_venture, supplier, key_account",
            id="a kind like no other",
        ),
        pytest.param(
            "standard:\n  risks:\n    complain: {severity: 1}",
            "3: standard.risks.complain: no such risk event; is `complaint` meant?",
            id="unknown risk",
        ),
        pytest.param(
            "standard: {risks: {complaint: {halflife: 1}}}",
            "1: standard.risks.complaint.halflife: unknown; is `half_life` meant?",
            id="unknown part of a risk",
        ),
        pytest.param(
            "standard: {risks: {complaint: {severity: -1}}}",
            "1: standard.risks.complaint.severity: expected a number from 0 to 10,000",
            id="negative severity",
        ),
        pytest.param(
            "standard: {risks: {complaint: {half_life: 0}}}",
            "1: standard.risks.complaint.half_life: expected a whole number from 1 to 10,000",
            id="no half-life",
        ),
        pytest.param(
            "standard: {risks: {complaint: {caps: 1}}}",
            "1: standard.risks.complaint.caps: expected true or false",
            id="no yes or no",
        ),
        pytest.param(
            "standard: {risks: {complaint: 3}}",
            "1: standard.risks.complaint: expected {severity: , half_life: , caps: }",
            id="a risk as a number",
        ),
        pytest.param(
            "standard:\n  silence: 4",
            "2: standard.silence: expected {worst: , best: }",
            id="a ramp as a number",
        ),
        pytest.param(
            "standard: {silence: {wurst: 4}}",
            "1: standard.silence.wurst: unknown; is `worst` meant?",
            id="unknown end of a ramp",
        ),
        pytest.param(
            f"standard:\n  margin: 2\n  silence:\n    worst: {STANDARD.silence.best}",
            "3: standard.silence: worst and best must be two different numbers",
            id="a ramp without slope",
        ),
        pytest.param(
            "standard: {margin: 2.5}",
            "1: standard.margin: expected a whole number from 0 to 10,000",
            id="no whole number",
        ),
        pytest.param(
            "standard: {margin: [2]}",
            "1: standard.margin: expected a whole number from 0 to 10,000",
            id="a list for a number",
        ),
        pytest.param(
            "standard: {margin: }",
            "1: standard.margin: expected a whole number from 0 to 10,000",
            id="nothing for a number",
        ),
        pytest.param(
            "standard: {memory_days: 10001}",
            "1: standard.memory_days: expected a whole number from 0 to 10,000",
            id="beyond any calendar",
        ),
        *(
            pytest.param(
                f"standard: {{cap_from: {text}}}",
                "1: standard.cap_from: expected a number from -10,000 to 10,000",
                id=f"no number: {text}",
            )
            for text in ("high", ".nan", "nan", "inf", "1e999", "10_0", "0x10", "'1,5'", "1e5")
        ),
        pytest.param(
            f"standard:\n  margin: 1\n  red_below: {STANDARD.green_from}",
            "3: standard.red_below: floors must rise: 0 < red_below < green_from <= 100"
            f" (red_below {STANDARD.green_from}, green_from {STANDARD.green_from})",
            id="bands crossed",
        ),
        pytest.param(
            f"kinds:\n  supplier:\n    green_from: {STANDARD.red_below + 1}",
            "3: kinds.supplier.green_from: margin must fit between the floors"
            f" (margin {STANDARD.margin}, red_below {STANDARD.red_below},"
            f" green_from {STANDARD.red_below + 1})",
            id="bands too near for the margin",
        ),
        pytest.param(
            "standard:\n  block_days: 20",
            "2: standard.block_days: baseline_days must fit into a block of block_days"
            " (baseline_days 28, block_days 20)",
            id="a block too short",
        ),
        pytest.param(
            "standard:\n  usual_days: 40",
            "2: standard.usual_days: usual_days must not be fewer than block_days"
            " (usual_days 40, block_days 56)",
            id="less than a block is usual",
        ),
        pytest.param(
            "standard:\n  least_quiet: -1",
            "2: standard.least_quiet: expected a whole number from 0 to 10,000",
            id="fewer than no messages",
        ),
        pytest.param(
            "standard:\n  memory_days: 40",
            "2: standard.memory_days: windows must rise: fresh_days, recent_days, past_days,"
            " memory_days (fresh_days 10, recent_days 28, past_days 91, memory_days 40)",
            id="windows crossed",
        ),
        pytest.param(
            "kinds:\n  supplier:\n    red_below: 66\ntiers:\n  gold:\n    green_from: 65",
            "6: tiers.gold.green_from: with kinds.supplier: floors must rise:"
            " 0 < red_below < green_from <= 100 (red_below 66, green_from 65)",
            id="a kind and a tier that do not go together",
        ),
        pytest.param("- margin", "1: expected a policy with `standard`, `kinds` or `tiers`"),
        pytest.param("standard: 7", "1: standard: expected fields of a policy", id="one number"),
        pytest.param("kinds: [a]", "1: kinds: expected policies by kind of partner", id="kinds"),
        pytest.param("tiers: gold", "1: tiers: expected policies by tier", id="tiers"),
        pytest.param("tiers: {gold: 1}", "1: tiers.gold: expected fields of a policy", id="tier"),
        pytest.param("tiers: {' ': {}}", "1: tiers. : expected a name", id="tier of no name"),
        pytest.param(
            'tiers: {"\\e[31m": {}}', "1: tiers.?[31m: expected a name", id="no colour in a name"
        ),
        pytest.param(
            "tiers:\n  gold: {}\n  GOLD: {}",
            "3: tiers.GOLD: the same tier as line 2",
            id="a tier twice",
        ),
        pytest.param(
            "standard:\n  margin: 2\n  margin: 3", "3: margin: given twice", id="a field twice"
        ),
        pytest.param("", "1: the policy is empty", id="empty"),
        pytest.param(
            "standard:\n\tmargin: 2", "2: not YAML: a tab where YAML wants spaces", id="tab"
        ),
        pytest.param("standard:\n  margin: 2\x00", "2: not YAML: a character that YAML", id="NUL"),
        pytest.param(
            "standard:\n  margin: *other", "2: not YAML: found undefined alias", id="no such alias"
        ),
        pytest.param("standard: {", "1: not YAML: expected", id="not YAML"),
        pytest.param(
            "a: &a [x]\nb: &b [*a, *a]\nkinds: &p [*p]",
            "3: nested too deeply for a policy",
            id="a loop",
        ),
        pytest.param("[" * 5000, "1: nested too deeply for a policy", id="deep"),
        pytest.param("#" * (LONGEST + 1), "1: more than the 256,000 characters", id="huge"),
        pytest.param(
            "tiers:\n" + "\n".join(f"  t{number}: {{}}" for number in range(101)),
            "1: tiers: more than 100",
            id="many tiers",
        ),
    ],
)
def test_a_problem_is_told_with_file_line_and_field(text: str, problem: str) -> None:
    (found,) = problems(text)
    assert found.startswith(f"policy.yaml:{problem}")


def test_all_problems_are_told_at_once_by_line() -> None:
    text = """\
standard:
  silence: {worst: BEST}
  champion: {worst: BEST, best: BEST}
  margn: 2
kinds:
  supplier:
    weights: {silence: 97}
    margin: 2.5
  technology: {red_below: 80}
tiers: {gold: {coverage_gate: 0}}
""".replace("BEST", str(STANDARD.silence.best))
    assert [problem.split(": ")[0] for problem in problems(text)] == [
        f"policy.yaml:{line}" for line in (2, 3, 4, 7, 8, 9, 10)
    ]
    assert [problem.split(": ")[0] for problem in problems("margin: 1\nmargin: 2\nmargin: 3")] == [
        "policy.yaml:2",
        "policy.yaml:3",
    ]


GRAINS = ["standard:", "kinds:", "tiers:", " supplier:", "\n", "  ", "margin: ", "1", "{", "}", "["]
GRAINS += ["silence: {worst: ", "weights: ", "risks: {complaint: ", "&x ", "*x", "- ", ",", "<<: "]


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(GRAINS)).map("".join)))
def test_any_text_is_a_book_or_refused_with_lines(text: str) -> None:
    try:
        book = read(text, "f")
    except PolicyError as error:
        found = error.problems
    else:
        assert read(written_book(book)) == book
        return
    assert found
    assert all(re.match(r"f:\d+: \S", problem) for problem in found)


def whole(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(str)


NUMBERS = st.one_of(st.floats(-1e4, 1e4).map(repr), whole(-9, 9), whole(-9, 9).map("{}.0".format))
RAMP = st.fixed_dictionaries({}, optional={"worst": NUMBERS, "best": NUMBERS})
GRAVE = st.fixed_dictionaries(
    {},
    optional={
        "severity": st.floats(0, 99).map(repr),
        "half_life": whole(1, 99),
        "caps": st.sampled_from(["true", "false", "True"]),
    },
)


@st.composite
def weights(draw: st.DrawFn) -> dict[str, str]:
    names = draw(st.lists(st.sampled_from(NAMES[:-1]), min_size=1, unique=True))
    cuts = sorted(draw(st.tuples(*(st.integers(0, 100) for _ in names[1:]))))
    return {
        name: str(end - start)
        for name, start, end in zip(names, [0, *cuts], [*cuts, 100], strict=True)
    }


OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    **{name: RAMP for name, kind in FIELDS.items() if kind is Ramp},
    "weights": weights(),
    "risks": st.dictionaries(st.sampled_from(sorted(RISKS)), GRAVE),
    "red_below": whole(1, 60),
    "margin": whole(0, 5),
    "memory_days": whole(150, 400),
    "keep_share": st.sampled_from(["0.25", ".5", "1", "1.0"]),
}
SECTION = st.lists(st.sampled_from(sorted(OPTIONAL)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: OPTIONAL[name] for name in names})
)
TIERS = st.text("abÉ ~#:'1", min_size=1, max_size=5).filter(lambda name: bool(name.strip()))
FILES = st.fixed_dictionaries(
    {},
    optional={
        "standard": SECTION,
        "kinds": st.dictionaries(st.sampled_from(["supplier", "technology"]), SECTION),
        "tiers": st.dictionaries(TIERS, SECTION, max_size=2),
    },
)


@st.composite
def books(draw: st.DrawFn) -> PolicyBook:
    """As files make them."""
    text = yaml.safe_dump(draw(FILES), allow_unicode=True)
    try:
        return read(text)
    except PolicyError:
        assume(False)
        raise


def held(book: PolicyBook) -> list[Policy]:
    return [book.holds(kind, tier) for kind in (None, *book.kinds) for tier in (None, *book.tiers)]


@given(books())
def test_what_is_written_reads_as_the_same(book: PolicyBook) -> None:
    again = read(written_book(book))
    assert again == book
    assert [one.version for one in held(again)] == [one.version for one in held(book)]
    for policy in held(book):
        alone = read(written(policy))
        assert alone.standard == policy
        assert alone.standard.version == policy.version
        assert alone == PolicyBook(policy)


@given(books())
def test_another_number_is_another_version(book: PolicyBook) -> None:
    policies = [STANDARD, *held(book)]
    for one in policies:
        for other in policies:
            assert (one.version == other.version) == (one == other)
            if one == other:
                assert not differences(one, other)


@given(books(), st.sampled_from(sorted(FIELDS.keys() - {"weights"})), st.data())
def test_each_number_counts(book: PolicyBook, field: str, data: st.DataObject) -> None:
    """One number of a written policy is changed; the version, and nothing else, tells."""
    lines = written(book.standard).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"  {field}:"))
    at += data.draw(st.integers(1, 5)) if field == "risks" else 0
    *_, last = re.finditer(r"\d+(?=\D*$)", lines[at])
    lines[at] = lines[at][: last.start()] + f"{int(last[0]) + 1}" + lines[at][last.end() :]
    try:
        changed = read("\n".join(lines)).standard
    except PolicyError:
        assume(False)
    assume(changed != book.standard)  # the last digit of many may round away
    (difference,) = differences(book.standard, changed)
    assert difference.field.split(".")[0] == field
    assert changed.version != book.standard.version


class TestAFile:
    def test_none_is_what_is_built_in(self) -> None:
        assert load_policies(None) is BUILT_IN

    def test_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "ours.yaml"
        path.write_bytes(b"\xef\xbb\xbf" + FULL.encode())
        assert load_policies(path) == read(FULL)

    @pytest.mark.parametrize(
        ("payload", "problem"),
        [
            (b"standard: {margin: x}", "ours.yaml:1: standard.margin: expected"),
            (b"standard:\n  # \xe9\n", "ours.yaml:2: not text in UTF-8"),
            (b"\xff" * (4 * LONGEST + 9), "ours.yaml:1: more than the 256,000"),
            ("é".encode() * 4 * LONGEST, "ours.yaml:1: more than the 256,000"),
        ],
    )
    def test_is_named_in_its_problems(self, tmp_path: Path, payload: bytes, problem: str) -> None:
        path = tmp_path / "ours.yaml"
        path.write_bytes(payload)
        with pytest.raises(PolicyError, match=f"^{re.escape(problem)}"):
            load_policies(path)

    def test_that_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(PolicyError, match=r"^gone.yaml: No such file"):
            load_policies(tmp_path / "gone.yaml")
        with pytest.raises(PolicyError, match="Is a directory"):
            load_policies(tmp_path)
