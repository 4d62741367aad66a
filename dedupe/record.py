"""Ids of articles, versions, teasers and pages, and the rows that readers of a corpus get."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .model import Article, Block, Caption, Fold, FoldedPage, Page, Teaser
from .text import normal, width

Row = dict[str, Any]

FIELDS = (
    "id",
    "input_id",
    "kind",
    "url",
    "source",
    "lang",
    "title",
    "standfirst",
    "body",
    "captions",
    "authors",
    "agency",
    "dateline",
    "section",
    "published",
    "modified",
    "fetched_at",
)
"""Fields of a row, in this order; missing text is an empty string, a missing list an empty one."""

_LONE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with every lone surrogate replaced by U+FFFD, one for one, so that offsets hold.

    Lone surrogates come from broken JSON escapes; neither a file nor a database can hold them.
    """
    if text.isascii():
        return text
    try:
        text.encode()  # faster than to look for them
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text)
    return text


def digest(*parts: str) -> str:
    """32 hex characters over `parts`; where one part ends and the next begins matters."""
    joined = "".join([f"{len(part)}:{part}" for part in parts])
    try:
        data = joined.encode()
    except UnicodeEncodeError:
        data = storable(joined).encode()
    return hashlib.sha256(data).hexdigest()[:32]


def digest_of(*parts: bytes) -> str:
    """The same over bytes."""
    joined = b"".join(b"%d:%b" % (len(part), part) for part in parts)
    return hashlib.sha256(joined).hexdigest()[:32]


def named_key(page: Page, article: Article) -> str:
    """Identity of an article as far as key or address give it; empty where its content has to."""
    if article.main:
        return page.key
    return (article.key or article.url) if article.url else ""


def article_key(
    page: Page, article: Article, n: int = 0, said: tuple[str, str] | None = None
) -> str:
    """Identity of the `n`-th article of `page`; `said` is `normal` of title and of body's lines,
    where it is known.

    The main article is what the page's own key names. An appended one never is: it has its own
    key or address, or else its content. Content is title and body; where there is no body,
    everything else that the page says of it, for a bare title ("Weather") is shared by unlike
    articles.
    """
    if named := named_key(page, article):
        return named
    normals = list(said or (normal(article.title), normal("\n".join(article.body))))
    if not normals[1]:
        captions = (caption.text for caption in article.captions)
        normals += map(normal, (article.standfirst, article.published, *captions))
    if not any(normals):
        normals = [page_id(page), str(n)]
    return "content:" + hashlib.sha256(storable("\n".join(normals)).encode()).hexdigest()


KEPT_ID = "id:"
"""Begins the key of an article that was handed over under its id: what it was made of is gone."""

_KEPT = re.compile(r"id:([0-9a-f]{16})")


def article_id(key: str) -> str:
    """Public id of the article that `key` names: 16 hex characters.

    >>> article_id("id:0123456789abcdef")
    '0123456789abcdef'
    """
    kept = _KEPT.fullmatch(key) if key.startswith(KEPT_ID) else None
    if kept is not None:
        return kept[1]
    return hashlib.sha256(storable(key).encode()).hexdigest()[:16]


def version_id(key: str, article: Article) -> str:
    """Id of what was said of an article at one time: 32 hex characters.

    Where and when it was seen is left out: the same words on two pages are one version with two
    sightings.
    """
    captions = [part for caption in article.captions for part in (caption.text, caption.credit)]
    return digest(
        key,
        article.title,
        article.standfirst,
        "\x1e".join(article.body),
        "\x1e".join(captions),
        "\x1e".join(article.authors),
        article.agency,
        article.dateline,
        article.section,
        article.published,
        article.modified,
        article.lang,
    )


def teaser_id(page: Page, teaser: Teaser, n: int = 0) -> str:
    """Public id of a card: by the address it leads to, else by its title, else by its place."""
    if teaser.url:
        return article_id("teaser:" + teaser.url)
    said = normal(teaser.title) or normal(teaser.standfirst)
    return article_id("teaser:" + (said or f"{page_id(page)}:{n}"))


TITLE = 4
"""Words that a headline needs to tell which article it is of: `Weather` does not."""


def title_key(title: str) -> int | None:
    """What equal headlines have in common: 63 bits; None for a headline that says too little."""
    return normal_title_key(normal(title))


def normal_title_key(said: str) -> int | None:
    """`title_key` of a title in normal form."""
    if width(said) < TITLE:
        return None
    return int.from_bytes(hashlib.sha256(storable(said).encode()).digest()[:8], "big") >> 1


def page_id(page: Page) -> str:
    """Id of one document: the same text from the same place under the same name is one page."""
    return digest(page.id, page.url, page.source, page.text)


def article_url(page: Page, article: Article) -> str:
    """Address of an article; the page's own address names its main article only."""
    return article.url or (page.url if article.main else "")


def rows(folded: FoldedPage, with_folds: bool = False) -> list[Row]:
    """The page as rows of `FIELDS`: its articles, then its teasers.

    `with_folds` gives the first row `folds`, those of the whole page; a page that has neither
    article nor teaser is then one row of kind `page`, so that its folds have a place.
    """
    page = folded.page
    out = [article_row(page, article, n) for n, article in enumerate(folded.articles)]
    out += [_teaser_row(page, teaser, n) for n, teaser in enumerate(folded.teasers)]
    if with_folds:
        if not out:
            out = [_row(page, id=page_id(page), kind="page", url=page.url, lang=page.meta.lang)]
        out[0]["folds"] = fold_rows(page.blocks, folded.folds)
    return out


def fold_rows(blocks: Sequence[Block], folds: Iterable[Fold]) -> list[Row]:
    """What became of the blocks that no record keeps, in page order."""
    texts = {block.index: block.text for block in blocks}
    return [
        {
            "block": fold.block,
            "reason": fold.reason,
            "into": fold.into,
            "similarity": fold.similarity,
            "text": texts.get(fold.block, ""),
        }
        for fold in sorted(folds, key=lambda fold: fold.block)
    ]


def caption_rows(captions: Iterable[Caption]) -> list[Row]:
    """Captions as plain objects."""
    return [{"text": caption.text, "credit": caption.credit} for caption in captions]


def pieces(page: Page) -> tuple[list[tuple[str, str]], str]:
    """The page's text as (gap before the block, text of the block) pairs, and what follows them.

    Raises ValueError where the blocks do not stand in the text one after the other.
    """
    pairs, at = [], 0
    for block in page.blocks:
        if not at <= block.start <= block.end <= len(page.text):
            raise ValueError(
                f"page {page.id!r}: block {block.index} stands at {block.start}..{block.end}, "
                f"expected within {at}..{len(page.text)}; blocks must follow one another"
            )
        pairs.append((page.text[at : block.start], page.text[block.start : block.end]))
        at = block.end
    return pairs, page.text[at:]


def rebuild(parts: Iterable[tuple[str, str]], tail: str = "") -> str:
    """The text that `pieces` took apart.

    >>> rebuild([("", "Title"), ("\\n\\n", "Body")], "\\n")
    'Title\\n\\nBody\\n'
    """
    return "".join(_spread(parts)) + tail


def _spread(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for gap, text in parts:
        yield gap
        yield text


def article_row(
    page: Page, article: Article, n: int = 0, said: tuple[str, str] | None = None
) -> Row:
    """The row of the `n`-th article of a page; `said` as `article_key` takes it."""
    return _row(
        page,
        id=article_id(article_key(page, article, n, said)),
        kind="article",
        url=article_url(page, article),
        lang=article.lang,
        title=article.title,
        standfirst=article.standfirst,
        body=list(article.body),
        captions=caption_rows(article.captions),
        authors=list(article.authors),
        agency=article.agency,
        dateline=article.dateline,
        section=article.section,
        published=article.published,
        modified=article.modified,
    )


def _teaser_row(page: Page, teaser: Teaser, n: int) -> Row:
    return _row(
        page,
        id=teaser_id(page, teaser, n),
        kind="teaser",
        url=teaser.url,
        lang=teaser.lang,
        title=teaser.title,
        standfirst=teaser.standfirst,
        captions=caption_rows(teaser.captions),
        authors=list(teaser.authors),
        agency=teaser.agency,
        dateline=teaser.dateline,
        section=teaser.section,
        published=teaser.published,
    )


_BLANK: Row = dict.fromkeys(FIELDS, "")


def _row(page: Page, **said: Any) -> Row:
    lists: Row = {"body": [], "captions": [], "authors": []}
    own = {"input_id": page.id, "source": page.source, "fetched_at": page.fetched_at}
    return {**_BLANK, **lists, **own, **said}
