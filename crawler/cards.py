"""Which articles the cards of a page lead to, and which ones are appended to it: by address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from crawler.identity import article_link, identity
from crawler.profile import Site, host_of
from crawler.site import covers, site_for
from dedupe.handed import FORM
from dedupe.model import Article, FoldedPage, Page
from dedupe.record import title_key


def with_keys(folded: FoldedPage, site: Site | None = None, sites_dir: str = "") -> FoldedPage:
    """The page with the key of its address on every card and appended article that has one.

    It is the key that the article gets when its own page comes in, by `site` where that covers the
    address, else by the profile that does.
    """
    appended = any(not article.main for article in folded.articles)
    if folded.page.form == FORM or not (appended or any(card.url for card in folded.teasers)):
        return folded
    base = _base(folded.page)

    def place(url: str) -> tuple[str, Site]:
        return _place(url, base, site, sites_dir)

    def key(url: str) -> str:
        whole, own = place(url)
        return identity(whole, site=own)

    cards = tuple(replace(card, key=key(card.url)) if card.url else card for card in folded.teasers)
    told = replace(folded, teasers=cards)
    if not appended:
        return told
    urls = [place(_told(told, article)) for article in told.articles]
    return replace(told, articles=_addressed(told, urls, key(base)))


def _addressed(
    folded: FoldedPage, places: Sequence[tuple[str, Site]], here: str
) -> tuple[Article, ...]:
    """The articles, the appended ones under their own addresses as far as the page tells them.

    An address that leads back to the page itself, that is no article's by the rules of its site,
    or that two of them claim, is none: an article is better known by its words than by another's
    address.
    """
    keys = [
        identity(url, site=own) if url and article_link(url, own) else "" for url, own in places
    ]
    times = Counter([folded.page.key, here, *keys])
    return tuple(
        replace(article, url=url, key=key if key != url else "")
        if key and times[key] == 1
        else article
        for article, key, (url, _) in zip(folded.articles, keys, places, strict=True)
    )


def _told(folded: FoldedPage, article: Article) -> str:
    """The address that the page gives an appended article, as it stands there; empty for none.

    Where its headline leads, or what holds its headline names, else the one address of the cards
    under the same headline.
    """
    if article.main:
        return ""
    titles = [placed.block for placed in article.placed if placed.role == "title"]
    named = [folded.page.blocks[at].href for at in titles if folded.page.blocks[at].href]
    if not named:
        said = title_key(article.title)
        same = {
            card.key: card.url
            for card in folded.teasers
            if said is not None and card.url and title_key(card.title) == said
        }
        named = list(same.values()) if len(same) == 1 else []
    return named[0].partition("#")[0] if named else ""


def _base(page: Page) -> str:
    """What addresses on the page without a host stand under."""
    if page.url:
        return page.url
    return f"https://{page.source}/" if "." in page.source and " " not in page.source else ""


def _place(url: str, base: str, site: Site | None, sites_dir: str) -> tuple[str, Site]:
    """An address made whole, and the site that it is on."""
    whole = _joined(base, url) if url else ""
    if site is None or not covers(site, host_of(whole)):
        site = site_for(whole, sites_dir)
    return whole, site


_ORIGIN = re.compile(r"https?://[^/?#\s]+")
_ROOTED = re.compile(r"(?:/[\w-]+)+/?")
"""An address that needs nothing but a host before it, as most on a page do."""


def _joined(base: str, url: str) -> str:
    """An address made whole; empty where that cannot be done."""
    origin = _ORIGIN.match(base)
    if origin is not None and _ROOTED.fullmatch(url):
        return origin[0] + url
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
