"""The lines of a page as units, and plain questions about them.

A page is read as alternating runs: lines that are not prose (headlines, captions, buttons, dates)
and lines that are. Every run of prose with the lines before it is a unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dedupe.alike import cohesion
from dedupe.looks import Look
from dedupe.rules import Rules

SECTION_WORDS = 3
"""A line of no more words may be a section's name, and is no headline by itself."""
ABOVE = 8
"""Lines of a header that stand above its headline, at most."""
ROW = 3
"""Cards in a row that no heading announces: fewer could be anything."""
RESUMES = 0.25
"""Share of a headline's words that its text has, at least."""
SUPPORT = frozenset(
    ("caption", "credit", "marker", "date", "byline", "dateline", "standfirst", "section")
)
"""Sorts of lines that stand in a header around its headline."""
SIGNED = frozenset(("byline", "date", "dateline"))
_CLOCK = re.compile(r"\d{1,2}( \d{2}){0,2}( ?[ap] ?m)?( \w{2,4})?")


@dataclass(slots=True)
class Span:
    """The lines of one article, by position in the looks, and which of them is the headline."""

    lines: list[int]
    title: int | None
    main: bool = True
    header_end: int = 0
    """Position of the first line that is no longer header."""
    sureness: float = 1.0
    """How likely its lines are what they are taken for; 1 where the page had structure."""


@dataclass(slots=True)
class Segments:
    """A page taken apart: articles, lists of cards, and lines that belong to neither."""

    articles: list[Span] = field(default_factory=list)
    cards: list[list[int]] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    echoes: dict[int, int] = field(default_factory=dict)
    """Line -> the earlier line of the same header that it repeats."""
    looks: list[Look] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines `start..prose` are not prose, lines `prose..end` are."""

    start: int
    prose: int
    end: int

    @property
    def paragraphs(self) -> int:
        return self.end - self.prose


@dataclass(frozen=True, slots=True)
class Header:
    """A header run: where it starts and ends, its headline, and the signs that make it one."""

    start: int
    title: int
    end: int
    signs: frozenset[str]
    standfirst: int | None = None
    """Position of the one sentence inside the header, where other lines follow it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of a page's lines before it is taken apart."""

    lines: list[Look]
    """What each line looks like; taking the page apart may name a line's sort anew."""
    units: list[Unit]
    echoes: dict[int, int]
    """Line -> the earlier line of the same header that it repeats."""
    echoes_back: dict[int, int]
    keys: Counter[str]
    """How many lines have a text."""
    highest: int
    """Level of the headings that may be headlines."""
    title_hint: str
    """The title by the page's metadata, or nothing."""
    rules: Rules


@dataclass(slots=True)
class Course:
    """How far a page was taken apart: what was found, and what is open."""

    found: Segments
    shape: frozenset[str] = frozenset()
    """Signs of the page's first header."""
    in_cards: bool = False
    described: bool = False
    """Whether the cards of the open list have a sentence each."""
    in_comments: bool = False

    @property
    def articles(self) -> list[Span]:
        return self.found.articles


def sheet_of(lines: list[Look], echoes: dict[int, int], rules: Rules, title_hint: str) -> Sheet:
    """A page's lines with what they say together."""
    levels = [look.block.level for look in lines if look.block.level and look.sort == "short"]
    highest = min(levels, default=1)
    if highest > 1 and levels.count(highest) > 1:
        highest = 1  # headings that many lines have are no headlines
    back = {earlier: later for later, earlier in echoes.items()}
    keys = Counter(look.key for look in lines)
    return Sheet(lines, _units(lines), echoes, back, keys, highest, title_hint, rules)


def _units(lines: Sequence[Look]) -> list[Unit]:
    units = []
    at = 0
    while at < len(lines):
        start = at
        while at < len(lines) and not lines[at].is_prose:
            at += 1
        prose = at
        while at < len(lines) and lines[at].is_prose:
            at += 1
        units.append(Unit(start, prose, at))
    return units


def position(sheet: Sheet, sort: str, unit: Unit) -> int | None:
    for at in range(unit.start, unit.prose):
        if sheet.lines[at].sort == sort:
            return at
    return None


def sorts_in(sheet: Sheet, start: int, end: int) -> set[str]:
    return {sheet.lines[at].sort for at in range(start, end)}


def cohesion_below(sheet: Sheet, title: int, number: int) -> float:
    units = sheet.units[number : number + 2]
    prose = " ".join(
        sheet.lines[at].key
        for unit in units
        for at in range(unit.prose, unit.end)
        if sheet.lines[at].is_prose
    )
    return cohesion(sheet.lines[title].key, prose)


def signs_of(sheet: Sheet, start: int, end: int, title: int) -> frozenset[str]:
    signs = set()
    for at in range(start, end):
        sort = sheet.lines[at].sort
        earlier = sheet.echoes.get(at)
        if earlier is not None and earlier >= start:
            signs.add("echo" if sheet.lines[at].key == sheet.lines[title].key else "doubled")
        if sort == "marker":
            signs.add("marker")
        elif sort in ("byline", "date"):
            signs.add(sort)
        elif sort == "caption":
            signs.add("captioned")
    return frozenset(signs)


def is_clock(look: Look) -> bool:
    """Whether a line is a time of day alone."""
    return look.sort == "date" and _CLOCK.fullmatch(look.key) is not None
