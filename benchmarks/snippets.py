"""Snippets that must and must not come out of real pages, for newsfold and other engines."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

from benchmarks.engines import ENGINES, Engine, Output
from dedupe.text import clean, normal, width

# A link of fewer words is a tag, a source or a name; from here on it is most likely a headline.
OWN = "newsfold"
CARD_WORDS = 5
MARKER_CHARS = 3
TEXT_SIZE = frozenset(
    normal(text)
    for text in (
        "Aa",
        "A A",
        "A+ A-",
        "TT",
        "حجم الخط",
        "Text size",
        "Taille du texte",
        "Schriftgröße",
    )
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One real page with snippets, and what its markup says is headline, caption, link."""

    id: str
    url: str
    html: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    headlines: frozenset[str]
    captions: frozenset[str]
    links: frozenset[str]


def read_samples(path: Path, limit: int | None) -> Iterator[Sample]:
    """The pages of a jsonl.gz of `id, url, html, with, without`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            yield _sample(row)


def _sample(row: dict[str, Any]) -> Sample:
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root = lxml_html.fromstring(
            row["html"].encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, ValueError):
        root = lxml_html.fromstring("<html></html>")
    heads = [clean(node.text_content()) for node in root.iter("h1")][:1]
    heads += root.xpath('//meta[@property="og:title"]/@content')
    links = [clean(node.text_content()) for node in root.iter("a") if node.get("href")]
    return Sample(
        id=row["id"],
        url=row["url"],
        html=row["html"],
        wanted=tuple(clean(text) for text in row["with"]),
        unwanted=tuple(clean(text) for text in row["without"]),
        headlines=frozenset(normal(text) for text in heads if width(text) >= 2),
        captions=frozenset(normal(node.text_content()) for node in root.iter("figcaption")) - {""},
        links=frozenset(normal(text) for text in links if width(text) >= CARD_WORDS),
    )


def measure(path: Path, names: Sequence[str] | None, limit: int | None) -> dict[str, Any]:
    """Scores by engine over the pages of `path`; an engine that is not installed says so."""
    samples = list(read_samples(path, limit))
    out: dict[str, Any] = {"pages": len(samples), "digest": _digest(path), "engines": {}}
    errors: dict[str, list[int]] = {}
    for name in names or ENGINES:
        if name not in ENGINES:
            raise SystemExit(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
        try:
            engine = ENGINES[name]()
        except ImportError as error:
            out["engines"][name] = {"missing": f"not installed ({error.name})"}
            continue
        out["engines"][name], errors[name] = _measure_one(engine, samples)
    for name in errors:
        if name != OWN and OWN in errors:
            out["engines"][name]["paired"] = _paired(errors[OWN], errors[name])
    out["milliseconds_by_stage"] = stages(samples)
    return out


def _paired(own: Sequence[int], other: Sequence[int]) -> dict[str, int | float]:
    """Page by page: on how many newsfold has fewer wrong snippets, as many, more; a sign test."""
    better = sum(a < b for a, b in zip(own, other, strict=True))
    worse = sum(a > b for a, b in zip(own, other, strict=True))
    return {
        "better": better,
        "equal": len(own) - better - worse,
        "worse": worse,
        "p": round(_sign_test(better, worse), 6),
    }


def _sign_test(one: int, other: int) -> float:
    """Two-sided probability of a split as uneven as this, were both engines equally good."""
    count = one + other
    tail = sum(comb(count, k) for k in range(min(one, other) + 1)) / 2**count
    return min(1.0, 2 * tail)


def stages(samples: Sequence[Sample]) -> dict[str, float]:
    """Mean milliseconds of CPU that newsfold spends on a page in each stage."""
    from crawler.blocks import blocks_from_html
    from crawler.html import parse_html
    from crawler.metadata import metadata_from_html
    from crawler.page import page_from_html
    from dedupe.page import fold_page

    spent: Counter[str] = Counter()

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        spent[stage] += time.process_time() - start
        return made

    for sample in samples:
        html, url = sample.html, sample.url
        root = timed("parse", lambda html=html: parse_html(html))
        timed("metadata", lambda root=root, url=url: metadata_from_html(root, url))
        timed("blocks", lambda root=root, url=url: blocks_from_html(root, url=url))
        page = page_from_html(html, id=url or "page", url=url)
        timed("fold", lambda page=page: fold_page(page))
    return {stage: round(1000 * total / max(1, len(samples)), 2) for stage, total in spent.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _measure_one(engine: Engine, samples: Sequence[Sample]) -> tuple[dict[str, Any], list[int]]:
    """An engine's scores, and how many snippets it got wrong on each page."""
    errors = []
    counts: Counter[str] = Counter()
    spent = 0.0
    failed = 0
    for sample in samples:
        start = time.process_time()
        try:
            output = engine(sample.html, sample.url)
        except Exception:  # an engine that raises has kept nothing: that is its score
            output, failed = Output((), ()), failed + 1
        spent += time.process_time() - start
        found = _snippets(sample, output)
        errors.append(found["fn"] + found["fp"])
        counts.update(found)
        counts.update(_faults(sample, output))
    pages = max(1, len(samples))
    shares = ("empty", "doubled", "headline", "captions", "markers", "cards")
    return {
        "without_title": _rates(counts, ""),
        "with_title": _rates(counts, "_title"),
        "share_of_pages": {name: round(counts[name] / pages, 4) for name in shares},
        "pages_a_cpu_second": round(pages / spent, 1) if spent else 0.0,
        "failed": failed,
    }, errors


def _snippets(sample: Sample, output: Output) -> Counter[str]:
    """Found and missed snippets; `_title` counts a wanted one that the page's headline holds."""
    text = clean(" ".join(output.lines))
    heads = "\n".join(sample.headlines)
    counts: Counter[str] = Counter()
    for snippet in sample.wanted:
        found = snippet in text
        counts["tp" if found else "fn"] += 1
        titled = found or (bool(normal(snippet)) and normal(snippet) in heads)
        counts["tp_title" if titled else "fn_title"] += 1
    for snippet in sample.unwanted:
        side = "fp" if snippet in text else "tn"
        counts.update([side, f"{side}_title"])
    return counts


def _faults(sample: Sample, output: Output) -> set[str]:
    """Which faults the page's output shows."""
    keys = [normal(line) for line in output.body]
    known = set(keys) - {""}
    tests = {
        "empty": not output.lines,
        "doubled": len([key for key in keys if key]) > len(known),
        "headline": bool(known & sample.headlines),
        "captions": bool(known & sample.captions),
        "markers": any(_is_marker(line) for line in output.body),
        "cards": bool(known & (sample.links - sample.headlines)),
    }
    return {name for name, true in tests.items() if true}


def _is_marker(line: str) -> bool:
    bare = line.strip()
    return (len(bare) <= MARKER_CHARS and not re.search(r"\d", bare)) or normal(bare) in TEXT_SIZE


def _rates(counts: Counter[str], which: str) -> dict[str, float]:
    tp, fn, fp, tn = (counts[f"{name}{which}"] for name in ("tp", "fn", "fp", "tn"))
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    both = precision + recall
    rates = {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
        "accuracy": (tp + tn) / max(1, tp + fn + fp + tn),
    }
    return {name: round(value, 4) for name, value in rates.items()}


def print_engines(result: dict[str, Any]) -> None:
    """The comparison as a table."""
    print(f"{result['pages']} pages, digest {result['digest']}")
    print(
        f"{'engine':22} {'prec':>6} {'rec':>6} {'F1':>6} {'acc':>6} {'F1+t':>6} "
        f"{'empty':>6} {'double':>6} {'headl':>6} {'capt':>6} {'mark':>6} {'cards':>6} {'p/s':>6}"
    )
    for name, row in result["engines"].items():
        if "missing" in row:
            print(f"{name:22} {row['missing']}")
            continue
        rates = [*row["without_title"].values(), row["with_title"]["f1"]]
        numbers = [*rates, *row["share_of_pages"].values()]
        print(
            f"{name:22}",
            " ".join(f"{number:6.3f}" for number in numbers),
            f"{row['pages_a_cpu_second']:6.1f}",
        )
    print("\npage by page, newsfold against:   better  equal  worse  sign test p")
    for name, row in result["engines"].items():
        if "paired" in row:
            pair = row["paired"]
            print(
                f"{name:32} {pair['better']:8} {pair['equal']:6} {pair['worse']:6}  {pair['p']:.2g}"
            )
    shown = ", ".join(f"{stage} {ms}" for stage, ms in result["milliseconds_by_stage"].items())
    print(f"\nmilliseconds of CPU a page: {shown}")
