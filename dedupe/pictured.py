"""What belongs to the pictures of a page of markup: captions, credits, and what is neither.

The chain sees that a short line stands where captions do. So do the buttons of a share bar, the day
of a header that is printed on a picture, the boxes of a table of goods; and whoever made the page
named what is a picture's text, by an element, a class, or a credit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.agencies import alone
from dedupe.cue_forms import cased, name_like
from dedupe.cues import (
    begins_as_credit,
    byline,
    ends_sentence,
    has_credit,
    is_date_line,
    split_credit,
)
from dedupe.looks import Look

_LINKED, _MAIN, _TEXT = 0.5, 0.3, 0.5
"""Share of links in what leads elsewhere; what the block classifier gives at least to a line of an
article, and to text."""
_BUTTON_WORDS, _SENTENCE_WORDS, _NAME_WORDS = 3, 6, 8
_DATED = frozenset(("date", "byline", "dateline"))
_CAPTIONS = frozenset(("caption0", "caption1", "caption2"))
_STRAY = frozenset(("out", "tool1", "tool2"))
_CREDITS = re.compile("credit|copyright|photographer|[._-]author(?![a-z])", re.I)
_UNLIKELY, _SURE_TEXT = 0.2, 0.85
"""What the block classifier gives to a picture's text that no markup names."""
_COUNT = re.compile(r"(?:[^\W\d_]{2,9}\s)?\d{1,3}\s?(?:/|\s[^\W\d_]{1,4})\s?\d{1,3}")
"""Which of how many pictures one is: `2 / 4`, `Bild 2 von 4`."""
_PIECES = re.compile(
    r"[()\[\]]|\s*[/|,•·©&+]\s*|\s+[-–—]\s+|\s(?:for|für|pour|para|per|voor|för|для)\s|(?<=\w)\.\w{2,4}$"
)
"""What stands between names, and the end of a host's name."""
_OF_PICTURE = frozenset(("caption", "credit"))


def of_pictures(lines: Sequence[Look], parts: list[str]) -> None:
    """What belongs to pictures, where markup tells: a line that nothing calls a picture's text is
    none, the second line under a picture is a credit if it names somebody, and a line of a
    picture's box below its caption is its too."""
    # Who marks the text of one picture marks that of all.
    marked = any(
        part[:-1] in _OF_PICTURE and look.block.kind == "caption"
        for look, part in zip(lines, parts, strict=True)
    )
    for at, (look, part) in enumerate(zip(lines, parts, strict=True)):
        kind, zone = part[:-1], part[-1:]
        if kind not in _OF_PICTURE:
            if part in _STRAY and at and _is_of_same(lines, parts, at):
                parts[at] = f"{'credit' if _names_taker(look) else 'caption'}{parts[at - 1][-1]}"
            continue
        block = look.block
        if not any(map(str.isalpha, look.key)) or _COUNT.fullmatch(block.text):
            parts[at] = f"tool{zone}"
            continue
        pictured = block.kind == "caption" or look.sort in _OF_PICTURE
        if pictured and zone != "2" and is_date_line(block.text):
            parts[at] = f"sign{zone}"  # a header is printed on the picture
            continue
        if pictured:
            stray = block.links >= _LINKED and 0 <= block.main < _MAIN and _is_tool(look)
        else:
            stray = (marked or _is_elsewhere(look)) and not _is_paired(lines, parts, at)
        if stray:
            parts[at] = _without_picture(look, zone)
        elif kind == "credit" and look.sort != "credit" and not _names_taker(look):
            parts[at] = f"caption{zone}"
        elif kind == "caption" and at and _is_beside(lines, parts, at) and _names_taker(look):
            parts[at] = f"credit{zone}"


def _is_elsewhere(look: Look) -> bool:
    """Whether a line that no name in the markup calls a picture's text is likely none: it leads
    somewhere, says when or by whom, is an entry of a list, surely text, or surely nothing."""
    block = look.block
    told = block.kind in ("link", "list_item", "quote", "table") or block.links >= _LINKED
    doubtful = _UNLIKELY <= block.main < _SURE_TEXT
    return told or look.sort in _DATED or byline(block.text) is not None or not doubtful


def _is_paired(lines: Sequence[Look], parts: Sequence[str], at: int) -> bool:
    """Whether a line stands in one box with its credit, which is one by its words, below it, or
    as a credit with its caption above it."""
    above, below = at, at + 1
    if parts[at].startswith("credit"):
        above, below = at - 1, at
    pair = parts[above : below + 1]
    if len(pair) < 2 or not all(part[:-1] in _OF_PICTURE for part in pair):
        return False
    told = below == at or lines[below].sort in _OF_PICTURE
    own, box = lines[above].seat, lines[below].seat.rpartition("/")[0]
    return told and (box == own.rpartition("/")[0] or f"{box}/".startswith(f"{own}/"))


def _is_of_same(lines: Sequence[Look], parts: Sequence[str], at: int) -> bool:
    """Whether a line stands in the box of the picture whose caption is the line above it, or in
    that line's own element."""
    if parts[at - 1] not in _CAPTIONS:
        return False
    look, above = lines[at], lines[at - 1]
    if look.seat.startswith(f"{above.seat}/"):
        return look.words <= _NAME_WORDS and look.sort != "marker"
    same = look.block.kind == "caption" and look.block.figure == above.block.figure >= 0
    return same and look.sort in _OF_PICTURE


def _is_beside(lines: Sequence[Look], parts: Sequence[str], at: int) -> bool:
    """Whether a line has an element of its own beside that of the caption above it."""
    own, box = lines[at].seat, lines[at].seat.rpartition("/")[0]
    other = lines[at - 1].seat
    return parts[at - 1] in _CAPTIONS and other != own and other.rpartition("/")[0] in (box, own)


def _is_tool(look: Look) -> bool:
    """Whether a linked line of a picture's box is a button rather than a source."""
    return look.words <= _BUTTON_WORDS and look.sort != "credit" and not has_credit(look.block.text)


def _without_picture(look: Look, zone: str) -> str:
    """The part of a line that was taken for a picture's in the header, `1`, or the text, `2`."""
    block = look.block
    if look.sort in _DATED or byline(block.text) is not None:
        return f"sign{zone}"
    text = block.kind in ("paragraph", "heading", "list_item", "quote", "table")
    if not text or block.main < _TEXT or block.links >= _LINKED:
        return f"tool{zone}"
    if zone == "0":
        return "tool0"
    return "lead" if zone == "1" and look.words >= _SENTENCE_WORDS else "body"


def _names_taker(look: Look) -> bool:
    """Whether a line of a picture says who took or gave it: by its class or label, or as names."""
    text = look.block.text
    named = _CREDITS.search(look.block.path.rpartition("/")[2]) is not None
    if named or not split_credit(text)[0] or begins_as_credit(text):
        return True
    pieces = [piece for piece in _PIECES.split(text) if piece]
    if cased(text):
        return all(name_like(piece) or alone(piece) for piece in pieces)
    return look.words <= _NAME_WORDS and not ends_sentence(text)
