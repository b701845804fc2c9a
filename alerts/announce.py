"""A transition becomes an alert, with its reasons and the next steps."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from alerts.alert import Alert, Why
from alerts.decision import decide
from alerts.wording import ACTIONS, Language, sentence, summary, unread
from health.assessment import deltas_of
from health.observation import EPOCH
from health.policy import MeasureName, Policy
from health.standing import POINT
from health.transition import Transition

REASONS = 3


def announce(
    change: Transition, name: str, policy: Policy, language: Language = "en"
) -> Alert | None:
    """The alert that a transition deserves, or None. `name`: the partner's, as people say it."""
    decision = decide(change.before, change.after)
    if decision.kind is None:
        return None
    worse = decision.kind != "band_recovered"
    why = tuple(_why(change, policy, worse=worse, language=language))
    said = ", ".join(dict.fromkeys(one.sentence for one in why[:2]))
    actions = [ACTIONS[language][measure] for measure in _measures(why)] if worse else []
    return Alert(
        id=alert_id(change),
        dedup_key=f"{change.partner_id}/band",
        status=decision.status,
        kind=decision.kind,
        severity=decision.severity,
        partner_id=change.partner_id,
        summary=summary(decision.kind, name, change.before, change.after, said, language),
        why=why,
        actions=tuple(dict.fromkeys(actions)),
        occurred_at=EPOCH + timedelta(milliseconds=change.at),
    )


def alert_id(change: Transition) -> str:
    """Made from content: the same change has the same id on every replay."""
    content = f"{change.partner_id}/{change.at}/{change.before}/{change.after}"
    return str(uuid5(NAMESPACE_URL, f"rapport:{content}"))


def _measures(why: tuple[Why, ...]) -> list[MeasureName]:
    return [one.measure for one in why]


def _why(change: Transition, policy: Policy, *, worse: bool, language: Language) -> list[Why]:
    """The drivers that moved most in the direction of the change.

    Where there is nothing to compare with (the first band of a partner), what is missing to
    each measure's full weight.
    """
    told = change.told
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
    moved.sort(key=lambda one: (one[0] not in told, -abs(one[1]), one[0]))
    return [
        Why(
            measure=name,
            delta=delta / POINT,
            sentence=sentence(name, told[name].reading, worse=worse, language=language)
            if name in told
            else unread(name, language),
            evidence=told[name].evidence if name in told else (),
        )
        for name, delta in moved[:REASONS]
    ]
