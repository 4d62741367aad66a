"""Which article an address names: one key for all of its twins.

The chain: the site's own article id, in the address or in the canonical one; the canonical address,
where it is believable; the address itself. Addresses are cleaned first, so that tracking words,
AMP, mobile and print twins, schemes, slashes and percent forms make no difference.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from crawler.profile import Site, host_of
from crawler.site import covers, site_for, twinless

# Parameters that say where a reader came from, which session it is, or which twin to show. Words
# that name content on some sites (id, p, source, from, cid, lang) are not in the list: keeping two
# addresses apart that are one article costs a `version`, melting two articles costs an article.
_TRACKING = re.compile(
    r"(?:utm_.*|mtm_.*|pk_.*|piwik_.*|matomo_.*|at_.*|hsa_.*|mc_[ce]id|_hs\w+|__hs\w+|_g[al]|g?clid"
    r"|fbclid|dclid|gclsrc|gbraid|wbraid|msclkid|yclid|ymclid|twclid|ttclid|igsh(?:id)?|li_fat_id"
    r"|fb_(?:action|ref|source|comment).*|vero_\w+|oly_\w+|mkt_tok|s_cid|wt_\w+|wt\.\w+|xtor|xtref"
    r"|ocid|ncid|nr_email_referer|cmp(?:id)?|campaign(?:_?id)?|ito|smid|sr_share\w*|spm|rss(?:_id)?"
    r"|ref|ref_(?:src|url)|referr?er|__twitter_impression|share|shared|sharetype|trk\w*|guccounter"
    r"|guce_\w+|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|sessionid|session_id"
    r"|amp|amp_\w+|usqp|outputtype|print|printable|printer|mobile|is_mobile)",
    re.IGNORECASE,
)
_TWIN_VALUES = re.compile(
    r"(?:output|format|view|mode|type|page_type|version)=(?:amp|print\w*|mobile)|m=[01]",
    re.IGNORECASE,
)
_TWIN_WORD = r"(?:amp|print|mobile)"
_TWIN_HEAD = re.compile(rf"^/{_TWIN_WORD}(?=/[^/])", re.IGNORECASE)
_TWIN_TAIL = re.compile(rf"(?<=[^/])(?:/{_TWIN_WORD}|\.amp(?=$|\.html?$))$", re.IGNORECASE)
_AMP_HTML = re.compile(r"(?<=[^/])[./]amp(\.html?)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/]*|/\([ASFX]\([\w-]{20,}\)(?:[ASFX]\([\w-]{20,}\))*\)(?=/)",
    re.IGNORECASE,
)
"""Session numbers in a path, as servers of Java, PHP and ASP.NET (`/(S(...))/`) write them."""
_CACHE = re.compile(
    r"^(?:https?://)?[^/]+\.cdn\.ampproject\.org/[a-z]/(s/)?(?=[^/])", re.IGNORECASE
)
_VIEWER = re.compile(r"^(?:https?://)?(?:www\.)?google\.[a-z.]+/amp/(s/)?(?=[^/])", re.IGNORECASE)
_HOST = r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
_PLAIN = re.compile(rf"{_HOST}((?:/[\w-]+)*)/?")
_WRITTEN = re.compile(rf"{_HOST}((?:/(?:[^\0-,./:-@\[-^`{{-\x7f\s]|%[89A-Fa-f][0-9A-Fa-f])+)*)/?")
"""An address with nothing to clean but its host, where it is no twin by `_TWINS`; the second also
with marks on its letters, and with percent forms of letters beyond ASCII."""
_TWINS = re.compile(r"/(?:amp|print|mobile)(?:/|$)|//[^/]*ampproject", re.IGNORECASE)
_WORDS = re.compile(r"[\w/-]*")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_SPELLED = re.compile(r"(?:[A-Za-z0-9_/-]|%[89A-Fa-f][0-9A-Fa-f])*")
"""What has but one spelling, letters of percent forms aside."""
_UNRESERVED_PATH = "/!$&'()*+,;=:@~-._"
_UNRESERVED_QUERY = "/!$'()*,;:@~-._?"
# A front page is not an article: nothing, a language, a language and its script or country.
_FRONT = re.compile(r"^(?:/[a-z]{2}(?:[-_][a-z]{2,4})?)?/?$", re.IGNORECASE)

_ONE_WORD = re.compile(r"^(?:/[a-z]{2})?/[^\W\d]{1,20}$", re.IGNORECASE)
"""`/news`, `/ar/أخبار`: what templates name for all articles of a section, which would be one."""


def identity(url: str, canonical: str = "", site: Site | None = None) -> str:
    """The key of the article at `url`: `site:id`, else a cleaned address; empty if there is none.

    Without `site`, the profile that covers `url` is looked up, so that a page has one key whether
    it is crawled or read from a dump.

    >>> identity("https://www.outlet.example/news/a-story/amp?utm_source=x")
    'https://outlet.example/news/a-story'
    """
    site = site or site_for(url)
    own = _by_pattern(url, site)
    if own:
        return own
    if believable(canonical, url, site):
        return _by_pattern(canonical, site) or clean_url(canonical)
    return clean_url(url)


@lru_cache(maxsize=4096)
def clean_url(url: str) -> str:
    """One form for all twins of an address; empty for anything that is not http or https.

    It names, it is not for fetching: the scheme is always https, `www.` and twin hosts are gone.
    Idempotent.
    """
    plain = _WRITTEN.fullmatch(url)
    if plain is not None and not _TWINS.search(url):
        return f"https://{twinless(plain[1])}{_percent(plain[2], _UNRESERVED_PATH)}"
    parts = _parts(url)
    if parts is None:
        return ""
    host = twinless(host_of(parts.geturl()))
    path = _clean_path(parts.path)
    query = _clean_query(parts.query)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return (
        f"https://{host}{path}"
        + (f"?{query}" if query else "")
        + (f"#{_percent(fragment, _UNRESERVED_QUERY)}" if fragment else "")
    )


def believable(canonical: str, url: str, site: Site | None = None) -> bool:
    """Whether what a page calls its own address can be one: same site, no front or list page."""
    if not canonical or not clean_url(canonical):
        return False
    if not same_site(canonical, url, site):
        return False
    said, own = urlsplit(clean_url(canonical)), urlsplit(clean_url(url))
    if _FRONT.match(said.path) and not said.query:
        return _FRONT.match(own.path) is not None
    if _ONE_WORD.match(unquote(said.path)) and not said.query and said.path != own.path:
        return False
    if site is None or said == own:
        return True
    lists = (*site.crawl.sections, *site.crawl.feeds, *site.crawl.sitemaps)
    return clean_url(canonical) not in {clean_url(address) for address in lists}


def same_site(one: str, other: str, site: Site | None = None) -> bool:
    """Whether both addresses are on one site, by its profile or by their hosts."""
    a, b = host_of(one), host_of(other)
    if not a or not b:
        return False
    if site is not None and covers(site, a) and covers(site, b):
        return True
    a, b = twinless(a), twinless(b)
    # `news.outlet.example` and `outlet.example`: one is the other's parent. Two siblings are not
    # taken for one site, since half of the world shares hosts such as `blogs.example`.
    return a == b or _parent(a, b) or _parent(b, a)


def _parent(host: str, other: str) -> bool:
    return "." in host and other.endswith(f".{host}")


def article_link(url: str, site: Site) -> bool:
    """Whether the site's link rules take `url` for an article."""
    readable = _readable(url)
    if not readable or not covers(site, host_of(url)):
        return False
    if any(re.search(pattern, readable) for pattern in site.crawl.deny):
        return False
    rules = site.crawl.allow or site.keys
    if rules:
        return any(re.search(pattern, readable) for pattern in rules)
    return not _FRONT.match(urlsplit(clean_url(url)).path) or "?" in readable


def denied(url: str, site: Site) -> bool:
    """Whether a deny rule of the site names `url`."""
    readable = _readable(url)
    return any(re.search(pattern, readable) for pattern in site.crawl.deny)


def _by_pattern(url: str, site: Site) -> str:
    if not site.keys:
        return ""
    host = host_of(url)
    closeness = covers(site, host)
    if not closeness:
        return ""
    readable = _readable(url)
    for pattern in site.keys:
        match = re.search(pattern, readable)
        if match and match.group("id"):
            # Subdomains that only a wildcard covers count their articles by themselves.
            prefix = site.name if closeness >= 1000 else twinless(host)
            return f"{prefix}:{match.group('id')}"
    return ""


@lru_cache(maxsize=4096)
def _readable(url: str) -> str:
    """Path and query of the cleaned address with percent forms read, as patterns see them."""
    cleaned = clean_url(url)
    plain = _PLAIN.fullmatch(cleaned)
    if plain is not None:
        return plain[2]
    parts = urlsplit(cleaned)
    path = unquote(parts.path, errors="replace")
    return f"{path}?{unquote(parts.query, errors='replace')}" if parts.query else path


def _parts(url: str) -> SplitResult | None:
    url = "".join(url.split()) if "\n" in url or "\t" in url else url.strip()
    for wrapper in (_CACHE, _VIEWER):
        url = wrapper.sub(lambda match: "https://" if match.group(1) else "http://", url)
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if host_of(url) else None


def _clean_path(path: str) -> str:
    path = _SESSION.sub("", path)
    path = _undotted(_percent(path, _UNRESERVED_PATH))
    before = None
    while path != before:
        before = path
        path = path.rstrip("/")
        path = _INDEX.sub("", path)
        path = _AMP_HTML.sub(r"\1", path)
        path = _TWIN_TAIL.sub("", path)
        path = _TWIN_HEAD.sub("", path)
    return path


def _undotted(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in ("", "."):
            kept.append(part)
    return "/" + "/".join(kept) if kept else ""


def _clean_query(query: str) -> str:
    kept = []
    for pair in re.split("[&]|;(?=[^=;&]+=)", query.replace("&amp;", "&")):
        name = pair.partition("=")[0]
        if not pair or _TRACKING.fullmatch(unquote(name)) or _TWIN_VALUES.fullmatch(unquote(pair)):
            continue
        kept.append(_percent(pair.replace("+", "%20"), _UNRESERVED_QUERY + "="))
    return "&".join(sorted(kept))


def _percent(text: str, safe: str) -> str:
    """`text` with one spelling: UTF-8 percent forms in capitals, plain where no form is needed.

    Bytes that are not UTF-8 (old sites write windows-1256) stay as they are.
    """
    if "%" not in text:
        return _quoted(text, safe)
    if _SPELLED.fullmatch(text):
        # Words of scripts beyond ASCII, of which addresses of such news are full.
        first, *forms = text.split("%")
        return "%".join([first, *[form[:2].upper() + form[2:] for form in forms]])
    out = []
    place = 0
    for match in re.finditer(r"(?:%[0-9A-Fa-f]{2})+", text):
        out.append(_quoted(text[place : match.start()], safe))
        out.append(_requoted(match.group(), safe))
        place = match.end()
    out.append(_quoted(text[place:], safe))
    return "".join(out)


def _quoted(text: str, safe: str) -> str:
    if text.isascii() and _WORDS.fullmatch(text):
        return text
    return quote(text, safe=safe, errors="replace")


def _requoted(forms: str, safe: str) -> str:
    data = bytes(int(form[1:], 16) for form in _PERCENT.findall(forms))
    # Delimiters that came escaped stay escaped: `%2F` in a slug is not a path's slash.
    return quote(data, safe="".join(char for char in safe if char in "~-._"))
