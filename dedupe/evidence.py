"""What each article that bare text was taken apart into has to show for itself.

Markup says where an article begins. In a text that has all of a page, a line a block, the last card
of a list, a newsletter's form or a subheading below a list look like a headline over a text, too.
What an article of its own brings along: a header like that of the page's first one, with a name, a
day, a picture or an echo in it, and more text than a card has; or else text of some length that
tells of its own headline, and of no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dedupe.alike import cohesion
from dedupe.claims import (
    BELOW,
    CARD_WORDS,
    NO_TEXT,
    PARAGRAPH,
    TELLING,
    Claim,
    claims_of,
    go_on,
    leave_out,
)
from dedupe.looks import Look

# Headlines above and below that one is compared with; a page may have thousands.
_NEAR = 12
# A headline has so much of its characters' runs in the text under it, and so much more than
# another headline of the page.
_OWN, _MORE = 0.45, 0.2
# Text that goes on has so much of the headline above it.
_GOES_ON = 0.45
# A comment has less text than this share of what it comments on.
_SMALL = 0.15
_DOUBTFUL = 0.3
# Where a text tells so clearly of a headline further up, it is that one's.
_TOLD, _FAR_MORE = 0.55, 0.4
# Lines of text that want a headline, and words that are none.
_UNNAMED, _LABEL_WORDS = 3, 2
# What the lines between a headline and its text are above a headline.
_OVER = {"sign1": "sign0", "caption1": "caption0", "credit1": "credit0"}
# A headline that holds another one whole, and the paragraphs of a box about the author.
_WHOLE, _BOX = 0.9, 2


def proven(lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]) -> list[str]:
    """The parts of a page of bare text without the headlines that nothing speaks for."""
    out = list(parts)
    if not lines or lines[0].block.path or not {"title", "body"} <= set(out):
        return out
    _name_text(lines, out)
    claims = _joined(lines, out, claims_of(lines, out, echoes))
    if len(claims) < 2:
        return out
    main = _main(claims)
    last, closed = claims[0], False
    for at, claim in enumerate(claims):
        near = claims[max(0, at - _NEAR) : at + _NEAR + 1]
        signed = not closed or not main.signs or bool(claim.signs & main.signs)
        if claim is main or (signed and _stands(claim, main, near)):
            last = claim
        elif claim.title > last.title and not closed and _is_more(out, claim, last, main):
            go_on(lines, out, claim)
        else:
            leave_out(lines, out, claim)
            closed = closed or claim.title > main.title
    return out


def _name_text(lines: Sequence[Look], parts: list[str]) -> None:
    """Make a headline of the line above a text without one that the text tells of."""
    first = parts.index("body")
    start = first
    while start and parts[start - 1] in BELOW:
        start -= 1
    end = first
    while end < len(parts) and parts[end] != "title":
        end += 1
    text = [at for at in range(first, end) if parts[at] == "body" and lines[at].is_prose]
    if "title" in parts[:first] or len(text) < _UNNAMED:
        return
    key = " ".join(lines[at].key for at in text[:TELLING])
    able = [at for at in range(start, first) if lines[at].sort == "short"]
    told = {at: cohesion(lines[at].key, key) for at in able if lines[at].words > _LABEL_WORDS}
    best = max(told, key=lambda at: told[at], default=first)
    if told.get(best, 0.0) >= _DOUBTFUL:
        parts[best] = "title"
        for at in range(start, best):
            parts[at] = _OVER.get(parts[at], "tool0")


def _joined(lines: Sequence[Look], parts: list[str], claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those whose text belongs to a headline further up made part of that one.

    What stands between a header and its text, or between two paragraphs, may look like another
    headline; whatever else is claimed in between is then within the article, too.
    """
    kept: list[Claim] = []
    for claim in claims:
        first = max(0, len(kept) - _NEAR)
        above = next((n for n in range(first, len(kept)) if _is_same(kept[n], claim)), len(kept))
        kept.append(claim)
        for one in kept[above + 1 :]:
            go_on(lines, parts, one)
            kept[above].take(one)
        del kept[above + 1 :]
    return kept


def _is_same(above: Claim, claim: Claim) -> bool:
    """Whether a text tells of a headline further up and far less of the one right above it."""
    if above.key == claim.key:
        return True
    own, told = claim.tells_of(claim), claim.tells_of(above)
    if above.words < NO_TEXT <= claim.words:
        return told >= _DOUBTFUL and told >= own - _MORE
    more = _FAR_MORE if "signed" in claim.signs else _MORE
    return claim.words >= CARD_WORDS and told >= _TOLD and told >= own + more


def _main(claims: Sequence[Claim]) -> Claim:
    """The page's own article: the first that reads like one, else the longest."""
    signed = [claim for claim in claims if "signed" in claim.signs]
    least = CARD_WORDS if any(one.words >= CARD_WORDS for one in signed) else PARAGRAPH
    for claim in claims:
        texts = _runs_on(claim) and len(claim.rest) <= len(claim.text)
        texts = texts or ("signed" in claim.signs and claim.words >= least)
        if texts and claim.tells_of(claim) >= _DOUBTFUL:
            return claim
    return max(claims, key=lambda claim: claim.words)


def _stands(claim: Claim, main: Claim, near: Sequence[Claim]) -> bool:
    """Whether a headline beside the `main` one has an article of its own."""
    own, told = claim.tells_of(claim), claim.tells_of(main)
    if "twice" in claim.signs & main.signs and len(claim.text) + len(claim.rest) > 1:
        return True  # no card has its headline twice and more than a sentence
    if claim.words < CARD_WORDS and len(claim.text) < 2:
        return False
    if _names(claim, main) or (told >= _TOLD and told > own + _MORE):
        return False
    if not claim.talk and (claim.signs & main.signs or (claim.signs and not main.signs)):
        return own >= _OWN or claim.words >= _SMALL * main.words
    if cohesion(claim.key, main.key) >= _OWN or not _is_text(claim):
        return False
    told = max(claim.tells_of(one) for one in near if one is not claim)
    if not main.signs:
        return own >= _DOUBTFUL and own > told
    able = len(claim.text) > _BOX and main.words >= CARD_WORDS
    return able and own >= _OWN and own > told + _MORE


def _names(claim: Claim, main: Claim) -> bool:
    """Whether a headline has the main one in it, as `12 comments on ...` has."""
    return len(main.key.split()) > _LABEL_WORDS and cohesion(main.key, claim.key) >= _WHOLE


def _is_text(claim: Claim) -> bool:
    """Whether paragraphs stand below each other, and little else."""
    others = len(claim.rest) + len(claim.text) - len(claim.long)
    return _runs_on(claim) and others <= len(claim.long) / 2


def _runs_on(claim: Claim) -> bool:
    """Whether a paragraph stands right below another one."""
    return any(below - above == 1 for above, below in pairwise(claim.long))


def _is_more(parts: Sequence[str], claim: Claim, last: Claim, main: Claim) -> bool:
    """Whether the text of a claim that does not stand goes on with the `last` that does."""
    if claim.talk or ("signed" in claim.signs and _names(claim, main)):
        return False
    closely = parts[claim.header.start - 1] == "body" or last.words < CARD_WORDS
    if closely and _is_text(claim):
        return True
    return len(claim.rest) <= len(claim.text) and claim.tells_of(last) >= _GOES_ON
