"""The store: what is saved comes back byte for byte, once, whatever happens to the process."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import many_pages, page_of, prose

from dedupe.boilerplate import sample_rank
from dedupe.model import (
    KINDS,
    REASONS,
    ROLES,
    Article,
    Block,
    Caption,
    Fold,
    FoldedPage,
    Metadata,
    Page,
    Placed,
    Teaser,
)
from dedupe.record import FIELDS, page_id, rows
from storage.connect import APPLICATION_ID, VERSION
from storage.export import EXPORTERS
from storage.prepare import prepare
from storage.rows import block_rows, fold_rows, page_row
from storage.store import Store, StoreError

ROOT = Path(__file__).parent.parent
BODY = prose(1)
URL = "https://north.example/7"


@pytest.fixture(scope="session")
def empty_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "empty.db"
    Store(path).close()
    return path


@pytest.fixture
def db(empty_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_db, tmp_path / "news.db"))


def dump_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the accounts of the runs."""
    with sqlite3.connect(path) as conn:
        tables = [n for (n,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {t: sorted(conn.execute(f"SELECT * FROM {t}"), key=repr) for t in tables}
    conn.close()
    return found


# --- readback ---------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=20)
names = st.text("abcé ٣", max_size=5)
# No article has an empty paragraph or author, and ids do not tell one from none.
paragraphs = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
authors = st.text("abcé ٣", min_size=1, max_size=5)


@st.composite
def folded_pages(draw: st.DrawFn) -> FoldedPage:
    parts = draw(st.lists(st.tuples(texts, texts), max_size=8))
    tail = draw(texts)
    text, blocks, homes = "", [], []
    for index, (gap, raw) in enumerate(parts):
        start = len(text) + len(gap)
        text += gap + raw
        blocks.append(
            Block(
                index,
                draw(st.one_of(st.just(raw), texts)),
                draw(st.sampled_from(KINDS)),
                start,
                len(text),
                draw(st.integers(0, 6)),
                draw(st.integers(-1, 3)),
                draw(st.floats(0, 1)),
                draw(names),
                draw(names),
                draw(st.floats(-1, 1)),
            )
        )
        homes.append(draw(st.sampled_from(["article 0", "article 1", "teaser 0", "fold"])))
    page = Page(
        draw(names),
        text + tail,
        tuple(blocks),
        draw(names),
        draw(names),
        draw(st.sampled_from(["", "2031-05-06"])),
        draw(st.sampled_from(["text", "html"])),
        draw(names),
        Metadata(title=draw(names), authors=tuple(draw(st.lists(names, max_size=2)))),
    )

    def placed(home: str) -> tuple[Placed, ...]:
        mine = draw(st.permutations([i for i, h in enumerate(homes) if h == home]))
        return tuple(Placed(i, draw(st.sampled_from(ROLES))) for i in mine)

    def caption() -> Caption:
        return Caption(draw(texts), draw(names))

    articles = tuple(
        Article(
            title=draw(texts),
            standfirst=draw(names),
            body=tuple(draw(st.lists(paragraphs, max_size=3))),
            captions=(caption(),),
            authors=tuple(draw(st.lists(authors, max_size=2))),
            agency=draw(names),
            published=draw(st.sampled_from(["", "2031-05-06", "yesterday"])),
            url=draw(names),
            main=nth == 0,
            confidence=draw(st.floats(0, 1)),
            placed=placed(f"article {nth}"),
        )
        for nth in range(2)
    )
    teasers = (
        Teaser(
            title=draw(texts),
            captions=(caption(),),
            url=draw(names),
            placed=placed("teaser 0"),
        ),
    )
    folds = tuple(
        Fold(
            i,
            draw(st.sampled_from(sorted(REASONS))),
            draw(st.sampled_from([None, 0])),
            draw(st.sampled_from([None, 0.5, 1.0])),
        )
        for i, home in enumerate(homes)
        if home == "fold"
    )
    return FoldedPage(page, articles, teasers, folds)


@settings(max_examples=60)
@given(st.lists(folded_pages(), min_size=1, max_size=4))
def test_any_page_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, empty_db: Path, pages: list[FoldedPage]
) -> None:
    path = tmp_path_factory.mktemp("any") / "news.db"
    shutil.copy(empty_db, path)
    with Store(path) as store:
        outcomes = store.save_many(pages)
        first: dict[str, FoldedPage] = {}
        for page, outcome in zip(pages, outcomes, strict=True):
            first.setdefault(outcome.page_id, page)
        for id_, page in first.items():
            back = store.folded(id_)
            assert back == page
            assert back.page.text == page.page.text
        before = store.stats()
        again = store.save_many(pages)
        assert {outcome.state for outcome in again} == {"known"}
        assert [outcome.page_id for outcome in again] == [o.page_id for o in outcomes]
        assert store.stats() == before
    shutil.rmtree(path.parent)


def test_records_have_the_rows_that_folding_alone_gives(db: Path) -> None:
    folded = page_of(
        "جسر جديد",
        prose(2, script="arabic"),
        id="in-1",
        url=URL,
        key="north:7",
        lang="ar",
        fetched_at="2031-05-06T07:00:00Z",
        published="2031-05-05",
        captions=[("الجسر عند الفجر", "وكالة بيل")],
        cards=["بيع العبارة"],
    )
    with Store(db) as store:
        store.save(folded)
        article, teaser = rows(folded)
        assert list(store.records()) == [article]
        assert list(store.teasers()) == [teaser]
        assert [list(row) for row in store.records()] == [list(FIELDS)]


# --- what saving says -------------------------------------------------------------------------


def test_saving_twice_changes_nothing(db: Path) -> None:
    folded = page_of("Bridge opens", BODY, url=URL, key="n:7", cards=["Ferry sold"])
    with Store(db) as store:
        assert not store.known(folded.page)
        first = store.save(folded)
        assert store.known(folded.page)
    before = dump_of(db)
    with Store(db) as store:
        second = store.save(folded)
    assert (first.state, second.state) == ("new", "known")
    assert first.records == second.records
    assert dump_of(db) == before


def test_an_edit_is_a_version_of_the_same_article(db: Path) -> None:
    old = page_of("Bridge opens", BODY, url=URL, key="n:7")
    new = page_of("Bridge is open", (*BODY, "A second lane follows."), url=URL, key="n:7")
    with Store(db) as store:
        assert store.save(old).state == "new"
        assert store.save(new).state == "changed"
        (row,) = store.records()
        found = store.record(row["id"])
        assert found is not None
        assert found["body"][-1] == "A second lane follows."
        assert sorted(v["relation"] for v in found["versions"]) == ["chosen", "same"]
        assert store.stats()["versions"] == 2
        assert store.stats()["articles"] == 1


def test_other_cards_around_the_same_article_are_no_news(db: Path) -> None:
    one = page_of("Bridge opens", BODY, url=URL, key="n:7", cards=["Ferry sold"])
    two = page_of("Bridge opens", BODY, url=URL, key="n:7", cards=["Mill closes"])
    with Store(db) as store:
        first = store.save(one)
        second = store.save(two)
        assert second.state == "known"
        assert second.page_id == first.page_id
        assert store.stats()["pages"] == 1


def test_the_same_article_elsewhere_is_another_sighting(db: Path) -> None:
    crawled = page_of("Bridge opens", BODY, id=URL, url=URL, key="n:7")
    dumped = page_of("Bridge opens", BODY, id="dump-3.txt", source="dump")
    with Store(db) as store:
        store.save(crawled)
        store.save(dumped)
        (row,) = store.records()
        assert store.input("dump-3.txt")["records"] == [row["id"]]
        assert store.input(URL)["records"] == [row["id"]]
        assert store.stats()["relations"] == {"copy": 1}


def test_the_earliest_time_of_a_sighting_is_kept_whichever_came_first(db: Path) -> None:
    late = page_of("Bridge", BODY, url=URL, key="n:7", fetched_at="2031-05-09", cards=["a"])
    early = page_of("Bridge", BODY, url=URL, key="n:7", fetched_at="2031-05-06", cards=["b"])
    with Store(db) as store:
        store.save(late)
        store.save(early)
        store.save(replace(late, page=replace(late.page, fetched_at="2031-05-07")))
        assert [row["fetched_at"] for row in store.records()] == ["2031-05-06"]


def test_a_batch_is_saved_whole_or_not_at_all(db: Path) -> None:
    good = page_of("Bridge", BODY, id="good")
    bad = page_of("Mill", prose(3), id="bad")
    bad = replace(bad, folds=bad.folds[1:])
    with Store(db) as store:
        with pytest.raises(ValueError, match=r"'bad'.*nowhere: \[1\]"):
            store.save_many([good, bad])
        assert store.stats()["pages"] == 0
        twice = replace(good, folds=(*good.folds, good.folds[0]))
        with pytest.raises(ValueError, match=r"'good'.*more than once: \[1\]"):
            store.save(twice)
        assert store.save_many([]) == []


def test_lone_surrogates_are_replaced_and_the_page_stays_known(db: Path) -> None:
    folded = page_of(
        "Bri\ud800dge", (*BODY, "tail \udc00\ud800 end"), id="x\udfff", cards=["\udabc"]
    )
    with Store(db) as store:
        outcome = store.save_many([page_of("Mill", prose(3), id="m"), folded])[1]
        back = store.folded(outcome.page_id)
        assert back is not None
        assert back.page.text == folded.page.text.translate(
            dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
        )
        assert [block.start for block in back.page.blocks] == [
            block.start for block in folded.page.blocks
        ]
        assert store.known(folded.page)
        assert store.save(folded).state == "known"
        store.quarantine("a\ud800", "broken", detail="\udfff")


def test_nul_and_long_texts_come_back(db: Path) -> None:
    folded = page_of("Bri\x00dge", ("a\x00b" * 5, "long " * 50_000), id="n\x00ul")
    with Store(db) as store:
        assert store.folded(store.save(folded).page_id) == folded


# --- folded again -----------------------------------------------------------------------------

NOTICE = "Join the readers who get our letter every morning, and never miss a tide."


def without_notice(folded: FoldedPage) -> FoldedPage:
    """The same page with the notice taken out of its articles, as furniture."""
    at = {block.index for block in folded.page.blocks if block.text == NOTICE}
    articles = tuple(
        replace(
            article,
            body=tuple(text for text in article.body if text != NOTICE),
            placed=tuple(placed for placed in article.placed if placed.block not in at),
        )
        for article in folded.articles
    )
    folds = (*folded.folds, *(Fold(block, "boilerplate") for block in at))
    return replace(
        folded, articles=articles, folds=tuple(sorted(folds, key=lambda fold: fold.block))
    )


def told(store: Store) -> dict[str, object]:
    """All that a database says, but for the numbers by which its rows point to each other."""
    records = [store.record(row["id"]) for row in store.records()]
    conn = sqlite3.connect(store.path)
    parts: dict[int, set[str]] = {}
    for component, id_ in conn.execute("SELECT component, id FROM articles"):
        parts.setdefault(component, set()).add(id_)
    lowest = conn.execute("SELECT component, min(n) FROM articles GROUP BY 1").fetchall()
    assert all(component == n for component, n in lowest)
    left = conn.execute(
        "SELECT f.n, f.id, f.signature, count(*) FROM forms f "
        "JOIN versions v ON v.form = f.n JOIN articles a ON a.n = v.article "
        "WHERE a.component = f.component GROUP BY 1 ORDER BY f.id"
    ).fetchall()
    buckets: dict[int, set[int]] = {}
    for keys, forms in conn.execute("SELECT keys, forms FROM band_blocks"):
        pairs = zip(np.frombuffer(keys, "<i8"), np.frombuffer(forms, "<u4"), strict=True)
        for key, form in pairs:
            buckets.setdefault(int(form), set()).add(int(key))
    forms = [(id_, signature, n, sorted(buckets.pop(form))) for form, id_, signature, n in left]
    (total,) = conn.execute("SELECT count(*) FROM forms").fetchone()
    assert (buckets, total) == ({}, len(forms))
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()
    return {
        "records": records,
        "teasers": list(store.teasers()),
        "pages": [store.folded(id_) for id_ in store.page_ids()],
        "stats": store.stats(),
        "components": sorted(map(sorted, parts.values())),
        "forms": forms,
    }


@st.composite
def noticed_pages(draw: st.DrawFn) -> FoldedPage:
    """Few bodies and keys, so that notices join and part what is alike."""
    # Where the notice is much of the text, it decides what is alike.
    count = draw(st.sampled_from([20, 60]))
    body = [*prose(draw(st.integers(1, 3)), count)]
    body += draw(st.sampled_from([[], ["A second lane follows next year."], list(prose(9, 20))]))
    body[1:1] = [NOTICE] * draw(st.integers(0, 1))
    appended = None
    if draw(st.booleans()):
        appended = Article(title="Mill sold", body=(*prose(4, count), NOTICE))
    return page_of(
        draw(st.sampled_from(["Bridge opens", "Bridge is open", "Mill sold"])),
        body,
        key=draw(st.sampled_from(["", "n:1", "n:2"])),
        source=draw(st.sampled_from(["north.example", "south.example"])),
        published=draw(st.sampled_from(["", "2031-05-06", "2031-05-07"])),
        fetched_at=draw(st.sampled_from(["", "2031-05-06", "2031-05-09"])),
        cards=draw(st.sampled_from([(), ("Ferry sold",)])),
        appended=appended,
    )


@settings(max_examples=30)
@given(st.lists(noticed_pages(), min_size=1, max_size=7), st.randoms(), st.integers(1, 7))
def test_folded_again_is_as_if_saved_so_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    empty_db: Path,
    pages: list[FoldedPage],
    draw: random.Random,
    step: int,
) -> None:
    folder = tmp_path_factory.mktemp("again")
    before = [replace(p, page=replace(p.page, id=f"p{n}")) for n, p in enumerate(pages)]
    after = [without_notice(page) for page in before]
    keys = {"north.example": frozenset([b"12345678"])}
    shutil.copy(empty_db, folder / "once.db")
    shutil.copy(empty_db, folder / "twice.db")
    with Store(folder / "once.db") as once, Store(folder / "twice.db") as twice:
        once.save_many(after, furniture=keys)
        twice.save_many(before)
        mixed = draw.sample(after, len(after))
        for at in range(0, len(mixed), step):
            batch = mixed[at : at + step]
            for page, outcome in zip(batch, twice.refold(batch, keys), strict=True):
                had = any(NOTICE in article.body for article in before[after.index(page)].articles)
                assert outcome.state == ("changed" if had else "known")
                assert outcome.page_id == page_id(page.page)
        assert told(twice) == told(once)
        state = dump_of(twice.path)
        assert {outcome.state for outcome in twice.refold(after, keys)} == {"known"}
        assert dump_of(twice.path) == state
        assert list(twice.pages_unlike("north.example", keys["north.example"])) == []
        twice.refold(before)
        once.refold(before)
        assert told(twice) == told(once)
    shutil.rmtree(folder)


@pytest.mark.parametrize("again", [[0], [1], [2], [0, 2], [2, 1]])
def test_what_only_furniture_held_together_comes_apart(
    db: Path, tmp_path: Path, empty_db: Path, again: list[int]
) -> None:
    """Short bodies around one notice: with some of them folded again, likeness ends."""
    body = (*prose(1, 20), NOTICE, "A second lane follows next year.")
    pages = [page_of("Bridge opens", body, id=f"p{n}", key=f"n:{n}" if n else "") for n in range(3)]
    mixed = [without_notice(page) if n in again else page for n, page in enumerate(pages)]
    other = Path(shutil.copy(empty_db, tmp_path / "once.db"))
    with Store(db) as twice, Store(other) as once:
        twice.save_many(pages)
        assert twice.stats()["records"] == 1
        for n in again:
            twice.refold([mixed[n]])
        once.save_many(mixed)
        assert told(twice) == told(once)
        assert twice.stats()["records"] == 2


def test_what_is_only_appended_any_longer_is_known_as_that(db: Path) -> None:
    mill = Article(title="Mill sold", body=(*prose(4), NOTICE), authors=("Ada Quell",), lang="en")
    own = page_of(mill.title, mill.body, id="own")
    other = page_of("Bridge opens", BODY, id="other", appended=mill)
    main = "SELECT v.main FROM versions v JOIN sightings s ON s.version = v.n WHERE s.nth = 1"
    with Store(db) as store, sqlite3.connect(db) as conn:
        store.save_many([own, other])
        assert conn.execute(main).fetchall() == [(1,)]
        store.refold([without_notice(own)])
        assert conn.execute(main).fetchall() == [(0,)]
    conn.close()


def test_an_article_keeps_its_id_when_it_is_folded_again(db: Path) -> None:
    page = page_of("Bridge opens", (*BODY, NOTICE), url=URL, key="n:7")
    with Store(db) as store:
        (first,) = store.save(page).records
        (outcome,) = store.refold([without_notice(page)])
        assert outcome.records == (first,)
        assert [row["body"] for row in store.records()] == [list(BODY)]
        assert store.stats()["versions"] == 1


def test_pages_that_come_to_say_the_same_both_stay(db: Path) -> None:
    one = page_of("Bridge opens", BODY, url=URL, key="n:7", fetched_at="2031-05-06")
    two = page_of("Bridge opens", (*BODY, NOTICE), url=URL, key="n:7", fetched_at="2031-05-07")
    with Store(db) as store:
        assert [o.state for o in store.save_many([one, two])] == ["new", "changed"]
        store.refold([without_notice(two)])
        assert store.stats()["pages"] == 2
        assert store.stats()["versions"] == 1
        assert [row["fetched_at"] for row in store.records()] == ["2031-05-06"]


def test_an_earlier_time_survives_folding_again(db: Path) -> None:
    late = page_of("Bridge", (*BODY, NOTICE), url=URL, key="n:7", fetched_at="2031-05-09")
    early = replace(
        page_of("Bridge", (*BODY, NOTICE), url=URL, key="n:7", cards=["b"]),
    )
    early = replace(early, page=replace(early.page, fetched_at="2031-05-06"))
    with Store(db) as store:
        store.save_many([late, early])
        store.refold([without_notice(late)])
        assert [row["fetched_at"] for row in store.records()] == ["2031-05-06"]


def test_only_stored_pages_can_be_folded_again(db: Path) -> None:
    known = page_of("Bridge", (*BODY, NOTICE), id="known")
    with Store(db) as store:
        store.save(known)
        before = dump_of(db)
        with pytest.raises(StoreError, match=r"'strange'.*is not stored"):
            store.refold([without_notice(known), page_of("Mill", prose(3), id="strange")])
        assert dump_of(db) == before


def test_pages_are_read_back_by_source_a_few_at_a_time(db: Path) -> None:
    pages = [page_of(f"Bridge {n}", prose(n), id=f"in-{n}") for n in range(230)]
    south = page_of("Mill", prose(300), id="south", source="south.example")
    keys = frozenset([b"12345678"])
    with Store(db) as store:
        store.save_many(pages[:10], furniture={"north.example": keys})
        store.save_many([*pages[10:], south])
        assert store.sources() == ["north.example", "south.example"]
        read = list(store.pages_of("north.example"))
        ranks = [sample_rank(page.id, page.url) for page in read]
        assert ranks == sorted(ranks)
        assert store.sample_ids("north.example") == [page_id(page) for page in read]
        assert {page.id: page for page in read} == {p.page.id: p.page for p in pages}
        assert len(list(store.pages_unlike("north.example", keys))) == 220
        assert len(list(store.pages_unlike("north.example", frozenset()))) == 10
        # Whoever reads may write between two pages.
        for page in store.pages_unlike("north.example", keys):
            folded = store.folded(page_id(page))
            assert folded is not None
            store.refold([folded], {"north.example": keys})
        assert not list(store.pages_unlike("north.example", keys))
        assert list(store.pages_of("nowhere")) == []


# --- looking things up ------------------------------------------------------------------------


def test_a_record_goes_by_all_its_names(db: Path) -> None:
    folded = page_of("Bridge", BODY, id="in-1", url=URL, key="n:7")
    with Store(db) as store:
        outcome = store.save(folded)
        (id_,) = outcome.records
        found = store.record(id_)
        assert found is not None
        version = found["versions"][0]["id"]
        for name in (
            id_[:6],
            outcome.page_id,
            outcome.page_id[:8],
            version,
            version[:9],
            URL,
            "in-1",
        ):
            assert store.record(name) == found, name
        for name in ("", "zz", "abc", "https://north.example/8", "0" * 16, "%", "a' OR 1=1"):
            assert store.record(name) is None
        assert [fold["reason"] for fold in found["folds"]] == ["marker", "repeat"]
        assert found["folds"][0]["text"] == "TT"


def test_a_start_that_fits_several_ids_says_so(db: Path) -> None:
    pages = [page_of(f"Bridge {n}", prose(n), id=f"in-{n}", key=f"n:{n}") for n in range(400)]
    with Store(db) as store:
        store.save_many(pages)
        ids = sorted(row["id"] for row in store.records())
        start = next(a[:2] for a, b in pairwise(ids) if a[:2] == b[:2])
        assert store.record(start) is None, "two characters are too few to look for"
        with sqlite3.connect(db) as conn:
            conn.execute("UPDATE articles SET id = 'abcdef' || substr(id, 7) WHERE n < 3")
            conn.execute("UPDATE records SET id = 'abcdef' || substr(id, 7) WHERE n < 3")
        with pytest.raises(StoreError, match="abcdef: more than one of the records begins so"):
            store.record("abcdef")


def test_a_page_without_articles_keeps_its_folds(db: Path) -> None:
    whole = page_of("Front", BODY, id="front", url=URL)
    bare = FoldedPage(whole.page, folds=tuple(Fold(b.index, "outside") for b in whole.page.blocks))
    with Store(db) as store:
        assert store.save(bare).state == "new"
        found = store.record(URL)
        assert found is not None
        assert found["kind"] == "page"
        assert len(found["folds"]) == len(whole.page.blocks)


def test_quarantine_holds_each_trouble_once(db: Path) -> None:
    with Store(db) as store:
        run = store.start_run("clean", "dump/")
        assert store.quarantine("d.jsonl", "bad json", line=3, detail="at 7", run=run)
        assert not store.quarantine("d.jsonl", "bad json", line=3, detail="at 8", run=run)
        assert store.quarantine("d.jsonl", "bad json", line=4, run=run)
        assert store.quarantine("d.jsonl", "no text", input_id="a", line=3, run=run)
        assert store.stats()["quarantine"] == {"bad json": 2, "no text": 1}
        (entry,) = store.input("a")["quarantine"]
        assert (entry["where"], entry["line"], entry["run"]) == ("d.jsonl", 3, run)
        store.finish_run(run, {"pages": 2})
        assert store.runs()[0]["counts"] == {"pages": 2}
        assert store.runs()[0]["finished"]
        with pytest.raises(StoreError, match="no run 99"):
            store.finish_run(99, {})


def test_stats_count_by_reason_source_and_language(db: Path) -> None:
    with Store(db) as store:
        store.save(page_of("A", prose(2), id="1", lang="fr", markers=["TT", "Aa"], cards=["c"]))
        store.save(page_of("B", prose(3), id="2", lang="ar", source="south.example", cards=["c"]))
        found = store.stats()
    assert found["pages"] == found["records"] == found["versions"] == 2
    assert found["teasers"] == 1
    assert found["folds"] == {"marker": 3, "repeat": 2}
    assert found["sources"] == {"north.example": 1, "south.example": 1}
    assert found["languages"] == {"ar": 1, "fr": 1}


# --- files ------------------------------------------------------------------------------------


def untouched(path: Path) -> Iterator[None]:
    before = path.read_bytes(), sorted(path.parent.iterdir()), path.stat().st_mtime_ns
    yield
    assert (path.read_bytes(), sorted(path.parent.iterdir()), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("kind", ["text", "short", "foreign", "empty sqlite", "newer", "folder"])
def test_files_that_are_not_ours_are_refused_untouched(
    tmp_path: Path, empty_db: Path, kind: str, readonly: bool
) -> None:
    path = tmp_path / "some.db"
    says = "not a SQLite database"
    if kind == "text":
        path.write_text("not a database\n" * 100)
    elif kind == "short":
        path.write_bytes(b"SQLite format 3\x00")
    elif kind == "folder":
        path.mkdir()
        with pytest.raises(StoreError, match=r"some\.db: cannot be read"):
            Store(path, readonly)
        return
    elif kind in ("foreign", "empty sqlite"):
        conn = sqlite3.connect(path)
        conn.execute("PRAGMA journal_mode = wal")
        if kind == "foreign":
            conn.execute("CREATE TABLE pages (id)")
        else:
            conn.execute("VACUUM")
        conn.close()
        says = "not one of newsfold's"
    else:
        shutil.copy(empty_db, path)
        conn = sqlite3.connect(path)
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
        conn.close()
        says = f"made by a newer newsfold .schema {VERSION + 1}, this one knows {VERSION}"
    check = untouched(path)
    next(check)
    with pytest.raises(StoreError, match=says) as error:
        Store(path, readonly)
    assert "some.db" in str(error.value)
    next(check, None)


def test_a_database_of_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    path = tmp_path / "old.db"
    conn = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(conn), stop_before="add_furniture")
    assert conn.execute("PRAGMA user_version").fetchone() == (4,)
    conn.execute(
        "INSERT INTO pages VALUES (1, 'ab12', 'in', '', 'n', 'text', '', '', 't', '{}', NULL)"
    )
    conn.close()
    with pytest.raises(StoreError, match=r"old\.db: made by an older newsfold"):
        Store(path, readonly=True)
    with Store(path) as store:
        folded = store.folded("ab12")
        assert folded is not None
        assert folded.page.text == "t"
        assert [page.id for page in store.pages_unlike("n", frozenset([b"12345678"]))] == ["in"]
        tuned = dict(store.conn.execute("SELECT k, v FROM search_config"))
        assert (tuned["pgsz"], tuned["automerge"]) == (8000, 8)


def test_blocks_of_an_older_schema_stay_where_they_are_and_are_replaced(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    page = page_of("Bridge", BODY)
    path = tmp_path / "old.db"
    conn = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(conn), stop_before="pack_lines")
    prepared = prepare(page)
    rows = [page_row(1, prepared, None, "")]
    for table, found in (
        ("pages", rows),
        ("blocks", block_rows(1, page)),
        ("folds", fold_rows(1, page.folds)),
    ):
        for row in found:
            conn.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    before = conn.execute("SELECT * FROM blocks ORDER BY idx").fetchall()
    conn.close()
    with Store(path) as store:
        conn = store.conn
        assert conn.execute("SELECT * FROM blocks ORDER BY idx").fetchall() == before
        assert len(before) == len(page.page.blocks)
        back = store.folded(prepared.page_id)
        assert back is not None
        assert (back.page, back.folds) == (page.page, page.folds)
        assert conn.execute("PRAGMA foreign_key_list(folds)").fetchone()[2] == "block_rows"
        store.refold([page])
        assert store.folded(prepared.page_id) == page
        conn.execute("DELETE FROM pages")
        for table in ("block_rows", "folds", "blocks"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_one_text_of_two_outlets_has_one_form_however_much_later_it_comes(db: Path) -> None:
    first = page_of("Bridge", BODY, key="n:7", url=URL)
    with Store(db) as store:
        store.save_many([first, *many_pages(10, 50)])
        (forms,) = store.conn.execute("SELECT count(*) FROM forms").fetchone()
    copy = page_of("Bridge", BODY, id="b", key="s:8", source="south.example")
    with Store(db) as store:
        (outcome,) = store.save_many([copy])
        assert outcome.state == "new"
        assert store.conn.execute("SELECT count(*) FROM forms").fetchone() == (forms,)
        same = store.conn.execute("SELECT form FROM versions WHERE title = 'Bridge'").fetchall()
        assert len(same) == 2
        assert same[0] == same[1]


def test_forms_of_an_older_schema_are_found_as_those_of_this_one(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    pages = [page_of("Bridge", BODY, key="n:7", url=URL), *many_pages(10, 50)]
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    with Store(new) as store:
        store.save_many(pages)
        store.conn.execute("ATTACH ? AS old", (str(old),))
        conn = sqlite3.connect(old, isolation_level=None)
        migrations.apply(Database(conn), stop_before="find_forms")
        conn.close()
        store.conn.execute("BEGIN")
        for table in ("pages", "forms", "articles", "versions", "sightings", "records"):
            store.conn.execute(f"INSERT INTO old.{table} SELECT * FROM main.{table}")
        store.conn.execute("DELETE FROM old.settings")
        store.conn.execute("INSERT INTO old.settings SELECT * FROM main.settings")
        store.conn.execute("COMMIT")
    copy = page_of("Bridge", BODY, id="b", key="s:8", source="south.example")
    with Store(old) as store:
        assert store.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        (forms,) = store.conn.execute("SELECT count(*) FROM forms").fetchone()
        assert forms == 41
        store.save_many([copy])
        assert store.conn.execute("SELECT count(*) FROM forms").fetchone() == (forms,)
        assert store.conn.execute("SELECT count(*) FROM articles").fetchone() == (42,)


def test_signatures_of_another_scheme_are_refused(db: Path) -> None:
    with Store(db) as store:
        store.save(page_of("Bridge", BODY))
    with sqlite3.connect(db) as conn:
        conn.execute("UPDATE settings SET value = 'legacy' WHERE name = 'sketch.scheme'")
    conn.close()
    with pytest.raises(StoreError, match=r"sketch\.scheme = 'legacy'.*'affine32'.*new database"):
        Store(db)


def test_a_missing_database_is_made_only_to_write(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(StoreError, match="no newsfold database there"):
        Store(path, readonly=True)
    assert not path.exists()
    Store(path).close()
    assert os.listdir(tmp_path) == ["new.db"]
    conn = sqlite3.connect(path)
    assert conn.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert conn.execute("PRAGMA page_size").fetchone() == (16384,)
    assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    conn.close()
    with pytest.raises(StoreError, match=r"is .*missing a folder that you may write to"):
        Store(tmp_path / "missing" / "new.db")


def test_reading_writes_nothing(db: Path) -> None:
    with Store(db) as store:
        store.save(page_of("Bridge", BODY))
    check = untouched(db)
    next(check)
    with Store(db, readonly=True) as store:
        store.stats()
        list(store.records())
        with pytest.raises(StoreError, match="readonly"):
            store.save(page_of("Mill", prose(3)))
    next(check, None)


def test_reading_imports_nothing_heavy(db: Path) -> None:
    with Store(db) as store:
        store.save(page_of("Bridge", BODY, id="in-1"))
    code = (
        "import sys\nfrom storage.store import Store\nfrom storage.export import EXPORTERS\n"
        f"with Store({str(db)!r}, readonly=True) as s:\n"
        "    s.stats(), list(s.records()), s.record('in-1'), s.input('in-1'), s.runs()\n"
        "heavy = {'numpy', 'datasketch', 'scrapy', 'lxml', 'twisted', 'sqlite_utils', 'numba'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_making_a_database_does_without_pandas_and_leaves_it_to_others(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom importlib.util import find_spec\nfrom storage.store import Store\n"
        f"Store({str(tmp_path / 'new.db')!r}).close()\n"
        "print('sqlite_utils' in sys.modules, 'pandas' in sys.modules, bool(find_spec('pandas')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True False True"


def test_export_takes_its_name_when_it_is_whole(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "records.jsonl"
    out.parent.mkdir()
    out.write_text("older")

    def broken() -> Iterator[dict[str, object]]:
        yield {"id": "1"}
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        EXPORTERS["jsonl"](broken(), out)
    assert out.read_text() == "older"
    assert os.listdir(out.parent) == ["records.jsonl"]
    with Store(db) as store:
        store.save(page_of("جسر", BODY))
        assert EXPORTERS["jsonl"](store.records(), out) == 1
        import json

        lines = out.read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == list(store.records())
        assert "جسر" in lines[0]


def test_export_to_standard_output(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    EXPORTERS["jsonl"]([{"id": "é"}], "-")
    assert capsys.readouterr().out == '{"id": "é"}\n'


# --- killed, and side by side -----------------------------------------------------------------

WRITER = """
import sys
sys.path[:0] = [{root!r}, {root!r} + "/tests"]
from making import many_pages, many_pages
from storage.store import Store
with Store({db!r}) as store:
    print("ready", flush=True)
    pages = many_pages({low}, {high})
    for at in range(0, len(pages), {step}):
        store.save_many(pages[at:at + {step}])
"""


def writer(db: Path, low: int, high: int, step: int) -> subprocess.Popen[str]:
    code = WRITER.format(root=str(ROOT), db=str(db), low=low, high=high, step=step)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_killed_at_any_moment_the_database_is_whole_and_a_rerun_completes_it(
    tmp_path: Path,
) -> None:
    pages = many_pages(0, 240)
    by_id = {page_id(page.page): page for page in pages}
    reference = tmp_path / "reference.db"
    with Store(reference) as store:
        store.save_many(pages)
        wanted = list(store.records()), store.stats()
    path = tmp_path / "killed.db"
    draw = random.Random(7)
    stored = []
    for _ in range(5):
        process = writer(path, 0, 240, 1)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(draw.uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        conn = sqlite3.connect(path)
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.close()
        with Store(path) as store:
            ids = list(store.page_ids())
            assert all(store.folded(id_) == by_id[id_] for id_ in ids)
            assert store.stats()["sightings"] == len(ids)
            grouped = sum(len(store.record(row["id"])["versions"]) for row in store.records())
            assert grouped == len(ids), "every stored page is in a group"
        stored.append(len(ids))
    assert stored == sorted(stored)
    assert writer(path, 0, 240, 7).wait(60) == 0
    with Store(path) as store:
        assert (list(store.records()), store.stats()) == wanted


def test_a_power_cut_takes_back_the_last_pages_at_most(empty_db: Path, tmp_path: Path) -> None:
    """What a cut leaves of the log is any beginning of it, here with noise for its end."""
    db = Path(shutil.copy(empty_db, tmp_path / "news.db"))
    pages = many_pages(0, 12)
    ids = [page_id(folded.page) for folded in pages]
    draw = random.Random(5)
    with Store(db) as store:
        for folded in pages:
            store.save(folded)
        shutil.copy(db, tmp_path / "kept.db")
        log = (tmp_path / "news.db-wal").read_bytes()
    left = set()
    for length in (0, len(log), *(draw.randrange(len(log)) for _ in range(20))):
        cut = tmp_path / "cut.db"
        shutil.copy(tmp_path / "kept.db", cut)
        noise = draw.randbytes(draw.choice((0, 5000)))
        Path(f"{cut}-wal").write_bytes(log[:length] + noise)
        with Store(cut) as store:
            # What a run does first after it: the same pages again.
            store.save(pages[0])
        with sqlite3.connect(cut) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
            found = {row[0] for row in conn.execute("SELECT id FROM pages")}
        conn.close()
        assert found == set(ids[: len(found)]), "a page is missing that is older than one there"
        left.add(len(found))
        for file in tmp_path.glob("cut.db*"):
            file.unlink()
    assert {1, 12} < left


def test_the_log_is_synced_when_it_is_written_back(db: Path) -> None:
    with Store(db) as store, store.reading() as conn:
        modes = [
            conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        ]
    assert modes == ["wal", 1]


def test_killed_while_it_is_made_leaves_no_half_made_database(tmp_path: Path) -> None:
    for delay in (0.0, 0.1, 0.2, 0.25, 0.3):
        path = tmp_path / f"{delay}.db"
        process = writer(path, 0, 3, 1)
        time.sleep(delay)
        process.kill()
        process.wait()
        with Store(path) as store:
            store.save_many(many_pages(0, 3))
            assert store.stats()["pages"] == 3


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    # They make the file at the same time, and the ranges overlap.
    processes = [writer(path, 0, 120, 1), writer(path, 60, 180, 5), writer(path, 0, 180, 9)]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    reference = tmp_path / "reference.db"
    with Store(reference) as store:
        store.save_many(many_pages(0, 180))
        wanted = list(store.records()), store.stats()
    with Store(path) as store:
        assert (list(store.records()), store.stats()) == wanted
