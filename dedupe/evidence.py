"""What each article that bare text was taken apart into has to show for itself.

Markup says where an article begins. In a text that has all of a page, a line a block, the last card
of a list, a newsletter's form or a subheading below a list look like a headline over a text, too.
What an article of its own brings along: a header like that of the page's first one, with a name, a
day, a picture or an echo in it, and more text than a card has; or else text of some length that
tells of its own headline, and of no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dedupe.alike import cohesion
from dedupe.carded import CARDS
from dedupe.looks import Look

_ABOVE = frozenset(("kicker", "sign0", "caption0", "credit0", "tool0", "sign2"))
_BELOW = frozenset(("sign1", "caption1", "credit1", "tool1", "cards1", "lead"))
_SIGNED = frozenset(("date", "byline", "dateline"))
_PICTURE = frozenset(("caption", "credit"))
# Lines of a text that say what it tells of, and characters of each.
_TELLING, _CHARACTERS = 8, 3000
# Headlines above and below that one is compared with; a page may have thousands.
_NEAR = 12
# Words of a paragraph that hardly any line of a form or a list of links has.
_PARAGRAPH = 15
# A card has one paragraph of fewer words; so few words are no text at all.
_CARD_WORDS = 45
_NO_TEXT = 25
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
# Signed comments below each other; a header has a day or two.
_TALK = 3
# Cards in a list, and words of a card's headline, at least.
_LIST, _TITLE_WORDS = 3, 4


@dataclass(slots=True)
class _Claim:
    """A headline with its header and the text under it, up to the next header."""

    title: int
    key: str
    """The headline, in normal form."""
    header: range
    end: int
    text: list[int]
    """Lines of the text that are prose, and of them those that are paragraphs."""
    long: list[int]
    rest: list[int]
    """Lines of the text that are not prose."""
    words: int
    says: str
    """The first lines of the text, in normal form."""
    signs: frozenset[str]
    talk: bool
    """Whether it is what readers say below each other."""

    def take(self, other: _Claim) -> None:
        """Add the text of a claim further down."""
        self.end = other.end
        if len(self.text) < _TELLING:
            self.says += f" {other.says}"
        self.text += other.text
        self.long += other.long
        self.rest += other.rest
        self.words += other.words

    def tells_of(self, other: _Claim) -> float:
        """How much of a headline, its own or another one, the first lines of the text have."""
        return cohesion(other.key, self.says)


def proven(lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]) -> list[str]:
    """The parts of a page of bare text without the headlines that nothing speaks for."""
    out = list(parts)
    if not lines or lines[0].block.path or not {"title", "body"} <= set(out):
        return out
    _name_text(lines, out)
    claims = _joined(lines, out, _claims(lines, out, echoes))
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
            _go_on(lines, out, claim)
        else:
            _leave_out(lines, out, claim)
            closed = closed or claim.title > main.title
    return out


def _name_text(lines: Sequence[Look], parts: list[str]) -> None:
    """Make a headline of the line above a text without one that the text tells of."""
    first = parts.index("body")
    start = first
    while start and parts[start - 1] in _BELOW:
        start -= 1
    end = first
    while end < len(parts) and parts[end] != "title":
        end += 1
    text = [at for at in range(first, end) if parts[at] == "body" and lines[at].is_prose]
    if "title" in parts[:first] or len(text) < _UNNAMED:
        return
    key = " ".join(lines[at].key for at in text[:_TELLING])
    able = [at for at in range(start, first) if lines[at].sort == "short"]
    told = {at: cohesion(lines[at].key, key) for at in able if lines[at].words > _LABEL_WORDS}
    best = max(told, key=lambda at: told[at], default=first)
    if told.get(best, 0.0) >= _DOUBTFUL:
        parts[best] = "title"
        for at in range(start, best):
            parts[at] = _OVER.get(parts[at], "tool0")


def _claims(lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]) -> list[_Claim]:
    """The headlines of a page with what is theirs, in order."""
    titles = [at for at, part in enumerate(parts) if part == "title"]
    headers = [_header(parts, at) for at in titles]
    ends = [*(header.start for header in headers[1:]), len(parts)]
    found: list[_Claim] = []
    for title, header, end in zip(titles, headers, ends, strict=True):
        own = [at for at in range(header.start, end) if parts[at] in ("body", "lead")]
        text = [at for at in own if lines[at].is_prose]
        spoken = range(header.start, max([title, *text]) + 1)
        found.append(
            _Claim(
                title,
                lines[title].key,
                header,
                end,
                text,
                long=[at for at in text if lines[at].words >= _PARAGRAPH],
                rest=[at for at in own if not lines[at].is_prose],
                words=sum(lines[at].words for at in text),
                says=" ".join(lines[at].key[:_CHARACTERS] for at in text[:_TELLING]),
                signs=_signs(lines, parts, header, echoes),
                talk=bool(found) and _is_talk(lines, spoken),
            )
        )
    return found


def _header(parts: Sequence[str], title: int) -> range:
    start, end = title, title + 1
    while start and parts[start - 1] in _ABOVE:
        start -= 1
    while end < len(parts) and parts[end] in _BELOW:
        end += 1
    return range(start, end)


def _signs(
    lines: Sequence[Look], parts: Sequence[str], header: range, echoes: Mapping[int, int]
) -> frozenset[str]:
    """What in a header speaks for an article: a signature, a picture, a line printed twice."""
    found = set()
    for at in header:
        if lines[at].sort in _SIGNED and not parts[at].startswith("tool"):
            found.add("signed")
        if parts[at][:-1] in _PICTURE:
            found.add("pictured")
        first = echoes.get(at, -1)
        if first in header and parts[first].startswith(("title", "caption")):
            found.add("echoed")
    return frozenset(found)


def _is_talk(lines: Sequence[Look], span: range) -> bool:
    """Whether days with somebody's name or a button beside them stand again and again in a text.

    Days alone head the parts of a chronicle.
    """
    days = [at for at in span if lines[at].sort == "date"]
    beside = ([n for n in (at - 1, at + 1) if n in span] for at in days)
    return sum(any(not lines[n].is_prose for n in around) for around in beside) >= _TALK


def _joined(lines: Sequence[Look], parts: list[str], claims: Sequence[_Claim]) -> list[_Claim]:
    """The claims, those whose text belongs to a headline further up made part of that one.

    What stands between a header and its text, or between two paragraphs, may look like another
    headline; whatever else is claimed in between is then within the article, too.
    """
    kept: list[_Claim] = []
    for claim in claims:
        first = max(0, len(kept) - _NEAR)
        above = next((n for n in range(first, len(kept)) if _is_same(kept[n], claim)), len(kept))
        kept.append(claim)
        for one in kept[above + 1 :]:
            _go_on(lines, parts, one)
            kept[above].take(one)
        del kept[above + 1 :]
    return kept


def _is_same(above: _Claim, claim: _Claim) -> bool:
    """Whether a text tells of a headline further up and far less of the one right above it."""
    if above.key == claim.key:
        return True
    own, told = claim.tells_of(claim), claim.tells_of(above)
    if above.words < _NO_TEXT <= claim.words:
        return told >= _DOUBTFUL and told >= own - _MORE
    more = _FAR_MORE if "signed" in claim.signs else _MORE
    return claim.words >= _CARD_WORDS and told >= _TOLD and told >= own + more


def _main(claims: Sequence[_Claim]) -> _Claim:
    """The page's own article: the first that reads like one, else the longest."""
    signed = [claim for claim in claims if "signed" in claim.signs]
    least = _CARD_WORDS if any(one.words >= _CARD_WORDS for one in signed) else _PARAGRAPH
    for claim in claims:
        texts = _runs_on(claim) and len(claim.rest) <= len(claim.text)
        texts = texts or ("signed" in claim.signs and claim.words >= least)
        if texts and claim.tells_of(claim) >= _DOUBTFUL:
            return claim
    return max(claims, key=lambda claim: claim.words)


def _stands(claim: _Claim, main: _Claim, near: Sequence[_Claim]) -> bool:
    """Whether a headline beside the `main` one has an article of its own."""
    own, told = claim.tells_of(claim), claim.tells_of(main)
    if claim.words < _CARD_WORDS and len(claim.text) < 2:
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
    able = len(claim.text) > _BOX and main.words >= _CARD_WORDS
    return able and own >= _OWN and own > told + _MORE


def _names(claim: _Claim, main: _Claim) -> bool:
    """Whether a headline has the main one in it, as `12 comments on ...` has."""
    return len(main.key.split()) > _LABEL_WORDS and cohesion(main.key, claim.key) >= _WHOLE


def _is_text(claim: _Claim) -> bool:
    """Whether paragraphs stand below each other, and little else."""
    others = len(claim.rest) + len(claim.text) - len(claim.long)
    return _runs_on(claim) and others <= len(claim.long) / 2


def _runs_on(claim: _Claim) -> bool:
    """Whether a paragraph stands right below another one."""
    return any(below - above == 1 for above, below in pairwise(claim.long))


def _is_more(parts: Sequence[str], claim: _Claim, last: _Claim, main: _Claim) -> bool:
    """Whether the text of a claim that does not stand goes on with the `last` that does."""
    if claim.talk or ("signed" in claim.signs and _names(claim, main)):
        return False
    closely = parts[claim.header.start - 1] == "body" or last.words < _CARD_WORDS
    if closely and _is_text(claim):
        return True
    return len(claim.rest) <= len(claim.text) and claim.tells_of(last) >= _GOES_ON


def _go_on(lines: Sequence[Look], parts: list[str], claim: _Claim) -> None:
    """Make the lines of a claim part of the article above it."""
    carded = parts[claim.header.start - 1] in CARDS
    for at in claim.header:
        part = parts[at]
        if part == "lead" and lines[at].is_prose:
            parts[at] = "body"
        elif part[:-1] in _PICTURE:
            parts[at] = f"{part[:-1]}2"
        elif part == "title":
            parts[at] = "cards2" if carded else "body"
        else:
            parts[at] = "tool2"


def _leave_out(lines: Sequence[Look], parts: list[str], claim: _Claim) -> None:
    """Make the lines of a claim furniture, or cards where they are shaped like some."""
    above = parts[claim.header.start - 1] if claim.header.start else "out"
    listed = above in CARDS and len(claim.text) == 1
    able = [at for at in claim.rest if lines[at].sort not in _SIGNED]
    titles = 1 + sum(lines[at].words >= _TITLE_WORDS for at in able)
    listed = listed or titles >= len(claim.text) >= _LIST
    for at in range(claim.header.start, claim.end):
        if parts[at] not in CARDS:
            parts[at] = "cards" if listed and not parts[at].startswith(("tool", "out")) else "out"
