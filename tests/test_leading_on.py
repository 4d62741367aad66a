"""What leads on below a text: the articles before and after it are cards, buttons are none."""

from __future__ import annotations

import pytest

from crawler.page import page_from_html
from dedupe.model import FoldedPage
from dedupe.page import fold_page

TEXT = """<p>The harbour of Tarnholm was closed on Monday after a barge with salt ran into the old
quay, and nobody could say when the ferries would leave again.</p><p>Divers looked at the wall
until the evening, and found three stones missing below the waterline.</p>
<p>The harbour master, Ines Marlow, said that the fishing boats could stay where they were.</p>"""


def folded(below: str, within: str = "") -> FoldedPage:
    html = f"""<html lang="en"><body><div class="top"><a href="/">The Gull</a></div><main>
    <article><h1>Barge closes the harbour of Tarnholm</h1><div class="by">By Ada Marsh</div>
    <div class="story">{TEXT}{within}</div>{below}</article></main></body></html>"""
    page = fold_page(page_from_html(html, id="page", url="https://gull.example/2031/barge"))
    assert len(page.articles) == 1
    assert len(page.articles[0].body) == 3
    return page


def test_the_articles_before_and_after_are_cards() -> None:
    page = folded("""<div class="lead-on"><div class="post-prev"><div>Earlier</div>
    <a href="/2031/mast">Mast of the old ferry is sold</a></div><div class="post-next">
    <div>Later</div><a href="/2031/salt">Salt is swept from the quay</a></div></div>""")
    titles = [teaser.title for teaser in page.teasers]
    assert titles == ["Mast of the old ferry is sold", "Salt is swept from the quay"]
    assert page.teasers[0].url == "/2031/mast"


@pytest.mark.parametrize("kind", ["comment-navigation", "pagination"])
def test_older_comments_and_other_pages_are_no_articles(kind: str) -> None:
    page = folded(f"""<nav class="{kind}"><div class="nav-previous"><a href="/2031/barge/c1">
    What our readers said before</a></div></nav>""")
    assert page.teasers == ()


def test_what_shares_a_page_or_calls_somebody_is_no_card() -> None:
    page = folded("""<div class="spread"><h3>Tell others of it:</h3><ul>
    <li><a href="https://gull.example/2031/barge?share=here">Press here to share it on Quay</a></li>
    <li><a href="#">Press here to share it on Ferry</a></li>
    <li><a href="tel:555">Call our editors on the phone</a></li></ul></div>""")
    assert page.teasers == ()


def test_the_page_of_an_author_is_no_card() -> None:
    page = folded("""<section class="who"><h4>Written by <a href="/author/ada">Ada Marsh</a></h4>
    <p>Reporter. She writes on harbours since 2014 and plays the horn.</p></section>""")
    assert page.teasers == ()


def test_a_button_with_a_time_below_it_is_no_card() -> None:
    entry = """<div class="entry"><div class="when"><time>1{0}:31</time><span>Ada Marsh</span></div>
    <h3>Ferry number {0} is on its way</h3><p>Ferry number {0} has left the quay of Tarnholm with
    forty people on board, said the harbour master.</p><button>Share this entry</button></div>"""
    html = f"""<html lang="en"><body><main><article class="live"><header><h1>Ferries leave the
    harbour of Tarnholm</h1><p class="intro">After two days of rain the ferries leave again.</p>
    <p>By Ada Marsh</p></header><div class="entries">{entry.format(5)}{entry.format(3)}
    {entry.format(1)}</div></article></main></body></html>"""
    page = fold_page(page_from_html(html, id="page"))
    assert page.teasers == ()
    assert len(page.articles) == 1
    assert "Share this entry" not in page.articles[0].body


@pytest.mark.parametrize("mark", ["انتهای پیام/ ۷۱", "End 12"])
def test_the_mark_that_ends_a_report_may_have_a_number(mark: str) -> None:
    assert folded("", f"<p>{mark}</p>").articles[0].body[-1].startswith("The harbour master")


def test_a_button_between_paragraphs_of_a_broken_text_is_none_of_it() -> None:
    lines = TEXT.replace("<p>", "").split("</p>")
    html = f"""<html lang="en"><body><main><h1>Barge closes the harbour of Tarnholm</h1>
    <div class="story">{lines[0]}<br><br>{lines[1]}<div class="ad">SCROLL TO CONTINUE WITH
    CONTENT</div>{lines[2]}</div></main></body></html>"""
    articles = fold_page(page_from_html(html, id="page")).articles
    assert [len(article.body) for article in articles] == [3]
