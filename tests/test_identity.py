"""Which addresses are one article."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import identity as naming
from crawler.identity import article_link, believable, clean_url, identity, same_site
from crawler.profile import parse_site

STORY = "https://outlet.example/world/story"
SITE = parse_site(
    r"""
    [site]
    name = "outlet.example"
    domains = ["outlet.example", "outlet-news.example", "*.regions.example"]
    keys = ['^/node/(?P<id>\d+)$', '^/(?:[^/?]+/)+(?P<id>\d{5,})-', '[?&]story=(?P<id>\d+)']
    [crawl]
    sections = ["https://outlet.example/world"]
    deny = ['^/tag/']
    """,
    "outlet.toml",
)


@pytest.mark.parametrize(
    "url",
    [
        "http://outlet.example/world/story",
        "HTTPS://OUTLET.EXAMPLE/world/story",
        "https://outlet.example:443/world/story",
        "http://outlet.example:80/world/story",
        "https://www.outlet.example/world/story/",
        "https://outlet.example./world/story",
        "https://m.outlet.example/world/story",
        "https://mobile.outlet.example/world/story",
        "https://amp.outlet.example/world/story",
        "//outlet.example/world/story",
        "  https://outlet.example/world/story\n",
        "https://outlet.example//world///story",
        "https://outlet.example/world/./other/../story",
        "https://outlet.example/world/story/index.html",
        "https://outlet.example/world/story#comments",
        "https://outlet.example/world/story?",
        "https://outlet.example/world/story?utm_source=feed&utm_campaign=a%20b",
        "https://outlet.example/world/story?UTM_Source=feed",
        "https://outlet.example/world/story?fbclid=abc&gclid=def&ref=home",
        "https://outlet.example/world/story?at_medium=RSS&at_campaign=rss",
        "https://outlet.example/world/story?utm_source=a&amp;utm_medium=b",
        "https://outlet.example/world/story;jsessionid=0A1B?PHPSESSID=7",
        "https://outlet.example/(S(lit3py55t21z5v55vlm25s55))/world/story",
        "https://outlet.example/world/story/amp",
        "https://outlet.example/world/story/amp/",
        "https://outlet.example/amp/world/story",
        "https://outlet.example/world/story.amp",
        "https://outlet.example/world/story?amp",
        "https://outlet.example/world/story?amp=1",
        "https://outlet.example/world/story?outputType=amp",
        "https://outlet.example/world/story?output=amp&amp_js_v=0.1",
        "https://outlet.example/world/story/print",
        "https://outlet.example/print/world/story",
        "https://outlet.example/world/story?print=1",
        "https://outlet.example/world/story?view=print",
        "https://outlet.example/mobile/world/story?m=1",
        "https://outlet-example.cdn.ampproject.org/c/s/outlet.example/world/story",
        "https://www.google.com/amp/s/outlet.example/world/story/amp/",
        "https://outlet.example/%77orld/story",
    ],
)
def test_twins_are_one_address(url):
    assert clean_url(url) == STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, STORY + "-2"),
        (STORY, "https://outlet.example/world/Story"),
        (STORY, "https://other.example/world/story"),
        (STORY, "https://english.outlet.example/world/story"),
        (STORY, "https://outlet.example:8080/world/story"),
        ("https://outlet.example/(S)/story", "https://outlet.example/(F)/story"),
        (STORY + "?id=1", STORY + "?id=2"),
        (STORY + "?p=1", STORY),
        (STORY + "?page=2", STORY),
        ("https://outlet.example/a%2Fb", "https://outlet.example/a/b"),
        ("https://outlet.example/champ", "https://outlet.example/ch"),
        ("https://outlet.example/blueprint", "https://outlet.example/blue"),
        ("https://outlet.example/news?source=a", "https://outlet.example/news?source=b"),
        ("https://outlet.example/#!/story/1", "https://outlet.example/#!/story/2"),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"),
    ],
)
def test_different_addresses_stay_apart(one, other):
    assert clean_url(one) != clean_url(other)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (
            "https://outlet.example/عالم/خبر",
            "https://outlet.example/%D8%B9%D8%A7%D9%84%D9%85/%D8%AE%D8%A8%D8%B1",
        ),
        (
            "https://outlet.example/%d8%b9%D8%A7لم",
            "https://outlet.example/%D8%B9%D8%A7%D9%84%D9%85",
        ),
        # windows-1256 percent forms are not UTF-8 and must not be mangled
        ("https://outlet.example/?q=%C7%E1", "https://outlet.example?q=%C7%E1"),
        ("https://outlet.example/a b?c=d e", "https://outlet.example/a%20b?c=d%20e"),
        ("https://outlet.example/a?c=d+e", "https://outlet.example/a?c=d%20e"),
        ("https://outlet.example/100%", "https://outlet.example/100%25"),
        ("https://outlet.example/a?b=2&a=1&b=1", "https://outlet.example/a?a=1&b=1&b=2"),
        ("https://outlet.example/story.amp.html", "https://outlet.example/story.html"),
        ("https://outlet.example/amp", "https://outlet.example/amp"),
        ("https://outlet.example/", "https://outlet.example"),
        ("https://أخبار.example/a", "https://xn--igbhzg6d.example/a"),
        ("http://[::1]:8000/a", "https://[::1]:8000/a"),
        ("https://user:pass@outlet.example/a", "https://outlet.example/a"),
        ("mailto:a@outlet.example", ""),
        ("javascript:void(0)", ""),
        ("file:///etc/hosts", ""),
        ("/relative", ""),
        ("", ""),
        ("https://", ""),
        ("https://[broken/a", ""),
        ("https://outlet.example:99999/a", ""),
    ],
)
def test_clean_forms(url, clean):
    if "أ" in url:  # the host's form is the IDNA encoder's business
        assert clean_url(url).startswith("https://xn--")
    else:
        assert clean_url(url) == clean


@given(
    st.text(alphabet="/.?&=%;#!+ab2EفأamprintindexutmA", max_size=40),
    st.sampled_from(
        ["https://outlet.example", "http://www.outlet.example:80", "//m.outlet.example/"]
    ),
)
def test_cleaning_is_idempotent(tail, head):
    once = clean_url(f"{head}/{tail}")
    assert clean_url(once) == once
    assert once.startswith("https://outlet.example")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    clean_url(text)
    identity(text, text, SITE)
    article_link(text, SITE)


@pytest.mark.parametrize(
    "url",
    [
        "https://outlet.example/node/5012345",
        "https://outlet.example/node/5012345/?utm_source=x",
        "http://www.outlet.example/world/asia/5012345-a-slug",
        "https://m.outlet.example/world/5012345-%D8%AE%D8%A8%D8%B1",
        "https://outlet.example/world/5012345-خبر/amp",
        "https://outlet-news.example/view?lang=en&story=5012345",
    ],
)
def test_the_sites_own_number_is_the_identity(url):
    assert identity(url, "", SITE) == "outlet.example:5012345"


def test_subdomains_under_a_wildcard_count_by_themselves():
    north = identity("https://north.regions.example/node/1", "", SITE)
    south = identity("https://south.regions.example/node/1", "", SITE)
    assert (north, south) == ("north.regions.example:1", "south.regions.example:1")


@pytest.mark.parametrize(
    ("url", "canonical", "key"),
    [
        # own number first, whatever the page calls itself
        ("https://outlet.example/node/1", "https://outlet.example/node/2", "outlet.example:1"),
        # the canonical address may hold the number that the address lacks
        ("https://outlet.example/s", "https://outlet.example/node/2", "outlet.example:2"),
        # else the canonical address itself
        ("https://outlet.example/s?x=1", "https://outlet.example/s", "https://outlet.example/s"),
        # not the front page, not a language's front page, not a section, not another site
        ("https://outlet.example/s", "https://outlet.example/", "https://outlet.example/s"),
        ("https://outlet.example/s", "https://outlet.example/en/", "https://outlet.example/s"),
        ("https://outlet.example/s", "https://outlet.example/world", "https://outlet.example/s"),
        ("https://outlet.example/s", "https://outlet.example/news", "https://outlet.example/s"),
        ("https://outlet.example/s", "https://outlet.example/ar/أخبار", "https://outlet.example/s"),
        ("https://outlet.example/s", "https://outlet.example/a-b", "https://outlet.example/a-b"),
        ("https://outlet.example/s", "https://other.example/s2", "https://outlet.example/s"),
        ("https://outlet.example/s", "null", "https://outlet.example/s"),
        ("https://outlet.example/s", "javascript:void(0)", "https://outlet.example/s"),
        ("", "", ""),
    ],
)
def test_the_chain_of_identities(url, canonical, key):
    assert identity(url, canonical, SITE) == key


def test_the_profile_is_found_where_none_is_given():
    assert identity("https://www.aawsat.com/node/5012345?utm_source=x") == "aawsat.com:5012345"


def test_canonical_addresses_without_a_profile():
    page = "https://www.outlet.example/s?x=1"
    assert identity(page, "https://outlet.example/s") == "https://outlet.example/s"
    assert identity(page, "https://news.outlet.example/s2") == "https://news.outlet.example/s2"
    assert identity(page, "https://agency.example/s") == "https://outlet.example/s?x=1"
    assert identity(page, "https://www.outlet.example") == "https://outlet.example/s?x=1"


def test_siblings_are_not_one_site():
    assert not same_site("https://one.blogs.example/a", "https://two.blogs.example/a")
    assert same_site("https://blogs.example/a", "https://two.blogs.example/a")
    assert not same_site("https://example/a", "https://two.example/a")
    assert not believable("https://outlet.example.evil.example/s", STORY, SITE)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://outlet.example/node/7", True),
        ("https://outlet.example/world/12345-slug", True),
        ("https://outlet.example/world", False),
        ("https://outlet.example/tag/12345-slug", False),
        ("https://other.example/node/7", False),
        ("mailto:desk@outlet.example", False),
    ],
)
def test_link_rules(url, taken):
    assert article_link(url, SITE) is taken


def test_an_address_cleaned_at_once_comes_out_as_step_by_step(monkeypatch):
    draw = random.Random(7)
    parts = ("a", "Z", "/", "-", "_", "خ", "\u0651", "%d8%AE", "%2F", "%7e", "%41", "%", ".", " ")
    parts += ("\u00a0", "é", "\ud800", "/amp", "/print/", ";", "?a=%d8", "#", "~", "€")
    urls = [
        draw.choice(("http://www.", "https://m.", "https://")) + "velm.example/" + "".join(path)
        for path in (draw.choices(parts, k=draw.randint(0, 9)) for _ in range(3000))
    ]
    at_once = [clean_url.__wrapped__(url) for url in urls]
    assert sum(naming._WRITTEN.fullmatch(url) is not None for url in urls) > 300
    for name in ("_WRITTEN", "_SPELLED"):
        monkeypatch.setattr(naming, name, re.compile("(?!)"))
    assert at_once == [clean_url.__wrapped__(url) for url in urls]
