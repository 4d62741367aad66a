"""All pages of the labelled set, and how each comes in."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.labelled.flat import flat_pages
from benchmarks.labelled.outlets import outlets
from benchmarks.labelled.page import make_page
from benchmarks.labelled.truth import Labelled
from crawler.page import page_from_html, page_from_text
from dedupe.model import Page


@lru_cache(maxsize=1)
def pages() -> tuple[Labelled, ...]:
    """The labelled pages; the same at every call and on every machine."""
    made = [make_page(out, number) for out in outlets() for number in range(len(out.plan))]
    return (*made, *flat_pages(made))


def read_page(page: Labelled, form: str) -> Page:
    """The page as the crawl (HTML) or a dump (text) brings it in."""
    source = f"{page.outlet}.example"
    if form == "html":
        return page_from_html(page.html, id=page.name, url=page.url, source=source)
    return page_from_text(page.text, id=page.name, source=source)
