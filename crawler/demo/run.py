"""The job of `newsfold demo`: the whole road on bundled pages, on this machine alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crawler.clean import clean
from crawler.crawl import crawl_apart
from crawler.demo.site import dump_dir, serve, write_profiles
from crawler.inputs import fold_inputs, open_inputs
from crawler.readers.raw import Bad
from dedupe.explain import explain
from dedupe.model import FoldedPage
from storage.store import Store

# The page of the dump that the demo takes apart before the reader's eyes.
EXPLAINED = "en-clock.txt"
_WIDTH = 96

# The days of the demo are seconds apart, so nothing would be due on the second one.
_QUIET = {"LOG_LEVEL": "ERROR", "NEWSFOLD_RECHECK": True}

Say = Callable[[str], object]


def run_demo(db: Path, say: Say) -> int:
    """Crawl both outlets on two days, clean the dump, print what came of it; the exit code."""
    _start_anew(db)
    with tempfile.TemporaryDirectory(prefix="newsfold-demo-") as folder, serve() as site:
        write_profiles(site.bases, Path(folder))
        say(f"Two small news sites are being served at {' and '.join(site.bases.values())}.")
        for day in (1, 2):
            site.day = day
            say(f"\nDay {day}: newsfold crawl {' '.join(sorted(site.bases))}")
            # The lines below say what failed; a log would bury them.
            crawled = crawl_apart(sorted(site.bases), db, folder, settings=_QUIET)
            for part in crawled["sites"]:
                say(f"  {part['line']}")

    def complain(bad: Bad) -> None:
        say(f"  {bad.where}: {bad.reason}: {bad.detail}")

    say(f"\nThe dump: newsfold clean {dump_dir()}")
    counts = clean(
        open_inputs([str(dump_dir())], source="demo dump"),
        db,
        complain,
    )
    say(
        f"  {counts['pages']} pages: {counts['new']} new, {counts['changed']} changed, "
        f"{counts['known']} known, {counts['quarantined']} quarantined"
    )
    for line in _page_before_and_after():
        say(line)
    with Store(db, readonly=True) as store:
        for line in _totals(store.stats()):
            say(line)
        for line in _next_commands(db, store):
            say(line)
    return 0


def _start_anew(db: Path) -> None:
    """Replace the demo's own database; a database of the user's work is never touched."""
    if db.exists():
        # To read it would do, but a demo made by an older newsfold has to be brought up to date.
        with Store(db) as store:
            done = {run["detail"] for run in store.runs()}
        if not done <= {"lighthouse.demo", "courier.demo", str(dump_dir())}:
            from storage.store import StoreError

            raise StoreError(
                f"{db}: holds more than a demo; name another file: newsfold demo --db other.db"
            )
    for suffix in ("", "-wal", "-shm"):
        db.with_name(db.name + suffix).unlink(missing_ok=True)


def _page_before_and_after() -> Iterator[str]:
    path = dump_dir() / EXPLAINED
    inputs = open_inputs([str(path)])
    page = next(item for item in fold_inputs(inputs, {}) if isinstance(item, FoldedPage))
    yield f"\nOne page before: {EXPLAINED}"
    for line in page.page.text.splitlines():
        if line.strip():
            yield f"  | {_cut(line)}"
    yield "\nand after:"
    for line in explain(page):
        yield f"  {_cut(line)}" if line else ""


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def _totals(stats: dict[str, Any]) -> Iterator[str]:
    yield "\nIn the database:"
    yield f"  pages     {stats['pages']:>5}"
    yield f"  articles  {stats['records']:>5}  (from {stats['versions']} versions)"
    yield f"  teasers   {stats['teasers']:>5}"
    yield f"  folds     {sum(stats['folds'].values()):>5}"
    for reason, count in stats["folds"].items():
        yield f"    {reason:<16}{count:>5}"


def _next_commands(db: Path, store: Store) -> Iterator[str]:
    grouped = max(
        (store.record(row["id"]) for row in store.records()),
        key=lambda record: len(record["versions"]) if record else 0,
    )
    assert grouped is not None
    yield "\nTry next:"
    yield f"  newsfold show {grouped['id']} --db {db}"
    yield f"  newsfold explain {dump_dir() / EXPLAINED}"
    yield f"  newsfold stats --db {db}"
    yield f"  newsfold export --format jsonl articles.jsonl --db {db}"
