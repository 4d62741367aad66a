"""Which blocks are the furniture of a site: the same block on many of its pages.

One page cannot tell a newsletter notice from a paragraph; ten pages of a site can. A block counts
as furniture where enough pages of one site hold it *around different articles*. That last part
keeps news safe: five versions of one report share every paragraph, and none of them is furniture.

The rule, in order:

1. A site is judged by a sample of its pages, the ones with the lowest ranks, which are hashes of
   name and address. The sample does not depend on the order in which the pages came nor on how
   often, its size bounds the memory, a database finds the same one by an index, and whoever reads
   a dump knows which pages are in it before it parses any.
2. Blocks on at least `LEAST_PAGES` and `LEAST_SHARE` of the sampled pages are candidates. Numbers
   in a block make no difference: a notice that says how many readers it has is one block.
3. A page whose long blocks are mostly candidates is a copy of other pages rather than an article
   of its own, and all such pages together speak as one. A candidate that still stands on enough
   pages is furniture.
4. News that the site recommends stays. A box of the most read articles puts one headline on every
   page of a day. What single pages have as their own headline is no furniture, nor is what stands
   beside that headline wherever it stands (the standfirst, a caption). A headline of many pages
   is the name of the site.

What was tried and lost: counting pages alone (a wire story in every other file of a dump lost all
of its paragraphs); a list of typical notices (every site words its own); the first line of a bare
text as its headline (it is the site's name or a notice too often).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from dedupe.model import Page
from dedupe.record import digest, page_id
from dedupe.text import clean, measured, normal

# On fewer pages a repeat may be news: two reports of one event share a background paragraph.
LEAST_PAGES = 4
# A block on this share of a site's pages is furniture; below it stand formulas that articles share.
LEAST_SHARE = 0.3
# Pages that a site is judged by. The rarest furniture stands on 3 pages of 10: of 400 pages, 120.
SAMPLE_PAGES = 400
# Blocks of this many words or more tell an article from a copy; menus are made of shorter ones.
_LONG_WORDS = 12
# A paragraph of so many words is no caption any longer: the header ends before it.
_PARAGRAPH_WORDS = 20
# An article of its own has at least this share of its long text to itself.
_OWN_SHARE = 0.4
# A headline has so many words or more; what has fewer is a section or a button.
_HEADLINE_WORDS = 3
# Blocks on either side of a headline among which its standfirst and captions stand.
_BESIDE = 4
# Share of a recommended standfirst's pages on which it stands beside its headline; on others the
# headline may be cut or reworded.
_TOGETHER_SHARE = 0.8
# A sentence has so many words to each number, or its numbers are what it says.
_WORDS_A_NUMBER = 4
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# What is left of a number's points or commas: `4 000`. The space first: it is looked for fast.
_GROUPED = re.compile(r" (?<=\d )(?=\d{3}\b)")
# Characters of a block whose key is kept: what is longer would fill the memory.
_SHORT = 200
# A number and what follows in its word: one for each word that has a digit.
_NUMBERED = re.compile(r"\d[^ ]*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class PageKeys:
    """What counting needs to know of a page."""

    words: dict[bytes, int]
    """Length in words of each block, by key."""
    order: tuple[bytes, ...]
    heads: frozenset[bytes]
    """Blocks that are the page's own headlines."""


@dataclass(slots=True)
class BlockCounts:
    """A sample of one site's pages; add() every page, then ask furniture()."""

    pages: int = 0
    sample: list[tuple[int, PageKeys]] = field(default_factory=list)
    """A heap of pages by place, lowest ranks kept; no place is in it twice."""
    places: set[int] = field(default_factory=set)

    def add(self, page: Page) -> None:
        """Count one more page, and keep its blocks if it falls into the sample."""
        self.pages += 1
        place = -sample_place(sample_rank(page.id, page.url), page_id(page))
        if not self._is_out(place):
            self._push(place, page_keys(page))

    def put(self, rank: int, id_: str, keys: PageKeys) -> None:
        """The same for a page of which no more is at hand than its keys."""
        self.pages += 1
        place = -sample_place(rank, id_)
        if not self._is_out(place):
            self._push(place, keys)

    def _is_out(self, place: int) -> bool:
        full = len(self.sample) >= SAMPLE_PAGES
        return place in self.places or (full and place < self.sample[0][0])

    def _push(self, place: int, keys: PageKeys) -> None:
        self.places.add(place)
        heapq.heappush(self.sample, (place, keys))
        if len(self.sample) > SAMPLE_PAGES:
            self.places.remove(heapq.heappop(self.sample)[0])

    def ids(self) -> list[str]:
        """Page ids of the sample, in the order of their ranks."""
        return [f"{-place & _ID_MASK:032x}" for place in sorted(self.places, reverse=True)]


_ID_MASK = (1 << 128) - 1


def sample_rank(id_: str, url: str) -> int:
    """60 bits by which pages are drawn into a sample; an integer of SQLite has 63 and a sign."""
    return int(digest(id_, url)[:15], 16)


def sample_place(rank: int, id_: str) -> int:
    """Place of a page in its site's order: by rank, and by page id where two have the same."""
    return rank << 128 | int(id_, 16)


def page_keys(page: Page) -> PageKeys:
    """What counting needs of a page."""
    # It needs numpy, and whoever counts no pages may not.
    from dedupe.forms import measured_lines

    texts = [block.text for block in page.blocks]
    if all(text and clean(text) == text for text in texts):
        lines = measured_lines(texts)
    else:
        lines = list(map(measured, texts))
    order = tuple(furniture_keys(texts, [form for form, _ in lines]))
    title = normal(page.meta.title)
    heads = [
        key
        for block, key, (form, size) in zip(page.blocks, order, lines, strict=True)
        if size >= _HEADLINE_WORDS and (block.level == 1 or (title and form == title))
    ]
    sizes = (size for _, size in lines)
    return PageKeys(dict(zip(order, sizes, strict=True)), order, frozenset(heads))


def furniture_key(text: str) -> bytes:
    """Eight bytes that two pages' copies of a block share: of normal(), numbers in it as 0.

    Web addresses count as numbers do: a permalink line names another page on every page. Blocks
    that are mostly numbers, such as scores and prices, keep them.
    """
    return _key_of_short(text) if len(text) < _SHORT else _key(text)


def furniture_keys(texts: Sequence[str], keys: Sequence[str]) -> Iterator[bytes]:
    """`furniture_key` of each text, for who has their normal forms at hand."""
    for text, key in zip(texts, keys, strict=True):
        if not key or _has_address(text):
            yield furniture_key(text)
        else:
            yield _key_of(key)


def _has_address(text: str) -> bool:
    """Whether `_ADDRESS` may be found in a text; most have none, and this is asked faster."""
    return "://" in text or "www." in text.lower()


def _key(text: str) -> bytes:
    bare = text.strip()
    return _key_of(normal(_ADDRESS.sub(" 0 ", text) if _has_address(text) else text), bare)


def _key_of(key: str, bare: str = "") -> bytes:
    """The key of a text by its normal form; `bare` is what stands for one that has none."""
    first = _DIGITS.search(key)
    if not first:
        return _digest(key or bare)
    # To look for digits takes longest here, and there are none before the first.
    before, rest = key[: first.start()], _GROUPED.sub("", key[first.start() :])
    words = before.count(" ") + rest.count(" ") + 1
    if len(_NUMBERED.findall(rest)) * _WORDS_A_NUMBER > words:
        return _digest(before + rest)
    return _digest(before + _DIGITS.sub("0", rest))


# What a site repeats comes again on every page.
_key_of_short = lru_cache(maxsize=8192)(_key)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def furniture(counts: BlockCounts) -> frozenset[bytes]:
    """The keys of the blocks that are furniture of the site that was sampled."""
    pages = [page for _, page in counts.sample]
    least = max(LEAST_PAGES, LEAST_SHARE * len(pages))
    candidates = {key: n for key, n in _often(pages).items() if n >= least}
    if not candidates:
        return frozenset()
    own = [page for page in pages if _is_own(page, candidates)]
    copies = [page for page in pages if not _is_own(page, candidates)]
    support = _often(own)
    support.update({key for page in copies for key in page.words})
    found = {key for key in candidates if support[key] >= least}
    return frozenset(found - _recommended(pages, found, least))


def _recommended(pages: list[PageKeys], found: set[bytes], least: float) -> set[bytes]:
    """Headlines of single articles that other pages show too, and what goes with them."""
    heads = Counter(key for page in pages for key in page.heads)
    titles = {key for key in found if 0 < heads[key] < least}
    times = _often(pages)
    together: Counter[tuple[bytes, bytes]] = Counter()
    apart: set[tuple[bytes, bytes]] = set()
    for page in pages:
        for title in titles & page.words.keys():
            beside = _beside(page.order, title) & found
            together.update((key, title) for key in beside)
            if title in page.heads:
                # A footer may always stand below one card; in the article's header it does not.
                header = _header(page, title, found)
                apart.update((key, title) for key in (found & page.words.keys()) - header)
    return titles | {
        key
        for (key, title), count in together.items()
        if count >= _TOGETHER_SHARE * times[key] and (key, title) not in apart
    }


def _beside(order: tuple[bytes, ...], title: bytes) -> set[bytes]:
    """The keys of the blocks around every place where `title` stands."""
    places = [at for at, key in enumerate(order) if key == title]
    return {key for at in places for key in order[max(0, at - _BESIDE) : at + _BESIDE + 1]}


def _header(page: PageKeys, title: bytes, found: set[bytes]) -> set[bytes]:
    """What stands around the page's own headline, down to the first paragraph that is its own."""
    places = [at for at, key in enumerate(page.order) if key == title]
    start, last = places[0], places[-1]
    long = (
        at
        for at in range(start + 1, len(page.order))
        if page.words[page.order[at]] >= _PARAGRAPH_WORDS and page.order[at] not in found
    )
    return set(page.order[max(0, start - _BESIDE) : next(long, last + _BESIDE)])


def _often(pages: Iterable[PageKeys]) -> Counter[bytes]:
    return Counter(key for page in pages for key in page.words)


def _is_own(page: PageKeys, candidates: dict[bytes, int]) -> bool:
    """Whether a page has an article that the other pages have not."""
    long = {key: words for key, words in page.words.items() if words >= _LONG_WORDS}
    total = sum(long.values())
    shared = sum(words for key, words in long.items() if key in candidates)
    return total > shared and total - shared >= _OWN_SHARE * total


def count_blocks(pages: Iterable[Page]) -> BlockCounts:
    """A sample over the pages of one site."""
    counts = BlockCounts()
    for page in pages:
        counts.add(page)
    return counts
