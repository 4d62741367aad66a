"""What readers say below an article: like boxes with a name and a few sentences each."""

from __future__ import annotations

from collections.abc import Sequence

from dedupe.beside import article_around, is_in
from dedupe.carded import rows
from dedupe.cues import ends_sentence
from dedupe.looks import Look

# Paragraphs that an article has in its own box, and boxes in a row, before they are readers'.
_TEXTS, _READERS = 3, 3
_LINKED = 0.5
# Lines of what a reader says, words of the name, of a paragraph, and of the heading above all.
_LINES, _NAME_WORDS, _SAID_WORDS, _HEADING_WORDS = 7, 4, 60, 7


def readers(lines: Sequence[Look], parts: list[str]) -> None:
    """Take out what stands in a row of named boxes below the element `article` of an article.

    Whoever is named inside that, such as the winners of a prize, is told of there; and where the
    markup does not say what the article is, so may be whoever is named below.
    """
    if "title" not in parts or "body" not in parts:
        return
    title, text = parts.index("title"), parts.index("body")
    box = article_around(lines[title], lines[text])
    inside = [at for at, look in enumerate(lines) if box and is_in(look, box)]
    if sum(parts[at] == "body" for at in inside) < _TEXTS:
        return
    end = inside[-1] + 1
    below = [at for at in range(end, len(lines)) if parts[at] not in ("out", "tool2")]
    for row in rows(lines, below):
        if len(row) < _READERS or row[0][0] < end or not all(_is_said(lines, one) for one in row):
            continue
        said = sum(any(lines[at].is_prose for at in one) for one in row)
        if 2 * said > len(row):
            above = row[0][0] - 1
            heading = [above] if _is_heading(lines[above]) else []
            for at in (*heading, *(at for one in row for at in one)):
                parts[at] = "out"


def _is_said(lines: Sequence[Look], box: Sequence[int]) -> bool:
    """Whether a box has a name and then what was said, and no headline."""
    name, *said = (lines[at] for at in box[:_LINES])
    named = name.words <= _NAME_WORDS and not ends_sentence(name.block.text)
    named = named and name.block.links < _LINKED  # a card's headline is a link
    headed = name.block.level and "article" not in name.block.path
    short = 2 <= len(box) <= _LINES and all(look.words <= _SAID_WORDS for look in said)
    return named and short and not headed and not any(look.block.level for look in said)


def _is_heading(look: Look) -> bool:
    return look.words <= _HEADING_WORDS and not look.is_prose
