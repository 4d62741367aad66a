"""What a crawl writes to WARC files, and what `newsfold clean` makes of them."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from crawling import crawl, feed, newsfold, profile, story
from server import Answer, redirect, serving

from crawler.cli import main

pytest.importorskip("warcio")


def records(db: Path) -> list[tuple[str, ...]]:
    found = sqlite3.connect(db)
    try:
        return found.execute(
            "SELECT v.title, v.standfirst, v.body, v.captions, v.published, v.lang "
            "FROM records r JOIN versions v ON v.n = r.version ORDER BY 1, 3"
        ).fetchall()
    finally:
        found.close()


def test_a_crawl_and_its_warc_files_give_the_same_records(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    folder = tmp_path / "warc"
    with serving() as server:
        server.pages = {f"/news/{n}-x": Answer(story(n), headers={"ETag": '"1"'}) for n in range(6)}
        packed = gzip.compress(story(6).encode())
        server.pages["/news/6-x"] = Answer(packed, headers={"Content-Encoding": "gzip"})
        server.pages["/robots.txt"] = Answer("User-agent: *\nAllow: /\n", kind="text/plain")
        server.pages["/old/7"] = redirect("/news/7-x")
        server.pages["/news/7-x"] = story(7)
        # Pages under a type that says little, or under none at all.
        kinds = {8: "", 9: "text/plain", 10: "text/xml", 11: "application/xhtml+xml"}
        for n, kind in kinds.items():
            server.pages[f"/news/{n}-x"] = Answer(story(n), kind=kind)
        paths = [f"/news/{n}-x" for n in (*range(7), *kinds)]
        server.pages["/feed"] = feed(server, *paths, "/old/7")
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        archived = ("-s", f"NEWSFOLD_WARC={folder}", "-s", "NEWSFOLD_WARC_SIZE=3000")
        _, log = crawl(tmp_path, *archived)
        assert "12 new" in log, log
        files = sorted(folder.glob("*.warc.gz"))
        assert len(files) > 1, "a new file is begun where one is full"
        _, log = crawl(tmp_path, *archived, "-s", "NEWSFOLD_RECHECK=1")
        assert "6 not modified" in log
    kinds: dict[str, int] = {}
    for file in folder.glob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
                if record.rec_type == "response":
                    record.content_stream().read()
    assert kinds["revisit"] == 6
    assert kinds["request"] == kinds["response"] + kinds["revisit"]

    other = tmp_path / "other.db"
    done = newsfold("clean", *map(str, files), "--db", str(other))
    assert len(records(other)) == 12
    assert records(other) == records(tmp_path / "news.db"), done.said
    assert done.code == 0, done.err  # what is for machines, such as robots.txt, is no page


def test_a_folder_that_takes_no_files_is_said_before_anything_is_asked_for(tmp_path: Path) -> None:
    with serving() as server:
        profile(tmp_path / "sites", server, crawl='urls = ["BASE/news/1-x"]\n')
        (tmp_path / "file").write_text("no folder")
        where = ["--db", str(tmp_path / "news.db"), "--sites", str(tmp_path / "sites")]
        words = ["crawl", "harbour.test", *where, "--warc", str(tmp_path / "file" / "warc")]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 2
        assert "file/warc: no WARC file can be written there" in done.output
        assert server.count() == 0
    assert not (tmp_path / "news.db").exists()


def test_a_full_disk_ends_the_crawl_and_no_page_is_stored_that_is_not_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrapy.http import Request, TextResponse
    from scrapy.utils.test import get_crawler
    from warcio.warcwriter import WARCWriter

    from crawler.archive import Archive
    from crawler.politeness import Refused

    ends: list[str] = []
    monkeypatch.setattr("crawler.archive.end", lambda crawler, reason: ends.append(reason))
    settings = {"NEWSFOLD_WARC": str(tmp_path), "NEWSFOLD_WARC_SIZE": 10**6}
    archive = Archive(get_crawler(settings_dict=settings))
    archive.file = open("/dev/full", "wb")  # noqa: SIM115
    archive.writer = WARCWriter(archive.file, gzip=True)
    for url in ("https://o.example/1", "https://o.example/2"):
        with pytest.raises(Refused, match=r"not archived: .*No space left"):
            archive.process_response(Request(url), TextResponse(url, body=b"<p>x</p>"))
    assert ends == ["not archived"]
    archive.close()
