"""The parts of a page that are an article: header, pictures, body, and what breaks into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.labelled import furniture
from benchmarks.labelled.cards import also, related
from benchmarks.labelled.context import Context
from benchmarks.labelled.story import Cap, Item, Story
from benchmarks.labelled.tree import INLINE, El, el

_SENTENCE = re.compile(r"(?<=[.!?。।۔؟])\s*")


def title(ctx: Context, story: Story) -> El:
    """The headline; an outlet may set that of an appended story in another element."""
    path = ctx.outlet.path("title")
    if story is not ctx.stories[0]:
        path = ctx.outlet.skin.get("title_more", path)
    return el(path, story.title, role="title")


def kicker(ctx: Context, story: Story) -> El:
    """The section's name above the headline."""
    return el(ctx.outlet.path("kicker").replace("span", "div", 1), story.section)


def standfirst(ctx: Context, story: Story) -> El:
    """The standfirst; with `lead_repeat` it is the first paragraph again."""
    text = story.body[0].text if "lead_repeat" in ctx.families else story.standfirst
    return el(ctx.outlet.path("standfirst"), text, role="standfirst")


def figure(ctx: Context, cap: Cap, *, tight: bool = False) -> El:
    """A picture with its caption, doubled as the page's families say."""
    out = ctx.outlet
    kids: list[El | str] = [*_picture(ctx, cap), _caption(ctx, cap.text, cap.credit, tight)]
    for text in cap.others:
        kids.append(el("div.caption-copy", text, role="caption", tight=True))
    return el(out.path("figure"), *kids)


def _caption(ctx: Context, text: str, credit: str, tight: bool) -> El:
    out = ctx.outlet
    kids: list[El | str] = [text]
    if credit:
        mark = el(out.path("credit"), credit) if out.path("credit") else credit
        kids += [" ", mark]
    return el(out.path("caption"), *kids, role="caption", tight=tight)


def _picture(ctx: Context, cap: Cap) -> list[El | str]:
    alt = {"alt": cap.text}
    if ctx.outlet.lazy == "amp":
        return [El("amp-img", {"src": "/i.jpg", "width": "800", "height": "450", **alt})]
    if ctx.outlet.lazy == "noscript":
        copy = El("noscript", {}, [El("img", {"src": "/i.jpg", **alt}), el("p", cap.printed)])
        lazy = El("img", {"src": "data:image/gif;base64,R0lGOD", "data-src": "/i.jpg", **alt})
        return [lazy, copy]
    return [El("img", {"src": "/i.jpg", **alt})]


def header_captions(story: Story, families: frozenset[str]) -> tuple[Cap, ...]:
    """The captions that stand in the header; two where they are alike but not the same."""
    if "gallery" in families:
        return ()
    return story.captions[: 2 if "caption_alike" in families else 1]


def hero(ctx: Context, story: Story) -> list[El]:
    """The header's pictures."""
    caps = header_captions(story, ctx.families)
    return [figure(ctx, cap, tight=number > 0) for number, cap in enumerate(caps)]


def body(ctx: Context, story: Story) -> El:
    """The body, with what its page strews in between."""
    out = ctx.outlet
    groups = _grouped(story.body)
    units = [_unit(ctx, group) for group in groups]
    kinds = [group[0].kind for group in groups]
    inserts = [(_after_text(kinds, at), one) for at, one in _inserts(ctx, story, len(units))]
    for at, insert in sorted(inserts, key=lambda pair: -pair[0]):
        insert.part = insert.part or "inserted"
        units.insert(at, insert)
    if "title_echo" in ctx.families:
        units.insert(0, el(out.path("p"), story.title, role="title"))
    if out.body == "br":
        return el(out.path("body"), *_with_breaks(units))
    return el(out.path("body"), *units)


def _after_text(kinds: list[str], at: int) -> int:
    """The next place that does not part a subheading or a question from what follows it."""
    while 0 < at < len(kinds) and kinds[at - 1] in ("h", "ask"):
        at += 1
    return at


def _grouped(items: tuple[Item, ...]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for item in items:
        if groups and item.kind in ("li", "verse") and groups[-1][0].kind == item.kind:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _unit(ctx: Context, group: list[Item]) -> El:
    out, first = ctx.outlet, group[0]
    if first.kind == "li":
        items = [el(out.path("li"), item.text, role="body") for item in group]
        return el(out.path("list"), *items)
    if first.kind == "verse":
        lines = [el(out.path("verse_line"), item.text, role="body") for item in group]
        return el(out.path("verse"), *lines)
    text = el(out.path(first.kind), first.text, role="body")
    if first.note:
        return el(out.path("live"), el("div.clock>time", first.note, role="optional"), text)
    return text


def _inserts(ctx: Context, story: Story, size: int) -> list[tuple[int, El]]:
    """What stands between the paragraphs, with the number of the unit it comes before."""
    families, rest = ctx.families, story.captions[len(header_captions(story, ctx.families)) :]
    out: list[tuple[int, El]] = []
    if "gallery" in families:
        return [(size, _slides(ctx, story))]
    for number, cap in enumerate(rest[: 2 if "pictures" in families else 0]):
        out.append((min(size, 2 + 3 * number), figure(ctx, cap)))
    if "pull_quote" in families:
        out.append((size - 1, _pull_quote(ctx, story)))
    if "also" in families:
        out += [(2, also(ctx, one)) for one in ctx.take(1)]
        out += [(size - 1, also(ctx, one)) for one in ctx.take(1)]
    if "cards_inside" in families:
        out.append((size // 2, related(ctx, ctx.take(3))))
    if "ads" in families:
        out += [(1, furniture.ad(ctx)), (size // 2 + 1, furniture.ad(ctx))]
    if "notice" in families:
        out.append((min(3, size - 1), furniture.newsletter(ctx)))
    if "hidden" in families:
        out.append((1, _hidden(ctx, story)))
    return out


def _slides(ctx: Context, story: Story) -> El:
    total = len(story.captions)
    slides: list[El | str] = []
    for number, cap in enumerate(story.captions, 1):
        count = ctx.words["figure_of"].format(i=number, n=total)
        slides.append(el("div.slide", el("div.count", count), figure(ctx, cap)))
    return el("div.slides", *slides)


def pull_text(story: Story) -> str:
    """The sentence that a pull quote repeats: the longest of the first half."""
    half = [item.text for item in story.body if item.kind == "p"]
    found = [one for text in half[: len(half) // 2 + 1] for one in _SENTENCE.split(text) if one]
    return max(found, key=len)


def _pull_quote(ctx: Context, story: Story) -> El:
    return el(ctx.outlet.path("quote"), pull_text(story), role="repeat")


def _hidden(ctx: Context, story: Story) -> El:
    """What the page holds and no browser shows: an old copy of the headline, a dialog."""
    return El(
        "div",
        {"style": "display: none"},
        [el("h2", story.title), el("p", ctx.words["newsletter_more"])],
    )


def _with_breaks(units: list[El]) -> list[El | str]:
    """Paragraphs as runs of text between line breaks; other elements as they are."""
    out: list[El | str] = []
    for unit in units:
        if unit.tag == "p" and len(unit.kids) == 1 and isinstance(unit.kids[0], str):
            out += [El("span", {}, unit.kids, role=unit.role), El("br"), El("br")]
        elif unit.tag in INLINE:
            out += [unit, El("br"), El("br")]
        else:
            out.append(unit)
    return out


def doubled(story: Story, variant: Callable[[Cap], tuple[str, ...]], count: int) -> Story:
    """The story with the copies of its first `count` captions that its page prints."""
    caps = tuple(
        replace(cap, others=variant(cap)) if number < count else cap
        for number, cap in enumerate(story.captions)
    )
    return replace(story, captions=caps)
