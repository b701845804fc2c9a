"""How what somebody at the partner feels and wants becomes annotations."""

from bisect import bisect
from datetime import datetime
from itertools import accumulate

import numpy as np

from benchmarks.simulator.reader import Reader
from benchmarks.simulator.temperament import Temperament
from benchmarks.simulator.weather import Weather
from benchmarks.simulator.world import START
from ingest.interaction import Direction, InteractionId, Kind
from nlp.annotations import (
    Annotations,
    Intent,
    IntentLabel,
    Promise,
    Sentiment,
    SentimentLabel,
)

DISPLEASED, PLEASED = -0.55, 0.6
SOURS = 1.2
"""How much colder they sound where it shows fully."""
HINTS: tuple[tuple[IntentLabel, float], ...] = (
    ("complaint", 0.56),
    ("escalation", 0.14),
    ("payment_dispute", 0.12),
    ("churn_threat", 0.15),
    ("legal_threat", 0.03),
)
_HINT_AT = list(accumulate(share for _, share in HINTS))
VERSIONS = {"reader": "simulated"}


class Teller:
    """One partner's: keeps what it needs of temperament and weather at hand."""

    def __init__(
        self, temper: Temperament, weather: Weather, reader: Reader, *, champion_fades: bool
    ) -> None:
        self.temper, self.weather, self._reader = temper, weather, reader
        self._champion_fades = champion_fades
        self._tone, self._hints = weather.shows["tone"], weather.shows["hints"]
        self._leaders, self._contacts = weather.shows["leaders"], weather.shows["contacts"]
        ends = temper.partner.contract_end
        self._ends = None if ends is None else (ends - START).days

    def contact(self, chance: np.random.Generator, day: int) -> int:
        """Who of them writes; where contacts drop off, some hardly do any more."""
        fades = max(0.0, min(0.97, float(self._contacts[day])))
        weights = []
        for who, share in enumerate(self.temper.shares):
            leaving = (who == 0) == self._champion_fades or who == len(self.temper.shares) - 1
            here = float(self.weather.there[who, day])
            weights.append(share * here * (1 - fades if leaving else 1.0) + 1e-9)
        sums = list(accumulate(weights))
        return min(bisect(sums, chance.random() * sums[-1]), len(sums) - 1)

    def name(self, who: int, day: int) -> str:
        """The pseudonym of a contact."""
        return f"{self.temper.partner.id}.{who}.{self.weather.person[who, day]}"

    def attitude(self, chance: np.random.Generator, day: int, who: int, mood: float) -> float:
        """How one message of theirs is meant; below `DISPLEASED` it is, above `PLEASED` it is."""
        person = 0.12 * ((who * 7919 + 13) % 5 - 2)
        return (
            self.temper.attitude
            + person
            + mood
            + 0.3 * float(chance.standard_normal())
            - float(self.weather.sour[day])
            - SOURS * float(self._tone[day])
        )

    def wants(
        self, chance: np.random.Generator, day: int, attitude: float
    ) -> tuple[float, list[IntentLabel]]:
        """What one message wants, and the attitude that this leaves."""
        found: list[IntentLabel] = []
        shows = float(self._hints[day])
        draws = chance.random(7)
        if shows > 0.05 and draws[0] < 0.5 * shows:
            hint = HINTS[min(bisect(_HINT_AT, draws[1]), len(HINTS) - 1)][0]
            # Nobody threatens to leave while it is only a little uneasy.
            found.append("complaint" if shows < 0.45 and hint != "payment_dispute" else hint)
            attitude -= 0.5
        cold = attitude < DISPLEASED
        if draws[2] < self.temper.complains * (2.5 if cold else 0.4):
            found.append("complaint")
        elif cold and draws[2] > 0.97:
            found.append("escalation" if draws[1] < 0.6 else "payment_dispute")
        if draws[3] < 0.3:
            found.append("request")
        elif draws[3] > 0.95:
            found.append("meeting_request")
        elif draws[3] > 0.91:
            found.append("delay")
        if attitude > PLEASED and draws[4] < 0.3:
            found.append("praise")
        if draws[5] < 0.012 * max(0.0, 1 - float(self._leaders[day])):
            found.append("executive_involvement")
        near = self._ends is not None and 30 < self._ends - day < 150
        if attitude > DISPLEASED / 2 and draws[6] < (0.07 if near else 0.012):
            found.append(
                "renewal_or_expansion" if draws[6] < 0.06 else "referral_or_joint_opportunity"
            )
        return attitude, found

    def said(
        self,
        chance: np.random.Generator,
        *,
        id_: str,
        at: datetime,
        kind: Kind,
        direction: Direction | None,
        contacts: tuple[str, ...],
        attitude: float | None = None,
        wants: list[IntentLabel] | None = None,
        promise: Promise | None = None,
        due: str = "",
        thread: str | None = None,
        answers: str | None = None,
    ) -> Annotations:
        """As the reader would hand it on. Without an attitude only its promises are read."""
        read: Sentiment | None = None
        found: tuple[Intent, ...] = ()
        pledged: tuple[Promise, ...] = ()
        covered = chance.random() >= self.temper.uncovered
        if covered:
            pledged = self._reader.promises(chance, promise, due)
            if attitude is not None:
                tone = label(attitude)
                read = self._reader.sentiment(chance, tone)
                found = self._reader.intents(chance, wants or [], tone)
        return Annotations(
            interaction_id=InteractionId(id_),
            partner_id=self.temper.partner.id,
            occurred_at=at,
            kind=kind,
            direction=direction,
            contacts=contacts,
            thread_id=thread,
            in_reply_to=answers,
            language=self.temper.language if covered else "pl",
            sentiment=read,
            intents=found,
            promises=pledged,
            model_versions=VERSIONS,
        )


def label(attitude: float) -> SentimentLabel:
    """What is right to read of it."""
    return "negative" if attitude < DISPLEASED else "positive" if attitude > PLEASED else "neutral"
