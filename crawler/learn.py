"""The first of two passes: which blocks are furniture of which source, over all the inputs.

A source is judged by a sample of its pages, and which pages are in it depends on their names and
addresses (see dedupe.boilerplate). So the dump is read twice here, but of most pages no more than
that is looked at: once to find where the sample of each source ends, once to take the blocks of
the pages that are in it. Then the pages are folded, the first as well as the last.
"""

from __future__ import annotations

import heapq
import marshal
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

from crawler.inputs import Furniture, Inputs, chunks
from crawler.readers.raw import Bad, Raw
from crawler.records import fields_of, origin_of, page_of
from crawler.road import Road
from dedupe.boilerplate import (
    LEAST_PAGES,
    SAMPLE_PAGES,
    BlockCounts,
    PageKeys,
    furniture,
    page_keys,
    sample_place,
    sample_rank,
)
from dedupe.model import Page
from dedupe.record import page_id
from storage.store import Store

R = TypeVar("R")

MOST_SAMPLED = 200_000
"""Pages in all samples together, some 1.5 KB each; a source that finds no room any more learns
what its furniture is when its pages are stored, and has them folded again."""

_KEY = 8
"""Bytes of a furniture key."""

Blob = tuple[bytes, bytes, bytes]
"""Keys of a page's blocks, their sizes in words, and the keys of its headlines."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The furniture of a source, and the ids of the pages that it was learned from, in order."""

    keys: frozenset[bytes]
    ids: tuple[str, ...]


@dataclass(slots=True)
class Ranks:
    """The lowest ranks of the pages of each source."""

    heaps: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def add(self, source: str, rank: int) -> None:
        heap = self.heaps.get(source)
        if heap is None:
            if self.total >= MOST_SAMPLED:
                return
            heap = self.heaps[source] = []
        self.counts[source] = self.counts.get(source, 0) + 1
        if len(heap) < SAMPLE_PAGES:
            heapq.heappush(heap, -rank)
            self.total += 1
        else:
            heapq.heappushpop(heap, -rank)

    def limits(self, stored: Mapping[str, int]) -> dict[str, int]:
        """The highest rank in the sample of each source that has pages enough to learn from."""
        return {
            source: -heap[0]
            for source, heap in self.heaps.items()
            if self.counts[source] + stored[source] >= LEAST_PAGES
        }


@dataclass(slots=True)
class _State:
    """What the workers of this process need."""

    inputs: Inputs = field(default_factory=lambda: Inputs(()))
    limits: dict[str, int] = field(default_factory=dict)


_state = _State()


@dataclass(slots=True)
class _Sample:
    """The sampled pages of a source, their keys still as bytes: a fifth of the memory."""

    heap: list[tuple[int, Blob]] = field(default_factory=list)
    places: set[int] = field(default_factory=set)

    def put(self, rank: int, id_: str, blob: Blob) -> None:
        place = -sample_place(rank, id_)
        if place in self.places:
            return
        self.places.add(place)
        heapq.heappush(self.heap, (place, blob))
        if len(self.heap) > SAMPLE_PAGES:
            self.places.remove(heapq.heappop(self.heap)[0])

    def counts(self) -> BlockCounts:
        pages = [(place, _keys(blob)) for place, blob in self.heap]
        return BlockCounts(len(pages), pages, set(self.places))


def learn(
    inputs: Inputs,
    opened: Callable[[], AbstractContextManager[Store]] | None,
    workers: int,
    progress: Callable[[int, int, str], None] = lambda pages, read, stage: None,
) -> dict[str, Learned]:
    """The furniture of each source, by what the inputs and the store have of it together.

    `opened` opens the store; None where there is none.
    """
    ranks = Ranks()
    with _road(rank_chunk, inputs, {}, workers) as road:
        count = 0
        for chunk, parts in road.results(_records(inputs)):
            for found in parts:
                for source, rank in found:
                    ranks.add(source, rank)
            count += len(chunk)
            progress(count, 0, "looking for furniture")
    stored = dict.fromkeys(ranks.heaps, 0)
    if opened is not None:
        with opened() as store:
            stored = {source: store.count_of(source) for source in ranks.heaps}
    limits = ranks.limits(stored)
    if not limits:
        return {}
    samples = _sampled(inputs, limits, workers)
    with opened() if opened else nullcontext() as store:
        return {source: _learned(samples.pop(source), source, store) for source in list(samples)}


def _learned(sample: _Sample, source: str, store: Store | None) -> Learned:
    """The furniture of a source; `store` may have pages of it too."""
    counts = sample.counts()
    for page in store.sample_of(source) if store else ():
        counts.add(page)
    return Learned(furniture(counts), tuple(counts.ids()))


def learned_keys(learned: dict[str, Learned]) -> Furniture:
    """The furniture alone, of the sources that have some."""
    return {source: each.keys for source, each in learned.items() if each.keys}


def _sampled(inputs: Inputs, limits: dict[str, int], workers: int) -> dict[str, _Sample]:
    samples = {source: _Sample() for source in limits}
    with _road(key_chunk, inputs, limits, workers) as road:
        for _, parts in road.results(_records(inputs)):
            for data in parts:
                for source, rank, id_, blob in marshal.loads(data):
                    samples[source].put(rank, id_, blob)
    return samples


def _road(
    work: Callable[[list[Raw]], R], inputs: Inputs, limits: dict[str, int], workers: int
) -> Road[list[Raw], R]:
    def setup() -> None:
        global _state
        _state = _State(inputs, limits)

    # A record at which a worker died is in no sample.
    return Road(
        work, workers, lambda records: [[each] for each in records], lambda _: work([]), setup
    )


def _records(inputs: Inputs) -> Iterator[list[Raw]]:
    for chunk in chunks(inputs):
        yield [found for found in chunk.records if isinstance(found, Raw)]


def rank_chunk(records: list[Raw]) -> list[tuple[str, int]]:
    """Source and rank of each record that has one."""
    return [spot for spot in map(_spot, records) if spot is not None]


def key_chunk(records: list[Raw]) -> bytes:
    """Source, rank, page id and keys of the records that are in a sample."""
    found = []
    for raw in map(_parsed, records):
        spot = _spot(raw)
        if spot is None or spot[1] > _state.limits.get(spot[0], -1):
            continue
        page = _page(raw)
        if page is not None:
            found.append((*spot, page_id(page), _blob(page_keys(page))))
    return marshal.dumps(found)


def _parsed(raw: Raw) -> Raw:
    """A record of JSON with its fields: it is asked for its source, and then for its page."""
    if raw.form != "json":
        return raw
    try:
        fields = fields_of(raw)
    except Exception:  # it will be quarantined when it is folded
        return raw
    return raw if isinstance(fields, Bad) else raw._replace(form="fields", data=fields)


def _spot(raw: Raw) -> tuple[str, int] | None:
    """Source and rank of a record; its page is made only where nothing else tells the source."""
    try:
        origin = origin_of(raw, _state.inputs.reading)
    except Exception:  # it will be quarantined when it is folded
        return None
    if origin is not None:
        return origin.source, sample_rank(origin.id, origin.url)
    page = _page(raw)
    return (page.source, sample_rank(page.id, page.url)) if page else None


def _page(raw: Raw) -> Page | None:
    try:
        page = page_of(raw, _state.inputs.reading)
    except Exception:  # it will be quarantined when it is folded
        return None
    return page if isinstance(page, Page) else None


def _blob(keys: PageKeys) -> Blob:
    sizes = array("I", [keys.words[key] for key in keys.order])
    return b"".join(keys.order), sizes.tobytes(), b"".join(keys.heads)


def _keys(blob: Blob) -> PageKeys:
    order, sizes, heads = blob
    keys = tuple(order[at : at + _KEY] for at in range(0, len(order), _KEY))
    own = frozenset(heads[at : at + _KEY] for at in range(0, len(heads), _KEY))
    return PageKeys(dict(zip(keys, array("I", sizes), strict=True)), keys, own)
