"""What is told when a relationship changes: the shape of `alerts.v1`."""

from datetime import date, datetime
from typing import Literal

import msgspec

from health.actions import ActionKind, ActionOwner
from health.policy import MeasureName
from ingest.interaction import InteractionId, PartnerId

Status = Literal["firing", "resolved"]
AlertKind = Literal["band_worsened", "band_recovered", "evidence_lost"]
Severity = Literal["critical", "error", "warning", "info"]


class Why(msgspec.Struct, frozen=True):
    """One driver's part in the change: `delta` in points of score, with the evidence for it."""

    measure: MeasureName
    delta: float
    sentence: str
    evidence: tuple[InteractionId, ...] = ()


class NextStep(msgspec.Struct, frozen=True):
    """What `owner` should do by the end of `due`: `text` says it, `reason` why, in the receiver's
    language. `measure` is the driver behind it, `evidence` what that rests on."""

    kind: ActionKind
    owner: ActionOwner
    text: str
    due: date
    measure: MeasureName
    reason: str
    evidence: tuple[InteractionId, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is made from content: the same change has the same id on every replay. `steps` are at
    most three, the gravest first; `actions` are the same, each in one line of text."""

    id: str
    dedup_key: str
    status: Status
    kind: AlertKind
    severity: Severity
    partner_id: PartnerId
    summary: str
    why: tuple[Why, ...]
    actions: tuple[str, ...]
    occurred_at: datetime
    steps: tuple[NextStep, ...] = ()
