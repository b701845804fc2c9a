"""What an alert says: every measure and every change, in every language."""

from itertools import permutations
from string import Formatter

import pytest

from alerts.decision import decide
from alerts.wording import BANDS, SENTENCES, SUMMARIES, UNREAD, Language, sentence, summary
from health.measures import Reading
from health.policy import NAMES, MeasureName

LANGUAGES: tuple[Language, ...] = ("en", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("worse", [True, False])
@pytest.mark.parametrize("name", list(NAMES))
def test_every_measure_can_be_said(name: MeasureName, worse: bool, language: Language) -> None:
    said = sentence(name, Reading(12.0, 34.0, 100), worse=worse, language=language)
    assert said
    assert "{" not in said
    assert said == said.strip()
    without = sentence(name, Reading(12.0, None, 100), worse=worse, language=language)
    assert "None" not in without


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(NAMES))
def test_a_bad_sentence_gives_the_number(name: MeasureName, language: Language) -> None:
    said = sentence(name, Reading(12.0, 34.0, 100), worse=True, language=language)
    if name != "risk_cap":  # a threat has no number that would mean something
        assert "12" in said
    fields = [field for _, field, _, _ in Formatter().parse(SENTENCES[language][name][0]) if field]
    assert ("34" in said) == ("baseline" in fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_tables_are_complete(language: Language) -> None:
    assert SENTENCES[language].keys() == UNREAD[language].keys() == set(NAMES)
    assert SUMMARIES[language].keys() == SUMMARIES["en"].keys()
    assert BANDS[language].keys() == BANDS["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_that_is_told_has_a_summary(language: Language) -> None:
    for before, after in permutations(BANDS["en"], 2):
        kind = decide(before, after).kind
        if kind is None:
            continue
        said = summary(kind, "Nordlicht", before, after, "reasons", language)
        assert said.startswith("Nordlicht ")
        named = before if kind == "evidence_lost" else after
        assert BANDS[language][named] in said
        assert ("reasons" in said) == (kind != "evidence_lost")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nordlicht fell from green to red"), ("fr", "Nordlicht passe de vert à rouge")],
)
def test_without_reasons_a_summary_ends_before_them(language: Language, said: str) -> None:
    assert summary("band_worsened", "Nordlicht", "green", "red", "", language) == said


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 0.0, "0 displeased messages in a row"),
        ("en", 1.4, "1 displeased message in a row"),
        ("en", 2.0, "2 displeased messages in a row"),
        ("fr", 0.0, "0 message mécontent d'affilée"),
        ("fr", 1.0, "1 message mécontent d'affilée"),
        ("fr", 1.6, "2 messages mécontents d'affilée"),
    ],
)
def test_words_agree_with_their_number(language: Language, value: float, said: str) -> None:
    found = sentence("negative_streak", Reading(value, None, 0), worse=True, language=language)
    assert found == said


def test_french_is_french() -> None:
    for name in NAMES:
        for worse in (True, False):
            reading = Reading(1.0, 2.0, 0)
            assert sentence(name, reading, worse=worse) != sentence(
                name, reading, worse=worse, language="fr"
            )


@pytest.mark.parametrize(
    ("value", "baseline", "said"),
    [
        (0.48, 0.49, "about as usual (+0.48, usually +0.49)"),
        (0.49, 0.49, "about as usual"),
        (0.5, 0.49, "warmer than before"),
        (-0.1, 0.1, "warmer than before"),
    ],
)
def test_a_tone_that_is_no_warmer_than_usual_is_not_said_to_be(
    value: float, baseline: float, said: str
) -> None:
    reading = Reading(value, baseline, 900)
    assert said in sentence("sentiment_trend", reading, worse=False)
    french = sentence("sentiment_trend", reading, worse=False, language="fr")
    assert ("celui d'habitude" in french) == ("as usual" in said)
