"""A large dump, cleaned: memory and CPU as it grows. benchmarks/scale.py PAGES [WORKERS [DUMP]]

A made-up dump of 50 outlets, 3.3 KB a page, is written beside its database and cleaned by the
command line. Every three seconds: pages that are saved, CPU seconds, and memory of all processes,
shared pages counted once. DUMP is where the dump is, or is to be, kept.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clean import made_rows

ROOT = Path(__file__).parent.parent
STEPS = (10_000, 20_000, 50_000, *range(100_000, 1_000_000, 100_000), 990_000)
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """State of a run: pages saved, CPU seconds of all its processes so far, MB that they hold."""

    pages: int
    cpu: float
    memory: float


def main(pages: int, workers: int = 1, dump: str = "") -> None:
    with tempfile.TemporaryDirectory() as name:
        source = Path(dump or Path(name, "dump.jsonl"))
        if not source.exists():
            with source.open("w", encoding="utf-8") as out:
                for row in made_rows(pages, outlets=50, words_a_page=300):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        db = Path(name, "news.db")
        samples = list(_run(source, db, workers))
        size = sum(file.stat().st_size for file in Path(name).glob("news.db*"))
        print(f"\n{source.stat().st_size / 1e9:.2f} GB of text, {size / 1e9:.2f} GB of database")
    report(samples)


def report(samples: list[Sample]) -> None:
    """Print what each stretch of pages took, and the most memory up to its end."""
    print("| pages | CPU s | ms a page of the stretch | most memory, MB |")
    print("|--:|--:|--:|--:|")
    before = [each for each in samples if not each.pages][-1]
    last = samples[-1].pages
    for step in (*(step for step in STEPS if step < last), last):
        reached = next(each for each in samples if each.pages >= step)
        spent = (reached.cpu - before.cpu) / (reached.pages - before.pages)
        most = max(each.memory for each in samples if each.pages <= reached.pages)
        print(f"| {reached.pages} | {reached.cpu:.1f} | {1000 * spent:.2f} | {most:.0f} |")
        before = reached


def _run(source: Path, db: Path, workers: int) -> Iterator[Sample]:
    command = [sys.executable, "-m", "crawler.cli", "clean", str(source), "--db", str(db)]
    job = subprocess.Popen([*command, "--workers", str(workers)], cwd=ROOT)
    while job.poll() is None:
        cpu, memory = _used(job.pid)
        if cpu:
            yield Sample(_saved(db), cpu, memory)
        time.sleep(3)
    assert job.returncode == 0, job.returncode


def _used(pid: int) -> tuple[float, float]:
    """CPU seconds and MB of a process and those that it started; ended ones count for CPU."""
    cpu = memory = 0.0
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        cpu = sum(map(int, fields[11:15])) / _TICK
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        memory = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) / 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, StopIteration):
        return cpu, memory
    for child in children:
        own = _used(int(child))
        cpu, memory = cpu + own[0], memory + own[1]
    return cpu, memory


def _saved(db: Path) -> int:
    if not db.exists():
        return 0
    try:
        conn = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
        try:
            return int(conn.execute("SELECT coalesce(max(n), 0) FROM pages").fetchone()[0])
        finally:
            conn.close()
    except sqlite3.OperationalError:
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:4])
