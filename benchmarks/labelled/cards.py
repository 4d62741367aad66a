"""The parts of a page that speak of other articles: cards, rankings, inline references."""

from __future__ import annotations

from benchmarks.labelled.context import Context
from benchmarks.labelled.story import Story
from benchmarks.labelled.tree import El, el


def card(ctx: Context, story: Story, *, tight: bool = False) -> El:
    """One card, its pieces in the outlet's order."""
    out = ctx.outlet
    box = el(out.path("card"), tight=tight)
    inner = _innermost(box)
    for group in out.cards.split():
        names = group.split("+")
        made = [_piece(ctx, story, name) for name in names]
        if len(made) == 1:
            inner.kids.append(made[0])
        else:
            glued: list[El | str] = []
            for piece in made:
                glued += [_inline(piece), " "]
            inner.kids.append(El("div", {"class": "card-meta"}, glued[:-1]))
    return box


def _innermost(node: El) -> El:
    while node.kids and isinstance(node.kids[0], El):
        node = node.kids[0]
    return node


def _piece(ctx: Context, story: Story, name: str) -> El:
    text = {
        "title": story.title,
        "caption": story.captions[0].printed,
        "teaser": story.standfirst,
        "dateline": ctx.words["dateline"].format(s=ctx.outlet.title, c=story.place),
        "section": story.section,
        "date": story.date.split(" - ")[0],
        "by": ctx.words["by"].format(p=story.author),
        "more": ctx.words["read_more"],
        "minutes": ctx.words["minutes"].format(n=2 + story.number % 7),
    }[name]
    key = {"date": "card_dateline", "by": "card_dateline"}.get(name, f"card_{name}")
    return el(ctx.outlet.path(key), text)


def _inline(piece: El) -> El:
    return El("span", piece.attrs, piece.kids)


def related(ctx: Context, stories: list[Story]) -> El:
    """A list of cards under its heading."""
    out = ctx.outlet
    box = el(out.path("related"))
    box.part = "related"
    inner = _innermost(box)
    inner.kids.append(el(out.path("related_title"), ctx.words["related"]))
    for number, story in enumerate(stories):
        ctx.teasers.append(story.title)
        inner.kids.append(card(ctx, story, tight=number > 0 and out.cards_tight))
    return box


def also(ctx: Context, story: Story) -> El:
    """A reference between two paragraphs: a word and a title on one line, or a small card."""
    ctx.teasers.append(story.title)
    out = ctx.outlet
    link = el("a[href=/also]", story.title)
    if out.also == "card":
        box = el(out.path("also"), el("div", ctx.words["also"]), card(ctx, story))
    elif out.also == "lines":
        box = el(out.path("also"), el("b", ctx.words["also"]), el("br"), link)
    else:
        box = el(out.path("also"), el("b", f"{ctx.words['also']}: "), link)
    box.part = "also"
    return box


def ranking(ctx: Context, stories: list[Story]) -> El:
    """The sidebar's most-read list."""
    out = ctx.outlet
    ctx.teasers += [story.title for story in stories]
    items = [el(out.path("ranked_item"), story.title) for story in stories]
    return el(
        out.path("sidebar"),
        el(out.path("side_title"), ctx.words["most_read"]),
        el(out.path("ranked"), *items),
    )
