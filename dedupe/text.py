"""The form of a text that comparisons see, and its shingles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import islice

# Written as code points so that a reader sees what is in the table in any editor.
_DROPPED = [
    0x0640,  # tatweel
    0x0674,  # a high hamza that stands alone
    *range(0x0300, 0x0370),  # accents
    *range(0x0483, 0x048A),  # Cyrillic titlo
    *range(0x0591, 0x05BE),  # Hebrew points
    *(0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0xFB1E),
    *range(0x0610, 0x061B),  # Quranic signs above
    *range(0x064B, 0x0660),  # tashkeel
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x0898, 0x08A0),
    *range(0x08CA, 0x0900),
    0x0711,
    *range(0x0730, 0x074B),  # Syriac points
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
    *range(0x20D0, 0x2100),
    *range(0x3099, 0x309B),  # voicing of kana
    *range(0xFE00, 0xFE10),  # variation selectors
    *range(0xFE20, 0xFE30),
    0xFFFC,
]
"""Marks over and under letters of scripts that are read without them, and what has no width. Other
scripts are spelled with their marks: those of India, Thai, Khmer, Tibetan, Thaana keep them."""

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
    "ς": "σ",
    "ё": "е",
    "ß": "ss",
}


def spelled(char: str) -> str:
    """What one character is in `normal`: itself, another, several, a space, or nothing.

    Every character of the answer is its own answer, so that what is normal stays as it is. What
    stands beside a character never matters: this is all that the batch kernel has to know.

    >>> [spelled(char) for char in "É٤½ة-"]
    ['e', '4', '1 2', 'ه', ' ']
    """
    code = ord(char)
    if code in _UNSPOKEN:
        return ""
    # Korean syllables stay whole, as all but a few file names have them.
    if 0xAC00 <= code <= 0xD7A3:
        return char
    if char in _UNIFIED:
        return _UNIFIED[char]
    # Case first: it opens what decomposing then takes apart, and the parts go the same way.
    opened = unicodedata.normalize("NFKD", char.casefold())
    if opened != char:
        return "".join(map(spelled, opened))
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind == "Cf":
        return ""
    return char if kind[0] in "LNM" else " "


_UNSPOKEN = frozenset(_DROPPED)


class _Spelling(dict[int, str]):
    """`spelled` by code point, for `str.translate`; fills itself."""

    def __missing__(self, code: int) -> str:
        self[code] = found = spelled(chr(code))
        return found


_SPELLING = _Spelling()


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
    return _FORMS[text] if len(text) < _SHORT else _normal(text)


def keep_forms(found: Iterable[tuple[str, str]]) -> None:
    """Keep the forms of texts that were made otherwise than by `normal`, which will be asked."""
    known = {text: form for text, form in islice(found, _Forms.most) if len(text) < _SHORT}
    if len(_FORMS) + len(known) > _Forms.most:
        _FORMS.clear()
    _FORMS.update(known)


_SHORT = 400
"""Characters of a text whose form is kept: longer ones would fill the memory."""

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def _normal(text: str) -> str:
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    # Word by word, for words repeat: faster on news than the whole text at once.
    return " ".join(filter(None, map(_WORDS.__getitem__, text.split())))


def word_form(word: str) -> str:
    """`normal` of a word; its form is kept with those of words."""
    return _WORDS[word]


def word_forms(words: Iterable[str]) -> list[str]:
    """`word_form` of each of some words."""
    return list(map(_WORDS.__getitem__, words))


class _Kept(dict[str, str]):
    """Texts and what was made of them; begins anew where it would fill the memory."""

    most = 8192

    def keep(self, text: str, found: str) -> str:
        if len(self) >= self.most:
            self.clear()
        self[text] = found
        return found


class _Forms(_Kept):
    """Lines and their forms, for the cues of a line ask for its form again and again."""

    def __missing__(self, text: str) -> str:
        return self.keep(text, _normal(text))


class _Words(_Kept):
    """Words and their forms."""

    most = 65536

    def __missing__(self, word: str) -> str:
        found = " ".join(word.translate(_SPELLING).split())
        # What is too long to be a word does not come back.
        return self.keep(word, found) if len(word) < _LONG_WORD else found


_LONG_WORD = 24
_FORMS = _Forms()
_WORDS = _Words()


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
    if not text:
        return ""
    # Most lines have nothing to clean; asking so costs a tenth of cleaning them. Of white space
    # only the plain space is printable.
    if not text.isprintable() or "\ufffc" in text:
        text = _UNSEEN.sub("", text)
    elif "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """Whether `clean` leaves nothing of a text, without cleaning all of it where it does not."""
    return not text[:1].isalnum() and not clean(text[:_SHORT]) and not clean(text)


SPACELESS = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x312F)),
    *((0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    *((0xF900, 0xFAFF), (0x20000, 0x323AF)),
)
"""First and last code points of scripts written without spaces: Thai, Burmese, Khmer, Chinese."""

_SPACELESS = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in SPACELESS) + "]")


def is_spaceless(char: str) -> bool:
    """Whether `char` belongs to a script that is written without spaces."""
    return _SPACELESS.match(char) is not None


def tokens(text: str) -> list[str]:
    """The comparison units of `text`: words, and single characters of scripts without spaces."""
    return _split(normal(text))


def _split(normalised: str) -> list[str]:
    if normalised.isascii() or _SPACELESS.search(normalised) is None:
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


def jaccard(a: AbstractSet[object], b: AbstractSet[object]) -> float:
    """Shared part of two shingle sets, 0 to 1; 0 when either is empty."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


def width(text: str) -> int:
    """Length in words; characters of scripts without spaces count as half a word each."""
    if text.isascii() or _SPACELESS.search(text) is None:
        return len(text.split())
    dense = len(_SPACELESS.findall(text))
    return len(_SPACELESS.sub(" ", text).split()) + dense // 2


def measured(text: str) -> tuple[str, int]:
    """`normal` and `width` of a text that is asked once for both."""
    words = text.split()
    if text.isascii():
        return " ".join(text.translate(_ASCII).split()), len(words)
    key = " ".join(filter(None, map(_WORDS.__getitem__, words)))
    return key, width(text) if _SPACELESS.search(text) else len(words)


_DIGIT = re.compile(r"\d")
_WESTERN = re.compile("[0-9]")


def has_digit(text: str) -> bool:
    """Whether a digit of any script is in `text`, a raised one too."""
    if _WESTERN.search(text):
        return True
    return not text.isascii() and any(map(str.isdigit, text))


def western(text: str) -> str:
    """`text` with digits of any script as 0 to 9."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda digit: str(int(digit.group())), text)
