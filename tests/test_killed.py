"""Crawls that are killed, and crawlers that meet: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import json
import random
import signal
import time
from pathlib import Path

import pytest
from crawling import ask, crawl, feed, one, profile, started, story, wait_for
from server import Answer, Server, serving

IN_FLIGHT = 4
"""Pages that may be asked for and not stored yet: two at a time, and two that wait their turn."""


def publish(server: Server, pages: int, wait: float = 0.02) -> None:
    server.pages = {f"/news/{n}-x": Answer(story(n), wait=wait) for n in range(pages)}
    server.pages["/feed"] = feed(server, *list(server.pages))


def stored(tmp: Path) -> int:
    """How many pages are stored, with everything in the database agreeing on it."""
    assert one(tmp, "PRAGMA integrity_check") == "ok"
    assert ask(tmp, "PRAGMA foreign_key_check") == []
    counts = [
        one(tmp, f"SELECT count(*) FROM {table}")
        for table in ("pages", "articles", "versions", "sightings", "records")
    ]
    counts.append(one(tmp, "SELECT count(DISTINCT key) FROM pages"))
    counts.append(
        one(tmp, "SELECT count(*) FROM ledger WHERE kind = 'article' AND state = 'stored'")
    )
    assert len(set(counts)) == 1, counts
    return int(str(counts[0]))


@pytest.mark.parametrize(
    ("pages", "kills"), [(60, 3), pytest.param(400, 20, marks=pytest.mark.slow)]
)
def test_killed_at_random_moments_nothing_is_lost_or_doubled(
    tmp_path: Path, pages: int, kills: int
) -> None:
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    with serving() as server:
        publish(server, pages)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        before = 0
        for kill in range(kills):
            asked = server.count("/news/")
            process = started(tmp_path)
            if kill == 0:
                time.sleep(draw.uniform(0, 1))  # also before there is anything
            else:
                wait_for(server, asked + draw.randint(1, max(1, pages // kills)), process)
                time.sleep(draw.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert process.returncode == -signal.SIGKILL, "it was done before it was killed"
            now = stored(tmp_path) if is_there(tmp_path) else 0
            asked = server.count("/news/") - asked
            assert before + asked - IN_FLIGHT <= now <= before + asked, (seed, kill)
            before = now
        code, log = crawl(tmp_path)
        assert (code, stored(tmp_path)) == (0, pages), (seed, log)
        assert f"{pages - before} new, 0 changed, 0 known" in log, (seed, log)
        hits = [server.hits[f"/news/{n}-x"] for n in range(pages)]
        assert min(hits) == 1
        assert sum(hits) <= pages + IN_FLIGHT * kills, seed
        finished = ask(tmp_path, "SELECT finished IS NOT NULL FROM runs ORDER BY id")
        assert finished[-1] == (1,)
        assert sum(done for (done,) in finished) == 1
        assert ask(tmp_path, "SELECT * FROM locks") == []


def is_there(tmp: Path) -> bool:
    """Whether the first run came as far as to make its tables."""
    if not (tmp / "news.db").exists():
        return False
    return bool(one(tmp, "SELECT count(*) FROM sqlite_master WHERE name = 'ledger'"))


def test_a_site_is_left_to_the_crawler_that_is_at_it(tmp_path: Path) -> None:
    with serving() as server:
        publish(server, 40, wait=1.0)
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        first = started(tmp_path)
        wait_for(server, 3, first)
        asked = server.hits["/feed"]
        code, log = crawl(tmp_path)
        assert first.poll() is None, "the first one was done too soon for this test"
        assert f"left alone, process {first.pid} on " in log, log
        assert (code, server.hits["/feed"]) == (0, asked), log
        # The one that is killed leaves its lock behind; the next one takes it over.
        first.kill()
        first.communicate()
        holder = json.loads(str(one(tmp_path, "SELECT owner FROM locks")))
        assert holder["pid"] == first.pid
        publish(server, 40)
        _, log = crawl(tmp_path)
        assert "left alone" not in log
        assert stored(tmp_path) == 40
        assert sum(server.hits[f"/news/{n}-x"] for n in range(40)) <= 40 + IN_FLIGHT


def test_two_crawlers_of_two_sites_lose_nothing_in_one_database(tmp_path: Path) -> None:
    with serving() as one_server, serving() as other:
        for server, first in ((one_server, 0), (other, 1000)):
            server.pages = {f"/news/{n}-x": story(n) for n in range(first, first + 40)}
            server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp_path / "sites", one_server, "one.test", 'feeds = ["BASE/feed"]\n')
        profile(tmp_path / "sites", other, "two.test", 'feeds = ["BASE/feed"]\n')
        both = [started(tmp_path, name=name) for name in ("one.test", "two.test")]
        logs = [process.communicate(timeout=120)[1] for process in both]
        assert all("40 new, 0 changed, 0 known" in log for log in logs), logs
        assert not [log for log in logs if "locked" in log.lower()]
        assert stored(tmp_path) == 80
        counts = ask(tmp_path, "SELECT source, count(*) FROM pages GROUP BY 1 ORDER BY 1")
        assert counts == [("one.test", 40), ("two.test", 40)]
        assert one(tmp_path, "SELECT sum(pages) FROM asked") == 80
