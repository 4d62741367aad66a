"""Articles in boxes beside each other: what a page appends to its own under smaller headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dedupe.alike import cohesion, runs
from dedupe.looks import Look, unnumbered
from dedupe.text import western

# A headline has so many words and its text so many words and paragraphs; a card has fewer.
_TITLE_WORDS = 3
_TEXT_WORDS, _TEXTS = 25, 2
# Lines of a header above its headline, at most.
_ABOVE = 6
_LINKED, _MAIN = 0.5, 0.5
# A headline has so much of its runs of characters in its own text, and half of that in another's.
_OWN_SHARE, _TIMES = 0.35, 2
# Two texts are compared by their beginnings, in characters. Of the runs of eight characters of one
# half of a real article the other half has more than this, but for one in fifty in Arabic and one
# in ten in English or German; of another article's nine in ten have less.
_OPENING, _COMMON = 800, 0.015
# A character of Chinese, Japanese or Korean says as much as two.
_RUN, _DENSE_RUN = 8, 4
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SIGNED = frozenset(("date", "byline", "dateline"))
_HEADER = _SIGNED | frozenset(("short", "caption", "credit", "marker"))
# A sentence that is printed again looks like a standfirst.
_TEXT = frozenset(("prose", "item", "standfirst"))
_CLOCK = re.compile(r"\D{0,9}\d?\d[:.h]\d\d\D{0,9}")
_NAMED = re.compile(r"#[^./]*")


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with a headline: its lines, in the order of the page."""

    start: int
    title: int
    end: int
    step: str
    """Its own name, without number and id."""
    is_article: bool
    """Whether the markup says that an article begins here: one of its boxes down to the headline
    is an `article`."""


def beside(lines: Sequence[Look], title: int) -> dict[int, int]:
    """Positions of the headlines below that at `title` which head articles of their own, and of the
    first line in the box of each.

    Such an article has a box beside that of the first article, of the same name; in it stand the
    headline and paragraphs, as in the first. A box inside the first article is a part of it.
    Where the markup calls the boxes articles that is enough, else they could be chapters, and none
    is taken for an article unless each of them speaks of something else, or is signed.
    """
    pairs = [
        (first, box)
        for first, box in _pairs(lines, title)
        if _has_text(lines, first) and _has_text(lines, box) and _is_headed(lines, box)
    ]
    unsure = [pair for pair in pairs if not pair[1].is_article]
    alone = all(_stands_alone(lines, box, first) for first, box in unsure)
    return {box.title: box.start for _, box in pairs if box.is_article or alone}


def _pairs(lines: Sequence[Look], title: int) -> Iterator[tuple[_Box, _Box]]:
    """The box of the headline at `title` and each one beside it that is named and headed like it.

    What both are depends on how far down their paths part, so the first box comes with each.
    """
    seat = lines[title].seat.split("/")
    own: dict[int, _Box] = {}
    at = title + 1
    while at < len(lines):
        steps = lines[at].seat.split("/") if lines[at].block.level else []
        depth = _shared(seat, steps)
        if not 0 < depth < min(len(seat), len(steps)) - 1:
            at += 1
            continue
        if depth not in own:
            own[depth] = _box(lines, title, seat, depth)
        first, box = own[depth], _box(lines, at, steps, depth)
        within = any(_tag(step) == "article" for step in seat[:depth])
        if _alike(first, box) and not within:
            yield first, box
        at = box.end


def article_around(one: Look, other: Look) -> str:
    """The path of the innermost `article` around two lines; empty where there is none."""
    steps = one.seat.split("/")
    steps = steps[: _shared(steps, other.seat.split("/"))]
    while steps and _tag(steps[-1]) != "article":
        steps.pop()
    return "/".join(steps)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Boxes around both of two elements."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _box(lines: Sequence[Look], at: int, steps: Sequence[str], depth: int) -> _Box:
    """The box at that depth around the line at `at`, whose path has these `steps`."""
    box = "/".join(steps[: depth + 1])
    start, end = at, at + 1
    while start and is_in(lines[start - 1], box):
        start -= 1
    while end < len(lines) and is_in(lines[end], box):
        end += 1
    called = any(_tag(step) == "article" for step in steps[depth:-1])
    return _Box(start, at, end, _NAMED.sub("", unnumbered(steps[depth])), called)


def is_in(look: Look, box: str) -> bool:
    """Whether a line stands in the box with that path, in the very one where boxes are numbered."""
    return look.seat.startswith(box) and look.seat[len(box) : len(box) + 1] in ("/", "")


def _tag(step: str) -> str:
    return re.split(r"[.#~]", step, maxsplit=1)[0]


def _alike(one: _Box, other: _Box) -> bool:
    return one.step == other.step and one.is_article == other.is_article


def _has_text(lines: Sequence[Look], box: _Box) -> bool:
    """Whether a box has paragraphs: a card has a sentence."""
    texts = [
        look.words
        for look in lines[box.title + 1 : box.end]
        if look.sort in _TEXT and look.block.links < _LINKED and not 0 <= look.block.main < _MAIN
    ]
    return len(texts) >= _TEXTS and sum(texts) >= _TEXT_WORDS


def _is_headed(lines: Sequence[Look], box: _Box) -> bool:
    """Whether a box begins as articles do: with no reader's name, no time of day alone."""
    header = lines[box.start : box.title]
    if len(header) > _ABOVE or any(look.sort not in _HEADER for look in header):
        return False
    return lines[box.title].words >= _TITLE_WORDS and not _is_entry(lines, box)


def _is_entry(lines: Sequence[Look], box: _Box) -> bool:
    """Whether the time of day alone stands above or under a headline, as in a live blog."""
    header = _header(lines, box)
    return any(look.words <= 3 and _CLOCK.fullmatch(western(look.block.text)) for look in header)


def _header(lines: Sequence[Look], box: _Box) -> list[Look]:
    return [*lines[box.start : box.title], *lines[box.title + 1 : box.title + 3]]


def _stands_alone(lines: Sequence[Look], box: _Box, first: _Box) -> bool:
    """Whether a box is signed as the first is, or says what its headline does and nothing of that.

    Chapters of one article share names and words, as two articles hardly do.
    """
    if _signed(lines, box) & _signed(lines, first):
        return True
    title, own = lines[first.title].key, lines[box.title].key
    text, other = _text(lines, box), _text(lines, first)
    share = cohesion(own, text)
    if share < max(_OWN_SHARE, _TIMES * cohesion(title, text)):
        return False
    size = _DENSE_RUN if _DENSE.search(own) else _RUN
    one, two = runs(text, size), runs(other, size)
    return len(one & two) <= _COMMON * min(len(one), len(two))


def _signed(lines: Sequence[Look], box: _Box) -> set[str]:
    return {look.sort for look in _header(lines, box)} & _SIGNED


def _text(lines: Sequence[Look], box: _Box) -> str:
    texts = (look.key for look in lines[box.title + 1 : box.end] if look.sort in _TEXT)
    return " ".join(texts)[:_OPENING]
