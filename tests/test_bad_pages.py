"""Pages that no reader would believe: bounded in time and memory, nothing lost, or set aside."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable

import pytest

from crawler.limits import MOST_BLOCKS
from crawler.page import page_from_html, page_from_text
from crawler.readers.raw import Bad, Raw, Reading
from crawler.records import page_of, page_of_fields
from dedupe.model import FoldedPage, Page
from dedupe.page import fold_page

TITLE = "The ferry runs again after the storm"
WORDS = ["ferry", "harbour", "council", "bridge", "market", "river", "school", "storm", "road"]


def line(number: int, words: int) -> str:
    """A line of so many words that no other number gives."""
    picked = [WORDS[(number * 7 + n * (1 + number % 5)) % len(WORDS)] for n in range(words)]
    return " ".join([*picked, str(number)])


def prose(count: int) -> list[str]:
    return [f"The {line(n, 11)} held well that day." for n in range(count)]


def page_of_markup(body: str, head: str = f"<title>{TITLE}</title>") -> str:
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"


TEXT = "".join(f"<p>{text}</p>" for text in prose(4))


def folded(html: str | bytes) -> FoldedPage:
    return fold_page(page_from_html(html, id="page", url="https://velm.example/a/1"))


# Growth -----------------------------------------------------------------------------------------


def equal_lines(count: int) -> list[str]:
    return ["The ferry is back at the ramp"] * count


def short_lines(count: int) -> list[str]:
    return [line(n, 3).title() for n in range(count)]


def equal_sentences(count: int) -> list[str]:
    return [TITLE] + ["The ferry held well that day, and so did the new ramp."] * count


def pairs(count: int) -> list[str]:
    return [f"Head {line(n // 2, 4)}" for n in range(count)]


def cards(count: int) -> list[str]:
    card = [("{} tonight", 6), ("A {} (Ada Quill)", 8), ("12 March 2025", 0)]
    made = [
        template.format(line(n, words)) for n in range(count // 3 + 1) for template, words in card
    ]
    return made[:count]


def captions(count: int) -> list[str]:
    return [TITLE] + [f"The ferry at ramp {n} of the old harbour (Ada Quill)" for n in range(count)]


KINDS: list[Callable[[int], list[str]]] = [
    equal_lines,
    short_lines,
    prose,
    equal_sentences,
    pairs,
    cards,
    captions,
]


def as_text(lines: list[str]) -> Page:
    return page_from_text("\n\n".join(lines), id="page")


def as_html(lines: list[str]) -> Page:
    return page_from_html(page_of_markup("".join(f"<p>{text}</p>" for text in lines)), id="page")


def as_cards(lines: list[str]) -> Page:
    """Every line a link in a box of its own, each box with class words of its own."""
    boxes = "".join(
        f"<div class='b{n}'><h3><a href='/{n}'>{text}</a></h3></div>"
        for n, text in enumerate(lines)
    )
    return page_from_html(page_of_markup(boxes), id="page")


def seconds(make: Callable[[list[str]], Page], lines: list[str]) -> float:
    """CPU seconds of the whole road."""
    start = time.process_time()
    fold_page(make(lines))
    return time.process_time() - start


def grows(
    make: Callable[[list[str]], Page], kind: Callable[[int], list[str]], size: int, limit: float
) -> bool:
    """Whether eight times the lines take `limit` times longer or more; linear is 8, quadratic 64.

    What is too long is run again: something else may have been in its way.
    """
    seconds(make, kind(size // 4))  # word lists and patterns are read at the first use
    small = min(seconds(make, kind(size)) for _ in range(2))
    return all(seconds(make, kind(8 * size)) >= limit * small for _ in range(2))


FORMS = [as_text, as_html]


@pytest.mark.parametrize("make", [*FORMS, as_cards], ids=lambda make: make.__name__)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_time_grows_as_the_page_does(
    kind: Callable[[int], list[str]], make: Callable[[list[str]], Page]
) -> None:
    if make is as_cards and kind is not short_lines:
        pytest.skip("one kind of line shows what many boxes cost")
    assert not grows(make, kind, 250, limit=22)


@pytest.mark.slow
@pytest.mark.parametrize("make", [*FORMS, as_cards], ids=lambda make: make.__name__)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_time_of_a_very_long_page_grows_as_the_page_does(
    kind: Callable[[int], list[str]], make: Callable[[list[str]], Page]
) -> None:
    assert not grows(make, kind, 5000, limit=14)


# Limits -----------------------------------------------------------------------------------------


def test_more_blocks_than_a_page_may_have_are_set_aside_with_the_reason() -> None:
    lines = "a b\n" * (MOST_BLOCKS + 1)
    reading = Reading()
    bad = [
        page_of(Raw("dump.txt", "text", lines.encode(), {}), reading),
        page_of(Raw("dump.html", "html", lines.replace("\n", "<p>").encode(), {}), reading),
        page_of_fields({"id": "7", "title": TITLE, "body": lines}, "dump.jsonl:1", reading),
    ]
    for found in bad:
        assert isinstance(found, Bad)
        assert (found.reason, found.detail) == ("too large", f"more than {MOST_BLOCKS} blocks")


@pytest.mark.slow
@pytest.mark.parametrize("make", FORMS, ids=lambda make: make.__name__)
def test_as_many_blocks_as_a_page_may_have_are_folded(make: Callable[[list[str]], Page]) -> None:
    page = make([TITLE, *prose(MOST_BLOCKS - 2)])
    [article] = fold_page(page).articles
    assert len(article.body) == MOST_BLOCKS - 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 10_000_000,
        "<p>The ferry held well that day, and so did the new ramp.</p>" * 800_000,
        "<p>" + "The ferry held well. " * 2_300_000,
        "<b>a" * 12_000_000,
    ],
    ids=["boxes", "paragraphs", "one block", "open elements"],
)
def test_fifty_megabytes_are_bounded_in_time(body: str) -> None:
    start = time.process_time()
    found = page_of(
        Raw("big.html", "html", page_of_markup(body).encode()[:50_000_000], {}), Reading()
    )
    if isinstance(found, Page):
        fold_page(found)
    else:
        assert found.reason == "too large"
    assert time.process_time() - start < 120


# One page of each kind --------------------------------------------------------------------------

MEGABYTE = 1_000_000


def ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


ODD = {
    "nested div": page_of_markup("<div>" * 10_000 + TEXT),
    "nested and closed": page_of_markup("<div>" * 10_000 + TEXT + "</div>" * 10_000),
    "nested span": page_of_markup("<span>" * 10_000 + TEXT),
    "nested tables": page_of_markup("<table><tr><td>" * 2_000 + TEXT),
    "no closing tags": f"<title>{TITLE}</title><h1>{TITLE}<div>" + TEXT.replace("</p>", ""),
    "empty title": page_of_markup(TEXT, "<title></title>"),
    "no title": page_of_markup(TEXT, ""),
    "title of a megabyte": page_of_markup(TEXT, f"<title>{'Ferry ' * (MEGABYTE // 6)}</title>"),
    "JSON-LD of ten megabytes": page_of_markup(
        TEXT,
        ld(
            json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "x " * 5_000_000})
        ),
    ),
    "JSON-LD of many": page_of_markup(
        TEXT, ld(json.dumps([{"@type": "NewsArticle", "headline": TITLE}] * 20_000))
    ),
    "JSON-LD nested": page_of_markup(TEXT, ld("[" * 100_000)),
    "JSON-LD broken": page_of_markup(TEXT, ld('{"@type": "NewsArticle", "x": "\n' * 20_000)),
    "comments never closed": page_of_markup(TEXT + "<!--" * 20_000),
    "bare brackets": page_of_markup(TEXT + "<" * MEGABYTE),
    "bare ampersands": page_of_markup(TEXT + "&" * MEGABYTE),
    "cdata": page_of_markup(TEXT + "<![CDATA[" * 20_000),
    "class words": page_of_markup(f"<div class='{'a-b c_d ' * 60_000}'>{TEXT}</div>"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_page_still_gives_its_article(name: str) -> None:
    start = time.process_time()
    [article] = folded(ODD[name]).articles
    assert time.process_time() - start < 8
    assert article.title == TITLE
    assert list(article.body)[:4] == prose(4)


BLOCKS = {
    "sentences": "The ferry ran. " * (MEGABYTE // 15),
    "one word": "x" * MEGABYTE,
    "brackets": "(" * MEGABYTE,
    "credits": "The ferry (AFP) " * (MEGABYTE // 16),
    "digits": "12 " * (MEGABYTE // 3),
    "colons": "a: " * (MEGABYTE // 3),
    "dashes": "- " * (MEGABYTE // 2),
    "spaces": "The" + " " * MEGABYTE + "ferry",
    "Arabic": "عادت العبارة إلى الميناء " * (MEGABYTE // 25),
    "Chinese": "渡船今天恢复运行" * (MEGABYTE // 8),
    "accents": "e" + "\u0301" * (MEGABYTE // 2),
}


@pytest.mark.parametrize("tag", ["p", "h1", "figcaption", "li", "text"])
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_a_megabyte_takes_no_time_to_speak_of(name: str, tag: str) -> None:
    if tag != "p" and name not in ("sentences", "credits", "brackets"):
        pytest.skip("one element shows what a long block of this kind costs")
    start = time.process_time()
    if tag == "text":
        fold_page(page_from_text("\n\n".join([TITLE, *prose(30), BLOCKS[name]]), id="page"))
    else:
        around = "".join(f"<p>{text}</p>" for text in prose(30))
        found = folded(page_of_markup(f"<{tag}>{BLOCKS[name]}</{tag}>{around}"))
        assert found.articles
    assert time.process_time() - start < 5


@pytest.mark.parametrize("sign", ["-", "|", "›"])
def test_a_first_line_of_a_megabyte_takes_no_time_to_speak_of(sign: str) -> None:
    first = f"the harbour {sign} " * (MEGABYTE // 14)
    start = time.process_time()
    text = [f"The {line(n, 22)} held well that day." for n in range(5)]
    [article] = fold_page(page_from_text("\n".join([first, TITLE, *text]), id="page")).articles
    assert time.process_time() - start < 5
    assert article.body == tuple(text)


def test_an_entity_that_multiplies_itself_is_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    html = f'<!DOCTYPE html [<!ENTITY a0 "ha">{laughs}]>' + page_of_markup(f"{TEXT}<p>&a12;</p>")
    tracemalloc.start()
    [article] = folded(html).articles
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(article.body)[:4] == prose(4)
    assert peak < 20_000_000


def test_what_cannot_be_shown_is_not_in_the_record() -> None:
    text = "The ferry \ud800ran\x01 again\x07 and \udfffthe\u202e ramp held well that day."
    shown = "The ferry ran again and the ramp held well that day."
    found = folded(page_of_markup(f"{TEXT}<p>{text}</p>"))
    assert found.articles[0].body[-1].replace("\ufffd", "") == shown
    plain = fold_page(page_from_text("\n\n".join([TITLE, *prose(4), text]), id="page"))
    assert plain.articles[0].body[-1].replace("\ufffd", "") == shown


ARABIC = "عادت العبارة إلى الميناء بعد العاصفة"
ARABIC_TEXT = "قال القبطان إن المنحدر الجديد صمد جيدا طوال اليوم، وإن الرحلات ستستأنف غدا."


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", ""])
def test_windows_1256_is_read_whatever_is_declared(declared: str) -> None:
    head = f"<meta charset='{declared}'><title>{ARABIC}</title>"
    html = f"<head>{head}</head><h1>{ARABIC}</h1>" + f"<p>{ARABIC_TEXT}</p>"
    [article] = folded(html.encode("cp1256")).articles
    assert (article.title, article.body[0]) == (ARABIC, ARABIC_TEXT)


@pytest.mark.parametrize("stray", [b"\x96", b"\xa0\x93\x94", b"\xe9 \xff"])
def test_stray_bytes_do_not_change_the_character_set(stray: bytes) -> None:
    html = f"<h1>{ARABIC}</h1><p>{ARABIC_TEXT}</p>".encode() + b"<p>end " + stray + b" here</p>"
    [article] = folded(html).articles
    assert (article.title, article.body[0]) == (ARABIC, ARABIC_TEXT)


def test_a_short_page_with_one_stray_byte_is_still_utf_8() -> None:
    html = "<h1>Ein schöner Tag für alle Gäste</h1><p>Die Fähre fährt über den Fluss.</p>".encode()
    page = page_from_html(html + b"<p>\xa9 Tarnholm</p>", id="page")
    assert page.blocks[0].text == "Ein schöner Tag für alle Gäste"
    assert page.blocks[1].text == "Die Fähre fährt über den Fluss."
