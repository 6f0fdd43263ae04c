"""Reads the arrays that the TypeScript side wrote, and draws batches of windows from them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SCORED, NEEDED, KEPT_20, KEPT_40, KEPT_70, UNIT_NEEDED, FRESH = (1 << i for i in range(7))
KEPT = {0.2: KEPT_20, 0.4: KEPT_40, 0.7: KEPT_70}
QUERY, KEY = 2, 3
QUERY_FEATURES = ("asked", "wanted", "unitWanted", "unitAsked", "unitRank", "rowAsked", "rowRank", "nearAsked", "keyAsked")
SEEN_FEATURES = ("unitSeen", "rowSeen")
# Columns of this size hold numbers of word pieces.
PIECES = 0x10000


@dataclass
class Windows:
    """All windows of a family, memory-mapped."""

    facts: dict
    columns: dict[str, np.ndarray]
    starts: np.ndarray
    lengths: np.ndarray
    sample_of: np.ndarray

    @staticmethod
    def load(folder: Path) -> "Windows":
        facts = json.loads((folder / "facts.json").read_text())
        lengths = np.array(facts.pop("lengths"), dtype=np.int64)
        count = len(facts["features"])
        total = int(lengths.sum())
        kinds = {"ids": np.uint16, "features": np.uint16, "labels": np.uint8, "kinds": np.uint8, "units": np.uint16}
        columns = {
            name: np.memmap(folder / f"{name}.bin", dtype=kind, mode="r", shape=(total, count) if name == "features" else (total,))
            for name, kind in kinds.items()
        }
        starts = lengths.cumsum() - lengths
        return Windows(facts, columns, starts, lengths, np.array(facts.pop("sampleOf"), dtype=np.int64))

    @property
    def feature_names(self) -> list[str]:
        return [feature["name"] for feature in self.facts["features"]]

    @property
    def feature_sizes(self) -> tuple[int, ...]:
        """Sizes of the features that have tables of their own; the columns of word pieces stand behind them."""
        return tuple(feature["size"] for feature in self.facts["features"] if feature["size"] < PIECES)

    @property
    def prior(self) -> int:
        return self.feature_names.index("prior")

    @property
    def piece_columns(self) -> int:
        return len(self.facts["features"]) - len(self.feature_sizes)

    def samples(self) -> list[dict]:
        return self.facts["samples"]

    def is_dev(self, hold_out: int) -> np.ndarray:
        """By window, whether its document is among those of the train split that are only looked at, one in `hold_out`."""
        held = np.array([int(hashlib.sha256(s["docId"].encode()).hexdigest()[8:16], 16) % hold_out == 0 for s in self.samples()])
        return held[self.sample_of]

    def read(self, window: int) -> dict[str, np.ndarray]:
        at = slice(self.starts[window], self.starts[window] + self.lengths[window])
        return {name: np.array(column[at]) for name, column in self.columns.items()}
