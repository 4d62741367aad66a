"""Whether two headlines, or two captions, are the same text printed twice."""

from __future__ import annotations

import re
from functools import lru_cache

from dedupe.cues import split_credit
from dedupe.rules import DEFAULT_RULES, Rules
from dedupe.text import jaccard, normal, shingles
from dedupe.unchanging import unchanging

# A part of at least this share of the longer text is the same text with an end cut off.
# Shorter parts are other texts that happen to begin alike.
_CUT_SHARE = 0.75
_FEWEST_TOKENS = 3
# Characters; of longer texts only two are kept, the one that others are compared with and the
# last: more would fill the memory.
_LONGEST_KNOWN = 2000
BEGUN = 5
"""Letters that texts printed twice have in common at their beginning."""
BEGIN = 10
"""Characters that hold so many letters, spaces between words aside."""
# Characters at an end that its dots and what closes behind them take up.
_MOST_DOTS = 40
# Characters of a headline that say enough; a megabyte set as one must not be looked up in the text.
LONGEST_TITLE = 400
RUN, DENSE_RUN = 4, 2
# A headline of one word that is shorter than this is in a script without spaces.
_SPACELESS_TITLE = 40
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DOTS = re.compile(r"(?:\.{2,}|…|⋯|\[…\]|\[\.{3}\])\s*[»”\"')\]]*$")
_BRACKET = re.compile(r"[(\[（【](?P<inner>[^()\[\]（）【】]{1,80})[)\]）】]\s*$")
_CLOSING = frozenset(")]）】")
_SEPARATES = re.compile(r"[|:–—•·»-]")
_SEPARATOR = re.compile(r"\s+(?:[|:–—•·»]|::|-{1,2})\s+|\s*[|]\s*")


def likeness(text: str, other: str, rules: Rules = DEFAULT_RULES) -> float | None:
    """Similarity of two headers that are one text printed twice, None when they are two texts.

    1.0 where they are equal after normal(); below that the true Jaccard of their shingle sets,
    where they differ by nothing but a credit, spacing, a site's name at an end, or a cut end.
    Captions that differ by a word are captions of two pictures: similarity alone never decides.
    """
    return keyed_likeness(text, _key(text), other, _key(other), rules)


def keyed_likeness(text: str, key: str, other: str, other_key: str, rules: Rules) -> float | None:
    """`likeness` of texts whose normal forms are at hand."""
    if not key or not other_key:
        return None
    if key == other_key:
        return 1.0
    # Everything that trimming takes away stands at the end, but for a site's name.
    if begins(key) != begins(other_key) and not (
        rules.names and (is_parted(text) or is_parted(other))
    ):
        return None
    one, two = _forms(text, rules.names), _forms(other, rules.names)
    if _same_but_trimmings(one, two):
        return jaccard(shingles(text, 1), shingles(other, 1))
    return None


def _key(text: str) -> str:
    """The normal form; `normal` itself keeps those of lines."""
    return (_known_key if len(text) <= _LONGEST_KNOWN else _long_key)(text)


def begins(key: str) -> str:
    """How a normal form begins without spaces: texts printed twice begin alike."""
    return key[:BEGIN].replace(" ", "")[:BEGUN]


def is_parted(text: str) -> bool:
    """Whether a site's name may be set off in a text."""
    return _SEPARATES.search(text) is not None and _SEPARATOR.search(text) is not None


_known_key = lru_cache(maxsize=4096)(normal)
_long_key = lru_cache(maxsize=2)(normal)


@unchanging
class _Forms:
    """A text as comparisons see it; made once, for a line is compared with all that are near it."""

    key: str
    joined: str
    """The key without spaces."""
    unbracketed: str
    bare: str
    """The normal form without a photo credit and without the site's name at an end."""
    dotted: bool


def _forms(text: str, names: frozenset[str]) -> _Forms:
    return (_known_forms if len(text) <= _LONGEST_KNOWN else _long_forms)(text, names)


def _made(text: str, names: frozenset[str]) -> _Forms:
    key = _key(text)
    caption, credit = split_credit(text)
    unbracketed = without_bracket(text)
    bare = without_site_name(caption, names)
    return _Forms(
        key,
        key.replace(" ", ""),
        key if unbracketed == text else normal(unbracketed),
        key if not credit and bare == text else normal(bare),
        _DOTS.search(text, max(0, len(text) - _MOST_DOTS)) is not None,
    )


_known_forms = lru_cache(maxsize=4096)(_made)
_long_forms = lru_cache(maxsize=2)(_made)


def _same_but_trimmings(one: _Forms, two: _Forms) -> bool:
    if one.joined == two.joined or one.key == two.unbracketed or two.key == one.unbracketed:
        return True
    if not one.bare or not two.bare:
        return False
    if one.bare == two.bare:
        return len(one.bare.split()) >= _FEWEST_TOKENS or len(one.bare) >= 8
    return _is_cut(one, two) or _is_cut(two, one)


def without_site_name(text: str, names: frozenset[str]) -> str:
    """`text` without the parts at its ends that are the site's `names`, in normal form.

    >>> without_site_name("Rain at last | Velm Daily", frozenset(["velm daily"]))
    'Rain at last'
    """
    if not names:
        return text
    for match in reversed(list(_SEPARATOR.finditer(text))):
        if normal(text[match.end() :]) in names:
            return without_site_name(text[: match.start()], names)
    first = _SEPARATOR.search(text)
    if first and normal(text[: first.start()]) in names:
        return text[first.end() :]
    return text


def without_bracket(text: str) -> str:
    """`text` without a bracket at its very end: where a caption is printed twice, its credit.

    >>> without_bracket("The harbour at dusk (Ada Quill)")
    'The harbour at dusk'
    """
    if text[-1:] not in _CLOSING and text.rstrip()[-1:] not in _CLOSING:
        return text
    found = _BRACKET.search(text)
    return text[: found.start()].rstrip() if found else text


def _is_cut(one: _Forms, two: _Forms) -> bool:
    """Whether the first is the second with its end missing: by dots, or nearly all of it."""
    key, whole = one.bare, two.bare
    if len(key) >= len(whole) or not whole.startswith(key) or len(key.split()) < _FEWEST_TOKENS:
        return False
    return one.dotted or (whole[len(key)] == " " and len(key) >= _CUT_SHARE * len(whole))


def cohesion(title: str, prose: str) -> float:
    """Share of a headline's character runs that its text has too, 0 to 1; both in normal form.

    Runs of four characters see through prefixes and endings; headlines in scripts without spaces,
    with commas in them or not, and in Hangul, of which a character is a syllable, are compared by
    pairs.
    """
    title = title[:LONGEST_TITLE]
    own = runs(title, run_size(title))
    return sum([run in prose for run in own]) / len(own) if own else 0.0


def run_size(title: str) -> int:
    """Characters of the runs that a headline is compared by."""
    title = title[:LONGEST_TITLE]
    if title.isascii():
        return RUN
    spaced = " " in title or len(title) > _SPACELESS_TITLE
    return RUN if spaced and not _DENSE.search(title) else DENSE_RUN


def runs(text: str, size: int = RUN) -> set[str]:
    """The runs of `size` characters in a text."""
    return {text[at : at + size] for at in range(len(text) - size + 1)}
