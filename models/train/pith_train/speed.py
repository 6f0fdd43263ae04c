"""Tokens a second of a model on one thread, beside an XLM-RoBERTa-large of random weights: `python -m pith_train.speed MODEL.onnx`.

Both are written by the same code in the same 8 bits and run in the same onnxruntime, on one window of 512 tokens, turn by turn.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from .graph import build
from .model import Encoder, Shape

LENGTH = 512
TURNS = 8
# The vocabulary is gathered from, not multiplied with: a small one changes nothing but the size of the file.
LARGE = Shape(vocabulary=1000, feature_sizes=(2,), layers=24, width=1024, heads=16, inner=4096, feature_width=8, feature_inner=8)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.onnx"
        onnx.save(build(Encoder(LARGE).eval(), list(range(LARGE.vocabulary)), "large"), path)
        sessions = {name: open_session(Path(name)) for name in sys.argv[1:]}
        sessions["XLM-RoBERTa-large"] = open_session(path)
        best = {name: 0.0 for name in sessions}
        for _ in range(TURNS):
            for name, (session, inputs) in sessions.items():
                start = time.process_time()
                session.run(None, inputs)
                best[name] = max(best[name], LENGTH / (time.process_time() - start))
    for name, rate in best.items():
        print(f"{name}: {rate:.0f} tokens/s, {rate / best['XLM-RoBERTa-large']:.1f}x")


def open_session(path: Path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    count = session.get_inputs()[1].shape[2]
    random = np.random.default_rng(1)
    ids = random.integers(4, 900, (1, LENGTH), dtype=np.int32)
    return session, {"ids": ids, "features": random.integers(0, 2, (1, LENGTH, count), dtype=np.int32)}


if __name__ == "__main__":
    main()
