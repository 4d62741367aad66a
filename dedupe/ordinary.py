"""The ordinary page of a dump, a headline over paragraphs, folded at once.

Most pages of a dump whose titles and texts stand apart are a headline and sentences of which none
repeats another. Of such a page the whole way (`page`) makes one article with all its lines. Here
is asked, as cheaply as may be, whether a page is one; whatever is in doubt goes the whole way.
Each question stands for one step of that way, which its comment names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from dedupe import cue_words, cues
from dedupe.alike import (
    BEGIN,
    BEGUN,
    begins,
    is_parted,
    likeness,
    without_bracket,
    without_site_name,
)
from dedupe.boilerplate import furniture_keys
from dedupe.cue_forms import SPACED_DASH, named
from dedupe.cue_read_out import FIRST_WORDS
from dedupe.cue_tools import MOST_RIGHTS, RIGHTS_BEGIN, is_own, rights_begin
from dedupe.echoes import ECHO_WINDOW, edges
from dedupe.flat import is_flat
from dedupe.fold import PULL_DISTANCE, PULL_SHARE, PULL_WORDS
from dedupe.forms import Measured, measured_lines
from dedupe.lang import guess_lang
from dedupe.looks import CARD_WORDS, PROSE_WORDS, SENTENCE_STOPS, gaps, sort_of
from dedupe.model import Article, Block, Metadata, Page, Placed
from dedupe.rules import Rules
from dedupe.signature import MOST_WORDS as MOST_SIGNED
from dedupe.text import normal

_MOST_CUE = 120
"""Characters; no tool, date, byline or dateline has more."""
_LONG = 300
"""Characters of a line that is long whatever credit, bracket or name is cut from its end."""
_FEW = 10
"""Characters of a normal form by which lines are said to begin alike (alike.begins)."""
_SHARED = 7
"""Letters that lines have in common at least if they are alike, and two words hold more."""
_LONGEST = 1000
"""Characters of a line of a few words; what is longer would fill the memory of single words."""
_LANG_CHARS = 2000

_MARKS = "|-:–—•·»"
_SEAMS = ("|", *(f" {mark} " for mark in ("-", "--", ":", "::", *"–—•·»")))
"""What `alike.is_parted` finds in text with single spaces; each has one of the marks."""
_DENSE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Letters of which a cue may part a run (cue_tools)."""
_SHAPED = re.compile(rf"[-–—―‒−\u0640|•·：/=＝©ⓒ&()（）\[\]【】［］.!?؟。…۔।॥！？．{_DENSE}]")
"""Signs that datelines and credits are made of, but for quotes and colons."""
_PARTED = re.compile(rf"{SPACED_DASH.pattern}|[{_DENSE}]")
"""What parts a line of several that say who wrote, or when."""
_TRIMMED = re.compile(r"[|:：=＝©ⓒ&()（）\[\]【】［］–—―‒−\u0640•·»/…⋯摄攝]")
_CREDITS = (" -", "..", "oto", "ото", *cue_words.CREDIT_NO_COLON.lower().split("|"))
_CREDITED = [sign for sign in _CREDITS if not any(other in sign for other in {*_CREDITS} - {sign})]
"""Signs and words without which no credit is seen in a line that ends as `_is_whole` says."""
# What cue_datelines takes for a place and an outlet beside a colon, and spaces.
_MOST_PLACE = 42
_MOST_OUTLET = 52
_NAME_WORDS = 5
_OUTLET_WORDS = 9
_LEAD = re.compile(r"[(（\[–—―:.【电電-]")
"""One of these every dateline that opens a paragraph has, among its first characters."""
_LEAD_CHARS = 120
_STOP = re.compile("[.!?؟。…]")
_DIGIT = re.compile(r"\d")
_LONG_BEGIN = 40
_INITIALS = 6
"""Words of a line that may end in initials instead of ending as a sentence."""
MOST_LINES = 1000
_PLACED = (Placed(0, "title"), *(Placed(n, "body") for n in range(1, MOST_LINES)))
_UNHEADED = tuple(Placed(n, "body") for n in range(MOST_LINES))
_BARE_WORDS = 20
"""Words of each paragraph of a bare text that is ordinary: a shorter one may be a site's."""
_WHOLE_WORDS = 60
"""Words of a line that has no end of a sentence: what is longer may be all of a page's foot."""
_HEADLINE_WORDS = 4
"""Words of a first line that nobody calls the title and that is one; sections have fewer."""


def ordinary(page: Page, rules: Rules, furniture: Collection[bytes]) -> Article | None:
    """The article that all lines of a page are; None: in doubt."""
    blocks = page.blocks
    if page.form not in ("fields", "text") or len(blocks) > MOST_LINES:
        return None
    texts = [block.text for block in blocks]
    if {block.kind for block in blocks} != {"other"}:
        return None
    lines = measured_lines(texts)
    headed = page.form == "fields" or is_headed(lines)
    if page.form == "text":
        above = gaps(page)
        spaced = max(above, default=0) > 0
        if min(above, default=0) < 0 or not is_told(texts, lines, page.meta.title, spaced):
            return None
    found = is_ordinary(texts, lines, rules, furniture, headed)
    return article_of(texts, page.meta, headed) if found else None


def is_headed(lines: Measured) -> bool:
    """Whether the first line of a bare text is no paragraph, if it is an ordinary one."""
    return bool(lines) and lines[0][1] < _BARE_WORDS


def is_told(texts: Sequence[str], lines: Measured, title: str, spaced: bool) -> bool:
    """Whether the lines of a bare text tell what they are without those learned from (running).

    These say of long paragraphs, below a headline or alone, nothing that `is_ordinary` does not.
    `title` is what a column says, `spaced` whether blank lines are in the text; of one that lost
    its paragraphs it is also said how sure that is, so it is in doubt.
    """
    if not 2 <= len(lines) <= MOST_LINES or any(size < _BARE_WORDS for _, size in lines[1:]):
        return False
    key, size = lines[0]
    if title:
        if size >= _BARE_WORDS or key != normal(title):
            return False
    elif size < _HEADLINE_WORDS or (size >= _BARE_WORDS and texts[0][-1] not in SENTENCE_STOPS):
        return False
    prose = [(text, words) for text, (_, words) in zip(texts, lines, strict=True)]
    if any(words >= _WHOLE_WORDS and not _STOP.search(text) for text, words in prose):
        return False  # a menu or cards behind each other
    return spaced or not is_flat(prose[int(is_headed(lines)) :], len(lines))


def is_ordinary(
    texts: Sequence[str],
    lines: Measured,
    rules: Rules,
    furniture: Collection[bytes],
    headed: bool = True,
) -> bool:
    """Whether lines are a headline over paragraphs for certain, or those alone if not `headed`.

    They are clean, and none is set as a heading or as an item of a list; `lines` are their normal
    forms and widths.
    """
    if not 2 <= len(texts) <= MOST_LINES:
        return False
    keys = [key for key, _ in lines]
    heads = [key[:BEGIN].replace(" ", "")[:BEGUN] for key in keys]  # begins()
    begun = set(heads)
    if "" in begun or (len(begun) < len(heads) and len(set(keys)) < len(keys)):
        return False
    # page._without_furniture
    if rules.boilerplate and not rules.boilerplate.isdisjoint(keys):
        return False
    if furniture and any(key in furniture for key in furniture_keys(texts, keys)):
        return False
    if headed and not _is_headline(texts[0], *lines[0], rules):
        return False
    first = int(headed)
    whole = "\n".join(texts)
    if not _are_paragraphs(texts[first:], lines[first:], whole, rules):
        return False
    return _are_apart(lines[first:]) and not _are_alike(texts, lines, heads, whole, rules)


def article_of(texts: Sequence[str], meta: Metadata, headed: bool = True) -> Article:
    """The article of an ordinary page; of one that is not `headed`, all lines are its body."""
    body = texts[1:] if headed else texts
    lead = cues.lead_dateline(body[0]) if _LEAD.search(body[0], 0, _LEAD_CHARS) else None
    return Article(
        title=texts[0] if headed else "",
        body=tuple(body),
        authors=meta.authors or (lead.authors if lead else ()),
        agency=meta.agency or (lead.agency if lead else ""),
        dateline=lead.place if lead else "",
        section=meta.section,
        published=meta.published,
        modified=meta.modified,
        lang=meta.lang or guess_lang(" ".join(texts)[:_LANG_CHARS]),
        url=meta.canonical,
        placed=(_PLACED if headed else _UNHEADED)[: len(texts)],
    )


# Where no line but the first is short, none heads, signs or labels what is below it, and the whole
# page is one unit: echoes.signed, labelled, unended, tools and all of segment.


def _is_headline(text: str, key: str, size: int, rules: Rules) -> bool:
    """Whether a title's line looks like a headline (looks.sort_of: short)."""
    if size <= PROSE_WORDS and text[-1].isalnum() and not _SHAPED.search(text):
        # Of the signs of a dateline only the colon is left, and quotes in the middle.
        is_named = ":" in text and _may_name_place(text) and cues.dateline(text) is not None
        is_named = is_named or (
            key.partition(" ")[0] in FIRST_WORDS and cues.read_out(text) is not None
        )
        if not is_named and _says_nothing(text, key, size, rules):
            return True
    return sort_of(Block(0, text), key, size, "fields", rules) == "short"


def _may_name_place(text: str) -> bool:
    """Whether a line with a colon is short enough on both sides for `Place: Outlet`."""
    place, *rest = text.split(":")
    if len(rest) != 1 or len(place) > _MOST_PLACE or len(rest[0]) > _MOST_OUTLET:
        return False
    names = 1 + sum(map(place.count, ",،、"))
    return place.count(" ") <= names * _NAME_WORDS and rest[0].count(" ") <= _OUTLET_WORDS


def _are_paragraphs(texts: Sequence[str], lines: Measured, whole: str, rules: Rules) -> bool:
    """Whether each line looks like a paragraph (looks.sort_of: prose), and none can be the card
    of a label, which may make one of a shorter line that ends like none. All are in `whole`.
    """
    asked = _asked(rules)
    signed = any(map(whole.__contains__, "©ⓒ("))
    for text, (key, size) in zip(texts, lines, strict=True):
        if (
            size > MOST_SIGNED
            and len(text) > _MOST_CUE
            and (size > PROSE_WORDS or text[-1] in SENTENCE_STOPS)
            and key.partition(" ")[0] not in asked
            and key[:RIGHTS_BEGIN] not in asked
            and (not signed or not cues.is_rights(text, key))
        ):
            continue  # as `_is_paragraph` says of most of them
        if not _is_paragraph(text, key, size, rules):
            return False
    return True


@lru_cache(maxsize=256)
def _asked(rules: Rules) -> frozenset[str]:
    """First words, and first letters, of lines of which more is asked, however long they are."""
    told = (key.partition(" ")[0] for key in rules.markers | rules.list_headings)
    return FIRST_WORDS | _openers() | rights_begin() | frozenset(told)


def _is_paragraph(text: str, key: str, size: int, rules: Rules) -> bool:
    """Whether a line looks like a paragraph, as `_are_paragraphs` asks of all."""
    if key.partition(" ")[0] in FIRST_WORDS and cues.read_out(text) is not None:
        return False
    ended = text[-1] in SENTENCE_STOPS
    if size > MOST_SIGNED and len(text) > _MOST_CUE and (ended or size > PROSE_WORDS):
        if key in rules.markers or key in rules.list_headings:
            return False
        if len(text) <= MOST_RIGHTS and cues.is_rights(text, key):
            return False
        # looks.sort_of: inline_card
        return size > CARD_WORDS or key.partition(" ")[0] not in _openers()
    whole = text[-1] == "." and text[-2].isalnum() and _INITIALS < size <= PROSE_WORDS
    if whole and not _PARTED.search(text) and _says_nothing(text, key, size, rules):
        return True
    sort = sort_of(Block(1, text), key, size, "fields", rules)
    return sort == "prose" and (size > PROSE_WORDS or cues.ends_sentence(text))


def _says_nothing(text: str, key: str, size: int, rules: Rules) -> bool:
    """Whether a line of words is for certain no tool, no date, no label and no author's line.

    It has a word that none of them has, begins as no label does, and names no trade of the press.
    """
    if len(text) > _LONGEST:
        return False
    units = key.split()
    if key in rules.markers or key in rules.list_headings or cues.is_rights(text, key):
        return False
    if units[0] in _openers() or not _signs().isdisjoint(units):
        return False
    padded = f" {key} "
    labels = _free_labels()
    for word in labels.keys() & units:
        if any(label in padded for label in labels[word]):
            return False
    if ":" in text and any(normal(head).endswith(_labels()) for head in text.split(":")[:-1]):
        return False
    parts = text.split(" ")
    if size > MOST_SIGNED or not _DIGIT.search(text):
        return any(map(is_own, parts))
    # signature: no date ends the line, or begins it, with such a word among its numbers.
    own = [n for n, part in enumerate(parts) if is_own(part)]
    digits = [n for n, part in enumerate(parts) if _DIGIT.search(part)]
    return bool(own) and own[0] < digits[-1] and digits[0] < own[-1]


@cache
def _openers() -> frozenset[str]:
    """First words of what heads a list or says who wrote."""
    lists = ("LIST_HEADINGS", "LIST_HEADING_STARTS", "BYLINE_LABELS", "BYLINE_NO_COLON")
    return frozenset(phrase.split()[0] for name in lists for phrase in named(name))


@cache
def _signs() -> frozenset[str]:
    """Words without which a line is nobody's and holds no picture's credit."""
    return named("ROLES") | {"photo", "photos", "foto", "fotos", "фото"}


@cache
def _free_labels() -> dict[str, list[str]]:
    """What stands before a picture's credit without a colon, by its first word."""
    found: dict[str, list[str]] = {}
    for phrase in named("CREDIT_NO_COLON"):
        found.setdefault(phrase.split()[0], []).append(f" {phrase} ")
    return found


@cache
def _labels() -> tuple[str, ...]:
    """What stands before the colon of a picture's credit."""
    return tuple(named("CREDIT_LABELS"))


def _are_alike(
    texts: Sequence[str], lines: Measured, heads: Sequence[str], whole: str, rules: Rules
) -> bool:
    """Whether a line may be another one near it (echoes.echoes), or the headline, printed again.

    What is printed again begins alike, as `heads` say, but where a site's name may be set off in
    one of the two.
    """
    if rules.names and not _begin_for_certain(texts, lines, heads, whole, rules):
        return True
    if len(set(heads)) == len(heads):
        return False
    begun: dict[str, list[int]] = {}
    for at, head in enumerate(heads):
        above = begun.get(head)
        if above is None:
            begun[head] = [at]
            continue
        for other in above[-ECHO_WINDOW:]:
            near = at - other < ECHO_WINDOW and any(
                map(str.__eq__, edges(lines[at][0]), edges(lines[other][0]))
            )
            if near and _may_be_alike(at, other, texts, lines, rules):
                return True
        if above[0] == 0 and _may_be_alike(at, 0, texts, lines, rules):
            return True  # fold._repeats_title
        above.append(at)
    return False


def _may_be_alike(at: int, other: int, texts: Sequence[str], lines: Measured, rules: Rules) -> bool:
    """Whether two lines that begin alike are one text printed twice (alike.likeness)."""
    one, two = lines[at][0], lines[other][0]
    if _part_soon(one, two):
        return False
    if _is_whole(texts[at]) and _is_whole(texts[other]):
        short, long = sorted((one, two), key=len)
        return long.startswith(short) or one.replace(" ", "") == two.replace(" ", "")
    return likeness(texts[at], texts[other], rules) is not None


def _part_soon(one: str, two: str) -> bool:
    """Whether two normal forms have so little in common at their beginning that nothing which may
    be taken off their ends makes them alike: what is left of one would have less than three words
    and eight characters (alike._same_but_trimmings).
    """
    if one[:_FEW].count(" ") >= 2:
        return False
    begin, other = edges(one)[2][:_SHARED], edges(two)[2][:_SHARED]
    if begin == other or not len(begin) == len(other) == _SHARED:
        return False
    return FIRST_WORDS.isdisjoint((one.partition(" ")[0], two.partition(" ")[0]))


def _is_whole(text: str) -> bool:
    """Whether a line has no credit, bracket, site's name or dots to be taken off its end."""
    last = text[-2] if text[-1] == "." else text[-1]
    if not last.isalnum() or _TRIMMED.search(text):
        return False
    if text[-1] != "." and _STOP.search(text):
        return False
    return not any(map(text.lower().__contains__, _CREDITED))


def _begin_for_certain(
    texts: Sequence[str], lines: Measured, heads: Sequence[str], whole: str, rules: Rules
) -> bool:
    """Whether no line begins otherwise when credits, brackets and the site's names are taken off.

    Only then is a line that begins otherwise another line (alike.likeness).
    """
    if not any(map(whole.__contains__, _MARKS)) or not any(map(whole.__contains__, _SEAMS)):
        return True
    names = tuple(rules.names)
    if any(key.startswith(names) for key, _ in lines):
        return False
    for text, (key, _), head in zip(texts, lines, heads, strict=True):
        if len(key) > _LONG and not is_parted(text[:_LONG_BEGIN]):
            continue
        if _is_whole(text):
            continue
        caption = without_site_name(cues.split_credit(text)[0], rules.names)
        for form in (normal(caption), normal(without_bracket(text))):
            if len(form) < _FEW or begins(form) != head:
                return False
    return True


def _are_apart(lines: Measured) -> bool:
    """Whether no paragraph holds a shorter one near it word for word (fold._is_pull_quote)."""
    sizes = [size for _, size in lines]
    longest = max(sizes)
    if PULL_SHARE * min(sizes) > longest:
        return True
    for at, (key, size) in enumerate(lines):
        least = PULL_SHARE * size
        if size < PULL_WORDS or least > longest:
            continue
        for other, words in lines[max(0, at - PULL_DISTANCE) : at + PULL_DISTANCE + 1]:
            if words >= least and key in other and f" {key} " in f" {other} ":
                return False
    return True
