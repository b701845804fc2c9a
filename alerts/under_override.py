"""An alert about a partner for whose band somebody answers: told quietly, and says so."""

import msgspec

from alerts.alert import Alert
from alerts.decision import decide
from alerts.wording import BANDS, Language
from health.judgement import Override
from health.transition import Transition

STANDS: dict[Language, str] = {
    "en": "{summary}; an override to {band} by {owner} stands until {until}",
    "fr": "{summary} ; une dérogation en {band} par {owner} vaut jusqu'au {until}",
}


def under(override: Override, alert: Alert, change: Transition, language: Language = "en") -> Alert:
    """The alert of a change while the override holds: the same change, with the same id."""
    said = STANDS[language].format(
        summary=alert.summary,
        band=BANDS[language][override.band],
        owner=override.owner,
        until=override.until,
    )
    decision = decide(change.before, change.after, overridden=True)
    return msgspec.structs.replace(alert, severity=decision.severity, summary=said)
