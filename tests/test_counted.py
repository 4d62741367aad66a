"""Galleries in bare text, whose pictures are counted; all of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.page import page_from_text
from dedupe.counted import counters
from dedupe.looks import looks
from dedupe.model import Article
from dedupe.page import fold_page
from dedupe.rules import DEFAULT_RULES

TITLE, LEAD = "A week at the harbour of Tarnholm", "The storm is over, and the harbour works again."
CAPTIONS = (
    "Boats lie at the quay before dawn",
    "Fishermen mend the nets that the storm tore",
    "A goat waits for the first ferry of the day",
    "The keeper of the light polishes his lamp",
)
CREDITS = ("Ada Quill", "Tom Weaver / Valley Press", "Greta Holm", "Ada Quill")
MENU = ("Home", "News", "Weather", "Sign in")
FOOT = ("More from the valley", "Goat elected to the parish council", "Bakery sells out by noon")
GREEK = ("Βάρκες στην αποβάθρα πριν την αυγή", "Ψαράδες μπαλώνουν δίχτυα που έσκισε η μπόρα")
GREEK += ("Μια κατσίκα περιμένει το πρώτο πλοίο", "Ο φαροφύλακας γυαλίζει τη λάμπα του")
HINDI = ("भोर से पहले घाट पर खड़ी नावें", "मछुआरे फटे जाल सीते हुए")
HINDI += ("पहली नाव की राह देखती बकरी", "दीपघर का रखवाला दीया चमकाता है")


def gallery(lines: list[str]) -> Article:
    page = page_from_text("\n".join([*MENU, *lines, *FOOT]) + "\n", id="x")
    (article,) = fold_page(page).articles
    return article


def told(article: Article) -> tuple[str, ...]:
    return tuple(caption.text for caption in article.captions)


@pytest.mark.parametrize("captions", [CAPTIONS, GREEK, HINDI])
@pytest.mark.parametrize("counter", ["{} / 4", "{}/4", "Picture {} of 4", "[{}-4]"])
@pytest.mark.parametrize("buttons", [(), ("Previous", "Next"), ("Volgende foto",)])
@pytest.mark.parametrize("below", [True, False])
def test_each_counted_picture_has_its_text(
    captions: tuple[str, ...], counter: str, buttons: tuple[str, ...], below: bool
) -> None:
    lines = [TITLE, LEAD]
    for number, (caption, credit) in enumerate(zip(captions, CREDITS, strict=True), 1):
        count = [counter.format(number), *buttons]
        lines += [caption, credit, *count] if below else [*count, caption, credit]
    article = gallery(lines)
    assert article.title == TITLE
    assert told(article) == captions
    assert set(article.body) <= {LEAD}


def test_pictures_without_credits_are_pictures() -> None:
    lines = [TITLE, "By Ada Quill"]
    for number, caption in enumerate(CAPTIONS, 1):
        lines += [f"Picture {number} of 4", f"{caption}. (Tom Weaver)"]
    article = gallery(lines)
    assert (article.title, article.authors, article.body) == (TITLE, ("Ada Quill",), ())
    assert told(article) == tuple(f"{caption}." for caption in CAPTIONS)


@pytest.mark.parametrize(
    "counter",
    [lambda n: f"{n}/5", lambda n: f"{2 * n}/4", lambda n: f"Picture {n}", lambda n: "1/4"],
)
def test_lines_that_do_not_count_to_the_last_prove_nothing(counter: Callable[[int], str]) -> None:
    lines = [TITLE, *(line for n in range(4) for line in (CAPTIONS[n], counter(n + 1)))]
    page = page_from_text("\n".join(lines), id="x")
    assert counters(looks(page, DEFAULT_RULES)) == []
