"""Pages that only scripts fill, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import ask, crawl, feed, one, profile, story
from server import redirect, serving

from crawler.profile import SiteError, parse_site
from crawler.render import _rules, browser, prepare

pytest.importorskip("scrapy_playwright", reason="scrapy-playwright is not installed: newsfold[js]")


def scripted(number: int) -> str:
    """A page whose article is put in by a script."""
    text = story(number).partition("<main>")[2].partition("</main>")[0].replace("'", "\\'")
    return (
        f"<!doctype html><html lang='en'><head><title>{number}</title></head><body><main></main>"
        "<script src='http://127.0.0.2:9/tracker.js'></script>"
        f"<script>setTimeout(() => document.querySelector('main').innerHTML = '{text}', 200);"
        "fetch('/data.json')</script></body></html>"
    )


@pytest.mark.skipif(not browser(), reason="no Chromium here: apt-get install chromium")
def test_text_that_appears_by_script_is_stored(tmp_path: Path) -> None:
    with serving() as server, serving("127.0.0.2") as other:
        other.pages["/news/9-x"] = story(9)
        server.pages = {f"/news/{n}-x": scripted(n) for n in (1, 2)}
        server.pages["/news/3-x"] = redirect(f"{other.url}/news/9-x")
        server.pages["/picture.png"] = "no picture"
        server.pages["/feed"] = feed(server, "/news/1-x", "/news/2-x", "/news/3-x")
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\nrender = true\n')
        _, log = crawl(tmp_path)
        assert "2 new" in log, log
        bodies = ask(tmp_path, "SELECT body FROM versions")
        assert all("rebuild ferry" in body for (body,) in bodies)
        assert other.count() == 0, "the browser follows no redirect off the site"
        assert server.hits["/data.json"] >= 2, "its scripts ran"
        assert one(tmp_path, "SELECT count(*) FROM pages") == 2
        assert all(agent.startswith("newsfold/") for agent in server.agents)


def test_a_browser_finds_the_site_and_nothing_else() -> None:
    site = parse_site('[site]\nname = "o"\ndomains = ["127.0.0.1:80", "o.example"]\n', "o.toml")
    assert _rules(site, True) == (
        "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE o.example, EXCLUDE *.o.example"
    )


def test_a_missing_browser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapy.settings import Settings

    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("NEWSFOLD_CHROMIUM", raising=False)
    site = parse_site('[site]\nname = "o"\ndomains = ["o.example"]\n', "o.toml")
    with pytest.raises(SiteError, match="apt-get install chromium"):
        prepare(Settings(), site)
