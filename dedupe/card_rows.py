"""Units that are cards for other articles: rows that no heading announces, and their sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.alike import cohesion
from dedupe.titles import last_short
from dedupe.units import (
    RESUMES,
    ROW,
    SECTION_WORDS,
    SIGNED,
    Course,
    Sheet,
    Unit,
    is_clock,
    position,
    sorts_in,
)

_CARD_WORDS = 45
_LABEL_WORDS = 4
_NUMBER = re.compile(r"\d+")


def is_row(page: Sheet, so_far: Course, number: int) -> bool:
    """Whether units in a row look like cards that no heading announces.

    One sentence each, and each signed with a dateline or a day, or each a picture with its
    credit and a headline. A listicle has neither at every entry; a live blog has the time.
    """
    row = page.units[number : number + ROW]
    if len(row) < ROW or any(unit.paragraphs != 1 for unit in row[:2]):
        return False
    if not is_titled(page, row[0]) or not is_titled(page, row[1]):
        return False
    last = row[2].paragraphs <= 1 or not so_far.articles
    return last and (
        all(is_dated(page, unit) for unit in row[1:])
        or all(is_pictured(page, unit) for unit in row)
        or are_buttoned(page, row)
    )


def are_buttoned(page: Sheet, row: Sequence[Unit]) -> bool:
    """Whether the same counter or button stands at the end of every card."""
    keys = [
        _NUMBER.sub("0", page.lines[unit.start].key)
        for unit in row
        if unit.start < unit.prose and page.lines[unit.start].sort == "marker"
    ]
    return len(keys) == len(row) and len(set(keys)) == 1


def is_dated(page: Sheet, unit: Unit) -> bool:
    return any(
        page.lines[at].sort == "dateline"
        or (page.lines[at].sort == "date" and not is_clock(page.lines[at]))
        for at in range(unit.start, unit.prose)
    )


def is_pictured(page: Sheet, unit: Unit) -> bool:
    sorts = sorts_in(page, unit.start, unit.prose)
    if unit.paragraphs != 1 or not sorts >= {"caption", "short"}:
        return False
    return page.lines[unit.prose].words <= _CARD_WORDS


def is_titled(page: Sheet, unit: Unit) -> bool:
    return "short" in sorts_in(page, unit.start, unit.prose)


def is_label(page: Sheet, at: int) -> bool:
    return page.lines[at].sort == "short" and page.lines[at].words <= _LABEL_WORDS


def starts_with_list(page: Sheet) -> bool:
    """Whether the first line that is more than a label stands under a list's heading."""
    for look in page.lines:
        if look.sort == "list_heading":
            return True
        if look.is_prose or (look.sort == "short" and look.words > SECTION_WORDS):
            return False
    return False


def is_described(page: Sheet, so_far: Course, number: int, unit: Unit) -> bool:
    """Whether the first prose after the lines of a card is the card's own sentence."""
    sorts = sorts_in(page, unit.start, unit.prose)
    if not sorts & {"short", "caption"}:
        return False
    if so_far.described:
        return True
    rich = bool(sorts & {"caption"} | sorts & SIGNED)
    after = page.units[number + 1] if number + 1 < len(page.units) else None
    if unit.paragraphs != 1 or are_several(page, unit):
        return False
    if after is None:
        return rich
    if rich or sorts_in(page, after.start, after.prose) & SIGNED:
        return True
    if are_alike(page, unit, after):
        return True
    return after.paragraphs == 1 and says_the_same(page, so_far, number, unit)


def are_alike(page: Sheet, unit: Unit, after: Unit) -> bool:
    """Whether two units under one heading are cards of a headline and a sentence each.

    A heading that the page prints again between paragraphs stands over one card each time.
    """
    listed = position(page, "list_heading", unit)
    if listed is not None and page.keys[page.lines[listed].key] > 1:
        return False
    pair = (Unit((listed or unit.start - 1) + 1, unit.prose, unit.end), after)
    return all(
        part.paragraphs == 1
        and page.lines[part.prose].words <= _CARD_WORDS
        and telling_sorts(page, part) == ["short"]
        for part in pair
    )


def are_several(page: Sheet, unit: Unit) -> bool:
    """Whether the lines of a unit are several cards, which then have no sentences."""
    listed = position(page, "list_heading", unit)
    own = range(unit.start if listed is None else listed + 1, unit.prose)
    pictures = [at for at in own if page.lines[at].sort == "caption"]
    apart = [at for at in pictures[1:] if at - 1 not in pictures and page.echoes.get(at) is None]
    return bool(apart)


def telling_sorts(page: Sheet, unit: Unit) -> list[str]:
    sorts = [page.lines[at].sort for at in range(unit.start, unit.prose)]
    return [sort for sort in sorts if sort != "marker"]


def says_the_same(page: Sheet, so_far: Course, number: int, unit: Unit) -> bool:
    """Whether a sentence has more of the line above it than of the open article's headline."""
    title = last_short(page, unit)
    if title is None:
        return False
    open_title = so_far.articles[-1].title if so_far.articles else None
    if open_title is None:
        return True
    prose = page.lines[unit.prose].key
    own = cohesion(page.lines[title].key, prose)
    return own >= RESUMES and own >= cohesion(page.lines[open_title].key, prose)
