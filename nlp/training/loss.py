"""What a wrong reading costs: one sum over all heads, each counted where it was labelled."""

import torch
from torch import Tensor
from torch.nn import functional

from nlp.tags import ENTITIES
from nlp.training.batches import UNSAID, Batch
from nlp.training.network import SENTIMENT, Said

# What a message's heads count beside each other: set so that each adds about as much. A mean over
# labels of which nearly all are absent is small, hence the large numbers.
SENTIMENT_WEIGHT, LABEL_WEIGHT, FLAG_WEIGHT = 2.0, 12.0, 16.0
ENTITY_WEIGHT, PROMISE_WEIGHT = 1.0, 1.0
SMOOTHING = 0.05  # of sentiment: two readers disagree now and then
UNKNOWN = [0] + [
    place
    for label in ("MONEY", "DATE", "PRODUCT")
    for place in (1 + 2 * ENTITIES.index(label), 2 + 2 * ENTITIES.index(label))
]
"""The tags that an unmarked token of a sentence labelled with names only may have."""


def loss(said: Said, batch: Batch, intents: int) -> Tensor:
    """The mean over the messages that were labelled, a head at a time, weighted and summed."""
    total = said.message.sum() * 0.0
    count = len(SENTIMENT)
    judged = ~batch.labels[:, 0].isnan()
    if judged.any():
        wanted = batch.labels[judged, :count].argmax(dim=1)
        total = total + SENTIMENT_WEIGHT * functional.cross_entropy(
            said.message[judged, :count], wanted, label_smoothing=SMOOTHING
        ) * share(judged)
    for begin, end, weight in (
        (count, count + intents, LABEL_WEIGHT),
        (count + intents, batch.labels.shape[1], FLAG_WEIGHT),
    ):
        judged = ~batch.labels[:, begin].isnan()
        if judged.any():
            total = total + weight * functional.binary_cross_entropy_with_logits(
                said.message[judged, begin:end], batch.labels[judged, begin:end]
            ) * share(judged)
    total = total + ENTITY_WEIGHT * _entities(said.entities, batch)
    there = batch.promises != UNSAID
    if there.any():
        total = total + PROMISE_WEIGHT * functional.cross_entropy(
            said.promises[there], batch.promises[there]
        )
    return total


def share(judged: Tensor) -> Tensor:
    """The part of the batch that was labelled: a batch with one such message must not count as
    much as a batch full of them."""
    return judged.float().mean()


def _entities(odds: Tensor, batch: Batch) -> Tensor:
    there = batch.entities != UNSAID
    if not there.any():
        return odds.sum() * 0.0
    log = odds[there].log_softmax(dim=-1)
    wanted = batch.entities[there]
    own = -log.gather(1, wanted.unsqueeze(1)).squeeze(1)
    # Partly labelled: any of the tags that it may have is right (marginal likelihood).
    open_ = (batch.some.unsqueeze(1).expand_as(there)[there]) & (wanted == 0)
    any_ = -torch.logsumexp(log[:, UNKNOWN], dim=1)
    return torch.where(open_, any_, own).mean()
