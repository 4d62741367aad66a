"""Ids and rows: what readers of a corpus hold on to."""

from __future__ import annotations

import doctest
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import page_of, prose

import dedupe.record
from dedupe.model import Article, Block, Caption, FoldedPage, Page, Teaser
from dedupe.record import (
    FIELDS,
    article_id,
    article_key,
    digest,
    page_id,
    pieces,
    rebuild,
    rows,
    teaser_id,
    version_id,
)

BODY = prose(1)


def test_examples() -> None:
    assert doctest.testmod(dedupe.record).failed == 0


def test_rows_have_the_fields_in_their_order_articles_first() -> None:
    folded = page_of(
        "Bridge opens",
        BODY,
        id="in-7",
        url="https://north.example/7",
        fetched_at="2031-02-03",
        captions=[("The bridge at dawn", "Pell Photo")],
        cards=["Ferry sold", "Rain ahead"],
        appended=Article(title="Mill closes", body=prose(2)),
    )
    found = rows(folded)
    assert [list(row) for row in found] == [list(FIELDS)] * 4
    assert [row["kind"] for row in found] == ["article", "article", "teaser", "teaser"]
    assert [row["title"] for row in found] == [
        "Bridge opens",
        "Mill closes",
        "Ferry sold",
        "Rain ahead",
    ]
    assert {row["input_id"] for row in found} == {"in-7"}
    assert found[0]["captions"] == [{"text": "The bridge at dawn", "credit": "Pell Photo"}]
    assert found[0]["body"] == list(BODY)
    assert found[0]["standfirst"] == ""
    assert found[2]["body"] == []
    json.dumps(found)


def test_an_appended_article_never_takes_the_address_of_the_page() -> None:
    appended = Article(title="Mill closes", body=prose(2))
    folded = page_of("A", BODY, url="https://north.example/7", key="north:7", appended=appended)
    main, other = rows(folded)
    assert main["url"] == "https://north.example/7"
    assert other["url"] == ""
    assert main["id"] == article_id("north:7")
    assert other["id"] != main["id"]
    told = replace(appended, url="https://north.example/8")
    folded = page_of("A", BODY, url="https://north.example/7", key="north:7", appended=told)
    assert rows(folded)[1]["url"] == "https://north.example/8"


def test_identity_by_content_ignores_spelling_and_place() -> None:
    page = Page("a", "", ())
    other = Page("b", "x", (), source="south.example")
    one = Article(title="أوكرانيا: قمة", body=("إلى الأمام",))
    two = Article(title="اوكرانيا قمة", body=("الى الامام.",))
    assert article_key(page, one) == article_key(other, two)
    assert article_key(page, one) != article_key(page, replace(one, body=("خلف",)))
    assert article_key(page, one).startswith("content:")


def test_articles_without_a_body_are_told_apart_by_all_the_rest() -> None:
    page = Page("a", "", ())
    bare = Article(title="Weather")
    assert article_key(page, bare) != article_key(page, replace(bare, standfirst="Rain"))
    pictured = replace(bare, captions=(Caption("Clouds"),))
    assert article_key(page, bare) != article_key(page, pictured)
    nothing = Article()
    assert article_key(page, nothing) != article_key(Page("b", "", ()), nothing)
    assert article_key(page, nothing, 0) != article_key(page, nothing, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"standfirst": "Other"},
        {"body": ("One two",)},
        {"captions": (Caption("One"), Caption("Two"))},
        {"captions": (Caption("One", "Two"),)},
        {"authors": ("One",)},
        {"agency": "One"},
        {"dateline": "One"},
        {"section": "One"},
        {"published": "2031-01-01"},
        {"modified": "2031-01-01"},
        {"lang": "fr"},
    ],
)
def test_a_version_changes_with_whatever_is_said(change: dict[str, object]) -> None:
    article = Article(title="Bridge", body=("One", "two"))
    changed = replace(article, **change)
    assert version_id("k", article) != version_id("k", changed)
    assert version_id("k", changed) == version_id("k", replace(changed))


def test_a_version_does_not_depend_on_where_it_was_seen() -> None:
    article = Article(title="Bridge", body=("One",))
    elsewhere = replace(article, url="https://north.example/1", confidence=0.5, main=False)
    assert version_id("k", article) == version_id("k", elsewhere)
    assert version_id("k", article) != version_id("other", article)


def test_digest_keeps_parts_apart_and_takes_any_text() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("\ud800x") == digest("\ufffdx")


def test_teasers_go_by_address_then_by_title() -> None:
    here, there = Page("a", "1", ()), Page("b", "2", ())
    linked = Teaser(title="Ferry sold", url="https://north.example/9")
    renamed = replace(linked, title="Ferry is sold")
    assert teaser_id(here, linked) == teaser_id(there, renamed)
    assert teaser_id(here, Teaser(title="«Ferry sold»")) == teaser_id(there, Teaser("ferry SOLD"))
    assert teaser_id(here, Teaser(title="Ferry sold")) != teaser_id(here, Teaser(title="Ferry"))
    assert teaser_id(here, Teaser(), 0) != teaser_id(here, Teaser(), 1)
    assert teaser_id(here, Teaser(title="Ferry")) != article_id("Ferry")


def test_folds_stand_in_the_first_row_of_the_page_only() -> None:
    folded = page_of("A", BODY, markers=["TT", "Aa"], cards=["Card"])
    first, second = rows(folded, with_folds=True)
    assert [(fold["block"], fold["reason"], fold["text"]) for fold in first["folds"]] == [
        (1, "marker", "TT"),
        (2, "marker", "Aa"),
        (3, "repeat", "A"),
    ]
    assert first["folds"][2]["into"] == 0
    assert "folds" not in second


def test_a_page_without_records_carries_its_folds_itself() -> None:
    whole = page_of("A", BODY)
    bare = FoldedPage(whole.page, (), (), whole.folds)
    assert rows(bare) == []
    (row,) = rows(bare, with_folds=True)
    assert row["kind"] == "page"
    assert row["id"] == page_id(whole.page)
    assert len(row["folds"]) == len(whole.folds)


@given(st.lists(st.tuples(st.text(), st.text())), st.text())
def test_pieces_and_rebuild_undo_each_other(parts: list[tuple[str, str]], tail: str) -> None:
    text, blocks = "", []
    for index, (gap, raw) in enumerate(parts):
        start = len(text) + len(gap)
        blocks.append(Block(index, raw, start=start, end=start + len(raw)))
        text += gap + raw
    page = Page("p", text + tail, tuple(blocks))
    assert pieces(page) == (parts, tail)
    assert rebuild(*pieces(page)) == page.text


def test_blocks_that_overlap_are_refused_by_name() -> None:
    blocks = (Block(0, "abc", start=0, end=3), Block(1, "cd", start=2, end=4))
    with pytest.raises(ValueError, match=r"'p': block 1 stands at 2\.\.4"):
        pieces(Page("p", "abcd", blocks))
