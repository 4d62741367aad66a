"""What is text and what is not, where a page lost its line breaks and its lines are pieces of one.

What is glued behind the heading of a list or of comments looks like sentences: a headline and the
first words of its article, a name and what a reader says. And what is glued to a text, its own
header or a menu, makes it look like nothing that a chain of lines has seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from dedupe.carded import CARDS
from dedupe.cues import ends_sentence
from dedupe.looks import PROSE_WORDS, Look
from dedupe.text import western

Proofs = dict[int, frozenset[str]]
"""The parts that a line may have, for those lines that the order tells something of."""

_TEXT = frozenset(("body",))
_BEHIND = CARDS | {"out", "tool2"}
_HEADS = frozenset(("list_heading", "comments"))
_WHOLE_WORDS = 60
"""Words of one line that no header has."""
_PACE = 20
"""Words between the ends of sentences in a text, in the mean; what is none has hardly any ends."""
_STOP = re.compile(r"[.!?؟۔।…](?=[\s»”\"’)]|$)|[。！？]")
_TOLD_WORDS = 30
"""Words of a text in all of its lines."""
_LONG = 5
"""Letters of words that tell what a text is of."""
_SENTENCES, _SHARED = 2, 0.25
"""Sentences behind each other that go on with a text, if it has so much of their long words."""
_FEW = 12
"""Lines among which a text stands on one."""
_LONGEST = 20_000
_SOME = 6
"""Sentences of a line that has all of a text."""
_LITTLE = 0.4
"""Share of the text's words that what stands before a list on its line has at most."""
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d[:.h][0-5]\d(?!\d)")
_CLOCKS = 2
"""Times of day in a line of cards."""
_MANY = 10
"""Sentences that are no cards', behind each other or in one line."""


def unglued(lines: Sequence[Look], found: Proofs) -> None:
    """Say of the lines of a page that were cut from others which are text, and which none has."""
    text: set[int] = set()
    behind = set(below_whole(lines))
    if not behind and not any(look.gap < 0 for look in lines):
        return
    for at, look in enumerate(lines):
        if at in text or at in behind:
            continue
        if look.sort in _HEADS and at + 1 < len(lines):
            rest = list(_rest(lines, at, found))
            own = [lines[n] for n in range(at) if n not in behind and lines[n].is_prose]
            most = max((lines[n].words for n in rest if _is_text(lines[n])), default=0)
            if rest and max(most, _TOLD_WORDS) <= sum(look.words for look in own):
                goes_on = _text_in(lines, rest, own) if look.sort == "list_heading" else []
                text |= set(goes_on)
                behind |= {at, *(n for n in rest if n not in text)}
        elif _is_text(look):
            text.add(at)
        elif text and _is_glue(look) and any(one.gap < 0 for one in lines[at : at + 2]):
            behind.add(at)
    for at in sorted(text | behind):
        found.setdefault(at, _TEXT if at in text else _BEHIND)


def below_whole(lines: Sequence[Look]) -> Iterator[int]:
    """What stands below a line that has all of a text, on the line of a list or of cards.

    Of such a line no piece is text that says little of what the text does: a word on the writer,
    an offer, a form.
    """
    if sum(look.gap >= 0 for look in lines) > _FEW:
        return
    prose = [at for at, look in enumerate(lines) if look.is_prose and look.words >= _PACE]
    if not prose or len(lines[prose[0]].block.text) > _LONGEST or not _is_whole(lines[prose[0]]):
        return
    whole = lines[prose[0]]
    known = set(_long(whole))
    row: list[int] = []
    for at in range(prose[0] + 1, len(lines) + 1):
        if row and (at == len(lines) or lines[at].gap >= 0):
            clocks = sum(len(_CLOCK.findall(western(lines[n].block.text))) for n in row)
            first = lines[row[0]]
            offered = len(row) > 1 and first.words < _LITTLE * whole.words
            if first.is_prose and (offered or clocks >= _CLOCKS) and not _is_alike([first], known):
                yield row[0]
            row = []
        if at < len(lines) and lines[at].gap < 0 and not row:
            continue  # it stands on the line of the text
        row.append(at)


def _is_whole(look: Look) -> bool:
    return look.words >= 2 * _PACE and len(_STOP.findall(look.block.text)) >= _SOME


def _is_alike(looks: Sequence[Look], known: Collection[str]) -> bool:
    """Whether lines go on with a text of these long words."""
    words = [word for look in looks for word in _long(look)]
    return sum(word in known for word in words) >= _SHARED * len(words) > 0


def _is_text(look: Look) -> bool:
    """Whether a line is too long for a header, and has sentences as a text has."""
    if not look.is_prose or look.words < _WHOLE_WORDS:
        return False
    ends = len(_STOP.findall(look.block.text))
    return ends >= _MANY or look.words <= _PACE * ends


def _is_glue(look: Look) -> bool:
    """Whether a line is long and has hardly an end of a sentence, as cards behind each other."""
    ends = len(_STOP.findall(look.block.text))
    open_ = look.words >= PROSE_WORDS and not ends_sentence(look.block.text)
    return look.is_prose and open_ and look.words > _PACE * ends


def _rest(lines: Sequence[Look], at: int, found: Proofs) -> Iterator[int]:
    """What stands on a line behind its piece at `at`, up to the header of another article."""
    for n in range(at + 1, len(lines)):
        if lines[n].gap >= 0 or "title" in found.get(n, ()):
            return
        yield n


def _text_in(lines: Sequence[Look], rest: Sequence[int], own: Sequence[Look]) -> list[int]:
    """The sentences behind a list that go on with the text above it.

    The last card is glued to the first of them.
    """
    known = {word for look in own for word in _long(look)}
    out: list[int] = []
    for prose, run in groupby(rest, lambda n: lines[n].is_prose):
        sentences = list(run)[1:]
        alike = _is_alike([lines[n] for n in sentences], known)
        if prose and (len(sentences) >= _MANY or (alike and len(sentences) >= _SENTENCES)):
            out += sentences
    return out


def _long(look: Look) -> Iterator[str]:
    return (word for word in look.key.split() if len(word) >= _LONG)
