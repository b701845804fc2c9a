"""How likely the partner is to leave within 90 days: a stated rule, until a model is trained."""

import hashlib
import math
from typing import Literal, Protocol

import msgspec

from health import cap
from health.measures import Measure
from health.measures.champion import champion
from health.measures.silence import silence
from health.policy import Policy
from health.relationship import Relationship
from health.standing import POINT, Standing
from health.terms import Terms

HORIZON = 90
"""Days: one interval of the discrete-time hazard."""
CauseName = Literal["usual", "score", "risk_cap", "contract_end", "silence", "champion"]


class ChurnModel(Protocol):
    """What estimates the risk: the rule here, or a model trained on outcomes.

    `version` is written into every assessment beside the risk.
    """

    @property
    def version(self) -> str: ...

    def risk(
        self, now: Relationship, standing: Standing, terms: Terms, policy: Policy
    ) -> float | None:
        """The probability, 0 to 1, of leaving within the horizon; None where nobody can say."""
        ...


class Cause(msgspec.Struct, frozen=True):
    """One term of the log-odds, in thousandths: above 0 it raises the risk, below it lowers it."""

    name: CauseName
    odds: int


class Hazard(msgspec.Struct, frozen=True):
    """The sum of the causes' `odds` is the log-odds of `risk`, in thousandths."""

    risk: float
    causes: tuple[Cause, ...]


class Rule(msgspec.Struct, frozen=True):
    """The numbers of the hazard, all in thousandths of log-odds; none of them was fitted.

    `usual` holds at a score of 50 with nothing else amiss. The others are added in full where a
    cause could not be graver, and in proportion where it is less grave.
    """

    usual: int = -2750
    a_point: int = 60
    """For each point of score under 50; a point over it takes as much away."""
    risk_cap: int = 1200
    contract_end: int = 1000
    silence: int = 800
    champion: int = 600

    def __post_init__(self) -> None:
        """Refuse a rule by which a better partner would be likelier to leave."""
        numbers = (self.a_point, self.risk_cap, self.contract_end, self.silence, self.champion)
        if min(numbers) < 0:
            raise ValueError("a cause must not lower the risk of leaving")

    @property
    def version(self) -> str:
        """Made from the numbers: another number is another version."""
        content = hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()
        return f"rule-{content[:12]}"

    def risk(
        self, now: Relationship, standing: Standing, terms: Terms, policy: Policy
    ) -> float | None:
        """The risk alone; None where the band is unknown."""
        found = hazard(now, standing, terms, policy, self)
        return None if found is None else found.risk


RULE = Rule()


def hazard(
    now: Relationship, standing: Standing, terms: Terms, policy: Policy, rule: Rule = RULE
) -> Hazard | None:
    """The risk with its causes; None where the band is unknown."""
    if now.settled.band == "unknown" or standing.total is None:
        return None
    causes = [
        Cause("usual", rule.usual),
        Cause("score", (50 * POINT - standing.total) * rule.a_point // POINT),
        Cause("risk_cap", rule.risk_cap if cap.holds(now.memory, policy) else 0),
        Cause("contract_end", rule.contract_end * _ending(now, terms, policy) // 1000),
    ]
    causes += [
        Cause("silence", _lacking(silence, now, terms, policy, rule.silence)),
        Cause("champion", _lacking(champion, now, terms, policy, rule.champion)),
    ]
    odds = sum(one.odds for one in causes)
    told = tuple(one for one in causes if one.odds or one.name == "usual")
    return Hazard(round(_probability(odds), 3), told)


def _lacking(measure: Measure, now: Relationship, terms: Terms, policy: Policy, most: int) -> int:
    """What cannot be told adds nothing: unknown is not bad."""
    good = measure.goodness(now.memory, terms, policy)
    return 0 if good is None else most * (1000 - good) // 1000


def _ending(now: Relationship, terms: Terms, policy: Policy) -> int:
    """In thousandths, how near the contract's end is, where nobody talks of renewing it."""
    memory = now.memory
    if terms.ends is None or not 0 <= terms.ends - memory.day <= HORIZON:
        return 0
    if memory.renewing is not None and memory.renewing[0] > memory.day - policy.past_days:
        return 0
    return 1000 * (HORIZON - (terms.ends - memory.day)) // HORIZON


def _probability(odds: int) -> float:
    return 1 / (1 + math.exp(-odds / 1000))
