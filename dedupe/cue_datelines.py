"""From where and for whom: lines that are only a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dedupe.agencies import agency, alone
from dedupe.cue_bylines import author_names, byline_and_place, is_role
from dedupe.cue_forms import (
    DASH,
    QUOTED,
    cased,
    known_place,
    name_like,
    named,
    only_words,
    pieces_of,
    place_like,
)
from dedupe.cue_tools import is_date_line
from dedupe.text import clean, normal, tokens, width


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line of its own that says which outlet, where from, and perhaps who."""

    outlet: str = ""
    """Outlet or agency as written."""
    place: str = ""
    agency: str = ""
    """Canonical name of the agency, when the outlet is one."""
    author: str = ""


_QUOTED_FIRST = re.compile(
    rf"^{QUOTED}\s*(?:[(（](?P<in>[^()（）]{{2,60}})[)）]|{DASH}\s*(?P<by>.+))$"
)
_QUOTED_LAST = re.compile(rf"^(?P<place>[^«»\"“”:()]{{2,50}}?)\s*(?:{DASH}|:|،|,)\s*{QUOTED}$")
_BRACKETED = re.compile(r"^(?P<head>[^()（）]{2,45}?)\s*[(（](?P<inner>[^()（）]{2,50})[)）]$")
_COLON = re.compile(r"^(?P<place>[^:：]{2,40}?)\s*[:：]\s*(?P<rest>[^:：]{2,50})$")
_QUOTE = re.compile('[«"“„‹『「]')
_SEAM = re.compile(rf"{DASH}|[|•·/]")
_SEAMS = re.compile(rf"\s+{DASH}+\s+|\s*[|•·/]\s*")
_MOST_DATELINE = 90  # characters
_MOST_PLACE = 4  # words
_SHAPED = re.compile(rf"[«»\"“”„‹›『』「」()（）:：|•·/]|{DASH}")
"""What every dateline has that is no author's line: quotes, brackets, a colon, a dash."""


def dateline(text: str, outlets: tuple[str, ...] = (), loose: bool = False) -> Dateline | None:
    """What a line that is only a dateline says, or None.

    Sure by itself: `«Outlet» (Place)`, a known agency or a word like "News" with a place, an author
    line with a place, a known city with a name. `outlets` are names that the caller knows of the
    site. `loose` accepts the bare shapes `Place: Name` and `Place - Outlet` of names unknown; use
    it only where the position on the page already speaks for a dateline.

    >>> dateline("«المرفأ» (بورت فيلا - لندن)")
    Dateline(outlet='المرفأ', place='بورت فيلا - لندن', agency='', author='')
    >>> dateline("Riots in London - Reuters reports new arrests") is None
    True
    """
    line = clean(text)
    if not 4 <= len(line) <= _MOST_DATELINE or line[-1] in ".!?؟。…،,:" or is_date_line(line):
        return None
    plain = only_words(line)
    found = None if plain else _dated_line(line)
    if found:
        return found
    if plain or not _SHAPED.search(line):  # an author's line has no other sign than its words
        return _byline_line(line, frozenset(), loose)
    pieces = pieces_of(line)
    kept = [p for p in pieces if p.strip() and not is_date_line(p)]
    if len(kept) < len(pieces) and kept:
        line = " - ".join(kept)
    known = frozenset(map(normal, outlets))
    for form in (_quoted_line, _bracketed_line, _dashed_line, _colon_line, _byline_line):
        found = form(line, known, loose)
        if found:
            return found
    return None


def _dated_line(line: str) -> Dateline | None:
    """`City 3 May 2024 Agency`, with nothing but the date to part them."""
    words = line.split()
    first = next((at for at, word in enumerate(words) if word[0].isdigit()), 0)
    if not 1 <= first <= _MOST_PLACE or not place_like(" ".join(words[:first])):
        return None
    for at in (len(words) - 1, len(words) - 2):
        source = " ".join(words[at:])
        if at > first + 1 and alone(source) and is_date_line(" ".join(words[first:at])):
            return _made(source, " ".join(words[:first]))
    return None


def _outlet(text: str, known: frozenset[str]) -> bool:
    if len(text.split()) > 5 or not (alone(text) or name_like(text.strip('«»"“”'))):
        return bool(normal(text) in known) if text else False
    return bool(
        alone(text)
        or normal(text) in known
        or (len(text.split()) > 1 and set(tokens(text)) & named("OUTLET_WORDS"))
    )


def _made(outlet: str, place: str) -> Dateline:
    return Dateline(outlet.strip(), clean(place), agency(outlet))


def _quoted_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    if not _QUOTE.search(line):
        return None
    found = _QUOTED_FIRST.match(line)
    if found:
        place = (found["in"] or found["by"]).strip()
        # A known agency in the bracket is a picture's credit.
        if place_like(place) and not agency(place):
            return _made(found["quoted"], place)
        return None
    found = _QUOTED_LAST.match(line)
    # "Minister: «We stay»" has the same shape: short names only, and never after a lone colon
    # unless the place is known.
    if found and place_like(found["place"]) and name_like(found["quoted"], 4):
        colon = ":" in line
        if not colon or known_place(found["place"]) or _outlet(found["quoted"], known):
            return _made(found["quoted"], found["place"])
    return None


def _bracketed_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    found = _BRACKETED.match(line) if line[-1] in ")）" else None
    if not found:
        return None
    head, inner = found["head"].strip(), found["inner"].strip()
    if _outlet(head, known) and place_like(inner) and not alone(inner):
        return _made(head, inner)
    if not place_like(head) or width(head) > 6:
        return None
    if _outlet(inner, known) and (known_place(head) or (loose and width(head) <= 3)):
        return _made(inner, head)
    return _made(head, inner) if loose and known_place(inner) and name_like(head) else None


_PICTURES = frozenset(["Getty Images", "Shutterstock", "IMAGO"])
"""Agencies that only have pictures."""


def _dashed_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    if not _SEAM.search(line):
        return None
    parts = [p.strip(" ()[]") for p in _SEAMS.split(line)]
    if not 2 <= len(parts) <= 4 or not all(parts) or width(line) > 9:
        return None
    for at in (len(parts) - 1, 0):
        outlet, places = parts[at], parts[:at] + parts[at + 1 :]
        place = " - ".join(places)
        if not place_like(place) or any(alone(p) and alone(outlet) == "" for p in places):
            continue
        sure = _outlet(outlet, known)
        short = all(width(p) <= (3 if cased(p) else 2) for p in places)
        # "Harbour / AFP" is under a picture; a dateline's place is written with a dash.
        credit = alone(outlet) in _PICTURES or ("/" in line and not known_place(place))
        if sure and short and not credit:
            return _made(outlet, " - ".join(p for p in places if not alone(p)))
        if at and is_role(outlet) and known_place(place) and name_like(outlet, 4):
            return Dateline("", place, "", outlet)
        if loose and at and name_like(outlet, 4) and short:
            return _made(outlet, place)
    return None


def _colon_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    found = _COLON.match(line) if ":" in line or "：" in line else None
    if not found:
        return None
    place, rest = found["place"].strip(), found["rest"].strip(' «»"')
    if width(rest) > 8:
        return None
    sure = known_place(place)
    named_outlet = alone(rest) or normal(rest) in known
    if not (sure or named_outlet or loose):  # as nearly every headline with a colon
        return None
    if not place_like(place) or normal(place) in _labels():
        return None
    if (named_outlet and width(place) <= 4) or (sure and width(rest) <= 4 and _outlet(rest, known)):
        return _made(rest, place)
    names = author_names(rest, True)
    # Without capitals "City: three words" is a headline as often as an author.
    if len(names) == 1 and 2 <= len(rest.split()) <= (5 if cased(rest) else 3):
        sure = sure and (cased(rest) or len(rest.split()) == 2)
        return Dateline("", clean(place), "", rest) if loose or sure else None
    return None


@cache
def _labels() -> frozenset[str]:
    return named("CREDIT_LABELS") | named("BYLINE_LABELS")


def _byline_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    found = byline_and_place(line)
    if not found or not found[1]:
        return None
    return Dateline("", found[1], "", ", ".join(found[0]))
