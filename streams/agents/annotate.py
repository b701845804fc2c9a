"""Interactions become annotations; what compliance must see goes behind its wall."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

import faust
from faust.types import StreamT

from ingest.admit import implausible
from ingest.interaction import Interaction
from nlp.annotations import Annotations
from nlp.flag import Flag
from streams.agents.taking import Message, Take, send, set_aside
from streams.metrics import Metrics
from streams.topics import ANNOTATIONS, COMPLIANCE, INTERACTIONS
from streams.wire import Flagged, encode, headers, read_interaction, type_of

AT_ONCE = 64  # texts: a few seconds of work, so that what was read first is told first
READERS = {INTERACTIONS: read_interaction}


class Analysis(Protocol):
    """The language pipeline, as this agent needs it."""

    def annotate_with_flags(
        self, batch: Sequence[Interaction]
    ) -> list[tuple[Annotations, tuple[Flag, ...]]]: ...


def attach(app: faust.App, take: Take, analysis: Callable[[], Analysis]) -> None:
    """Hang the agent on the app. `analysis` loads the models, once, when first needed."""

    @app.agent(take.open(app, INTERACTIONS), name="annotate")
    async def annotate(stream: StreamT[bytes]) -> None:
        annotations = take.open(app, ANNOTATIONS)
        compliance = take.open(app, COMPLIANCE)
        async for events in take.batches(stream, AT_ONCE):
            interactions, letters = take.read(events, READERS, _problem)
            await set_aside(app, take.settings, letters)
            # Off the event loop: a heartbeat missed is a rebalance.
            said = await asyncio.to_thread(_analyse, analysis, interactions, take.metrics)
            await send(annotations, [_annotated(one) for one, _ in said])
            await send(compliance, [_flagged(one, flags) for one, flags in said if flags])
            await take.done(stream, events)
            take.metrics.events(INTERACTIONS, new=len(said))


def _problem(one: Interaction) -> str | None:
    if one.partner_id is None:
        return "partner_id is missing: the door resolves it before an interaction comes here"
    return implausible(one.occurred_at, one.meeting, datetime.now(UTC))


def _analyse(
    analysis: Callable[[], Analysis], batch: Sequence[Interaction], metrics: Metrics
) -> list[tuple[Annotations, tuple[Flag, ...]]]:
    if not batch:
        return []
    models = analysis()  # loading them is no part of the time
    started = time.perf_counter()
    said = models.annotate_with_flags(batch)
    metrics.time("annotate_seconds", time.perf_counter() - started)
    return said


def _annotated(one: Annotations) -> Message:
    event = headers(f"{one.partner_id}/{one.interaction_id}", type_of(ANNOTATIONS), one.occurred_at)
    return one.partner_id, encode(one), event


def _flagged(one: Annotations, flags: tuple[Flag, ...]) -> Message:
    event = headers(f"{one.partner_id}/{one.interaction_id}", type_of(COMPLIANCE), one.occurred_at)
    at = one.occurred_at.astimezone(UTC)  # a review does not ask on whose clock it was
    return one.partner_id, encode(Flagged(one.partner_id, one.interaction_id, at, flags)), event
