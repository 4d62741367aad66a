"""The headline and the standfirst that a page's metadata give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler import jsonld
from crawler.sources import Sources, first, plain, selected
from dedupe.text import normal, width

_TITLES = (
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
_DESCRIPTIONS = ("og:description", "description", "dc.description", "twitter:description")


def headline(sources: Sources, site_name: str) -> str:
    signs = sources.signs
    outlets = [site_name, *_domain_names(sources)]
    names = [*outlets, *signs.logos]
    shown = [text for text in signs.headlines if normal(text) not in set(map(normal, names))]
    picked = selected(sources, "title")
    candidates = [
        *picked,
        jsonld.text(sources.said.get("headline") or sources.said.get("name"), 500),
        first(signs, "og:title"),
        first(signs, "twitter:title", *_TITLES),
        *signs.items.get("headline", [])[:1],
        *(text for text in shown if normal(text) in normal(signs.title)),
        _tab_title(without_site(signs.title, names, shown)),
        *shown,
    ]
    found = _first_title(candidates, names, shown)
    if signs.logos and width(found) < 2:  # one word beside the outlet's name is a section's
        found = _first_title(signs.logos, outlets, signs.logos) or found
    return _as_shown(found, shown)


def _first_title(candidates: Iterable[str], names: Sequence[str], shown: Iterable[str]) -> str:
    """The first of `candidates` that is no name of the site's, without such a name."""
    for candidate in candidates:
        title = without_site(plain(candidate), names, shown)
        if title and normal(title) and normal(title) not in set(map(normal, names)):
            return title
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


SEPARATORS = re.compile(r"\s+[|\-–—―:»«•·~/]+\s+|\s*[|｜]\s*|\s*::\s*|_(?=[^_]+$)|(?<=\S):\s+")


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
        cuts = list(SEPARATORS.finditer(title))
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


def _domain_names(sources: Sources) -> list[str]:
    """The host and its chief label, as titles write them: `gull.example`, `gull`."""
    try:
        host = (urlsplit(sources.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    names = [host, host.rsplit(".", 1)[0], host.partition(".")[0]] if "." in host else []
    return names + ([sources.site.title, sources.site.name] if sources.site else [])


def standfirst_of(sources: Sources, title: str) -> str:
    candidates = [
        *selected(sources, "standfirst"),
        jsonld.text(sources.said.get("description"), 1000),
        *(first(sources.signs, name) for name in _DESCRIPTIONS),
    ]
    for candidate in candidates:
        text = plain(candidate)
        if text and normal(text) != normal(title):
            return text
    return ""
