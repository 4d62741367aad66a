"""A site's profile: what its TOML file says, checked and turned into plain data."""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT = "default"
REGEX = {"regex": True}
ADDS = {"adds": True}
"""Marks lists that a profile adds to the default profile's; other values replace them."""


class SiteError(ValueError):
    """A profile that is missing or wrong; the message names file, table and key."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """Where a site's articles are found, and how fast it may be asked."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    allow: tuple[str, ...] = field(default=(), metadata=REGEX)
    """Links of section pages that are articles; empty: whatever `[site] keys` matches."""
    deny: tuple[str, ...] = field(default=(), metadata=REGEX | ADDS)
    """Addresses never fetched as articles, wherever they were found."""
    delay: float = 1.0
    """Seconds between two requests to one host, at least."""
    every: float = 30.0
    """Minutes between two crawls by `newsfold crawl --due`."""
    concurrency: int = 0
    """Requests to one host at a time; 0: the default, 2."""
    max_pages: int = 500
    """Most article pages fetched in one run; 0: no limit."""
    max_pages_a_day: int = 0
    """Most article pages asked for on one day (UTC), over all runs; 0: no limit."""
    days: int = 0
    """Age in days beyond which what a list dates is left alone; 0: no limit."""
    revisit_days: int = 30
    """Age in days up to which stored articles are checked for edits; 0: never."""
    render: bool = False
    """Whether pages are read after their scripts ran, in a browser (extra `js`)."""
    charset: str = ""
    """Encoding to assume where a page declares none or a wrong one."""


@dataclass(frozen=True, slots=True)
class PageRules:
    """CSS selectors, only where the generic extraction needs help."""

    article: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    """Lists of cards for other articles."""
    drop: tuple[str, ...] = field(default=(), metadata=ADDS)
    """Elements outside every article."""


@dataclass(frozen=True, slots=True)
class FoldWords:
    """The site's own words for things that folding must know; whole lines, compared normalised."""

    markers: tuple[str, ...] = field(default=(), metadata=ADDS)
    list_headings: tuple[str, ...] = field(default=(), metadata=ADDS)
    sections: tuple[str, ...] = field(default=(), metadata=ADDS)
    boilerplate: tuple[str, ...] = field(default=(), metadata=ADDS)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the outlet says of reuse; empty means that nobody has looked."""

    license: str = ""
    terms: str = ""
    """Address of the terms of use."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a working crawl of the site brings; less is said by `newsfold status`."""

    min_articles_per_day: float = 0.0
    """New articles a day, over the last week; 0: nobody knows."""
    min_body_words: int = 0
    """Words in the body of the median new article; 0: nobody knows."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fact that must hold for the profile; every one is run as a test.

    With `url`: `key` is its identity, `article` whether the link rules take it. With `html` or
    `text`: the page's first article has this title, these paragraphs, so many teasers.
    """

    url: str = ""
    canonical: str = ""
    key: str = ""
    article: bool = True
    html: str = ""
    text: str = ""
    title: str = ""
    body: tuple[str, ...] = ()
    teasers: int = -1
    """-1: not said."""


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet's profile."""

    name: str = ""
    """What users type and what keys begin with: the outlet's domain."""
    title: str = ""
    domains: tuple[str, ...] = ()
    """Hosts, `aawsat.com`; `www.`, `m.`, `mobile.` and `amp.` go without saying, other subdomains
    only by `*.aawsat.com`. A port may follow."""
    language: str = ""
    timezone: str = ""
    """`Asia/Riyadh`: what a time on a page is in that names no zone."""
    country: str = ""
    """`US`: tells the order of numbers in dates of English pages that do not say theirs."""
    enabled: bool = True
    verified: str = ""
    """Day on which a person saw the profile work, `2025-01-31`; empty: nobody has."""
    keys: tuple[str, ...] = field(default=(), metadata=REGEX)
    """Patterns with a group `id`, searched in an article's path and query (percent forms read)."""
    crawl: Crawl = field(default_factory=Crawl)
    page: PageRules = field(default_factory=PageRules)
    fold: FoldWords = field(default_factory=FoldWords)
    rights: Rights = field(default_factory=Rights)
    expect: Expect = field(default_factory=Expect)
    examples: tuple[Example, ...] = ()
    path: str = ""
    """The file that the profile was read from."""


_TABLES = {
    "crawl": Crawl,
    "page": PageRules,
    "fold": FoldWords,
    "rights": Rights,
    "expect": Expect,
}
_SITE_KEYS = tuple(f.name for f in fields(Site) if f.name not in {*_TABLES, "examples", "path"})
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "text in quotes"),
    "bool": ((bool,), "true or false"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
}
_T = TypeVar("_T")


def parse_site(text: str, path: str, base: Site | None = None) -> Site:
    """The profile that the TOML `text` holds, on top of `base`; SiteErrors name `path`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{path}: is not valid TOML: {error}") from None
    _known(tables, ("site", *_TABLES, "example"), path, "table")
    base = base or Site()
    parts: dict[str, Any] = {
        name: _table(tables.get(name, {}), cls, getattr(base, name), f"{path} [{name}]")
        for name, cls in _TABLES.items()
    }
    head = _mapping(tables.get("site", {}), f"{path} [site]")
    _known(head, _SITE_KEYS, f"{path} [site]", "key")
    site = _table(head, Site, base, f"{path} [site]")
    examples = tables.get("example", [])
    if not isinstance(examples, list):
        raise SiteError(f"{path} [example]: write [[example]], with double brackets")
    parts["examples"] = tuple(
        _table(example, Example, Example(), f"{path} [[example]] {number}")
        for number, example in enumerate(examples, 1)
    )
    return _checked(dataclasses.replace(site, path=path, **parts))


def _checked(site: Site) -> Site:
    if Path(site.path).stem == DEFAULT:
        return site
    where = f"{site.path} [site]"
    if not site.name:
        raise SiteError(f'{where}: key "name" is missing; write name = "outlet.example"')
    if not site.domains:
        raise SiteError(f'{where}: key "domains" is missing; write domains = ["outlet.example"]')
    domains = tuple(_ascii(domain) for domain in site.domains)
    for domain, plain in zip(site.domains, domains, strict=True):
        if not plain or "/" in domain or domain != domain.lower().strip():
            raise SiteError(
                f'{where} key "domains": {domain!r} is no host; write it like "outlet.example", '
                "in lower case, without scheme and path"
            )
    if site.verified and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", site.verified):
        raise SiteError(
            f'{where} key "verified": {site.verified!r} is no day; write it like "2025-01-31", '
            'or "" when nobody has seen the profile work'
        )
    # A machine may have no zones at all; there nobody can tell.
    if site.timezone and zone_of(site.timezone) is None and zone_of("UTC") is not None:
        raise SiteError(
            f'{where} key "timezone": {site.timezone!r} is no time zone; write it like '
            '"Asia/Riyadh"'
        )
    for pattern in site.keys:
        if "id" not in re.compile(pattern).groupindex:
            raise SiteError(
                f'{where} key "keys": {pattern!r} has no group called id; write (?P<id>...) '
                "around the article's number"
            )
    for name in ("feeds", "sitemaps", "sections", "urls"):
        for url in getattr(site.crawl, name):
            if not host_of(url):
                raise SiteError(
                    f'{site.path} [crawl] key "{name}": {url!r} is no http or https address'
                )
    return dataclasses.replace(site, domains=domains)


def _ascii(domain: str) -> str:
    """A domain in the letters in which addresses are compared: `أخبار.example` is `xn--...`."""
    if domain.isascii():
        return domain
    star = "*." if domain.startswith("*.") else ""
    host = host_of(f"https://{domain.removeprefix(star)}")
    return host and star + host


def _mapping(table: object, where: str) -> Mapping[str, Any]:
    if not isinstance(table, dict):
        raise SiteError(f"{where}: is {table!r}; it must be a table of keys and values")
    return table


def _known(table: Mapping[str, Any], allowed: tuple[str, ...], where: str, what: str) -> None:
    for key in table:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise SiteError(f"{where}: unknown {what} {key!r}.{hint} Allowed: {', '.join(allowed)}")


# Working out what the annotations mean takes longer than to read all profiles.
_types = lru_cache(maxsize=None)(get_type_hints)


def _table(table: object, cls: type[_T], base: _T, where: str) -> _T:
    """`base` with the values of `table`, each checked against the dataclass's own types."""
    values = _mapping(table, where)
    known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]
    _known(values, tuple(known), where, "key")
    types = _types(cls)  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    for key, value in values.items():
        place = f'{where} key "{key}"'
        wanted = types[key]
        if wanted in (str, bool, int, float):
            changes[key] = _scalar(value, wanted, place)
            continue
        changes[key] = _strings(value, place)
        if known[key].metadata.get("regex"):
            _compile(changes[key], place)
        if cls is PageRules:
            _select(changes[key], place)
        if known[key].metadata.get("adds"):
            changes[key] = tuple(dict.fromkeys((*getattr(base, key), *changes[key])))
    return dataclasses.replace(base, **changes)  # type: ignore[type-var]


def _scalar(value: object, wanted: type, where: str) -> object:
    kinds, words = _KINDS[wanted.__name__]
    if not isinstance(value, kinds) or (isinstance(value, bool) and wanted is not bool):
        raise SiteError(f"{where}: is {value!r}; it must be {words}")
    if isinstance(value, (int, float)) and not 0 <= value < math.inf:
        raise SiteError(f"{where}: is {value!r}; it must be 0 or more")
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise SiteError(f'{where}: is {value!r}; it must be a list of texts, like ["one", "two"]')
    return tuple(value)


def _compile(patterns: tuple[str, ...], where: str) -> None:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise SiteError(
                f"{where}: {pattern!r} is no valid regular expression: {error}. In TOML, write "
                "patterns in single quotes so that backslashes stay"
            ) from None


def _select(selectors: tuple[str, ...], where: str) -> None:
    # Hardly any profile has selectors; the others are read without what reads these.
    from cssselect import HTMLTranslator, SelectorError

    for selector in selectors:
        try:
            HTMLTranslator().css_to_xpath(selector)
        except SelectorError as error:
            raise SiteError(f"{where}: {selector!r} is no CSS selector: {error}") from None


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone called `name`; None where nothing is known of it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def host_of(url: str) -> str:
    """Host of `url` in lower case, with a port that is not the scheme's own; empty if none."""
    plain = _PLAIN.match(url)
    if plain is not None:
        return plain[1]
    origin = _ORIGIN.match(url)
    return _host_kept(origin[0]) if origin is not None else _host(url)


_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/|$)")
"""Of nearly every address this is the host, in an eighth of the time."""
_ORIGIN = re.compile(r"https?://[^/?#\s]{1,250}(?=[/?#]|\Z)")
"""All that the host of another depends on, and short enough to be kept."""


def _host(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if not host or parts.scheme.lower() not in {"http", "https"}:
        return ""
    if ":" in host:
        host = f"[{host}]"
    try:
        host = host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    usual = 80 if parts.scheme.lower() == "http" else 443
    return host if port in (None, usual) else f"{host}:{port}"


_host_kept = lru_cache(maxsize=4096)(_host)
