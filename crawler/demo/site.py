"""The demo's two outlets, served on loopback, with the profiles that a crawl of them needs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.demo import courier, lighthouse
from crawler.demo.stories import DAYS, HERE, outlet, stories

HOMES = ("lighthouse", "courier")
_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


@dataclass(slots=True)
class DemoSite:
    """The running outlets; setting `day` to 2 publishes the second day's pages."""

    bases: dict[str, str] = field(default_factory=dict)
    """Base address by site name: `{"lighthouse.demo": "http://127.0.0.1:40211", ...}`."""
    day: int = 1
    hits: list[tuple[str, str]] = field(default_factory=list)
    """Site and path of every request, in order."""


@contextmanager
def serve(day: int = 1) -> Iterator[DemoSite]:
    """Serve both outlets on free loopback ports until the block ends.

    >>> with serve() as site:
    ...     sorted(site.bases)
    ['courier.demo', 'lighthouse.demo']
    """
    if day not in DAYS:
        raise ValueError(f"day is {day!r}; the demo has the days 1 and 2")
    site = DemoSite(day=day)
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler(home, site)) for home in HOMES]
    try:
        for home, server in zip(HOMES, servers, strict=True):
            site.bases[outlet(home)["name"]] = f"http://127.0.0.1:{server.server_address[1]}"
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield site
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def site_profiles(bases: Mapping[str, str]) -> dict[str, str]:
    """TOML text of each outlet's profile, by site name, for the addresses it is served at."""
    lights, mail = (outlet(home)["name"] for home in HOMES)
    return {
        lights: _profile("lighthouse", bases[lights])
        + r"""keys = ['^/node/(?P<id>\d+)(?:[/?]|$)']

[crawl]
"""
        + f'feeds = ["{bases[lights]}/feed.xml"]\ndelay = 0.0\n',
        mail: _profile("courier", bases[mail])
        + r"""keys = ['^/[a-z]{2}/story/(?P<id>[a-z0-9-]+)(?:[/?]|$)']

[crawl]
"""
        + f'sitemaps = ["{bases[mail]}/sitemap.xml"]\n'
        + f'sections = ["{bases[mail]}{courier.FRONT}"]\ndelay = 0.0\n',
    }


def write_profiles(bases: Mapping[str, str], folder: Path) -> None:
    """Write the outlets' profiles into `folder`, as `<site name>.toml`."""
    for name, text in site_profiles(bases).items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def dump_dir() -> Path:
    """The folder of the bundled text dump."""
    return HERE / "dump"


def truth() -> dict[str, Any]:
    """What stands on the pages and in the dump, and the counts that follow: truth.json."""
    found: dict[str, Any] = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))
    return found


def pages(home: str, base: str, day: int = 1) -> dict[str, tuple[str, str]]:
    """Content type and text of everything that an outlet serves on a day, by path."""
    news = stories(day)
    if home == "lighthouse":
        found = {
            story.path: (_HTML, lighthouse.article_page(story, news, base))
            for story in lighthouse.own_articles(news)
        }
        return found | {
            "/": (_HTML, lighthouse.front_page(news)),
            "/feed.xml": (_XML, lighthouse.feed(news, base)),
            "/robots.txt": (_TEXT, "User-agent: *\nDisallow: /search\n"),
            lighthouse.DOSSIER: (_HTML, lighthouse.dossier_page(news)),
        }
    found = {
        story.path: (_HTML, courier.article_page(story, news, base))
        for story in courier.own_articles(news)
    }
    front = (_HTML, courier.section_page(news, base))
    return found | {
        "/": front,
        courier.FRONT: front,
        "/robots.txt": (_TEXT, courier.ROBOTS),
        "/sitemap.xml": (_XML, courier.sitemap(news, base)),
        courier.DRAFT: (_HTML, _plain("A draft that no crawler may read.")),
    }


def _plain(text: str) -> str:
    return f"<!DOCTYPE html>\n<html><head></head><body><p>{text}</p></body></html>"


def _profile(home: str, base: str) -> str:
    about = outlet(home)
    lang = about["language"]
    return f"""# Written by the demo, for outlets that it serves itself.
[site]
name = "{about["name"]}"
title = "{about["title"][lang]}"
domains = ["{base.removeprefix("http://")}"]
language = "{lang}"
timezone = "{about["timezone"]}"
verified = ""
"""


def _handler(home: str, site: DemoSite) -> type[BaseHTTPRequestHandler]:
    name = outlet(home)["name"]
    cache: dict[int, dict[str, tuple[str, str]]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.hits.append((name, path))
            if site.day not in cache:
                cache[site.day] = pages(home, site.bases[name], site.day)
            kind, text = cache[site.day].get(path, ("", ""))
            status = 200 if kind else 404
            self._answer(status, kind or _HTML, text or _plain("404"))

        def _answer(self, status: int, kind: str, text: str) -> None:
            data = text.encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing: the demo's own lines are what a user came to read."""

    return Handler
