"""The labelled set says what it promises, and its scores can tell good from bad."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled.outlets import outlets
from benchmarks.labelled.page import make_page
from benchmarks.labelled.pages import pages
from benchmarks.labelled.story import bank, make_story
from benchmarks.labelled.truth import Labelled
from benchmarks.scoring import score_page
from dedupe.model import Article, Caption, FoldedPage, Page
from dedupe.text import clean, normal

OUTLETS = sorted({out.name for out in outlets()})
# What a dump with Markdown's marks puts before a line.
MARKS = re.compile(r"^(#+|\*|>) ")


@cache
def whole() -> tuple[Labelled, ...]:
    """Pages whose dumps have their paragraphs; made when they are tested, which takes a second."""
    return tuple(page for page in pages() if page.unit == "paragraph")


def named(name: str) -> Labelled:
    return next(page for page in pages() if page.name == name)


def perfect(page: Labelled) -> list[Article]:
    return [
        Article(
            title=truth.title,
            standfirst=truth.standfirst,
            body=truth.body,
            captions=tuple(Caption(cap.text, cap.credit) for cap in truth.captions),
        )
        for truth in page.articles
    ]


def score(page: Labelled, articles: list[Article]) -> float:
    folded = FoldedPage(Page(id=page.name, text="", blocks=()), tuple(articles))
    return score_page(page, "html", folded).score


def test_the_set_is_as_wide_as_it_says() -> None:
    assert len(whole()) >= 72
    assert len({page.lang for page in whole()}) >= 9
    assert len({page.outlet for page in whole()}) >= 14
    arabic = sum(page.lang == "ar" for page in whole()) / len(whole())
    assert 0.3 <= arabic <= 0.4
    held = {page.outlet for page in whole() if page.held}
    assert 0.15 <= len(held) / len(outlets()) <= 0.4
    assert 0.15 <= sum(page.held for page in whole()) / len(whole()) <= 0.4
    assert min(Counter(page.outlet for page in whole()).values()) >= 4


def test_held_pages_have_every_family_twice_and_their_own_stories_and_markup() -> None:
    dev, held = ([p for p in whole() if p.held is flag] for flag in (False, True))
    wanted = {family for page in dev for family in page.families}
    counts = Counter(family for page in held for family in page.families)
    assert {family for family in wanted if counts[family] < 2} == set()
    orders = [(out.story, out.page, out.cards) for out in outlets() if out.held]
    assert not set(orders) & {(o.story, o.page, o.cards) for o in outlets() if not o.held}
    told = {text for page in dev if page.lang == "ar" for a in page.articles for text in a.body}
    fresh = {text for page in held if page.lang == "ar" for a in page.articles for text in a.body}
    assert not {text for text in told & fresh if len(text) > 60}


def test_a_true_credit_names_somebody_and_has_no_label() -> None:
    words = bank("en_mill")
    names = {*words.PEOPLE, *words.AGENCIES}
    for seed in range(20):
        for cap in make_story(Random(seed), "en_mill", seed).captions:
            assert set(cap.by.split(" / ")) <= names
            assert cap.by in cap.credit
    pages_of = [page for page in whole() if page.outlet == "millrace"]
    shown = [cap.credit for page in pages_of for a in page.articles for cap in a.captions]
    assert shown
    assert all(set(credit.split(" / ")) <= names for credit in shown)


def test_dumps_do_what_their_outlets_say() -> None:
    raw = {page.name: page.text for page in whole()}
    assert "\n## " in raw["umbral-0"]
    assert "\n* " in raw["umbral-0"]
    assert "\u00ad" in raw["dijkpost-0"]
    assert "\n    " in raw["zellij-0"]
    assert " \n" in raw["zellij-0"]
    assert "\nالصفحة الرئيسةبلدياتمعيشة" in raw["sanawbar-0"]
    assert "\n\n" in raw["haneul-1"]
    assert "\n광고\n" in raw["haneul-1"]


def test_pages_are_the_same_at_every_call() -> None:
    out = outlets()[0]
    assert make_page(out, 1) == make_page(out, 1)
    assert make_page(out, 1).html != make_page(out, 2).html


@pytest.mark.parametrize("outlet", OUTLETS)
def test_all_that_is_true_stands_in_both_forms(outlet: str) -> None:
    for page in whole():
        if page.outlet == outlet:
            all_true_stands_in_both_forms(page)


def all_true_stands_in_both_forms(page: Labelled) -> None:
    from lxml import html

    lines = {clean(MARKS.sub("", line)) for line in page.text.splitlines()}
    nodes = html.fromstring(page.html.encode()).itertext()
    markup = normal(" ".join(nodes))
    for truth in page.articles:
        for text in (truth.title, truth.standfirst, *truth.body):
            assert not text or clean(text) in lines, page.name
            assert normal(text) in markup, page.name
        for caption in truth.captions:
            forms = {normal(form) for form in caption.forms}
            assert forms & {normal(line) for line in lines}, page.name
            assert normal(caption.text) in markup, page.name


@pytest.mark.parametrize("outlet", OUTLETS)
def test_truth_scores_one(outlet: str) -> None:
    scores = {page.name: score(page, perfect(page)) for page in pages() if page.outlet == outlet}
    assert scores == dict.fromkeys(scores, 1.0)
    assert scores


def test_nothing_true_is_forbidden() -> None:
    for page in whole():
        true = {normal(text) for a in page.articles for text in (a.title, a.standfirst, *a.body)}
        assert not true & {normal(line) for line in page.forbidden}, page.name


def test_families_do_to_their_pages_what_they_are_called_after() -> None:
    for page in whole():
        families = set(page.families)
        bare = (MARKS.sub("", line) for line in page.text.splitlines())
        lines = Counter(clean(line) for line in bare if line.strip())
        if "front" in families:
            assert not page.articles
        if families & {"second", "third", "card_full"}:
            assert len(page.articles) == (3 if "third" in families else 2)
        if "title_echo" in families:
            assert all(lines[clean(a.title)] >= 2 for a in page.articles)
        if "verse" in families:
            assert max(Counter(page.articles[0].body).values()) >= 2
        if "interview" in families:
            assert max(Counter(page.articles[0].body).values()) >= 2
        if "caption_alike" in families:
            assert len(page.articles[0].captions) >= 2
        if "lead_repeat" in families:
            assert lines[clean(page.articles[0].body[0])] == 2


def spoil_title(article: Article) -> Article:
    return replace(article, title=article.title + " TT")


def spoil_order(article: Article) -> Article:
    return replace(article, body=article.body[::-1])


def spoil_captions(article: Article) -> Article:
    return replace(article, captions=article.captions * 2)


def spoil_body(article: Article) -> Article:
    return replace(article, body=(article.title, *article.body))


@pytest.mark.parametrize("spoil", [spoil_title, spoil_order, spoil_captions, spoil_body])
def test_faults_cost_points(spoil) -> None:  # type: ignore[no-untyped-def]
    page = named("sahil-0")
    first, *rest = perfect(page)
    assert score(page, [spoil(first), *rest]) < 1.0


def test_leaks_lost_and_invented_articles_cost_points() -> None:
    page = named("sahil-0")
    first, second = perfect(page)
    leaky = replace(first, body=(*first.body, page.teasers[0]))
    assert score(page, [leaky, second]) < 0.98
    assert score(page, [first]) == pytest.approx(0.5)
    assert score(page, [first, second, Article(title=page.teasers[0])]) == pytest.approx(0.8)


def test_a_front_page_with_an_article_scores_nothing() -> None:
    page = next(page for page in whole() if not page.articles)
    assert score(page, []) == 1.0
    assert score(page, [Article(title=page.teasers[0])]) == 0.0


def test_either_print_of_a_caption_may_be_kept_but_only_once() -> None:
    page = next(page for page in whole() if "caption_near" in page.families)
    (article, *rest) = perfect(page)
    form = page.articles[0].captions[0].forms[-1]
    other = replace(article, captions=(Caption(form), *article.captions[1:]))
    assert score(page, [other, *rest]) == 1.0
    twice = replace(article, captions=(Caption(form), *article.captions))
    assert score(page, [twice, *rest]) < 1.0
