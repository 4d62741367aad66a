"""A corpus with known near-duplicates, generated: `python benchmarks/corpus.py 100000 OUT.jsonl`.

Words are drawn by Zipf's law from a vocabulary in Arabic letters; lengths are log-normal around
300 words. A third of the articles stand alone. The others are in clusters of 2 to 50, most of them
small, each a first text and edits of it. Beside every tenth cluster stand hard negatives: texts
from the same pattern that are different news. `OUT.truth` says which line is in which cluster.
"""

from __future__ import annotations

import argparse
import json
import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
VOCABULARY = 40_000
LENGTH, SPREAD = 300, 0.45
"""Median words of an article, and the deviation of its logarithm."""
SHORTEST, LONGEST = 60, 2000
ALONE = 1 / 3
HARD = 0.1

EDITS = ("cut", "added", "reworded", "corrected", "notice", "reordered", "headline")
"""What an edit does: cuts the end, adds a paragraph, changes a tenth of the words, corrects a few
letters, puts a notice around, moves a paragraph, changes the headline alone."""


class Words:
    """Words by Zipf's law; a class because it holds the tables that drawing needs."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        found: set[str] = set()
        while len(found) < VOCABULARY:
            found.add("".join(draw.choices(LETTERS, k=draw.choice((2, 3, 4, 4, 5, 5, 6, 7, 8)))))
        self.words = sorted(found)
        draw.shuffle(self.words)
        self.sums = list(accumulate(1 / (n + 2.7) for n in range(VOCABULARY)))

    def some(self, count: int) -> list[str]:
        return self.draw.choices(self.words, cum_weights=self.sums, k=count)

    def rare(self) -> str:
        return self.words[self.draw.randrange(VOCABULARY // 2, VOCABULARY)]


def article(words: Words, length: int = 0) -> tuple[list[str], list[list[str]]]:
    """Title and paragraphs, as words."""
    draw = words.draw
    count = length or round(LENGTH * 2.718281828 ** draw.gauss(0, SPREAD))
    body = words.some(min(max(count, SHORTEST), LONGEST))
    title = [words.rare() for _ in range(3)] + words.some(draw.randint(2, 5))
    step = draw.randint(30, 60)
    return title, [body[at : at + step] for at in range(0, len(body), step)]


def edited(
    words: Words, title: list[str], body: list[list[str]], kind: str
) -> tuple[list[str], list[list[str]]]:
    draw = words.draw
    title, body = list(title), [list(part) for part in body]
    if kind == "cut":
        total = sum(map(len, body))
        left = round(total * draw.uniform(0.72, 0.95))
        flat = [word for part in body for word in part][:left]
        body = [flat[at : at + 45] for at in range(0, len(flat), 45)]
    elif kind == "added":
        body.append(words.some(round(sum(map(len, body)) * draw.uniform(0.05, 0.3))))
    elif kind in ("reworded", "corrected"):
        share = draw.uniform(0.02, 0.06) if kind == "reworded" else 0.01
        for part in body:
            for at in range(len(part)):
                if draw.random() < share:
                    part[at] = words.some(1)[0] if kind == "reworded" else part[at][:-1] + "ى"
    elif kind == "notice":
        body = [words.some(8), *body, words.some(10)]
    elif kind == "reordered":
        body.insert(0, body.pop())
    else:
        title = title[:2] + words.some(3)
    return title, body


def respelled(draw: random.Random, text: str) -> str:
    """The same words as another desk spells them: hamza, taa marbuta, tashkeel, tatweel, digits."""
    out = []
    for char in text:
        roll = draw.random()
        if char == "ا" and roll < 0.3:
            char = draw.choice("أإآ")
        elif char == "ه" and roll < 0.3:
            char = "ة"
        elif char == "ي" and roll < 0.3:
            char = draw.choice("ىی")
        elif char == "ك" and roll < 0.2:
            char = "ک"
        elif char.isalpha() and roll > 0.97:
            char += draw.choice("َُِّـ")
        out.append(char)
    return "".join(out)


def hard_negatives(words: Words) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Different news from one pattern: another name, another number, or other figures."""
    draw = words.draw
    title, body = article(words, 120)
    kind = draw.choice(("name", "number", "figures"))
    for n in range(draw.randint(2, 4)):
        name = words.rare()
        mine, text = list(title), [list(part) for part in body]
        if kind == "name":
            mine.append(name)
            text[0].insert(3, name)
            text[-1].append(name)
        elif kind == "number":
            mine += ["رقم", str(4 + n)]
        else:
            for _ in range(8):
                part = draw.choice(text)
                part.insert(draw.randrange(len(part)), str(draw.randrange(10, 999)))
        yield mine, text


def generate(count: int, seed: int = 1, spelling: bool = False) -> Iterator[tuple[dict, int]]:
    """`count` articles in random order, each with the number of its cluster."""
    draw = random.Random(seed)
    words = Words(draw)
    made: list[tuple[list[str], list[list[str]], int]] = []
    cluster = 0
    sizes = range(2, 51)
    weights = list(accumulate(size**-2.0 for size in sizes))
    while len(made) < count:
        cluster += 1
        title, body = article(words)
        made.append((title, body, cluster))
        if draw.random() < ALONE + 0.25:
            continue
        size = sizes[bisect(weights, draw.random() * weights[-1])]
        for _ in range(size - 1):
            made.append((*edited(words, title, body, draw.choice(EDITS)), cluster))
        if draw.random() < HARD:
            for other in hard_negatives(words):
                cluster += 1
                made.append((*other, cluster))
    made = made[:count]
    draw.shuffle(made)
    for n, (title, body, cluster) in enumerate(made):
        texts = " ".join(title), "\n".join(" ".join(part) + "." for part in body)
        if spelling and draw.random() < 0.5:
            texts = respelled(draw, texts[0]), respelled(draw, texts[1])
        yield {"id": f"a{n}", "title": texts[0], "body": texts[1]}, cluster


def write(path: Path, count: int, seed: int = 1, spelling: bool = False) -> None:
    """Write the corpus, and its truth beside it."""
    with (
        open(path, "w", encoding="utf-8") as lines,
        open(path.with_suffix(".truth"), "w", encoding="utf-8") as truth,
    ):
        for row, cluster in generate(count, seed, spelling):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            truth.write(f"{row['id']}\t{cluster}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spelling", action="store_true", help="half of them spelled otherwise")
    given = parser.parse_args()
    write(given.path, given.count, given.seed, given.spelling)
