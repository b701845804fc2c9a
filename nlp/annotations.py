"""What one interaction says: the shape of `annotations.v1`. Compliance flags are not here."""

from typing import Literal

import msgspec

from ingest.interaction import Direction, InteractionId, Kind, Meeting, Moment, PartnerId, Record

SentimentLabel = Literal["negative", "neutral", "positive"]
IntentLabel = Literal[
    "complaint",
    "escalation",
    "churn_threat",
    "payment_dispute",
    "legal_threat",
    "delay",
    "request",
    "praise",
    "renewal_or_expansion",
    "referral_or_joint_opportunity",
    "meeting_request",
    "executive_involvement",
]
TopicLabel = Literal[
    "delivery",
    "quality",
    "pricing",
    "contract",
    "payment",
    "support",
    "roadmap",
    "staffing",
    "training",
    "marketing",
    "compliance",
    "logistics",
    "security",
    "strategy",
    "project",
]
EntityLabel = Literal["PERSON", "ORG", "LOC", "MONEY", "DATE", "PRODUCT"]
Owner = Literal["us", "partner"]


class Sentiment(msgspec.Struct, frozen=True, gc=False):
    """The partner's attitude: `score` from -1 to 1, `confidence` from 0 to 1."""

    label: SentimentLabel
    score: float
    confidence: float


class Intent(msgspec.Struct, frozen=True, gc=False):
    """What the author wants; `start` and `end` are characters of the text."""

    label: str
    confidence: float
    start: int
    end: int


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A named thing; `text` is exactly the text from `start` to `end`.

    `value` is what it amounts to, where that can be told: of MONEY the amount and its ISO 4217
    currency ("1250.00 EUR"), of DATE the day, or the first of its days, as ISO 8601 ("2026-03-14").
    """

    label: str
    confidence: float
    start: int
    end: int
    text: str
    value: str | None = None


class Promise(msgspec.Struct, frozen=True, gc=False):
    """Who will do what by when: `due` is the last day, as ISO 8601 ("2026-03-14")."""

    owner: Owner
    what: str
    due: str | None = None


class Topic(msgspec.Struct, frozen=True, gc=False):
    """What it is about."""

    label: str
    confidence: float


class Annotations(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of one interaction. `sentiment` is None where it could not be read: never neutral.

    `occurred_at` is that of the interaction, on the clock of its author; `topics` is empty where
    they were not asked for.
    """

    interaction_id: InteractionId
    partner_id: PartnerId
    occurred_at: Moment
    kind: Kind
    direction: Direction | None = None
    contacts: tuple[str, ...] = ()
    thread_id: str | None = None
    in_reply_to: str | None = None
    language: str | None = None
    sentiment: Sentiment | None = None
    intents: tuple[Intent, ...] = ()
    entities: tuple[Entity, ...] = ()
    promises: tuple[Promise, ...] = ()
    meeting: Meeting | None = None
    record: Record | None = None
    model_versions: dict[str, str] = {}
    topics: tuple[Topic, ...] = ()
