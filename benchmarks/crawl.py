"""CPU seconds of a local crawl: newsfold, Scrapy that only downloads, Scrapy with trafilatura.

    python benchmarks/crawl.py [--pages 2000] [--rounds 1] [--memory 20000]

The site is served by a process of its own, whose time does not count; trafilatura must be
installed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAP = 1000
"""Articles in one sitemap file."""


def words(draw: random.Random, count: int) -> str:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
    return " ".join("".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(count))


def page(number: int) -> str:
    """An article page of about 25 KB, as outlets set them: menus, scripts, cards, footer."""
    draw = random.Random(number)
    said = lambda count: words(draw, count).capitalize()  # noqa: E731
    title = said(9)
    menu = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(40))
    body = "".join(f"<p>{said(draw.randint(30, 70))}.</p>" for _ in range(12))
    cards = "".join(
        f'<li class="card"><a href="/news/{draw.randint(1, 9999)}-x"><img src="/i/{n}.jpg" alt="">'
        f"<h3>{said(8)}</h3></a><p>{said(20)}.</p></li>"
        for n in range(12)
    )
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": "2024-11-10"})
    scripts = "".join(f"<script>var a{n} = '{words(draw, 60)}';</script>" for n in range(10))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Paper</title>'
        f'<script type="application/ld+json">{data}</script>{scripts}</head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<figure><img src="/i.jpg" alt="{title}"><figcaption>{said(12)}</figcaption></figure>'
        f'<p class="byline">By {said(2)}</p>{body}</article>'
        f'<aside class="related"><h2>Related articles</h2><ul>{cards}</ul></aside></main>'
        f"<footer><ul>{menu}</ul><p>All rights reserved by the Paper.</p></footer></body></html>"
    )


def answer(path: str, base: str, pages: int) -> tuple[str, bytes] | None:
    if path.startswith("/news/"):
        return "text/html; charset=utf-8", page(int(path[6:].partition("-")[0])).encode()
    if path == "/map.xml":
        maps = (f"<sitemap><loc>{base}/map/{n}</loc></sitemap>" for n in range(-(-pages // MAP)))
        return "text/xml", f"<sitemapindex>{''.join(maps)}</sitemapindex>".encode()
    if path.startswith("/map/"):
        start = int(path[5:]) * MAP
        rows = (
            f"<url><loc>{base}/news/{n}-x</loc></url>"
            for n in range(start, min(start + MAP, pages))
        )
        return "text/xml", f"<urlset>{''.join(rows)}</urlset>".encode()
    return None


def serve(pages: int) -> None:
    """Serve the site until standard input ends; its address is the first line of output."""
    cache: dict[str, tuple[str, bytes] | None] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path not in cache:
                cache[self.path] = answer(self.path, base, pages)
            found = cache[self.path]
            etag = f'"{hash(found)}"'
            same = found is not None and self.headers.get("If-None-Match") == etag
            kind, data = found or ("text/plain", b"nothing")
            self.send_response(304 if same else 200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", etag)
            if not same:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if not same:
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    print(base, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


@contextmanager
def served(pages: int) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


BARE = """
import sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess
base, pages, extract = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "yes"
if extract:
    import trafilatura
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for n in range(pages):
            yield scrapy.Request(f"{base}/news/{n}-x")
    def parse(self, response):
        if extract:
            yield {"text": trafilatura.extract(response.text, url=response.url, with_metadata=True)}
process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def timed(words: list[str]) -> tuple[float, float]:
    """CPU seconds and most memory in MB of a command."""
    code = textwrap.dedent("""
        import resource, subprocess, sys
        done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode)
    """)
    # Bytecode is kept, as wherever a program runs more than once.
    env = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, stdout=-1, text=True, env=env
    )
    seconds, most, status = done.stdout.split()
    if status not in ("0", "1"):
        raise SystemExit(f"{words}: ended with {status}")
    return float(seconds), float(most)


def newsfold(folder: Path, base: str, pages: int, *more: str) -> tuple[float, float]:
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "sites" / "bench.toml").write_text(
        f'[site]\nname = "bench.example"\ndomains = ["{base[7:]}"]\nlanguage = "en"\n'
        "keys = ['^/news/(?P<id>\\d+)-']\n[crawl]\ndelay = 0.0\nconcurrency = 8\n"
        f'max_pages = {pages}\nsitemaps = ["{base}/map.xml"]\n'
    )
    return timed(
        [
            *(sys.executable, "-m", "crawler.cli", "crawl", "bench.example"),
            *("--db", str(folder / "news.db"), "--sites", str(folder / "sites"), *more),
        ]
    )


def one_round(pages: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """What each crawl took; the two that are compared stand next to each other."""
    with tempfile.TemporaryDirectory() as name, served(pages) as base:
        folder = Path(name)
        bare = [sys.executable, "-c", BARE, base, str(pages)]
        yield "newsfold", newsfold(folder, base, pages)
        yield "Scrapy and trafilatura", timed([*bare, "yes"])
        yield "Scrapy alone", timed([*bare, "no"])
        yield "newsfold, second crawl", newsfold(folder, base, pages)
        yield "newsfold, all asked again", newsfold(folder, base, pages, "--recheck")


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--pages", type=int, default=2000)
    read.add_argument("--rounds", type=int, default=1, help="of which medians are shown")
    read.add_argument("--memory", type=int, default=0, help="pages of the memory test; 0: none")
    read.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = read.parse_args()
    if given.serve:
        serve(given.serve)
        return
    list(one_round(min(20, given.pages)))  # not counted: after it there is bytecode of each
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(given.rounds):
        for label, used in one_round(given.pages):
            found.setdefault(label, []).append(used)
    middle = {label: statistics.median(one[0] for one in runs) for label, runs in found.items()}
    for label, runs in found.items():
        each = 1000 * middle[label] / given.pages
        most = max(one[1] for one in runs)
        print(f"{label:<28}{middle[label]:>8.1f} s {each:>7.1f} ms a page {most:>6.0f} MB")
    first, bare = found["newsfold"], found["Scrapy and trafilatura"]
    ratios = [one[0] / other[0] for one, other in zip(first, bare, strict=True)]
    print(f"newsfold / Scrapy and trafilatura: {statistics.median(ratios):.2f} of", end="")
    print("".join(f" {ratio:.2f}" for ratio in ratios))
    print(f"first / second crawl: {middle['newsfold'] / middle['newsfold, second crawl']:.1f}")
    if given.memory:
        with tempfile.TemporaryDirectory() as name, served(given.memory) as base:
            folder = Path(name)
            for part in (given.memory // 10, given.memory):
                for file in folder.glob("news.db*"):
                    file.unlink()
                seconds, most = newsfold(folder, base, part)
                print(f"{part} pages: {most:.0f} MB, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
