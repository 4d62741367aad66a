"""The articles and card lists of a page, from the part that each of its lines plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from dedupe.carded import CARDS
from dedupe.cues import byline, is_author_page, split_credit
from dedupe.dates import find_date
from dedupe.headbox import in_header_box
from dedupe.looks import Look, class_words
from dedupe.mended import mended
from dedupe.signature import signature
from dedupe.units import Segments, Span

_HEADER = frozenset(("kicker", "sign0", "caption0", "credit0", "tool0", "title"))
_OUTSIDE = frozenset(("out", "cards"))

_SIGNED = frozenset(("date", "byline", "dateline"))
_TOLD = frozenset(("short", "prose", "item"))
_HEADING_WORDS = 4
_SECTION_WORDS = 3
_LABEL_WORDS = 2
# Steps of `body` and the page's frame, which have menus too, and those around a headline in which
# its section's name may stand.
_FRAME, _AROUND = 1, 3
_SECTIONS = frozenset(
    [
        *("category", "categories", "cat", "section", "kicker", "rubrik", "rubric", "rubrique"),
        *("seccion", "categoria", "kategorie", "topic", "overline", "eyebrow", "channel"),
        *("editoria", "rubrica", "sezione", "rubryka", "rubrika", "kategori", "bolum", "cintillo"),
    ]
)
# The last line of a page, alone below a text, may be who wrote it.
_NAME_WORDS = 6


def parted(lines: Sequence[Look], parts: Sequence[str], echoes: Mapping[int, int]) -> Segments:
    """The segments of a page whose lines play these parts; each line lands in one of them."""
    lines, said = mended(lines, _kickers(lines, _first_paragraphs(lines, parts)), echoes)
    parts = in_header_box(lines, said)
    found = Segments(echoes=dict(echoes), looks=list(lines))
    article: Span | None = None
    begins = _begins(parts)
    before = "out"
    for at, part in enumerate(parts):
        if part in CARDS:
            if before not in CARDS or not found.cards:
                found.cards.append([])
            found.cards[-1].append(at)
        elif part in _OUTSIDE:
            found.outside.append(at)
        else:
            if article is None or (begins[at] and article.title is not None):
                article = Span([], None, not found.articles)
                found.articles.append(article)
            _place(found, article, at, part)
        before = part
    for span in found.articles:
        # A text that begins above its headline still has that headline in its header.
        above = -1 if span.title is None else span.title
        bodies = [at for at in span.lines if at > above and parts[at] == "body"]
        span.header_end = bodies[0] if bodies else len(lines)
    _without_text(found, parts)
    _without_cards(found)
    for region in found.cards:
        _name_list(found.looks, region)
    return found


def _first_paragraphs(lines: Sequence[Look], parts: Sequence[str]) -> list[str]:
    """A sentence that the body follows at once is its first paragraph.

    In lines alone a standfirst looks the same there; where a picture or a day stands between it and
    the text, it is no paragraph.
    """
    out = list(parts)
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] == "lead" and lines[at].is_prose and out[at + 1] == "body":
            out[at] = "body"
    return out


def _kickers(lines: Sequence[Look], parts: Sequence[str]) -> list[str]:
    """A label in the box of a headline, right above it, is the name of its section; so is one whose
    class says so, in a box around that.

    Only markup has boxes; what is known of menus speaks against a label that is a link.
    """
    out = list(parts)
    for at, part in enumerate(parts):
        if part != "title":
            continue
        first = at - 1
        while first > 0 and lines[first].sort in _SIGNED and out[first] == "sign0":
            first -= 1  # a day may stand between
        if first < 0 or out[first] not in ("out", "tool0"):
            continue
        above, box = lines[first], lines[at].block.path.rpartition("/")[0]
        label = above.sort == "short" and above.words <= _SECTION_WORDS
        own = first == at - 1 and above.block.path.startswith(box + "/")
        own = own and (box.count("/") > _FRAME or _is_header(lines, out, at, box))
        if label and (own or _is_section(above.seat, lines[at].seat)):
            out[first] = "sign0" if is_author_page(above.block.href) else "kicker"
    return out


def _is_header(lines: Sequence[Look], parts: Sequence[str], title: int, box: str) -> bool:
    """Whether a box within the page's frame has none of the text below the headline in it."""
    text = next((at for at in range(title, len(parts)) if parts[at] == "body"), -1)
    return "/" in box and text > 0 and not lines[text].block.path.startswith(box + "/")


def _is_section(label: str, title: str) -> bool:
    """Whether the classes around a label call it a section's, in a box near that of the headline.

    >>> _is_section("body/article/p.section/a", "body/article/h1")
    True
    """
    one, other = label.split("/"), title.split("/")
    pairs = zip(one, other, strict=False)
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    near = _FRAME < shared >= len(other) - _AROUND
    return near and not _SECTIONS.isdisjoint(chain(*map(class_words, one[shared:])))


def _begins(parts: Sequence[str]) -> list[bool]:
    """Whether each line would be the first of another article's header, which has a headline."""
    found = [False] * len(parts)
    below = "body"
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] in ("title", "body"):
            below = parts[at]
        first = parts[at] == "title" or (at > 0 and parts[at - 1] not in _HEADER)
        found[at] = parts[at] in _HEADER and first and below == "title"
    return found


def _place(found: Segments, article: Span, at: int, part: str) -> None:
    """Put a line into its article, looking like the part that it plays there."""
    look = found.looks[at]
    kind = part.rstrip("012")
    if not look.key:  # a line of dots or dashes has nothing to say
        found.outside.append(at)
        return
    if kind == "title":
        article.title = at if article.title is None else article.title
        look = replace(look, sort="short")
    elif look.sort == "dateline" and kind in ("lead", "caption") and look.block.path:
        pass  # the cue is surer of what it knows than its place in a header of markup
    elif look.sort == "date" and kind == "lead":
        pass
    elif kind in ("caption", "credit"):
        bare = not split_credit(look.block.text)[0]
        look = replace(look, sort="credit" if bare else kind)
    elif kind == "lead":
        look = replace(look, sort="standfirst")
    elif kind == "kicker":
        look = replace(look, sort="short")
    elif kind == "sign" and look.sort not in _SIGNED:
        if part == "sign2" and look.block.path:  # markup names who signs below a text
            found.outside.append(at)
            return
        look = replace(look, sort="date" if _is_day(look.block.text) else "byline")
    elif kind == "body" and look.sort not in _TOLD:
        look = replace(look, sort="prose")
    elif kind == "tool" and not (
        at in found.echoes or _belongs(look, part) or _is_headline(found, article, look)
    ):
        found.outside.append(at)
        return
    found.looks[at] = look
    article.lines.append(at)


def _is_day(text: str) -> bool:
    """Whether a line that signs names a day and nobody."""
    signed = signature(text)
    return not byline(text) and not (signed and signed.names) and bool(find_date(text))


def _is_headline(found: Segments, article: Span, look: Look) -> bool:
    """Whether a line says the headline again."""
    return article.title is not None and found.looks[article.title].key == look.key


def _belongs(look: Look, part: str) -> bool:
    """Whether a line in a tool's place is told of as one, or signs the header."""
    return look.sort == "marker" or (part != "tool2" and look.sort in _SIGNED)


def _without_text(found: Segments, parts: Sequence[str]) -> None:
    """An article has a text, or pictures under a headline: what has neither is none."""
    kept = []
    for span in found.articles:
        said = {parts[at].rstrip("012") for at in span.lines}
        if said & {"body", "lead"} or ("caption" in said and span.title is not None):
            kept.append(span)
        else:
            found.outside.extend(span.lines)
    found.articles[:] = kept
    for number, span in enumerate(kept):
        span.main = number == 0


def _without_cards(found: Segments) -> None:
    """The heading of a list that lost its cards is none itself."""
    for region in [region for region in found.cards if len(region) == 1]:
        look = found.looks[region[0]]
        last = region[0] == len(found.looks) - 1 and not look.block.path
        most = _NAME_WORDS if last else _LABEL_WORDS
        if look.sort == "list_heading" or (look.sort == "short" and look.words <= most):
            found.cards.remove(region)
            found.outside += region


def _name_list(lines: list[Look], region: Sequence[int]) -> None:
    """A label above the first headline of a list is the list's heading."""
    if len(region) < 2 or any(lines[at].sort == "list_heading" for at in region[:2]):
        return
    first, second = lines[region[0]], lines[region[1]]
    keys = [lines[at].key for at in region]
    label = first.sort == "short" and first.words <= _HEADING_WORDS
    labels = [lines[at].sort == "short" and lines[at].words <= _HEADING_WORDS for at in region]
    if label and keys.count(first.key) == 1 and sum(labels) == 1 and second.sort != "prose":
        lines[region[0]] = replace(first, sort="list_heading")
