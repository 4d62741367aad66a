"""The headline that a page tells of in another place, where its lines show another one.

Lines alone may take for a headline what stands right above a text: the name under a picture, a
byline, the last button of a row. Where such a line is no heading, and a heading or the title that
the page's head names stands in the same header, that is the headline; and so is the heading of the
first level in the header of a smaller one.

A dump of a whole page in bare text often begins with what stood in the title of its window, the
headline and the site's name. The line further down that is the one without the other is the
headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.carded import CARDS
from dedupe.cues import byline, ends_sentence
from dedupe.layout import main_title, titled
from dedupe.looks import Look
from dedupe.model import Page
from dedupe.rules import Rules
from dedupe.text import normal
from dedupe.typeset import leads_home

# What the block classifier gives to text, and to a heading at least that is no menu's.
_MAIN, _HEADING = 0.5, 0.25
# Lines of a header between two that could be its headline.
_HEADER = 14
# The title of a window has a headline's words, and those of the site and its sections.
_WINDOW_WORDS = 60
# What stands between a headline and the site's name; and characters of one word that may be one.
_SEPARATOR = re.compile(r"\s+[-–—|·•:/»›«‹]+\s+|\s*\|\s*")
_NAME = 8
_SIGNED = frozenset(("date", "byline", "dateline"))
_PICTURE = frozenset(("caption", "credit"))
_STRAY = frozenset(("out", "tool0", "kicker", "sign0"))
_UNDER = {"kicker": "tool1", "sign0": "sign1", "caption0": "caption1", "credit0": "credit1"}
_UNDER["tool0"] = "tool1"
_ABOVE = {"caption1": "caption0", "credit1": "credit0", "sign1": "sign0"}
_BELOW = {"caption0": "caption1", "credit0": "credit1", "sign0": "sign1", "lead": "lead"}


def headlined(lines: Sequence[Look], parts: Sequence[str], page: Page, rules: Rules) -> list[str]:
    """The parts with the headline of the page's first article where the markup has it."""
    out = list(parts)
    title = out.index("title") if "title" in out else len(out)
    if title == len(out) or not lines[title].block.level:
        _named_heading(lines, out, title, page, rules)
        title = out.index("title") if "title" in out else len(out)
    if title == len(out):
        return out
    first = max(0, title - _HEADER)
    first = max([first, *(at + 1 for at in range(first, title) if out[at] == "body")])
    last = next((at for at in range(title, len(out)) if out[at] == "body"), title)
    if _is_doubtful(lines[title]):
        told = main_title(lines, page, rules)
        if told is None or not first <= told <= last or leads_home(lines[told]):
            told = _heading(lines, range(first, title), 6)
    elif lines[title].block.level > 1 and title not in titled(lines, page, rules):
        told = _heading(lines, range(first, last + 1), 1)
    else:
        return out
    if told is not None:
        moved(lines, out, title, told)
    return out


def _named_heading(
    lines: Sequence[Look], parts: list[str], title: int, page: Page, rules: Rules
) -> None:
    """Make the heading above the text that the page's head names the headline, however far above,
    where no line or one that is no heading was taken for it. That one is told of the text."""
    text = next((at for at, part in enumerate(parts) if part == "body"), len(parts))
    told = main_title(lines, page, rules) if text < len(parts) else None
    end = min(title, text)
    if title < len(parts) and text < title:
        return  # a text above it has that heading
    if told is None or told >= end or parts[told] not in _STRAY or leads_home(lines[told]):
        return
    heading = lines[told]
    named = title == len(parts) or title not in titled(lines, page, rules)
    if not (named and heading.block.level and told in titled(lines, page, rules)):
        return
    for at in range(told + 1, end):
        parts[at] = _UNDER.get(parts[at], parts[at])
    parts[told] = "title"
    if title < len(parts):
        alike = lines[title].block.path == lines[text].block.path
        sentence = ends_sentence(lines[title].block.text)
        parts[title] = "body" if alike else "lead" if sentence else "tool1"


def announced(lines: Sequence[Look], parts: Sequence[str]) -> list[str]:
    """The parts of bare text with the headline that its first line names beside the site."""
    out = list(parts)
    if not lines or lines[0].block.path or "body" not in out:
        return out
    if lines[0].words > _WINDOW_WORDS:
        return out
    names = _without_site(lines[0].block.text)
    title = out.index("title") if "title" in out else None
    if not names or (title and lines[title].key in names):
        return out
    first = 1
    if title is not None:
        first = max([first, *(at + 1 for at in range(1, title) if out[at] == "body")])
    text = next((at for at in range(title or 0, len(out)) if out[at] == "body"), len(out))
    told = [at for at in range(first, text) if lines[at].key in names]
    if not told:
        return out
    if title is not None:
        moved(lines, out, title, told[-1])
        return out
    for at in range(told[-1] + 1, text):
        part = under(lines[at], out[at])
        out[at] = out[at] if part == "tool1" else part
    out[told[-1]] = "title"
    return out


def _without_site(text: str) -> set[str]:
    """What a line says before each of its separators, and behind it where that is longer.

    >>> sorted(_without_site("Harbour - Ferry pier is rebuilt - The Paper"))
    ['ferry pier is rebuilt the paper', 'harbour ferry pier is rebuilt']
    """
    pairs = [(text[: one.start()], text[one.end() :]) for one in _SEPARATOR.finditer(text)]
    said = [before for before, _ in pairs] + [max(pair, key=len) for pair in pairs]
    return {normal(part) for part in said if len(part.split()) > 1 or len(part) >= _NAME}


def moved(lines: Sequence[Look], parts: list[str], title: int, told: int) -> None:
    """Make the line `told` the headline in place of the one at `title`."""
    if told < title:
        for at in range(told + 1, title + 1):
            parts[at] = under(lines[at], parts[at])
    else:
        for at in range(title, told):
            parts[at] = _ABOVE.get(under(lines[at], parts[at]), "tool0")
    parts[told] = "title"


def _is_doubtful(look: Look) -> bool:
    """Whether the markup does not speak for a headline: no heading, and a picture's or no text."""
    heading = look.block.level > 0 and look.block.main >= _HEADING
    return not heading and (look.sort in _PICTURE or 0 <= look.block.main < _MAIN)


def _heading(lines: Sequence[Look], among: range, level: int) -> int | None:
    """The heading, of a `level` or a higher one, that is most likely an article's."""
    able = [
        at
        for at in among
        if 0 < lines[at].block.level <= level
        and lines[at].sort == "short"
        and lines[at].block.main >= _HEADING
        and not leads_home(lines[at])
    ]
    return max(able, key=lambda at: lines[at].block.main, default=None)


def under(look: Look, part: str) -> str:
    """The part of a line that turns out to stand below the headline."""
    if part in _BELOW:
        return _BELOW[part]
    if look.sort in _SIGNED or byline(look.block.text):
        return "sign1"
    if look.sort in _PICTURE:
        return "caption1"
    told = look.sort in ("prose", "item") or look.block.level > 0
    return "lead" if part in CARDS and told and look.block.main >= _MAIN else "tool1"
