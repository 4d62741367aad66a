"""Cleaning dumps, in CPU seconds of all processes: python benchmarks/clean.py [PAGES] [ROUNDS].

A made-up dump goes through folding alone and through fold and store, with one worker and with two;
the same pages as HTML go through newsfold and, where they are installed, through trafilatura and
resiliparse. Rounds are interleaved, the median counts. Memory is the most that any one process had.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

# Not this folder: a module of it has the name of a package.
_ROOT = Path(__file__).parent.parent
sys.path[:1] = [str(_ROOT), str(_ROOT / "tests")]
import dumps  # noqa: E402
from making import prose, words  # noqa: E402

from crawler.clean import clean  # noqa: E402
from crawler.inputs import open_inputs  # noqa: E402
from crawler.sift import sift  # noqa: E402


def rows(pages: int) -> list[dict[str, str]]:
    """Pages of some 3 KB, every other one Arabic."""
    found = []
    for n in range(pages):
        script = "arabic" if n % 2 else "latin"
        title = " ".join(words(n, 7, script)).capitalize()
        body = "\n\n".join(f"{text} {n}." for text in prose(n, 260, script))
        url = f"https://velm.example/news/{n}"
        found.append(
            {"id": f"in-{n}", "url": url, "fetched_at": "2024-05-01T00:00:00Z", "title": title}
            | {"source": "velm.example", "body": body}
        )
    return found


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """CPU seconds of `work`, done in a process of its own with its workers, and KB of memory."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def main(pages: int, rounds: int) -> None:
    """Print a table of medians."""
    held = rows(pages)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text, warc = folder / "d.jsonl", folder / "d.warc"
        text.write_bytes(dumps.jsonl(held))
        warc.write_bytes(dumps.warc(held))
        html = [dumps.html_of(row) for row in held]
        jobs = _jobs(folder, text, warc, html)
        found: dict[str, list[tuple[float, int]]] = {job: [] for job in jobs}
        for _ in range(rounds):
            for job, work in jobs.items():
                for made in folder.glob("news.db*"):
                    made.unlink()
                found[job].append(measured(work))
        size = {"warc": warc.stat().st_size, "HTML": sum(len(h.encode()) for h in html)}
        for job, runs in found.items():
            seconds = statistics.median(run[0] for run in runs)
            kind = size.get(job.split(",")[0], text.stat().st_size)
            print(
                f"| {job} | {pages / seconds:.0f} | {kind / 1e6 / seconds:.2f} | "
                f"{max(run[1] for run in runs) / 1000:.0f} |"
            )


def _jobs(folder: Path, text: Path, warc: Path, html: list[str]) -> dict[str, Callable[[], object]]:
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
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 3000, given[1] if len(given) > 1 else 3)
