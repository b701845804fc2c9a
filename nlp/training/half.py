"""An encoder that computes in bfloat16 while it learns in fp32.

Steps of learning are far smaller than bfloat16 can tell apart, so fp32 copies of the weights take
them (Micikevicius et al. 2018), and the encoder is given their rounding. On processors with matrix
units for bfloat16 a step takes a third of the time; autocast, which rounds at every use, does not
get there.
"""

import time

import torch
from torch import nn


class Half:
    """`parameters` are the fp32 copies to optimise; call `gather` after backward, `spread` after a
    step. With `on` False both do nothing and the encoder's own weights are optimised.
    """

    def __init__(self, encoder: nn.Module, *, on: bool) -> None:
        self.on = on
        self.names = [name for name, one in encoder.named_parameters() if one.requires_grad]
        self._own = [one for one in encoder.parameters() if one.requires_grad]
        if not on:
            self.parameters = self._own
            return
        self.parameters = [nn.Parameter(one.detach().clone()) for one in self._own]
        encoder.to(torch.bfloat16)

    def gather(self) -> None:
        """Bring the slopes to the copies."""
        if self.on:
            for copy, own in zip(self.parameters, self._own, strict=True):
                copy.grad = None if own.grad is None else own.grad.float()
                own.grad = None

    def spread(self) -> None:
        """Bring the copies' weights to the encoder."""
        if self.on:
            with torch.no_grad():
                for copy, own in zip(self.parameters, self._own, strict=True):
                    own.copy_(copy)

    def state(self) -> dict[str, torch.Tensor]:
        """The weights in fp32, by the encoder's names."""
        return {
            name: one.detach().clone()
            for name, one in zip(self.names, self.parameters, strict=True)
        }

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Go on from weights in fp32."""
        with torch.no_grad():
            for name, one in zip(self.names, self.parameters, strict=True):
                one.copy_(state[name])
        self.spread()


def bfloat16_pays() -> bool:
    """Whether this processor multiplies bfloat16 faster than fp32 (some need ten times as long)."""
    spent = {}
    for kind in (torch.float32, torch.bfloat16):
        left, right = torch.randn(1024, 384, dtype=kind), torch.randn(384, 1536, dtype=kind)
        left @ right
        begin = time.perf_counter()
        for _ in range(5):
            left @ right
        spent[kind] = time.perf_counter() - begin
    return spent[torch.bfloat16] < 0.7 * spent[torch.float32]
