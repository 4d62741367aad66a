"""The box of a headline: a sentence there is a standfirst, and a day signs the article."""

from __future__ import annotations

import pytest
from stories import STORIES

from crawler.page import page_from_html
from dedupe.model import Article
from dedupe.page import fold_page

LEADS = {
    "ar": "أربعون مركباً دخلت الحوض قبل ظهر الثلاثاء",
    "tr": "Kasaba çarkın sesini on yıldır duymamıştı",
    "vi": "Cả làng đã chờ tiếng máy suốt mười năm",
    "sw": "Watu wa kijiji walifanya kazi usiku na mchana",
}


def only(inside: str, lang: str) -> Article:
    title, body = STORIES[lang][0]
    text = "".join(f"<p>{line}</p>" for line in body)
    html = (
        f"<html><head><title>{title}</title></head><body><main><article><div class=a><h1>{title}"
        f"</h1>{inside}</div><div class=b>{text}</div></article></main></body></html>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    return article


@pytest.mark.parametrize("lang", LEADS)
def test_the_sentence_in_the_box_of_the_headline_is_its_standfirst(lang: str) -> None:
    article = only(f"<p class=c>{LEADS[lang]}</p>", lang)
    assert (article.standfirst, article.body) == (LEADS[lang], STORIES[lang][0][1])


@pytest.mark.parametrize("lang", LEADS)
def test_a_day_below_a_list_in_the_box_signs_the_article(lang: str) -> None:
    listed = "".join(f"<li>{text}</li>" for text in LEADS.values() if text != LEADS[lang])
    day = "<div><div>03.05.2031</div><div>04.05.2031</div></div>"
    article = only(f"<p class=c>{LEADS[lang]}</p><ul>{listed}</ul>{day}", lang)
    assert article.standfirst == LEADS[lang]
    assert article.published[:4] == "2031"
    assert article.body[3:] == STORIES[lang][0][1]


@pytest.mark.parametrize("lang", LEADS)
def test_the_name_of_the_desk_is_no_standfirst(lang: str) -> None:
    article = only(
        "<div>12.10.2030</div><div><h6>Ada Quill</h6><p class=job>Abc Def</p></div>", lang
    )
    assert (article.standfirst, article.body) == ("", STORIES[lang][0][1])


def test_paragraphs_in_the_box_of_the_headline_are_text() -> None:
    one, two = STORIES["vi"][1][1][:2]
    article = only(f"<p>{one}</p><p>{two}</p>", "vi")
    assert article.body == (one, two, *STORIES["vi"][0][1])


@pytest.mark.parametrize("lang", LEADS)
def test_a_list_with_the_day_below_the_headline_is_no_text(lang: str) -> None:
    title, body = STORIES[lang][0]
    said = "".join(
        f"<dd class=x{n}>{text}</dd>"
        for n, text in enumerate(("Abc: def", "03.05.2031", "Ghi: 877"))
    )
    text = "".join(f"<p>{line}</p>" for line in body)
    html = (
        f"<html><head><title>{title}</title></head><body><main><div class=item><div class=head><h2>"
        f"{title}</h2></div><dl class=info>{said}</dl><div>{text}</div></div></main></body></html>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    assert (article.title, article.standfirst, article.body) == (title, "", body)
    assert article.published == "2031-05-03"


def article_of(html: str) -> Article:
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    return article


@pytest.mark.parametrize("lang", LEADS)
def test_a_paragraph_in_a_box_of_its_own_above_the_others_is_a_standfirst(lang: str) -> None:
    title, body = STORIES[lang][0]
    lead, *rest = body
    text = "".join(f"<p>{line}</p>" for line in (*rest, *STORIES[lang][1][1]))
    boxes = f"<div class=a><p>{lead}</p></div><div class=b>{text}</div>"
    page = f"<div class=n><h1>{title}</h1>{boxes}</div>"
    article = article_of(page)
    assert (article.standfirst, article.body[0]) == (lead, rest[0])
    # The same box twice, around an advert, holds one text.
    page = page.replace("class=b", "class=a")
    assert article_of(page).body[0] == lead


@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_heading_between_headline_and_text_is_a_standfirst(level: str) -> None:
    title, body = STORIES["tr"][0]
    lead = "Kasaba çarkın sesini on yıldır duymadı"
    text = "".join(f"<p>{line}</p>" for line in body)
    header = (
        f"<h1>{title}</h1><{level}>{lead}</{level}><div><a href=/a>Ada Quill</a> 3.05.2031</div>"
    )
    article = article_of(f"<main><header class=h>{header}</header><div class=t>{text}</div></main>")
    assert (article.standfirst, article.body) == (lead, tuple(body))


@pytest.mark.parametrize(
    "line",
    [
        "<p class=reporterName>নিজস্ব প্রতিবেদক, কাশবন শহর ঘাট</p>",
        "<p class=dt>د خپرېدو نېټه: ۱۳ وری ۱۴۰۲</p>",
    ],
)
def test_who_and_when_are_no_standfirst(line: str) -> None:
    title, body = STORIES["sw"][0]
    text = "".join(f"<p>{line}</p>" for line in body)
    assert not article_of(f"<div><h1>{title}</h1>{line}<div class=t>{text}</div></div>").standfirst
