"""Articles that a page appends to its own: under which identity they are kept, and for how long."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from crawling import ask, crawl, feed, one, profile, story
from server import serving

from crawler.cards import with_keys
from crawler.cli import main
from crawler.identity import identity
from crawler.page import page_from_html
from dedupe.model import Article, FoldedPage
from dedupe.page import fold_page
from dedupe.record import article_id
from storage.store import Store

HOST = "https://harbour.example"


def appended(number: int, to: int, link: str = "", attribute: str = "") -> str:
    """The page of story `to` with story `number` below; its headline may link to its page."""
    article = re.search("<article>.*</article>", story(number), re.DOTALL)
    assert article is not None
    below = article[0]
    if link:
        below = re.sub("<h1>(.*)</h1>", rf'<h1><a href="{link}">\1</a></h1>', below)
    if attribute:
        below = below.replace("<article>", f"<article {attribute}>")
    return story(to).replace("</main>", f"{below}</main>")


def folded(html: str, path: str) -> FoldedPage:
    url = HOST + path
    return with_keys(fold_page(page_from_html(html, id=url, url=url)))


def second(html: str, path: str = "/news/1-x") -> Article:
    first, other = folded(html, path).articles
    assert first.main
    assert not other.main
    return other


@pytest.mark.parametrize(
    "html",
    [
        appended(2, 1, link="/news/2-x"),
        appended(2, 1, link=f"{HOST}/news/2-x?utm_source=next#top"),
        appended(2, 1, attribute='data-url="/news/2-x"'),
        appended(2, 1, attribute='about="/news/2-x"'),
        appended(2, 1).replace("<ul></ul>", '<a href="/news/2-x">Oskmoor rebuilds pier 2</a>'),
    ],
)
def test_its_own_address_is_told_by_the_page(html: str) -> None:
    found = second(html)
    assert found.url.startswith(f"{HOST}/news/2-x")
    assert (found.key or found.url) == identity(f"{HOST}/news/2-x")


@pytest.mark.parametrize(
    "link", ["#", "/news/1-x", "/news/1-x?utm_source=y", "/", "javascript:void(0)", "mailto:a@b.c"]
)
def test_an_address_that_leads_nowhere_else_is_none(link: str) -> None:
    assert (second(appended(2, 1, link=link)).url, second(appended(2, 1, link=link)).key) == (
        "",
        "",
    )


def test_two_that_claim_one_address_have_none() -> None:
    page = appended(2, 1, link="/next")
    third = re.search("<article>.*</article>", story(3), re.DOTALL)
    assert third is not None
    linked = re.sub("<h1>(.*)</h1>", r'<h1><a href="/next">\1</a></h1>', third[0])
    found = folded(page.replace("</main>", f"{linked}</main>"), "/news/1-x").articles
    assert [article.url for article in found[1:]] == ["", ""]


def records_of(db: Path) -> list[tuple[object, ...]]:
    with Store(db) as store:
        return [
            (row["id"], row["url"], row["title"], tuple(row["body"]), len(sightings(store, row)))
            for row in store.records()
        ]


def sightings(store: Store, row: dict[str, object]) -> list[object]:
    record = store.record(str(row["id"]))
    assert record is not None
    return [seen for version in record["versions"] for seen in version["sightings"]]


LONGER = story(2, "<p>Divers are to go down again before the winter storms, the mayor said.</p>")


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    pages = [
        folded(appended(2, 1, link="/news/2-x"), "/news/1-x"),
        folded(appended(2, 3), "/news/3-x"),
        folded(LONGER, "/news/2-x"),
        folded(appended(4, 2), "/news/2-x?page=next"),
    ]
    outcomes = []
    for number, order in enumerate(itertools.permutations(pages)):
        db = tmp_path / f"{number}.db"
        with Store(db) as store:
            for page in order:
                store.save(page)
        outcomes.append(records_of(db))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    own = next(row for row in outcomes[0] if row[1] == f"{HOST}/news/2-x")
    assert own[0] == article_id(f"{HOST}/news/2-x")
    assert "Divers are to go down again" in str(own[3])


@pytest.mark.parametrize(("link", "first"), [("/news/2-x", 2), ("", 1)])
def test_the_page_of_an_appended_article_takes_it_over(
    tmp_path: Path, link: str, first: int
) -> None:
    """Crawled in either order: one record, two sightings, and the words of the real page."""
    with serving() as server:
        server.pages = {"/news/1-x": appended(2, 1, link), "/news/2-x": LONGER}
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        server.pages["/feed"] = feed(server, f"/news/{first}-x")
        crawl(tmp_path)
        oskmoor = "JOIN versions v ON v.n = r.version WHERE v.title LIKE 'Oskmoor%'"
        ((before,),) = ask(tmp_path, f"SELECT r.id FROM records r {oskmoor}")
        server.pages["/feed"] = feed(server, "/news/1-x", "/news/2-x")
        _, log = crawl(tmp_path)
        assert one(tmp_path, "SELECT count(*) FROM pages") == 2, log
    with Store(tmp_path / "news.db") as store:
        rows = {row["title"]: row for row in store.records()}
        assert set(rows) == {"Tellhaven rebuilds pier 1", "Oskmoor rebuilds pier 2"}
        own = rows["Oskmoor rebuilds pier 2"]
        assert own["id"] == article_id("harbour.test:2")
        assert own["url"] == f"{server.url}/news/2-x"
        assert "Divers are to go down again" in own["body"][-1]
        assert len(sightings(store, own)) == 2
        # Whoever wrote the earlier id down still finds the record by it.
        found = store.record(before)
        assert found is not None
        assert found["id"] == own["id"]
        assert (before == own["id"]) is (bool(link) or first == 2)


@pytest.mark.parametrize("link", ["/news/2-x", ""])
def test_dumps_come_to_the_same(tmp_path: Path, link: str) -> None:
    said = {
        f"{HOST}/news/1-x": appended(2, 1, link),
        f"{HOST}/news/2-x": LONGER,
        f"{HOST}/news/3-x": story(3),
    }
    outcomes = []
    for order in (sorted(said), sorted(said, reverse=True)):
        db, dump = tmp_path / f"{len(outcomes)}.db", tmp_path / f"{len(outcomes)}.jsonl"
        for url in order:  # each in a run of its own
            dump.write_text(json.dumps({"id": url, "url": url, "html": said[url]}) + "\n")
            done = CliRunner().invoke(main, ["clean", str(dump), "--db", str(db)])
            assert done.exit_code == 0, done.output
        outcomes.append(records_of(db))
    assert outcomes[0] == outcomes[1]
    counts = {row[1]: row[4] for row in outcomes[0]}
    assert counts == {url: 2 if url.endswith("2-x") else 1 for url in said}
