"""Inputs turned into folded pages: what `fold`, `explain` and `clean` have in common."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crawler.dumps import FORMS, Bad, find_inputs, read_dump
from crawler.profile import host_of
from crawler.site import rules_of, site_for
from dedupe.boilerplate import BlockCounts, furniture
from dedupe.model import FoldedPage, Page
from dedupe.page import NO_FURNITURE, fold_page
from dedupe.rules import Rules

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one run, or standard input, and how to read them."""

    files: tuple[Path, ...]
    form: str = ""
    source: str = ""
    sites_dir: str = ""

    @property
    def is_stream(self) -> bool:
        return not self.files


def open_inputs(
    names: Sequence[str], form: str = "", source: str = "", sites_dir: str = ""
) -> Inputs:
    """Check what the user named; raises InputError before anything is read."""
    if list(names) == [STDIN]:
        return Inputs((), form or "text", source, sites_dir)
    return Inputs(tuple(find_inputs(names, form)), form, source, sites_dir)


def read_pages(inputs: Inputs) -> Iterator[Page | Bad]:
    """Every page and every bad input, file by file."""
    if inputs.is_stream:
        yield from FORMS[inputs.form](sys.stdin.buffer, STDIN, inputs.source)
    for path in inputs.files:
        yield from read_dump(path, inputs.form, inputs.source)


def learn_furniture(inputs: Inputs) -> dict[str, frozenset[bytes]]:
    """The furniture of each source among the inputs; a stream, read once, teaches nothing."""
    learned = {source: furniture(count) for source, count in count_inputs(inputs).items()}
    return {source: keys for source, keys in learned.items() if keys}


def count_inputs(inputs: Inputs) -> dict[str, BlockCounts]:
    """A sample of the pages of each source among the inputs; none of a stream."""
    counts: dict[str, BlockCounts] = {}
    if not inputs.is_stream:
        for page in read_pages(inputs):
            if isinstance(page, Page):
                counts.setdefault(page.source, BlockCounts()).add(page)
    return counts


def fold_inputs(inputs: Inputs, learned: dict[str, frozenset[bytes]]) -> Iterator[FoldedPage | Bad]:
    """The pages folded; a page without an article comes as it is, with none."""
    for page in read_pages(inputs):
        if isinstance(page, Bad):
            yield page
            continue
        try:
            rules = rules_for(page.url, inputs.sites_dir)
            yield fold_page(page, rules, learned.get(page.source, NO_FURNITURE))
        except (ValueError, RecursionError) as error:
            yield Bad(page.id, "not foldable", str(error), page.id, page.url)


def rules_for(url: str, sites_dir: str = "") -> Rules:
    """The rules of the site that an address is on."""
    return _rules_for(host_of(url), sites_dir)


@lru_cache(maxsize=4096)
def _rules_for(host: str, sites_dir: str) -> Rules:
    return rules_of(site_for(f"https://{host}/" if host else "", sites_dir or None))


def lacks_article(folded: FoldedPage) -> Bad | None:
    """The quarantine entry of a page that holds no article."""
    if folded.articles:
        return None
    page = folded.page
    cards = len(folded.teasers)
    detail = f"{len(page.blocks)} blocks" + (f", {cards} cards for other articles" if cards else "")
    return Bad(page.id, "no article", detail, page.id, page.url)
