"""What an alert says, in the receiver's language."""

from typing import Literal

from alerts import phrases_en, phrases_fr
from health.measures import Reading
from health.policy import MeasureName
from health.standing import Band

Language = Literal["en", "fr"]

BANDS: dict[Language, dict[Band, str]] = {
    "en": {"green": "green", "yellow": "yellow", "red": "red", "unknown": "unknown"},
    "fr": {"green": "vert", "yellow": "jaune", "red": "rouge", "unknown": "inconnu"},
}

SENTENCES: dict[Language, dict[MeasureName, tuple[str, str]]] = {
    "en": phrases_en.SENTENCES,
    "fr": phrases_fr.SENTENCES,
}
UNREAD: dict[Language, dict[MeasureName, str]] = {"en": phrases_en.UNREAD, "fr": phrases_fr.UNREAD}

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

# A trend that rose, or can be read again, without being warmer than what it is compared with.
NEAR = 0.1
AS_USUAL: dict[Language, str] = {
    "en": "their tone is about as usual ({value:+.2f}, usually {baseline:+.2f})",
    "fr": "leur ton est à peu près celui d'habitude ({value:+.2f} contre {baseline:+.2f})",
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


class Number(float):
    """One that words agree with: by the format `day|days` it is "1 day" or "12 days"."""

    few = 1

    def __format__(self, spec: str) -> str:
        """As a float does, unless the spec holds two words."""
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return f"{self:.0f} {one if self.few <= round(self) <= 1 else many}"


class FrenchNumber(Number):
    """Nothing is singular in French."""

    few = 0


NUMBERS: dict[Language, type[Number]] = {"en": Number, "fr": FrenchNumber}


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
    if measure == "sentiment_trend" and not worse and _as_usual(reading):
        said = AS_USUAL[language]
    number = NUMBERS[language]
    return said.format(value=number(reading.value), baseline=number(reading.baseline or 0.0))


def _as_usual(reading: Reading) -> bool:
    return reading.baseline is not None and 0 <= reading.baseline - reading.value < NEAR


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
