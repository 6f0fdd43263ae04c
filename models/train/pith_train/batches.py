"""Draws windows by what they teach, changes them at random, and packs them into batches of like length."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from .recipe import Recipe
from .windows import FRESH, KEPT, KEY, NEEDED, QUERY, QUERY_FEATURES, SCORED, SEEN_FEATURES, UNIT_NEEDED, Windows

RATES = {0.2: (0.1, 0.3), 0.4: (0.3, 0.55), 0.7: (0.55, 0.85)}
NEW, SEEN, SEEN_UNKNOWN = 3, 4, 2
REUSE, REFERENCE, EVIDENCE = 1, 2, 3
STEP = 32
KNOWN_FORM, ANY_FORM = 1, 2


@dataclass
class Batch:
    ids: torch.Tensor
    features: torch.Tensor
    mask: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor


@dataclass
class Drawer:
    """Changes windows at random so that a model cannot lean on one thing: names, the query, what was seen."""

    recipe: Recipe
    columns: dict[str, int]
    unknown: int
    piece_columns: int
    random: np.random.Generator

    def draw(self, window: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        base = self.random.choice(list(RATES))
        rate = self.random.uniform(*RATES[base])
        made = {**window, "kept": (window["labels"] & KEPT[base]) > 0}
        segments = made["features"][:, self.columns["segment"]]
        if self.random.random() < self.recipe.drop_query:
            made = self.without_query(made, segments)
            segments = made["features"][:, self.columns["segment"]]
        features = made["features"]
        if self.random.random() < self.recipe.drop_seen:
            seen = features[:, self.columns["seen"]]
            seen[(seen == NEW) | (seen == SEEN)] = SEEN_UNKNOWN
            for name in SEEN_FEATURES:
                features[:, self.columns[name]] = 0
        if self.random.random() < self.recipe.drop_names:
            made["ids"][segments == KEY] = self.unknown
            features[:, -self.piece_columns :] = 0
            self.forget_forms(features)
        if self.random.random() < self.recipe.drop_pieces_in:
            made["ids"][(segments > QUERY) & (self.random.random(len(segments)) < self.recipe.drop_pieces)] = self.unknown
        for name, column in self.columns.items():
            if name != "segment" and not name.startswith(("key", "prior")) and self.random.random() < self.recipe.drop_feature:
                features[:, column] = 0
        features[:, self.columns["rate"]] = round(10 * rate)
        return made

    def forget_forms(self, features: np.ndarray) -> None:
        """As if the tool were new to the linear model as well."""
        prior, source, transfer = (features[:, self.columns[name]] for name in ("prior", "priorSource", "priorTransfer"))
        is_known = source == KNOWN_FORM
        prior[is_known] = transfer[is_known]
        source[is_known] = ANY_FORM

    def without_query(self, made: dict[str, np.ndarray], segments: np.ndarray) -> dict[str, np.ndarray]:
        asked = np.flatnonzero(segments == QUERY)
        if len(asked) == 0:
            return made
        keep = np.ones(len(segments), dtype=bool)
        keep[asked[0] : asked[-1] + 2] = False
        made = {name: column[keep] for name, column in made.items()}
        for name in QUERY_FEATURES:
            made["features"][:, self.columns[name]] = 0
        return made

    def plain(self, window: dict[str, np.ndarray], rate: float) -> dict[str, np.ndarray]:
        window["features"][:, self.columns["rate"]] = round(10 * rate)
        return {**window, "kept": np.zeros(len(window["ids"]), dtype=bool)}


def targets_of(window: dict[str, np.ndarray], is_labelled: bool, has_query: bool, recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    """What each token should say, and how much it counts."""
    labels, kinds = window["labels"], window["kinds"]
    scored, needed = (labels & SCORED) > 0, (labels & NEEDED) > 0
    if not is_labelled:
        return np.where(window["kept"], recipe.ranked_alone, 0.0), scored * recipe.weight_alone
    targets = np.where(window["kept"], recipe.ranked, 0.0)
    if has_query and (kinds == EVIDENCE).any():
        targets = np.where((labels & UNIT_NEEDED) > 0, recipe.beside_answer, targets)
    targets = np.where(needed, 1.0, targets)
    weights = np.where((labels & FRESH) > 0, 1.0, np.where(needed, recipe.weight_stale_needed, recipe.weight_stale)) * scored
    return targets, weights


def rounded(length: int) -> int:
    """Few lengths, so that the kernels that are made for each are made once."""
    return -(-length // STEP) * STEP


def pack(windows: list[tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]]) -> Batch:
    longest = rounded(max(len(window["ids"]) for window, *_ in windows))
    count = windows[0][0]["features"].shape[1]
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    features = np.zeros((len(windows), longest, count), dtype=np.int64)
    mask = np.zeros((len(windows), longest), dtype=bool)
    targets = np.zeros((len(windows), longest), dtype=np.float32)
    weights = np.zeros((len(windows), longest), dtype=np.float32)
    for i, (window, target, weight) in enumerate(windows):
        length = len(window["ids"])
        ids[i, :length] = window["ids"]
        features[i, :length] = window["features"]
        mask[i, :length] = True
        targets[i, :length] = target
        weights[i, :length] = weight
    return Batch(*(torch.from_numpy(array) for array in (ids, features, mask, targets, weights)))


def draw_weights(data: Windows, recipe: Recipe, chosen: np.ndarray) -> np.ndarray:
    """How often each chosen window is drawn in a round, by what its labels are."""
    turns = np.zeros(len(chosen))
    samples = data.samples()
    for i, window in enumerate(chosen):
        sample = samples[data.sample_of[window]]
        kinds = data.columns["kinds"][data.starts[window] : data.starts[window] + data.lengths[window]]
        turns[i] = recipe.turns(sample, int(kinds.max(initial=0)))
    return turns


def batches(data: Windows, chosen: np.ndarray, turns: np.ndarray, drawer: Drawer, recipe: Recipe) -> Iterator[Batch]:
    """One round: every window as often as its weight says, in chunks of like length, in random order."""
    whole = np.floor(turns).astype(int) + (drawer.random.random(len(turns)) < turns % 1)
    order = np.repeat(chosen, whole)
    drawer.random.shuffle(order)
    groups: list[list[int]] = []
    for at in range(0, len(order), recipe.chunk):
        chunk = sorted(order[at : at + recipe.chunk], key=lambda window: data.lengths[window])
        found = group_by_tokens(chunk, data.lengths, recipe.batch_tokens)
        drawer.random.shuffle(found)
        groups += found
    samples = data.samples()
    for group in groups:
        made = []
        for window in group:
            sample = samples[data.sample_of[window]]
            drawn = drawer.draw(data.read(window))
            target, weight = targets_of(drawn, sample["needed"] > 0, sample["hasQuery"], recipe)
            made.append((drawn, target, recipe.balance(weight)))
        # Groups that came out short are filled up with windows that count nothing.
        filler = (made[-1][0], made[-1][1], np.zeros_like(made[-1][2]))
        size = max(len(made), recipe.batch_tokens // rounded(max(len(window["ids"]) for window, *_ in made)))
        yield pack(made + [filler] * (size - len(made)))


def group_by_tokens(order: list[int], lengths: np.ndarray, most: int) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for window in order:
        if groups[-1] and (len(groups[-1]) + 1) * rounded(lengths[window]) > most:
            groups.append([])
        groups[-1].append(window)
    return groups
