"""The word pieces that a model keeps: those that its train texts use, the marks, and every single letter of its scripts."""

import re

import numpy as np

from .minilm import minilm_folder

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
LETTER = re.compile("(##)?[\u0021-\u007e\u00a1-\u024f\u2010-\u2044\u20ac]")
FEWEST = 3


def all_pieces() -> list[str]:
    """The vocabulary of the weights that training starts from."""
    return (minilm_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()


def kept_pieces(ids: np.ndarray) -> list[int]:
    """Numbers of the pieces that occur three times or more among `ids`, with marks and letters, in their order."""
    pieces = all_pieces()
    counts = np.bincount(ids, minlength=len(pieces))
    return [i for i, piece in enumerate(pieces) if counts[i] >= FEWEST or piece in MARKS or LETTER.fullmatch(piece)]
