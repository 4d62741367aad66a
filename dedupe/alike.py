"""Whether two headlines, or two captions, are the same text printed twice."""

from __future__ import annotations

import re
from functools import lru_cache

from dedupe.cues import split_credit
from dedupe.rules import DEFAULT_RULES, Rules
from dedupe.text import jaccard, normal, shingles

# A part of at least this share of the longer text is the same text with an end cut off.
# Shorter parts are other texts that happen to begin alike.
_CUT_SHARE = 0.75
_FEWEST_TOKENS = 3
_DOTS = re.compile(r"(?:\.{2,}|…|⋯|\[…\]|\[\.{3}\])\s*[»”\"')\]]*$")
_BRACKET = re.compile(r"\s*[(\[（【](?P<inner>[^()\[\]（）【】]{1,80})[)\]）】]\s*$")
_SEPARATOR = re.compile(r"\s+(?:[|:–—•·»]|::|-{1,2})\s+|\s*[|]\s*")


def likeness(text: str, other: str, rules: Rules = DEFAULT_RULES) -> float | None:
    """Similarity of two headers that are one text printed twice, None when they are two texts.

    1.0 where they are equal after normal(); below that the true Jaccard of their shingle sets,
    where they differ by nothing but a credit, spacing, a site's name at an end, or a cut end.
    Captions that differ by a word are captions of two pictures: similarity alone never decides.
    """
    key, other_key = normal(text), normal(other)
    if not key or not other_key:
        return None
    if key == other_key:
        return 1.0
    if not rules.names and not _begin_alike(key, other_key):
        return None  # everything that trimming takes away stands at the end
    if _same_but_trimmings(text, other, key, other_key, rules):
        return jaccard(shingles(text, 1), shingles(other, 1))
    return None


def _begin_alike(key: str, other: str) -> bool:
    return key[0] == other[0] and key.replace(" ", "")[:5] == other.replace(" ", "")[:5]


def _same_but_trimmings(text: str, other: str, key: str, other_key: str, rules: Rules) -> bool:
    if key.replace(" ", "") == other_key.replace(" ", ""):
        return True
    if key == normal(without_bracket(other)) or other_key == normal(without_bracket(text)):
        return True
    bare, other_bare = _bare(text, rules), _bare(other, rules)
    if not bare or not other_bare:
        return False
    if bare == other_bare:
        return len(bare.split()) >= _FEWEST_TOKENS or len(bare) >= 8
    return _is_cut(text, bare, other_bare) or _is_cut(other, other_bare, bare)


@lru_cache(maxsize=4096)
def _bare(text: str, rules: Rules) -> str:
    """The normal form without a photo credit and without the site's name at an end."""
    caption, _credit = split_credit(text)
    return normal(without_site_name(caption, rules))


def without_site_name(text: str, rules: Rules = DEFAULT_RULES) -> str:
    """`text` without the parts at its ends that `rules` knows as the site's names.

    >>> from dedupe.rules import rules
    >>> without_site_name("Rain at last | Velm Daily", rules(names=["Velm Daily"]))
    'Rain at last'
    """
    if not rules.names:
        return text
    for match in reversed(list(_SEPARATOR.finditer(text))):
        if normal(text[match.end() :]) in rules.names:
            return without_site_name(text[: match.start()], rules)
    first = _SEPARATOR.search(text)
    if first and normal(text[: first.start()]) in rules.names:
        return text[first.end() :]
    return text


def without_bracket(text: str) -> str:
    """`text` without a bracket at its very end: where a caption is printed twice, its credit.

    >>> without_bracket("The harbour at dusk (Ada Quill)")
    'The harbour at dusk'
    """
    found = _BRACKET.search(text)
    return text[: found.start()] if found else text


def _is_cut(text: str, key: str, whole: str) -> bool:
    """Whether `key` is `whole` with its end missing: by dots, or nearly all of it."""
    if len(key) >= len(whole) or len(key.split()) < _FEWEST_TOKENS:
        return False
    if not whole.startswith(key):
        return False
    if _DOTS.search(text):
        return True
    return whole[len(key)] == " " and len(key) >= _CUT_SHARE * len(whole)
