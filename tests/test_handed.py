"""Handed over and read again: the records are the same, and so are their ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import page_of, prose
from releases import export, newsfold

from dedupe.handed import folded_row, guarded, is_row, page_of_row, unguarded
from dedupe.model import Article
from dedupe.record import FIELDS, rows
from storage.store import Store

texts = st.text(min_size=1, max_size=30).filter(lambda text: "\0" not in text)
row_of = st.fixed_dictionaries(
    {
        "id": st.from_regex("[0-9a-f]{16}", fullmatch=True),
        "kind": st.just("article"),
        "body": st.lists(texts, max_size=4),
        "captions": st.lists(
            st.fixed_dictionaries({"text": texts, "credit": st.just("") | texts}), max_size=3
        ),
        "authors": st.lists(texts, max_size=2),
        "input_id": texts,
        **{
            name: st.just("") | texts
            for name in set(FIELDS) - {"id", "kind", "body", "captions", "authors", "input_id"}
        },
    }
)


@given(row_of)
def test_any_row_comes_back(row: dict[str, Any]) -> None:
    assert is_row(row)
    folded = folded_row(page_of_row(row))
    (again,) = rows(folded)
    assert again == {name: row[name] for name in FIELDS}
    placed = [p.block for article in folded.articles for p in article.placed]
    assert placed == list(range(len(folded.page.blocks)))


@given(st.text())
def test_a_guarded_cell_gives_back_its_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """The corpus, with what makes reading again hard: articles below others, lines that repeat, a
    body that looks like a page of its own, lines that look like buttons and cards."""
    db = tmp_path_factory.mktemp("rich") / "news.db"
    db.write_bytes(corpus.read_bytes())
    below = Article(title="Mill reopens", body=prose(99), lang="en", main=False)
    with Store(db) as store:
        body = ("Refrain of the sea.", *prose(31), "Refrain of the sea.", "Share", "Read also")
        store.save(page_of("Song", body, id="s", key="s:1", appended=below, standfirst="In short."))
        store.save(page_of("Bare", (), id="b", key="b:1"))
        store.save(page_of("=1+1", ("-2", "+3", *prose(32)), id="f", key="f:1"))
    return db


@pytest.mark.parametrize("format_", ["file", "jsonl", "csv", "parquet"])
def test_export_then_clean_then_export_is_the_identity(
    rich: Path, tmp_path: Path, format_: str
) -> None:
    if format_ == "file":
        data = tmp_path / "data.jsonl"
        assert newsfold("export", data, "--db", rich).exit_code == 0
    else:
        data = export(rich, tmp_path / "release", "--format", format_) / "data"
    again = tmp_path / "again.db"
    done = newsfold("clean", data, "--db", again)
    assert done.exit_code == 0, done.output
    with Store(rich, readonly=True) as one, Store(again, readonly=True) as two:
        assert list(two.records()) == list(one.records())


def test_a_record_that_only_looks_like_a_row_is_read_as_any_other(tmp_path: Path) -> None:
    import json

    row = dict.fromkeys(FIELDS, "") | {"id": "not-ours", "kind": "article", "title": "Ferry runs"}
    row |= {"body": list(prose(3)), "captions": [], "authors": []}
    (tmp_path / "dump.jsonl").write_text(json.dumps(row), encoding="utf-8")
    done = newsfold("fold", tmp_path / "dump.jsonl")
    assert json.loads(done.stdout)["input_id"] == "not-ours"
    assert json.loads(done.stdout)["title"] == "Ferry runs"
