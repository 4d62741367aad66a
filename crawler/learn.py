"""The first of two passes: which blocks are furniture of which source, over all the inputs.

A source is judged by a sample of its pages, and which pages are in it depends on their names and
addresses (see dedupe.boilerplate). So the dump is read twice here, but of most pages no more than
that is looked at: once to find which records are in the sample of each source, once to take their
blocks. Then the pages are folded, the first as well as the last.
"""

from __future__ import annotations

import heapq
import marshal
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

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

if TYPE_CHECKING:
    from storage.store import Store

R = TypeVar("R")

MOST_SAMPLED = 200_000
"""Pages in all samples together, some 1.5 KB each; a source that finds no room any more learns
what its furniture is when its pages are stored, and has them folded again."""

_TOGETHER = 100
"""Sampled records that a worker is given at a time."""

_KEY = 8
"""Bytes of a furniture key."""

Blob = tuple[bytes, bytes, bytes]
"""Keys of a page's blocks, their sizes in words, and the keys of its headlines."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The furniture of a source, and the ids of the pages that it was learned from, in order."""

    keys: frozenset[bytes]
    ids: tuple[str, ...]


Spot = tuple[str, int]
"""Source and rank of a record."""


@dataclass(slots=True)
class Ranks:
    """The lowest ranks of the pages of each source, and the places of the records that have them.

    A place is the number of a record among all of the inputs.
    """

    heaps: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Ranks with places; they are weeded out from time to time."""
    total: int = 0

    def add(self, source: str, rank: int, place: int) -> None:
        heap = self.heaps.get(source)
        if heap is None:
            if self.total >= MOST_SAMPLED:
                return
            heap = self.heaps[source] = []
            self.places[source] = []
        self.counts[source] = self.counts.get(source, 0) + 1
        if len(heap) < SAMPLE_PAGES:
            heapq.heappush(heap, -rank)
            self.total += 1
        elif rank > -heap[0]:
            return
        else:
            heapq.heappushpop(heap, -rank)
        places = self.places[source]
        places.append((rank, place))
        if len(places) > 2 * SAMPLE_PAGES:
            places[:] = [found for found in places if found[0] <= -heap[0]]

    def limits(self, stored: Mapping[str, int]) -> dict[str, int]:
        """The highest rank in the sample of each source that has pages enough to learn from."""
        return {
            source: -heap[0]
            for source, heap in self.heaps.items()
            if self.counts[source] + stored[source] >= LEAST_PAGES
        }

    def sampled(self, limits: Mapping[str, int]) -> set[int]:
        """Places of the records that are in a sample."""
        return {
            place
            for source, limit in limits.items()
            for rank, place in self.places[source]
            if rank <= limit
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
    with _road(rank_chunk, inputs, {}, workers, _no_spots) as road:
        count = 0
        for chunk, parts in road.results(_records(inputs)):
            for place, spot in enumerate(chain.from_iterable(parts), count):
                if spot is not None:
                    ranks.add(*spot, place)
            count += len(chunk)
            progress(count, 0, "looking for furniture")
    stored = dict.fromkeys(ranks.heaps, 0)
    if opened is not None:
        with opened() as store:
            stored = {source: store.count_of(source) for source in ranks.heaps}
    limits = ranks.limits(stored)
    if not limits:
        return {}
    samples = _sampled(inputs, ranks.sampled(limits), limits, workers)
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


def _sampled(
    inputs: Inputs, places: set[int], limits: dict[str, int], workers: int
) -> dict[str, _Sample]:
    samples = {source: _Sample() for source in limits}
    with _road(key_chunk, inputs, limits, workers, _no_keys) as road:
        for _, parts in road.results(_chosen(inputs, places)):
            for data in parts:
                for source, rank, id_, blob in marshal.loads(data):
                    samples[source].put(rank, id_, blob)
    return samples


def _road(
    work: Callable[[list[Raw]], R],
    inputs: Inputs,
    limits: dict[str, int],
    workers: int,
    lost: Callable[[list[Raw]], R],
) -> Road[list[Raw], R]:
    """`lost` stands for records at which a worker died: they are in no sample."""

    def setup() -> None:
        global _state
        _state = _State(inputs, limits)

    return Road(work, workers, lambda records: [[each] for each in records], lost, setup)


def _records(inputs: Inputs) -> Iterator[list[Raw]]:
    for chunk in chunks(inputs):
        yield [found for found in chunk.records if isinstance(found, Raw)]


def _chosen(inputs: Inputs, places: set[int]) -> Iterator[list[Raw]]:
    """The records at these places, as far as the inputs are the same as before."""
    records = chain.from_iterable(_records(inputs))
    chosen = (raw for place, raw in enumerate(records) if place in places)
    while some := list(islice(chosen, _TOGETHER)):
        yield some


def rank_chunk(records: list[Raw]) -> list[Spot | None]:
    """Source and rank of each record, None where it has none."""
    return list(map(_spot, records))


def _no_spots(records: list[Raw]) -> list[Spot | None]:
    return [None for _ in records]


def key_chunk(records: list[Raw]) -> bytes:
    """Source, rank, page id and keys of the records that are in a sample."""
    found = []
    for raw in map(_parsed, records):
        spot = _spot(raw)
        # The inputs may have changed since the ranks were looked at.
        if spot is None or spot[1] > _state.limits.get(spot[0], -1):
            continue
        page = _page(raw)
        if page is not None:
            found.append((*spot, page_id(page), _blob(page_keys(page))))
    return marshal.dumps(found)


def _no_keys(records: list[Raw]) -> bytes:
    return marshal.dumps([])


def _parsed(raw: Raw) -> Raw:
    """A record of JSON with its fields: it is asked for its source, and then for its page."""
    if raw.form != "json":
        return raw
    try:
        fields = fields_of(raw)
    except Exception:  # it will be quarantined when it is folded
        return raw
    return raw if isinstance(fields, Bad) else raw._replace(form="fields", data=fields)


def _spot(raw: Raw) -> Spot | None:
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
