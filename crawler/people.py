"""Author names as metadata and author lines give them, made into people and an agency."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from dedupe import cues
from dedupe.agencies import PICTURES, alone
from dedupe.cue_forms import alternatives, named, words
from dedupe.cue_words import AND_WORDS
from dedupe.text import clean, normal, tokens

_NOBODY = words(
    "admin|administrator|root|user|super user|guest|webmaster|author|editor|publisher|n a|null|none"
    "|undefined|unknown|anonymous|staff|desk|web|web desk|news desk|newsroom|editorial team"
    "|editorial staff|site admin|autor|autorin|redaktion|anonym|herausgeber|auteur|la rédaction"
    "|rédaction|anonyme|rédacteur|administrateur|autora|redacción|anónimo|administrador|redacao"
    "|redação|anônimo|autore|redazione|anonimo|amministratore|redactie|auteur onbekend|beheerder"
    "|redakcja|administratorka|yönetici|editör|haber merkezi|yazar|автор|редактор|редакция|админ"
    "|администратор|редакція|адмін|адміністратор|συντάκτης|συντακτική ομάδα|διαχειριστής"
    "|محرر|المحرر|مدير|مدير الموقع|مدير النظام|الكاتب|هيئة التحرير|أسرة التحرير|المشرف|الإدارة"
    "|أدمن|تحریریه|مدیر سایت|مدیر|ادمین|نویسنده|ایڈمن|ویب ڈیسک|نیوز ڈیسک|מערכת|מערכת האתר|מנהל האתר"
    "|एडमिन|वेब डेस्क|न्यूज डेस्क|डेस्क|默认|管理员|管理員|编辑部|編輯部|小编|編集部|管理者|관리자"
    "|편집부|운영자|redaksi|tim redaksi|penulis|নিজস্ব|নিজস্ব প্রতিবেদক|নিজস্ব সংবাদদাতা|স্টাফ রিপোর্টার"
    "|ban biên tập|quản trị"
)
"""What content systems put where nobody signed."""

_DESKS = words(
    "newsroom|newsdesk|desk|redaktion|redaktionen|rédaction|redacción|redacao|redação|redazione"
    "|redactie|redakcja|redakce|redakcija|redacția|redaksi|toimitus|редакция|редакція|dawati|डेस्क"
    "|ডেস্ক|ڈیسک|تحریریه|编辑部|編輯部|編集部|편집부"
)
"""Who writes for an outlet without a name: `Sports Desk`, `Redaktion Gull`."""

_COMPANY = re.compile(
    r"(?:^|[\s,])(?:gmbh|mbh|ag|kg|ltd|limited|inc|llc|plc|corp|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a"
    r"|b\.?v|n\.?v|e\.?\s?v|a\.?ş|ооо|зао|оао|тов|pty|co)\.?(?=$|[\s,])",
    re.IGNORECASE,
)
"""The form of a company, which stands behind its name."""

_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|(?<!\w)@\w+")
_AND = re.compile(rf"\s*[;|·•،、]\s*|\s*,\s+|\s[-–—]\s|\s+(?:{alternatives(AND_WORDS)}|&)\s+")
_LABEL = re.compile(
    r"^(?:(?:words|text|story|report|interview)(?:\s(?:and|&)\s\w+)?\sby"
    r"|by|vom|von|na(?=\s\S+\s\S)|par|por|di|door|av|af|written by|author|autor|auteur|text)"
    r"\b\s*:?\s+",
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
        # `Gull Media Ltd, Tarnholm`: whoever runs the site wrote none of it.
        if _COMPANY.search(text):
            continue
        for name in _pieces(text, source):
            key = normal(name)
            if known := _agency(name):
                agency = agency or ("" if known in PICTURES else known)
            elif key and key != normal(site_name) and key not in _NOBODY and _could_be(name):
                people.setdefault(key, name)
    return tuple(list(people.values())[:_MOST_PEOPLE]), agency


def _agency(name: str) -> str:
    """The agency that a piece names: alone, or behind a writer's initials."""
    return alone(name) or ("/" in name and cues.are_initials(name) and cues.agency(name)) or ""


def _pieces(text: str, source: str) -> list[str]:
    line = clean(_ADDRESS.sub(" ", html.unescape(text)))
    listed = cues.byline(line)
    if listed:
        return list(listed)
    line = _LABEL.sub("", cues.without_label(line)).strip(" -–—|,.;:،")
    turned = re.fullmatch(r"([^\s,]+),\s*([^\s,]+(?:\s[^\s,]+)?)", line)
    if turned and source in ("citation_author", "dc.creator", "dcterms.creator"):
        return [f"{turned[2]} {turned[1]}"]
    return [piece.strip(" -–—|,;:،()") for piece in _AND.split(line) if piece.strip()]


def _could_be(name: str) -> bool:
    if len(name) > 80 or len(name.split()) > _MOST_WORDS or not re.search(r"[^\W\d_]", name):
        return False
    # `Article by`, whose name the template keeps elsewhere; the button beside a name.
    if cues.is_byline_label(normal(name)) or cues.is_short_furniture(name):
        return False
    # A bare host, or a trade without a name.
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", name) or set(tokens(name)) <= named("ROLES"):
        return False
    if not _DESKS.isdisjoint(tokens(name)):
        return False
    return not (
        cues.is_date_line(name) or re.search(r"\d{3}", name) or name.endswith((".", "!", "?"))
    )
