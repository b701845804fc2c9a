"""What measures say in English."""

from health.policy import MeasureName

# What a measure says when it stands at {value}, usually {baseline}: where it is bad, where good.
SENTENCES: dict[MeasureName, tuple[str, str]] = {
    "sentiment_level": (
        "their messages sound displeased (tone {value:+.2f})",
        "their messages sound fine (tone {value:+.2f})",
    ),
    "sentiment_trend": (
        "their tone is colder than usual ({value:+.2f}, usually {baseline:+.2f})",
        "their tone is warmer than before ({value:+.2f}, usually {baseline:+.2f})",
    ),
    "contact_frequency": (
        "they get in touch less: {value:time|times} in four weeks, usually {baseline:.0f}",
        "they get in touch as usual: {value:time|times} in four weeks",
    ),
    "response_time_theirs": (
        "they answer in {value:.0f} h, usually {baseline:.0f} h",
        "they answer as fast as usual ({value:.0f} h)",
    ),
    "response_time_ours": (
        "we answer in {value:.0f} h, usually {baseline:.0f} h",
        "we answer as fast as usual ({value:.0f} h)",
    ),
    "meeting_rhythm": (
        "{value:day|days} since the last meeting, {baseline:.0f} were agreed",
        "meetings are held as agreed",
    ),
    "contact_breadth": (
        "only {value:.0f} of their people still in touch, usually {baseline:.0f}",
        "in touch with {value:.0f} of their people",
    ),
    "negative_streak": (
        "{value:displeased message|displeased messages} in a row",
        "kind words again",
    ),
    "reciprocity": (
        "we write {value:.1f} messages for each of theirs, usually {baseline:.1f}",
        "they write as much as we do, as usual",
    ),
    "silence": (
        "nothing heard of them for {value:day|days}, usually every {baseline:.0f}",
        "they are in touch in their usual rhythm",
    ),
    "single_thread": (
        "{value:.0%} of their messages come from one person",
        "several of their people are in touch",
    ),
    "champion": (
        "the person who wrote most has been silent for {value:day|days}, usually {baseline:.0f}",
        "the person who writes most is there",
    ),
    "meeting_reliability": (
        "{value:.0%} of meetings called off or missed",
        "meetings take place",
    ),
    "sponsor_engagement": (
        "their leaders have not taken part for {value:day|days}, {baseline:.0f} are usual",
        "their leaders take part",
    ),
    "open_issues": (
        "open issues: {value:.0f}",
        "open issues: {value:.0f}",
    ),
    "risk_events": (
        "complaints, disputes or threats weigh {value:.1f}, usually {baseline:.1f}",
        "no new complaint or threat",
    ),
    "promises_theirs": (
        "they did not keep {value:.0f} of {baseline:promise|promises}",
        "they keep their promises",
    ),
    "promises_ours": (
        "we did not keep {value:.0f} of {baseline:promise|promises}",
        "we keep our promises",
    ),
    "commercial_trend": (
        "{value:,.0f} booked in a quarter, usually {baseline:,.0f}",
        "business holds: {value:,.0f} booked in a quarter",
    ),
    "contract_end": (
        "the contract ends in {value:day|days} and nobody speaks of renewing it",
        "the contract is in order",
    ),
    "survey": (
        "their answers to surveys are poor ({value:.0%} of the full mark)",
        "their answers to surveys are good ({value:.0%} of the full mark)",
    ),
    "training": (
        "no training for {value:day|days}, usually every {baseline:.0f}",
        "their people keep training",
    ),
    "risk_cap": (
        "they threaten to leave or to sue",
        "no threat to leave or to sue stands any more",
    ),
}

# A measure that could be read before and no longer can.
UNREAD: dict[MeasureName, str] = {
    "sentiment_level": "too few of their messages are left to read a tone",
    "sentiment_trend": "too few of their messages are left to read a tone",
    "contact_frequency": "too little is left to know how often they get in touch",
    "response_time_theirs": "they answer too seldom to say how fast",
    "response_time_ours": "we answer too seldom to say how fast",
    "meeting_rhythm": "no meeting rhythm is agreed any more",
    "contact_breadth": "too few of their people are left who used to be in touch",
    "negative_streak": "too few of their messages are left to read a tone",
    "reciprocity": "too few messages are left to compare theirs and ours",
    "silence": "too little is left to know their rhythm",
    "single_thread": "too few messages are left to tell who writes",
    "champion": "nobody is left who wrote most",
    "meeting_reliability": "too few meetings are left to judge",
    "sponsor_engagement": "nothing is agreed with their leaders any more",
    "open_issues": "too few of their messages are left to know of open issues",
    "risk_events": "too few of their messages are left to know of complaints",
    "promises_theirs": "too few promises of theirs fell due",
    "promises_ours": "too few promises of ours fell due",
    "commercial_trend": "too few records are left to see a trend",
    "contract_end": "the contract's end no longer lies ahead",
    "survey": "no survey answer of the last half year",
    "training": "too few trainings are on record",
    "risk_cap": "the threat to leave or to sue no longer counts",
}
