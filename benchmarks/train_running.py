"""Train the forest that settles which lines of bare text are an article's (dedupe/running.py).

    python benchmarks/train_running.py PAGES.jsonl.gz LABELS.json            measure, and print
    python benchmarks/train_running.py PAGES.jsonl.gz LABELS.json --write    and dedupe/running.json

PAGES holds one JSON object a line: id, url, html, with, without. LABELS is what `train_blocks.py
--lines` writes: of each block of each page whether it is an article's, and how sure that is. Needs
scikit-learn. Each page is flattened, a line a block, and read by the chain. Pages of outlets that
are drawn at random (`labelled/strange.py`) are learned from too, so that what the web has around
its texts is not taken for what every dump has. Measured are the snippets on every other page, by a
forest of the pages between; the one that is written has seen all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT)]

from benchmarks.engines import kept_of  # noqa: E402
from benchmarks.labelled.strange import strange_outlet  # noqa: E402
from benchmarks.train_blocks import as_json  # noqa: E402
from benchmarks.train_lines import ARTICLE, drawn_page, flat_spans  # noqa: E402
from crawler.page import page_from_html, page_from_text  # noqa: E402
from dedupe import running  # noqa: E402
from dedupe.forest import Forest, forest_from  # noqa: E402
from dedupe.model import Page  # noqa: E402
from dedupe.page import NO_FURNITURE, fold_page, read_lines  # noqa: E402
from dedupe.parts import likely  # noqa: E402
from dedupe.rules import DEFAULT_RULES  # noqa: E402
from dedupe.running import FEATURES, features, text_parts  # noqa: E402
from dedupe.segment import prepared  # noqa: E402
from dedupe.text import clean  # noqa: E402

TREES = {
    "max_iter": 120,
    "max_leaf_nodes": 14,
    "max_depth": 7,
    "learning_rate": 0.09,
    "min_samples_leaf": 80,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "random_state": 7,
}
CUT = 0.5
"""What a line weighs of a page without most of what stands around its article."""
DRAWN = 1.0
"""What a line weighs of a page that was drawn."""
SIGNED = frozenset(("kicker", "sign0", "sign1", "sign2", "credit0", "credit1", "credit2"))
"""Parts that are neither an article's text nor outside of it."""


@dataclass(slots=True)
class Rows:
    """Of the lines of some pages: `features`, whether each is an article's, what that weighs."""

    rows: list[np.ndarray]
    labels: list[np.ndarray]
    weights: list[np.ndarray]

    def add(self, page: Page, labels: np.ndarray, weights: np.ndarray) -> None:
        """Take in a page; `labels` and `weights` are of its blocks."""
        lines, _ = read_lines(page, DEFAULT_RULES, NO_FURNITURE)
        lines, echoes = prepared(lines, DEFAULT_RULES)
        if lines:
            rows, proven, parts = text_parts(lines, echoes, page)
            at = [look.block.index for look in lines]
            self.rows.append(features(lines, parts, likely(rows, proven)))
            self.labels.append(labels[at])
            self.weights.append(weights[at])


def flattened(row: dict[str, Any], told: dict[str, Any]) -> Iterator[tuple[Page, range]]:
    """A real page as dumps have it, whole and cut, with the blocks that each has."""
    made = page_from_html(row["html"], id=row["id"], url=row["url"])
    said = told.get(row["id"])
    if said is None or len(said["labels"]) != len(made.blocks):
        return
    for span in flat_spans(made, said):
        text = "\n".join(made.blocks[at].text for at in span)
        page = page_from_text(text, id=made.id, url=made.url)
        if len(page.blocks) == len(span):
            yield page, span


def real(rows: Sequence[dict[str, Any]], told: dict[str, Any]) -> Rows:
    """The lines of real pages."""
    found = Rows([], [], [])
    for row in rows:
        for number, (page, span) in enumerate(flattened(row, told)):
            said = told[row["id"]]
            weights = np.array(said["weights"])[span] * (CUT if number else 1)
            found.add(page, np.array(said["labels"])[span], weights)
    return found


def drawn(outlets: int) -> Rows:
    """The lines of drawn pages."""
    found = Rows([], [], [])
    for number in range(outlets):
        outlet = strange_outlet(number)
        for at in range(len(outlet.plan)):
            made = drawn_page(outlet, at)
            if made:
                page, parts = made
                named = [parts[block.index] for block in page.blocks]
                labels = np.array([float(part in ARTICLE) for part in named])
                weights = np.array([0.0 if part in SIGNED else DRAWN for part in named])
                found.add(page, labels, weights)
    return found


def fit(*every: Rows) -> dict[str, Any]:
    """The forest as it is shipped."""
    rows, labels, weights = (
        np.concatenate([one for found in every for one in getattr(found, name)])
        for name in ("rows", "labels", "weights")
    )
    known = weights > 0
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(rows[known], labels[known], sample_weight=weights[known])
    return as_json(model, FEATURES)


def measure(rows: Sequence[dict[str, Any]], told: dict[str, Any], forest: Forest | None) -> str:
    """Precision, recall and F1 of the snippets, and how many pages have no article, and several."""
    right = missed = wrong = empty = several = pages = 0
    settled = running.settled
    if forest is None:

        def settled(lines: Any, parts: Sequence[str], *_: Any) -> list[str]:
            return list(parts)

    with (
        mock.patch("dedupe.page.settled", settled),
        mock.patch.object(running, "read_forest", return_value=forest),
    ):
        for row in rows:
            for page, _ in [*flattened(row, told)][:1]:
                folded = fold_page(page)
                text = clean(" ".join(kept_of(folded).lines))
                found = [clean(snippet) in text for snippet in row["with"]]
                right += sum(found)
                missed += len(found) - sum(found)
                wrong += sum(clean(snippet) in text for snippet in row["without"])
                empty += not folded.articles
                several += len(folded.articles) > 1
                pages += 1
    precision, recall = right / (right + wrong), right / (right + missed)
    return (
        f"{pages} pages: precision {precision:.4f}  recall {recall:.4f}  "
        f"F1 {2 * precision * recall / (precision + recall):.4f}  empty {empty}  several {several}"
    )


def main() -> None:
    """Read the command line, measure, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--outlets", type=int, default=150, help="drawn outlets to learn from")
    parser.add_argument("--write", action="store_true", help="write dedupe/running.json")
    options = parser.parse_args()
    with gzip.open(options.pages, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    told = json.loads(options.labels.read_text())
    made = drawn(options.outlets)
    even = real(pages[::2], told)
    data = fit(even, made)
    print("chain alone     ", measure(pages[1::2], told, None), flush=True)
    print("with the forest ", measure(pages[1::2], told, forest_from(data, FEATURES)), flush=True)
    if options.write:
        data = fit(even, real(pages[1::2], told), made)
        target = ROOT / "dedupe" / "running.json"
        target.write_text(json.dumps(data, separators=(",", ":")) + "\n")
        print(f"wrote {target}: {len(data['trees'])} trees, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
