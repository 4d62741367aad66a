"""Looking at a site before it is crawled: what would be stored, which rules fire, a draft."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from crawler.discover import DiscoveryError, feed_links, page_links, sitemap_links
from crawler.identity import clean_url, identity, same_site
from crawler.profile import Site, SiteError, host_of, parse_site
from crawler.site import load_site, sites, twinless
from storage.store import Store

PAGES = 5
"""Articles that a probe fetches: enough to see a habit, few enough to bother nobody."""
KEYS = (
    r"^/node/(?P<id>\d+)(?:[/?]|$)",
    r"^/(?:[^/?]+/)*(?!20\d{6}(?!\d))(?P<id>\d{5,})(?:[-/?]|$)",
    r"^/(?:[^/?]+/)*[^/?]*-(?P<id>\d{4,})(?:\.html?)?(?:[/?]|$)",
    r"^/(?:[^/?]+/)*(?!(?:19|20)\d\d(?!\d)|20\d{6}(?!\d))(?P<id>\d{4,})(?:[-/?]|$)",
    r"^/[^?]*\?(?:[^=&]+=[^&]*&)*(?:id|p|article|articleid)=(?P<id>\d+)",
)
"""How outlets number their articles, most telling first."""
ALLOWS = (
    r"^/(?:[^/?]+/)*\d{4}/\d{1,2}/\d{1,2}/[^/?]+",
    r"^/(?:[^/?]+/)*\d{4}-\d{2}-\d{2}/[^/?]+",
    r"^/(?:[^/?]+/)*\d{8}-[^/?]+",
    r"^/(?:[^/?]+/)*[^/?]+-[^/?]+-[^/?]+-[^/?]+",
)
"""How article addresses without a number look, most telling first."""
MATCH = 0.6
"""Share of the articles that a pattern must match to be the site's."""
COMMON = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/sitemap.xml")
"""Where feeds and sitemaps stand on sites that do not name them."""
_MOST_FEEDS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer of a site that nobody has a profile for."""

    url: str
    status: int
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a probe found."""

    site: str
    profile: str
    """The profile's file; empty for a draft."""
    draft: str = ""
    """TOML of a first profile, for a site that had none."""
    summary: dict[str, Any] = field(default_factory=dict)
    articles: list[dict[str, Any]] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    """Rules of the profile that matched nothing."""
    quarantine: list[dict[str, Any]] = field(default_factory=list)

    @property
    def needs_look(self) -> bool:
        return not self.articles or bool(self.summary.get("trouble"))


def probe(name: str, sites_dir: str = "", contact: str = "", pages: int = PAGES) -> Report:
    """Fetch what lists the articles of a site and a few of them, into nothing that stays.

    `name` is a profile, or an address of a site without one, which gets a draft.
    """
    from crawler.addresses import require_contact

    with tempfile.TemporaryDirectory(prefix="newsfold-probe-") as folder:
        site, draft = _site_of(name, sites_dir, contact, Path(folder))
        require_contact(site, contact)
        own = sites_dir
        if draft:
            own = folder
            (Path(folder) / "draft.toml").write_text(draft, encoding="utf-8")
        return _try(site, own, draft, contact, pages, Path(folder))


def _site_of(name: str, sites_dir: str, contact: str, folder: Path) -> tuple[Site, str]:
    if not host_of(name):
        try:
            return load_site(name, sites_dir or None), ""
        except SiteError:
            if "." not in name or "/" in name or not host_of(f"https://{name}"):
                raise
            name = f"https://{name}/"
    known = [site for site in sites(sites_dir or None) if host_of(name) in site.domains]
    if known:
        return known[0], ""
    text = draft_profile(name, look(name, contact, folder))
    return parse_site(text, "draft.toml", load_default(sites_dir)), text


def load_default(sites_dir: str = "") -> Site:
    """The profile that holds for every site, with no name of its own."""
    import dataclasses

    from crawler.site import site_for

    return dataclasses.replace(site_for("", sites_dir or None), name="", domains=())


def look(url: str, contact: str, folder: Path) -> list[Seen]:
    """The page at `url`, robots.txt, and what they name as feeds and sitemaps."""
    from crawler.addresses import require_contact
    from crawler.crawl import run_apart

    host = host_of(url)
    require_contact(Site(name=twinless(host), domains=(host,)), contact)
    out = folder / "seen.jsonl"
    run_apart("probe", {"url": url, "out": str(out)}, contact)
    if not out.exists():
        raise RuntimeError(f"{url}: nothing answers there; why stands above")
    rows = (json.loads(row) for row in out.read_text(encoding="utf-8").splitlines())
    return [Seen(r["url"], r["status"], r["kind"], bytes.fromhex(r["body"])) for r in rows]


def draft_profile(url: str, seen: Sequence[Seen]) -> str:
    """TOML of a first profile for the site of `url`, from what it answered."""
    from lxml import html

    front = next((s for s in seen if s.kind == "page" and s.status == 200), None)
    host = twinless(host_of(url))
    feeds, maps, links = [], [], []
    for answer in seen:
        if answer.status != 200 or answer.kind not in ("feed", "sitemap", "common"):
            continue
        try:
            found = feed_links(answer.body, answer.url)
            feeds.append(answer.url)
            links += [entry.url for entry in found]
            continue
        except DiscoveryError:
            pass
        try:
            kind, found = sitemap_links(answer.body, answer.url)
        except DiscoveryError:
            continue
        maps.append(answer.url)
        links += [entry.url for entry in found[:200]] if kind == "pages" and not feeds else []
    language, title, shown = "", host, []
    if front is not None:
        root = html.document_fromstring(front.body or b"<p></p>")
        language = (root.get("lang") or "").split("-")[0].lower()
        title = _title(root) or host
        shown = [found.url for found in page_links(front.body, front.url)]
    links = [link for link in links if same_site(link, url)]
    key, allow = guess_rules(links or [link for link in shown if same_site(link, url)])
    feeds = list(dict.fromkeys(feeds))[:_MOST_FEEDS]
    # Section pages are the last resort: they tell no dates, and a link may be anything.
    sections = [] if feeds or maps or not (key or allow) else [url]
    return _toml(url, host, title, language, feeds, maps[:3], sections, key, allow, links or shown)


def _title(root: Any) -> str:
    named = root.xpath("string(//meta[@property='og:site_name']/@content)").strip()
    whole = " ".join(root.xpath("string(//title)").split())
    return named or re.split(r"\s[|–—-]\s", whole)[-1].strip()


def guess_rules(links: Iterable[str]) -> tuple[str, str]:
    """The patterns by which a site numbers its articles, and by which they are told from others."""
    paths = []
    for link in dict.fromkeys(links):
        parts = urlsplit(clean_url(link))
        path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
        if len(path) > 3:
            paths.append(path)
    for pattern in KEYS:
        ids = [match.group("id") for path in paths if (match := re.search(pattern, path))]
        # A number that several articles share is a section's, or a day.
        if ids and len(set(ids)) >= MATCH * len(paths):
            return pattern, ""
    for pattern in ALLOWS:
        if paths and sum(bool(re.search(pattern, p)) for p in paths) >= MATCH * len(paths):
            return "", pattern
    return "", ""


def _toml(
    url: str,
    host: str,
    title: str,
    language: str,
    feeds: list[str],
    maps: list[str],
    sections: list[str],
    key: str,
    allow: str,
    links: list[str],
) -> str:
    quoted = json.dumps
    lines = [
        "# Drafted by `newsfold probe`; read it, finish it, and say when you saw it work.",
        "[site]",
        f"name = {quoted(host, ensure_ascii=False)}",
        f"title = {quoted(title, ensure_ascii=False)}",
        f"domains = {quoted([twinless(host_of(url))])}",
        f'language = "{language}"',
        'timezone = ""                  # like "Asia/Riyadh"',
        'verified = ""                  # the day on which you saw it work',
        f"keys = ['{key}']" if key else "keys = []                      # no number was found",
        "",
        "[crawl]",
    ]
    for name, found in (("feeds", feeds), ("sitemaps", maps), ("sections", sections)):
        lines += [f"{name} = {quoted(found, ensure_ascii=False)}"] * bool(found)
    if not (feeds or maps or sections):
        lines.append("feeds = []                     # none was found: name one, or sections")
    lines += [f"allow = ['{allow}']"] * bool(allow)
    lines += [
        "delay = 2.0",
        "",
        "[expect]",
        "min_articles_per_day = 0        # what is usual here?",
    ]
    site = parse_site("\n".join(lines), "draft.toml")
    article = next((link for link in links if _fits(link, site)), "")
    if article:
        lines += ["", "[[example]]", f"url = {quoted(article, ensure_ascii=False)}"]
        lines.append(f"key = {quoted(identity(article, site=site), ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _fits(link: str, site: Site) -> bool:
    from crawler.identity import article_link

    return article_link(link, site)


def _try(site: Site, sites_dir: str, draft: str, contact: str, pages: int, folder: Path) -> Report:
    """Crawl a few pages of a site into a database that is thrown away, and say what came of it."""
    from crawler.crawl import crawl_apart

    db, kept = folder / "probe.db", folder / "kept.jsonl"
    settings = {"NEWSFOLD_MAX_PAGES": pages, "NEWSFOLD_KEEP": str(kept), "LOG_LEVEL": "ERROR"}
    done = crawl_apart([site.name], db, sites_dir or None, contact, settings)
    with Store(db, readonly=True) as store:
        conn = store.conn
        articles = [dict(row) for row in store.records()]
        found = [url for (url,) in conn.execute("SELECT url FROM ledger WHERE kind = 'article'")]
        bad = conn.execute("SELECT url, reason, detail FROM quarantine ORDER BY at").fetchall()
        folds = conn.execute(
            "SELECT f.reason, coalesce(b.text, b.raw) FROM folds f JOIN block_rows b "
            "ON b.page = f.page AND b.idx = f.block"
        ).fetchall()
    html = []
    if kept.exists():
        html = [bytes.fromhex(row) for row in kept.read_text().splitlines()]
    names = ("url", "reason", "detail")
    return Report(
        site=site.name,
        profile="" if draft else site.path,
        draft=draft,
        summary=done["sites"][0],
        articles=articles,
        idle=idle_rules(site, found, folds, html),
        quarantine=[dict(zip(names, row, strict=True)) for row in bad],
    )


def idle_rules(
    site: Site, found: Sequence[str], folds: Sequence[tuple[str, str]], pages: Sequence[bytes]
) -> list[str]:
    """Rules of a profile that matched none of the addresses, folds and pages of a probe."""
    from crawler.html import parse_html
    from dedupe.text import normal

    paths = []
    for url in found:
        parts = urlsplit(clean_url(url))
        paths.append(unquote(parts.path) + (f"?{parts.query}" if parts.query else ""))
    base = load_default()
    idle = [
        f"[{table}] {name} {pattern!r} matches none of {len(paths)} addresses"
        for table, name, patterns in (
            ("site", "keys", site.keys),
            ("crawl", "allow", site.crawl.allow),
        )
        for pattern in patterns
        if not any(re.search(pattern, path) for path in paths)
    ]
    said = Counter(normal(text) for _, text in folds)
    for name in ("markers", "list_headings", "boilerplate"):
        for word in getattr(site.fold, name):
            if word not in getattr(base.fold, name) and normal(word) not in said:
                idle.append(f"[fold] {name} {word!r} stands on no page")
    roots = [parse_html(page, None) for page in pages]
    for name in site.page.__dataclass_fields__:
        for selector in getattr(site.page, name):
            if selector in getattr(base.page, name):
                continue
            if not any(root.cssselect(selector) for root in roots):
                idle.append(f"[page] {name} {selector!r} selects nothing on {len(roots)} pages")
    return idle


def lists_of(page: bytes, url: str) -> list[str]:
    """Addresses that a page names as its feeds, by link elements first, then by their looks."""
    from lxml import html

    if not page.strip():
        return []
    root = html.document_fromstring(page)
    named = root.xpath(
        "//link[contains(@rel, 'alternate')][contains(@type, 'rss') or contains(@type, 'atom') "
        "or contains(@type, 'rdf')]/@href"
    )
    shown = [
        found.url
        for found in page_links(page, url)
        if re.search(r"(?i)[/.](?:rss|feeds?|atom|rdf)(?:[/.?]|$)", urlsplit(found.url).path)
    ]
    return list(dict.fromkeys([*(urljoin(url, href) for href in named), *shown]))[:_MOST_FEEDS]


def sitemaps_of(robots: bytes, url: str) -> list[str]:
    """Addresses that a robots.txt names as sitemaps, those for news first."""
    lines = robots.decode("utf-8-sig", "replace").splitlines()
    found = [
        urljoin(url, line.partition(":")[2].strip())
        for line in lines
        if line.strip().lower().startswith("sitemap:")
    ]
    return sorted(dict.fromkeys(found), key=lambda address: "news" not in address.lower())[:3]


def readable(report: Report) -> str:
    """A report for a terminal."""
    lines = [report.summary.get("line", report.site)]
    for article in report.articles:
        words = sum(len(paragraph.split()) for paragraph in article["body"])
        lines += [
            "",
            article["title"] or "(no title)",
            f"  {article['url']}",
            f"  {article['published'] or 'no date'}; {article['lang'] or 'no language'}; "
            f"{', '.join(article['authors']) or 'no author'}; {words} words in "
            f"{len(article['body'])} paragraphs; {len(article['captions'])} captions",
        ]
        if article["body"]:
            first = article["body"][0]
            lines.append(f"  {first[:160]}{'…' * (len(first) > 160)}")
    for row in report.quarantine:
        lines.append(f"not stored: {row['url']}: {row['reason']}: {row['detail'][:200]}")
    lines += [f"never fired: {rule}" for rule in report.idle]
    if report.draft:
        lines += [
            "",
            f"A first profile; save it as {report.site}.toml in a folder of yours and",
            "name that with --sites:",
            "",
            report.draft,
        ]
    return "\n".join(lines)
