"""The furniture of what is stored, and stored pages folded again with it; nothing is fetched."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike, fspath
from sqlite3 import Connection
from typing import Any

from crawler import __version__
from crawler.cards import with_keys
from crawler.inputs import rules_for
from crawler.site import fingerprint
from dedupe.boilerplate import LEAST_PAGES, count_blocks, furniture, furniture_key
from dedupe.model import FoldedPage, Page
from dedupe.page import fold_page
from dedupe.record import page_id
from storage import refolds
from storage.store import Outcome, Store, StoreError

logger = logging.getLogger(__name__)

PAGES = ("pages", "changed", "known", "failed")
"""The accounting of pages: the first is the sum of the others."""

# Pages in one transaction.
_BATCH = 50


def refold(
    db: str | PathLike[str],
    sources: Sequence[str] | None = None,
    sites_dir: str | PathLike[str] | None = None,
    progress: Callable[[int, int, str], None] = lambda pages, read, stage: None,
) -> dict[str, Any]:
    """Fold every stored page of `sources`, by default of all, again; the counts of the run.

    `pages` = `changed` + `known` + `failed`; `resumed` of them were done by a run of the same
    sources by the same profiles that was cut off. `records` are the `same`, `changed`, `new` or
    `gone` since this run began, of which the first two keep their ids; `folds_before` and
    `folds_after` are blocks by reason. Raises StoreError for a source that is not there.
    """
    folder = fspath(sites_dir or "")
    with Store(fspath(db)) as store:
        there = store.sources()
        for name in sources or ():
            if name not in there:
                raise StoreError(
                    f"{db}: no page is stored of a source {name!r}; there are: {', '.join(there)}"
                )
        detail, mark = " ".join(sources or ()), f"{__version__} {fingerprint(folder or None)}"
        state = refolds.left_off(store.conn, detail, mark) or {
            "mark": mark,
            "folds_before": refolds.folds_by_reason(store.conn),
            "counts": dict.fromkeys(PAGES, 0),
            "source": None,
        }
        resumed = state["counts"]["pages"]
        run = store.start_run("refold", detail)
        refolds.remember(store.conn)
        for source in sources or there:
            _refold_source(store, run, source, folder, state, progress)
        done = {
            **state["counts"],
            "resumed": resumed,
            "records": refolds.compared(store.conn),
            "folds_before": state["folds_before"],
            "folds_after": refolds.folds_by_reason(store.conn),
        }
        store.finish_run(run, done)
    return done


def _refold_source(
    store: Store,
    run: int,
    source: str,
    sites_dir: str,
    state: dict[str, Any],
    progress: Callable[[int, int, str], None],
) -> None:
    """Fold the pages of one source that are not done; how far that is goes with each batch."""
    if source in state.setdefault("done", []):
        return
    keys = learned(store, source)
    after = refolds.START
    if state["source"] == source:
        after = tuple(state["after"])
    for batch in _batches(store.pages_of(source, after)):

        def also(conn: Connection, outcomes: list[Outcome], batch: Sequence[Page] = batch) -> None:
            counts = Counter(state["counts"])
            counts["pages"] += len(batch)
            counts["failed"] += len(batch) - len(outcomes)
            counts.update(outcome.state for outcome in outcomes)
            state.update(counts=dict(counts), source=source)
            state["after"] = refolds.place_of(conn, batch[-1])
            refolds.keep(conn, run, state)

        store.refold(list(_folded(batch, keys, sites_dir)), {source: keys}, also)
        progress(state["counts"]["pages"], 0, "folding")
    if after != refolds.START:
        # What was done before a crawl brought more of the source was folded with what was known.
        settle(store, source, sites_dir, keys)
    state["done"].append(source)


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
