"""Boxes beside each other: which are articles of their own, and which are parts of one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from stories import STORIES

from crawler.page import page_from_html
from dedupe.looks import unnumbered
from dedupe.model import FoldedPage
from dedupe.page import fold_page
from dedupe.record import page_id
from storage.store import Store


def ps(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def fold(main: str, title: str) -> FoldedPage:
    menu = "".join(f"<li><a href=/{n}>{n}</a></li>" for n in ("Abc", "Def", "Ghi", "Jkl"))
    html = (
        f"<html><head><title>{title}</title><meta property=og:title content='{title}'></head>"
        f"<body><nav><ul>{menu}</ul></nav>{main}<footer><p>© 2031</p></footer></body></html>"
    )
    return fold_page(page_from_html(html, id="page", url="https://news.example/2031/1"))


def articles(folded: FoldedPage) -> list[tuple[str, tuple[str, ...]]]:
    return [(article.title, article.body) for article in folded.articles]


BESIDE = {
    "article": "<main><article>{one}</article><article>{two}</article></main>",
    "named": "<main><article class=story id=post-7>{one}</article>"
    "<article class=story id=post-8>{two}</article></main>",
    "section": "<main><section>{one}</section><section>{two}</section></main>",
    "div": "<div class=page><div class=story>{one}</div><div class=story>{two}</div></div>",
    "text": "<div class=page><div class=story><div class=text>{one}</div></div>"
    "<div class=story><div class=text>{two}</div></div></div>",
    "wrapped": "<main><div class=wrap><article>{one}</article></div><div class=wrap><article>{two}"
    "</article></div></main>",
}


@pytest.mark.parametrize("markup", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("lang", STORIES)
def test_an_article_in_a_box_beside_the_first_is_one_of_its_own(lang: str, markup: str) -> None:
    (title, body), (other, second) = STORIES[lang]
    one, two = f"<h1>{title}</h1>{ps(*body)}", f"<h2>{other}</h2>{ps(*second)}"
    folded = fold(markup.format(one=one, two=two), title)
    assert articles(folded) == [(title, body), (other, second)]


@pytest.mark.parametrize("markup", BESIDE.values(), ids=BESIDE)
def test_subheadings_of_the_first_make_none_of_the_second_headline(markup: str) -> None:
    (title, body), (other, second) = STORIES["ar"]
    heads = ("ماذا قالت سلمى الديراني", "متى يقرر المجلس البلدي")
    text = (body[0], heads[0], body[1], heads[1], body[2])
    set_apart = "".join(f"<h2>{line}</h2>" if line in heads else ps(line) for line in text)
    one, two = f"<h1>{title}</h1>{set_apart}", f"<h2>{other}</h2>{ps(*second)}"
    folded = fold(markup.format(one=one, two=two), title)
    assert articles(folded) == [(title, text), (other, second)]


@pytest.mark.parametrize("box", ["section", "div"])
def test_a_box_that_is_signed_as_the_first_is_an_article(box: str) -> None:
    (title, body), (_, second) = STORIES["ar"]
    other, day = "معلومات إضافية للقراء الكرام", "<p>{} مايو 2031</p>"
    one = f"{day.format(4)}<h1>{title}</h1>{ps(*body)}"
    two = f"{day.format(3)}<h2>{other}</h2>{ps(*second)}"
    folded = fold(f"<main><{box}>{one}</{box}><{box}>{two}</{box}></main>", title)
    assert articles(folded) == [(title, body), (other, second)]
    assert folded.articles[1].published == "2031-05-03"


HEADS = {
    "ar": ("كيف نظف العمال حوض الميناء", "ماذا يقول أهل الشاطئ القديم"),
    "tr": ("Değirmenin taşları nasıl yontuldu", "Eski değirmen için belediye ne diyor"),
    "ko": ("물레방아는 어떻게 다시 돌아갔나", "방앗간을 두고 읍사무소가 하는 말"),
}
CHAPTERS = {
    "in the article": "<main><article><header><h1>{t}</h1></header><section>{a}</section><section>"
    "<h2>{h}</h2>{b}</section><section><h2>{i}</h2>{c}</section></article></main>",
    "first with the headline": "<main><section><h1>{t}</h1>{a}</section><section><h2>{h}</h2>{b}"
    "</section><section><h2>{i}</h2>{c}</section></main>",
    "boxes": "<div class=page><div class=part><h1>{t}</h1>{a}</div><div class=part><h2>{h}</h2>{b}"
    "</div><div class=part><h2>{i}</h2>{c}</div></div>",
    "pull-out": "<main><article><h1>{t}</h1>{a}<section><h2>{h}</h2>{b}</section><section><h2>{i}"
    "</h2>{c}</section></article></main>",
    "nested": "<main><article><h1>{t}</h1>{a}<article><h2>{h}</h2>{b}</article><article><h2>{i}"
    "</h2>{c}</article></article></main>",
}


@pytest.mark.parametrize("markup", CHAPTERS.values(), ids=CHAPTERS)
@pytest.mark.parametrize("lang", HEADS)
def test_chapters_of_one_article_are_none(lang: str, markup: str) -> None:
    (title, one), (_, two) = STORIES[lang]
    heads = HEADS[lang]
    html = markup.format(
        **{"t": title, "h": heads[0], "i": heads[1]},
        **{"a": ps(*one), "b": ps(one[1] + " " + two[0], two[1]), "c": ps(one[2], two[2])},
    )
    folded = fold(html, title)
    assert [article.title for article in folded.articles] == [title]
    assert set(heads) <= set(folded.articles[0].body)


@pytest.mark.parametrize(
    "markup",
    [
        "<article><div class=part><h1>{t}</h1>{a}</div><div class=part><h2>{h}</h2>{b}</div>"
        "</article>",
        "<main><section><h1>{t}</h1>{a}</section><section><h2>معلومات إضافية للقراء الكرام</h2>{b}"
        "</section></main>",
        "<main><section><h1>{t}</h1>{a}</section><section class=about><h2>{h}</h2>{b}</section>"
        "</main>",
        "<article><article><h1>{t}</h1>{a}</article><article><h2>{h}</h2>{b}</article></article>",
        "<main><section><h1>{t}</h1>{a}</section><section><h2>معلومات إضافية للقراء الكرام</h2>"
        "<p>4 مايو 2031</p>{b}</section></main>",
    ],
    ids=["one article around", "a heading of its own", "another name", "nested", "dated alone"],
)
def test_a_box_that_nothing_parts_from_the_first_is_a_part_of_it(markup: str) -> None:
    (title, body), (head, more) = STORIES["ar"]
    folded = fold(markup.format(t=title, h=head, a=ps(*body), b=ps(*more)), title)
    assert [article.title for article in folded.articles] == [title]


@pytest.mark.parametrize("outer", ["<article>{head}{entries}</article>", "{head}{entries}"])
@pytest.mark.parametrize("lang", ["ar", "tr", "sw"])
def test_entries_of_a_live_blog_are_one_article(lang: str, outer: str) -> None:
    (title, body), (other, second) = STORIES[lang]
    told = ((other, second[:2]), (" ".join(second[2].split()[:5]), (second[2], body[2])))
    entries = "".join(
        f"<article class=entry><time>{10 + n}:4{n}</time><h2>{head}</h2>{ps(*texts)}</article>"
        for n, (head, texts) in enumerate(told)
    )
    head = f"<h1>{title}</h1>{ps(*body[:2])}"
    if not outer.startswith("<article>"):
        head = f"<article class=entry>{head}</article>"
    folded = fold(f"<main>{outer.format(head=head, entries=entries)}</main>", title)
    assert [article.title for article in folded.articles] == [title]


@pytest.mark.parametrize("lang", STORIES)
def test_cards_and_comments_in_articles_are_none(lang: str) -> None:
    (title, body), (other, second) = STORIES[lang]
    card = f"<article><h2><a href=/2>{other}</a></h2><p>{second[0]}</p></article>"
    folded = fold(f"<main><article><h1>{title}</h1>{ps(*body)}</article>{card}</main>", title)
    assert [article.title for article in folded.articles] == [title]
    talk = "".join(
        f"<article><h2>{name}</h2>{ps(*texts)}</article>"
        for name, texts in (("Ada Q.", second[:2]), ("petra_m", (second[2], f"{body[2]} {other}")))
    )
    folded = fold(f"<main><article><h1>{title}</h1>{ps(*body)}</article>{talk}</main>", title)
    assert [article.title for article in folded.articles] == [title]


def test_a_stored_page_tells_its_boxes_and_one_of_before_folds_as_before(tmp_path: Path) -> None:
    (title, body), (other, second) = STORIES["ar"]
    one, two = f"<h1>{title}</h1>{ps(*body)}", f"<h2>{other}</h2>{ps(*second)}"
    folded = fold(BESIDE["article"].format(one=one, two=two), title)
    with Store(tmp_path / "news.db") as store:
        store.save(folded)
        stored = store.folded(page_id(folded.page))
    assert stored is not None
    assert fold_page(stored.page) == folded
    plain = tuple(replace(block, path=unnumbered(block.path)) for block in folded.page.blocks)
    assert plain != folded.page.blocks
    before = fold_page(replace(folded.page, blocks=plain))
    assert articles(before) == [(title, (*body, other, *second))]


SAID = {
    "div": "<div class=item><b>{name}</b><p>{text}</p></div>",
    "li": "<li><span>{name}</span><div>3 / 11</div><p>{text}</p><a href=#re>Abc</a></li>",
    "article": "<article><h4>{name}</h4><div>{text}</div></article>",
}
NAMED = ("Ada Quill", "petra_m", "Ivo Marsh")


@pytest.mark.parametrize("form", SAID.values(), ids=SAID)
@pytest.mark.parametrize("lang", STORIES)
def test_named_boxes_below_the_box_of_an_article_are_its_readers(lang: str, form: str) -> None:
    (title, body), (_, second) = STORIES[lang]
    talk = "".join(form.format(name=n, text=t) for n, t in zip(NAMED, second, strict=True))
    main = f"<article><h1>{title}</h1>{ps(*body)}</article><section><h3>Abcdef</h3>{talk}</section>"
    folded = fold(main, title)
    assert articles(folded) == [(title, body)]
    assert not folded.teasers


@pytest.mark.parametrize("lang", ["ar", "tr", "sw"])
@pytest.mark.parametrize(
    "markup",
    [
        "<article><div><h1>{t}</h1>{a}</div><section>{b}</section></article>",
        "<main><div><h1>{t}</h1>{a}</div><section>{b}</section></main>",
    ],
    ids=["in the article", "no article"],
)
def test_whoever_is_named_where_an_article_may_go_on_is_of_it(lang: str, markup: str) -> None:
    (title, body), (_, second) = STORIES[lang]
    talk = "".join(SAID["div"].format(name=n, text=t) for n, t in zip(NAMED, second, strict=True))
    folded = fold(markup.format(t=title, a=ps(*body), b=talk), title)
    assert not set(second).isdisjoint(folded.articles[0].body)


@pytest.mark.parametrize("level", [1, 2])
def test_a_headline_that_is_called_and_signed_like_the_first_begins_an_article(level: int) -> None:
    def part(level: int, title: str, day: int, *body: str) -> str:
        head = f"<h{level} class=feed-title>{title}</h{level}><div class=author>Текст: Инна"
        return f"<div class=day>{day}.10.2030, 10:15</div>{head} Калачёва</div>{ps(*body)}"

    title, other = "В Заречном снова открылась баня", "Школьная метеостанция обошла всех"
    one = (
        "Очередь выстроилась с шести утра, веники закончились к полудню, а билет стоит как хлеб.",
        "Здание отремонтировали на деньги, которые остались после строительства остановки.",
    )
    two = (
        "Школьники из Верхней Рудни третий год подряд выигрывают областной конкурс прогнозов.",
        "Учитель физики говорит, что прогноз на завтра сбывается у них чаще, чем у телевидения.",
    )
    page = part(1, title, 12, *one) + part(level, other, 11, *two)
    assert articles(fold(f"<div class=feed>{page}</div>", title)) == [(title, one), (other, two)]
