"""Articles taken out: gone from every byte, not brought back, and let in again when asked."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from making import page_of, prose, words
from releases import all_rows, export, newsfold

from dedupe.model import Article, FoldedPage
from dedupe.record import Row
from storage.store import Store

URL = "https://north.example/7"
TITLE = "Quarrel over xylander bridge ends before zumwalt court"
BODY = (*prose(4711, 80), "The zumwalt judge heard xylander for hours.")
SECRET = ("xylander", "zumwalt", *[w for w in words(4711, 20) if len(w) == 8])
NEIGHBOUR = Article(title="Mill reopens", body=prose(99), lang="en", main=False)


def pages() -> list[FoldedPage]:
    """The article on its own page with another below, a longer copy elsewhere, a card, others."""
    north = page_of(
        TITLE,
        BODY,
        id=URL,
        url=URL,
        key="n:7",
        cards=["A card of no concern"],
        captions=[("The xylander bridge", "Ada Quill")],
        appended=NEIGHBOUR,
    )
    copy = page_of(
        TITLE,
        (*BODY, "One more line."),
        id="s7",
        url="https://south.example/7",
        key="s:7",
        source="south.example",
    )
    card = page_of(
        "Weather", prose(5), id="w", url="https://north.example/8", key="n:8", cards=[TITLE]
    )
    rest = [page_of(f"Title {n}", prose(n), id=f"r{n}", key=f"r:{n}") for n in range(20, 30)]
    return [north, copy, card, *rest]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with Store(path) as store:
        store.save_many(pages())
        assert store.record(URL) is not None
    return path


def traces(db: Path) -> list[str]:
    """The secret words that stand in any byte of the database or its companions."""
    found = b"".join(path.read_bytes() for path in db.parent.glob(f"{db.name}*"))
    return [word for word in SECRET if word.encode() in found]


def remove(db: Path, *names: str) -> str:
    done = newsfold("remove", *names, "--reason", "asked by the one it names", "--db", db)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("by", ["id", "url", "copy"])
def test_every_trace_goes_and_neighbours_stay(db: Path, by: str) -> None:
    assert traces(db) == list(SECRET)
    with Store(db, readonly=True) as store:
        record = store.record(URL)
        assert record is not None
        before = {row["id"]: row for row in store.records()}
        teasers = {row["title"] for row in store.teasers()}
    name = {"id": record["record_id"], "url": URL, "copy": "https://south.example/7"}[by]
    said = remove(db, name)
    assert "2 versions of 2 articles from 2 pages, 1 cards" in said
    assert traces(db) == []
    with Store(db, readonly=True) as store:
        after = {row["id"]: row for row in store.records()}
        assert after == {id_: row for id_, row in before.items() if id_ != record["record_id"]}
        assert "Mill reopens" in {row["title"] for row in after.values()}
        assert {row["title"] for row in store.teasers()} == teasers - {TITLE}
        assert store.search("xylander").total == 0
    with sqlite3.connect(db) as conn:
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_was_deleted_long_before_goes_from_free_pages_as_well(db: Path) -> None:
    with sqlite3.connect(db) as conn:
        conn.execute("CREATE TABLE draft (x)")
        conn.executemany("INSERT INTO draft VALUES (?)", [("xylander " * 3000,)] * 20)
    with sqlite3.connect(db) as conn:
        conn.execute("DROP TABLE draft")
    remove(db, URL)
    assert traces(db) == []


def test_later_runs_do_not_bring_it_back(db: Path) -> None:
    remove(db, URL)
    with Store(db, readonly=True) as store:
        wanted = list(store.records()), store.stats()
    again = pages()
    update = page_of(TITLE, (*BODY, "And an update."), id="u", url=URL, key="n:7")
    elsewhere = page_of(TITLE, BODY, id="e", url="https://east.example/1", key="e:1")
    for batch in ([*reversed(again)], again, [update, elsewhere]):
        with Store(db) as store:
            store.save_many(batch)
        assert traces(db) == []
    with Store(db, readonly=True) as store:
        assert list(store.records()) == wanted[0]
        stats = store.stats()
    # The two pages that held nothing else are kept as pages without an article.
    assert stats["pages"] - wanted[1]["pages"] == 2
    assert {key: stats[key] for key in ("records", "versions", "teasers")} == {
        key: wanted[1][key] for key in ("records", "versions", "teasers")
    }


def test_what_is_left_of_a_page_can_be_folded_again(db: Path) -> None:
    remove(db, URL)
    with Store(db) as store:
        left = [store.folded(id_) for id_ in store.page_ids()]
        outcomes = store.refold([page for page in left if page is not None])
        assert {outcome.state for outcome in outcomes} == {"known"}
    assert traces(db) == []


def test_restored_it_comes_back_when_it_is_read_again(db: Path) -> None:
    with Store(db, readonly=True) as store:
        wanted = list(store.records())
        record = store.record(URL)
        assert record is not None
    remove(db, URL)
    shown = newsfold("show", record["record_id"], "--db", db)
    assert shown.exit_code == 1
    assert "asked by the one it names" in shown.output
    done = newsfold("restore", URL, "--db", db)
    assert done.exit_code == 0
    with Store(db) as store:
        assert len(list(store.records())) == len(wanted) - 1
        store.save_many(pages())
        assert list(store.records()) == wanted
    assert newsfold("restore", URL, "--db", db).exit_code == 1


def test_the_same_dump_cleaned_again_brings_back_what_is_restored_only(tmp_path: Path) -> None:
    db, dump = tmp_path / "news.db", tmp_path / "dump.jsonl"
    lines = [
        {"id": f"in-{n}", "url": f"https://north.example/{n}", "text": "\n\n".join(texts)}
        for n, texts in (
            (7, (TITLE, *BODY)),
            (8, ("Mill reopens after the flood of last spring", *prose(99))),
        )
    ]
    dump.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    def clean() -> dict[str, Row]:
        done = newsfold("clean", dump, "--db", db)
        assert done.exit_code == 0, done.output
        with Store(db, readonly=True) as store:
            return {row["input_id"]: row for row in store.records()}

    before = clean()
    assert sorted(before) == ["in-7", "in-8"]
    remove(db, URL)
    assert clean() == {"in-8": before["in-8"]}
    assert traces(db) == []
    assert newsfold("restore", URL, "--db", db).exit_code == 0
    assert clean() == before


def test_the_next_release_lists_it(db: Path, tmp_path: Path) -> None:
    old = export(db, tmp_path / "old", "--format", "jsonl")
    with Store(db, readonly=True) as store:
        record = store.record(URL)
        assert record is not None
    remove(db, URL)
    new = export(db, tmp_path / "new")
    (line,) = (new / "removals.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said["id"] == record["record_id"]
    assert sorted(said["versions"]) == sorted(version["id"] for version in record["versions"])
    assert said["reason"] == "asked by the one it names"
    assert record["record_id"] not in {row["id"] for row in all_rows(new)}
    assert "1 article taken out so far" in (new / "README.md").read_text(encoding="utf-8")
    assert newsfold("verify", "--quick", new).exit_code == 0
    change = json.loads(newsfold("diff", old, new, "--json").output)
    assert change["ids"]["removed"] == [record["record_id"]]


def test_a_name_that_nothing_goes_by_is_said_and_the_others_are_done(db: Path) -> None:
    before = db.read_bytes()
    done = newsfold("remove", "0123456789abcdef", "--reason", "x", "--db", db)
    assert done.exit_code == 1
    assert "nothing goes by '0123456789abcdef'" in done.output
    assert db.read_bytes() == before
    done = newsfold("remove", "nobody", URL, "--reason", "x", "--db", db)
    assert done.exit_code == 1
    assert traces(db) == []
    assert newsfold("remove", URL, "--reason", "x", "--db", db.parent / "no.db").exit_code == 2


def test_while_another_process_reads_the_log_is_said_to_hold_it(db: Path) -> None:
    reader = sqlite3.connect(db)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM pages").fetchone()
    done = newsfold("remove", URL, "--reason", "x", "--db", db)
    assert done.exit_code == 1
    assert "another process reads from it" in done.output
    reader.close()
    assert newsfold("stats", "--db", db).exit_code == 0
    assert traces(db) == []


def test_what_another_process_took_out_is_not_compared_with(tmp_path: Path) -> None:
    """Its number is given again, to a form that whoever remembers the first has never seen."""
    path = tmp_path / "news.db"
    with Store(path) as one, Store(path) as other:
        one.save(page_of("One bridge over the wide river", prose(1), id="a"))
        other.remove([row["id"] for row in other.records()], "asked")
        other.save(page_of("Other mill in the far valley", prose(2), id="b"))
        edited = (*prose(2), "One line more.")
        one.save(page_of("Other mill in the far valley", edited, id="c"))
        assert [row["input_id"] for row in one.records()] == ["c"]
        assert one.stats()["relations"] == {"version": 1}
