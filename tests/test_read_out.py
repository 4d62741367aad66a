"""Labels that a page has read out: in dumps they stand before each credit and caption."""

from __future__ import annotations

import pytest
from stories import STORIES

from crawler.page import page_from_fields, page_from_html, page_from_text
from dedupe.cues import byline, cut_credit, has_credit, read_out, split_credit
from dedupe.model import Caption
from dedupe.page import fold_page

LABELS = {
    "ar": ("صدر الصورة،", "التعليق على الصورة،"),
    "tr": ("Kaynak,", "Fotoğraf altı yazısı,"),
    "ko": ("사진 출처,", "사진 설명,"),
    "sw": ("Chanzo cha picha,", "Maelezo ya picha,"),
    "vi": ("Nguồn hình ảnh,", "Chụp lại hình ảnh,"),
    "am": ("የፎቶው ባለመብት,", "የምስሉ መግለጫ,"),
}


@pytest.mark.parametrize(
    "text",
    ["Image source", "Image source,", "Images, source", "Kaynak", "The pier, rebuilt", "", ","],
)
def test_a_label_alone_and_a_sentence_announce_nothing(text: str) -> None:
    assert read_out(text) is None


@pytest.mark.parametrize("lang", LABELS)
def test_labels_are_no_part_of_captions_and_credits(lang: str) -> None:
    source, text = LABELS[lang]
    assert split_credit(f"{source} Northwind Press") == ("", "Northwind Press")
    assert has_credit(f"{source} Northwind Press")
    assert split_credit(f"{text} Velm, 1987") == ("Velm, 1987", "")
    assert cut_credit(f"{text} The lock of Velm at noon") == ("The lock of Velm at noon", "")
    assert split_credit(f"{text} A boat in the harbour (Northwind Press)") == (
        "A boat in the harbour",
        "Northwind Press",
    )


def test_the_author_is_named_in_english() -> None:
    assert byline("Author, سلمى الديراني") == ("سلمى الديراني",)
    assert byline("Authors, once read, are forgotten") is None


@pytest.mark.parametrize("lang", sorted(set(LABELS) & set(STORIES)))
def test_a_dump_of_such_a_page_has_captions_and_credits(lang: str) -> None:
    (title, text), (other, more) = STORIES[lang]
    source, caption = LABELS[lang]
    lines = (
        *(title, f"{source} Northwind Press", f"{caption} {other}", "4 May 2031"),
        *(text[0], text[1], f"{source} Tideline", f"{caption} {more[0]}", text[2]),
    )
    (article,) = fold_page(page_from_text("\n".join(lines), id="page")).articles
    assert (article.title, article.body) == (title, text)
    assert article.captions == (Caption(other, "Northwind Press"), Caption(more[0], "Tideline"))


@pytest.mark.parametrize("sentences", [1, 2])
def test_a_caption_of_whole_sentences_is_no_paragraph_of_a_record(sentences: int) -> None:
    (title, text), (_, more) = STORIES["ar"]
    told = " ".join(more[:sentences])
    lines = (*text[:2], f"التعليق على الصورة، {told}", text[2])
    page = page_from_fields(title, "\n\n".join(lines), {}, id="page")
    (article,) = fold_page(page).articles
    assert (article.body, article.captions) == (text, (Caption(told),))


def test_hidden_labels_of_markup_are_no_part_of_the_caption() -> None:
    (title, text), (other, _) = STORIES["ar"]
    figure = (
        "<figure><img src=a.jpg><span class=credit><span class=hidden>صدر الصورة، </span>وكالة"
        f"</span><figcaption><span>التعليق على الصورة، </span>{other}</figcaption></figure>"
    )
    body = f"<p>{text[0]}</p><p>{text[1]}</p>{figure}<p>{text[2]}</p>"
    page = page_from_html(f"<main><h1>{title}</h1>{body}</main>", id="page")
    (article,) = fold_page(page).articles
    assert article.body == text
    assert article.captions == (Caption(other, "وكالة"),)
