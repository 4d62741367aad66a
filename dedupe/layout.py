"""What the markup of a page says about where its main article begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from dedupe.alike import begins, keyed_likeness
from dedupe.looks import Look, tags_of
from dedupe.model import Page
from dedupe.rules import Rules
from dedupe.text import normal

_TITLE_WORDS = 40
_LINKED = 0.5
_BODY_SHARE = 0.5
_BEHIND_SORTS = ("marker", "comments", "list_heading", "date", "byline", "dateline")
# Kicker, byline, date, captions and tools may stand above a headline, in the box that holds it.
_ABOVE = 8
# A header has at most so many lines; behind more of them the next paragraph is not its article's.
_ZONE = 24
_ARTICLES = 6
_MAIN = 0.5
_ABOVE_SORTS = (
    "short",
    "caption",
    "credit",
    "marker",
    "date",
    "byline",
    "dateline",
    "list_heading",
)


def main_title(lines: Sequence[Look], page: Page, rules: Rules) -> int | None:
    """Position of the main headline of a page from markup, None where the page does not tell.

    The headline that the page's metadata names, if it is there to be read; else its first
    level-one heading that is not the site's own name.
    """
    if page.form != "html":
        return None
    named = titled(lines, page, rules)
    tops = [
        at
        for at, look in enumerate(lines)
        if look.block.level == 1 and look.key not in rules.names and look.sort == "short"
    ]
    headings = [at for at in named if lines[at].block.level]
    last = _last_head(lines)
    for found in (headings, named, tops):
        heads = [at for at in found if at <= last]
        if heads:
            return min(heads, key=lambda at: (lines[at].block.level or 7, at))
    return None


def titled(lines: Sequence[Look], page: Page, rules: Rules) -> list[int]:
    """Positions of the lines that the page's head calls its title."""
    title = page.meta.title
    key = normal(title)
    first, begin = key[:1], begins(key)
    return [
        at
        for at, look in enumerate(lines if key else ())
        if look.words <= _TITLE_WORDS
        and (rules.names or (look.key.startswith(first) and begins(look.key) == begin))
        and look.sort not in ("marker", "list_heading")
        and keyed_likeness(title, key, look.block.text, look.key, rules) is not None
    ]


def _last_head(lines: Sequence[Look]) -> int:
    """Last position with half of the page's text below it: no headline stands over a crumb."""
    core = [look.words if _is_core(look) else 0 for look in lines]
    half, below = sum(core), 0
    for at in range(len(core) - 1, -1, -1):
        if 2 * below >= half:
            return at
        below += core[at]
    return -1


def _is_core(look: Look) -> bool:
    return look.is_prose and (look.block.main >= _MAIN or look.block.main < 0)


def as_headlines(lines: Sequence[Look], title: int) -> list[Look]:
    """The lines with the headline, and others set like it, as such: a list's term may be one."""
    path = lines[title].block.path
    alike = [at for at, look in enumerate(lines) if look.block.path == path]
    if len(alike) > _ARTICLES:
        alike = [title]
    out = list(lines)
    for at in alike:
        if out[at].words <= _TITLE_WORDS and out[at].sort in ("item", "prose", "caption"):
            out[at] = replace(out[at], sort="short")
    return out


def header_start(lines: Sequence[Look], title: int) -> int:
    """Position of the first line of the header that holds the headline at `title`."""
    parts = lines[title].block.path.split("/")
    # The box around the headline: two levels up at most, never the page itself.
    if len(parts) < 3:
        return title
    box = "/".join(parts[: max(2, len(parts) - 2)])
    start = title
    for at in range(title - 1, max(-1, title - _ABOVE - 1), -1):
        look = lines[at]
        if look.sort not in _ABOVE_SORTS or not look.block.path.startswith(box):
            break
        start = at
    return start


def header_zones(lines: Sequence[Look], title: int | None) -> frozenset[int]:
    """Positions of the lines of each header: from a headline to the first paragraph after it.

    The block classifier was taught on paragraphs: bylines, dates and the headline of an appended
    article look like furniture to it. Where they stand tells them apart.
    """
    if title is None:
        return frozenset()
    zone: set[int] = set()
    path = _unlinked(lines[title])
    titles = [at for at in range(title, len(lines)) if _unlinked(lines[at]) == path]
    if not lines[title].block.level and len(titles) > _ARTICLES:
        titles = [title]  # a path that any line may have
    for at in titles:
        zone.update(_zone(lines, at))
    return frozenset(zone)


def _unlinked(look: Look) -> str:
    """The path of a line without the link around it: an appended headline leads to its page."""
    if not look.block.level:
        return look.block.path
    outer, _, last = look.block.path.rpartition("/")
    return outer if last == "a" or last.startswith("a.") else look.block.path


def _zone(lines: Sequence[Look], title: int) -> Iterator[int]:
    """From the headline to the body; a standfirst is one paragraph with other lines behind it."""
    core = [at for at in range(title, min(title + _ZONE, len(lines))) if _is_core(lines[at])]
    if core:
        body = next((at for at in core if at + 1 in core), core[-1])
        yield from range(header_start(lines, title), body)


def between_paragraphs(lines: Sequence[Look]) -> frozenset[int]:
    """Positions of unlinked lines in the body's box with paragraphs around them: subheadings."""
    core = [at for at, look in enumerate(lines) if _is_core(look) and look.block.main >= 0]
    box = _body_box([lines[at] for at in core])
    if not box:
        return frozenset()
    return frozenset(
        at
        for at in range(core[0], core[-1])
        if lines[at].block.links < _LINKED and lines[at].block.path.startswith(box)
    )


def pictures_of_article(lines: Sequence[Look], title: int | None) -> frozenset[int]:
    """Positions of captions in the element that holds the headline: its pictures, a gallery."""
    if title is None:
        return frozenset()
    box = lines[title].block.path.rpartition("/")[0]
    if box.count("/") < 2:
        return frozenset()
    return frozenset(
        at
        for at in range(title + 1, len(lines))
        if lines[at].sort in ("caption", "credit") and lines[at].block.path.startswith(box + "/")
    )


def in_frame(look: Look) -> bool:
    """Whether a line stands in the page's own menu or foot, and not in that of an article.

    A menu that nobody closed may hold the whole page: what stands in `main` inside it is text.
    """
    return _frames(look.block.path)


@lru_cache(maxsize=4096)
def _frames(path: str) -> bool:
    tags = tags_of(path)
    if "article" in tags:
        return False
    inner = tags[len(tags) - tags[::-1].index("main") :] if "main" in tags else tags
    return "nav" in inner or "footer" in inner


def after_body(lines: Sequence[Look], title: int | None, boxed: Collection[int]) -> frozenset[int]:
    """Positions of the lines behind the body: footers, comments, tags.

    The body's box is the element whose paragraphs hold most words. What stands behind its last
    line and outside it is no body, unless a headline as high as the page's own comes in between:
    an appended article may have a box of another name.
    """
    free = [at for at in range(title or 0, len(lines)) if at not in boxed]
    box = _body_box([lines[at] for at in free])
    if not box:
        return frozenset()
    last = max(at for at in free if _in_box(lines[at], box))
    level = lines[title].block.level if title is not None else 1
    behind = []
    for at in free:
        look = lines[at]
        if at <= last:
            continue
        if look.block.kind == "heading" and 0 < look.block.level <= (level or 1):
            break
        pictured = look.sort in ("caption", "credit")
        if not pictured and look.sort not in _BEHIND_SORTS:
            behind.append(at)
    return frozenset(behind)


def _body_box(lines: Sequence[Look]) -> str:
    words: Counter[str] = Counter()
    for look in lines:
        if look.is_prose and look.block.links < _LINKED:
            words[look.block.path.rpartition("/")[0]] += look.words
    best = max(words, key=lambda box: (words[box], box), default="")
    # Text straight in the page has no box, and a box with little of the text is not the body's.
    if best.count("/") < 1 or words[best] < _BODY_SHARE * words.total():
        return ""
    return best


def _in_box(look: Look, box: str) -> bool:
    return look.is_prose and look.block.path.rpartition("/")[0].startswith(box)
