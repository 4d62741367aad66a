"""The spider, run as users run it against a server that misbehaves, and its parts."""

from __future__ import annotations

import contextlib
import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace

import pytest
from crawling import (
    RECHECK,
    ROOT,
    ask,
    command,
    crawl,
    environment,
    feed,
    newsfold,
    one,
    profile,
    story,
    wait_for,
)
from scrapy.settings import Settings
from server import Answer, redirect, serving

from crawler.addresses import ContactError, is_public, refusal, require_contact, user_agent
from crawler.crawl import crawl_apart
from crawler.discover import DiscoveryError, feed_links, page_links, sitemap_links, unpacked
from crawler.profile import SiteError, parse_site
from crawler.spiders.news import may_pass
from crawler.summary import Summary, line, summary_of
from storage.ledger import Due
from storage.store import Store, StoreError

CARD = '<li><a href="/news/{0}-x">{1}</a></li>'


# A site on which nearly everything is wrong, crawled once; the tests look at what came of it.


@pytest.fixture(scope="module")
def bad_site(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("bad")
    with serving() as server, serving("127.0.0.2") as other:
        other.pages["/secret"] = story(90)
        arabic = (
            "<html lang='ar'><head><title>الميناء يعود</title></head><body><article>"
            "<h1>الميناء يعود إلى العمل بعد العاصفة</h1>"
            "<p>قال مجلس المدينة يوم الاثنين إن الرصيف سيعاد بناؤه قبل حلول الشتاء، وإن العمال "
            "بدأوا نقل الحجارة من الجبل القريب.</p><p>وأضاف المهندسون أن قاع البحر كان رملا حيث "
            "وعدت الخرائط بصخر صلب، وأن التكلفة سترتفع قليلا.</p></article></body></html>"
        )
        server.pages = {
            # With a mark at its front, and with rules of our own, which alone hold for us.
            "/robots.txt": Answer(
                "\ufeffUser-agent: newsfold\nDisallow: /*9-forb*n$\n\nUser-agent: *\nDisallow: /\n",
                kind="text/plain",
            ),
            "/news/1-a": story(1),
            "/news/2-b": story(2),
            "/old/3": redirect("/news/3-c", 301),
            "/news/3-c": story(3),
            "/news/4-gone": Answer("gone", 404),
            "/news/5-broken": Answer("broken", 500),
            "/news/6-slow": Answer(story(6), wait=4),
            "/news/7-arabic": Answer(arabic.encode("cp1256"), kind="text/html; charset=utf-8"),
            "/news/8-front": '<html><body><nav><a href="/a">A</a></nav></body></html>',
            "/news/9-forbidden": story(9),
            "/news/10-escape": redirect(f"{other.url}/secret"),
            "/news/11-file": redirect("file:///etc/hostname"),
            "/news/12-private": redirect("http://169.254.169.254/latest/meta-data"),
            "/news/13-huge": Answer("<p>" + "x" * 1_048_576, repeat=11),
            "/news/14-picture": Answer(b"\x89PNG\r\n", kind="image/png"),
            "/news/15-busy": Answer("slow down", 429, headers={"Retry-After": "1"}),
            "/news/16-cut": Answer(story(16), cut=True),
            "/news/17-loop": redirect("/news/17-loop"),
            "/news/18-same": Answer("", 304),
            "/news/19-packed": gzip.compress(story(19).encode()),
            "/news/20-plain": Answer(story(20), headers={"Content-Encoding": "gzip"}),
            "/news/21-plain": Answer(story(21), headers={"Content-Encoding": "br"}),
            "/feed/none": Answer("<p>This is not a feed</p>"),
            "/feed/same": Answer("", 304),
        }
        paths = [path for path in server.pages if path.startswith(("/news/", "/old/"))]
        server.pages["/feed"] = feed(
            server, *paths, "/news/1-a?utm_source=feed", "/news/1-another-slug", "/tag/harbour"
        )
        profile(
            tmp / "sites",
            server,
            crawl='feeds = ["BASE/feed", "BASE/feed/none", "BASE/feed/same"]\n',
        )
        code, log = crawl(tmp, "-s", "DOWNLOAD_TIMEOUT=1")
        yield tmp, server, other, code, log


def test_what_is_there_is_stored(bad_site):
    tmp, *_, log = bad_site
    urls = {url.rpartition("/")[2] for (url,) in ask(tmp, "SELECT url FROM pages")}
    # A page without an article is stored as well; the quarantine says what it lacks.
    assert urls == {"1-a", "2-b", "3-c", "7-arabic", "8-front"}, log


def test_a_redirected_page_is_stored_under_the_address_that_answered(bad_site):
    tmp, *_ = bad_site
    assert one(tmp, "SELECT key FROM pages WHERE url LIKE '%/news/3-c'") == "harbour.test:3"


def test_windows_1256_under_a_lying_header_is_read(bad_site):
    tmp, *_ = bad_site
    title = one(
        tmp,
        "SELECT v.title FROM versions v JOIN sightings s ON s.version = v.n "
        "JOIN pages p ON p.n = s.page WHERE p.url LIKE '%7-arabic'",
    )
    assert title == "الميناء يعود إلى العمل بعد العاصفة"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/news/4-gone", "http 404"),
        ("/news/5-broken", "http 500"),
        ("/news/6-slow", "timeout"),
        ("/news/8-front", "no article"),
        ("/news/9-forbidden", "robots.txt forbids"),
        ("/news/11-file", "http 302"),
        ("/news/13-huge", "too large"),
        ("/news/14-picture", "not a page"),
        ("/news/15-busy", "http 429"),
        ("/news/16-cut", "cut off"),
        ("/news/18-same", "http 304"),
        ("/news/19-packed", "not a page"),
        ("/news/20-plain", "cannot be unpacked"),
        ("/news/21-plain", "cannot be unpacked"),
        ("/feed/none", "no feed"),
        ("/feed/same", "http 304"),
    ],
)
def test_what_is_not_stored_is_on_record_with_its_address(bad_site, path, reason):
    tmp, server, *_, log = bad_site
    rows = ask(tmp, f"SELECT reason FROM quarantine WHERE url = '{server.url}{path}'")
    assert rows == [(reason,)], log


def test_redirects_to_other_machines_are_not_followed(bad_site):
    tmp, _, other, _, _ = bad_site
    assert other.count() == 0
    reasons = ask(tmp, "SELECT url, reason FROM quarantine WHERE reason = 'private address'")
    assert {url.split("/")[2].split(":")[0] for url, _ in reasons} == {
        "127.0.0.2",
        "169.254.169.254",
    }


def test_forbidden_and_denied_pages_are_not_asked_for(bad_site):
    _, server, *_ = bad_site
    assert server.hits["/news/9-forbidden"] == 0
    assert server.hits["/tag/harbour"] == 0
    assert server.hits["/robots.txt"] == 1


def test_twins_are_fetched_once(bad_site):
    _, server, *_ = bad_site
    assert server.count("/news/1-") == 1


def test_a_busy_server_is_asked_again_when_its_time_is_over_and_not_for_ever(bad_site):
    _, server, *_ = bad_site
    assert server.hits["/news/15-busy"] == 3
    asked = [at for at, _ in server.times]
    for at, path in server.times:
        if path == "/news/15-busy":
            # What was on its way already may still arrive.
            assert not [other for other in asked if at + 0.3 < other < at + 0.95]
    assert server.hits["/news/5-broken"] == 3, "a broken one is, twice"


def test_newsfold_says_who_it_is(bad_site):
    _, server, *_ = bad_site
    assert len(server.agents) == 1
    assert server.agents.pop().startswith("newsfold/")


def test_the_last_word_is_a_summary(bad_site):
    tmp, *_, code, log = bad_site
    assert code == 0
    said = next(entry for entry in log.splitlines() if "harbour.test: " in entry)
    assert "4 new, 0 changed, 0 known" in said
    assert "http 404: 1" in said
    counts = json.loads(one(tmp, "SELECT counts FROM runs"))
    assert counts["new"] == 4
    assert counts["failed"]["robots.txt forbids"] == 1
    assert one(tmp, "SELECT finished FROM runs") is not None


# Finding articles.


def test_sitemaps_and_sections_are_read(tmp_path):
    with serving() as server:
        urlset = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
        entry = "<url><loc>{0}{1}</loc><lastmod>2024-01-0{2}</lastmod></url>"
        index = "<sitemapindex>{}</sitemapindex>".format(
            "".join(f"<sitemap><loc>{server.url}/map{n}</loc></sitemap>" for n in (1, 2))
        )
        one_map = urlset.format(
            "".join(entry.format(server.url, f"/news/{n}-x", n) for n in (1, 2, 3))
        )
        two_map = urlset.format(entry.format(server.url, "/about", 1))
        server.pages = {
            "/sitemap.xml": Answer(index, kind="application/xml"),
            "/map1": Answer(gzip.compress(one_map.encode()), kind="application/gzip"),
            "/map2": Answer(two_map, kind="text/xml"),
            "/section": '<a href="news/4-x">4</a> <a href="/news/1-x?ref=s">1</a> '
            '<a href="https://elsewhere.example/news/5-x">5</a> <a href="/weather">w</a>',
            "/list/6": story(6),
        } | {f"/news/{n}-x": story(n) for n in (1, 2, 3, 4)}
        lists = 'sitemaps = ["BASE/sitemap.xml"]\nsections = ["BASE/section"]\n'
        profile(tmp_path / "sites", server, crawl=lists + 'urls = ["BASE/list/6"]\n')
        code, log = crawl(tmp_path)
        assert code == 0, log
        keys = {key for (key,) in ask(tmp_path, "SELECT key FROM pages")}
        assert {key for key in keys if key.startswith("harbour")} == {
            f"harbour.test:{n}" for n in (1, 2, 3, 4)
        }
        assert len(keys) == 5
        assert server.hits["/about"] == server.hits["/weather"] == 0
        assert max(server.hits[f"/news/{n}-x"] for n in (1, 2, 3, 4)) == 1


def test_max_pages_is_kept_and_said(tmp_path):
    with serving() as server:
        server.pages = {f"/news/{n}-x": story(n) for n in range(1, 7)}
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\nmax_pages = 2\n')
        _, log = crawl(tmp_path)
        assert server.count("/news/") == 2
        assert "4 left for the next run" in log


# Again and again.


def test_a_second_crawl_stores_nothing_new_and_says_so(tmp_path):
    with serving() as server:
        server.pages = {f"/news/{n}-x": story(n) for n in range(1, 6)}
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp_path)
        assert "5 new" in log
        before = ask(tmp_path, "SELECT id FROM versions ORDER BY id")
        hashed = "SELECT digest FROM ledger WHERE key = 'harbour.test:1'"
        digest = one(tmp_path, hashed)

        _, log = crawl(tmp_path)
        assert "0 pages fetched, nothing new" in log, "nothing is due yet"
        assert server.count("/news/") == 5

        # Four pages are as they were. The cards beside the fifth's article are the site's choice of
        # the moment, not the article.
        cards = CARD.format(2, "Vintry rebuilds pier 2") + CARD.format(4, "Another pier is lost")
        server.pages["/news/1-x"] = story(1, cards=cards)
        _, log = crawl(tmp_path, *RECHECK)
        assert "5 pages fetched, nothing new (5 known)" in log
        assert ask(tmp_path, "SELECT id FROM versions ORDER BY id") == before
        assert one(tmp_path, hashed) == digest, "it would be looked at again all the sooner"

        server.pages["/news/1-x"] = story(
            1, more="<p>On Tuesday the mayor said that the work would begin a week earlier.</p>"
        )
        _, log = crawl(tmp_path, *RECHECK)
        assert "0 new, 1 changed, 4 known" in log
        assert one(tmp_path, hashed) != digest
        assert one(tmp_path, "SELECT count(*) FROM articles") == 5
        assert one(tmp_path, "SELECT count(*) FROM versions") == 6


NOTICE = "<p>Join the {} readers who get our letter every morning, and never miss a tide.</p>"


def test_what_a_site_repeats_is_folded_after_the_first_crawl(tmp_path):
    """Nobody knows what is furniture before the first crawl; after it the stored pages tell."""
    recommended = CARD.format(1, "Tellhaven rebuilds pier 1")
    with serving() as server:

        def publish(readers: int) -> None:
            for n in range(1, 8):
                notice = NOTICE.format(readers + n)
                server.pages[f"/news/{n}-x"] = story(n, notice, cards=recommended)

        publish(4000)
        server.pages["/news/8-front"] = '<html><nav><a href="/a">A</a></nav></html>'
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp_path)
        assert "7 new" in log
        assert "7 folded again" in log
        assert one(tmp_path, "SELECT counts ->> 'refolded' FROM runs") == 7
        bodies = [body for (body,) in ask(tmp_path, "SELECT body FROM versions")]
        assert len(bodies) == 7
        assert not any("readers who get our letter" in body for body in bodies)
        folded = "SELECT count(*) FROM folds WHERE reason = 'boilerplate'"
        assert one(tmp_path, folded) >= 7
        assert len({key for (key,) in ask(tmp_path, "SELECT furniture FROM pages")}) == 1
        # The headline that the site recommends on every page is still one page's own.
        titles = {title for (title,) in ask(tmp_path, "SELECT title FROM versions")}
        assert "Tellhaven rebuilds pier 1" in titles

        before = ask(tmp_path, "SELECT * FROM versions ORDER BY id")
        publish(5000)
        _, log = crawl(tmp_path, *RECHECK)
        assert "8 pages fetched, nothing new (7 known)" in log
        assert "folded again" not in log
        assert ask(tmp_path, "SELECT * FROM versions ORDER BY id") == before
        assert one(tmp_path, "SELECT count(*) FROM pages") == 8


@pytest.mark.parametrize(("times", "reason"), [(1, "shutdown"), (2, "interrupted")])
def test_interrupted_it_ends_in_order_or_at_once(tmp_path, times, reason):
    with serving() as server:
        # In order, it waits for what it asked for last.
        waits = {n: 10 if times == 2 and n > 7 else 0.05 for n in range(60)}
        server.pages = {f"/news/{n}-x": Answer(story(n), wait=waits[n]) for n in waits}
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        order = {
            "names": ["harbour.test"],
            "db": str(tmp_path / "news.db"),
            "sites_dir": str(tmp_path / "sites"),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler.crawl"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        process.stdin = None
        wait_for(server, 9, process)
        process.send_signal(signal.SIGINT)
        while times == 2 and process.poll() is None:
            time.sleep(0.2)  # or both would count as one
            process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
        total = json.loads(said.splitlines()[-1])
        assert total["needs_look"] is True
        assert f"stopped early: {reason}" in total["sites"][0]["line"]
        assert 0 < total["new"] < 60
        assert one(tmp_path, "SELECT count(*) FROM pages") == total["new"]
        finished = one(tmp_path, "SELECT counts ->> 'finished' FROM runs")
        assert finished == ("shutdown" if times == 1 else None)


# Who may be crawled, and by whom.


def test_no_door_is_built_in():
    """What Scrapy has for steering a crawl from outside is not even loaded."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    loaded = {
        name.rpartition(".")[2]
        for kind in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES")
        for name in settings.get_component_priority_dict_with_base(kind)
    }
    assert not loaded & {"RemoteControl", "TelnetConsole", "CookiesMiddleware", "MemoryUsage"}
    assert loaded > {"CloseSpider", "Throttle", "RobotsGate", "RetryMiddleware"}


def test_nobody_is_crawled_without_a_contact(tmp_path):
    (tmp_path / "sites").mkdir()
    code, log = crawl(tmp_path, name="aawsat.com")
    assert code == 2
    assert "NEWSFOLD_CONTACT must be an e-mail address" in log
    assert "Traceback" not in log
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize("contact", ["", "  ", "me", "@", "http://", "your name"])
def test_a_contact_must_be_an_address(contact):
    site = parse_site('[site]\nname="a"\ndomains=["outlet.example"]', "a.toml")
    with pytest.raises(ContactError, match="NEWSFOLD_CONTACT"):
        require_contact(site, contact)


def test_contacts_are_named_to_outlets():
    site = parse_site('[site]\nname="a"\ndomains=["outlet.example"]', "a.toml")
    require_contact(site, "desk@corpus.example")
    require_contact(site, "https://corpus.example/crawl")
    assert user_agent("1.0", "desk@corpus.example") == "newsfold/1.0 (+desk@corpus.example)"


def test_an_unknown_site_and_a_wrong_profile_are_said(tmp_path):
    (tmp_path / "sites").mkdir()
    code, log = crawl(tmp_path, name="awsat.com")
    assert code == 2
    assert "Did you mean 'aawsat.com'?" in log
    (tmp_path / "sites" / "odd.toml").write_text("[site]\nnmae = 'odd'\n")
    code, log = crawl(tmp_path, name="odd")
    assert code == 2
    assert "odd.toml [site]: unknown key 'nmae'" in log
    assert "Traceback" not in log


def test_a_database_that_is_not_ours_is_refused_untouched(tmp_path):
    with serving() as server:
        profile(tmp_path / "sites", server, crawl='urls = ["BASE/news/1-x"]\n')
        (tmp_path / "news.db").write_bytes(b"this is no database" * 100)
        code, log = crawl(tmp_path)
        assert code == 2
        assert str(tmp_path / "news.db") in log
        assert (tmp_path / "news.db").read_bytes() == b"this is no database" * 100
        assert server.count() == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.8.9.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) is public


LOCAL = parse_site('[site]\nname="l"\ndomains=["127.0.0.1:8000"]', "l.toml")
PUBLIC = parse_site(
    '[site]\nname="p"\ndomains=["outlet.example"]\n[crawl]\nfeeds=["https://feeds.example/x"]',
    "p.toml",
)
MIXED = parse_site('[site]\nname="m"\ndomains=["outlet.example", "127.0.0.1"]', "m.toml")


@pytest.mark.parametrize(
    ("site", "url", "cause"),
    [
        (LOCAL, "http://127.0.0.1:8000/a", ""),
        (LOCAL, "http://127.0.0.1:8001/a", "private address"),
        (LOCAL, "http://127.0.0.2:8000/a", "private address"),
        (LOCAL, "http://localhost:8000/a", "private address"),
        (PUBLIC, "https://outlet.example/a", ""),
        (PUBLIC, "https://www.outlet.example/a", ""),
        (PUBLIC, "https://feeds.example/x", ""),
        (PUBLIC, "https://elsewhere.example/a", "off the site"),
        (PUBLIC, "http://10.0.0.1/a", "private address"),
        (PUBLIC, "http://[::1]/a", "private address"),
        (PUBLIC, "ftp://outlet.example/a", "not http or https"),
        (PUBLIC, "file:///etc/hosts", "not http or https"),
        (MIXED, "http://127.0.0.1/a", "private address"),
    ],
)
def test_refusals(site, url, cause):
    assert refusal(url, site) == cause


def test_private_addresses_of_the_site_itself_can_be_allowed():
    assert refusal("http://127.0.0.1/a", MIXED, allow_private=True) == ""
    assert refusal("http://10.0.0.1/a", MIXED, allow_private=True) == "private address"


RESOLVES = """
import socket
real = socket.gethostbyname
def gethostbyname(name):
    return "127.0.0.1" if name == "rebound.example" else real(name)
socket.gethostbyname = gethostbyname
"""


@pytest.mark.parametrize(("allow", "hits"), [("", 0), ("1", 1)])
def test_names_that_lead_to_private_addresses_are_refused(tmp_path, allow, hits):
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(RESOLVES)
    with serving() as server:
        port = server.host.partition(":")[2]
        server.pages["/news/1-x"] = story(1)
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "rebound.toml").write_text(
            f'[site]\nname = "rebound.example"\ndomains = ["rebound.example:{port}"]\n'
            f'[crawl]\ndelay = 0.0\nurls = ["http://rebound.example:{port}/news/1-x"]\n'
        )
        env = {"NEWSFOLD_CONTACT": "desk@corpus.example", "NEWSFOLD_ALLOW_PRIVATE": allow}
        _, log = crawl(tmp_path, name="rebound.example", PYTHONPATH=str(tmp_path / "path"), **env)
        assert server.hits["/news/1-x"] == hits, log
        if not allow:
            assert server.count() == 0
            assert ask(tmp_path, "SELECT reason FROM quarantine") == [("private address",)]
        else:
            assert server.agents == {"newsfold/0.1.0 (+desk@corpus.example)"}


@pytest.mark.parametrize("status", [429, 503])
def test_a_robots_file_in_trouble_closes_the_host(tmp_path, status):
    with serving() as server:
        server.pages = {
            "/robots.txt": Answer("User-agent: *\nAllow: /\n", status, kind="text/plain"),
            "/news/1-x": story(1),
        }
        profile(tmp_path / "sites", server, crawl='urls = ["BASE/news/1-x"]\n')
        _, log = crawl(tmp_path)
        assert server.hits["/news/1-x"] == 0, log
        assert ask(tmp_path, "SELECT reason FROM quarantine") == [("robots.txt unavailable",)]


# As a function.


def test_several_sites_go_into_one_database(tmp_path):
    with serving() as first, serving() as second:
        for server, numbers in ((first, (1, 2)), (second, (3, 4, 5))):
            server.pages = {f"/news/{n}-x": story(n) for n in numbers}
            server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", first, "one.test", 'feeds = ["BASE/feed"]\n')
        profile(tmp_path / "sites", second, "two.test", 'feeds = ["BASE/feed"]\n')
        names, db, folder = ["one.test", "two.test"], tmp_path / "news.db", tmp_path / "sites"
        total = crawl_apart(names, db, folder)
        assert (total["fetched"], total["new"], total["failed"]) == (5, 5, 0)
        assert total["needs_look"] is False
        assert [site["new"] for site in total["sites"]] == [2, 3]
        assert total["sites"][0]["line"].startswith("one.test: 2 pages fetched")
        again = crawl_apart(names, db, folder, settings={"NEWSFOLD_RECHECK": True})
        assert (again["new"], again["changed"], again["known"]) == (0, 0, 5)


def test_what_is_wrong_before_the_first_request_raises(tmp_path):
    with pytest.raises(SiteError, match="there is no site"):
        crawl_apart(["nowhere.test"], tmp_path / "news.db")
    with pytest.raises(ContactError):
        crawl_apart(["aawsat.com"], tmp_path / "news.db", contact="nobody")
    with serving() as server:
        profile(tmp_path / "sites", server)
        (tmp_path / "news.db").write_bytes(b"this is no database" * 100)
        with pytest.raises(StoreError):
            crawl_apart(["harbour.test"], tmp_path / "news.db", tmp_path / "sites")
        assert server.count() == 0


def test_summaries_read_well():
    stats = {
        "newsfold/found": 4,
        "newsfold/fetched": 3,
        "newsfold/new": 1,
        "newsfold/known": 1,
        "newsfold/quarantined/no article": 1,
        "newsfold/failed/http 404": 1,
        "finish_reason": "finished",
        "item_scraped_count": 9,
    }
    summary = summary_of("outlet.example", stats)
    assert line(summary) == (
        "outlet.example: 3 pages fetched, 1 new, 0 changed, 1 known, 1 quarantined "
        "(no article: 1), 1 failed (http 404: 1)"
    )
    assert summary.needs_look, "two of four addresses"
    assert not Summary("x", found=9, fetched=9, failed={"http 404": 1}, finished="finished").trouble
    assert Summary("x", found=9, fetched=9, lists_failed=1, finished="finished").trouble
    assert not Summary("x", found=1, fetched=1, known=1, finished="finished").needs_look
    few = Summary("x", found=9, fetched=9, quarantined={"no article": 1}, finished="finished")
    assert not few.needs_look, "it was looked at when it was new"
    assert replace(few, put_aside=1).trouble == "1 page newly quarantined"
    assert Summary("x", finished="finished").needs_look, "a site that names nothing is broken"
    vain = Summary("x", elsewhere=3, outside_window=2, finished="finished")
    assert vain.trouble == (
        "no article addresses found (3 off the site's domains, 2 of other days)"
    )
    assert "stopped early: shutdown" in line(Summary("x", found=1, finished="shutdown"))


@pytest.mark.parametrize(
    ("counts", "trouble"),
    [
        ({"failed": {"timeout": 6}, "still_bad": 6}, ""),
        ({"failed": {"timeout": 7}, "still_bad": 6}, "1 of 1 addresses gave no article"),
        ({"fetched": 1, "quarantined": {"no article": 1}, "still_bad": 1}, ""),
        ({"fetched": 5, "failed": {"http 404": 4}, "still_bad": 3}, ""),
        ({"fetched": 4, "failed": {"http 404": 4}, "still_bad": 3}, "1 of 5 addresses gave"),
        (
            {"failed": {"timeout": 2, "robots.txt unavailable": 1}, "still_bad": 2},
            "1 of 1 addresses gave no article",
        ),
        (
            {"failed": {"timeout": 6}, "still_bad": 6, "lists_failed": 1},
            "a feed, sitemap or section cannot be read",
        ),
    ],
)
def test_links_that_were_dead_before_wake_nobody_unless_the_site_is_down(counts, trouble):
    summary = Summary("x", found=9, finished="finished", **counts)
    assert summary.trouble.startswith(trouble)
    assert summary.needs_look == bool(trouble)


def last_summary(tmp):
    return json.loads(one(tmp, "SELECT counts FROM runs ORDER BY id DESC LIMIT 1"))


DUE_NOW = "UPDATE ledger SET due = '2020-01-01T00:00:00Z' WHERE kind = 'article'"


def test_dead_links_of_a_quiet_site_are_said_once(tmp_path):
    """Of each address the first failure counts; that all else fails too is said of its lists."""
    with serving() as server:
        server.pages = {
            "/news/1-x": Answer("gone", 404),
            "/news/2-x": Answer("down", 500),
            "/news/3-x": "<html><head><title>Log in</title></head><body></body></html>",
            "/news/4-x": Answer("members", 403),
        }
        server.pages["/feed"] = feed(server, *server.pages)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        db = tmp_path / "news.db"

        def again() -> tuple[int, int, str]:
            with contextlib.closing(sqlite3.connect(db)) as conn, conn:
                conn.execute(DUE_NOW)
            crawl(tmp_path, "-s", "RETRY_TIMES=0")
            said = last_summary(tmp_path)
            return sum(said["failed"].values()), said["still_bad"], said["trouble"]

        Store(db).close()
        assert again() == (3, 0, "4 of 4 addresses gave no article")
        assert again() == (3, 4, "")
        server.pages["/news/5-x"] = Answer("down", 500)
        server.pages["/feed"] = feed(server, *(f"/news/{n}-x" for n in range(1, 6)))
        assert again() == (4, 4, "1 of 1 addresses gave no article")
        server.pages["/news/1-x"] = story(1)
        assert again() == (3, 4, "")
        server.pages["/news/1-x"] = Answer("gone", 404)
        assert again() == (4, 4, "1 of 1 addresses gave no article"), "it was there meanwhile"
        server.pages["/robots.txt"] = Answer("down", 503)
        failed, still, trouble = again()
        assert (failed, still) == (6, 0)
        assert trouble == "a feed, sitemap or section cannot be read"


@pytest.mark.parametrize(
    ("failures", "cause", "passing"),
    [
        (0, "timeout", True),
        (0, "http 503", True),
        (1, "http 503", False),
        (None, "http 503", False),
        (0, "http 404", False),
        (0, "no feed", False),
        (0, "certificate", False),
    ],
)
def test_only_lists_that_answered_the_time_before_are_waited_for(failures, cause, passing):
    known = None if failures is None else Due("k", "u", "stored", "", "", "", failures)
    assert may_pass(known, cause) == passing


def test_a_list_that_does_not_answer_once_wakes_nobody_where_others_do(tmp_path):
    with serving() as server:
        server.pages = {"/news/1-x": story(1)}
        server.pages["/feed"] = server.pages["/other"] = feed(server, "/news/1-x")
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed", "BASE/other"]\n')

        def trouble() -> str:
            crawl(tmp_path, "-s", "RETRY_TIMES=0")
            return last_summary(tmp_path)["trouble"]

        assert trouble() == ""
        server.pages["/other"] = Answer("down", 500)
        assert trouble() == ""
        assert trouble() == "a feed, sitemap or section cannot be read"


def test_a_page_without_an_article_is_said_once(tmp_path):
    with serving() as server:
        server.pages = {f"/news/{n}-x": story(n) for n in range(1, 9)}
        server.pages["/news/9-x"] = "<html><head><title>Log in</title></head><body></body></html>"
        server.pages["/feed"] = feed(server, *(f"/news/{n}-x" for n in range(1, 10)))
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        where = ("--db", str(tmp_path / "news.db"), "--sites", str(tmp_path / "sites"))
        ends = [newsfold("crawl", "harbour.test", "--recheck", *where) for _ in range(2)]
    assert [end.code for end in ends] == [1, 0], ends
    assert "8 new, 0 changed, 0 known, 1 quarantined (no article: 1)" in ends[0].out
    assert "look: 1 page newly quarantined" in ends[0].out
    assert f"{server.url}/news/9-x: quarantined: no article" in ends[0].err
    assert "look:" not in ends[1].out


_FAT = """
import subprocess, sys
held = bytearray(1100 << 20)
held[::4096] = b"x" * len(held[::4096])
del held
sys.exit(subprocess.run(sys.argv[1:]).returncode)
"""


def test_the_memory_of_whoever_starts_a_crawl_is_not_its_own(tmp_path):
    with serving() as server:
        server.pages = {"/news/1-x": story(1), "/feed": feed(server, "/news/1-x")}
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        done = subprocess.run(
            [sys.executable, "-c", _FAT, *command(tmp_path, "harbour.test")],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert "1 new" in done.stderr
        _, log = crawl(tmp_path, *RECHECK, "-s", "MEMUSAGE_LIMIT_MB=20")
        assert "stopped early: memusage_exceeded" in log, "the limit still holds"


# Feeds, sitemaps and links, as bytes.


@pytest.mark.parametrize(
    "text",
    [
        '<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><item><link>https://outlet.example/a</link></item>'
        "</rdf:RDF>",
        '<rss version="2.0"><channel><item><guid>https://outlet.example/a</guid></item>'
        "</channel></rss>",
        '<rss version="2.0"><channel><item><title>a & b</title><link> /a </link></item>',
    ],
)
def test_feeds_of_any_kind(text):
    links = feed_links(text.encode(), "https://outlet.example/feed")
    assert [found.url for found in links] == ["https://outlet.example/a"]


def test_an_empty_feed_is_a_feed_and_a_page_is_not():
    assert feed_links(b'<rss version="2.0"><channel></channel></rss>', "https://o.example/f") == ()
    for data in (b"", b"<html><p>Please enable JavaScript</p></html>", b"\x00\xff" * 50):
        with pytest.raises(DiscoveryError, match=r"https://o\.example/f"):
            feed_links(data, "https://o.example/f")


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (c, *[c - 1] * 8)
        for c in range(ord("b"), ord("l"))
    )
    + b"]>"
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB + b"<urlset><url><loc>https://o.example/&k;</loc></url></urlset>",
        BOMB + b'<rss version="2.0"><channel><item><link>&k;</link></item></channel></rss>',
    ],
)
def test_entities_are_not_blown_up(data):
    start = time.process_time()
    for read in (sitemap_links, feed_links):
        with contextlib.suppress(DiscoveryError):
            assert len(str(read(data, "https://o.example/x"))) < 10_000
    assert time.process_time() - start < 5


def test_sitemaps_are_newest_first_and_know_news_fields():
    text = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://o.example/old</loc><lastmod>2024-01-01</lastmod></url>"
        "<url><loc> https://o.example/undated </loc></url>"
        "<url><loc>/new</loc><lastmod>2020-01-01</lastmod><news:news>"
        "<news:publication_date>2024-03-01T10:00:00Z</news:publication_date></news:news></url>"
        "</urlset>"
    )
    kind, links = sitemap_links(text.encode(), "https://o.example/sitemap.xml")
    assert kind == "pages"
    assert [found.url.rpartition("/")[2] for found in links] == ["new", "old", "undated"]
    plain = b"https://o.example/a\nhttps://o.example/b\n"
    assert len(sitemap_links(plain, "https://o.example/s.txt")[1]) == 2
    assert sitemap_links(b"<urlset></urlset>", "https://o.example/s") == ("pages", ())
    with pytest.raises(DiscoveryError):
        sitemap_links(b"<html><p>not found</p></html>", "https://o.example/s")


@pytest.mark.parametrize(
    ("dates", "changed"),
    [
        (("2024-03-02T12:00:00+02:00", "2024-03-03"), ["2024-03-02T10:00", "2024-03-03T00:00"]),
        (("2024-03-02T12:00:00Z", "2024-03-02T12:00:00Z"), ["", ""]),
        (("2024-03-02T12:00:00Z", "soon"), ["2024-03-02T12:00", ""]),
        (("2024-03-02T12:00:00Z",), ["2024-03-02T12:00"]),
    ],
)
def test_a_news_sitemap_tells_changes_beside_publications(dates, changed):
    rows = "".join(
        f"<url><loc>https://o.example/{n}</loc><lastmod>{date}</lastmod><n:news>"
        f"<n:publication_date>2024-03-01T1{9 - n}:00:00Z</n:publication_date></n:news></url>"
        for n, date in enumerate(dates)
    )
    text = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    _, links = sitemap_links(text.encode(), "https://o.example/sitemap.xml")
    assert [found.moment[:13] for found in links] == ["2024-03-01T19", "2024-03-01T18"][
        : len(dates)
    ]
    assert [found.changed[:16] for found in links] == changed


def test_what_else_a_sitemap_tells_of_a_page_is_not_its_address():
    """Pictures, videos and translations, which nearly every sitemap for news has."""
    text = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        "<url><video:video><video:publication_date>2019-01-01</video:publication_date>"
        "</video:video><loc>https://o.example/a?id=1&amp;b=2</loc>"
        "<news:news><news:publication><news:name>O</news:name></news:publication>"
        "<news:publication_date>2024-03-01T10:00:00Z</news:publication_date></news:news>"
        '<xhtml:link rel="alternate" hreflang="ar" href="https://o.example/ar/a"/>'
        "<image:image><image:loc>https://cdn.example/p.jpg</image:loc></image:image></url>"
        "<url><loc>https://o.example/b?id=2&b=3</loc><lastmod>2024-01-02</lastmod>"
        "<video:video><video:publication_date>2019-01-01</video:publication_date></video:video>"
        "</url></urlset>"
    )
    _, links = sitemap_links(text.encode(), "https://o.example/sitemap.xml")
    assert [(found.url, found.moment[:10]) for found in links] == [
        ("https://o.example/a?id=1&b=2", "2024-03-01"),
        ("https://o.example/b?id=2&b=3", "2024-01-02"),
    ]
    text = "<urlset><url><loc><![CDATA[https://o.example/c?id=1&b=2]]></loc></url></urlset>"
    _, links = sitemap_links(text.encode(), "https://o.example/sitemap.xml")
    assert [found.url for found in links] == ["https://o.example/c?id=1&b=2"]


def test_packed_sitemaps_are_bounded():
    assert unpacked(gzip.compress(b"<urlset/>")) == b"<urlset/>"
    with pytest.raises(DiscoveryError, match="unpacks to more"):
        unpacked(gzip.compress(b"a" * 5000), limit=1000)
    bomb = gzip.compress(b"a" * 200_000_000, 1)
    tracemalloc.start()
    with pytest.raises(DiscoveryError, match="unpacks to more than"):
        unpacked(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000, "what is too large is never held"
    with pytest.raises(DiscoveryError, match="broken gzip"):
        unpacked(b"\x1f\x8b\x08 nonsense that is no gzip")


def test_links_of_a_page():
    html = (
        '<base href="https://o.example/section/"><a href="a">a</a><a href="/b#c">b</a>'
        '<a href=" /b ">b</a><a href="mailto:x@y.example">m</a><a href="javascript:x()">j</a>'
        '<a href="#top">t</a><a href="">e</a><a>n</a><a href="https://[broken">k</a>'
    )
    assert [found.url for found in page_links(html.encode(), "https://o.example/x")] == [
        "https://o.example/section/a",
        "https://o.example/b",
    ]
    assert page_links(b"", "https://o.example/") == ()
