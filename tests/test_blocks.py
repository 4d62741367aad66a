"""Markup to visible text and blocks, on the markup that pages really have."""

from __future__ import annotations

import dataclasses
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.blocks import blocks_from_html
from crawler.html import decode_html, parse_html
from dedupe.model import KINDS, Block
from dedupe.text import clean

ARABIC = (
    "عاد السوق القديم إلى الحياة بعد عامين من الصمت، وقال التجار إن الموسم بدأ مبكراً هذه السنة."
)
RUSSIAN = "Старый маяк снова открыт, и смотритель говорит, что лестница теперь совсем не скрипит."
SENTENCE = "The mill wheel turned again on Sunday after eleven dry years in the valley."


def blocks(html: str | bytes) -> tuple[Block, ...]:
    return blocks_from_html(html)[1]


def texts(html: str | bytes) -> list[str]:
    return [block.text for block in blocks(html)]


def kinds(html: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(html)]


def test_offsets_point_into_the_visible_text() -> None:
    text, found = blocks_from_html(
        "<h1>One\u00a0 two</h1><p>Soft\u00adly <b>there</b></p><table><tr><td>a<td>b</table>"
    )
    assert text == "One two\nSoft\u00adly there\na\tb"
    assert [text[block.start : block.end] for block in found] == text.split("\n")
    assert [block.text for block in found] == ["One two", "Softly there", "a b"]
    assert [block.index for block in found] == [0, 1, 2]


def test_the_class_of_a_body_hides_no_page() -> None:
    html = "<body class='visually-hidden'><p>shown</p><p hidden>kept back</p></body>"
    assert texts(html) == ["shown"]


def test_of_two_addresses_of_a_box_the_same_one_is_always_taken() -> None:
    listed = ("data-url", "data-href", "data-permalink", "data-article-url", "data-post-url")
    for order in (listed, listed[::-1]):
        said = " ".join(f"{name}='/{name}'" for name in order)
        (found,) = blocks(f"<div {said}><h2>Ferry sails again</h2></div>")
        assert found.href == "/data-url"


def test_kinds_and_levels() -> None:
    html = (
        "<h1>Title</h1><p>By nobody</p><ul><li>first thing</li><li><p>second</p></li></ul>"
        f"<blockquote><p>said</p></blockquote><div>{SENTENCE}</div><div>Short</div>"
        "<p><a href='/x'>More</a></p><h3>Sub</h3><div role=heading aria-level=4><p>Role</p></div>"
    )
    assert kinds(html) == [
        ("heading", "Title"),
        ("paragraph", "By nobody"),
        ("list_item", "first thing"),
        ("list_item", "second"),
        ("quote", "said"),
        ("paragraph", SENTENCE),
        ("other", "Short"),
        ("link", "More"),
        ("heading", "Sub"),
        ("heading", "Role"),
    ]
    assert [block.level for block in blocks(html) if block.kind == "heading"] == [1, 3, 4]


def test_inline_elements_do_not_break_a_line() -> None:
    html = (
        "<p>A <b>bo</b>ld <a href='/t'>li<i>nk</i></a>, H<sub>2</sub>O<!-- no --> and "
        "<time>noon</time>.</p>"
    )
    (block,) = blocks(html)
    assert block.text == "A bold link, H2O and noon ."
    assert block.href == "/t"
    assert 0.1 < block.links < 0.4


def test_text_beside_block_children_is_a_block_of_its_own() -> None:
    assert texts("<div>before<p>inside</p>after <em>that</em><div>box</div>end</div>") == [
        "before",
        "inside",
        "after that",
        "box",
        "end",
    ]


def test_double_breaks_part_paragraphs_and_single_ones_only_after_a_long_sentence() -> None:
    assert texts("<div>one<br><br/>two<br>\n<br>three<br>four</div>") == [
        "one",
        "two",
        "three four",
    ]
    assert texts(f"<div>{SENTENCE}<br>{ARABIC}<br>end</div>") == [SENTENCE, ARABIC, "end"]
    assert texts("<h1>A title<br><br>in two lines</h1>") == ["A title in two lines"]
    assert texts("<pre>line one\nline two\n\nline three</pre>") == [
        "line one line two",
        "line three",
    ]


def test_what_is_set_in_another_way_after_a_line_break_is_a_line_of_its_own() -> None:
    old = (
        "<td><font size=1><b>TOWN</b></font><br><font size=4><b>The mill turns</b></font><br>"
        "<font size=2><b>After eleven dry years</b></font><br>By Ada<br>at Tarnholm</td>"
    )
    assert texts(f"<table><tr>{old}<td>x</table>")[:4] == [
        "TOWN",
        "The mill turns",
        "After eleven dry years",
        "By Ada at Tarnholm",
    ]
    links = "<a href=/1><b>One</b></a><br><a href=/2><b>Two</b></a><br><a href=/3><b>Three</b></a>"
    found = blocks(f"<div>{links}</div>")
    assert [(block.text, block.href) for block in found] == [
        ("One", "/1"),
        ("Two", "/2"),
        ("Three", "/3"),
    ]
    assert {block.path for block in found} == {found[0].path}
    # Verses are set alike, and a word that is set apart at a line's end ends nothing.
    assert texts("<p><b>One verse</b><br><b>and another</b><br>") == ["One verse and another"]
    assert texts("<p>He said <b>no</b><br>and went</p>") == ["He said no and went"]
    assert texts("<p><font size=2>He said<br>no</font></p>") == ["He said no"]


def test_a_line_in_large_letters_is_a_heading() -> None:
    page = f"<font size=5><b>The mill turns</b></font><br><font size=2>{SENTENCE}</font>"
    assert [(block.kind, block.level) for block in blocks(page)] == [
        ("heading", 2),
        ("paragraph", 0),
    ]
    drop = f"<font size=6>T</font>{SENTENCE[1:]}"
    assert kinds(drop) == [("paragraph", SENTENCE)]
    assert kinds(f"<td><font size=4>{SENTENCE}</font>") == [("paragraph", SENTENCE)]
    paragraphs = "<p><font size=5>The mill turns</font></p><p><font size=4>Ada Quill</font></p>"
    assert [kind for kind, _ in kinds(paragraphs)] == ["heading", "paragraph"]
    assert [kind for kind, _ in kinds("<font size=+2>The mill turns</font>")] == ["heading"]
    whole = f"<font size=4>{' '.join([SENTENCE] * 4)}</font>"
    assert [kind for kind, _ in kinds(whole)] == ["paragraph"]


def test_the_numbers_of_entries_are_no_part_of_a_path() -> None:
    page = "".join(
        f'<div id="post-{n}" class="post-{n} col-md-12"><p>Text {n}</p></div>' for n in (871, 872)
    )
    assert [block.path for block in blocks(page)] == [
        "body/div#post-.post-.col-md-12/p",
        "body/div#post-.post-.col-md-12~2/p",
    ]


def test_headlines_that_are_links_side_by_side_are_a_line_each() -> None:
    titles = ["The mill turns once more", "A bridge over the river", "Old songs on new tape"]
    grid = "".join(
        f"<a class=i href=/{n}><img src={n}><span class=t>{title}</span></a>"
        for n, title in enumerate(titles)
    )
    found = blocks(f"<div class=grid>{grid}</div>")
    assert [block.text for block in found] == titles
    assert [block.href for block in found] == ["/0", "/1", "/2"]
    assert len({block.path for block in found}) == 1
    bar = "<a href=/1>Home</a><a href=/2>Town news</a><a href=/3>Sport</a>"
    assert texts(f"<div>{bar}</div>") == ["Home Town news Sport"]
    assert texts(f"<p>{grid}</p>") == [" ".join(titles)]


def test_the_place_in_a_list_is_set_apart_from_the_link_beside_it() -> None:
    assert texts("<div><span class=n>1</span><a class=t href=/1>The mill turns</a></div>") == [
        "1 The mill turns"
    ]
    assert texts("<div><span class=n>T</span><a class=t href=/1>he mill turns</a></div>") == [
        "The mill turns"
    ]


def test_what_is_set_side_by_side_is_set_apart() -> None:
    label = "<span class=l>اقرأ أيضاً</span><span class=t>تقنين المياه يبدأ</span>"
    assert texts(f"<div>{label}</div>") == ["اقرأ أيضاً تقنين المياه يبدأ"]
    assert texts("<div><span class=t>20:10</span><a href=/1>The mill turns</a></div>") == [
        "20:10 The mill turns"
    ]
    assert texts("<li><a href=/1>The mill turns</a><span class=d>a week ago</span></li>") == [
        "The mill turns a week ago"
    ]
    assert texts("<div><span class=n>1</span><span>The mill turns</span></div>") == [
        "1 The mill turns"
    ]
    assert texts("<p><span class=n>Tarn</span><span>holm</span></p>") == ["Tarnholm"]


@pytest.mark.parametrize(
    ("card", "lines"),
    [
        ("<b>1</b><a href=/1>The old mill turns</a>", ["1", "The old mill turns"]),
        ("<span>İLGİLİ</span><a href=/1>Değirmen yarın yeniden dönüyor</a>", None),
        ("<a href=/1>The old mill turns</a><span>27.02</span>", ["The old mill turns", "27.02"]),
        ("<a href=/1>The old mill turns</a><i>a week ago</i>", None),
        ("<span>200 g flour</span><span>two eggs</span><span>a pinch of salt</span>", None),
    ],
)
def test_pieces_of_a_card_without_a_gap_are_a_line_each(card: str, lines: list[str]) -> None:
    found = [piece.rpartition(">")[2] for piece in card.split("</") if piece.rpartition(">")[2]]
    assert texts(f"<div>{card}</div>") == (lines or found)


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<b>1</b> <a href=/1>The old mill turns</a>", "1 The old mill turns"),
        ("<b>1</b><a href=/1>The mill</a>", "1The mill"),
        ("<b>See</b><a href=/1>the old mill turns</a> again", "Seethe old mill turns again"),
        ("<a href=/1>The old mill turns</a><span>20:10</span>", "The old mill turns20:10"),
        ("<a href=/1>The old mill turns</a><i>, said he.</i>", "The old mill turns, said he."),
        ("<span>two eggs</span><span>a pinch</span>", "two eggs a pinch"),
        ("<span>He said.</span> <span>She did.</span> <span>I</span>", "He said. She did. I"),
    ],
)
def test_words_of_a_line_stay_together(markup: str, line: str) -> None:
    assert texts(f"<div>{markup}</div>") == [line]


def test_an_element_around_several_lines_is_in_the_path_of_each() -> None:
    text = "<font class=content>" + "<br><br>".join([SENTENCE] * 3) + "</font>"
    paths = [block.path for block in blocks(f"<table><tr><td>{text}</td></tr></table>")]
    assert paths == ["body/table/tr/td/font.content"] * 3


def test_links_of_different_classes_are_a_line_each() -> None:
    card = "<img src=1><a class=nm href=/w>Ada Quill</a><a class=tt href=/1>The mill turns</a>"
    assert [(block.text, block.href) for block in blocks(f"<div>{card}</div>")] == [
        ("Ada Quill", "/w"),
        ("The mill turns", "/1"),
    ]
    menu = "<a class=m href=/1>Home</a><a class='m on' href=/2>Town</a>"
    assert texts(f"<div>{menu}</div>") == ["Home Town"]


def test_a_credit_in_a_box_below_a_pictures_text_belongs_to_it() -> None:
    slide = (
        "<div class=s><img src={0}><div class=s-caption>Text {0}</div>"
        "<div class=s-credit>By Ada</div></div>"
    )
    found = blocks(f"<div>{slide.format(1)}{slide.format(2)}</div>")
    assert [(block.kind, block.figure) for block in found] == [
        ("caption", found[0].figure),
        ("caption", found[0].figure),
        ("caption", found[2].figure),
        ("caption", found[2].figure),
    ]
    assert found[0].figure != found[2].figure


def test_a_credit_in_a_span_below_a_picture_is_parted_from_its_text() -> None:
    page = (
        "<div class=Img__Ratio><img src=1></div><div class='Img__Cap x9'><span>The ferry at the "
        "ramp.</span><span class=Img__Credit>ADA QUILL</span></div>"
    )
    assert kinds(page) == [("caption", "The ferry at the ramp."), ("caption", "ADA QUILL")]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var a = '<p>no</p>'</script>",
        "<style>p{}</style>",
        "<template><p>no</p></template>",
        "<noscript><img src=a.jpg><p>no</p></noscript>",
        "<p hidden>no</p>",
        "<div style='DISPLAY : none'><p>no</p></div>",
        "<div style='visibility:hidden'>no</div>",
        "<span class='sr-only'>no</span>",
        "<select><option>no<option>nor</select>",
        "<textarea>no</textarea><input type=hidden value=no><input value=no>",
        "<svg><title>no</title><text>no</text></svg>",
        "<img alt='no' title='no'><picture><img alt=no></picture>",
        "<dialog>no</dialog>",
        "<iframe>no</iframe><object>no</object><video>no</video>",
        "<amp-ad>no</amp-ad><amp-sidebar><ul><li>no</ul></amp-sidebar>",
    ],
)
def test_what_a_reader_does_not_see_is_no_block(unseen: str) -> None:
    assert texts(f"<body><p>before</p>{unseen}<p>after</p>") == ["before", "after"]
    assert texts(f"<body><p>be {unseen} fore</p>")[0].startswith("be")


@pytest.mark.parametrize(
    "seen",
    [
        "<p hidden=until-found>yes</p>",
        "<p aria-hidden=true>yes</p>",
        "<details><summary>yes</summary></details>",
        "<button>yes</button>",
        "<dialog open>yes</dialog>",
        "<unknown-thing>yes</unknown-thing>",
        "<div class='print-only'>yes</div>",
    ],
)
def test_what_a_reader_can_see_is_a_block(seen: str) -> None:
    assert texts(f"<body><p>before</p>{seen}<p>after</p>") == ["before", "yes", "after"]


def test_a_page_that_hides_everything_still_has_a_text() -> None:
    shown = "<body style='display:none'><p>shown by script</p><p hidden>never</p>"
    assert texts(shown) == ["shown by script"]
    assert texts("<div hidden><p>first</p></div><noscript><p>second</p></noscript>") == [
        "first",
        "second",
    ]


def test_caption_and_credit_are_two_blocks_of_one_figure() -> None:
    html = (
        "<figure><img><figcaption>The mill <span class='photo-credit'>A. "
        "Reed</span></figcaption></figure>"
        "<figure><img><figcaption>The weir (<span class=credit>B. "
        "Sedge</span>)</figcaption></figure>"
        "<figure><img><figcaption>The pond <cite>C. Rush</cite></figcaption></figure>"
    )
    found = blocks(html)
    assert [(block.kind, block.text, block.figure) for block in found] == [
        ("caption", "The mill", 0),
        ("caption", "A. Reed", 0),
        ("caption", "The weir (B. Sedge)", 1),
        ("caption", "The pond", 2),
        ("caption", "C. Rush", 2),
    ]
    assert "credit" in found[1].path.rsplit("/", 1)[1]
    assert "credit" in found[4].path.rsplit("/", 1)[1]


def test_captions_by_class_word_share_the_number_of_the_picture_above() -> None:
    html = (
        "<div><img><p class='wp-caption-text'>one</p></div><p>text</p>"
        "<div class=media><img><div class='image__caption'>two</div><div "
        "class=caption>three</div></div>"
    )
    found = [(block.text, block.figure) for block in blocks(html) if block.kind == "caption"]
    assert found == [("one", 0), ("two", 1), ("three", 1)]


def test_a_figure_may_hold_something_else_than_a_picture() -> None:
    html = (
        "<figure><blockquote><p>said</p></blockquote></figure>"
        f"<figure><p>{SENTENCE}</p></figure>"
        "<figure><a href=/c><img><h3>Card title</h3></a></figure>"
    )
    assert [block.kind for block in blocks(html)] == ["quote", "paragraph", "heading"]


def test_data_rows_are_lines_and_layout_cells_are_boxes() -> None:
    data = "<table><tr><th>Team<th>Points<tr><td>Herons<td>12</table>"
    assert kinds(data) == [("table", "Team Points"), ("table", "Herons 12")]
    layout = (
        f"<table><tr><td><ul><li><a href=/>Home</a></ul><td><p>{SENTENCE}</p>"
        "<table><tr><td>a<td>b</table></td></tr></table>"
    )
    assert kinds(layout) == [("link", "Home"), ("paragraph", SENTENCE), ("table", "a b")]


def test_cards_keep_their_heading_and_sentences_though_all_is_link() -> None:
    html = f"<a class=card href=/c><div><h3>Card</h3><p>{SENTENCE}</p><span>more</span></div></a>"
    found = blocks(html)
    assert [block.kind for block in found] == ["heading", "paragraph", "link"]
    assert {block.href for block in found} == {"/c"}
    assert {block.links for block in found} == {1.0}
    assert all("a.card/" in block.path or "/a/" in f"/{block.path}" for block in found)


def test_neighbouring_links_do_not_run_into_each_other() -> None:
    assert texts("<nav><a>Home</a><a>News</a></nav>") == ["Home News"]


def test_paths_name_elements_and_class_words() -> None:
    (block,) = blocks("<body><div id=main class='story wide'><p class=lead>text</p></div>")
    assert block.path == "body/div#main.story.wide/p.lead"


def test_like_boxes_in_one_box_are_numbered() -> None:
    found = blocks(
        "<div class=a><p>one</p><p>two</p></div><div class=b>other</div><div class=a><p>three</p>"
        "</div><ul><li>four<li>five</ul><section><div class=a>six</div></section>"
    )
    assert [block.path for block in found] == [
        *("body/div.a/p", "body/div.a/p", "body/div.b", "body/div.a~2/p"),
        *("body/ul/li", "body/ul/li~2", "body/section/div.a"),
    ]


def test_broken_markup_keeps_its_text() -> None:
    html = (
        "<div><p>one<p>two<div>three</b></i></span><li>four<h2>five<td>six</table></html>seven"
        "<p>eight"
    )
    assert " ".join(texts(html)).split() == [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
    ]


def test_text_after_the_end_of_the_page_is_kept() -> None:
    assert texts("<html><body><p>one</p></body></html><p>two</p></BODY ></HTML >three") == [
        "one",
        "two",
        "three",
    ]


def test_a_line_under_a_picture_that_ends_in_a_credit_is_its_caption() -> None:
    html = (
        "<div><div><img></div><p>The old mill at dusk © Northwind Press / A. Reed</p></div>"
        f"<p>{SENTENCE}</p><p>{SENTENCE} © Northwind Press / A. Reed</p>"
    )
    assert [block.kind for block in blocks(html)] == ["caption", "paragraph", "paragraph"]


def test_ruby_readings_stay_out_of_the_line() -> None:
    assert texts("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>") == ["漢字"]


@pytest.mark.parametrize(
    "html", ["", " ", "<!-- -->", "<html>", b"", "\x00", "\ud800", "<script>x"]
)
def test_a_page_without_text_has_no_blocks(html: str | bytes) -> None:
    text, found = blocks_from_html(html)
    assert clean(text).replace("\ufffd", "") == ""
    assert len(found) <= 1


def test_entities_of_a_document_type_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    html = f'<!DOCTYPE html [<!ENTITY a0 "ha">{laughs}]><p>start &a12; end</p>'
    began = time.monotonic()
    assert texts(html) == ["start &a12; end"]
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "tag", ["div", "span", "font", "b", "blockquote", "ul><li", "table><tr><td"]
)
def test_ten_thousand_nested_elements_lose_no_text(tag: str) -> None:
    began = time.monotonic()
    html = f"<p>top</p>{f'<{tag}>' * 10_000}deep<p>under</p>"
    assert " ".join(texts(html)).split() == ["top", "deep", "under"]
    assert time.monotonic() - began < 5


def test_time_is_linear_in_the_number_of_blocks() -> None:
    def seconds(count: int) -> float:
        html = "<div>" * 200 + f"<p class=a>{SENTENCE}</p>" * count
        began = time.process_time()
        assert len(blocks(html)) == count
        return time.process_time() - began

    seconds(100)
    small, large = seconds(2_000), seconds(20_000)
    assert large < 25 * max(small, 0.05)


def test_one_block_of_a_megabyte_and_many_captions() -> None:
    (block,) = blocks("<p>" + "word " * 200_000)
    assert len(block.text) == 999_999
    found = blocks("<figure><img><figcaption>c</figcaption></figure>" * 3_000)
    assert len({block.figure for block in found}) == 3_000


@settings(max_examples=150)
@given(st.data())
def test_any_markup_gives_consistent_blocks(data: st.DataObject) -> None:
    names = "div p br span a figure figcaption td tr table li ul h2 b script template pre cite q-x"
    tags = names.split(" ")
    part = st.one_of(
        st.sampled_from([f"<{tag}>" for tag in tags] + [f"</{tag}>" for tag in tags]),
        st.sampled_from(
            ["<p class=caption>", "<i class=credit>", "<p hidden>", "<a href=x>", "\x00"]
        ),
        st.text(max_size=12),
    )
    html = "".join(data.draw(st.lists(part, max_size=40)))
    text, found = blocks_from_html(html)
    assert text == "\n".join(text[block.start : block.end] for block in found)
    for index, block in enumerate(found):
        assert block.index == index
        assert block.text == clean(text[block.start : block.end]) != ""
        assert block.kind in KINDS
        assert 0 <= block.links <= 1
        assert 0 <= block.main <= 1
        assert (block.kind == "heading") == (block.level > 0)
    text.encode()


def as_page(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>t</title><body><p>{text}</p></html>'


@pytest.mark.parametrize("header", [None, "utf-8", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("meta", ["utf-8", "windows-1256", "iso-8859-1"])
def test_arabic_cp1256_is_read_whatever_is_declared(header: str | None, meta: str) -> None:
    data = as_page(ARABIC, meta).encode("cp1256")
    assert ARABIC in decode_html(data, header)


@pytest.mark.parametrize("header", ["windows-1256", "iso-8859-1", "gbk", None])
def test_valid_utf8_wins_over_a_lying_declaration(header: str | None) -> None:
    assert ARABIC in decode_html(as_page(ARABIC, "windows-1256").encode(), header)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("Το παλιό μουσείο άνοιξε ξανά και οι κάτοικοι ήρθαν από νωρίς το πρωί.", "cp1253"),
        ("השוק הישן נפתח מחדש אחרי שלוש שנים, והסוחרים שמחים מאוד לראות אנשים.", "cp1255"),
        ("Les élèves ont été très étonnés, a déclaré la maîtresse à la fin de l’été.", "cp1252"),
        ("Za zlými řekami žijí příběhy, které děti čtou každý večer před spaním.", "cp1250"),
        ("图书馆的旧馆在下个月重新开放，这是一个很好的消息，大家都来了。", "gb18030"),
        ("これは古い図書館のことで、とてもしずかなところにあります。", "shift_jis"),
        ("これは古い図書館のことで、とてもしずかなところにあります。", "euc_jp"),
        ("이 도서관은 다음 달에 다시 문을 열고 사람들이 기다리고 있다고 한다.", "euc_kr"),
    ],
)
def test_older_character_sets_under_a_false_utf8_header(text: str, codec: str) -> None:
    assert text in decode_html(as_page(text, codec).encode(codec), "utf-8")
    undeclared = f"<p>{text * 3}</p>".encode(codec)
    assert text in decode_html(undeclared, "utf-8")


def test_marks_cuts_and_broken_bytes() -> None:
    assert decode_html("\ufeff<p>é</p>".encode()) == "<p>é</p>"
    assert decode_html("<p>é</p>".encode("utf-16")) == "<p>é</p>"
    assert decode_html(("<p>" + ARABIC).encode("utf-16-le")).endswith(ARABIC)
    assert decode_html((ARABIC * 3).encode()[:-1]).startswith(ARABIC)
    broken = ARABIC.encode() + b"\xff" + ARABIC.encode()
    assert decode_html(broken, "windows-1256").count("\ufffd") == 1
    assert decode_html(b"") == ""


def test_decoding_never_fails_and_parsing_neither() -> None:
    noise = random.Random(5)
    for size in (1, 7, 300, 4_000):
        data = noise.randbytes(size)
        assert isinstance(decode_html(data, noise.choice([None, "utf-8", "big5", "utf-16"])), str)
        assert parse_html(data) is not None


def test_the_header_decides_between_sets_that_both_fit() -> None:
    text = "Çocuklar şimdi büyük ağacın altında oynuyor ve ışıklar yanıyor."
    assert text in decode_html(text.encode("cp1254"), "iso-8859-9")


def test_a_profile_can_name_the_parts_of_its_pages() -> None:
    from crawler.profile import PageRules
    from crawler.site import load_site

    html = (
        f"<div class=k1><span class=k2>The title</span><div class=k3>{SENTENCE}</div>"
        f"<b class=k4>The mill</b><p class=k5>{SENTENCE} Sign up.</p></div><p>{RUSSIAN}</p>"
    )
    rules = PageRules(article=("div.k1",), title=(".k2",), caption=("b.k4",), drop=("p.k5",))
    site = dataclasses.replace(load_site("default"), page=rules)
    told = blocks_from_html(html, site)[1]
    assert [(block.kind, block.level) for block in told][:3] == [
        ("heading", 1),
        ("paragraph", 0),
        ("caption", 0),
    ]
    assert [told[index].main for index in (0, 2, 3, 4)] == [1.0, 1.0, 0.0, 0.0]
    assert told[1].main == blocks(html)[1].main or told[1].main > 0
    assert blocks(html)[0].kind != "heading"
