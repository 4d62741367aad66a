"""What holds for every page: nothing vanishes, nothing depends on the words of one language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import blocks_of

from crawler.demo.site import dump_dir
from crawler.html import decode_html
from crawler.page import page_from_html, page_from_text
from dedupe.boilerplate import count_blocks, furniture, furniture_key
from dedupe.explain import explain, fates
from dedupe.model import REASONS, ROLES, FoldedPage, Metadata, Page
from dedupe.page import check_accounts, fold_page
from dedupe.record import pieces, rebuild
from dedupe.rules import rules
from dedupe.text import normal

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))
DUMP = [path for path in sorted(dump_dir().glob("*.txt")) if path.stat().st_size]

LINES = st.sampled_from(
    [
        "",
        "TT",
        "Related articles",
        "A bridge for walkers over the Arbel",
        "A bridge for walkers over the Arbel",
        "The old bridge, closed since winter (Dana Lavi)",
        "By Ada Quill",
        "12 March 2025",
        "“The Velin Courier” (Nida)",
        "The council approved the bridge on Tuesday, after a debate of five hours.",
        "Pupils have walked two kilometres every morning since the flood, and nobody counted them.",
        "- a list item",
        "Why?",
        "وافق المجلس البلدي على الجسر الجديد بعد نقاش دام خمس ساعات.",
        "(أ.ف.ب)",
        "\u200f",
    ]
)
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=400)


def fold(text: str) -> FoldedPage:
    return fold_page(page_from_text(text, id="page"))


@settings(max_examples=300)
@given(st.lists(LINES, max_size=40))
def test_every_block_lands_once(lines: list[str]) -> None:
    folded = fold("\n".join(lines))
    check_accounts(folded)
    kept = {spot.block for part in (*folded.articles, *folded.teasers) for spot in part.placed}
    for one in folded.folds:
        assert one.reason in REASONS
        assert one.into is None or one.into in kept, "a fold leads to a block that is kept"
        assert (one.reason in ("repeat", "near_repeat")) == (one.into is not None)
    for part in (*folded.articles, *folded.teasers):
        assert {spot.role for spot in part.placed} <= set(ROLES)


@settings(max_examples=200)
@given(ANY_TEXT)
def test_any_text_is_folded_and_rebuilt(text: str) -> None:
    folded = fold(text)
    check_accounts(folded)
    assert rebuild(*pieces(folded.page)) == folded.page.text
    assert len(list(explain(folded))) >= len(folded.page.blocks)


def test_lost_block_is_noticed() -> None:
    folded = fold(GOLDEN[0].read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="in no record or fold"):
        check_accounts(replace(folded, folds=folded.folds[1:], articles=folded.articles[1:]))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_folding_an_article_again_changes_nothing(path: Path) -> None:
    for article in fold(path.read_text(encoding="utf-8")).articles:
        captions = [f"{c.text} ({c.credit})" if c.credit else c.text for c in article.captions]
        again = fold("\n\n".join([article.title, *captions, *article.body]))
        assert [one.title for one in again.articles] == [article.title]
        assert again.articles[0].body == article.body
        assert not again.folds


def georgian(text: str) -> str:
    """The text in letters that no word list knows; scripts without case swap one for one."""
    table: dict[int, str] = {}
    for char in text:
        if char.isalpha() and ord(char) not in table:
            table[ord(char)] = chr(0x10D0 + len(table) % 40)
    return text.translate(table)


@pytest.mark.parametrize("name", ["ar-library.txt", "ar-salt.txt"])
@pytest.mark.parametrize("marker", ["ქწ", "+ -", "Zz"])
def test_structure_decides_and_not_the_words(name: str, marker: str) -> None:
    """The same page in an unknown language with another button comes out the same."""
    text = decode_html((dump_dir() / name).read_bytes())
    known = fold(text)
    button = next(
        known.page.blocks[one.block].text for one in known.folds if one.reason == "marker"
    )
    strange = fold(
        "\n".join(
            marker if normal(line) == normal(button) else georgian_line
            for line, georgian_line in zip(
                text.split("\n"), georgian(text).split("\n"), strict=True
            )
        )
    )
    assert [len(one.body) for one in strange.articles] == [len(one.body) for one in known.articles]
    assert [len(one.captions) for one in strange.articles] == [1, 1]
    assert len(strange.teasers) == len(known.teasers)
    places = [(fate.where, fate.number) for fate in fates(known)]
    assert [(fate.where, fate.number) for fate in fates(strange)] == places


def notice(number: int) -> str:
    return f"Join the {number} readers who get our letter every morning, and never miss a tide."


def story(number: int) -> str:
    """A page about something of its own, with the site's notice in its middle."""
    words = ["".join(chr(97 + int(d)) for d in f"{number:03}{n:03}") for n in range(60)]
    halves = (" ".join(words[:30]).capitalize() + ".", " ".join(words[30:]).capitalize() + ".")
    title = f"Headline about {words[0]} and {words[59]}"
    return "\n\n".join([title, halves[0], notice(number * 17), halves[1]])


def test_furniture_is_learned_over_pages_and_numbers_make_no_difference() -> None:
    pages = [page_from_text(story(n), id=str(n)) for n in range(6)]
    keys = furniture(count_blocks(pages))
    folded = fold_page(pages[3], furniture=keys)
    assert [one.reason for one in folded.folds] == ["boilerplate"]
    assert folded.page.blocks[folded.folds[0].block].text == notice(51)
    assert len(folded.articles[0].body) == 2


def test_copies_of_one_report_are_not_furniture() -> None:
    copies = [page_from_text(f"{story(1)}\n\nCopy {n} of it ends so.", id=str(n)) for n in range(8)]
    others = [page_from_text(story(n), id=f"o{n}") for n in range(2, 10)]
    keys = furniture(count_blocks([*copies, *others]))
    folded = fold_page(copies[0], furniture=keys)
    assert {folded.page.blocks[one.block].text for one in folded.folds} == {notice(17)}


def test_too_few_pages_teach_nothing() -> None:
    pages = [page_from_text(story(n), id=str(n)) for n in range(3)]
    assert not furniture(count_blocks(pages))


def test_profile_words_add_to_the_cues() -> None:
    text = (
        "Ferry runs again\n\nKlingel\n\nThe ferry made its first crossing since the storm today.\n"
    )
    own = fold_page(page_from_text(text, id="p"), rules(markers=["klingel"]))
    assert [one.reason for one in own.folds] == ["marker"]


def test_verse_is_body_line_by_line() -> None:
    lines = ["The river takes the evening down,", "the lamps come on along the shore,"]
    (article,) = fold("\n".join(["Song of the ferry", "", "By Ada Quill", "", *lines])).articles
    assert list(article.body) == lines


def test_a_page_of_two_lines_of_markup_is_an_article() -> None:
    page = page_from_html("<h1>Ferry runs again</h1><p>The ferry made its first cro", id="cut")
    (article,) = fold_page(page).articles
    assert (article.title, article.body) == ("Ferry runs again", ("The ferry made its first cro",))


def test_a_place_and_an_outlet_under_the_headline_are_a_dateline_and_no_author() -> None:
    page = page_from_html(
        "<article><h1>The harbour opens again</h1><p class='byline'>London: “The Courier”</p>"
        "<p>The ferry made its first crossing on Monday, with two hundred people on board.</p>"
        "<p>The council said that the wall would be finished in the spring of next year.</p>"
        "</article>",
        id="placed",
    )
    (article,) = fold_page(page).articles
    assert (article.dateline, article.authors) == ("London", ())
    assert len(article.body) == 2


def test_a_day_and_a_name_under_the_standfirst_are_no_paragraphs() -> None:
    day = "<p>02. Februar 2022</p><p>Von: Ada Quill</p>"
    lead = "<p>Wer baut die Brücke, auf die Tarnholm wartet? Drei Meister zeigen ihre Pläne.</p>"
    text = [
        "<p>Der erste will Holz nehmen, denn davon gibt es am Fluss genug für zwei Brücken.</p>",
        "<p>Die zweite baut aus Stein und sagt, dass ihre Brücke hundert Jahre stehen werde.</p>",
        "<p>Der dritte hat noch keinen Plan, doch er hat die meisten Brücken gebaut.</p>",
    ]
    markup = f"<article><h1>Drei Pläne für eine Brücke</h1>{lead}{day}{''.join(text)}</article>"
    (article,) = fold_page(page_from_html(markup, id="signed")).articles
    assert article.standfirst.startswith("Wer baut")
    assert len(article.body) == 3
    assert article.published == "2022-02-02"
    assert article.authors == ("Ada Quill",)

    dated = "".join(f"<p>0{n}. Februar 2022</p>{one}" for n, one in enumerate(text, 1))
    markup = f"<article><h1>Drei Tage im Leben einer Brücke</h1>{lead}{dated}</article>"
    (article,) = fold_page(page_from_html(markup, id="chronicle")).articles
    assert "02. Februar 2022" in article.body


def test_every_picture_of_a_gallery_keeps_its_text_and_none_is_body() -> None:
    seen = ["the northern wall", "boats at dawn", "a crane", "the old pier", "children with kites"]
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>Picture {n}: {what} in the harbour of Velm, as "
        f"it was on Monday. Photo: Ono Tesk</figcaption></figure>"
        for n, what in enumerate(seen)
    )
    markup = f"<article><h1>The harbour in five pictures</h1>{figures}</article>"
    page = page_from_html(markup, id="gallery")
    (article,) = fold_page(page).articles
    assert [caption.text[:9] for caption in article.captions] == [f"Picture {n}" for n in range(5)]
    assert {caption.credit for caption in article.captions} == {"Ono Tesk"}
    assert article.body == ()


def test_a_body_that_came_by_itself_keeps_its_lists_of_short_lines() -> None:
    rounds = ["First group", "Vell - Orrin / Ada Quell", "Tarn - Marsh / Ben Holt", "Second group"]
    rounds += ["Isle - Quay / Cora Finch", "Ford - Mill / Dan Rook", "Tickets: 12 crowns"]
    lines = [
        "Referees of the eighth round of the league",
        "The teams of the second league meet on Sunday for the eighth round, and these are the "
        "referees whom the board of the league has named for it:",
        *rounds,
    ]
    text, blocks = blocks_of(lines)
    page = Page(
        id="p",
        text=text,
        blocks=tuple(replace(block, kind="other") for block in blocks),
        form="fields",
        meta=Metadata(title=lines[0]),
    )
    (article,) = fold_page(page).articles
    assert list(article.body) == lines[1:]
    # What the source repeats under each of its texts is furniture all the same.
    known = frozenset({furniture_key("Tickets: 12 crowns")})
    folded = fold_page(page, furniture=known)
    assert [fold.reason for fold in folded.folds] == ["boilerplate"]
    assert list(folded.articles[0].body) == lines[1:-1]


def test_a_title_that_came_by_itself_is_the_title_though_it_ends_in_a_date() -> None:
    lines = [
        "The news of Tuesday 24 January 2017",
        "Every day the station sums up what happened in the country in the last day and night",
        "The ferry to Vell sails again after the storm of last week, the harbour board says.",
    ]
    text, blocks = blocks_of(lines)
    page = Page("p", text, blocks, form="fields", meta=Metadata(title=lines[0]))
    (article,) = fold_page(page).articles
    assert article.title == lines[0]
    assert [article.standfirst, *article.body] in (["", *lines[1:]], lines[1:])


def test_a_template_names_the_wrong_language() -> None:
    text = """<p>Der alte Leuchtturm bekommt nach zwölf Jahren wieder ein Licht, das aber nur an den
    Feiertagen leuchtet, wie der Bürgermeister am Montag mit den Fischern vereinbart hat.</p><p>Die
    Stadt hat das Geld mit einem Markt gesammelt, an dem sich fast alle Häuser beteiligten.</p>"""
    body = f"<article><h1>Ein Licht für den Turm</h1>{text}</article>"
    for declared, lang in (("en-US", "de"), ("de", "de"), ("gsw", "gsw")):
        folded = fold_page(page_from_html(f"<html lang={declared}>{body}", id="page"))
        assert folded.articles[0].lang == lang


def test_the_name_of_a_section_stands_near_the_headline() -> None:
    text = "<p>The harbour was closed on Monday after a barge ran into the old quay.</p>"
    html = """<html lang="en"><body><a href="/">The Gull</a><article><p class="section"><a
    href="/coast">Coast</a></p><h1>Barge closes the harbour of Tarnholm</h1>"""
    article = fold_page(page_from_html(f"{html}{text * 2}</article>", id="page")).articles[0]
    assert article.section == "Coast"


def test_the_class_of_a_first_paragraph_calls_it_a_standfirst() -> None:
    text = "".join(
        f"<p class=normal>Cảng đã đóng cửa từ thứ Hai vì lý do số {n}.</p>" for n in "123"
    )
    lead = "Một chiếc sà lan chở muối đã đâm vào bến cũ của thành phố."
    html = f"<html lang=vi><body><article><h1>Cảng đóng cửa</h1><p class=sapo>{lead}</p>{text}"
    assert fold_page(page_from_html(html, id="page")).articles[0].standfirst == lead
