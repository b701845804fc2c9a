"""Partners whose health is known, living two years of daily life: what the engine is judged on."""

from benchmarks.simulator.health import Outcome, TruthBand
from benchmarks.simulator.partner import Simulated, Truth, simulate, simulated
from benchmarks.simulator.world import WORLD, World

__all__ = [
    "WORLD",
    "Outcome",
    "Simulated",
    "Truth",
    "TruthBand",
    "World",
    "simulate",
    "simulated",
]
