"""Tables of contents: links that lead to headings of their own article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.page import page_from_html
from dedupe.model import FoldedPage
from dedupe.page import fold_page

HEADINGS = {
    "en": ["Who may take the ferry?", "What does a ticket cost?", "When does the last one leave?"],
    "ar": ["من يحق له ركوب العبّارة؟", "كم ثمن التذكرة؟", "متى تغادر العبّارة الأخيرة؟"],
}
TEXT = {
    "en": "The island waited {} years for a ferry that sails in any wind, and now it has one.",
    "ar": "انتظرت الجزيرة {} سنوات عبّارة تبحر في كل ريح، وقد صار لها اليوم واحدة، كما قال ربانها.",
}


def folded(lang: str, entry: str, second: bool = True) -> FoldedPage:
    """A guide of three sections; `entry` sets a line of its table, by number and heading."""
    shown = HEADINGS[lang] if second else HEADINGS[lang][:1]
    table = "".join(
        f"<li>{entry.format(n=n, heading=heading)}</li>" for n, heading in enumerate(shown, 1)
    )
    text = [TEXT[lang].format(years) for years in range(1, 10)]
    sections = "".join(
        f"<h2 id=s{n}>{heading}</h2><p>{text[n]}</p><p>{text[n + 3]}</p>"
        for n, heading in enumerate(HEADINGS[lang], 1)
    )
    markup = (
        f"<html lang={lang}><article><h1>{text[0][:-1]}</h1><p>{text[7]}</p><ul>{table}</ul>"
        f"<p>{text[8]}</p>{sections}</article>"
    )
    page = page_from_html(markup, id="guide")
    # The classifier leaves most tables out; these are such as it takes for text.
    blocks = tuple(replace(block, main=0.9) for block in page.blocks)
    return fold_page(replace(page, blocks=blocks))


@pytest.mark.parametrize("lang", HEADINGS)
@pytest.mark.parametrize(
    "entry", ["<a href=#s{n}>{heading}</a>", "<a href=#s{n}>{n}. {heading}</a>"]
)
def test_a_table_of_contents_repeats_the_headings(lang: str, entry: str) -> None:
    page = folded(lang, entry)
    (article,) = page.articles
    body = list(article.body)
    assert [body.count(heading) for heading in HEADINGS[lang]] == [1, 1, 1]
    assert not any(line.startswith(("1.", "2.", "3.")) for line in body)
    kept = {placed.block for placed in article.placed}
    into = [fold.into for fold in page.folds if fold.reason == "repeat"]
    assert [page.page.blocks[at or 0].text for at in into] == HEADINGS[lang]
    assert kept.issuperset(into)


@pytest.mark.parametrize(
    "entry",
    ["{heading}", "<a href=https://news.example/{n}>{heading}</a>", "See <a href=#s1>below</a>"],
)
def test_what_leads_elsewhere_or_nowhere_is_no_table(entry: str) -> None:
    page = folded("en", entry)
    assert not any(fold.reason == "repeat" for fold in page.folds)


def test_one_link_to_a_heading_is_no_table() -> None:
    page = folded("en", "<a href=#s{n}>{heading}</a>", second=False)
    assert not any(fold.reason == "repeat" for fold in page.folds)
