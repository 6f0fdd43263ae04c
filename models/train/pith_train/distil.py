"""
Makes a sentence encoder of fewer layers say what MiniLM says, and keeps a checkpoint: `python -m pith_train.distil --arrays DIR --out DIR`.
No label is used: what it learns is which sentences MiniLM puts beside each other.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from .checkpoint import load_checkpoint, save_checkpoint
from .sentence_model import SentenceEncoder, sentence_encoder
from .sentences import Sentences

SEED = 7
RATE = 2e-4
WARM_UP = 0.05
WEIGHT_DECAY = 0.01
BATCH_TOKENS = 3072
# How much the products between the texts of a batch count beside the texts themselves.
PAIRS = 5.0
HELD_OUT = 40
CHECK_EVERY = 200
LAYERS = 3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layers", type=int, default=LAYERS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)
    options.out.mkdir(parents=True, exist_ok=True)
    data = Sentences.load(options.arrays)
    guard(options.out / "run.json", {"samplesSha256": data.facts["samplesSha256"], "texts": len(data.lengths), "layers": options.layers, "steps": options.steps})
    Run(data, taught(data, options.out), options.layers, options.steps, options.out).go()


def guard(path: Path, run: dict) -> None:
    """A run goes on only from files of its own: the numbers of texts are others after another encoding."""
    if path.exists() and (found := json.loads(path.read_text())) != run:
        raise SystemExit(f"{path.parent} holds a run of {found}, wanted {run}: delete the folder, or move it away.")
    path.write_text(json.dumps(run))


@torch.no_grad()
def taught(data: Sentences, out: Path) -> torch.Tensor:
    """What MiniLM says of each text; kept in the folder of the run."""
    path = out / "taught.npy"
    if not path.exists():
        model = sentence_encoder(data.facts["window"]).eval()
        found = np.zeros((len(data.lengths), model.shape.width), dtype=np.float16)
        for texts in data.batches(BATCH_TOKENS):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found[texts] = model(data.pack(texts)).half().numpy()
        np.save(path, found)
    return load_taught(out)


def load_taught(run: Path) -> torch.Tensor:
    """What MiniLM says of each text, as an earlier step kept it."""
    return torch.from_numpy(np.load(run / "taught.npy"))


class Run:
    """The state of a run; it goes on from its checkpoint where there is one."""

    def __init__(self, data: Sentences, targets: torch.Tensor, layers: int, steps: int, out: Path):
        self.data, self.targets, self.steps, self.out = data, targets, steps, out
        self.random = np.random.default_rng(SEED)
        batches = data.batches(BATCH_TOKENS)
        held = set(self.random.permutation(len(batches))[: len(batches) // HELD_OUT].tolist())
        self.held = [batch for i, batch in enumerate(batches) if i in held]
        self.batches = [batch for i, batch in enumerate(batches) if i not in held]
        self.model: SentenceEncoder = sentence_encoder(data.facts["window"], layers)
        self.model.words.weight.requires_grad_(False)
        inner = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(inner, lr=RATE, weight_decay=WEIGHT_DECAY, fused=True)
        self.step, self.used = 0, 0.0

    def go(self) -> None:
        self.resume()
        if self.step == 0:
            (self.out / "log.jsonl").unlink(missing_ok=True)
            self.check(0.0)
        last = time.monotonic()
        while self.step < self.steps:
            loss = self.learn(self.batches[self.random.integers(len(self.batches))])
            self.step += 1
            if self.step % CHECK_EVERY == 0 or self.step == self.steps:
                self.used += time.monotonic() - last
                self.check(loss)
                last = time.monotonic()
        torch.save(self.model.state_dict(), self.out / "last.pt")

    def learn(self, texts: np.ndarray) -> float:
        share = self.step / self.steps
        for group in self.optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (share + 1e-3) / WARM_UP) * (1 - share)
        self.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = self.model(self.data.pack(texts))
        loss = distance(said, self.targets[texts].float())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    @torch.no_grad()
    def check(self, loss: float) -> None:
        """How far it is from what MiniLM says of texts that are never learned from."""
        self.model.eval()
        alike, apart = [], []
        for texts in self.held:
            said, wanted = self.model(self.data.pack(texts)), self.targets[texts].float()
            alike.append((said * wanted).sum(1))
            apart.append((said @ said.T - wanted @ wanted.T).abs().flatten())
        facts = {"cosine": round(float(torch.cat(alike).mean()), 4), "pairs": round(float(torch.cat(apart).mean()), 4)}
        self.log({"step": self.step, "seconds": round(self.used), "loss": round(loss, 4), **facts})
        saved = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": self.random.bit_generator.state,
            "progress": (self.step, self.used),
        }
        save_checkpoint(self.out, saved)

    def resume(self) -> None:
        saved = load_checkpoint(self.out)
        if saved is None:
            return
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.random.bit_generator.state = saved["random"]
        self.step, self.used = saved["progress"]

    def log(self, facts: dict) -> None:
        line = json.dumps(facts)
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a") as file:
            file.write(line + "\n")


def distance(said: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """How far vectors are from those that are wanted, and their products from the wanted products."""
    alone = (1 - (said * wanted).sum(1)).mean()
    pairs = (said @ said.T - wanted @ wanted.T).square().mean()
    return alone + PAIRS * pairs


if __name__ == "__main__":
    main()
