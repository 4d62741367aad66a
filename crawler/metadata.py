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

An author that may be the outlet, or an account, gives way to one of a later source. The section is
in the end the last step of the trail that leads to the page, or a link that says it leads to a
category.

The title is the first one found, without the site's name, in the letters of the visible headline
where the two agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import jsonld
from crawler.moments import dates_of
from crawler.people import agencies_and_people
from crawler.signs import Line, Signs
from crawler.sources import Sources, first, plain, selected, sources_of
from crawler.titles import SEPARATORS, headline, standfirst_of
from dedupe import cues
from dedupe.agencies import ANY, PICTURES, alone
from dedupe.cue_bylines import author_names, is_role
from dedupe.cue_forms import SPACED_DASH, cased, name_like, named, only_words, place_like, words
from dedupe.lang import guess_lang, script_of
from dedupe.model import Metadata
from dedupe.signature import signature
from dedupe.text import normal, width
from dedupe.typeset import is_front

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
    if lang == "zh":
        authors = tuple(chain.from_iterable(map(_parted, authors)))
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
    """Names as found with the type that markup gives them, from the first source that has any.

    The outlet's name, or a part of it, and one word that may be an account's, only stand where no
    other source has a name.
    """
    signs = sources.signs
    chosen = [(text, "") for text in selected(sources, "byline")]
    written = [(text, "") for text in _labelled(signs)]
    articles = [(text, "") for text in signs.metas.get("article:author", []) if "/" not in text]
    outlets = _outlets(sources, site_name)
    doubtful: list[tuple[str, str]] = []
    wire: list[tuple[str, str]] = []
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
        sure = not all(_may_be_outlets(one, outlets) for one in people)
        # What a class says weighs less than an account's name.
        guessed = bool(people) and all(source == _GUESSED for _, source in found)
        if doubtful and guessed and not _says_outlet(doubtful[0][0], outlets):
            return doubtful
        if sure and people:
            return wire + found
        if agency and agency != ANY and not wire:
            wire = [(agency, "")]
        if (people or agency) and not doubtful:
            doubtful = found
    if wire:
        return wire
    alone = " ".join(name for name, _ in doubtful)
    # Where letters have no case, one word that the outlet's name has is no person.
    outlet = " " not in alone and not cased(alone) and _says_outlet(alone, outlets)
    return [] if outlet and normal(alone) != ANY else doubtful


def _parted(name: str) -> list[str]:
    """Names of Chinese, which nothing but a space parts and none has within."""
    names = name.split()
    return names if all(map(_CHINESE.fullmatch, names)) else [name]


_CHINESE = re.compile("[\u4e00-\u9fff]{2,4}")


def _outlets(sources: Sources, site_name: str) -> list[str]:
    """What may be the outlet's name: that of the site, and what stands in the page's title beside
    its headline."""
    title = sources.signs.title
    pieces = [title[: one.start()] for one in SEPARATORS.finditer(title)]
    pieces += [title[one.end() :] for one in SEPARATORS.finditer(title)]
    shown = set(map(normal, sources.signs.headlines))
    return [
        key
        for one in (site_name, *sources.signs.logos, *pieces)
        if (key := normal(one)) and key not in shown
    ]


def _may_be_outlets(name: str, outlets: Iterable[str]) -> bool:
    """Whether a name is one word in capitals and small letters, or the outlet's."""
    return (" " not in name.strip() and cased(name)) or _says_outlet(name, outlets)


def _says_outlet(name: str, outlets: Iterable[str]) -> bool:
    """Whether a name says the outlet's, or a part of it."""
    key = normal(name)
    own = set(key.split())
    return any(
        own <= (words := set(outlet.split())) or words <= own or (" " not in key and key in outlet)
        for outlet in outlets
    )


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


_SIGNED = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor[ae]?s?|autoren|auteurs?|writers?|reporters?)"
    r"(?:[\s_-]*names?)?"
    r"(?:$|[\s_-])|(?:^|\s)by(?:$|\s)"
)


def _visible_authors(signs: Signs) -> list[tuple[str, str]]:
    lines = [one for one in signs.lines if one.after_title or one.hint]
    signed, below = "", 0
    for at, one in enumerate(lines):
        below += one.after_title
        found = cues.byline(one.text) or ()
        if not found and (one.hint or below <= _HEADER):
            said = signature(one.text)
            found = said.names if said else ()
        if not found and below <= _HEADER and _is_above_trade(lines, at):
            found = (one.text,)
        if not found and at and cues.is_byline_label(normal(lines[at - 1].text)):
            found = cues.byline(f"{lines[at - 1].text} {one.text}") or ()
        named_so = _SIGNED.search(one.hint) and not cues.is_byline_label(normal(one.text))
        inner = lines[at + 1] if at + 1 < len(lines) else one
        within = _SIGNED.search(inner.hint) and one.text.startswith(f"{inner.text} ")
        if named_so and within and " " in inner.text and name_like(inner.text, 4):
            continue  # a box with more than the name
        guessed = not any(found) and bool(named_so)
        if guessed:
            found = tuple(name for name in author_names(one.text, True) if " " in name)
            name = _named_within(lines, at) or _without_role(_signed_name(one.text))
            if len(found) < 2:
                found = (name,) if " " in name and name_like(name, 4) else ()
            signed = signed or ("" if _DIGIT.search(name) else name)
        if any(found):
            return [(name, _GUESSED if guessed else "line") for name in found]
    return [(signed, _GUESSED)] if signed else []


def _named_within(lines: Sequence[Line], at: int) -> str:
    """The name that opens a line in an element of its own, before a trade; "" for none."""
    text = lines[at].text
    for inner in lines[at + 1 : at + 1 + _INNER]:
        opens = text.startswith(f"{inner.text} ") and " " in inner.text
        if opens and name_like(inner.text, 4):
            return inner.text
    return ""


def _is_above_trade(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name and the one below it nothing but a trade, in elements of their own.

    In one line both are a byline.
    """
    text, below = lines[at].text, lines[at + 1].text if at + 1 < len(lines) else ""
    if " " not in text or not is_role(below) or not name_like(below, 4):
        return False
    return name_like(text, 4) and not is_role(text)


_DIGIT = re.compile(r"\d")
_INNER = 3
"""Elements of a line that may be the one with the name."""
_GUESSED = "class"
"""The source of a name that nothing but the class of its element tells."""
# Lines of a header below its headline; further down somebody may sign what a text quotes.
_HEADER = 8


# `Reporter: Ada Quill`, whatever the word: the class has said that somebody is named.
_ANY_LABEL = re.compile(r"[^\W\d_][^:：\d]{1,24}(?::in(?:nen)?)?[:：]\s*(?=\S)")
_OF = re.compile(r"^De\s(?=[^\W\d_]+\s[^\W\d_]+$)")
"""`By` in Romanian, where a class says that somebody signs."""
_EDITS = re.compile("责编|编辑|編輯|責任編輯|编审|审核|校对")
"""Who put a text of Chinese online has not written it."""


def _without_role(name: str) -> str:
    """A name without the trade that stands before or behind it."""
    words = name.split()
    if len(words) > 2 and normal(words[-1]) in named("ROLES"):
        return " ".join(words[:-1])
    dense = len(words) == 2 and not cased(name) and words[0].endswith(tuple(named("ROLES")))
    return words[1] if dense else name


def _signed_name(text: str) -> str:
    """Who signs with a line that stands where an author does, which may have a place or a day."""
    if cues.is_date_line(text) or cues.ends_sentence(text):
        return ""
    if _EDITS.search(text):
        return ""
    # `London: «The Courier»` stands where an author would.
    place = cues.dateline(text)
    if place is not None:
        return place.author
    text = _OF.sub("", _ANY_LABEL.sub("", text, count=1))
    said = signature(text)
    if said is not None:
        return said.rest if name_like(said.rest) else ""
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
        found = None if only_words(text) else cues.dateline(text)
        if found and found.agency not in PICTURES | {""}:
            return found.agency
    return ""


# Short lines after the headline among which an agency's dateline may be.
_DATELINES = 20


def _section(sources: Sources) -> str:
    said = (
        jsonld.text(sources.said.get("articleSection"), 120),
        plain(first(sources.signs, *_SECTIONS)),
        next(iter(sources.signs.items.get("articlesection", [])), ""),
    )
    # Some systems put the article's summary there.
    told = next((one[:120] for one in said if one and width(one) <= _SECTION_WORDS), "")
    linked = plain(sources.signs.category)
    told = told or _last_step(sources) or (linked if width(linked) <= _STEP_WORDS else "")
    return "" if normal(told) in _NO_SECTION else told


def _steps(sources: Sources) -> list[tuple[str, str]]:
    """Names and addresses of the steps that lead to the page, as it shows or lists them."""
    listed = next((item for item in sources.items if "breadcrumblist" in jsonld.types(item)), {})
    entries = listed.get("itemListElement")
    found = []
    for entry in entries if isinstance(entries, list) and not sources.signs.crumbs else ():
        step = entry if isinstance(entry, dict) else {}
        inner = step.get("item")
        item = inner if isinstance(inner, dict) else {"@id": inner}
        name = jsonld.text(step.get("name") or item.get("name"), 120)
        found.append((name, jsonld.text(item.get("@id") or item.get("url"), 500)))
    return sources.signs.crumbs or found


def _last_step(sources: Sources) -> str:
    """The innermost section in the trail that leads to the page: its last link but for the page's
    own, and none that leads to the front page."""
    heads = [normal(text) for text in (*sources.signs.headlines, sources.signs.title)]
    steps = [
        text
        for said, href in _steps(sources)
        if (text := said.strip(_STEP_ENDS))
        and not text.isdigit()
        and not is_front(href)
        and width(text) <= _STEP_WORDS
        and not any(head.startswith(normal(text.rstrip("….")) or head) for head in heads)
        and not cues.is_short_furniture(text)
    ]
    return steps[-1] if steps else ""


_SECTION_WORDS = 10
_STEP_WORDS = 5
_STEP_ENDS = " ›»>«‹<|/\\·•→←[]:-–—"
_NO_SECTION = words(
    "uncategorized|uncategorised|non classé|sans catégorie|sin categoría|senza categoria"
    "|sem categoria|ohne kategorie|geen categorie|без рубрики|без категории|غير مصنف|بدون تصنيف"
    "|kategorilenmemiş|bez kategorii|未分类|未分類|미분류|home|page d accueil"
)
"""Where content systems put what nobody sorted, and the front page."""


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
