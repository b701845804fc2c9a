"""An alert while somebody answers for the band: the same change, told quietly, and it says so."""

from datetime import date

import msgspec
import pytest

from alerts.alert import Alert
from alerts.announce import alert_id
from alerts.decision import OVERRIDDEN, TABLE, Reason, decide
from alerts.under_override import under
from alerts.wording import Language
from health.judgement import Override
from health.standing import NOTHING, Band
from health.transition import Transition
from tests import make
from tests.laws.made import PARTNER

OVERRIDE = Override(
    band="green",
    owner="Claire Aubry",
    reason="A new contract is signed",
    since=date(2026, 3, 1),
    until=date(2026, 6, 14),
)
CHANGE = Transition(PARTNER, 1, "green", "red", NOTHING, None, {})
ALERT = Alert(
    id=alert_id(CHANGE),
    dedup_key="nordlicht/band",
    status="firing",
    kind="band_worsened",
    severity="critical",
    partner_id=PARTNER,
    summary="Nordlicht fell from green to red",
    why=(),
    actions=(),
    occurred_at=make.NOW,
)


@pytest.mark.parametrize("change", [one for one, found in TABLE.items() if found.kind])
def test_every_change_that_is_told_is_told_quietly(change: tuple[Band, Band]) -> None:
    loud, quiet = decide(*change), decide(*change, overridden=True)
    assert quiet.reason is Reason.OVERRIDDEN
    assert quiet.severity == "info"
    assert (quiet.kind, quiet.status) == (loud.kind, loud.status)
    assert decide(*change) == TABLE[change]


def test_what_is_told_to_nobody_stays_so() -> None:
    assert decide("unknown", "green", overridden=True) == decide("unknown", "green")
    assert ("unknown", "green") not in OVERRIDDEN


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "; an override to green by Claire Aubry stands until 2026-06-14"),
        ("fr", " ; une dérogation en vert par Claire Aubry vaut jusqu'au 2026-06-14"),
    ],
)
def test_it_says_who_answers_for_which_band_until_when(language: Language, said: str) -> None:
    found = under(OVERRIDE, ALERT, CHANGE, language)
    assert found.summary == ALERT.summary + said
    assert found.severity == "info"
    assert OVERRIDE.reason not in found.summary


def test_it_is_the_same_change() -> None:
    found = under(OVERRIDE, ALERT, CHANGE)
    restored = msgspec.structs.replace(found, severity=ALERT.severity, summary=ALERT.summary)
    assert restored == ALERT
