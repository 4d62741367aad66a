"""Cleaning dumps, in CPU seconds of all processes: benchmarks/clean.py [PAGES [ROUNDS [JOB]]].

A made-up dump goes through folding alone and through fold and store, with one worker and with two;
its folded pages through storing alone, and the rows and words that come of it through sqlite3 with
nothing to work out; the same pages as HTML go through newsfold and, where they are installed,
through trafilatura and resiliparse. Rounds are interleaved; of the CPU seconds of a job the median
is shown and the least, which a machine with other work on it disturbs less. Memory is the most that
any one process had.
`benchmarks/README.md` says how to make the environment and what came out.
"""

from __future__ import annotations

import itertools
import os
import platform
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

# Not this folder: a module of it has the name of a package.
_ROOT = Path(__file__).parent.parent
sys.path[:1] = [str(_ROOT), str(_ROOT / "tests")]
import dumps  # noqa: E402
from making import words  # noqa: E402

from crawler.clean import TOGETHER, clean  # noqa: E402
from crawler.inputs import chunks, open_inputs  # noqa: E402
from crawler.page import page_from_html  # noqa: E402
from crawler.sift import sift  # noqa: E402
from crawler.work import Work, fold_chunk, set_up  # noqa: E402
from dedupe.page import fold_page  # noqa: E402
from storage.prepare import Prepared  # noqa: E402
from storage.search import indexed_texts  # noqa: E402
from storage.store import Store  # noqa: E402

VOCABULARY = 50_000
"""Words that the pages of a script are made of; a news corpus of some thousand has as many."""


def made_rows(pages: int, outlets: int = 1, words_a_page: int = 267) -> Iterator[dict[str, str]]:
    """Made-up pages, every other one Arabic; words are as frequent as Zipf's law has them."""
    known = {script: words(7, VOCABULARY, script) for script in ("latin", "arabic")}
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    draw = random.Random(7)
    for n in range(pages):
        drawn = draw.choices(
            known["arabic" if n % 2 else "latin"], cum_weights=weights, k=words_a_page
        )
        title = " ".join(drawn[:7]).capitalize()
        parts = (" ".join(drawn[at : at + 20]) for at in range(7, words_a_page, 20))
        body = "\n\n".join(f"{text} {n}." for text in parts)
        source = f"velm{n % outlets}.example"
        url = f"https://{source}/news/{n}"
        yield (
            {"id": f"in-{n}", "url": url, "fetched_at": "2024-05-01T00:00:00Z", "title": title}
            | {"source": source, "body": body}
        )


Job = tuple[Callable[[], Any], Callable[[Any], object]]
"""What is made ready first, and what is then done with it and measured."""


def measured(job: Job) -> tuple[float, int, float]:
    """CPU seconds of a job in a process of its own with its workers, KB of memory, seconds."""
    ready, work = job
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        made = ready()
        start, spent = time.monotonic(), _spent()
        work(made)
        os.write(writing, f"{_spent() - spent} {time.monotonic() - start}".encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="ascii") as pipe:
        seconds, wall = map(float, pipe.read().split())
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return seconds, used.ru_maxrss, wall


def _spent() -> float:
    """CPU seconds of this process and those that it started."""
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def main(pages: int, rounds: int, wanted: str = "") -> None:
    """Print a table of medians, of the jobs whose names begin so."""
    held = list(made_rows(pages))
    with tempfile.TemporaryDirectory() as made_in:
        folder = Path(made_in)
        text, warc = folder / "d.jsonl", folder / "d.warc"
        text.write_bytes(dumps.jsonl(held))
        warc.write_bytes(dumps.warc(held))
        html = [dumps.html_of(row) for row in held]
        every = _jobs(folder, text, warc, html, pages)
        jobs = {name: job for name, job in every.items() if name.startswith(wanted)}
        found: dict[str, list[tuple[float, int, float]]] = {name: [] for name in jobs}
        for _ in range(rounds):
            for name, job in jobs.items():
                for made in folder.glob("news.db*"):
                    made.unlink()
                found[name].append(measured(job))
        size = {"warc": warc.stat().st_size, "HTML": sum(len(h.encode()) for h in html)}
        print("| job | pages/s | best | MB/s | wall pages/s | MB of memory |")
        print("|---|--:|--:|--:|--:|--:|")
        for job, runs in found.items():
            seconds = statistics.median(run[0] for run in runs)
            least = min(run[0] for run in runs)
            wall = min(run[2] for run in runs)
            kind = size.get(job.split(",")[0], text.stat().st_size)
            print(
                f"| {job} | {pages / seconds:.0f} | {pages / least:.0f} | "
                f"{kind / 1e6 / seconds:.2f} | {pages / wall:.0f} | "
                f"{max(run[1] for run in runs) / 1000:.0f} |"
            )
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\nPython {platform.python_version()}, {_versions()}")
    print(f"{os.cpu_count()} cores, load {load:.1f} each")


def _versions() -> str:
    found = {dist.name.lower(): dist.version for dist in distributions()}
    names = ("lxml", "numpy", "fastwarc", "trafilatura", "resiliparse")
    return ", ".join(f"{name} {found[name]}" for name in names if name in found)


def _folded(text: Path) -> list[Prepared]:
    """The pages of the dump, as they come to the store."""
    inputs = open_inputs([str(text)])
    set_up(Work(inputs))
    found = [item for chunk in chunks(inputs) for item, _ in fold_chunk(chunk.records)]
    return [item for item in found if isinstance(item, Prepared)]


def _stored(pages: list[Prepared], db: Path) -> None:
    with Store(db) as store:
        for some in _cut(pages, len(pages)):
            store.save_batch(some)
        store.finish_run(store.start_run("clean"), {})


def _cut(rows: list[Any], pages: int) -> Iterator[list[Any]]:
    """The rows of so many pages, in a part for each transaction."""
    parts = -(-pages // TOGETHER)
    return (rows[len(rows) * n // parts : len(rows) * (n + 1) // parts] for n in range(parts))


def _rows_of(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a database holds, by the statement that inserts it."""
    conn = sqlite3.connect(db)
    tables = conn.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search_*' "
        "AND name NOT GLOB '_sqlite*' AND name NOT IN ('search', 'reasons', 'settings')"
    ).fetchall()
    rows = {name: conn.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}
    said = conn.execute("SELECT n, title, standfirst, captions, body FROM versions").fetchall()
    rows["search (rowid, title, standfirst, captions, body)"] = [
        (n, *indexed_texts(*texts)) for n, *texts in said
    ]
    return {
        f"INSERT INTO {name} VALUES ({','.join('?' * len(own[0]))})": own
        for name, own in rows.items()
        if own
    }


def _inserted(rows: dict[str, list[tuple[Any, ...]]], pages: int, db: Path) -> None:
    """The rows put into the tables by sqlite3 alone."""
    with Store(db) as store:
        conn = store.conn
        conn.execute("PRAGMA foreign_keys = off")
        conn.execute("DROP TRIGGER record_came")
        parts = {statement: list(_cut(own, pages)) for statement, own in rows.items()}
        for some in zip(*parts.values(), strict=True):
            conn.execute("BEGIN IMMEDIATE")
            for statement, own in zip(parts, some, strict=True):
                conn.executemany(statement, own)
            conn.execute("COMMIT")


def _rows_made(text: Path, db: Path) -> dict[str, list[tuple[Any, ...]]]:
    db.unlink(missing_ok=True)
    _stored(_folded(text), db)
    return _rows_of(db)


def _jobs(folder: Path, text: Path, warc: Path, html: list[str], pages: int) -> dict[str, Job]:
    db = folder / "news.db"
    stored: dict[str, Job] = {
        "text, store alone": (lambda: _folded(text), lambda folded: _stored(folded, db)),
        "text, the rows alone": (
            lambda: _rows_made(text, folder / "rows.db"),
            lambda rows: _inserted(rows, pages, db),
        ),
    }
    whole = _whole_jobs(folder, text, warc, html)
    return stored | {
        name: (lambda: None, lambda _, work=work: work()) for name, work in whole.items()
    }


def _whole_jobs(
    folder: Path, text: Path, warc: Path, html: list[str]
) -> dict[str, Callable[[], object]]:
    out = str(folder / "out.jsonl")
    jobs: dict[str, Callable[[], object]] = {}
    for workers in (1, 2):
        jobs[f"text, fold alone, {workers}"] = lambda w=workers: sift(
            open_inputs([str(text)]), out, print, workers=w, one_pass=True
        )
        jobs[f"text, fold and store, {workers}"] = lambda w=workers: clean(
            open_inputs([str(text)]), folder / "news.db", print, workers=w
        )
    jobs["warc, fold alone, 1"] = lambda: sift(
        open_inputs([str(warc)]), out, print, workers=1, one_pass=True
    )
    jobs["HTML, newsfold"] = lambda: [
        fold_page(page_from_html(page, id=str(n))) for n, page in enumerate(html)
    ]
    try:
        import trafilatura

        jobs["HTML, trafilatura"] = lambda: [trafilatura.extract(page) for page in html]
        jobs["HTML, trafilatura fast"] = lambda: [
            trafilatura.extract(page, fast=True) for page in html
        ]
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        jobs["HTML, resiliparse"] = lambda: [
            extract_plain_text(page, main_content=True) for page in html
        ]
    except ImportError:
        pass
    return jobs


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 3000, int(given[1]) if len(given) > 1 else 3, *given[2:3])
