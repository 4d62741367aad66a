"""The headline of a page of markup, where a line beside it looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stories import STORIES

from crawler.page import page_from_html, page_from_text
from dedupe.headline import announced, headlined
from dedupe.looks import looks
from dedupe.model import Page
from dedupe.page import fold_page
from dedupe.rules import DEFAULT_RULES

(TITLE, TEXT), (OTHER, _) = STORIES["ar"]


def read(html: str, named: str = "") -> Page:
    texts = "".join(f"<p>{text}</p>" for text in TEXT)
    return page_from_html(
        f"<head><meta property=og:title content='{named}'></head><body><main>{html}"
        f"<div class=text>{texts}</div></main></body>",
        id="page",
    )


def found(page: Page, **parts: str) -> list[tuple[str, str]]:
    """The lines and parts above the text; what is not named by its beginning is text."""
    lines = looks(page, DEFAULT_RULES)
    begin = {key.replace("_", " "): part for key, part in parts.items()}
    given = [
        next((part for start, part in begin.items() if look.block.text.startswith(start)), "body")
        for look in lines
    ]
    said = headlined(lines, given, page, DEFAULT_RULES)
    texts = [look.block.text for look in lines]
    return list(zip(texts, said, strict=True))[: -len(TEXT)]


PICTURE = "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>"


def test_a_heading_above_the_name_under_a_picture_is_the_headline() -> None:
    page = read(f"<h2>{TITLE}</h2><time>4 مايو 2031</time>" + PICTURE.format("سلمى الديراني"))
    assert found(page, ميناء="sign0", **{"4": "sign0", "سلمى": "title"}) == [
        (TITLE, "title"),
        ("4 مايو 2031", "sign1"),
        ("سلمى الديراني", "caption1"),
    ]


def test_a_headline_below_the_name_of_a_picture_is_the_headline() -> None:
    page = read(f"<figure><img src=a.jpg><span>© وكالة</span><h1>{TITLE}</h1></figure>", TITLE)
    assert found(page, ميناء="caption1", **{"©": "title"})[1] == (TITLE, "title")
    assert found(page, ميناء="caption1", **{"©": "title"})[0][1].endswith("0")


def test_the_heading_of_the_first_level_stands_above_a_smaller_one() -> None:
    page = read(f"<h1>{TITLE}</h1><h2>كيف وجدت هذا الخبر</h2>")
    assert [part for _, part in found(page, ميناء="cards", كيف="title")] == ["title", "tool1"]


def test_a_headline_that_the_head_names_stays() -> None:
    page = read(f"<h1>جريدة الشاطئ</h1><h2>{TITLE}</h2>", TITLE)
    assert [part for _, part in found(page, جريدة="out", ميناء="title")] == ["out", "title"]


def test_a_heading_above_the_text_before_is_another_ones() -> None:
    above = f"<h1>{OTHER}</h1><p>{TEXT[0]} {TEXT[1]}</p>"
    page = read(above + PICTURE.format("سلمى الديراني"))
    parts = {"مدرسة": "out", "عاد": "body", "سلمى": "title"}
    assert [part for _, part in found(page, **parts)][-1] == "title"


@pytest.mark.parametrize(
    ("parts", "first"), [(["body"] * 4, "body"), (["out", "body", "body", "body"], "title")]
)
def test_a_page_without_a_headline_gets_what_names_it(parts: list[str], first: str) -> None:
    page = read(f"<h1>{TITLE}</h1>")
    said = headlined(looks(page, DEFAULT_RULES), parts, page, DEFAULT_RULES)
    assert said == [first, *parts[1:]]


@pytest.mark.parametrize(("href", "told"), [("/", "h2"), ("/2031/1", "h1")])
def test_the_outlets_name_that_leads_home_is_no_headline(href: str, told: str) -> None:
    page = read(f"<h1><a href={href}>جريدة الشاطئ</a></h1><h2>{TITLE}</h2>")
    lines = looks(page, DEFAULT_RULES)
    likely = [replace(look, block=replace(look.block, main=0.7)) for look in lines]
    parts = ["out", "title", *["body"] * len(TEXT)]
    said = headlined(likely, parts, page, DEFAULT_RULES)
    assert said.index("title") == ("h1", "h2").index(told)


MENU = ("الأخبار", "اقتصاد", "رياضة", "ثقافة وفنون", "اتصل بنا")
SITE = "جريدة الشاطئ"


def bare(*lines: str, parts: dict[str, str]) -> list[str]:
    """The parts of lines of bare text, given by line; what is not named is outside."""
    page = page_from_text("\n".join(lines), id="page")
    given = [parts.get(line, "out") for line in lines]
    return announced(looks(page, DEFAULT_RULES), given)


@pytest.mark.parametrize(
    "first", [f"{TITLE} | {SITE}", f"{SITE} - {TITLE}", f"{TITLE} – أخبار – موقع"]
)
@pytest.mark.parametrize("taken", [None, "4 مايو 2031", "ثقافة وفنون"])
def test_the_first_line_names_the_headline_beside_the_site(first: str, taken: str | None) -> None:
    lines = (first, *MENU, TITLE, "4 مايو 2031", *TEXT)
    given = dict.fromkeys(TEXT, "body") | ({taken: "title"} if taken else {})
    found = bare(*lines, parts=given)
    assert [line for line, part in zip(lines, found, strict=True) if part == "title"] == [TITLE]
    assert taken in MENU or found[lines.index("4 مايو 2031")] == "sign1"
    assert found[-len(TEXT) :] == ["body"] * len(TEXT)


def test_the_name_of_the_site_is_no_headline() -> None:
    lines = (f"{TITLE} | {SITE}", SITE, "كيف وجدت هذا الخبر", *TEXT)
    given = dict.fromkeys(TEXT, "body") | {"كيف وجدت هذا الخبر": "title"}
    assert bare(*lines, parts=given) == ["out", "out", "title", *["body"] * len(TEXT)]


def test_a_headline_that_only_a_card_repeats_below_the_text_stays_there() -> None:
    lines = (f"{TITLE} | {SITE}", OTHER, *TEXT, TITLE)
    given = dict.fromkeys(TEXT, "body") | {OTHER: "title", TITLE: "cards"}
    assert bare(*lines, parts=given) == ["out", "title", *["body"] * len(TEXT), "cards"]


def test_a_page_in_bare_text_has_the_headline_of_its_window() -> None:
    lines = (f"{TITLE} | {SITE}", *MENU, TITLE, "شارك", *TEXT)
    folded = fold_page(page_from_text("\n".join(lines), id="page"))
    (article,) = folded.articles
    assert (article.title, article.body) == (TITLE, TEXT)


def test_the_heading_that_the_head_names_stands_far_above_a_sentence() -> None:
    cards = "".join(f"<li><a href=/{n}>خبر آخر رقم {n}</a></li>" for n in range(20))
    page = read(
        f"<h1>{TITLE}</h1><ul>{cards}</ul><b>رواية من الميناء القديم عن يوم طويل.</b>", TITLE
    )
    said = found(page, ميناء="out", خبر="out", رواية="title")
    assert [part for _, part in said if part != "out"] == ["title", "lead"]
    assert said[0] == (TITLE, "title")


def test_a_crumb_may_be_the_headline() -> None:
    crumbs = f"<ol><li><a href=/>دليل</a></li><li><h1>{TITLE}</h1></li></ol>"
    article = fold_page(read(f"<nav class=breadcrumbs>{crumbs}</nav>", TITLE)).articles[0]
    assert [spot.block for spot in article.placed if spot.role == "title"] == [1]


def test_a_sentence_that_the_header_holds_signs_nothing() -> None:
    lead = "Ines Marlow told of the tense hours at the quay, in which nobody knew what it had hit."
    html = f"""<html lang="en"><body><div class="head"><h1>Barge closes the harbour of Tarnholm</h1>
    </div><ul class="social"><li><a>Facebook</a></li><li><a>Whatsapp</a></li></ul><article>
    <div class="subtitle"><p class="h3">{lead}</p><div class="by"><a href="/j">Juan M.</a></div>
    <div class="time">4 May 2031, 07:59</div></div><div class="body"><section><p>The harbour was
    closed on Monday after a barge with salt ran into the old quay, and nobody could say when the
    ferries would leave again.</p><p>Divers looked at the wall until the evening, and found three
    stones missing below the waterline.</p><p>The boats could stay where they were, it was said.</p>
    </section></div></article></body></html>"""
    article = fold_page(page_from_html(html, id="page")).articles[0]
    assert article.standfirst == lead
