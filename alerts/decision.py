"""Whether a change of band is told, and how loudly: a table that gives its reason."""

from enum import Enum

import msgspec

from alerts.alert import AlertKind, Severity, Status
from health.standing import Band


class Reason(Enum):
    """Why a change is told, or is not."""

    WORSENED = "worsened"
    RECOVERED = "recovered"
    IMPROVING = "improving"
    EVIDENCE_LOST = "evidence_lost"
    FIRST_SEEN_WELL = "first_seen_well"
    OVERRIDDEN = "overridden"


class Decision(msgspec.Struct, frozen=True):
    """`kind` None: nobody is told, for the `reason` given."""

    reason: Reason
    kind: AlertKind | None = None
    status: Status = "firing"
    severity: Severity = "info"


SILENT = Decision(Reason.FIRST_SEEN_WELL)
RECOVERED = Decision(Reason.RECOVERED, "band_recovered", "resolved", "info")
IMPROVING = Decision(Reason.IMPROVING, "band_recovered", "firing", "info")
LOST = Decision(Reason.EVIDENCE_LOST, "evidence_lost", "firing", "warning")


def _worse(severity: Severity) -> Decision:
    return Decision(Reason.WORSENED, "band_worsened", "firing", severity)


TABLE: dict[tuple[Band, Band], Decision] = {
    ("unknown", "green"): SILENT,
    ("unknown", "yellow"): _worse("warning"),
    ("unknown", "red"): _worse("error"),
    ("green", "yellow"): _worse("warning"),
    ("green", "red"): _worse("critical"),
    ("yellow", "red"): _worse("error"),
    ("red", "yellow"): IMPROVING,
    ("red", "green"): RECOVERED,
    ("yellow", "green"): RECOVERED,
    ("green", "unknown"): LOST,
    ("yellow", "unknown"): LOST,
    ("red", "unknown"): LOST,
}
# Somebody answers for another band: what changed is told, but wakes nobody.
OVERRIDDEN: dict[tuple[Band, Band], Decision] = {
    change: msgspec.structs.replace(found, reason=Reason.OVERRIDDEN, severity="info")
    for change, found in TABLE.items()
    if found.kind is not None
}


def decide(before: Band, after: Band, *, overridden: bool = False) -> Decision:
    """What a change from `before` to `after` deserves; `overridden`: while an override holds.

    >>> decide("green", "red").severity
    'critical'
    >>> decide("green", "red", overridden=True).severity
    'info'
    """
    found = TABLE[before, after]
    return OVERRIDDEN.get((before, after), found) if overridden else found
