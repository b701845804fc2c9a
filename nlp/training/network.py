"""The reader as a torch module: one encoder pass, several heads."""

from collections.abc import Sequence
from typing import NamedTuple, get_args

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from nlp.annotations import IntentLabel, SentimentLabel
from nlp.flag import FlagLabel
from nlp.models import bert
from nlp.models.packed import Packed
from nlp.tags import ENTITIES, PROMISES, tags

SENTIMENT: tuple[str, ...] = get_args(SentimentLabel)
INTENTS: tuple[str, ...] = get_args(IntentLabel)
FLAGS: tuple[str, ...] = get_args(FlagLabel)
LABELS = (*SENTIMENT, *INTENTS, *FLAGS)
"""The columns of what is said of a whole message."""
RARE = -2.5  # log odds of a label that one message in thirteen has
ENTITY_TAGS = tags(ENTITIES)
PROMISE_TAGS = tags(PROMISES)


class Said(NamedTuple):
    """Log odds: of the message `[texts, labels]`, of its tokens `[texts, tokens, tags]`.

    `weight` `[texts, tokens, labels]`: how much of each label's odds each token carried.
    """

    message: Tensor
    entities: Tensor
    promises: Tensor
    weight: Tensor


class Network(nn.Module):
    """The encoder; for each label of a message an attention of its own over the tokens (Yang et
    al. 2016), so that one sentence can decide and can be shown; for each token two linear layers.
    """

    def __init__(self, encoder: BertModel, dropout: float = 0.1) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        # Raw hidden states all lie in one narrow cone: heads on them would learn for hours only to
        # tell texts apart. `centred` brings them to one scale; what is shipped has it folded in.
        self.centre: Tensor
        self.spread: Tensor
        self.register_buffer("centre", torch.zeros(hidden))
        self.register_buffer("spread", torch.ones(hidden))
        self.dropout = nn.Dropout(dropout)
        self.query = nn.Linear(hidden, len(LABELS), bias=False)
        self.value = nn.Linear(hidden, len(LABELS), bias=False)
        self.whole = nn.Linear(hidden, len(LABELS))
        self.entities = nn.Linear(hidden, len(ENTITY_TAGS))
        self.promises = nn.Linear(hidden, len(PROMISE_TAGS))
        with torch.no_grad():  # most labels are absent from most messages: do not learn that first
            self.whole.bias[len(SENTIMENT) :] = RARE

    def forward(self, ids: Tensor, mask: Tensor) -> Said:
        """Of token ids `[texts, tokens]`; `mask` is 1 where there is a token."""
        seen = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        seen = self.dropout((seen - self.centre) / self.spread)
        there = mask.unsqueeze(-1)
        attention = self.query(seen).masked_fill(there == 0, -1e4).softmax(dim=1)
        weight = attention * self.value(seen)
        mean = (seen * there).sum(dim=1) / there.sum(dim=1)
        message = weight.sum(dim=1) + self.whole(mean)
        return Said(message, self.entities(seen), self.promises(seen), weight)


def centred(network: Network, texts: Sequence[Sequence[int]]) -> None:
    """Set the centre and spread of each hidden dimension from the token ids of some texts."""
    network.eval()
    seen = []
    with torch.no_grad():
        for ids in texts:
            row = torch.tensor([list(ids)])
            found = network.encoder(input_ids=row, attention_mask=torch.ones_like(row))
            seen.append(found.last_hidden_state[0].float())
    tokens = torch.cat(seen)
    network.centre.copy_(tokens.mean(dim=0))
    network.spread.copy_(tokens.std(dim=0))


def encoder(packed: Packed, kept: Sequence[int], dropout: float = 0.1) -> BertModel:
    """multilingual-e5-small with the pieces `kept`, its word embeddings frozen."""
    model = BertModel(  # type: ignore[no-untyped-call]
        BertConfig(
            **(bert.config(packed) | {"vocab_size": len(kept)}),
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
        ),
        add_pooling_layer=False,
    )
    model.set_attn_implementation("eager")  # the fused one is slow in bfloat16
    weights = bert.state(packed, kept)
    model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    for parameter in model.embeddings.parameters():
        parameter.requires_grad = False
    return model
