"""Lists of cards, parted by the boxes and links that the markup sets them in."""

from __future__ import annotations

import pytest
from stories import STORIES

from crawler.page import page_from_html
from dedupe.carded import carded
from dedupe.cards import teasers
from dedupe.looks import looks
from dedupe.model import FoldedPage
from dedupe.page import fold_page
from dedupe.rules import DEFAULT_RULES


def fold(cards: str, lang: str) -> FoldedPage:
    title, body = STORIES[lang][0]
    text = "".join(f"<p>{line}</p>" for line in body)
    html = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>"
        f"{cards}</body></html>"
    )
    return fold_page(page_from_html(html, id="page", url="https://news.example/2031/1"))


def headlines(lang: str) -> list[str]:
    return [f"{STORIES[lang][1][0]} {n}" for n in range(1, 4)]


def cards(lang: str, form: str) -> str:
    return "".join(
        form.format(n=n, title=title, text=text)
        for n, (title, text) in enumerate(zip(headlines(lang), STORIES[lang][1][1], strict=True), 1)
    )


FORMS = {
    "text above the headline": "<div class=col><div class=box><a href=/{n}><p>{text}</p></a><h3>"
    "<a href=/{n}>{title}</a></h3><footer>Abcdef</footer></div></div>",
    "day above": "<div class=card><p>{n} / 11 / 2031</p><h3><a href=/{n}>{title}</a></h3><p>{text}"
    "</p></div>",
    "day below in a box": "<li><h4><a href=/{n}>{title}</a></h4><div><span>{n}/11/2031</span></div>"
    "</li>",
    "a link around": "<a href=/{n}><h3>{title}</h3><p>{text}</p></a>",
    "a section above": "<div><h4><a href=/abc>Abcdef</a></h4><h3><a href=/{n}>{title}</a></h3>"
    "</div>",
    "tags below": "<li><h3><a href=/{n}>{title}</a></h3><div><a href=/tag/{n}>Abc def ghi jkl"
    "</a></div></li>",
    "a link in each piece": "<div><div><h3><a href=/{n}>{title}</a></h3></div><div><a href=/{n}>"
    "{text}</a></div></div>",
    "headlines alone": "<li><a href=/{n}>{title}</a></li>",
    "rows": "<div class=row><div class=cell><h3><a href=/{n}>{title}</a></h3></div></div>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("lang", ["ar", "tr", "ko", "sw", "ur", "vi"])
def test_a_box_with_a_link_of_its_own_is_a_card(lang: str, form: str) -> None:
    folded = fold(f"<section>{cards(lang, form)}</section>", lang)
    assert [card.title for card in folded.teasers] == headlines(lang)
    assert [card.url for card in folded.teasers] == ["/1", "/2", "/3"]


def test_the_name_of_a_list_is_no_card_and_two_lists_stay_apart() -> None:
    def listed(name: str, lang: str) -> str:
        return f"<div><h3>{name}</h3><ul>{cards(lang, FORMS['headlines alone'])}</ul></div>"

    folded = fold(f"<aside>{listed('Abcdef ghi', 'tr')}{listed('Jklmno', 'sw')}</aside>", "ar")
    assert [card.title for card in folded.teasers] == headlines("tr") + headlines("sw")
    reasons = {folded.page.blocks[fold.block].text: fold.reason for fold in folded.folds}
    assert reasons == {"Abcdef ghi": "heading_of_list", "Jklmno": "heading_of_list"}


@pytest.mark.parametrize(
    "form",
    [
        "<li><a href=/{n}>{title}</a></li>",
        FORMS["day above"],
        "<div><h3><a href=/{n}>{title}</a></h3></div>",
    ],
    ids=["li", "card", "div"],
)
@pytest.mark.parametrize("lang", STORIES)
def test_what_is_set_as_cards_beside_it_are_is_one(lang: str, form: str) -> None:
    folded = fold(f"<section>{cards(lang, form)}</section>", lang)
    assert [card.title for card in folded.teasers] == headlines(lang)


@pytest.mark.parametrize(
    ("parts", "long", "told"),
    [
        ("body cards cards", "", "cards cards cards"),
        ("out cards2 out", "", "cards2 cards2 cards2"),
        ("body body cards", "", "body body cards"),
        ("title cards cards", "", "title cards cards"),
        ("body cards cards", " and so on" * 20, "body cards cards"),
    ],
    ids=["text", "nothing", "a list of sources", "the headline", "a paragraph"],
)
def test_a_row_is_of_one_kind(parts: str, long: str, told: str) -> None:
    texts = ("The first of three headlines", "Another headline stands here", "And the last of all")
    rows = "".join(f"<li><a href=/{n}>{text}{long}</a></li>" for n, text in enumerate(texts))
    lines = looks(page_from_html(f"<ul>{rows}</ul>", id="page"), DEFAULT_RULES)
    found = parts.split()
    carded(lines, found)
    assert found == told.split()


@pytest.mark.parametrize("lang", ["ko", "ar", "tr"])
def test_a_section_front_of_numbered_entries_has_cards_and_no_article(lang: str) -> None:
    entries = "".join(
        f'<article id="post-{870 + n}" class="post-{870 + n} hentry"><a href=/{n}><img src={n}>'
        f"</a><div><a href=/abc>Abcdef</a></div><h2><a href=/{n}>{title}</a></h2>"
        f"<time>{n}.11.2031</time><p>{text}</p></article>"
        for n, (title, text) in enumerate(
            zip(headlines(lang) * 2, STORIES[lang][1][1] * 2, strict=True), 1
        )
    )
    html = (
        "<html><head><title>Abcdef</title></head><body><nav><a href=/abc>Abcdef</a></nav><main>"
        f"<header><h1>Abcdef</h1>{{}}</header><div>{entries}</div></main></body></html>"
    )
    for said in ("", f"<div class=says><p>{STORIES[lang][1][0]} abc def.</p></div>"):
        page = page_from_html(html.format(said), id="page", url="https://news.example/abc/")
        folded = fold_page(page)
        assert not folded.articles
        assert [card.title for card in folded.teasers] == headlines(lang) * 2


@pytest.mark.parametrize("lang", ["ar", "tr", "vi"])
def test_an_offer_beside_the_cards_leads_nowhere_and_is_none(lang: str) -> None:
    offer = f"<section><h3>Abcdef ghi</h3><p>{STORIES[lang][1][1][0]}</p><input></section>"
    found = cards(lang, FORMS["a link around"])
    for page in (f"<aside>{found}{offer}</aside>", f"<aside>{offer}{offer}</aside>"):
        titles = [card.title for card in fold(page, lang).teasers]
        assert titles == (headlines(lang) if found in page else [])


def test_the_name_of_a_list_is_no_card_where_labels_stand_above_headlines() -> None:
    form = "<a href=/{n}><p>ABC DEF</p><h3>{title}</h3></a>"
    for inside in (cards("tr", form), cards("tr", f"<div>{form}</div>")):
        page = page_from_html(f"<body><div><h2>Jkl mno pqr stu</h2>{inside}</div>", id="page")
        lines = looks(page, DEFAULT_RULES)
        found, folds = teasers(lines, range(len(lines)), DEFAULT_RULES)
        assert [card.title for card in found] == headlines("tr")
        assert [fold.reason for fold in folds] == ["heading_of_list"]


def test_the_day_on_a_card_is_its_day_and_no_headline() -> None:
    form = "<a href=/{n}><div class=x1>{title}</div><div class=x2>2031年3月{n}日</div></a>"
    folded = fold(f"<div><div>関連記事</div>{cards('ko', form)}</div>", "ko")
    assert [card.title for card in folded.teasers] == headlines("ko")
    assert all(card.published for card in folded.teasers)


def test_two_named_lists_of_one_stretch_are_lists_each() -> None:
    first = "".join(
        f"<li><a href=/{n}>{title}</a><span class=d>abc</span></li>"
        for n, title in enumerate(headlines("tr"))
    )
    second = "".join(
        f"<div><a class=w href=/w/{n}>Ada Quill</a><a class=t href=/x/{n}>{title}</a></div>"
        for n, title in enumerate(headlines("sw"))
    )
    html = f"<div><h3>Abc def</h3><ul>{first}</ul></div><div><h4>Ghi jkl</h4>{second}</div>"
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    found, folds = teasers(lines, range(len(lines)), DEFAULT_RULES)
    assert [card.title.removesuffix(" abc") for card in found] == headlines("tr") + headlines("sw")
    assert [card.url for card in found] == ["/0", "/1", "/2", "/x/0", "/x/1", "/x/2"]
    assert [fold.reason for fold in folds] == ["heading_of_list"] * 2


def test_the_line_that_is_called_the_title_is_a_cards() -> None:
    form = (
        "<div><a class=post-title href=/{n}>{title}</a>"
        "<a class=post-text href=/{n}>abc def ghi jkl</a></div>"
    )
    page = page_from_html(f"<body>{cards('tr', form)}</body>", id="page")
    lines = looks(page, DEFAULT_RULES)
    found, _ = teasers(lines, range(len(lines)), DEFAULT_RULES)
    assert [card.title for card in found] == headlines("tr")


@pytest.mark.parametrize("place", ["1", "3.", "20:10", "12.09.2027", "· 2"])
def test_what_stands_before_the_link_is_no_part_of_a_cards_headline(place: str) -> None:
    form = f"<div class=i><span class=n>{place}</span> <a href=/{{n}}>{{title}}</a></div>"
    page = page_from_html(f"<body>{cards('tr', form)}</body>", id="page")
    lines = looks(page, DEFAULT_RULES)
    found, _ = teasers(lines, range(len(lines)), DEFAULT_RULES)
    assert [card.title for card in found] == headlines("tr")
