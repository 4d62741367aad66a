"""Pages whose right outcome a person has read and agreed to."""

from __future__ import annotations

import json
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
