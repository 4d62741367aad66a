"""What counts as furniture of a site, and what only looks like it."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from crawler.page import page_from_html, page_from_text
from dedupe import boilerplate
from dedupe.boilerplate import (
    BlockCounts,
    count_blocks,
    furniture,
    furniture_key,
    furniture_keys,
    page_keys,
)
from dedupe.model import Block, Metadata, Page
from dedupe.text import normal, width

CITIES = ("Marrowby", "Tellhaven", "Oskmoor", "Vintry", "Lowgate", "Pellworth", "Anchor")
FOOTER = "All rights of this paper are with its readers and with nobody else."


def prose(n: int) -> str:
    draw = random.Random(n)
    return " ".join("".join(draw.choices("bdfgklmnoprstuaei", k=6)) for _ in range(40))


def title(n: int) -> str:
    return f"{CITIES[n]} rebuilds its old pier"


def lead(n: int) -> str:
    return f"The council of {CITIES[n]} found the money in a drawer that nobody had opened."


def page(n: int, recommended: tuple[int, ...] = ()) -> Page:
    """An article with its standfirst, and below it cards with headline and standfirst."""
    cards = "".join(f"<h3><a href='/{m}'>{title(m)}</a></h3><p>{lead(m)}</p>" for m in recommended)
    html = (
        f"<html><head><title>{title(n)}</title></head><body><article><h1>{title(n)}</h1>"
        f"<p>{lead(n)}</p><p>{prose(n)}</p><p>{prose(n + 50)}</p></article><aside>{cards}</aside>"
        f"<footer><p>{FOOTER}</p></footer></body></html>"
    )
    return page_from_html(html, id=str(n), url=f"https://north.example/{n}")


def test_recommended_articles_are_no_furniture_and_the_footer_below_them_is() -> None:
    keys = furniture(count_blocks(page(n, recommended=(0, 1)) for n in range(7)))
    assert furniture_key(FOOTER) in keys
    for n in (0, 1):
        assert furniture_key(title(n)) not in keys
        assert furniture_key(lead(n)) not in keys


def test_a_headline_of_many_pages_is_the_name_of_the_site() -> None:
    name = "The Harbour Paper of the North"
    pages = [
        page_from_html(f"<h1>{name}</h1><h2>{title(n)}</h2><p>{prose(n)}</p>", id=str(n))
        for n in range(7)
    ]
    assert furniture(count_blocks(pages)) == {furniture_key(name)}


def test_numbers_and_addresses_make_no_difference() -> None:
    assert furniture_key("The address of this story is https://north.example/a/one") == (
        furniture_key("The address of this story is https://north.example/b/2?x=3")
    )
    assert furniture_key("Join our 4,000 readers every day") == (
        furniture_key("Join our 5,123 readers every day")
    )
    assert furniture_key("2 : 1") != furniture_key("3 : 1")
    assert furniture_key("https://north.example/a") == furniture_key("https://north.example/b")


def test_neither_order_nor_repetition_matters(monkeypatch) -> None:
    monkeypatch.setattr(boilerplate, "SAMPLE_PAGES", 5)
    pages = [
        page_from_text(f"{prose(n)}\n\n{FOOTER}\n\nMore {n % 2} here", id=str(n)) for n in range(7)
    ]
    samples = set()
    for order in list(permutations(pages))[::501]:
        counts = BlockCounts()
        for one in (*order, *order[:3]):
            counts.add(one)
        assert len(counts.sample) == len(counts.places) == 5
        samples.add(frozenset(counts.places))
        assert furniture(counts) == furniture(count_blocks(pages))
    assert len(samples) == 1


def test_keys_by_normal_forms_are_the_same() -> None:
    texts = [
        "The letter goes out at six.",
        "Readers: 4,000 of 12 000, on www.North.example and HTTPS://north.example/a",
        "١٢ قارئاً",
        "3 - 1",
        "— . —",
    ]
    forms = [normal(text) for text in texts]
    assert list(furniture_keys(texts, forms)) == list(map(furniture_key, texts))


@pytest.mark.parametrize("odd", ["", " two  spaces ", "one\nand two", "渡船重新开航", "tab\there"])
def test_the_blocks_of_a_page_are_measured_together_as_each_by_itself(odd: str) -> None:
    texts = ["The Oskmoor ferry sails again", "Readers: 4,000", "وقال: إن السفن", odd, "— . —"]
    blocks = tuple(Block(n, text, level=int(n == 2)) for n, text in enumerate(texts))
    keys = page_keys(Page("a", "", blocks, meta=Metadata(title="«The Oskmoor ferry sails again»")))
    assert keys.order == tuple(map(furniture_key, texts))
    assert keys.words == dict(zip(keys.order, map(width, texts), strict=True))
    assert keys.heads == {furniture_key(texts[0]), furniture_key(texts[2])}


def test_numbers_are_counted_by_words() -> None:
    few, many = "The old ferry of 12 000 takes {}b{} now", "Gate {}a {}b {}"
    assert furniture_key(few.format(1, 2)) == furniture_key(few.format(3, 45))
    assert furniture_key(many.format(1, 2, 3)) != furniture_key(many.format(1, 2, 4))
