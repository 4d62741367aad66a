"""Addresses of articles in what a site publishes about itself: feeds, sitemaps, section pages."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

MAX_UNPACKED = 50 * 1024 * 1024
"""Bytes; the sitemap protocol allows 50 MB a file, so more is an error or a bomb."""

_PIECE = 1 << 18
"""Bytes that are unpacked at a time while it is measured how many there are."""


class DiscoveryError(ValueError):
    """A feed or sitemap that cannot be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """One address that a feed, sitemap or section page names."""

    url: str
    date: str = ""
    """As the source wrote it."""
    moment: str = ""
    """The same in UTC, `2024-11-10T08:00:00Z`; empty where it cannot be read."""
    changed: str = ""
    """When a source that dates the publication too says that the page changed; as `moment`."""


def moment_of(date: str) -> str:
    """A date of a feed or sitemap in UTC, so that all of them sort as text.

    >>> moment_of("2024-11-10T08:30:00+03:00"), moment_of("Sun, 10 Nov 2024 08:30:00 GMT")
    ('2024-11-10T05:30:00Z', '2024-11-10T08:30:00Z')
    """
    date = date.strip()
    if re.fullmatch(r"\d{4}-\d{2}", date):
        date += "-01"
    try:
        at = datetime.fromisoformat(date)
    except ValueError:
        try:
            at = parsedate_to_datetime(date)
        except (ValueError, IndexError, TypeError):
            return ""
    try:
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return ""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at.year >= 1000 else ""


def no_later(entry: Found) -> str:
    """The last moment that the date of `entry` may mean, which may name a day or a month alone.

    Midnight is how many sites write a day.

    >>> no_later(Found("", "2024-11-10", "2024-11-10T00:00:00Z"))
    '2024-11-10T23:59:59Z'
    """
    if re.fullmatch(r"\d{4}-\d{2}", entry.date.strip()):
        return f"{entry.moment[:7]}-31T23:59:59Z"
    clock = re.search(r"[T ]\d\d:\d\d(?::\d\d)?", entry.date)
    if clock is not None and clock[0].strip("T 0:"):
        return entry.moment
    try:
        end = datetime.fromisoformat(entry.moment) + timedelta(days=1, seconds=-1)
    except (ValueError, OverflowError):  # no date, or one at the end of time
        return entry.moment
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def feed_links(data: bytes, url: str) -> tuple[Found, ...]:
    """The entries of an RSS, Atom or RDF feed, in its order."""
    import feedparser  # type: ignore[import-untyped]

    # A stream, since bytes could be taken for a file's name; `content-location` is what relative
    # links are read against.
    feed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url})
    found = tuple(
        Found(address, *_dated(entry))
        for entry in feed.entries
        if (link := _entry_link(entry)) and (address := _joined(url, link))
    )
    if not found and not feed.get("version"):
        raise DiscoveryError(f"{url}: is no feed; it begins with {_beginning(data)}")
    return found


def _dated(entry: dict[str, Any]) -> tuple[str, str]:
    # Asked for `updated` where there is none, feedparser gives `published` and a warning.
    name = "updated" if "updated" in entry else "published"
    date, read = entry.get(name) or "", entry.get(f"{name}_parsed")
    if read is None:
        return date, moment_of(date)
    return date, f"{time.strftime('%Y-%m-%dT%H:%M:%S', read)}Z" if read[0] >= 1000 else ""


def _joined(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:  # half an address, such as `https://[broken`
        return ""


def _entry_link(entry: dict[str, str]) -> str:
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        link = entry["id"]
    return link.strip()


def sitemap_links(data: bytes, url: str) -> tuple[str, tuple[Found, ...]]:
    """Kind (`index` or `pages`) and addresses of a sitemap, newest first as far as it dates them.

    Packed and plain-text sitemaps are read too; entities are not expanded.
    """
    data = unpacked(data)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = data.decode("utf-8", "replace").split()
        found = [Found(line) for line in lines if re.match(r"https?://", line)]
        if not found:
            raise DiscoveryError(f"{url}: is no sitemap; it begins with {_beginning(data)}")
        return "pages", tuple(found)
    kind, found = "", []
    if b"<![CDATA[" not in data:
        # A bare `&` takes the name behind it along: `?a=1&b=2` would be `?a=1=2`.
        data = re.sub(rb"&(?!#?\w+;)", b"&amp;", data)
    for tag, entry in _sitemap_entries(data):
        kind = kind or tag
        if address := entry.url and _joined(url, entry.url):
            found.append(replace(entry, url=address, moment=moment_of(entry.date)))
    if not kind and not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", data[:4096]):
        raise DiscoveryError(f"{url}: is no sitemap; it begins with {_beginning(data)}")
    if len(found) > 1 and len({entry.changed for entry in found}) == 1:
        # The moment at which the list was written, which says nothing of its pages.
        found = [replace(entry, changed="") for entry in found]
    # Stable: what has no date keeps the site's order, after what has one.
    found.sort(key=lambda entry: entry.moment, reverse=True)
    return ("index" if kind == "sitemap" else "pages"), tuple(found)


def _sitemap_entries(data: bytes) -> Iterator[tuple[str, Found]]:
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True
    )
    try:
        for _, element in events:
            tag = _local(element.tag)
            if tag not in {"url", "sitemap"}:
                continue
            own = _texts(element)
            # Pictures and videos have addresses and dates too, under the very names of the page's.
            news = next((_texts(child) for child in element if _local(child.tag) == "news"), {})
            published, changed = news.get("publication_date", ""), own.get("lastmod", "")
            later = moment_of(changed) if published else ""
            yield tag, Found(own.get("loc", ""), published or changed, changed=later)
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]
    except etree.XMLSyntaxError:
        return


def _texts(element: Any) -> dict[str, str]:
    """The texts of an element's own children, by their names."""
    return {_local(child.tag): (child.text or "").strip() for child in element}


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def page_links(data: bytes, url: str) -> tuple[Found, ...]:
    """The links of a section page, each address once, in page order."""
    from lxml import etree, html

    if not data.strip():
        return ()
    try:
        root = html.document_fromstring(data)
    except (ValueError, etree.ParserError):
        return ()
    base = root.xpath("string(//base/@href)").strip()
    base = urljoin(url, base) if base else url
    links: dict[str, None] = {}
    for href in root.xpath("//a/@href"):
        href = href.strip()
        if href and not re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:|#", href, re.IGNORECASE):
            try:
                links[urljoin(base, href).partition("#")[0]] = None
            except ValueError:
                continue
    return tuple(Found(link) for link in links)


def unpacked(data: bytes, limit: int = MAX_UNPACKED) -> bytes:
    """`data` out of gzip, if it is in it; at most `limit` bytes, DiscoveryError beyond."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        # Measured before it is kept, so that a bomb takes no memory.
        if not _fits(data, limit):
            raise DiscoveryError(f"unpacks to more than {limit:,} bytes")
        return zlib.decompressobj(wbits=31).decompress(data)
    except zlib.error as error:
        raise DiscoveryError(f"broken gzip: {error}") from None


def _fits(data: bytes, limit: int) -> bool:
    """Whether the first member of some gzip unpacks to at most `limit` bytes."""
    inflater = zlib.decompressobj(wbits=31)
    size = 0
    while data and size <= limit:
        size += len(inflater.decompress(data, _PIECE))
        data = inflater.unconsumed_tail
    return size <= limit


def _beginning(data: bytes) -> str:
    return repr(" ".join(data[:200].decode("utf-8", "replace").split())[:60])
