"""Lines that are no article text: dates, tools, headings of card lists."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dedupe import months
from dedupe.cue_forms import cased, dotted, named
from dedupe.dates import find_date
from dedupe.text import normal, western, width, word_form

_CLOSERS = " \t\u00a0\u200f\u200e»”\"’'›)]}）】」』〉》*"
_ENDS = ".!?…؟۔।॥。！？．｡።။។։།"
_MOST_DATE = 110  # characters; the longest seen names both calendars, a time and an update
_MOST_SIZES = 20  # characters of a text-size tool
_MOST_TOOL = 90  # characters; a share bar that names ten networks


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence of any script does, closing quotes and brackets aside.

    >>> ends_sentence("Così disse «basta».»"), ends_sentence("على الجبهة (أ.ف.ب.)")
    (True, False)
    """
    if text[-1:].isalnum():
        return False
    line = text.rstrip()
    if line[-1:] in ")）]":
        bracket = _LAST_BRACKET.search(line, max(0, len(line) - _MOST_BRACKET))
        if bracket and dotted(bracket[1]):
            return ends_sentence(line[: bracket.start()])
    line = line.rstrip(_CLOSERS)
    if not line or line[-1] not in _ENDS:
        return False
    last = line.rsplit(None, 1)[-1]
    if "." not in last[:-1]:
        return True
    # A heading may end in initials: "Made in the U.S."
    return not (last != "." and dotted(last) and width(text) <= 6)


_LAST_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{1,60})[)）\]]$")
_MOST_BRACKET = 62  # characters, the brackets with them


@cache
def _sizes(phrases: frozenset[str]) -> dict[str, tuple[int, ...]]:
    """First word -> lengths in words of the phrases that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        units = phrase.split()
        if units:
            found.setdefault(units[0], set()).add(len(units))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def _covered(line: str, phrases: frozenset[str]) -> list[str] | None:
    """The phrases that `line` is made of, numbers aside, or None when something is left over."""
    units = line.split()
    sizes = _sizes(phrases)
    seen: list[str] = []
    at = 0
    while at < len(units):
        if units[at].isdigit():
            at += 1
            continue
        for size in sizes.get(units[at], ()):
            phrase = " ".join(units[at : at + size])
            if phrase in phrases:
                seen.append(phrase)
                at += size
                break
        else:
            return None
    return seen


# Letters and digits of one run apart ("3h", "2024年11月10日", "34K").
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def _parted(text: str, phrases: frozenset[str]) -> str:
    """`text` normalised, numbers apart, and runs of a script without spaces cut into `phrases`."""
    line = normal(text)
    if _DIGIT.search(line):
        line = _GLUED.sub(" ", line)
    if line.isascii():
        return line
    return _IDEOGRAPHS.sub(lambda run: " " + _cut(run.group(), phrases) + " ", line)


def _cut(run: str, phrases: frozenset[str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(run):
        sizes = (s for s in range(min(8, len(run) - at), 0, -1) if run[at : at + s] in phrases)
        size = next(sizes, 0)
        if not size:
            return run
        out.append(run[at : at + size])
        at += size
    return " ".join(out)


@lru_cache(maxsize=16384)
def _has_own(line: str) -> bool:
    """Whether a line has a word by which it is no date, no tool and no heading of comments."""
    known = _phrased()
    for word in normal(line).split(" "):
        if len(word) >= _LONG_WORD and word not in known and _is_word(word):
            return True
    return False


@lru_cache(maxsize=16384)
def is_own(part: str) -> bool:
    """Whether a piece of a line is one word, and a word that no phrase of a cue has."""
    if len(part) < _LONG_WORD or not part.isalpha():
        return False
    key = word_form(part)
    return _is_word(key) and key not in _phrased()


def _is_word(form: str) -> bool:
    """Whether a normal form is of letters only, and of a script that parts its words."""
    # In Hebrew the name of a month has its preposition before it.
    if form.isascii():
        return form.isalpha()
    return form.isalpha() and form[0] != "ב" and max(form) < _FIRST_DENSE


_LONG_WORD = 5
"""Letters; counters and text sizes have fewer."""
_FIRST_DENSE = "\u3040"


@cache
def _phrased() -> frozenset[str]:
    """The words of all phrases that dates, tools and headings of lists are made of."""
    parts = date_parts()[0] | tool_parts()[0] | named("LIST_HEADINGS") | named("COMMENT_HEADINGS")
    return frozenset(word for phrase in parts for word in phrase.split())


@cache
def date_parts() -> tuple[frozenset[str], frozenset[str]]:
    """Phrases that a line of a date is made of, and those of them that are months."""
    names = frozenset(months.gregorian()) | frozenset(months.hijri()) | frozenset(months.solar())
    every = names | months.weekdays() | named("DATE_WORDS")
    return every, names


_CLOCK = re.compile(r"(?<![\d:])[0-2]?\d\s?[:：]\s?[0-5]\d(?!\d)|\d\d?月\d\d?日")


_HEBREW_IN = re.compile(r"(?<!\w)ב(?=\w{3})")
"""Hebrew writes `in` as a prefix of the month: `14 באוקטובר`."""


def is_date_line(text: str) -> bool:
    """Whether `text` is only a date or a time, with what usually stands beside one.

    >>> is_date_line("نُشر: 10 نوفمبر 2024 م ـ 08 جمادى الأول 1446 هـ")
    True
    >>> is_date_line("Updated 3 hours ago")
    True
    >>> is_date_line("Three days in May"), is_date_line("1914")
    (False, False)
    """
    line = text.strip()
    if not line or len(line) > _MOST_DATE or line[-1] in "!?؟。:：":
        return False
    return not _has_own(line) and _is_date(line)


@lru_cache(maxsize=8192)
def _is_date(line: str) -> bool:
    every, names = date_parts()
    parted = _parted(line, every)
    if "ב" in parted:
        parted = _HEBREW_IN.sub(" ", parted)
    seen = _covered(parted, every)
    if seen is None:
        return False
    if not any(char.isdigit() for char in parted):
        return normal(line) in _instants()
    named_month = any(phrase in names for phrase in seen)
    relative = _ago().intersection(seen) or any(p.endswith(("前", "전")) for p in seen)
    return bool(named_month or relative or find_date(line) or _CLOCK.search(western(line)))


@cache
def _ago() -> frozenset[str]:
    listed = (
        "ago|il y a|vor|hace|há|fa|geleden|önce|назад|тому|πριν|منذ|قبل|پیش|لפני|לפני|पहले|lalu"
        "|temu|sedan|siden|trước|پہلے|atrás"
    )
    return frozenset(map(normal, listed.split("|")))


@cache
def _instants() -> frozenset[str]:
    listed = (
        "just now|an hour ago|a day ago|a minute ago|yesterday|today|منذ ساعة|منذ ساعتين|منذ يوم"
        "|منذ يومين|منذ دقيقة|منذ دقيقتين|الآن|أمس|قبل ساعة|قبل ساعتين|قبل يوم|قبل يومين"
        "|gestern|heute|hier|aujourd'hui|ayer|hoy|ieri|oggi|ontem|hoje|dün|bugün|вчера|сегодня|вчора|сьогодні|χθες"
        "|σήμερα|אתמול|היום|昨天|今天|昨日|今日"
        "|לפני שעה|לפני שעתיים|לפני יום|לפני יומיים|דیروز|امروز"
    )
    return frozenset(map(normal, listed.split("|")))


@cache
def tool_parts() -> tuple[frozenset[str], frozenset[str]]:
    """Phrases that a tool is made of, and those that make one."""
    tools = named("FURNITURE")
    every = tools | named("NETWORKS") | named("BAR_JOINERS")
    return every, tools | named("NETWORKS")


def _size_tool(text: str) -> bool:
    """`TT`, `Aa`, `A+ A-`, `ع ع`: one letter again and again, with plus and minus or without.

    Roman numerals are headings; a run of one ideograph is a word.
    """
    if len(text) > _MOST_SIZES:
        return False
    letters = [char for char in text if char.isalpha()]
    rest = [char for char in text if not char.isalpha() and not char.isspace()]
    if not letters or any(char.isdigit() for char in rest):
        return False
    signed = any(char in "+-−–" for char in rest)
    if not (2 <= len(letters) <= 4 or (signed and len(letters) == 1)):
        return False
    if len({normal(char) for char in letters}) != 1:
        return False
    if text[-1:] in ".!?؟" or _IDEOGRAPHS.search(text):
        return False
    return signed or not (text.isupper() and set(letters) <= set("IXCM"))


def _bare_counter(text: str) -> bool:
    """Symbols only, `1 / 12`, `34`, `1.2K`, `00:00 / 03:25`."""
    if not any(char.isalnum() for char in text):
        return True
    if not _DIGIT.search(text):
        return False
    return _COUNTER.fullmatch(western(text.strip())) is not None


_COUNTER = re.compile(
    r"\(?\d{1,3}\)?"
    r"|\d{1,3}\s*(?:[/|]|[^\W\d]{1,4})\s*\d{1,3}"
    r"|\+?\d{1,3}(?:[.,]\d{1,2})?\s?[KkMm]\+?"
    r"|\d{1,2}:\d\d\s*[/|]\s*\d{1,2}:\d\d"
)


_SIZE_SIGN = re.compile(r"(?<!\w)\w\s?[+−–-](?!\w)|(?<!\S)(\w)(?: \1)+(?!\S)")
"""`A+`, `A -`, `A A A` beside the word for text size."""


_MENU = 3
"""Places that a line leads to at least, if it is a menu."""


def is_menu(text: str) -> bool:
    """Whether `text` is the menu of a page in one line.

    >>> [is_menu(t) for t in ("Home News Sports Contact us", "World news", "首页 新闻 财经 体育")]
    [True, False, True]
    """
    places = named("MENU_WORDS")
    first = word_form(text.partition(" ")[0]).partition(" ")[0]
    if first not in _sizes(places) or len(text) > _MOST_MENU:
        return False
    seen = _covered(normal(text), places)
    return seen is not None and len(set(seen)) >= _MENU


_MOST_MENU = 160  # characters


def is_short_furniture(text: str) -> bool:
    """Whether `text` looks like a tool of the page: text size, share bar, counter, advert label.

    Structure: symbols only, one letter repeated, a bare count. Words: a line with nothing in it
    but what tools say. A line that ends as a sentence is never one.

    >>> [is_short_furniture(t) for t in ("TT", "A+ A-", "ع ع", "Share 34", "1 / 12", "حجم الخط")]
    [True, True, True, True, True, True]
    >>> [is_short_furniture(t) for t in ("Why?", "Eggs", "III", "2024", "Stop.")]
    [False, False, False, False, False]
    """
    line = text.strip()
    if not line or len(line) > _MOST_TOOL or _has_own(line):
        return False
    return _is_tool(line)


# Menus and share bars come back on every page of a site.
@lru_cache(maxsize=16384)
def _is_tool(line: str) -> bool:
    if _bare_counter(line) or _size_tool(line):
        return True
    if line[-1] in ".!?؟。।۔" and not line.endswith(("...", "…")):
        return False
    every, tools = tool_parts()
    seen = _covered(_parted(_SIZE_SIGN.sub(" ", line), every), every)
    return seen is not None and any(phrase in tools and len(phrase) > 1 for phrase in seen)


@cache
def _heading_starts() -> tuple[str, ...]:
    return tuple(f"{start} " for start in named("LIST_HEADING_STARTS"))


def is_list_heading(text: str) -> bool:
    """Whether `text` is a usual heading of a list of cards; a hint, since any words may be one.

    >>> [is_list_heading(t) for t in ("مقالات ذات صلة", "Read also:", "Relations")]
    [True, True, False]
    """
    line = text.strip()
    if len(line) > 60 or (line[-1:] in _ENDS and not line.endswith("...")):
        return False
    return _heads_a_list(line)


@lru_cache(maxsize=16384)
def _heads_a_list(line: str) -> bool:
    key = normal(line)
    if key in named("LIST_HEADINGS"):
        return True
    most = 5 if cased(line) else 4
    return key.startswith(_heading_starts()) and len(key.split()) <= most


CARD_MARKS = (":", "：", "|", "»", "›", "–", "—")
_CARD_MARK = re.compile(f"[{''.join(CARD_MARKS)}]")


def is_comments_heading(text: str) -> bool:
    """Whether `text` is the heading of the readers' comments, with or without their number.

    >>> [is_comments_heading(t) for t in ("Comments (3)", "12 commentaires", "Comments on the law")]
    [True, True, False]
    """
    return len(text) <= 60 and not _has_own(text) and _heads_comments(text)


@lru_cache(maxsize=16384)
def _heads_comments(text: str) -> bool:
    words = " ".join(word for word in normal(text).split() if not word.isdigit())
    return words in named("COMMENT_HEADINGS")


def trail(text: str, title: str) -> list[str]:
    """The steps of `Home > Town > the headline` that lead to `title`, a normal form, without it.

    >>> trail("Home > Town > A lock opens", "a lock opens"), trail("Home > Town", "a lock opens")
    (['Home', 'Town'], [])
    """
    steps = [step.strip() for step in _STEPS.split(text) if step.strip()]
    return steps[:-1] if len(steps) > 1 and normal(steps[-1]) == title else []


def is_trail(text: str) -> bool:
    """Whether a line is steps with arrows between them.

    >>> is_trail("Home › Town"), is_trail("Gull > 5")
    (True, False)
    """
    steps = _STEPS.split(text)
    return len(steps) > 1 and all(step.replace(" ", "").isalpha() for step in steps)


_STEPS = re.compile(r"\s[>»›→]\s")
_LAST_STEP = re.compile(r".*(?:\s[>»›→|/]\s|[|»›])\s*(?=\S)")


def section(text: str, title: str) -> str:
    """The innermost section that a line above the headline names; `title` is in normal form.

    >>> section("News|Towns", "a lock opens"), section("Home > Town > A lock opens", "a lock opens")
    ('Towns', 'Town')
    """
    return _LAST_STEP.sub("", (trail(text, title) or [text])[-1])


def inline_card(text: str) -> int:
    """Where the title begins in a line such as `Read also: A bridge opens`; 0 if it is none.

    >>> text = "Read also: A bridge opens"
    >>> text[inline_card(text):]
    'A bridge opens'
    """
    if not _CARD_MARK.search(text):
        return 0
    for mark in filter(text.__contains__, CARD_MARKS):
        label, _, title = text.partition(mark)
        if title.strip() and is_list_heading(label):
            return len(text) - len(title.lstrip())
    return 0


def is_rights_line(text: str) -> bool:
    """Whether `text` is the line of rights at the foot of a page.

    >>> [is_rights_line(t) for t in ("© 2025 The Velm Courier", "He has the rights to it.")]
    [True, False]
    """
    return is_rights(text, normal(text))


def is_rights(text: str, key: str) -> bool:
    """`is_rights_line` for who has the normal form of `text` at hand."""
    if len(text) > MOST_RIGHTS:
        return False
    if has_rights_sign(text):
        return True
    return key[:RIGHTS_BEGIN] in rights_begin() and key.startswith(_rights())


def has_rights_sign(text: str) -> bool:
    """Whether a line of rights carries the sign: then it is one wherever it stands."""
    signed = "©" in text or "ⓒ" in text or "(c)" in text or "(C)" in text
    return signed and _RIGHTS_SIGN.match(text.strip()) is not None


def says_rights(key: str) -> bool:
    """Whether a text, in normal form, speaks of copyright; one of many may well do so."""
    return any(phrase in key for phrase in _of_rights())


@cache
def _of_rights() -> tuple[str, ...]:
    return tuple(named("RIGHTS") | named("RIGHTS_WITHIN"))


MOST_RIGHTS = 160
"""Characters of the line of rights at the foot of a page."""
_RIGHTS_SIGN = re.compile(r"(?:©|ⓒ|\(c\))\s*\S|.{0,60}(?:©|ⓒ)\s*.{0,40}\b(?:19|20)\d\d\b", re.I)


@cache
def _rights() -> tuple[str, ...]:
    return tuple(named("RIGHTS"))


RIGHTS_BEGIN = 3
"""Characters; no line of rights begins with fewer."""


@cache
def rights_begin() -> frozenset[str]:
    """How lines of rights begin, in normal form, but for those that carry the sign."""
    return frozenset(phrase[:RIGHTS_BEGIN] for phrase in _rights())
