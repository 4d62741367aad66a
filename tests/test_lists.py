"""Long lists of articles through a real crawl: indexes of sitemaps, and feeds that go on and on."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from crawling import ask, crawl, feed, measured, one, profile, story
from server import Answer, Server, serving

FIRST = date(2024, 11, 30)
DAYS = 60


def day(number: int) -> str:
    """The day of a map: map 0 is the newest."""
    return f"{FIRST - timedelta(days=number)}"


def maps(server: Server) -> None:
    """An index of a map a day, in an order of its own, and an index that never ends."""
    order = sorted(range(DAYS), key=lambda number: number * 37 % DAYS)
    rows = [
        f"<sitemap><loc>{server.url}/map/{number}</loc><lastmod>{day(number)}</lastmod></sitemap>"
        for number in order
    ]
    endless = f"<sitemap><loc>{server.url}/deep/1</loc><lastmod>{day(0)}</lastmod></sitemap>"
    server.pages["/sitemap.xml"] = Answer(
        f"<sitemapindex>{endless}{''.join(rows)}</sitemapindex>", kind="application/xml"
    )
    for depth in range(1, 9):
        row = f"<sitemap><loc>{server.url}/deep/{depth + 1}</loc></sitemap>"
        server.pages[f"/deep/{depth}"] = f"<sitemapindex>{row}</sitemapindex>"
    for number in range(DAYS):
        # As news sitemaps date: the publication counts, `lastmod` is the day it was written anew.
        urls = "".join(
            f"<url><loc>{server.url}/news/{2 * number + n}-x</loc><lastmod>2024-12-01</lastmod>"
            f"<news:news><news:publication_date>{day(number)}T0{8 - n}:00:00Z"
            "</news:publication_date></news:news></url>"
            for n in range(2)
        )
        space = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        server.pages[f"/map/{number}"] = f"<urlset {space}>{urls}</urlset>"
    server.pages |= {f"/news/{n}-x": story(n) for n in range(2 * DAYS)}


def asked(server: Server, start: str) -> list[str]:
    """Paths in the order in which they were asked for."""
    return [path for _, path in sorted(server.times) if path.startswith(start)]


def test_an_index_of_maps_is_read_newest_first_and_not_without_end(tmp_path: Path) -> None:
    with serving() as server:
        maps(server)
        # One at a time: of two that are on their way at once the server may see the second first.
        lists = 'concurrency = 1\nsitemaps = ["BASE/sitemap.xml"]\n'
        profile(tmp_path / "sites", server, crawl=lists)
        _, log = crawl(tmp_path, "-s", "NEWSFOLD_MAX_PAGES=5", "-s", "NEWSFOLD_SINCE=2024-10-01")
        # As many as a run reads: the newest ones, and one that never ends.
        read = {int(path.rpartition("/")[2]) for path in asked(server, "/map/")}
        assert len(read) + server.count("/deep/") == 50, log
        assert read == set(range(len(read)))
        assert asked(server, "/news/") == [f"/news/{n}-x" for n in range(5)]
        assert one(tmp_path, "SELECT count(*) FROM ledger WHERE kind = 'article'") == 2 * len(read)

        # A window leaves out maps and articles that are dated before it.
        server.hits.clear()
        other = tmp_path / "other"
        other.mkdir()
        profile(other / "sites", server, crawl='sitemaps = ["BASE/sitemap.xml"]\n')
        window = ("-s", f"NEWSFOLD_SINCE={day(3)}", "-s", f"NEWSFOLD_UNTIL={day(1)}T23:59:59Z")
        _, log = crawl(other, *window)
        found = {path for path in server.hits if path.startswith("/news/")}
        assert found == {f"/news/{n}-x" for n in range(2, 8)}, log
        assert {n for n in range(DAYS) if server.hits[f"/map/{n}"]} == set(range(4))
        assert server.count("/deep/") == 3, "and so deep an index is followed, not deeper"


def test_a_list_is_read_again_where_it_may_tell_more(tmp_path: Path) -> None:
    """A map that is dated by the day goes on growing that day; rules and window may change."""
    today, later = datetime.now(UTC).date(), {"ETag": '"1"'}
    with serving() as server:

        def publish(count: int) -> None:
            urls = [
                f"<url><loc>{server.url}/news/{n}-x</loc><lastmod>{today - timedelta(days=n)}"
                "</lastmod></url>"
                for n in range(count)
            ]
            server.pages["/map"] = Answer(f"<urlset>{''.join(urls)}</urlset>", headers=later)
            server.pages |= {f"/news/{n}-x": story(n) for n in range(count)}

        row = f"<sitemap><loc>{server.url}/map</loc><lastmod>{today}</lastmod></sitemap>"
        server.pages["/sitemap.xml"] = f"<sitemapindex>{row}</sitemapindex>"
        publish(4)
        profile(tmp_path / "sites", server, crawl='sitemaps = ["BASE/sitemap.xml"]\n')
        crawl(tmp_path, "-s", f"NEWSFOLD_SINCE={today - timedelta(days=1)}")
        assert server.count("/news/") == 2
        _, log = crawl(tmp_path)
        assert server.count("/news/") == 4, log
        assert "/map" not in server.not_modified, "it had told more than was taken"
        later["ETag"] = '"2"'
        publish(5)
        with sqlite3.connect(tmp_path / "news.db") as conn:
            conn.execute(
                "UPDATE ledger SET asked_at = ? WHERE kind = 'list'", (f"{today}T23:00:00Z",)
            )
        crawl(tmp_path)
        assert server.count("/news/") == 5
        crawl(tmp_path)
        assert server.not_modified["/map"] == 1


def test_a_feed_of_five_thousand_entries_costs_little(tmp_path: Path) -> None:
    with serving() as server:
        paths = [f"/news/{n}-a-headline-in-the-address" for n in range(5000)]
        server.pages = {path: story(n) for n, path in enumerate(paths[:8])}
        server.pages["/feed"] = feed(server, *paths)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        log, seconds, most = measured(tmp_path, "-s", "NEWSFOLD_MAX_PAGES=4")
        assert "4 new" in log, log
        assert "4996 left for the next run" in log
        assert most < 300, f"{most} MB"
        assert seconds < 30
        states = ask(
            tmp_path, "SELECT state, count(*) FROM ledger WHERE kind = 'article' GROUP BY 1"
        )
        assert states == [("found", 4996), ("stored", 4)]
        crawl(tmp_path, "-s", "NEWSFOLD_MAX_PAGES=4")
        assert server.count("/news/") == 8, "the next run goes on where this one ended"
        assert one(tmp_path, "SELECT count(*) FROM pages") == 8


def test_a_list_is_taken_up_to_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapy.utils.test import get_crawler

    from crawler.discover import Found
    from crawler.profile import parse_site
    from crawler.spiders import news

    text = "[site]\nname = 'o.example'\ndomains = ['o.example']\n"
    spider = news.NewsSpider(parse_site(text, "o.toml"))
    spider.crawler = get_crawler()
    monkeypatch.setattr(news, "MAX_FOUND", 3)
    paths = [f"{n}?{'x' * (3000 if n == 1 else 3)}" for n in range(9)]
    taken = list(spider.entries(Found(f"https://o.example/{path}") for path in paths))
    assert [entry.url for entry in taken] == [f"https://o.example/{n}?xxx" for n in (0, 2, 3)]
    told = Found("https://o.example/a", "", "2024-03-01T10:00:00Z", "2024-03-02T10:00:00Z")
    (noted,) = spider.entries([told])
    assert (noted.dated, noted.changed) == (told.moment, told.changed)
