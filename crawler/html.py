"""Bytes to text to element tree: the character set and the parser, for markup as it is met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_FREQUENT: Final = {
    "cp1256": "اليمنرتوبعدةأسفهك",
    "iso8859_6": "اليمنرتوبعدةأسفهك",
    "cp1251": "оеаинтсрвлкмдпуі",
    "koi8_r": "оеаинтсрвлкмдпу",
    "cp1253": "αοιετσνηυρπκμςάίόέ",
    "cp1255": "יהולאתמרבשנ",
    "cp1254": "ıİşŞğĞüöçÜÖÇâî",
    "cp1250": "áéíýčřžšěůąęłśżźćńóőűţşă",
    "cp1252": "éèàäöüßçñóíáâêôãõåøæúùîëïÉÄÖÜ’“”–…«»°·€",
    "gb18030": "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去",
    "big5": "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去",
    "shift_jis": "のにはをたがでてとしれさあいうるかりこもなまよ年日、。",
    "euc_jp": "のにはをたがでてとしれさあいうるかりこもなまよ年日、。",
    "euc_kr": "이다의는에가을를고하지한사로도기어인자정",
    "cp874": "านรกอเงมยลวดทสตะปบคหแจพชขใไโ่้ัีิุูาํ",
}
"""Common letters of what an older character set was made for: right text is full of them."""
_RARER: Final = {"gb18030": 2.8, "big5": 2.8, "euc_kr": 2.8, "shift_jis": 1.8, "euc_jp": 1.8}
"""How much rarer those are in scripts of thousands of signs: a quarter of Chinese and Korean and
near half of Japanese, where three quarters of an alphabet's text are its common letters."""

_ORDINARY: Final = {
    "euc_kr": (b"\xb0\xa1", b"\xc8\xfe"),
    "euc_jp": (b"\xb0\xa1", b"\xcf\xfe"),
    "gb18030": (b"\xb0\xa1", b"\xd7\xfe"),
    "big5": (b"\xa4\x40", b"\xc6\x7e"),
}
"""Where sets of thousands of signs have those of all days; Japanese kana stand before them."""
_LIKELY: Final = {"euc_kr": 0.5, "euc_jp": 0.48, "gb18030": 0.45, "big5": 0.45}
"""How likely text of ordinary signs alone is right, though a headline has none of the common ones:
the fewer signs are ordinary, the less is it by chance."""
_NO_WORD: Final = re.compile(
    # Marks of Thai that stand on no letter, and vowels before none.
    "(?<![\u0e01-\u0e2e\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
    # Capitals behind small letters, signs within words, Latin letters within Arabic words.
    "|[α-ωά-ώ][Α-Ω]|[^\\W\\d_][\xa1-\xa8\xac\xae-\xb1\xb4-\xb6\xb8\xbf\xd7\xf7][^\\W\\d_]"
    "|[\u0600-\u06ff][\xc0-\xff\u0152\u0153]|[\xc0-\xff\u0152\u0153][\u0600-\u06ff]"
)
"""What no word of an alphabet has: another character set is read as this one."""

_NAMES: Final = {
    "windows1256": "cp1256",
    "xwindows1256": "cp1256",
    "iso88591": "cp1252",  # browsers read Latin-1 as cp1252, and so do the people who declare it
    "latin1": "cp1252",
    "usascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "sjis": "shift_jis",
    "xsjis": "shift_jis",
    "iso88599": "cp1254",
    "ksc56011987": "euc_kr",
    "tis620": "cp874",
}

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_.:-]{2,40})""")
_LATIN: Final = ("cp1252", "cp1250", "cp1254")
_MIXED = re.compile("[A-Za-z][^\\x00-\\x7f\u2010-\u203a]|[^\\x00-\\x7f\u2010-\u203a][A-Za-z]")
_BEFORE = 200
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_HIGH = re.compile(rb"[^<>]{0,%d}[\x80-\xff][^<>]{0,400}" % _BEFORE)
_STRAY_BYTES = 4
"""So many broken places a short page of UTF-8 may have: a cut quotation, a sign pasted in."""
_SAMPLE = 60_000
"""Bytes of text around non-ASCII characters that a character set is judged by."""


def decode_html(data: bytes, charset: str | None = None) -> str:
    """The text of a page's bytes; `charset` is what the HTTP header said, which may be a lie.

    A byte order mark decides; then valid UTF-8 does, whatever was declared; then the declared
    character set, if the letters that it yields look like writing; then the one that yields the
    most usual letters. Bytes that fit nowhere become U+FFFD: visible, never silent.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = _declared(data, charset)
    if b"\x00" in data[:200]:
        wide = _utf16(data)
        if wide:
            return data.decode(wide, "replace")
    if data.isascii():
        name = next((name for name in declared if name.startswith(("iso2022", "hz"))), "ascii")
        return data.decode(name, "replace")
    text = _from_utf8(data)
    if text is not None and not _short_cjk(data, declared):
        return text
    return data.decode(_best(data, declared), "replace")


def _declared(data: bytes, charset: str | None) -> list[str]:
    """Python's names of the declared character sets, the HTTP header's first."""
    names = [charset] if charset else []
    names += [found.decode("ascii") for found in _DECLARED.findall(data[:8192].lower())[:4]]
    known = []
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        try:
            codec = _NAMES.get(plain) or name.strip().lower()
            "é".encode(codec, "replace")
        except (LookupError, ValueError, TypeError):
            continue
        known.append("utf-8" if plain in ("utf8", "unicode11utf8") else codec)
    return list(dict.fromkeys(known))


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark shows as NULs in every second byte of the ASCII markup."""
    head = data[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 or 8 * min(even, odd) > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _from_utf8(data: bytes) -> str | None:
    """The text of bytes that are UTF-8, but for a few broken places among many good ones."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        if error.start >= len(data) - 3:  # a download that was cut inside a character
            return text
        bad = text.count("\ufffd")
        good = len(text) - len(text.encode("ascii", "ignore")) - bad
        # Text in an older character set is hardly ever valid UTF-8 by chance.
        return text if good > 3 * bad or (bad <= _STRAY_BYTES and good > bad) else None


def _short_cjk(data: bytes, declared: list[str]) -> bool:
    """A few characters of GBK can be valid UTF-8 by chance; there the declaration decides."""
    if not declared or declared[0] not in ("gb18030", "big5", "euc_kr", "shift_jis", "euc_jp"):
        return False
    return sum(byte > 0x7F for byte in data[:100_000]) < 8 and len(data) < 100_000


def _best(data: bytes, declared: list[str]) -> str:
    sample = _sample(data[: 1 << 21])
    candidates = [name for name in declared if name != "utf-8"]
    scores = {name: _likeness(sample, name) for name in (*candidates, *_FREQUENT)}
    best = max(scores, key=lambda name: scores[name])
    for name in candidates:
        if scores[name] > 0 and scores[name] >= 0.6 * scores[best]:
            return name
    return best if scores[best] > 0 else (candidates or ["cp1252"])[0]


def _sample(data: bytes) -> bytes:
    r"""What stands around bytes that are not ASCII, a line for each place.

    >>> _sample(b"<p>caf\xe9 au lait</p><p>tea</p><p>th\xe9</p>")
    b'caf\xe9 au lait\nth\xe9'
    """
    parts: list[bytes] = []
    at = size = 0
    # The pattern alone would look for a byte from every place of a page that has few of them.
    while size < _SAMPLE and (high := _HIGH_BYTE.search(data, at)):
        start = max(at, high.start() - _BEFORE)
        start = max(start, *(data.rfind(sign, start, high.start()) + 1 for sign in (b"<", b">")))
        found = _HIGH.match(data, start)
        parts.append(found[0] if found else b"")
        at = found.end() if found else high.end()
        size += len(parts[-1]) + 1
    return b"\n".join(parts)[:_SAMPLE]


def _likeness(sample: bytes, name: str) -> float:
    """How much the bytes, read as `name`, look like writing: 0 to 1."""
    text = sample.decode(name, "replace")
    high = [char for char in text if char > "\x7f"]
    if not high or text.count("\ufffd") > 1 + len(high) // 50:
        return 0.0
    odd = sum("\x7f" < char < "\xa0" or "\ue000" <= char <= "\uf8ff" for char in high)
    odd += text.count("\ufffd")
    usual = _FREQUENT.get(name)
    if usual is None:
        usual = "".join(_FREQUENT.values())
    score = (sum(char in usual or char.lower() in usual for char in high) - 5 * odd) / len(high)
    if name in _LATIN:
        # Accented letters stand among plain ones; a word of nothing else is another alphabet.
        words = [word for word in re.findall(r"[^\W\d_]{3,}", text) if not word.isascii()]
        dense = sum(2 * sum(char > "\x7f" for char in word) > len(word) for word in words)
        score -= 2.0 * dense / len(words) if words else 0.0
    elif name in ("cp1251", "koi8_r"):
        # The two have upper and lower case swapped: "пРИВЕТ" betrays the wrong one.
        words = re.findall(r"[а-яё][А-ЯЁ]|[А-ЯЁ]{2}", text)
        score -= 2.0 * len(words) / len(high)
    if name in _ORDINARY:
        first, last = _ORDINARY[name]
        ordinary = sum(first <= char.encode(name, "replace") <= last for char in high)
        return max(0.0, score * _RARER[name], _LIKELY[name] * (ordinary / len(high) - 0.9) * 10)
    score -= 2.0 * len(_NO_WORD.findall(text)) / len(high)
    if name not in _LATIN:
        # No word begins in one alphabet and goes on in another.
        score -= len(_MIXED.findall(text)) / len(high)
    return max(0.0, score * _RARER.get(name, 1.0))


_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,300}\[[^\]]{0,20000}\]\s*>", re.I)
_PAGE_END = re.compile(rb"</(?:html|body)\s*>", re.I)
_FLAT = re.compile(
    rb"</?(?!(?:p|br|hr|li|tr|td|h[1-6]|script|style|title|img)\b)[a-z!][^<>]*>", re.I
)
_TAG = re.compile(rb"<[^<>]*>")


def parse_html(html: str | bytes, charset: str | None = None) -> etree._Element:
    """The root element of a page; anything parses, and an empty page is an empty `html`."""
    from lxml import etree

    text = decode_html(html, charset) if isinstance(html, bytes) else html
    # Lone surrogates cannot be encoded; the replacement character shows where they stood.
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = re.sub("[\ud800-\udfff]", "\ufffd", text).encode()
    data = data.replace(b"\x00", b"")
    # A document type with entities of its own would leave "]>" as text; none is ever expanded.
    data = _DOCTYPE.sub(b"", data, count=1)
    # The parser drops what follows the first end of the page; browsers, and readers, do not.
    data = _PAGE_END.sub(b" ", data)
    root, deep = _parse(data)
    if deep:  # the parser gives up below 2,048 open elements, and text would be lost
        root, deep = _parse(_FLAT.sub(b"<p>", data))
    if deep:
        root, deep = _parse(_TAG.sub(b"<p>", data))
    return etree.Element("html") if root is None else root


def _parse(data: bytes) -> tuple[etree._Element | None, bool]:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None, False
    deep = any(
        entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message
        for entry in parser.error_log.filter_from_fatals()
    )
    return root, deep
