"""The parts of a text page: what no list of words knows is told by its place."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled.page import make_page
from benchmarks.labelled.strange import strange_outlet
from benchmarks.scoring import score_page
from crawler.page import page_from_html, page_from_text
from dedupe import traits
from dedupe.looks import Look
from dedupe.model import Block, FoldedPage
from dedupe.page import fold_page
from dedupe.parts import PARTS, likely, parts_of, sureness

# Outlets from here on were not trained on: train_lines.py draws the first 500.
UNSEEN = 5000
BODY = (
    "The ferry left the harbour of Velin on Tuesday with the whole council aboard.",
    "Its captain counted forty passengers and two goats before the bell.",
    "Nobody in the harbour remembers when the council last went to sea.",
)
HEADER = ("Council of Velin takes the morning ferry", "The ferry at the quay of Velin")
CARD = "Goats eat the hedge of the {} school"


def fold(*lines: str) -> FoldedPage:
    return fold_page(page_from_text("\n\n".join(lines) + "\n", id="page"))


def test_outlets_that_were_drawn_for_no_training_come_out_right() -> None:
    scores = []
    for number in range(UNSEEN, UNSEEN + 12):
        for page in (make_page(strange_outlet(number), at) for at in range(2)):
            folded = fold_page(page_from_text(page.text, id=page.name))
            scores.append(score_page(page, "text", folded).score)
    assert sum(scores) / len(scores) > 0.93


@pytest.mark.parametrize("heading", ["Klingelwerk", "مربعات", "Zum Thema"])
def test_a_list_below_the_text_is_a_list_whatever_its_heading_says(heading: str) -> None:
    cards = [line for name in ("old", "new", "red") for line in (CARD.format(name), "3 May 2024")]
    folded = fold(*HEADER, *BODY, heading, *cards)
    assert [article.body for article in folded.articles] == [BODY]
    assert {teaser.title for teaser in folded.teasers} >= {CARD.format("old"), CARD.format("red")}


def test_a_line_between_headline_and_text_is_no_paragraph() -> None:
    (article,) = fold(HEADER[0], "12 March 2025", *HEADER[1:] * 2, *BODY).articles
    assert article.body == BODY
    assert [caption.text for caption in article.captions] == [HEADER[1]]


def test_a_body_on_one_line_leaves_the_foot_of_the_page_out() -> None:
    text = " ".join(BODY * 4)
    foot = "Share Print Related " + " ".join(CARD.format(n) for n in range(20)) + " Privacy Contact"
    (article,) = fold(HEADER[0], text, foot).articles
    assert article.body == (text,)


def test_every_line_has_a_part_and_none_costs_more_than_another() -> None:
    assert set(parts_of([("s=short",), ("s=prose",)])) <= set(PARTS)
    assert parts_of([]) == []
    spent = []
    for count in (300, 1200):
        lines = [line for n in range(count) for line in (CARD.format(n), BODY[n % 3])]
        page = page_from_text("\n".join(lines), id="long")
        start = time.process_time()
        fold_page(page)
        spent.append(time.process_time() - start)
    assert spent[1] < 10 * spent[0], "four times the lines, four times the time"


def test_a_headline_below_a_first_sentence_is_no_repeat_of_itself() -> None:
    council = "The council approved the bridge on Tuesday, after a debate of five hours."
    lines = [
        "وافق المجلس البلدي على الجسر الجديد بعد نقاش دام خمس ساعات.",
        "A bridge for walkers over the Arbel",
        "",
        "12 March 2025",
        *[council] * 3,
    ]
    folded = fold_page(page_from_text("\n".join(lines), id="page"))
    assert all(fold.into != fold.block for fold in folded.folds)
    assert any(article.title == lines[1] for article in folded.articles)


@given(st.data())
def test_what_lines_share_is_the_same_for_all_at_once(data: st.DataObject) -> None:
    word = st.text("abcه北", min_size=1, max_size=5)
    key = st.lists(word, min_size=1, max_size=12).map(" ".join)
    drawn = st.tuples(key, st.sampled_from(["prose", "short", "item", "date"]), st.integers(1, 50))
    lines = [
        Look(Block(n, text * times), text * times, 3, sort, 0)
        for n, (text, sort, times) in enumerate(data.draw(st.lists(drawn, max_size=30)))
    ]
    assert traits._shares(lines) == [traits._shared(lines, at) for at in range(len(lines))]


def test_a_text_that_lost_its_paragraphs_says_how_sure_it_is() -> None:
    foot = "Related Goats eat the hedge Share Print Privacy Contact Goats eat the old school"
    flat = f"{HEADER[0]}\n{' '.join(BODY * 4)}\n{foot}\n"
    (article,) = fold_page(page_from_text(flat, id="flat")).articles
    assert 0.3 < article.confidence < 1
    (article,) = fold(*HEADER, *BODY * 2).articles
    assert article.confidence == 1


def test_what_a_part_is_likely_to_be_is_summed_over_all_ways() -> None:
    rows = [("s=short",), ("s=prose",), ("s=prose",)]
    for one in zip(*(sureness(likely(rows), [part] * 3) for part in PARTS), strict=True):
        assert sum(one) == pytest.approx(1)
    best = sureness(likely(rows), parts_of(rows))
    assert all(0 < one <= 1 for one in best)


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def fold_markup(body: str) -> FoldedPage:
    head = f"<html><head><title>{HEADER[0]}</title></head>"
    html = f"{head}<body><main>{body}</main></body></html>"
    return fold_page(page_from_html(html, id="page", url="https://velin.example/1"))


@pytest.mark.parametrize("tag", ["h1", "h2", "div"])
def test_a_headline_below_its_picture_is_one_in_any_element(tag: str) -> None:
    picture = f"<figure><img src=i.jpg><figcaption>{HEADER[1]}</figcaption></figure>"
    title = f"<{tag} class=x1>{HEADER[0]}</{tag}>"
    (article,) = fold_markup(f"<div>{picture}{title}{paragraphs(BODY)}</div>").articles
    assert (article.title, article.body) == (HEADER[0], BODY)
    assert [caption.text for caption in article.captions] == [HEADER[1]]


def test_a_page_that_prints_headline_and_paragraph_twice_has_an_article() -> None:
    (article,) = fold_markup(f"<h1>{HEADER[0]}</h1><p>{BODY[0]}</p>" * 2).articles
    assert (article.title, article.body) == (HEADER[0], BODY[:1])


@pytest.mark.parametrize("box", ["article", "div"])
def test_an_article_under_a_lower_heading_with_a_byline_is_another(box: str) -> None:
    other = ("The mill of Orsaya turns again after six years", "By Tom Reed")
    first = f"<{box}><h1>{HEADER[0]}</h1><p>By Ada Quill</p>{paragraphs(BODY)}</{box}>"
    second = f"<{box}><h2>{other[0]}</h2><p>{other[1]}</p>{paragraphs(BODY[::-1])}</{box}>"
    one, two = fold_markup(first + second).articles
    assert (one.title, one.body, one.authors) == (HEADER[0], BODY, ("Ada Quill",))
    assert (two.title, two.body, two.authors) == (other[0], BODY[::-1], ("Tom Reed",))
