"""What to do next, in English."""

from health.actions import ActionKind, ActionOwner
from health.policy import MeasureName

OWNERS: dict[ActionOwner, str] = {
    "manager": "partner manager",
    "sponsor": "executive sponsor",
    "delivery_lead": "delivery lead",
    "finance": "finance",
    "legal": "legal",
}

# The imperative, as it is said to whoever owns it. When and who stand beside it.
ACTIONS: dict[ActionKind, str] = {
    "call": "Ring your main contact and ask how they see things",
    "executive_sponsor": "Call their leadership and hear what they expect of us",
    "business_review": "Propose a business review: what works, what does not, what changes",
    "settle_dispute": "Call whoever complained, with an offer in hand",
    "close_issues": "Settle the oldest open issue, and say by when the others will be",
    "answer_open": "Answer what is open, and say who follows up by when",
    "keep_promise": "Deliver what is overdue, or give a new date",
    "claim_promise": "Go through what they owe us, and agree on new dates",
    "meet": "Propose two dates for the overdue meeting",
    "widen_contacts": "Get introduced to a second contact, and keep in touch with both",
    "replace_champion": "Find out whether your main contact has left, and who follows",
    "renew": "Open the talk about renewal",
    "follow_up_survey": "Ask those who answered the survey what would earn a better mark",
    "train": "Offer their people a training date",
}

# What fits the reason better than that.
FOR_REASON: dict[tuple[ActionKind, MeasureName], str] = {
    ("call", "sentiment_level"): "Ring your main contact and ask what is wrong",
    ("call", "sentiment_trend"): "Read their last messages again, then ring before you write",
    ("call", "contact_frequency"): "Ring them: who took over, or what did they decide?",
    ("call", "response_time_theirs"): "Ask for a short call instead of sending another e-mail",
    ("call", "negative_streak"): "Ring before the next e-mail, and put one thing right at once",
    ("call", "reciprocity"): "Stop writing; ask for half an hour to hear what they need",
    ("call", "silence"): "Ring them and find out what the silence means",
    ("call", "meeting_reliability"): "Ring and ask why the last meetings were dropped",
    ("call", "risk_events"): "Ring whoever complained, and listen before you answer",
    ("call", "risk_cap"): "Ring whoever threatens to leave or to sue, and listen first",
    ("executive_sponsor", "risk_cap"): "Call their decision maker before they act on the threat",
    ("executive_sponsor", "silence"): "Ask their leadership whether they still count on us",
    ("business_review", "commercial_trend"): "Propose a business review: what holds orders back?",
    ("settle_dispute", "risk_cap"): (
        "Settle what they threaten to leave or to sue over, before anything else"
    ),
    ("meet", "contact_frequency"): "Propose two dates for a short meeting",
    ("meet", "meeting_reliability"): "Fix the next meeting by phone; ask why the last fell through",
    ("widen_contacts", "single_thread"): "Ask your contact to introduce a colleague",
}

STEP = "{text} ({owner}, by {due})"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
