"""A sentence encoder: word pieces of a text in, one unit vector out. Texts about the same thing point the same way."""

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from .minilm import copy_layer, copy_norm, minilm_folder
from .model import Layer, Shape

LAYERS_OF_MINILM = 6


class SentenceEncoder(nn.Module):
    """The lower layers of MiniLM, and the mean of what they make of the tokens (Reimers and Gurevych, 2019)."""

    def __init__(self, vocabulary: int, window: int, layers: int):
        super().__init__()
        self.shape = Shape(vocabulary=vocabulary, feature_sizes=(1,), layers=layers)
        self.words = nn.Embedding(vocabulary, self.shape.width)
        self.places = nn.Embedding(window, self.shape.width)
        self.norm = nn.LayerNorm(self.shape.width, eps=1e-12)
        self.layers = nn.ModuleList([Layer(self.shape) for _ in range(layers)])

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [B, S], 0 behind the last token of a text; unit vectors [B, width]."""
        mask = ids > 0
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :], 0.0)
        counted = mask[:, :, None].float()
        mean = (x.float() * counted).sum(1) / counted.sum(1)
        return functional.normalize(mean, dim=1)


def sentence_encoder(window: int, layers: int = LAYERS_OF_MINILM) -> SentenceEncoder:
    """MiniLM itself, or as many of its lower layers."""
    weights = load_file(minilm_folder() / "model.safetensors")
    words = weights["embeddings.word_embeddings.weight"]
    model = SentenceEncoder(len(words), window, layers)
    with torch.no_grad():
        model.words.weight.copy_(words)
        types = weights["embeddings.token_type_embeddings.weight"][0]
        model.places.weight.copy_((weights["embeddings.position_embeddings.weight"] + types)[:window])
        copy_norm(model.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(model.layers):
            copy_layer(layer, weights, f"encoder.layer.{number}")
    return model
