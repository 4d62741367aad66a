"""What a page says of its article outside its running text: title, people, dates, language.

For every field the sources are asked in this order, and the first that answers is taken:

1. the site profile's selectors (title, byline, published)
2. JSON-LD of an article type, read with leniency (`crawler.jsonld`)
3. OpenGraph and `article:*`
4. other meta names (citation_, dc., parsely-, sailthru., twitter:)
5. microdata (`itemprop`), then `rel=author`
6. `<time>` in the article's place
7. visible author and date lines near the headline, by the cues of `dedupe.cues`
8. the address (a date in it)
9. htmldate, where it is installed, for a date that nothing else gives

The title is the first one found, without the site's name, in the letters of the visible headline
where the two agree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import jsonld
from crawler.moments import dates_of
from crawler.people import agencies_and_people
from crawler.signs import Signs
from crawler.sources import Sources, first, plain, selected, sources_of
from crawler.titles import headline, standfirst_of
from dedupe import cues
from dedupe.agencies import PICTURES, alone
from dedupe.cue_forms import SPACED_DASH, name_like, place_like
from dedupe.lang import guess_lang, script_of
from dedupe.model import Metadata
from dedupe.signature import signature
from dedupe.text import normal, width

if TYPE_CHECKING:
    from lxml import etree

    from crawler.site import Site

_AUTHORS = (
    *("citation_author", "dc.creator", "dcterms.creator", "author", "parsely-author"),
    *("sailthru.author", "byl", "article:author_name"),
)
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section", "category")


def metadata_from_html(
    html: str | bytes | etree._Element, url: str = "", site: Site | None = None
) -> Metadata:
    """The metadata of a page; an element tree is read as it is and not changed."""
    sources = sources_of(html, url, site)
    site_name = _site_name(sources)
    title = headline(sources, site_name)
    standfirst = standfirst_of(sources, title)
    lang = _lang(sources, f"{title}\n{standfirst}")
    authors, agency = agencies_and_people(_authors(sources, site_name), site_name)
    published, modified = dates_of(sources, _locale(sources, lang))
    return Metadata(
        title=title,
        standfirst=standfirst,
        authors=authors,
        agency=agency or _agency(sources),
        section=_section(sources),
        published=published,
        modified=modified,
        lang=lang,
        canonical=sources.canonical,
        site_name=site_name,
        kind=_kind(sources),
    )


# -- address, outlet, kind ------------------------------------------------------------------------


def _site_name(sources: Sources) -> str:
    if sources.site and sources.site.title:
        return sources.site.title
    name = plain(first(sources.signs, "og:site_name", "application-name", "dc.publisher"))
    name = name or jsonld.text(sources.said.get("publisher"), 120)
    for item in sources.items if not name else ():
        if jsonld.types(item) & {"website", "newsmediaorganization"}:
            name = jsonld.text(item.get("name"), 120)
            break
    return name[:120]


def _kind(sources: Sources) -> str:
    try:
        parts = urlsplit(sources.url or sources.canonical)
    except ValueError:
        parts = urlsplit("")
    path = parts.path.strip("/") or parts.query
    if parts.netloc and re.fullmatch(
        r"(?:[a-z]{2}(?:-[a-z]{2})?|index\.\w+|home|[a-z]{2}/home)?", path, re.I
    ):
        return "front"
    if sources.said or sources.signs.article_item:
        return "article"
    og_type = first(sources.signs, "og:type").lower()
    if "article" in og_type:
        return "article"
    seen = frozenset().union(*map(jsonld.types, sources.items)) if sources.items else frozenset()
    if seen & jsonld.LIST_TYPES and "webpage" not in seen:
        return "front"
    many = sum(bool(jsonld.types(item) & jsonld.ARTICLE_TYPES) for item in sources.items) > 2
    if many:
        return "front"
    other = seen & {"profilepage", "aboutpage", "contactpage", "product", "recipe", "videoobject"}
    return "other" if other or og_type in ("profile", "product", "video.other", "book") else ""


# -- people, section, language --------------------------------------------------------------------


def _authors(sources: Sources, site_name: str) -> list[tuple[str, str]]:
    """Names as found with the type that markup gives them, from the first source that has any."""
    signs = sources.signs
    chosen = [(text, "") for text in selected(sources, "byline")]
    written = [(text, "") for text in _labelled(signs)]
    articles = [(text, "") for text in signs.metas.get("article:author", []) if "/" not in text]
    for found in (
        chosen,
        jsonld.names(sources.said.get("author") or sources.said.get("creator"), sources.items),
        articles,
        *([(text, name) for text in signs.metas.get(name, [])] for name in _AUTHORS),
        written,
        [(text, "") for text in signs.items.get("author", [])],
        # A link to an author may say `View my complete profile`.
        [(name, "") for text in signs.authors if (name := _person(text))],
        _visible_authors(signs),
    ):
        people, agency = agencies_and_people(found, site_name)
        if people or agency:
            return found
    return []


def _person(text: str) -> str:
    """The name in the text of a link to an author, which may be `Name - Town`; "" for none."""
    if cues.byline(text) or name_like(text):
        return text
    name, *places = SPACED_DASH.split(text)
    return name if len(places) == 1 and name_like(name, 4) and place_like(places[0]) else ""


def _labelled(signs: Signs) -> list[str]:
    """`twitter:label1` = "Written by" with its `twitter:data1`."""
    for number in ("1", "2"):
        label = normal(first(signs, f"twitter:label{number}"))
        if label and cues.byline(f"{label}: Ada Byron"):
            return [first(signs, f"twitter:data{number}")]
    return []


_SIGNED = re.compile(r"(?:^|[\s_-])(?:by-?line|author|writer)(?:[\s_-]name)?(?:$|[\s_-])")


def _visible_authors(signs: Signs) -> list[tuple[str, str]]:
    lines = [one for one in signs.lines if one.after_title or one.hint]
    signed, below = "", 0
    for at, one in enumerate(lines):
        below += one.after_title
        found = cues.byline(one.text) or ()
        if not found and (one.hint or below <= _HEADER):
            said = signature(one.text)
            found = said.names if said else ()
        if not found and at and cues.is_byline_label(normal(lines[at - 1].text)):
            found = cues.byline(f"{lines[at - 1].text} {one.text}") or ()
        if not any(found) and _SIGNED.search(one.hint):
            name = _signed_name(one.text)
            found = (name,) if " " in name and name_like(name, 4) else ()
            signed = signed or name
        if any(found):
            return [(name, "line") for name in found]
    return [(signed, "line")] if signed else []


# Lines of a header below its headline; further down somebody may sign what a text quotes.
_HEADER = 8


def _signed_name(text: str) -> str:
    """Who signs with a line that stands where an author does, which may have a place or a day."""
    if cues.is_date_line(text) or cues.ends_sentence(text):
        return ""
    said = signature(text)
    if said is not None:
        return said.rest if name_like(said.rest) else ""
    # `London: «The Courier»` stands where an author would.
    place = cues.dateline(text)
    if place is not None:
        return place.author
    name, *rest = SPACED_DASH.split(text)
    if not rest or (len(rest) == 1 and not place_like(rest[0])):
        return text
    return name if name_like(name, 4) else ""


def _agency(sources: Sources) -> str:
    for key in ("sourceOrganization", "provider", "copyrightHolder"):
        if name := cues.agency(jsonld.text(sources.said.get(key), 120)):
            return name
    after = [one.text for one in sources.signs.lines if one.after_title]
    for text in after[:_HEADER]:
        # `SID` above the day; `MAP` may be a button.
        if (name := alone(text.strip("()[] "))) not in PICTURES | {"", "MAP", "PA", "MENA"}:
            return name
    for text in after[:_DATELINES]:
        found = cues.dateline(text)
        if found and found.agency not in PICTURES | {""}:
            return found.agency
    return ""


# Short lines after the headline among which an agency's dateline may be.
_DATELINES = 20


def _section(sources: Sources) -> str:
    named = (
        jsonld.text(sources.said.get("articleSection"), 120),
        plain(first(sources.signs, *_SECTIONS)),
        next(iter(sources.signs.items.get("articlesection", [])), ""),
    )
    # Some systems put the article's summary there.
    return next((one[:120] for one in named if one and width(one) <= _SECTION_WORDS), "")


_SECTION_WORDS = 10


_SAME = {"iw": "he", "in": "id", "nb": "no", "nn": "no", "ji": "yi", "fil": "tl", "pes": "fa"}


def _lang(sources: Sources, text: str) -> str:
    signs = sources.signs
    declared = [
        jsonld.text(sources.said.get("inLanguage"), 20),
        signs.lang,
        first(signs, "og:locale", "content-language", "language", "dc.language"),
        sources.site.language if sources.site else "",
    ]
    codes = [code for value in declared if (code := _code(value))]
    guessed = guess_lang(text)
    # Templates are shipped with lang="en"; the letters of the headline know better.
    for code in codes:
        if not guessed or script_of(code) == script_of(guessed):
            return code
    # A headline of a few names is no sample of a language.
    return guess_lang(_sample(sources.root)) or guessed


def _locale(sources: Sources, lang: str) -> str:
    """`en-us` where an English page or its outlet's profile says so: it turns dates' numbers."""
    declared = (sources.signs.lang or first(sources.signs, "og:locale")).lower().replace("_", "-")
    if lang != "en":
        return lang
    country = sources.site.country if sources.site else ""
    at_home = f"en-{country.lower()}" if country else lang
    return declared if declared.startswith("en-") else at_home


def _code(value: str) -> str:
    code = re.split(r"[-_,;\s]", value.strip().lower())[0]
    return _SAME.get(code, code) if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _sample(root: etree._Element) -> str:
    """Text of the first long paragraphs."""
    found: list[str] = []
    for element in root.iter("p"):
        text = "".join(element.itertext())
        if len(text) > 80:
            found.append(text[:600])
        if len(found) == 4:
            break
    return "\n".join(found)
