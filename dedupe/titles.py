"""Which of the short lines above a text is its headline, and where its header begins."""

from __future__ import annotations

from bisect import bisect_left

from dedupe.alike import cohesion, likeness, without_bracket
from dedupe.units import ABOVE, SECTION_WORDS, SUPPORT, Sheet, Unit

# Each line further down a page has to share this much more of its text to be the headline.
_LATER = 0.2
_REACH = 14


def first_title(sheet: Sheet, start: int, prose: int, end: int) -> int | None:
    shorts = [
        at
        for at in range(start, prose)
        if sheet.lines[at].sort == "short" and not echoes_caption(sheet, at)
    ]
    if not shorts:
        return None
    if sheet.title_hint:
        for at in shorts:
            if likeness(sheet.title_hint, sheet.lines[at].block.text, sheet.rules) is not None:
                return at
    top = [at for at in shorts if sheet.lines[at].block.level == sheet.highest]
    if top and (sheet.highest == 1 or len(top) == 1):
        return top[0]
    # The text goes on behind a standfirst: bylines, dates and pictures stand in between.
    reach = range(prose, min(max(end, prose + _REACH), len(sheet.lines)))
    text = " ".join(sheet.lines[at].key for at in reach if sheet.lines[at].is_prose)
    # Menus are many short lines: only lines long enough for a headline push others down.
    long = [at for at in shorts if sheet.lines[at].words > SECTION_WORDS]
    order = {at: bisect_left(long, at) for at in shorts}
    return max(shorts, key=lambda at: (title_score(sheet, at, text) - _LATER * order[at], -at))


def title_score(sheet: Sheet, at: int, prose: str) -> float:
    """Headlines share words with their text and come first; section names are short."""
    look = sheet.lines[at]
    label = look.words <= SECTION_WORDS and look.block.level == 0
    bracketed = without_bracket(look.block.text) != look.block.text  # a name with its town
    return cohesion(look.key, prose) - (1.0 if label else 0.5 if bracketed else 0.0)


def echoes_caption(sheet: Sheet, at: int) -> bool:
    """Whether a line is a caption printed again without its credit."""
    for one, other in ((at, sheet.echoes.get(at)), (at, sheet.echoes_back.get(at))):
        if other is not None and sheet.lines[other].sort == "caption":
            return sheet.lines[one].block.level == 0
    return False


def section_before(sheet: Sheet, start: int, title: int) -> int:
    """Where the header starts: at the picture, the day and the section above its headline."""
    first, at, labels = title, title - 1, 0
    crowd = sum(sheet.lines[i].sort == "short" for i in range(start, title)) > 2
    while at >= max(start, title - ABOVE):
        look = sheet.lines[at]
        if look.sort == "short":
            labels += 1
            if crowd or look.words > SECTION_WORDS or labels > 1:
                break
            first = at
        elif look.sort in SUPPORT:
            first = at if look.sort != "marker" else first
        else:
            break
        at -= 1
    return first


def last_short(sheet: Sheet, unit: Unit) -> int | None:
    for at in range(unit.prose - 1, unit.start - 1, -1):
        if sheet.lines[at].sort == "short" and not echoes_caption(sheet, at):
            return at
        if sheet.lines[at].sort == "list_heading":
            return None
    return None


def highest_heading(sheet: Sheet, unit: Unit) -> int | None:
    for at in range(unit.prose - 1, unit.start - 1, -1):
        if sheet.lines[at].block.level == 1 and sheet.lines[at].sort == "short":
            return at
    return None


def is_hinted(sheet: Sheet, at: int) -> bool:
    text = sheet.lines[at].block.text
    return likeness(sheet.title_hint, text, sheet.rules) is not None


def title_in(sheet: Sheet, cluster: list[tuple[int, int]]) -> int | None:
    """The headline of a repeated header: copies apart, where captions stand back to back."""
    doubled = {at for pair in cluster if pair[1] - pair[0] == 1 for at in pair}
    doubled_keys = {sheet.lines[at].key for at in doubled}
    titles = [
        earlier
        for earlier, later in cluster
        if sheet.lines[earlier].sort == "short"
        and later - earlier > 1
        and sheet.lines[earlier].key not in doubled_keys
        # A section's name stands in the menu and over the article: a label, no headline.
        and (sheet.lines[earlier].words > SECTION_WORDS or doubled)
    ]
    titles += [at for at in doubled if sheet.lines[at].block.level > 0]
    return min(titles, default=None)
