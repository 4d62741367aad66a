"""Which of the short lines above a text is its headline, and where its header begins."""

from __future__ import annotations

from bisect import bisect_left

from dedupe.alike import cohesion, likeness, without_bracket
from dedupe.units import ABOVE, SECTION_WORDS, SUPPORT, Sheet, Unit

# Each line further down a page has to share this much more of its text to be the headline.
_LATER = 0.2
_REACH = 14


def first_title(page: Sheet, start: int, prose: int, end: int) -> int | None:
    shorts = [
        at
        for at in range(start, prose)
        if page.lines[at].sort == "short" and not echoes_caption(page, at)
    ]
    if not shorts:
        return None
    if page.title_hint:
        for at in shorts:
            if likeness(page.title_hint, page.lines[at].block.text, page.rules) is not None:
                return at
    top = [at for at in shorts if page.lines[at].block.level == page.highest]
    if top and (page.highest == 1 or len(top) == 1):
        return top[0]
    # The text goes on behind a standfirst: bylines, dates and pictures stand in between.
    reach = range(prose, min(max(end, prose + _REACH), len(page.lines)))
    text = " ".join(page.lines[at].key for at in reach if page.lines[at].is_prose)
    # Menus are many short lines: only lines long enough for a headline push others down.
    long = [at for at in shorts if page.lines[at].words > SECTION_WORDS]
    order = {at: bisect_left(long, at) for at in shorts}
    return max(shorts, key=lambda at: (title_score(page, at, text) - _LATER * order[at], -at))


def title_score(page: Sheet, at: int, prose: str) -> float:
    """Headlines share words with their text and come first; section names are short."""
    look = page.lines[at]
    label = look.words <= SECTION_WORDS and look.block.level == 0
    bracketed = without_bracket(look.block.text) != look.block.text  # a name with its town
    return cohesion(look.key, prose) - (1.0 if label else 0.5 if bracketed else 0.0)


def echoes_caption(page: Sheet, at: int) -> bool:
    """Whether a line is a caption printed again without its credit."""
    for one, other in ((at, page.echoes.get(at)), (at, page.echoes_back.get(at))):
        if other is not None and page.lines[other].sort == "caption":
            return page.lines[one].block.level == 0
    return False


def section_before(page: Sheet, start: int, title: int) -> int:
    """Where the header starts: at the picture, the day and the section above its headline."""
    first, at, labels = title, title - 1, 0
    crowd = sum(page.lines[i].sort == "short" for i in range(start, title)) > 2
    while at >= max(start, title - ABOVE):
        look = page.lines[at]
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


def last_short(page: Sheet, unit: Unit) -> int | None:
    for at in range(unit.prose - 1, unit.start - 1, -1):
        if page.lines[at].sort == "short" and not echoes_caption(page, at):
            return at
        if page.lines[at].sort == "list_heading":
            return None
    return None


def highest_heading(page: Sheet, unit: Unit) -> int | None:
    for at in range(unit.prose - 1, unit.start - 1, -1):
        if page.lines[at].block.level == 1 and page.lines[at].sort == "short":
            return at
    return None


def is_hinted(page: Sheet, at: int) -> bool:
    text = page.lines[at].block.text
    return likeness(page.title_hint, text, page.rules) is not None


def title_in(page: Sheet, cluster: list[tuple[int, int]]) -> int | None:
    """The headline of a repeated header: copies apart, where captions stand back to back."""
    doubled = {at for pair in cluster if pair[1] - pair[0] == 1 for at in pair}
    doubled_keys = {page.lines[at].key for at in doubled}
    titles = [
        earlier
        for earlier, later in cluster
        if page.lines[earlier].sort == "short"
        and later - earlier > 1
        and page.lines[earlier].key not in doubled_keys
        # A section's name stands in the menu and over the article: a label, no headline.
        and (page.lines[earlier].words > SECTION_WORDS or doubled)
    ]
    titles += [at for at in doubled if page.lines[at].block.level > 0]
    return min(titles, default=None)
