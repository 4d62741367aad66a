"""The date that a line, an attribute or an address names, as ISO 8601.

How a date is read, first that fits:

1. ISO 8601, with time and zone where they stand.
2. Year, month and day as the scripts of East Asia write them: 2031年11月10日.
3. Day, month name, year in any order, the month by the table of `dedupe.months`, never by a
   locale: Gulf, Levant and Maghreb names, double forms (`يونيو (حزيران)`), digits of any script.
4. Numbers alone. A first number over 31 is a year; a number over 12 is a day; else the order is
   day, month, year, as nearly everywhere. Only the language codes `en-us` and `en-ph`, said so
   exactly, read month first: "en" alone does not tell, and day first is what most outlets write.
5. Persian solar dates (years 1200 to 1500 with a solar month's name, or in numbers where the
   language is Persian) are converted.

Hijri dates are known by their months, by هـ behind the year and by years between 1300 and 1500.
They are never taken for Gregorian ones and never converted, since the day depends on who watched
the moon: where both calendars stand the Gregorian date is read, where only the Hijri one does the
answer is "".
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache, lru_cache

from dedupe import months
from dedupe.calendars import from_solar, near
from dedupe.clock import clock_time, time_beside
from dedupe.text import normal, western

_LONGEST = 400  # characters; a date stands at the start of what is passed here
MONTH_FIRST = ("en-us", "en-ph")
_YEARS = range(1800, 2200)
# Thailand counts from 543 years before.
_BUDDHIST = 543
_BUDDHIST_YEARS = range(2443, 2700)

# Vowel signs of the scripts of India are no word characters to `re`.
_SIGNS = "".join(c for c in map(chr, range(0x0900, 0x0E00)) if unicodedata.category(c)[0] == "M")
_MARKS = r"\u0300-\u036f\u0610-\u065f\u0670\u0e31-\u0e4e’'" + _SIGNS
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})-(\d{2})"
    r"(?:[t ]\s?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?"
    r"\s?(z|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?"
)
_WHOLE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]{5,15}(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?"
)
"""What machines write, in which no letter or digit could be another one."""
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:t?(\d{2})(\d{2})(\d{2})?(z)?)?(?!\d)"
)
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")
_NUMBERS = re.compile(r"(?<![\d.:/])(\d{1,4})\s?([./\-‐–])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?![\d/])")


def find_date(text: str, lang: str = "", today: datetime.date | None = None) -> str:
    """The first date in `text`, `2031-11-10` or with its time and zone, or "".

    `lang` is the language code of the text (`en-us` reads numbers month first). With `today` a
    date without a year is the last such day up to it, and "yesterday" is understood.

    >>> find_date("نُشر: 10 نوفمبر 2024 م ـ 08 جمادى الأول 1446 هـ")
    '2024-11-10'
    >>> find_date("الأحد ٨ تشرين الثاني ٢٠٢٠"), find_date("08 جمادى الأول 1446 هـ")
    ('2020-11-08', '')
    """
    if today is None and len(text) <= _SHORT:
        return _known(text, lang)
    return _found(text[:_LONGEST], lang, today)


def _found(text: str, lang: str, today: datetime.date | None = None) -> str:
    whole = _iso(text.lower()) if _WHOLE.fullmatch(text) else ""
    if whole:
        return whole
    line = _plain(text)
    if today is None and not any(char.isdigit() for char in line):
        return ""
    return (
        _iso(line)
        or _east(line)
        or _by_name(line, lang, today)
        or _by_numbers(line, lang)
        or _by_solar(line, lang)
        or _compact(line)
        or near(line, today)
    )


_SHORT = 60
"""Characters of a date that is kept: the pages of a dump share their days."""

_known = lru_cache(maxsize=8192)(_found)


def _plain(text: str) -> str:
    """`text` with words normalised and digits western; punctuation stays, it parts the numbers."""
    if text.isascii():
        return text.lower()
    text = western(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    return _WORD.sub(lambda word: normal(word.group()), text)


_UNSEEN = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0640\ue000-\uf8ff]")


def _made(year: int, month: int, day: int) -> str:
    if year in _BUDDHIST_YEARS:
        year -= _BUDDHIST
    if year not in _YEARS:
        return ""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _iso(line: str) -> str:
    for found in _ISO.finditer(line):
        year, month, day, hour, minute, second, zone = found.groups()
        date = _made(int(year), int(month), int(day))
        if not date:
            continue
        if hour is None:
            return date + time_beside(line, found.end(), found.start())
        return date + clock_time(int(hour), int(minute), second, zone or "")
    return ""


def _east(line: str) -> str:
    found = _EAST.search(line)
    if not found:
        return ""
    date = _made(int(found[1]), int(found[2]), int(found[3]))
    return date and date + time_beside(line, found.end(), found.start())


_WORDS = re.compile(r"[^\W\d_]+")
_STOPS = re.compile(r"[\s.]+")
_FIRST = 0xE000  # behind it in Unicode, characters of private use stand for the months


@cache
def _names(lang: str) -> tuple[re.Pattern[str], frozenset[str], dict[str, int]]:
    """What finds the names of months, the words that they begin with, and the month of each."""
    table = months.gregorian(lang)
    names = sorted(table, key=len, reverse=True)
    any_of = "|".join(re.escape(name).replace("\\ ", r"[\s.]+") for name in names)
    begins = r"(?:(?<![^\W\d_])|(?<=\d[enrst][dhrt]))"
    words = [_WORDS.findall(name)[0] for name in names]
    # Hebrew writes "in" onto the month; an ordinal may be written onto it: 1erjuillet.
    before = ("", "ב", "st", "nd", "rd", "th", "er")
    starts = frozenset(onto + word for onto in before for word in words)
    return re.compile(rf"{begins}ב?({any_of})(?!\w)"), starts, table


def _marked(line: str, lang: str) -> str:
    """`line` with the name of each month as one character.

    One pattern knows all names; as part of the five below they took seven times as long to compile.
    """
    pattern, starts, table = _names(lang)
    if starts.isdisjoint(_WORDS.findall(line)):
        return line
    # Thai months are written short as initials with stops.
    return pattern.sub(lambda name: chr(_FIRST + table[" ".join(_STOPS.split(name[1]))]), line)


# The second name of a double form, "يونيو (حزيران)" or "حزيران/يونيو", stands for the same month.
_MONTH = r"(?P<month>[\ue001-\ue00c])\.?(?:\s*[(/]\s*[\ue001-\ue00c]\s*\)?)?"
_MARKED = re.compile("[\ue001-\ue00c]")
_DAY = r"(?<![\d:])(?P<day>\d{1,2})(?![\d:])(?:st|nd|rd|th|er|eme|\.|º|°|ª|-?го|η)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_ORDERS = (
    re.compile(
        rf"{_DAY}[\s\-–/,]*(?:de|del|di|of|ngay)?\s*{_MONTH}[\s\-–/,.]*(?:(?:de|del|nam)\s+)?{_YEAR}"
    ),
    re.compile(rf"(?<!\w){_MONTH}\s*{_DAY}(?:\s*,|\s)\s*{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}[\s.,\-–]*(?<!\w){_MONTH}[\s.\-–]*{_DAY}"),
    re.compile(rf"{_DAY}[\s\-–/,]*(?:de|del|di|of)?\s*{_MONTH}"),
    re.compile(rf"(?<!\w){_MONTH}\s*{_DAY}"),
)
"""Day month year; month day year; year month day; and the first two without a year."""


def _by_name(line: str, lang: str, today: datetime.date | None) -> str:
    base = lang.partition("-")[0]
    line = _marked(line, base if base in months.OTHERWISE else "")
    if not _MARKED.search(line):
        return ""
    for order in _ORDERS[: 5 if today else 3]:
        for found in order.finditer(line):
            month, day = ord(found["month"]) - _FIRST, int(found["day"])
            year = found.groupdict().get("year")
            date = _made(int(year), month, day) if year else _last(month, day, today)
            if date:
                return date + time_beside(line, found.end(), found.start())
    return ""


def _last(month: int, day: int, today: datetime.date | None) -> str:
    """The last such day up to `today`; a day of leeway, since zones differ."""
    if today is None:
        return ""
    date = _made(today.year, month, day)
    if date and date > (today + datetime.timedelta(days=1)).isoformat():
        date = _made(today.year - 1, month, day)
    return date


def _by_numbers(line: str, lang: str) -> str:
    for found in _NUMBERS.finditer(line):
        first, second, third = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) == 4:
            date = _made(first, second, third)
        elif len(found[1]) > 2 or len(found[4]) == 3:
            continue
        else:
            year = third if len(found[4]) == 4 else 2000 + third if third < 70 else 1900 + third
            day, month = first, second
            if second > 12 or (lang in MONTH_FIRST and first <= 12):
                day, month = second, first
            date = _made(year, month, day)
        if date:
            return date + time_beside(line, found.end(), found.start())
    return ""


def _by_solar(line: str, lang: str) -> str:
    """Persian solar dates, converted."""
    table = months.solar()
    month = "|".join(sorted(table, key=len, reverse=True))
    found = re.search(rf"(?<!\d)(\d{{1,2}})\s+({month})(?:\s*ماه)?\s*،?\s*(\d{{4}})(?!\d)", line)
    if found:
        day, number, year = int(found[1]), table[found[2]], int(found[3])
    else:
        found = re.search(
            r"(?<!\d)(1[2-4]\d\d)\s?[/\-.]\s?(\d{1,2})\s?[/\-.]\s?(\d{1,2})(?!\d)", line
        )
        if not found or lang.partition("-")[0] not in ("fa", "prs"):
            return ""
        year, number, day = int(found[1]), int(found[2]), int(found[3])
    date = from_solar(year, number, day)
    return date and date + time_beside(line, found.end(), found.start())


def _compact(line: str) -> str:
    found = _COMPACT.search(line)
    if not found:
        return ""
    date = _made(int(found[1]), int(found[2]), int(found[3]))
    if not date or found[4] is None:
        return date
    return date + clock_time(int(found[4]), int(found[5]), found[6], found[7] or "")


_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/\-_](0?[1-9]|1[0-2])[/\-_](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(
        r"(?<!\d)(20\d\d)/?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[/\-](0?[1-9]|1[0-2])[/\-]((?:19|20)\d\d)(?!\d)"),
)


def date_from_url(url: str) -> str:
    """The day that an address names, `2031-05-03`, or "".

    >>> date_from_url("https://news.example/2031/05/03/harbour"), date_from_url("/n/12345")
    ('2031-05-03', '')
    """
    path = re.sub(r"^[a-z]+://[^/]*", "", url.lower()).partition("#")[0]
    for number, pattern in enumerate(_IN_URL):
        for found in pattern.finditer(path):
            parts = list(found.groups())
            if number == 3:
                parts.reverse()
            month = months.gregorian().get(parts[1]) or int(parts[1])
            date = _made(int(parts[0]), month, int(parts[2]))
            if date:
                return date
    return ""
