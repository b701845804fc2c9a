"""A transition becomes an alert, with its reasons and the next steps."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from alerts.action_words import step, what
from alerts.alert import Alert, NextStep, Why
from alerts.decision import decide
from alerts.wording import Language, sentence, summary, unread
from health.actions import Action, Cause, Urgency, actions
from health.assessment import deltas_of
from health.measures import Reading
from health.observation import DAY_MS, EPOCH, date_of
from health.policy import CAP, MeasureName, Policy
from health.standing import POINT
from health.terms import NO_TERMS, Terms
from health.transition import Transition

REASONS = 3


def announce(
    change: Transition,
    name: str,
    policy: Policy,
    language: Language = "en",
    terms: Terms = NO_TERMS,
) -> Alert | None:
    """The alert that a transition deserves, or None. `name`: the partner's, as people say it;
    `terms` tell whether a sponsor may be asked."""
    decision = decide(change.before, change.after)
    if decision.kind is None:
        return None
    worse = decision.kind != "band_recovered"
    moved = _moved(change, policy, worse=worse)
    why = tuple(
        Why(
            measure=name_,
            delta=delta / POINT,
            sentence=_sentence(change, name_, worse=worse, language=language),
            evidence=change.told[name_].evidence if name_ in change.told else (),
        )
        for name_, delta in moved[:REASONS]
    )
    said = ", ".join(dict.fromkeys(one.sentence for one in why[:2]))
    next_ = _actions(change, moved, terms, decision.severity) if worse else ()
    return Alert(
        id=alert_id(change),
        dedup_key=f"{change.partner_id}/band",
        status=decision.status,
        kind=decision.kind,
        severity=decision.severity,
        partner_id=change.partner_id,
        summary=summary(decision.kind, name, change.before, change.after, said, language),
        why=why,
        actions=tuple(step(one, language) for one in next_),
        occurred_at=EPOCH + timedelta(milliseconds=change.at),
        steps=tuple(_step(change, one, language) for one in next_),
    )


def alert_id(change: Transition) -> str:
    """Made from content: the same change has the same id on every replay."""
    content = f"{change.partner_id}/{change.at}/{change.before}/{change.after}"
    return str(uuid5(NAMESPACE_URL, f"rapport:{content}"))


def _moved(change: Transition, policy: Policy, *, worse: bool) -> list[tuple[MeasureName, int]]:
    """The drivers that moved in the direction of the change, in eighths, those that moved most
    first.

    Where there is nothing to compare with (the first band of a partner), what is missing to
    each measure's full weight.
    """
    if change.anchor is not None:
        deltas = deltas_of(change.anchor.standing, change.standing)
    else:
        measured = change.standing.measured
        deltas = {
            name: part - policy.weights.get(name, 0) * 100 * POINT // measured
            for name, part in change.standing.parts().items()
        }
    moved = [(name, delta) for name, delta in deltas.items() if (delta < 0 if worse else delta > 0)]
    # What can still be read is told before what no longer can.
    moved.sort(key=lambda one: (one[0] not in change.told, -abs(one[1]), one[0]))
    return moved


def _sentence(change: Transition, measure: MeasureName, *, worse: bool, language: Language) -> str:
    told = change.told.get(measure)
    if told is not None:
        return sentence(measure, told.reading, worse=worse, language=language)
    if measure == CAP and change.threat:  # it stands, but had nothing to take off
        return sentence(CAP, Reading(0.0, None, 0), worse=worse, language=language)
    return unread(measure, language)


def _actions(
    change: Transition,
    moved: list[tuple[MeasureName, int]],
    terms: Terms,
    urgency: Urgency,
) -> tuple[Action, ...]:
    """What to do about a fall: against what pulled, and first against a threat that stands."""
    causes = [
        Cause(
            name,
            -delta / POINT,
            change.told[name].evidence if name in change.told else (),
            read=name in change.told,
        )
        for name, delta in moved
        if name != CAP
    ]
    if change.threat:
        causes.append(Cause(CAP, 0.0, change.threat))
    day = date_of(change.at // DAY_MS)
    return actions(causes, terms, urgency, day, change.gravest)


def _step(change: Transition, one: Action, language: Language) -> NextStep:
    return NextStep(
        kind=one.kind,
        owner=one.owner,
        text=what(one, language),
        due=one.due,
        measure=one.measure,
        reason=_sentence(change, one.measure, worse=True, language=language),
        evidence=one.evidence,
    )
