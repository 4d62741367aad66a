"""Ordinary records straight into rows or pages: a headline and paragraphs, or paragraphs alone.

Most records of most dumps are that. Of one, the whole way (`records.page_of`, `inputs.folded`,
`record.rows`) makes an object of every line, to put them all into one article in the end. Here the
row is made of the lines themselves; whatever is in doubt goes the whole way, which comes to the
same (tests/test_straight.py).

Each step is taken with all records before the next one is: the normal forms of many are made at
once faster than one by one, and code that runs again and again stays near the processor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from crawler.identity import identity
from crawler.inputs import Furniture, Inputs, rules_for
from crawler.limits import TooLarge
from crawler.lines import is_set_off, lines_of, plain_lines
from crawler.page import host_in
from crawler.readers.raw import Bad, Raw
from crawler.records import Said, fields_of, handed_row, markup_in, meta_of, said_of, shown_of
from dedupe.forms import Measured, measured_pages
from dedupe.glued import seams
from dedupe.model import Article, Page
from dedupe.ordinary import MOST_LINES, article_of, is_headed, is_ordinary, is_told
from dedupe.page import NO_FURNITURE
from dedupe.record import Row, article_row, storable

Straight = tuple[Row, int]
"""A row, and how many blocks are in it."""


class Plain(NamedTuple):
    """A page without its blocks, which are its lines, and the article that they all are."""

    page: Page
    article: Article
    said: tuple[str, str] | None
    """`normal` of title and body where they have to name the article."""


class _Draft:
    """A record that may be ordinary; each step adds what it comes to."""

    __slots__ = (
        *("record", "said", "form", "title", "text", "lines", "forms"),
        *("headed", "page", "article", "row"),
    )

    record: Raw
    said: Said
    form: str
    """`fields`, or `text` where no column tells the title from the text."""
    title: str
    text: str
    lines: list[str]
    """Of the text; before it is known that they are clean, they may be others."""
    forms: Measured
    """Normal forms and widths of the lines."""
    headed: bool
    """Whether the first line is a headline."""
    page: Page
    """With neither text nor blocks."""
    article: Article
    row: Row

    def __init__(self, record: Raw) -> None:
        self.record = record


def straight(
    records: Sequence[Raw | Bad], inputs: Inputs, learned: Furniture, with_folds: bool = False
) -> list[Straight | None]:
    """The row of each ordinary record; None: in doubt."""
    drafts = [_after(_write, draft, inputs) for draft in _drafts(records, inputs, learned)]
    if with_folds:
        for draft in filter(None, drafts):
            draft.row["folds"] = []
    return [(draft.row, len(draft.lines)) if draft else None for draft in drafts]


def plain(records: Sequence[Raw | Bad], inputs: Inputs, learned: Furniture) -> list[Plain | None]:
    """The page of each ordinary record, of which the lines are as they stand in its text; None: in
    doubt."""
    return [_plain(draft) if draft else None for draft in _drafts(records, inputs, learned)]


def _drafts(
    records: Sequence[Raw | Bad], inputs: Inputs, learned: Furniture
) -> list[_Draft | None]:
    """The ordinary records, folded."""
    drafts = [
        _Draft(record) if isinstance(record, Raw) and record.form in ("json", "fields") else None
        for record in records
    ]
    for step in (_read, _cut):
        drafts = [_after(step, draft, inputs) for draft in drafts]
    _measure(filter(None, drafts))
    for step in (_place, partial(_ask, learned=learned), _fold):
        drafts = [_after(step, draft, inputs) for draft in drafts]
    return drafts


def _after(
    step: Callable[[_Draft, Inputs], object], draft: _Draft | None, inputs: Inputs
) -> _Draft | None:
    """A draft after a step; None where the step leaves a doubt."""
    try:
        return draft if draft is not None and step(draft, inputs) else None
    except Exception:  # the whole way says what is wrong with it
        return None


def _read(draft: _Draft, inputs: Inputs) -> bool:
    fields = fields_of(draft.record)
    if isinstance(fields, Bad) or handed_row(fields) is not None:
        return False
    draft.said = said_of(fields, inputs.reading, draft.record.where)
    return not draft.said.wrong


def _cut(draft: _Draft, inputs: Inputs) -> bool:
    texts = draft.said.texts
    if texts["html"].strip() or any(markup_in(texts[key]) for key in ("text", "body")):
        return False
    draft.form, draft.title, draft.text = shown_of(draft.said)
    draft.lines = plain_lines(draft.text) or _shown(draft.text)
    return len(draft.lines) <= MOST_LINES


def _stand(draft: _Draft) -> bool:
    """Whether the lines are as they stand in the text, between line feeds."""
    return draft.lines == [line for line in draft.text.split("\n") if line]


def _shown(text: str) -> list[str]:
    """The lines that a text shows; none where they are too many."""
    try:
        return [seen for _, _, seen in lines_of(storable(text))]
    except TooLarge:
        return []


def _measure(drafts: Iterable[_Draft]) -> None:
    """Find the forms of all lines, cutting the texts whose lines are not clean once more."""
    drafts = list(drafts)
    found = measured_pages([draft.lines for draft in drafts])
    unclean = [draft for draft, forms in zip(drafts, found, strict=True) if forms is None]
    for draft in unclean:
        draft.lines = _shown(draft.text)
    again = measured_pages([draft.lines for draft in unclean])
    for draft, forms in [*zip(drafts, found, strict=True), *zip(unclean, again, strict=True)]:
        draft.forms = forms or []


def _place(draft: _Draft, inputs: Inputs) -> bool:
    if any(map(is_set_off, [line for line in draft.lines if not line[0].isalpha()])):
        return False
    if draft.form == "text" and (not _stand(draft) or any(seams(draft.lines))):
        return False  # a line may hold several parts of a page
    texts = draft.said.texts
    url = storable(texts["url"])
    draft.page = Page(
        id=storable(texts["id"]),
        text="",
        blocks=(),
        url=url,
        source=storable(texts["source"] or inputs.reading.source) or host_in(texts["url"]),
        fetched_at=storable(texts["fetched_at"]),
        form=draft.form,
        key=identity(texts["url"]) if url else "",
        meta=meta_of(draft.said, draft.title),
    )
    return bool(draft.forms)


def _ask(draft: _Draft, inputs: Inputs, learned: Furniture) -> bool:
    page = draft.page
    rules = rules_for(page.url, inputs.sites_dir)
    furniture = learned.get(page.source, NO_FURNITURE)
    draft.headed = draft.form == "fields" or is_headed(draft.forms)
    if draft.form == "text":
        spaced = "\n\n" in draft.text.rstrip("\n")
        if not is_told(draft.lines, draft.forms, page.meta.title, spaced):
            return False
    return is_ordinary(draft.lines, draft.forms, rules, furniture, draft.headed)


def _fold(draft: _Draft, inputs: Inputs) -> bool:
    draft.article = article_of(draft.lines, draft.page.meta, draft.headed)
    return True


def _write(draft: _Draft, inputs: Inputs) -> bool:
    draft.row = article_row(draft.page, draft.article, said=_said(draft))
    return True


def _plain(draft: _Draft) -> Plain | None:
    if not _stand(draft):
        return None
    return Plain(replace(draft.page, text=draft.text), draft.article, _said(draft))


def _said(draft: _Draft) -> tuple[str, str] | None:
    """Normal forms of title and body, where they name the article."""
    if draft.page.key:
        return None
    forms = [form for form, _ in draft.forms]
    title = forms.pop(0) if draft.headed else ""
    return title, " ".join(forms)
