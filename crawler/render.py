"""Pages that only scripts fill: read in the system's Chromium, which reaches the site alone.

Needs the extra `js` (scrapy-playwright). Only articles and section pages are rendered; robots.txt,
feeds and sitemaps come as they are. A browser follows redirects and loads parts of a page by
itself, so it is launched with rules that let it find no host but the site's own, and what it asks
for besides is dropped unless it is text, a script or data of the site.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crawler.addresses import bare_host, is_address, is_public, on_this_machine, refusal
from crawler.profile import Site, SiteError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
"""Names under which systems install it; playwright's own download is not used."""
LOADED = ("document", "script", "xhr", "fetch")
"""What is loaded for a page; pictures, fonts, styles and films hold no text."""
IDLE = 5_000
"""Milliseconds to wait until a page stops loading; one that never does is read as it is then."""
HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"


def browser() -> str:
    """Path of the system's Chromium; empty where there is none."""
    named = os.environ.get("NEWSFOLD_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, BROWSERS)), "")


def prepare(settings: BaseSettings, site: Site) -> None:
    """Make Scrapy render the pages of `site`; SiteError says what is missing."""
    try:
        import scrapy_playwright  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise SiteError(
            f"{site.name} is rendered in a browser, which takes scrapy-playwright; install it: "
            "pip install 'newsfold[js]'"
        ) from None
    path = browser()
    if not path:
        raise SiteError(
            f"{site.name} is rendered in a browser, and no Chromium is there; install it: "
            "apt-get install chromium"
        )
    allow = settings.getbool("NEWSFOLD_ALLOW_PRIVATE") or on_this_machine(site)
    for name, value in {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            "args": [f"--host-resolver-rules={_rules(site, allow)}", *_unboxed()],
        },
        "PLAYWRIGHT_ABORT_REQUEST": _unwanted(site, allow),
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 1000 * settings.getint("DOWNLOAD_TIMEOUT"),
    }.items():
        settings.set(name, value, priority="spider")


def _rules(site: Site, allow_private: bool) -> str:
    """Chromium's rules by which it finds the site's hosts and no other."""
    names = []
    for domain in site.domains:
        host = bare_host(domain.removeprefix("*."))
        if not allow_private and not is_address(host) and not _public(host):
            continue
        names += [host, f"*.{host}"] if not is_address(host) else [host]
    return ", ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {name}" for name in names)])


def _public(host: str) -> bool:
    """Whether a name leads to public addresses only; the browser asks by itself later."""
    try:
        found = {str(answer[4][0]) for answer in socket.getaddrinfo(host, None)}
    except OSError:
        return True  # it leads nowhere, or `www.` does
    return all(map(is_public, found))


def _unboxed() -> list[str]:
    # Chromium refuses its sandbox to root, which is who runs in most containers.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _unwanted(site: Site, allow_private: bool) -> Callable[[Any], bool]:
    def unwanted(request: Any) -> bool:
        return request.resource_type not in LOADED or bool(
            refusal(request.url, site, allow_private)
        )

    return unwanted


def meta() -> dict[str, Any]:
    """What a request carries so that it is rendered."""
    from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

    return {"playwright": True, "playwright_page_methods": [PageMethod(_settled)]}


async def _settled(page: Any) -> None:
    from playwright.async_api import TimeoutError as TooLong

    with contextlib.suppress(TooLong):
        await page.wait_for_load_state("networkidle", timeout=IDLE)
