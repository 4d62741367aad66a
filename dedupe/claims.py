"""A headline with its header and the text under it, as the lines of a page claim to be an article.

Whether it is one is for others to say (`evidence` of bare text, `sections` of markup);
here is what they look at, and what becomes of the lines of one that is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedupe.alike import cohesion
from dedupe.carded import CARDS
from dedupe.looks import Look

_ABOVE = frozenset(("kicker", "sign0", "caption0", "credit0", "tool0", "sign2"))
BELOW = frozenset(("sign1", "caption1", "credit1", "tool1", "cards1", "lead"))
"""Parts of the lines between a headline and its text."""
_SIGNED = frozenset(("date", "byline", "dateline"))
_PICTURE = frozenset(("caption", "credit"))
TELLING = 8
"""Lines of a text that say what it tells of."""
_CHARACTERS = 3000
PARAGRAPH = 15
"""Words of a paragraph that hardly any line of a form or a list of links has."""
CARD_WORDS = 45
"""A card has one paragraph of fewer words."""
NO_TEXT = 25
"""So few words are no text at all."""
# Signed comments below each other; a header has a day or two.
_TALK = 3
# Cards in a list, and words of a card's headline, at least.
_LIST, _TITLE_WORDS = 3, 4


@dataclass(slots=True)
class Claim:
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

    def take(self, other: Claim) -> None:
        """Add the text of a claim further down."""
        self.end = other.end
        if len(self.text) < TELLING:
            self.says += f" {other.says}"
        self.text += other.text
        self.long += other.long
        self.rest += other.rest
        self.words += other.words

    def tells_of(self, other: Claim) -> float:
        """How much of a headline, its own or another one, the first lines of the text have."""
        return cohesion(other.key, self.says)


def claims_of(
    lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]
) -> list[Claim]:
    """The headlines of a page with what is theirs, in order."""
    titles = [at for at, part in enumerate(parts) if part == "title"]
    headers = [_header(parts, at) for at in titles]
    ends = [*(header.start for header in headers[1:]), len(parts)]
    found: list[Claim] = []
    for title, header, end in zip(titles, headers, ends, strict=True):
        own = [at for at in range(header.start, end) if parts[at] in ("body", "lead")]
        text = [at for at in own if lines[at].is_prose]
        spoken = range(header.start, max([title, *text]) + 1)
        found.append(
            Claim(
                title,
                lines[title].key,
                header,
                end,
                text,
                long=[at for at in text if lines[at].words >= PARAGRAPH],
                rest=[at for at in own if not lines[at].is_prose],
                words=sum(lines[at].words for at in text),
                says=" ".join(lines[at].key[:_CHARACTERS] for at in text[:TELLING]),
                signs=_signs(lines, parts, header, echoes),
                talk=bool(found) and _is_talk(lines, spoken),
            )
        )
    return found


def _header(parts: Sequence[str], title: int) -> range:
    start, end = title, title + 1
    while start and parts[start - 1] in _ABOVE:
        start -= 1
    while end < len(parts) and parts[end] in BELOW:
        end += 1
    return range(start, end)


def _signs(
    lines: Sequence[Look], parts: Sequence[str], header: range, echoes: Mapping[int, int]
) -> frozenset[str]:
    """What in a header speaks for an article: a signature, a picture, a line or a headline that is
    printed twice."""
    found = set()
    for at in header:
        if lines[at].sort in _SIGNED and not parts[at].startswith("tool"):
            found.add("signed")
        if parts[at][:-1] in _PICTURE:
            found.add("pictured")
        first = echoes.get(at, -1)
        if first in header and parts[first].startswith(("title", "caption")):
            found.add("echoed")
            if parts[first] == "title":
                found.add("twice")
    return frozenset(found)


def _is_talk(lines: Sequence[Look], span: range) -> bool:
    """Whether days with somebody's name or a button beside them stand again and again in a text.

    Days alone head the parts of a chronicle.
    """
    days = [at for at in span if lines[at].sort == "date"]
    beside = ([n for n in (at - 1, at + 1) if n in span] for at in days)
    return sum(any(not lines[n].is_prose for n in around) for around in beside) >= _TALK


def go_on(lines: Sequence[Look], parts: list[str], claim: Claim) -> None:
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


def leave_out(lines: Sequence[Look], parts: list[str], claim: Claim) -> None:
    """Make the lines of a claim furniture, or cards where they are shaped like some."""
    above = parts[claim.header.start - 1] if claim.header.start else "out"
    listed = above in CARDS and len(claim.text) == 1
    able = [at for at in claim.rest if lines[at].sort not in _SIGNED]
    titles = 1 + sum(lines[at].words >= _TITLE_WORDS for at in able)
    listed = listed or titles >= len(claim.text) >= _LIST
    for at in range(claim.header.start, claim.end):
        if parts[at] not in CARDS:
            parts[at] = "cards" if listed and not parts[at].startswith(("tool", "out")) else "out"
