"""What can be known of a folded page before the store is asked: ids, forms, and the accounting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dedupe.model import Article, FoldedPage
from dedupe.near import Form, form
from dedupe.record import article_id, article_key, digest, page_id, version_id

from .pages import check


@dataclass(frozen=True)
class Seen:
    """One article of a page with its ids; its form is worked out when it is asked for."""

    article: Article
    key: str
    article_id: str
    version_id: str
    spot: int
    """Hash of where it was seen: the input's id, address and source, the article's address."""

    @cached_property
    def form(self) -> Form | None:
        return form(self.article.title, self.article.body)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folded page with all that can be known of it without the store."""

    folded: FoldedPage
    page_id: str
    seen: tuple[Seen, ...]


def prepare(folded: FoldedPage) -> Prepared:
    """Ids of a page and its articles; raises ValueError when its blocks are not accounted for."""
    check(folded)
    page = folded.page
    seen = []
    for n, article in enumerate(folded.articles):
        key = article_key(page, article, n)
        ids = article_id(key), version_id(key, article)
        # 60 bits: an integer of SQLite has 63 and a sign.
        spot = int(digest(page.id, page.url, page.source, article.url)[:15], 16)
        seen.append(Seen(article, key, *ids, spot))
    return Prepared(folded, page_id(page), tuple(seen))
