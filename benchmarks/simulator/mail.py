"""The mail between a partner and us: threads with their answers, promises and complaints."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from benchmarks.simulator.calendar import CLOSES, DAY, HOME, OPENS, calendar
from benchmarks.simulator.telling import Teller
from benchmarks.simulator.world import LIFE, START
from nlp.annotations import Annotations, IntentLabel, Owner, Promise

MOST = 9
HOUR = 60.0
SILENCED, SLOWED, IGNORED = 0.85, 2.6, 0.55
"""Where it shows fully: threads that they no longer begin, doublings of the time they take to
answer, answers that never come."""


class Mail:
    """That of one partner, day by day: each day has its own chance, so none knows the next."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        temper, weather = teller.temper, teller.weather
        self._here, self._home = calendar(temper.country), calendar(HOME)
        shows = weather.shows
        begins = weather.volume * temper.threads * np.array(self._here.works[: len(weather.volume)])
        fewer = np.clip(1 - SILENCED * shows["volume"], 0.04, 1.2)
        self._theirs = begins * temper.theirs * fewer
        # We ask again where they are silent, and write less where there is less to do.
        self._ours = begins * (1 - temper.theirs) * (0.5 + 0.5 * fewer)
        self._length = temper.length

    def of_day(self, chance: np.random.Generator, day: int) -> Iterator[Annotations]:
        """All that the threads begun that day ever bring, in no order."""
        theirs = int(chance.poisson(self._theirs[day]))
        ours = int(chance.poisson(self._ours[day]))
        complains = day in self.teller.weather.complaining and self._theirs[day] > 0
        for number in range(theirs + ours + complains):
            inbound = number < theirs or number >= theirs + ours
            yield from self._thread(
                chance, day, number, inbound=inbound, complaint=number >= theirs + ours
            )

    def notice(self, chance: np.random.Generator, day: int) -> Annotations:
        """The mail that ends it."""
        teller = self.teller
        who = teller.contact(chance, day)
        return teller.said(
            chance,
            id_=f"{teller.temper.partner.id}.{day}.notice",
            at=self._here.told(self._here.at(day, 11 * HOUR)),
            kind="email",
            direction="inbound",
            contacts=(teller.name(who, day),),
            attitude=teller.attitude(chance, day, who, 0.0) - 0.5,
            wants=["churn_threat"],
            thread=f"{teller.temper.partner.id}.{day}.notice",
        )

    def _thread(
        self, chance: np.random.Generator, day: int, number: int, *, inbound: bool, complaint: bool
    ) -> Iterator[Annotations]:
        teller, weather = self.teller, self.teller.weather
        name = f"{teller.temper.partner.id}.{day}.{number}"
        mood = 0.45 * float(chance.standard_normal()) - (0.8 if complaint else 0.0)
        who = teller.contact(chance, day)
        at = self._here.at(day, chance.uniform(OPENS, CLOSES))
        wanted: list[IntentLabel] = ["complaint"] if complaint else []
        before: str | None = None
        complained = False
        for place in range(MOST):
            today = int(at // DAY)
            if today >= LIFE:
                return
            id_ = f"{name}.{place}"
            message, promise, wants = self._message(
                chance, id_, at, today, who, mood, wanted, name, before, inbound=inbound
            )
            yield message
            complained |= "complaint" in wants
            if promise is not None:
                yield from self._after(chance, promise, today, who, mood, name, place)
            wanted, before = [], id_
            if inbound:
                goes_on = 0.85 if place == 0 else self._length
                doublings = float(weather.slow_ours[today])
                wait = teller.temper.answer_ours
            else:
                shows = float(weather.shows["answers"][today])
                goes_on = (0.85 if place == 0 else self._length) * (1 - IGNORED * max(0.0, shows))
                doublings = float(weather.slow_theirs[today]) + SLOWED * shows
                wait = teller.temper.answer_theirs
            if chance.random() >= goes_on or weather.volume[today] <= 0:
                break
            inbound = not inbound
            hours = wait * float(np.exp(0.9 * chance.standard_normal())) * 2.0**doublings
            side = self._here if inbound else self._home
            at = side.later(at, min(hours, 200.0) * HOUR) + 1
            if chance.random() < 0.12:
                who = teller.contact(chance, today)
        if complained:
            yield from self._settled(chance, at, who, name)

    def _message(
        self,
        chance: np.random.Generator,
        id_: str,
        at: float,
        today: int,
        who: int,
        mood: float,
        wanted: list[IntentLabel],
        thread: str,
        before: str | None,
        *,
        inbound: bool,
    ) -> tuple[Annotations, Promise | None, list[IntentLabel]]:
        teller = self.teller
        attitude, wants = None, wanted
        if inbound:
            attitude, more = teller.wants(chance, today, teller.attitude(chance, today, who, mood))
            wants = [*wanted, *more]
        promise = None
        first, second, third = chance.random(3)
        due = (START + timedelta(days=today + 2 + int(13 * second))).isoformat()
        if first < teller.temper.promises:
            owner: Owner = "partner" if inbound else "us"
            promise = Promise(owner, "send it", due if third < 0.7 else None)
        side = self._here if inbound else self._home
        message = teller.said(
            chance,
            id_=id_,
            at=side.told(at),
            kind="email",
            direction="inbound" if inbound else "outbound",
            contacts=(teller.name(who, today),),
            attitude=attitude,
            wants=wants,
            promise=promise,
            due=due,
            thread=thread,
            answers=before,
        )
        return message, promise, wants

    def _after(
        self,
        chance: np.random.Generator,
        promise: Promise,
        today: int,
        who: int,
        mood: float,
        thread: str,
        place: int,
    ) -> Iterator[Annotations]:
        """The mail that keeps a promise, or tells that it will not be kept."""
        if promise.due is None:
            return
        teller, weather = self.teller, self.teller.weather
        inbound = promise.owner == "partner"
        due = (date.fromisoformat(promise.due) - START).days
        breaks = teller.temper.breaks_word
        if inbound:
            breaks += 0.65 * max(0.0, float(weather.shows["promises"][today]))
        else:
            breaks += 0.12 * float(weather.slow_ours[today])
        kept = chance.random() >= breaks
        first, second, third = chance.random(3)
        if first > (0.85 if kept else 0.5):
            return  # done, or forgotten, without a word
        day = max(today + 1, due - int(3 * second)) if kept else due + 2 + int(8 * second)
        day = (self._here if inbound else self._home).next_worked(day)
        if day >= LIFE or weather.volume[day] <= 0:
            return
        late: list[IntentLabel] = [] if kept else ["delay"]
        side = self._here if inbound else self._home
        yield teller.said(
            chance,
            id_=f"{thread}.{place}.due",
            at=side.told(side.at(day, OPENS + third * 8 * HOUR)),
            kind="email",
            direction="inbound" if inbound else "outbound",
            contacts=(teller.name(who, day),),
            attitude=teller.attitude(chance, day, who, mood) if inbound else None,
            wants=late,
            thread=thread,
        )

    def _settled(
        self, chance: np.random.Generator, at: float, who: int, thread: str
    ) -> Iterator[Annotations]:
        """A word of thanks once a complaint is dealt with; in trouble it seldom is."""
        teller, weather = self.teller, self.teller.weather
        day = self._here.next_worked(int(at // DAY) + int(chance.integers(1, 9)))
        if day >= LIFE or weather.volume[day] <= 0:
            return
        shows = max(float(weather.shows["hints"][day]), float(weather.shows["tone"][day]), 0.0)
        if chance.random() < 0.75 * (1 - 0.85 * min(1.0, shows)):
            yield teller.said(
                chance,
                id_=f"{thread}.thanks",
                at=self._here.told(self._here.at(day, OPENS + chance.uniform(0, 500))),
                kind="email",
                direction="inbound",
                contacts=(teller.name(who, day),),
                attitude=max(teller.attitude(chance, day, who, 0.6), 0.0) + 0.3,
                wants=["praise"] if chance.random() < 0.6 else [],
                thread=thread,
            )
