"""Writes a trained model as int8 ONNX: `python -m pith_train.export structured --arrays DIR --run DIR --out DIR`."""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .graph import build
from .model import Encoder, Shape
from .recipe import RECIPES
from .vocabulary import all_pieces, kept_pieces
from .windows import SCORED, Windows

COMPARED = 40
UNITS = {"structured": "field", "natural": "sentence"}
# A model with a family left out, or of another size, is written elsewhere than beside these weights.
LINEAR = Path(__file__).parents[2] / "compact-linear" / "model.bin"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("family", choices=list(RECIPES))
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, help="of what the encoder adds to the linear model, 0 to 1; the recipe's where it is not given")
    options = parser.parse_args()
    torch.set_num_threads(1)
    data = Windows.load(options.arrays)
    model = load(options.run / "last.pt", data)
    share = RECIPES[options.family].share if options.share is None else options.share
    model.take_share(share)
    kept = kept_pieces(data.columns["ids"])
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(model, kept, f"compact-{options.family}"), options.out / "model.onnx")
    write_vocabulary(kept, options.out)
    facts = describe(options.family, data, model, kept, options.out, options.run)
    facts["share"] = share
    facts["int8"] = compare(model, data, kept, options.out / "model.onnx")
    (options.out / "manifest.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts["int8"]))


def load(path: Path, data: Windows) -> Encoder:
    weights = torch.load(path, weights_only=True)
    layers = 1 + max((int(name.split(".")[1]) for name in weights if name.startswith("layers.")), default=-1)
    model = Encoder(Shape(vocabulary=len(weights["words.weight"]), feature_sizes=data.feature_sizes, layers=layers, prior=data.prior))
    model.load_state_dict(weights)
    return model.eval()


def describe(family: str, data: Windows, model: Encoder, kept: list[int], out: Path, run: Path) -> dict:
    """What a model folder says of itself. Only trained parameters and the kept rows of the word table are counted."""
    dropped = (model.shape.vocabulary - len(kept)) * model.shape.width
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    checks = [line for line in log if "dev" in line]
    return {
        **describe_files(f"compact-{family}", out),
        "features": data.facts["featuresVersion"],
        "window": data.facts["window"],
        "unit": UNITS[family],
        "parameters": sum(parameter.numel() for parameter in model.parameters()) - dropped,
        "layers": model.shape.layers,
        "width": model.shape.width,
        "pieces": len(kept),
        "labels": "reuse, reference, evidence, surprisal",
        "licence": "Apache-2.0",
        "startedFrom": "all-MiniLM-L6-v2 (Apache-2.0)",
        "samplesSha256": data.facts["samplesSha256"],
        "training": {name: checks[-1][name] for name in ("step", "tokens", "seconds", "dev", "precision")},
        "linearAlone": {name: checks[0][name] for name in ("dev", "precision")},
    }


def write_vocabulary(kept: list[int], out: Path) -> None:
    """The pieces that a model keeps, one a line, by their numbers."""
    pieces = all_pieces()
    (out / "vocab.txt").write_text("".join(f"{pieces[i]}\n" for i in kept), encoding="utf-8")


def describe_files(name: str, out: Path) -> dict:
    """What any manifest begins with: the files of the folder, and the linear model below."""
    return {
        "format": 1,
        "name": name,
        "file": "model.onnx",
        "sha256": hash_of(out / "model.onnx"),
        "bytes": (out / "model.onnx").stat().st_size,
        "vocabulary": "vocab.txt",
        "vocabularySha256": hash_of(out / "vocab.txt"),
        "linear": linear_id(LINEAR),
    }


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def numbers_of(kept: list[int]) -> np.ndarray:
    """For each piece of the whole vocabulary its number in the kept one; those left out are unknown."""
    pieces = all_pieces()
    number = np.full(len(pieces), kept.index(pieces.index("[UNK]")), dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    return number


def compare(model: Encoder, data: Windows, kept: list[int], path: Path) -> dict:
    """How far the scores of the graph are from those of the model that it was made of, on windows drawn at random."""
    session, number = open_graph(path), numbers_of(kept)
    apart = []
    for window in np.random.default_rng(5).choice(len(data.lengths), COMPARED, replace=False):
        read = data.read(window)
        if not np.isin(read["ids"], kept).all():
            continue
        features = read["features"].astype(np.int32)[None]
        small, keys = np.split(features, [len(model.offsets)], axis=2)
        known = np.where(keys > 0, number[keys], 0)
        (logits,) = session.run(None, {"ids": number[read["ids"]][None], "features": np.concatenate([small, known], axis=2)})
        with torch.no_grad():
            exact = torch.sigmoid(model(torch.from_numpy(read["ids"].astype(np.int64))[None], torch.from_numpy(features).long()))
        scored = (read["labels"] & SCORED) > 0
        apart.append(np.abs(1 / (1 + np.exp(-logits[0])) - exact.numpy()[0])[scored])
    found = np.concatenate(apart)
    return {"meanDifference": round(float(found.mean()), 5), "p99Difference": round(float(np.quantile(found, 0.99)), 5)}


def linear_id(path: Path) -> str:
    """The name that `@x/classifier` gives to linear weights: their format (the first byte), and FNV-1a of their bytes."""
    weights, value = path.read_bytes(), 0x811C9DC5
    for byte in weights:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"linear-{weights[0]}-{value:08x}"


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
