"""The extractors that `quality.py pages` compares, each imported only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedupe.model import FoldedPage

# fmt: off
BREAKING = frozenset([
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
])
# fmt: on


@dataclass(frozen=True, slots=True)
class Output:
    """What an engine kept of a page: all of its lines, and those that it calls body."""

    lines: tuple[str, ...]
    body: tuple[str, ...]


Engine = Callable[[str, str], Output]


def plain(text: str | None) -> Output:
    """The output of an engine that gives one text."""
    lines = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
    return Output(lines, lines)


def newsfold() -> Engine:
    """Standfirst, body and captions of all articles; titles are fields of their own."""
    from crawler.page import page_from_html
    from dedupe.page import fold_page

    return lambda html, url: kept_of(fold_page(page_from_html(html, id=url or "page", url=url)))


def newsfold_text() -> Engine:
    """The same of the page's bare text, a line a block, as dumps have it."""
    from crawler.page import page_from_html, page_from_text
    from dedupe.page import fold_page

    def run(html: str, url: str) -> Output:
        page = page_from_html(html, id=url or "page", url=url)
        text = "\n".join(block.text for block in page.blocks)
        return kept_of(fold_page(page_from_text(text, id=page.id, url=url)))

    return run


def kept_of(folded: FoldedPage) -> Output:
    body: list[str] = []
    captions: list[str] = []
    for article in folded.articles:
        body += [text for text in (article.standfirst, *article.body) if text]
        captions += [f"{cap.text} {cap.credit}".strip() for cap in article.captions]
    return Output((*body, *captions), tuple(body))


def trafilatura(mode: str) -> Callable[[], Engine]:
    """Trafilatura in one of its modes, without readers' comments."""

    def make() -> Engine:
        from trafilatura import extract

        options: dict[str, Any] = {
            "fast": {"fast": True},
            "precision": {"favor_precision": True},
        }.get(mode, {})
        return lambda html, url: plain(extract(html, include_comments=False, **options))

    return make


def resiliparse() -> Engine:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, url: plain(extract_plain_text(html, main_content=True))


def readability() -> Engine:
    """readability-lxml's summary, its markup broken into lines at block elements."""
    from readability import Document

    return lambda html, url: plain(markup_lines(Document(html).summary()))


def magic_html() -> Engine:
    """magic-html's article markup, broken into lines at block elements."""
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()
    return lambda html, url: plain(markup_lines(extractor.extract(html, base_url=url)["html"]))


def markup_lines(markup: str) -> str:
    """The text of some markup, one line a block."""
    from lxml import html as lxml_html

    if not markup.strip():
        return ""
    root = lxml_html.fromstring(markup)
    for node in root.iter(*BREAKING):
        node.text = "\n" + (node.text or "")
        node.tail = "\n" + (node.tail or "")
    return "".join(root.itertext())


ENGINES: dict[str, Callable[[], Engine]] = {
    "newsfold": newsfold,
    "newsfold-text": newsfold_text,
    "trafilatura": trafilatura("default"),
    "trafilatura-fast": trafilatura("fast"),
    "trafilatura-precision": trafilatura("precision"),
    "resiliparse": resiliparse,
    "readability-lxml": readability,
    "magic-html": magic_html,
}
