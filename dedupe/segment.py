"""Where the articles and the lists of cards of a page begin and end.

A page is read as alternating runs: lines that are not prose (headlines, captions, buttons, dates)
and lines that are. Every run of prose with the lines before it is a unit, and a unit is one of

- the opening of an article: a *header run*, a headline with captions, tools and dates around it.
  Outlets print it twice back to back, often with a button between the copies; that echo is the
  surest sign there is, and it is looked for before anything is folded away;
- a card for another article: at most one sentence of prose, in a list under a heading of its own
  or in a row of units that end alike;
- more of the article that is open: a subheading, a caption between paragraphs.

What was tried and lost: taking any repeated line for a headline (captions repeat too: four
articles were made of two); ending an article at every short line (subheadings); a fixed list of
button labels (the next outlet has another); going through the units without looking ahead (cards
above the headline became the article).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dedupe.card_rows import is_described, is_label, is_row
from dedupe.cues import ends_sentence
from dedupe.echoes import credited, in_headers, labels, listed, signed, tools, unended
from dedupe.echoes import echoes as find_echoes
from dedupe.looks import Look
from dedupe.openings import is_front, is_named, is_opened, is_signed, opening, parted_header
from dedupe.rules import Rules
from dedupe.titles import first_title, section_before
from dedupe.units import (
    SECTION_WORDS,
    SIGNED,
    Course,
    Header,
    Segments,
    Sheet,
    Span,
    Unit,
    cohesion_below,
    position,
    sheet_of,
    signs_of,
    sorts_in,
)

# More short lines than this after the last prose are menus, not a signature or a result.
_TAIL_LINES = 2
_TAG_WORDS = 4


def segment(
    looks: Sequence[Look], rules: Rules, title_hint: str = "", declared: bool = False
) -> Segments:
    """The segments of a page; every position of `looks` lands in exactly one of them.

    `declared` says that the input named title and body apart: then there is an article, whatever
    its lines look like, and one article has all of them.
    """
    lines, echoes = prepared(looks, rules)
    found = _Walk(sheet_of(lines, echoes, rules, title_hint)).run()
    if declared and len(found.articles) == 1 and not found.cards:
        _take_back(found)
    return _declared(found) if declared and not found.articles else found


def prepared(looks: Sequence[Look], rules: Rules) -> tuple[list[Look], dict[int, int]]:
    """The lines with what their neighbours say of them, and which repeats which in a header."""
    lines = listed(labels(list(looks)))
    echoes = find_echoes(lines, rules)
    return tools(signed(credited(in_headers(unended(lines, echoes), echoes)))), echoes


def _declared(found: Segments) -> Segments:
    """The page as one article: its first line is the title, the others are the body."""
    found.articles.append(Span(list(range(len(found.looks))), 0, True, 1))
    found.cards.clear()
    found.outside.clear()
    return found


def _take_back(found: Segments) -> None:
    """Give the one article what stands below its first line: the input said that it is body.

    Fixtures, prices, addresses: on a page, a list of short lines after the text may as well be a
    menu. What a source repeats is furniture all the same, and tools stay out.
    """
    span = found.articles[0]
    first = min(span.lines, default=0)
    own = {
        at
        for at in found.outside
        if at > first and found.looks[at].sort not in ("marker", "comments", "list_heading")
    }
    span.lines = sorted({*span.lines, *own})
    found.outside = [at for at in found.outside if at not in own]


class _Walk:
    """One pass over the units of a page, with the article and the card list that are open."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.found = Segments(echoes=sheet.echoes, looks=sheet.lines)
        self.so_far = Course(self.found)

    def run(self) -> Segments:
        number = 0
        if not self.sheet.units:
            return self.found
        if is_front(self.sheet, self.so_far):
            self._all_cards()
            return self.found
        number = self._preamble()
        while number < len(self.sheet.units):
            number += self._step(number)
        return self.found

    def _preamble(self) -> int:
        """How many units stand above the headline: a menu and a notice in a sentence.

        The next unit must be signed, the first must not, and the text below must be the next
        one's by its words.
        """
        if (
            len(self.sheet.units) < 2
            or position(self.sheet, "list_heading", self.sheet.units[0]) is not None
        ):
            return 0
        first, second = self.sheet.units[:2]
        if (
            first.paragraphs != 1
            or parted_header(self.sheet, self.so_far, 0) is not None
            or is_named(self.sheet, self.so_far, first)
        ):
            return 0
        signs = sorts_in(self.sheet, first.start, first.prose) & SIGNED
        title = first_title(self.sheet, second.start, second.prose, second.end)
        own = first_title(self.sheet, first.start, first.prose, first.end)
        if signs or title is None or self.sheet.lines[title].words <= SECTION_WORDS:
            return 0
        if is_row(self.sheet, self.so_far, 0) or not is_signed(self.sheet, self.so_far, 1):
            return 0
        if own is not None and cohesion_below(self.sheet, own, 1) >= cohesion_below(
            self.sheet, title, 1
        ):
            return 0
        self.found.outside.extend(range(first.start, first.end))
        return 1

    def _step(self, number: int) -> int:
        """Place one unit, or two where a standfirst parts a header; returns how many."""
        unit = self.sheet.units[number]
        header = opening(self.sheet, self.so_far, number)
        heading = position(self.sheet, "list_heading", unit)
        if self._are_comments(unit):
            return 1
        if header is not None and is_opened(self.sheet, self.so_far, number, header):
            self._before_header(unit.start, header.start, heading)
            last = self.sheet.units[number + (header.standfirst is not None)]
            self._open(header, last.end)
            return 1 + (header.standfirst is not None)
        if heading is not None:
            self._until(unit.start, heading)
            self._start_cards(heading, unit.prose)
            self._card_prose(number, unit)
        elif self.so_far.in_cards:
            self.found.cards[-1].extend(range(unit.start, unit.prose))
            self._card_prose(number, unit)
        elif is_row(self.sheet, self.so_far, number):
            self._name_row(number)
            self._start_cards(unit.start, unit.prose)
            self._card_prose(number, unit)
        elif unit.paragraphs == 0:
            self._tail(unit)
        elif not self.found.articles:
            self._first(unit)
        else:
            self._extend(unit.start, unit.end)
        return 1

    def _first(self, unit: Unit) -> None:
        """The first unit of a page: the header is whatever stands before the first prose."""
        title = first_title(self.sheet, unit.start, unit.prose, unit.end)
        start = unit.start if title is None else section_before(self.sheet, unit.start, title)
        self.found.outside.extend(range(unit.start, start))
        if title is not None:
            self.so_far.shape = signs_of(self.sheet, start, unit.prose, title)
        self._add(Span(list(range(start, unit.end)), title, True, unit.prose))

    def _open(self, header: Header, end: int) -> None:
        if not self.found.articles:
            self.so_far.shape = header.signs
        if header.standfirst is not None:
            sentence = self.sheet.lines[header.standfirst]
            self.sheet.lines[header.standfirst] = replace(sentence, sort="standfirst")
        main = not self.found.articles
        lines = list(range(header.start, end))
        self._add(Span(lines, header.title, main, header.end))
        self.so_far.in_cards = False

    def _add(self, span: Span) -> None:
        self.found.articles.append(span)

    def _extend(self, start: int, end: int) -> None:
        if not self.found.articles:
            self._add(Span([], None))
        self.found.articles[-1].lines.extend(range(start, end))

    def _until(self, start: int, end: int) -> None:
        """Lines before a list of cards: the end of the last list, or of the open article."""
        if start == end:
            return
        if self.so_far.in_cards:
            self.found.cards[-1].extend(range(start, end))
        elif self.found.articles:
            self._tail(Unit(start, end, end))
        else:
            self._header_before_cards(start, end)

    def _header_before_cards(self, start: int, end: int) -> None:
        title = first_title(self.sheet, start, end, end)
        if title is None or self.sheet.lines[title].words <= SECTION_WORDS:
            self.found.outside.extend(range(start, end))
            return
        first = section_before(self.sheet, start, title)
        self.found.outside.extend(range(start, first))
        self._add(Span(list(range(first, end)), title, True, end))

    def _before_header(self, start: int, end: int, heading: int | None) -> None:
        if heading is not None and heading < end:
            self._until(start, heading)
            self._start_cards(heading, end)
        elif self.so_far.in_cards:
            self.found.cards[-1].extend(range(start, end))
        elif self.found.articles:
            self._tail(Unit(start, end, end))
        else:
            self.found.outside.extend(range(start, end))

    def _tail(self, unit: Unit) -> None:
        """Lines after the last prose: a signature or a result is text, tags and menus are not."""
        shorts = [
            at
            for at in range(unit.start, unit.prose)
            if self.sheet.lines[at].sort == "short"
            and not ends_sentence(self.sheet.lines[at].block.text)
        ]
        labels = [at for at in shorts if self.sheet.lines[at].words <= _TAG_WORDS]
        framed = len(self.found.outside) > _TAIL_LINES
        if not self.found.articles:
            self.found.outside.extend(range(unit.start, unit.end))
        elif shorts and (len(shorts) > _TAIL_LINES or len(labels) == len(shorts) or framed):
            self._extend(unit.start, shorts[0])
            self.found.outside.extend(range(shorts[0], unit.end))
        else:
            self._extend(unit.start, unit.end)

    def _are_comments(self, unit: Unit) -> bool:
        """Put a unit of readers' comments outside; they end at a list's heading or at a text."""
        heading = position(self.sheet, "comments", unit)
        listed = position(self.sheet, "list_heading", unit)
        if heading is not None and self.found.articles:
            self._until(unit.start, heading)
            self.so_far.in_cards = False
            self.so_far.in_comments = True
            end = unit.end if unit.paragraphs <= 1 and listed is None else unit.prose
            if listed is not None and listed > heading:
                end = listed
            self.found.outside.extend(range(heading, end))
            rest = Unit(end, max(end, unit.prose), unit.end)
        elif self.so_far.in_comments and unit.paragraphs <= 1 and listed is None:
            self.found.outside.extend(range(unit.start, unit.end))
            return True
        else:
            self.so_far.in_comments = False
            return False
        if rest.start < rest.end:
            self.so_far.in_comments = False
            self._after_comments(rest)
        return True

    def _after_comments(self, rest: Unit) -> None:
        """What follows comments in one unit: a list of cards, or text of the open article."""
        if rest.start < rest.prose:
            self._start_cards(rest.start, rest.prose)
            self.found.cards[-1].extend(range(rest.prose, rest.end))
        else:
            self._extend(rest.start, rest.end)

    def _all_cards(self) -> None:
        first = next(
            (
                at
                for at, look in enumerate(self.sheet.lines)
                if look.sort == "list_heading"
                or (look.sort in ("short", "caption") and look.words > SECTION_WORDS)
            ),
            len(self.sheet.lines),
        )
        self.found.outside.extend(range(first))
        self.found.cards.append(list(range(first, len(self.sheet.lines))))

    def _name_row(self, number: int) -> None:
        """The short line that the first card of a row has and the second has not is a heading."""
        first, second = self.sheet.units[number], self.sheet.units[number + 1]
        own = list(range(first.start, first.prose))
        other = list(range(second.start, second.prose))
        if _labels(self.sheet, own) > _labels(self.sheet, other) and is_label(self.sheet, own[0]):
            self.sheet.lines[own[0]] = replace(self.sheet.lines[own[0]], sort="list_heading")

    def _start_cards(self, start: int, end: int) -> None:
        self.found.cards.append(list(range(start, end)))
        self.so_far.in_cards = True
        self.so_far.described = False

    def _card_prose(self, number: int, unit: Unit) -> None:
        """Prose after the lines of a card: its one sentence, or the article going on."""
        if unit.paragraphs == 0:
            return
        taken = 1 if is_described(self.sheet, self.so_far, number, unit) else 0
        if taken:
            self.so_far.described = True
            self.found.cards[-1].append(unit.prose)
        if taken < unit.paragraphs:
            self._resume(unit, unit.prose + taken)

    def _resume(self, unit: Unit, start: int) -> None:
        """Prose after a list of cards that opens no article: the open one goes on."""
        if self.found.articles:
            self.found.articles[-1].lines.extend(range(start, unit.end))
        else:
            self._add(Span(list(range(start, unit.end)), None, True, start))
        self.so_far.in_cards = False


def _labels(sheet: Sheet, at: Sequence[int]) -> int:
    return sum(is_label(sheet, one) for one in at)
