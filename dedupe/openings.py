"""Headers that open articles: headlines with captions, tools and dates around them.

Outlets print a header twice back to back, often with a button between the copies; that echo is
the surest sign there is, and it is looked for before anything is folded away.
"""

from __future__ import annotations

from dataclasses import replace

from dedupe.card_rows import is_row, starts_with_list
from dedupe.titles import (
    first_title,
    highest_heading,
    is_hinted,
    last_short,
    section_before,
    title_in,
)
from dedupe.units import (
    ABOVE,
    RESUMES,
    ROW,
    SECTION_WORDS,
    SIGNED,
    SUPPORT,
    Course,
    Header,
    Sheet,
    Unit,
    cohesion_below,
    is_clock,
    position,
    signs_of,
    sorts_in,
)

_STANDFIRST_WORDS = 60
# Share of a headline's words that a text has which begins behind cards.
_STARTS = 0.5
# Lines of a signed header that nothing is known of: a name with a town, a caption without credit.
_UNKNOWN_LINES = 2
_TOOLS = frozenset(("marker", "caption"))
_PICTURED = frozenset(("caption", "credit"))


def opening(sheet: Sheet, so_far: Course, number: int) -> Header | None:
    """The header that a unit, alone or with the next one, could open an article with."""
    unit = sheet.units[number]
    if unit.paragraphs == 0:
        return None
    header = echoed_header(sheet, so_far, unit)
    if header is None:
        header = parted_header(sheet, so_far, number) or plain_header(sheet, so_far, unit)
    else:
        header = with_standfirst(sheet, so_far, number, header)
    return (
        None if header is None else replace(header, start=start_above(sheet, so_far, unit, header))
    )


def start_above(sheet: Sheet, so_far: Course, unit: Unit, header: Header) -> int:
    """Where a header starts that has its picture or its day above the headline."""
    parts = sheet.lines[header.title].block.path.split("/")
    if len(parts) < 4:
        if so_far.articles or so_far.in_cards:
            return header.start
        return section_before(sheet, unit.start, header.start)
    box = "/".join(parts[:-2])
    start = header.start
    for at in range(header.start - 1, max(unit.start, header.start - ABOVE) - 1, -1):
        look = sheet.lines[at]
        if look.sort not in SUPPORT or not look.block.path.startswith(box):
            break
        start = at
    return start


def is_opened(sheet: Sheet, so_far: Course, number: int, header: Header) -> bool:
    """Whether the signs of a header leave no doubt that an article begins."""
    unit = sheet.units[number]
    paragraphs = unit.paragraphs
    if header.standfirst is not None:
        paragraphs = sheet.units[number + 1].paragraphs
    if "echo" in header.signs:
        if header.signs & {"marker", "doubled"} and fits_shape(sheet, so_far, header.signs):
            return True
        return body_follows(sheet, so_far, number, paragraphs)
    if not so_far.articles:
        listed = position(sheet, "list_heading", unit) is not None
        if not so_far.in_cards and not listed:
            return header.standfirst is not None
        return paragraphs >= 2 and is_heading_text(sheet, header, number)
    return same_shape(sheet, so_far, header, paragraphs) or (
        so_far.in_cards and paragraphs >= 2 and starts_new(sheet, so_far, header, number)
    )


def is_heading_text(sheet: Sheet, header: Header, number: int) -> bool:
    """Whether a line under cards heads an article: it is signed, or says what the text says."""
    if header.signs & (SIGNED | {"marker", "doubled", "captioned"}):
        return True
    return cohesion_below(sheet, header.title, number) >= RESUMES


def fits_shape(sheet: Sheet, so_far: Course, signs: frozenset[str]) -> bool:
    """A later header of a page has the button that the first one has."""
    return "marker" not in so_far.shape or "marker" in signs or "doubled" in signs


def body_follows(sheet: Sheet, so_far: Course, number: int, paragraphs: int) -> bool:
    if paragraphs >= 2:
        return True
    if so_far.articles or so_far.in_cards:
        return False
    after = sheet.units[number + 1 : number + 2]
    return not after or not sorts_in(sheet, after[0].start, after[0].prose) & {"dateline"}


def same_shape(sheet: Sheet, so_far: Course, header: Header, paragraphs: int) -> bool:
    """Whether an unrepeated header is built like the page's first one.

    A level-one heading of the markup is such a sign by itself.
    """
    look = sheet.lines[header.title]
    first = so_far.articles[0].title
    if first is not None and look.block.level == 1 == sheet.lines[first].block.level:
        return True
    path = look.block.path
    if first is not None and path and path == sheet.lines[first].block.path and paragraphs:
        return True
    telling = so_far.shape - {"captioned", "echo"}
    if not telling or paragraphs < 2:
        return False
    return header.signs >= telling and look.words > SECTION_WORDS


def starts_new(sheet: Sheet, so_far: Course, header: Header, number: int) -> bool:
    """Whether prose behind cards is another article's and not the open one going on."""
    if sheet.lines[header.title].words <= SECTION_WORDS:
        return False
    own = cohesion_below(sheet, header.title, number)
    if so_far.shape and header.signs and header.signs >= so_far.shape and own >= RESUMES:
        return True
    open_title = so_far.articles[-1].title
    if open_title is None:
        return own >= _STARTS
    return own >= _STARTS and cohesion_below(sheet, open_title, number) < RESUMES


def echoed_header(sheet: Sheet, so_far: Course, unit: Unit) -> Header | None:
    """The last cluster of lines that repeat each other, and the headline in it."""
    pairs = sorted(
        (sheet.echoes[later], later)
        for later in range(unit.start, unit.prose)
        if sheet.echoes.get(later, -1) >= unit.start
    )
    clusters: list[list[tuple[int, int]]] = []
    reach = -1
    for pair in pairs:
        if clusters and pair[0] <= reach:
            clusters[-1].append(pair)
        else:
            clusters.append([pair])
        reach = max(reach, pair[1])
    top = named_title(sheet, so_far, unit.start, unit.prose) if clusters else None
    for cluster in reversed(clusters):
        title = title_in(sheet, cluster)
        if top is not None and cluster[0][0] > top and (title is None or title > top):
            title = top
        if title is not None:
            start = kicker_before(sheet, so_far, unit.start, min(title, cluster[0][0]))
            signs = signs_of(sheet, start, unit.prose, title)
            return Header(start, title, unit.prose, signs)
    return None


def named_title(sheet: Sheet, so_far: Course, start: int, end: int) -> int | None:
    """The line that the page's metadata or the markup calls the headline."""
    for at in range(start, end):
        look = sheet.lines[at]
        if look.sort != "short":
            continue
        hinted = bool(sheet.title_hint) and not so_far.articles
        if look.block.level == 1 or (hinted and is_hinted(sheet, at)):
            return at
    return None


def parted_header(sheet: Sheet, so_far: Course, number: int) -> Header | None:
    """A header that one sentence parts: headline, standfirst, then byline, date or caption."""
    unit, after = (*sheet.units[number : number + 2], None)[:2]
    if unit is None or after is None or unit.paragraphs != 1 or after.paragraphs == 0:
        return None
    sentence = sheet.lines[unit.prose]
    if sentence.words > _STANDFIRST_WORDS or sentence.sort != "prose":
        return None
    behind = supporting(sheet, so_far, after)
    if not behind:
        return None
    title = header_title(sheet, so_far, unit)
    if title is None:
        return None
    if sorts_in(sheet, title, unit.prose) & SIGNED and not behind & _PICTURED:
        return None
    if so_far.articles and not behind & (SIGNED | _TOOLS):
        return None  # a picture between two paragraphs under a subheading
    start = kicker_before(sheet, so_far, unit.start, title)
    if not so_far.articles and not so_far.in_cards:
        start = section_before(sheet, unit.start, title)
    signs = signs_of(sheet, start, unit.prose, title) | signs_of(
        sheet, after.start, after.prose, title
    )
    return Header(start, title, after.prose, signs, unit.prose)


def with_standfirst(sheet: Sheet, so_far: Course, number: int, header: Header) -> Header:
    """A repeated header that goes on behind one sentence: byline, day and tools follow it."""
    unit, after = (*sheet.units[number : number + 2], None)[:2]
    if unit is None or after is None or unit.paragraphs != 1 or after.paragraphs == 0:
        return header
    sentence = sheet.lines[unit.prose]
    if sentence.words > _STANDFIRST_WORDS or sentence.sort != "prose":
        return header
    if (
        not supporting(sheet, so_far, after) & SIGNED
        or sorts_in(sheet, unit.start, unit.prose) & SIGNED
    ):
        return header
    return replace(header, end=after.prose, standfirst=unit.prose)


def supporting(sheet: Sheet, so_far: Course, unit: Unit) -> set[str]:
    """The sorts of a unit's lines, if they are such as stand in a header below a headline."""
    lines = [sheet.lines[at] for at in range(unit.start, unit.prose)]
    if any(look.block.level for look in lines) or any(map(is_clock, lines)):
        return set()  # an entry of a live blog, a subheading
    sorts = {look.sort for look in lines}
    if sorts & {"byline", "date"}:  # a town's name among them, or a caption without credit
        long = [look for look in lines if look.sort == "short" and look.words > SECTION_WORDS]
        sorts = {look.sort for look in lines if look.sort != "short"}
        most = 0 if so_far.in_cards else _UNKNOWN_LINES
        sorts |= {"short"} if len(long) > most else set()
    return sorts if sorts <= SUPPORT else set()


def plain_header(sheet: Sheet, so_far: Course, unit: Unit) -> Header | None:
    title = header_title(sheet, so_far, unit)
    if title is None:
        return None
    start = kicker_before(sheet, so_far, unit.start, title)
    return Header(start, title, unit.prose, signs_of(sheet, title, unit.prose, title))


def header_title(sheet: Sheet, so_far: Course, unit: Unit) -> int | None:
    """The headline among the lines of a unit that may begin with the end of a card."""
    top = highest_heading(sheet, unit)
    top = like_first_title(sheet, so_far, unit) if top is None else top
    if top is not None:
        return top
    listed = position(sheet, "list_heading", unit) is not None
    after_cards = so_far.in_cards and so_far.described and not listed
    if not after_cards and (listed or so_far.in_cards or so_far.articles):
        return last_short(sheet, unit)
    start = unit.start
    while after_cards and start < unit.prose and ends_card(sheet, start):
        start += 1
    return first_title(sheet, start, unit.prose, unit.end)


def like_first_title(sheet: Sheet, so_far: Course, unit: Unit) -> int | None:
    """The line that the markup sets like the page's first headline."""
    first = so_far.articles[0].title if so_far.articles else None
    path = "" if first is None else sheet.lines[first].block.path
    for at in range(unit.start, unit.prose):
        if path and sheet.lines[at].block.path == path and sheet.lines[at].sort == "short":
            return at
    return None


def ends_card(sheet: Sheet, at: int) -> bool:
    return sheet.lines[at].sort in (*SIGNED, "marker")


def kicker_before(sheet: Sheet, so_far: Course, start: int, title: int) -> int:
    """Where a later header starts: at the section name above its headline, if it has one.

    Markup shows it by the box that holds both; in plain text only the page's first header
    can, by having one too.
    """
    at = title - 1
    if at < start or sheet.lines[at].sort not in ("short", "dateline"):
        return title
    if sheet.lines[at].words > SECTION_WORDS:
        return title
    path = sheet.lines[title].block.path.rpartition("/")[0]
    if path:
        return at if sheet.lines[at].block.path.startswith(path) else title
    first = so_far.articles[0] if so_far.articles else None
    sectioned = first is not None and first.title is not None and first.lines[0] < first.title
    return at if sectioned and sheet.lines[at].sort == "short" else title


def is_front(sheet: Sheet, so_far: Course) -> bool:
    """Whether a page is nothing but cards: under a list's heading, or each with its day."""
    if any(unit.paragraphs > 1 for unit in sheet.units):
        return False
    titles = sum(
        look.sort in ("short", "caption") and look.words > SECTION_WORDS for look in sheet.lines
    )
    if titles < ROW or (sheet.echoes and has_echoed_title(sheet, so_far)):
        return False
    if any(look.sort == "list_heading" for look in sheet.lines):
        return starts_with_list(sheet)
    if any(look.is_prose for look in sheet.lines):
        return is_row(sheet, so_far, 0)
    return sum(look.sort in ("date", "dateline") for look in sheet.lines) >= ROW


def has_echoed_title(sheet: Sheet, so_far: Course) -> bool:
    for unit in sheet.units:
        header = echoed_header(sheet, so_far, unit)
        if header is not None and header.signs & {"marker", "doubled"} and unit.paragraphs:
            return True
    return False


def is_signed(sheet: Sheet, so_far: Course, number: int) -> bool:
    """Whether a byline or a day stands in a unit's header, perhaps behind a standfirst."""
    parts = sheet.units[number : number + 1 + (parted_header(sheet, so_far, number) is not None)]
    return any(
        sheet.lines[at].sort in ("byline", "date") and not is_clock(sheet.lines[at])
        for unit in parts
        for at in range(unit.start, unit.prose)
    )


def is_named(sheet: Sheet, so_far: Course, unit: Unit) -> bool:
    return named_title(sheet, so_far, unit.start, unit.prose) is not None
