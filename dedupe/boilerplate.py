"""Which blocks are the furniture of a site: the same block on many of its pages.

One page cannot tell a newsletter notice from a paragraph; ten pages of a site can. A block counts
as furniture where enough pages of one site hold it *around different articles*. That last part
keeps news safe: five versions of one report share every paragraph, and none of them is furniture.

The rule, in order:

1. A site is judged by a sample of its pages, the ones with the lowest page ids, which are hashes.
   The sample does not depend on the order in which the pages came nor on how often, its size
   bounds the memory, and a database finds the same one by an index.
2. Blocks on at least `LEAST_PAGES` and `LEAST_SHARE` of the sampled pages are candidates. Numbers
   in a block make no difference: a notice that says how many readers it has is one block.
3. A page whose long blocks are mostly candidates is a copy of other pages rather than an article
   of its own, and all such pages together speak as one. A candidate that still stands on enough
   pages is furniture.

What was tried and lost: counting pages alone (a wire story in every other file of a dump lost all
of its paragraphs); a list of typical notices (every site words its own).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from dedupe.model import Page
from dedupe.record import page_id
from dedupe.text import normal, width

# On fewer pages a repeat may be news: two reports of one event share a background paragraph.
LEAST_PAGES = 4
# A block on this share of a site's pages is furniture; below it stand formulas that articles share.
LEAST_SHARE = 0.3
# Pages that a site is judged by. The rarest furniture stands on 3 pages of 10: of 400 pages, 120.
SAMPLE_PAGES = 400
# Blocks of this many words or more tell an article from a copy; menus are made of shorter ones.
_LONG_WORDS = 12
# An article of its own has at least this share of its long text to itself.
_OWN_SHARE = 0.4
# A sentence has so many words to each number, or its numbers are what it says.
_WORDS_A_NUMBER = 4
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class BlockCounts:
    """A sample of one site's pages; add() every page, then ask furniture()."""

    pages: int = 0
    sample: list[tuple[int, dict[bytes, int]]] = field(default_factory=list)
    """A heap of (rank, length in words of each of the page's blocks by key), ranks distinct."""
    ranks: set[int] = field(default_factory=set)

    def add(self, page: Page) -> None:
        """Count one more page, and keep its blocks if it falls into the sample."""
        self.pages += 1
        rank = -int(page_id(page), 16)
        full = len(self.sample) >= SAMPLE_PAGES
        if rank in self.ranks or (full and rank < self.sample[0][0]):
            return
        self.ranks.add(rank)
        heapq.heappush(self.sample, (rank, _page_blocks(page)))
        if full:
            self.ranks.remove(heapq.heappop(self.sample)[0])


def _page_blocks(page: Page) -> dict[bytes, int]:
    return {furniture_key(block.text): width(block.text) for block in page.blocks}


def furniture_key(text: str) -> bytes:
    """Eight bytes that two pages' copies of a block share: of normal(), numbers in it as 0.

    Web addresses count as numbers do: a permalink line names another page on every page. Blocks
    that are mostly numbers, such as scores and prices, keep them.
    """
    words = normal(_ADDRESS.sub(" 0 ", text)).split()
    numbers = sum(_DIGIT.search(word) is not None for word in words)
    if numbers * _WORDS_A_NUMBER > len(words):
        return _digest(" ".join(words))
    return _digest(_DIGITS.sub("0", " ".join(words)) or text.strip())


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def furniture(counts: BlockCounts) -> frozenset[bytes]:
    """The keys of the blocks that are furniture of the site that was sampled."""
    pages = [blocks for _, blocks in counts.sample]
    least = max(LEAST_PAGES, LEAST_SHARE * len(pages))
    candidates = {key: n for key, n in _often(pages).items() if n >= least}
    if not candidates:
        return frozenset()
    own = [page for page in pages if _is_own(page, candidates)]
    copies = [page for page in pages if not _is_own(page, candidates)]
    support = _often(own)
    support.update({key for page in copies for key in page})
    return frozenset(key for key in candidates if support[key] >= least)


def _often(pages: Iterable[dict[bytes, int]]) -> Counter[bytes]:
    counts: Counter[bytes] = Counter()
    for page in pages:
        counts.update(page.keys())
    return counts


def _is_own(page: dict[bytes, int], candidates: dict[bytes, int]) -> bool:
    """Whether a page has an article that the other pages have not."""
    long = {key: words for key, words in page.items() if words >= _LONG_WORDS}
    total = sum(long.values())
    shared = sum(words for key, words in long.items() if key in candidates)
    return total > shared and total - shared >= _OWN_SHARE * total


def count_blocks(pages: Iterable[Page]) -> BlockCounts:
    """A sample over the pages of one site."""
    counts = BlockCounts()
    for page in pages:
        counts.add(page)
    return counts
