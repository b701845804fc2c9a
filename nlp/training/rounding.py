"""Learning with the rounding of the shipped graph, so that it costs nothing later.

The reader multiplies in 8 bits (`nlp.models.reader_graph`). A network that never met that rounding
loses a few points of F1 to it, most of them where tokens are tagged; one that meets it while it
learns hardly any (Jacob et al. 2018). Slopes pass through a rounding as if it were not there
(Bengio et al. 2013).
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from nlp.models.reader_graph import LEVELS

STEPS = 255  # between the least and the greatest activation of a text


class _Rounded(torch.autograd.Function):
    """Whole steps of a scale; the slope passes unchanged."""

    @staticmethod
    def forward(_: Any, x: Tensor, scale: Tensor) -> Tensor:
        return (x * scale.reciprocal()).round_().mul_(scale)

    @staticmethod
    def backward(_: Any, *slopes: Tensor) -> tuple[Tensor, None]:
        return slopes[0], None


def rounded_weight(weight: Tensor) -> Tensor:
    """`[outputs, inputs]`, each output in whole steps of its own scale: as `quantised` has it."""
    scale = weight.detach().abs().amax(dim=1, keepdim=True) / LEVELS
    found: Tensor = _Rounded.apply(weight, scale.clamp(min=1e-12))  # type: ignore[no-untyped-call]
    return found


def rounded_text(x: Tensor) -> Tensor:
    """Activations `[texts, tokens, inputs]`, each text in steps of its own range.

    Padding is taken for text here, as batches are of texts of like length.
    """
    least, greatest = torch.aminmax(x.detach().flatten(1), dim=1)
    scale = (greatest.clamp(min=0) - least.clamp(max=0)) / STEPS
    steps = scale.clamp(min=1e-12)[:, None, None]
    found: Tensor = _Rounded.apply(x, steps)  # type: ignore[no-untyped-call]
    return found


class RoundedLinear(nn.Linear):
    """A linear layer whose weights, not its bias, are rounded. Shares them with the one given."""

    def __init__(self, given: nn.Linear) -> None:
        super().__init__(given.in_features, given.out_features, device="meta")
        self.weight, self.bias = given.weight, given.bias

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, rounded_weight(self.weight), self.bias)


def rounding(encoder: BertModel) -> None:
    """From now on the encoder's products are rounded. The names of its weights stay."""
    layer: Any  # torch does not tell the types of a module's parts
    for layer in encoder.encoder.layer:
        attention = layer.attention
        for holder, name in (
            *((attention.self, name) for name in ("query", "key", "value")),
            *((one, "dense") for one in (attention.output, layer.intermediate, layer.output)),
        ):
            setattr(holder, name, RoundedLinear(getattr(holder, name)))
        # The three products of attention share what they read: rounded once.
        attention.self.register_forward_pre_hook(_first_rounded)
        for one in (attention.output, layer.intermediate, layer.output):
            one.dense.register_forward_pre_hook(_first_rounded)


def _first_rounded(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (rounded_text(given[0]), *given[1:])
