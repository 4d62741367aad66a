"""Who wrote a text, told below it or in elements of their own."""

from __future__ import annotations

import pytest

from crawler.metadata import metadata_from_html
from crawler.page import page_from_html
from dedupe.model import Article
from dedupe.page import fold_page

TEXT = """<p>The harbour of Tarnholm was closed on Monday after a barge with salt ran into the old
quay, and nobody could say when the ferries would leave again.</p><p>Divers looked at the wall
until the evening, and found three stones missing below the waterline.</p>
<p>The harbour master, Ines Marlow, said that the fishing boats could stay where they were.</p>"""


def folded(below: str) -> Article:
    html = f"""<html lang="en"><head><meta name="author" content="Ada Marsh"></head><body><main>
    <article><h1>Barge closes the harbour of Tarnholm</h1><div class="story">{TEXT}{below}</div>
    </article></main></body></html>"""
    articles = fold_page(page_from_html(html, id="page")).articles
    assert len(articles) == 1
    return articles[0]


def test_a_paragraph_that_begins_with_the_author_tells_of_the_author() -> None:
    about = "<p><em>Ada Marsh is a diver and the author of Salt, a book on quays.</em></p>"
    assert len(folded(about).body) == 3
    note = "<p>This text was written for the yearly almanac of the harbour.</p>"
    assert [line[:9] for line in folded(about + note).body[3:]] == ["This text"]


@pytest.mark.parametrize("name", ["Ada Marshall", "Ivo Marsh"])
def test_a_paragraph_that_begins_with_somebody_else_stays(name: str) -> None:
    assert len(folded(f"<p>{name} is a diver and has worked on the quay for years.</p>").body) == 4


def test_an_author_whom_the_text_is_about_stays() -> None:
    about = """<p>On Tuesday the divers met Ada Marsh and went down to the wall once more.</p>
    <p>Ada Marsh is a diver and has worked on the quay of Tarnholm for years.</p>"""
    assert len(folded(about).body) == 5


def test_initials_with_stops_below_a_text_sign_it() -> None:
    assert len(folded("<p>J. V.</p>").body) == 3


HEADLINE = "<h1>Barge closes the harbour of Tarnholm</h1>"
SIGNED = (
    ('<div class="x1"><span class="n">Ada Marsh</span><span class="j">Columnist</span></div>',
     ("Ada Marsh",)),
    ('<span class="authors"><a href="/a/1">Ada Marsh</a>, <a href="/a/2">Ivo Stone</a></span>',
     ("Ada Marsh", "Ivo Stone")),
    ("<time>2031-07-08</time><span>南濱時報／ 記者<a href='/r'>溫若凡</a>／竹坑即時報導</span>",
     ("溫若凡",)),
)  # fmt: skip


@pytest.mark.parametrize(("line", "names"), SIGNED)
def test_names_in_elements_of_their_own(line: str, names: tuple[str, ...]) -> None:
    html = f"<html><head><title>Barge - The Gull</title></head><body>{HEADLINE}{line}</body></html>"
    assert metadata_from_html(html).authors == names


def test_an_agency_in_the_head_does_not_hide_who_signed() -> None:
    head = '<head><meta name="author" content="dpa"></head>'
    line = '<a href="/author/ada">Ada Marsh</a>'
    meta = metadata_from_html(f"<html>{head}<body>{HEADLINE}{line}</body></html>")
    assert (meta.authors, meta.agency) == (("Ada Marsh",), "DPA")
    alone = metadata_from_html(f"<html>{head}<body>{HEADLINE}</body></html>")
    assert (alone.authors, alone.agency) == ((), "DPA")
