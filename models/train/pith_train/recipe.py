"""What differs between the two models, and what was chosen by measurement."""

from dataclasses import dataclass, field

import numpy as np

REUSE, REFERENCE, EVIDENCE = 1, 2, 3


@dataclass(frozen=True)
class Recipe:
    """How a model is trained. Shares are chances a window; `ranked*` are targets of what only the ranking keeps."""

    family: str
    layers: int = 2
    seed: int = 7
    rate_encoder: float = 1.8e-4
    rate_rest: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.06
    dropout: float = 0.1
    batch_tokens: int = 4096
    chunk: int = 512
    drop_query: float = 0.0
    drop_seen: float = 0.0
    drop_names: float = 0.4
    drop_pieces_in: float = 0.3
    drop_pieces: float = 0.15
    drop_feature: float = 0.04
    ranked: float = 0.05
    ranked_alone: float = 0.5
    weight_alone: float = 0.2
    weight_stale: float = 0.1
    weight_stale_needed: float = 1.0
    beside_answer: float = 0.6
    full_weight: float = 60.0
    # Of what a trained encoder adds to the linear model, how much is exported: the mean of two models errs less than either.
    share: float = 0.5
    # How often a window is drawn in a round, by its surest label.
    rounds: dict[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def turns(self, sample: dict, kind: int) -> float:
        if sample["source"] in self.left_out:
            return 0.0
        asked = " asked" if sample["hasQuery"] else ""
        if kind == 0:
            return self.rounds["empty" + asked] if sample["needed"] > 0 else self.rounds["none"]
        name = {REUSE: "reuse", REFERENCE: "reference", EVIDENCE: "evidence"}[kind]
        if name == "reuse" and sample["hasSeen"]:
            name, asked = "reuse in conversation", ""
        return self.rounds.get(f"{name} of {sample['source']}{asked}", self.rounds[name + asked])

    def balance(self, weight: np.ndarray) -> np.ndarray:
        """A window of many words counts no more than one of `full_weight`."""
        return weight * min(1.0, self.full_weight / max(1e-6, float(weight.sum())))


MEASURED = ("tau", "tau2", "sgd", "webshop")
FEW = ("api-bank", "bfcl", "cassettes", "hotpot", "sqlite", "swe", "toolbench", "webvoyager", "wtq-rows")

RECIPES = {
    "structured": Recipe(
        family="structured",
        rounds={
            "reuse in conversation": 0.05,
            **{f"reuse in conversation of {source}": 1.0 for source in FEW},
            **{f"reuse in conversation of {source}": 4.0 for source in MEASURED},
            "reuse in conversation of wiki": 0.15,
            "reuse": 0.4,
            "reuse asked": 0.4,
            "reference": 0.2,
            "reference asked": 0.2,
            "evidence": 0.25,
            "evidence asked": 0.4,
            "empty": 0.15,
            "empty asked": 0.15,
            "none": 0.15,
        },
    ),
    "natural": Recipe(
        family="natural",
        batch_tokens=2048,
        drop_seen=0.3,
        drop_names=0.0,
        weight_stale=1.0,
        rounds={
            "reuse in conversation": 0.2,
            "reuse in conversation of webshop": 1.0,
            "reuse in conversation of wiki": 0.1,
            "reuse": 0.2,
            "reuse asked": 0.3,
            "reference": 0.15,
            "reference of qmsum": 0.4,
            "reference of mtrag": 0.7,
            "reference of clapnq": 2.0,
            "reference asked": 0.7,
            "reference of clapnq asked": 3.0,
            "reference of qmsum asked": 0.7,
            "evidence": 0.35,
            **{f"evidence of {source}": 1.5 for source in ("xquad", "qed", "nq")},
            "evidence asked": 1.0,
            **{f"evidence of {source} asked": 2.0 for source in ("xquad", "qed", "nq", "clapnq")},
            "evidence of autoweb asked": 0.3,
            "evidence of qmsum asked": 0.7,
            "empty": 0.03,
            "empty asked": 0.3,
            "none": 0.08,
        },
    ),
}
