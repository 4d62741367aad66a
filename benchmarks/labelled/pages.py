"""All pages of the labelled set."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.labelled.flat import flat_pages
from benchmarks.labelled.outlets import outlets
from benchmarks.labelled.page import make_page
from benchmarks.labelled.truth import Labelled


@lru_cache(maxsize=1)
def pages() -> tuple[Labelled, ...]:
    """The labelled pages; the same at every call and on every machine."""
    made = [make_page(out, number) for out in outlets() for number in range(len(out.plan))]
    return (*made, *flat_pages(made))
