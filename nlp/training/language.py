"""Trains the reader: `python -m nlp.training.language DATA_DIR --work DIR`.

Fine-tunes the encoder with all heads at once on our corpus and the public sets under DATA_DIR,
keeps where it stands in DIR so that it goes on after a break, and takes of the last epochs, and
of their mean, what reads the development scenarios best. Deterministic but for the order in which
threads add up.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from nlp.example import Example
from nlp.models import packed
from nlp.models.reader import Reader
from nlp.models.shipped import load
from nlp.models.tokeniser import tokeniser
from nlp.training.batches import Coder, batches
from nlp.training.calibrate import PLAIN, calibrate
from nlp.training.corpus_files import corpus
from nlp.training.export import packed_file
from nlp.training.half import Half, bfloat16_pays
from nlp.training.loss import loss
from nlp.training.network import INTENTS, Network, centred, encoder
from nlp.training.public import moods, names, tweets
from nlp.training.reading import Read, read, read_as_shipped, report
from nlp.training.rounding import rounding
from nlp.training.split import part
from nlp.training.vocabulary import FILE as VOCABULARY

WEIGHTS = Path(__file__).parents[1] / "models" / "weights" / "reader.npz"
SEED = 20261122
TOKENS = 3072  # a batch, padding counted
PUBLIC = 1  # the first epochs learn from public texts alone: sentiment and names in general
# Of the public texts in the later epochs: they are many, and not our trade.
TWEETS_AN_EPOCH, NAMES_AN_EPOCH = 7000, 2500
MOODS_AT_FIRST, NAMES_AT_FIRST = 9000, 6000
ENCODER_RATE, HEAD_RATE = 6e-5, 2e-3
WARM_UP = 0.06  # of all learning
ROUNDED = 2  # the last epochs learn with the rounding of the shipped graph
SAVE_SECONDS = 300.0
WINDOW, SAMPLE = 256, 20  # tokens and every how many messages tell the scale of hidden states


class Sets:
    """The examples of every part."""

    def __init__(self, data: Path, folder: Path | None, *, tweets_only: bool = False) -> None:
        self.tweets_only = tweets_only
        ours = corpus() if folder is None else corpus(folder)
        self.train = [one for one in ours if part(one) == "train"]
        self.dev = [one for one in ours if part(one) == "dev"]
        self.test = [one for one in ours if part(one) == "test"]
        self.tweets = list(tweets(data, "train"))
        self.tweets_held = list(tweets(data, "val"))
        self.moods = list(moods(data))
        known = list(names(data))
        self.names = [one for one, held in known if not held]
        self.names_held = [one for one, held in known if held]

    def epoch(self, number: int) -> list[Example]:
        """What is learnt from in one epoch."""
        chance = random.Random(SEED + number)
        if self.tweets_only:
            return self.tweets
        if number < PUBLIC:
            return [
                *self.tweets,
                *chance.sample(self.moods, min(MOODS_AT_FIRST, len(self.moods))),
                *chance.sample(self.names, min(NAMES_AT_FIRST, len(self.names))),
            ]
        return [
            *self.train,
            *chance.sample(self.tweets, min(TWEETS_AN_EPOCH, len(self.tweets))),
            *chance.sample(self.names, min(NAMES_AN_EPOCH, len(self.names))),
        ]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training.language", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument("--work", type=Path, required=True, help="where it is kept how far it came")
    parser.add_argument("--corpus", type=Path, default=None, help="another folder of corpus files")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument(
        "--tweets-only", action="store_true", help="a peer that saw no business message"
    )
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    sets = Sets(given.data, given.corpus, tweets_only=given.tweets_only)
    read_ = packed.read(packed.shipped().read_bytes())
    kept = np.load(VOCABULARY)["kept"].tolist()
    train(sets, read_, kept, given.work, given.epochs)
    networks = [network_of(one, read_, kept) for one in ends(given.work)]
    with TemporaryDirectory(prefix="rapport-") as folder:
        # What is chosen, calibrated and judged is the graph as it runs.
        readers = [load(packed_file(network, kept, PLAIN), Path(folder)) for network in networks]
        chosen = best(readers, sets)
        reader = readers[chosen]
        calibration = calibrate(read_as_shipped(reader, sets.dev), sets.dev)
        given.out.write_bytes(packed_file(networks[chosen], kept, calibration))
        for name, some in (
            ("dev", sets.dev),
            ("test", sets.test),
            ("tweets", sets.tweets_held),
            ("names", sets.names_held),
        ):
            say(f"{name}: {json.dumps(report(read_as_shipped(reader, some), some))}")


def train(sets: Sets, read_: packed.Packed, kept: list[int], work: Path, epochs: int) -> None:
    """Learn; where it stands is kept in `work`, as are the ends of the epochs that were learnt with
    rounding."""
    torch.manual_seed(SEED)
    tokens = tokeniser(read_, kept)
    network = Network(encoder(read_, kept))
    centred(network, [tokens.encode(one.text).ids[:WINDOW] for one in sets.epoch(0)[::SAMPLE]])
    half = Half(network.encoder, on=bfloat16_pays())
    say(f"{len(sets.train)} messages to learn from, bfloat16 {'on' if half.on else 'off'}")
    optimiser = torch.optim.AdamW(groups(network, half), weight_decay=0.01, fused=True)
    full = [group["lr"] for group in optimiser.param_groups]
    coder = Coder(tokens)
    state: dict[str, Any] = {"epoch": 0, "step": 0}
    last = work / "last.pt"
    if last.exists():
        saved = torch.load(last, weights_only=False)  # our own file, in the caller's own folder
        half.load(saved["encoder"])
        _heads(network, saved["heads"])
        optimiser.load_state_dict(saved["optimiser"])
        state = saved["state"]
        say(f"goes on at epoch {state['epoch'] + 1}, batch {state['step']}")

    def save(path: Path, **more: Any) -> None:
        beside = path.with_suffix(".part")
        heads = {n: w for n, w in network.state_dict().items() if not n.startswith("encoder.")}
        torch.save({"encoder": half.state(), "heads": heads} | more, beside)
        beside.replace(path)

    def keep() -> None:
        save(last, state=state, optimiser=optimiser.state_dict())

    rounded = False
    for epoch in range(state["epoch"], epochs):
        if epoch >= epochs - ROUNDED and not rounded:
            rounding(network.encoder)
            rounded = True
        begun = saved_at = time.monotonic()
        network.train()
        lost, seen = 0.0, 0
        learnt = list(batches(coder(sets.epoch(epoch)), TOKENS, SEED + epoch))
        for step, batch in enumerate(learnt):
            if step < state["step"]:
                continue
            share = rate((epoch + step / len(learnt)) / epochs)
            for group, most in zip(optimiser.param_groups, full, strict=True):
                group["lr"] = most * share
            cost = loss(network(batch.ids, batch.mask), batch, len(INTENTS))
            cost.backward()  # type: ignore[no-untyped-call]
            half.gather()
            torch.nn.utils.clip_grad_norm_(
                [one for group in optimiser.param_groups for one in group["params"]], 1.0
            )
            optimiser.step()
            optimiser.zero_grad()
            half.spread()
            lost, seen = 0.98 * lost + 0.02 * float(cost.detach()), seen + 1
            state["step"] = step + 1
            if step % 25 == 24:
                say(
                    f"epoch {epoch + 1}/{epochs} batch {step + 1}/{len(learnt)}"
                    f" loss {lost / (1 - 0.98**seen):.3f} {time.monotonic() - begun:.0f} s"
                )
            if time.monotonic() - saved_at > SAVE_SECONDS:
                keep()
                saved_at = time.monotonic()
        figures = heard(sets, lambda some: read(network, some, tokens))
        say(f"epoch {epoch + 1}: {json.dumps(figures)}")
        state |= {"epoch": epoch + 1, "step": 0}
        if rounded:
            save(work / f"epoch-{epoch + 1}.pt")
        keep()


Weights = dict[str, dict[str, torch.Tensor]]


def ends(work: Path) -> list[Weights]:
    """The weights at the end of each epoch that was learnt with rounding, and the mean of them:
    what the last steps swing about (Izmailov et al. 2018)."""
    known = [torch.load(one, weights_only=True) for one in sorted(work.glob("epoch-*.pt"))]
    mean = {
        part: {
            name: torch.stack([one[part][name] for one in known]).mean(dim=0)
            for name in known[0][part]
        }
        for part in known[0]
    }
    return [*known, mean]


def network_of(saved: Weights, read_: packed.Packed, kept: list[int]) -> Network:
    """In fp32, its products rounded as they are shipped."""
    network = Network(encoder(read_, kept))
    Half(network.encoder, on=False).load(saved["encoder"])
    _heads(network, saved["heads"])
    rounding(network.encoder)
    return network


def best(readers: Sequence[Reader], sets: Sets) -> int:
    """The place of the one that reads the development scenarios, and some tweets, best."""
    found = []
    for number, reader in enumerate(readers, 1):
        figures = heard(sets, partial(read_as_shipped, reader))
        found.append(merit(figures))
        say(f"choice {number} of {len(readers)}: {json.dumps(figures)}")
    return int(np.argmax(found))


def heard(sets: Sets, reading: Callable[[Sequence[Example]], Read]) -> dict[str, float]:
    """How well the scenarios that choose are read, and some of the held tweets."""
    some = sets.tweets_held[::4]
    return report(reading(sets.dev), sets.dev) | {
        "tweets": report(reading(some), some)["sentiment"]
    }


def _heads(network: Network, state: dict[str, Any]) -> None:
    network.load_state_dict(state, strict=False)


def merit(figures: dict[str, float]) -> float:
    """One number to choose an epoch by."""
    heads = ("sentiment", "intents", "flags", "entities", "tweets")
    return sum(figures.get(name, 0.0) for name in heads) / len(heads)


def rate(gone: float) -> float:
    """The share of the full rate after a share of all learning: up in a line, down in half a
    cosine."""
    if gone < WARM_UP:
        return (gone + 1e-4) / (WARM_UP + 1e-4)
    return 0.5 * (1 + math.cos(math.pi * (gone - WARM_UP) / (1 - WARM_UP)))


def groups(network: Network, half: Half) -> list[dict[str, Any]]:
    """What learns how fast: the lower a layer, the less it should forget."""
    count = len(network.encoder.encoder.layer)
    layers: list[list[torch.nn.Parameter]] = [[] for _ in range(count)]
    for name, one in zip(half.names, half.parameters, strict=True):
        layers[int(name.split(".")[2])].append(one)
    found: list[dict[str, Any]] = [
        {"params": layer, "lr": ENCODER_RATE * 0.9 ** (count - 1 - number)}
        for number, layer in enumerate(layers)
    ]
    own = network.named_parameters()
    heads = [one for name, one in own if not name.startswith("encoder.")]
    found.append({"params": heads, "lr": HEAD_RATE})
    return found


def say(line: str) -> None:
    """A line for whoever watches."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
