"""The histories that a command compares or explains: from files, or from a running engine."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from commands import judgements_file
from commands.database import database
from commands.heard import NO_SOURCES, let_in, one_source, ready_made, understood
from commands.sources import Sources
from health.judgement import Judgement
from health.observation import Observation, observe
from health.overrides import by_partner
from health.rebuild import in_order
from ingest.intake import Tally
from ingest.interaction import Interaction, InteractionId, PartnerId
from ingest.register import Register
from nlp.annotations import Annotations
from streams.settings import Misconfigured, Settings


class History(msgspec.Struct, frozen=True):
    """What was heard of one partner, in order, and the day that is today: what lies after it is the
    reader's to leave out. `texts` and `said` are
    empty where nothing but observations is kept. `judged`: the overrides and lifts of the partner.
    """

    observations: list[Observation]
    today: date
    texts: Mapping[InteractionId, Interaction] = {}
    said: Mapping[InteractionId, Annotations] = {}
    judged: Sequence[Judgement] = ()


def history_of(
    partner: PartnerId,
    settings: Settings,
    register: Register,
    sources: Sources,
    annotations: Path | None,
    as_of: date | None,
    judgements: Path | None = None,
) -> History:
    """Of one partner. Where no file is named, from the database of the engine, which has judgements
    of its own.

    Today is `as_of`, else the day of the newest item of any partner. Only this partner's messages
    go through the language pipeline.
    """
    one_source(sources, annotations, stored=True)
    if annotations is None and sources == NO_SOURCES:
        if judgements is not None:
            raise Misconfigured("--judgements needs files: the engine has its own")
        return _stored(partner, settings, as_of)
    now, tally = datetime.now(UTC), Tally()
    known = {one.id for one in register.partners}
    judged = judgements_file.read(judgements, known, now).get(partner, ())
    if annotations is not None:
        every = list(ready_made(annotations, now, tally, as_of))
        days = [one.occurred_at for one in every]
        mine = [one for one in every if one.partner_id == partner]
        return _history(mine, {}, as_of or _newest(days), judged)
    kept = let_in(sources, register, now, tally, as_of)
    theirs = [one for one in kept if one.partner_id == partner]
    found = list(understood(theirs, register)) if theirs else []
    texts = {one.id: one for one in theirs}
    return _history(found, texts, as_of or _newest([one.occurred_at for one in kept]), judged)


def _history(
    said: list[Annotations],
    texts: Mapping[InteractionId, Interaction],
    today: date | None,
    judged: Sequence[Judgement],
) -> History:
    if today is None:
        raise Misconfigured("nothing was heard of anybody")
    observed = in_order(observe(one) for one in said)
    return History(observed, today, texts, {one.interaction_id: one for one in said}, judged)


def _newest(moments: list[datetime]) -> date | None:
    return max(moments).astimezone(UTC).date() if moments else None


def _stored(partner: PartnerId, settings: Settings, as_of: date | None) -> History:
    from history.judgements import find
    from history.observations import observations
    from history.relationships import assessments

    with database(settings) as url:
        known = assessments(url)
        found = in_order(observations(url, partner))
        judged = by_partner(one.judgement for one in find(url, partner=partner))
    if not known:
        raise Misconfigured("the engine has heard nothing yet: name --events or --annotations")
    today = as_of or max(one.as_of for one in known.values())
    return History(found, today, judged=judged.get(partner, ()))
