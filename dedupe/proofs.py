"""What the order of a bare text's lines proves of their parts, before each line is weighed.

Two orders leave no doubt. A header that is printed again at once, with a button, a doubled caption
or a signature between the copies, begins with a headline. Below the heading of a list, pieces that
recur as those of cards do are cards, up to the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from dedupe.alike import cohesion
from dedupe.carded import CARDS
from dedupe.glued_text import Proofs, unglued
from dedupe.looks import Look
from dedupe.resumed import goes_on

Reader = Callable[[Sequence[Look], str, int], int]
"""Where a list ends that begins there: from lines and the shape that they have together."""

_SIGNS = frozenset(("date", "byline", "dateline"))
_BETWEEN = _SIGNS | {"marker"}
_TOOLS = _BETWEEN | {"caption", "credit"}
_TITLE = frozenset(("title",))
_CAPTION = frozenset(("caption1",))
_LEAD = frozenset(("lead",))
_COPY = frozenset(("lead", "sign1", "caption1", "credit1", "tool1"))
_TEXT = frozenset(("body",))
_TOLD_SORTS = frozenset(("short", "prose", "standfirst"))
_CLASSES = {
    "date": "d", "byline": "b", "dateline": "p", "caption": "C", "credit": "C",
    "list_heading": "#", "comments": "|", "frame": "|", "marker": "m",
}  # fmt: skip
# Words of a first sentence without a stop, below a header.
_UNENDED_WORDS = 14
# The two copies of a header begin so many lines apart at most.
_COPIED = 14
# Lines of a header, or of a copy of it, with all that may be doubled in it.
_HEADER = 28
_LABEL_WORDS = 3
# A sentence on a card has so many words at most, so much of the card's headline in the mean of
# them, and so much if it is the last one. Of another headline 3 in 100 have more than the latter.
_CARD_WORDS, _OWN_SHARE, _SOME_SHARE = 60, 0.3, 0.2
# Cards: lines (`C` a picture's) and perhaps a sentence or two, with a signature of one kind below
# or above; or lines and a sentence. `H` is the header of an article, `+` a paragraph, `m` a button
# below a signature. A signature right above a text, or above its picture, is the text's.
_LINE, _END = "[LC]", r"(?![dbpm]|C{0,4}(?:\+|P(?!P?[dbp])))"
_SIGN = rf"((?:[dbp]m?){{1,2}}){_END}"
_SIGNED = re.compile(
    rf"{_LINE}{{1,6}}P{{1,2}}{_SIGN}(?:(?:{_LINE}{{0,6}}P{{0,2}}\1{_END})*?{_LINE}{{1,6}}P{{1,2}}\1{_END})*"
    rf"|{_LINE}{{1,6}}{_SIGN}(?:{_LINE}{{1,6}}\2{_END})+"
    rf"|((?:[dbp]m?){{1,2}}){_LINE}{{1,5}}P(?![P+])(?:\3{_LINE}{{1,5}}P(?![P+]))+"
    rf"|((?:[dbp]m?){{1,2}}{_LINE}{{1,5}})(?:\4(?![P+]))+"
)
_TOLD = re.compile(r"(?:[LC]{1,5}P(?![P+])){2,}")
_FIGURE = re.compile(r"[^\W\d].*(?:\s[-–—/]|:)\s?\(?[\d٠-٩۰-۹]|[\d].*[:–-].*[^\W\d]")
_NO_ROW = frozenset(("marker", "list_heading", "inline_card", "comments", "frame"))
_ROW = re.compile(r"\d.*\s[-–—/]\s|\s[-–—/]\s.*\d")
# `1- `, `1) `, `1. `, `1 ` in digits of any script, so many at least, and what announces them.
_NUMBER, _LEAST_LISTED, _COLONS = (
    re.compile(r"\(?(\d{1,2})(?:\s?[-–.):،]|\s)"),
    2,
    frozenset(":："),
)
# Reports with a time of day above each, below a paragraph; `14:35`, `at 14.35`, `14h35`.
_LIVE, _TIME, _TIME_WORDS = re.compile(r"[P+](?:d[P+]{1,4}){3,}"), re.compile(r"\d[: .h]\d\d"), 4
# Lines above a headline, of a text that tells of it, and above a list that may tell of it too.
_LABELS, _TOLD_LINES, _REACH = 2, 8, 80
# Words of a paragraph that hardly an item or a line of a header has; what is in no header.
_TEXT_WORDS, _NO_HEADER = 9, frozenset(("list_heading", "comments", "inline_card", "frame"))
# A headline has so much of its characters' runs in its text, and so much more than elsewhere.
_HEADLINE_SHARE, _MORE, _FAR_MORE = 0.45, 0.2, 0.3
_UNIT = re.compile(r"[LC]+P")


def proofs(lines: Sequence[Look], echoes: Mapping[int, int]) -> Proofs:
    """What is proven of the lines of a page; `echoes` leads from a line to what it repeats."""
    found: Proofs = {}
    _lists(lines, found, _signed)
    _headers(lines, echoes, found)
    _lists(lines, found, _told)
    _pictured(lines, echoes, found)
    _topped(lines, found)
    _appended(lines, found)
    _listed(lines, found)
    _timed(lines, found)
    unglued(lines, found)
    return found


def _headers(lines: Sequence[Look], echoes: Mapping[int, int], found: Proofs) -> None:
    """Give each header that is printed twice its headline, and no text above its end."""
    again = {earlier: later for later, earlier in echoes.items()}
    end = 0
    for title in sorted(again):
        if title < end or title in found or not _heads(lines, again, title):
            continue
        below = _below(lines, echoes, title, again[title])
        if not _is_text(lines, below):
            continue
        found[title] = _TITLE
        doubled = {at for at in range(title + 2, below) if echoes.get(at) == at - 1}
        like = {echoes.get(at - 1) for at in doubled}
        for at in range(title + 1, below):
            # Where pictures' texts are doubled, what comes again alone stands below headlines.
            alone = doubled and at in again and at not in like and lines[at].sort in _TOLD_SORTS
            found[at] = _LEAD if alone else _COPY
        for at in doubled:
            found[at - 1] = found[at] = _CAPTION
        end = below
        while _is_text(lines, end) or (end > below and _is_row(lines, end)):
            end += 1
        if end > below + 1:  # one sentence alone, above a day, is none
            found.update(dict.fromkeys(range(below, end), _TEXT))


def _is_row(lines: Sequence[Look], at: int) -> bool:
    """Whether a line is a row of results: parted by dashes, and with numbers."""
    return at < len(lines) and lines[at].sort == "short" and bool(_ROW.search(lines[at].block.text))


def _pictured(lines: Sequence[Look], echoes: Mapping[int, int], found: Proofs) -> None:
    """Of one or two lines above doubled pictures' texts, at a page's begin or below a list, the
    first is the headline: what stands under it once is no picture's."""
    for picture in sorted(first for later, first in echoes.items() if later == first + 1):
        start = picture
        while (
            start > max(0, picture - _HEADER)
            and lines[start - 1].sort in ("short", "standfirst")
            and start - 1 not in found
        ):
            start -= 1
        if not 1 <= picture - start <= 2 or picture in found:
            continue
        if start and found.get(start - 1) is not CARDS:
            continue
        below, most = picture, min(len(lines), picture + _HEADER)
        while below < most and (lines[below].sort in _TOOLS or below in echoes):
            below += 1
        if lines[start].words > _LABEL_WORDS and _is_text(lines, below):
            found[start] = _TITLE
            found.update(dict.fromkeys(range(start + 1, picture), _LEAD))


def _topped(lines: Sequence[Look], found: Proofs) -> None:
    """A page that begins with a header has its first line for headline, unless the text below the
    header tells of another line of it far more."""
    below = 1
    while not _runs_on(lines, below):
        ends = lines[below : below + 1] == [] or lines[below].sort in _NO_HEADER
        if ends or below > _HEADER // 2 or below in found or lines[below].block.level:
            return
        below += 1
    first = lines[0]
    if 0 in found or first.sort != "short" or first.words <= _LABEL_WORDS or below == 1:
        return
    text = " ".join(look.key for look in lines[below : below + _TOLD_LINES] if look.is_prose)
    own = cohesion(first.key, text)
    others = [look for look in lines[1:below] if look.sort == "short" and look.words > _LABEL_WORDS]
    if own < _SOME_SHARE or any(
        look.key in first.key or cohesion(look.key, text) > own + _FAR_MORE for look in others
    ):
        return
    found[0] = _TITLE
    at = 1
    while lines[at].is_prose and at < below:
        found[at] = _LEAD
        at += 1


def _runs_on(lines: Sequence[Look], at: int) -> bool:
    """Whether two paragraphs stand below each other from a line on."""
    pair = lines[at : at + 2]
    return len(pair) > 1 and all(look.is_prose and look.words >= _TEXT_WORDS for look in pair)


def _is_text(lines: Sequence[Look], at: int) -> bool:
    """Whether a text begins at a line; its first sentence may have no stop."""
    if at + 1 >= len(lines) or lines[at].is_prose:
        return at < len(lines) and lines[at].is_prose
    unended = lines[at].sort == "short" and lines[at].words >= _UNENDED_WORDS
    return unended and lines[at + 1].is_prose


def _heads(lines: Sequence[Look], again: Mapping[int, int], at: int) -> bool:
    """Whether a line is the first of a header that comes again below a tool of its own."""
    look, copy = lines[at], again[at]
    able = look.sort in ("short", "standfirst") and look.words > _LABEL_WORDS
    if not able or not 1 < copy - at <= _COPIED:
        return False
    # A line above it may be the headline, and this one what stands below headlines: a sentence
    # does, and the first paragraph may say it again.
    over = at and lines[at - 1].sort == "short" and lines[at - 1].words > _LABEL_WORDS
    alone = at == 1 or lines[at - 2].is_prose
    if (over and (alone or look.sort != "short")) or lines[copy].is_prose:
        return False
    between = range(at + 1, copy)
    return any(lines[n].sort in _BETWEEN or n in again for n in between)


def _below(lines: Sequence[Look], echoes: Mapping[int, int], title: int, copy: int) -> int:
    """The line below a header whose headline comes again at `copy`, with all that comes again."""
    at = copy + 1
    while at < min(len(lines), copy + _HEADER):
        first = echoes.get(at, -1)
        if lines[at].is_prose and not (first >= title and lines[first].sort == "caption"):
            break
        if first < title and lines[at].sort not in _TOOLS:
            break
        at += 1
    return at


def _lists(lines: Sequence[Look], found: Proofs, read: Reader) -> None:
    """Make cards of what stands below the heading of a list in pieces that come again."""
    told = [
        at
        for at, look in enumerate(lines)
        if look.sort != "marker" or (at and lines[at - 1].sort in _SIGNS)
    ]
    looks = [lines[at] for at in told]
    shape = "".join(_class(lines[at], at in found) for at in told)
    for heading in re.finditer("#", shape):
        end = read(looks, shape, heading.end())
        if end > heading.end():
            for at in range(told[heading.start()], told[end - 1] + 1):
                found[at] = CARDS


def _appended(lines: Sequence[Look], found: Proofs) -> None:
    """Give the text below a list its headline, where it tells of that and the one above does not.

    A subheading of a text that goes on below a list tells of what stood above it, too, and nobody
    signs it.
    """
    ends = [at + 1 for at, able in found.items() if able is CARDS and found.get(at + 1) is None]
    for end in ends:
        at = end
        while at < min(len(lines), end + _LABELS) and _is_label(lines[at]):
            at += 1
        below, most = at + 1, min(len(lines), at + _HEADER)
        while below < most and (lines[below].sort in _TOOLS or _is_tooled(lines, below)):
            below += 1
        if at == len(lines) or lines[at].sort != "short" or _is_label(lines[at]):
            continue
        text = lines[below : below + _TOLD_LINES]
        if len(text) < 2 or not all(look.is_prose for look in text[:2]):
            continue
        near = range(max(0, end - _REACH), end)
        above = [lines[n] for n in near if lines[n].is_prose and found.get(n) is not CARDS]
        own, other = (
            cohesion(lines[at].key, " ".join(look.key for look in part if look.is_prose))
            for part in (text, above[-_TOLD_LINES:])
        )
        signed = any(look.sort in _SIGNS for look in lines[at + 1 : below])
        told = own >= _HEADLINE_SHARE or signed
        if told and own > other + _MORE * (not signed) and not goes_on(text[0].block.text):
            found[at] = _TITLE


def _is_tooled(lines: Sequence[Look], at: int) -> bool:
    """Whether a button stands right below a line: a text has none in it."""
    return lines[at].sort == "short" and at + 1 < len(lines) and lines[at + 1].sort == "marker"


def _listed(lines: Sequence[Look], found: Proofs) -> None:
    """Keep a text the list right below it whose lines count from one, and rows below its colon."""
    for at in range(1, len(lines) - _LEAST_LISTED):
        announced = lines[at].block.text[-1:] in _COLONS and lines[at - 1].is_prose
        if not announced and lines[at].words < _UNENDED_WORDS:
            continue
        end = at + 1
        while end < len(lines) and (
            _counts_to(lines[end], end - at) or (announced and _is_figure(lines[end]))
        ):
            end += 1
        if end - at > _LEAST_LISTED and found.keys().isdisjoint(range(at + 1, end)):
            found.update(dict.fromkeys(range(at, end), _TEXT))


def _is_figure(look: Look) -> bool:
    """Whether a line gives something its number: `Tarnholm: 4 - 11`."""
    return look.sort not in _NO_ROW and not look.is_prose and bool(_FIGURE.search(look.block.text))


def _timed(lines: Sequence[Look], found: Proofs) -> None:
    """Keep a live report its paragraphs: below its first, a time of day stands above each."""
    shape = "".join(_class(look, at in found) for at, look in enumerate(lines))
    for match in _LIVE.finditer(shape):
        times = [at for at in range(match.start(), match.end()) if shape[at] == "d"]
        if all(_TIME.search(lines[at].key) and lines[at].words <= _TIME_WORDS for at in times):
            own = (at for at in range(match.start(), match.end()) if shape[at] != "d")
            found.update(dict.fromkeys(own, _TEXT))


def _counts_to(look: Look, number: int) -> bool:
    marked = _NUMBER.match(look.block.text)
    return marked is not None and int(marked[1]) == number


def _is_label(look: Look) -> bool:
    return look.sort in _SIGNS or (not look.is_prose and look.words <= _LABEL_WORDS)


def _class(look: Look, headed: bool) -> str:
    if headed:
        return "H"
    if look.is_prose:
        return "P" if look.words <= _CARD_WORDS else "+"
    return _CLASSES.get(look.sort, "L")


def _signed(told: Sequence[Look], shape: str, start: int) -> int:
    """Where a list of cards ends that are signed one and all."""
    match = _SIGNED.match(shape, start)
    if not match or (match[0].count("P") == 1 and told[match.end() - 1].sort != "dateline"):
        return start
    return match.end()


def _told(told: Sequence[Look], shape: str, start: int) -> int:
    """Where a list of lines with a sentence each ends, each of which tells of its own headline."""
    match = _TOLD.match(shape, start)
    if not match:
        return start
    told_of, end = 0.0, start
    below = shape[match.end() : match.end() + 1]
    closed = below in ("", "H", "#")
    # Nothing but cards alternates up to the header of another article.
    least = _OWN_SHARE if below != "H" else _SOME_SHARE / 2
    for number, unit in enumerate(_UNIT.finditer(match[0]), 1):
        first, last = start + unit.start(), start + unit.end() - 1
        own = max(cohesion(told[n].key, told[last].key) for n in range(first, last))
        told_of += 0.0 if goes_on(told[last].block.text) else own
        able = own >= _SOME_SHARE or (closed and last + 1 == match.end())
        if able and number > 1 and told_of >= least * number:
            end = last + 1
    return end
