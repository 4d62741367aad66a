"""What the tests of crawls share: fictional articles, profiles, and commands run as users do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from forking import LONGEST, Done, forked
from server import Answer, Server

ROOT = Path(__file__).parent.parent
RECHECK = ("-s", "NEWSFOLD_RECHECK=1")
"""Every address is asked for again, whether it is due or not."""
CITIES = ("Marrowby", "Tellhaven", "Oskmoor", "Vintry", "Lowgate", "Pellworth", "Anchor Bay")


def story(number: int, more: str = "", cards: str = "", lang: str = "en") -> str:
    """A fictional article; every number gives other text, so that none is another's copy."""
    city, other = CITIES[number % 7], CITIES[(number * 3 + 1) % 7]
    sentences = [
        f"The council of {city} voted {number + 12} to {number % 9} on Monday to rebuild ferry "
        f"pier {number}, which a storm had carried away in the night of the spring tide.",
        f"Engineers from {other} measured the seabed for {number + 3} days and found sand where "
        f"the charts of the harbour office had promised rock, their report number {number} says.",
        f"Ticket prices between {city} and {other} are to stay at {number % 5 + 2} crowns until "
        f"the winter, the operator said in letter {number * 17} to the passengers' union.",
    ]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{city} rebuilds pier {number}</title></head><body>"
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<main><article><h1>{city} rebuilds pier {number}</h1>{body}{more}</article></main>"
        f"<aside><h2>Most read</h2><ul>{cards}</ul></aside>"
        "<footer>The Harbour Paper</footer></body></html>"
    )


def feed(server: Server, *paths: str) -> Answer:
    items = "".join(f"<item><link>{server.url}{path}</link></item>" for path in paths)
    return Answer(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>',
        kind="application/rss+xml",
    )


def profile(folder: Path, server: Server, name: str = "harbour.test", crawl: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(
        f'[site]\nname = "{name}"\ntitle = "The Harbour Paper"\ndomains = ["{server.host}"]\n'
        "keys = ['^/news/(?P<id>\\d+)-']\n"
        "[crawl]\ndelay = 0.0\n" + crawl.replace("BASE", server.url),
        encoding="utf-8",
    )


def command(tmp: Path, name: str, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"site={name}"),
        *("-s", f"NEWSFOLD_DB={tmp / 'news.db'}", "-s", f"NEWSFOLD_SITES={tmp / 'sites'}"),
        *more,
    ]


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSFOLD_") and not name.lower().endswith("_proxy")
    }
    return kept | more


def crawl(tmp: Path, *more: str, name: str = "harbour.test", **env: str) -> tuple[int, str]:
    """Exit code and log of one `scrapy crawl news`; one with `env` is started from nothing."""
    words = command(tmp, name, *more)
    if not env:
        done = forked("scrapy", words[words.index("crawl") :], ROOT, environment())
        return done.code, done.said
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    return done.returncode, done.stdout + done.stderr


def newsfold(*arguments: str) -> Done:
    """One command line of `newsfold`."""
    return forked("crawler.cli", arguments, ROOT, environment())


def started(tmp: Path, *more: str, name: str = "harbour.test") -> subprocess.Popen[str]:
    """One `scrapy crawl news` that runs while the test does something else."""
    return subprocess.Popen(
        command(tmp, name, *more),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(server: Server, pages: int, process: subprocess.Popen[str]) -> None:
    """Wait until the server was asked for so many pages, or the crawl is over."""
    deadline = time.monotonic() + 60
    while server.count("/news/") < pages and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def ask(tmp: Path, sql: str) -> list[tuple]:
    db = sqlite3.connect(tmp / "news.db")
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def one(tmp: Path, sql: str) -> object:
    return ask(tmp, sql)[0][0]


# Run by a small process of its own: a process counts the memory of the one it was forked from.
_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("MEASURED", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def measured(tmp: Path, *more: str, name: str = "harbour.test") -> tuple[str, float, float]:
    """Log, CPU seconds and most memory in MB of one `scrapy crawl news`."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command(tmp, name, *more)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )
    _, seconds, most = done.stdout.splitlines()[-1].split()
    return done.stdout + done.stderr, float(seconds), float(most)
