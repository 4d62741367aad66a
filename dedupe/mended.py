"""Parts that cannot stand together, put right: the chain sees a few lines, a page has more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dedupe.alike import cohesion, without_bracket
from dedupe.beside import beside
from dedupe.captioned import captioned
from dedupe.carded import CARDS, carded
from dedupe.counted import counted
from dedupe.cue_forms import cased, name_like
from dedupe.cues import (
    byline,
    cut_credit,
    ends_sentence,
    has_credit,
    is_byline_label,
    is_trail,
    split_credit,
    trail,
    without_address,
)
from dedupe.dates import find_date
from dedupe.evidence import proven
from dedupe.glued_text import below_whole
from dedupe.looks import Look
from dedupe.readers import readers
from dedupe.resumed import goes_on, resume
from dedupe.sections import sectioned
from dedupe.signature import signature

_ABOVE = frozenset(("kicker", "sign0", "caption0", "credit0", "tool0"))
_HOLD = frozenset(("title", "body"))
# The day above a card's title may be taken for the one below the text.
_ABOVE_CARD = _ABOVE | {"sign2"}
_BELOW = frozenset(("sign1", "caption1", "credit1", "tool1", "cards1", "lead"))
_OUTSIDE = frozenset(("out", "tool2"))
_PICTURE = frozenset(("caption", "credit"))
_SIGNED = frozenset(("date", "byline", "dateline"))
_GALLERY = {"caption": "caption1", "credit": "credit1", "marker": "tool1", "date": "sign1"}
_LEAST_PARAGRAPH, _LONGEST_PARAGRAPH = 12, 150
_NOT_TEXT = CARDS | _OUTSIDE | {"sign2", "title"}
# Hardly a headline has so many words.
_LONG_LINE = 22
# A whole text has more words than this, and a text a stop every so many words.
_WHOLE_TEXT, _PACE = 80, 30
_STOP = re.compile(r"[.!?؟۔।…](?=\s|$)|[。！？]")
# A row of results, prices or times: what is parted by a dash, a slash or a colon, or has a number.
_ROW, _LEAST_ROWS = re.compile(r"\d|[-–—/:|]"), 3
# A header's lines stand together: between two of them there are as many tools and links at most.
_FAR = 12
_HEADER_PART = {"short": "kicker", "caption": "caption0", "credit": "credit0", "marker": "tool0"}
_LINKED = 0.5
# A linked line below this is none of the article's own, as the block classifier sees it, and a
# second standfirst none below that.
_UNLIKELY, _DOUBTED = 0.25, 0.5
# A headline has so much of its characters' runs in the text under it; one in eight has less.
_OWN_SHARE = 0.4
_OWN_LINES = 8
# Lines of a card.
_LEAST_PIECES, _PIECES = 2, 7
# A card with headline, sentence and day is hardly ever matched by an article's header.
_EVERY_PIECE = 3
# Whoever writes a standfirst needs more words.
_LABEL_WORDS = 2
# So many headings of one element within a text are the text's own.
_SUBHEADINGS = 2
_CAPTION_WORDS = 6
_MOST_NAME = 4
_LEAST_LEAD = 6
# A standfirst has so many words for each of the headline's.
_LONGER = 1.4
# A picture's text and a credit may stand between a day and the text.
_LINES_BETWEEN = 3
# Hardly a headline has so many words.
_LONG_TITLE = 11
# Words of the steps that lead to an article.
_STEPS = 8
_HEADLINE_WORDS = 4
# Lines of text that an article has before its readers are heard.
_LEAST_TEXTS = 3
# Characters of a headline that stands whole in a line by no chance.
_WHOLE_TITLE = 12
# A link that stands alone so many times leads back to the contents of its page.
_AGAIN = 3
_CREDIT_BEGINS = re.compile(r"(?:©|\(c\)|ⓒ)\s*\S", re.IGNORECASE)
# What initials stand under has so many words; what answers or lists has fewer above it.
_LEAST_ABOVE = 4
# Words of a line that signs, and names alone that may stand below a text.
_BYLINE_WORDS, _MOST_NAMES = 8, 3
_MAY_SIGN = frozenset(("body", "out", "tool2", "sign2"))
# Letters of the initials that sign a text, and what may stand around them.
_INITIALS = re.compile(r"[(\[/–—-]*\s*([^\W\d_]{2,3})\s*[)\]/]*")
# `N.A. / M.S.`: where letters have no case, stops and a bar tell.
_DOTTED = re.compile(
    r"(?:[^\W\d_a-z]\.\s?){2,3}"
    r"|(?:[^\W\d_]\s?\.\s?){1,3}[^\W\d_]?(?:\s*[/–-]\s*(?:[^\W\d_]\s?\.\s?){1,3}[^\W\d_]?)+"
)


def mended(
    lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]
) -> tuple[list[Look], list[str]]:
    """The lines and their parts, where neighbours further off contradict what was found."""
    looks, out = list(lines), list(parts)
    carded(looks, out)
    readers(looks, out)
    _buttons(looks, out)
    _far_from_headline(looks, out)
    _labels(looks, out)
    _told(looks, out)
    _untitled(looks, out)
    _pictured(looks, out, echoes)
    _subtitles(looks, out, echoes)
    _overlines(looks, out)
    _trails(looks, out)
    if not any(look.block.path for look in looks):
        _nothing_else(looks, out)
        _nothing_but_pictures(looks, out)
        counted(looks, out)
        resume(looks, out)
    _headers(looks, out)
    _subheadings(looks, out)
    _no_headlines(looks, out, set(echoes.values()))
    _boxed_headers(looks, out)
    _headless(looks, out)
    _credited(looks, out)
    _credits_first(looks, out)
    captioned(looks, out)
    _below_comments(looks, out)
    out = sectioned(looks, proven(looks, out, echoes), echoes)
    _back_links(looks, out)
    _initials(looks, out)
    _under_labels(looks, out)
    _bylines_first(looks, out)
    _names_last(looks, out)
    return looks, out


def _buttons(lines: Sequence[Look], parts: list[str]) -> None:
    """A button on a picture is neither its caption nor text.

    Nor is what a tool says, `Sign in to keep articles.`, another standfirst.
    """
    leads = 0
    for at, look in enumerate(lines):
        if parts[at] == "title":
            leads = 0
        elif look.sort == "marker" and look.block.kind == "caption":
            parts[at] = "tool2"
        elif look.sort == "marker" and parts[at] == "body" and not look.block.path:
            # A cell of a table has a number, too.
            parts[at] = "body" if look.block.text.strip("()").isdigit() else "tool2"
        elif parts[at] == "lead":
            leads += 1
            if leads > 1 and 0 <= look.block.main < _DOUBTED:
                parts[at] = "tool1"


def _far_from_headline(lines: Sequence[Look], parts: list[str]) -> None:
    """What stands far above a headline is the page's own: its day, its sign-in form."""
    last = None
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] == "title":
            last = at
        elif parts[at] in _ABOVE and last is not None:
            if lines[last].block.index - lines[at].block.index > _FAR:
                parts[at] = "out"
            else:
                last = at
        elif parts[at] == "body":
            last = None


def _trails(lines: Sequence[Look], parts: list[str]) -> None:
    """`Home > Town` or `Home > Town > the headline` above that headline names its section."""
    for at, part in enumerate(parts[:-1]):
        if part in _ABOVE and parts[at + 1] == "title":
            title, text = lines[at + 1].key, lines[at].block.text
            leads = trail(text, title)[1:] or (lines[at].words <= _STEPS and is_trail(text))
            if lines[at].key != title and leads:
                parts[at] = "kicker"


def _labels(lines: Sequence[Look], parts: list[str]) -> None:
    """A word or two in a box right under the headline is the section's name, no text."""
    for at in range(1, len(parts) - 1):
        look = lines[at]
        if parts[at - 1] != "title" or look.words > _LABEL_WORDS:
            continue
        if look.sort == "date":
            parts[at] = "sign1" if parts[at] == "lead" else parts[at]
            continue
        boxed = look.block.path != lines[at + 1].block.path
        leads = parts[at] == "lead" or (parts[at] == "body" and boxed)
        if leads and not look.block.level and not ends_sentence(look.block.text):
            parts[at] = "kicker"


def _nothing_else(lines: Sequence[Look], parts: list[str]) -> None:
    """A first line over paragraphs and nothing else is a headline over its text, to the last one.

    It may have a day in it: `What happened on Friday, 3 May 2024`; or end as no first paragraph
    does, in dots or asking. Between paragraphs there may be rows of results, or of a list.
    """
    if len(lines) < 2 or not _is_headed(lines) or not _are_paragraphs(lines[1:]):
        return
    if any(below_whole(lines)):
        return
    dated = signature(lines[0].block.text) if lines[0].sort == "date" else None
    headed = parts[0] == "title" or lines[0].sort in ("short", "prose")
    if headed or (dated is not None and " " in dated.rest):
        parts[:] = ["title", *("body" if part in _NOT_TEXT else part for part in parts[1:])]


def _is_headed(lines: Sequence[Look]) -> bool:
    first, text = lines[0], lines[0].block.text
    if not first.is_prose:
        return True
    odd = text[-1:] in "؟?!！？" or text[-2:] in ("..", "…")
    odd = odd and first.sort == "prose" and first.words <= _LONG_LINE
    return odd and (lines[1].is_prose or lines[1].sort == "standfirst")


def _are_paragraphs(lines: Sequence[Look]) -> bool:
    """Whether all lines are paragraphs, or rows and their labels below one."""
    rows = 0
    for at, look in enumerate(lines):
        if look.is_prose or look.sort == "standfirst" or look.words >= _LEAST_PARAGRAPH:
            # All of a page may be on a few lines, and its foot on the last one.
            last = at == len(lines) - 1 and look.words > _LONGEST_PARAGRAPH
            if last and not _is_long_paragraph(lines):
                return False
        elif at and _ROW.search(look.block.text):
            rows += 1
        elif not at or look.sort != "short" or look.words > _MOST_NAME:
            return False
    return rows == 0 or rows >= _LEAST_ROWS


def _is_long_paragraph(lines: Sequence[Look]) -> bool:
    """Whether a long last line goes on with what stands above it: not all of a text is there, and
    it has the stops of sentences."""
    text = lines[-1].block.text
    if goes_on(text):
        return True
    short = len(lines) > 1 and all(look.words <= _WHOLE_TEXT for look in lines[:-1])
    return short and lines[-1].words <= _PACE * len(_STOP.findall(text))


def _nothing_but_pictures(lines: Sequence[Look], parts: list[str]) -> None:
    """A first line over signed pictures' texts and nothing else is the headline of a gallery."""
    able = bool(lines) and lines[0].sort == "short" and lines[0].words >= _HEADLINE_WORDS
    texts = {look.key for look in lines[1:] if look.sort == "caption"}
    if able and len(texts) > 1 and all(look.sort in _GALLERY for look in lines[1:]):
        parts[:] = ["title", *(_GALLERY[look.sort] for look in lines[1:])]


def _told(lines: Sequence[Look], parts: list[str]) -> None:
    """A line of more words than a name has, that says no day and no place, signs nothing: it is a
    standfirst right under the headline, else the text of a picture, which markup says."""
    for at, look in enumerate(lines):
        if parts[at] != "sign1":
            continue
        if _is_sentence(look) and "body" in parts[at:]:
            parts[at] = "lead"
        told = look.sort == "short" and look.words > _MOST_NAME and not look.block.level
        names = cased(look.block.text) and name_like(look.block.text, look.words)
        told = told and not names and not is_byline_label(look.key.partition(" ")[0])
        if not told or find_date(look.block.text, ""):
            continue
        under = parts[at - 1 : at] == ["title"] and look.words >= _LEAST_LEAD
        if under and (look.block.path or lines[at + 1].sort in _SIGNED):
            parts[at] = "lead"
        elif not any(map(str.isdigit, look.key)):
            parts[at] = "tool1" if look.block.path and look.block.figure < 0 else "caption1"


def _is_sentence(look: Look) -> bool:
    """Whether a line of markup is a paragraph, likely an article's, that names no author and no
    day."""
    block = look.block
    likely = look.sort == "prose" and block.path != "" and block.main >= _UNLIKELY
    likely = likely and ends_sentence(block.text)
    if not likely or look.words < _LEAST_LEAD or block.links >= _LINKED:
        return False
    return byline(block.text) is None and signature(block.text) is None


def _pictured(lines: Sequence[Look], parts: list[str], echoes: Mapping[int, int]) -> None:
    """A line that is said again at once with a credit is a picture's text; what stands above the
    day over it is the headline."""
    for at in range(1, len(parts) - 1):
        again = echoes.get(at + 1) == at and has_credit(lines[at + 1].block.text)
        if parts[at] != "title" or not again or lines[at].block.path:
            continue
        above = at - 1
        while above > 0 and parts[above] == "sign0" and lines[above].sort in _SIGNED:
            above -= 1
        head = lines[above]
        if parts[above] in _ABOVE and head.sort == "short" and head.words >= _HEADLINE_WORDS:
            parts[above : at + 1] = ["title", *["sign1"] * (at - above - 1), "caption1"]


def _headers(lines: Sequence[Look], parts: list[str]) -> None:
    """In bare text a line that names the outlet and a day, as under the page's headline, stands
    under another headline, where a text follows.
    """
    outlet = ""
    for at in range(1, len(parts) - 1):
        look = lines[at]
        said = signature(look.block.text) if look.sort == "date" and not look.block.path else None
        if said is None or not said.rest:
            continue
        if parts[at] in ("sign0", "sign1"):
            outlet = outlet or said.rest
        elif parts[at] == parts[at - 1] == "body" and said.rest == outlet:
            text = next((n for n in range(at + 1, len(parts)) if lines[n].is_prose), len(parts))
            headed = lines[at - 1].sort == "short" and lines[at - 1].words >= _HEADLINE_WORDS
            if headed and text - at <= _LINES_BETWEEN:
                parts[at - 1 : at + 1] = "title", "sign1"
                parts[at + 1 : text] = ["caption1"] * (text - at - 1)


def _subtitles(lines: Sequence[Look], parts: list[str], echoes: Mapping[int, int]) -> None:
    """Of two lines of bare text above an article, neither of them said again and the first without
    a credit, the shorter first one is its headline and the other what stands below headlines."""
    said = set(echoes) | set(echoes.values())
    for at in range(len(parts) - 1):
        one, other = lines[at], lines[at + 1]
        if parts[at] not in ("caption0", "out") or parts[at + 1] != "title" or one.block.path:
            continue
        menu = at == 0 or lines[at - 1].words < _HEADLINE_WORDS
        if parts[at] == "out" and not (menu and other.words >= _LONG_TITLE):
            continue
        shorter = one.sort == "short" and one.words * _LONGER <= other.words
        if shorter and one.words >= _HEADLINE_WORDS and said.isdisjoint((at, at + 1)):
            parts[at], parts[at + 1] = "title", "lead"


def _overlines(lines: Sequence[Look], parts: list[str]) -> None:
    """`Minister announces`, a headline, and a picture's text below it: a photographer has a name.

    Above a headline and shorter than it may stand what it is about.
    """
    for at in range(len(parts) - 2):
        over, title, text = lines[at : at + 3]
        if tuple(parts[at : at + 3]) != ("title", "caption1", "credit1") or over.block.path:
            continue
        short = all(look.sort == "short" for look in (over, title, text))
        if short and over.words < title.words and text.words >= _MOST_NAME:
            parts[at : at + 3] = "kicker", "title", "caption1"


def _untitled(lines: Sequence[Look], parts: list[str]) -> None:
    """A header that has a picture's text and credit above the day, and no headline, has it there.

    Of two such lines the first is the headline.
    """
    header: list[int] = []
    for at, part in enumerate(parts):
        if part in ("title", "body", "out", "tool2", "lead") or part in CARDS:
            _head(lines, parts, header if part == "body" else [])
            header = []
            if part in ("title", "lead"):
                header.append(at)
        else:
            header.append(at)


def _head(lines: Sequence[Look], parts: list[str], header: Sequence[int]) -> None:
    if not header or parts[header[0]] in ("title", "lead"):
        return
    for at in header:
        # Above a page's text a line alone is its headline, though it may be on a picture.
        alone = at == 0 and len(header) == 1 and not lines[at].block.path
        able = lines[at].sort == "short" or (
            alone and without_bracket(lines[at].block.text) == lines[at].block.text
        )
        if parts[at] in ("caption0", "caption1"):
            if (
                able
                and lines[at].words >= _HEADLINE_WORDS
                and not ends_sentence(lines[at].block.text)
            ):
                parts[at] = "title"
            return


def _subheadings(lines: Sequence[Look], parts: list[str]) -> None:
    """A heading in the element of several subheadings above it is another, if nothing says more."""
    within: Counter[tuple[str, int]] = Counter()
    title = 0
    for at, look in enumerate(lines):
        if not look.block.level:
            continue
        element = look.block.path, look.block.level
        alone = parts[at - 1 : at] == ["body"] or parts[at - 1 : at] in (["out"], ["tool2"])
        if parts[at] == "body":
            within[element] += 1
        elif parts[at] == "title" and alone and within[element] >= _SUBHEADINGS:
            goes_on = parts[at + 1 : at + 2] in (["body"], ["lead"])
            if goes_on and at not in beside(lines, title):
                parts[at] = "body"
        elif parts[at] == "title":
            within.clear()
        if parts[at] == "title":
            title = at


def _boxed_headers(lines: Sequence[Look], parts: list[str]) -> None:
    """What stands above a headline in the box of its article is none of the article above."""
    titles = [at for at, part in enumerate(parts) if part == "title"]
    if len(titles) < 2:
        return
    for title, start in beside(lines, titles[0]).items():
        for at in range(start, title):
            if parts[title] == "title" and parts[at] not in _ABOVE:
                parts[at] = _HEADER_PART.get(lines[at].sort, "sign0")


def _headless(lines: Sequence[Look], parts: list[str]) -> None:
    """A header without a headline, in the middle of a text, is none: the text goes on."""
    ahead = ["out"] * len(parts)
    for at in range(len(parts) - 2, -1, -1):
        ahead[at] = parts[at + 1] if parts[at + 1] in _HOLD else ahead[at + 1]
    behind = "out"
    for at, part in enumerate(parts):
        if part in _HOLD:
            behind = part
        elif (behind, ahead[at]) == ("body", "body") and part in _ABOVE | _BELOW:
            button = lines[at].seat.rpartition("/")[2].startswith("button")
            told = part[:-1] != "sign" and not button
            parts[at] = _within(part, "caption2", lines[at]) if told else "tool2"


def _no_headlines(lines: Sequence[Look], parts: list[str], echoed: set[int]) -> None:
    """A caption, or the last card of a list, opens no article where a text goes on below it."""
    title, opened = -1, False
    for at in range(len(parts)):
        if parts[at] == "title" and opened and title >= 0:
            header = _header(parts, at)
            captioned = _is_caption(lines[at]) or (
                at not in echoed and _is_picture(lines, parts, header, at, title)
            )
            listed = lines[at].sort == "list_heading"
            carded = at not in echoed and _is_card(lines, parts, header, at, title)
            if captioned or listed or carded:
                own = "caption2" if captioned else "cards2"
                for n in header:
                    parts[n] = _within(parts[n], own, lines[n])
        if parts[at] == "title":
            title = at
        opened = opened or parts[at] == "body"


def _is_caption(look: Look) -> bool:
    """Whether the markup calls a line a caption: a headline may be set into its picture."""
    tag = look.block.path.rpartition("/")[2].partition(".")[0]
    return look.block.kind == "caption" and tag not in ("h1", "h2")


def _header(parts: Sequence[str], title: int) -> range:
    """The lines around a headline that are of its header."""
    start, end = title, title + 1
    while start and parts[start - 1] in _ABOVE_CARD:
        start -= 1
    while end < len(parts) and parts[end] in _BELOW:
        end += 1
    return range(start, end)


def _within(part: str, own: str, look: Look) -> str:
    """What a line of a header is when the article above goes on."""
    if part == "lead" and look.is_prose:
        return "body"
    if part.startswith("tool"):
        return "tool2"
    return f"{part[:-1]}2" if part[:-1] in _PICTURE and own == "caption2" else own


def _is_card(
    lines: Sequence[Look], parts: Sequence[str], header: range, at: int, title: int
) -> bool:
    """Whether the headline at `at` in its `header` is a card's.

    It stands under the label of a list, or under a card of the same pieces, and the text below it
    tells of what the `title` above says.
    """
    block, above, end = lines[at].block, header.start - 1, header.stop
    if block.path and not (block.links >= _LINKED and 0 <= block.main < _UNLIKELY):
        return False
    if parts[above] not in CARDS or end >= len(parts) or parts[end] != "body":
        return False
    if lines[above].sort != "list_heading":
        first = above
        while first and parts[first - 1] in CARDS:
            first -= 1
        pieces = [_piece(look) for look in lines[first:end]]
        if not _goes_on(pieces, header.start - first):
            return False
        if len(set(pieces[header.start - first :])) == _EVERY_PIECE:
            return _share(lines, end, at) < _OWN_SHARE
    return _tells_of(lines, end, title, at)


def _is_picture(
    lines: Sequence[Look], parts: Sequence[str], header: range, at: int, title: int
) -> bool:
    """Whether a headline in bare text is a caption: nobody signs it, and no text is under it."""
    signed = any(lines[n].sort in _SIGNED for n in header)
    end = header.stop
    if lines[at].block.path or signed or end >= len(parts) or parts[header.start - 1] != "body":
        return False
    return parts[end] == "body" and _tells_of(lines, end, title, at)


def _tells_of(lines: Sequence[Look], start: int, title: int, other: int) -> bool:
    """Whether the text from `start` on says more of what `title` says than of `other`."""
    own = _share(lines, start, other)
    return own < _OWN_SHARE and own <= _share(lines, start, title)


def _share(lines: Sequence[Look], start: int, headline: int) -> float:
    """How much of a headline the text from `start` on has."""
    text = " ".join(look.key for look in lines[start : start + _OWN_LINES] if look.is_prose)
    return cohesion(lines[headline].key, text)


def _goes_on(pieces: Sequence[str], size: int) -> bool:
    """Whether what comes after the first `size` pieces is what cards of one shape go on with.

    Headlines alone tell nothing: an article that is appended below them begins with one too.
    """
    return len(set(pieces[size:])) > 1 and any(
        all(pieces[at] == pieces[at - step] for at in range(size, len(pieces)))
        for step in range(_LEAST_PIECES, min(size, _PIECES) + 1)
    )


def _piece(look: Look) -> str:
    return "sign" if look.sort in _SIGNED else "text" if look.is_prose else "line"


def _credited(lines: Sequence[Look], parts: list[str]) -> None:
    """A line longer than names are that ends in a credit is a caption and signs nothing."""
    for at, (look, part) in enumerate(zip(lines, parts, strict=True)):
        signs = part[:-1] == "sign" and look.sort not in _SIGNED
        if signs and look.words >= _CAPTION_WORDS and cut_credit(look.block.text)[1]:
            parts[at] = f"caption{part[-1]}"


def _credits_first(lines: Sequence[Look], parts: list[str]) -> None:
    """Of two lines of a picture the one that begins as a credit is the credit."""
    for at, (one, other) in enumerate(pairwise(parts)):
        figure = lines[at].block.figure
        if {one[:-1], other[:-1]} <= _PICTURE and figure == lines[at + 1].block.figure >= 0:
            texts = lines[at].block.text, lines[at + 1].block.text
            if _is_credit(texts[0]) and not _is_credit(texts[1]):
                parts[at], parts[at + 1] = f"credit{one[-1]}", f"caption{other[-1]}"


def _is_credit(text: str) -> bool:
    return bool(_CREDIT_BEGINS.match(text)) or not split_credit(text)[0]


def _below_comments(lines: Sequence[Look], parts: list[str]) -> None:
    """What stands in bare text under the heading of the readers' comments is theirs.

    `12 comments on ...` names the article whole. Markup is left to the block classifier. A line of
    that name higher up is a link to them.
    """
    if lines and lines[0].block.path:
        return
    texts, below, title = 0, False, ""
    for at, look in enumerate(lines):
        # Cards of the page stand under the heading of a list, readers' lines look like cards.
        if parts[at] == "title" or (
            parts[at] in CARDS and not (below and not _is_listed(lines, at))
        ):
            texts, below = 0, False
            title = look.key if parts[at] == "title" else title
        elif look.sort == "comments" or (parts[at] == "body" and _counts(look, title)):
            below = below or texts >= _LEAST_TEXTS
        if below:
            parts[at] = "out"
        texts += parts[at] == "body"


def _is_listed(lines: Sequence[Look], at: int) -> bool:
    """Whether the heading of a list stands above a line, nearer than that of comments."""
    near = (lines[n].sort for n in range(at, max(-1, at - _FAR), -1))
    return next((sort for sort in near if sort in ("list_heading", "comments")), "") != "comments"


def _counts(look: Look, title: str) -> bool:
    """Whether a line is a number of something on the article with that headline."""
    if len(title) < _WHOLE_TITLE or title not in look.key:
        return False
    return any(map(str.isdecimal, look.key.replace(title, "").split()[:1]))


def _back_links(lines: list[Look], parts: list[str]) -> None:
    """A line that stands alone between paragraphs again and again is a tool, not a card."""
    alone = [
        at
        for at, part in enumerate(parts)
        if part in CARDS
        and lines[at].sort not in ("list_heading", "inline_card")
        and (at == 0 or parts[at - 1] not in CARDS)
        and (at + 1 == len(parts) or parts[at + 1] not in CARDS)
    ]
    often = Counter(
        look.key for look, part in zip(lines, parts, strict=True) if part in CARDS | _OUTSIDE
    )
    for at in alone:
        if often[lines[at].key] >= _AGAIN:
            lines[at], parts[at] = replace(lines[at], sort="marker"), "tool2"


def _initials(lines: list[Look], parts: list[str]) -> None:
    """Two or three letters under the last line of a text are who wrote it, unless it asks."""
    last = -1
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] == "title":
            last = -1
        if parts[at] != "body":
            continue
        if last < 0 and at and parts[at - 1] == "body":
            over = next((n for n in range(at - 1, -1, -1) if lines[n].key), at - 1)
            text, above = lines[at].block.text.strip(), lines[over].block.text
            found = _INITIALS.fullmatch(text)
            told = lines[over].words >= _LEAST_ABOVE and above[-1] not in "?؟"
            if ((found and cased(found[1])) or _DOTTED.fullmatch(text)) and told:
                lines[at] = replace(lines[at], sort="byline")
                parts[at] = "sign2"
        last = at


def _under_labels(lines: Sequence[Look], parts: list[str]) -> None:
    """`By` on a line of its own and the byline under it are no text."""
    for at, part in enumerate(parts[:-1]):
        below = lines[at + 1].sort == "byline" and parts[at + 1] in ("body", "sign1", "sign2")
        if part == "body" and is_byline_label(lines[at].key) and below:
            place = 1 if parts[at - 1] in ("title", *_BELOW) else 2
            parts[at], parts[at + 1] = f"tool{place}", f"sign{place}"


def _bylines_first(lines: Sequence[Look], parts: list[str]) -> None:
    """`Written by Ada Quill` as the first line of a text of markup signs it."""
    opened = False
    for at, part in enumerate(parts[:-1]):
        if part == "title":
            opened = True
        elif part == "body":
            signs = opened and lines[at].sort == "byline" and lines[at].block.path
            if signs and lines[at].words <= _BYLINE_WORDS and parts[at + 1] == "body":
                parts[at] = "sign1"
            else:
                opened = False


def _names_last(lines: list[Look], parts: list[str]) -> None:
    """A name alone, or with an address, in the element of the paragraphs and below the last
    sentence, is who wrote them; so are two or three."""
    below: list[int] = []
    for at in range(len(parts) - 1, -1, -1):
        look = lines[at]
        if parts[at] == "title":
            below = []
        elif parts[at] in _MAY_SIGN and _is_name(look):
            below.append(at)
        elif parts[at] == "body":
            around = look.seat.rpartition("/")[0]
            told = look.is_prose and ends_sentence(look.block.text) and len(below) <= _MOST_NAMES
            for n in below if told else ():
                if lines[n].seat.rpartition("/")[0] == around:
                    lines[n], parts[n] = replace(lines[n], sort="byline"), "sign2"
            below = [-1] * (_MOST_NAMES + 1)


def _is_name(look: Look) -> bool:
    """Whether a paragraph of markup is a byline with an address for letters.

    A name alone looks like `Happy Baking`, and in German like any two nouns.
    """
    text = look.block.text
    if "@" not in text or look.block.kind != "paragraph" or look.words > _BYLINE_WORDS:
        return False
    name = without_address(text)
    return look.block.path != "" and (byline(name) is not None or _is_full(name))


def _is_full(name: str) -> bool:
    """Whether a text is a full name in capitals and small letters."""
    return " " in name and cased(name) and name_like(name, _MOST_NAME)
