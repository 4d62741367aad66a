"""Train what settles which lines of bare text are an article's (dedupe/running.py, wording.py).

    python benchmarks/train_running.py PAGES.jsonl.gz LABELS.json            measure, and print
    python benchmarks/train_running.py PAGES.jsonl.gz LABELS.json --write    and dedupe/*.json

PAGES holds one JSON object a line: id, url, html, with, without. LABELS is what `train_blocks.py
--lines` writes: of each block of each page whether it is an article's, and how sure that is. Needs
scikit-learn. Each page is flattened, a line a block, and read by the chain. Pages of outlets that
are drawn at random (`labelled/strange.py`) are learned from too, so that what the web has around
its texts is not taken for what every dump has. The weights of words are learned from the real ones,
and what they say of a page is told to the forest by weights of other sites, since of the pages that
they were learned from they know too much. Measured are the snippets on every other page, by a
forest of the pages between; the one that is written has seen all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

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
from dedupe.running import ASKED, features, text_parts  # noqa: E402
from dedupe.segment import prepared  # noqa: E402
from dedupe.text import clean  # noqa: E402
from dedupe.wording import Weights, checksums, wording, wording_from  # noqa: E402

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


SITES = 8
"""Sites that have a word at least, so that it is none of a few texts."""
SIZES = (1, 2, 3, 5, 8, 12, 18, 26, 40)
FREE = 10.0
"""What a line's length may say for the price of a word."""
FOLDS = 4
LEAST_WEIGHT = 0.01


@dataclass(slots=True)
class Rows:
    """Of the lines of some pages: `features`, whether each is an article's, what that weighs, the
    normal forms; and the site of each page."""

    rows: list[np.ndarray] = field(default_factory=list)
    labels: list[np.ndarray] = field(default_factory=list)
    weights: list[np.ndarray] = field(default_factory=list)
    keys: list[list[str]] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)

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
            self.keys.append([look.key for look in lines])
            self.sites.append(urlsplit(page.url).netloc or page.id)


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
    found = Rows()
    for row in rows:
        for number, (page, span) in enumerate(flattened(row, told)):
            said = told[row["id"]]
            weights = np.array(said["weights"])[span] * (CUT if number else 1)
            found.add(page, np.array(said["labels"])[span], weights)
    return found


def drawn(outlets: int) -> Rows:
    """The lines of drawn pages."""
    found = Rows()
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


def worded(told: Rows, pages: Collection[int]) -> dict[str, float]:
    """The weights of words that some of the pages teach, as they are shipped.

    Long lines are texts more often, whatever their words: what the length says is taken apart.
    """
    lines = [list(map(checksums, told.keys[page])) for page in pages]
    held = {
        (told.sites[p], w) for p, own in zip(pages, lines, strict=True) for w in set().union(*own)
    }
    often = Counter(word for _, word in held)
    words = sorted(word for word, sites in often.items() if sites >= SITES)
    place = {word: at for at, word in enumerate(words)}
    known = [[place[word] for word in line if word in place] for own in lines for line in own]
    counts = np.array([len(line) for line in known])
    values = np.repeat(1 / np.sqrt(np.maximum(1, counts)), counts)
    ends = np.concatenate([[0], np.cumsum(counts)])
    columns = np.array([at for line in known for at in line])
    matrix = csr_matrix((values, columns, ends), (len(known), len(words)))
    lengths = [len(key.split()) for page in pages for key in told.keys[page]]
    sizes = np.searchsorted(SIZES, lengths)
    matrix = hstack([matrix, csr_matrix(FREE * np.eye(len(SIZES) + 1)[sizes])], format="csr")
    labels, weights = (
        np.concatenate([every[page] for page in pages]) for every in (told.labels, told.weights)
    )
    asked = weights > 0
    model = LogisticRegression(
        C=0.5, l1_ratio=1, solver="liblinear", max_iter=40, tol=1e-3, random_state=7
    )
    model.fit(matrix[asked], labels[asked] > 0.5, sample_weight=weights[asked])
    found = zip(words, model.coef_[0], strict=False)
    learned = {str(word): round(float(one), 2) for word, one in found if abs(one) >= LEAST_WEIGHT}
    return learned


def said_by_others(told: Rows) -> list[np.ndarray]:
    """What is said of each page's lines by words that were learned from pages of other sites."""
    part = [crc32(site.encode()) % FOLDS for site in told.sites]
    out: dict[int, np.ndarray] = {}
    for fold in range(FOLDS):
        learned = wording_from(worded(told, [at for at, one in enumerate(part) if one != fold]))
        own = [at for at, one in enumerate(part) if one == fold]
        out |= {at: wording(told.keys[at], learned) for at in own}
    return [out[at] for at in range(len(part))]


def joined(*every: Rows) -> Rows:
    """The pages of several."""
    names = ("rows", "labels", "weights", "keys", "sites")
    return Rows(*([one for found in every for one in getattr(found, name)] for name in names))


def fit(told: Rows, made: Rows) -> tuple[dict[str, Any], dict[str, float]]:
    """The forest and the weights of words as they are shipped, of real and of drawn pages."""
    words = worded(told, range(len(told.keys)))
    learned = wording_from(words)
    said = said_by_others(told) + [wording(keys, learned) for keys in made.keys]
    every = joined(told, made)
    rows = np.concatenate(
        [np.concatenate([*one], axis=1) for one in zip(every.rows, said, strict=True)]
    )
    labels, weights = np.concatenate(every.labels), np.concatenate(every.weights)
    known = weights > 0
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(rows[known], labels[known], sample_weight=weights[known])
    return as_json(model, ASKED), words


def measure(
    rows: Sequence[dict[str, Any]],
    told: dict[str, Any],
    forest: Forest | None,
    words: Weights | None = None,
) -> str:
    """Precision, recall and F1 of the snippets, and how many pages have no article, and several."""
    right = missed = wrong = empty = several = pages = 0
    settled = running.settled
    if forest is None:

        def settled(lines: Any, parts: Sequence[str], *_: Any) -> list[str]:
            return list(parts)

    with (
        mock.patch("dedupe.page.settled", settled),
        mock.patch.object(running, "read_forest", return_value=forest),
        mock.patch("dedupe.wording.read_wording", return_value=words),
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
    data, words = fit(even, made)
    print("chain alone     ", measure(pages[1::2], told, None), flush=True)
    forest = forest_from(data, ASKED)
    print("with the forest ", measure(pages[1::2], told, forest, wording_from(words)), flush=True)
    if options.write:
        data, words = fit(joined(even, real(pages[1::2], told)), made)
        for name, one in (("running", data), ("wording", words)):
            target = ROOT / "dedupe" / f"{name}.json"
            target.write_text(json.dumps(one, separators=(",", ":")) + "\n")
            print(f"wrote {target}: {target.stat().st_size:,} bytes")
        print(f"{len(data['trees'])} trees, {len(words)} words")


if __name__ == "__main__":
    main()
