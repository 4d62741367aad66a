"""A list of cards for other articles, parted into teasers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from dedupe import cues
from dedupe.alike import without_bracket
from dedupe.carded import apart
from dedupe.fold import settled
from dedupe.looks import Look, look_alike
from dedupe.model import Caption, Fold, Placed, Teaser
from dedupe.rules import Rules

_DATED = ("dateline", "date", "byline")
_SECTION_WORDS = 3
_LINKED = 0.8
_CRUMB_WORDS = 2
_LABEL_WORDS = 7
_MOSTLY, _WHOLE = 0.5, 0.99
# What stands before the link of a headline: its place in a list, a time, a day.
_PLACE = re.compile(r"[·•]?\s*\d{1,4}(?:[./-]\d{1,2}[./-]\d{1,4}|[:.]\d\d)?[.)]?\s+(?=\S)")
_TITLED = re.compile(r"(?<![a-z])(?:title|headline)(?![a-z])", re.I)
# Addresses of buttons, also of those that share the page, and the element of one.
_NO_PAGE = re.compile(
    r"\s*(?:#|(?:javascript|mailto|whatsapp|tel|sms|viber|tg):)"
    r"|.*(?:[?&]share=|/sharer?(?:\.php|/link|/url)?/?\?|/intent/|/sharing/|/shareArticle)",
    re.I,
)
_PRESSED = re.compile(r".*/button[^/]*$")
# A line that names a list again has so many words more than its heading.
_MORE_WORDS = 4
# Two printings of a card's headline stand no further apart, in lines.
_NEAR = 8


def teasers(
    lines: Sequence[Look], region: Sequence[int], rules: Rules
) -> tuple[list[Teaser], list[Fold]]:
    """The teasers of one list, and folds for its heading, its buttons and its doubled titles."""
    folds = []
    rest = []
    heads = [lines[at] for at in region if lines[at].sort == "list_heading"]
    for at in region:
        sort = lines[at].sort
        if sort == "list_heading" or _says_again(lines[at], heads):
            folds.append(Fold(lines[at].block.index, "heading_of_list"))
        elif sort in ("marker", "comments"):
            folds.append(Fold(lines[at].block.index, "marker"))
        else:
            rest.append(at)
    found = []
    cards = _parted(lines, rest, rules)
    for n, card in enumerate(cards):
        if _is_label(lines, card, cards[n + 1 : n + 2]):
            folds.append(Fold(lines[card[0]].block.index, "heading_of_list"))
            continue
        if len(card) == 1 and _is_crumb(lines[card[0]]):
            folds.append(Fold(lines[card[0]].block.index, "outside"))
            continue
        if _leads_nowhere(lines, card) or _is_sign(lines, card) or _leads_to_authors(lines, card):
            folds.extend(Fold(lines[at].block.index, "outside") for at in card)
            continue
        teaser, doubled = _teaser(lines, card, rules)
        found.append(teaser)
        folds.extend(doubled)
    return _unnumbered(found), settled(folds)


def _unnumbered(found: list[Teaser]) -> list[Teaser]:
    """The teasers without their places in the list, where each has one."""
    first = [teaser.title.partition(" ") for teaser in found]
    if len(found) < 2 or any(
        place.strip(".") != str(n) for n, (place, _, _) in enumerate(first, 1)
    ):
        return found
    return [
        replace(teaser, title=title) if title else teaser
        for teaser, (_, _, title) in zip(found, first, strict=True)
    ]


def _is_sign(lines: Sequence[Look], card: Sequence[int]) -> bool:
    """Whether a line alone, which is no headline and of which links are the smaller part, says by
    whom and when, or what one may do: an article's foot."""
    block = lines[card[0]].block
    alone = len(card) == 1 and bool(block.path) and not block.level
    return alone and block.kind != "list_item" and 0 < block.links < _MOSTLY


def _says_again(look: Look, heads: Sequence[Look]) -> bool:
    """Whether a line names the list again: `Skip related stories`, `End of related stories`."""
    return look.sort == "short" and any(
        head.words > 1 and look.words <= head.words + _MORE_WORDS and head.key in look.key
        for head in heads
    )


def _is_label(lines: Sequence[Look], card: Sequence[int], below: Sequence[Sequence[int]]) -> bool:
    """Whether a line that leads nowhere stands over a card that does, as the name of a list."""
    look = lines[card[0]]
    label = len(card) == 1 and look.words <= _LABEL_WORDS and look.sort == "short"
    return label and not _href(lines, card) and any(_href(lines, one) for one in below)


def _leads_nowhere(lines: Sequence[Look], card: Sequence[int]) -> bool:
    """Whether what looks like a card of a page from markup has neither a link nor a day or a name:
    an offer of a newsletter, what a list says of itself."""
    seat = lines[card[0]].seat
    signed = any(lines[at].sort in _DATED for at in card) and not _PRESSED.match(seat)
    return bool(seat) and not signed and not _href(lines, card)


def _is_crumb(look: Look) -> bool:
    """A link of a word or two, or the line of rights at the foot: not a card's headline."""
    return (look.words <= _CRUMB_WORDS and not look.block.level) or "©" in look.block.text


def _parted(lines: Sequence[Look], region: list[int], rules: Rules) -> list[list[int]]:
    """The lines of each card, by the first kind of seam that the list has."""
    if not region:
        return []
    boxes = _beside(lines, region)
    linked = _by_target(lines, region)
    for cards in (boxes, linked):
        if apart(lines, cards):
            return [
                card
                for box in cards
                for card in ([box] if _is_one(lines, box) else _parted(lines, box, rules))
            ]
    if all(lines[at].sort == "item" for at in region):
        return [[at] for at in region]
    if _is_named_list(lines, region):
        return [region[:1], *_parted(lines, region[1:], rules)]
    runs = _around_lists(lines, boxes)
    if len(runs) > 1:
        return [card for run in runs for card in _parted(lines, run, rules)]
    sorts = _one_date(_sorts(lines, region))
    dated = sum(
        sort in _DATED and (n == 0 or sorts[n - 1] not in _DATED) for n, sort in enumerate(sorts)
    )
    prose = sum(
        lines[at].is_prose and (n == 0 or not lines[region[n - 1]].is_prose)
        for n, at in enumerate(region)
    )
    if dated and dated >= prose - 1:
        last = sorts[0] not in _DATED
        return _split(region, lambda n: _seam_at_date(sorts, n, last))
    if prose:
        return _split(region, lambda n: n > 0 and _after_prose(lines, region, n))
    if sorts.count("caption") >= 2 or "caption" in sorts[:1]:
        return _split(region, lambda n: _seam_at_caption(sorts, n))
    if any(lines[at].gap > 0 for at in region[1:]):
        grouped = _split(region, lambda n: lines[region[n]].gap > 0)
        if len(grouped) < len(region) and not any(_are_headlines(lines, one) for one in grouped):
            return grouped
    return _split(region, lambda n: not _doubles(lines, region, n, rules))


def _are_headlines(lines: Sequence[Look], card: Sequence[int]) -> bool:
    """Whether lines without a gap are more than the headline of a card and what goes with it."""
    long = [at for at in card if lines[at].sort == "short" and lines[at].words > _SECTION_WORDS]
    return len(long) > 2


def _beside(lines: Sequence[Look], region: list[int]) -> list[list[int]]:
    """The lines of each box that a region stands in, at the first depth with several boxes."""
    seats = {at: lines[at].seat.split("/") for at in region}
    shortest = min(map(len, seats.values()))
    depth = 0
    while depth < shortest and len({seat[depth] for seat in seats.values()}) == 1:
        depth += 1
    if depth == shortest:
        return []
    return [list(box) for _, box in groupby(region, lambda at: seats[at][depth])]


def _is_one(lines: Sequence[Look], box: Sequence[int]) -> bool:
    """Whether a box is one card: its headlines lead to one article, and all lines set alike."""
    leads: dict[str, str] = {}
    headed = any(lines[at].block.level for at in box)
    for at in box:
        block = lines[at].block
        headline = block.level > 0 if headed else block.links >= _LINKED
        place = "" if headline and lines[at].words > _SECTION_WORDS else block.path
        if block.href and leads.setdefault(place, block.href) != block.href:
            return False
    return True


def _around_lists(lines: Sequence[Look], boxes: Sequence[list[int]]) -> list[list[int]]:
    """The boxes that are lists of cards each, and what stands above, between and below them."""
    out: list[list[int]] = []
    goes_on = False
    for box in boxes:
        listed = apart(lines, _beside(lines, box)) or _is_named_list(lines, box)
        if goes_on and not listed:
            out[-1] += box
        else:
            out.append(list(box))
        goes_on = not listed
    return out


def _is_named_list(lines: Sequence[Look], box: Sequence[int]) -> bool:
    """Whether a box is the name of a list and cards below it."""
    below = list(box[1:])
    if not below or lines[box[0]].block.href:
        return False
    return apart(lines, _by_target(lines, below)) or apart(lines, _beside(lines, below))


def _by_target(lines: Sequence[Look], region: Sequence[int]) -> list[list[int]]:
    """The lines of a region, parted where they lead elsewhere."""
    return [list(card) for _, card in groupby(region, lambda at: lines[at].block.href)]


def _one_date(sorts: list[str]) -> list[str]:
    """The sorts with one kind of signature only: a day above and a name below are one card's."""
    kinds = {sort for sort in sorts if sort in _DATED}
    if len(kinds) < 2 or sorts[0] not in _DATED:
        return sorts
    return [sort if sort == sorts[0] or sort not in kinds else "signed" for sort in sorts]


def _sorts(lines: Sequence[Look], region: list[int]) -> list[str]:
    """The sorts of the lines; in a list with other titles a line with a credit is a caption."""
    sorts = [lines[at].sort for at in region]
    weak = [
        n
        for n, at in enumerate(region)
        if sorts[n] == "short"
        and not lines[at].block.level
        and cues.split_credit(lines[at].block.text)[1]
    ]
    if sorts.count("short") > len(weak):
        for n in weak:
            sorts[n] = "caption"
    return sorts


def _split(region: list[int], seam) -> list[list[int]]:  # type: ignore[no-untyped-def]
    cards: list[list[int]] = []
    for n, at in enumerate(region):
        if not cards or seam(n):
            cards.append([])
        cards[-1].append(at)
    return cards


def _seam_at_date(sorts: list[str], n: int, last: bool) -> bool:
    """Whether a card starts at `n`: after a date where dates stand last, else at a date."""
    if n == 0:
        return True
    if last:
        return sorts[n - 1] in _DATED and sorts[n] not in _DATED
    return sorts[n] in _DATED and sorts[n - 1] not in _DATED


def _after_prose(lines: Sequence[Look], region: list[int], n: int) -> bool:
    return lines[region[n - 1]].is_prose and not lines[region[n]].is_prose


def _seam_at_caption(sorts: list[str], n: int) -> bool:
    if sorts[0] == "caption":
        return sorts[n] == "caption" and n > 0 and sorts[n - 1] != "caption"
    return n > 0 and sorts[n - 1] == "caption" and sorts[n] != "caption"


def _doubles(lines: Sequence[Look], region: list[int], n: int, rules: Rules) -> bool:
    before, look = lines[region[n - 1]], lines[region[n]]
    return look_alike(before, look, rules) is not None


def _teaser(lines: Sequence[Look], card: list[int], rules: Rules) -> tuple[Teaser, list[Fold]]:
    title = _title(lines, card, rules)
    folds: list[Fold] = []
    placed = []
    fields: dict[str, list[str]] = {}
    captions: list[Caption] = []
    for at in card:
        look = lines[at]
        kept = _kept(lines, card, at, title, rules)
        if kept is not None:
            folds.append(_fold(lines, at, kept, rules))
            continue
        role = _role(lines, card, at, title)
        placed.append(Placed(look.block.index, role))
        if role == "caption":
            captions.append(Caption(*cues.split_credit(look.block.text)))
        else:
            text = look.block.text
            start = _inline_title(text) if look.sort == "inline_card" else 0
            if role == "title" and _MOSTLY <= look.block.links < _WHOLE:
                place = _PLACE.match(text)
                start = place.end() if place else start
            fields.setdefault(role, []).append(text[start:])
    href = lines[title].block.href or _href(lines, card)
    return _filled(fields, captions, placed, href), folds


def _inline_title(text: str) -> int:
    title = cues.inline_card(text) or text.find(":") + 1
    return len(text) - len(text[title:].lstrip())


def _href(lines: Sequence[Look], card: Sequence[int]) -> str:
    hrefs = (lines[at].block.href for at in card)
    return next(filter(_is_page, hrefs), "")


def _is_page(href: str) -> bool:
    return bool(href) and _NO_PAGE.match(href) is None


def _leads_to_authors(lines: Sequence[Look], card: Sequence[int]) -> bool:
    """Whether all that a card leads to is the page of whoever wrote: it tells of them."""
    hrefs = [href for at in card if _is_page(href := lines[at].block.href)]
    return bool(hrefs) and all(map(cues.is_author_page, hrefs))


def _filled(
    fields: dict[str, list[str]], captions: list[Caption], placed: list[Placed], href: str
) -> Teaser:
    line = " ".join(fields.get("dateline", []))
    signed = cues.dateline(line)
    name = without_bracket(line)
    if not signed and name != line:
        fields.setdefault("byline", []).append(name)
        line = line[len(name) :].strip(" ()[]")
    return Teaser(
        title=" ".join(fields.get("title", [])),
        standfirst=" ".join(fields.get("standfirst", [])),
        captions=tuple(captions),
        authors=tuple(
            name for text in fields.get("byline", []) for name in cues.byline(text) or (text,)
        ),
        agency=signed.agency if signed else "",
        dateline=(signed.place or line) if signed else line,
        section=" ".join(fields.get("section", [])),
        published=" ".join(fields.get("date", [])),
        url=href,
        placed=tuple(placed),
    )


def _title(lines: Sequence[Look], card: list[int], rules: Rules) -> int:
    """The headline of a card: doubled, linked, or the last short line before its sentence."""
    for n, at in enumerate(card):
        if lines[at].sort == "short" and any(
            look_alike(lines[at], lines[later], rules) is not None
            for later in card[n + 1 : n + 1 + _NEAR]
        ):
            return at
    shorts = [at for at in card if lines[at].sort == "short"]
    headings = [at for at in shorts if lines[at].block.kind == "heading"]
    if headings:
        return next((at for at in headings if lines[at].words > _SECTION_WORDS), headings[0])
    linked = [at for at in shorts if lines[at].block.links >= _LINKED]
    if len(linked) == 1:
        return linked[0]
    called = [at for at in shorts if _TITLED.search(lines[at].block.path.rpartition("/")[2])]
    if len(called) == 1:
        return called[0]
    long = [at for at in shorts if lines[at].words > _SECTION_WORDS] or shorts
    if long:
        prose = [at for at in card if lines[at].is_prose]
        before = [at for at in long if not prose or at < prose[0]]
        return before[-1] if before else long[0]
    plain = [at for at in card if lines[at].sort not in _DATED]
    return plain[0] if plain else card[0]


def _role(lines: Sequence[Look], card: list[int], at: int, title: int) -> str:
    look = lines[at]
    if at == title:
        return "title"
    if look.sort in (*_DATED, "caption"):
        return look.sort
    if look.sort == "short":
        if look.words <= _SECTION_WORDS:
            return "section"
        described = any(lines[other].is_prose for other in card)
        return "caption" if described or at < title else "standfirst"
    return "standfirst"


def _kept(lines: Sequence[Look], card: list[int], at: int, title: int, rules: Rules) -> int | None:
    """The line of the card that `at` repeats, if any."""
    if at != title and lines[at].sort == "short" and _like(lines, at, title, rules):
        return title
    place = card.index(at)
    for earlier in card[max(0, place - _NEAR) : place]:
        if lines[earlier].sort == lines[at].sort and _like(lines, at, earlier, rules):
            return earlier
    return None


def _like(lines: Sequence[Look], at: int, other: int, rules: Rules) -> bool:
    return look_alike(lines[at], lines[other], rules) is not None


def _fold(lines: Sequence[Look], at: int, kept: int, rules: Rules) -> Fold:
    score = look_alike(lines[at], lines[kept], rules) or 0.0
    reason = "repeat" if score == 1.0 else "near_repeat"
    return Fold(lines[at].block.index, reason, lines[kept].block.index, round(score, 4))
