"""What an outlet is: its markup, the order of its parts, and how its dump was flattened."""

from __future__ import annotations

from dataclasses import dataclass, field

# Element paths by part. An outlet replaces what it does otherwise; "" drops the element.
SKIN = {
    "page": "div#page",
    "top": "header.site-header",
    "logo": "a.logo[href=/]",
    "nav": "nav.main-menu>ul",
    "nav_item": "li>a[href=/s]",
    "main": "main",
    "column": "div.content",
    "article": "article",
    "crumbs": "ol.breadcrumb",
    "crumb": "li>a[href=/]",
    "kicker": "span.kicker",
    "title": "h1",
    "standfirst": "p.standfirst",
    "byline": "div.byline",
    "date": "div.date",
    "byplace": "div.author-place",
    "byday": "div.meta",
    "where": "div.place",
    "code": "div.code",
    "signed": "p.signature",
    "nextprev": "nav.pager",
    "nextprev_item": "div",
    "tools": "div.tools",
    "tool": "span",
    "share": "ul.share",
    "share_item": "li>a[href=#]",
    "figure": "figure",
    "caption": "figcaption",
    "credit": "span.credit",
    "body": "div.body",
    "p": "p",
    "h": "h2",
    "list": "ul",
    "li": "li",
    "verse": "blockquote.verse",
    "verse_line": "p",
    "ask": "p>strong",
    "quote": "blockquote.pull",
    "live": "div.entry",
    "clock": "time",
    "ad": "div.ad",
    "also": "div.inline-related",
    "related": "section.related",
    "related_title": "h3",
    "card": "div.card",
    "card_title": "h4>a[href=/card]",
    "card_caption": "div.card-image",
    "card_teaser": "p",
    "card_dateline": "div.card-source",
    "card_section": "span.card-section",
    "card_more": "a.more[href=/card]",
    "card_minutes": "span.card-time",
    "sidebar": "aside",
    "ranked": "ol",
    "ranked_item": "li>a[href=/r]",
    "side_title": "h3",
    "newsletter": "div.newsletter",
    "paywall": "div.paywall",
    "comments": "section.comments",
    "comment": "div.comment",
    "tags": "ul.tags",
    "tag": "li>a[href=/t]",
    "author_box": "div.author-box",
    "footer": "footer",
    "footer_item": "div",
    "disclaimer": "p.disclaimer",
}


@dataclass(frozen=True, slots=True)
class Dump:
    """How the text dump of an outlet was made."""

    blank: str = "blocks"
    """`blocks`: a blank line between blocks but not inside tight groups; `tags`: only around
    paragraphs, headings, lists and the like, as text browsers do; `none`; `double`."""
    main_only: bool = False
    """Whether only the main column was dumped, without menus, sidebar and footer."""
    alt: bool = False
    """Whether picture texts (alt) were dumped too."""
    unseen: bool = False
    """Whether hidden elements and noscript copies were dumped too."""
    windows: bool = False
    """CRLF, no-break spaces and bidi marks."""
    glued: bool = False
    """Whether what stood side by side in menus, meta lines and cards lost the space between."""
    indent: bool = False
    """Whether lines kept the indentation of the markup, and white space at their ends."""
    marks: bool = False
    """`#` before headings, `*` before list items, `>` before quotes, as Markdown writers put."""
    shy: bool = False
    """Soft hyphens within long words."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One fictional outlet."""

    name: str
    title: str
    lang: str
    page: str
    """Parts of a page in order, `top main{ story more related } footer`."""
    story: str
    """Parts of a story in order, `title standfirst hero tools body`."""
    skin: dict[str, str] = field(default_factory=dict)
    dump: Dump = Dump()
    stories: str = ""
    """The bank of stories and words; empty: that of the language."""
    held: bool = False
    """Whether the outlet is set aside from tuning."""
    wraps: dict[str, str] = field(default_factory=dict)
    """Element paths of the groups that the orders name: `main{...}`."""
    more: str = ""
    """Parts of an appended story, where they differ."""
    cards: str = "section+caption title teaser dateline"
    """Pieces of a card in order; `+` glues two into one line."""
    body: str = "p"
    """`p`, or `br` for one element with line breaks."""
    markers: tuple[str, ...] = ()
    """What stands in the tools' place: text-size buttons and the like."""
    meta: str = "og"
    """What the head says: `og`, `og_site` (title with the outlet's name), `ld`, `graph` (JSON-LD
    with other things around the article), `reversed` (the outlet's name first), `none`."""
    lazy: str = ""
    """`noscript`: pictures with a copy inside noscript; `amp`: amp-img."""
    loose: bool = False
    """Whether end tags are left out."""
    doctype: str = "<!DOCTYPE html>"
    address: str = "https://{o}.example/{s}/{n}-{t}"
    heads: tuple[str, ...] = ()
    """Raw markup for the head: styles, scripts."""
    cards_tight: bool = False
    """Whether the dump has no blank line before the next card."""
    shortest: int = 2
    """Paragraphs of a page that is `short`."""
    also: str = "line"
    """Form of references inside the body: `line`, `lines`, `card`."""
    words: dict[str, str] = field(default_factory=dict)
    """What it says of its own where it does not use the words of its bank: `{"by": "{p}:"}`."""
    credits: tuple[str, ...] = ()
    """Forms of its photo credits, where they are not those of its bank."""
    comment: str = "who when line reply"
    """Pieces of a reader's comment in order; `+` glues two into one line."""
    talkative: bool = False
    """Whether readers write several sentences on what the page is about."""
    plan: tuple[tuple[str, ...], ...] = ()
    """The families of each of the outlet's pages, one tuple a page."""

    def path(self, part: str) -> str:
        """The element path of a part."""
        return self.skin.get(part, SKIN[part])

    @property
    def bank(self) -> str:
        """The name of the bank of stories and words."""
        return self.stories or self.lang
