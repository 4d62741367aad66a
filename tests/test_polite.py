"""How fast hosts are asked, when they are left alone, and what no answer of theirs can do to us."""

from __future__ import annotations

import gzip
import itertools
import time
from email.utils import formatdate
from functools import cache
from types import SimpleNamespace

import pytest
from crawling import ask, crawl, feed, measured, one, profile, story
from server import Answer, Server, redirect, serving

from crawler.discover import feed_links, sitemap_links
from crawler.politeness import backoff, retry_after

BUSY = "slow down"


def response(**headers: str):
    from scrapy.http import Response

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://outlet.example/", status=429, headers=named)


def test_retry_after_is_read_in_both_forms():
    assert retry_after(response(Retry_After="20")) == 20
    assert retry_after(response()) is None
    assert retry_after(response(Retry_After="soon")) is None
    later = "Sun, 10 Nov 2024 08:00:30 GMT"
    said = response(Retry_After=later, Date="Sun, 10 Nov 2024 08:00:00 GMT")
    assert retry_after(said) == 30, "the server's own clock counts"
    assert retry_after(response(Retry_After=later)) == 0, "long past"
    soon = retry_after(response(Retry_After=formatdate(time.time() + 60, usegmt=True)))
    assert soon is not None
    assert 55 < soon <= 61


def test_backoff_doubles_and_spreads():
    waits = [[backoff(5.0, times) for _ in range(50)] for times in (1, 2, 3)]
    for base, drawn in zip((5, 10, 20), waits, strict=True):
        assert base <= min(drawn) < max(drawn) <= 1.5 * base


def published(server: Server, number: int, **pages: Answer) -> None:
    server.pages |= {f"/news/{n}-x": story(n) for n in range(number)}
    server.pages |= pages
    paths = [path for path in server.pages if path.startswith("/news/")]
    server.pages["/feed"] = feed(server, *paths)


def test_crawl_delay_and_retry_after_hold_the_whole_host(tmp_path):
    with serving() as server:
        server.pages["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.5\n", kind="text/plain")
        busy = Answer(BUSY, 429, headers={"Retry-After": "3"}, times=1, then=Answer(story(2)))
        published(server, 5)
        server.pages["/news/2-x"] = busy
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp_path)
        assert "5 new" in log, log
        assert server.hits["/news/2-x"] == 2
        # robots.txt, feed, tdmrep.json, five pages, one of them twice.
        gaps = server.gaps()
        assert len(gaps) == 8
        # A busy machine may note one request late and the next in time, but not all of them.
        assert min(gaps) >= 0.25, gaps
        assert sum(gaps) >= 7 * 0.5 + 2.95, gaps
        first = next(at for at, path in server.times if path == "/news/2-x")
        assert [at for at, _ in server.times if 0 < at - first < 2.95] == []


def test_a_host_that_wants_long_peace_is_left_alone_for_the_run_and_the_rest_stays_due(tmp_path):
    with serving() as server:
        published(server, 12)
        server.pages |= {
            path: Answer(BUSY, 503, headers={"Retry-After": "7200"})
            for path in server.pages
            if path.startswith("/news/")
        }
        # Without any delay Scrapy may send a second request before the first one is under way.
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\nconcurrency = 1\n')
        name = next((tmp_path / "sites").glob("*.toml"))
        name.write_text(name.read_text().replace("delay = 0.0", "delay = 0.05"))
        _, log = crawl(tmp_path)
        assert server.count("/news/") == 1, log
        assert "http 503: 1" in log
        due = "SELECT count(*) FROM ledger WHERE state = 'found' AND due <= '2100'"
        assert one(tmp_path, due) == 11
        # The one that was asked waits as long as the host wanted.
        waits = "SELECT round((julianday(due) - julianday(asked_at)) * 24, 1) FROM ledger"
        assert ask(tmp_path, waits + " WHERE state = 'failed'") == [(2.0,)]


def test_no_crawl_delay_stops_a_site_for_good() -> None:
    from scrapy.http import Request
    from scrapy.robotstxt import ProtegoRobotParser
    from scrapy.utils.test import get_crawler

    from crawler.middlewares import RobotsGate

    crawler, asked = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True}), []
    pace = SimpleNamespace(ask_slower=lambda slot, seconds: asked.append((slot, seconds)))
    crawler.spider = SimpleNamespace(pace=pace)
    gate = RobotsGate(crawler)
    rules = b"User-agent: *\nCrawl-delay: 100000\n"
    gate._parsers["o.example"] = ProtegoRobotParser.from_crawler(crawler, rules)
    gate._slow_down("o.example", Request("https://o.example/x"))
    assert asked == [("o.example", 300)]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_twenty_seconds(tmp_path, form):
    with serving() as server:
        published(server, 10)
        said = "20" if form == "seconds" else formatdate(time.time() + 26, usegmt=True)
        server.pages["/news/4-x"] = Answer(
            BUSY, 429, headers={"Retry-After": said}, times=1, then=Answer(story(4))
        )
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp_path)
        assert "10 new" in log
        first = next(at for at, path in server.times if path == "/news/4-x")
        after = sorted(at - first for at, _ in server.times if at > first + 0.5)
        assert after, "it was asked again"
        assert after[0] >= (19.9 if form == "seconds" else 15), after


@pytest.mark.slow
def test_crawl_delay_of_two_seconds(tmp_path):
    with serving() as server:
        rules = "User-agent: newsfold\nCrawl-delay: 2\n"
        server.pages["/robots.txt"] = Answer(rules, kind="text/plain")
        published(server, 6)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp_path)
        assert "6 new" in log
        assert min(server.gaps()) >= 1.95, server.gaps()


def test_budgets_of_a_run_and_a_day(tmp_path):
    with serving() as server:
        published(server, 8)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\nmax_pages_a_day = 5\n')
        _, log = crawl(tmp_path, "-s", "NEWSFOLD_MAX_PAGES=3")
        assert server.count("/news/") == 3
        assert "5 left for the next run" in log
        # With no time nothing is asked for, though the day has room for two more.
        log = crawl(tmp_path, "-s", "NEWSFOLD_MAX_MINUTES=0.00001")[1]
        assert server.count("/news/") == 3, log
        assert one(tmp_path, "SELECT count(*) FROM ledger WHERE state = 'found'") == 5
        _, log = crawl(tmp_path)
        assert server.count("/news/") == 5, "two more, then the day is full"
        assert one(tmp_path, "SELECT pages FROM asked") == 5


# What a server may send.


@cache
def bomb(kind: str, size: int) -> bytes:
    """`size` bytes of one letter, packed."""
    if kind == "gzip":
        return gzip.compress(b"a" * size, 1)
    if kind == "br":
        import brotli

        return brotli.compress(b"a" * size, quality=1)
    if kind == "zstd":
        try:
            from compression import zstd
        except ImportError:
            from backports import zstd
        return zstd.compress(b"a" * size)
    raise ValueError(kind)


SIZE = 300 * 1024 * 1024


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site that sends bombs, floods, drips and loops, crawled once."""
    tmp = tmp_path_factory.mktemp("hostile")
    entities = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghijkl"))
        + "]>"
    )
    packed = bomb("gzip", SIZE)
    with serving() as server, serving("127.0.0.2") as other:
        other.pages["/news/1-x"] = story(1)
        server.pages = {
            "/robots.txt": Answer("", 404),
            "/news/1-gzip": Answer(packed, headers={"Content-Encoding": "gzip"}),
            "/news/2-br": Answer(bomb("br", SIZE), headers={"Content-Encoding": "br"}),
            "/news/3-zstd": Answer(bomb("zstd", SIZE), headers={"Content-Encoding": "zstd"}),
            "/news/4-flood": Answer(
                story(4), headers={f"X-Flood-{n}": "x" * 8000 for n in range(4000)}
            ),
            "/news/5-drip": Answer("<p>" + "x" * 3000, drip=0.05),
            "/news/6-away": redirect(f"{other.url}/news/1-x"),
            "/news/7-file": redirect("file:///etc/hostname"),
            "/news/8-good": story(8),
            "/map.xml": Answer(packed, kind="application/gzip", headers={"Content-Encoding": ""}),
            "/loop.xml": Answer(
                f"<sitemapindex><sitemap><loc>{server.url}/loop.xml?deeper</loc></sitemap>"
                "</sitemapindex>",
                kind="application/xml",
            ),
            "/entities": Answer(
                f'<?xml version="1.0"?>{entities}<rss version="2.0"><channel><item>'
                f"<link>{server.url}/news/9-&l;</link></item></channel></rss>",
                kind="application/rss+xml",
            ),
            # A calendar whose every page links to the next hundred days.
            "/calendar": "".join(f'<a href="/calendar?day={n}">{n}</a>' for n in range(100)),
        }
        paths = [path for path in server.pages if path.startswith("/news/")]
        server.pages["/feed"] = feed(server, *paths)
        lists = (
            'feeds = ["BASE/feed", "BASE/entities"]\nsections = ["BASE/calendar"]\n'
            'sitemaps = ["BASE/map.xml", "BASE/loop.xml"]\n'
        )
        profile(tmp / "sites", server, crawl=lists)
        log, seconds, most = measured(tmp, "-s", "DOWNLOAD_TIMEOUT=5", "-s", "RETRY_TIMES=0")
        yield tmp, server, other, log, seconds, most


def reason(tmp, path) -> list[str]:
    found = ask(tmp, f"SELECT reason FROM quarantine WHERE url LIKE '%{path}'")
    return [reason for (reason,) in found]


@pytest.mark.parametrize("path", ["/news/1-gzip", "/news/2-br", "/news/3-zstd"])
def test_bombs_are_too_large(hostile, path):
    tmp, *_, log, _, _ = hostile
    assert reason(tmp, path) == ["too large"], log


def test_a_bomb_takes_less_than_it_unpacks_to(tmp_path):
    with serving() as server:
        packed = Answer(bomb("gzip", SIZE), headers={"Content-Encoding": "gzip"})
        server.pages |= {"/news/1-gzip": packed, "/news/2-x": story(2)}
        server.pages["/feed"] = feed(server, "/news/1-gzip", "/news/2-x")
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        log, _, most = measured(tmp_path, "-s", "RETRY_TIMES=0")
    assert reason(tmp_path, "/news/1-gzip") == ["too large"], log
    assert one(tmp_path, "SELECT count(*) FROM pages") == 1
    assert most < 300, f"{most} MB"


def test_a_site_full_of_traps_costs_little_and_loses_no_neighbour(hostile):
    tmp, server, other, log, seconds, most = hostile
    assert one(tmp, "SELECT count(*) FROM pages WHERE url LIKE '%/news/8-good'") == 1, log
    assert most < 300, f"{most} MB"
    assert seconds < 20
    assert reason(tmp, "/news/5-drip") == ["timeout"]
    assert reason(tmp, f"{other.host}/news/1-x") == ["private address"]
    assert reason(tmp, "/news/7-file") == ["http 302"]
    assert other.count() == 0
    assert server.hits["/calendar"] == 1, "section pages lead to articles, not to each other"
    assert server.hits["/loop.xml"] <= 4
    assert reason(tmp, "/map.xml") == ["no sitemap"]
    assert reason(tmp, "/news/4-flood") == ["too large"]


def test_huge_lists_are_read_in_bounded_time_and_memory():
    entry = (
        "<item><link>https://o.example/news/{0}-x</link><pubDate>Sun, 10 Nov 2024</pubDate></item>"
    )
    text = "".join(entry.format(n) for n in range(5000))
    start = time.process_time()
    data = f'<rss version="2.0"><channel>{text}</channel></rss>'.encode()
    assert len(feed_links(data, "https://o.example/feed")) == 5000
    row = "<url><loc>https://o.example/news/{0}-x</loc><lastmod>2024-01-01</lastmod></url>"
    text = "".join(row.format(n) for n in range(50_000))
    assert (
        len(sitemap_links(f"<urlset>{text}</urlset>".encode(), "https://o.example/m")[1]) == 50_000
    )
    assert time.process_time() - start < 20
