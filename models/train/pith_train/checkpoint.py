"""Keeps the state of a run, so that a run that was cut off goes on."""

from pathlib import Path

import torch

NAME = "checkpoint.pt"


def save_checkpoint(folder: Path, state: dict) -> None:
    """Replaces the last state as a whole: a run that ends while it writes leaves the one before."""
    path = folder / NAME
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def load_checkpoint(folder: Path) -> dict | None:
    """The last state; None where there is none."""
    path = folder / NAME
    return torch.load(path, weights_only=False) if path.exists() else None
