"""The job of `newsfold clean`: dumps into the database, every record and every block accounted for.

Workers fold, this process reads and writes. What a chunk of records brings, and that it has been
read, is one transaction: wherever the run is cut off, the same command goes on from there.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from crawler.inputs import Chunk, Inputs, Span, chunks, problem, reading_mark
from crawler.learn import Learned, learn, learned_keys
from crawler.readers.find import STDIN, Input
from crawler.readers.raw import Bad, Raw
from crawler.refold import settle
from crawler.road import Road
from crawler.work import (
    BLOCKS,
    PARCEL,
    Found,
    Shown,
    Work,
    check_accounts,
    cut,
    fold_chunk,
    lost,
    set_up,
    workers_for,
)
from storage.inputs import Entry, Progress
from storage.prepare import Prepared
from storage.store import Outcome, Store

PAGES = ("new", "changed", "known", "quarantined")
"""The accounting of pages: `pages` is the sum of these."""

TOGETHER = 2000
"""Records that are saved in one transaction. A page goes to places of its own in some ten indexes,
and what a transaction changes is written twice: a hundred at a time, storing one takes a quarter
longer; a thousand do for a small database, and of a large one each index has more places."""

TOGETHER_BYTES = 8_000_000
"""Bytes of records from which on no more are waited for: a second's work, where they are HTML."""

TOGETHER_SECONDS = 1.0
"""Seconds from which on no more are waited for in a stream, which may bring them slowly."""


def _quiet(pages: int, read: int, stage: str) -> None:
    return None


@dataclass(slots=True)
class Job:
    """A run in progress."""

    store: Store
    run: int
    mark: str
    """How the inputs are read."""
    learned: dict[str, Learned]
    complain: Callable[[Bad], None]
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Of what is in quarantine."""
    sources: set[str] = field(default_factory=set)
    at: dict[str, Progress] = field(default_factory=dict)
    """How far the inputs are read that are not done with."""


def clean(
    inputs: Inputs,
    db: Path,
    complain: Callable[[Bad], None],
    progress: Shown = _quiet,
    workers: int = 0,
    one_pass: bool = False,
) -> dict[str, Any]:
    """Fold every input into `db`; returns the counts, which `runs` holds too.

    `pages` = `new` + `changed` + `known` + `quarantined`, and `blocks` = `kept` + `in_teasers` +
    `folded`; a mismatch raises AccountsError. `reasons` says how many are in quarantine for what.
    What is furniture of a source is learned from the
    inputs and what is stored of it, unless `one_pass` or a stream, and once more from what is
    stored in the end: `refolded` pages came out otherwise by that. `workers` of 0 means one for
    each core. Raises StoreError.
    """
    workers = workers_for(inputs, workers)
    mark = reading_mark(inputs.reading)
    opened = partial(Store, db)
    learned = {}
    if not (one_pass or inputs.is_stream) and not _all_done(opened, inputs, mark):
        learned = learn(inputs, opened, workers, progress)
    work = Work(inputs, learned_keys(learned))
    with (
        Road(fold_chunk, workers, cut, lost, partial(set_up, work), PARCEL) as road,
        opened() as store,
    ):
        run = store.start_run("clean", " ".join(inputs.names))
        job = Job(store, run, mark, learned, complain)
        _fold(job, road, inputs, progress)
        check_accounts(job.counts, PAGES)
        if store.was_cut("clean", run):
            job.sources |= set(store.sources())
        job.counts["refolded"] = sum(_settled(job, name, inputs) for name in sorted(job.sources))
        names = ("pages", *PAGES, *BLOCKS, "refolded")
        counts: dict[str, Any] = {name: job.counts[name] for name in names}
        counts["resumed"] = job.counts["resumed"]
        counts["reasons"] = dict(job.reasons.most_common())
        store.finish_run(run, counts)
    return counts


def _all_done(opened: Callable[[], Store], inputs: Inputs, mark: str) -> bool:
    with opened() as store:
        return all(store.progress_of(_path(item), mark, item.stamp).done for item in inputs)


def _path(item: Input) -> str:
    """The name under which an input is remembered: the same from wherever the command is run."""
    path = item.path if item.remote or item.path == STDIN else str(Path(item.path).absolute())
    return f"{path}::{item.table}" if item.table else path


def _fold(
    job: Job, road: Road[list[Raw | Bad], list[Found]], inputs: Inputs, progress: Shown
) -> None:
    waiting: list[Chunk] = []

    def records(chunk: Chunk) -> list[Raw | Bad]:
        waiting.append(chunk)
        return chunk.records

    def progress_of(item: Input) -> Progress:
        if item.path == STDIN:
            return Progress(STDIN, job.mark, "")
        return job.store.progress_of(_path(item), job.mark, item.stamp)

    found = map(records, chunks(inputs, progress_of, partial(_resume, job)))
    results = (
        (waiting.pop(0), [each for part in parts for each in part])
        for _, parts in road.results(found)
    )
    patience = TOGETHER_SECONDS if inputs.is_stream else math.inf
    for chunk, folded in _together(results, patience):
        _save(job, chunk, folded)
        progress(job.counts["pages"], chunk.read, "folding")


Result = tuple[Chunk, list[Found]]
"""A chunk, and what came of it."""


def _together(results: Iterable[Result], patience: float) -> Iterator[Result]:
    """Chunks joined for one transaction each, which is `patience` seconds after the last one at the
    latest. Where no more can be had, what there is comes before the error does."""
    held: list[Result] = []
    saved = time.monotonic()
    try:
        for result in results:
            held.append(result)
            records = sum(len(chunk.records) for chunk, _ in held)
            size = sum(chunk.size for chunk, _ in held)
            is_late = time.monotonic() - saved >= patience
            if records >= TOGETHER or size >= TOGETHER_BYTES or is_late:
                yield _joined(held)
                held = []
                saved = time.monotonic()
    except (Exception, KeyboardInterrupt):
        if held:
            yield _joined(held)
        raise
    if held:
        yield _joined(held)


def _joined(held: Sequence[Result]) -> Result:
    chunks = [chunk for chunk, _ in held]
    whole = Chunk(
        records=[record for chunk in chunks for record in chunk.records],
        spans=[span for chunk in chunks for span in chunk.spans],
        size=sum(chunk.size for chunk in chunks),
        read=chunks[-1].read,
    )
    return whole, [each for _, found in held for each in found]


def _resume(job: Job, before: Progress) -> None:
    """Count what earlier runs did of an input."""
    job.counts["pages"] += before.records
    job.counts["known"] += before.records - before.quarantined
    job.counts["quarantined"] += before.quarantined
    job.counts["resumed"] += before.records
    if before.quarantined:
        job.reasons["in earlier runs"] += before.quarantined


def _save(job: Job, chunk: Chunk, found: list[Found]) -> None:
    """Save what a chunk came to, with how far its inputs are read, and count it."""
    pages = [item for item, _ in found if isinstance(item, Prepared)]
    problems = [
        item if isinstance(item, Bad) else problem(item.folded, record.where)
        for (item, _), record in zip(found, chunk.records, strict=True)
    ]
    entries = [
        Entry(bad.where, bad.reason, bad.input_id, bad.url, bad.detail) for bad in problems if bad
    ]
    marks = list(_marks(job, chunk.spans, problems))
    keys = {source: each.keys for source, each in job.learned.items()}
    outcomes = iter(job.store.save_batch(pages, entries, marks, job.run, keys))
    for (item, blocks), bad in zip(found, problems, strict=True):
        outcome = next(outcomes) if isinstance(item, Prepared) else None
        _count(job, item, outcome, bad, blocks)


def _count(
    job: Job,
    item: Bad | Prepared,
    outcome: Outcome | None,
    bad: Bad | None,
    blocks: list[int],
) -> None:
    job.counts["pages"] += 1
    job.counts.update(dict(zip(BLOCKS, blocks, strict=True)))
    if isinstance(item, Prepared):
        job.sources.add(item.folded.page.source)
    if bad is not None:
        # A page without an article, or cut off, is stored like any other, and counted here alone.
        job.counts["quarantined"] += 1
        job.reasons[bad.reason] += 1
        job.complain(bad)
    elif outcome is not None:
        job.counts[outcome.state] += 1


def _marks(job: Job, spans: list[Span], problems: list[Bad | None]) -> list[Progress]:
    """How far the inputs of a chunk are read once it is saved."""
    marks = []
    start = 0
    for span in spans:
        own = problems[start : start + span.records]
        start += span.records
        path = _path(span.item)
        was = job.at.pop(path, None) or replace(span.before, path=path, reading=job.mark)
        again = int(span.again)
        at = replace(
            was,
            records=was.records + len(own) - again,
            quarantined=was.quarantined + sum(bad is not None for bad in own) - again,
            done=span.done,
        )
        if not span.done:
            job.at[path] = at
        if span.item.path != STDIN and at != was:
            marks.append(at)
    return marks


def _settled(job: Job, source: str, inputs: Inputs) -> int:
    """Pages of a source that come out otherwise by what is stored of it now."""
    learned = job.learned.get(source)
    same = learned is not None and list(learned.ids) == job.store.sample_ids(source)
    keys = learned.keys if learned is not None and same else None
    return settle(job.store, source, inputs.sites_dir, keys)
