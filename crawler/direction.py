"""In which direction a text is written."""

from __future__ import annotations

import unicodedata

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_SCRIPTS = frozenset(["arab", "hebr", "syrc", "thaa", "nkoo", "adlm"])


def direction(lang: str, text: str = "") -> str:
    """`rtl` or `ltr` by the language, by the first letter of `text` where that is not known.

    >>> direction("ar-EG"), direction("en"), direction("ku-Arab"), direction("", "«قال")
    ('rtl', 'ltr', 'rtl', 'rtl')
    """
    parts = lang.lower().replace("_", "-").split("-")
    if parts[0]:
        return "rtl" if parts[0] in _RIGHT_TO_LEFT or _SCRIPTS & set(parts) else "ltr"
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
