"""Reads the sentences that the TypeScript side wrote, and packs those of like length together."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

# Few lengths, so that the kernels that are made for each are made once.
STEP = 16


@dataclass
class Sentences:
    """Texts as word pieces, marks included."""

    facts: dict
    ids: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray

    @staticmethod
    def load(folder: Path) -> "Sentences":
        facts = json.loads((folder / "facts.json").read_text())
        lengths = np.array(facts.pop("lengths"), dtype=np.int64)
        ids = np.fromfile(folder / "ids.bin", dtype=np.uint16)
        return Sentences(facts, ids, lengths.cumsum() - lengths, lengths)

    def batches(self, tokens: int) -> list[np.ndarray]:
        """All texts, the shortest first, so many tokens at once."""
        found, open_ = [], []
        for text in np.argsort(self.lengths, kind="stable"):
            if open_ and (len(open_) + 1) * rounded(self.lengths[text]) > tokens:
                found.append(np.array(open_))
                open_ = []
            open_.append(text)
        return [*found, np.array(open_)]

    def pack(self, texts: np.ndarray) -> torch.Tensor:
        """Pieces [B, S], 0 behind the last of a text."""
        ids = np.zeros((len(texts), rounded(self.lengths[texts].max())), dtype=np.int64)
        for row, text in enumerate(texts):
            ids[row, : self.lengths[text]] = self.ids[self.starts[text] : self.starts[text] + self.lengths[text]]
        return torch.from_numpy(ids)


def rounded(length: int) -> int:
    return -(-int(length) // STEP) * STEP
