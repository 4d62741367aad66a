"""Who wrote: lines that are only an author line."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dedupe import cue_words
from dedupe.agencies import alone
from dedupe.cue_forms import (
    DASH,
    alternatives,
    cased,
    known_place,
    name_like,
    named,
    pieces_of,
    place_like,
    words,
)
from dedupe.cue_read_out import read_out
from dedupe.cue_tools import is_date_line
from dedupe.text import clean, normal, tokens, width

_LABEL = re.compile(
    rf"^(?:(?P<colon>{alternatives(cue_words.BYLINE_LABELS)})\s*(?:[:：]|{DASH}\s|／|/)\s*"
    rf"|(?P<free>{alternatives(cue_words.BYLINE_NO_COLON)})(?:\s+|(?<=[／/者])\s*))"
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    alternatives(
        "|".join(
            label.split()[0]
            for listed in (cue_words.BYLINE_LABELS, cue_words.BYLINE_NO_COLON)
            for label in listed.split("|")
        )
    ),
    re.IGNORECASE,
)
"""First words of labels."""
_FIRST_DENSE = "\u3040"
# `Text: Ada Quill, Photos: Ivo Marsh`: who took the pictures stands behind who wrote.
_TAKEN = re.compile(
    rf"(?:^|\s*[,،;؛/|+]\s*|\s+{DASH}+\s+)(?:(?:{alternatives(cue_words.CREDIT_LABELS)})\s*[:：]\s*"
    rf"|(?:{alternatives(cue_words.CREDIT_NO_COLON)})\s+)(?P<taker>[^:：]{{2,50}})$",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*[,،、;&+]\s*|\s+(?:{alternatives(cue_words.AND_WORDS)})\s+|\s+و(?=[^\s]{{3}}\S*\s)", re.I
)
_IN = re.compile(rf"\s*[,،]?\s+(?:{alternatives(cue_words.PLACE_IN)})\s+(?=\S+(?:\s\S+){{0,3}}$)")
# `Report: rents rise in the capital`: labels that begin headlines as well.
_HEADING = words("تقرير|حوار|گزارش|رپورٹ|रिपोर्ट")
_MOST_NAME = 3
_MOST_BYLINE = 120  # characters; four authors with their places


def is_byline_label(key: str) -> bool:
    """Whether a line, in normal form, is nothing but the label of a byline: `by`."""
    return len(key) < _LONGEST_LABEL and key in _labels()


_LONGEST_LABEL = 24
# `박서윤 기자`, `小野寺真由 記者`: a name is two to six characters of such a script.
_TRADE_BEHIND = re.compile(
    r"(?P<name>[가-힣]{2,4}|[\u4e00-\u9fff々ヶ]{1,4}[ \u3000]?[\u3040-\u30ff\u4e00-\u9fff々]{1,4})"
    rf"[ \u3000]+(?:{alternatives(cue_words.TRADES_BEHIND)})"
)
# `記者藍青禾／竹溪報導`: who, and from where.
_REPORTS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}\s?[／/]\s?)?(?:記者|记者)\s?(?P<name>[\u4e00-\u9fff]{2,4})\s?[／/]\s?"
    r"(?P<place>[\u4e00-\u9fff]{2,6}?)(?:綜合|即時)?(?:報導|报道)"
)
_INITIALS = re.compile(r"[^\W\d_]{2,4}")
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|writers?|reporters?|autor(?:en|es|i|in|zy|y)?|auteurs?|columnists?|columnistas?"
    r"|colunistas?|kolumnist(?:en)?|opinionist[ai]|journalist(?:es?|en|s)?|periodistas?|redakteure?"
    r"|redactores?|redacteurs?|giornalisti|firm[ae]s?|yazar(?:lar)?|muhabir|avtor[iy]?|forfatter"
    r"|skribent|by-?line)/[^/]",
    re.IGNORECASE,
)


def is_author_page(href: str) -> bool:
    """Whether a link leads to the page of an author, as far as its address tells.

    >>> is_author_page("/author/ada-quill"), is_author_page("/news/authors/")
    (True, False)
    """
    return _AUTHOR_PAGE.search(href) is not None


_MAIL = re.compile(r"\s*[(\[<|,]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[)\]>]?")


def without_address(text: str) -> str:
    """A line without the address for letters in it.

    >>> without_address("Ada Quill (aquill@gull.example)")
    'Ada Quill'
    """
    return _MAIL.sub("", text).strip() if "@" in text else text


def are_initials(text: str) -> bool:
    """Whether a line is nothing but initials, an agency's among them.

    >>> are_initials("det/dpa"), are_initials("(fm)"), are_initials("a mill"), are_initials("قال")
    (True, True, False, False)
    """
    pieces = [piece.strip() for piece in text.strip(" ()[]–—-").split("/")]
    return all((_INITIALS.fullmatch(one) and cased(one)) or alone(one) for one in pieces)


@cache
def _labels() -> frozenset[str]:
    return named("BYLINE_LABELS") | named("BYLINE_NO_COLON")


def byline(text: str) -> tuple[str, ...] | None:
    """The names on a line that is only an author line, or None.

    >>> byline("By Jane Doe and Ivo Marsh"), byline("بقلم: سليم النوري"), byline("By the sea")
    (('Jane Doe', 'Ivo Marsh'), ('سليم النوري',), None)
    """
    found = byline_and_place(text)
    return found[0] if found else None


def byline_and_place(text: str) -> tuple[tuple[str, ...], str] | None:
    """Names and place of an author line, or None."""
    line = clean(text)
    if not line or len(line) > _MOST_BYLINE or line[-1] in "!?؟。…":
        return None
    return _read(line)


@lru_cache(maxsize=8192)
def _read(line: str) -> tuple[tuple[str, ...], str] | None:
    line = without_address(line) or line
    if line[-1] in "導道" and (reports := _REPORTS.fullmatch(line)):
        return (reports["name"],), reports["place"]
    kind, rest = read_out(line) or ("", "")
    if kind == "author":
        line = f"Author: {rest}"
    pieces = pieces_of(line)
    if len(pieces) > 1 and normal(pieces[0]) in _labels():
        pieces[:2] = [f"{pieces[0]}: {pieces[1]}"]
    if not any(map(_labelled, pieces)) and named("ROLES").isdisjoint(tokens(line)):
        return None  # as nearly every line
    pieces = [_without_taker(piece, at > 0) for at, piece in enumerate(pieces)]
    parts = [p for p in pieces if p.strip() and not is_date_line(p)]
    if not parts:
        return None
    line = re.split(r"\s*[,،]\s*(?=[^,،]*\d)", parts[0])[0] if len(parts) == 1 else parts[0]
    label = _labelled(line)
    if not label:
        return _with_role(line, parts[1:])
    if any(not _tail_part(part) for part in parts[1:]):
        return None
    heads = normal(label["colon"] or "") in _HEADING and not cased(line)
    if heads and width(label["rest"]) > _MOST_NAME:
        return None
    rest, place = _without_place(label["rest"].strip(" :"))
    names = author_names(rest, bool(label["colon"]))
    return (names, place) if names else None


def _labelled(piece: str) -> re.Match[str] | None:
    return _LABEL.match(piece) if _may_begin(piece.partition(" ")[0]) else None


@lru_cache(maxsize=8192)
def _may_begin(word: str) -> bool:
    """Whether a label may begin with a word: the first of its own, or one that has more in it."""
    plain = word.isalpha() and max(word) < _FIRST_DENSE and "ـ" not in word
    return not plain or _BEGINS.fullmatch(word) is not None


def without_label(text: str) -> str:
    """What stands behind a byline's label of several words or with a colon, else the whole text.

    A first name may be such a label by itself: Oleh, Di, Door.

    >>> without_label("Posted by ada"), without_label("Oleh Quill")
    ('ada', 'Oleh Quill')
    """
    found = _labelled(text)
    return found["rest"] if found and (found["colon"] or " " in found["free"]) else text


def _without_taker(piece: str, wholly: bool) -> str:
    """A piece without who took the pictures; none is left where it says nothing else."""
    found = _TAKEN.search(piece)
    if not found or not (found.start() or wholly) or not author_names(found["taker"], True):
        return piece
    return piece[: found.start()]


def _tail_part(part: str) -> bool:
    if is_role(part) or alone(part) or place_like(part) or "@" in part:
        return True
    return _COUNTER.fullmatch(part.strip()) is not None


# `Views: 318`, `Comments 2`, as pages count beside a name.
_COUNTER = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?\s?[:：]?\s?\d[\d.,\u00a0 ]{0,8}")


def _without_place(text: str) -> tuple[str, str]:
    found = _IN.search(text)
    if found and place_like(text[found.end() :]) and _are_names(text[: found.start()]):
        return text[: found.start()], text[found.end() :]
    bracket = re.search(r"\s*[(（]([^()]{2,40})[)）]$", text)
    if bracket and place_like(bracket[1]):
        return text[: bracket.start()], bracket[1]
    return text, ""


def _are_names(text: str) -> bool:
    """Whether the first that a text lists may be a name; what "and" joins has two words each."""
    names = _AND.split(text.split(",")[0])
    return all(map(name_like, names)) and (len(names) == 1 or all(" " in name for name in names))


def _before_trade(text: str) -> str:
    """The name on a line that ends in a trade of Korean or Japanese, or ""."""
    found = _TRADE_BEHIND.fullmatch(text)
    if found is None or found["name"] in named("NO_NAMES_BEFORE"):
        return ""
    return found["name"]


def author_names(text: str, sure: bool) -> tuple[str, ...]:
    """Names in `text`; empty when any piece is no name.

    Without a colon after the label a name has two words at least, and where letters have no case
    three at most: "Par Toulouse", "von vorn" are no authors.
    """
    pieces = [p.strip(" .") for p in _AND.split(text) if p and p.strip(" .")]
    pieces = [_before_trade(piece) or piece for piece in pieces]
    while len(pieces) > 1 and (is_role(pieces[-1]) or _are_others(pieces)):
        pieces.pop()
    while len(pieces) > 1 and known_place(pieces[-1]):
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


def _are_others(pieces: list[str]) -> bool:
    """Whether the last of those who wrote is nobody by name: `agencies`, `unseren Reportern`."""
    last = pieces[-1]
    if normal(last) in ("agencies", "wires"):
        return True
    first = last.split()[0]
    nameless = first.islower() and not alone(last) and normal(first) not in named("NAME_PARTICLES")
    return nameless and width(last) <= _MOST_NAME and all(" " in one for one in pieces[:-1])


_ARTICLES = words("the|a|an|la|le|les|los|las|el|die|der|das|il|lo|gli|o|os|as")


def is_role(text: str) -> bool:
    """Whether `text` is a trade of the press, with a word or two about it."""
    return 1 <= width(text) <= 4 and bool(set(tokens(text)) & named("ROLES"))


def _with_role(line: str, tail: list[str]) -> tuple[tuple[str, ...], str] | None:
    """`Jane Doe, Staff writer`; `Jane Doe | Correspondent`; `박서윤 기자`."""
    if not tail and (name := _before_trade(line)):
        return (name,), ""
    head, _, role = (s.strip() for s in line.replace("،", ",").partition(","))
    role = role or (tail[0] if tail else "")
    if not role or not is_role(role) or not name_like(head, 4) or len(head.split()) < 2:
        return None
    if len(tail) > 1 or (cased(role) and not name_like(role, 4) and width(role) > 3):
        return None
    return (head,), ""
