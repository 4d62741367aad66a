"""What is true of a page: its articles, and the strings that belong to none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.labelled.context import Context
from benchmarks.labelled.story import Cap, Story
from benchmarks.labelled.tree import El, flatten
from dedupe.text import normal


@dataclass(frozen=True, slots=True)
class TrueCaption:
    """A caption that an article has once; `forms` are the prints of it that may be kept."""

    text: str
    credit: str
    """Whom it names, without the label: `Photo: Jane Doe` is stored as `Jane Doe`."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """One article of a page. Subheadings, list items, verses and questions are body."""

    title: str
    standfirst: str
    body: tuple[str, ...]
    captions: tuple[TrueCaption, ...]
    optional: tuple[str, ...] = ()
    """Lines that a record may have in its body or leave out: a live entry's clock time."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page in both forms, and its truth."""

    name: str
    outlet: str
    lang: str
    held: bool
    families: tuple[str, ...]
    url: str
    html: str
    text: str
    articles: tuple[TrueArticle, ...]
    teasers: tuple[str, ...]
    forbidden: tuple[str, ...]
    """Lines of the page that belong into no article: markers, cards, datelines, furniture."""
    forms: tuple[str, ...] = ("html", "text")
    unit: str = "paragraph"
    """`sentence` where the text has lost its paragraphs and only sentences can be compared."""


def truth_of(ctx: Context, tree: El, html: str, text: str, url: str) -> Labelled:
    """The page with its truth; forbidden is each line that no part claimed for an article."""
    shows_standfirst = "standfirst" in ctx.outlet.story
    shows_hero = "hero" in ctx.outlet.story
    articles = tuple(_article(ctx, story, shows_standfirst, shows_hero) for story in ctx.stories)
    return Labelled(
        name=f"{ctx.outlet.name}-{ctx.number}",
        outlet=ctx.outlet.name,
        lang=ctx.outlet.lang,
        held=ctx.outlet.held,
        families=tuple(sorted(ctx.families)) or ("plain",),
        url=url,
        html=html,
        text=text,
        articles=articles,
        teasers=tuple(dict.fromkeys(ctx.teasers)),
        forbidden=_forbidden(tree, articles, glued=ctx.outlet.dump.glued),
    )


def _article(ctx: Context, story: Story, standfirst: bool, hero: bool) -> TrueArticle:
    body = tuple(item.text for item in story.body)
    lead = story.standfirst if standfirst and "lead_repeat" not in ctx.families else ""
    return TrueArticle(
        title=story.title,
        standfirst=lead,
        body=body,
        captions=tuple(_caption(cap) for cap in _shown(ctx, story)),
        optional=tuple(item.note for item in story.body if item.note),
    )


def _shown(ctx: Context, story: Story) -> tuple[Cap, ...]:
    from benchmarks.labelled.article import header_captions

    head = header_captions(story, ctx.families)
    if "gallery" in ctx.families:
        return story.captions
    more = story.captions[len(head) :][:2] if "pictures" in ctx.families else ()
    return (*(head if "hero" in ctx.outlet.story else ()), *more)


def _caption(cap: Cap) -> TrueCaption:
    kept = [form for form in cap.others if not form.endswith("...")]
    forms = dict.fromkeys([cap.text, cap.printed, *kept])
    return TrueCaption(cap.text, cap.by, tuple(forms))


def _forbidden(tree: El, articles: tuple[TrueArticle, ...], *, glued: bool) -> tuple[str, ...]:
    allowed = set()
    for article in articles:
        allowed |= {normal(article.title), normal(article.standfirst)}
        allowed |= {normal(text) for text in (*article.body, *article.optional)}
        allowed |= {normal(form) for cap in article.captions for form in cap.forms}
    out: dict[str, str] = {}
    for line in flatten(tree):
        if line.role:
            continue
        whole = "".join(line.pieces) if glued else line.text
        for text in (line.text, whole, *line.pieces):
            if normal(text) not in allowed:
                out.setdefault(normal(text), text)
    return tuple(out.values())


def without_paragraphs(page: Labelled, text: str, name: str) -> Labelled:
    """The page as a dump that lost its paragraphs: text form only, compared by sentences."""
    return replace(
        page,
        name=f"{page.name}-{name}",
        families=(name,),
        text=text,
        html="",
        forms=("text",),
        unit="sentence",
    )
