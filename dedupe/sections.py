"""Which headlines of a page of markup begin articles, and which no more than sections of one.

A button above the text, a subheading in a box of its own, a dialogue about cookies: each looks like
a headline over a text. Markup tells where the page's article stands: in the smallest box that holds
its headline and its text. A further article stands outside of that box and has its headline in the
same place of its own, or a header that shows what the first one's does. Whatever else stands in the
box, or in one beside it, belongs to the article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from dedupe.beside import beside
from dedupe.claims import (
    CARD_WORDS,
    NO_TEXT,
    TELLING,
    Claim,
    claims_of,
    go_on,
    leave_out,
)
from dedupe.looks import Look, unnumbered

# What a header of its own is known by; a picture stands above many a section.
_TOLD = frozenset(("signed", "echoed"))
# A headline has so much of its characters' runs in the text under it, and so much more than the
# page's own headline has there.
_OWN, _MORE = 0.45, 0.2
# Text that goes on has so much of the headline above it.
_GOES_ON = 0.45
# What the block classifier gives to text.
_MAIN = 0.5
# What the lines above a headline are below another one.
_BELOW = {
    "kicker": "tool1",
    "sign0": "sign1",
    "caption0": "caption1",
    "credit0": "credit1",
    "tool0": "tool1",
    "sign2": "sign1",
}
# The articles under headings of the first level have not this many times less text than another.
_TIMES = 4
# Steps of a box that may hold much beside an article: `body` and the page's frame.
_FRAME = 1


def sectioned(lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]) -> list[str]:
    """The parts of a page of markup without the headlines that begin no article."""
    out = list(parts)
    if not any(look.block.path for look in lines) or out.count("title") < 2:
        return out
    claims = claims_of(lines, out, echoes)
    main = _main(lines, claims)
    last = main
    apart = beside(lines, main.title)
    for claim in claims:
        if claim is main:
            continue
        if claim.title < main.title:
            leave_out(lines, out, claim)
        elif claim.title in apart or _begins(lines, claim, main):
            last = claim
        elif last.words < max(NO_TEXT, claim.words) or _belongs(lines, claim, last):
            _name_section(lines, out, claim, last)
            last.take(claim)
        else:
            leave_out(lines, out, claim)
    return out


def _main(lines: Sequence[Look], claims: Sequence[Claim]) -> Claim:
    """The page's own article: under the heading of the first level, the first that the block
    classifier takes for an article's; without such a heading the first that has a text."""
    headed: list[Claim] = []
    words: list[int] = []
    boxes: set[str] = set()
    for claim in claims:
        look = lines[claim.title]
        if _is_top(look) and boxes.isdisjoint(accumulate(look.seat.split("/"), "{}/{}".format)):
            headed.append(claim)
            words.append(0)
        if words:
            words[-1] += claim.words
        box = _box(lines, claim)
        if claim.words >= NO_TEXT and len(box) > _FRAME + 1:
            boxes.add("/".join(box))
    above = [claim for claim in claims if not headed or claim.title < headed[0].title]
    first = next((claim for claim in above or claims if claim.words >= NO_TEXT), claims[0])
    if not headed or sum(claim.words for claim in above) > _TIMES * sum(words):
        return first
    likely = (claim for claim in headed if not 0 <= lines[claim.title].block.main < _MAIN)
    main = next(likely, headed[words.index(max(words))])
    return next(claim for claim in claims if claim.key == main.key)


def _begins(lines: Sequence[Look], claim: Claim, main: Claim) -> bool:
    """Whether a headline below the `main` one has an article of its own."""
    if claim.key == main.key or (claim.words < CARD_WORDS and len(claim.text) < 2):
        return False
    signed, own = bool(claim.signs & main.signs & _TOLD), claim.tells_of(claim)
    around = _box(lines, main)
    if _is_within(lines[claim.title], around):
        return signed and (own >= _OWN or _called_alike(lines[claim.title], lines[main.title]))
    if signed or _place(lines[claim.title]) == _place(lines[main.title]):
        return True
    like = unnumbered("/".join(_box(lines, claim))) == unnumbered("/".join(around))
    return like and len(claim.long) > 1 and own >= max(_OWN, claim.tells_of(main) + _MORE)


def _called_alike(one: Look, other: Look) -> bool:
    """Whether two headings have the same classes, whatever their levels."""
    names = one.block.path.rpartition("/")[2].partition(".")[2]
    return bool(names) and names == other.block.path.rpartition("/")[2].partition(".")[2]


def _is_top(look: Look) -> bool:
    """Whether a line is a heading of the first level; within a picture it counts as none."""
    return look.block.level == 1 or _place(look).rpartition("/")[2].startswith("h1")


def _place(look: Look) -> str:
    """The path of a headline, linked or not."""
    return look.block.path.removesuffix("/a").replace("/a/", "/")


def _belongs(lines: Sequence[Look], claim: Claim, last: Claim) -> bool:
    """Whether the text of a claim goes on with the article that is open."""
    text = lines[claim.text[0]] if claim.text else lines[claim.title]
    box = _box(lines, last)
    if _is_within(text, box) or (len(box) > _FRAME + 1 and _is_within(text, box[:-1])):
        return True
    return claim.tells_of(last) >= _GOES_ON


def _box(lines: Sequence[Look], claim: Claim) -> list[str]:
    """The steps to the smallest box around a headline and the first lines of its text."""
    box = lines[claim.title].seat.split("/")[:-1]
    for at in claim.text[:TELLING]:
        steps = lines[at].seat.split("/")
        shared = 0
        while shared < min(len(box), len(steps)) and box[shared] == steps[shared]:
            shared += 1
        box = box[:shared]
    return box


def _is_within(look: Look, box: Sequence[str]) -> bool:
    return look.seat.split("/")[: len(box)] == list(box)


def _name_section(lines: Sequence[Look], parts: list[str], claim: Claim, last: Claim) -> None:
    """Make the lines of a claim part of the article above it; its headline is one of a section."""
    look = lines[claim.title]
    unlikely = not look.block.level and 0 <= look.block.main < _MAIN
    if last.words < NO_TEXT:  # the header goes on
        for at in claim.header:
            parts[at] = _BELOW.get(parts[at], parts[at])
        parts[claim.title] = "body" if look.block.level else "tool1"
    else:
        go_on(lines, parts, claim)
    if claim.key == last.key:
        parts[claim.title] = "tool1" if last.words < NO_TEXT else "tool2"
    elif unlikely and last.words >= NO_TEXT:
        parts[claim.title] = "tool2"
