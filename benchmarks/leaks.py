"""How much of what is wrongly kept is furniture of the site, and what learning it removes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from benchmarks.engines import ENGINES, Engine, kept_of
from benchmarks.labelled.pages import read_page
from benchmarks.labelled.truth import Labelled
from benchmarks.scoring import leaked
from dedupe.boilerplate import count_blocks, furniture, furniture_key
from dedupe.model import Page
from dedupe.page import fold_page

# A line that is none of an article's is furniture where this share of its outlet's pages has it.
REPEATED = 0.5
OTHERS = ("trafilatura", "trafilatura-precision", "resiliparse", "readability-lxml")
Keep = Callable[[Labelled], Sequence[str]]


def measure(pages: Iterable[Labelled]) -> dict[str, dict[str, Any]]:
    """By engine: what it wrongly kept of the labelled pages, and how much of that is furniture."""
    outlets: dict[str, list[Labelled]] = defaultdict(list)
    for page in pages:
        if {"html", "text"} <= set(page.forms) and page.unit != "sentence":
            outlets[page.outlet].append(page)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for group in outlets.values():
        often = Counter(key for page in group for key in set(map(furniture_key, page.forbidden)))
        least = REPEATED * len(group)
        for name, keep in _engines(group).items():
            for page in group:
                wrong = leaked(page, keep(page))
                of_site = [line for line in wrong if often[furniture_key(line)] >= least]
                counts[name].update(
                    pages=1,
                    wrong=len(wrong),
                    furniture=len(of_site),
                    leaking=bool(wrong),
                    of_site=bool(of_site),
                )
    return {name: _row(count) for name, count in counts.items()}


def _engines(group: Sequence[Labelled]) -> dict[str, Keep]:
    """Each engine as what it keeps of one page of the outlet that `group` holds."""
    engines: dict[str, Keep] = {}
    learned: frozenset[bytes] = frozenset()
    for form in ("text", "html"):
        made = {page.name: read_page(page, form) for page in group}
        learned = furniture(count_blocks(made.values()))
        engines[f"newsfold, {form}, page by page"] = partial(_folded, made, frozenset())
        engines[f"newsfold, {form}, furniture learned"] = partial(_folded, made, learned)
    for name in OTHERS:
        try:
            run = ENGINES[name]()
        except ImportError:
            continue
        engines[name] = partial(_extracted, run, frozenset())
        engines[f"{name}, learned furniture out"] = partial(_extracted, run, learned)
    return engines


def _folded(made: Mapping[str, Page], known: frozenset[bytes], page: Labelled) -> Sequence[str]:
    return kept_of(fold_page(made[page.name], furniture=known)).lines


def _extracted(run: Engine, known: frozenset[bytes], page: Labelled) -> Sequence[str]:
    """What another engine keeps, without its lines that newsfold learned to be furniture."""
    lines = run(page.html, page.url).lines
    return [line for line in lines if furniture_key(line) not in known]


def _row(count: Counter[str]) -> dict[str, Any]:
    pages, wrong = max(1, count["pages"]), max(1, count["wrong"])
    return {
        "pages": count["pages"],
        "wrong_lines_a_page": round(count["wrong"] / pages, 3),
        "furniture_lines_a_page": round(count["furniture"] / pages, 3),
        "furniture_share": round(count["furniture"] / wrong, 3),
        "pages_with_furniture": round(count["of_site"] / pages, 3),
    }
