"""One page: its parts in the outlet's order, as HTML, as flattened text, and its truth."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.labelled import article, furniture
from benchmarks.labelled.cards import ranking, related
from benchmarks.labelled.context import Context
from benchmarks.labelled.diseases import with_copies
from benchmarks.labelled.dump import dump_text
from benchmarks.labelled.outlet import Outlet
from benchmarks.labelled.story import Cap, Story, bank, make_story, recredited, with_specials
from benchmarks.labelled.tree import El, el, to_html
from benchmarks.labelled.truth import Labelled, truth_of

StoryPart = Callable[[Context, Story], El | list[El]]

STORY_PARTS: dict[str, StoryPart] = {
    "title": article.title,
    "kicker": article.kicker,
    "standfirst": article.standfirst,
    "hero": article.hero,
    "body": article.body,
    "crumbs": furniture.crumbs,
    "tools": furniture.tools,
    "share": furniture.share,
    "byline": furniture.byline,
    "day": furniture.day,
    "stamp": furniture.stamp,
    "counters": furniture.counters,
    "tags": furniture.tags,
    "author_box": furniture.author_box,
    "byplace": furniture.byplace,
    "byday": furniture.byday,
    "where": furniture.where,
    "code": furniture.code,
    "signed": furniture.signed,
    "nextprev": furniture.nextprev,
    "disclaimer": furniture.disclaimer,
}


def _before(ctx: Context) -> list[El]:
    return [related(ctx, ctx.take(3))] if "cards_before" in ctx.families else []


def _related(ctx: Context) -> list[El]:
    cards = ctx.take(3 + ctx.number % 3)
    if "card_full" in ctx.families:
        cards.insert(1, ctx.stories[1])
    return [related(ctx, cards)]


def _front(ctx: Context) -> list[El]:
    return [related(ctx, ctx.take(5)), related(ctx, ctx.take(4))]


PAGE_PARTS: dict[str, Callable[[Context], El | list[El]]] = {
    "top": furniture.top,
    "before": _before,
    "related": _related,
    "front": _front,
    "ranking": lambda ctx: ranking(ctx, ctx.take(5)),
    "newsletter": furniture.newsletter,
    "paywall": furniture.paywall,
    "comments": furniture.comments,
    "footer": furniture.footer,
}


def make_page(outlet: Outlet, number: int) -> Labelled:
    """Page `number` of an outlet: the same at every call."""
    ctx, tree = make_tree(outlet, number)
    head = _head(ctx)
    loose = outlet.loose
    html = f'{outlet.doctype}\n<html lang="{outlet.lang}"{_direction(outlet)}>\n{head}\n<body>'
    html += to_html(tree, loose=loose) + "</body>\n</html>\n"
    html = re.sub(r"\n+", "\n", html)
    return truth_of(ctx, tree, html, dump_text(outlet.dump, tree), _url(ctx))


def make_tree(outlet: Outlet, number: int) -> tuple[Context, El]:
    """What is on page `number` of an outlet, and its elements."""
    ctx = _context(outlet, number, Random(f"{outlet.name}/{number}"))
    order = "top main{ front } footer" if not ctx.stories else outlet.page
    return ctx, el(outlet.path("page"), *_parts(ctx, order))


def _context(outlet: Outlet, number: int, rng: Random) -> Context:
    families = frozenset(outlet.plan[number])
    topics = [(number + shift) for shift in range(len(bank(outlet.bank).TOPICS))]
    count = 0 if "front" in families else 1
    count += 1 if families & {"second", "card_full", "third"} else 0
    count += 1 if "third" in families else 0
    stories = [_story(outlet, rng, number, at, families) for at in range(count)]
    away = topics[count:] * (3 if len(topics) > 5 else 5)
    others = [
        make_story(rng, outlet.bank, topic, paragraphs=1, part=2, away=True) for topic in away
    ]
    return Context(outlet, rng, bank(outlet.bank), families, stories, others, number=number)


def _house_author(outlet: Outlet, number: int) -> str:
    """Two authors write most of an outlet with author boxes, so that the boxes can be learned."""
    people: list[str] = bank(outlet.bank).PEOPLE
    return people[-1 if number % 4 == 3 else 0]


def _story(outlet: Outlet, rng: Random, number: int, at: int, families: frozenset[str]) -> Story:
    topic = number + at
    size = 2 if "gallery" in families else rng.choice([6, 7, 8, 9])
    if "short" in families:
        size = outlet.shortest
    story = make_story(rng, outlet.bank, topic, paragraphs=size, part=at)
    if outlet.credits:
        story = recredited(rng, outlet.bank, story, outlet.credits)
    if "gallery" in families:
        more = [make_story(rng, outlet.bank, topic + shift, part=2) for shift in (3, 4)]
        caps = (*story.captions, *more[0].captions, *more[1].captions)
        story = _with_captions(story, caps)
    if "author_box" in outlet.story:
        story = replace(story, author=_house_author(outlet, number))
    if at == 0:
        story = with_specials(rng, outlet.bank, story, families)
    return with_copies(rng, outlet.bank, story, families)


def _with_captions(story: Story, caps: tuple[Cap, ...]) -> Story:
    return replace(story, captions=caps)


def _parts(ctx: Context, order: str, story: Story | None = None) -> list[El | str]:
    """The elements that an order such as `top main{ story related }` names."""
    out: list[El | str] = []
    open_groups: list[tuple[str, list[El | str]]] = []
    for name in re.findall(r"[\w-]+\{?|\}", order):
        if name == "}":
            group, before = open_groups.pop()
            out = [*before, _wrap(ctx, group, out)]
        elif name.endswith("{"):
            open_groups.append((name[:-1], out))
            out = []
        else:
            out += _part(ctx, name, story)
    return out


def _wrap(ctx: Context, group: str, kids: list[El | str]) -> El:
    path = ctx.outlet.wraps.get(group) or ctx.outlet.path(group)
    return el(path, *kids)


def _part(ctx: Context, name: str, story: Story | None) -> list[El | str]:
    if name == "story":
        return _parts(ctx, ctx.outlet.story, ctx.stories[0])
    if name == "more":
        return [kid for one in ctx.stories[1:] for kid in _appended(ctx, one)]
    if story is not None and name in STORY_PARTS:
        made: El | list[El] = STORY_PARTS[name](ctx, story)
    elif name in PAGE_PARTS:
        made = PAGE_PARTS[name](ctx)
    elif name in STORY_PARTS:
        made = STORY_PARTS[name](ctx, ctx.stories[0])
    else:
        raise ValueError(f"outlet {ctx.outlet.name}: no part is called {name!r}")
    elements = made if isinstance(made, list) else [made]
    for element in elements:
        element.part = name
    return [*elements]


def _appended(ctx: Context, story: Story) -> list[El | str]:
    return _parts(ctx, ctx.outlet.more or ctx.outlet.story, story)


def _direction(outlet: Outlet) -> str:
    return ' dir="rtl"' if outlet.lang in ("ar", "he", "fa", "ur") else ""


def _url(ctx: Context) -> str:
    out = ctx.outlet
    if not ctx.stories:
        return f"https://{out.name}.example/section-{ctx.number}"
    number = ctx.stories[0].number
    return out.address.format(o=out.name, s=f"s{ctx.number}", n=number, t="story")


def _head(ctx: Context) -> str:
    out = ctx.outlet
    name = ctx.stories[0].title if ctx.stories else ctx.words["sections"][0]
    shown = f"{out.title} » {name}" if out.meta == "reversed" else f"{name} | {out.title}"
    parts = ['<meta charset="utf-8">', *out.heads, f"<title>{shown}</title>"]
    if out.meta in ("og", "og_site"):
        shown = name if out.meta == "og" else f"{name} - {out.title}"
        kind = "article" if ctx.stories else "website"
        parts.append(f'<meta property="og:title" content="{shown}">')
        parts.append(f'<meta property="og:type" content="{kind}">')
        parts.append(f'<meta property="og:site_name" content="{out.title}">')
    if out.meta == "ld" and ctx.stories:
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": name}
        data["description"] = ctx.stories[0].standfirst
        text = json.dumps(data, ensure_ascii=False)
        parts.append(f'<script type="application/ld+json">{text}</script>')
    if out.meta == "graph" and ctx.stories:
        parts.append(_graph(out.title, name))
    return "<head>\n" + "\n".join(parts) + "\n</head>"


def _graph(site: str, name: str) -> str:
    """JSON-LD as plugins write it: the site first, the article among other things."""
    graph: list[dict[str, object]] = [
        {"@type": "WebSite", "name": site},
        {"@type": "BreadcrumbList", "name": site},
        {"@type": ["Article", "NewsArticle"], "headline": name, "isPartOf": {"name": site}},
        {"@type": "Organization", "name": site},
    ]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'
