"""The inputs of a run, and their records gathered into chunks for the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from crawler.cards import with_keys
from crawler.profile import host_of
from crawler.readers.find import STDIN, Input, find_inputs, stamped
from crawler.readers.raw import Bad, Raw, Reading
from crawler.readers.read import Position, read_input
from crawler.records import page_of
from crawler.site import rules_of, site_for
from dedupe.boilerplate import BlockCounts, furniture
from dedupe.model import FoldedPage, Page
from dedupe.page import NO_FURNITURE, fold_page
from dedupe.rules import Rules
from storage.inputs import Progress

Furniture = dict[str, frozenset[bytes]]
"""Keys of the furniture of each source."""

_CHUNK_RECORDS = 100
"""Records in a chunk, which is a transaction: a kill costs a moment's work, and it is fast."""
_CHUNK_BYTES = 2_000_000
"""A chunk ends at so many bytes: of long pages fewer are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the user named, and how to read it."""

    names: tuple[str, ...]
    reading: Reading = field(default_factory=Reading)
    sites_dir: str = ""

    @property
    def is_stream(self) -> bool:
        return STDIN in self.names

    def __iter__(self) -> Iterator[Input]:
        self.reading.passed.clear()
        return find_inputs(self.names, self.reading)


@dataclass(slots=True)
class Span:
    """The records of one input that are in a chunk."""

    item: Input
    before: Progress
    records: int = 0
    ended: bool = False
    """Whether its last record is in this chunk."""
    done: bool = False
    """Whether it has ended and need not be read again."""
    again: bool = False
    """Whether the last record is an error that may be gone when the input is read again."""


@dataclass(slots=True)
class Chunk:
    """Records in a row, of one input or of several small ones."""

    records: list[Raw | Bad] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    size: int = 0
    read: int = 0
    """Bytes of all inputs that were read when the chunk was full; for showing progress."""


def open_inputs(
    names: Sequence[str],
    form: str = "",
    source: str = "",
    sites_dir: str = "",
    separator: str = "",
    columns: tuple[tuple[str, str], ...] = (),
) -> Inputs:
    """Check what the user named; raises InputError before anything is read."""
    inputs = Inputs(tuple(names), Reading(form, source, separator, columns), sites_dir)
    iter(inputs)
    return inputs


def total_bytes(inputs: Inputs) -> int:
    """Bytes of all inputs together; 0 where standard input is among them."""
    return 0 if inputs.is_stream else sum(item.size for item in inputs)


def reading_mark(reading: Reading) -> str:
    """Hash of how an input is read; other options make other pages of it."""
    return blake2b(repr(reading).encode(), digest_size=8).hexdigest()


def chunks(
    inputs: Inputs,
    progress_of: Callable[[Input], Progress] | None = None,
    skipped: Callable[[Progress], None] = lambda progress: None,
) -> Iterator[Chunk]:
    """The records of all inputs from where earlier runs left off, in order."""
    chunk = Chunk()
    passed = 0
    for item in inputs:
        before = progress_of(item) if progress_of else Progress(item.path, "", item.stamp)
        skipped(before)
        if before.done:
            passed += item.size
            continue
        position = Position()
        span = Span(item, before)
        chunk.spans.append(span)
        records = read_input(item, inputs.reading, position)
        for found in islice(records, before.records, None):
            chunk.records.append(found)
            span.records += 1
            chunk.size += found.size if isinstance(found, Raw) else 0
            if len(chunk.records) >= _CHUNK_RECORDS or chunk.size >= _CHUNK_BYTES:
                chunk.read = passed + position.bytes
                yield chunk
                # What was done of this input is what it was before, and the chunks since.
                span = Span(item, before)
                chunk = Chunk(spans=[span])
        _end(span, chunk.records)
        passed += item.size
        chunk.read = passed
        if len(chunk.spans) >= _CHUNK_RECORDS:
            yield chunk
            chunk = Chunk()
    if chunk.spans:
        yield chunk


def _end(span: Span, records: list[Raw | Bad]) -> None:
    """Say whether the input is done with."""
    span.ended = True
    last = records[-1] if span.records else None
    span.again = isinstance(last, Bad) and last.reason == "unreadable"
    # What grew or changed while it was read is read again by the next run, and so is a stream.
    same = span.item.remote or stamped(span.item).stamp == span.item.stamp
    span.done = same and span.item.path != STDIN and not span.again


def read_pages(inputs: Inputs) -> Iterator[Page | Bad]:
    """Every page and every bad input, in this process."""
    for item in inputs:
        for found in read_input(item, inputs.reading):
            yield page_of(found, inputs.reading) if isinstance(found, Raw) else found


def learn_furniture(inputs: Inputs) -> Furniture:
    """The furniture of each source among a few inputs; a stream, read once, teaches nothing."""
    counts: dict[str, BlockCounts] = {}
    for page in () if inputs.is_stream else read_pages(inputs):
        if isinstance(page, Page):
            counts.setdefault(page.source, BlockCounts()).add(page)
    learned = {source: furniture(count) for source, count in counts.items()}
    return {source: keys for source, keys in learned.items() if keys}


def fold_inputs(inputs: Inputs, learned: Furniture) -> Iterator[FoldedPage | Bad]:
    """The pages folded, in this process; a page without an article comes as it is, with none."""
    for page in read_pages(inputs):
        yield page if isinstance(page, Bad) else folded(page, learned, inputs.sites_dir)


def folded(page: Page, learned: Furniture, sites_dir: str) -> FoldedPage | Bad:
    """A page folded by the rules and furniture of its site, or why it cannot be."""
    try:
        rules = rules_for(page.url, sites_dir)
        found = fold_page(page, rules, learned.get(page.source, NO_FURNITURE))
        return with_keys(found, sites_dir=sites_dir)
    except (ValueError, RecursionError) as error:
        return Bad(page.id, "not foldable", str(error), page.id, page.url)


def rules_for(url: str, sites_dir: str = "") -> Rules:
    """The rules of the site that an address is on."""
    return _rules_for(host_of(url), sites_dir)


@lru_cache(maxsize=4096)
def _rules_for(host: str, sites_dir: str) -> Rules:
    return rules_of(site_for(f"https://{host}/" if host else "", sites_dir or None))


def problem(folded: FoldedPage, where: str) -> Bad | None:
    """The quarantine entry of a page of a dump that holds no article, or only a part of one.

    What there is of either is folded and stored. `where` is the place of its record.
    """
    page = folded.page
    if folded.articles and page.cut:
        return Bad(where, "cut off", "the markup ends in the middle", page.id, page.url)
    bad = lacks_article(folded)
    return bad and replace(bad, where=where)


def lacks_article(folded: FoldedPage) -> Bad | None:
    """The quarantine entry of a page that holds no article."""
    if folded.articles:
        return None
    page = folded.page
    cards = len(folded.teasers)
    detail = _some(len(page.blocks), "block")
    detail += f", {_some(cards, 'card')} for other articles" if cards else ""
    return Bad(page.id, "no article", detail, page.id, page.url)


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
