"""What is shown of a record that a search found: its words marked, and the passage around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dedupe.query import Word
from dedupe.spans import Span, find

PASSAGE = 240
"""Characters of a passage: two or three lines on a screen."""

LEAD = 60
"""Characters before the first word that was found, so that it is read in its sentence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a field of a record: in a list, which of its texts, and the characters in it."""

    field: str
    item: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of text and the places in it that were found."""

    text: str
    spans: tuple[Span, ...]


def marks(row: dict[str, Any], words: Sequence[Word]) -> Iterator[Mark]:
    """Every place in a record's title, standfirst, body and captions that the words stand in."""
    for field, item, text in _texts(row):
        for start, end in find(text, words):
            yield Mark(field, item, start, end)


def passage(row: dict[str, Any], found: Sequence[Mark]) -> Marked:
    """The part of a record that says most of what was found; its beginning where nothing does.

    A title is shown anyway, so it is not looked at.
    """
    texts = {(field, item): text for field, item, text in _texts(row) if field != "title"}
    spans: dict[tuple[str, int], list[Span]] = {}
    for mark in found:
        if (mark.field, mark.item) in texts:
            spans.setdefault((mark.field, mark.item), []).append((mark.start, mark.end))
    if not spans:
        first = next((text for text in texts.values() if text), "")
        return cut(first, [], 0)
    best = max(spans, key=lambda place: len({texts[place][a:b] for a, b in spans[place]}))
    return cut(texts[best], spans[best], max(0, spans[best][0][0] - LEAD))


def cut(text: str, spans: Sequence[Span], start: int) -> Marked:
    """About `PASSAGE` characters from `start`, between words, with an ellipsis where it is cut."""
    if start:
        start = text.find(" ", start - 1) + 1 or start
    end = len(text)
    if end - start > PASSAGE:
        end = text.rfind(" ", start, start + PASSAGE)
        end = end if end > start else start + PASSAGE
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end)
    return Marked(before + text[start:end] + after, inside)


def pieces(marked: Marked) -> Iterator[tuple[str, bool]]:
    """A marked text as (piece, whether it was found), in order."""
    at = 0
    for start, end in marked.spans:
        if start > at:
            yield marked.text[at:start], False
        yield marked.text[start:end], True
        at = end
    if at < len(marked.text):
        yield marked.text[at:], False


def _texts(row: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    yield "title", 0, row["title"]
    yield "standfirst", 0, row["standfirst"]
    for item, paragraph in enumerate(row["body"]):
        yield "body", item, paragraph
    for item, caption in enumerate(row["captions"]):
        yield "captions", item, caption["text"]
