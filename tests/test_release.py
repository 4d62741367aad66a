"""Releases: what is in the folder, what is chosen, that it is the same each time, and loads."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from making import page_of, prose
from releases import OUTLETS, all_rows, corpus_pages, export, newsfold, rows_of

from dedupe.record import FIELDS
from storage.store import Store


def test_a_release_has_all_that_it_promises(corpus: Path, tmp_path: Path) -> None:
    folder = export(corpus, tmp_path / "release")
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    assert names == [
        "README.md",
        "SHA256SUMS",
        "build.json",
        "croissant.json",
        *(f"data/{s}-00000-of-00001.parquet" for s in ("test", "train", "validation")),
        "datapackage.json",
        "provenance.parquet",
        "removals.jsonl",
        "schema.json",
    ]
    assert os.listdir(tmp_path) == ["release"]
    with Store(corpus, readonly=True) as store:
        records = {row["id"]: row for row in store.records()}
    rows = {row["id"]: row for row in all_rows(folder)}
    assert rows.keys() == records.keys()
    for id_, row in rows.items():
        assert {name: row[name] for name in FIELDS} == records[id_]
    for split in rows_of(folder).values():
        assert [row["id"] for row in split] == sorted(row["id"] for row in split)
    assert {row["versions"] for row in rows.values()} == {1, 2}
    copied = next(row for row in rows.values() if row["versions"] == 2)
    assert len(copied["sources"]) == 2


def test_parquet_is_compressed_indexed_and_says_nothing_of_when(
    corpus: Path, tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    folder = export(corpus, tmp_path / "release", "--split", "none")
    meta = pq.ParquetFile(folder / "data/train-00000-of-00001.parquet").metadata
    assert meta.num_row_groups == 1
    column = meta.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_offset_index
    assert column.has_column_index
    assert set(meta.metadata) == {b"ARROW:schema"}


def test_every_column_has_a_sentence(corpus: Path, tmp_path: Path) -> None:
    folder = export(corpus, tmp_path / "release")
    said = json.loads((folder / "schema.json").read_text(encoding="utf-8"))["columns"]
    assert [column["name"] for column in said] == list(all_rows(folder)[0])
    assert all(column["description"].endswith(".") for column in said)


def test_provenance_accounts_for_every_folded_block(corpus: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    folder = export(corpus, tmp_path / "release")
    found = pq.read_table(folder / "provenance.parquet").to_pylist()
    with sqlite3.connect(corpus) as conn:
        wanted = conn.execute(
            "SELECT p.id, f.block, f.reason, f.into_block, f.similarity, b.raw FROM folds f "
            "JOIN pages p ON p.n = f.page JOIN blocks b ON b.page = f.page AND b.idx = f.block "
            "JOIN sightings s ON s.page = p.n JOIN records r ON r.version = s.version "
            "ORDER BY p.id, f.block"
        ).fetchall()
    names = ("page_id", "block", "reason", "into", "similarity", "text")
    assert [tuple(row[name] for name in names) for row in found] == wanted
    assert {row["reason"] for row in found} == {"marker", "repeat"}
    ids = {row["id"] for row in all_rows(folder)}
    assert all(set(row["record_ids"]) <= ids and row["record_ids"] for row in found)


def test_the_same_command_gives_the_same_sums(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("phonenumbers")
    options = ("--teasers", "--pii", "mask")
    one = export(corpus, tmp_path / "one", *options)
    # The same pages in another order, in a file that is laid out otherwise.
    other = tmp_path / "elsewhere" / "other.db"
    other.parent.mkdir()
    with Store(other) as store:
        for page in reversed(corpus_pages()):
            store.save(page)
    two = export(other, tmp_path / "elsewhere" / "two", *options, "--workers", "2")
    assert (one / "SHA256SUMS").read_text() == (two / "SHA256SUMS").read_text()


@pytest.mark.parametrize(
    ("options", "test"),
    [
        (("--source", "north.example"), lambda r: r["source"] == "north.example"),
        (("--lang", "ar"), lambda r: r["lang"] == "ar"),
        (
            ("--since", "2025-03-02", "--until", "2025-05"),
            lambda r: "2025-03-02" <= r["published"] < "2025-06",
        ),
        (("--min-words", "82"), lambda r: r["words"] >= 82),
        (("--where", "title LIKE '%flight%' -- only these"), lambda r: "flight" in r["title"]),
    ],
)
def test_what_is_chosen_is_what_fits(
    corpus: Path, tmp_path: Path, options: Sequence[str], test: object
) -> None:
    assert callable(test)
    every = all_rows(export(corpus, tmp_path / "all"))
    some = all_rows(export(corpus, tmp_path / "some", *options))
    ids = {row["id"] for row in every if test(row)}
    assert 0 < len(ids) < len(every)
    assert {row["id"] for row in some} == ids


def test_versions_are_rows_of_their_own(corpus: Path, tmp_path: Path) -> None:
    rows = all_rows(export(corpus, tmp_path / "release", "--versions"))
    with Store(corpus, readonly=True) as store:
        assert len(rows) == store.stats()["versions"]
    copies = [row for row in rows if row["relation"] == "copy"]
    assert len(copies) == 12
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows)
    for row in copies:
        chosen = next(r for r in rows if r["record_id"] == row["record_id"] and r != row)
        assert chosen["relation"] == "chosen"
        assert chosen["group"] == row["group"]
        assert 0.6 < row["similarity"] < 1


def test_without_text_nothing_that_somebody_wrote_is_in_any_file(
    corpus: Path, tmp_path: Path
) -> None:
    folder = export(corpus, tmp_path / "release", "--text", "none", "--format", "jsonl")
    everything = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file())
    with Store(corpus, readonly=True) as store:
        for row in store.records():
            assert row["id"] in everything
            for text in (row["title"], *row["body"], *(c["text"] for c in row["captions"])):
                assert text not in everything


def reserve(db: Path, **said: int) -> None:
    """Mark the pages of the south as reserved."""
    values = {"robots_allowed": 1, "noindex": 0, "noarchive": 0, "noai": 0, "tdm_reservation": 0}
    values |= said
    with sqlite3.connect(db) as conn:
        conn.execute(
            "INSERT INTO rights SELECT n, '2025-12-30', ?, ?, ?, ?, ?, 'https://lic.example', '{}' "
            "FROM pages WHERE source = 'south.example'",
            tuple(values.values()),
        )


@pytest.mark.parametrize("said", ["noai", "tdm_reservation", "noarchive", "noindex"])
def test_what_is_reserved_is_left_out_named_or_not_looked_at(
    corpus: Path, tmp_path: Path, said: str
) -> None:
    db = tmp_path / "news.db"
    db.write_bytes(corpus.read_bytes())
    reserve(db, **{said: 1})
    word = {"tdm_reservation": "tdm"}.get(said, said)
    done = newsfold("export", tmp_path / "respect", "--db", db)
    assert f"rows left out for what they reserve: {word}" in done.output
    kept = all_rows(tmp_path / "respect")
    every = {
        row["id"]: row for row in all_rows(export(db, tmp_path / "ignore", "--rights", "ignore"))
    }
    named = {
        row["id"]: row for row in all_rows(export(db, tmp_path / "report", "--rights", "report"))
    }
    reserved = {id_ for id_, row in every.items() if row["source"] == "south.example"}
    assert reserved
    assert {row["id"] for row in kept} == every.keys() - reserved
    assert {id_ for id_, row in named.items() if row["rights"] == [word]} == reserved
    assert named[min(reserved)]["licence"] == "https://lic.example"
    assert not any(row["rights"] for row in every.values())
    build = json.loads((tmp_path / "respect/build.json").read_text())
    assert build["left_out"] == {word: len(reserved), "rows": len(reserved)}
    assert (
        f"{len(reserved)} rows ({word} {len(reserved)})"
        in (tmp_path / "respect/README.md").read_text()
    )


# --- splits -----------------------------------------------------------------------------------


def where(folder: Path) -> dict[str, str]:
    return {row["id"]: split for split, rows in rows_of(folder).items() for row in rows}


def test_twins_in_words_go_together_though_they_are_two_records(
    corpus: Path, tmp_path: Path
) -> None:
    folder = export(corpus, tmp_path / "release", "--shares", "40,30,30")
    rows = {row["url"]: row for row in all_rows(folder)}
    split = where(folder)
    twins = [(n - 1, n) for n in range(5, 60, 6)]
    apart = 0
    for a, b in twins:
        left = (
            rows.get(f"https://{OUTLETS[a % 3]}/{a}")
            or rows[f"https://{OUTLETS[(a + 1) % 3]}/copy/{a}"]
        )
        right = (
            rows.get(f"https://{OUTLETS[b % 3]}/{b}")
            or rows[f"https://{OUTLETS[(b + 1) % 3]}/copy/{b}"]
        )
        apart += left["record_id"] != right["record_id"]
        assert left["group"] == right["group"]
        assert split[left["id"]] == split[right["id"]]
    assert apart, "the store keeps near-twins apart, or this test says nothing"
    assert set(split.values()) == {"train", "validation", "test"}


def test_a_group_stays_in_its_split_when_the_corpus_grows(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    db.write_bytes(corpus.read_bytes())
    before = where(export(db, tmp_path / "before"))
    with Store(db) as store:
        for n in range(100, 140):
            store.save(page_of(f"Title of {n}", prose(n), id=f"p{n}", key=f"n:{n}"))
    after = where(export(db, tmp_path / "after"))
    assert len(after) == len(before) + 40
    assert before.items() <= after.items()


def test_by_time_the_earliest_row_of_a_group_decides(corpus: Path, tmp_path: Path) -> None:
    folder = export(corpus, tmp_path / "release", "--split", "time=2025-05-01,2025-09-01")
    rows = all_rows(folder)
    split = where(folder)
    first: dict[str, str] = {}
    for row in rows:
        first[row["group"]] = min(first.get(row["group"], "9"), row["published"])
    for row in rows:
        day = first[row["group"]]
        wanted = "train" if day < "2025-05-01" else "validation" if day < "2025-09-01" else "test"
        assert split[row["id"]] == wanted
    assert set(split.values()) == {"train", "validation", "test"}


def test_an_outlet_that_is_held_out_is_in_no_other_split(corpus: Path, tmp_path: Path) -> None:
    folder = export(corpus, tmp_path / "release", "--split", "outlet=south.example")
    found = rows_of(folder)
    assert found.keys() == {"train", "test"}
    assert not any(row["source"] == "south.example" for row in found["train"])
    groups = {row["group"] for row in found["test"]}
    assert all(row["group"] not in groups for row in found["train"])


def test_a_card_goes_with_its_article(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    title = "A mill on the river looks for a miller"
    with Store(db) as store:
        for n in range(30):
            cards = [f"{title} {n}"]
            store.save(page_of(f"Title of {n}", prose(n), id=f"a{n}", key=f"a:{n}", cards=cards))
            store.save(page_of(f"{title} {n}", prose(n + 500), id=f"b{n}", key=f"b:{n}"))
    folder = export(db, tmp_path / "release", "--teasers", "--shares", "40,30,30")
    split = where(folder)
    rows = all_rows(folder)
    articles = {row["title"]: row for row in rows if row["kind"] == "article"}
    cards = [row for row in rows if row["kind"] == "teaser"]
    assert len(cards) == 30
    for card in cards:
        assert split[card["id"]] == split[articles[card["title"]]["id"]]
        assert card["group"] == articles[card["title"]]["group"]


# --- one file ---------------------------------------------------------------------------------


def test_one_file_takes_the_same_choices(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "some.jsonl"
    done = newsfold("export", out, "--db", corpus, "--lang", "ar")
    assert done.exit_code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    with Store(corpus, readonly=True) as store:
        assert rows == [row for row in store.records() if row["lang"] == "ar"]
    assert newsfold("export", tmp_path / "x.parquet", "--db", corpus).exit_code == 2
    assert "name a folder" in newsfold("export", "-", "--format", "csv", "--db", corpus).output
