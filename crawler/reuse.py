"""What a site says of reuse, read from headers, markup and its tdmrep.json."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from storage.rights import Rights

AGENT = "newsfold"
"""The word by which robots rules may name us."""

MOST = 20
"""Words of one kind that are kept; nobody means more than a few."""
_LONGEST = 500
_READ = 2_000_000
"""Bytes of a page that are looked through."""

_TAG = re.compile(rb"<(meta|link|a)\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_JSON_LICENCE = re.compile(
    rb'"license"\s*:\s*(?:\{[^{}]{0,300}?"(?:@id|url)"\s*:\s*)?"([^"]{1,500})"'
)
# `unavailable_after: 1 Jan 2025` is a rule with a value, not an agent's name.
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@dataclass(frozen=True, slots=True)
class Reservation:
    """One rule of a site's tdmrep.json."""

    location: str
    reserved: bool
    policy: str = ""


def rights_of(
    url: str,
    page: bytes,
    headers: Mapping[str, Sequence[str]],
    robots_rule: str | None = None,
    reservations: Sequence[Reservation] = (),
) -> Rights:
    """What the site says of reuse of the page at `url`.

    `headers` are the answer's, named in lower case; `robots_rule` is the rule of robots.txt that
    let us in, None where nobody asked. Of contradicting words on text and data mining the one
    nearest to the page counts: its markup, then its header, then the site's tdmrep.json.
    """
    metas, licences = _markup(page, url)
    words = {
        "x-robots-tag": _header_words(headers.get("x-robots-tag", ())),
        "meta": _words(content for name, content in metas if name in ("robots", AGENT)),
    }
    robots = {word for found in words.values() for word in found}
    tdm = _tdm(url, metas, headers, reservations)
    licences = [*_link_header(headers.get("link", ()), url), *licences]
    said: dict[str, Any] = {
        **({"robots.txt": robots_rule} if robots_rule else {}),
        **{place: found for place, found in words.items() if found},
        **({"tdm": tdm} if tdm else {}),
        **({"licences": licences[:MOST]} if licences else {}),
    }
    return Rights(
        robots_allowed=None if robots_rule is None else True,
        noindex=bool(robots & {"noindex", "none"}),
        noarchive="noarchive" in robots,
        noai=bool(robots & {"noai", "noimageai"}),
        tdm_reservation=tdm.get("reserved"),
        licence=licences[0] if licences else "",
        said=said,
    )


def _markup(page: bytes, url: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Names and contents of the page's metas, and the licences that it links to."""
    metas: list[tuple[str, str]] = []
    licences: dict[str, None] = {}
    page = _without_comments(page[:_READ])
    for tag, rest in _TAG.findall(page):
        if tag.lower() != b"meta" and b"license" not in rest.lower():
            continue
        attributes = {
            name.lower(): html.unescape(one or two or three)[:_LONGEST]
            for name, one, two, three in _ATTRIBUTE.findall(rest.decode("utf-8", "replace"))
        }
        if tag.lower() == b"meta":
            name = (attributes.get("name") or attributes.get("http-equiv") or "").lower().strip()
            metas.append((name, attributes.get("content", "")))
        elif "license" in attributes.get("rel", "").lower().split() and attributes.get("href"):
            licences[_joined(url, attributes["href"])] = None
    for found in _JSON_LICENCE.findall(page)[:MOST]:
        licences[found.decode("utf-8", "replace").replace("\\/", "/")] = None
    for name, content in metas:
        if name in ("dc.rights.license", "dcterms.license", "license") and content.strip():
            licences[content.strip()] = None
    return metas, list(licences)


def _without_comments(page: bytes) -> bytes:
    """By hand, since a pattern takes quadratic time on comments that nobody closes."""
    kept, at = [], 0
    while (start := page.find(b"<!--", at)) >= 0:
        kept.append(page[at:start])
        end = page.find(b"-->", start + 4)
        if end < 0:
            return b"".join(kept)
        at = end + 3
    return b"".join([*kept, page[at:]])


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return href.strip()


def _words(texts: Iterable[str]) -> list[str]:
    found = (word.strip().lower() for text in texts for word in text.split(","))
    return list(dict.fromkeys(word for word in found if word))[:MOST]


def _header_words(lines: Sequence[str]) -> list[str]:
    """The words of X-Robots-Tag headers that are meant for everybody or for us."""
    ours: list[str] = []
    for line in lines:
        agent = ""
        for part in line.split(","):
            name, colon, rest = part.partition(":")
            if colon and name.strip().lower() not in _VALUED:
                agent, part = name.strip().lower(), rest
            if agent in ("", "*", AGENT):
                ours.append(part)
    return _words(ours)


def _link_header(lines: Sequence[str], url: str) -> list[str]:
    links = re.findall(r"<([^<>]+)>\s*;([^,<]*)", ",".join(lines))
    return [
        _joined(url, href)[:_LONGEST]
        for href, rest in links
        if re.search(r"""rel\s*=\s*["']?[^"';]*\blicense\b""", rest, re.IGNORECASE)
    ][:MOST]


def _tdm(
    url: str,
    metas: Sequence[tuple[str, str]],
    headers: Mapping[str, Sequence[str]],
    reservations: Sequence[Reservation],
) -> dict[str, Any]:
    """The say on text and data mining that is nearest to the page, and where it stands."""
    for place, said in (
        ("meta", dict(reversed(metas))),
        ("header", {name: values[-1] for name, values in headers.items() if values}),
    ):
        value = said.get("tdm-reservation", "").strip()
        if value in ("0", "1"):
            policy = said.get("tdm-policy", "").strip()
            return _said(value == "1", policy, place)
    for rule in reservations:
        if location_matches(rule.location, url):
            return _said(rule.reserved, rule.policy, "tdmrep.json")
    return {}


def _said(reserved: bool, policy: str, place: str) -> dict[str, Any]:
    return {"reserved": reserved, **({"policy": policy[:_LONGEST]} if policy else {}), "in": place}


def location_matches(location: str, url: str) -> bool:
    """Whether a path pattern of tdmrep.json (`*` any text, `$` the end) covers `url`.

    >>> location_matches("/news/", "https://o.example/news/1")
    True
    >>> location_matches("*.pdf$", "https://o.example/a")
    False
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    first, *others = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, part in enumerate(others, 1):
        if location.endswith("$") and number == len(others):
            return path.endswith(part) and len(path) - len(part) >= at
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not location.endswith("$") or at == len(path)


def read_tdmrep(data: bytes) -> tuple[Reservation, ...]:
    """The rules of a tdmrep.json, in its order; what is no rule is left out."""
    try:
        rules = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    found = []
    for rule in rules[:1000] if isinstance(rules, list) else ():
        if isinstance(rule, dict) and str(rule.get("tdm-reservation")) in ("0", "1"):
            policy = rule.get("tdm-policy")
            found.append(
                Reservation(
                    str(rule.get("location") or "/")[:_LONGEST],
                    str(rule["tdm-reservation"]) == "1",
                    policy if isinstance(policy, str) else "",
                )
            )
    return tuple(found)
