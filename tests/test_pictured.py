"""What is a picture's caption or credit on a page of markup, and what is neither."""

from __future__ import annotations

import pytest

from crawler.page import page_from_html
from dedupe.model import Article, Caption
from dedupe.page import fold_page

TEXT = """<p>The harbour of Tarnholm was closed on Monday after a barge with salt ran into the old
quay, and nobody could say when the ferries would leave again.</p><p>Divers looked at the wall
until the evening, and found three stones missing below the waterline.</p>
<p>The harbour master, Ines Marlow, said that the fishing boats could stay where they were.</p>"""


def folded(header: str, text: str = TEXT) -> Article:
    html = f"""<html lang="en"><body><div class="top"><a href="/">The Gull</a></div><main>
    <article>{header}<div class="story">{text}</div></article></main></body></html>"""
    articles = fold_page(page_from_html(html, id="page")).articles
    assert len(articles) == 1
    return articles[0]


PICTURE = '<figure><img src="1.jpg"><figcaption>(Image credit: The Gull)</figcaption></figure>'


def test_what_nothing_calls_a_picture_is_no_caption() -> None:
    header = """<h1>Barge closes the harbour of Tarnholm</h1>
    <div class="meta">12. May 2031, 06:29</div>
    <div class="reading">Read this text in less than a minute of your time</div>"""
    article = folded(header + PICTURE)
    assert article.captions == ()
    assert len(article.body) == 3


def test_two_captions_of_a_figure_are_no_caption_and_credit() -> None:
    figure = """<figure><img src="1.jpg"><figcaption>The barge at the quay</figcaption>
    <figcaption>Divers go down to the wall of the quay</figcaption></figure>"""
    article = folded(f"<h1>Barge closes the harbour of Tarnholm</h1>{figure}")
    assert [one.text for one in article.captions] == [
        "The barge at the quay",
        "Divers go down to the wall of the quay",
    ]


@pytest.mark.parametrize(
    ("figure", "credit"),
    [
        (
            """<figure><img src="1.jpg"><figcaption>The barge lies across the old quay, and divers
            wait beside it. <span class="credit">Photo Ada Quill</span></figcaption></figure>""",
            "Photo Ada Quill",
        ),
        (
            """<div class="itemImageBlock"><span class="itemImage"><img src="1.jpg"></span>
            <span class="itemImageCaption">The barge lies across the old quay, and divers wait
            beside it.</span> <span class="itemImageCredits">Photo: Ada Quill</span></div>""",
            "Ada Quill",
        ),
        (
            """<figure><img src="1.jpg"><figcaption>The barge lies across the old quay, and divers
            wait beside it.</figcaption><figcaption>Image: Photo by Ada Quill on
            Imagehoard</figcaption></figure>""",
            "Ada Quill on Imagehoard",
        ),
    ],
)
def test_credits_find_their_caption(figure: str, credit: str) -> None:
    article = folded(f"<h1>Barge closes the harbour of Tarnholm</h1>{figure}")
    text = "The barge lies across the old quay, and divers wait beside it."
    assert article.captions == (Caption(text, credit),)


def test_a_header_printed_on_a_picture_is_a_header() -> None:
    lead = "A ship full of salt has torn a hole into the quay, and the ferries stay away."
    hero = f"""<figure class="hero"><img src="1.jpg"><figcaption class="hero-text">
    <div class="hero-date">12.05.2031</div><h1>Barge closes the harbour of Tarnholm</h1>
    <p class="hero-lead">{lead}</p></figcaption></figure>"""
    article = folded(hero)
    assert article.title == "Barge closes the harbour of Tarnholm"
    assert (article.standfirst, article.published) == (lead, "2031-05-12")
    assert article.captions == ()


def test_a_sentence_between_headline_and_credit_is_a_standfirst() -> None:
    lead = "A ship full of salt has torn a hole into the quay, and the ferries stay away."
    header = f"""<div class="summary"><h2>Barge closes the harbour of Tarnholm</h2>
    <p class="dek">{lead}</p></div><figure><img src="1.jpg"><figcaption>The barge at the quay
    | Ada Quill/The Gull</figcaption></figure><p class="byline">By <a href="/x">ADA QUILL</a></p>"""
    article = folded(header)
    assert article.standfirst == lead
    assert article.captions == (Caption("The barge at the quay", "Ada Quill/The Gull"),)


@pytest.mark.parametrize("count", ["2 z 4", "Bild 2 von 4", "2 / 4"])
def test_number_text_and_credit_in_a_span_each(count: str) -> None:
    figure = f"""<figure><img src="1.jpg"><figcaption><span class="n">{count}</span><span
    class="t">The barge at the old quay.</span><span class="c">Orla Fenn for The Gull</span>
    </figcaption></figure>"""
    article = folded(f"<h1>Barge closes the harbour of Tarnholm</h1>{figure}")
    assert article.captions == (Caption("The barge at the old quay.", "Orla Fenn for The Gull"),)


def test_a_word_in_a_span_of_a_caption_is_a_word_of_it() -> None:
    figure = """<figure><img src="1.jpg"><figcaption><span class="t">The barge</span> at the
    <span class="p">old quay</span></figcaption></figure>"""
    article = folded(f"<h1>Barge closes the harbour of Tarnholm</h1>{figure}")
    assert [caption.text for caption in article.captions] == ["The barge at the old quay"]
