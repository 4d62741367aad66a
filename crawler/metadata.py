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

import datetime
import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from crawler import jsonld
from crawler.people import agencies_and_people
from crawler.signs import Signs, gather, line
from dedupe import cues
from dedupe.dates import date_from_url, find_date
from dedupe.lang import guess_lang, script_of
from dedupe.model import Metadata
from dedupe.text import clean, normal

if TYPE_CHECKING:
    from lxml import etree

    from crawler.site import Site

_TITLES = (
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
_AUTHORS = (
    *("citation_author", "dc.creator", "dcterms.creator", "author", "parsely-author"),
    *("sailthru.author", "byl", "article:author_name"),
)
_PUBLISHED = ("article:published_time", "og:article:published_time", "og:published_time")
_PUBLISHED_TOO = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "article.published",
    "published-date",
    "publish-date",
    "publish_date",
    "publication_date",
    "publishdate",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "date",
)
_MODIFIED = ("article:modified_time", "og:article:modified_time", "og:updated_time")
_MODIFIED_TOO = ("dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "datemodified")
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section", "category")
_DESCRIPTIONS = ("og:description", "description", "dc.description", "twitter:description")
_MOST_FOR_HTMLDATE = 600_000  # characters of markup; it reads the whole page several times


@dataclass(frozen=True, slots=True)
class _Sources:
    """Everything that the cascade asks."""

    root: etree._Element
    signs: Signs
    items: list[jsonld.Json]
    said: jsonld.Json
    """The JSON-LD object of the article."""
    url: str
    site: Site | None


def metadata_from_html(
    html: str | bytes | etree._Element, url: str = "", site: Site | None = None
) -> Metadata:
    """The metadata of a page; an element tree is read as it is and not changed."""
    sources = _sources(html, url, site)
    canonical = _canonical(sources.signs, url)
    site_name = _site_name(sources)
    title = _headline(sources, site_name)
    standfirst = _standfirst(sources, title)
    lang = _lang(sources, f"{title}\n{standfirst}")
    authors, agency = agencies_and_people(_authors(sources), site_name)
    published, modified = _dates(sources, lang)
    return Metadata(
        title=title,
        standfirst=standfirst,
        authors=authors,
        agency=agency or _agency(sources),
        section=_section(sources),
        published=published,
        modified=modified,
        lang=lang,
        canonical=canonical,
        site_name=site_name,
        kind=_kind(sources, canonical),
    )


def _sources(html: str | bytes | etree._Element, url: str, site: Site | None) -> _Sources:
    if isinstance(html, str | bytes):
        from crawler.html import parse_html

        root = parse_html(html)
    else:
        root = html
    signs = gather(root)
    items = jsonld.objects(signs.scripts)
    addresses = [url, _canonical(signs, url)]
    headline = signs.headlines[0] if signs.headlines else ""
    return _Sources(root, signs, items, jsonld.article(items, addresses, headline), url, site)


def _first(signs: Signs, *names: str) -> str:
    return next((signs.metas[name][0] for name in names if signs.metas.get(name)), "")


def _plain(value: str) -> str:
    """Attribute text as a reader would see it: entities that were escaped twice, no markup."""
    return clean(re.sub(r"</?[a-zA-Z][^<>]{0,300}>", " ", entities.unescape(value)))


# -- address, outlet, kind ------------------------------------------------------------------------


def _canonical(signs: Signs, url: str) -> str:
    for href in [*signs.links.get("canonical", [])[:2], *signs.metas.get("og:url", [])[:1]]:
        try:
            address = urljoin(urljoin(url, signs.base) if signs.base else url, clean(href))
            parts = urlsplit(address)
            own = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.netloc:
            continue
        # Some systems print the home page's address on every page.
        if own.path.strip("/") and not parts.path.strip("/") and not parts.query:
            continue
        return address.partition("#")[0]
    return ""


def _site_name(sources: _Sources) -> str:
    if sources.site and sources.site.title:
        return sources.site.title
    name = _plain(_first(sources.signs, "og:site_name", "application-name", "dc.publisher"))
    name = name or jsonld.text(sources.said.get("publisher"), 120)
    for item in sources.items if not name else ():
        if jsonld.types(item) & {"website", "newsmediaorganization"}:
            name = jsonld.text(item.get("name"), 120)
            break
    return name[:120]


def _kind(sources: _Sources, canonical: str) -> str:
    try:
        parts = urlsplit(sources.url or canonical)
    except ValueError:
        parts = urlsplit("")
    path = parts.path.strip("/") or parts.query
    if parts.netloc and re.fullmatch(
        r"(?:[a-z]{2}(?:-[a-z]{2})?|index\.\w+|home|[a-z]{2}/home)?", path, re.I
    ):
        return "front"
    if sources.said or sources.signs.article_item:
        return "article"
    og_type = _first(sources.signs, "og:type").lower()
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


# -- title and standfirst -------------------------------------------------------------------------


def _headline(sources: _Sources, site_name: str) -> str:
    signs = sources.signs
    names = [site_name, *_domain_names(sources)]
    shown = [text for text in signs.headlines if normal(text) not in set(map(normal, names))]
    picked = _selected(sources, "title")
    candidates = [
        *picked,
        jsonld.text(sources.said.get("headline") or sources.said.get("name"), 500),
        _first(signs, "og:title"),
        _first(signs, "twitter:title", *_TITLES),
        *signs.items.get("headline", [])[:1],
        *(text for text in shown if normal(text) in normal(signs.title)),
        _tab_title(without_site(signs.title, names, shown)),
        *shown,
    ]
    for candidate in candidates:
        title = without_site(_plain(candidate), names, shown)
        if title and normal(title) and normal(title) not in set(map(normal, names)):
            return _as_shown(title, shown)
    return ""


def _as_shown(title: str, shown: list[str]) -> str:
    """The visible headline where it is the same one, or the whole of a title that was cut."""
    key = normal(title)
    for text in shown:
        if normal(text) == key:
            return text
    cut = title.endswith(("...", "…")) or len(title) >= 108
    for text in shown:
        if cut and len(key) > 20 and normal(text).startswith(normal(title.rstrip(".… "))):
            return text
    return title


_SEPARATORS = re.compile(r"\s+[|\-–—―:»«•·~/]+\s+|\s*[|｜]\s*|\s*::\s*|_(?=[^_]+$)|(?<=\S):\s+")


def without_site(title: str, names: Iterable[str], shown: Iterable[str] = ()) -> str:
    """`title` without a site's name before or behind it.

    A piece is the site's name when it is one of `names`, or when the other piece is a headline
    that the page shows.

    >>> without_site("Harbour opens - The Gull", ["The Gull"])
    'Harbour opens'
    >>> without_site("Ferry - a novel", ["The Gull"])
    'Ferry - a novel'
    """
    keys = {_joined(name) for name in names} - {""}
    heads = {normal(text) for text in shown} - {""}
    for _ in range(3):
        cuts = list(_SEPARATORS.finditer(title))
        if not cuts or normal(title) in heads:
            return title
        for cut in (cuts[-1], *cuts):
            left, right = title[: cut.start()].strip(), title[cut.end() :].strip()
            if left and (_joined(right) in keys or normal(left) in heads):
                title = left
                break
            if right and (_joined(left) in keys or normal(right) in heads):
                title = right
                break
        else:
            return title
    return title


def _joined(name: str) -> str:
    """A name as it stands in a host: "Los Andes" is `losandes`."""
    return normal(name).replace(" ", "")


def _tab_title(title: str) -> str:
    """The `title` element's headline part, where no name of the site is known to cut off.

    What stands behind a bar and is shorter than what stands before it is the site; a hyphen proves
    nothing.
    """
    left, bar, right = title.rpartition("|")
    if bar and len(right.split()) <= 4 and len(left.split()) > len(right.split()):
        return left.strip()
    return title


def _domain_names(sources: _Sources) -> list[str]:
    """The host and its chief label, as titles write them: `gull.example`, `gull`."""
    try:
        host = (urlsplit(sources.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    names = [host, host.rsplit(".", 1)[0], host.partition(".")[0]] if "." in host else []
    return names + ([sources.site.title, sources.site.name] if sources.site else [])


def _standfirst(sources: _Sources, title: str) -> str:
    candidates = [
        *_selected(sources, "standfirst"),
        jsonld.text(sources.said.get("description"), 1000),
        *(_first(sources.signs, name) for name in _DESCRIPTIONS),
    ]
    for candidate in candidates:
        text = _plain(candidate)
        if text and normal(text) != normal(title):
            return text
    return ""


# -- people, section, language --------------------------------------------------------------------


def _authors(sources: _Sources) -> list[tuple[str, str]]:
    """Names as found with the type that markup gives them, from the first source that has any."""
    signs = sources.signs
    selected = [(text, "") for text in _selected(sources, "byline")]
    written = [(text, "") for text in _labelled(signs)]
    articles = [(text, "") for text in signs.metas.get("article:author", []) if "/" not in text]
    for found in (
        selected,
        jsonld.names(sources.said.get("author") or sources.said.get("creator"), sources.items),
        articles,
        *([(text, name) for text in signs.metas.get(name, [])] for name in _AUTHORS),
        written,
        [(text, "") for text in signs.items.get("author", [])],
        [(text, "") for text in signs.authors],
        _visible_authors(signs),
    ):
        people, agency = agencies_and_people(found, "")
        if people or agency:
            return found
    return []


def _labelled(signs: Signs) -> list[str]:
    """`twitter:label1` = "Written by" with its `twitter:data1`."""
    for number in ("1", "2"):
        label = normal(_first(signs, f"twitter:label{number}"))
        if label and cues.byline(f"{label}: Ada Byron"):
            return [_first(signs, f"twitter:data{number}")]
    return []


_SIGNED = re.compile(r"(?:^|[\s_-])(?:by-?line|author|writer)(?:[\s_-]name)?(?:$|[\s_-])")


def _visible_authors(signs: Signs) -> list[tuple[str, str]]:
    lines = [one for one in signs.lines if one.after_title or one.hint]
    for one in lines:
        found = cues.byline(one.text)
        if found:
            return [(name, "line") for name in found]
    for one in lines:
        plain = not cues.is_date_line(one.text) and not cues.ends_sentence(one.text)
        if plain and _SIGNED.search(one.hint):
            return [(one.text, "line")]
    return []


def _agency(sources: _Sources) -> str:
    for key in ("sourceOrganization", "provider", "copyrightHolder"):
        if name := cues.agency(jsonld.text(sources.said.get(key), 120)):
            return name
    after = [one.text for one in sources.signs.lines if one.after_title]
    for text in after[:_DATELINES]:
        found = cues.dateline(text)
        if found and found.agency:
            return found.agency
    return ""


# Short lines after the headline among which an agency's dateline may be.
_DATELINES = 20


def _section(sources: _Sources) -> str:
    section = jsonld.text(sources.said.get("articleSection"), 120)
    section = section or _plain(_first(sources.signs, *_SECTIONS))
    section = section or next(iter(sources.signs.items.get("articlesection", [])), "")
    return section[:120]


_SAME = {"iw": "he", "in": "id", "nb": "no", "nn": "no", "ji": "yi", "fil": "tl", "pes": "fa"}


def _lang(sources: _Sources, text: str) -> str:
    signs = sources.signs
    declared = [
        jsonld.text(sources.said.get("inLanguage"), 20),
        signs.lang,
        _first(signs, "og:locale", "content-language", "language", "dc.language"),
        sources.site.language if sources.site else "",
    ]
    codes = [code for value in declared if (code := _code(value))]
    guessed = guess_lang(text)
    # Templates are shipped with lang="en"; the letters of the headline know better.
    for code in codes:
        if not guessed or script_of(code) == script_of(guessed):
            return code
    return guessed or guess_lang(_sample(sources.root))


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


# -- dates ----------------------------------------------------------------------------------------


def _dates(sources: _Sources, lang: str) -> tuple[str, str]:
    signs, said = sources.signs, sources.said
    published = _date(
        lang,
        *_selected(sources, "published"),
        jsonld.text(said.get("datePublished") or said.get("dateCreated"), 80),
        *(_first(signs, name) for name in (*_PUBLISHED, *_PUBLISHED_TOO)),
        *signs.items.get("datepublished", [])[:2],
        *_times(signs, changed=False),
    )
    # Reading lines costs more than reading attributes: only where these are silent.
    published = published or _date(lang, *_date_lines(signs), date_from_url(sources.url))
    modified = _date(
        lang,
        jsonld.text(said.get("dateModified"), 80),
        *(_first(signs, name) for name in (*_MODIFIED, *_MODIFIED_TOO)),
        *signs.items.get("datemodified", [])[:2],
        *_times(signs, changed=True),
    )
    return published or modified or _by_htmldate(sources), modified


def _date(lang: str, *values: str) -> str:
    """The first value that holds a date; seconds since 1970 are read too."""
    for value in values:
        if re.fullmatch(r"1\d{9}(?:\d{3})?", value):
            moment = datetime.datetime.fromtimestamp(int(value[:10]), datetime.UTC)
            return moment.isoformat()
        if value and (date := find_date(value, lang)):
            return date
    return ""


_CHANGED = re.compile(r"updat|modif|chang|edit", re.IGNORECASE)


def _times(signs: Signs, changed: bool) -> list[str]:
    """Values of `time` elements, the ones that say that they are the publication's first."""
    own = [one for one in signs.times if one[2] and bool(_CHANGED.search(one[1])) == changed]
    if changed:
        return [value for value, _, _ in own[:1]]
    marked = [one for one in own if re.search(r"publi|pubdate|posted|created", one[1], re.I)]
    marked = [one for one in marked if not one[1].endswith(" -") or "publi" in one[1].lower()]
    return [value for value, _, _ in (*marked[:1], *own[:1])]


def _date_lines(signs: Signs) -> list[str]:
    """Visible date lines: those after the headline first, then those that class words point out."""
    after = [one.text for one in signs.lines if one.after_title and cues.is_date_line(one.text)]
    before = [
        one.text
        for one in signs.lines
        if not one.after_title and one.hint and cues.is_date_line(one.text)
    ]
    hinted = [one.text for one in signs.lines if one.after_title and one.hint]
    return [*after[:3], *hinted[:5], *before[:2]]


def _by_htmldate(sources: _Sources) -> str:
    """The verdict of htmldate; it changes the tree it reads, so it gets a copy."""
    try:
        from htmldate import find_date as search
        from lxml import etree
    except ImportError:
        return ""
    markup = etree.tostring(sources.root, encoding="unicode", method="html")
    if not 200 <= len(markup) <= _MOST_FOR_HTMLDATE:
        return ""
    try:
        return (
            search(markup, extensive_search=False, original_date=True, url=sources.url or None)
            or ""
        )
    except Exception:  # a third party's parser on the wild web; no date is an answer
        return ""


def _selected(sources: _Sources, field: str) -> list[str]:
    """Texts (or `datetime` and `content` values) at the site profile's selectors."""
    selectors: Any = getattr(sources.site.page, field, ()) if sources.site else ()
    found: list[str] = []
    for selector in selectors:
        for element in sources.root.cssselect(selector)[:5]:
            value = element.get("datetime") or element.get("content") or line(element, 500)
            if value:
                found.append(clean(value))
    return found
