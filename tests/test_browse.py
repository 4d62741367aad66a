"""What `newsfold browse` and `newsfold report` show, asked without a browser."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from corpus import HOSTILE, build
from making import page_of, prose

from crawler import charts
from crawler.browse.queries import QUERIES
from crawler.changes import changes
from crawler.cli import main
from crawler.direction import direction
from storage.store import Store


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("browse") / "news.db")


@pytest.fixture(scope="module")
def ids(db: Path) -> dict[str, str]:
    """Record and page ids by the input's."""
    with Store(db, readonly=True) as store:
        found = {}
        for row in store.records():
            found[row["input_id"]] = row["id"]
        for id_ in store.page_ids():
            folded = store.folded(id_)
            assert folded is not None
            found[f"page {folded.page.id}"] = id_
    return found


LOOP = asyncio.new_event_loop()


@cache
def application(db: Path) -> Any:
    """Making one costs a third of a second, so a database has one for all tests."""
    from crawler.browse.serve import datasette

    return datasette(db)


def get(db: Path, *paths: str, headers: dict[str, str] | None = None) -> list[Any]:
    """Answers of the application, without a server."""
    app = application(db)

    async def ask() -> list[Any]:
        sent = {"host": "localhost", **(headers or {})}
        return [await app.client.get(path, headers=sent, follow_redirects=False) for path in paths]

    return LOOP.run_until_complete(ask())


def text_of(html: str) -> str:
    """What a reader sees of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


class Tags(HTMLParser):
    """Elements and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_home_page(db: Path) -> None:
    (answer,) = get(db, "/")
    assert answer.status_code == 200
    said = text_of(answer.text)
    assert "news.db" in said
    assert "records 3" in said
    assert "Folds by reason" in said
    assert answer.text.count('<svg class="chart"') == 3


def test_an_article_with_its_group(db: Path, ids: dict[str, str]) -> None:
    (answer,) = get(db, f"/article/{ids['ferry']}")
    said = text_of(answer.text)
    assert "3 versions" in said
    assert "The ferry at the new ramp" in said
    assert "Ada Quill" in said
    assert re.search(r"<del>nineteen</del>\s*<ins>eighteen</ins>", answer.text)
    assert "south.example" in said
    assert "same" in said
    assert "copy" in said
    # The card on the Arabic page leads to its address.
    assert "1 teaser points here" in said
    assert "سوق الملح يفتح أبوابه" in said
    assert f"/page/{ids['page arabic']}" in answer.text


def test_arabic_is_right_to_left(db: Path, ids: dict[str, str]) -> None:
    (answer,) = get(db, f"/article/{ids['arabic']}")
    story = next(attrs for tag, attrs in Tags(answer.text).found if tag == "article")
    assert (story["dir"], story["lang"]) == ("rtl", "ar")
    (answer,) = get(db, f"/article/{ids['ferry']}")
    story = next(attrs for tag, attrs in Tags(answer.text).found if tag == "article")
    assert (story["dir"], story["lang"]) == ("ltr", "en")


def test_a_page_with_every_block(db: Path, ids: dict[str, str]) -> None:
    (answer,) = get(db, f"/page/{ids['page ferry']}")
    with Store(db, readonly=True) as store:
        folded = store.folded(ids["page ferry"])
    assert folded is not None
    blocks = re.findall(r'<li id="b\d+" class="block (.*?)">(.*?)</li>', answer.text, re.S)
    assert len(blocks) == len(folded.page.blocks)
    for (kinds, html), block in zip(blocks, folded.page.blocks, strict=True):
        assert block.text in text_of(html)
        folds = [fold for fold in folded.folds if fold.block == block.index]
        assert ("folded" in kinds) == bool(folds)
        assert (f"<del>{escape(block.text)}</del>" in html) == bool(folds)
        for fold in folds:
            assert fold.reason.replace("_", " ") in text_of(html)
            if fold.into is not None:
                assert f"of {fold.into + 1} 1.00" in text_of(html)


def test_search_normalises(db: Path, ids: dict[str, str]) -> None:
    (answer,) = get(db, "/search?q=اوكرانيا")
    assert f"/article/{ids['arabic']}" in answer.text
    assert answer.text.count("<mark>أوكرانيا</mark>") == 2
    assert "1 record" in text_of(answer.text)


def test_search_filters_and_says_what_it_cannot_do(db: Path) -> None:
    for path, said in [
        ("/search?q=ferry&source=south.example", "Nothing found"),
        ("/search?q=ferry&source=north.example", "1 record"),
        ("/search?q=ferry&since=2025-03-09", "Nothing found"),
        ("/search?q=ferry&lang=ar", "Nothing found"),
        ("/search?q=...", "there is no word to look for in the query"),
        ("/search?q=NOT+ferry", "NOT takes away"),
        ("/search?q=%22ferry+(+%00", "1 record"),
        ("/search?q=" + "ferry+" * 5000, "only the first 64 words"),
        ("/search?q=ferry&page=x", "1 record"),
        ("/search?q=ferry&page=99", "1 record"),
        ("/search", "both words"),
    ]:
        (answer,) = get(db, path)
        assert answer.status_code == 200, path
        assert said in text_of(answer.text), path


def test_what_is_not_there(db: Path) -> None:
    for answer in get(db, "/article/<b>zzz", "/page/00ff"):
        assert answer.status_code == 404
        assert "goes by" in text_of(answer.text)
        assert "<b>" not in answer.text


def test_names_of_a_page_lead_to_its_article(db: Path, ids: dict[str, str]) -> None:
    for name in (ids["ferry"][:8], "ferry", ids["page ferry"]):
        (answer,) = get(db, f"/article/{name}")
        assert "Ferry to Oster Island runs again" in answer.text


@pytest.mark.parametrize("name", QUERIES)
def test_ready_queries_run(db: Path, name: str) -> None:
    html, rows = get(
        db, f"/corpus/{name}?reason=&source=", f"/corpus/{name}.json?reason=&source=&_shape=array"
    )
    assert html.status_code == 200
    assert "Error" not in text_of(html.text)
    expected = {"boilerplate_of_a_site": 0}.get(name, 1)
    assert len(rows.json()) >= expected
    if name == "biggest_groups":
        assert rows.json()[0]["versions"] == 3
        assert f'href="/article/{rows.json()[0]["record"]}"' in html.text
    if name == "folded_and_why":
        assert {row["reason"] for row in rows.json()} == {"marker", "repeat"}


def test_text_is_never_markup(db: Path, ids: dict[str, str]) -> None:
    hostile = next(name for name in ids if name.startswith("hostile"))
    paths = [
        "/",
        f"/article/{ids[hostile]}",
        f"/page/{ids['page ' + hostile]}",
        "/search?q=title",
        f"/search?q={HOSTILE}",
        "/corpus/quarantine",
        "/corpus/versions",
        "/corpus/folded_and_why?reason=",
    ]
    for path, answer in zip(paths, get(db, *paths), strict=True):
        assert answer.status_code == 200, path
        tags = Tags(answer.text).found
        assert not [tag for tag, attrs in tags if "onerror" in attrs], path
        assert HOSTILE not in answer.text, path
        assert not [a for tag, a in tags if (a.get("href") or "").startswith("javascript")], path


def test_nothing_is_loaded_from_elsewhere(db: Path, ids: dict[str, str]) -> None:
    paths = ["/", f"/article/{ids['ferry']}", f"/page/{ids['page arabic']}", "/corpus", "/search"]
    for answer in get(db, *paths):
        for tag, attrs in Tags(answer.text).found:
            for name in ("src", "href", "action", "srcset"):
                value = attrs.get(name) or ""
                loads = tag != "a"
                assert not (loads and re.match(r"(https?:)?//", value)), (tag, value)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    ours, theirs = get(db, "/search", "/corpus/versions")
    assert "script-src 'self';" in ours.headers["content-security-policy"]
    assert "<script" not in ours.text
    assert theirs.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil", ""])
def test_other_names_get_no_answer(db: Path, host: str) -> None:
    (answer,) = get(db, "/", headers={"host": host})
    assert answer.status_code == 403


def test_nothing_can_be_written(db: Path) -> None:
    from crawler.browse.serve import Corpus

    before = db.read_bytes()
    (answer,) = get(db, "/corpus.json?sql=DELETE+FROM+records")
    assert answer.status_code == 400
    conn = Corpus(application(db), path=str(db)).connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("DELETE FROM records")
    conn.close()
    assert db.read_bytes() == before


def test_while_a_crawl_writes(tmp_path: Path) -> None:
    db = build(tmp_path / "news #1?.db")
    with Store(db) as store, store.writing() as conn:
        conn.execute("INSERT INTO settings VALUES ('half', 'done')")
        home, found = get(db, "/", "/search?q=ferry")
        assert "records 3" in text_of(home.text)
        assert "1 record" in text_of(found.text)
    with Store(db) as store:
        store.save(page_of("Ferry sinks", prose(9), id="new", url="https://north.example/9"))
    (found,) = get(db, "/search?q=ferry")
    assert "2 records" in text_of(found.text)


def test_an_empty_database(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db"):
        pass
    home, found, tables = get(tmp_path / "news.db", "/", "/search?q=x", "/corpus")
    assert "The database is empty" in text_of(home.text)
    assert "Nothing found" in text_of(found.text)
    assert tables.status_code == 200


def invoke(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(args))
    return done.exit_code, done.output


def test_a_port_in_use(db: Path) -> None:
    from crawler.browse.serve import listening

    with listening(0) as sock:
        port = sock.getsockname()[1]
        code, said = invoke("browse", "--port", str(port), "--db", str(db))
    assert code == 1
    assert f"port {port} on 127.0.0.1: Address already in use" in said
    assert "--port" in said


def test_a_missing_extra_or_database(db: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['datasette'] = None; sys.modules['uvicorn'] = None\n"
        f"from crawler.cli import main; main(['browse', '--db', {str(db)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "pip install 'newsfold[browse]'" in done.stderr
    assert "Traceback" not in done.stderr
    code_, said = invoke("browse", "--db", str(tmp_path / "none.db"))
    assert code_ == 2
    assert "no such database" in said
    (tmp_path / "other.db").write_bytes(b"not a database at all")
    assert "not a SQLite database" in invoke("browse", "--db", str(tmp_path / "other.db"))[1]


@pytest.fixture
def served(db: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "crawler.cli", "browse", "--port", "0", "--db", str(db)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found, process.stderr and process.stderr.read()
    yield process, found[0]
    if process.poll() is None:
        process.kill()
    process.wait()


def test_the_command_serves_on_loopback_and_ends(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = served
    with urllib.request.urlopen(address) as answer:
        assert b"Ferry to Oster Island" in answer.read()
    port = int(address.rsplit(":", 1)[1].strip("/"))
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port)} - {"127.0.0.1"}
    for other in others:
        with pytest.raises(OSError):  # noqa: PT011 (refused, or no route: either will do)
            socket.create_connection((str(other), port), timeout=1).close()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) in (0, 130, 1)


# The report.


@pytest.fixture(scope="module")
def report(db: Path) -> str:
    target = db.with_name("report.html")
    code, said = invoke("report", "-o", str(target), "--db", str(db))
    assert code == 0, said
    return target.read_text(encoding="utf-8")


def test_the_report_has_every_part(report: str) -> None:
    said = text_of(report)
    for part in (
        "5 pages of 4 outlets told of 4 articles in 5 versions",
        "Records by day of publication and outlet",
        "Growth",
        "What was folded, and why",
        "Between outlets",
        "Languages",
        "Lengths",
        "Quality flags",
        "Site health",
        "not JSON 1",
    ):
        assert part in said, part
    assert report.count('<svg class="chart"') == 7


def test_the_report_gives_three_examples_of_each_reason(report: str) -> None:
    reasons = re.split(r'<div class="reason">', report)[1:]
    assert len(reasons) == 2
    for html in reasons:
        assert 1 <= html.count('<div class="example"') <= 3
    assert "<del>TT</del>" in report
    assert 'dir="rtl" lang="ar"><del>مشاركة</del>' in report


def test_the_report_says_what_outlets_share(report: str) -> None:
    assert "north.example, south.example: 1" in report
    assert re.search(
        r"north\.example</bdi></td><td><bdi>south\.example</bdi></td><td class=\"n\">1<", report
    )


def test_the_report_stands_alone(report: str) -> None:
    for tag, attrs in Tags(report).found:
        assert tag not in ("script", "link", "img", "iframe"), tag
        assert not attrs.get("src")
        assert not any(name.startswith("on") for name in attrs)
    assert "url(" not in report
    assert "@import" not in report
    assert HOSTILE not in report
    assert "default-src 'none'" in report


def test_reports_of_little(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db"):
        pass
    target = tmp_path / "report.html"
    code, _ = invoke("report", "-o", str(target), "--db", str(tmp_path / "news.db"))
    assert code == 0
    assert "The database is empty" in target.read_text(encoding="utf-8")
    code, said = invoke("report", "-o", "/no/such/folder/x.html", "--db", str(tmp_path / "news.db"))
    assert code == 1
    assert "No such file or directory" in said
    code, said = invoke("report", "-o", "-", "--db", str(tmp_path / "news.db"))
    assert said.startswith("<!DOCTYPE html>")


def test_the_report_says_how_sites_are(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "velm.toml").write_text(
        '[site]\nname = "velm.example"\ndomains = ["velm.example"]\n'
        "[expect]\nmin_articles_per_day = 90\n"
    )
    db = tmp_path / "news.db"
    # Every site has ten days of ten articles; what the last run, just now, says is its own.
    last = {
        "velm.example": {"new": 10, "failed": {"404": 7, "robots.txt forbids": 4, "time<out": 9}},
        "ober.example": {"new": 0, "changed": 3, "known": 21},
        "nahr.example": None,
    }
    with Store(db) as store:
        for site, counts in last.items():
            for ago in (10, 9, 8, 7, 6, 5, 4, 3, 2, 0):
                number = store.start_run("crawl", site)
                if ago or counts is not None:
                    store.finish_run(number, counts if not ago and counts else {"new": 10})
                started = datetime.now(UTC) - timedelta(days=ago)
                with store.writing() as conn:
                    conn.execute(
                        "UPDATE runs SET started = ? WHERE id = ?",
                        (started.isoformat(timespec="seconds"), number),
                    )
    code, page = invoke("report", "-o", "-", "--db", str(db), "--sites", str(tmp_path / "sites"))
    assert code == 0
    health = page.split("Sites that were crawled")[1].split("</table>")[0]
    assert "time<out" not in health
    nahr, ober, velm = (text_of(part) for part in health.split("<td><bdi>")[1:])
    assert "no article: time<out 9, 404 7, refused 4" in velm
    assert re.search(r"^velm\.example \S+ \S+ 10 0 0 20 ", velm)
    assert "articles a day, expected are 90 or more" in velm
    assert re.search(r"^ober\.example \S+ \S+ 0 3 21 0 \S+ 10 –", ober)
    assert "look: 0 new articles in 24 hours, usual are 10" in ober
    assert "expected" not in ober
    assert "killed" in nahr
    assert "look: the last run was killed before its end" in nahr


# The parts.


def test_changes_keep_every_word() -> None:
    old = ["One two three.", "The same.", "It goes away."]
    new = ["One two four.", "The same.", "Quite another thing.", "And more."]
    found = changes(old, new)
    assert [change.kind for change in found] == ["edited", "same", "gone", "new", "new"]
    for kinds, texts in ((("same", "gone"), old), (("same", "new"), new)):
        said = ["".join(t for k, t in change.pieces if k in kinds) for change in found]
        assert [text for text in said if text] == texts
    assert changes([], ["a"])[0].kind == "new"
    assert changes(["word " * 9000], ["word " * 9001])[0].kind == "gone"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ar", "Latin", "rtl"),
        ("fa-IR", "", "rtl"),
        ("pa-Arab", "", "rtl"),
        ("en", "عربي", "ltr"),
        ("", "«عربي» Latin", "rtl"),
        ("", "12 Latin عربي", "ltr"),
        ("", "", "ltr"),
    ],
)
def test_direction(lang: str, text: str, expected: str) -> None:
    assert direction(lang, text) == expected


def test_columns_by_day_month_or_year() -> None:
    assert charts.stacked([("2024-01-30", "a", 1), ("2024-02-01", "b", 2), ("", "a", 9)]) == (
        charts.Stacked(("2024-01-30", "2024-01-31", "2024-02-01"), {"b": (0, 0, 2), "a": (1, 0, 0)})
    )
    assert charts.stacked([("2023-11-30", "a", 1), ("2024-02-01", "a", 2)]).labels == (
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    )
    assert len(charts.stacked([("1999-01-01", "a", 1), ("2024-01-01", "a", 2)]).labels) == 26
    many = charts.stacked([("2024-01-01", str(n), n + 1) for n in range(20)])
    assert len(many.series) == charts.SERIES + 1
    assert sum(sum(values) for values in many.series.values()) == sum(range(1, 21))
    assert charts.stacked([]).labels == ()
    assert charts.stacked([("9999-99-99", "a", 1), ("2024-01-01", "a", 1)]).labels == (
        "2024",
        "9999",
    )


def test_time_runs_evenly() -> None:
    svg = charts.area(["2024-01-01", "2024-01-02", "2024-01-11"], {"a": [1, 1, 2]}, "")
    path = re.search(r'points="([^"]+)"', svg)
    assert path
    xs = sorted({float(point.split(",")[0]) for point in path[1].split()})
    assert (xs[2] - xs[0]) / (xs[1] - xs[0]) == pytest.approx(10, abs=0.05)


def test_charts_escape_and_survive_nothing() -> None:
    for svg in (
        charts.columns(charts.stacked([("2024-01-01", HOSTILE, 1)]), HOSTILE),
        charts.bars([(HOSTILE, 3)], HOSTILE),
        charts.matrix([HOSTILE], {(HOSTILE, HOSTILE): 1}, HOSTILE),
        charts.area(["2024-01-01"], {HOSTILE: [1]}, HOSTILE),
    ):
        assert "<script" not in svg
        assert "<img" not in svg
    for svg in (
        charts.columns(charts.stacked([]), ""),
        charts.bars([], ""),
        charts.area([], {}, ""),
    ):
        assert svg.startswith("<svg")
