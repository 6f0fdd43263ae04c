"""The encoder: word pieces and small-integer features in, one logit a token out."""

import json
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional

MAX_WINDOW = 512
NO_PRIOR = -4.0


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder."""

    vocabulary: int
    feature_sizes: tuple[int, ...]
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    feature_width: int = 128
    feature_inner: int = 256
    key_pieces: int = 3
    # Column of the feature that is the logit which the encoder adds to.
    prior: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> "Shape":
        values = json.loads(text)
        return Shape(**{**values, "feature_sizes": tuple(values["feature_sizes"])})


def prior_logits(size: int) -> torch.Tensor:
    """The logits that the steps of the prior stand for (`priorLevel` of `@x/classifier`); the first is for none."""
    logits = (torch.arange(size) - 1) / 4 - 8
    logits[0] = NO_PRIOR
    return logits


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT's are."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.rise = nn.Linear(shape.width, shape.inner)
        self.fall = nn.Linear(shape.inner, shape.width)
        self.inner_norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None, dropout: float) -> torch.Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        read = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        read = self.out(read.transpose(1, 2).reshape(batch, length, width))
        x = self.attention_norm(x + functional.dropout(read, dropout, self.training))
        made = self.fall(functional.gelu(self.rise(x)))
        return self.inner_norm(x + functional.dropout(made, dropout, self.training))


class Encoder(nn.Module):
    """A small BERT whose input also carries features; a head of two inputs, the last layer and the features."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(MAX_WINDOW, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        offsets = torch.tensor(shape.feature_sizes).cumsum(0) - torch.tensor(shape.feature_sizes)
        self.register_buffer("offsets", offsets, persistent=False)
        self.features = nn.EmbeddingBag(sum(shape.feature_sizes), shape.feature_width, mode="sum")
        nn.init.normal_(self.features.weight, std=0.1)
        self.order_logits()
        self.keys = nn.Linear(shape.width, shape.feature_width, bias=False)
        self.feature_inner = nn.Linear(shape.feature_width, shape.feature_inner)
        self.feature_out = nn.Linear(shape.feature_inner, shape.width)
        nn.init.normal_(self.feature_out.weight, std=0.02)
        self.layers = nn.ModuleList([Layer(shape) for _ in range(shape.layers)])
        # Starts at what the linear model says: a head of noughts, and the logits of the steps.
        self.head = nn.Linear(shape.width + shape.feature_inner, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.prior = nn.Embedding(shape.feature_sizes[shape.prior], 1)
        with torch.no_grad():
            self.prior.weight.copy_(prior_logits(shape.feature_sizes[shape.prior])[:, None])

    def order_logits(self) -> None:
        """Steps of logits start along one direction each, so that neighbours are alike before any is seen."""
        with torch.no_grad():
            for offset, size in zip(self.offsets.tolist(), self.shape.feature_sizes):
                if size == self.shape.feature_sizes[self.shape.prior]:
                    steps = prior_logits(size)[:, None] / 4
                    self.features.weight[offset : offset + size] = steps * torch.randn(1, self.shape.feature_width) * 0.1

    @torch.no_grad()
    def take_share(self, share: float) -> None:
        """Leaves a share of what this model adds to the linear one; 0 is the linear model, in steps of its logits."""
        self.head.weight.mul_(share)
        self.head.bias.mul_(share)
        start = prior_logits(len(self.prior.weight))[:, None]
        self.prior.weight.copy_(start + share * (self.prior.weight - start))

    def forward(self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor | None = None, dropout: float = 0.0) -> torch.Tensor:
        """
        ids [B, S], features [B, S, F + K] (the last K are pieces of the key), mask [B, S] (true where there is a token);
        logits [B, S].
        """
        batch, length, _ = features.shape
        count = len(self.offsets)
        x = self.words(ids) + self.places.weight[:length]
        known = self.features((features[:, :, :count] + self.offsets).view(batch * length, count))
        pieces = features[:, :, count:].reshape(batch * length, -1)
        keys = functional.embedding_bag(pieces, self.words.weight, mode="mean", padding_idx=0)
        known = (known + self.keys(keys)).view(batch, length, -1)
        known = functional.gelu(self.feature_inner(functional.gelu(known)))
        x = self.norm(x) + self.feature_out(known)
        attends = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attends, dropout)
        return (self.head(torch.cat([x, known], dim=-1)) + self.prior(features[:, :, self.shape.prior])).squeeze(-1)
