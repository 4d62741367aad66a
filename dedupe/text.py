"""The form of a text that comparisons see, and its shingles."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Written as code points so that a reader sees what is in the table in any editor.
_DROPPED = [
    0x0640,  # tatweel
    *range(0x0610, 0x061B),  # Quranic signs above
    *range(0x064B, 0x0660),  # tashkeel
    0x0670,
    0x061C,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x08D3, 0x0900),
    *range(0x0591, 0x05BE),  # Hebrew points
    0x05BF,
    0x05C1,
    0x05C2,
    0x05C4,
    0x05C5,
    0x05C7,
    *range(0x200B, 0x2010),  # zero width, joiners, LRM and RLM
    *range(0x202A, 0x202F),  # bidi embeddings
    *range(0x2060, 0x2070),  # word joiner, isolates
    0xFEFF,
    0x00AD,
    0xFFFC,
    *range(0xFE00, 0xFE10),  # variation selectors
]

_UNIFIED = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ٵ": "ا",
    "ى": "ي",
    "ئ": "ي",
    "ی": "ي",  # Persian yeh
    "ې": "ي",
    "ے": "ي",  # Urdu yeh barree
    "ۓ": "ي",
    "ؤ": "و",
    "ۇ": "و",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",  # Urdu heh goal
    "ۂ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۃ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ں": "ن",
    "ـ": "",
    "ς": "σ",
    "ё": "е",
    "ß": "ss",
}

_COMBINING_KEPT = re.compile(r"[\u0900-\u0DFF\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]")


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10):
        for digit in range(10):
            table[zero + digit] = str(digit)
    for char, to in _UNIFIED.items():
        table[ord(char)] = to
    for code in _DROPPED:
        table[code] = None
    return table


_TABLE = _table()


class _Spaced(dict[int, str | None]):
    """`_TABLE` with everything that is no letter, digit or kept mark made space; fills itself."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)[0]
        kept = kind in "LN" or (kind == "M" and _COMBINING_KEPT.match(char))
        self[code] = char if kept else None if kind == "M" else " "
        return self[code]


_SPACED = _Spaced(_TABLE)


def normal(text: str) -> str:
    """The form of `text` that comparisons and search see; idempotent.

    Case, width, tashkeel, tatweel, Latin accents, hamza forms, ى/ي, ة/ه, Persian and Urdu letter
    forms, digits of any script, bidi and zero-width characters make no difference; punctuation
    becomes space.

    >>> normal("أوكرانيا") == normal("اوكرانيا")
    True
    >>> normal("  Élan:  «ONE»  ٤٢ ")
    'elan one 42'
    """
    if text.isascii():
        return " ".join(_ASCII_BREAKS.sub(" ", text.lower()).split())
    # Word by word, for words repeat: twice as fast on news as the whole text at once. Nothing
    # here reaches across white space. What is too long to be a word would only fill the memory.
    words = text.split()
    one = _normal_word if len(max(words, key=len, default="")) < 24 else _normal_either
    return " ".join(filter(None, map(one, words)))


def _normal_unseen(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_TABLE).casefold()
    spaced = unicodedata.normalize("NFD", text).translate(_SPACED)
    # Decomposing opens hamza carriers and Hangul; composing closes what has no marks left.
    joined = unicodedata.normalize("NFC", spaced).translate(_TABLE)
    return " ".join(joined.split())


_normal_word = lru_cache(maxsize=65536)(_normal_unseen)


def _normal_either(word: str) -> str:
    return _normal_word(word) if len(word) < 24 else _normal_unseen(word)


_ASCII_BREAKS = re.compile(r"[^a-z0-9]+")


# Breaks, control characters and bidi marks that a dump carries and no reader sees. Joiners
# (U+200C, U+200D) stay: Persian, Urdu and the scripts of India are spelled with them.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufffc\ud800-\udfff]"
)


def clean(text: str) -> str:
    """`text` as one line for a record: single spaces, nothing that cannot be seen.

    >>> clean("  one\\u00a0 two\\u200f \\n three ")
    'one two three'
    """
    return " ".join(_UNSEEN.sub("", text).split())


_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f]"
)
"""Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Chinese characters."""


def tokens(text: str) -> list[str]:
    """The comparison units of `text`: words, and single characters of scripts without spaces."""
    return _split(normal(text))


def _split(normalised: str) -> list[str]:
    if _SPACELESS.search(normalised) is None:
        return normalised.split()
    return _SPACELESS.sub(lambda match: f" {match.group()} ", normalised).split()


def shingles(text: str, size: int = 3) -> frozenset[str]:
    """The set of runs of `size` tokens; a shorter text is one shingle, an empty one none.

    >>> sorted(shingles("a b c d"))
    ['a b c', 'b c d']
    """
    units = tokens(text)
    if not units:
        return frozenset()
    if len(units) <= size:
        return frozenset([" ".join(units)])
    return frozenset(" ".join(units[i : i + size]) for i in range(len(units) - size + 1))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared part of two shingle sets, 0 to 1; 0 when either is empty."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


def width(text: str) -> int:
    """Length in words; characters of scripts without spaces count as half a word each."""
    return (lambda dense: len(_SPACELESS.sub(" ", text).split()) + dense // 2)(
        len(_SPACELESS.findall(text))
    )
