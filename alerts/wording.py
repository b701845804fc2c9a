"""What an alert says, in the receiver's language."""

from typing import Literal

from health.measures import Reading
from health.policy import MeasureName
from health.standing import Band

Language = Literal["en", "fr"]

BANDS: dict[Language, dict[Band, str]] = {
    "en": {"green": "green", "yellow": "yellow", "red": "red", "unknown": "unknown"},
    "fr": {"green": "vert", "yellow": "jaune", "red": "rouge", "unknown": "inconnu"},
}

# What a measure says when it stands at {value}, usually {baseline}.
SENTENCES: dict[Language, dict[MeasureName, tuple[str, str]]] = {
    "en": {
        "sentiment_level": (
            "their messages sound displeased (tone {value:+.2f})",
            "their messages sound fine (tone {value:+.2f})",
        ),
        "sentiment_trend": (
            "their tone is colder than usual ({value:+.2f}, usually {baseline:+.2f})",
            "their tone is warmer than before ({value:+.2f}, usually {baseline:+.2f})",
        ),
        "contact_frequency": (
            "they get in touch less: {value:.0f} times in four weeks, usually {baseline:.0f}",
            "they get in touch as usual: {value:.0f} times in four weeks",
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
            "{value:.0f} days since the last meeting, {baseline:.0f} were agreed",
            "meetings are held as agreed",
        ),
        "contact_breadth": (
            "only {value:.0f} of their people still in touch, usually {baseline:.0f}",
            "{value:.0f} of their people are in touch",
        ),
    },
    "fr": {
        "sentiment_level": (
            "leurs messages trahissent un mécontentement (ton {value:+.2f})",
            "le ton de leurs messages est bon ({value:+.2f})",
        ),
        "sentiment_trend": (
            "leur ton est plus froid que d'habitude ({value:+.2f} contre {baseline:+.2f})",
            "leur ton est plus chaleureux qu'avant ({value:+.2f} contre {baseline:+.2f})",
        ),
        "contact_frequency": (
            "ils écrivent moins : {value:.0f} fois en quatre semaines, {baseline:.0f} d'habitude",
            "ils écrivent comme d'habitude : {value:.0f} fois en quatre semaines",
        ),
        "response_time_theirs": (
            "ils répondent en {value:.0f} h, {baseline:.0f} h d'habitude",
            "ils répondent aussi vite que d'habitude ({value:.0f} h)",
        ),
        "response_time_ours": (
            "nous répondons en {value:.0f} h, {baseline:.0f} h d'habitude",
            "nous répondons aussi vite que d'habitude ({value:.0f} h)",
        ),
        "meeting_rhythm": (
            "{value:.0f} jours depuis la dernière réunion, {baseline:.0f} étaient convenus",
            "les réunions se tiennent comme convenu",
        ),
        "contact_breadth": (
            "plus que {value:.0f} interlocuteurs actifs chez eux, {baseline:.0f} d'habitude",
            "{value:.0f} interlocuteurs actifs chez eux",
        ),
    },
}

# A tone that fell without being bad, or rose without being good.
DISPLEASED = -0.2
COOLER: dict[Language, str] = {
    "en": "their messages sound cooler (tone {value:+.2f})",
    "fr": "leurs messages se refroidissent (ton {value:+.2f})",
}

MILDER: dict[Language, str] = {
    "en": "their messages sound less displeased (tone {value:+.2f})",
    "fr": "leurs messages trahissent moins de mécontentement (ton {value:+.2f})",
}

# A measure that could be read before and no longer can.
UNREAD: dict[Language, dict[MeasureName, str]] = {
    "en": {
        "sentiment_level": "too few of their messages are left to read a tone",
        "sentiment_trend": "too few of their messages are left to read a tone",
        "contact_frequency": "too little is left to know how often they get in touch",
        "response_time_theirs": "they answer too seldom to say how fast",
        "response_time_ours": "we answer too seldom to say how fast",
        "meeting_rhythm": "no meeting rhythm is agreed any more",
        "contact_breadth": "too few of their people are left who used to be in touch",
    },
    "fr": {
        "sentiment_level": "il reste trop peu de leurs messages pour en lire le ton",
        "sentiment_trend": "il reste trop peu de leurs messages pour en lire le ton",
        "contact_frequency": "il reste trop peu pour savoir à quel rythme ils écrivent",
        "response_time_theirs": "ils répondent trop rarement pour en mesurer le délai",
        "response_time_ours": "nous répondons trop rarement pour en mesurer le délai",
        "meeting_rhythm": "plus aucun rythme de réunions n'est convenu",
        "contact_breadth": "il reste trop peu d'interlocuteurs habituels",
    },
}

ACTIONS: dict[Language, dict[MeasureName, str]] = {
    "en": {
        "sentiment_level": "Call your main contact this week and ask what is wrong",
        "sentiment_trend": "Read the messages quoted here, then call before you write",
        "contact_frequency": "Ring them: find out who took over or what they decided",
        "response_time_theirs": "Ask for a short call instead of another e-mail",
        "response_time_ours": "Answer what is open today, and say who follows up by when",
        "meeting_rhythm": "Propose two dates for the overdue meeting",
        "contact_breadth": "Get introduced to a second contact, sponsor to sponsor if need be",
    },
    "fr": {
        "sentiment_level": "Appeler l'interlocuteur principal cette semaine et crever l'abcès",
        "sentiment_trend": "Relire les messages cités ici, puis appeler avant d'écrire",
        "contact_frequency": "Téléphoner : qui a repris le dossier, qu'ont-ils décidé ?",
        "response_time_theirs": "Demander un court appel plutôt qu'un nouveau courriel",
        "response_time_ours": "Répondre aujourd'hui à ce qui attend, et dire qui suit d'ici quand",
        "meeting_rhythm": "Proposer deux dates pour la réunion en retard",
        "contact_breadth": "Se faire présenter un second contact, par les sponsors au besoin",
    },
}

SUMMARIES: dict[Language, dict[str, str]] = {
    "en": {
        "band_worsened": "{name} fell from {before} to {after}: {why}",
        "band_recovered": "{name} rose from {before} to {after}: {why}",
        "evidence_lost": "{name} was {before}, and there is too little left to tell",
        "first": "{name} starts in {after}: {why}",
    },
    "fr": {
        "band_worsened": "{name} passe de {before} à {after} : {why}",
        "band_recovered": "{name} remonte de {before} à {after} : {why}",
        "evidence_lost": "{name} était {before}, et il reste trop peu pour en juger",
        "first": "{name} commence en {after} : {why}",
    },
}


def sentence(
    measure: MeasureName, reading: Reading, *, worse: bool, language: Language = "en"
) -> str:
    """One measure in words.

    >>> sentence("response_time_ours", Reading(50.0, 5.0, 100), worse=True)
    'we answer in 50 h, usually 5 h'
    """
    said = SENTENCES[language][measure][0 if worse else 1]
    if measure == "sentiment_level" and worse == (reading.value > DISPLEASED):
        said = COOLER[language] if worse else MILDER[language]
    return said.format(value=reading.value, baseline=reading.baseline or 0.0)


def unread(measure: MeasureName, language: Language = "en") -> str:
    """A measure that can no longer be read, in words."""
    return UNREAD[language][measure]


def summary(
    kind: str, name: str, before: Band, after: Band, why: str, language: Language = "en"
) -> str:
    """The one line that a manager reads; without reasons it ends before them.

    >>> summary("band_worsened", "Skagen", "green", "yellow", "")
    'Skagen fell from green to yellow'
    """
    key = "first" if before == "unknown" and kind == "band_worsened" else kind
    bands = BANDS[language]
    said = SUMMARIES[language][key].format(
        name=name, before=bands[before], after=bands[after], why=why
    )
    return said if why else said.rstrip(": ")
