"""What a page's JSON-LD says of its article, read with leniency."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "techarticle",
        "scholarlyarticle",
        "report",
    ]
)
LIST_TYPES = frozenset(["collectionpage", "itemlist", "searchresultspage"])

# Characters of one script that are parsed; articleBody makes some long, attacks make some endless.
MOST_PARSED = 2_000_000
# Characters that the last resort looks at, in a script that is too long or too broken to parse.
MOST_SALVAGED = 200_000
# Objects of a page that are looked at.
MOST_OBJECTS = 2_000

Json = dict[str, Any]


def objects(scripts: Iterable[str]) -> list[Json]:
    """The top objects of a page's JSON-LD scripts, in page order: lists and @graph opened.

    Objects nested inside others are not among them: what an `ItemList` or `relatedLink` holds
    describes other pages. Whatever cannot be read is skipped.
    """
    found: list[Json] = []
    for script in scripts:
        for value in _values(script):
            found += _opened(value, MOST_OBJECTS - len(found))
        if len(found) >= MOST_OBJECTS:
            break
    return found


def _opened(value: Any, most: int) -> Iterator[Json]:
    waiting = [value]
    while waiting and most > 0:
        at = waiting.pop()
        if isinstance(at, list):
            waiting.extend(reversed(at[:most]))
        elif isinstance(at, dict):
            most -= 1
            yield at
            inner = [at[key] for key in ("mainEntity", "mainEntityOfPage", "@graph") if key in at]
            waiting.extend(part for part in inner if isinstance(part, dict | list))


def _values(script: str) -> Iterator[Any]:
    text = _bare(script)
    if not text:
        return
    if len(text) > MOST_PARSED:
        yield _salvaged(text)
        return
    for attempt in (text, _mended(text)):
        try:
            yield from _all(attempt)
            return
        except (ValueError, RecursionError):
            continue
    yield _salvaged(text)


def _bare(script: str) -> str:
    """The JSON without the wrappings that content systems leave around it."""
    text = script.strip().lstrip("\ufeff")
    text = re.sub(r"^(?:\s|//|/\*|\*/|<!--|<!\[CDATA\[)+", "", text)
    return re.sub(r"(?:\s|//|/\*|\*/|-->|\]\]>|;)+$", "", text)


def _all(text: str) -> list[Any]:
    """Every value in `text`, one behind the other; strings may hold control characters."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        rest = re.compile(r"[\s,;]*").match(text, end)
        at = rest.end() if rest else end
    return values


def _mended(text: str) -> str:
    """Usual breakage set right: trailing commas, bad escapes, markup's quotes."""
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    text = re.sub(r",(\s*[}\]])", r"\1", text)
    return re.sub(r'\\(?!["\\/bfnrtu])', r"\\\\", text)


_SALVAGE = re.compile(
    r'"(@type|headline|datePublished|dateModified|articleSection|description|inLanguage|url)"'
    r'\s*:\s*\[?\s*"((?:[^"\\]|\\.){1,1000})"'
)
_SALVAGE_AUTHOR = re.compile(
    r'"author"\s*:\s*(?:\[?\s*\{[^{}]{0,400}?"name"\s*:\s*)?"((?:[^"\\]|\\.){1,200})"'
)


def _salvaged(text: str) -> Json:
    """The article's fields that can be made out in broken or endless JSON, first value each."""
    head = text[:MOST_SALVAGED]
    start = _article_start(head)
    found: Json = {}
    for key, value in _SALVAGE.findall(head[start:]):
        found.setdefault(key, _unescaped(value))
    author = _SALVAGE_AUTHOR.search(head, start)
    if author:
        found["author"] = _unescaped(author[1])
    return found if "headline" in found or "datePublished" in found else {}


def _article_start(text: str) -> int:
    for kind in re.finditer(r'"@type"\s*:\s*\[?\s*"(\w{1,40})"', text):
        if kind[1].lower() in ARTICLE_TYPES:
            return kind.start()
    return 0


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def types(item: Json) -> frozenset[str]:
    """The lower-case types of an object, without a vocabulary's address."""
    value = item.get("@type") or item.get("type") or ""
    names = value if isinstance(value, list) else [value]
    return frozenset(str(name).rpartition("/")[2].lower() for name in names[:10])


def article(items: list[Json], urls: Iterable[str], headline: str = "") -> Json:
    """The object of the page's own article among `items`, or {}.

    One article is the page's. Of several the one that names one of the page's addresses, else the
    one with the visible headline; when none does and there are more than two, they are cards.
    """
    found = [item for item in items if types(item) & ARTICLE_TYPES]
    if len(found) < 2:
        return found[0] if found else {}
    own = {_plain_url(url) for url in urls if url}
    for item in found:
        if own & {_plain_url(link) for link in _links(item)}:
            return item
    for item in found:
        if headline and text(item.get("headline") or item.get("name")) == headline:
            return item
    return found[0] if len(found) == 2 else {}


def _links(item: Json) -> Iterator[str]:
    for key in ("mainEntityOfPage", "url", "@id"):
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _plain_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.partition("#")[0]).rstrip("/").lower()


def text(value: Any, most: int = 2000) -> str:
    """A value as one line of plain text: first of a list, name of an object, markup taken out."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("headline") or ""
    if not isinstance(value, str | int):
        return ""
    plain = html.unescape(str(value)[: most * 2])
    plain = re.sub(r"<[^<>]{0,500}>", " ", html.unescape(plain))
    return " ".join(plain.split())[:most]


def names(value: Any, items: list[Json]) -> list[tuple[str, str]]:
    """Authors as (name, type); references by @id are looked up among `items`."""
    listed = value if isinstance(value, list) else [value]
    found: list[tuple[str, str]] = []
    for one in listed[:30]:
        if isinstance(one, dict) and "name" not in one and "@id" in one:
            one = next((i for i in items if i.get("@id") == one["@id"] and "name" in i), {})
        kind = " ".join(sorted(types(one))) if isinstance(one, dict) else ""
        inner = one.get("name") if isinstance(one, dict) else one
        for name in inner[:30] if isinstance(inner, list) else [inner]:
            if plain := text(name, 200):
                found.append((plain, kind))
    return found
