"""What people judge is written down; where it bears on a band, the partner is assessed anew."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import faust
from faust.types import StreamT

from health.judgement import Judgement, problem
from history.work import Work
from streams.agents.taking import Take, patiently, set_aside
from streams.agents.track import store
from streams.context import Context
from streams.topics import FEEDBACK
from streams.wire import read_judgement


def attach(app: faust.App, take: Take, work: Work, context: Context) -> None:
    """Hang the agent on the app; `work` is that of `track`, which remembers the same partners."""
    check = checking(context)

    @app.agent(take.open(app, FEEDBACK), name="judge")
    async def judge(stream: StreamT[bytes]) -> None:
        async for events in take.batches(stream):
            judgements, letters = take.read(events, {FEEDBACK: read_judgement}, check)
            await set_aside(app, take.settings, letters)
            stored = await patiently(app, partial(store, work, [], {}, context, judgements))
            await take.done(stream, events)
            new = stored.judgements
            take.metrics.events(FEEDBACK, new=new, repeated=len(judgements) - new)


def checking(context: Context) -> Callable[[Judgement], str | None]:
    """What is wrong with a judgement, against the register of the context; None if nothing."""

    def check(one: Judgement) -> str | None:
        if one.partner_id is not None and one.partner_id not in context.names:
            return "partner_id is nobody's in the partner register"
        return problem(one, datetime.now(UTC))

    return check
