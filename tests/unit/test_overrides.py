"""Which override holds when: the newest that has begun, until it is over, replaced or lifted."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from health.assessment import assess
from health.judgement import JudgedBand, Judgement, Label, Override
from health.overrides import by_partner, in_force, in_force_at, overridden
from health.rebuild import rebuild
from ingest.interaction import PartnerId
from tests.laws.made import PARTNER, SMALL, TERMS, observation


def day(number: int) -> date:
    """Of March 2026."""
    return date(2026, 3, number)


def at(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def override(
    made: datetime, since: int, until: int, band: JudgedBand = "green", who: str = "claire"
) -> Judgement:
    body = Override(band=band, owner=who, reason="why", since=day(since), until=day(until))
    return Judgement(
        id=f"{made}/{band}", kind="override", by=who, at=made, partner_id=PARTNER, override=body
    )


def lift(made: datetime) -> Judgement:
    return Judgement(id=f"{made}/lift", kind="lift", by="claire", at=made, partner_id=PARTNER)


def held(*judged: Judgement) -> str:
    """The bands that hold from the 1st to the 20th, a letter a day, wherever none does a dot."""
    ordered = by_partner(judged).get(PARTNER, ())
    found = [in_force(ordered, day(number)) for number in range(1, 21)]
    return "".join(one.band[0] if one else "." for one in found)


@pytest.mark.parametrize(
    ("judged", "bands"),
    [
        pytest.param([], "....................", id="nobody judged"),
        pytest.param([override(at(3), 3, 6)], "..gggg..............", id="both days included"),
        pytest.param([override(at(3), 5, 6)], "....gg..............", id="from a later day"),
        pytest.param(
            [override(at(3), 3, 12), lift(at(8))], "..ggggg.............", id="lifted from that day"
        ),
        pytest.param(
            [override(at(3), 3, 12), override(at(4), 10, 12, "red"), lift(at(8))],
            "..ggggg.............",
            id="what has not begun is lifted too",
        ),
        pytest.param(
            [lift(at(8, 9)), override(at(8, 10), 8, 9)], ".......gg...........", id="given anew"
        ),
        pytest.param(
            [override(at(3), 3, 15), override(at(6), 6, 8, "red")],
            "..gggrrr............",
            id="what is replaced does not come back",
        ),
        pytest.param(
            [override(at(3), 3, 15), override(at(6), 10, 12, "red")],
            "..gggggggrrr........",
            id="replaced from the day on which the newer begins",
        ),
    ],
)
def test_what_holds(judged: list[Judgement], bands: str) -> None:
    assert held(*judged) == bands
    assert held(*reversed(judged)) == bands
    assert held(*judged, *judged) == bands


def test_of_two_under_one_id_the_first_counts() -> None:
    first, second = override(at(3), 3, 6), override(at(4), 4, 9)
    again = msgspec.structs.replace(second, id=first.id)
    assert by_partner([first, again])[PARTNER] == (first,)


def test_only_what_bears_on_a_band_counts() -> None:
    label = Judgement(
        id="l", kind="label", by="c", at=at(1), partner_id=PARTNER, label=Label(day(1), "red")
    )
    elsewhere = Judgement(id="o", kind="lift", by="c", at=at(1), partner_id=PartnerId("skagen"))
    assert by_partner([label, elsewhere]).keys() == {"skagen"}


def test_at_a_moment_nothing_holds_that_was_judged_later() -> None:
    judged = (override(at(3), 3, 6), lift(at(5)))
    assert in_force_at(judged, at(3, 11)) is None
    assert in_force_at(judged, at(3, 12)) is not None
    # Seen from the day's end the lift holds all day; before it was made the override did.
    assert in_force_at(judged, at(5, 11)) is not None
    assert in_force_at(judged, at(5, 13)) is None


def test_it_is_shown_beside_what_was_computed() -> None:
    found = assess(rebuild(PARTNER, [observation(0)], TERMS, SMALL).after, TERMS, SMALL)
    assert overridden(found, ()) is found
    body = Override(band="red", owner="c", reason="r", since=found.as_of, until=found.as_of)
    one = Judgement(id="1", kind="override", by="c", at=at(1), partner_id=PARTNER, override=body)
    shown = overridden(found, (one, lift(at(30))))
    assert shown.override == body
    assert shown.seq == found.seq + 2
    assert shown.band == found.band
