"""Metadata of pages, from good markup to none."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from crawler import jsonld
from crawler.html import parse_html
from crawler.metadata import metadata_from_html
from crawler.people import agencies_and_people
from crawler.profile import PageRules, Site
from crawler.titles import without_site

URL = "https://gull.example/news/harbour-opens"
TITLE = "Harbour opens after three weeks"


def page(head: str = "", body: str = "", lang: str = "en") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "description": "Ferries leave again on Monday.",
    "datePublished": "2031-11-10T08:30:00+03:00",
    "dateModified": "2031-11-11T09:00:00+03:00",
    "author": [{"@type": "Person", "name": "Ada Marsh"}, {"@type": "Person", "name": "Ivo Stone"}],
    "articleSection": "Coast",
    "inLanguage": "en-GB",
    "publisher": {"@type": "Organization", "name": "The Gull"},
}


def test_json_ld_gives_everything() -> None:
    meta = metadata_from_html(page(ld(ARTICLE)), URL)
    assert meta.title == TITLE
    assert meta.standfirst == "Ferries leave again on Monday."
    assert meta.authors == ("Ada Marsh", "Ivo Stone")
    assert meta.published == "2031-11-10T08:30:00+03:00"
    assert meta.modified == "2031-11-11T09:00:00+03:00"
    assert (meta.section, meta.lang) == ("Coast", "en")
    assert (meta.site_name, meta.kind) == ("The Gull", "article")


TEXT = json.dumps(ARTICLE, indent=1)


@pytest.mark.parametrize(
    "script",
    [
        json.dumps([ARTICLE]),
        json.dumps({"@graph": [{"@type": "WebSite", "name": "The Gull"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["Article", "NewsArticle"]}),
        json.dumps({**ARTICLE, "@type": "http://schema.org/NewsArticle"}),
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/*<![CDATA[*/{TEXT}/*]]>*/",
        TEXT.replace("again on Monday", "again\n\ton Monday"),
        TEXT.replace('"The Gull"\n }', '"The Gull",\n },'),
        TEXT.replace("Ferries leave", "Ferries\\' leave"),
        TEXT + ";",
        json.dumps({"@type": "WebSite", "name": "The Gull"}) + TEXT,
        TEXT[: TEXT.index('"inLanguage"') - 4],  # cut in the middle
        TEXT.replace("Ferries leave", 'Ferries "leave"'),
        TEXT.replace('"', "&quot;"),
    ],
)
def test_json_ld_is_read_with_leniency(script: str) -> None:
    html = page(f'<script type="application/ld+json">{script}</script>')
    meta = metadata_from_html(html, URL)
    assert meta.title == TITLE
    assert meta.authors[:1] == ("Ada Marsh",)
    assert meta.published == "2031-11-10T08:30:00+03:00"
    assert meta.kind == "article"


def test_json_ld_of_ten_megabytes_is_bounded() -> None:
    huge = TEXT[:-2] + ', "articleBody": "' + "word " * 2_000_000 + '"}'
    began = time.process_time()
    meta = metadata_from_html(page(f'<script type="application/ld+json">{huge}</script>'), URL)
    assert meta.title == TITLE
    assert time.process_time() - began < 3


@pytest.mark.parametrize("script", ["", "{", "null", "[" * 100_000, '"text"', "[[[]]]", "{}" * 5])
def test_useless_json_ld_is_passed_over(script: str) -> None:
    html = page(f'<script type="application/ld+json">{script}</script><title>{TITLE}</title>')
    assert metadata_from_html(html, URL).title == TITLE


def test_of_several_articles_in_json_ld_the_pages_own_is_taken() -> None:
    cards = [{**ARTICLE, "headline": f"Card {n}", "url": f"/news/{n}"} for n in range(4)]
    own = {**ARTICLE, "mainEntityOfPage": {"@id": URL + "/"}}
    assert metadata_from_html(page(ld([*cards, own])), URL).title == TITLE
    front = metadata_from_html(page(ld(cards) + "<title>Coast</title>"), URL)
    assert front.title == "Coast"
    assert front.kind == "front"


def test_author_by_reference_and_in_one_string() -> None:
    graph = [
        {**ARTICLE, "author": {"@id": "#ada"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Marsh"},
    ]
    assert metadata_from_html(page(ld({"@graph": graph})), URL).authors == ("Ada Marsh",)
    one = {**ARTICLE, "author": "By Ada Marsh and Ivo Stone"}
    assert metadata_from_html(page(ld(one)), URL).authors == ("Ada Marsh", "Ivo Stone")


def test_opengraph_without_json_ld() -> None:
    head = f"""
    <title>{TITLE} | The Gull</title>
    <meta property="og:title" content="{TITLE} - The Gull">
    <meta property="og:site_name" content="The Gull">
    <meta property="og:type" content="article">
    <meta property="og:description" content="Ferries &amp;amp; boats leave again.">
    <meta property="og:locale" content="en_GB">
    <meta property="article:published_time" content="2031-11-10T08:30:00Z">
    <meta property="article:section" content="Coast">
    <meta property="article:author" content="https://social.example/ada">
    <meta name="author" content="Ada Marsh">
    <link rel="canonical" href="/news/harbour-opens?ref=1">"""
    meta = metadata_from_html(f"<html><head>{head}</head></html>", URL)
    assert meta.title == TITLE
    assert meta.standfirst == "Ferries & boats leave again."
    assert meta.authors == ("Ada Marsh",)
    assert meta.published == "2031-11-10T08:30:00+00:00"
    assert (meta.section, meta.lang, meta.kind) == ("Coast", "en", "article")
    assert meta.canonical == "https://gull.example/news/harbour-opens?ref=1"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta name="citation_author" content="Marsh, Ada">', "authors", ("Ada Marsh",)),
        ('<meta name="parsely-author" content="Ada Marsh">', "authors", ("Ada Marsh",)),
        ('<meta name="sailthru.date" content="2031-11-10">', "published", "2031-11-10"),
        ('<meta name="DC.date.issued" content="2031-11-10">', "published", "2031-11-10"),
        ('<meta name="pubdate" content="1951900200">', "published", "2031-11-08T10:30:00+00:00"),
        (
            '<meta name="twitter:label1" content="Written by">'
            '<meta name="twitter:data1" content="Ada Marsh">',
            "authors",
            ("Ada Marsh",),
        ),
    ],
)
def test_other_meta_names(head: str, field: str, value: object) -> None:
    assert getattr(metadata_from_html(page(head), URL), field) == value


def test_microdata_and_time() -> None:
    body = f"""<article itemscope itemtype="https://schema.org/NewsArticle">
    <h1 itemprop="headline">{TITLE}</h1>
    <span itemprop="author"><b>Ada Marsh</b></span>
    <time itemprop="datePublished" datetime="2031-11-10T08:30">Monday</time>
    <time class="updated" datetime="2031-11-12">Wednesday</time></article>
    <aside><time datetime="2030-01-01">old card</time></aside>"""
    meta = metadata_from_html(page("", body), URL)
    assert (meta.title, meta.authors) == (TITLE, ("Ada Marsh",))
    assert meta.published == "2031-11-10T08:30:00"
    assert meta.modified == "2031-11-12"
    assert meta.kind == "article"


def test_times_of_cards_are_not_the_pages() -> None:
    body = f"""<div class="related"><time datetime="2030-01-01">x</time></div><h1>{TITLE}</h1>
    <p><time datetime="2031-11-10">Monday</time></p>"""
    assert metadata_from_html(page("", body), URL).published == "2031-11-10"


@pytest.mark.parametrize(
    ("lang", "title", "lines", "authors", "published"),
    [
        (
            "ar",
            "الميناء يفتح أبوابه بعد ثلاثة أسابيع",
            ["كتب: سليم النوري", "نُشر: 10 نوفمبر 2031 م ـ 25 جمادى الأول 1453 هـ"],
            ("سليم النوري",),
            "2031-11-10",
        ),
        (
            "ar",
            "الميناء يفتح أبوابه من جديد",
            ["بقلم ليلى حداد", "الأحد ٩ تشرين الثاني ٢٠٣١ - 08:30"],
            ("ليلى حداد",),
            "2031-11-09T08:30:00",
        ),
        (
            "de",
            "Der Hafen öffnet wieder",
            ["Von Anna Berg", "10. März 2031"],
            ("Anna Berg",),
            "2031-03-10",
        ),
        (
            "fr",
            "Le port rouvre",
            ["Par Luc Roy", "Publié le 12 mai 2031"],
            ("Luc Roy",),
            "2031-05-12",
        ),
        ("ja", "港が再開", ["文／山田花子", "2031年11月10日"], ("山田花子",), "2031-11-10"),
    ],
)
def test_visible_lines_near_the_headline(
    lang: str, title: str, lines: list[str], authors: tuple[str, ...], published: str
) -> None:
    shown = "".join(f"<div><span>{line}</span></div>" for line in lines)
    meta = metadata_from_html(page("", f"<h1>{title}</h1>{shown}<p>…</p>", lang), URL)
    assert meta.title == title
    assert meta.authors == authors
    assert meta.published == published
    assert meta.lang == lang


def test_agency_of_author_and_of_dateline() -> None:
    author = metadata_from_html(page(ld({**ARTICLE, "author": {"name": "رويترز"}})), URL)
    assert (author.authors, author.agency) == ((), "Reuters")
    shown = metadata_from_html(page("", f"<h1>{TITLE}</h1><p>باريس - أ.ف.ب</p>"), URL)
    assert shown.agency == "AFP"


def test_an_outlet_that_signs_for_itself_does_not_hide_the_author() -> None:
    own = {**ARTICLE, "author": {"@type": "Organization", "name": "The Gull"}}
    html = page(ld(own), f"<h1>{TITLE}</h1><p>By Ada Marsh</p>")
    assert metadata_from_html(html, URL).authors == ("Ada Marsh",)


def test_order_of_numbers_in_a_date_follows_the_declared_country() -> None:
    body = f"<h1>{TITLE}</h1><p>03/04/2031</p>"
    assert metadata_from_html(page("", body, "en-US"), URL).published == "2031-03-04"
    assert metadata_from_html(page("", body, "en-GB"), URL).published == "2031-04-03"
    at_home = Site(name="gull.example", country="US")
    assert metadata_from_html(page("", body, "en"), URL, at_home).published == "2031-03-04"
    assert metadata_from_html(page("", body, "en-GB"), URL, at_home).published == "2031-04-03"


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("2031-11-10T08:30:00", "2031-11-10T08:30:00+03:00"),
        ("2031-07-10 20:30", "2031-07-10T20:30:00+03:00"),
        ("2031-11-10T08:30:00Z", "2031-11-10T08:30:00+00:00"),
        ("2031-11-10", "2031-11-10"),
    ],
)
def test_a_time_without_a_zone_is_in_the_outlets_own(said: str, published: str) -> None:
    head = f'<meta property="article:published_time" content="{said}">'
    html = page(head, f"<h1>{TITLE}</h1>")
    site = Site(name="gull.example", timezone="Asia/Riyadh")
    assert metadata_from_html(html, URL, site).published == published
    lost = replace(site, timezone="Mars/One")
    assert metadata_from_html(html, URL, lost).published[:16] == published[:16]


def test_date_from_the_address_comes_after_the_page() -> None:
    url = "https://gull.example/2031/11/09/harbour"
    assert metadata_from_html(page("", f"<h1>{TITLE}</h1>"), url).published == "2031-11-09"
    dated = page("", f"<h1>{TITLE}</h1><p>10 November 2031</p>")
    assert metadata_from_html(dated, url).published == "2031-11-10"


@pytest.mark.parametrize(
    ("title", "names", "shown", "clean"),
    [
        (f"{TITLE} | The Gull", ["The Gull"], [], TITLE),
        (f"The Gull: {TITLE}", ["The Gull"], [], TITLE),
        (f"{TITLE} - Coast - The Gull", ["The Gull"], [TITLE], TITLE),
        (f"{TITLE} – thegull", ["The Gull"], [], TITLE),
        (f"{TITLE} | Somebody", [], [TITLE], TITLE),
        ("Ferry - a love story", ["The Gull"], [], "Ferry - a love story"),
        ("Mayor: no new bridge", ["The Gull"], [], "Mayor: no new bridge"),
        ("الميناء يفتح أبوابه | النورس", ["النورس"], [], "الميناء يفتح أبوابه"),
        ("The Gull", ["The Gull"], [], "The Gull"),
        ("", [], [], ""),
    ],
)
def test_site_name_is_taken_off_titles(
    title: str, names: list[str], shown: list[str], clean: str
) -> None:
    assert without_site(title, names, shown) == clean


def test_title_is_the_visible_headline_where_they_agree() -> None:
    head = '<meta property="og:title" content="HARBOUR OPENS after three weeks">'
    assert metadata_from_html(page(head, f"<h1>{TITLE}</h1>"), URL).title == TITLE
    long = "The harbour of the old town opens its gates again after three long weeks of silence"
    cut = f'<meta property="og:title" content="{long[:50]}...">'
    assert metadata_from_html(page(cut, f"<h1>{long}</h1>"), URL).title == long
    logo = page(f"<title>{TITLE} | Gull</title>", "<h1>Gull</h1>")
    assert metadata_from_html(logo, URL).title == TITLE
    assert metadata_from_html(page("<title></title>"), URL).title == ""


def test_language_of_the_text_beats_the_templates() -> None:
    body = "<h1>الميناء يفتح أبوابه بعد ثلاثة أسابيع من الإغلاق</h1>"
    assert metadata_from_html(page("", body, "en-US"), URL).lang == "ar"
    assert metadata_from_html(page("", body, ""), URL).lang == "ar"
    assert metadata_from_html(page("", "<h1>Ok</h1>", "iw"), URL).lang == "he"
    assert metadata_from_html("<p></p>", URL).lang == ""


@pytest.mark.parametrize(
    ("url", "html", "kind"),
    [
        ("https://gull.example/", page(ld(ARTICLE)), "front"),
        ("https://gull.example/ar", page(), "front"),
        ("https://gull.example/?p=12", page(ld(ARTICLE)), "article"),
        (URL, page('<meta property="og:type" content="profile">'), "other"),
        (URL, page(ld({"@type": "CollectionPage"})), "front"),
        (URL, page('<meta property="og:type" content="website">'), ""),
        ("", page(), ""),
    ],
)
def test_kind(url: str, html: str, kind: str) -> None:
    assert metadata_from_html(html, url).kind == kind


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/news/1", "https://gull.example/news/1"),
        ("https://gull.example/", ""),  # the home page on every page
        ("javascript:void(0)", ""),
        ("http://[broken", ""),
    ],
)
def test_canonical(href: str, canonical: str) -> None:
    html = page(f'<link rel="canonical" href="{href}">')
    assert metadata_from_html(html, URL).canonical == canonical


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("By Ada Marsh", ("Ada Marsh",)),
        ("Ada Marsh, ada@gull.example", ("Ada Marsh",)),
        ("Ada Marsh and Ada Marsh", ("Ada Marsh",)),
        ("The Gull - Ada Marsh", ("Ada Marsh",)),
        ("admin", ()),
        ("https://gull.example/ada", ()),
        ("gull.example", ()),
        ("The Gull", ()),
        ("10 November 2031", ()),
        ("سليم النوري، ليلى حداد", ("سليم النوري", "ليلى حداد")),
        ("Marsh, Ada", ("Marsh", "Ada")),
        ("", ()),
        # Who runs the site, where, and what templates put where nobody signed.
        ("Gull Media GmbH, Tarnholm, Germany", ()),
        ("publisher", ()),
        ("anónimo", ()),
        ("هيئة التحرير", ()),
        ("Article by", ()),
        ("Ada Marsh · Follow", ("Ada Marsh",)),
        ("veröffentlicht von sommerwind", ("sommerwind",)),
        ("Oleh Petryn", ("Oleh Petryn",)),
        ("fm/dpa", ()),
    ],
)
def test_people(text: str, people: tuple[str, ...]) -> None:
    assert agencies_and_people([(text, "")], "The Gull")[0] == people


@pytest.mark.parametrize(
    ("header", "authors"),
    [
        (
            '<p class="byline">Ada Marsh <time datetime="2031-11-10">10 May 2031</time></p>',
            ["Ada Marsh"],
        ),
        (
            '<p class="date">10 May 2031</p><p class="by">Article by</p><p>Ada Marsh</p>',
            ["Ada Marsh"],
        ),
        ("<div>Posted on May 10, 2031 by Ada Marsh</div>", ["Ada Marsh"]),
        (
            '<div class="post__author">هدى الكرمي - الريحان</div><p>المصدر: المرفأ</p>',
            ["هدى الكرمي"],
        ),
        (
            '<div class="meta"><span>โดย สมหญิง ใจดี</span><span>15 มิถุนายน 2574</span></div>',
            ["สมหญิง ใจดี"],
        ),
        ("<li>기자명 박서윤 기자</li>", ["박서윤"]),
        # A trade behind a name and the writer of a post that the text shows sign nothing.
        ("<p>Ivo Stone</p><p>author</p><p>Ada Marsh</p>", []),
        (
            "".join(f"<p>Pier {n}</p>" for n in range(12))
            + "<p>Posted by Ada Marsh on Monday, May 10, 2031</p>",
            [],
        ),
    ],
)
def test_who_signs_below_the_headline(header: str, authors: list[str]) -> None:
    body = f"<article><h1>The harbour opens again</h1>{header}</article>"
    assert list(metadata_from_html(page(body=body), URL).authors) == authors


@pytest.mark.parametrize(
    ("header", "agency"),
    [
        ("<span>SID</span><span>10 May 2031</span>", "SID"),
        ("<span>(epd)</span>", "epd"),
        ("<button>Map</button><a href='#'>MAP</a>", ""),
        ("<span>A boat, rights: IMAGO</span>", ""),
    ],
)
def test_an_agency_signs_below_the_headline(header: str, agency: str) -> None:
    body = f"<article><h1>The harbour opens again</h1><div>{header}</div></article>"
    assert metadata_from_html(page(body=body), URL).agency == agency


def test_whoever_sells_pictures_writes_nothing() -> None:
    head = '<meta name="author" content="IMAGO">'
    meta = metadata_from_html(page(head, "<h1>The harbour opens again</h1>"), URL)
    assert (meta.authors, meta.agency) == ((), "")


SITE = '<meta property="og:site_name" content="صحيفة المرساة"><title>{} | صحيفة المرساة</title>'


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ("المرساة", ["سليم النوري"]),  # a part of the outlet's name
        ("صحيفة المرساة أونلاين", ["سليم النوري"]),  # and more than it
        ("وكالات", ["سليم النوري"]),
        ("admin", ["سليم النوري"]),
        ("gull7", ["سليم النوري"]),  # an account
        ("ليلى حداد", ["ليلى حداد"]),
    ],
)
def test_a_name_of_nobody_gives_way_to_who_signs(said: str, authors: list[str]) -> None:
    title = "الميناء يفتح أبوابه من جديد"
    head = SITE.format(title) + f'<meta name="author" content="{said}">'
    body = f"<article><h1>{title}</h1><p>بقلم: سليم النوري</p></article>"
    assert list(metadata_from_html(page(head, body, "ar"), URL).authors) == authors


@pytest.mark.parametrize(
    ("said", "shown", "authors"),
    [
        ("The Gull Online", "", ["The Gull Online"]),  # nobody else is named
        ("amarsh", '<a rel="author" href="/x">Ada Marsh</a>', ["Ada Marsh"]),
        ("amarsh", '<p class="author-box">Move Comment</p>', ["amarsh"]),  # a class alone
        ("Ada Marsh", "<p>By Ivo Stone</p>", ["Ada Marsh"]),
    ],
)
def test_a_doubtful_name_stays_where_nothing_surer_is_said(
    said: str, shown: str, authors: list[str]
) -> None:
    head = f'<meta property="og:site_name" content="The Gull"><meta name="author" content="{said}">'
    body = f"<article><h1>{TITLE}</h1>{shown}</article>"
    assert list(metadata_from_html(page(head, body), URL).authors) == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("ავტორი: ნანა კაკაბაძე", ["ნანა კაკაბაძე"]),
        ("Skrivað: Ada Marsh", ["Ada Marsh"]),  # a label that no table has
        ("本报记者　丁禾", ["丁禾"]),
        ("责任编辑：林小荷", []),
        ("Ada Marsh Journalist", ["Ada Marsh"]),
        ("Words and photographs by Ada Marsh", ["Ada Marsh"]),
    ],
)
def test_a_class_says_that_somebody_is_named(line: str, authors: list[str]) -> None:
    body = f'<h1>{TITLE}</h1><p class="author">{line}</p>'
    assert list(metadata_from_html(page(body=body), URL).authors) == authors


@pytest.mark.parametrize(
    ("trail", "section"),
    [
        (
            "<nav class=breadcrumb><a href=/>الرئيسية</a> / <a href=/l>محليات</a> / ميناء</nav>",
            "محليات",
        ),
        ("<ol aria-label=Breadcrumb><li><a href=/>Start</a><li><a href=/c>Coast</a></ol>", "Coast"),
        ("<div class=path><a href=/>新闻中心</a> &gt; <a href=/s>社会</a> &gt; 正文</div>", "社会"),
        (f"<div class=crumbs><a href=/c>Coast ›</a><a href=/n>{TITLE[:20]}…</a></div>", "Coast"),
        ("<div class=crumbs><a href=/>Home</a></div>", ""),
        ("<ul class=menu><li><a href=/c>Coast</a></ul>", ""),
        ('<p><a rel="category tag" href=/c>Coast</a></p>', "Coast"),
        ("<p class=itemCategory>in <a href=/c>Coast</a></p>", "Coast"),
        ('<p><a rel="category tag" href=/u>Uncategorized</a></p>', ""),
        ('<aside><a rel="category tag" href=/c>Coast</a></aside>', ""),
    ],
)
def test_the_way_to_a_page_names_its_section(trail: str, section: str) -> None:
    body = f"{trail}<article><h1>{TITLE}</h1></article>"
    assert metadata_from_html(page(body=body), URL).section == section


def test_the_way_to_a_page_may_be_listed_for_machines() -> None:
    steps = [("Start", "https://gull.example/"), ("Coast", "https://gull.example/c"), (TITLE, URL)]
    entries = [
        {"@type": "ListItem", "position": n, "name": name, "item": address}
        for n, (name, address) in enumerate(steps, 1)
    ]
    head = ld({"@type": "BreadcrumbList", "itemListElement": entries})
    assert metadata_from_html(page(head, f"<h1>{TITLE}</h1>"), URL).section == "Coast"
    for entry in entries:
        entry["item"] = {"@id": entry.pop("item"), "name": entry.pop("name")}
    head = ld({"@type": "BreadcrumbList", "itemListElement": entries})
    assert metadata_from_html(page(head, f"<h1>{TITLE}</h1>"), URL).section == "Coast"


@pytest.mark.parametrize(
    "box",
    [
        "<div class='elementor-widget elementor-widget-post-info'>{}</div>",
        "<div class=post-footer>{}</div>",
        "<div class=card><h1>Harbour opens</h1>{}</div>",
    ],
)
def test_what_systems_call_their_boxes_hides_nobody(box: str) -> None:
    signed = box.format("<p>By Ada Marsh</p>")
    headline = "" if "<h1" in signed else "<h1>Harbour opens</h1>"
    assert metadata_from_html(page(body=headline + signed), URL).authors == ("Ada Marsh",)


def test_of_two_boxes_around_a_name_the_inner_one_has_it() -> None:
    name = "<div class=writer__name>هديل السماك</div>"
    box = f"<div class=writer>{name}<div>المدينة القديمة</div></div>"
    meta = metadata_from_html(page(body=f"<h1>{TITLE}</h1>{box}", lang="ar"), URL)
    assert meta.authors == ("هديل السماك",)


def test_a_smaller_heading_that_the_title_names_is_the_headline_of_a_page_without_one() -> None:
    head = f"<title>{TITLE} - The Gull</title>"
    body = f"<h3>{TITLE}</h3><ul><li>박서윤 기자</li></ul>"
    assert metadata_from_html(page(head, body), URL).authors == ("박서윤",)
    above = f"<h4>{TITLE}</h4><h1>Ferries leave on Monday</h1>"
    head = f"<title>{TITLE}: Ferries leave on Monday</title>"
    assert metadata_from_html(page(head, above), URL).title != TITLE


def test_a_summary_is_no_section() -> None:
    summary = "The harbour of Tarnholm opens again after three weeks of work on the quay"
    head = f'<meta property="article:section" content="{summary}">'
    assert metadata_from_html(page(head), URL).section == ""


def test_site_profile_comes_first() -> None:
    rules = PageRules(title=("h2.head",), byline=(".who",), published=("time.when",))
    site = Site(name="gull.example", title="The Gull", language="en", page=rules)
    body = """<h2 class="head">From the profile</h2><i class="who">By Ada Marsh</i>
    <time class="when" datetime="2031-11-10">x</time>"""
    meta = metadata_from_html(page(ld({**ARTICLE, "author": "Ivo Stone"}), body), URL, site)
    assert (meta.title, meta.authors) == ("From the profile", ("Ada Marsh",))
    assert (meta.published, meta.site_name) == ("2031-11-10", "The Gull")


def test_a_parsed_tree_is_read_and_left_alone() -> None:
    from lxml import etree

    root = parse_html(page(ld(ARTICLE), f"<h1>{TITLE}</h1>"))
    before = etree.tostring(root)
    assert metadata_from_html(root, URL) == metadata_from_html(etree.tostring(root), URL)
    assert etree.tostring(root) == before


@pytest.mark.parametrize("html", ["", "plain text", "<", b"\xff\xfe", "<html><head>", "\x00"])
def test_any_input_gives_metadata(html: str | bytes) -> None:
    metadata_from_html(html, "not a url [")


def test_many_elements_take_linear_time() -> None:
    html = page("", f"<h1>{TITLE}</h1>" + '<div class="date"><p>x <b>y</b></p></div>' * 60_000)
    root = parse_html(html)
    began = time.process_time()
    metadata_from_html(root, URL)
    assert time.process_time() - began < 5


def test_values_of_odd_types_are_no_text() -> None:
    assert jsonld.text(None) == jsonld.text({}) == jsonld.text([]) == jsonld.text(1.5) == ""
    assert jsonld.text([{"name": ["<b>A</b> &amp; B"]}]) == "A & B"


def test_the_one_time_of_a_page_is_its_articles_wherever_it_stands() -> None:
    when = '<time datetime="2030-07-06T11:20:00+05:00">Sat, 07/06/2030 - 11:20</time>'
    text = "<p>Ferries leave again on Monday.</p>"
    body = f"<h1>{TITLE}</h1><article><footer>{when}</footer>{text}</article>"
    assert metadata_from_html(page(body=body)).published == "2030-07-06T11:20:00+05:00"
    other = when.replace("07-06", "08-09")
    cards = f"<h1>{TITLE}</h1>{text}<footer>{when}{other}</footer>"
    assert not metadata_from_html(page(body=cards)).published


NAMED = (
    ('<p>By <a href="/p/1">Ada Marsh</a> and <a href="/p/2">Ivo Stone</a> in Tarnholm</p>', "en",
     ("Ada Marsh", "Ivo Stone")),
    ("<p>Von Ada Marsch, Ivo Stein und unseren Reportern</p>", "de", ("Ada Marsch", "Ivo Stein")),
    ("<p>12.05.2031 17:45 | Автор: Глеб Марин | Просмотров: 318</p>", "ru", ("Глеб Марин",)),
    ("<p>记者：顾以宁 陆沛然</p>", "zh", ("顾以宁", "陆沛然")),
    ('<div><a href="/colunistas/ada">Ada Marés</a><p>Arquiteta</p></div>', "pt", ("Ada Marés",)),
    ('<div class="author"><a href="/e/1"><strong>Ozan Tepe</strong><span>Spor Editörü</span></a>'
     "</div>", "tr", ("Ozan Tepe",)),
)  # fmt: skip


@pytest.mark.parametrize(("line", "lang", "names"), NAMED)
def test_lines_that_say_more_than_who_wrote(line: str, lang: str, names: tuple[str, ...]) -> None:
    meta = metadata_from_html(page(body=f"<h1>{TITLE}</h1>{line}", lang=lang), URL)
    assert meta.authors == names


@pytest.mark.parametrize("desk", ["Gull Newsroom", "Redaktion Gull", "Tim Redaksi Gull", "गल डेस्क"])
def test_a_desk_is_nobody_and_gives_way_to_who_signed(desk: str) -> None:
    said = ld(ARTICLE | {"author": {"@type": "Person", "name": desk}})
    assert metadata_from_html(page(said, f"<h1>{TITLE}</h1>"), URL).authors == ()
    signed = page(said, f"<h1>{TITLE}</h1><p>By Ada Marsh</p>")
    assert metadata_from_html(signed, URL).authors == ("Ada Marsh",)


def test_an_agency_in_small_letters_is_named_beside_a_writer() -> None:
    line = page(body=f"<h1>{TITLE}</h1><p>Von Ada Marsch, dpa</p>", lang="de")
    meta = metadata_from_html(line, URL)
    assert (meta.authors, meta.agency) == (("Ada Marsch",), "DPA")


def test_an_outlets_name_set_as_a_headline_is_not_the_title() -> None:
    logo = '<h1><a href="/">The Gull</a></h1>'
    body = f"{logo}<h3>{TITLE}</h3><p>Ferries leave again.</p>"
    meta = metadata_from_html(page(f"<title>{TITLE} - The Gull</title>", body), "")
    assert meta.title == TITLE
    assert metadata_from_html(page(body=logo), "").title == "The Gull"
    front = page("<title>blog | The Gull</title>", logo)
    assert metadata_from_html(front, "").title == "The Gull"
