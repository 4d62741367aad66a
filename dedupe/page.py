"""A page folded: furniture out, segments found, each article folded. Crawls and dumps share it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray

from dedupe import handed
from dedupe.adjacent import adjacent
from dedupe.alike import cohesion
from dedupe.biography import without_biographies
from dedupe.boilerplate import furniture_key
from dedupe.boxes import card_boxes
from dedupe.cards import teasers
from dedupe.collecting import no_collecting
from dedupe.echoes import buttons, credited, dashed, labelled, named, righted, signed, talked
from dedupe.entitled import entitled
from dedupe.flat import FEW_LINES, is_flat
from dedupe.fold import fold_article
from dedupe.headline import headlined
from dedupe.lang import guess_lang, other_lang
from dedupe.layout import (
    after_body,
    as_headlines,
    between_paragraphs,
    header_start,
    header_zones,
    in_frame,
    main_title,
    pictures_of_article,
)
from dedupe.looks import Look, looks
from dedupe.marks import marks
from dedupe.model import Article, Fold, FoldedPage, Page, Teaser
from dedupe.ordinary import ordinary
from dedupe.parted import parted
from dedupe.parts import likely, parts_of_markup, sureness
from dedupe.printed import printed
from dedupe.rules import DEFAULT_RULES, Rules
from dedupe.running import features, settled, text_parts
from dedupe.segment import prepared, segment
from dedupe.text import normal
from dedupe.traits import cuts
from dedupe.typeset import set_as_text
from dedupe.units import Segments

NO_FURNITURE: frozenset[bytes] = frozenset()
# A block that the site repeats and that still says something of this article, or shapes the page.
_TELLING = ("marker", "list_heading", "comments", "date", "byline", "dateline")
# Blocks of markup below this are outside the articles; the threshold the classifier was fitted to.
_MAIN = 0.5
# A sentence in a header is a standfirst more often than not.
_LEAD = 0.3
_LANG_CHARS = 2000
# Headlines have so many words, the names of sections and lists so few.
_HEADLINE_WORDS = 4
_TITLE_WORDS = 30
_LABEL_WORDS = 5
_KICKER_WORDS = 3
_LINKED = 0.5
_TEXT_LINES = 8
# Links of so few words that hardly count to the article are menus.
_MENU = 0.1
_MENU_WORDS = 3
# Furniture in a row between a line and the text that it belongs to: no menu is longer.
_REACH = 1000
# A headline shares so much of its characters' runs with its text, other people's lines do not.
_OWN_SHARE = 0.45
_DATED = ("date", "byline", "dateline")
# A section front: so many lines of cards, and less prose than any report has.
_FRONT_LINES = 8
_FRONT_WORDS = 30
_TOLD = frozenset(("prose", "item", "standfirst"))
# Sorts of lines from markup that are of no article's, wherever they stand.
_NO_PART = frozenset(("inline_card", "frame"))
# Parts of lines in lists of cards, and of pictures below a text's beginning.
_LISTED = frozenset(("cards", "cards2"))
_PICTURE = frozenset(("caption2", "credit2"))
# What systems call the page for an address that leads nowhere, and boxes that ask for consent.
_NOTICE = re.compile(
    r"[.#](?:(?:error|page)[-_]?404|404[-_](?:page|error)|error[-_]page|(?:page[-_]?)?not[-_]?found)(?![a-z-])"
    r"|/[^/]*[.#](?:cookie|consent)[-_](?:wall|banner|notice|dialog|consent|modal)(?![a-z])",
    re.I,
)
_CAPTIONS = frozenset(("caption1", "caption2"))


def fold_page(
    page: Page, rules: Rules = DEFAULT_RULES, furniture: Collection[bytes] = NO_FURNITURE
) -> FoldedPage:
    """The articles, teasers and folds of `page`; every block lands in exactly one of them.

    `furniture` holds the furniture_key() of blocks that the page's site repeats over its pages.
    """
    if page.form == handed.FORM:
        return handed.folded_row(page)
    article = ordinary(page, rules, furniture)
    if article is not None:
        return FoldedPage(page, (article,))
    with no_collecting():
        folded = _folded(page, rules, furniture)
        if page.form == "html" and not folded.articles and not folded.teasers and _has_text(page):
            # A page of a line or two gives the block classifier nothing to go by: do without it.
            plain = tuple(replace(block, main=-1.0) for block in page.blocks)
            again = _folded(replace(page, blocks=plain), rules, furniture)
            folded = replace(again, page=page)
        return _without_notices(folded)


def _without_notices(folded: FoldedPage) -> FoldedPage:
    """The page without what a system says of an address that leads nowhere, or of cookies."""
    notices = [one for one in folded.articles if _is_notice(folded.page, one)]
    if not notices:
        return folded
    articles = tuple(one for one in folded.articles if one not in notices)
    more = [Fold(spot.block, "outside") for one in notices for spot in one.placed]
    folds = sorted([*folded.folds, *more], key=lambda fold: fold.block)
    return replace(folded, articles=articles, folds=tuple(folds))


def _is_notice(page: Page, article: Article) -> bool:
    """Whether the headline of an article, or all of it, stands in a box of such a name."""
    titles = [spot.block for spot in article.placed if spot.role == "title"]
    every = titles or [spot.block for spot in article.placed]
    return all(_NOTICE.search(page.blocks[at].path) for at in every)


def _has_text(page: Page) -> bool:
    """Whether a page shows a headline and a paragraph, however short."""
    headed = any(block.level == 1 for block in page.blocks)
    return headed and any(
        block.kind == "paragraph" and block.links < _LINKED for block in page.blocks
    )


def _folded(page: Page, rules: Rules, furniture: Collection[bytes]) -> FoldedPage:
    lines, folds = read_lines(page, rules, furniture)
    if page.form == "html":
        found = _by_chain(lines, page, rules, folds)
        if found is not None:
            return found
    title = main_title(lines, page, rules)
    if title is not None:
        lines = as_headlines(lines, title)
    boxes = card_boxes(lines, title) if page.form == "html" else []
    boxed = {at for box in boxes for at in box}
    behind = after_body(lines, title, boxed) if page.form == "html" else frozenset()
    inside, outside = _inside(lines, title, boxed, behind)
    parts = _segments(inside, page, rules)
    _drop_front(parts, sum(map(len, parts.cards)) + len(boxed))
    lists = [credited([lines[at] for at in box]) for box in boxes]
    lists += [
        [look] for at, look in enumerate(lines) if look.sort == "inline_card" and at not in boxed
    ]
    return _all_of(page, parts, lists, outside, folds, rules)


def _by_chain(lines: list[Look], page: Page, rules: Rules, folds: list[Fold]) -> FoldedPage | None:
    """The page as the chain reads its lines; None where it finds no article."""
    inside, outside = in_question(lines)
    ready, echoes, boxed, marked = markings(inside, page, rules)
    set_so = set_as_text(ready, _vetoed(ready, parts_of_markup(marked)), boxed)
    parts = _given_to_lists(ready, set_so, boxed)
    parts = headlined(ready, parts, page, rules)
    found = parted(ready, parts, echoes)
    _without_lists(found, ready, boxed)
    without_biographies(found, page.meta.authors)
    if not found.articles:
        return None
    _drop_front(found, sum(map(len, found.cards)))
    lists = [[look] for look in outside if look.sort == "inline_card"]
    rest = [look for look in outside if look.sort != "inline_card"]
    lists += _adjacent(found, rest)
    return _all_of(page, found, lists, rest, folds, rules)


def _adjacent(found: Segments, outside: list[Look]) -> list[list[Look]]:
    """Take the cards for the articles before and after out of what is of no article's text."""
    free = [*found.outside, *(at for region in found.cards for at in region)]
    cards = adjacent(sorted([*map(found.looks.__getitem__, free), *outside], key=_place))
    taken = {look.block.index for card in cards for look in card}
    if taken:
        outside[:] = [look for look in outside if look.block.index not in taken]
        for places in (found.outside, *found.cards):
            places[:] = [at for at in places if found.looks[at].block.index not in taken]
    return cards


def _place(look: Look) -> int:
    return look.block.index


def _all_of(
    page: Page,
    parts: Segments,
    lists: list[list[Look]],
    outside: Sequence[Look],
    folds: Sequence[Fold],
    rules: Rules,
) -> FoldedPage:
    """The page from its segments and what stands beside them.

    That is `lists` of cards, lines that are `outside`, and the `folds` that were made before.
    """
    articles, more = _articles(parts, page, rules)
    regions = [[parts.looks[at] for at in region] for region in parts.cards]
    cards, card_folds = _cards(regions + lists, rules)
    left = [*(parts.looks[at] for at in parts.outside), *outside]
    every = [*folds, *more, *card_folds, *(Fold(one.block.index, _left_out(one)) for one in left)]
    every.sort(key=lambda fold: fold.block)
    folded = FoldedPage(page, tuple(articles), tuple(cards), tuple(every))
    check_accounts(folded)
    return folded


def _vetoed(lines: Sequence[Look], parts: Sequence[str]) -> list[str]:
    """The parts without the text that the block classifier rules out: it was fitted to text.

    A byline, a place or a day right under a headline is no paragraph, though markup may set it as
    one, and what markup sets as a picture's text is none either: a gallery has nothing else.
    """
    out = [
        "tool2" if part == "body" and 0 <= look.block.main < _MAIN else part
        for look, part in zip(lines, parts, strict=True)
    ]
    for at in range(1, len(out)):
        under = out[at - 1] in ("title", "sign1")
        if out[at] == "body" and under and lines[at].sort in _DATED:
            out[at] = "sign1"
        elif out[at] == "body" and lines[at].block.kind == "caption":
            out[at] = "caption2"
        elif out[at] == "body" and lines[at].block.kind == "other" and _is_tool(lines[at]):
            out[at] = "tool2"
        elif out[at] == "out" and out[at - 1] in _CAPTIONS and _continues(lines[at], lines[at - 1]):
            out[at] = out[at - 1]
        if out[at - 1] == "title":
            _sign(lines, out, at)
    return out


def _is_tool(look: Look) -> bool:
    """Whether a line in a box of its own is a tool: `Scroll to continue`, a button."""
    pressed = look.seat.rpartition("/")[2].startswith("button") and look.words <= _HEADLINE_WORDS
    return look.sort == "marker" or (pressed and not look.is_prose)


def _sign(lines: Sequence[Look], out: list[str], first: int) -> None:
    """Make a standfirst of the line at `first` that a day or a name parts from the text.

    In a chronicle days head the paragraphs, so there are more of them further down.
    """
    if out[first] != "body":
        return
    end = first + 1
    while end < len(out) and out[end] == "body" and lines[end].sort in _DATED:
        end += 1
    text = takewhile(lambda at: out[at] != "title", range(end, len(out)))
    below = [lines[at].sort for at in text if out[at] == "body"]
    if end > first + 1 and below and not any(sort in _DATED for sort in below):
        out[first:end] = ["lead"] + ["sign1"] * (end - first - 1)


def _continues(look: Look, above: Look) -> bool:
    """Whether a picture's text that counts to the article is set as the one right above it."""
    block = look.block
    return block.kind == "caption" and block.main >= _MAIN and block.path == above.block.path


def _given_to_lists(
    lines: Sequence[Look], parts: Sequence[str], boxed: frozenset[int]
) -> list[str]:
    """The parts with what a list of cards has of its own: its heading, and its first picture.

    Both stand between it and a text, and look like the text's last lines.
    """
    out = list(parts)
    below = "out"
    for at in range(len(out) - 1, -1, -1):
        heads = out[at] == "body" and (
            lines[at].sort == "list_heading" or (below == "cards" and lines[at].block.level > 0)
        )
        if below in _LISTED and (heads or (out[at] in _PICTURE and at in boxed)):
            out[at] = below
        if out[at] != "tool2":
            below = out[at]
    return out


def _without_lists(found: Segments, lines: Sequence[Look], boxed: frozenset[int]) -> None:
    """Make cards of what was taken for an article though all of its text stands in cards."""
    kept = []
    for span in found.articles:
        text = [at for at in span.lines if at >= span.header_end and found.looks[at].is_prose]
        linked = any(
            found.looks[at].block.level and found.looks[at].block.links >= _LINKED
            for at in span.lines
            if at >= span.header_end
        )
        headed = span.title is not None and lines[span.title].sort == "list_heading"
        if headed or ((text or linked) and boxed.issuperset(text)):
            found.cards.append(span.lines)
        else:
            kept.append(span)
    found.articles[:] = kept
    for number, span in enumerate(kept):
        span.main = number == 0


def in_question(lines: Sequence[Look]) -> tuple[list[Look], list[Look]]:
    """The lines of a page from markup that may be of an article or a card, and the others."""
    inside: list[Look] = []
    outside: list[Look] = []
    tops = [look.block.level == 1 for look in lines]
    for at, look in enumerate(lines):
        block = look.block
        menu = (
            block.kind == "link"
            and 0 <= block.main < _MENU
            and look.words <= _MENU_WORDS
            and True not in tops[at + 1 : at + 4]
        )
        # Some crumbs end in the headline, right above the text.
        heads = tops[at] and block.main >= _MAIN and _is_text(lines[at + 1 : at + 2])
        out = menu or look.sort in _NO_PART or (in_frame(look) and not heads)
        (outside if out else inside).append(look)
    return inside, outside


def _is_text(lines: Sequence[Look]) -> bool:
    """Whether lines, one at least, are paragraphs that the block classifier takes for text."""
    kinds = [look.block.kind == "paragraph" and look.block.main >= _MAIN for look in lines]
    return bool(kinds) and all(kinds)


def markings(
    lines: list[Look], page: Page, rules: Rules
) -> tuple[list[Look], dict[int, int], frozenset[int], NDArray[np.int64]]:
    """The lines of a page from markup, what repeats what, the lines in boxes of cards, and the
    numbers of the traits of each line.
    """
    ready, echoes = prepared(lines, rules)
    title = main_title(ready, page, rules)
    boxed = frozenset(at for box in card_boxes(ready, title) for at in box)
    return ready, echoes, boxed, marks(ready, echoes, cuts(ready, page), page, rules, boxed)


def _segments(lines: list[Look], page: Page, rules: Rules) -> Segments:
    """The segments of a page's lines: of bare text by what its lines are to each other."""
    if page.form == "text":
        ready, echoes = prepared(lines, rules)
        rows, proven, parts = text_parts(ready, echoes, page)
        flat = _is_flat(ready)
        if len(ready) > FEW_LINES:
            numbers = features(ready, parts, likely(rows, proven))
            if not flat:
                parts = settled(ready, parts, numbers, proven)
            parts = entitled(ready, parts, numbers, proven, page.url)
        found = parted(ready, parts, echoes)
        if found.articles or found.cards:
            if flat:
                _doubt(found, sureness(likely(rows), parts))
            return found
    titled = page.form == "fields" and bool(page.meta.title)
    if titled and lines and lines[0].sort == "date" and lines[0].key == normal(page.meta.title):
        # `What happened on 24 January`: the input says that it is the title.
        lines = [replace(lines[0], sort="short"), *lines[1:]]
    return segment(lines, rules, page.meta.title, titled)


def _is_flat(lines: Sequence[Look]) -> bool:
    """Whether a text lost its paragraphs: none is set apart, and it looks like that."""
    if any(look.gap > 0 for look in lines):
        return False
    if any(look.gap < 0 for look in lines):
        return True
    return is_flat([(look.block.text, look.words) for look in lines if look.is_prose], len(lines))


def _doubt(found: Segments, sure: Sequence[float]) -> None:
    """Say of each article how sure its lines are of their parts, in the mean."""
    for span in found.articles:
        span.sureness = sum(sure[at] for at in span.lines) / len(span.lines)


def read_lines(
    page: Page,
    rules: Rules,
    furniture: Collection[bytes],
    heard: Callable[[list[Look]], list[Look]] = list,
) -> tuple[list[Look], list[Fold]]:
    """The lines of a page without its site's furniture, and the folds of that.

    `heard` may change what the lines look like before their neighbours are asked.
    """
    lines = buttons(named(heard(looks(page, rules))))
    paged = printed(lines) if page.form == "text" else set()
    folds = [Fold(lines[at].block.index, "marker") for at in paged]
    lines = [look for at, look in enumerate(lines) if at not in paged] if paged else lines
    lines = talked(righted(dashed(lines, page.form), page.form))
    kept, more = _without_furniture(labelled(signed(lines)), rules, furniture)
    return kept, [*folds, *more]


def _without_furniture(
    lines: list[Look], rules: Rules, furniture: Collection[bytes]
) -> tuple[list[Look], list[Fold]]:
    if not furniture and not rules.boilerplate:
        return lines, []
    known = [
        look.sort not in _TELLING
        and (
            look.key in rules.boilerplate
            or (bool(furniture) and furniture_key(look.block.text) in furniture)
        )
        for look in lines
    ]
    kept, folds = [], []
    for at, look in enumerate(lines):
        if not known[at] or _is_headline(lines, at, known) or _is_kicker(lines, at, known):
            kept.append(look)
        elif _heads_list(lines, at, known):
            kept.append(replace(look, sort="list_heading"))
        else:
            folds.append(Fold(look.block.index, "boilerplate"))
    return kept, folds


def _is_headline(lines: Sequence[Look], at: int, known: Sequence[bool]) -> bool:
    """Whether a line that other pages show too, in their lists, is this page's own headline."""
    look = lines[at]
    if look.sort != "short" or not _HEADLINE_WORDS <= look.words <= _TITLE_WORDS:
        return False
    rest = range(at, min(len(lines), at + _REACH))
    prose = (lines[n] for n in rest if lines[n].is_prose and not known[n])
    text = " ".join(other.key for other in islice(prose, _TEXT_LINES))
    return cohesion(look.key, text) >= _OWN_SHARE


def _is_kicker(lines: Sequence[Look], at: int, known: Sequence[bool]) -> bool:
    """Whether a section's name, which the menu has too, stands right above a headline."""
    if lines[at].words > _KICKER_WORDS or at + 1 >= len(lines) or known[at + 1]:
        return False
    return 0 < lines[at + 1].block.level <= 2 and lines[at + 1].words > _KICKER_WORDS


def _heads_list(lines: Sequence[Look], at: int, known: Sequence[bool]) -> bool:
    """Whether a short line of the site's, below a text, stands over other articles' titles."""
    if lines[at].sort != "short" or lines[at].words > _LABEL_WORDS:
        return False
    before = range(at - 1, max(-1, at - _REACH), -1)
    own = (lines[n] for n in before if not known[n] and lines[n].sort != "marker")
    above = next(own, None)
    below = [look for n, look in enumerate(lines[at + 1 : at + 8], at + 1) if not known[n]][:3]
    listed = [look for look in below if look.sort in ("short", "caption", *_DATED)]
    long = any(look.words >= _HEADLINE_WORDS and look.sort != "date" for look in listed)
    if above is None or not above.is_prose:
        return False
    return len(listed) == len(below) >= 2 and long


def _inside(
    lines: Sequence[Look], title: int | None, boxed: Collection[int], behind: Collection[int]
) -> tuple[list[Look], list[Look]]:
    """The lines that may belong to articles, and those that the markup rules out."""
    start = 0 if title is None else header_start(lines, title)
    zone = header_zones(lines, title)
    within = between_paragraphs(lines)
    pictures = pictures_of_article(lines, title)
    inside: list[Look] = []
    outside: list[Look] = []
    for at, look in enumerate(lines):
        if at in boxed or look.sort == "inline_card":
            continue
        if look.sort == "frame":
            outside.append(look)
            continue
        doubtful = at in zone or (at in within and look.sort in ("short", "caption", "credit"))
        unlikely = 0 <= look.block.main < (_LEAD if doubtful else _MAIN)
        header = (at in zone and not look.is_prose) or at in pictures
        ruled_out = at != title and ((unlikely and not header) or in_frame(look))
        (outside if at < start or at in behind or ruled_out else inside).append(look)
    return inside, outside


def _drop_front(parts: Segments, carded: int) -> None:
    """A few words over many cards are the front of a section: no article is made of them."""
    if len(parts.articles) != 1:
        return
    span = parts.articles[0]
    told = (look for look in map(parts.looks.__getitem__, span.lines) if look.sort in _TOLD)
    prose = sum(look.words for look in told)
    signs = {parts.looks[at].sort for at in span.lines} - _TOLD - {"short", "marker"}
    sorts = {parts.looks[at].sort for at in span.lines}
    listed = span.title is None and "prose" not in sorts
    if listed or (carded >= _FRONT_LINES and prose < _FRONT_WORDS and not signs):
        parts.outside += span.lines
        parts.articles.clear()


def _left_out(look: Look) -> str:
    if look.sort == "list_heading":
        return "heading_of_list"
    return "marker" if look.sort in ("marker", "comments") else "outside"


def _articles(parts: Segments, page: Page, rules: Rules) -> tuple[list[Article], list[Fold]]:
    articles, folds = [], []
    for span in parts.articles:
        article, more = fold_article(parts.looks, span, parts.echoes, rules, page.meta)
        folds += more
        article = replace(article, confidence=round(span.sureness, 3))
        articles.append(_with_language(article, page.form))
    return articles, folds


def _with_language(article: Article, form: str) -> Article:
    """The article in the language that its page names, but where its markup is surely wrong."""
    if article.lang and form != "html":
        return article
    text = " ".join((article.title, *article.body))[:_LANG_CHARS]
    told = other_lang(text, article.lang) if article.lang else guess_lang(text)
    return replace(article, lang=told) if told else article


def _cards(lists: list[list[Look]], rules: Rules) -> tuple[list[Teaser], list[Fold]]:
    found: list[Teaser] = []
    folds: list[Fold] = []
    for lines in lists:
        cards, more = teasers(lines, range(len(lines)), rules)
        found += [
            replace(card, lang=guess_lang(f"{card.title} {card.standfirst}")) for card in cards
        ]
        folds += more
    found.sort(key=lambda card: card.placed[0].block)
    return found, folds


def check_accounts(folded: FoldedPage) -> None:
    """Raise ValueError unless every block of the page is placed exactly once."""
    placed = [spot.block for article in folded.articles for spot in article.placed]
    placed += [spot.block for teaser in folded.teasers for spot in teaser.placed]
    placed += [fold.block for fold in folded.folds]
    wanted = [block.index for block in folded.page.blocks]
    if sorted(placed) != wanted:
        missing = sorted(set(wanted) - set(placed))
        twice = sorted({index for index in placed if placed.count(index) > 1})
        raise ValueError(
            f"page {folded.page.id}: blocks in no record or fold: {missing}; in two: {twice}"
        )
