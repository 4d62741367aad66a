"""Train the block classifier, and measure it page by page beside trafilatura.

    python benchmarks/train_blocks.py PAGES.jsonl.gz            cross-validate and print
    python benchmarks/train_blocks.py PAGES.jsonl.gz --write    and write crawler/weights.json

PAGES holds one JSON object a line: id, url, html, with, without. Needs scikit-learn and
trafilatura, which newsfold itself does not.

Labels. A block with a `with` snippet is article, one with a `without` snippet is not: few, but
sure. Every other block gets trafilatura's verdict at a twentieth of the weight, corrected where
it is known to be weak: the headline, the lead that the head's description repeats, and captions
among article text count as article. Each page is seen a second time without class words and
telling element names, so that hashed class names and div soup cannot throw the forest, some with
the main part of another page appended, so that a second article is not furniture, and some with
their main part taken out and cards put in, so that a page of nothing but cards has no article.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import random
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from lxml import etree
from sklearn.ensemble import HistGradientBoostingClassifier

from crawler.content import head_texts, main_scores
from crawler.features import NAMES, features
from crawler.groups import FAR
from crawler.html import parse_html
from crawler.walk import Walk, walk
from dedupe.forest import Forest, forest_from, score_rows
from dedupe.model import KINDS
from dedupe.text import clean

Card = tuple[str, str]

FOLDS = 5
SURE = 20.0
"""Weight of a snippet's label; a weak one has at most 1."""
MADE_UP = 0.3
"""The most that a block of a page made of parts may weigh."""

TREES = {
    "max_iter": 180,
    "max_leaf_nodes": 14,
    "max_depth": 7,
    "learning_rate": 0.07,
    "min_samples_leaf": 80,
    "l2_regularization": 1.0,
    "max_features": 0.3,
    "random_state": 7,
}
THRESHOLDS = np.arange(0.2, 0.8, 0.025)


@dataclass(slots=True)
class Sample:
    """One page: its blocks, their features and labels, and the snippets that judge it."""

    id: str
    fold: int
    wanted: list[str]
    unwanted: list[str]
    reference: str
    texts: list[str]
    kinds: list[str]
    rows: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    tree: etree._Element
    extras: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    """Rows, labels and weights of pages made from this one, for training only."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true", help="write crawler/weights.json")
    parser.add_argument("--limit", type=int, default=0, help="read so many pages only")
    parser.add_argument("--lines", type=Path, help="write labels for train_lines.py, and end")
    parser.add_argument("--reference", type=Path, help="keep trafilatura's outputs in this file")
    options = parser.parse_args()
    raw = read_pages(options.pages, options.limit)
    reference = read_reference(raw, options.reference)
    if options.lines:
        options.lines.write_text(json.dumps(line_labels(raw, reference)))
        return
    samples = make_samples(raw, reference)
    report("trafilatura", samples, [sample.reference for sample in samples])
    scores = cross_validate(samples)
    threshold = best_threshold(samples, scores)
    for name, captions in (("captions left out", False), ("with captions", True)):
        report(f"forest, {name}", samples, chosen(samples, scores, threshold, captions))
    bare = [scores[f"bare {sample.id}"] for sample in samples]
    bare_scores = dict(zip((sample.id for sample in samples), bare, strict=True))
    report("forest, no class words", samples, chosen(samples, bare_scores, threshold, False))
    print(f"threshold {threshold:.3f}, moved to 0.5")
    if options.write:
        data = as_json(fit(samples), NAMES, threshold)
        target = Path(__file__).parents[1] / "crawler" / "weights.json"
        target.write_text(json.dumps(data, separators=(",", ":")) + "\n")
        print(f"wrote {target}: {len(data['trees'])} trees, {target.stat().st_size:,} bytes")


def read_pages(path: Path, limit: int) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    return pages[:limit] if limit else pages


def read_reference(pages: list[dict[str, Any]], path: Path | None) -> dict[str, str]:
    """Trafilatura's text of each page, kept in a file between runs where one is named."""
    if path and path.exists():
        found: dict[str, str] = json.loads(path.read_text())
        return found
    import trafilatura

    began = time.process_time()
    found = {
        page["id"]: trafilatura.extract(page["html"], include_comments=False) or ""
        for page in pages
    }
    print(f"trafilatura: {len(pages) / (time.process_time() - began):.0f} pages a CPU second")
    if path:
        path.write_text(json.dumps(found))
    return found


def line_labels(
    pages: list[dict[str, Any]], reference: dict[str, str]
) -> dict[str, dict[str, list[float]]]:
    """Label and weight of each block of each page, and the shipped forest's score."""
    out = {}
    for page, root, found in walked(pages):
        one = make_sample(page, root, found, reference[page["id"]])
        out[one.id] = {
            "scores": main_scores(root, found.pieces, found.boxes),
            "labels": one.labels.tolist(),
            "weights": one.weights.tolist(),
        }
    return out


def walked(pages: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], etree._Element, Walk]]:
    """The pages that show anything, each parsed and walked as newsfold does it."""
    for page in pages:
        root = parse_html(page["html"])
        found = walk(root)
        if not found.pieces:
            found = walk(root, fallbacks=True)
        if found.pieces:
            yield page, root, found


def make_samples(pages: list[dict[str, Any]], reference: dict[str, str]) -> list[Sample]:
    samples = [
        make_sample(page, root, found, reference[page["id"]]) for page, root, found in walked(pages)
    ]
    for fold in range(FOLDS):
        # What is mixed in comes from the same fold: a measured page is never trained on.
        vary([one for one in samples if one.fold == fold])
    return samples


def vary(samples: list[Sample]) -> None:
    """Add pages made of the samples' parts, for training only."""
    chance = random.Random(3)
    trees = [one.tree for one in samples]
    for index, one in enumerate(samples):
        cards = some_cards(trees, chance)
        if index % 3 == 0:
            append_article(one, one.tree, samples[(index + 1) % len(samples)], cards)
        elif index % 3 == 1:
            remove_article(one, copy.deepcopy(one.tree), cards if chance.random() < 0.7 else [])


def make_sample(page: dict[str, Any], root: etree._Element, found: Walk, reference: str) -> Sample:
    host = (urlsplit(page["url"]).hostname or "").removeprefix("www.")
    rows = features(found.pieces, found.boxes, *head_texts(root))
    labels, weights = weak_labels(found, rows, reference)
    wanted, unwanted = ([clean(snippet) for snippet in page[key]] for key in ("with", "without"))
    sure_labels(found, rows, labels, weights, wanted, unwanted)
    return Sample(
        id=page["id"],
        fold=zlib.crc32(host.encode()) % FOLDS,
        wanted=wanted,
        unwanted=unwanted,
        reference=" ".join(clean(line) for line in reference.split("\n")),
        texts=[piece.text for piece in found.pieces],
        kinds=[piece.kind for piece in found.pieces],
        rows=rows,
        labels=labels,
        weights=weights,
        tree=root,
    )


def weak_labels(found: Walk, rows: np.ndarray, reference: str) -> tuple[np.ndarray, np.ndarray]:
    lines = {clean(line).lstrip("-–• ") for line in reference.split("\n")}
    whole = " ".join(clean(line) for line in reference.split("\n"))
    count = len(found.pieces)
    labels, weights = np.zeros(count), np.ones(count)
    for index, piece in enumerate(found.pieces):
        text = piece.text
        if len(text) >= 25:
            labels[index] = text in whole or (text[:60] in whole and text[-30:] in whole)
        else:
            labels[index], weights[index] = text in lines, 0.3
    sure = [i for i in range(count) if labels[i] and len(found.pieces[i].text) > 40]
    if sure:
        correct_header(found, rows, labels, weights, sure[0], sure[-1])
    return labels, weights


def correct_header(
    found: Walk, rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, first: int, last: int
) -> None:
    """Headline, lead and captions, which the reference drops or has no word for."""
    title, lead = rows[:, NAMES.index("title")], rows[:, NAMES.index("lead_meta")]
    pieces = found.pieces
    headlines = [
        i for i, p in enumerate(pieces) if p.kind == "heading" and title[i] > 0.5 and p.links < 0.5
    ]
    labels[headlines], weights[headlines] = 1, 1
    start = max((i for i in headlines if i <= first), default=max(0, first - 6))
    body = labels.copy()
    for index, piece in enumerate(pieces):
        near = body[max(0, index - 5) : index + 6]
        if piece.kind == "caption":
            inside = piece.links < 0.5 and start - 4 <= index <= last and near.any()
            labels[index], weights[index] = inside, 0.6
        elif start - 3 <= index <= first and lead[index] > 0.5 and piece.links < 0.5:
            labels[index], weights[index] = 1, 1
        elif start < index < first and not labels[index]:
            weights[index] = min(weights[index], 0.2)  # bylines and dates: neither here nor there


def sure_labels(
    found: Walk,
    rows: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    wanted: list[str],
    unwanted: list[str],
) -> None:
    title = rows[:, NAMES.index("title")]
    for index, piece in enumerate(found.pieces):
        good = [snippet for snippet in wanted if snippet in piece.text]
        bad = [snippet for snippet in unwanted if snippet in piece.text]
        if good and bad:
            weights[index] = 0
        elif good:
            labels[index], weights[index] = 1, SURE
        elif bad:
            # The snippets count captions and repeated headlines as unwanted: here they are not.
            # A name in a long paragraph is more likely the paragraph's than the furniture's.
            known = piece.kind == "caption" or (piece.kind == "heading" and title[index] > 0.5)
            chance = labels[index] and len(piece.text) > max(200, 3 * max(map(len, bad)))
            if known or chance:
                weights[index] = 0
            else:
                labels[index], weights[index] = 0, SURE


def append_article(sample: Sample, tree: etree._Element, other: Sample, cards: list[Card]) -> None:
    """Put the main part of another page below this one's, cards between, and label the whole."""
    here, there = main_part(tree, sample), main_part(other.tree, other)
    if here is None or there is None or here.tag in ("html", "body"):
        return
    copied = copy.deepcopy(there)
    copied.tag = "div" if there.tag in ("html", "body") else there.tag
    copied.tail = None
    here.addnext(copied)
    between = card_list(cards)
    here.addnext(between)
    known = {
        text: (label, weight)
        for one in (sample, other)
        for text, label, weight in zip(one.texts, one.labels, one.weights, strict=True)
    }
    relabel(sample, tree, known, {text for card in cards for text in card})
    here.getparent().remove(copied)
    here.getparent().remove(between)


def remove_article(sample: Sample, tree: etree._Element, cards: list[Card]) -> None:
    """Take the main part out and put cards in its place: nothing that is left may score high."""
    part = main_part(tree, sample)
    if part is None or part.tag in ("html", "body"):
        return
    known = {
        text: (0.0, 0.0 if label else 1.0)
        for text, label in zip(sample.texts, sample.labels, strict=True)
    }
    parent = part.getparent()
    if cards:
        parent.replace(part, card_list(cards))
    else:
        parent.remove(part)
    relabel(sample, tree, known, {text for card in cards for text in card})


def relabel(
    sample: Sample, tree: etree._Element, known: dict[str, tuple[float, float]], cards: set[str]
) -> None:
    """Take a page made of parts as one more to train on, labelled by the texts of its parts."""
    found = walk(tree)
    if not found.pieces:
        return
    pairs = [
        # A card may be for the page itself: then its words say nothing sure.
        known.get(piece.text, (0.0, 1.0 if piece.text in cards else 0.0))
        for piece in found.pieces
    ]
    labels, weights = np.array(pairs, dtype=float).T
    rows = features(found.pieces, found.boxes, *head_texts(tree))
    sample.extras.append((rows, labels, np.minimum(weights, MADE_UP)))


def some_cards(trees: Sequence[etree._Element], chance: random.Random) -> list[Card]:
    """Titles and descriptions of other pages, as a site shows them on its cards."""
    heads = [head_texts(tree) for tree in chance.sample(list(trees), chance.randint(4, 16))]
    return [(title, lead) for title, lead in heads if title]


def card_list(cards: list[Card]) -> etree._Element:
    """The cards in one of many markups; which one is decided by their texts."""
    chance = random.Random(cards[0][0] if cards else "")
    names = chance.choice(["", "", "card", "teaser", "post", "item", "c4f1", "article news-item"])
    outer, tag = chance.choice([("div", "div"), ("ul", "li"), ("section", "article")])
    head = chance.choice(["h2", "h3", "h4", "div", "p"])
    text = chance.choice(["p", "p", "div", "span"])
    whole, picture, leads = chance.random() < 0.3, chance.random() < 0.7, chance.random() < 0.7
    block = etree.Element(outer)
    for title, lead in cards:
        card = etree.SubElement(block, tag, {"class": names} if names else {})
        if whole:
            card = etree.SubElement(card, "a", href="/x")
        if picture:
            etree.SubElement(card, "img", src="x.jpg")
        heading = etree.SubElement(card, head)
        if not whole:
            heading = etree.SubElement(heading, "a", href="/x")
        heading.text = title
        if leads and lead:
            etree.SubElement(card, text).text = lead
    return block


def main_part(tree: etree._Element, sample: Sample) -> etree._Element | None:
    """The smallest element around nearly all paragraphs that are labelled as article."""
    begins = {
        text[:30]
        for text, label in zip(sample.texts, sample.labels, strict=True)
        if label and len(text) > 80
    }
    counts: dict[etree._Element, int] = {}
    total = 0
    for element in tree.iter(etree.Element):
        if element.text and clean(element.text)[:30] in begins:
            total += 1
            for above in element.iterancestors():
                counts[above] = counts.get(above, 0) + 1
    around = [element for element, count in counts.items() if count >= 0.9 * total]
    return max(around, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def without_words(rows: np.ndarray) -> np.ndarray:
    """The same rows as they would be on a page with hashed class names and nothing but `div`."""
    bare = rows.copy()
    bare[:, NAMES.index("group_article") :] = FAR
    return bare


def fit(samples: Sequence[Sample]) -> HistGradientBoostingClassifier:
    parts = [(one.rows, one.labels, one.weights) for one in samples]
    parts += [(without_words(one.rows), one.labels, one.weights * 0.5) for one in samples]
    for one in samples:
        for rows, labels, weights in one.extras:
            parts.append((rows, labels, weights))
            parts.append((without_words(rows), labels, weights * 0.5))
    rows, labels, weights = (np.concatenate(list(column)) for column in zip(*parts, strict=True))
    # Menus are two thirds of all blocks and much alike: one in three says as much, at thrice the
    # weight.
    links = (rows[:, 0] == KINDS.index("link")) & (labels == 0) & (weights <= 1)
    kept = np.random.default_rng(11).random(len(rows)) < 1 / 3
    weights = np.where(links, np.where(kept, 3 * weights, 0), weights)
    known = weights > 0
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(rows[known], labels[known], sample_weight=weights[known])
    return model


def cross_validate(samples: Sequence[Sample]) -> dict[str, np.ndarray]:
    """Scores of each page by a forest that saw no page of its host."""
    scores = {}
    for fold in range(FOLDS):
        forest = forest_from(
            as_json(fit([one for one in samples if one.fold != fold]), NAMES), NAMES
        )
        for one in samples:
            if one.fold == fold:
                scores[one.id] = score_rows(one.rows, forest)
                scores[f"bare {one.id}"] = score_rows(without_words(one.rows), forest)
    return scores


def chosen(
    samples: Iterable[Sample], scores: dict[str, np.ndarray], threshold: float, captions: bool
) -> list[str]:
    return [
        " ".join(
            text
            for text, kind, score in zip(one.texts, one.kinds, scores[one.id], strict=True)
            if score > threshold and (captions or kind != "caption")
        )
        for one in samples
    ]


def best_threshold(samples: Sequence[Sample], scores: dict[str, np.ndarray]) -> float:
    f1 = {
        float(threshold): measure(samples, chosen(samples, scores, threshold, False))[2]
        for threshold in THRESHOLDS
    }
    return max(f1, key=lambda threshold: f1[threshold])


def measure(samples: Iterable[Sample], outputs: Iterable[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all snippets."""
    right = missed = wrong = 0
    for one, output in zip(samples, outputs, strict=True):
        right += sum(snippet in output for snippet in one.wanted)
        missed += sum(snippet not in output for snippet in one.wanted)
        wrong += sum(snippet in output for snippet in one.unwanted)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(name: str, samples: Sequence[Sample], outputs: Sequence[str]) -> None:
    precision, recall, f1 = measure(samples, outputs)
    print(f"{name:28} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}", flush=True)


def as_json(
    model: HistGradientBoostingClassifier, names: Sequence[str], threshold: float = 0.5
) -> dict[str, Any]:
    """The forest as lists; the base is moved so that `threshold` comes to stand at 0.5."""
    trees = [[as_node(node) for node in one.nodes] for (one,) in model._predictors]
    base = float(model._baseline_prediction.ravel()[0]) - float(np.log(threshold / (1 - threshold)))
    return {"features": list(names), "base": round(base, 5), "trees": trees}


def as_node(node: Any) -> list[float]:
    """A leaf is its value; a branch is feature, threshold, and the nodes below or at, and above."""
    if node["is_leaf"]:
        return [round(float(node["value"]), 5)]
    threshold = float(f"{float(node['num_threshold']):.6g}")
    return [int(node["feature_idx"]), threshold, int(node["left"]), int(node["right"])]


def check(forest: Forest, model: HistGradientBoostingClassifier, rows: np.ndarray) -> float:
    """The largest difference between our evaluation and scikit-learn's."""
    ours, theirs = score_rows(rows, forest), model.predict_proba(rows)[:, 1]
    return float(np.abs(ours - theirs).max())


if __name__ == "__main__":
    main()
