"""Sums over some days of a relationship."""

import msgspec


class Totals(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Sums over some days. Integers: adding a day and taking it away again is exact.

    `tone` sums tone times weight; `theirs` and `ours` sum the thousandths of log2(1 + minutes)
    that they and we took to answer, so that their mean is a geometric one.
    """

    inbound: int = 0
    outbound: int = 0
    tone: int = 0
    tone_weight: int = 0
    toned: int = 0
    theirs: int = 0
    theirs_n: int = 0
    ours: int = 0
    ours_n: int = 0

    def plus(self, other: "Totals") -> "Totals":
        """Both together."""
        return Totals(
            self.inbound + other.inbound,
            self.outbound + other.outbound,
            self.tone + other.tone,
            self.tone_weight + other.tone_weight,
            self.toned + other.toned,
            self.theirs + other.theirs,
            self.theirs_n + other.theirs_n,
            self.ours + other.ours,
            self.ours_n + other.ours_n,
        )

    def minus(self, other: "Totals") -> "Totals":
        """Without the other, which must be part of this."""
        return Totals(
            self.inbound - other.inbound,
            self.outbound - other.outbound,
            self.tone - other.tone,
            self.tone_weight - other.tone_weight,
            self.toned - other.toned,
            self.theirs - other.theirs,
            self.theirs_n - other.theirs_n,
            self.ours - other.ours,
            self.ours_n - other.ours_n,
        )

    @property
    def on_one(self) -> float:
        """Messages of ours on one of theirs; one of each is added to steady few."""
        return (self.outbound + 1) / (self.inbound + 1)

    @property
    def mean_tone(self) -> float | None:
        """From -1 to 1, weighted by confidence; None where nothing was read."""
        return self.tone / self.tone_weight / 1000 if self.tone_weight else None


NOTHING = Totals()
