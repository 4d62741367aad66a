"""The bundled demo: it is served, its pages are what the truth says, and the truth is complete."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from crawler.demo import courier, expected, lighthouse, textdump
from crawler.demo.site import dump_dir, pages, serve, site_profiles, truth, write_profiles
from crawler.demo.stories import stories
from crawler.site import load_site
from dedupe.text import clean, jaccard, normal, shingles

TRUTH = truth()
BASE = "http://127.0.0.1:1"
HOMES = {"lighthouse.demo": "lighthouse", "courier.demo": "courier"}
DAYS = [(page, day) for page in TRUTH["pages"] for day in page["days"]]
RUN = 40
"""Enough characters of a text that finding them means finding the text."""


def test_truth_file_is_what_the_stories_give() -> None:
    assert expected.whole_truth() == TRUTH, "run: python -m crawler.demo.expected"


def test_dump_files_are_what_the_stories_give() -> None:
    files = {path.name: path.read_bytes() for path in dump_dir().iterdir()}
    assert files == {p.name: textdump.dump_bytes(p, stories()) for p in textdump.PAGES}


def test_the_world_is_as_large_as_it_promises() -> None:
    """Counted from the lists of the truth by hand's arithmetic, not by the code that wrote it."""
    shown = [a for page in TRUTH["pages"] for a in page["articles"]]
    languages = Counter(lang for _, lang in {(a["story"], a["lang"]) for a in shown})
    assert languages == {"ar": 6, "en": 4, "fr": 3, "el": 2}
    assert all(4 <= a["paragraphs"] <= 10 for a in shown)
    told = TRUTH["expected"]
    assert (told["records"], told["texts"], told["quarantined"]) == (20, 22, 3)
    assert told["days"]["1"]["pages"] == len([p for p in TRUTH["pages"] if 1 in p["days"]]) == 17
    assert told["changed_on_day_2"] == 1
    assert told["dump"]["articles"] == 10


@pytest.mark.parametrize(("page", "day"), DAYS, ids=lambda value: str(value)[:60])
def test_every_text_of_the_truth_stands_on_its_page(page: dict[str, Any], day: int) -> None:
    blocks = _visible(page, day)
    for article in page["articles"]:
        for text in [article["title"], *article["body"]]:
            assert text in blocks, f"{text!r} is no block of {page['path']}"
        for text in [article["standfirst"], article["section"]]:
            assert not text or text in blocks
        for caption in article["captions"]:
            assert any(caption["text"] in b and caption["credit"] in b for b in blocks)
        whole = "\n".join(blocks)
        assert all(name in whole for name in article["authors"])
        assert article["agency"] in whole
        assert article["dateline_text"] in whole
        assert article["dateline"] in article["dateline_text"]
    for teaser in page["teasers"]:
        for text in [teaser["title"], teaser["standfirst"], teaser["dateline_text"]]:
            assert not text or text in blocks
    for texts in page["folded"].values():
        for text in texts:
            assert any(text in block for block in blocks), f"{text!r} is not on {page['path']}"


@pytest.mark.parametrize(("page", "day"), DAYS, ids=lambda value: str(value)[:60])
def test_body_stands_in_the_truth_s_order(page: dict[str, Any], day: int) -> None:
    blocks = _visible(page, day)
    place = -1
    for article in page["articles"]:
        for text in article["body"]:
            place = blocks.index(text, place + 1)


@pytest.mark.parametrize(("page", "day"), DAYS, ids=lambda value: str(value)[:60])
def test_repeats_are_on_the_page_once_more_than_the_record_needs(
    page: dict[str, Any], day: int
) -> None:
    blocks = Counter(normal(block) for block in _visible(page, day))
    kept = {normal(article["title"]) for article in page["articles"]}
    for article in page["articles"]:
        kept |= {normal(caption["line"]) for caption in article["captions"]}
    for text, times in Counter(map(normal, page["folded"]["repeats"])).items():
        assert blocks[text] == times + (text in kept), text


def test_the_wire_story_is_one_story_in_two_outlets_with_small_edits() -> None:
    one, other = (
        next(a for p in TRUTH["pages"] if p["site"] == site for a in p["articles"] if _wire(a))
        for site in HOMES
    )
    assert one["title"] != other["title"]
    assert one["body"] != other["body"]
    alike = jaccard(shingles(" ".join(one["body"])), shingles(" ".join(other["body"])))
    assert 0.7 < alike < 1


def test_no_two_stories_are_alike() -> None:
    news = [story for story in stories().values() if story.parts]
    sets = {s.id: shingles(" ".join(part.text for part in s.parts)) for s in news}
    for one in news:
        for other in news:
            if one.story < other.story:
                assert jaccard(sets[one.id], sets[other.id]) < 0.05


def test_the_second_day_changes_one_headline_and_adds_one_paragraph() -> None:
    first, second = (stories(day)["ar-dam"] for day in (1, 2))
    assert len(set(first.title.split()) ^ set(second.title.split())) == 4
    assert len(second.parts) == len(first.parts) + 1
    assert [p for p in second.parts if p in first.parts] == list(first.parts)
    others = [s for s in stories().values() if s.id != "ar-dam"]
    assert all(stories(2)[s.id].parts == s.parts for s in others)


def test_refrains_are_kept_as_often_as_they_are_sung() -> None:
    by_story = {a["story"]: a["body"] for p in TRUTH["pages"] for a in p["articles"]}
    sung = {story: max(Counter(body).values()) for story, body in by_story.items()}
    assert {story: n for story, n in sung.items() if n > 1} == {"ar-song": 3, "en-boats": 3}


@pytest.mark.parametrize("home", HOMES.values())
@pytest.mark.parametrize("day", [1, 2])
def test_pages_are_whole_html(home: str, day: int) -> None:
    """Every element is closed: the pages read the same as strict markup and as lenient."""
    for kind, text in pages(home, BASE, day).values():
        if kind.startswith("text/html"):
            assert html.document_fromstring(text).findall(".//body") is not None
            assert _tags(text) == 0, text[:200]
        elif kind.startswith("application/xml"):
            etree.fromstring(text.encode("utf-8"))


def test_serving_answers_on_both_days_and_stops() -> None:
    with serve() as site:
        lights = site.bases["lighthouse.demo"]
        assert "تستعد لفتح" in _get(f"{lights}/node/1201?utm_source=rss")
        site.day = 2
        assert "تبدأ فتح" in _get(f"{lights}/node/1201")
        assert "Disallow" in _get(f"{site.bases['courier.demo']}/robots.txt")
        for base, path in [(lights, lighthouse.GONE), (site.bases["courier.demo"], courier.GONE)]:
            with pytest.raises(urllib.error.HTTPError, match="404"):
                _get(base + path)
        assert site.hits[0] == ("lighthouse.demo", "/node/1201")
    with pytest.raises(urllib.error.URLError):
        _get(f"{lights}/")
    with pytest.raises(ValueError, match="days 1 and 2"), serve(3):
        pass


def test_every_page_of_the_truth_can_be_discovered() -> None:
    """Feed, sitemap and section page together name all pages, the gone and the refused."""
    rss = etree.fromstring(pages("lighthouse", BASE)["/feed.xml"][1].encode())
    urls = [link.text or "" for link in rss.findall(".//item/link")]
    found = {("lighthouse.demo", urlsplit(url).path) for url in urls}
    sitemap = etree.fromstring(pages("courier", BASE)["/sitemap.xml"][1].encode())
    front = html.document_fromstring(pages("courier", BASE)[courier.FRONT][1])
    urls = [loc.text or "" for loc in sitemap.iter("{*}loc")] + front.xpath("//h1/..//@href")
    found |= {("courier.demo", urlsplit(url).path) for url in urls}
    told = {(page["site"], page["path"]) for page in TRUTH["pages"]}
    day = TRUTH["expected"]["days"]["1"]
    assert {path for _, path in found - told} == {*day["gone"], *day["refused"]}
    assert told <= found


def test_profiles_are_read_and_give_keys_without_ports(tmp_path: Path) -> None:
    from crawler.identity import article_link, identity

    bases = {"lighthouse.demo": BASE, "courier.demo": "http://127.0.0.1:2"}
    assert set(site_profiles(bases)) == set(bases)
    write_profiles(bases, tmp_path)
    for page in TRUTH["pages"]:
        site = load_site(page["site"], tmp_path)
        url = bases[page["site"]] + page["path"]
        assert article_link(url, site)
        assert identity(url, "", site) == f"{site.name}:{page['path'].rsplit('/', 1)[1]}"


@pytest.mark.parametrize("page", TRUTH["dump"], ids=lambda page: page["file"])
def test_dump_files_hold_their_truth(page: dict[str, Any]) -> None:
    text = (dump_dir() / page["file"]).read_bytes().decode(page["encoding"])
    lines = [clean(line) for line in text.splitlines() if line.strip()]
    place = -1
    for article in page["articles"]:
        assert lines.count(article["title"]) == 2
        for paragraph in article["body"]:
            place = lines.index(paragraph, place + 1)
    for teaser in page["teasers"]:
        assert {teaser["title"], teaser["standfirst"], teaser["dateline_text"]} <= set(lines)
    for texts in page["folded"].values():
        assert all(line in lines for text in texts for line in text.split("\n") if line)
    if page["articles"]:
        marker = page["folded"]["markers"][0]
        assert lines.count(marker) == len(page["articles"])


def test_dump_is_as_messy_as_dumps_are() -> None:
    raw = {page["file"]: (dump_dir() / page["file"]).read_bytes() for page in TRUTH["dump"]}
    messy = raw["ar-library.txt"].decode()
    assert "\r\n" in messy
    assert "\u00a0" in messy
    assert "\u200f" in messy
    assert raw["empty.txt"] == b""
    with pytest.raises(UnicodeDecodeError):
        raw["ar-salt.txt"].decode()
    assert len({p["folded"]["markers"][0] for p in TRUTH["dump"] if p["articles"]}) == 5


def test_cards_of_the_dump_follow_each_other_without_a_blank_line() -> None:
    for page in TRUTH["dump"]:
        text = (dump_dir() / page["file"]).read_bytes().decode(page["encoding"])
        lines = [clean(line) for line in text.splitlines()]
        for one, other in pairwise(page["teasers"]):
            after = lines[lines.index(one["dateline_text"], lines.index(one["title"])) + 1]
            caption = other["captions"][0]
            assert after == f"{other['section']} {caption['line']}"


def _wire(article: dict[str, Any]) -> bool:
    return bool(article["story"] == "en-river")


def _visible(page: dict[str, Any], day: int) -> list[str]:
    """The page's visible text by block-level elements, found without the project's own code."""
    text = pages(HOMES[page["site"]], BASE, day)[page["path"]][1]
    body = html.document_fromstring(text).find(".//body")
    assert body is not None
    inline = {"a", "span", "q", "button", "time", "img"}
    found = []
    for element in body.iter():
        if any(child.tag in inline or element.text for child in element) or not len(element):
            words = clean(element.text_content())
            parent = element.getparent()
            alone = parent is not None and clean(parent.text_content()) == words
            if words and not (alone and element.tag in inline):
                found.append(words)
    return found


def _tags(text: str) -> int:
    """Opening less closing tags, without those that never close."""
    void = ("meta", "link", "img", "br")
    opened = sum(1 for e in html.document_fromstring(text).iter(etree.Element) if e.tag not in void)
    return opened - text.count("</")


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode("utf-8"))
