"""The simulated world is the same for the same seed, knows no future, and is as it says."""

from collections import Counter

import msgspec
import numpy as np
import pytest

from benchmarks.simulator import Simulated, simulate, simulated
from benchmarks.simulator.calendar import DAY, calendar
from benchmarks.simulator.health import Course, bands, course
from benchmarks.simulator.reader import GATE, READERS, Reader
from benchmarks.simulator.world import LIFE, START, WORLD
from health.observation import day_of, observe
from nlp.annotations import IntentLabel, Promise, SentimentLabel
from nlp.sentiment import LABELS


@pytest.fixture(scope="module")
def lives() -> list[Simulated]:
    return list(simulate(3, 30, 365))


def test_the_same_seed_is_the_same_world():
    assert simulated(5, 2, 200) == simulated(5, 2, 200)
    assert simulated(5, 2, 200) != simulated(6, 2, 200)


def test_more_partners_change_none_before():
    assert list(simulate(5, 3, 100))[:2] == list(simulate(5, 2, 100))


@pytest.mark.parametrize("number", range(4))
def test_the_past_does_not_know_how_long_we_look(number):
    short, long = simulated(5, number, 150), simulated(5, number, 400)
    end = day_of(START) + 150
    assert short.said
    assert list(short.said) == [one for one in long.said if observe(one).day < end]
    assert short.truth.bands == long.truth.bands[:150]
    assert short.partner == long.partner


def test_days_are_bounded():
    with pytest.raises(ValueError, match="days must be"):
        simulated(1, 0, LIFE + 1)


def test_histories_are_in_order_and_each_id_is_one_thing(lives):
    for one in lives:
        moments = [said.occurred_at for said in one.said]
        assert moments == sorted(moments)
        keys = [observe(said).key for said in one.said]
        assert len(keys) == len(set(keys))
        assert {said.partner_id for said in one.said} <= {one.partner.id}


def test_bands_have_about_their_shares():
    found: Counter[str] = Counter()
    for number in range(150):
        found.update(_truth(number))
    days = sum(found[band] for band in ("green", "yellow", "red"))
    assert found["green"] / days == pytest.approx(0.67, abs=0.08)
    assert found["yellow"] / days == pytest.approx(0.19, abs=0.07)
    assert found["red"] / days == pytest.approx(0.14, abs=0.07)


def _truth(number: int) -> tuple[str, ...]:
    return bands(course(np.random.default_rng((11, number)), WORLD), WORLD, 730)


def test_few_breaks_come_out_of_the_blue_and_the_others_announce_themselves_for_weeks():
    red, blows, breaks = [], 0, 0
    for number in range(500):
        life = course(np.random.default_rng((12, number)), WORLD)
        if life.breaks_on is None or life.breaks_on >= LIFE:
            continue
        breaks += 1
        blows += life.episodes[-1].kind == "blow"
        told = bands(life, WORLD, life.breaks_on)
        red.append(next((at for at, band in enumerate(reversed(told)) if band != "red"), 0))
    assert blows / breaks < 0.1
    assert 55 <= np.median(red) <= 95


def test_a_band_holds_when_health_trembles_at_its_edge():
    health = np.full(LIFE, 0.9)
    health[10:20:2], health[11:20:2] = 0.649, 0.651
    health[20:] = 0.5
    told = bands(Course(health, (), breaks_on=30), WORLD, 40)
    assert told == ("green",) * 20 + ("yellow",) * 10 + ("gone",) * 10


def test_trouble_shows_in_most_partners_who_have_it(lives):
    natures = Counter(one.truth.nature for one in lives)
    assert set(natures) == {"gruff", "polite", "cold", "plain"}
    assert all(len(one.truth.signature) <= WORLD.strong[1] for one in lives)
    polite = [one for one in lives if one.truth.nature == "polite"]
    assert not any("tone" in one.truth.signature for one in polite)


def test_many_partners_send_no_records(lives):
    silent = sum(all(said.kind != "record" for said in one.said) for one in lives)
    assert 0.3 < silent / len(lives) < 0.8


def test_nobody_writes_on_holidays_and_few_in_august(lives):
    for one in lives:
        threads = [said for said in one.said if said.kind == "email"]
        assert not [said for said in threads if said.occurred_at.strftime("%m-%d") == "01-01"]
    months = Counter(
        said.occurred_at.month for one in lives for said in one.said if said.kind == "email"
    )
    assert months[8] < 0.8 * months[6]


def test_working_time_stops_at_night_and_over_the_weekend():
    here = calendar("fr")
    friday = here.at(4, 17 * 60.0)  # 1 January 2024 was a Monday
    assert here.later(friday, 120.0) == pytest.approx(here.at(7, 8.5 * 60 + 60))
    assert here.told(friday).isoformat() == "2024-01-05T17:00:00+01:00"
    assert not calendar("de").works[0]
    assert calendar("gb").at(200, 0.0) - calendar("fr").at(200, 0.0) == pytest.approx(60.0)
    assert DAY == 1440


# --- the reader ---

EACH = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


@EACH
def test_sentiment_is_confused_as_measured(reader: Reader):
    chance = np.random.default_rng(1)
    for label, row in zip(LABELS, reader.errors.confusion, strict=True):
        found = [reader.sentiment(chance, label) for _ in range(8000)]
        read = Counter(None if one is None else one.label for one in found)
        for at, name in enumerate((*LABELS, None)):
            assert read[name] / 8000 == pytest.approx(row[at] / sum(row), abs=0.02)
        for one in found:
            if one is not None:
                assert GATE <= one.confidence <= 1
                assert (one.score > 0) == (one.label == "positive") or one.label == "neutral"


@EACH
def test_a_confidence_is_a_chance(reader: Reader):
    """On messages as they were measured on."""
    chance = np.random.default_rng(2)
    sure, right = [], []
    for label, many in zip(LABELS, reader.errors.messages(), strict=True):
        for _ in range(many * 40):
            read = reader.sentiment(chance, label)
            if read is not None:
                sure.append(read.confidence)
                right.append(read.label == label)
    sure_, right_ = np.array(sure), np.array(right)
    bins = [(sure_ >= low) & (sure_ < low + 0.12) for low in (0.42, 0.6, 0.8, 0.9)]
    told = [bin_ for bin_ in bins if bin_.sum() > 150]
    assert len(told) >= 3
    for bin_ in told:
        assert right_[bin_].mean() == pytest.approx(sure_[bin_].mean(), abs=0.06)


@EACH
def test_intents_are_found_and_made_up_as_measured(reader: Reader):
    """Made up in messages that do not mean them; who means it cannot be misread so."""
    chance = np.random.default_rng(3)
    name, many = "churn_threat", 10
    precision, recall, support = reader.errors.intents[name]

    def read(meant: list[IntentLabel], tone: SentimentLabel, times: int) -> int:
        found = (reader.intents(chance, meant, tone) for _ in range(times))
        return sum(any(one.label == name for one in some) for some in found)

    found = read([name], "negative", support * many)
    messages = zip(LABELS, reader.errors.messages(), strict=True)
    false = sum(read([], tone, count * many) for tone, count in messages)
    assert found / (support * many) == pytest.approx(recall, abs=0.05)
    assert found / (found + false) == pytest.approx(precision, abs=0.04)


@EACH
def test_promises_are_missed_and_given_to_the_wrong_side_as_measured(reader: Reader):
    chance = np.random.default_rng(4)
    true = Promise("partner", "send it", "2024-03-01")
    found = owner = false = 0
    for _ in range(6000):
        read = reader.promises(chance, true, "2024-04-01")
        mine = [one for one in read if one.due != "2024-04-01"][:1]
        found += bool(mine)
        owner += sum(one.owner == "partner" for one in mine)
        false += bool(reader.promises(chance, None, "2024-04-01"))
    assert owner / found == pytest.approx(reader.errors.owner_right, abs=0.06)
    assert false / 6000 == pytest.approx(reader.errors.promise_false, abs=0.015)


def test_another_reader_changes_what_is_read_and_not_the_truth():
    another = "everyday" if WORLD.reader == "hard" else "hard"
    world = msgspec.structs.replace(WORLD, reader=another)
    one, other = simulated(3, 1, 200), simulated(3, 1, 200, world=world)
    assert one.truth == other.truth
    assert one.said != other.said


def test_a_language_that_is_not_covered_says_nothing():
    world = msgspec.structs.replace(WORLD, uncovered_language=1.0)
    said = [one for one in simulated(3, 1, 200, world=world).said if one.language == "pl"]
    assert said
    for one in said:
        assert one.sentiment is None
        assert not one.intents
        assert not one.promises
