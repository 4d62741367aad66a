"""A text that goes on below a list of cards, in pages whose lines are all that is left of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedupe.carded import CARDS
from dedupe.cues import has_credit
from dedupe.looks import Look

_WORDS = 8
"""Words of a paragraph that says by its beginning that something stood before it."""
_BETWEEN = 3
"""Lines between two such paragraphs that are the text's own, but for headings of lists and days."""
_NEAR = 2
_ASTRAY = CARDS | {"out", "tool2"}
_APART = frozenset(("list_heading", "comments", "date", "marker"))
# Arabic reports join their paragraphs: all but the first begin with a conjunction and a verb, or
# with a particle; no headline and no first sentence does. Nouns that begin with a waw are not
# among these (`وزير`, `وكالة`, `وفد`, `والد`).
_GOES_ON = re.compile(
    r"(?:و\s|و(?:أ|إ|ي|ن|ت|ال(?!د|ي\b)|است|اعت|اخت|افت|انت|اتفق|ست(?!ين|ون)|سي(?!ل|ط|م\b)"
    r"|ا(?:شار|وضح|ضاف|كد|علن|فاد|عرب|بدى|برز|ثنى|شاد|ردف|حتج|تهم|كتفى|نطلق|نتقد)"
    r"|(?:قال|كان|ذكر|نقل|شدد|جاء|لفت|تابع|طالب|عثر|دعا|حذر|عبر|بلغ|شهد|رأى|بين|رد|سبق|ضم|شارك"
    r"|كشف|صرح|شمل|عاين|حضر|وصف|سجل|ثمن)ت?\b"
    r"|(?:في|من|عن|على|إلى|لم|لا|لن|قد|هو|هي|هذا|هذه|ذلك|بحسب|حسب|وفق|وفقا|حول|بشأن|رغم|خلال|مع"
    r"|عند|بعد|قبل|ردا|لدى|كذلك|بذلك|بالتالي|بخصوص|بالنسبة|بناء|بهذا|بموجب)\b)"
    r"|(?:كما|فيما|بدوره|بدورها|يذكر|يشار|ومن|لكن|غير أن|إلا أن|فقد|هذا و|من (?:جهته|جهتها|جانبه"
    r"|جانبها|ناحيته|ناحيتها|جهة أخرى|ناحية أخرى))(?:\s|(?<=هذا و)))"
)
# Short vowels, and the stroke that lengthens a word.
_MARKS = re.compile("[\u064b-\u0652\u0640]")
_BEGIN = 40


def goes_on(text: str) -> bool:
    """Whether a paragraph begins as one that has others before it; for Arabic alone.

    >>> goes_on("وأضاف أن المحصول وفير"), goes_on("وزير النقل يفتتح الطريق")
    (True, False)
    """
    return _GOES_ON.match(_MARKS.sub("", text[:_BEGIN])) is not None


def resume(lines: Sequence[Look], parts: list[str]) -> None:
    """Give a text its paragraphs that a list of cards parts from it, and what is between them.

    Cards may quote any sentence of their articles; so the first paragraph is one that is no card's,
    or has one line at most between it and the text.
    """
    last, opened = -1, False
    for at, look in enumerate(lines):
        if parts[at] == "title" or look.sort == "comments":
            last, opened = -1, False
        if parts[at] == "body":
            last = at if look.is_prose or last >= 0 else -1
            opened = False
        elif last >= 0 and parts[at] in _ASTRAY and _is_paragraph(look):
            near = at - last <= (_BETWEEN + 1 if opened else _NEAR)
            if (near or parts[at] not in CARDS) and goes_on(look.block.text):
                parts[at] = "body"
                if near:
                    _fill(lines, parts, last + 1, at)
                last, opened = at, True


def _is_paragraph(look: Look) -> bool:
    """Whether a line can be a paragraph: where line breaks are lost, what a card quotes is glued to
    the card."""
    return look.is_prose and look.words >= _WORDS and look.gap >= 0


def _fill(lines: Sequence[Look], parts: list[str], start: int, end: int) -> None:
    between = range(start, end)
    if any(lines[at].sort in _APART for at in between):
        return
    for at in between:
        if parts[at] in _ASTRAY:
            parts[at] = "caption2" if has_credit(lines[at].block.text) else "body"
