"""The furniture of what is stored, and stored pages folded again with it; nothing is fetched."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath

from crawler.cards import with_keys
from crawler.inputs import rules_for
from dedupe.boilerplate import LEAST_PAGES, count_blocks, furniture, furniture_key
from dedupe.model import FoldedPage, Page
from dedupe.page import fold_page
from dedupe.record import page_id
from storage.store import Store, StoreError

logger = logging.getLogger(__name__)

# Pages in one transaction.
_BATCH = 50


def refold(
    db: str | PathLike[str],
    sources: Sequence[str] | None = None,
    sites_dir: str | PathLike[str] | None = None,
) -> dict[str, int]:
    """Fold every stored page of `sources`, by default of all, again; the counts of the run.

    `pages` = `changed` + `known` + `failed`. Raises StoreError for a source that is not there.
    """
    with Store(fspath(db)) as store:
        there = store.sources()
        for name in sources or ():
            if name not in there:
                raise StoreError(
                    f"{db}: no page is stored of a source {name!r}; there are: {', '.join(there)}"
                )
        run = store.start_run("refold", " ".join(sources or ()))
        counts = Counter(pages=0, changed=0, known=0, failed=0)
        for source in sources or there:
            keys = learned(store, source)
            counts += _again(store, store.pages_of(source), keys, fspath(sites_dir or ""))
        done = {name: counts[name] for name in ("pages", "changed", "known", "failed")}
        store.finish_run(run, done)
    return done


def learned(store: Store, source: str) -> frozenset[bytes]:
    """The furniture of a source, as its stored pages tell."""
    if store.count_of(source) < LEAST_PAGES:
        return frozenset()
    return furniture(count_blocks(store.sample_of(source)))


def settle(
    store: Store,
    source: str,
    sites_dir: str = "",
    keys: frozenset[bytes] | None = None,
    folded_with: Iterable[frozenset[bytes]] = (),
) -> int:
    """Fold again what was folded with other furniture than is known now; pages that changed.

    Which furniture a source has depends on which of its pages are stored and on nothing else. So
    after this it no longer matters in how many runs, or in what order, they came in. `keys` is
    that furniture where the caller knows it already. Of pages that were folded with one of
    `folded_with`, those that hold no block in which it differs would come out the same, and only
    get another mark.
    """
    if keys is None:
        keys = learned(store, source)
    for old in set(folded_with) - {keys}:
        differing = old ^ keys
        batch = []
        for page in store.pages_like(source, old):
            if not any(furniture_key(block.text) in differing for block in page.blocks):
                batch.append(page_id(page))
        store.mark(batch, keys)
    return _again(store, store.pages_unlike(source, keys), keys, sites_dir)["changed"]


def _again(
    store: Store, pages: Iterable[Page], keys: frozenset[bytes], sites_dir: str
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for batch in _batches(pages):
        counts["pages"] += len(batch)
        folded = list(_folded(batch, keys, sites_dir))
        counts["failed"] += len(batch) - len(folded)
        sources = {page.source for page in batch}
        for outcome in store.refold(folded, dict.fromkeys(sources, keys)):
            counts[outcome.state] += 1
    return counts


def _folded(pages: Iterable[Page], keys: frozenset[bytes], sites_dir: str) -> Iterator[FoldedPage]:
    for page in pages:
        try:
            found = fold_page(page, rules_for(page.url, sites_dir), keys)
            yield with_keys(found, sites_dir=sites_dir)
        except (ValueError, RecursionError) as error:
            # What is stored of it stays.
            logger.warning("%s: cannot be folded again: %s", page.id, error)


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    batch: list[Page] = []
    for page in pages:
        batch.append(page)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
