"""Fits what similarities make of the logits of the linear model, into a manifest: `python -m pith_train.weigh --rows FILE --out DIR`."""

import argparse
import json
from pathlib import Path

import numpy as np

TURNS = 30
ENOUGH = 1e-7
# Keeps the system solvable where an input never changes.
RIDGE = 1e-3
DIGITS = 4


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=Path, required=True, help="32-bit floats: the inputs of a sentence, then whether it holds the answer")
    parser.add_argument("--inputs", type=int, required=True)
    parser.add_argument("--version", type=int, required=True, help="of what is told of sentences")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = np.fromfile(options.rows, dtype=np.float32).reshape(-1, options.inputs + 1).astype(np.float64)
    bias, *weights = fit(rows[:, :-1], rows[:, -1]).round(DIGITS).tolist()
    path = options.out / "manifest.json"
    facts = json.loads(path.read_text())
    facts["similarityVersion"] = options.version
    facts["similarity"] = {"bias": bias, "weights": weights}
    path.write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts["similarity"]))


def fit(inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method: the bias, then a weight for each input."""
    values = np.hstack([np.ones((len(inputs), 1)), inputs])
    weights = np.zeros(values.shape[1])
    for _ in range(TURNS):
        chances = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (chances - labels) + RIDGE * weights
        curve = (values * (chances * (1 - chances))[:, None]).T @ values + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < ENOUGH:
            break
    return weights


if __name__ == "__main__":
    main()
