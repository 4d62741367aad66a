"""What 10,000 new articles cost a store of many: `PYTHONPATH=.:tests python
benchmarks/incremental.py 100000`.

CPU seconds of saving: all of it, with blocks, versions, search index, near-duplicates and groups,
and of that the near-duplicate stage (forms, signatures, buckets, comparing, grouping, and writing
down forms, buckets, records and relations). Reading and folding pages is not in it. Articles are
those of `corpus.py`: the store holds one generated corpus, the new ones are half of another, and
half edits of articles that the store has. More than 100,000 are the same 100,000 again with other
letters for the letters, since the generator takes long for so many.

`--keep DB` builds the store there and measures on a copy of it, the next time without building.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import LETTERS, Words, edited, generate
from making import page_of

from dedupe import kernel
from dedupe.model import FoldedPage
from storage import bands, groups, save, store
from storage.store import Store

NEW = 10_000
BATCH = 1000
GENERATED = 100_000
SHOWN = 50_000
"""Articles after which the rate of building is shown."""
EDITED = ("cut", "added", "reworded", "notice")
STAGE = (
    (store, "work_out"),
    (save, "sketch"),
    (save, "unite"),
    (save, "write_rows"),
    (bands, "add"),
    (groups, "regroup"),
)
STAGE_TABLES = ("forms", "records")
"""Tables whose rows belong to the stage; those of relations and buckets are written elsewhere."""


@dataclass(slots=True)
class Stage:
    """CPU seconds of the near-duplicate stage so far."""

    seconds: float = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            if work.__name__ == "write_rows" and given[1] not in STAGE_TABLES:
                return work(*given, **named)
            begun = time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.seconds += time.process_time() - begun

        return run


def pages(count: int, seed: int) -> Iterator[FoldedPage]:
    rows = [row for row, _ in generate(min(count, GENERATED), seed)]
    for turn in range(-(-count // GENERATED)):
        table = other_letters(turn)
        for row in rows[: count - turn * GENERATED]:
            title, body = row["title"].translate(table), row["body"].translate(table)
            id_ = f"{seed}-{turn}-{row['id']}"
            yield page_of(title, body.split("\n"), id=id_, lang="ar")


def other_letters(turn: int) -> dict[int, str]:
    """Another letter for each letter; in the first turn the same."""
    letters = list(LETTERS)
    if turn:
        random.Random(turn).shuffle(letters)
    return dict(zip(map(ord, LETTERS), letters, strict=True))


def edits(count: int, of: int) -> Iterator[FoldedPage]:
    """Edits of the first articles of the corpus of `of` articles."""
    draw = random.Random(3)
    words = Words(draw)
    for row, _ in islice(generate(min(of, GENERATED)), count):
        title, body = row["title"].split(), [line.split() for line in row["body"].split("\n")]
        title, body = edited(words, title, body, draw.choice(EDITED))
        yield page_of(
            " ".join(title), [" ".join(p) for p in body], id=f"edit-{row['id']}", lang="ar"
        )


def saved(store: Store, found: Iterator[FoldedPage], shown: bool = False) -> float:
    """CPU seconds of saving, without those of making the pages."""
    seconds = last = 0.0
    done = 0
    while some := list(islice(found, BATCH)):
        begun = time.process_time()
        store.save_many(some)
        seconds += time.process_time() - begun
        done += len(some)
        if shown and done % SHOWN == 0:
            print(f"  {done:,}: {(seconds - last) / SHOWN * 1000:.2f} ms each", flush=True)
            last = seconds
    return seconds


def build(path: Path, count: int) -> None:
    with Store(path) as store:
        took = saved(store, pages(count, 1), shown=True)
    print(f"{count:,} stored: {took:.1f} CPU s, {path.stat().st_size / 1e6:,.0f} MB", flush=True)


def measure(path: Path, stored: int) -> None:
    stage = Stage()
    for module, name in STAGE:
        setattr(module, name, stage.timed(getattr(module, name)))
    everything = near = 0.0
    with Store(path) as store:
        for what, found in (
            ("unlike those stored", pages(NEW // 2, 2)),
            ("edits of some stored", edits(NEW // 2, stored)),
        ):
            stage.seconds = 0.0
            took = saved(store, found)
            print(f"{NEW // 2:,} {what}: {took:.2f} CPU s, near-duplicates {stage.seconds:.2f}")
            everything, near = everything + took, near + stage.seconds
    print(f"{NEW:,} new: {everything:.2f} CPU s, of which near-duplicates {near:.2f}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB of memory at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stored", type=int)
    parser.add_argument("--keep", type=Path, help="the store to build, or to take a copy of")
    given = parser.parse_args()
    if kernel.can_compile():
        kernel.warm_up()
    with tempfile.TemporaryDirectory(dir=given.keep and given.keep.parent) as folder:
        path = Path(folder) / "news.db"
        if given.keep is None:
            build(path, given.stored)
        else:
            if not given.keep.exists():
                build(given.keep, given.stored)
            shutil.copy(given.keep, path)
        measure(path, given.stored)


if __name__ == "__main__":
    main()
