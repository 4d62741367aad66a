"""Who wrote and from where: author lines, dateline lines, and datelines that open a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dedupe import cue_words
from dedupe.agencies import agency, alone
from dedupe.cue_forms import (
    DASH,
    QUOTED,
    SPACED_DASH,
    alternatives,
    cased,
    known_place,
    name_like,
    named,
    place_like,
    words,
)
from dedupe.cue_tools import ends_sentence, is_date_line
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


class LeadDateline(NamedTuple):
    """A dateline at the start of a paragraph; the text goes on at `rest`."""

    dateline: str
    place: str
    agency: str
    rest: int


# -- author lines ---------------------------------------------------------------------------------

_LABEL = re.compile(
    rf"^(?:(?P<colon>{alternatives(cue_words.BYLINE_LABELS)})\s*(?:[:：]|\s{DASH}\s|／|/)\s*"
    rf"|(?P<free>{alternatives(cue_words.BYLINE_NO_COLON)})(?:\s+|(?<=[／/者])\s*))"
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*[,،、;&]\s*|\s+(?:{alternatives(cue_words.AND_WORDS)})\s+|\s+و(?=[^\s]{{3}}\S*\s)", re.I
)
_IN = re.compile(rf"\s*[,،]?\s+(?:{alternatives(cue_words.PLACE_IN)})\s+(?=\S+(?:\s\S+){{0,3}}$)")
_MOST_BYLINE = 120  # characters; four authors with their places


def byline(text: str) -> tuple[str, ...] | None:
    """The names on a line that is only an author line, or None.

    >>> byline("By Jane Doe and Ivo Marsh"), byline("بقلم: سليم النوري"), byline("By the sea")
    (('Jane Doe', 'Ivo Marsh'), ('سليم النوري',), None)
    """
    found = _byline(text)
    return found[0] if found else None


def _byline(text: str) -> tuple[tuple[str, ...], str] | None:
    line = clean(text)
    if not line or len(line) > _MOST_BYLINE or line[-1] in "!?؟。…":
        return None
    parts = [p for p in SPACED_DASH.split(line) if p.strip() and not is_date_line(p)]
    if not parts:
        return None
    line = re.split(r"\s*[,،]\s*(?=[^,،]*\d)", parts[0])[0] if len(parts) == 1 else parts[0]
    label = _LABEL.match(line)
    if not label:
        return _with_role(line, parts[1:])
    if any(not _tail_part(part) for part in parts[1:]):
        return None
    rest, place = _without_place(label["rest"].strip())
    names = _names(rest, bool(label["colon"]))
    return (names, place) if names else None


def _tail_part(part: str) -> bool:
    return bool(_is_role(part) or alone(part) or place_like(part) or "@" in part)


def _without_place(text: str) -> tuple[str, str]:
    found = _IN.search(text)
    if found and place_like(text[found.end() :]) and name_like(text[: found.start()].split(",")[0]):
        return text[: found.start()], text[found.end() :]
    bracket = re.search(r"\s*[(（]([^()]{2,40})[)）]$", text)
    if bracket and place_like(bracket[1]):
        return text[: bracket.start()], bracket[1]
    return text, ""


def _names(text: str, sure: bool) -> tuple[str, ...]:
    """Names in `text`; empty when any piece is no name.

    Without a colon after the label a name has two words at least, and where letters have no case
    three at most: "Par Toulouse", "von vorn" are no authors.
    """
    pieces = [p.strip(" .") for p in _AND.split(text) if p and p.strip(" .")]
    while len(pieces) > 1 and (_is_role(pieces[-1]) or normal(pieces[-1]) in ("agencies", "wires")):
        pieces.pop()
    if not 1 <= len(pieces) <= 8:
        return ()
    for piece in pieces:
        if not (name_like(piece) or alone(piece)):
            return ()
        short = not sure and len(piece.split()) < 2 and not alone(piece)
        if short and (cased(piece) or width(piece) > 2) and len(pieces) == 1:
            return ()
        if len(piece.split()) > (5 if cased(piece) else 4):
            return ()
    if not sure and normal(pieces[0].split()[0]) in _ARTICLES:
        return ()
    return tuple(pieces)


_ARTICLES = words("the|a|an|la|le|les|los|las|el|die|der|das|il|lo|gli|o|os|as")


def _is_role(text: str) -> bool:
    return 1 <= width(text) <= 4 and bool(set(tokens(text)) & named("ROLES"))


def _with_role(line: str, tail: list[str]) -> tuple[tuple[str, ...], str] | None:
    """`Jane Doe, Staff writer`; `Jane Doe | Correspondent`."""
    head, _, role = (s.strip() for s in line.replace("،", ",").partition(","))
    role = role or (tail[0] if tail else "")
    if not role or not _is_role(role) or not name_like(head, 4) or len(head.split()) < 2:
        return None
    if len(tail) > 1 or (cased(role) and not name_like(role, 4) and width(role) > 3):
        return None
    return (head,), ""


# -- lines that are only a dateline ---------------------------------------------------------------

_QUOTED_FIRST = re.compile(
    rf"^{QUOTED}\s*(?:[(（](?P<in>[^()（）]{{2,60}})[)）]|{DASH}\s*(?P<by>.+))$"
)
_QUOTED_LAST = re.compile(rf"^(?P<place>[^«»\"“”:()]{{2,50}}?)\s*(?:{DASH}|:|،|,)\s*{QUOTED}$")
_BRACKETED = re.compile(r"^(?P<head>[^()（）]{2,45}?)\s*[(（](?P<inner>[^()（）]{2,50})[)）]$")
_COLON = re.compile(r"^(?P<place>[^:：]{2,40}?)\s*[:：]\s*(?P<rest>[^:：]{2,50})$")
_MOST_DATELINE = 90  # characters


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
    kept = [p for p in SPACED_DASH.split(line) if p.strip() and not is_date_line(p)]
    if len(kept) < len(SPACED_DASH.split(line)) and kept:
        line = " - ".join(kept)
    known = frozenset(map(normal, outlets))
    for form in (_quoted_line, _bracketed_line, _dashed_line, _colon_line, _byline_line):
        found = form(line, known, loose)
        if found:
            return found
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
    found = _BRACKETED.match(line)
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


def _dashed_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    parts = [p.strip(" ()[]") for p in re.split(rf"\s+{DASH}+\s+|\s*[|•·/]\s*", line)]
    if not 2 <= len(parts) <= 4 or not all(parts) or width(line) > 9:
        return None
    for at in (len(parts) - 1, 0):
        outlet, places = parts[at], parts[:at] + parts[at + 1 :]
        place = " - ".join(places)
        if not place_like(place) or any(alone(p) and alone(outlet) == "" for p in places):
            continue
        sure = _outlet(outlet, known)
        short = all(width(p) <= (3 if cased(p) else 2) for p in places)
        if sure and short:
            return _made(outlet, " - ".join(p for p in places if not alone(p)))
        if loose and at and name_like(outlet, 4) and short:
            return _made(outlet, place)
    return None


def _colon_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    found = _COLON.match(line)
    if not found:
        return None
    place, rest = found["place"].strip(), found["rest"].strip(' «»"')
    if not place_like(place) or width(rest) > 8 or normal(place) in _labels():
        return None
    sure = known_place(place)
    named_outlet = alone(rest) or normal(rest) in known
    if (named_outlet and width(place) <= 4) or (sure and width(rest) <= 4 and _outlet(rest, known)):
        return _made(rest, place)
    names = _names(rest, True)
    # Without capitals "City: three words" is a headline as often as an author.
    if len(names) == 1 and 2 <= len(rest.split()) <= (5 if cased(rest) else 3):
        sure = sure and (cased(rest) or len(rest.split()) == 2)
        return Dateline("", clean(place), "", rest) if loose or sure else None
    return None


@cache
def _labels() -> frozenset[str]:
    return named("CREDIT_LABELS") | named("BYLINE_LABELS")


def _byline_line(line: str, known: frozenset[str], loose: bool) -> Dateline | None:
    found = _byline(line)
    if not found or not found[1]:
        return None
    return Dateline("", found[1], "", ", ".join(found[0]))


# -- datelines that open a paragraph --------------------------------------------------------------

_DATE_IN = (
    r"(?:[,،]?\s*(?:\w+\s+)?\d{1,2}(?:[./]\d{1,2}\.?|\.?\s+[^\W\d_]+\.?)?(?:\s+\d{4})?"
    r"|[,،]\s*[^\W\d_]+\.?\s+\d{1,2})"
)
_PLACE_IN = r"(?P<place>[^\d()\[\]:;.!?؟«»\"“”]{2,45}?)"
_LEADS = (
    # LONDON, May 3 (Reuters) - ; لندن (أ.ف.ب) -
    re.compile(
        rf"^{_PLACE_IN}{_DATE_IN}?\s*[(\[](?P<agency>[^()\[\]]{{2,45}})[)\]]\s*(?P<dash>[-–—―:.،]*)\s*"
    ),
    # (ANSA) - ROMA, 03 MAG - ; (أ ف ب) -
    re.compile(
        rf"^[(\[](?P<agency>[^()\[\]]{{2,45}})[)\]]\s*(?P<dash>[-–—:])\s*"
        rf"(?:(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ' -]{{2,30}}){_DATE_IN}?\s*[-–—]\s*)?"
    ),
    # РИМ, 3 мая - РИА Новости. ; القاهرة - رويترز:
    re.compile(
        rf"^{_PLACE_IN}{_DATE_IN}?\s*[-–—/،,]\s*(?P<agency>[^\d()\[\]:;.!?«»\"—]{{2,40}}?)\s*(?P<dash>\s[-–—]|[:.—])\s*"
    ),
    # 新华社北京11月10日电 ; 【ロンドン共同】
    re.compile(
        r"^(?P<agency>[\u4e00-\u9fff]{2,4}?[社网])(?P<place>[\u4e00-\u9fff]{2,8}?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?P<dash>[电電])\s*"
    ),
    re.compile(
        r"^【(?P<place>[^】＝=]{2,12}?)(?P<agency>共同|時事|＝[^】]{2,8}|AFP|ロイター)?(?P<dash>】)\s*"
    ),
)
_CAPITALS = re.compile(
    r"^(?P<place>[^\W\d_][^\d():;!?«»\"“”—–]{2,40}?)"
    + _DATE_IN
    + r"?\s*(?P<dash>[—–―]|\s-{1,2}\s)\s*"
)
_LEAST_REST = 5  # words that must follow; a dateline opens a paragraph, it is none


def lead_dateline(paragraph: str) -> LeadDateline | None:
    """The dateline that a body paragraph opens with, or None; text goes on at `rest`.

    >>> lead_dateline("PORT VELA, May 3 (Reuters) - The harbour opened again on Monday.")[1:3]
    ('PORT VELA', 'Reuters')
    >>> lead_dateline("لندن (أ.ف.ب) - أعلنت الحكومة يوم الثلاثاء خطة جديدة.")[1:3]
    ('لندن', 'AFP')
    """
    head = paragraph[:120]
    for number, pattern in enumerate(_LEADS):
        found = pattern.match(head)
        if found and _enough(paragraph, found.end()) and _lead_fits(found, number):
            return _lead(found, paragraph)
    found = _CAPITALS.match(head)
    if found and _enough(paragraph, found.end()) and _place_alone(found["place"], paragraph, found):
        return _lead(found, paragraph)
    return None


def _enough(paragraph: str, at: int) -> bool:
    return width(paragraph[at : at + 200]) >= _LEAST_REST


def _lead(found: re.Match[str], paragraph: str) -> LeadDateline:
    groups = found.groupdict()
    place = (groups.get("place") or "").strip(" ,،")
    source = (groups.get("agency") or "").strip("＝ ")
    text = paragraph[: found.end()].strip()
    return LeadDateline(text, place, agency(source) or source, found.end())


def _lead_fits(found: re.Match[str], number: int) -> bool:
    place, source, dash = (
        (found["place"] or "").strip(),
        found["agency"].strip() if found["agency"] else "",
        found["dash"],
    )
    if number >= 3:
        return bool(source or number == 4)
    if place and not place_like(place):
        return False
    known = bool(agency(source)) and width(source) <= 7
    if number == 2:
        return known and all(alone(p) or place_like(p) for p in re.split(r"[/,،-]", source))
    if number == 1:
        return known or (name_like(source, 4) and bool(place))
    if known:
        # Without a dash, "he told the agency (AFP) that" has the same shape.
        return width(place) <= 7 and (bool(dash) or known_place(place))
    # An unknown source: the dash must follow, and the place be in capitals or well known.
    strict = place.isupper() if cased(place) else width(place) <= 3
    return (
        bool(dash) and dash[0] in "-–—―" and name_like(source, 4) and (strict or known_place(place))
    )


def _place_alone(place: str, paragraph: str, found: re.Match[str]) -> bool:
    """`PARIS — …`: capitals, or a city that datelines often name."""
    bare = place.strip(" ,،.")
    rest = paragraph[found.end() :]
    if not place_like(bare.replace(".", "")) or width(rest) < 8 or not ends_sentence(paragraph):
        return False
    if known_place(bare) and width(bare) <= 4:
        return True
    first = bare.split(",")[0].strip()
    if not (cased(first) and first.isupper() and len(first) > 3 and width(first) <= 4):
        return False
    rest = rest.lstrip("«\"“'‘„¿¡")
    alarms = _alarms()
    return rest[:1].isupper() and not any(word in alarms for word in tokens(first))


@cache
def _alarms() -> frozenset[str]:
    return named("ALARMS")
