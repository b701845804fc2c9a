"""What each change of band deserves."""

from itertools import permutations

import pytest

from alerts.alert import AlertKind, Severity, Status
from alerts.decision import TABLE, Decision, Reason, decide
from health.standing import Band

BANDS: tuple[Band, ...] = ("green", "yellow", "red", "unknown")


@pytest.mark.parametrize(
    ("before", "after", "reason", "kind", "status", "severity"),
    [
        ("green", "yellow", Reason.WORSENED, "band_worsened", "firing", "warning"),
        ("green", "red", Reason.WORSENED, "band_worsened", "firing", "critical"),
        ("yellow", "red", Reason.WORSENED, "band_worsened", "firing", "error"),
        ("unknown", "yellow", Reason.WORSENED, "band_worsened", "firing", "warning"),
        ("unknown", "red", Reason.WORSENED, "band_worsened", "firing", "error"),
        ("red", "yellow", Reason.IMPROVING, "band_recovered", "firing", "info"),
        ("red", "green", Reason.RECOVERED, "band_recovered", "resolved", "info"),
        ("yellow", "green", Reason.RECOVERED, "band_recovered", "resolved", "info"),
        ("green", "unknown", Reason.EVIDENCE_LOST, "evidence_lost", "firing", "warning"),
        ("yellow", "unknown", Reason.EVIDENCE_LOST, "evidence_lost", "firing", "warning"),
        ("red", "unknown", Reason.EVIDENCE_LOST, "evidence_lost", "firing", "warning"),
    ],
)
def test_decide(
    before: Band, after: Band, reason: Reason, kind: AlertKind, status: Status, severity: Severity
) -> None:
    assert decide(before, after) == Decision(reason, kind, status, severity)


def test_a_good_beginning_is_told_to_nobody() -> None:
    assert decide("unknown", "green") == Decision(Reason.FIRST_SEEN_WELL, None)


def test_every_change_is_decided_and_no_change_is_not() -> None:
    assert TABLE.keys() == set(permutations(BANDS, 2))
