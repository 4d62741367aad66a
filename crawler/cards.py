"""Which articles the cards of a page lead to, by their addresses."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from crawler.identity import identity
from crawler.profile import Site, host_of
from crawler.site import covers, site_for
from dedupe.model import FoldedPage, Page


def with_keys(folded: FoldedPage, site: Site | None = None, sites_dir: str = "") -> FoldedPage:
    """The page with the key of its address on every card that has one.

    It is the key that the article gets when its own page comes in, by `site` where that covers the
    address, else by the profile that does.
    """
    if not any(card.url for card in folded.teasers):
        return folded
    base = _base(folded.page)
    cards = tuple(
        replace(card, key=_key(card.url, base, site, sites_dir)) if card.url else card
        for card in folded.teasers
    )
    return replace(folded, teasers=cards)


def _base(page: Page) -> str:
    """What addresses on the page without a host stand under."""
    if page.url:
        return page.url
    return f"https://{page.source}/" if "." in page.source and " " not in page.source else ""


def _key(url: str, base: str, site: Site | None, sites_dir: str) -> str:
    try:
        whole = urljoin(base, url)
    except ValueError:
        return ""
    if site is None or not covers(site, host_of(whole)):
        site = site_for(whole, sites_dir)
    return identity(whole, site=site)
