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


def is_row(sheet: Sheet, so_far: Course, number: int) -> bool:
    """Whether units in a row look like cards that no heading announces.

    One sentence each, and each signed with a dateline or a day, or each a picture with its
    credit and a headline. A listicle has neither at every entry; a live blog has the time.
    """
    row = sheet.units[number : number + ROW]
    if len(row) < ROW or any(unit.paragraphs != 1 for unit in row[:2]):
        return False
    if not is_titled(sheet, row[0]) or not is_titled(sheet, row[1]):
        return False
    last = row[2].paragraphs <= 1 or not so_far.articles
    return last and (
        all(is_dated(sheet, unit) for unit in row[1:])
        or all(is_pictured(sheet, unit) for unit in row)
        or are_buttoned(sheet, row)
    )


def are_buttoned(sheet: Sheet, row: Sequence[Unit]) -> bool:
    """Whether the same counter or button stands at the end of every card."""
    keys = [
        _NUMBER.sub("0", sheet.lines[unit.start].key)
        for unit in row
        if unit.start < unit.prose and sheet.lines[unit.start].sort == "marker"
    ]
    return len(keys) == len(row) and len(set(keys)) == 1


def is_dated(sheet: Sheet, unit: Unit) -> bool:
    return any(
        sheet.lines[at].sort == "dateline"
        or (sheet.lines[at].sort == "date" and not is_clock(sheet.lines[at]))
        for at in range(unit.start, unit.prose)
    )


def is_pictured(sheet: Sheet, unit: Unit) -> bool:
    sorts = sorts_in(sheet, unit.start, unit.prose)
    if unit.paragraphs != 1 or not sorts >= {"caption", "short"}:
        return False
    return sheet.lines[unit.prose].words <= _CARD_WORDS


def is_titled(sheet: Sheet, unit: Unit) -> bool:
    return "short" in sorts_in(sheet, unit.start, unit.prose)


def is_label(sheet: Sheet, at: int) -> bool:
    return sheet.lines[at].sort == "short" and sheet.lines[at].words <= _LABEL_WORDS


def starts_with_list(sheet: Sheet) -> bool:
    """Whether the first line that is more than a label stands under a list's heading."""
    for look in sheet.lines:
        if look.sort == "list_heading":
            return True
        if look.is_prose or (look.sort == "short" and look.words > SECTION_WORDS):
            return False
    return False


def is_described(sheet: Sheet, so_far: Course, number: int, unit: Unit) -> bool:
    """Whether the first prose after the lines of a card is the card's own sentence."""
    sorts = sorts_in(sheet, unit.start, unit.prose)
    if not sorts & {"short", "caption"}:
        return False
    if so_far.described:
        return True
    rich = bool(sorts & {"caption"} | sorts & SIGNED)
    after = sheet.units[number + 1] if number + 1 < len(sheet.units) else None
    if unit.paragraphs != 1 or are_several(sheet, unit):
        return False
    if after is None:
        return rich
    if rich or sorts_in(sheet, after.start, after.prose) & SIGNED:
        return True
    if are_alike(sheet, unit, after):
        return True
    return after.paragraphs == 1 and says_the_same(sheet, so_far, unit)


def are_alike(sheet: Sheet, unit: Unit, after: Unit) -> bool:
    """Whether two units under one heading are cards of a headline and a sentence each.

    A heading that the page prints again between paragraphs stands over one card each time.
    """
    listed = position(sheet, "list_heading", unit)
    if listed is not None and sheet.keys[sheet.lines[listed].key] > 1:
        return False
    pair = (Unit((listed or unit.start - 1) + 1, unit.prose, unit.end), after)
    return all(
        part.paragraphs == 1
        and sheet.lines[part.prose].words <= _CARD_WORDS
        and telling_sorts(sheet, part) == ["short"]
        for part in pair
    )


def are_several(sheet: Sheet, unit: Unit) -> bool:
    """Whether the lines of a unit are several cards, which then have no sentences."""
    listed = position(sheet, "list_heading", unit)
    own = range(unit.start if listed is None else listed + 1, unit.prose)
    pictures = [at for at in own if sheet.lines[at].sort == "caption"]
    apart = [at for at in pictures[1:] if at - 1 not in pictures and sheet.echoes.get(at) is None]
    return bool(apart)


def telling_sorts(sheet: Sheet, unit: Unit) -> list[str]:
    sorts = [sheet.lines[at].sort for at in range(unit.start, unit.prose)]
    return [sort for sort in sorts if sort != "marker"]


def says_the_same(sheet: Sheet, so_far: Course, unit: Unit) -> bool:
    """Whether a sentence has more of the line above it than of the open article's headline."""
    title = last_short(sheet, unit)
    if title is None:
        return False
    open_title = so_far.articles[-1].title if so_far.articles else None
    if open_title is None:
        return True
    prose = sheet.lines[unit.prose].key
    own = cohesion(sheet.lines[title].key, prose)
    return own >= RESUMES and own >= cohesion(sheet.lines[open_title].key, prose)
