"""The job of `newsfold clean`: dumps into the database, every input accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from crawler.dumps import Bad
from crawler.inputs import Inputs, count_inputs, fold_inputs, lacks_article
from crawler.refold import settle
from dedupe.boilerplate import furniture
from dedupe.model import FoldedPage
from storage.store import Store

# Pages in one transaction: few enough that a kill costs a moment's work, enough to be fast.
_BATCH = 100


def clean(
    inputs: Inputs,
    db: Path,
    complain: Callable[[Bad], None],
    progress: Callable[[int], None] = lambda pages: None,
) -> dict[str, Any]:
    """Fold every input into `db`; returns the counts, which `runs` holds too.

    `pages` = `new` + `changed` + `known` + `quarantined`; a mismatch raises RuntimeError. What
    is furniture of a source is learned from the inputs and what is stored of it, and once more
    from what is stored in the end: `refolded` pages came out otherwise by that.
    """
    with Store(db) as store:
        run = store.start_run("clean", " ".join(str(path) for path in inputs.files) or "-")
        counts = Counter(pages=0, new=0, changed=0, known=0, quarantined=0)
        learned = _learn(store, inputs)
        sources: set[str] = set()
        for batch in _batches(fold_inputs(inputs, learned)):
            sources |= _save(store, run, batch, learned, counts, complain)
            progress(counts["pages"])
        if counts["pages"] != counts.total() - counts["pages"]:
            raise RuntimeError(f"the accounts do not add up: {dict(counts)}")
        counts["refolded"] = sum(settle(store, name, inputs.sites_dir) for name in sorted(sources))
        store.finish_run(run, counts)
    return dict(counts)


def _learn(store: Store, inputs: Inputs) -> dict[str, frozenset[bytes]]:
    """The furniture of each source, by what the inputs and the store have of it together."""
    counts = count_inputs(inputs)
    for source, count in counts.items():
        for page in store.sample_of(source):
            count.add(page)
    return {source: furniture(count) for source, count in counts.items()}


def _batches(items: Iterable[FoldedPage | Bad]) -> Iterable[list[FoldedPage | Bad]]:
    batch: list[FoldedPage | Bad] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _save(
    store: Store,
    run: int,
    batch: list[FoldedPage | Bad],
    learned: dict[str, frozenset[bytes]],
    counts: Counter[str],
    complain: Callable[[Bad], None],
) -> set[str]:
    """Save a batch and count what it comes to; the sources of its pages."""
    pages = []
    for item in batch:
        counts["pages"] += 1
        bad = item if isinstance(item, Bad) else lacks_article(item)
        if bad is not None:
            complain(bad)
            counts["quarantined"] += 1
            store.quarantine(
                bad.where,
                bad.reason,
                input_id=bad.input_id,
                url=bad.url,
                detail=bad.detail,
                run=run,
            )
        if isinstance(item, FoldedPage):
            pages.append(item)
    for page, outcome in zip(pages, store.save_many(pages, run, learned), strict=True):
        # A page without an article is stored like any other, and counted as quarantined above.
        if page.articles:
            counts[outcome.state] += 1
    return {page.page.source for page in pages}
