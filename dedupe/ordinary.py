"""The ordinary page of a dump, a headline over paragraphs, folded at once.

Most pages of a dump whose titles and texts stand apart are a headline and sentences of which none
repeats another. Of such a page the whole way (`page`) makes one article with all its lines. Here
is asked, as cheaply as may be, whether a page is one; whatever is in doubt goes the whole way.
Each question stands for one step of that way, which its comment names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from dedupe import cues
from dedupe.alike import begins, is_parted, likeness
from dedupe.boilerplate import furniture_key
from dedupe.cue_tools import CARD_MARKS
from dedupe.echoes import ECHO_WINDOW, edges
from dedupe.fold import PULL_DISTANCE, PULL_SHARE, PULL_WORDS
from dedupe.looks import CARD_WORDS, PROSE_WORDS, SENTENCE_STOPS, sort_of
from dedupe.model import Article, Block, Page, Placed
from dedupe.rules import Rules
from dedupe.signature import MOST_WORDS as MOST_SIGNED
from dedupe.text import measured

_MOST_CUE = 120
"""Characters; no tool, date, byline or dateline has more."""

_MARKS = re.compile("[" + "".join(CARD_MARKS) + "]")
_SEAMS = ("|", *(f" {mark} " for mark in ("-", "--", ":", "::", *"–—•·»")))
"""What `alike.is_parted` finds in text with single spaces."""
_PLACED = (Placed(0, "title"), *(Placed(n, "body") for n in range(1, 1000)))


def ordinary(page: Page, rules: Rules, furniture: Collection[bytes]) -> Article | None:
    """The article that all lines of a page are, its language not yet known; None: in doubt."""
    blocks = page.blocks
    if page.form != "fields" or not 2 <= len(blocks) <= len(_PLACED):
        return None
    lines = [measured(block.text) for block in blocks]
    keys = [key for key, _ in lines]
    if "" in keys or len(set(keys)) < len(keys):
        return None
    # page._without_furniture
    if rules.boilerplate and not rules.boilerplate.isdisjoint(keys):
        return None
    if furniture and any(furniture_key(block.text) in furniture for block in blocks):
        return None
    if not _are_sentences(blocks, lines, rules) or _are_alike(blocks, lines, rules):
        return None
    return _article(page) if _are_apart(lines) else None


def _are_sentences(blocks: Sequence[Block], lines: Sequence[tuple[str, int]], rules: Rules) -> bool:
    """Whether the first line looks like a headline, and all others like paragraphs.

    Where no line but the first is short, none heads, signs or labels what is below it, and the
    whole page is one unit: echoes.signed, labelled, unended, tools and all of segment.
    """
    for block, (key, words) in zip(blocks, lines, strict=True):
        if block.kind != "other":
            return False
        if not block.index:
            if sort_of(block, key, words, "fields", rules) != "short":
                return False
        elif not _is_long_sentence(block.text, key, words, rules):
            if sort_of(block, key, words, "fields", rules) != "prose":
                return False
            # A label may make a card of a shorter line that ends like none.
            if words <= PROSE_WORDS and not cues.ends_sentence(block.text):
                return False
    return True


def _is_long_sentence(text: str, key: str, words: int, rules: Rules) -> bool:
    """Whether a line is prose for certain (looks.sort_of) by its length and last character."""
    # Of scripts without spaces, the words and the spaces count otherwise.
    if min(words, text.count(" ")) <= MOST_SIGNED or len(text) <= _MOST_CUE:
        return False
    if text[-1] not in SENTENCE_STOPS:
        return False
    if key in rules.markers or key in rules.list_headings:
        return False
    if words <= CARD_WORDS and _MARKS.search(text) and cues.inline_card(text):
        return False
    return not cues.is_rights(text, key)


def _are_alike(blocks: Sequence[Block], lines: Sequence[tuple[str, int]], rules: Rules) -> bool:
    """Whether a line may be another one near it (echoes.echoes), or the headline, printed again.

    What is printed again begins alike, but where a site's name may be set off in one of the two.
    """
    whole = "\n".join([block.text for block in blocks])
    seamed = bool(rules.names) and any(seam in whole for seam in _SEAMS)
    heads = [begins(key) for key, _ in lines]
    if not seamed and len(set(heads)) == len(heads):
        return False
    parted = [seamed and is_parted(block.text) for block in blocks]
    often = Counter(heads)
    doubtful = [at for at, head in enumerate(heads) if often[head] > 1 or any(parted)]
    ends = {at: edges(lines[at][0]) for at in doubtful}
    title = blocks[0].text
    for n, at in enumerate(doubtful):
        text = blocks[at].text
        for other in doubtful[max(0, n - ECHO_WINDOW) : n]:
            if heads[at] != heads[other] and not (parted[at] or parted[other]):
                continue
            near = any(map(str.__eq__, ends[at], ends[other]))
            if near and likeness(text, blocks[other].text, rules) is not None:
                return True
        headed = heads[at] == heads[0] or parted[at] or parted[0]
        if at and headed and likeness(text, title, rules) is not None:
            return True  # fold._repeats_title
    return False


def _are_apart(lines: Sequence[tuple[str, int]]) -> bool:
    """Whether no paragraph holds a shorter one near it word for word (fold._is_pull_quote)."""
    padded = [f" {key} " for key, _ in lines]
    for at in range(1, len(lines)):
        words = lines[at][1]
        if words < PULL_WORDS:
            continue
        for other in range(max(1, at - PULL_DISTANCE), min(len(lines), at + PULL_DISTANCE + 1)):
            if lines[other][1] >= PULL_SHARE * words and padded[at] in padded[other]:
                return False
    return True


def _article(page: Page) -> Article:
    meta = page.meta
    texts = [block.text for block in page.blocks]
    lead = cues.lead_dateline(texts[1])
    return Article(
        title=texts[0],
        body=tuple(texts[1:]),
        authors=meta.authors,
        agency=meta.agency or (lead.agency if lead else ""),
        dateline=lead.place if lead else "",
        section=meta.section,
        published=meta.published,
        modified=meta.modified,
        lang=meta.lang,
        url=meta.canonical,
        placed=_PLACED[: len(texts)],
    )
