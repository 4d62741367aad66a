"""Train the weights that tell the parts of a page apart: `train_lines.py OUT.json`.

A linear chain (conditional random field): each line of a page has a part (headline, caption, body,
card...), its traits speak for some parts, and parts follow each other. Trained on outlets drawn at
random (`labelled/strange.py`); measured on the labelled set, which it does not see.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.labelled.dump import _find, dump_text  # noqa: E402
from benchmarks.labelled.outlet import Outlet  # noqa: E402
from benchmarks.labelled.page import make_tree  # noqa: E402
from benchmarks.labelled.sentences import sentences  # noqa: E402
from benchmarks.labelled.strange import strange_outlet  # noqa: E402
from benchmarks.labelled.tree import Line, flatten  # noqa: E402
from crawler.page import page_from_text  # noqa: E402
from dedupe.boilerplate import count_blocks, furniture  # noqa: E402
from dedupe.cues import ends_sentence  # noqa: E402
from dedupe.looks import Look  # noqa: E402
from dedupe.model import Page  # noqa: E402
from dedupe.page import read_lines  # noqa: E402
from dedupe.parts import PARTS  # noqa: E402
from dedupe.rules import DEFAULT_RULES  # noqa: E402
from dedupe.segment import prepared  # noqa: E402
from dedupe.text import clean, normal  # noqa: E402
from dedupe.traits import cuts, traits  # noqa: E402

SIGNS = frozenset(("byline", "day", "byplace", "byday", "where", "code", "stamp", "signed"))
CARDS = frozenset(("related", "also", "before", "front", "ranking", "nextprev"))
# How often a word that a cue knows is taken for one that no list has.
DEAF = {
    "list_heading": 0.4,
    "marker": 0.3,
    "byline": 0.3,
    "dateline": 0.4,
    "caption": 0.25,
    "date": 0.2,
}
SEEN_LEAST = 5
# Weights below this change no verdict and would only fill the file.
LEAST_WEIGHT = 0.08


def true_parts(lines: list[Line], credits: set[str]) -> list[str]:
    """The part of each line, by the roles that the page was made with."""
    roles = [_role(line, credits) for line in lines]
    bodies = [at for at, role in enumerate(roles) if role == "body"]
    out = ["out"] * len(roles)
    if "title" not in roles:
        return ["body" if role == "body" else "out" for role in roles]
    start = 0
    for title, first, last, end in _articles(roles, bodies):
        for at in range(start, len(roles)):
            if at < title and out[at] == "out" and _leads_up(roles, at, title):
                out[at] = {"sign": "sign0", "caption": "caption0", "credit": "credit0"}.get(
                    roles[at], "kicker" if roles[at] == "kicker" else "tool0"
                )
        out[title] = "title"
        for at in range(title + 1, first):
            names = {"sign": "sign1", "caption": "caption1", "credit": "credit1", "lead": "lead"}
            out[at] = names.get(roles[at], "cards1" if roles[at] == "cards" else "tool1")
        for at in range(first, last + 1):
            names = {"body": "body", "caption": "caption2", "credit": "credit2"}
            out[at] = names.get(roles[at], "cards2" if roles[at] == "cards" else "tool2")
        for at in range(last + 1, end):
            if roles[at] in ("caption", "credit") and lines[at].part != "hero":
                out[at] = roles[at] + "2"
                out[last + 1 : at] = ["tool2" if o == "out" else o for o in out[last + 1 : at]]
            elif roles[at] == "sign":
                out[at] = "sign2"
        start = last + 1
    return ["cards" if one == "out" and roles[at] == "cards" else one for at, one in enumerate(out)]


def _articles(roles: list[str], bodies: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Of each article its headline, its first and last line of text, and where the next begins."""
    titles: list[int] = []
    after = -1
    for at, role in enumerate(roles):
        if role == "title" and at > after:
            nexts = [b for b in bodies if b > at]
            if not nexts:
                continue
            titles.append(at)
            after = nexts[0] + 1
    for number, title in enumerate(titles):
        end = titles[number + 1] if number + 1 < len(titles) else len(roles)
        own = [b for b in bodies if title < b < end]
        yield title, own[0], own[-1], end


def _leads_up(roles: list[str], at: int, title: int) -> bool:
    """Whether nothing but a header's lines stands between `at` and the headline below it."""
    header = ("sign", "caption", "credit", "kicker")
    return roles[at] in header and all(role in header or role == "tool" for role in roles[at:title])


def _role(line: Line, credits: set[str]) -> str:
    if line.role == "caption":
        return "credit" if normal(line.text) in credits else "caption"
    if line.role == "repeat" and line.part in ("hero", "inserted"):
        return "body" if len(line.text) > 60 and line.part == "inserted" else "caption"
    known = {"title": "title", "body": "body", "standfirst": "lead", "repeat": "body"}
    if line.role in known:
        return known[line.role]
    if line.part in SIGNS:
        return "sign"
    if line.part in CARDS:
        return "cards"
    return "kicker" if line.part == "kicker" else "tool" if line.part in _TOOLS else "other"


_TOOLS = ("tools", "share", "counters", "crumbs")


def sequences(
    outlet: Outlet,
) -> Iterator[tuple[list[tuple[str, ...]], list[str]]]:
    """Traits and parts of every page of an outlet, with its furniture known and unknown."""
    made = [one for number in range(len(outlet.plan)) if (one := _page(outlet, number))]
    known = furniture(count_blocks(page for page, _ in made))
    rng = Random(outlet.name)
    for page, part in made:
        for keys in (frozenset(), known):
            deaf = {sort for sort, chance in DEAF.items() if rng.random() < chance}
            kept, _ = read_lines(page, DEFAULT_RULES, keys, partial(unheard, deaf=deaf))
            lines, echoes = prepared(kept, DEFAULT_RULES)
            rows = traits(lines, echoes, cuts(lines, page))
            if lines:
                yield rows, [part[look.block.index] for look in lines]


def _page(outlet: Outlet, number: int) -> tuple[Page, dict[int, str]] | None:
    """A page with the part of each of its blocks, by index."""
    ctx, tree = make_tree(outlet, number)
    whole = outlet.dump.unseen
    if whole and "hidden" in ctx.families:
        return None
    start = (_find(tree) or tree) if outlet.dump.main_only else tree
    lines = flatten(start, alt=outlet.dump.alt, unseen=whole)
    credits = {normal(cap.credit) for s in ctx.stories for cap in s.captions if cap.credit}
    part = true_parts(lines, credits)
    name = f"{outlet.name}-{number}"
    flat = _flattened(dump_text(outlet.dump, tree), part, Random(name))
    if flat:
        text, part = flat
        return page_from_text(text, id=name), dict(enumerate(part))
    page = page_from_text(dump_text(outlet.dump, tree), id=name)
    return (page, dict(enumerate(part))) if len(page.blocks) == len(lines) else None


# Share of the pages that are flattened to a sentence a line, and to a few lines.
_BY_SENTENCE = 0.05
_FEW_LINES = 0.06


def _flattened(text: str, part: list[str], rng: Random) -> tuple[str, list[str]] | None:
    """A page whose dump lost its lines, now and then; the part of each line that is left."""
    draw = rng.random()
    lines = [clean(line) for line in text.splitlines() if clean(line)]
    if draw > _BY_SENTENCE + _FEW_LINES or len(lines) != len(part):
        return None
    if draw < _BY_SENTENCE:
        cut = [(one, own) for line, own in zip(lines, part, strict=True) for one in sentences(line)]
        return "\n".join(one for one, _ in cut) + "\n", [own for _, own in cut]
    if part.count("title") != 1 or set(part) & {"cards2"} or "body" not in part:
        return None
    title, first = part.index("title"), part.index("body")
    last = len(part) - part[::-1].index("body")
    pieces = [(lines[:title], "out"), (lines[title : title + 1], "title")]
    pieces += [(lines[title + 1 : first], "tool1"), (lines[first:last], "body")]
    pieces += [(lines[last:], "out")]
    if rng.random() < 0.7:
        pieces = [piece for n, piece in enumerate(pieces) if n not in (0, 2)]
    pieces = [(piece, own) for piece, own in pieces if piece]
    return "\n".join(" ".join(p) for p, _ in pieces) + "\n", [own for _, own in pieces]


def unheard(found: list[Look], deaf: set[str]) -> list[Look]:
    """The lines as they would look if no list had the words that made them what they are."""
    return [
        replace(look, sort="prose" if ends_sentence(look.block.text) else "short")
        if look.sort in deaf
        else look
        for look in found
    ]


class Chain:
    """The weights while they are learned."""

    def __init__(self, names: list[str]) -> None:
        self.index = {name: at for at, name in enumerate(names)}
        self.weights = np.zeros((len(names), len(PARTS)))
        self.steps = np.zeros((len(PARTS) + 1, len(PARTS)))
        self.sums = (np.full_like(self.weights, 1e-8), np.full_like(self.steps, 1e-8))

    def learn(self, rows: list[np.ndarray], gold: np.ndarray, rate: float, decay: float) -> float:
        """One step of AdaGrad on one page; the log loss of the page."""
        size, states = len(rows), len(PARTS)
        emit = np.stack([self.weights[row].sum(axis=0) for row in rows])
        step, first = self.steps[:-1], self.steps[-1]
        fwd = np.empty((size, states))
        fwd[0] = emit[0] + first
        for t in range(1, size):
            fwd[t] = emit[t] + _logsum(fwd[t - 1][:, None] + step)
        back = np.zeros((size, states))
        for t in range(size - 2, -1, -1):
            back[t] = _logsum((step + (emit[t + 1] + back[t + 1])[None, :]).T)
        total = _logsum(fwd[-1][:, None])[0]
        node = np.exp(fwd + back - total)
        pair = np.zeros_like(self.steps)
        for t in range(1, size):
            grid = fwd[t - 1][:, None] + step + (emit[t] + back[t])[None, :] - total
            pair[:-1] += np.exp(grid)
        pair[-1] = node[0]
        gain = emit[np.arange(size), gold].sum() + first[gold[0]]
        gain += step[gold[:-1], gold[1:]].sum()
        node[np.arange(size), gold] -= 1
        np.add.at(pair, (gold[:-1], gold[1:]), -1)
        pair[-1][gold[0]] -= 1
        self._update(rows, node, pair, rate, decay)
        return float(total - gain)

    def _update(
        self, rows: list[np.ndarray], node: np.ndarray, pair: np.ndarray, rate: float, decay: float
    ) -> None:
        flat = np.concatenate(rows)
        grads = np.repeat(node, [len(row) for row in rows], axis=0)
        unique, where = np.unique(flat, return_inverse=True)
        summed = np.zeros((len(unique), len(PARTS)))
        np.add.at(summed, where, grads)
        summed += decay * self.weights[unique]
        self.sums[0][unique] += summed**2
        self.weights[unique] -= rate * summed / np.sqrt(self.sums[0][unique])
        pair += decay * self.steps
        self.sums[1][:] += pair**2
        self.steps -= rate * pair / np.sqrt(self.sums[1])


def _logsum(grid: np.ndarray) -> np.ndarray:
    top = grid.max(axis=0)
    return top + np.log(np.exp(grid - top).sum(axis=0))


def train(count: int, epochs: int, decay: float) -> dict[str, Any]:
    """The weights as they are shipped, from `count` outlets drawn at random."""
    data = [one for n in range(count) for one in sequences(strange_outlet(n))]
    seen = Counter(name for rows, _ in data for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= SEEN_LEAST)
    chain = Chain(names)
    coded = [
        (
            [np.array([chain.index[n] for n in row if n in chain.index]) for row in rows],
            np.array([PARTS.index(part) for part in parts]),
        )
        for rows, parts in data
    ]
    print(f"{len(coded)} pages, {sum(len(g) for _, g in coded)} lines, {len(names)} traits")
    allowed = {(a, b) for _, gold in coded for a, b in pairwise(gold)}
    rng = Random(0)
    for epoch in range(epochs):
        rng.shuffle(coded)
        loss = sum(chain.learn(rows, gold, 0.2, decay) for rows, gold in coded)
        print(f"epoch {epoch}: {loss / sum(len(g) for _, g in coded):.4f} a line", flush=True)
    weights = {
        name: {PARTS[p]: round(float(w), 2) for p, w in enumerate(row) if abs(w) >= LEAST_WEIGHT}
        for name, row in zip(names, chain.weights, strict=True)
    }
    return {
        "first": [round(float(w), 2) for w in chain.steps[-1]],
        "steps": {
            f"{PARTS[a]} {PARTS[b]}": round(float(chain.steps[a, b]), 2) for a, b in sorted(allowed)
        },
        "traits": {name: row for name, row in weights.items() if row},
    }


def main() -> int:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--outlets", type=int, default=500)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--decay", type=float, default=1e-3)
    args = parser.parse_args()
    weights = train(args.outlets, args.epochs, args.decay)
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    args.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
