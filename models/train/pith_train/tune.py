"""
Teaches a distilled sentence encoder which sentences answer a question: `python -m pith_train.tune --arrays DIR --run DIR`. What it
says stays near what MiniLM says; cases of documents that are held out are not looked at.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from .distil import load_taught
from .export_sentences import load
from .sentences import Sentences

SEED = 7
RATE = 2e-4
RATE_OF_SCALES = 0.01
WARM_UP = 0.07
WEIGHT_DECAY = 0.01
# Cases of a step: questions with an answer, and questions of which a reference says what it takes.
ANSWERS = 6
REFERENCES = 3
# Sentences that are looked at beside the answer, drawn from the likeliest others; of a reference the best and others.
BESIDE = 7
LIKELY = 14
BEST = 4
SENTENCES = 10
# How much references count beside answers, and that texts stay near what MiniLM says.
OF_REFERENCES = 1.0
NEAR = 1.0
# What a similarity is worth against a logit of the linear model, at first.
SCALE = 10.0
SHARE = 0.7
REPORT_EVERY = 100


@dataclass
class Case:
    question: int
    sentences: np.ndarray
    logits: np.ndarray
    worth: np.ndarray
    # Places of the sentences, the likeliest first, those that answer left out.
    likely: np.ndarray


# A case, and the places of the sentences that are looked at.
Drawn = tuple[Case, np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)
    data = Sentences.load(options.arrays)
    taught = load_taught(options.run)
    cases = json.loads((options.arrays / "cases.json").read_text())
    barred = barred_of(cases)
    learned = {kind: read(cases, kind, taught, barred) for kind in ("answer", "reference")}
    model = load(options.run / "last.pt", data.facts["window"])
    model.words.weight.requires_grad_(False)
    tune(model, data, taught, learned, options.steps, options.run)
    torch.save(model.state_dict(), options.run / "tuned.pt")


def barred_of(cases: list[dict]) -> np.ndarray:
    """
    The sentences of the passages that answer what is held out. They stand around the passages of other documents too, where
    an encoder would learn that they answer nothing.
    """
    found = set()
    for case in cases:
        if not case["heldOut"]:
            continue
        answering = {line for line, worth in zip(case["lines"], case["worth"]) if worth > 0}
        found.update(text for text, line in zip(case["sentences"], case["lines"]) if line in answering)
    return np.array(sorted(found))


def read(cases: list[dict], kind: str, taught: torch.Tensor, barred: np.ndarray) -> list[Case]:
    """The cases of a kind that are not held out and have something to tell apart, without sentences that are barred."""
    found = []
    for case in cases:
        if case["kind"] != kind or case["heldOut"]:
            continue
        free = ~np.isin(case["sentences"], barred)
        worth = np.array(case["worth"], dtype=np.float32)[free]
        if not 0 < (worth > 0).sum() < len(worth):
            continue
        sentences, logits = np.array(case["sentences"])[free], np.array(case["logits"], dtype=np.float32)[free]
        alike = (taught[sentences].float() @ taught[case["question"]].float()).numpy()
        likely = np.argsort(-(logits + SCALE * alike), kind="stable")
        found.append(Case(case["question"], sentences, logits, worth, likely[worth[likely] == 0]))
    return found


def tune(model, data: Sentences, taught: torch.Tensor, learned: dict[str, list[Case]], steps: int, out: Path) -> None:
    random = np.random.default_rng(SEED)
    scales = torch.nn.Parameter(torch.tensor([SCALE, SHARE]))
    inner = [p for p in model.parameters() if p.requires_grad]
    groups = [{"params": inner, "lr": RATE}, {"params": [scales], "lr": RATE_OF_SCALES}]
    optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    start, losses = time.monotonic(), []
    model.train()
    for step in range(steps):
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * min(1.0, (step + 1) / (WARM_UP * steps)) * (1 - step / steps)
        answers = [(case, drawn_answers(case, random)) for case in draw(learned["answer"], ANSWERS, random)]
        references = [(case, drawn_references(case, random)) for case in draw(learned["reference"], REFERENCES, random)]
        loss = loss_of(model, data, taught, answers, references, scales)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(inner, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(float(loss.detach()))
        if (step + 1) % REPORT_EVERY == 0 or step + 1 == steps:
            facts = {"tuned": step + 1, "seconds": round(time.monotonic() - start), "loss": round(float(np.mean(losses)), 4)}
            print(json.dumps(facts), flush=True)
            with (out / "log.jsonl").open("a") as file:
                file.write(json.dumps(facts) + "\n")
            losses = []


def draw(cases: list[Case], count: int, random: np.random.Generator) -> list[Case]:
    return [cases[i] for i in random.choice(len(cases), min(count, len(cases)), replace=False)]


def drawn_answers(case: Case, random: np.random.Generator) -> np.ndarray:
    """One sentence that answers, and some of the likeliest others."""
    likely = case.likely[:LIKELY]
    others = random.choice(likely, min(BESIDE, len(likely)), replace=False)
    return np.concatenate([random.choice(np.flatnonzero(case.worth), 1), others])


def drawn_references(case: Case, random: np.random.Generator) -> np.ndarray:
    """The sentences that are worth most, and some others."""
    order = np.argsort(-case.worth, kind="stable")
    rest = order[BEST:]
    return np.concatenate([order[:BEST], random.choice(rest, min(SENTENCES - BEST, len(rest)), replace=False)])


def loss_of(model, data: Sentences, taught: torch.Tensor, answers: list[Drawn], references: list[Drawn], scales: torch.Tensor) -> torch.Tensor:
    """How far the shares that sentences get of a question are from what they are worth, and texts from what MiniLM says."""
    drawn = answers + references
    texts = np.unique(np.concatenate([[case.question, *case.sentences[places]] for case, places in drawn]))
    texts = texts[np.argsort(data.lengths[texts], kind="stable")]
    said = torch.cat([embed(model, data, half) for half in np.array_split(texts, 2)])
    at = {text: row for row, text in enumerate(texts.tolist())}
    apart = [shares_apart(case, places, said, at, scales) for case, places in drawn]
    near = 1 - (said * taught[texts].float()).sum(1).mean()
    mean = [torch.stack(part).mean() for part in (apart[: len(answers)], apart[len(answers) :])]
    return mean[0] + OF_REFERENCES * mean[1] + NEAR * near


def shares_apart(case: Case, places: np.ndarray, said: torch.Tensor, at: dict[int, int], scales: torch.Tensor) -> torch.Tensor:
    """The divergence between the shares of some sentences and what they are worth."""
    alike = said[[at[text] for text in case.sentences[places].tolist()]] @ said[at[case.question]]
    logits = scales[0] * alike + scales[1] * torch.from_numpy(case.logits[places])
    worth = torch.from_numpy(case.worth[places])
    return functional.kl_div(functional.log_softmax(logits, 0), worth / worth.sum(), reduction="sum")


def embed(model, data: Sentences, texts: np.ndarray) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model(data.pack(texts)).float()


if __name__ == "__main__":
    main()
