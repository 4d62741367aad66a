"""What 10,000 new articles cost a store of many: `PYTHONPATH=.:tests python
benchmarks/incremental.py 100000`.

CPU seconds of saving, with versions, search index, near-duplicates and groups; reading and folding
pages is not in it. Articles are those of `corpus.py`: the store holds one generated corpus, the
new ones are half of another, and half edits of articles that the store has.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from corpus import Words, edited, generate
from making import page_of

from dedupe import kernel
from dedupe.model import FoldedPage
from storage.store import Store

NEW = 10_000
BATCH = 1000
EDITED = ("cut", "added", "reworded", "notice")


def pages(count: int, seed: int) -> Iterator[FoldedPage]:
    for row, _ in generate(count, seed):
        yield page_of(row["title"], row["body"].split("\n"), id=f"{seed}-{row['id']}", lang="ar")


def edits(count: int, of: int) -> Iterator[FoldedPage]:
    """Edits of the first articles of the corpus of `of` articles."""
    draw = random.Random(3)
    words = Words(draw)
    for row, _ in islice(generate(of), count):
        title, body = row["title"].split(), [line.split() for line in row["body"].split("\n")]
        title, body = edited(words, title, body, draw.choice(EDITED))
        yield page_of(
            " ".join(title), [" ".join(p) for p in body], id=f"edit-{row['id']}", lang="ar"
        )


def saved(store: Store, found: Iterator[FoldedPage]) -> float:
    """CPU seconds of saving, without those of making the pages."""
    seconds = 0.0
    while some := list(islice(found, BATCH)):
        begun = time.process_time()
        store.save_many(some)
        seconds += time.process_time() - begun
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stored", type=int)
    given = parser.parse_args()
    if kernel.can_compile():
        kernel.warm_up()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        with Store(path) as store:
            built = saved(store, pages(given.stored, 1))
            size = path.stat().st_size
            print(f"{given.stored:,} stored: {built:.1f} CPU s, {size / 1e6:,.0f} MB")
            fresh = saved(store, pages(NEW // 2, 2))
            print(f"{NEW // 2:,} unlike those stored: {fresh:.2f} CPU s")
            like = saved(store, edits(NEW // 2, given.stored))
            print(f"{NEW // 2:,} edits of some stored: {like:.2f} CPU s")
            print(f"{NEW:,} new: {fresh + like:.2f} CPU s")


if __name__ == "__main__":
    main()
