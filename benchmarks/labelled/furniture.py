"""The parts of a page that are the outlet's own: menus, tools, notices, comments, footers."""

from __future__ import annotations

from benchmarks.labelled.context import Context
from benchmarks.labelled.story import Story, date, filler
from benchmarks.labelled.tree import El, el, row


def top(ctx: Context) -> El:
    """Masthead and menu."""
    out, words = ctx.outlet, ctx.words
    items = [el(out.path("nav_item"), text) for text in [words["home"], *words["sections"]]]
    extra = [el("a[href=#]", text) for text in words["menu"]]
    return el(
        out.path("top"),
        el(out.path("logo"), out.title),
        el("div.user", extra[0], " ", extra[1]),
        el("div.user", extra[2]),
        el(out.path("nav"), *row(items)),
    )


def crumbs(ctx: Context, story: Story) -> El:
    """Breadcrumbs."""
    steps = [ctx.words["home"], story.section]
    return el(ctx.outlet.path("crumbs"), *[el(ctx.outlet.path("crumb"), step) for step in steps])


def tools(ctx: Context, story: Story) -> El:
    """Text-size buttons and other short controls; they hang on the header without a gap."""
    out = ctx.outlet
    buttons = [el(out.path("tool"), text) for text in out.markers]
    return el(out.path("tools"), *row(buttons), tight=True)


def share(ctx: Context, story: Story) -> El:
    """A share bar."""
    out = ctx.outlet
    items = [el(out.path("share_item"), text) for text in ctx.words["share"]]
    return el(out.path("share"), *row(items))


def byline(ctx: Context, story: Story) -> El:
    """The author's line."""
    return el(ctx.outlet.path("byline"), ctx.words["by"].format(p=story.author))


def day(ctx: Context, story: Story) -> El:
    """The date line."""
    return el(ctx.outlet.path("date"), el("time", story.date))


def byplace(ctx: Context, story: Story) -> El:
    """The author and the place in one line."""
    text = ctx.words["by_place"].format(p=story.author, c=story.place)
    return el(ctx.outlet.path("byplace"), text)


def byday(ctx: Context, story: Story) -> El:
    """The author and the date in one line."""
    text = ctx.words["by_day"].format(p=story.author, d=story.date)
    return el(ctx.outlet.path("byday"), text)


def where(ctx: Context, story: Story) -> El:
    """The place and the outlet: a date line without a date."""
    text = ctx.words["where"].format(s=ctx.outlet.title, c=story.place)
    return el(ctx.outlet.path("where"), text)


def code(ctx: Context, story: Story) -> El:
    """The number that an agency gives its story."""
    return el(ctx.outlet.path("code"), ctx.words["code"].format(n=story.number))


def signed(ctx: Context, story: Story) -> El:
    """The author's name below the text."""
    text = ctx.words["signed"].format(p=story.author, s=ctx.outlet.title)
    return el(ctx.outlet.path("signed"), text)


def nextprev(ctx: Context, story: Story) -> El:
    """Links to the stories before and after."""
    out, box = ctx.outlet, el(ctx.outlet.path("nextprev"))
    for word, other in zip((ctx.words["previous"], ctx.words["next"]), ctx.take(2), strict=False):
        ctx.teasers.append(other.title)
        link = el("a[href=/other]", other.title)
        box.kids.append(el(out.path("nextprev_item"), el("span", word), " ", link))
    return box


def stamp(ctx: Context, story: Story) -> El:
    """A notice with the time of the last change; another on each page."""
    text = ctx.words["updated"].format(d=date(ctx.rng, ctx.outlet.bank))
    return el("div.updated", text)


def counters(ctx: Context, story: Story) -> El:
    """Views and reading time."""
    views = ctx.words["views"].format(n=ctx.rng.randrange(100, 9000))
    minutes = ctx.words["minutes"].format(n=ctx.rng.randrange(2, 9))
    return el("div.counters", el("div", views), el("div", minutes))


def ad(ctx: Context) -> El:
    """An advertisement's label; the advertisement itself is never in the page."""
    return el(ctx.outlet.path("ad"), ctx.words["ad"])


def newsletter(ctx: Context) -> El:
    """An invitation whose number changes from page to page."""
    line = ctx.words["newsletter"].format(n=ctx.rng.randrange(1200, 98000))
    return el(ctx.outlet.path("newsletter"), el("p", line), el("p", ctx.words["newsletter_more"]))


def paywall(ctx: Context) -> El:
    """A notice whose number changes from page to page."""
    line = ctx.words["paywall"].format(n=ctx.rng.randrange(2, 9))
    return el(ctx.outlet.path("paywall"), el("p", line))


def tags(ctx: Context, story: Story) -> El:
    """Subject tags."""
    out = ctx.outlet
    names = [story.place, story.section, story.slots["o"]]
    items = [el(out.path("tag"), name) for name in names]
    return el("div.tag-box", el("span", ctx.words["tags"]), el(out.path("tags"), *items))


def author_box(ctx: Context, story: Story) -> El:
    """A sentence on the author, below the text: the same on all pages of one author."""
    people = ctx.bank.PEOPLE
    year = 1990 + people.index(story.author)
    line = ctx.words["author_box"].format(p=story.author, y=year)
    return el(ctx.outlet.path("author_box"), el("p", line))


def disclaimer(ctx: Context, story: Story) -> El:
    """The same sentence under each article."""
    return el(ctx.outlet.path("disclaimer"), ctx.words["disclaimer"].format(s=ctx.outlet.title))


def comments(ctx: Context) -> El:
    """Readers' comments: a name, a date, a sentence, a button, in the outlet's order."""
    out, words = ctx.outlet, ctx.words
    lines = _talk(ctx) if out.talkative and ctx.stories else words["comment_lines"]
    boxes = [_comment(ctx, line) for line in lines]
    title = el(out.path("side_title"), words["comments"].format(n=len(lines)))
    return el(out.path("comments"), title, *boxes)


def _comment(ctx: Context, line: str) -> El:
    box = el(ctx.outlet.path("comment"))
    for group in ctx.outlet.comment.split():
        pieces = [_said(ctx, name, line) for name in group.split("+")]
        if len(pieces) > 1:
            glued = [kid for piece in pieces for kid in (El("span", {}, piece.kids), " ")]
            pieces = [El("div", {"class": "meta"}, glued[:-1])]
        box.kids.append(pieces[0])
    return box


def _said(ctx: Context, name: str, line: str) -> El:
    if name == "who":
        return el("div.who", ctx.rng.choice(ctx.bank.PEOPLE))
    if name == "when":
        return el("div.when", date(ctx.rng, ctx.outlet.bank))
    if name == "likes":
        return el("span.likes", str(ctx.rng.randrange(40)))
    return el("p", line) if name == "line" else el("a.reply[href=#]", ctx.words["reply"])


def _talk(ctx: Context) -> list[str]:
    """What readers write: whole sentences, of other things with the names of the page's story."""
    rng, own = ctx.rng, ctx.stories[0]
    topics = [one for n, one in enumerate(ctx.bank.TOPICS) if n != own.topic]
    fill = filler(own.slots, ctx.bank)
    pool = [fill(line) for topic in rng.sample(topics, 2) for line in topic["lines"]]
    join = getattr(ctx.bank, "JOIN", " ")
    return [
        join.join(rng.sample(pool, rng.choice((1, 1, 2, 3)))) for _ in range(rng.choice((2, 4, 7)))
    ]


def footer(ctx: Context) -> El:
    """The foot of the page."""
    out, words = ctx.outlet, ctx.words
    lines = [text.format(s=out.title, y=2025) for text in words["footer"]]
    items = [el(out.path("footer_item"), line) for line in [words["follow"], *lines]]
    return el(out.path("footer"), *row(items))
