"""Folded pages as one self-contained HTML page: each block with what became of it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dedupe.explain import Fate, fates, summary
from dedupe.model import REASONS, FoldedPage

# Colours tell what became of a block; a word says the same, for those who do not see colours.
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What became of each block</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 1rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td { padding: .2rem .6rem; vertical-align: top; overflow-wrap: anywhere }
td.line { text-align: end; opacity: .6; white-space: nowrap }
td.fate { border-inline-start: .3rem solid; white-space: nowrap; font-size: .85rem }
tr.article td.fate { border-color: #2a8a3a }
tr.teaser td.fate { border-color: #1c7c9c }
tr.fold td.fate { border-color: #b07a00 }
tr.fold td.text { text-decoration: line-through; opacity: .65 }
tr.title td.text { font-size: 1.25rem; font-weight: bold }
tr.standfirst td.text { font-weight: bold }
tr.caption td.text { font-style: italic }
tr:target { outline: .15rem solid }
dt { font-weight: bold }
</style>
</head>
<body>
"""


def explain_html(pages: Iterator[FoldedPage]) -> Iterator[str]:
    """Pieces of one HTML document that shows `pages` one below the other; nothing is loaded.

    Every text runs in the direction of its own first letter.
    """
    yield _HEAD
    for number, folded in enumerate(pages, 1):
        yield from _page(folded, number)
    yield "</body>\n</html>\n"


def _page(folded: FoldedPage, number: int) -> Iterator[str]:
    yield f'<section>\n<h1 dir="auto">{_safe(folded.page.id)}</h1>\n'
    yield f"<p>{_safe(summary(folded))}</p>\n<table>\n"
    for fate in fates(folded):
        yield _row(fate, number)
    yield "</table>\n"
    reasons = sorted({fold.reason for fold in folded.folds})
    if reasons:
        told = "".join(f"<dt>{name}</dt><dd>{_safe(REASONS[name])}</dd>\n" for name in reasons)
        yield f"<dl>\n{told}</dl>\n"
    yield "</section>\n"


def _row(fate: Fate, page: int) -> str:
    return (
        f'<tr class="{fate.where} {fate.what}" id="p{page}-{fate.line}">'
        f'<td class="line">{fate.line}</td><td class="fate">{_said(fate, page)}</td>'
        f'<td class="text" dir="auto">{_safe(fate.text)}</td></tr>\n'
    )


def _said(fate: Fate, page: int) -> str:
    if fate.where != "fold":
        return f"{fate.where} {fate.number} {fate.what}"
    score = "" if fate.similarity is None else f" ({fate.similarity:.2f})"
    into = ""
    if fate.into is not None:
        into = f' of line <a href="#p{page}-{fate.into}">{fate.into}</a>'
    return f"fold {fate.what}{into}{score}"


def _safe(text: str) -> str:
    """Text as markup may hold it; a lone surrogate cannot be written to a file."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))
