"""The photo credit at the end of a caption, and the caption without it."""

from __future__ import annotations

import re
from functools import lru_cache
from string import whitespace

from dedupe import cue_words
from dedupe.agencies import agency, alone
from dedupe.cue_forms import (
    CLOSE,
    DASH,
    OPEN,
    alternatives,
    cased,
    dotted,
    name_like,
    named,
)
from dedupe.cue_read_out import read_out
from dedupe.text import normal, tokens, width

_LABEL = alternatives(cue_words.CREDIT_LABELS)
_FREE_LABEL = alternatives(cue_words.CREDIT_NO_COLON)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s.!?؟。…»”\"’')\]）】|/]))(?P<label>(?:{_LABEL})\s*[:：=＝]\s*|(?:{_FREE_LABEL})\s+)"
    r"(?P<credit>[^:：=＝]{2,90})$",
    re.IGNORECASE,
)
# Without a colon the bare word is a label only before a source that is known as one.
_BARE_LABEL = re.compile(
    r"\s(?:Photos?|Fotos?|Фото|Foto)\s+(?P<credit>\S[^.!?]{1,40}|(?:\w\.){2,5})$"
)
_LABEL_START = re.compile(rf"^(?:(?:{_LABEL})\s*[:：=＝]\s*|(?:{_FREE_LABEL})\s+)", re.IGNORECASE)
_BRACKET = re.compile(
    rf"(?P<open>[{re.escape(OPEN)}])(?P<inner>[^()\[\]（）【】［］]{{1,70}})[{re.escape(CLOSE)}]"
    r"(?P<after>\s*[.。]?)$"
)
# Japanese papers set the credit off with an equals sign: ＝遠野花子撮影, ＝共同.
_TAKEN_BY = re.compile("(?:撮影|提供|写す|摄|攝|供图)$")
_EQUALS = re.compile(r"\s*[＝=]\s*(?P<credit>[^＝=。]{2,30}?)(?:\s*(?:撮影|提供|写す))?$")
_SIGN = re.compile(r"(?:©|\(c\)|ⓒ|&copy;)\s*(?P<credit>[^©]{2,80})$", re.IGNORECASE)
_SIGN_BEGINS = re.compile(r"[©ⓒ&]|\([cC]\)")
_TAIL = re.compile(rf"(?:\s+(?:{DASH}+|[|/•])\s*|(?<=[.!?؟。…]) +)(?P<credit>[^.!?؟。…]{{2,60}})$")
_ENDED = re.compile(r"[.!?؟。…۔।][»”\"’')\]]*\s*$")
_QUOTED = '.«»“”„"「」'
_TRIM = " \t\u00a0-–—|/•·,،"

MOST_WORDS = 6
"""A longer parenthesis tells something; it does not name a source."""


def _is_credit(inner: str, before: str, after: str) -> bool:
    """Whether the closing parenthesis `inner` names who took or gave the picture."""
    bare = inner.strip()
    if not any(char.isalpha() for char in bare) or normal(bare) in named("NOT_CREDIT"):
        return False
    if _LABEL_START.match(bare) or _SIGN.search(bare):
        return True
    if width(bare) > MOST_WORDS:
        return False
    if agency(bare) and not re.search(r"\d{3}", bare):
        return True
    if any(char.isdigit() for char in bare):
        return False
    if _ENDED.search(bare) and not dotted(bare) and not dotted(bare.rsplit(None, 1)[-1]):
        return False
    if set(tokens(bare)) & named("CREDIT_WORDS") or normal(bare) in named("CREDIT_WORDS"):
        return True
    return _shape_only(bare, before, after)


def _shape_only(bare: str, before: str, after: str) -> bool:
    """An unknown source: a name in a parenthesis that is no part of the sentence.

    Where a full stop follows the parenthesis, it stands inside the sentence: "… of the council
    (UDK)." Initials of the words before it explain them: "World Trade Union (WTU)".
    """
    if after.strip() or width(before) < 3 or not name_like(_spaced(bare), 5):
        return False
    if bare.isupper() and cased(bare):
        starts = "".join(word[0] for word in re.findall(r"\w+", before) if word[0].isalnum())
        return bare.lower().replace(".", "") not in starts.lower()
    return True


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"[/|,،，、+&]|\s[-–—]\s", " ", text).split())


def _weak(text: str) -> bool:
    """Whether only the shape speaks for a single word in a parenthesis.

    "(update)" in a language that the word data misses, or the initials of a party, look the same.
    """
    found = _BRACKET.search(text)
    bare = found["inner"].strip() if found else ""
    if not bare or len(bare.split()) > 1 or agency(bare) or _LABEL_START.match(bare):
        return False
    if _TAKEN_BY.search(bare):
        return False
    known = set(tokens(bare)) & named("CREDIT_WORDS")
    return not known and (not cased(bare) or bare.upper() == bare)


def _bracket(text: str) -> tuple[str, str] | None:
    if text[-1:] not in _AT_BRACKET:
        return None
    found = _BRACKET.search(text)
    if not found:
        return None
    before = text[: found.start()]
    if not _is_credit(found["inner"], before, found["after"]):
        return None
    inner = found["inner"].strip()
    label = _LABEL_START.match(inner)
    credit = inner[label.end() :] if label and label.end() < len(inner) else inner
    return before.rstrip(), re.sub(r"^©\s*", "", credit.strip())


_AT_BRACKET = (*CLOSE, ".", "。", *whitespace)
"""What a text ends in whose last part may be a bracket."""


def _signed(text: str) -> tuple[str, str] | None:
    if not _SIGN_BEGINS.search(text):
        return None
    found = _SIGN.search(text)
    if not found or width(found["credit"]) > 8:
        return None
    before = text[: found.start()].rstrip(_TRIM)
    # "© 2031 Outlet" alone is the foot of a page.
    if not before and re.search(r"\d{4}", found["credit"]):
        return None
    label = re.search(rf"(?:{_LABEL})\s*[:：]?\s*$", before, re.IGNORECASE)
    if label and (label.start() == 0 or not before[label.start() - 1].isalnum()):
        before = before[: label.start()].rstrip(_TRIM)
    return before, found["credit"].strip()


def _labelled(text: str) -> tuple[str, str] | None:
    # The pattern is asked at every character, and hardly a line has what ends a label.
    if not _LABEL_ENDS.search(text) and not _may_be_labelled(text):
        return None
    for found in _LABELLED.finditer(text):
        credit = found["credit"].strip()
        # `Image: Photo by Ada Quill on Imagehoard` has two labels.
        inner = _LABEL_START.match(credit)
        credit = credit[inner.end() :] if inner else credit
        before = text[: found.start()]
        label = found["label"]
        free = _ENDED.search(before) or not before.strip() or before.rstrip()[-1] in "-–—|/•)"
        if cased(label) and not label[0].isupper() and not free:
            continue  # "the photo: ..." inside a sentence
        if width(credit) > (8 if free else 5) or _ENDED.search(credit.rstrip(".")):
            continue
        name = _SHOWN_ON.sub(" ", _QUOTES.sub("", credit.strip(_QUOTED)))
        if not agency(credit) and not name_like(_spaced(name), 7):
            continue
        return before.rstrip(_TRIM), credit
    return None


def begins_as_credit(text: str) -> bool:
    """Whether a line begins with what stands before a source: `| Photo: ada/imagehoard.example`."""
    return _LABEL_START.match(text.lstrip(" |(–-")) is not None


_QUOTES = re.compile('[«»“”„"「」]')
_SHOWN_ON = re.compile(r"\s(?:on|via|auf|sur|su|en|em|bei|in|no|på|w|на|علی|على)\s(?=[^\W\d_]+$)")
"""Between a name and the site that shows the picture: `Ada Quill on Imagehoard`."""
_LABEL_ENDS = re.compile("[:：=＝]")
_FREE_LABELS = ("oto", "ото", *cue_words.CREDIT_NO_COLON.lower().split("|"))
# `oto` says of a text whatever `photo by` does.
_HINTS = [one for one in _FREE_LABELS if sum(other in one for other in _FREE_LABELS) == 1]


def _may_be_labelled(text: str) -> bool:
    """Whether a text has the words of a label that needs no colon."""
    return any(map(text.lower().__contains__, _HINTS))


def _bare_label(text: str) -> tuple[str, str] | None:
    if "oto" not in text and "ото" not in text:
        return None
    found = _BARE_LABEL.search(text)
    if not found or not (agency(found["credit"]) or dotted(found["credit"])):
        return None
    return text[: found.start()].rstrip(_TRIM), found["credit"].strip()


def _stopped(text: str) -> tuple[str, str] | None:
    """`Text fot. Ada Quill`: a label that is cut short and needs no colon."""
    found = _STOPPED.search(text) if "ot." in text or "dj." in text else None
    if not found or not (agency(found["credit"]) or name_like(found["credit"], 6)):
        return None
    return text[: found.start()].rstrip(_TRIM), found["credit"].strip()


_STOPPED = re.compile(r"(?<!\w)(?:[Ff]ot|[Zz]dj)\. (?P<credit>[^.:;!?]{3,60})$")


def _equals(text: str) -> tuple[str, str] | None:
    if "=" not in text and "＝" not in text:
        return None
    found = _EQUALS.search(text)
    if not found or found.start() < 4 or not _SPACELESS_END.search(text[: found.start()]):
        return None
    credit, end = found["credit"].strip(), found.start()
    if any(map(str.isdigit, credit)):
        # `＝2031年5月4日、遠野市、遠野花子撮影`: the day and the place tell of the picture.
        end, credit = found.start("credit") + credit.rfind("、"), credit.rpartition("、")[2]
    return None if any(map(str.isdigit, credit)) else (text[:end].rstrip(), credit)


_TOWN = re.compile(r"[＝=][^＝=、]{1,6}[市町村区郡県府都]$")
_SPACELESS_END = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]$")


def _taken(text: str) -> tuple[str, str] | None:
    """`… a pitcher Gap Wire file photo`; `… 正录制视频 李尕 摄`."""
    if not text.endswith(_TAKEN_ENDS):
        return None
    found = _TAKEN.search(text)
    if not found:
        return None
    return text[: found.start()].rstrip(), (found["credit"] or found["taker"]).strip()


_TAKEN_ENDS = ("photo", "Photo", "摄", "攝")
_TAKEN = re.compile(
    r"(?<=\w)\s+(?P<credit>(?:[A-ZÀ-Þ][\w.&'’-]*\s+){1,3})(?:file|File|archive|handout) [Pp]hoto$"
    r"|(?:\s|(?<=[。！？…]))(?P<taker>[\u3400-\u9fff]{2,4})\s?[摄攝]$"
)


def _tail(text: str) -> tuple[str, str] | None:
    """`Caption – AFP/Getty`, `Caption. REUTERS/Jane Doe`."""
    if not _TAIL_BEGINS.search(text, max(0, len(text) - _MOST_TAIL)):
        return None
    found = _TAIL.search(text)
    if not found or found.start() == 0:
        return None
    credit = found["credit"].strip()
    parts = [p for p in re.split(rf"\s*[/,&+|،]\s*|\s+{DASH}\s+", credit) if p]
    known = any(alone(part) for part in parts)
    if not known or not all(alone(p) or name_like(p, 4) for p in parts):
        return None
    return text[: found.start()].rstrip(), credit


_TAIL_BEGINS = re.compile(rf"(?:{DASH}|[|/•.!?؟。…])\s*\S")
_MOST_TAIL = 100  # characters; the credit has 60, and spaces stand around what it begins with


def split_credit(text: str) -> tuple[str, str]:
    """A caption's text and its photo credit; the credit is "" where none is seen.

    Both are pieces of `text`; what lies between them is brackets, signs and the label. Structure
    decides first: a short parenthesis without digits at the very end that is a name or names a
    source, a copyright sign, a label with a colon; known agencies help where shape is not enough.

    >>> split_credit("A boat in the harbour (Northwind Press)")
    ('A boat in the harbour', 'Northwind Press')
    >>> split_credit("The singer (born 1961)")
    ('The singer (born 1961)', '')
    >>> split_credit("Image source, Northwind Press")
    ('', 'Northwind Press')
    >>> split_credit("قارب في الميناء (أرشيفية/ رويترز)")
    ('قارب في الميناء', 'أرشيفية/ رويترز')
    """
    return (_known_split if len(text) <= _LONGEST_KNOWN else _made_split)(text)


_LONGEST_KNOWN = 400
"""Characters of a line whose credit is kept: a page asks for it several times."""


def _made_split(text: str) -> tuple[str, str]:
    line = text.strip()
    kind, rest = read_out(line) or ("", "")
    if kind == "source":
        return "", rest
    line = rest if kind == "caption" else line
    if line[-1:].isalnum() and not _SHAPED.search(line) and not _may_be_labelled(line):
        return line, ""  # as nearly every headline
    if _SIGN_BEGINS.match(line) and (signed := _signed(line)):
        return signed  # a bracket behind it tells of the picture: `© Ada Quill (detail)`
    for part in (_bracket, _signed, _labelled, _bare_label, _stopped, _equals, _taken, _tail):
        found = part(line)
        if found and found[1]:
            return found
    return line, ""


_SHAPED = re.compile(rf"{DASH}|[©ⓒ&():：=＝|/•.!?؟。…摄攝]")
"""Signs that part a credit from its text where no bracket closes at the end."""
_known_split = lru_cache(maxsize=8192)(_made_split)

_LOOSE = re.compile(r"(?:\s[|/•]\s|(?<=[.!?。…])\s*/\s*)(?P<credit>[^|.!?؟。…]{2,60})$")
_LOOSE_LABEL = re.compile(r"^[^\s:：]{1,12}\s*[:：]\s*(?P<credit>[^:：]{2,60})$")
_OUTLETS_OWN = re.compile(r"\s[-–—]\s(?P<credit>[^\s/][^/.!?]{2,40}/[^/.!?]{2,40})$")
_LABEL_LAST = re.compile(
    rf"(?:^|[.!?。…|/•)–—-]\s*)(?:{_LABEL})\s*[:：]\s*(?P<credit>[^:：.!?。]{{2,60}})$",
    re.IGNORECASE,
)
_LOOSE_WORDS = 7
_LEAST_CAPTION = 3


def cut_credit(text: str) -> tuple[str, str]:
    """`split_credit` for what stands at a picture beyond doubt: the shape of a name is enough.

    >>> cut_credit("A queue at the window / Ostap Verbovy")
    ('A queue at the window', 'Ostap Verbovy')
    >>> cut_credit("The ferry at noon (Pic: Quill)")
    ('The ferry at noon', 'Quill')
    >>> cut_credit("The ferry at noon. / Photo: the town's archive")
    ('The ferry at noon.', "the town's archive")
    """
    caption, credit = split_credit(text)
    if credit and _TOWN.search(text):
        return text.strip(), ""  # where the picture was taken
    if credit:
        return caption, credit
    line = caption
    found = _LABEL_LAST.search(line)
    if found and width(found["credit"]) <= _LOOSE_WORDS:
        before = line[: found.start()]
        return (before + line[found.start()]).rstrip(_TRIM), found["credit"].strip()
    found = _LOOSE.search(line) or _OUTLETS_OWN.search(line)
    if found and _names_only(found["credit"]) and width(line[: found.start()]) >= _LEAST_CAPTION:
        return line[: found.start()].rstrip(), found["credit"].strip()
    bracket = _BRACKET.search(line)
    label = _LOOSE_LABEL.match(bracket["inner"].strip()) if bracket else None
    if bracket and label and _names_only(label["credit"]):
        before = line[: bracket.start()].rstrip()
        if width(before) >= _LEAST_CAPTION:
            return before, label["credit"].strip()
    return line, ""


def _names_only(text: str) -> bool:
    return width(text) <= _LOOSE_WORDS and name_like(_spaced(text.replace(".", " ")), 6)


MOST_CAPTION = 80
"""Words; a longer line that ends in a source is a paragraph."""


def has_credit(text: str) -> bool:
    """Whether `text` ends as a caption with a photo credit ends.

    Stricter than `split_credit`, which is told that it reads a caption: one unknown word without
    capitals, or unknown initials, do not make a line a caption.
    """
    line = text.strip()
    caption, credit = split_credit(line)
    return bool(credit) and width(caption) <= MOST_CAPTION and not _weak(line)
