"""The job of `newsfold clean`: dumps into the database, every input accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from crawler.dumps import Bad
from crawler.inputs import Inputs, fold_inputs, lacks_article, learn_furniture
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

    `pages` = `new` + `changed` + `known` + `quarantined`; a mismatch raises RuntimeError.
    """
    with Store(db) as store:
        run = store.start_run("clean", " ".join(str(path) for path in inputs.files) or "-")
        counts = Counter(pages=0, new=0, changed=0, known=0, quarantined=0)
        learned = learn_furniture(inputs)
        for batch in _batches(fold_inputs(inputs, learned)):
            _save(store, run, batch, counts, complain)
            progress(counts["pages"])
        store.finish_run(run, counts)
    if counts["pages"] != counts.total() - counts["pages"]:
        raise RuntimeError(f"the accounts do not add up: {dict(counts)}")
    return dict(counts)


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
    counts: Counter[str],
    complain: Callable[[Bad], None],
) -> None:
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
        if isinstance(item, FoldedPage) and item.articles:
            pages.append(item)
    for outcome in store.save_many(pages, run):
        counts[outcome.state] += 1
