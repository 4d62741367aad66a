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

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dedupe.alike import cohesion, likeness, without_bracket
from dedupe.cues import ends_sentence
from dedupe.echoes import credited, in_headers, labels, listed, signed, tools, unended
from dedupe.echoes import echoes as find_echoes
from dedupe.looks import Look
from dedupe.rules import Rules

_STANDFIRST_WORDS = 60
_SECTION_WORDS = 3
# More short lines than this after the last prose are menus, not a signature or a result.
_TAIL_LINES = 2
_TAG_WORDS = 4
# Each line further down a page has to share this much more of its text to be the headline.
_LATER = 0.2
_RESUMES = 0.25
_STARTS = 0.5
_CARD_WORDS = 45
_LABEL_WORDS = 4
_REACH = 14
# Lines of a header that stand above its headline, at most.
_ABOVE = 8
# Lines of a signed header that nothing is known of: a name with a town, a caption without credit.
_UNKNOWN_LINES = 2
_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"\d{1,2}( \d{2}){0,2}( ?[ap] ?m)?( \w{2,4})?")
# Cards in a row that no heading announces: fewer could be anything.
_ROW = 3
_SUPPORT = frozenset(
    ("caption", "credit", "marker", "date", "byline", "dateline", "standfirst", "section")
)
_SIGNED = frozenset(("byline", "date", "dateline"))


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


def segment(
    looks: Sequence[Look], rules: Rules, title_hint: str = "", declared: bool = False
) -> Segments:
    """The segments of a page; every position of `looks` lands in exactly one of them.

    `declared` says that the input named title and body apart: then there is an article, whatever
    its lines look like, and one article has all of them.
    """
    lines, echoes = prepared(looks, rules)
    found = _Walk(lines, echoes, rules, title_hint).run()
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


class _Walk:
    """One pass over the units of a page, with the article and the card list that are open."""

    def __init__(
        self, lines: list[Look], echoes: dict[int, int], rules: Rules, title_hint: str
    ) -> None:
        self.lines = lines
        self.echoes = echoes
        self.echoes_back = {earlier: later for later, earlier in echoes.items()}
        self.rules = rules
        self.title_hint = title_hint
        self.units = _units(lines)
        self.keys = Counter(look.key for look in lines)
        self.found = Segments(echoes=echoes, looks=lines)
        self.shape: frozenset[str] = frozenset()
        self.in_cards = False
        self.described = False
        self.in_comments = False
        levels = [look.block.level for look in lines if look.block.level and look.sort == "short"]
        self.highest = min(levels, default=1)
        if self.highest > 1 and levels.count(self.highest) > 1:
            self.highest = 1  # headings that many lines have are no headlines

    def run(self) -> Segments:
        number = 0
        if not self.units:
            return self.found
        if self._is_front():
            self._all_cards()
            return self.found
        number = self._preamble()
        while number < len(self.units):
            number += self._step(number)
        return self.found

    def _preamble(self) -> int:
        """How many units stand above the headline: a menu and a notice in a sentence.

        The next unit must be signed, the first must not, and the text below must be the next
        one's by its words.
        """
        if len(self.units) < 2 or self._position("list_heading", self.units[0]) is not None:
            return 0
        first, second = self.units[:2]
        if first.paragraphs != 1 or self._parted_header(0) is not None or self._is_named(first):
            return 0
        signs = self._sorts(first.start, first.prose) & _SIGNED
        title = self._first_title(second.start, second.prose, second.end)
        own = self._first_title(first.start, first.prose, first.end)
        if signs or title is None or self.lines[title].words <= _SECTION_WORDS:
            return 0
        if self._row_of_cards(0) or not self._is_signed(1):
            return 0
        if own is not None and self._cohesion(own, 1) >= self._cohesion(title, 1):
            return 0
        self.found.outside.extend(range(first.start, first.end))
        return 1

    def _is_named(self, unit: Unit) -> bool:
        return self._named_title(unit.start, unit.prose) is not None

    def _is_signed(self, number: int) -> bool:
        """Whether a byline or a day stands in a unit's header, perhaps behind a standfirst."""
        parts = self.units[number : number + 1 + (self._parted_header(number) is not None)]
        return any(
            self.lines[at].sort in ("byline", "date") and not _is_clock(self.lines[at])
            for unit in parts
            for at in range(unit.start, unit.prose)
        )

    # One unit ------------------------------------------------------------------------------

    def _step(self, number: int) -> int:
        """Place one unit, or two where a standfirst parts a header; returns how many."""
        unit = self.units[number]
        header = self._opening(number)
        heading = self._position("list_heading", unit)
        if self._are_comments(unit):
            return 1
        if header is not None and self._is_opened(number, header):
            self._before_header(unit.start, header.start, heading)
            last = self.units[number + (header.standfirst is not None)]
            self._open(header, last.end)
            return 1 + (header.standfirst is not None)
        if heading is not None:
            self._until(unit.start, heading)
            self._start_cards(heading, unit.prose)
            self._card_prose(number, unit)
        elif self.in_cards:
            self.found.cards[-1].extend(range(unit.start, unit.prose))
            self._card_prose(number, unit)
        elif self._row_of_cards(number):
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
        title = self._first_title(unit.start, unit.prose, unit.end)
        start = unit.start if title is None else self._section_before(unit.start, title)
        self.found.outside.extend(range(unit.start, start))
        if title is not None:
            self.shape = self._signs(start, unit.prose, title)
        self._add(Span(list(range(start, unit.end)), title, True, unit.prose))

    def _open(self, header: Header, end: int) -> None:
        if not self.found.articles:
            self.shape = header.signs
        if header.standfirst is not None:
            sentence = self.lines[header.standfirst]
            self.lines[header.standfirst] = replace(sentence, sort="standfirst")
        main = not self.found.articles
        lines = list(range(header.start, end))
        self._add(Span(lines, header.title, main, header.end))
        self.in_cards = False

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
        if self.in_cards:
            self.found.cards[-1].extend(range(start, end))
        elif self.found.articles:
            self._tail(Unit(start, end, end))
        else:
            self._header_before_cards(start, end)

    def _header_before_cards(self, start: int, end: int) -> None:
        title = self._first_title(start, end, end)
        if title is None or self.lines[title].words <= _SECTION_WORDS:
            self.found.outside.extend(range(start, end))
            return
        first = self._section_before(start, title)
        self.found.outside.extend(range(start, first))
        self._add(Span(list(range(first, end)), title, True, end))

    def _before_header(self, start: int, end: int, heading: int | None) -> None:
        if heading is not None and heading < end:
            self._until(start, heading)
            self._start_cards(heading, end)
        elif self.in_cards:
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
            if self.lines[at].sort == "short" and not ends_sentence(self.lines[at].block.text)
        ]
        labels = [at for at in shorts if self.lines[at].words <= _TAG_WORDS]
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
        heading = self._position("comments", unit)
        listed = self._position("list_heading", unit)
        if heading is not None and self.found.articles:
            self._until(unit.start, heading)
            self.in_cards = False
            self.in_comments = True
            end = unit.end if unit.paragraphs <= 1 and listed is None else unit.prose
            if listed is not None and listed > heading:
                end = listed
            self.found.outside.extend(range(heading, end))
            rest = Unit(end, max(end, unit.prose), unit.end)
        elif self.in_comments and unit.paragraphs <= 1 and listed is None:
            self.found.outside.extend(range(unit.start, unit.end))
            return True
        else:
            self.in_comments = False
            return False
        if rest.start < rest.end:
            self.in_comments = False
            self._after_comments(rest)
        return True

    def _after_comments(self, rest: Unit) -> None:
        """What follows comments in one unit: a list of cards, or text of the open article."""
        if rest.start < rest.prose:
            self._start_cards(rest.start, rest.prose)
            self.found.cards[-1].extend(range(rest.prose, rest.end))
        else:
            self._extend(rest.start, rest.end)

    def _position(self, sort: str, unit: Unit) -> int | None:
        for at in range(unit.start, unit.prose):
            if self.lines[at].sort == sort:
                return at
        return None

    # Openings ------------------------------------------------------------------------------

    def _opening(self, number: int) -> Header | None:
        """The header that a unit, alone or with the next one, could open an article with."""
        unit = self.units[number]
        if unit.paragraphs == 0:
            return None
        header = self._echoed_header(unit)
        if header is None:
            header = self._parted_header(number) or self._plain_header(unit)
        else:
            header = self._with_standfirst(number, header)
        return None if header is None else replace(header, start=self._above(unit, header))

    def _above(self, unit: Unit, header: Header) -> int:
        """Where a header starts that has its picture or its day above the headline."""
        parts = self.lines[header.title].block.path.split("/")
        if len(parts) < 4:
            if self.found.articles or self.in_cards:
                return header.start
            return self._section_before(unit.start, header.start)
        box = "/".join(parts[:-2])
        start = header.start
        for at in range(header.start - 1, max(unit.start, header.start - _ABOVE) - 1, -1):
            look = self.lines[at]
            if look.sort not in _SUPPORT or not look.block.path.startswith(box):
                break
            start = at
        return start

    def _is_opened(self, number: int, header: Header) -> bool:
        """Whether the signs of a header leave no doubt that an article begins."""
        unit = self.units[number]
        paragraphs = unit.paragraphs
        if header.standfirst is not None:
            paragraphs = self.units[number + 1].paragraphs
        if "echo" in header.signs:
            if header.signs & {"marker", "doubled"} and self._fits_shape(header.signs):
                return True
            return self._body_follows(number, paragraphs)
        if not self.found.articles:
            listed = self._position("list_heading", unit) is not None
            if not self.in_cards and not listed:
                return header.standfirst is not None
            return paragraphs >= 2 and self._heads(header, number)
        return self._same_shape(header, paragraphs) or (
            self.in_cards and paragraphs >= 2 and self._starts_new(header, number)
        )

    def _heads(self, header: Header, number: int) -> bool:
        """Whether a line under cards heads an article: it is signed, or says what the text says."""
        if header.signs & (_SIGNED | {"marker", "doubled", "captioned"}):
            return True
        return self._cohesion(header.title, number) >= _RESUMES

    def _fits_shape(self, signs: frozenset[str]) -> bool:
        """A later header of a page has the button that the first one has."""
        return "marker" not in self.shape or "marker" in signs or "doubled" in signs

    def _body_follows(self, number: int, paragraphs: int) -> bool:
        if paragraphs >= 2:
            return True
        if self.found.articles or self.in_cards:
            return False
        after = self.units[number + 1 : number + 2]
        return not after or not self._sorts(after[0].start, after[0].prose) & {"dateline"}

    def _same_shape(self, header: Header, paragraphs: int) -> bool:
        """Whether an unrepeated header is built like the page's first one.

        A level-one heading of the markup is such a sign by itself.
        """
        look = self.lines[header.title]
        first = self.found.articles[0].title
        if first is not None and look.block.level == 1 == self.lines[first].block.level:
            return True
        path = look.block.path
        if first is not None and path and path == self.lines[first].block.path and paragraphs:
            return True
        telling = self.shape - {"captioned", "echo"}
        if not telling or paragraphs < 2:
            return False
        return header.signs >= telling and look.words > _SECTION_WORDS

    def _starts_new(self, header: Header, number: int) -> bool:
        """Whether prose behind cards is another article's and not the open one going on."""
        if self.lines[header.title].words <= _SECTION_WORDS:
            return False
        own = self._cohesion(header.title, number)
        if self.shape and header.signs and header.signs >= self.shape and own >= _RESUMES:
            return True
        open_title = self.found.articles[-1].title
        if open_title is None:
            return own >= _STARTS
        return own >= _STARTS and self._cohesion(open_title, number) < _RESUMES

    def _cohesion(self, title: int, number: int) -> float:
        units = self.units[number : number + 2]
        prose = " ".join(
            self.lines[at].key
            for unit in units
            for at in range(unit.prose, unit.end)
            if self.lines[at].is_prose
        )
        return cohesion(self.lines[title].key, prose)

    def _echoed_header(self, unit: Unit) -> Header | None:
        """The last cluster of lines that repeat each other, and the headline in it."""
        pairs = sorted(
            (self.echoes[later], later)
            for later in range(unit.start, unit.prose)
            if self.echoes.get(later, -1) >= unit.start
        )
        clusters: list[list[tuple[int, int]]] = []
        reach = -1
        for pair in pairs:
            if clusters and pair[0] <= reach:
                clusters[-1].append(pair)
            else:
                clusters.append([pair])
            reach = max(reach, pair[1])
        top = self._named_title(unit.start, unit.prose) if clusters else None
        for cluster in reversed(clusters):
            title = self._title_in(cluster)
            if top is not None and cluster[0][0] > top and (title is None or title > top):
                title = top
            if title is not None:
                start = self._kicker_before(unit.start, min(title, cluster[0][0]))
                signs = self._signs(start, unit.prose, title)
                return Header(start, title, unit.prose, signs)
        return None

    def _named_title(self, start: int, end: int) -> int | None:
        """The line that the page's metadata or the markup calls the headline."""
        for at in range(start, end):
            look = self.lines[at]
            if look.sort != "short":
                continue
            hinted = bool(self.title_hint) and not self.found.articles
            if look.block.level == 1 or (hinted and self._is_hinted(at)):
                return at
        return None

    def _is_hinted(self, at: int) -> bool:
        text = self.lines[at].block.text
        return likeness(self.title_hint, text, self.rules) is not None

    def _title_in(self, cluster: list[tuple[int, int]]) -> int | None:
        """The headline of a repeated header: copies apart, where captions stand back to back."""
        doubled = {at for pair in cluster if pair[1] - pair[0] == 1 for at in pair}
        doubled_keys = {self.lines[at].key for at in doubled}
        titles = [
            earlier
            for earlier, later in cluster
            if self.lines[earlier].sort == "short"
            and later - earlier > 1
            and self.lines[earlier].key not in doubled_keys
            # A section's name stands in the menu and over the article: a label, no headline.
            and (self.lines[earlier].words > _SECTION_WORDS or doubled)
        ]
        titles += [at for at in doubled if self.lines[at].block.level > 0]
        return min(titles, default=None)

    def _parted_header(self, number: int) -> Header | None:
        """A header that one sentence parts: headline, standfirst, then byline, date or caption."""
        unit, after = (*self.units[number : number + 2], None)[:2]
        if unit is None or after is None or unit.paragraphs != 1 or after.paragraphs == 0:
            return None
        sentence = self.lines[unit.prose]
        if sentence.words > _STANDFIRST_WORDS or sentence.sort != "prose":
            return None
        behind = self._supporting(after)
        if not behind:
            return None
        title = self._header_title(unit)
        if title is None:
            return None
        if self._sorts(title, unit.prose) & _SIGNED and not behind & _PICTURED:
            return None
        if self.found.articles and not behind & (_SIGNED | _TOOLS):
            return None  # a picture between two paragraphs under a subheading
        start = self._kicker_before(unit.start, title)
        if not self.found.articles and not self.in_cards:
            start = self._section_before(unit.start, title)
        signs = self._signs(start, unit.prose, title) | self._signs(after.start, after.prose, title)
        return Header(start, title, after.prose, signs, unit.prose)

    def _with_standfirst(self, number: int, header: Header) -> Header:
        """A repeated header that goes on behind one sentence: byline, day and tools follow it."""
        unit, after = (*self.units[number : number + 2], None)[:2]
        if unit is None or after is None or unit.paragraphs != 1 or after.paragraphs == 0:
            return header
        sentence = self.lines[unit.prose]
        if sentence.words > _STANDFIRST_WORDS or sentence.sort != "prose":
            return header
        if not self._supporting(after) & _SIGNED or self._sorts(unit.start, unit.prose) & _SIGNED:
            return header
        return replace(header, end=after.prose, standfirst=unit.prose)

    def _supporting(self, unit: Unit) -> set[str]:
        """The sorts of a unit's lines, if they are such as stand in a header below a headline."""
        lines = [self.lines[at] for at in range(unit.start, unit.prose)]
        if any(look.block.level for look in lines) or any(map(_is_clock, lines)):
            return set()  # an entry of a live blog, a subheading
        sorts = {look.sort for look in lines}
        if sorts & {"byline", "date"}:  # a town's name among them, or a caption without credit
            long = [look for look in lines if look.sort == "short" and look.words > _SECTION_WORDS]
            sorts = {look.sort for look in lines if look.sort != "short"}
            most = 0 if self.in_cards else _UNKNOWN_LINES
            sorts |= {"short"} if len(long) > most else set()
        return sorts if sorts <= _SUPPORT else set()

    def _plain_header(self, unit: Unit) -> Header | None:
        title = self._header_title(unit)
        if title is None:
            return None
        start = self._kicker_before(unit.start, title)
        return Header(start, title, unit.prose, self._signs(title, unit.prose, title))

    def _header_title(self, unit: Unit) -> int | None:
        """The headline among the lines of a unit that may begin with the end of a card."""
        top = self._highest_heading(unit)
        top = self._like_first_title(unit) if top is None else top
        if top is not None:
            return top
        listed = self._position("list_heading", unit) is not None
        after_cards = self.in_cards and self.described and not listed
        if not after_cards and (listed or self.in_cards or self.found.articles):
            return self._last_short(unit)
        start = unit.start
        while after_cards and start < unit.prose and self._ends_card(start):
            start += 1
        return self._first_title(start, unit.prose, unit.end)

    def _like_first_title(self, unit: Unit) -> int | None:
        """The line that the markup sets like the page's first headline."""
        first = self.found.articles[0].title if self.found.articles else None
        path = "" if first is None else self.lines[first].block.path
        for at in range(unit.start, unit.prose):
            if path and self.lines[at].block.path == path and self.lines[at].sort == "short":
                return at
        return None

    def _ends_card(self, at: int) -> bool:
        return self.lines[at].sort in (*_SIGNED, "marker")

    def _last_short(self, unit: Unit) -> int | None:
        for at in range(unit.prose - 1, unit.start - 1, -1):
            if self.lines[at].sort == "short" and not self._echoes_caption(at):
                return at
            if self.lines[at].sort == "list_heading":
                return None
        return None

    def _kicker_before(self, start: int, title: int) -> int:
        """Where a later header starts: at the section name above its headline, if it has one.

        Markup shows it by the box that holds both; in plain text only the page's first header
        can, by having one too.
        """
        at = title - 1
        if at < start or self.lines[at].sort not in ("short", "dateline"):
            return title
        if self.lines[at].words > _SECTION_WORDS:
            return title
        path = self.lines[title].block.path.rpartition("/")[0]
        if path:
            return at if self.lines[at].block.path.startswith(path) else title
        first = self.found.articles[0] if self.found.articles else None
        sectioned = first is not None and first.title is not None and first.lines[0] < first.title
        return at if sectioned and self.lines[at].sort == "short" else title

    def _highest_heading(self, unit: Unit) -> int | None:
        for at in range(unit.prose - 1, unit.start - 1, -1):
            if self.lines[at].block.level == 1 and self.lines[at].sort == "short":
                return at
        return None

    def _signs(self, start: int, end: int, title: int) -> frozenset[str]:
        signs = set()
        for at in range(start, end):
            sort = self.lines[at].sort
            earlier = self.echoes.get(at)
            if earlier is not None and earlier >= start:
                signs.add("echo" if self.lines[at].key == self.lines[title].key else "doubled")
            if sort == "marker":
                signs.add("marker")
            elif sort in ("byline", "date"):
                signs.add(sort)
            elif sort == "caption":
                signs.add("captioned")
        return frozenset(signs)

    def _first_title(self, start: int, prose: int, end: int) -> int | None:
        shorts = [
            at
            for at in range(start, prose)
            if self.lines[at].sort == "short" and not self._echoes_caption(at)
        ]
        if not shorts:
            return None
        if self.title_hint:
            for at in shorts:
                if likeness(self.title_hint, self.lines[at].block.text, self.rules) is not None:
                    return at
        top = [at for at in shorts if self.lines[at].block.level == self.highest]
        if top and (self.highest == 1 or len(top) == 1):
            return top[0]
        # The text goes on behind a standfirst: bylines, dates and pictures stand in between.
        reach = range(prose, min(max(end, prose + _REACH), len(self.lines)))
        text = " ".join(self.lines[at].key for at in reach if self.lines[at].is_prose)
        # Menus are many short lines: only lines long enough for a headline push others down.
        long = [at for at in shorts if self.lines[at].words > _SECTION_WORDS]
        order = {at: bisect_left(long, at) for at in shorts}
        return max(shorts, key=lambda at: (self._title_score(at, text) - _LATER * order[at], -at))

    def _echoes_caption(self, at: int) -> bool:
        """Whether a line is a caption printed again without its credit."""
        for one, other in ((at, self.echoes.get(at)), (at, self.echoes_back.get(at))):
            if other is not None and self.lines[other].sort == "caption":
                return self.lines[one].block.level == 0
        return False

    def _title_score(self, at: int, prose: str) -> float:
        """Headlines share words with their text and come first; section names are short."""
        look = self.lines[at]
        label = look.words <= _SECTION_WORDS and look.block.level == 0
        bracketed = without_bracket(look.block.text) != look.block.text  # a name with its town
        return cohesion(look.key, prose) - (1.0 if label else 0.5 if bracketed else 0.0)

    def _section_before(self, start: int, title: int) -> int:
        """Where the header starts: at the picture, the day and the section above its headline."""
        first, at, labels = title, title - 1, 0
        crowd = sum(self.lines[i].sort == "short" for i in range(start, title)) > 2
        while at >= max(start, title - _ABOVE):
            look = self.lines[at]
            if look.sort == "short":
                labels += 1
                if crowd or look.words > _SECTION_WORDS or labels > 1:
                    break
                first = at
            elif look.sort in _SUPPORT:
                first = at if look.sort != "marker" else first
            else:
                break
            at -= 1
        return first

    # Cards ---------------------------------------------------------------------------------

    def _is_front(self) -> bool:
        """Whether a page is nothing but cards: under a list's heading, or each with its day."""
        if any(unit.paragraphs > 1 for unit in self.units):
            return False
        titles = sum(
            look.sort in ("short", "caption") and look.words > _SECTION_WORDS for look in self.lines
        )
        if titles < _ROW or (self.echoes and self._has_echoed_title()):
            return False
        if any(look.sort == "list_heading" for look in self.lines):
            return self._starts_with_list()
        if any(look.is_prose for look in self.lines):
            return self._row_of_cards(0)
        return sum(look.sort in ("date", "dateline") for look in self.lines) >= _ROW

    def _has_echoed_title(self) -> bool:
        for unit in self.units:
            header = self._echoed_header(unit)
            if header is not None and header.signs & {"marker", "doubled"} and unit.paragraphs:
                return True
        return False

    def _starts_with_list(self) -> bool:
        """Whether the first line that is more than a label stands under a list's heading."""
        for look in self.lines:
            if look.sort == "list_heading":
                return True
            if look.is_prose or (look.sort == "short" and look.words > _SECTION_WORDS):
                return False
        return False

    def _all_cards(self) -> None:
        first = next(
            (
                at
                for at, look in enumerate(self.lines)
                if look.sort == "list_heading"
                or (look.sort in ("short", "caption") and look.words > _SECTION_WORDS)
            ),
            len(self.lines),
        )
        self.found.outside.extend(range(first))
        self.found.cards.append(list(range(first, len(self.lines))))

    def _name_row(self, number: int) -> None:
        """The short line that the first card of a row has and the second has not is a heading."""
        first, second = self.units[number], self.units[number + 1]
        own = list(range(first.start, first.prose))
        other = list(range(second.start, second.prose))
        if sum(map(self._labels, own)) > sum(map(self._labels, other)) and self._labels(own[0]):
            self.lines[own[0]] = replace(self.lines[own[0]], sort="list_heading")

    def _labels(self, at: int) -> bool:
        return self.lines[at].sort == "short" and self.lines[at].words <= _LABEL_WORDS

    def _start_cards(self, start: int, end: int) -> None:
        self.found.cards.append(list(range(start, end)))
        self.in_cards = True
        self.described = False

    def _row_of_cards(self, number: int) -> bool:
        """Whether units in a row look like cards that no heading announces.

        One sentence each, and each signed with a dateline or a day, or each a picture with its
        credit and a headline. A listicle has neither at every entry; a live blog has the time.
        """
        row = self.units[number : number + _ROW]
        if len(row) < _ROW or any(unit.paragraphs != 1 for unit in row[:2]):
            return False
        if not self._titled(row[0]) or not self._titled(row[1]):
            return False
        last = row[2].paragraphs <= 1 or not self.found.articles
        return last and (
            all(self._dated(unit) for unit in row[1:])
            or all(self._pictured(unit) for unit in row)
            or self._buttoned(row)
        )

    def _buttoned(self, row: Sequence[Unit]) -> bool:
        """Whether the same counter or button stands at the end of every card."""
        keys = [
            _NUMBER.sub("0", self.lines[unit.start].key)
            for unit in row
            if unit.start < unit.prose and self.lines[unit.start].sort == "marker"
        ]
        return len(keys) == len(row) and len(set(keys)) == 1

    def _dated(self, unit: Unit) -> bool:
        return any(
            self.lines[at].sort == "dateline"
            or (self.lines[at].sort == "date" and not _is_clock(self.lines[at]))
            for at in range(unit.start, unit.prose)
        )

    def _pictured(self, unit: Unit) -> bool:
        sorts = self._sorts(unit.start, unit.prose)
        if unit.paragraphs != 1 or not sorts >= {"caption", "short"}:
            return False
        return self.lines[unit.prose].words <= _CARD_WORDS

    def _titled(self, unit: Unit) -> bool:
        return "short" in self._sorts(unit.start, unit.prose)

    def _sorts(self, start: int, end: int) -> set[str]:
        return {self.lines[at].sort for at in range(start, end)}

    def _card_prose(self, number: int, unit: Unit) -> None:
        """Prose after the lines of a card: its one sentence, or the article going on."""
        if unit.paragraphs == 0:
            return
        taken = 1 if self._is_described(number, unit) else 0
        if taken:
            self.described = True
            self.found.cards[-1].append(unit.prose)
        if taken < unit.paragraphs:
            self._resume(unit, unit.prose + taken)

    def _is_described(self, number: int, unit: Unit) -> bool:
        """Whether the first prose after the lines of a card is the card's own sentence."""
        sorts = self._sorts(unit.start, unit.prose)
        if not sorts & {"short", "caption"}:
            return False
        if self.described:
            return True
        rich = bool(sorts & {"caption"} | sorts & _SIGNED)
        after = self.units[number + 1] if number + 1 < len(self.units) else None
        if unit.paragraphs != 1 or self._several(unit):
            return False
        if after is None:
            return rich
        if rich or self._sorts(after.start, after.prose) & _SIGNED:
            return True
        if self._alike(unit, after):
            return True
        return after.paragraphs == 1 and self._says_the_same(number, unit)

    def _alike(self, unit: Unit, after: Unit) -> bool:
        """Whether two units under one heading are cards of a headline and a sentence each.

        A heading that the page prints again between paragraphs stands over one card each time.
        """
        listed = self._position("list_heading", unit)
        if listed is not None and self.keys[self.lines[listed].key] > 1:
            return False
        pair = (Unit((listed or unit.start - 1) + 1, unit.prose, unit.end), after)
        return all(
            part.paragraphs == 1
            and self.lines[part.prose].words <= _CARD_WORDS
            and self._sorted(part) == ["short"]
            for part in pair
        )

    def _several(self, unit: Unit) -> bool:
        """Whether the lines of a unit are several cards, which then have no sentences."""
        listed = self._position("list_heading", unit)
        own = range(unit.start if listed is None else listed + 1, unit.prose)
        pictures = [at for at in own if self.lines[at].sort == "caption"]
        apart = [
            at for at in pictures[1:] if at - 1 not in pictures and self.echoes.get(at) is None
        ]
        return bool(apart)

    def _sorted(self, unit: Unit) -> list[str]:
        sorts = [self.lines[at].sort for at in range(unit.start, unit.prose)]
        return [sort for sort in sorts if sort != "marker"]

    def _says_the_same(self, number: int, unit: Unit) -> bool:
        """Whether a sentence has more of the line above it than of the open article's headline."""
        title = self._last_short(unit)
        if title is None:
            return False
        open_title = self.found.articles[-1].title if self.found.articles else None
        if open_title is None:
            return True
        prose = self.lines[unit.prose].key
        own = cohesion(self.lines[title].key, prose)
        return own >= _RESUMES and own >= cohesion(self.lines[open_title].key, prose)

    def _resume(self, unit: Unit, start: int) -> None:
        """Prose after a list of cards that opens no article: the open one goes on."""
        if self.found.articles:
            self.found.articles[-1].lines.extend(range(start, unit.end))
        else:
            self._add(Span(list(range(start, unit.end)), None, True, start))
        self.in_cards = False


_TOOLS = frozenset(("marker", "caption"))
_PICTURED = frozenset(("caption", "credit"))


def _is_clock(look: Look) -> bool:
    return look.sort == "date" and _CLOCK.fullmatch(look.key) is not None
