"""Writes a distilled sentence encoder as int8 ONNX: `python -m pith_train.export_sentences --arrays DIR --run DIR --out DIR`."""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from .export import describe_files, numbers_of, open_graph, write_vocabulary
from .graph import build_sentences
from .sentence_model import SentenceEncoder, sentence_encoder
from .sentences import Sentences
from .vocabulary import kept_pieces

NAME = "compact-asked"
COMPARED = 400


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    data = Sentences.load(options.arrays)
    model = load(options.run / "tuned.pt", data.facts["window"])
    kept = kept_pieces(data.ids)
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build_sentences(model, kept, NAME), options.out / "model.onnx")
    write_vocabulary(kept, options.out)
    facts = describe(data, model, kept, options.out, options.run)
    facts["int8"] = compare(model, data, kept, options.out / "model.onnx")
    (options.out / "manifest.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts["int8"]))


def load(path: Path, window: int) -> SentenceEncoder:
    weights = torch.load(path, weights_only=True)
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    model = sentence_encoder(window, layers)
    model.load_state_dict(weights)
    return model.eval()


def describe(data: Sentences, model: SentenceEncoder, kept: list[int], out: Path, run: Path) -> dict:
    """What a model folder says of itself; what similarities make of logits is added once that is fitted."""
    dropped = (model.shape.vocabulary - len(kept)) * model.shape.width
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    distilled, tuned = ([line for line in log if name in line] for name in ("cosine", "tuned"))
    return {
        **describe_files(NAME, out),
        "window": data.facts["window"],
        "parameters": sum(parameter.numel() for parameter in model.parameters()) - dropped,
        "layers": model.shape.layers,
        "width": model.shape.width,
        "pieces": len(kept),
        "licence": "Apache-2.0",
        "startedFrom": "all-MiniLM-L6-v2 (Apache-2.0)",
        "samplesSha256": data.facts["samplesSha256"],
        "distilled": {name: distilled[-1][name] for name in ("step", "seconds", "cosine", "pairs")},
        "cutOff": {name: distilled[0][name] for name in ("cosine", "pairs")},
        "tuned": {name: tuned[-1][name] for name in ("tuned", "seconds", "loss")},
    }


@torch.no_grad()
def compare(model: SentenceEncoder, data: Sentences, kept: list[int], path: Path) -> dict:
    """How far the products of texts are from those of the model that the graph was made of, on texts drawn at random."""
    session, number = open_graph(path), numbers_of(kept)
    ids = data.pack(np.sort(np.random.default_rng(5).choice(len(data.lengths), COMPARED, replace=False)))
    exact = model(ids).numpy()
    (found,) = session.run(None, {"ids": number[ids.numpy()]})
    apart = np.abs(found @ found.T - exact @ exact.T)
    return {"meanDifference": round(float(apart.mean()), 5), "p99Difference": round(float(np.quantile(apart, 0.99)), 5)}


if __name__ == "__main__":
    main()
