"""What the cue modules share: brackets, separators, and whether words look like a name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from dedupe import cue_words
from dedupe.text import normal

OPEN = "([（【［"
CLOSE = ")]）】］"
QUOTED = r"[«\"“„‹『「](?P<quoted>[^«»\"“”„‹›『』「」]{2,50})[»\"”›』」]"
DASH = r"[-–—―‒−ـ]"
SPACED_DASH = re.compile(rf"\s+{DASH}+\s+|\s*[|•·]\s*")
_SEAM = re.compile(rf"{DASH}|[|•·]")


def pieces_of(line: str) -> list[str]:
    """What dashes with spaces around them, bars and dots part a line into."""
    return SPACED_DASH.split(line) if _SEAM.search(line) else [line]


def only_words(line: str) -> bool:
    """Whether a clean line is words and nothing else: no number, no sign, no stop.

    >>> only_words("Rain at last"), only_words("Rain, at last"), only_words("لنـدن")
    (True, False, False)
    """
    return line.replace(" ", "").isalpha() and "ـ" not in line


def words(listed: str) -> frozenset[str]:
    """The entries of a `|` list, as comparisons see them."""
    return frozenset(filter(None, map(normal, listed.split("|"))))


@cache
def named(list_name: str) -> frozenset[str]:
    """`words` of one list of `cue_words`, made once."""
    return words(getattr(cue_words, list_name))


def alternatives(listed: str) -> str:
    """The entries of a `|` list as a regex alternation, longest first."""
    return "|".join(re.escape(w) for w in sorted(listed.split("|"), key=len, reverse=True) if w)


def cased(text: str) -> bool:
    """Whether the letters of `text` are of a script with capitals.

    >>> cased("Москва"), cased("لندن")
    (True, False)
    """
    return text.lower() != text.upper()


_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-·・]*", re.UNICODE)


def name_like(text: str, most: int = 5) -> bool:
    """Whether `text` could be a name: few words, no digits, capitals where the script has them.

    >>> name_like("Jane van Dyke"), name_like("a long walk"), name_like("سليم النوري")
    (True, False, True)
    """
    # Vowel signs and tashkeel are no word characters to `re`.
    if not (text.isascii() or text.replace(" ", "").isalpha()):
        kept = [c for c in text if unicodedata.category(c)[0] != "M" and c not in "\u200c\u200d"]
        text = "".join(kept)
    parts = text.split()
    if not 1 <= len(parts) <= most or len(text) > 60:
        return False
    particles = named("NAME_PARTICLES")
    for place, part in enumerate(parts):
        bare = part.strip("'’")
        if not _NAME_WORD.fullmatch(bare):
            return False
        lower = cased(bare[:1]) and bare[0] == bare[0].lower()
        inner = place > 0 and normal(bare) in particles
        if lower and not inner and not _JOINED.match(bare):
            return False
    return True


_JOINED = re.compile(r"(?:al|el|d|l|ibn)[-'’]|[a-z]+[A-Z]")
"""How names begin that begin with a small letter."""


def place_like(text: str) -> bool:
    """Whether `text` could be one place or several, as datelines write them.

    >>> place_like("لندن - موسكو"), place_like("Port Vela"), place_like("on the way to Rome")
    (True, True, False)
    """
    parts = [p.strip() for p in _PLACES.split(text.strip())]
    if not 1 <= len(parts) <= 5:
        return False
    most = 4 if cased(text) else 3
    particles = named("NAME_PARTICLES")
    return all(
        p and name_like(p, most + sum(word in particles for word in p.split())) for p in parts
    )


_PLACES = re.compile(rf"\s*[/,،、]\s*|\s+{DASH}\s+|{DASH}\s+")


def known_place(text: str) -> bool:
    """Whether every part of `text` is a city that datelines often name."""
    places = named("PLACES")
    parts = [p for p in re.split(rf"[/,،]|\s{DASH}\s|{DASH}\s", text) if p.strip()]
    return bool(parts) and all(normal(p) in places for p in parts)


def dotted(text: str) -> bool:
    """Whether `text` is initials with dots or spaces between: `أ.ف.ب`, `U.S.`, `د ب أ`."""
    return _DOTTED.fullmatch(text.strip()) is not None


_DOTTED = re.compile(r"(?:[^\W\d_][.\s]{1,2}){1,5}[^\W\d_]?\.?")
