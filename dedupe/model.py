"""The plain data that every stage reads and returns."""

from __future__ import annotations

from dataclasses import field

from dedupe.unchanging import unchanging

KINDS = (
    "heading",
    "paragraph",
    "caption",
    "list_item",
    "quote",
    "table",
    "link",
    "other",
)

ROLES = (
    "title",
    "standfirst",
    "body",
    "caption",
    "credit",
    "byline",
    "dateline",
    "date",
    "section",
)
"""What a block is to the article or teaser that it lands in."""

REASONS = {
    "repeat": "the same text as the kept block, after normalising",
    "near_repeat": "nearly the same text as the kept block; the similarity says how nearly",
    "marker": "a short piece of page furniture, such as a text-size button",
    "boilerplate": "a block that the site repeats over many pages",
    "heading_of_list": "the heading of a list of cards for other articles",
    "outside": "outside every article of the page: menus, footers, forms, comments",
}
"""Why a block is in no record as its own text. Each reason has a line in docs/folds.md."""


@unchanging
class Block:
    """One visible unit of text, in page order.

    `text` is the cleaned text (one line, single spaces). `start` and `end` are offsets, in code
    points, into `Page.text`; `Page.text[start:end]` is the block as it was found.
    """

    index: int
    text: str
    kind: str = "other"
    start: int = 0
    end: int = 0
    level: int = 0
    """Heading level 1 to 6; 0 for anything that is not a heading."""
    figure: int = -1
    """Number of the figure the block belongs to, counted over the page; -1 for none."""
    links: float = 0.0
    """Share of the characters that stand inside links, 0 to 1."""
    href: str = ""
    """Target of the first link in the block."""
    path: str = ""
    """Element path with class words, `body/div.story/p`; empty for text pages. `div.story~2` is the
    second box of that name in the box around it."""
    main: float = -1.0
    """How likely the block belongs to an article, 0 to 1, as the markup tells; -1: no verdict."""


@unchanging
class Metadata:
    """What a page says about its main article outside its visible text."""

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    section: str = ""
    published: str = ""
    """ISO 8601, as precise as the page was: `2024-11-10` or `2024-11-10T08:30:00+03:00`."""
    modified: str = ""
    lang: str = ""
    """ISO 639 code in lower case: `ar`, `en`, `fr`."""
    canonical: str = ""
    """Address that the page calls its own, made absolute; empty when it names none."""
    site_name: str = ""
    kind: str = ""
    """`article`, `front`, `other`, or empty where the page does not say."""


@unchanging
class Page:
    """One fetched or dumped document."""

    id: str
    """The input's own id, or its file name, or its address."""
    text: str
    blocks: tuple[Block, ...]
    url: str = ""
    source: str = ""
    """The site or dataset the page comes from."""
    fetched_at: str = ""
    form: str = "text"
    """`text` where blocks are lines, `html` where they come from markup, `fields` where title and
    text stood apart, `row` where it is a row that newsfold wrote."""
    key: str = ""
    """Identity of the main article, `aawsat.com:5079884` or a cleaned address; empty: content."""
    meta: Metadata = field(default_factory=Metadata)
    cut: bool = field(default=False, compare=False)
    """Whether the markup ended in the middle; said when the page is read, and not stored."""


@unchanging
class Caption:
    """The text under a picture, with the photo credit taken apart."""

    text: str
    credit: str = ""


@unchanging
class Placed:
    """One block in an article or a teaser, and its role there."""

    block: int
    role: str


@unchanging
class Article:
    """What one page says of one article."""

    title: str = ""
    standfirst: str = ""
    body: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    authors: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""
    section: str = ""
    published: str = ""
    modified: str = ""
    lang: str = ""
    url: str = ""
    main: bool = True
    """Whether this is the article that the page's address names; an appended one is not."""
    confidence: float = 1.0
    """How sure the segmentation is, 0 to 1; low where the text had no structure to go by."""
    placed: tuple[Placed, ...] = ()
    key: str = ""
    """What the address of an appended article names, where that is not the address itself; the
    main article goes by the key of its page."""


@unchanging
class Teaser:
    """A card on a page for an article that lives elsewhere."""

    title: str = ""
    standfirst: str = ""
    captions: tuple[Caption, ...] = ()
    authors: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""
    section: str = ""
    published: str = ""
    lang: str = ""
    url: str = ""
    key: str = ""
    """What the address names, as the `key` of a page does; empty where nobody looked."""
    placed: tuple[Placed, ...] = ()


@unchanging
class Fold:
    """One block that no record keeps as its own text."""

    block: int
    reason: str
    into: int | None = None
    """Index of the kept block; None where the block repeats nothing on this page."""
    similarity: float | None = None
    """True Jaccard similarity of the shingle sets, 0 to 1; None where nothing was compared."""


@unchanging
class FoldedPage:
    """The outcome for a page: every block is in exactly one article, teaser or fold."""

    page: Page
    articles: tuple[Article, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    folds: tuple[Fold, ...] = ()
