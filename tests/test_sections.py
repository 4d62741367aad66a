"""Headlines that begin no article: sections, buttons and dialogues on a page of markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stories import STORIES

from crawler.page import page_from_html
from dedupe.echoes import echoes
from dedupe.looks import Look, looks
from dedupe.parted import parted
from dedupe.rules import DEFAULT_RULES
from dedupe.sections import sectioned

(TITLE, TEXT), (OTHER, MORE) = STORIES["tr"]


def ps(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines_of(html: str) -> list[Look]:
    return looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)


def said(html: str, **parts: str) -> dict[str, str]:
    """Parts by the beginnings of lines; what is not named by its beginning is body."""
    lines = lines_of(html)
    given = [
        next((part for start, part in parts.items() if look.block.text.startswith(start)), "body")
        for look in lines
    ]
    found = sectioned(lines, given, echoes(lines, DEFAULT_RULES))
    return {look.block.text: part for look, part in zip(lines, found, strict=True)}


def titles(found: dict[str, str]) -> list[str]:
    return [text for text, part in found.items() if part == "title"]


HEAD = TITLE.split()[0]


def test_a_button_above_the_text_heads_nothing() -> None:
    html = (
        f"<main><header><h1>{TITLE}</h1></header><div class=player><span>Dinle</span></div>"
        f"<div class=text>{ps(*TEXT)}</div></main>"
    )
    found = said(html, **{HEAD: "title", "Dinle": "title"})
    assert found == {TITLE: "title", "Dinle": "tool1", **dict.fromkeys(TEXT, "body")}


@pytest.mark.parametrize(
    "markup",
    [
        "<main><h1>{t}</h1>{a}<section><h2>{o}</h2>{b}</section></main>",
        "<main><div class=part><h1>{t}</h1>{a}</div><div class=part><h2>{o}</h2>{b}</div></main>",
        "<main><div class=x><h1>{t}</h1>{a}</div><div class=y><h2>{o}</h2>{b}</div></main>",
        "<main><div class=x><h2>{t}</h2>{a}<h2>{o}</h2>{b}</div></main>",
    ],
    ids=["in the box", "beside it", "in the same frame", "headed alike"],
)
def test_a_section_of_the_article_is_part_of_it(markup: str) -> None:
    html = markup.format(t=TITLE, a=ps(*TEXT), o="Bundan sonra", b=ps(*MORE[:2]))
    found = said(html, **{HEAD: "title", "Bundan": "title"})
    assert titles(found) == [TITLE]
    assert found["Bundan sonra"] == "body"
    assert all(found[text] == "body" for text in (*TEXT, *MORE[:2]))


def test_a_dialogue_beside_the_article_is_left_out() -> None:
    own = "Çerezler bu sitenin çalışması için gereklidir ve ayarlardan kapatılabilir."
    html = (
        f"<div class=page><main><h1>{TITLE}</h1>{ps(*TEXT)}</main></div>"
        f"<div class=dialog><div><b>Çerez ayarları</b></div><div><p>{own}</p></div></div>"
    )
    found = said(html, **{HEAD: "title", "Çerez ": "title"})
    assert titles(found) == [TITLE]
    assert (found["Çerez ayarları"], found[own]) == ("out", "out")


def test_the_heading_of_the_first_level_is_the_headline_below_a_notice() -> None:
    html = (
        f"<div class=notice><h3>Sevgili okurlar</h3>{ps(MORE[0])}</div>"
        f"<main><h1>{TITLE}</h1>{ps(*TEXT)}</main>"
    )
    found = said(html, **{HEAD: "title", "Sevgili": "title"})
    assert titles(found) == [TITLE]
    assert found[MORE[0]] == "out"


def test_a_subheading_of_the_first_level_within_the_text_is_none() -> None:
    html = (
        f"<main><div class=story><h2>{TITLE}</h2><div class=text>{ps(*TEXT)}<h1>Bundan sonra</h1>"
        f"{ps(*MORE)}</div></div></main>"
    )
    found = said(html, **{HEAD: "title", "Bundan": "title"})
    assert titles(found) == [TITLE]


def test_a_headline_printed_again_over_its_text_is_no_text() -> None:
    lines = lines_of(f"<main><h1>{TITLE}</h1><div><b>{TITLE}</b></div>{ps(*TEXT)}</main>")
    (span,) = parted(lines, ["title", "title", *["body"] * len(TEXT)], {}).articles
    assert (span.title, span.header_end) == (0, 2)
    assert span.lines == list(range(len(lines))), "it is folded into the headline"


@pytest.mark.parametrize("part", ["sign0", "caption0", "kicker", "tool0"])
def test_what_stands_above_a_section_begins_no_article(part: str) -> None:
    lines = lines_of(
        f"<main><h1>{TITLE}</h1>{ps(*TEXT)}<div>Ada Kalem</div><div>16:9</div>"
        f"<h2>Bundan sonra</h2>{ps(*MORE)}</main>"
    )
    parts = ["title", *["body"] * len(TEXT), part, "out", "title", *["body"] * len(MORE)]
    (span,) = parted(lines, parts, {}).articles
    assert {*range(len(TEXT) + 1), *range(len(lines) - len(MORE), len(lines))} <= set(span.lines)


def test_bare_text_is_none_of_its_concern() -> None:
    lines = [replace(look, block=replace(look.block, path="")) for look in lines_of(ps(*TEXT))]
    assert sectioned([], [], {}) == []
    assert sectioned(lines, ["title", "body", "title"], {}) == ["title", "body", "title"]
