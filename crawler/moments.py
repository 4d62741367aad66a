"""When a page says that its article was published and changed."""

from __future__ import annotations

import datetime
import re

from crawler import jsonld
from crawler.profile import zone_of
from crawler.signs import Signs
from crawler.sources import Sources, first, selected
from dedupe import cues
from dedupe.dates import date_from_url, find_date

_PUBLISHED = ("article:published_time", "og:article:published_time", "og:published_time")
_PUBLISHED_TOO = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "article.published",
    "published-date",
    "publish-date",
    "publish_date",
    "publication_date",
    "publishdate",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "date",
)
_MODIFIED = ("article:modified_time", "og:article:modified_time", "og:updated_time")
_MODIFIED_TOO = ("dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "datemodified")
_MOST_FOR_HTMLDATE = 600_000  # characters of markup; it reads the whole page several times


def dates_of(sources: Sources, lang: str) -> tuple[str, str]:
    signs, said = sources.signs, sources.said
    published = _date(
        lang,
        *selected(sources, "published"),
        jsonld.text(said.get("datePublished") or said.get("dateCreated"), 80),
        *(first(signs, name) for name in (*_PUBLISHED, *_PUBLISHED_TOO)),
        *signs.items.get("datepublished", [])[:2],
        *_times(signs, changed=False),
    )
    # Reading lines costs more than reading attributes: only where these are silent.
    published = published or _date(lang, *_date_lines(signs), date_from_url(sources.url))
    modified = _date(
        lang,
        jsonld.text(said.get("dateModified"), 80),
        *(first(signs, name) for name in (*_MODIFIED, *_MODIFIED_TOO)),
        *signs.items.get("datemodified", [])[:2],
        *_times(signs, changed=True),
    )
    zone = sources.site.timezone if sources.site else ""
    return (
        _zoned(published or modified or _by_htmldate(sources), zone),
        _zoned(modified, zone),
    )


def _zoned(date: str, zone: str) -> str:
    """A time that names no zone, in the one that the site's profile names."""
    known = zone_of(zone) if zone and len(date) == len("2024-11-10T08:30:00") else None
    if known is None:
        return date
    return datetime.datetime.fromisoformat(date).replace(tzinfo=known).isoformat()


def _date(lang: str, *values: str) -> str:
    """The first value that holds a date; seconds since 1970 are read too."""
    for value in values:
        if re.fullmatch(r"1\d{9}(?:\d{3})?", value):
            moment = datetime.datetime.fromtimestamp(int(value[:10]), datetime.UTC)
            return moment.isoformat()
        if value and (date := find_date(value, lang)):
            return date
    return ""


_CHANGED = re.compile(r"updat|modif|chang|edit", re.IGNORECASE)


def _times(signs: Signs, changed: bool) -> list[str]:
    """Values of `time` elements, the ones that say that they are the publication's first."""
    own = [one for one in signs.times if one[2] and bool(_CHANGED.search(one[1])) == changed]
    if changed:
        return [value for value, _, _ in own[:1]]
    if not any(placed for _, _, placed in signs.times):
        # The one moment of the page, in a `footer` that some systems set below the headline.
        values = {value for value, _, _ in signs.times}
        return [*values] if len(values) == 1 else []
    marked = [one for one in own if re.search(r"publi|pubdate|posted|created", one[1], re.I)]
    marked = [one for one in marked if not one[1].endswith(" -") or "publi" in one[1].lower()]
    return [value for value, _, _ in (*marked[:1], *own[:1])]


def _date_lines(signs: Signs) -> list[str]:
    """Visible date lines: those after the headline first, then those that class words point out."""
    after = [one.text for one in signs.lines if one.after_title and cues.is_date_line(one.text)]
    before = [
        one.text
        for one in signs.lines
        if not one.after_title and one.hint and cues.is_date_line(one.text)
    ]
    hinted = [one.text for one in signs.lines if one.after_title and one.hint]
    return [*after[:3], *hinted[:5], *before[:2]]


def _by_htmldate(sources: Sources) -> str:
    """The verdict of htmldate; it changes the tree it reads, so it gets a copy."""
    try:
        from htmldate import find_date as search
        from lxml import etree
    except ImportError:
        return ""
    markup = etree.tostring(sources.root, encoding="unicode", method="html")
    if not 200 <= len(markup) <= _MOST_FOR_HTMLDATE:
        return ""
    try:
        return (
            search(markup, extensive_search=False, original_date=True, url=sources.url or None)
            or ""
        )
    except Exception:  # a third party's parser on the wild web; no date is an answer
        return ""
