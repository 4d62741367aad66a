"""In which direction a language is written."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_SCRIPTS = frozenset(["arab", "hebr", "syrc", "thaa", "nkoo", "adlm"])


def direction(lang: str) -> str:
    """`rtl`, `ltr`, or `auto` where the language is not known: then the letters decide.

    >>> direction("ar-EG"), direction("en"), direction("ku-Arab"), direction("")
    ('rtl', 'ltr', 'rtl', 'auto')
    """
    parts = lang.lower().replace("_", "-").split("-")
    if not parts[0]:
        return "auto"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or _SCRIPTS & set(parts) else "ltr"
