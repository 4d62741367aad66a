"""Looking at a site before it is crawled, and drafting a profile for one that has none."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from crawling import feed, newsfold, profile, story
from server import Answer, serving

from crawler.cli import main
from crawler.probe import COMMON, draft_profile, guess_rules, idle_rules, lists_of, sitemaps_of
from crawler.profile import parse_site
from crawler.site import sites
from crawler.spiders.probe import ProbeSpider


def test_a_site_without_a_profile_gets_one_that_works(tmp_path: Path) -> None:
    with serving() as server:
        paths = [f"/news/{61200 + n}-x" for n in range(8)]
        server.pages = {path: story(n) for n, path in enumerate(paths)}
        server.pages["/"] = (
            '<html lang="en-GB"><head><title>Front | The Harbour Paper</title>'
            '<link rel="alternate" type="application/rss+xml" href="/our-news"></head>'
            "<body><a href='/about'>About</a></body></html>"
        )
        server.pages["/our-news"] = feed(server, *paths)
        server.pages["/robots.txt"] = Answer(
            f"User-agent: *\nAllow: /\nSitemap: {server.url}/map.xml\n", kind="text/plain"
        )
        rows = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in paths)
        server.pages["/map.xml"] = Answer(f"<urlset>{rows}</urlset>", kind="text/xml")
        file = tmp_path / "draft.toml"
        done = newsfold("probe", server.url, "--pages", "3", "--draft", str(file))
        said = done.said
        assert done.code == 0, said
        assert "3 new" in said
        assert "rebuilds pier" in said
        assert server.count("/news/") == 3
        site = parse_site(file.read_text(), str(file))
        assert site.title == "The Harbour Paper"
        assert site.language == "en"
        assert site.crawl.feeds == (f"{server.url}/our-news",)
        assert site.crawl.sitemaps == (f"{server.url}/map.xml",)
        assert site.keys
        assert site.examples[0].key.endswith((":61200", ":61201"))


def test_a_profile_is_tried_and_its_idle_rules_are_named(tmp_path: Path) -> None:
    with serving() as server:
        server.pages = {f"/news/{n}-x": story(n) for n in range(3)}
        server.pages["/feed"] = feed(server, *list(server.pages))
        more = (
            "allow = ['^/news/', '^/weather/']\n[fold]\nmarkers = ['Read aloud']\n"
            "[page]\nbody = ['article p']\nbyline = ['.nobody']\n"
        )
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n' + more)
        before = sorted(os.listdir(tmp_path))
        done = newsfold("probe", "harbour.test", "--sites", str(tmp_path / "sites"))
        said = done.said
        assert done.code == 0, said
        assert "3 new" in said
        assert "never fired: [crawl] allow '^/weather/' matches none of 3 addresses" in said
        assert "never fired: [fold] markers 'Read aloud' stands on no page" in said
        assert "never fired: [page] byline '.nobody' selects nothing on 3 pages" in said
        assert "article p" not in said
        assert sorted(os.listdir(tmp_path)) == before, "a probe leaves nothing behind"


@pytest.mark.parametrize(
    ("paths", "key", "allow"),
    [
        (["/node/1234", "/node/77", "/node/8"], r"^/node/", ""),
        (["/a/b/5012345-x", "/c/5012346-y", "/a/5012347"], r"\d{5,}", ""),
        (["/words-and-words-12345.html", "/more-words-12346.html"], r"-(?P<id>\d{4,})", ""),
        (["/news/2024/11/10/a", "/news/2024/11/9/b"], "", r"\d{4}/\d{1,2}/\d{1,2}"),
        (["/ar/sport/20241110-a", "/ar/x/20241110-b", "/ar/20241111-c"], "", r"\d{8}-"),
        (["/one-long-slug-here", "/another-long-slug-there"], "", r"[^/?]+-[^/?]+-"),
        (["/show?id=12", "/show?id=13&x=1"], r"(?P<id>", ""),
        (["/a", "/b"], "", ""),
        ([], "", ""),
    ],
)
def test_rules_are_guessed_from_addresses(paths: list[str], key: str, allow: str) -> None:
    found_key, found_allow = guess_rules(f"https://o.example{path}" for path in paths)
    assert key in found_key
    assert bool(key) is bool(found_key)
    assert allow in found_allow
    assert bool(allow) is bool(found_allow)


def test_what_a_site_says_of_its_lists() -> None:
    page = (
        b'<link rel="alternate" type="application/rss+xml" href="/x"><a href="/rss/sport">RSS</a>'
        b'<a href="/press">p</a><link rel="alternate" hreflang="fr" href="/fr">'
    )
    assert lists_of(page, "https://o.example/") == [
        "https://o.example/x",
        "https://o.example/rss/sport",
    ]
    robots = b"Sitemap: /all.xml\nsitemap: https://o.example/news.xml\nDisallow: /sitemap:"
    assert sitemaps_of(robots, "https://o.example/robots.txt") == [
        "https://o.example/news.xml",
        "https://o.example/all.xml",
    ]
    text = draft_profile("https://www.o.example/", [])
    assert parse_site(text, "draft.toml").name == "o.example"
    assert idle_rules(parse_site(text, "draft.toml"), [], [], []) == []


def test_a_site_without_a_front_page_is_looked_at_where_feeds_use_to_stand(tmp_path: Path) -> None:
    from scrapy.http import HtmlResponse

    spider = ProbeSpider("https://o.example/", str(tmp_path / "seen"))
    front = HtmlResponse("https://o.example/", status=404, body=b"<a href='/rss/x'>not here</a>")
    assert [request.url for request in spider.answer(front, "page")] == [
        f"https://o.example{path}" for path in COMMON
    ]
    assert list(spider.answer(front, "robots")) == []


def test_no_stranger_is_looked_at_without_a_contact() -> None:
    from click.testing import CliRunner

    done = CliRunner().invoke(main, ["probe", "https://o.example/"], env={"NEWSFOLD_CONTACT": ""})
    assert done.exit_code == 2, done.output
    assert "before o.example is crawled" in done.output


def test_where_nothing_answers_no_profile_is_drafted() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        done = newsfold("probe", f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert done.code == 1
    assert "/: nothing answers there" in done.said
    assert "Connection refused" in done.said
    assert "Traceback" not in done.said, done.said
    assert "[site]" not in done.said


def test_sites_lists_every_profile() -> None:
    from click.testing import CliRunner

    said = CliRunner().invoke(main, ["sites"])
    assert said.exit_code == 0
    rows = said.output.splitlines()
    assert len(rows) == len(sites())
    for row, site in zip(rows, sites(), strict=True):
        assert row.startswith(site.name)
        assert ("disabled" in row) is not site.enabled
        assert "unverified" in row
