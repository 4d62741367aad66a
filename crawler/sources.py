"""Everything that the metadata cascade asks, gathered once a page."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from crawler import jsonld
from crawler.signs import Signs, gather, line
from dedupe.text import clean

if TYPE_CHECKING:
    from lxml import etree

    from crawler.site import Site


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that the cascade asks."""

    root: etree._Element
    signs: Signs
    items: list[jsonld.Json]
    said: jsonld.Json
    """The JSON-LD object of the article."""
    url: str
    canonical: str
    """What the page says its own address is; empty where it says none that could be."""
    site: Site | None


def sources_of(html: str | bytes | etree._Element, url: str, site: Site | None) -> Sources:
    if isinstance(html, str | bytes):
        from crawler.html import parse_html

        root = parse_html(html)
    else:
        root = html
    signs = gather(root)
    items = jsonld.objects(signs.scripts)
    canonical = _canonical(signs, url)
    headline = signs.headlines[0] if signs.headlines else ""
    said = jsonld.article(items, [url, canonical], headline)
    return Sources(root, signs, items, said, url, canonical, site)


def first(signs: Signs, *names: str) -> str:
    return next((signs.metas[name][0] for name in names if signs.metas.get(name)), "")


def plain(value: str) -> str:
    """Attribute text as a reader would see it: entities that were escaped twice, no markup."""
    return clean(re.sub(r"</?[a-zA-Z][^<>]{0,300}>", " ", entities.unescape(value)))


def selected(sources: Sources, field: str) -> list[str]:
    """Texts (or `datetime` and `content` values) at the site profile's selectors."""
    selectors: Any = getattr(sources.site.page, field, ()) if sources.site else ()
    found: list[str] = []
    for selector in selectors:
        for element in sources.root.cssselect(selector)[:5]:
            value = element.get("datetime") or element.get("content") or line(element, 500)
            if value:
                found.append(clean(value))
    return found


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
