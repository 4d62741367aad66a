"""Train the forest that finds the headline of bare text (dedupe/entitled.py).

    python benchmarks/train_entitled.py PAGES.jsonl.gz            measure, and print
    python benchmarks/train_entitled.py PAGES.jsonl.gz --write    and dedupe/entitled.json

PAGES holds one JSON object a line: id, url, html. Needs scikit-learn. Each page is flattened, a
line a block, once with its address and once without. What its headline is the markup says: that of
the article found there, where the page's head names it too. Pages of outlets that are drawn at
random (`labelled/strange.py`) are learned from as well. Measured is on how many of every other page
the likeliest line is the headline, by a forest of the pages between; the one that is written has
seen all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT)]

from benchmarks.labelled.strange import strange_outlet  # noqa: E402
from benchmarks.train_blocks import as_json  # noqa: E402
from benchmarks.train_lines import drawn_page  # noqa: E402
from crawler.page import page_from_html, page_from_text  # noqa: E402
from dedupe.entitled import FEATURES, candidates  # noqa: E402
from dedupe.forest import forest_from, score_rows  # noqa: E402
from dedupe.model import Page  # noqa: E402
from dedupe.page import NO_FURNITURE, fold_page, read_lines  # noqa: E402
from dedupe.parts import likely  # noqa: E402
from dedupe.rules import DEFAULT_RULES  # noqa: E402
from dedupe.running import features, settled, text_parts  # noqa: E402
from dedupe.segment import prepared  # noqa: E402
from dedupe.text import normal  # noqa: E402

TREES = {
    "max_iter": 120,
    "max_leaf_nodes": 12,
    "max_depth": 6,
    "learning_rate": 0.07,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "random_state": 7,
}
DRAWN = 0.3
"""What a line weighs of a page that was drawn."""
Choice = tuple[np.ndarray, np.ndarray, bool]
"""Of the lines of a page that may be its headline: numbers, which is one, whether it was taken."""


def choice(page: Page, titles: set[str], blocks: set[int], url: str) -> Choice | None:
    """What is to be learned from a page whose headlines have these normal forms or blocks."""
    lines, _ = read_lines(page, DEFAULT_RULES, NO_FURNITURE)
    lines, echoes = prepared(lines, DEFAULT_RULES)
    if not lines:
        return None
    rows, proven, parts = text_parts(lines, echoes, page)
    numbers = features(lines, parts, likely(rows, proven))
    parts = settled(lines, parts, numbers, proven)
    found = candidates(lines, parts, numbers, url)
    if found is None:
        return None
    able, own = found
    blocks = set(sorted(blocks & {lines[at].block.index for at in able})[-1:])
    said = [lines[at].key in titles or lines[at].block.index in blocks for at in able]
    taken = [at for at in able if parts[at] == "title"]
    right = bool(taken) and said[able.index(taken[-1])]
    return own, np.array(said, float), right


def headline(page: Page) -> str:
    """The normal form of what a page of markup has for headline, where its head names it too."""
    folded = fold_page(page)
    own = normal(folded.articles[0].title) if folded.articles else ""
    named = normal(page.meta.title)
    return own if own and named and (own in named or named in own) else ""


def real(rows: Sequence[dict[str, Any]], address: bool) -> Iterator[Choice]:
    """What real pages teach, with their address or without."""
    for row in rows:
        made = page_from_html(row["html"], id=row["id"], url=row["url"])
        title = headline(made)
        page = page_from_text("\n".join(block.text for block in made.blocks), id=made.id)
        found = choice(page, {title}, set(), row["url"] if address else "") if title else None
        if found:
            yield found


def drawn(outlets: int) -> Iterator[Choice]:
    """What drawn pages teach; they have no address."""
    for number in range(outlets):
        outlet = strange_outlet(number)
        for at in range(len(outlet.plan)):
            made = drawn_page(outlet, at)
            if made:
                page, parts = made
                blocks = {one for one, part in parts.items() if part == "title"}
                found = choice(page, set(), blocks, "")
                if found:
                    yield found


def fit(real_ones: Sequence[Choice], drawn_ones: Sequence[Choice]) -> dict[str, Any]:
    """The forest as it is shipped; a page of which no line is the headline teaches nothing."""
    every = [(one, 1.0) for one in real_ones] + [(one, DRAWN) for one in drawn_ones]
    told = [(one, weight) for one, weight in every if one[1].any()]
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(
        np.concatenate([one[0] for one, _ in told]),
        np.concatenate([one[1] for one, _ in told]),
        sample_weight=np.concatenate([np.full(len(one[1]), weight) for one, weight in told]),
    )
    return as_json(model, FEATURES)


def measure(name: str, pages: Sequence[Choice], data: dict[str, Any]) -> str:
    """On how many pages the chain's headline is right, and that of the forest."""
    forest = forest_from(data, FEATURES)
    right = sum(one[1][int(score_rows(one[0], forest).argmax())] for one in pages)
    return f"{name}: {len(pages)} pages, chain {sum(one[2] for one in pages)}, forest {right:.0f}"


def main() -> None:
    """Read the command line, measure, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--outlets", type=int, default=100, help="drawn outlets to learn from")
    parser.add_argument("--write", action="store_true", help="write dedupe/entitled.json")
    options = parser.parse_args()
    with gzip.open(options.pages, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    made = list(drawn(options.outlets))
    even, odd = ([list(real(pages[n::2], told)) for told in (True, False)] for n in (0, 1))
    data = fit(even[0] + even[1], made)
    for name, own in (("with address", odd[0]), ("without", odd[1]), ("drawn", made)):
        print(measure(name, own, data), flush=True)
    if options.write:
        data = fit(even[0] + even[1] + odd[0] + odd[1], made)
        target = ROOT / "dedupe" / "entitled.json"
        target.write_text(json.dumps(data, separators=(",", ":")) + "\n")
        print(f"wrote {target}: {len(data['trees'])} trees, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
