"""Headlines and names that markup sets in elements of their own, with no gap between them."""

from __future__ import annotations

from crawler.page import page_from_html
from dedupe.page import fold_page

TEXT = """<p>The harbour of Tarnholm was closed on Monday after a barge with salt ran into the old
quay, and nobody could say when the ferries would leave again.</p><p>Divers looked at the wall
until the evening, and found three stones missing below the waterline.</p>"""


def test_a_headline_in_a_link_that_leads_nowhere_is_the_title() -> None:
    html = f"""<html lang="en"><body><main><div class="post"><div class="head"><h1><a
    title="Permalink">Barge closes the harbour of Tarnholm</a></h1><div class="who"><h4>By
    <a href="/author/ada">Ada Marsh</a></h4></div></div><article>{TEXT}</article></div></main>
    </body></html>"""
    articles = fold_page(page_from_html(html, id="page")).articles
    assert [article.title for article in articles] == ["Barge closes the harbour of Tarnholm"]


def test_bold_and_plain_pieces_side_by_side_are_two_words() -> None:
    html = """<html><body><div><strong>Ada Marsh</strong><span>Sports editor</span></div>
    <div><span>3</span><b>Rents rise again</b></div><p><b>H</b><span>arbour</span></p>
    </body></html>"""
    texts = [block.text for block in page_from_html(html, id="page").blocks]
    assert texts == ["Ada Marsh Sports editor", "3 Rents rise again", "Harbour"]
