"""Author names as metadata and author lines give them, made into people and an agency."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from dedupe import cues
from dedupe.agencies import alone
from dedupe.cue_forms import named
from dedupe.text import clean, normal, tokens

_NOBODY = frozenset(
    [
        *(
            "admin",
            "administrator",
            "root",
            "user",
            "guest",
            "webmaster",
            "author",
            "editor",
            "n a",
        ),
        *("null", "none", "undefined", "unknown", "anonymous", "staff", "redaktion", "desk", "web"),
        *(
            "محرر",
            "المحرر",
            "مدير",
            "مدير الموقع",
            "الكاتب",
            "редактор",
            "редакция",
            "редакція",
            "默认",
        ),
    ]
)
"""What content systems put where nobody signed."""

_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|(?<!\w)@\w+")
_AND = re.compile(r"\s*[;|،、]\s*|\s*,\s+|\s[-–—]\s|\s+(?:and|und|et|y|e|и|و|και|ve|&)\s+")
_LABEL = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|written by|author|autor|auteur|text)\b\s*:?\s+",
    re.IGNORECASE,
)
_MOST_WORDS = 7
_MOST_PEOPLE = 20


def agencies_and_people(
    found: Iterable[tuple[str, str]], site_name: str
) -> tuple[tuple[str, ...], str]:
    """Authors' names, and the agency among them, from (text, type or source) pairs.

    Labels, addresses, roles, doubles, the site's own name and placeholders go; an agency moves to
    its own field; "Doe, Jane" of bibliographic meta names is turned round.
    """
    people: dict[str, str] = {}
    agency = ""
    for text, source in found:
        for name in _pieces(text, source):
            key = normal(name)
            if known := alone(name):
                agency = agency or known
            elif key and key != normal(site_name) and key not in _NOBODY and _could_be(name):
                people.setdefault(key, name)
    return tuple(list(people.values())[:_MOST_PEOPLE]), agency


def _pieces(text: str, source: str) -> list[str]:
    line = clean(_ADDRESS.sub(" ", html.unescape(text)))
    listed = cues.byline(line)
    if listed:
        return list(listed)
    line = _LABEL.sub("", line).strip(" -–—|,.;:،")
    turned = re.fullmatch(r"([^\s,]+),\s*([^\s,]+(?:\s[^\s,]+)?)", line)
    if turned and source in ("citation_author", "dc.creator", "dcterms.creator"):
        return [f"{turned[2]} {turned[1]}"]
    return [piece.strip(" -–—|,;:،()") for piece in _AND.split(line) if piece.strip()]


def _could_be(name: str) -> bool:
    if len(name) > 80 or len(name.split()) > _MOST_WORDS or not re.search(r"[^\W\d_]", name):
        return False
    # A bare host, or a trade without a name.
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", name) or set(tokens(name)) <= named("ROLES"):
        return False
    return not (
        cues.is_date_line(name) or re.search(r"\d{3}", name) or name.endswith((".", "!", "?"))
    )
