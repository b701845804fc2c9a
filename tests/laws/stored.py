"""The worker's own `store` over a database that is only a few dicts."""

from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import msgspec

from alerts.alert import Alert
from alerts.announce import alert_id
from health.judgement import Judgement
from health.observation import Observation
from health.overrides import by_partner
from health.relationship import Close, Relationship, unheard
from health.transition import Transition
from history.outbox import Envelope
from history.work import Outcome, Remembering, Work
from ingest.interaction import PartnerId
from streams.agents.track import store
from streams.context import Context
from tests.laws.made import EVERY, OTHER, PARTNER, TERMS
from tests.laws.strategies import Batch

CONTEXT = Context(EVERY, {PARTNER: TERMS}, {PARTNER: "Nordlicht", OTHER: "Skagen"})


class Stored:
    """What the tables hold: memories as bytes, observations, closes, transitions, alerts, posts."""

    def __init__(self, context: Context = CONTEXT) -> None:
        self.context = context
        self.memories: dict[PartnerId, bytes] = {}
        self.observations: dict[tuple[PartnerId, str], Observation] = {}
        self.closes: dict[tuple[PartnerId, int], Close] = {}
        self.transitions: dict[str, Transition] = {}
        self.withdrawn: set[str] = set()
        self.alerts: dict[str, Alert] = {}
        self.posted: list[Envelope] = []
        self.anew = 0
        self.unreadable: dict[PartnerId, int] = {}
        self.remembering: dict[PartnerId, Remembering] = {}
        self.judgements: dict[str, Judgement] = {}

    def deliver(self, batch: Batch) -> None:
        """Run `store`; nothing in it waits here, so no event loop is needed."""
        work = cast(Work, self)
        at_once(store(work, batch.seen, batch.days, self.context))

    def judges(self, *judgements: Judgement) -> None:
        """Run `store` with what people judged."""
        at_once(store(cast(Work, self), [], {}, self.context, judgements))

    def relationship(self, partner: PartnerId) -> Relationship:
        """As it would be loaded."""
        kept = self.memories.get(partner)
        return msgspec.msgpack.decode(kept, type=Relationship) if kept else unheard(partner)

    def standing(self, partner: PartnerId) -> set[str]:
        """The ids of the partner's transitions that hold."""
        return {
            id_
            for id_, one in self.transitions.items()
            if one.partner_id == partner and id_ not in self.withdrawn
        }

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Stored"]:
        """As `history.work.Work.transaction`; so are those below."""
        yield self

    async def relationships(self, partners: Collection[PartnerId]) -> dict[PartnerId, Relationship]:
        return {partner: self.relationship(partner) for partner in sorted(partners)}

    def forgot_by(self, partner: PartnerId) -> Remembering:
        return self.remembering.get(partner, ())

    async def note(self, seen: Sequence[Observation]) -> list[Observation]:
        new = {(o.partner_id, o.key): o for o in seen}
        new = {place: one for place, one in new.items() if place not in self.observations}
        self.observations.update(new)
        return list(reversed(new.values()))

    async def history(self, partner: PartnerId) -> list[Observation]:
        return [one for (of, _), one in self.observations.items() if of == partner]

    async def judge(self, found: Sequence[Judgement]) -> list[Judgement]:
        new = {one.id: one for one in found if one.id not in self.judgements}
        self.judgements.update(new)
        return list(new.values())

    async def judged(
        self, partners: Collection[PartnerId]
    ) -> dict[PartnerId, tuple[Judgement, ...]]:
        known = by_partner(self.judgements.values())
        return {partner: known[partner] for partner in partners if partner in known}

    async def unknown(self, alerts: Sequence[Alert]) -> set[str]:
        return {alert.id for alert in alerts} - self.alerts.keys()

    async def store(
        self, outcomes: dict[PartnerId, Outcome], envelopes: Sequence[Envelope]
    ) -> None:
        for partner, one in outcomes.items():
            self.memories[partner] = msgspec.msgpack.encode(one.step.after)
            self.remembering[partner] = one.remembering
            self.closes.update(((partner, c.day), c) for c in one.step.closes)
            held = {alert_id(change): change for change in one.step.transitions}
            if one.anew:
                self.anew += 1
                self.withdrawn |= self.standing(partner) - held.keys()
            self.withdrawn -= held.keys()
            self.transitions.update(held)
            for alert in one.alerts:
                self.alerts.setdefault(alert.id, alert)
        self.posted.extend(envelopes)


def at_once(work: Coroutine[Any, Any, object]) -> None:
    """Run to the end what never waits."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("it waited for something")
