"""Where a text of a page of markup begins and ends: subheadings, labels, sources, offers."""

from __future__ import annotations

import pytest

from crawler.page import page_from_html
from dedupe.model import Article
from dedupe.page import fold_page

FIRST = """The harbour of Tarnholm was closed on Monday after a barge with salt ran into the old
quay, and nobody could say when the ferries would leave again."""
SECOND = "Divers looked at the wall until the evening, and found three stones missing in it."
THIRD = "The harbour master, Ines Marlow, said that the boats could stay where they were."
TITLE = "Barge closes the harbour of Tarnholm"


def folded(text: str, header: str = f"<h1>{TITLE}</h1>", top: str = "") -> Article:
    html = f"""<html lang="en"><body>{top}<main><article>{header}<div class="story">{text}</div>
    </article></main></body></html>"""
    articles = fold_page(page_from_html(html, id="page", url="https://gull.example/b/1")).articles
    assert len(articles) == 1
    return articles[0]


def body(text: str) -> list[str]:
    return [" ".join(line.split()) for line in folded(text).body]


def lines(*texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize(
    "end",
    [
        '<p>Keep reading:</p><p><a href="/2">The bridge that divides two friends of old</a></p>',
        "<p>Source: Harbour Office</p>",
        "<p>ines@gull.example</p>",
        "<p>Photo: Ada Quill</p><p>Source: Harbour Office</p>",
        "<h3>Downloads</h3>",
        '<p>للمزيد:</p><p><a href="/2">جسر يفرق بين صديقين قديمين في المدينة</a></p>',
    ],
)
def test_what_a_text_announces_last_is_none_of_it(end: str) -> None:
    assert body(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{end}") == lines(FIRST, SECOND, THIRD)


def test_a_text_may_end_in_a_heading_with_sentences() -> None:
    last = "<h3>The quay stays closed until the last of the three stones is found again.</h3>"
    assert body(f"<p>{FIRST}</p><p>{SECOND}</p>{last}")[-1].startswith("The quay stays closed")


def test_questions_are_set_alike() -> None:
    asked = ("Why is the quay closed?", "Does the mail boat still leave?", "Who pays for it?")
    told = (SECOND, THIRD, "Nobody knows yet, and the salt has to be weighed first.")
    boxes = "".join(
        f"<details><summary>{ask}</summary><p>{tell}</p></details>"
        for ask, tell in zip(asked, told, strict=True)
    )
    expected = lines(FIRST, *(text for pair in zip(asked, told, strict=True) for text in pair))
    assert body(f"<p>{FIRST}</p><div class='faq'>{boxes}</div>") == expected


def test_a_table_has_its_heading() -> None:
    table = """<h3>The tides</h3><table><tr><th>Quay</th><th>High</th><th>Low</th></tr>
    <tr><td>Old quay</td><td>14</td><td>24:4</td></tr></table>"""
    assert "The tides" in body(f"<p>{FIRST}</p><p>{SECOND}</p>{table}")


def test_a_box_with_a_button_is_no_text() -> None:
    offer = """<div class="x9"><h3>Salt in your letterbox</h3><p class="x2">The best stories from
    the coast, every morning.</p><button>Subscribe</button></div>"""
    text = f"<p class='x1'>{FIRST}</p><p class='x1'>{SECOND}</p>{offer}<p class='x1'>{THIRD}</p>"
    assert body(text) == lines(FIRST, SECOND, THIRD)


def test_the_name_of_a_weblog_is_no_headline() -> None:
    name = '<a href="https://gull.example/">The Gull</a>'
    top = f'<div class="header"><h1 class="title">{name}</h1></div>'
    header = f"<h2 class='date-header'>Sunday, May 12, 2031</h2><h3 class='post-title'>{TITLE}</h3>"
    assert folded(f"<p>{FIRST}</p><p>{SECOND}</p>", header, top).title == TITLE
    linked = f"<h2><a href='https://gull.example/b/1'>{TITLE}</a></h2>"
    archived = top.replace("https://gull", "/web/2008/https://gull")
    assert folded(f"<p>{FIRST}</p><p>{SECOND}</p>", linked, archived).title == TITLE
