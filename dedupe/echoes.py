"""Lines that a header prints again, and what the lines around them make of a line.

These passes run over a whole page before it is parted: each gives some lines another sort, by their
neighbours, and leaves the others alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dedupe.agencies import agency
from dedupe.alike import without_bracket
from dedupe.cues import (
    are_initials,
    byline,
    ends_sentence,
    has_rights_sign,
    is_byline_label,
    is_short_furniture,
    says_rights,
    split_credit,
)
from dedupe.looks import Look, look_alike
from dedupe.rules import Rules
from dedupe.text import normal, width

# The two copies of a header run stand at most this many lines apart: a headline, a standfirst, a
# byline, a date, a few captions, each perhaps twice, and tools.
ECHO_WINDOW = 14
# Lines of one header, both copies, with all that may be doubled in it.
_HEADER_LINES = 4 * ECHO_WINDOW
# Lines that stand once between two copies of a headline: a caption printed once, a section name.
_ECHO_STRANGERS = 2
_STANDFIRST_WORDS = 60
# A sign-off that stands after the only sentence of so many cards is a dateline in any language.
_SIGNED_CARDS = 3
_SIGN_WORDS = 8
# `Name (Place)` signs cards where so many of a list are signed by a place.
_PLACED_CARDS = 2
_CAPTION_WORDS = 4
_LABEL_WORDS = 3
_TOOL_WORDS = 2
_LIST_LABEL_WORDS = 4
_NAME_WORDS = 5
_RIGHTS_WORDS = 60
_CREDIT_WORDS = 4
# Sorts of lines that a header may have several times, each for itself.
_SAID_AGAIN = ("marker", "date", "list_heading")
_TOOLED = ("caption", "credit", "marker")
_FURNITURE = ("marker", "date", "list_heading", "byline", "dateline")
# Lines of so many words are no headlines. Of the headlines of one Arabic outlet 1 in 100 has more
# than 15 words; where a page has no full stops, it takes fewer to tell text from headlines.
_LONG_LINE = 22
_LONG_WITHOUT_STOPS = 16
_PROSE_SHARE = 0.3


def echoes(lines: Sequence[Look], rules: Rules) -> dict[int, int]:
    """Line -> nearest earlier line that it repeats within one header run."""
    repeated = _repeated_nearby(lines, rules)
    again = set(repeated) | set(repeated.values())
    return {
        later: earlier
        for later, earlier in repeated.items()
        if _is_header_between(lines, again, earlier, later)
    }


def _repeated_nearby(lines: Sequence[Look], rules: Rules) -> dict[int, int]:
    found = {}
    # A cheap look before likeness(): the beginnings or the ends agree.
    edged: tuple[dict[str, list[int]], ...] = ({}, {}, {})
    for later, look in enumerate(lines):
        near: set[int] = set()
        for known, edge in zip(edged, edges(look.key), strict=True):
            if edge in known:
                near.update(known[edge][1 - ECHO_WINDOW :])
                known[edge].append(later)
            else:
                known[edge] = [later]
        if not near or look.sort in _SAID_AGAIN or len(look.key) < 4:
            continue
        for earlier in sorted(near, reverse=True):
            if later - earlier >= ECHO_WINDOW:
                break
            if _repeats(lines[earlier], look, rules):
                found[later] = earlier
                break
    return found


def edges(key: str) -> tuple[str, str, str]:
    """How a line begins and ends, and how it begins without spaces."""
    return key[:6], key[-6:], key[:16].replace(" ", "")[:8]


def _repeats(one: Look, other: Look, rules: Rules) -> bool:
    if one.key == other.key:
        return True
    if one.is_prose and other.is_prose and max(one.words, other.words) > _STANDFIRST_WORDS:
        return False
    return look_alike(one, other, rules) is not None


def _is_header_between(lines: Sequence[Look], again: set[int], earlier: int, later: int) -> bool:
    """Whether nothing but a header stands between two copies of a line."""
    strangers = 0
    tools = False
    for at in range(earlier + 1, later):
        if at in again:
            tools = True
        elif lines[at].is_prose or lines[at].sort == "list_heading":
            return False
        elif lines[at].sort == "short":
            strangers += 1
        else:
            tools = True
    return strangers <= (_ECHO_STRANGERS if tools else 1)


def unended(lines: list[Look], copies: dict[int, int]) -> list[Look]:
    """Long lines are prose though they end without a full stop, as some desks write them.

    Where hardly a line of the page ends like a sentence, shorter lines count too.
    """
    words = sum(look.words for look in lines if look.sort not in _FURNITURE)
    prose = sum(look.words for look in lines if look.is_prose)
    least = _LONG_LINE if prose >= _PROSE_SHARE * words else _LONG_WITHOUT_STOPS
    again = set(copies) | set(copies.values())
    return [
        replace(look, sort="prose")
        if at > 0 and at not in again and _could_be_prose(look, least)
        else look
        for at, look in enumerate(lines)
    ]


def _could_be_prose(look: Look, least: int) -> bool:
    return (
        look.sort == "short"
        and look.words >= least
        and look.block.kind not in ("heading", "caption")
    )


def in_headers(lines: list[Look], copies: dict[int, int]) -> list[Look]:
    """Sentences that a header repeats are captions, standfirsts or headlines, not prose.

    A line printed twice in a row under a headline is a caption.
    """
    again = set(copies) | set(copies.values())
    out = list(lines)
    for at, look in enumerate(lines):
        if at not in again:
            continue
        doubled = copies.get(at) == at - 1 or copies.get(at + 1) == at
        # Right above a text a page's first line, twice, is its headline.
        doubled = doubled and not (at == 0 and len(lines) > 2 and lines[2].is_prose)
        if look.is_prose and _opens_body(lines, at, copies):
            continue
        if look.is_prose and _in_header(out, at, again):
            out[at] = replace(look, sort="caption" if doubled else _sentence_sort(at))
        elif look.sort == "short" and doubled and not look.block.level and _titled(out, at):
            out[at] = replace(look, sort="caption")
    return out


def _opens_body(lines: Sequence[Look], at: int, copies: dict[int, int]) -> bool:
    """Whether a sentence that repeats the standfirst is the first paragraph all the same.

    It is when the text goes on behind it and no headline was printed again between the two.
    """
    earlier = copies.get(at)
    if earlier is None or at + 1 >= len(lines) or not lines[at + 1].is_prose:
        return False
    return not any(
        copies.get(between, at) < earlier and lines[between].sort == "short"
        for between in range(earlier + 1, at)
    )


def _sentence_sort(at: int) -> str:
    return "short" if at == 0 else "standfirst"


def _in_header(lines: Sequence[Look], at: int, copies: set[int]) -> bool:
    """Whether the line stands in a header and not in a body that repeats a refrain."""
    if at == 0 or not lines[at - 1].is_prose:
        return True
    return at - 1 in copies and lines[at - 1].sort != "prose"


def _titled(lines: Sequence[Look], at: int) -> bool:
    """Whether another short line, the headline, stands above in the same header."""
    for before in range(at - 1, max(-1, at - _HEADER_LINES), -1):
        look = lines[before]
        if look.is_prose or look.sort == "list_heading":
            return False
        if look.sort == "short" and look.key != lines[at].key and look.words > 2:
            return True
    return False


def listed(lines: list[Look]) -> list[Look]:
    """`Read more` above a paragraph or at the end of a page is a button, above titles a heading."""
    return [
        replace(look, sort="marker")
        if look.sort == "list_heading"
        and is_short_furniture(look.block.text)
        and (at + 1 == len(lines) or lines[at + 1].is_prose or lines[at + 1].sort == "marker")
        else look
        for at, look in enumerate(lines)
    ]


def labels(lines: list[Look]) -> list[Look]:
    """A label that a page prints again and again over one line between paragraphs heads cards."""
    places: dict[str, list[int]] = {}
    for at in range(1, len(lines) - 2):
        look = lines[at]
        inline = (
            look.sort == "short"
            and look.words <= _LIST_LABEL_WORDS
            and not look.block.level
            and not ends_sentence(look.block.text)
            and lines[at - 1].is_prose
            and lines[at + 1].sort in ("short", "caption", "date", "dateline")
            and lines[at + 1].words > _LIST_LABEL_WORDS
            and lines[at + 2].is_prose
        )
        if inline:
            places.setdefault(look.key, []).append(at)
    out = list(lines)
    for found in places.values():
        for at in found if len(found) > 1 else ():
            out[at] = replace(lines[at], sort="list_heading")
    return out


def credited(lines: list[Look]) -> list[Look]:
    """Lines under a headline that end in what could be a credit are captions.

    Alone such a line may be a headline that ends in an abbreviation; below one it hardly is.
    """
    out = list(lines)
    titled = False
    for at, look in enumerate(lines):
        if look.sort == "list_heading":
            titled = False
        titled = titled or bool(look.block.level and look.sort == "short")
        if look.sort != "short" or look.block.level or look.words < _CAPTION_WORDS:
            continue
        if split_credit(look.block.text)[1]:
            out[at] = replace(look, sort="caption") if titled else look
        else:
            titled = True
    return out


def labelled(lines: list[Look]) -> list[Look]:
    """Lines between paragraphs that share a label, `See too: title`, are cards, not text."""
    labels: dict[str, list[int]] = {}
    for at, look in enumerate(lines[1:-1], 1):
        label, mark, title = look.block.text.partition(":")
        if (
            mark
            and look.sort in ("short", "prose")
            and 1 < width(label) <= _LABEL_WORDS
            and width(title) >= _CAPTION_WORDS
            and look.words <= _LONG_LINE
            and not ends_sentence(look.block.text)
            and lines[at - 1].is_prose
            and lines[at + 1].is_prose
        ):
            labels.setdefault(normal(label), []).append(at)
    out = list(lines)
    for places in labels.values():
        for at in places if len(places) > 1 else ():
            out[at] = replace(lines[at], sort="inline_card")
    return out


def tools(lines: list[Look]) -> list[Look]:
    """A word that stands under the captions of every header of a page is a button."""
    places: dict[str, list[int]] = {}
    for at, look in enumerate(lines):
        if look.sort == "short" and look.words <= _TOOL_WORDS and not look.block.level:
            places.setdefault(look.key, []).append(at)
    out = list(lines)
    for found in places.values():
        if len(found) > 1 and all(at and lines[at - 1].sort in _TOOLED for at in found):
            for at in found:
                out[at] = replace(lines[at], sort="marker")
    return out


def named(lines: list[Look]) -> list[Look]:
    """`By` on a line of its own is a label, and the name or the initials under it the byline."""
    out = list(lines)
    for at, look in enumerate(lines[:-1]):
        if is_byline_label(look.key) and not lines[at + 1].words > _NAME_WORDS:
            below = lines[at + 1]
            text = below.block.text
            if byline(f"{look.block.text} {text}") is not None or are_initials(text):
                out[at] = replace(look, sort="marker")
                out[at + 1] = replace(below, sort="byline")
    return out


def buttons(lines: list[Look]) -> list[Look]:
    """A word that stands beside the captions of several pictures is a button on them."""
    beside: Counter[int] = Counter(
        look.block.figure for look in lines if look.block.kind == "caption"
    )
    figures: dict[str, set[int]] = {}
    for look in lines:
        if look.block.kind == "caption" and look.words == 1 and beside[look.block.figure] > 1:
            figures.setdefault(look.key, set()).add(look.block.figure)
    if all(len(found) < 2 for found in figures.values()):
        return lines
    return [
        replace(look, sort="marker") if len(figures.get(look.key, ())) > 1 else look
        for look in lines
    ]


def dashed(lines: list[Look], form: str) -> list[Look]:
    """One short item under a line is no list: in bare text a dash stands before a credit too."""
    if form != "text":
        return lines
    out = list(lines)
    for at in range(1, len(lines) - 1):
        look, above, below = lines[at], lines[at - 1], lines[at + 1]
        lonely = look.sort == "item" and above.sort in ("short", "caption") and below.sort != "item"
        if lonely and look.words <= _CREDIT_WORDS and not ends_sentence(look.block.text):
            out[at] = replace(look, sort="credit")
    return out


def talked(lines: list[Look]) -> list[Look]:
    """Names that one verb follows, `Ada Quill says:`, again and again, head readers' comments.

    Who answers in an interview speaks more than once.
    """
    said: dict[str, list[int]] = {}
    for at, look in enumerate(lines):
        if 1 < look.words <= _NAME_WORDS and look.block.text.rstrip()[-1:] in ":：":
            said.setdefault(look.key.rsplit(" ", 1)[-1], []).append(at)
    out = list(lines)
    for found in said.values():
        if len({lines[at].key for at in found}) == len(found) >= _SIGNED_CARDS:
            for at in found:
                out[at] = replace(lines[at], sort="comments")
    return out


def righted(lines: list[Look], form: str) -> list[Look]:
    """The sentence on rights that ends a text is the frame's, unless the text is on rights.

    Markup is left to the block classifier, which knows of boxes.
    """
    told = [at for at, look in enumerate(lines) if look.is_prose or look.sort == "frame"]
    out = list(lines)
    while told and has_rights_sign(lines[told[-1]].block.text):
        out[told[-1]] = replace(lines[told[-1]], sort="frame")
        told.pop()
    if len(told) < 2 or not says_rights(lines[told[-1]].key):
        return out
    last = told[-1]
    on_rights = any(lines[at].is_prose and says_rights(lines[at].key) for at in told[:-1])
    if on_rights:
        out[last] = replace(lines[last], sort="prose")
    elif form == "text" and lines[last].words <= _RIGHTS_WORDS:
        out[last] = replace(lines[last], sort="frame")
    return out


def signed(lines: list[Look]) -> list[Look]:
    """Short lines that follow a sentence and begin alike, again and again, are datelines."""
    after = [
        at
        for at in range(1, len(lines))
        if lines[at].sort in ("short", "caption")
        and lines[at].words <= _SIGN_WORDS
        and lines[at - 1].is_prose
        and lines[at].block.level == 0
        # A refrain stands between sentences; a dateline has the next card or nothing after it.
        and (at + 1 == len(lines) or not lines[at + 1].is_prose)
    ]
    counts = Counter(_opening(lines[at].key) for at in after)
    placed = _placed(lines, after)
    out = list(lines)
    for at in after:
        if counts[_opening(lines[at].key)] >= _SIGNED_CARDS or at in placed:
            out[at] = replace(lines[at], sort="dateline")
    return out


def _placed(lines: Sequence[Look], after: Sequence[int]) -> set[int]:
    """Lines `Name (Place)` that sign cards: below the sentences of a list that has several such.

    A picture's text may end in a bracket, too; below it stands its copy, or a paragraph.
    """
    found: set[int] = set()
    start = 0
    for end in [*(at for at, look in enumerate(lines) if look.sort == "list_heading"), len(lines)]:
        in_list = start and start < end
        last = _text_begins(lines, start, end) if in_list else start
        here = [at for at in after if start <= at < last and _names_place(lines, at)]
        signs = sum(look.sort == "dateline" for look in lines[start:last]) + len(here)
        alone = sum(look.is_prose for look in lines[start:last]) == 1
        if signs >= _PLACED_CARDS or alone:
            found.update(here)
        start = end + 1
    return found


def _text_begins(lines: Sequence[Look], start: int, end: int) -> int:
    """Where two paragraphs stand below each other first: no list of cards goes on there."""
    pairs = (at for at in range(start, end - 1) if lines[at].is_prose and lines[at + 1].is_prose)
    return next(pairs, end)


def _names_place(lines: Sequence[Look], at: int) -> bool:
    text = lines[at].block.text
    name = without_bracket(text)
    if name == text or not width(name) <= _NAME_WORDS:
        return False
    again = at + 1 < len(lines) and lines[at + 1].key == lines[at].key
    return not again and not agency(text[len(name) :].strip(" ()[]"))


def _opening(key: str) -> str:
    words = key.split()
    return " ".join(words[:2]) if len(words) > 2 else key
