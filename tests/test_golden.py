"""Pages whose right outcome a person has read and agreed to."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

from crawler.page import page_from_html, page_from_text
from dedupe.model import FoldedPage, Page
from dedupe.page import fold_page

GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".txt", ".html"))


def read(path: Path) -> Page:
    if path.suffix == ".html":
        return page_from_html(path.read_bytes(), id=path.name)
    return page_from_text(path.read_text(encoding="utf-8"), id=path.name)


def outcome(folded: FoldedPage) -> dict[str, Any]:
    """What a reader judges: every field that came out, and what was folded into what."""
    texts = [block.text for block in folded.page.blocks]
    return {
        "articles": [
            {
                "title": article.title,
                "standfirst": article.standfirst,
                "body": list(article.body),
                "captions": [[caption.text, caption.credit] for caption in article.captions],
                "authors": list(article.authors),
                "agency": article.agency,
                "dateline": article.dateline,
                "section": article.section,
                "published": article.published,
                "lang": article.lang,
            }
            for article in folded.articles
        ],
        "teasers": [
            {"title": teaser.title, "standfirst": teaser.standfirst} for teaser in folded.teasers
        ],
        "folds": [
            [fold.reason, texts[fold.block], None if fold.into is None else texts[fold.into]]
            for fold in folded.folds
        ],
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_golden_page(path: Path, request: pytest.FixtureRequest) -> None:
    wanted = path.with_name(path.name + ".json")
    found = outcome(fold_page(read(path)))
    if request.config.getoption("--update-golden"):
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        before = wanted.read_text(encoding="utf-8") if wanted.exists() else ""
        wanted.write_text(text, encoding="utf-8")
        assert text == before, f"{wanted.name} was rewritten; read the difference"
    assert found == json.loads(wanted.read_text(encoding="utf-8"))


ELEMENTS = {
    "title": "h1",
    "standfirst": "p",
    "body": "p",
    "byline": "address",
    "date": "time",
    "marker": "button",
    "heading_of_list": "h2",
}
"""How a site marks up what a block is; it says nothing of the others."""


def as_markup(folded: FoldedPage) -> str:
    """A page as a site would mark it up that knows what each of its blocks is."""
    kinds = {placed.block: placed.role for a in folded.articles for placed in a.placed}
    cards = {}
    for number, teaser in enumerate(folded.teasers):
        for placed in teaser.placed:
            cards[placed.block] = number
            kinds[placed.block] = "card title" if placed.role == "title" else placed.role
    for fold in folded.folds:
        kinds[fold.block] = fold.reason if fold.into is None else kinds[fold.into]
    out = []
    open_card = None
    for block in folded.page.blocks:
        card = cards.get(block.index)
        if card != open_card:
            out.append("</li>" if open_card is not None else "<ul>")
            out.append("<li>" if card is not None else "</ul>")
            open_card = card
        out.append(_element(kinds[block.index], escape(block.text), block.index))
    out.append("</li></ul>" if open_card is not None else "")
    return f"<!DOCTYPE html><html><body>{''.join(out)}</body></html>"


def _element(kind: str, text: str, number: int) -> str:
    if kind == "card title":
        return f'<h3><a href="/news/{number}">{text}</a></h3>'
    if kind == "caption":
        return f'<figure><img src="{number}.jpg"><figcaption>{text}</figcaption></figure>'
    element = ELEMENTS.get(kind)
    return f"<{element}>{text}</{element}>" if element else f"<div><span>{text}</span></div>"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_html_and_text_of_a_page_give_the_same_articles(path: Path) -> None:
    folded = fold_page(read(path))
    if path.suffix == ".html":
        text = "\n".join(block.text for block in folded.page.blocks)
        other = fold_page(page_from_text(text, id=path.name))
    else:
        other = fold_page(page_from_html(as_markup(folded), id=path.name))
    wanted, found = outcome(folded)["articles"], outcome(other)["articles"]
    assert list(map(_in_any_form, found)) == list(map(_in_any_form, wanted))


def _in_any_form(article: dict[str, Any]) -> list[Any]:
    """What text tells as well as markup: only that has a section, and the hour of a day."""
    fields = ("title", "standfirst", "body", "captions", "authors", "agency", "dateline", "lang")
    return [article["published"][:10], *(article[name] for name in fields)]
