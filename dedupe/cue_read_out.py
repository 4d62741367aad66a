"""Labels that a page has read out to whoever cannot see its pictures: `Image source, Northwind`.

Pages of the BBC, in whatever language, have them before each credit and each caption, hidden from
sight, and every dump of their text shows them. A comma parts the label from what it announces.
"""

from __future__ import annotations

import re

from dedupe.text import normal

_SOURCES = (
    "Image source|Fuente de la imagen|Crédito|Crédit photo|Автор фото|Kaynak|Fotoğraf kaynağı"
    "|صدر الصورة|مصدر الصورة|منبع تصویر|عکس از|इमेज स्रोत|ছবির উৎস|फोटो स्रोत|तस्बिर स्रोत"
    "|பட மூலாதாரம்|图像来源|圖像來源|画像提供|사진 출처|Sumber gambar|Nguồn hình ảnh|Chanzo cha picha"
    "|Asalin hoton|Xigashada Sawirka|ที่มาของภาพ|የፎቶው ባለመብት"
)
_CAPTIONS = (
    "Image caption|Pie de foto|Legenda da foto|Légende image|Подпись к фото|Підпис до фото"
    "|Fotoğraf altı yazısı|التعليق على الصورة|توضیح تصویر|इमेज कैप्शन|ছবির ক্যাপশান|फोटो कॅप्शन"
    "|तस्बिर क्याप्शन|படக்குறிப்பு|图像加注文字|圖像加註文字|画像説明|사진 설명|Keterangan gambar"
    "|Chụp lại hình ảnh|Maelezo ya picha|Bayanan hoto|Qoraalka sawirka|คำบรรยายภาพ|የምስሉ መግለጫ"
)
_KINDS = {
    "author": "author",  # in English whatever the page's language
    **dict.fromkeys(_SOURCES.casefold().split("|"), "source"),
    **dict.fromkeys(_CAPTIONS.casefold().split("|"), "caption"),
}
FIRST_WORDS = frozenset(normal(label).split()[0] for label in _KINDS)
"""With which, in normal form, a line with such a label begins."""
_LONGEST = max(map(len, f"{_SOURCES}|{_CAPTIONS}".split("|"))) + 8
_COMMA = re.compile("[,،、，]")


def read_out(text: str) -> tuple[str, str] | None:
    """What a line's label announces, `source`, `caption` or `author`, and the rest; None without.

    >>> read_out("Image source, Northwind Press")
    ('source', 'Northwind Press')
    >>> read_out("التعليق على الصورة، قارب في الميناء")
    ('caption', 'قارب في الميناء')
    >>> read_out("Image caption")
    """
    comma = _COMMA.search(text, 0, _LONGEST)
    if comma is None:
        return None
    kind = _KINDS.get(text[: comma.start()].strip().casefold())
    rest = text[comma.end() :].strip()
    return (kind, rest) if kind and rest else None
