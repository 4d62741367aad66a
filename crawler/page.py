"""Pages from bytes and text: the one place where blocks, metadata and identity meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.lines import blocks_from_text
from dedupe.collecting import no_collecting
from dedupe.model import Block, Metadata, Page
from dedupe.record import storable
from dedupe.text import clean, is_blank

if TYPE_CHECKING:
    from crawler.site import Site


def page_from_text(
    text: str,
    *,
    id: str,
    url: str = "",
    source: str = "",
    fetched_at: str = "",
    meta: Metadata | None = None,
    form: str = "text",
    blocks: tuple[Block, ...] | None = None,
) -> Page:
    """A page from the text of a dump; `source` falls back to the host of `url`.

    `blocks` are those of the text, for who has no use for them and gives none.
    """
    from crawler.identity import identity

    text = storable(text)
    return Page(
        id=storable(id),
        text=text,
        blocks=blocks_from_text(text, glued=form == "text") if blocks is None else blocks,
        url=storable(url),
        source=storable(source) or host_in(url),
        fetched_at=storable(fetched_at),
        form=form,
        key=identity(url) if url else "",
        meta=meta or Metadata(),
    )


def page_from_fields(
    title: str,
    body: str,
    said: Mapping[str, str],
    *,
    id: str,
    url: str = "",
    source: str = "",
    fetched_at: str = "",
    authors: tuple[str, ...] = (),
) -> Page:
    """A page from a record whose title and body are apart; the text puts the title first.

    `said` may hold `lang`, `section`, `published` or `date`, and `author`.
    """
    head, text = text_of_fields(title, body)
    return page_from_text(
        text,
        id=id,
        url=url,
        source=source,
        fetched_at=fetched_at,
        meta=metadata_from_fields(title, said, authors),
        form="fields" if head else "text",
    )


def text_of_fields(title: str, body: str) -> tuple[str, str]:
    """The headline of a record as it is shown, and the text of its page."""
    head = storable(clean(title))
    return head, f"{head}\n\n{body}" if head and not is_blank(body) else head or body


def metadata_from_fields(
    title: str, said: Mapping[str, str], authors: tuple[str, ...] = ()
) -> Metadata:
    """What the columns of a record say of its page, as `page_from_fields` takes them."""
    lang = said.get("lang", "")
    date = said.get("published", "") or said.get("date", "")
    author = clean(said.get("author", ""))
    return Metadata(
        title=storable(clean(title)),
        authors=tuple(map(storable, authors)) or ((storable(author),) if author else ()),
        section=storable(clean(said.get("section", ""))),
        published=_day(date, lang) if date else "",
        lang=storable(lang),
    )


def _day(date: str, lang: str) -> str:
    from dedupe.dates import find_date

    return find_date(date, lang)


def page_from_html(
    html: bytes | str,
    *,
    id: str,
    url: str = "",
    source: str = "",
    fetched_at: str = "",
    site: Site | None = None,
    charset: str | None = None,
) -> Page:
    """A page from markup, parsed once; `charset` is what the HTTP header said."""
    from crawler.blocks import blocks_from_html
    from crawler.ending import is_cut
    from crawler.html import decode_html, parse_html
    from crawler.identity import identity
    from crawler.metadata import metadata_from_html

    markup = decode_html(html, charset) if isinstance(html, bytes) else html
    with no_collecting():
        root = parse_html(markup)
        meta = metadata_from_html(root, url, site)
        text, blocks = blocks_from_html(root, site, url)
    return Page(
        id=storable(id),
        text=text,
        blocks=blocks,
        url=storable(url),
        source=storable(source) or (site.name if site else "") or host_in(url or meta.canonical),
        fetched_at=storable(fetched_at),
        form="html",
        key=identity(url or meta.canonical, meta.canonical, site) if url or meta.canonical else "",
        meta=meta,
        cut=is_cut(markup),
    )


def host_in(url: str) -> str:
    """The source of a page that says none: the host of its address, without `www.`."""
    from urllib.parse import urlsplit

    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
