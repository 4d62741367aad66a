"""One pass over an element tree that gathers every place where metadata may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dedupe.cues import is_author_page
from dedupe.text import clean, normal, width
from dedupe.typeset import is_front
from dedupe.unchanging import unchanging

if TYPE_CHECKING:
    from lxml import etree

MOST_ELEMENTS = 200_000
"""Elements that are looked at; what a page says of itself stands near its start."""
MOST_OF_A_KIND = 400
LONGEST_LINE = 140
"""Characters of a visible author or date line."""
_MOST_LINES = 40
"""Short lines kept below the first headline, where author and date stand; as many more that a hint
speaks for, and `_MOST_ABOVE` of these above it. What is above without a hint is not asked for."""
_MOST_ABOVE = 30

_HINT = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor[ae]?s?|autoren|auteurs?|writers?|reporters?|date|dateline|time|timestamp"
    r"|publish\w*|posted|pub-?date|updated|modified|info|credits?|signature"
    r"|entry-meta|post-meta|article-meta)(?:$|[\s_-])|(?:^|\s)by(?:$|\s)",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(["nav", "aside", "footer", "form", "select", "button"])
_ELSEWHERE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|comments?|(?<!post-)(?<!entry-)(?<!article-)footer|teasers?"
    r"|cards?|recommend\w*|most|popular|trending|(?<!elementor-)widget|ticker|breaking|latest|promo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INLINE_LIMIT = 12  # descendants; more is no line


@unchanging
class Line:
    """A short visible line where an author or a date may stand."""

    text: str
    hint: str
    """Class and id words that speak for it, or ""."""
    after_title: bool


@dataclass(slots=True)
class Signs:
    """What the pass gathers, in page order."""

    lang: str = ""
    base: str = ""
    title: str = ""
    scripts: list[str] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    headlines: list[str] = field(default_factory=list)
    logos: list[str] = field(default_factory=list)
    """Names of the outlet, set as a headline is."""
    items: dict[str, list[str]] = field(default_factory=dict)
    """Microdata: itemprop -> values."""
    authors: list[str] = field(default_factory=list)
    """Texts of links with rel=author."""
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    """Texts and addresses of the links in the first trail that leads to the page."""
    category: str = ""
    """Text of the first link that says that it leads to the article's category."""
    times: list[tuple[str, str, bool]] = field(default_factory=list)
    """Value, class words, whether it stands in the article's place, of each `time`."""
    lines: list[Line] = field(default_factory=list)
    hinted: list[int] = field(default_factory=lambda: [0, 0])
    """Lines with a hint that were kept before the first headline, and after it."""
    others: int = 0
    """Lines without one."""
    article_item: bool = False
    """Whether microdata says that the page holds an article."""

    @property
    def begun(self) -> bool:
        """Whether a headline has been passed, or what is set as one."""
        return bool(self.headlines or self.logos)


def gather(root: etree._Element) -> Signs:
    """The signs of a page."""
    from lxml import etree

    signs = Signs()
    headed = next(root.iter("h1"), None) is not None
    named = headed and any(not _logo(one) for one in islice(root.iter("h1"), MOST_OF_A_KIND))
    smaller = () if named else _SMALLER
    walker = etree.iterwalk(root, events=("start",))
    for _, element in islice(walker, MOST_ELEMENTS):
        tag = str(element.tag)
        attributes = dict(element.items())  # asked for one by one they take longer
        words = attributes.get("class", "")
        if "id" in attributes:
            words = f"{words} {attributes['id']}"
        apart, hint, trail, category = _told(words) if words else _UNTOLD
        if (trail or "aria-label" in attributes) and not signs.crumbs:
            signs.crumbs = _links(element) if trail or _is_trail(attributes) else []
        if apart and tag not in _NEVER_ELSEWHERE:
            # A page may be one card, with the first heading of the first level in it.
            apart = not headed or signs.begun or next(element.iter("h1"), None) is None
        else:
            apart = False
        if tag in _ELSEWHERE or apart:
            # Nothing visible is asked of what stands in here: only these few names are.
            walker.skip_subtree()
            for inner in islice(element.iter(*_READERS, "h1", "time"), MOST_ELEMENTS):
                _named(signs, inner, str(inner.tag), None)
            continue
        if tag in _NAMED:
            _named(signs, element, tag, words)
        if (category or (tag == "a" and "rel" in attributes)) and not signs.category:
            signs.category = _category(element, attributes, category)
        if tag in smaller and not signs.headlines:
            signs.headlines += filter(None, [_titled(signs, element)])
        if "itemprop" in attributes or "itemtype" in attributes:
            _microdata(signs, element, attributes)
        if tag not in _UNSEEN and (hint or signs.begun):
            _visible(signs, element, hint)
    return signs


_NEVER_ELSEWHERE = frozenset(("html", "body", "main", "article"))
_UNTOLD = (False, "", False, False)


_TRAIL = re.compile(
    r"(?:^|[\s_-])(?:bread(?:-?crumbs?)?|crumbs?|(?:item-?)?path|pathway|hierarchie|ariane|rootline"
    r"|migas|brotkrumen|kruimelpad|okruszki)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"(?:^|[\s_-])(?:(?:article|entry|item|news|post|story)[-_]?)?(?:categor(?:y|ies)|cat-links)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SMALLER = frozenset(("h2", "h3", "h4"))
_MOST_STEPS = 12
_HEADLINE_WORDS = 4


# Class words come back on every second element of a page.
@lru_cache(maxsize=4096)
def _told(words: str) -> tuple[bool, str, bool, bool]:
    """Whether an element's class and id say that it stands apart from the article, the words
    themselves where they speak for an author or a date; whether they name the way from the front
    page to the article, section by section, and whether a category."""
    known = words.lower().replace("-", " ").replace("_", " ")
    if _TELLING.isdisjoint(known.split()) and not any(map(known.__contains__, _BEGINNINGS)):
        return _UNTOLD  # as most: the patterns take several times as long
    return (
        _ELSEWHERE_WORDS.search(words) is not None,
        words if _HINT.search(words) else "",
        _TRAIL.search(words) is not None,
        _CATEGORY.search(words) is not None,
    )


def _is_trail(attributes: dict[str, str]) -> bool:
    """Whether an element's label says that it is such a way."""
    return "aria-label" in attributes and "breadcrumb" in attributes["aria-label"].lower()


def _links(element: etree._Element) -> list[tuple[str, str]]:
    links = islice(element.iter("a"), _MOST_STEPS)
    return [(text, link.get("href", "")) for link in links if (text := line(link))]


def _category(element: etree._Element, attributes: dict[str, str], named: bool) -> str:
    """The text of a link that says by its relation that it leads to a category, or of the first
    one in a line that is named for categories; "" where it says nothing of the kind."""
    if "category" in attributes.get("rel", "").split():
        return line(element)
    link = next(element.iter("a"), None) if named and line(element) else None
    return "" if link is None else line(link)


def _titled(signs: Signs, element: etree._Element) -> str:
    """The text of a smaller heading that the page's title names."""
    text = line(element, 400)
    told = width(text) >= _HEADLINE_WORDS and normal(text) in normal(signs.title)
    return text if told else ""


_BEGINNINGS = ("publish", "recommend", "breadcrumb", "itempath", "categor")
_WORDS = """
byline by author autor autora autore auteur writer reporter authors autores autoras autoren auteurs
writers reporters date dateline time timestamp posted
pubdate pub updated modified info credit credits signature entry post article related sidebar
comment comments footer teaser teasers card cards most popular trending widget ticker breaking
latest promo category categories cat bread crumb crumbs path pathway hierarchie ariane rootline
migas brotkrumen kruimelpad okruszki
"""
_TELLING = frozenset(_WORDS.split())
"""Words that the three patterns are made of, or begin with."""


def _named(signs: Signs, element: etree._Element, tag: str, words: str | None) -> None:
    """Read an element whose name says what it is; no `words` are given where it stands apart."""
    reader = _READERS.get(tag)
    if reader:
        reader(signs, element)
    elif tag == "h1" and len(signs.headlines) < 10:
        logo = _logo(element)
        if logo:
            signs.logos.append(logo)
        else:
            signs.headlines += filter(None, [line(element, 400)])
    elif tag == "time" and len(signs.times) < MOST_OF_A_KIND:
        value = element.get("datetime") or element.get("content") or line(element)
        if value:
            own = _words(element) if words is None else words
            hint = own + " " + element.get("pubdate", "-")
            signs.times.append((value, hint, words is not None))


def _logo(element: etree._Element) -> str:
    """The outlet's name: the text of a heading that is a link to the front page; "" for others."""
    link = next(element.iter("a"), None)
    href = "" if link is None else link.get("href", "")
    if link is None or not href or not is_front(href):
        return ""
    text = line(element, 400)
    return text if line(link, 400) == text else ""


def _words(element: etree._Element) -> str:
    words, ident = element.get("class", ""), element.get("id")
    return words if ident is None else f"{words} {ident}"


def _html(signs: Signs, element: etree._Element) -> None:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    signs.lang = element.get("lang") or element.get("xml:lang") or element.get(xml) or ""


def _base(signs: Signs, element: etree._Element) -> None:
    signs.base = signs.base or element.get("href", "")


def _title(signs: Signs, element: etree._Element) -> None:
    # An svg drawing has a title too.
    parent = element.getparent()
    if not signs.title and (parent is None or parent.tag != "svg"):
        signs.title = line(element, 400)


def _script(signs: Signs, element: etree._Element) -> None:
    if "ld+json" in element.get("type", "").lower() and len(signs.scripts) < 50:
        signs.scripts.append("".join(element.itertext()))


def _meta(signs: Signs, element: etree._Element) -> None:
    value = clean(element.get("content") or element.get("value") or "")
    if not value:
        return
    for attribute in ("property", "name", "http-equiv"):
        key = element.get(attribute, "").strip().lower()
        if key and (key in signs.metas or len(signs.metas) < MOST_OF_A_KIND):
            values = signs.metas.setdefault(key, [])
            if len(values) < 50:
                values.append(value[:4000])


def _link(signs: Signs, element: etree._Element) -> None:
    href = element.get("href", "").strip()
    for relation in element.get("rel", "").lower().split():
        if href and relation in ("canonical", "amphtml", "shortlink"):
            signs.links.setdefault(relation, []).append(href)


def _anchor(signs: Signs, element: etree._Element) -> None:
    relation = element.get("rel")
    told = relation is not None and "author" in relation.lower().split()
    if (told or _is_writers(signs, element)) and len(signs.authors) < 20:
        signs.authors += filter(None, [line(element)])


def _is_writers(signs: Signs, element: etree._Element) -> bool:
    """Whether a link not far below the headline leads to an author's page."""
    near = signs.begun and signs.others + signs.hinted[1] <= _NEAR
    return near and is_author_page(element.get("href", ""))


_NEAR = 12
"""Lines after the headline that may hold its author."""


_READERS = {
    "html": _html,
    "base": _base,
    "title": _title,
    "script": _script,
    "meta": _meta,
    "link": _link,
    "a": _anchor,
}


_NAMED = frozenset((*_READERS, "h1", "time"))


def _microdata(signs: Signs, element: etree._Element, attributes: dict[str, str]) -> None:
    kind = attributes.get("itemtype")
    if kind and "article" in kind.lower():
        signs.article_item = True
    name = attributes.get("itemprop")
    if not name or len(signs.items) >= MOST_OF_A_KIND:
        return
    value = attributes.get("content") or attributes.get("datetime") or line(element, 400)
    for key in name.lower().split() if value else ():
        signs.items.setdefault(key, []).append(clean(value))


_UNSEEN = frozenset(
    ("script", "style", "meta", "link", "head", "html", "body", "title", "h1", "noscript")
)


def _visible(signs: Signs, element: etree._Element, hint: str) -> None:
    after = signs.begun
    kept = signs.hinted[after] if hint else signs.others
    if kept >= (_MOST_LINES if after else _MOST_ABOVE):
        return
    text = line(element)
    # A box around one line says the same as the line; the words of either count.
    # Initials of an agency are the only shorter line that signs.
    told = len(text) >= 4 or (len(text) == 3 and text.isupper())
    if not told or (not hint and signs.lines and signs.lines[-1].text == text):
        return
    if hint:
        signs.hinted[after] += 1
    else:
        signs.others += 1
    signs.lines.append(Line(text, hint, after))


def line(element: etree._Element, most: int = LONGEST_LINE) -> str:
    """The text of an element when it is one short line, else ""."""
    text = element.text
    if text and len(text) > 4 * most and len(text.strip()) > most:
        return ""
    if not len(element):  # most are leaves
        return clean(text) if text and len(text.strip()) <= most else ""
    texts = element.itertext()
    parts: list[str] = []
    size = 0
    # Some at first: a box of many lines shows that soon.
    for count in (_INLINE_LIMIT, 3 * _INLINE_LIMIT + 2):
        more = list(islice(texts, count))
        parts += more
        size += sum(map(len, map(str.strip, more)))
        if size > most or len(parts) > 4 * _INLINE_LIMIT + 1:
            return ""
        if len(more) < count:
            break
    return clean(" ".join(parts)) if size else ""
