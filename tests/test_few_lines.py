"""Pages that lost their line breaks: what stood on lines of its own is found again."""

from __future__ import annotations

import pytest
from flattened import STORIES, WAYS

from crawler.lines import blocks_from_text
from crawler.page import page_from_text
from dedupe.glued import seams
from dedupe.model import Article, FoldedPage
from dedupe.page import check_accounts, fold_page
from dedupe.text import normal

LANGS = tuple(STORIES)


def fold(text: str) -> FoldedPage:
    folded = fold_page(page_from_text(text, id="page"))
    check_accounts(folded)
    return folded


def told(article: Article) -> str:
    return " ".join(filter(None, (article.standfirst, *article.body)))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_page_on_few_lines_has_its_article(lang: str, way: str) -> None:
    story = STORIES[lang]
    (article,) = fold(WAYS[way](story)).articles
    assert article.title == story.title
    assert told(article) == " ".join(story.body)
    (caption,) = article.captions
    assert caption.text in (story.caption, story.picture)
    assert article.confidence < 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lang", LANGS)
def test_pieces_are_the_text_and_nothing_else(lang: str, way: str) -> None:
    text = WAYS[way](STORIES[lang])
    blocks = blocks_from_text(text)
    assert [text[block.start : block.end] for block in blocks] == [block.text for block in blocks]
    assert " ".join(block.text for block in blocks).split() == text.split()


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_on_one_line_is_not_cut(lang: str) -> None:
    story = STORIES[lang]
    lines = [story.title, " ".join((*story.body, *reversed(story.body[:-1])))]
    assert seams(lines) == [[], []] or lang in ("zh", "ja")


@pytest.mark.parametrize("lang", LANGS)
def test_paragraphs_below_headline_name_and_day_stay_whole(lang: str) -> None:
    story = STORIES[lang]
    text = (story.title, story.byline, story.date, story.picture, *(2 * story.body))
    assert [block.text for block in blocks_from_text("\n\n".join(text))] == list(text)


def test_white_space_and_markup_in_a_line_stay_between_its_pieces() -> None:
    plain = WAYS["one_line"](STORIES["en"])
    raw = plain.replace(" ", "  ", 40).replace(" Related", " <br> Related").replace(" By", "\tBy")
    blocks = blocks_from_text(raw)
    assert [block.text for block in blocks] == [block.text for block in blocks_from_text(plain)]
    for block in blocks:
        assert raw[block.start : block.end].split()[0] == block.text.split()[0]


def test_a_line_with_spaces_written_as_entities_stays_whole() -> None:
    raw = WAYS["one_line"](STORIES["en"]).replace("Pine Island", "Pine&nbsp;Island")
    assert len(blocks_from_text(raw)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "ووصلت السفينة (رويترز) إلى الميناء ظهراً. ",
        "وشارك في الحفل عدد من الأهالي. ",
        "وقال يوم الأربعاء 7 مايو 2031 الساعة 09:40 إن الرحلة طويلة. ",
    ],
)
def test_what_a_sentence_says_of_credits_days_and_sharing_parts_nothing(sentence: str) -> None:
    story = STORIES["ar"]
    body = sentence.join(story.body[:2]) + " " + " ".join(story.body[2:])
    below = " ".join((*story.tools, story.heading, *story.cards))
    (article,) = fold(f"{story.title}\n{body} {below}").articles
    assert article.body == (body,)


@pytest.mark.parametrize("lang", LANGS)
def test_what_cards_quote_on_the_line_of_their_list_is_no_text(lang: str) -> None:
    story = STORIES[lang]
    other = STORIES["de" if lang == "en" else "en"].body
    cards = [part for pair in zip(story.cards, other, strict=False) for part in pair]
    below = " ".join((*story.tools, story.heading, *cards, *story.foot))
    (article,) = fold(f"{story.title}\n{' '.join(story.body)}\n{below}").articles
    assert (article.title, told(article)) == (story.title, " ".join(story.body))


def test_a_second_headline_behind_a_list_begins_an_article() -> None:
    one, two = STORIES["en"], STORIES["de"]
    line = f"{WAYS['printed_twice'](one)} {WAYS['printed_twice'](two)}"
    titles = [article.title for article in fold(line).articles]
    assert [normal(title) for title in titles] == [normal(one.title), normal(two.title)]


def test_two_words_twice_by_a_slip_of_the_pen_part_nothing() -> None:
    story = STORIES["en"]
    body = " ".join(story.body).replace("two weeks", "two weeks in the bay two weeks in the bay")
    assert seams([story.title, body]) == [[], []]


@pytest.mark.parametrize("lang", ["ar", "ru", "el", "en", "de", "es"])
@pytest.mark.parametrize("apart", [True, False])
def test_the_title_of_the_window_shows_the_headline_behind_other_sentences(
    lang: str, apart: bool
) -> None:
    story = STORIES[lang]
    notice = " ".join(STORIES["en" if lang == "de" else "de"].body[1:3])
    name, gap = f"{story.title} – {story.site}", "\n" if apart else " "
    (article,) = fold(f"{name}{gap}{notice} {story.title} {' '.join(story.body)}").articles
    assert article.title == story.title
    assert article.body[-1] == " ".join(story.body)


@pytest.mark.parametrize("lang", ["ar", "ru", "en", "de", "es"])
def test_what_a_colon_parts_in_a_headline_is_no_name_of_a_site(lang: str) -> None:
    story = STORIES[lang]
    name = " ".join(story.title.split()[:5])
    body = f"{story.body[0][:-1]} {name} {' '.join(story.body[1:])}"
    assert seams([f"{name} : {story.cards[0]}", body]) == [[], []]


def turned(sentence: str) -> str:
    """A sentence with its second half first."""
    words = sentence[:-1].split()
    half = len(words) // 2
    said = " ".join((*words[half:], *words[:half]))
    return f"{said[0].upper()}{said[1:]}{sentence[-1]}"


@pytest.mark.parametrize("lang", ["ar", "he", "fa", "ru", "el", "en", "de", "es"])
def test_a_text_goes_on_behind_a_list_on_its_line(lang: str) -> None:
    story = STORIES[lang]
    first, rest = " ".join(story.body), tuple(map(turned, story.body))
    cards = " ".join((story.heading, *story.cards))
    line = f"{first} {cards} {story.body[1]} {' '.join(rest)} {' '.join(story.foot)}"
    (article,) = fold(f"{story.title}\n{line}").articles
    assert (article.title, article.body) == (story.title, (first, *rest))


@pytest.mark.parametrize("lang", LANGS)
def test_the_heading_of_a_list_above_the_text_takes_nothing_of_it(lang: str) -> None:
    story = STORIES[lang]
    body = " ".join(story.body)
    above = " ".join((*story.menu, story.heading, *story.cards[:2]))
    folded = fold(f"{story.title} {above} {story.title} {body} {' '.join(story.tools)}")
    text = " ".join(map(told, folded.articles))
    assert all(sentence in text for sentence in story.body)


@pytest.mark.parametrize("lang", ["ar", "ru", "el", "en", "es"])
def test_below_a_line_of_rights_a_bare_day_behind_a_sentence_stands_alone(lang: str) -> None:
    story = STORIES[lang]
    day = " ".join(story.days[0].split()[: 5 if lang == "es" else 3]).rstrip(",")
    body = " ".join(story.body)
    below = f"Klingelwerk {story.cards[0]} {turned(story.body[1])} {day} {story.cards[1]}"
    text = f"{story.title}\n{body}\n{below}"
    assert day not in [block.text for block in blocks_from_text(text)]
    assert day in [block.text for block in blocks_from_text(f"{text} {story.foot[-1]}")]
