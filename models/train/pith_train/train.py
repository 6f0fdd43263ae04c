"""Trains one model and keeps a checkpoint: `python -m pith_train.train structured --arrays DIR --out DIR --minutes 35`."""

import argparse
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from .batches import Batch, Drawer, batches, draw_weights, pack, targets_of
from .checkpoint import load_checkpoint, save_checkpoint
from .minilm import start_from_minilm
from .model import Encoder, Shape
from .recipe import RECIPES, Recipe
from .vocabulary import all_pieces
from .windows import Windows

CHECK_EVERY = 150
DEV_WINDOWS = 160
DEV_BATCH = 8
# Parts that do not come from the weights that training starts from.
NEW = ("feature", "keys", "head", "prior")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("family", choices=list(RECIPES))
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=35, help="wall time after which the learning rate has come to 0, where no steps are given")
    parser.add_argument("--steps", type=int, help="steps after which it has, whatever time they take")
    parser.add_argument("--hold-out", type=int, default=16, help="one document in so many is held out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--leave-out", nargs="*", default=[], help="sources to leave out, to measure transfer")
    parser.add_argument("--set", nargs="*", default=[], help="recipe values to change, name=number")
    options = parser.parse_args()
    recipe = replace(RECIPES[options.family], left_out=tuple(options.leave_out), **changes(options.set))
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    train(recipe, Windows.load(options.arrays), options.out, Length(60 * options.minutes, options.steps), options.hold_out)


@dataclass(frozen=True)
class Length:
    """How long a run is: in seconds of wall time, or in steps where they are given, which a busy machine does not make fewer."""

    seconds: float
    steps: int | None

    def share(self, step: int, used: float) -> float:
        """How much of it is over, 0 to 1."""
        return min(1.0, used / self.seconds if self.steps is None else step / self.steps)


def changes(pairs: list[str]) -> dict:
    return {name: type(getattr(RECIPES["natural"], name))(float(value)) for name, value in (pair.split("=") for pair in pairs)}


def train(recipe: Recipe, data: Windows, out: Path, length: Length, hold_out: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    pieces = all_pieces()
    shape = Shape(vocabulary=len(pieces), feature_sizes=data.feature_sizes, layers=recipe.layers, prior=data.prior)
    model = start_from_minilm(shape)
    model.words.weight.requires_grad_(False)
    run = Run(recipe, data, model, pieces.index("[UNK]"), out, length, hold_out)
    run.resume()
    run.go()


class Run:
    """The state of a training run; it goes on from its checkpoint where there is one."""

    def __init__(self, recipe: Recipe, data: Windows, model: Encoder, unknown: int, out: Path, length: Length, hold_out: int):
        self.recipe, self.data, self.model, self.out, self.length = recipe, data, model, out, length
        dev = data.is_dev(hold_out)
        self.chosen, self.held = np.flatnonzero(~dev), np.flatnonzero(dev)
        self.turns = draw_weights(data, recipe, self.chosen)
        columns = {name: i for i, name in enumerate(data.feature_names)}
        self.drawer = Drawer(recipe, columns, unknown, data.piece_columns, np.random.default_rng(recipe.seed))
        rest = [p for name, p in model.named_parameters() if p.requires_grad and name.startswith(NEW)]
        inner = [p for name, p in model.named_parameters() if p.requires_grad and not name.startswith(NEW)]
        groups = [{"params": inner, "lr": recipe.rate_encoder}, {"params": rest, "lr": recipe.rate_rest}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)
        self.rates = [group["lr"] for group in groups]
        self.step, self.round, self.tokens, self.used = 0, 0, 0, 0.0
        self.dev_batches = self.pack_dev()

    def resume(self) -> None:
        saved = load_checkpoint(self.out)
        if saved is None:
            return
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.drawer.random.bit_generator.state = saved["random"]
        torch.set_rng_state(saved["torch"])
        self.step, self.round, self.tokens, self.used = saved["progress"]
        self.log({"resumed": self.step})

    def save(self) -> None:
        saved = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": self.drawer.random.bit_generator.state,
            "torch": torch.get_rng_state(),
            "progress": (self.step, self.round, self.tokens, self.used),
        }
        save_checkpoint(self.out, saved)

    def go(self) -> None:
        if self.step == 0:
            # What the linear model reaches alone.
            self.check(0.0)
        last = time.monotonic()
        while self.share() < 1:
            self.round += 1
            for batch in batches(self.data, self.chosen, self.turns, self.drawer, self.recipe):
                loss = self.learn(batch)
                now = time.monotonic()
                self.used += now - last
                last = now
                if self.step % CHECK_EVERY == 0:
                    self.check(loss)
                    last = time.monotonic()
                if self.share() >= 1:
                    break
        self.check(0.0)
        torch.save(self.model.state_dict(), self.out / "last.pt")

    def share(self) -> float:
        return self.length.share(self.step, self.used)

    def learn(self, batch: Batch) -> float:
        share = self.share()
        factor = min(1.0, (share + 1e-3) / self.recipe.warm_up) * max(0.0, 1 - share)
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate * factor
        self.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.model(batch.ids, batch.features, batch.mask, self.recipe.dropout)
        loss = loss_of(logits.float(), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += int(batch.mask[batch.weights.sum(1) > 0].sum())
        return float(loss.detach())

    def pack_dev(self) -> list[Batch]:
        random = np.random.default_rng(1)
        turns = draw_weights(self.data, replace(self.recipe, left_out=()), self.held)
        held = [window for window, turn in zip(self.held, turns) if turn >= 1]
        drawn = random.permutation(held)[:DEV_WINDOWS] if len(held) > DEV_WINDOWS else held
        ordered = sorted(drawn, key=lambda window: self.data.lengths[window])
        samples = self.data.samples()
        found = []
        for at in range(0, len(ordered), DEV_BATCH):
            made = []
            for window in ordered[at : at + DEV_BATCH]:
                sample = samples[self.data.sample_of[window]]
                plain = self.drawer.plain(self.data.read(window), 0.3)
                target, weight = targets_of(plain, sample["needed"] > 0, sample["hasQuery"], self.recipe)
                made.append((plain, target, self.recipe.balance(weight)))
            found.append(pack(made))
        return found

    @torch.no_grad()
    def check(self, loss: float) -> None:
        self.model.eval()
        total, scores, needed = 0.0, [], []
        for batch in self.dev_batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = self.model(batch.ids, batch.features, batch.mask)
            total += float(loss_of(logits.float(), batch)) / len(self.dev_batches)
            counted = batch.weights > 0
            scores.append(logits.float()[counted].numpy())
            needed.append((batch.targets[counted] == 1).numpy())
        found = average_precision(np.concatenate(scores), np.concatenate(needed))
        self.log({"step": self.step, "round": self.round, "tokens": self.tokens, "seconds": round(self.used), "loss": round(loss, 4), "dev": round(total, 4), "precision": round(found, 4)})
        self.save()

    def log(self, facts: dict) -> None:
        line = json.dumps(facts)
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a") as file:
            file.write(line + "\n")


def loss_of(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    each = functional.binary_cross_entropy_with_logits(logits, batch.targets, reduction="none")
    return (each * batch.weights).sum() / batch.weights.sum().clamp(min=1.0)


def average_precision(scores: np.ndarray, needed: np.ndarray) -> float:
    order = np.argsort(-scores)
    hits = needed[order].cumsum()
    ranks = np.arange(1, len(order) + 1)
    return float((hits / ranks)[needed[order]].mean()) if needed.any() else 0.0


if __name__ == "__main__":
    main()
