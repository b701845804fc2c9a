"""What they answered when they were asked."""

from health.facts import Entry
from health.measures.reading import AT_MOST, Ids, Measure, Shown
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms

LASTS = 182
SCALES = {"nps": 10.0, "csat": 5.0, "%": 100.0, "percent": 100.0, "stars": 5.0}


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the mean share of the full mark in the answers of the last half year."""
    marks = _marks(memory)
    return policy.survey.goodness(sum(marks) / len(marks)) if marks else None


def _answers(memory: Memory) -> list[Entry]:
    return [
        one
        for one in memory.facts.get("survey", ())
        if one.value is not None and one.day > memory.day - LASTS
    ]


def _marks(memory: Memory) -> list[float]:
    return [min(1.0, max(0.0, (one.value or 0) / 1000 / _full(one))) for one in _answers(memory)]


def _full(one: Entry) -> float:
    """The full mark: by the unit ("nps", "/5"), else the smallest usual one above."""
    unit = (one.unit or "").strip().lower()
    if unit in SCALES:
        return SCALES[unit]
    if unit[:1] == "/" and unit[1:].isdigit() and int(unit[1:]):
        return float(unit[1:])
    value = (one.value or 0) / 1000
    return 5.0 if value <= 5 else 10.0 if value <= 10 else 100.0


def _shown(memory: Memory, _: Terms, __: Policy) -> Shown:
    """The mean share of the full mark, 0 to 1."""
    marks = _marks(memory)
    return (round(sum(marks) / len(marks), 2) if marks else 0.0), None


def _evidence(memory: Memory, _: Policy) -> Ids:
    """The newest answers that count."""
    return tuple(one.id for one in reversed(_answers(memory)[-AT_MOST:]))


survey = Measure(("facts",), _goodness, _shown, _evidence)
