"""Whether the sample company's stories read as they were written: `python -m benchmarks.stories`.

Each story of `sample/stories` says in `expect` what an attentive reader would conclude. The raw
files made of them go through the whole batch path, and beside each expectation stands what was
found; then, for each partner, the messages that its score rests on and how each was read. `--all`
shows every message of the partner's own, not only those that the measures name.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from alerts.alert import Alert
from commands.demo import SAMPLE, SOURCES
from health.assessment import Assessment
from ingest.intake import Tally, interactions
from ingest.interaction import Interaction, InteractionId
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from nlp.annotations import Annotations
from sample.story import Story, read_stories
from streams.analysis import analysis
from streams.batch import annotated, batch, histories
from streams.context import context
from streams.settings import Settings

STORIES = SAMPLE.parent / "stories"
FIRST_DAY = date(2026, 4, 6)
WORDS = 110  # characters of a message that are shown


class Read(msgspec.Struct, frozen=True):
    """What the batch path found."""

    interactions: Mapping[InteractionId, Interaction]
    annotations: Mapping[InteractionId, Annotations]
    assessments: Mapping[str, Assessment]
    alerts: Sequence[Alert]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("partner", nargs="*", help="only these partners, by id")
    parser.add_argument("--all", action="store_true", help="every message of theirs")
    given = parser.parse_args(arguments)
    console = Console(highlight=False, width=200)
    stories = {
        one.partner.id: one
        for one in read_stories(STORIES)
        if not given.partner or one.partner.id in given.partner
    }
    found = read_sample()
    console.print(_expectations(stories.values(), found))
    for story in stories.values():
        console.print(_messages(story, found, everything=given.all))


def read_sample() -> Read:
    """The raw files through the doors, the models and the fold."""
    register, settings, tally = load_register(SAMPLE / "partners.yaml"), Settings(), Tally()
    now = datetime(2027, 1, 1, tzinfo=UTC)
    kept = list(interactions(SOURCES.items(now), Index(register), now, tally))
    said = list(annotated(kept, analysis(settings, register).annotate))
    result = batch(histories(said), register, context(settings, register), tally, None)
    return Read(
        {one.id: one for one in kept},
        {one.interaction_id: one for one in said},
        {one.partner_id: one for one in result.assessments},
        result.alerts,
    )


def misses(expect: Mapping[str, Any], assessment: Assessment, alerts: Sequence[Alert]) -> list[str]:
    """What of an expectation does not hold, in words; days count from the first of the sample."""
    told = [one for one in alerts if one.status == "firing"]
    days = [(one.occurred_at.date() - FIRST_DAY).days for one in told]
    problems = []
    bands = expect["final_band"]
    if assessment.band not in (bands if isinstance(bands, list) else [bands]):
        problems.append(f"ends {assessment.band}")
    if not expect["alerts_at_least"] <= len(alerts) <= expect.get("alerts_at_most", len(alerts)):
        problems.append(f"{len(alerts)} alerts")
    first, last = expect.get("first_alert_between", (0, 10**6))
    if days and not first <= days[0] <= last:
        problems.append(f"first alert on day {days[0]}")
    reasons = {why.measure for one in told[:1] for why in one.why}
    if expect["reason"] and told and not reasons & set(expect["reason"]):
        problems.append(f"told for {', '.join(sorted(reasons))}")
    if "recovers_between" in expect:
        first, last = expect["recovers_between"]
        well = [one for one in alerts if one.kind == "band_recovered"]
        if not any(first <= (one.occurred_at.date() - FIRST_DAY).days <= last for one in well):
            problems.append("no recovery in its time")
    return problems


def _expectations(stories: Iterable[Story], found: Read) -> Table:
    table = Table("Partner", "Expected", "Score", "Band", "Alerts (day)", "Not as expected")
    for story in stories:
        mine = [one for one in found.alerts if one.partner_id == story.partner.id]
        now = found.assessments[story.partner.id]
        told = ", ".join(
            f"{one.kind.removeprefix('band_')} {(one.occurred_at.date() - FIRST_DAY).days}"
            for one in mine
        )
        table.add_row(
            story.partner.id,
            str(story.expect["final_band"]),
            "-" if now.score is None or now.band == "unknown" else f"{now.score:.1f}",
            now.band,
            told,
            "; ".join(misses(story.expect, now, mine)) or "-",
        )
    return table


def _messages(story: Story, found: Read, *, everything: bool) -> Table:
    mine = found.assessments[story.partner.id]
    named = {id_: one.measure for one in mine.drivers for id_ in one.evidence}
    table = Table(
        "Day", "Kind", "Driver", "Read as", "Intents", "Message", title=story.partner.name
    )
    rows = [
        one
        for one in found.interactions.values()
        if one.partner_id == story.partner.id
        and (one.id in named or (everything and one.text and one.direction != "outbound"))
    ]
    for one in sorted(rows, key=lambda one: one.occurred_at):
        said = found.annotations[one.id]
        felt = said.sentiment
        table.add_row(
            str((one.occurred_at.date() - FIRST_DAY).days),
            one.kind,
            named.get(one.id, ""),
            "-" if felt is None else f"{felt.label} {felt.score:+.2f}",
            ", ".join(intent.label for intent in said.intents),
            " ".join((one.text or "").split())[:WORDS],
        )
    return table


if __name__ == "__main__":
    main()
