"""`newsfold demo`, run as a user runs it: its database holds what the truth of its pages says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.demo.site import truth
from dedupe.boilerplate import LEAST_PAGES
from dedupe.model import Article, FoldedPage
from dedupe.text import normal
from storage.store import Store

ROOT = Path(__file__).parent.parent
TRUTH = truth()
LINE = 5
"""Words from which a text is a line of its own and no phrase that a sentence may hold."""
EXPECTED = TRUTH["expected"]

# Single fields that the engine does not get right yet, as (page, story, field). Each entry is an
# error to mend, never a truth to bend: empty this list.
OPEN: set[tuple[str, str, str]] = {
    # The time of an appended article stands on the page without its zone.
    ("/node/1201", "ar-library", "published"),
    ("/node/1205", "ar-cup", "published"),
    # Of two printings that differ in quotation marks, the first is kept.
    ("/node/1205", "ar-cup", "captions"),
    ("/node/1206", "ar-cup", "captions"),
}

FIELDS = ("title", "lang", "standfirst", "authors", "agency", "dateline", "section", "published")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """The demo's database, and what it printed."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    env = {name: value for name, value in os.environ.items() if not name.startswith("NEWSFOLD_")}
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "demo", "--db", str(db)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "the demo speaks in its own lines only"
    with Store(db, readonly=True) as store:
        yield store, done.stdout


@pytest.fixture(scope="module")
def stored(demo: tuple[Store, str]) -> dict[tuple[str, str], list[FoldedPage]]:
    """Stored pages by site and path, or by dataset and file; several where an article changed."""
    store, _ = demo
    found: dict[tuple[str, str], list[FoldedPage]] = {}
    for id_ in store.page_ids():
        folded = store.folded(id_)
        assert folded is not None
        page = folded.page
        name = urlsplit(page.url).path if page.url else page.id
        found.setdefault((page.source, name), []).append(folded)
    return found


# --- the truth's side ---------------------------------------------------------------------------


def place(page: dict[str, Any]) -> tuple[str, str]:
    return (page["site"], page["path"]) if "site" in page else ("demo dump", page["file"])


def said(articles: list[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple((article["title"], *article["body"]) for article in articles)


def pages_to_store() -> list[dict[str, Any]]:
    """A page is stored again when its articles change, and not for other cards beside them."""
    kept: list[dict[str, Any]] = []
    for page in [*TRUTH["pages"], *TRUTH["dump"]]:
        same = [k for k in kept if place(k) == place(page) and said(k["articles"])]
        if page.get("file") != "empty.txt" and not any(
            said(k["articles"]) == said(page["articles"]) for k in same
        ):
            kept.append(page)
    return kept


PAGES = pages_to_store()
ARTICLES = [(page, article) for page in PAGES for article in page["articles"]]


def name_of(page: dict[str, Any]) -> str:
    return f"{place(page)[1]} day {page['days'][0]}" if "days" in page else page["file"]


def key_of(page: dict[str, Any], article: dict[str, Any]) -> Any:
    """What an article goes by: its address on the outlet's own page, else its text."""
    own = "site" in page and article["main"]
    return place(page) if own else (article["title"], *article["body"])


# --- the database's side ------------------------------------------------------------------------


def find(stored: dict[tuple[str, str], list[FoldedPage]], page: dict[str, Any]) -> FoldedPage:
    """The stored page; of several with one address the one with the same first headline."""
    pages = stored[place(page)]
    titles = [article["title"] for article in page["articles"]]
    fits = [p for p in pages if [a.title for a in p.articles][:1] == titles[:1]]
    return fits[0] if fits else pages[0]


def pair(folded: FoldedPage, page: dict[str, Any], article: dict[str, Any]) -> Article:
    at = page["articles"].index(article)
    assert len(folded.articles) == len(page["articles"]), [a.title for a in folded.articles]
    return folded.articles[at]


def differences(got: Article, want: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields that are not as the truth says: name -> (got, want)."""
    pairs: dict[str, tuple[Any, Any]] = {
        name: (getattr(got, name), want[name]) for name in FIELDS if name != "authors"
    }
    pairs["authors"] = list(got.authors), want["authors"]
    pairs["body"] = list(got.body), want["body"]
    pairs["main"] = got.main, want["main"]
    pairs["captions"] = (
        [(caption.text, caption.credit) for caption in got.captions],
        [(caption["text"], caption["credit"]) for caption in want["captions"]],
    )
    return {name: both for name, both in pairs.items() if both[0] != both[1]}


# --- the articles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "article"), ARTICLES, ids=[f"{name_of(p)} {a['story']}" for p, a in ARTICLES]
)
def test_every_field_is_what_a_careful_reader_finds(
    stored: dict[tuple[str, str], list[FoldedPage]],
    page: dict[str, Any],
    article: dict[str, Any],
) -> None:
    got = pair(find(stored, page), page, article)
    wrong = {
        name: both
        for name, both in differences(got, article).items()
        if (place(page)[1], article["story"], name) not in OPEN
    }
    assert not wrong, "\n".join(f"{name}: got {g!r}, want {w!r}" for name, (g, w) in wrong.items())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_cards_are_teasers_and_nothing_else_is(
    stored: dict[tuple[str, str], list[FoldedPage]], page: dict[str, Any]
) -> None:
    folded = find(stored, page)
    assert [(t.title, t.standfirst) for t in folded.teasers] == [
        (t["title"], t["standfirst"]) for t in page["teasers"]
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_furniture_and_markers_are_in_no_record(
    stored: dict[tuple[str, str], list[FoldedPage]], page: dict[str, Any]
) -> None:
    folded = find(stored, page)
    texts = {text for article in folded.articles for text in parts(article)}
    texts |= {t for teaser in folded.teasers for t in (teaser.title, teaser.standfirst)}
    told = page["folded"]
    if any((place(page)[1], a["story"], "body") in OPEN for a in page["articles"]):
        return
    for furniture in [*told["furniture"], *told["markers"], *told["list_headings"]]:
        # A word of the menu may stand in any sentence; a whole line may not.
        line = normal(furniture)
        whole = len(line.split()) < LINE
        inside = [t for t in texts if line == normal(t) or (not whole and line in normal(t))]
        assert not inside, furniture


def parts(article: Article) -> list[str]:
    captions = [text for caption in article.captions for text in (caption.text, caption.credit)]
    return [article.title, article.standfirst, *article.body, *captions, *article.authors]


def lang_of(page: dict[str, Any]) -> str:
    return str(page["articles"][0]["lang"])


COURIER = [page for page in PAGES if page.get("site") == "courier.demo"]
REPEATED = Counter(map(lang_of, COURIER))


@pytest.mark.parametrize(
    "page", [p for p in COURIER if REPEATED[lang_of(p)] >= LEAST_PAGES], ids=name_of
)
def test_what_the_outlet_repeats_is_folded_as_boilerplate(
    stored: dict[tuple[str, str], list[FoldedPage]], page: dict[str, Any]
) -> None:
    """The notice and the permalink line stand among the paragraphs: only counting tells."""
    folded = find(stored, page)
    texts = {block.index: block.text for block in folded.page.blocks}
    told = page["folded"]["furniture"]
    notice = next(text for text in told if any(char.isdigit() for char in text))
    permalink = next(
        text for text in told if any(b.startswith(f"{text} http") for b in texts.values())
    )
    for line in (notice, permalink):
        (fold,) = [f for f in folded.folds if texts[f.block].startswith(line)]
        assert fold.reason == "boilerplate", (line, fold)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_repeats_are_folded_into_what_they_repeat(
    stored: dict[tuple[str, str], list[FoldedPage]], page: dict[str, Any]
) -> None:
    folded = find(stored, page)
    captions = [normal(c["text"]) for a in page["articles"] for c in a["captions"]]

    def bare(text: str) -> str:
        """With or without its credit, a caption is that caption."""
        same = [caption for caption in captions if normal(text).startswith(caption)]
        return same[0] if same else normal(text)

    got = Counter(
        bare(folded.page.blocks[fold.block].text)
        for fold in folded.folds
        if fold.reason in ("repeat", "near_repeat")
    )
    assert got == Counter(map(bare, page["folded"]["repeats"]))


# --- the records --------------------------------------------------------------------------------


def test_the_counts_follow_from_the_truth(demo: tuple[Store, str]) -> None:
    stats = demo[0].stats()
    assert stats["pages"] == len(PAGES)
    assert stats["records"] == EXPECTED["records"]
    keys = {str(key_of(page, article)) for page, article in ARTICLES}
    assert stats["articles"] == len(keys)
    assert stats["sightings"] == len(ARTICLES)
    cards = {
        card["path"] or card["title"]
        for page in PAGES
        for card in page["teasers"]
        if "site" in page
    }
    dumped = {card["title"] for page in PAGES for card in page["teasers"] if "file" in page}
    assert stats["teasers"] == len(cards) + len(dumped - cards)
    assert stats["quarantine"] == {
        "empty": 1,
        "no article": EXPECTED["quarantined"] - 1,
        "http 404": len(EXPECTED["days"]["1"]["gone"]),
        "robots.txt forbids": len(EXPECTED["days"]["1"]["refused"]),
    }
    stories = {article["story"]: article["lang"] for _, article in ARTICLES}
    assert stats["languages"] == dict(Counter(stories.values()))


def test_a_story_is_one_record_however_often_it_was_printed(demo: tuple[Store, str]) -> None:
    store, _ = demo
    stories = {article["title"]: article["story"] for _, article in ARTICLES}
    records = Counter(stories[row["title"]] for row in store.records())
    assert records == dict.fromkeys(stories.values(), 1)


def record_of(store: Store, story: str) -> dict[str, Any]:
    titles = {article["title"] for _, article in ARTICLES if article["story"] == story}
    (row,) = [row for row in store.records() if row["title"] in titles]
    found = store.record(row["id"])
    assert found is not None
    return found


def test_the_wire_story_is_one_record_with_a_copy_in_each_outlet(demo: tuple[Store, str]) -> None:
    record = record_of(demo[0], "en-river")
    relations = Counter(version["relation"] for version in record["versions"])
    assert relations == {"chosen": 1, "copy": 1}
    sources = [s["source"] for version in record["versions"] for s in version["sightings"]]
    assert sorted(sources) == ["courier.demo", "lighthouse.demo"]
    (copy,) = [v for v in record["versions"] if v["relation"] == "copy"]
    assert 0.6 < copy["similarity"] < 1


def test_the_edited_article_is_one_record_with_two_versions(demo: tuple[Store, str]) -> None:
    record = record_of(demo[0], "ar-dam")
    assert sorted(v["relation"] for v in record["versions"]) == ["chosen", "same"]
    assert len({v["article_id"] for v in record["versions"]}) == 1
    titles = {a["title"] for _, a in ARTICLES if a["story"] == "ar-dam"}
    assert {v["title"] for v in record["versions"]} == titles
    assert len(titles) == 2


@pytest.mark.parametrize(
    "story",
    sorted(
        {a["story"] for p, a in ARTICLES if "file" in p}
        & {a["story"] for p, a in ARTICLES if "site" in p}
    ),
)
def test_what_is_in_the_dump_and_on_the_site_is_one_record(
    demo: tuple[Store, str], story: str
) -> None:
    record = record_of(demo[0], story)
    seen = Counter(s["source"] for version in record["versions"] for s in version["sightings"])
    want = Counter(place(page)[0] for page, article in ARTICLES if article["story"] == story)
    assert seen == want


# --- what it says -------------------------------------------------------------------------------


def test_the_demo_prints_what_happened(demo: tuple[Store, str]) -> None:
    store, printed = demo
    assert "newsfold crawl courier.demo lighthouse.demo" in printed
    # The second day finds one article changed and all others known.
    day_two = printed.split("\nDay 2")[1].split("\nThe dump")[0]
    assert "courier.demo: 9 pages fetched, nothing new (9 known)" in day_two
    assert "0 new, 1 changed, 6 known" in day_two
    assert "folded again" not in day_two
    dump = EXPECTED["dump"]
    good = dump["pages"] - dump["quarantined"]
    assert f"{dump['pages']} pages: {good} new, 0 changed, 0 known" in printed
    stats = store.stats()
    assert f"pages     {stats['pages']:>5}" in printed
    for reason, count in stats["folds"].items():
        assert f"    {reason:<16}{count:>5}" in printed
    for line in ("One page before:", "and after:", "Try next:", "newsfold export"):
        assert line in printed
    runs = store.runs()
    assert [run["command"] for run in runs] == ["clean", "crawl", "crawl", "crawl", "crawl"]
    first = [run["counts"]["refolded"] for run in runs if run["command"] == "crawl"][-2:]
    assert min(first) > 0, "the furniture that the first crawl taught is out of its own pages"
