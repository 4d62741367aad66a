"""Where the articles and the lists of cards of a page begin and end.

A page is read as alternating runs: lines that are not prose (headlines, captions, buttons, dates)
and lines that are. Every run of prose with the lines before it is a unit, and a unit is one of

- the start of an article: a *header run*, a headline with captions, tools and dates around it.
  Outlets print it twice back to back, often with a button between the copies; that echo is the
  surest sign there is, and it is looked for before anything is folded away;
- a card for another article: at most one sentence of prose, in a list under a heading of its own
  or in a row of units that end alike;
- more of the article that is open: a subheading, a caption between paragraphs.

What was tried and lost: taking any repeated line for a headline (captions repeat too: four
articles were made of two); ending an article at every short line (subheadings); a fixed list of
button labels (the next outlet has another).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dedupe.alike import likeness
from dedupe.looks import Look
from dedupe.rules import Rules

# The two copies of a header run stand at most this many lines apart: a headline, a standfirst, a
# byline, a date, a few captions, each perhaps twice, and tools.
_ECHO_WINDOW = 14
# Lines that stand once between two copies of a headline: a caption printed once, a section name.
_ECHO_STRANGERS = 2
_STANDFIRST_WORDS = 60
_SECTION_WORDS = 3
# More short lines than this after the last prose are menus, not a signature or a result.
_TAIL_LINES = 2
# Each line further down a page has to share this much more of its text to be the headline.
_LATER = 0.15
_RESUMES = 0.25
_STARTS = 0.5
_CARD_WORDS = 45
_LABEL_WORDS = 4
_CLOCK = re.compile(r"\d{1,2}( \d{2}){0,2}( ?[ap] ?m)?( \w{2,4})?")
# A sign-off that stands after the only sentence of so many cards is a dateline in any language.
_SIGNED_CARDS = 3
_SIGN_WORDS = 8
_SUPPORT = ("caption", "credit", "marker", "date", "byline", "dateline", "standfirst")


@dataclass(slots=True)
class Span:
    """The lines of one article, by position in the looks, and which of them is the headline."""

    lines: list[int]
    title: int | None
    main: bool = True
    header_end: int = 0
    """Position of the first line that is no longer header."""


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
    """A header run: where it starts, its headline, and the signs that make it one."""

    start: int
    title: int
    signs: frozenset[str]


def segment(looks: Sequence[Look], rules: Rules, title_hint: str = "") -> Segments:
    """The segments of a page; every position of `looks` lands in exactly one of them."""
    lines = list(looks)
    echoes = _echoes(lines, rules)
    lines = _standfirsts(_signed(_resorted(lines, echoes)))
    return _Walk(lines, echoes, rules, title_hint).run()


# --- echoes -------------------------------------------------------------------------------------


def _echoes(lines: Sequence[Look], rules: Rules) -> dict[int, int]:
    """Line -> nearest earlier line that it repeats within one header run."""
    repeated = _repeated_nearby(lines, rules)
    echoes = {}
    for later, earlier in repeated.items():
        if _is_header_between(lines, repeated, earlier, later):
            echoes[later] = earlier
    return echoes


def _repeated_nearby(lines: Sequence[Look], rules: Rules) -> dict[int, int]:
    found = {}
    for later, look in enumerate(lines):
        if look.sort in ("marker", "date", "list_heading") or len(look.key) < 4:
            continue
        for earlier in range(later - 1, max(-1, later - _ECHO_WINDOW), -1):
            if _may_match(lines[earlier], look) and _repeats(lines[earlier], look, rules):
                found[later] = earlier
                break
    return found


def _may_match(one: Look, other: Look) -> bool:
    """A cheap look before likeness(): the beginnings or the ends agree."""
    a, b = one.key, other.key
    return a[:6] == b[:6] or a[-6:] == b[-6:] or a.replace(" ", "")[:8] == b.replace(" ", "")[:8]


def _repeats(one: Look, other: Look, rules: Rules) -> bool:
    if one.key == other.key:
        return True
    if one.is_prose and other.is_prose and max(one.words, other.words) > _STANDFIRST_WORDS:
        return False
    return likeness(one.block.text, other.block.text, rules) is not None


def _is_header_between(
    lines: Sequence[Look], repeated: dict[int, int], earlier: int, later: int
) -> bool:
    """Whether nothing but a header stands between two copies of a line."""
    again = set(repeated) | set(repeated.values())
    strangers = 0
    tools = False
    for at in range(earlier + 1, later):
        if at in again:
            tools = True
        elif lines[at].is_prose or lines[at].sort == "list_heading":
            return False
        elif lines[at].sort == "short":
            strangers += 1
        else:
            tools = True
    return strangers <= (_ECHO_STRANGERS if tools else 1)


def _resorted(lines: Sequence[Look], echoes: dict[int, int]) -> list[Look]:
    """Sentences that a header repeats are captions, standfirsts or headlines, not prose."""
    copies = set(echoes) | set(echoes.values())
    out = list(lines)
    for at, look in enumerate(lines):
        if not look.is_prose or at not in copies or not _in_header(out, at, copies):
            continue
        doubled = echoes.get(at) == at - 1 or echoes.get(at + 1) == at
        out[at] = replace(look, sort="caption" if doubled else _sentence_sort(at))
    return out


def _sentence_sort(at: int) -> str:
    return "short" if at == 0 else "standfirst"


def _in_header(lines: Sequence[Look], at: int, copies: set[int]) -> bool:
    """Whether the line stands in a header and not in a body that repeats a refrain."""
    if at == 0 or not lines[at - 1].is_prose:
        return True
    return at - 1 in copies and lines[at - 1].sort != "prose"


def _signed(lines: list[Look]) -> list[Look]:
    """Short lines that follow a sentence and begin alike, again and again, are datelines."""
    after = [
        at
        for at in range(1, len(lines))
        if lines[at - 1].is_prose
        and lines[at].sort in ("short", "caption")
        and lines[at].words <= _SIGN_WORDS
        and lines[at].block.level == 0
        # A refrain stands between sentences; a dateline has the next card or nothing after it.
        and (at + 1 == len(lines) or not lines[at + 1].is_prose)
    ]
    counts = Counter(_opening(lines[at].key) for at in after)
    out = list(lines)
    for at in after:
        if counts[_opening(lines[at].key)] >= _SIGNED_CARDS:
            out[at] = replace(lines[at], sort="dateline")
    return out


def _opening(key: str) -> str:
    words = key.split()
    return " ".join(words[:2]) if len(words) > 2 else key


# --- standfirsts --------------------------------------------------------------------------------


def _standfirsts(lines: list[Look]) -> list[Look]:
    """Mark the one sentence between a headline and the rest of its header."""
    units = _units(lines)
    out = list(lines)
    for number, (unit, after) in enumerate(zip(units, units[1:], strict=False)):
        if unit.paragraphs != 1 or after.paragraphs == 0 or unit.prose == unit.start:
            continue
        sentence = lines[unit.prose]
        if sentence.words > _STANDFIRST_WORDS or sentence.sort != "prose":
            continue
        header = [lines[at] for at in range(after.start, after.prose)]
        sorts = {look.sort for look in header}
        signed = sorts & {"byline", "date", "dateline"}
        if signed:  # an agency's or a town's name among them
            sorts = {
                look.sort for look in header if look.sort != "short" or look.words > _SECTION_WORDS
            }
        before = {lines[at].sort for at in range(unit.start, unit.prose)}
        titled = "short" in before and not before & {"byline", "date", "dateline"}
        plain = sorts <= set(_SUPPORT)
        if titled and plain and (signed or (number == 0 and sorts)):
            out[unit.prose] = replace(sentence, sort="standfirst")
    return out


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


# --- the walk -----------------------------------------------------------------------------------


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
        self.found = Segments(echoes=echoes, looks=lines)
        self.shape: frozenset[str] = frozenset()
        self.in_cards = False
        self.described = False

    def run(self) -> Segments:
        for number, unit in enumerate(self.units):
            self._unit(number, unit)
        return self.found

    # One unit ------------------------------------------------------------------------------

    def _unit(self, number: int, unit: Unit) -> None:
        heading = self._list_heading(unit.start, unit.prose)
        header = self._strong_header(number, unit)
        if not self.found.articles and header is None and heading is None:
            self._first(number, unit)
        elif header is not None:
            self._before_header(unit.start, header.start, heading)
            self._open(header, unit)
        elif heading is not None:
            self._until(unit.start, heading)
            self._start_cards(heading, unit.prose)
            self._card_prose(number, unit)
        elif self.in_cards:
            self.found.cards[-1].extend(range(unit.start, unit.prose))
            self._card_prose(number, unit)
        elif self._row_of_cards(number):
            self._name_row(number, unit)
            self._start_cards(unit.start, unit.prose)
            self._card_prose(number, unit)
        elif unit.paragraphs == 0:
            self._tail(unit)
        else:
            self._extend(unit.start, unit.end)

    def _first(self, number: int, unit: Unit) -> None:
        """The first unit of a page: the header is whatever stands before the first prose."""
        if self._row_of_cards(number):
            self._name_row(number, unit)
            self._start_cards(unit.start, unit.prose)
            self._card_prose(number, unit)
            return
        if unit.paragraphs == 0:
            self.found.outside.extend(range(unit.start, unit.end))
            return
        title = self._first_title(unit)
        start = unit.start if title is None else self._section_before(unit.start, title)
        self.found.outside.extend(range(unit.start, start))
        signs = self._signs(start, unit.prose, title) if title is not None else frozenset()
        self.shape = signs
        self._add(Span(list(range(start, unit.end)), title, True, unit.prose))

    def _open(self, header: Header, unit: Unit) -> None:
        if not self.found.articles:
            self.shape = header.signs
        main = not self.found.articles
        lines = list(range(header.start, unit.end))
        self._add(Span(lines, header.title, main, unit.prose))
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
            self._extend(start, end)
        else:
            self._header_before_cards(start, end)

    def _header_before_cards(self, start: int, end: int) -> None:
        title = self._first_title(Unit(start, end, end))
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
        elif self.in_cards or self.found.articles:
            self._until(start, end)
        else:
            self.found.outside.extend(range(start, end))

    def _tail(self, unit: Unit) -> None:
        """Lines after the last prose: a signature or a result is text, a crowd of them a menu."""
        shorts = [at for at in range(unit.start, unit.end) if self.lines[at].sort == "short"]
        if len(shorts) > _TAIL_LINES or (shorts and len(self.found.outside) > _TAIL_LINES):
            first = shorts[0]
            self._extend(unit.start, first)
            self.found.outside.extend(range(first, unit.end))
        else:
            self._extend(unit.start, unit.end)

    # Cards ---------------------------------------------------------------------------------

    def _list_heading(self, start: int, end: int) -> int | None:
        for at in range(start, end):
            if self.lines[at].sort == "list_heading":
                return at
        return None

    def _name_row(self, number: int, unit: Unit) -> None:
        """The short line that the first card of a row has and the second has not is a heading."""
        first, second = self.units[number], self.units[number + 1]
        own = [at for at in range(first.start, first.prose)]
        other = [at for at in range(second.start, second.prose)]
        if sum(self._labels(at) for at in own) > sum(self._labels(at) for at in other):
            look = self.lines[own[0]]
            if self._labels(own[0]):
                self.lines[own[0]] = replace(look, sort="list_heading")

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
        row = self.units[number : number + 3]
        if len(row) < 3 or any(unit.paragraphs != 1 for unit in row[:2]) or row[2].paragraphs > 1:
            return False
        if not self._titled(row[0]) or not self._titled(row[1]):
            return False
        return all(self._dated(unit) for unit in row[1:]) or all(
            self._pictured(unit) for unit in row
        )

    def _dated(self, unit: Unit) -> bool:
        return any(
            self.lines[at].sort == "dateline"
            or (self.lines[at].sort == "date" and not _CLOCK.fullmatch(self.lines[at].key))
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
        if not self._sorts(unit.start, unit.prose) & {"short", "caption"}:
            return False
        if self.described:
            return True
        rich = self._sorts(unit.start, unit.prose) & {"caption", "dateline", "date"}
        after = self.units[number + 1] if number + 1 < len(self.units) else None
        if after is None:
            return bool(rich) and unit.paragraphs == 1
        follows = self._sorts(after.start, after.prose)
        if unit.paragraphs == 1:
            return bool(rich) or bool(follows & {"dateline", "date"}) or after.paragraphs == 1
        return bool(rich) and self.described

    def _resume(self, unit: Unit, start: int) -> None:
        """Prose after a list of cards: a new article under the last line, or the open one."""
        title = self._last_short(unit)
        if title is not None and start == unit.prose and self._starts_new(title, unit):
            cards = self.found.cards[-1]
            moved = [at for at in cards if at >= title]
            del cards[len(cards) - len(moved) :]
            lines = moved + list(range(unit.prose, unit.end))
            self._add(Span(lines, title, not self.found.articles, unit.prose))
        elif self.found.articles:
            self.found.articles[-1].lines.extend(range(start, unit.end))
        else:
            self._add(Span(list(range(start, unit.end)), None, True, start))
        self.in_cards = False

    def _starts_new(self, title: int, unit: Unit) -> bool:
        if not self.found.articles:
            return True
        open_title = self.found.articles[-1].title
        prose = " ".join(self.lines[at].key for at in range(unit.prose, unit.end))
        own = _cohesion(self.lines[title].key, prose)
        signs = self._signs(title, unit.prose, title)
        if self.shape and signs >= self.shape and own >= _RESUMES:
            return True
        if open_title is None:
            return own >= _STARTS
        other = _cohesion(self.lines[open_title].key, prose)
        return own >= _STARTS and other < _RESUMES

    def _last_short(self, unit: Unit) -> int | None:
        for at in range(unit.prose - 1, unit.start - 1, -1):
            if self.lines[at].sort == "short":
                return at
            if self.lines[at].sort == "list_heading":
                return None
        return None

    # Headers -------------------------------------------------------------------------------

    def _strong_header(self, number: int, unit: Unit) -> Header | None:
        """The header run at the end of a unit's lines, if its signs leave no doubt."""
        header = self._echoed_header(unit) or self._plain_header(unit)
        if header is None or unit.paragraphs == 0:
            return None
        signs = header.signs
        if "echo" in signs:
            if signs & {"marker", "doubled"} and self._fits_shape(signs):
                return header
            return header if self._body_follows(number, unit) else None
        if not self.found.articles:
            return None
        return header if self._same_shape(header, unit) else None

    def _fits_shape(self, signs: frozenset[str]) -> bool:
        """A later header of a page has the button that the first one has."""
        return "marker" not in self.shape or "marker" in signs or "doubled" in signs

    def _body_follows(self, number: int, unit: Unit) -> bool:
        if unit.paragraphs >= 2:
            return True
        if self.found.articles or self.in_cards:
            return False
        after = self.units[number + 1 : number + 2]
        return not after or not self._sorts(after[0].start, after[0].prose) & {"dateline"}

    def _same_shape(self, header: Header, unit: Unit) -> bool:
        """Whether an unrepeated header is built like the page's first one.

        A level-one heading of the markup is such a sign by itself.
        """
        look = self.lines[header.title]
        first = self.found.articles[0].title
        if first is not None and look.block.level == 1 == self.lines[first].block.level:
            return True
        telling = self.shape - {"captioned"}
        if not telling or unit.paragraphs < 2:
            return False
        return header.signs >= telling and look.words > _SECTION_WORDS

    def _echoed_header(self, unit: Unit) -> Header | None:
        """The last cluster of lines that repeat each other, and the headline in it."""
        pairs = sorted(
            (self.echoes[later], later)
            for later in range(unit.start, unit.prose)
            if self.echoes.get(later, -1) >= unit.start
        )
        clusters: list[list[tuple[int, int]]] = []
        for pair in pairs:
            if clusters and pair[0] <= max(later for _, later in clusters[-1]):
                clusters[-1].append(pair)
            else:
                clusters.append([pair])
        for cluster in reversed(clusters):
            title = self._title_in(cluster)
            if title is not None:
                start = self._kicker_before(unit.start, min(title, cluster[0][0]))
                return Header(start, title, self._signs(start, unit.prose, title))
        return None

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
        ]
        titles += [at for at in doubled if self.lines[at].block.level > 0]
        return min(titles, default=None)

    def _plain_header(self, unit: Unit) -> Header | None:
        title = self._last_short(unit)
        if title is None:
            return None
        top = self._highest_heading(unit)
        title = title if top is None else top
        start = self._kicker_before(unit.start, title)
        return Header(start, title, self._signs(title, unit.prose, title))

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

    # The first headline ----------------------------------------------------------------------

    def _first_title(self, unit: Unit) -> int | None:
        shorts = [
            at
            for at in range(unit.start, unit.prose)
            if self.lines[at].sort == "short" and not self._echoes_caption(at)
        ]
        if not shorts:
            return None
        if self.title_hint:
            for at in shorts:
                if likeness(self.title_hint, self.lines[at].block.text, self.rules) is not None:
                    return at
        top = [at for at in shorts if self.lines[at].block.level == 1]
        if top:
            return top[0]
        prose = " ".join(self.lines[at].key for at in range(unit.prose, unit.end))
        order = {at: n for n, at in enumerate(shorts)}
        return max(shorts, key=lambda at: self._title_score(at, prose) - _LATER * order[at])

    def _echoes_caption(self, at: int) -> bool:
        """Whether a line is a caption printed again without its credit."""
        pairs = [(at, self.echoes.get(at)), (self.echoes_back.get(at), at)]
        return any(
            one is not None and other is not None and "caption" in self._pair_sorts(one, other)
            for one, other in pairs
        )

    def _pair_sorts(self, one: int, other: int) -> set[str]:
        return {self.lines[one].sort, self.lines[other].sort}

    def _title_score(self, at: int, prose: str) -> float:
        """Headlines share words with their text and come first; section names are short."""
        look = self.lines[at]
        label = look.words <= _SECTION_WORDS and look.block.level == 0
        return _cohesion(look.key, prose) - (1.0 if label else 0.0)

    def _section_before(self, start: int, title: int) -> int:
        """Where the header starts: at a section name right before the headline, or at it."""
        at = title - 1
        if at < start or self.lines[at].sort not in ("short", "date", "byline"):
            return title
        if self.lines[at].sort != "short":
            return self._section_before(start, at)
        crowd = sum(self.lines[i].sort == "short" for i in range(start, title)) > 2
        return title if crowd or self.lines[at].words > _SECTION_WORDS else at


def _cohesion(title: str, prose: str) -> float:
    """Share of a headline's character runs that its text has too, 0 to 1; both in normal form.

    Runs of four characters see through prefixes and endings; headlines in scripts without spaces
    are compared by pairs.
    """
    size = 2 if len(title.split()) <= 2 else 4
    runs = {title[i : i + size] for i in range(len(title) - size + 1)}
    if not runs:
        return 0.0
    return sum(run in prose for run in runs) / len(runs)
