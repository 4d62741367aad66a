"""Parts of lines from markup, put right by how the page sets its text.

The chain sees a line and its neighbours. Who makes a page sets all paragraphs of a text alike, and
other things otherwise; so what interrupts a text does not end it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from os.path import commonpath

from dedupe.carded import CARDS
from dedupe.cues import ends_sentence, is_author_page, is_date_line, split_credit
from dedupe.ended import ended
from dedupe.looks import Look
from dedupe.pictured import of_pictures

_MAIN = 0.3
"""What the block classifier gives at least to a line that belongs to the text it is set as."""
_SURE = 0.8
"""The same of one right below the text, where what is about its author or signs it stands too."""
_PARAGRAPHS = 2
"""So many paragraphs of one path say how a text is set."""
_WORDS = 6
"""Words of a line that may be a paragraph, whatever it ends with."""
_LINKED = 0.5
_TEXT, _TEXT_WORDS = 0.5, 12
"""The same of a gallery's text, and its words."""
_HEADLINES = 2
"""Linked headings that make a box of cards one, where the chain sees a card in it at all."""
_FRONT = re.compile(
    r"(?:(?:https?://web\.archive\.org)?/web/\d+[a-z_]*/)?"
    r"(?:https?://[^/]+)?/?(?:[a-z]{2}/?|index\.\w+|home/?)?$",
    re.I,
)
"""The address of an outlet's front page, as an archive keeps it too."""
_NEAR = 3
_DATED = frozenset(("date", "byline", "dateline"))
_HEADLINE_WORDS = 4
_TAG_WORDS = 3
_LIKELY = 0.25
"""The same of a sentence below a paragraph of its element."""
_LEAST = 0.15
"""What the block classifier gives at least to data in a text."""
_WALLS = re.compile(r"[.#_-](?:paywall|regwall)(?![a-z])", re.I)
_OFFERS = re.compile(r"[.#_-](?:paywall|regwall|subscription|subscribe|newsletter)(?![a-z])", re.I)
_ASTRAY = CARDS | {"out", "tool2", "sign2"}
_PICTURED = frozenset(("caption0", "caption1", "caption2"))
_HEADER = frozenset(("kicker", "sign0", "sign1", "caption0", "caption1", "credit1", "lead"))
_STRAY = frozenset(("out", "tool1", "tool2"))
_OF_TEXT = frozenset(("body", "out", "tool2"))
_HEADING = CARDS | {"title", "out", "tool2"}
_PIECES = 2
"""Lines of a card in a list that such a line heads."""
_NAMED_HEADING = re.compile(r"(?:title|heading|header|head)(?![a-z])", re.I)
"""The class of what is set as a heading and is none."""
_SIGN = 3
"""Characters of a sign that says nothing alone."""
_MANY_BOXES, _OFFER_WORDS, _TEXTS = 3, 60, 3
"""Boxes with a button that a page of offers does not have, words of one, paragraphs around it."""
_OWN = re.compile(r"#[^/.]+")
_MOST_NAMES = 8
"""Words of a line of names and places."""
_CREDITS = re.compile("credit|copyright", re.I)
_COMMENTS = re.compile(r"[.#_-](?:comment(?:s|aires?)?|kommentare?|comentarios?)(?![a-z])", re.I)


def set_as_text(lines: Sequence[Look], parts: Sequence[str], boxed: Collection[int]) -> list[str]:
    """The parts of a page's lines, where the paths of their blocks contradict what was found.

    `boxed` are the positions of lines in boxes of cards.
    """
    out = list(parts)
    _comments(lines, out)
    _front_links(lines, out)
    _second_titles(lines, out)
    _inner_links(lines, out)
    _subheadings(lines, out)
    _paragraphs(lines, out, boxed)
    _days(lines, out)
    _writers(lines, out)
    _boxes(lines, out, boxed)
    _only_pictures(lines, out)
    _only_text(lines, out)
    _tables(lines, out)
    _headings(lines, out, boxed)
    _tags(lines, out)
    _captions(lines, out)
    _set_as_captions(lines, out)
    of_pictures(lines, out)
    _offers(lines, out)
    _asks(lines, out)
    ended(lines, out)
    return out


def _path(look: Look) -> str:
    """The elements around a line by their names, without what one alone is called."""
    return _without_ids(look.block.path)


# Many lines of a page have the same paths, and each is asked for it several times.
@lru_cache(maxsize=4096)
def _without_ids(path: str) -> str:
    return _OWN.sub("", path) if "#" in path else path


def _container(look: Look) -> str:
    return _path(look).rpartition("/")[0]


@lru_cache(maxsize=4096)
def _holds_comments(path: str) -> bool:
    return _COMMENTS.search(path) is not None


def _comments(lines: Sequence[Look], parts: list[str]) -> None:
    """What stands in a box that is named for comments is the readers', where the page has a text
    elsewhere: a newspaper's comment is an article."""
    named = [_holds_comments(look.block.path) for look in lines]
    if not any(named):
        return
    texts = sum(
        part == "body" and look.is_prose and not name
        for look, part, name in zip(lines, parts, named, strict=True)
    )
    for at, look in enumerate(lines):
        # A day may stand in one box with the number of comments.
        told = named[at] and parts[at] not in _HEADER
        if told and (texts >= _PARAGRAPHS or 0 <= look.block.main < _MAIN):
            parts[at] = "tool2" if look.sort in ("marker", "comments") else "out"


def _front_links(lines: Sequence[Look], parts: list[str]) -> None:
    """A headline that leads to the front page is the outlet's name, where another heading stands
    above the text."""
    if "title" not in parts:
        return
    name = parts.index("title")
    if not leads_home(lines[name]):
        return
    text = next((at for at in range(name, len(parts)) if _is_text(lines[at], parts[at])), name)
    below = [at for at in range(name + 1, text) if _may_head(lines[at])]
    heads = [at for at in below if _is_heading(lines[at])] or below[-1:]
    if not heads:
        return
    for at in range(name, text):
        if at < heads[0] and parts[at] != "out":
            parts[at] = "out"
        elif at > heads[0] and parts[at] == "body" and not lines[at].block.level:
            parts[at] = "sign1"
    parts[heads[0]] = "title"


def _may_head(look: Look) -> bool:
    """Whether a line is a heading that is no day, which weblogs set as one, nor the outlet's."""
    return look.block.level > 0 and not is_date_line(look.block.text) and not leads_home(look)


def leads_home(look: Look) -> bool:
    """Whether a line is a link to the outlet's front page."""
    block = look.block
    told = bool(block.href) or block.level != 1  # themes set a title as a link to nothing
    return told and block.links >= _LINKED and is_front(block.href)


def is_front(href: str) -> bool:
    """Whether an address is that of an outlet's front page, or of nothing."""
    return _FRONT.match(href) is not None


def _second_titles(lines: Sequence[Look], parts: list[str]) -> None:
    """A line that is no heading, below a headline that is one and above its text, tells of the
    text. A heading right under the headline and above such lines is a standfirst; the day above
    another headline, set as the one above the first, is that one's."""
    first = title = next((at for at, part in enumerate(parts) if part == "title"), len(parts))
    above = {lines[at].block.path for at in range(max(0, title - _NEAR), title)}
    for at in range(title + 1, len(parts)):
        if _is_text(lines[at], parts[at]):
            title = -1
        elif parts[at] == "title" and title >= 0 and lines[title].block.level:
            if not lines[at].block.level:
                parts[at] = "sign1"
        elif parts[at] == "title":
            title = at
            dated = lines[at - 1].sort in _DATED and lines[at - 1].block.path in above
            if dated and parts[at - 1] in _ASTRAY | {"body"}:
                parts[at - 1] = "sign0"
    under = first + 1
    if parts[under : under + 2] == ["body", "sign1"] and lines[under].block.level:
        parts[under] = "lead"


def _is_text(look: Look, part: str) -> bool:
    return part == "body" and look.sort in ("prose", "item")


def _is_heading(look: Look) -> bool:
    return look.block.level > 0 and look.block.links < _LINKED


def _inner_links(lines: Sequence[Look], parts: list[str]) -> None:
    """A headline that leads elsewhere, in a box between two paragraphs of one element, is a
    card's: what follows it is the text above going on."""
    texts: set[str] = set()
    at = 0
    while at < len(parts):
        look = lines[at]
        if parts[at] == "body":
            texts.add(_seat_around(look))
        elif parts[at] == "title" and texts and look.block.links >= _LINKED:
            end = next((n for n in range(at, len(parts)) if parts[n] == "body"), at)
            around = _seat_around(lines[end])
            if around in texts and look.seat.startswith(around) and look.seat != lines[end].seat:
                for n in range(at, end):
                    own = parts[n] == "lead" and _seat_around(lines[n]) == around
                    parts[n] = "body" if own else "cards2"
            else:
                texts.clear()
        elif parts[at] == "title":
            texts.clear()
        at += 1


def _seat_around(look: Look) -> str:
    """The very element around a line's own."""
    return look.seat.rpartition("/")[0]


def _subheadings(lines: Sequence[Look], parts: list[str]) -> None:
    """A heading that is set in the text, as the page's headline is not, begins no article, though
    a list of cards stands above it."""
    first = next((at for at, part in enumerate(parts) if part == "title"), None)
    if first is None:
        return
    above = ""
    for at in range(first + 1, len(parts) - 1):
        look = lines[at]
        if parts[at] == "body" and look.block.kind == "paragraph":
            above = _container(look)
        if parts[at] not in _HEADING or parts[at + 1] != "body" or not above:
            continue
        lower = look.block.level > max(lines[first].block.level, 1)
        inside = lower and _container(look) == above == _container(lines[at + 1])
        if inside and _container(lines[first]) != above:
            parts[at] = "body"


def _paragraphs(lines: Sequence[Look], parts: list[str], boxed: Collection[int]) -> None:
    """A line that is set as the paragraphs above it is one, though a box for something else stands
    between them, and no card."""
    texts: Counter[str] = Counter()
    least = _SURE
    for at, look in enumerate(lines):
        block = look.block
        if parts[at] == "title":
            texts.clear()
        if parts[at] == "body":
            texts[_path(look)] += look.is_prose
            least = _SURE
        elif texts.get(_path(look), 0) < _PARAGRAPHS:
            least = _MAIN
        elif parts[at] in _ASTRAY and block.links < _LINKED and at not in boxed:
            told = look.words >= _WORDS or ends_sentence(block.text)
            card = parts[at] in CARDS
            sure = block.kind == "paragraph" and block.main >= (_MAIN if card else least)
            if told and (sure or (parts[at - 1] == "body" and _goes_on(lines, parts, at))):
                parts[at] = "body"
            elif card:
                parts[at] = "out"  # the end mark of an agency, the number of its report


def _goes_on(lines: Sequence[Look], parts: Sequence[str], at: int) -> bool:
    """Whether a sentence stands below a paragraph, in an element that holds text alone."""
    look = lines[at]
    likely = look.block.main >= _LIKELY and look.words >= _WORDS
    if look.seat != lines[at - 1].seat or not likely or not ends_sentence(look.block.text):
        return False
    return not any(
        one.seat == look.seat and part not in _OF_TEXT
        for one, part in zip(lines, parts, strict=True)
    )


def _days(lines: Sequence[Look], parts: list[str]) -> None:
    """A day that ends a card is the card's, and one in a box that is no text signs nothing: what
    signs a text stands below the text."""
    text = ""
    for at, part in enumerate(parts):
        look = lines[at]
        if part == "body":
            text = _container(look)
        elif part == "sign2" and _container(look) != text:
            if _below_cards(parts, at):
                parts[at] = "cards"
            elif look.sort == "date" and 0 <= look.block.main < _MAIN:
                parts[at] = "out"


def _below_cards(parts: Sequence[str], at: int) -> bool:
    above = next((part for part in reversed(parts[:at]) if part not in ("out", "tool2")), "")
    return above in CARDS


def _writers(lines: Sequence[Look], parts: list[str]) -> None:
    """A link to an author's page in a header is a byline."""
    for at, look in enumerate(lines):
        linked = look.block.links >= _LINKED and look.words <= _MOST_NAMES
        if parts[at] == "tool1" and linked and is_author_page(look.block.href):
            parts[at] = "sign1"


def _boxes(lines: Sequence[Look], parts: list[str], boxed: Collection[int]) -> None:
    """A list of linked headlines is cards from its heading to its end, or none of it is."""
    start = 0
    for at in range(len(parts) + 1):
        inside = at in boxed
        if inside and not (lines[at].block.level and lines[at].block.links < _LINKED):
            continue
        box = range(start, at)
        headlines = sum(
            lines[one].block.level > 0 for one in box if lines[one].block.links >= _LINKED
        )
        listed = headlines >= _HEADLINES and any(parts[one] in CARDS for one in box)
        if listed or _is_headed_list(lines, parts, box):
            for one in box:
                look = lines[one]
                leads = parts[one] == "body" and look.block.links >= _LINKED
                told = parts[one] == "tool2" and look.sort != "marker"
                parts[one] = "cards" if leads or told or parts[one] == "out" else parts[one]
        start = at if inside else at + 1


def _is_headed_list(lines: Sequence[Look], parts: Sequence[str], box: range) -> bool:
    """Whether a box that is nothing of an article is a heading over headlines that lead to several
    others."""
    leads = {
        lines[at].block.href
        for at in box
        if lines[at].block.links >= _LINKED and lines[at].words >= _HEADLINE_WORDS
    }
    if len(leads) < _HEADLINES or any(parts[at] != "out" for at in box[1:]):
        return False
    if parts[box.start] not in (*CARDS, "out"):
        return False
    first = box.start if not lines[box.start].block.href else box.start - 1
    heading = lines[first].block if first >= 0 else None
    if heading is None or heading.links >= _LINKED:
        return False
    named = _NAMED_HEADING.search(heading.path.rpartition("/")[2]) is not None
    named = named and lines[first].words <= _HEADLINE_WORDS and len(box) <= _PIECES * len(leads) + 1
    return heading.level > 0 or named


def _only_pictures(lines: Sequence[Look], parts: list[str]) -> None:
    """Under a headline without a text, what the markup calls pictures' texts is a gallery's."""
    titles = [at for at, part in enumerate(parts) if part == "title"]
    for title, end in pairwise([*titles, len(parts)]):
        below = range(title + 1, end)
        told = [at for at in below if parts[at] in _STRAY and _is_likely_caption(lines[at])]
        if len(told) >= _PARAGRAPHS and not any(
            parts[at] == "body" or parts[at] in _PICTURED for at in below
        ):
            for at in told:
                parts[at] = "caption1"


def _is_likely_caption(look: Look) -> bool:
    likely = look.block.main >= _TEXT and look.block.links < _LINKED
    return likely and look.block.kind == "caption" and look.sort == "caption"


def _only_text(lines: Sequence[Look], parts: list[str]) -> None:
    """Under pictures that have no text yet, paragraphs in the box of headline and pictures are
    the text."""
    titles = [at for at, part in enumerate(parts) if part == "title"]
    for title, end in pairwise([*titles, len(parts)]):
        below = range(title + 1, end)
        picture = next((at for at in below if parts[at] in _PICTURED), None)
        if picture is None or any(parts[at] == "body" for at in below):
            continue
        box = commonpath([lines[title].seat, lines[picture].seat]) + "/"
        for at in below:
            look = lines[at]
            text = look.sort == "prose" and look.words >= _TEXT_WORDS
            likely = look.block.main >= _TEXT and look.block.links < _LINKED
            if text and likely and parts[at] in _ASTRAY - CARDS and look.seat.startswith(box):
                parts[at] = "body"


def _tables(lines: Sequence[Look], parts: list[str]) -> None:
    """Data in the element that holds the paragraphs is told with them: results, prices."""
    texts = Counter(
        _seat_around(look)
        for look, part in zip(lines, parts, strict=True)
        if part == "body" and look.block.kind == "paragraph"
    )
    around = tuple(f"{seat}/" for seat, count in texts.items() if count >= _PARAGRAPHS)
    rows = [at for at, look in enumerate(lines) if look.block.kind == "table"] if around else []
    tables = {lines[at].seat.rpartition("/table")[0] + "/table" for at in rows}
    first = parts.index("title") if "title" in parts else -1
    for at, look in enumerate(lines if tables else ()):
        # A row of results may look like another headline.
        row = parts[at] == "title" and at > first and look.block.kind == "table"
        told = (
            (parts[at] in _ASTRAY or row) and look.block.links < _LINKED and look.sort != "marker"
        )
        if not told or look.block.main < _LEAST or not look.seat.startswith(around):
            continue
        head, table, _ = look.seat.rpartition("/table")
        if table and head + table in tables:
            parts[at] = "body"


def _headings(lines: Sequence[Look], parts: list[str], boxed: Collection[int]) -> None:
    """A heading right above a line of the text, in the element of that line or of other paragraphs,
    is the text's; so is a line that is set as one above a line of the text."""
    texts = {_container(look) for look in _of_text(lines, parts) if look.block.kind == "paragraph"}
    set_so = {_path(look) for look in _of_text(lines, parts)}
    titles: set[str] = set()
    for at in range(len(parts) - 1):
        look, below = lines[at], lines[at + 1]
        if parts[at] == "title":
            titles.add(look.key)
        if not titles or parts[at + 1] != "body" or at in boxed or look.key in titles:
            continue
        block, own = look.block, _container(look)
        opens = look.seat.rpartition("/")[2].startswith("summary")
        if not (parts[at] in _STRAY or (opens and parts[at] in CARDS)):
            continue
        led = block.links >= _LINKED or look.sort != "short" or block.main < _LEAST
        led = led or len(block.text) <= _SIGN  # a letter of an index, a number
        if led or not (block.level or opens or _path(look) in set_so):
            continue
        inside = opens and below.seat.startswith(f"{_seat_around(look)}/")
        inside = inside or _heads_list(look, below, texts)
        inside = (
            inside
            or own == _container(below)
            or (own in texts and below.seat.startswith(f"{own}/"))
        )
        if inside or _path(look) in set_so:
            parts[at] = "body"


def _heads_list(look: Look, below: Look, texts: Collection[str]) -> bool:
    """Whether a heading stands above the first entry of a list in a box within the text."""
    box = _seat_around(look)
    listed = look.block.level > 0 and below.block.kind == "list_item"
    within = any(box.startswith(f"{text}/") for text in texts)
    return listed and within and below.seat.startswith(f"{box}/")


def _of_text(lines: Sequence[Look], parts: Sequence[str]) -> list[Look]:
    return [look for look, part in zip(lines, parts, strict=True) if part == "body"]


def _asks(lines: Sequence[Look], parts: list[str]) -> None:
    """A small box in the text with a button that says what tools say is an offer with all it says,
    unless the page has many: a live blog has one in each entry."""
    around = {_seat_around(look) for look in _of_text(lines, parts)}
    buttons = [
        at
        for at, look in enumerate(lines)
        if look.sort == "marker" and look.seat.rpartition("/")[2].startswith("button")
    ]
    boxes = {_seat_around(lines[at]) for at in buttons}
    within = {box for box in boxes if box.rpartition("/")[0] in around and box.count("/") > 1}
    if not 0 < len(within) < _MANY_BOXES:
        return
    for box in within:
        inside = [at for at, look in enumerate(lines) if look.seat.startswith(f"{box}/")]
        words = sum(lines[at].words for at in inside)
        own = any(parts[at] == "title" for at in inside)
        told = [look for look in _of_text(lines, parts) if not look.seat.startswith(f"{box}/")]
        text = Counter(_path(look) for look in told if look.block.kind == "paragraph")
        alike = any(_path(lines[at]) in text for at in inside)
        if own or alike or words > _OFFER_WORDS or text.total() < _TEXTS:
            continue
        for at in inside:
            if parts[at] in ("body", "lead"):
                parts[at] = "tool2"


def _offers(lines: Sequence[Look], parts: list[str]) -> None:
    """What stands in a box that is named for a subscription, and has no paragraph that is surely
    the text's, offers one."""
    boxes: dict[str, list[int]] = {}
    for at, look in enumerate(lines):
        if _is_offered(look.block.path) and (found := _offering(look.seat)):
            boxes.setdefault(found, []).append(at)
    for box, inside in boxes.items():
        small = _WALLS.search(box.rpartition("/")[2]) and _is_small_offer(lines, parts, inside)
        own = any(
            parts[at] == "title"
            or (lines[at].block.kind == "paragraph" and lines[at].block.main >= _SURE and not small)
            for at in inside
        )
        for at in inside if not own else ():
            if parts[at] in ("body", "lead") or parts[at] in _PICTURED:
                parts[at] = "tool2"


def _is_small_offer(lines: Sequence[Look], parts: Sequence[str], inside: Sequence[int]) -> bool:
    """Whether a box has few words, a link of its own, and none of the paths of the text before it:
    a wall may be around the text itself."""
    words = sum(lines[at].words for at in inside)
    linked = any(lines[at].block.links > 0 for at in inside)
    before = range(inside[0])
    paths = {_path(lines[at]) for at in before if parts[at] == "body"}
    told = len(paths) > 0 and paths.isdisjoint(_path(lines[at]) for at in inside)
    return linked and told and words <= _OFFER_WORDS


@lru_cache(maxsize=4096)
def _is_offered(path: str) -> bool:
    return _OFFERS.search(path) is not None


def _offering(seat: str) -> str:
    """The path of the innermost box around a line that is named for a subscription."""
    if not _OFFERS.search(seat):
        return ""
    steps = seat.split("/")
    named = (n for n in range(len(steps) - 2, 0, -1) if _OFFERS.search(steps[n]))
    return "/".join(steps[: next(named, -1) + 1])


def _tags(lines: Sequence[Look], parts: list[str]) -> None:
    """Links of a word or two below the last sentence of a text are its tags."""
    ends = True
    for at in range(len(parts) - 1, -1, -1):
        look = lines[at]
        if parts[at] == "title":
            ends = True
        elif parts[at] == "body" and ends:
            ends = look.block.kind == "link" and look.words <= _TAG_WORDS
            parts[at] = "tool2" if ends else "body"


def _captions(lines: Sequence[Look], parts: list[str]) -> None:
    """A line under a picture of its own is its caption, though it stands below another caption, and
    what the markup calls a picture's text is no standfirst. Below the last headline it is the
    text's, and of no header."""
    last = max((at for at, part in enumerate(parts) if part == "title"), default=len(parts))
    _below_text(lines, parts)
    for at in range(1, len(parts)):
        one, above = lines[at], lines[at - 1]
        if at > last and parts[at] in ("caption0", "credit0") and one.block.main >= _MAIN:
            parts[at] = parts[at].replace("0", "2")
        if parts[at] == "lead" and one.block.kind == "caption":
            parts[at] = "caption1"
        elif parts[at] in ("credit1", "credit2") and one.sort == "caption" == above.sort:
            told = split_credit(one.block.text)[0]
            named = _CREDITS.search(one.block.path.rpartition("/")[2])
            if one.block.figure != above.block.figure and told and not named:
                parts[at] = parts[at].replace("credit", "caption")


def _below_text(lines: Sequence[Look], parts: list[str]) -> None:
    """A line with an address for letters, under a picture below the text in a box that has none of
    it, is about whoever is in that picture: the author."""
    for at in range(len(parts) - 1, -1, -1):
        look = lines[at]
        if parts[at] in ("body", "title"):
            break
        if parts[at] == "caption2" and "@" in look.block.text:
            box = f"{_seat_around(look)}/"
            texts = {_seat_around(one) for one in _of_text(lines, parts)}
            within = any(box.startswith(f"{text}/") for text in texts)
            parts[at] = parts[at] if within else "out"


def _set_as_captions(lines: Sequence[Look], parts: list[str]) -> None:
    """A line of an article that is set as the page's captions are is one."""
    paths = {_path(look) for look, part in zip(lines, parts, strict=True) if part in _PICTURED}
    if not paths:
        return
    paths -= {_path(look) for look, part in zip(lines, parts, strict=True) if part == "body"}
    at_head = inside = False
    for at, look in enumerate(lines):
        set_so = inside and _path(look) in paths and look.sort != "marker"
        if parts[at] == "title":
            at_head = inside = True
        elif parts[at] in CARDS:
            inside = False
        elif set_so and parts[at] in _STRAY:
            parts[at] = "caption1" if at_head else "caption2"
        elif parts[at] == "body":
            at_head = False
