"""The box of a headline that none of its text stands in: what is a standfirst or signs the text.

The chain sees a sentence and the next line. Where markup gives the header a box of its own and the
text another, a sentence in the first is no paragraph of the text, whatever follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dedupe.carded import CARDS
from dedupe.cues import ends_sentence, is_date_line
from dedupe.looks import Look, unnumbered
from dedupe.text import western

_PARAGRAPHS = 2
"""So many paragraphs in one element are the text."""
_WORDS = 60
"""Words of a standfirst, at most."""
_LABEL_WORDS = 2
"""Words of a label, such as that of the desk, which says nothing of the text."""
_NAME_WORDS, _MAIN = 5, 0.5
"""Words that no name has, and what the block classifier gives to text."""
_SIGN_WORDS, _TEXTS = 8, 2
"""Words of a line that signs, and paragraphs of the text below a standfirst."""
_HEADING, _LINKED = 0.25, 0.5
_PARAGRAPH = re.compile(r"p(?![a-z])")
_STRAY = frozenset(("out", "tool1", "tool2", "sign1"))
_AUTHOR = re.compile(r"(?:author|byline|reporter|writer)(?:[-_]?name)?s?(?![a-z])", re.I)
_DATED = re.compile(r"[:：].*\d\D+\d{4}\D{0,2}$")
_ASTRAY = CARDS | {"body"}
_SIGNED = frozenset(("date", "byline", "dateline"))


def in_header_box(lines: Sequence[Look], said: Sequence[str]) -> list[str]:
    """The parts with a standfirst for the one sentence, and signatures for the days and names, in
    the box of each headline."""
    parts = list(said)
    titles = [at for at, part in enumerate(parts) if part == "title" and lines[at].seat]
    for title, end in pairwise([*titles, len(parts)]):
        _lists(lines, parts, title, end)
        _apart(lines, parts, title, end)
        header = _header(lines, parts, title, end)
        told = [at for at in header if _is_told(lines[at], parts[at])]
        if len(told) == 1 and lines[told[0]].words <= _WORDS:
            parts[told[0]] = "lead"
        for at in header:
            if parts[at] in _ASTRAY and lines[at].sort in _SIGNED:
                # Below a list that sums the text up a day stands in the middle of what is text.
                parts[at] = "out" if "body" in parts[title:at] else "sign1"
    for at, part in enumerate(parts):
        look = lines[at]
        if part != "lead" or not look.seat:
            continue
        if look.words <= _LABEL_WORDS:
            parts[at] = "lead" if ends_sentence(look.block.text) else "tool1"
        elif look.words <= _SIGN_WORDS and (is_date_line(look.block.text) or _signs(look)):
            parts[at] = "sign1"
    return parts


def _signs(look: Look) -> bool:
    """Whether a line says who wrote, by its class, or when: a label, a colon and a year."""
    text = look.block.text
    if ends_sentence(text):
        return False
    dated = _DATED.search(western(text)) is not None
    return dated or _AUTHOR.search(look.block.path.rpartition("/")[2]) is not None


def _apart(lines: Sequence[Look], parts: list[str], title: int, end: int) -> None:
    """One paragraph in an element of its own above that of all others is a standfirst, and so is a
    heading between headline and text that is none of the text's."""
    text = [at for at in range(title, end) if parts[at] == "body"]
    if not text or lines[text[0]].block.level:
        return
    seats = [lines[at].seat.rpartition("/")[0] for at in text]
    first, rest = lines[text[0]], Counter(seats[1:])
    around, count = rest.most_common(1)[0] if rest else ("", 0)
    box = seats[0] if _PARAGRAPH.match(first.seat.rpartition("/")[2]) else first.seat
    apart = not (_is_in(box, around) or _is_in(around, box) or rest[box])
    apart = apart and _name(box) != _name(around)
    sibling = around.startswith(box.rpartition("/")[0])
    told = first.sort == "prose" and first.words <= _WORDS and first.block.main >= _MAIN
    if count >= _TEXTS and apart and sibling and told and "lead" not in parts[title:end]:
        parts[text[0]] = "lead"
        text.pop(0)
    heads = [at for at in range(title + 1, text[0]) if lines[at].block.level]
    if len(heads) == 1 and "lead" not in parts[title : text[0]]:
        look = lines[heads[0]]
        own = look.seat.rpartition("/")[0] not in seats
        stray = parts[heads[0]] in _STRAY and look.sort == "short"
        likely = look.block.main >= _HEADING and look.words >= _NAME_WORDS
        if own and stray and likely and look.block.links < _LINKED:
            parts[heads[0]] = "lead"


def _is_in(box: str, other: str) -> bool:
    return f"{box}/".startswith(f"{other}/")


def _name(seat: str) -> str:
    """The step of a box without its number."""
    return unnumbered(seat.rpartition("/")[2])


def _lists(lines: Sequence[Look], parts: list[str], title: int, end: int) -> None:
    """A list above the first paragraph that has a day or a name says when and by whom: its other
    lines are none of the text."""
    lists: dict[str, list[int]] = {}
    for at in range(title + 1, end):
        block = lines[at].block
        if block.kind == "paragraph" and parts[at] == "body":
            break
        if block.kind == "list_item":
            lists.setdefault(lines[at].seat.rpartition("/")[0], []).append(at)
    for items in lists.values():
        if any(lines[at].sort in _SIGNED for at in items):
            for at in items:
                parts[at] = "sign1" if lines[at].sort in _SIGNED else "tool1"


def _is_told(look: Look, part: str) -> bool:
    """Whether a line is a sentence: as such, or of more words than a name and likely text."""
    likely = look.words >= _NAME_WORDS and look.block.main >= _MAIN
    if look.block.level and look.sort == "short" and part == "body":
        return likely and look.block.links < _LINKED
    return look.sort == "prose" and (part == "body" or (part == "sign1" and likely))


def _header(lines: Sequence[Look], parts: Sequence[str], title: int, end: int) -> range:
    """The lines below a headline in the widest box around it that has none of the text."""
    texts = Counter(
        lines[at].seat.rpartition("/")[0]
        for at in range(title, end)
        if parts[at] == "body" and lines[at].block.kind == "paragraph"
    )
    text, count = texts.most_common(1)[0] if texts else ("", 0)
    if not text or count < _PARAGRAPHS:
        return range(0)
    steps, others = lines[title].seat.split("/"), text.split("/")
    pairs = zip(steps, others, strict=False)
    shared = next((n for n, (one, other) in enumerate(pairs) if one != other), len(others))
    if shared >= min(len(steps) - 1, len(others)):
        return range(0)
    box = "/".join([*steps[: shared + 1], ""])
    below = title + 1
    while below < end and lines[below].seat.startswith(box):
        below += 1
    return range(title + 1, below)
