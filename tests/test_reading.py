"""What reading real pages showed to be wrong, each on a page of fiction."""

from __future__ import annotations

import pytest

from crawler.page import page_from_html, page_from_text
from dedupe.cues import split_credit
from dedupe.looks import looks
from dedupe.mended import mended
from dedupe.model import Article, FoldedPage
from dedupe.page import fold_page
from dedupe.rules import DEFAULT_RULES

LOCK = (
    "The harbour of Velm opened its old lock on Tuesday for the first time in nine years, and "
    "forty barges passed before noon.",
    "Lock keeper Orla Venn said that the gates had been oiled by hand with whatever the town "
    "could spare, and that nobody had counted the hours.",
    "The council wants to decide in autumn whether the lock will stay open through the winter.",
    "Until then the barges pay a fee that is no higher than the one of the year it was closed.",
)
HIVES = (
    "Two beekeepers in Sarn have counted their hives by drone this week and found eleven more "
    "than they own.",
    "The extra hives belong to a school that had forgotten them, said the teacher Milo Brandt, "
    "who was stung twice while he said so.",
    "Honey from all of them will be sold at the summer fair, and the school wants half.",
)
TITLE = "Velm opens its old lock"
MENU = "".join(f"<li><a href=/{n}>{n}</a></li>" for n in ("Home", "Town", "Sports", "Culture"))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def fold(main: str, before: str = "", title: str = TITLE, head: str = "") -> FoldedPage:
    html = (
        f"<html><head><title>{title} | The Velm Courier</title>"
        f'<meta property="og:title" content="{title}">{head}</head><body>{before}'
        f"<header><ul class=menu>{MENU}</ul></header><main>{main}</main>"
        "<footer><a href=/imprint>Imprint</a><p>© 2031 The Velm Courier</p></footer></body></html>"
    )
    return fold_page(page_from_html(html, id="page", url="https://velm.example/2031/lock"))


def only(folded: FoldedPage) -> Article:
    assert [article.title for article in folded.articles] == [folded.articles[0].title]
    return folded.articles[0]


def roles(folded: FoldedPage, article: Article) -> dict[str, str]:
    return {folded.page.blocks[spot.block].text: spot.role for spot in article.placed}


def test_a_link_under_a_label_between_paragraphs_opens_no_article() -> None:
    folded = fold(
        f"<article><h1>{TITLE}</h1>{paragraphs(*LOCK[:2])}"
        "<div class=box><form><label>Email</label><button>Sign up</button><p>We would like to keep "
        "you informed about offers and events; please tick the box if we may.</p></form></div>"
        "<div><h3>Related</h3><ul><li><a href=/live>Storm shuts the fish market of Sarn - LIVE</a>"
        f"</li></ul></div>{paragraphs(*LOCK[2:])}</article>"
    )
    assert only(folded).body == LOCK
    assert [card.title for card in folded.teasers] == ["Storm shuts the fish market of Sarn - LIVE"]


def test_a_caption_opens_no_article() -> None:
    tools = "".join(f"<a href=#{n}>{n}</a> " for n in ("Share", "Facebook", "Print", "Email"))
    folded = fold(
        f"<article><h1>{TITLE}</h1><div class=sub>A study of barges</div><div>{tools}</div>"
        "<figure><figcaption class=head><strong>Overview. The lock of Velm</strong></figcaption>"
        "<img src=/a.png><figcaption>When a lock is closed for years, gates swell and chains rust. "
        "This study finds that those of Velm did neither, and asks which oil the keeper used, for "
        "nobody in the town remembers.</figcaption></figure>"
        f"<h2>Background:</h2>{paragraphs(LOCK[0])}<h2>Result:</h2>{paragraphs(*LOCK[1:])}</article>"
    )
    article = only(folded)
    assert (article.title, article.body[-1]) == (TITLE, LOCK[-1])


def test_a_headline_set_into_its_picture_opens_its_article() -> None:
    folded = fold(
        f"<div class=popup><div><h3>Dear readers,</h3>{paragraphs(*HIVES)}</div></div>"
        "<section><figure class=teaser><img src=/a.jpg><figcaption>Photo: Ada Quill</figcaption>"
        f"<div class=info>4 May 2031</div><h1>{TITLE}</h1></figure>"
        f"<div class=text>{paragraphs(*LOCK)}</div></section>"
    )
    assert (TITLE, LOCK) in [(article.title, article.body) for article in folded.articles]


@pytest.mark.parametrize("dated", ["Fri 4 May 2031 04:41h", "Updated 19:02 - 4 May 2031"])
def test_what_stands_far_above_the_headline_is_none_of_its_header(dated: str) -> None:
    menus = "".join(f"<ul>{MENU}</ul>" for _ in range(6))
    folded = fold(
        f"<h1>{TITLE}</h1><p>By Ada Quill</p>{paragraphs(*LOCK)}",
        before=f"<div><h5>SIGN IN TO YOUR ACCOUNT</h5></div><div class=top>{dated}</div>"
        f"<div><h2>Congrats!</h2>Your phone has been verified</div>{menus}",
    )
    article = only(folded)
    assert (article.section, article.published) == ("", "")
    assert set(roles(folded, article)) == {TITLE, "By Ada Quill", *LOCK}


def test_a_credit_above_its_caption_is_the_credit() -> None:
    folded = fold(
        f"<article><h1>{TITLE}</h1>{paragraphs(*LOCK[:2])}<figure><img src=/a.jpg>"
        "<div class=source>© upsala / Quill Images / iBarge (detail)</div>"
        "<figcaption>The lower gate, seen from the mill</figcaption></figure>"
        f"{paragraphs(*LOCK[2:])}</article>"
    )
    (caption,) = only(folded).captions
    assert caption.text == "The lower gate, seen from the mill"
    assert "Quill Images" in caption.credit


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Клерк с городской печатью Фото: «Степь-Информ»", "«Степь-Информ»"),
        ("The clerk with the town seal and a pitcher Gap Wire file photo", "Gap Wire"),
        ("La panadera engancha la primera cesta / Cedida por Luz Marina", "Luz Marina"),
        ("Перша чашка з нового млина (ілюстративне фото, А.С.І.)", "ілюстративне фото, А.С.І."),
        ("农民在一块花生地里正录制视频 李尕 摄", "李尕"),
    ],
)
def test_credits_are_told_by_their_shape(line: str, credit: str) -> None:
    assert split_credit(line)[1] == credit


def test_a_subheading_that_the_next_paragraph_takes_up_is_no_pull_quote() -> None:
    body = (
        LOCK[0],
        "The keeper of the lock",
        "The keeper of the lock is Orla Venn, who " + LOCK[1],
    )
    folded = fold(f"<article><h1>{TITLE}</h1>{paragraphs(*body, *LOCK[2:])}</article>")
    assert only(folded).body == (*body, *LOCK[2:])


def test_initials_under_the_last_paragraph_sign_it() -> None:
    said = (*LOCK, "Milo Brandt, keeper of the town mill")
    for initials in ("rdb", "LK", "(fm)", "—DT"):
        for body in (LOCK, said):
            folded = fold(f"<article><h1>{TITLE}</h1>{paragraphs(*body, initials)}</article>")
            assert only(folded).body == body
            assert roles(folded, only(folded))[initials] == "byline"


def test_an_answer_of_a_letter_is_text() -> None:
    riddles = ("What do you call a bear without ears?", "B.", "And a fish without eyes?", "Fsh.")
    folded = fold(f"<article><h1>{TITLE}</h1>{paragraphs(*LOCK, *riddles)}</article>")
    assert only(folded).body == (*LOCK, *riddles)


def test_a_button_on_every_picture_is_no_caption() -> None:
    def figure(text: str) -> str:
        return (
            "<figure class=wp-image><span class=image-wrap><img src=/a.jpg><span class=button>"
            f"Pin</span></span><figcaption>{text}</figcaption></figure>"
        )

    folded = fold(
        f"<article><h1>{TITLE}</h1>{paragraphs(LOCK[0])}{figure('The lower gate from the mill')}"
        f"{paragraphs(*LOCK[1:3])}{figure('Orla Venn with her oil can')}{paragraphs(LOCK[3])}"
        f"{figure('A barge between the gates')}</article>"
    )
    article = only(folded)
    assert article.body == LOCK
    assert [caption.text for caption in article.captions] == [
        *("The lower gate from the mill", "Orla Venn with her oil can", "A barge between the gates")
    ]


def test_a_label_under_the_headline_is_its_section() -> None:
    folded = fold(
        f"<article><h1>{TITLE}</h1><div class=flag><p>Boats</p></div>{paragraphs(*LOCK)}</article>"
    )
    article = only(folded)
    assert (article.standfirst, article.section, article.body) == ("", "Boats", LOCK)


def test_the_word_before_a_name_is_no_standfirst() -> None:
    folded = fold(
        f"<article><h1>{TITLE}</h1><div class=names><p class=label>By</p><p class=full-name>Ada "
        f"Quill</p></div>{paragraphs(*LOCK)}</article>"
    )
    article = only(folded)
    assert (article.standfirst, article.body) == ("", LOCK)


def test_of_a_trail_that_ends_in_the_headline_the_last_step_is_the_section() -> None:
    folded = fold(
        f"<p class=path><a href=/>Home</a> &gt; <a href=/t>Town and harbour</a> &gt; {TITLE}</p>"
        f"<h1>{TITLE}</h1><p>4 May 2031</p>{paragraphs(*LOCK)}"
    )
    assert only(folded).section == "Town and harbour"


def test_a_link_that_comes_after_every_section_is_no_card() -> None:
    up = "<p><a href=#top>Back to the table of contents</a></p>"
    parts = zip(
        ("Why was it closed?", "Who pays for the gates?", "What comes now?"), LOCK, strict=False
    )
    text = "".join(f"<h3>{head}</h3>{paragraphs(line, HIVES[0])}{up}" for head, line in parts)
    folded = fold(f"<article><h1>{TITLE}</h1>{paragraphs(LOCK[3])}{text}</article>")
    assert len(only(folded).body) == 10
    assert not folded.teasers


def test_a_first_letter_set_on_its_own_is_part_of_its_paragraph() -> None:
    text = f"<span class=drop>{LOCK[0][0]}</span><p>{LOCK[0][1:]}</p>{paragraphs(*LOCK[1:])}"
    folded = fold(f"<article><h1>{TITLE}</h1><div id=main>{text}</div></article>")
    assert only(folded).body == LOCK


def test_the_text_says_which_language_a_page_is_in() -> None:
    body = (
        "Die Eheleute Venn entschlossen sich im Jahr 1990, den Verein zu gründen, und einige "
        "Gleichgesinnte hatten sie schon hinter sich stehen, als der erste Winter kam.",
        "Die Übungen fanden an den verschiedensten Orten statt, weil der Platz am Hafen für die "
        "Hunde zu klein geworden war und niemand einen anderen hergeben wollte.",
    )
    name = "Hunde Verein Kreis Velm 1990 e. V."
    assert only(fold(paragraphs(*body), title=name)).lang == "de"


def test_what_a_tool_says_is_no_caption() -> None:
    folded = fold(
        f"<article><h1>{TITLE}</h1><p class=lead>The gates were oiled by hand.</p>"
        "<p>By Ada Quill</p>"
        "<div class=tools><a href=#save>Save</a><ul><li>Sign in to keep articles of ours.</li></ul>"
        "<a href=#share>Share</a></div><figure><img src=/a.jpg><figcaption>"
        f"A barge between the gates</figcaption></figure>{paragraphs(*LOCK)}</article>"
    )
    assert [caption.text for caption in only(folded).captions] == ["A barge between the gates"]


def test_a_link_to_the_profile_is_nobodys_name() -> None:
    link = "<a rel=author href=/profile/17>View my complete profile</a>"
    folded = fold(f"<h1>{TITLE}</h1>{paragraphs(*LOCK)}<aside>{link}</aside>")
    assert only(folded).authors == ()


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_headings_that_say_the_title_again_are_sections(tag: str) -> None:
    heads = ("How to oil a lock in spring", "How to oil a lock in autumn", "How to oil an old lock")
    text = "".join(
        f"<{tag}>{head}</{tag}>{paragraphs(*two)}"
        for head, two in zip(heads, (LOCK[:2], HIVES[:2], LOCK[2:]), strict=True)
    )
    folded = fold(
        f"<article><{tag}>How to oil a lock</{tag}>{paragraphs(HIVES[2])}{text}</article>",
        title="How to oil a lock",
    )
    body = (HIVES[2], heads[0], *LOCK[:2], heads[1], *HIVES[:2], heads[2], *LOCK[2:])
    assert only(folded).body == body


def test_a_heading_among_subheadings_of_its_element_opens_no_article() -> None:
    heads = ("What is used now", "Oils for the gates", "Chains that are not joined to the gates")
    lists = "<ul><li><a href=/a>home page</a></li><li>sold by the town of Sarn</li></ul>"
    text = "".join(
        f"<h1>{head}</h1>{paragraphs(line)}{lists}" for head, line in zip(heads, LOCK, strict=False)
    )
    folded = fold(
        f"<div class=head><span class=title><h1>{TITLE}</h1></span></div>"
        f"<div class=text>{paragraphs(LOCK[3])}{text}<h1>references</h1>"
        "<p>https://velm.example/wiki/locks</p></div>"
    )
    assert set(heads) <= set(only(folded).body)


def test_a_line_with_a_credit_signs_no_text() -> None:
    lines = (TITLE, "Orla Venn lifts the wooden lever after the last barge (p: Quill)", *LOCK)
    page = page_from_text("\n".join(lines), id="page")
    _, parts = mended(looks(page, DEFAULT_RULES), ["title", "sign1", *["body"] * 4], {})
    assert parts == ["title", "caption1", *["body"] * 4]


def test_a_header_without_a_headline_below_a_text_is_none() -> None:
    texts = (TITLE, *LOCK, "38. Venn O, Marsh I. Oil on gates. J Locks. 2013.", HIVES[0], HIVES[1])
    page = page_from_text("\n".join(texts), id="page")
    parts = ["title", *["body"] * 4, "sign0", "lead", "body"]
    _, mended_parts = mended(looks(page, DEFAULT_RULES), parts, {})
    assert mended_parts == ["title", *["body"] * 4, "tool2", "body", "body"]


@pytest.mark.parametrize(
    "day", ["Wednesday, May 4, 2031", "Pubblicato il 4 Maggio 2031 Ultima modifica 5 Maggio 2031"]
)
def test_a_day_is_a_day_whatever_stands_around_it(day: str) -> None:
    folded = fold(f"<div><h2>{day}</h2></div><div><h1>{TITLE}</h1>{paragraphs(*LOCK)}</div>")
    article = only(folded)
    assert roles(folded, article)[day] == "date"
    assert article.published == "2031-05-04"


HIVES_TITLE = "Beekeepers of Sarn count hives from the air"


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=story>{h1}<div class=date>3 May 2031</div>{one}</div>"
        "<div class=story>{h2}<div class=date>2 May 2031</div>{two}</div>",
        "<div class=story>{h1}<div class=text>{one}</div></div>"
        "<div class=story>{h2}<div class=text>{two}</div></div>",
        "<div class=story>{h1}<div class=text>{one}</div></div>"
        "<div class=story>{link}<div class=text>{two}</div></div>",
    ],
    ids=["date", "box", "link"],
)
def test_an_article_appended_under_a_smaller_headline_is_one_of_its_own(markup: str) -> None:
    folded = fold(
        markup.format(
            h1=f"<h1>{TITLE}</h1>",
            h2=f"<h2>{HIVES_TITLE}</h2>",
            link=f"<h2><a href=/hives>{HIVES_TITLE}</a></h2>",
            one=paragraphs(*LOCK),
            two=paragraphs(*HIVES),
        )
    )
    assert [(one.title, one.body) for one in folded.articles] == [
        (TITLE, LOCK),
        (HIVES_TITLE, HIVES),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=story>{h1}<div class=text>{one}</div>{h2}<div class=text>{two}</div>{h3}"
        "<div class=text>{three}</div></div>",
        "<article>{h1}<section>{one}</section><section>{h2}{two}</section>{h3}{three}</article>",
    ],
)
def test_sections_in_boxes_of_their_own_are_one_article(markup: str) -> None:
    heads = ("What the keeper says of the gates of Velm", "What the council will decide on barges")
    folded = fold(
        markup.format(
            h1=f"<h1>{TITLE}</h1>",
            h2=f"<h2>{heads[0]}</h2>",
            h3=f"<h2>{heads[1]}</h2>",
            one=paragraphs(LOCK[0]),
            two=paragraphs(LOCK[1]),
            three=paragraphs(*LOCK[2:]),
        )
    )
    assert only(folded).body == (LOCK[0], heads[0], LOCK[1], heads[1], *LOCK[2:])


RIGHTS = (
    "© 2031 The Velm Courier. All rights reserved. This material may not be published, broadcast, "
    "rewritten or passed on without written leave of the publisher, its heirs and whoever comes "
    "after them in law.",
    "All content of The Velm Courier is protected by copyright, and no part of it may be copied.",
    "Das Urheberrecht an diesem Text liegt beim Velmer Boten; Nachdruck nur mit Genehmigung.",
    "Les textes du Courrier sont protégés par le droit d'auteur, toute reproduction est interdite.",
    "جميع المواد المنشورة في بريد فيلم محمية بموجب حقوق النشر ولا يجوز نسخها من دون إذن.",
)


@pytest.mark.parametrize("line", RIGHTS)
def test_a_sentence_on_rights_right_under_a_text_is_not_of_it(line: str) -> None:
    page = page_from_text("\n\n".join((TITLE, *LOCK, line)), id="page")
    assert only(fold_page(page)).body == LOCK


def test_an_article_on_rights_keeps_its_last_sentence() -> None:
    body = (
        "The court of Velm ruled on Tuesday that songs of the bargemen are protected by copyright.",
        "Singer Orla Venn had asked who owns a song that forty barges sing at once.",
        "Copyright in a song belongs to whoever wrote it down first, the judge said in the end.",
    )
    page = page_from_text("\n\n".join(("Court rules on the songs of bargemen", *body)), id="page")
    assert only(fold_page(page)).body == body


SAID = (
    "I was there and I can say that the barges were not forty but thirty-eight.",
    "They should have opened the lock years ago. My father always said that the gates only "
    "needed oil and somebody who cares.",
    "Nonsense, the lock will be closed again before the first frost, as every year.",
)
READERS = ("Jona Hale", "petra_m", "Ivo Marsh")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("head", "form"),
    [
        (f"3 thoughts on “{TITLE}”", "{name} says:#{text}"),
        ("Comments (3)", "{text}#Posted by {name}"),
        ("Comments (3)", "{text}"),
        ("Comments", "{name}#4 May 2031#{text}#Reply"),
    ],
)
def test_what_readers_say_below_a_text_is_not_of_it(head: str, form: str, gap: str) -> None:
    talk = [
        line
        for name, text in zip(READERS, SAID, strict=True)
        for line in form.format(name=name, text=text).split("#")
    ]
    page = page_from_text(gap.join((TITLE, *LOCK, head, *talk)), id="page")
    assert set(only(fold_page(page)).body) <= {*LOCK, head}


def test_whoever_answers_again_and_again_is_interviewed() -> None:
    asked = [
        line
        for question, answer in zip(HIVES, LOCK, strict=False)
        for line in ("Ada Quill asks:", question, "Orla Venn answers:", answer)
    ]
    body = (*LOCK, *asked)
    page = page_from_text("\n\n".join((TITLE, *body)), id="page")
    assert only(fold_page(page)).body == body
