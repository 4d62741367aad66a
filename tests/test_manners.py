"""What a site says of itself, and how it fails: through whole crawls of a server on loopback."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from crawling import (
    RECHECK,
    ROOT,
    ask,
    command,
    crawl,
    environment,
    feed,
    one,
    profile,
    story,
)
from server import Answer, Server, redirect, serving

from crawler.cli import main
from storage.store import Store


def published(server: Server, pages: dict[str, Answer | str]) -> None:
    """Serve pages, and a feed that names them."""
    server.pages |= pages
    server.pages["/feed"] = feed(server, *pages)


FEED = 'feeds = ["BASE/feed"]\n'


def test_rights_are_stored_with_the_version(tmp_path: Path) -> None:
    robots = "User-agent: *\nAllow: /news/\nDisallow: /private\n"
    rules = [
        {"location": "/news/3-*", "tdm-reservation": 1, "tdm-policy": "https://p.example/tdm"},
        {"location": "/news/", "tdm-reservation": 0},
    ]
    meta = '<meta name="robots" content="noai, nofollow"><meta name="tdm-reservation" content="1">'
    licence = '<a rel="license" href="https://licence.example/by">Licence</a>'
    with serving() as server:
        published(
            server,
            {
                "/news/1-meta": story(1).replace("</head>", f"{meta}</head>"),
                "/news/2-headers": Answer(
                    story(2),
                    headers={"X-Robots-Tag": "noarchive, noimageai", "tdm-reservation": "1"},
                ),
                "/news/3-file": story(3),
                "/news/4-licence": story(4, more=licence),
                "/news/5-others": Answer(
                    story(5), headers={"X-Robots-Tag": "otherbot: noindex, noai"}
                ),
            },
        )
        server.pages["/robots.txt"] = Answer(robots, kind="text/plain")
        server.pages["/.well-known/tdmrep.json"] = Answer(
            json.dumps(rules), kind="application/json"
        )
        profile(tmp_path / "sites", server, crawl=FEED)
        _, log = crawl(tmp_path)
    assert "5 new" in log, log
    found = {
        int(number): tuple(said)
        for number, *said in ask(
            tmp_path,
            "SELECT substr(p.url, instr(p.url, '/news/') + 6, 1), r.robots_allowed, r.noindex, "
            "r.noarchive, r.noai, r.tdm_reservation, r.licence, r.said FROM versions v "
            "JOIN sightings s ON s.version = v.n JOIN pages p ON p.n = s.page "
            "JOIN rights_now r ON r.page = p.n",
        )
    }
    assert {n: said[:6] for n, said in found.items()} == {
        1: (1, 0, 0, 1, 1, ""),
        2: (1, 0, 1, 1, 1, ""),
        3: (1, 0, 0, 0, 1, ""),
        4: (1, 0, 0, 0, 0, "https://licence.example/by"),
        5: (1, 0, 0, 0, 0, ""),
    }
    words = {n: json.loads(said[6]) for n, said in found.items()}
    assert all("allow: /news/" in said["robots.txt"].lower() for said in words.values())
    assert words[3]["tdm"] == {
        "reserved": True,
        "policy": "https://p.example/tdm",
        "in": "tdmrep.json",
    }
    assert (words[1]["tdm"]["in"], words[2]["tdm"]["in"]) == ("meta", "header")


def test_what_a_site_deleted_is_marked_and_kept(tmp_path: Path) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": story(n) for n in (1, 2, 3)})
        profile(tmp_path / "sites", server, crawl=FEED)
        assert "3 new" in crawl(tmp_path)[1]
        records = ask(tmp_path, "SELECT r.id, v.body FROM records r JOIN versions v USING (n)")
        server.pages["/news/1-x"] = Answer("<p>gone for now</p>", 404)
        server.pages["/news/2-x"] = Answer("<p>gone for good</p>", 410)
        _, log = crawl(tmp_path, *RECHECK)
        states = (
            "SELECT substr(key, -1), state, cause, due <> '' FROM ledger WHERE kind = 'article'"
        )
        assert ask(tmp_path, states + " ORDER BY 1") == [
            ("1", "gone", "http 404", 1),
            ("2", "gone", "http 410", 0),
            ("3", "stored", "", 1),
        ], log
        now = ask(tmp_path, "SELECT r.id, v.body FROM records r JOIN versions v USING (n)")
        assert now == records
        before = server.count("/news/")
        crawl(tmp_path)
        assert server.count("/news/") == before, "the feed still names them; they are not due"


def test_what_the_server_forbids_is_left_alone_and_counted(tmp_path: Path) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": story(n) for n in range(1, 5)})
        server.pages["/news/1-x"] = Answer("<p>members only</p>", 403)
        profile(tmp_path / "sites", server, crawl=FEED)
        _, log = crawl(tmp_path)
        assert "1 failed (http 403: 1)" in log, log
        assert server.hits["/news/1-x"] == 1
    (found,) = ask(
        tmp_path,
        "SELECT state, cause, round(julianday(due) - julianday(asked_at), 2) FROM ledger "
        "WHERE key LIKE '%:1'",
    )
    assert found == ("refused", "http 403", 1.0)


def test_a_host_that_forbids_all_is_left_alone_for_the_run(tmp_path: Path) -> None:
    shut = Answer("<p>blocked</p>", 403)
    with serving() as server:
        published(server, {f"/news/{n}-x": shut for n in range(40)})
        profile(tmp_path / "sites", server, crawl=FEED)
        _, log = crawl(tmp_path)
        asked = server.count("/news/")
        assert 10 <= asked <= 12, "two may be on their way"
        assert "forbids what is asked for, 10 times in a row" in log
        states = dict(
            ask(tmp_path, "SELECT state, count(*) FROM ledger WHERE kind = 'article' GROUP BY 1")
        )
        assert states == {"refused": asked, "found": 40 - asked}, "the rest is due"
        server.hits.clear()
        published(server, {f"/news/{n}-x": story(n) for n in range(asked, 40)})
        _, log = crawl(tmp_path)
        assert server.count("/news/") == 40 - asked, log
        server.hits.clear()
        published(server, {f"/news/{n}-x": server.pages[f"/news/{n}-x"] for n in range(40)})
        _, log = crawl(tmp_path, *RECHECK)
        assert server.count("/news/") == 40, "members only, and known to be"


def test_a_robots_file_that_never_comes_closes_the_host(tmp_path: Path) -> None:
    with serving() as server:
        server.pages |= {f"/news/{n}-x": story(n) for n in (1, 2)}
        server.pages["/robots.txt"] = Answer("User-agent: *\nAllow: /\n", wait=20)
        pages = 'urls = ["BASE/news/1-x", "BASE/news/2-x"]\n'
        profile(tmp_path / "sites", server, crawl=FEED + pages)
        _, log = crawl(tmp_path, "-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_TIMES=0")
        assert server.hits["/robots.txt"] == 1
        assert server.count("/news/") == 0, log
        assert "robots.txt unavailable: 3" in log, "the feed and two pages"
        assert log.count("WARNING: ") == 1, log
        robots = f"{server.url}/robots.txt"
    why = ask(tmp_path, "SELECT url, reason, detail FROM quarantine")
    assert [said[:2] for said in why] == [(robots, "robots.txt unavailable")], "once for the host"
    last = str(one(tmp_path, "SELECT counts ->> 'last_error' FROM runs"))
    assert last == f"{robots}: robots.txt unavailable: {why[0][2]}"
    assert "robots.txt" not in why[0][2].replace(robots, "")
    due = "SELECT state, failures, due <> '' FROM ledger WHERE kind = 'article'"
    assert ask(tmp_path, due) == [("found", 0, 1)] * 2


def test_a_host_without_a_server_says_nothing_of_its_pages(tmp_path: Path) -> None:
    with socket.socket() as taken, serving() as server:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        server.host = f"127.0.0.1:{taken.getsockname()[1]}"
        server.url = f"http://{server.host}"
        profile(tmp_path / "sites", server, crawl='urls = ["BASE/news/1-x"]\n')
        _, log = crawl(tmp_path, "-s", "RETRY_TIMES=0")
    assert "robots.txt unavailable: 1" in log, log
    assert "Connection refused" in log
    assert "Traceback" not in log, log
    assert ask(tmp_path, "SELECT state, failures, due <> '' FROM ledger") == [("found", 0, 1)]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_host_is_asked_for_so_many_pages_at_a_time(tmp_path: Path, concurrency: int) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": Answer(story(n), wait=0.4) for n in range(9)})
        profile(tmp_path / "sites", server, crawl=f"{FEED}concurrency = {concurrency}\n")
        _, log = crawl(tmp_path)
        assert "9 new" in log, log
        assert server.most_at_once == concurrency


def test_the_delay_of_a_profile_lies_between_two_requests(tmp_path: Path) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": story(n) for n in range(4)})
        profile(tmp_path / "sites", server, crawl=FEED)
        file = next((tmp_path / "sites").glob("*.toml"))
        file.write_text(file.read_text().replace("delay = 0.0", "delay = 0.4"))
        _, log = crawl(tmp_path)
        assert "4 new" in log, log
        assert min(server.gaps()) >= 0.3, server.gaps()


def test_a_busy_host_that_names_no_time_is_left_alone_ever_longer(tmp_path: Path) -> None:
    with serving() as server:
        busy = Answer("busy", 503, times=2, then=Answer(story(1)))
        published(server, {"/news/1-x": busy})
        profile(tmp_path / "sites", server, crawl=FEED)
        _, log = crawl(tmp_path, "-s", "NEWSFOLD_BACKOFF=1")
        assert "1 new" in log, log
        assert server.hits["/news/1-x"] == 3
        turned_away = [at for at, path in server.times if path == "/news/1-x"][:2]
        for at, least in zip(turned_away, (1.0, 2.0), strict=True):
            assert [other - at for other, _ in server.times if 0 < other - at < least] == []
    held = [float(text) for text in re.findall(r"nothing is asked for ([\d.]+) seconds", log)]
    assert len(held) == 2
    assert 1.0 <= held[0] <= 1.5
    assert 2.0 <= held[1] <= 3.0


def links(path: str, numbers: range) -> str:
    return "".join(f'<li><a href="{path}{n}">the {n}th of the month</a></li>' for n in numbers)


def test_endless_addresses_end(tmp_path: Path) -> None:
    """A calendar of days without news, one story under any query, a redirect to ever more."""
    with serving() as server:
        server.pages |= {
            "/front": Answer(
                f"<ul>{links('/calendar?day=', range(40))}{links('/story?from=', range(40))}</ul>",
                times=1,
                # Another visit, other days and other numbers, some of which are known.
                then=Answer(
                    f"<ul>{links('/calendar?day=', range(40, 80))}"
                    f"{links('/story?from=', range(20, 60))}</ul>"
                ),
            ),
            "/calendar": f"<html><body><ul>{links('/calendar?day=', range(100, 400))}</ul></body>",
            "/story": story(1),
            "/round": redirect("/round?and=round"),
        }
        crawling = 'sections = ["BASE/front"]\nurls = ["BASE/round"]\n'
        profile(tmp_path / "sites", server, crawl=crawling)
        file = next((tmp_path / "sites").glob("*.toml"))
        # Without a pattern every address may be an article's.
        file.write_text(re.sub("keys = .*\n", "", file.read_text()))
        _, log = crawl(tmp_path)
        assert server.count("/calendar") == 40, "what is no list of the site is not followed"
        assert server.count("/story") == 40
        assert server.count("/round") <= 6
        crawl(tmp_path, *RECHECK)
        assert server.count("/story") == 40 + 20, "its twins are not asked for again"
    assert one(tmp_path, "SELECT count(*) FROM records") == 1, log
    assert one(tmp_path, "SELECT count(*) FROM ledger WHERE state = 'twin'") == 59


def test_a_run_ends_when_its_time_is_up(tmp_path: Path) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": Answer(story(n), wait=0.4) for n in range(40)})
        profile(tmp_path / "sites", server, crawl=FEED + "concurrency = 1\n")
        _, log = crawl(tmp_path, "-s", "NEWSFOLD_MAX_MINUTES=0.1")
        asked = server.count("/news/")
        assert 0 < asked <= 6 / 0.4 + 2, log
        left = 40 - asked
        assert "left for the next run" in log
        assert one(tmp_path, "SELECT count(*) FROM ledger WHERE state = 'found'") == left
        assert one(tmp_path, "SELECT count(*) FROM pages") == asked


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    with serving() as server:
        published(server, {f"/news/{n}-x": story(n) for n in range(30)})
        profile(tmp_path / "sites", server, crawl=FEED + "concurrency = 1\n")
        Store(tmp_path / "news.db").close()
        # No file may grow beyond 2 MB: the database is there, its log has room for a page or two.
        limited = ["bash", "-c", 'ulimit -f "$0"; exec "$@"', "2000"]
        done = subprocess.run(
            [*limited, *command(tmp_path, "harbour.test")],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
        )
        log = done.stdout + done.stderr
        assert server.count("/news/") < 25, "what comes now would be fetched in vain"
        assert log.count("] ERROR: ") == 1, log
        assert "Traceback" not in log, log
        look = CliRunner().invoke(
            main,
            ["status", "--db", f"{tmp_path}/news.db", "--sites", str(tmp_path / "sites")],
        )
        assert look.exit_code == 1, look.output
        assert "look: stopped early: not saved" in look.output
        assert "is the disk full?" in look.output
        crawl(tmp_path)
        assert one(tmp_path, "SELECT count(*) FROM pages") == 30
