"""Pages of the first outlet: semantic markup, headers printed twice, a second article below."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from crawler.demo.stories import (
    Part,
    Story,
    by_line,
    caption_line,
    caption_pair,
    day_line,
    grouped,
    outlet_title,
    words,
)

DOSSIER = "/node/900"
"""A page of cards only, at an address like an article's."""
DOSSIER_CARDS = ("ar-dam-past", "ar-ferry", "ar-bees", "card-olives")
GONE = "/node/1199"
"""An address in the feed that answers 404."""


def article_page(story: Story, news: Mapping[str, Story], base: str) -> str:
    """The whole page of one article, with its cards and the article appended below them."""
    appended = news[story.appended] if story.appended else None
    cards = [news[name] for name in story.related]
    main = [_article(story), _related(cards, story.lang)]
    if appended is not None:
        main.append(_article(appended))
    return _frame(story, base, "\n".join(main))


def dossier_page(news: Mapping[str, Story]) -> str:
    """A topic front: a heading and cards, no article."""
    cards = "\n".join(_card(news[name]) for name in DOSSIER_CARDS)
    title = escape(words("ar")["dossier"])
    main = f'<div class="view view-dossier"><h1>{title}</h1>\n{cards}</div>'
    head = f"<title>{title} | {escape(outlet_title('lighthouse', 'ar'))}</title>"
    return _document("ar", head, main)


def front_page(news: Mapping[str, Story]) -> str:
    """The outlet's front page: cards of everything it has today."""
    cards = "\n".join(_card(story) for story in own_articles(news))
    return _document("ar", f"<title>{escape(outlet_title('lighthouse', 'ar'))}</title>", cards)


def feed(news: Mapping[str, Story], base: str) -> str:
    """RSS of all articles; its first address carries a tracking parameter, its last is gone."""
    title = escape(outlet_title("lighthouse", "ar"))
    paths = [(story.title, story.card, story.path) for story in own_articles(news)]
    paths[0] = (*paths[0][:2], paths[0][2] + "?utm_source=rss&utm_medium=feed")
    own = words("ar")
    paths += [(own["dossier"], "", DOSSIER), ("", "", GONE)]
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(base + path)}</link>"
        f"<description>{escape(card)}</description></item>\n"
        for name, card, path in paths
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{title}</title><link>{escape(base)}/</link><description/>\n{items}</channel></rss>"
    )


def own_articles(news: Mapping[str, Story]) -> list[Story]:
    """The stories that have a page at this outlet; cards for older ones have none."""
    return [story for story in news.values() if story.home == "lighthouse" and story.parts]


def place_line(story: Story) -> str:
    """The line under a header or a card: `«outlet» (place)`; none where the text says it."""
    if story.agency and story.lang != "ar":
        return ""
    who = story.agency or outlet_title("lighthouse", story.lang)
    opening, closing = ("«", "»") if story.lang == "ar" else ("“", "”")
    return f"{opening}{who}{closing} ({story.place})"


def _frame(story: Story, base: str, main: str) -> str:
    title = escape(story.title)
    site = escape(outlet_title("lighthouse", story.lang))
    modified = (
        f'<meta property="article:modified_time" content="{story.modified}">\n'
        if story.modified
        else ""
    )
    head = f"""<title>{title} | {site}</title>
<link rel="canonical" href="{base}{story.path}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="{story.published}">
{modified}<meta property="article:section" content="{escape(story.section)}">"""
    return _document(story.lang, head, main)


def _document(lang: str, head: str, main: str) -> str:
    direction = "rtl" if lang == "ar" else "ltr"
    # The frame stays Arabic on the English page too, as outlets' frames do.
    own = words("ar")
    menu = "".join(f'<li><a href="/section/{n}">{t}</a></li>' for n, t in enumerate(own["menu"]))
    return f"""<!DOCTYPE html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
{head}
</head>
<body class="page-node">
<header class="site-header" role="banner">
<a class="site-logo" href="/">{escape(outlet_title("lighthouse", "ar"))}</a>
<nav class="main-menu"><ul>{menu}</ul></nav>
</header>
<main class="region-content">
{main}
</main>
<footer class="site-footer"><p>{escape(own["footer"])}</p></footer>
</body>
</html>
"""


def _article(story: Story) -> str:
    own = words(story.lang)
    standfirst = f'<p class="field--standfirst">{escape(story.standfirst)}</p>\n'
    lines = [
        f'<div class="field--{name}">{escape(text)}</div>'
        for name, text in (("byline", by_line(story)), ("dateline", place_line(story)))
        if text
    ]
    body = "\n".join(_part(part) for part in grouped(story.parts))
    return f"""<article class="node node--type-article">
<header class="node__header">
<a class="node__section" href="/section/x">{escape(story.section)}</a>
<h1 class="node__title">{escape(story.title)}</h1>
{_figure(story)}
<div class="node__tools"><button class="text-size" type="button">{own["marker"]}</button></div>
</header>
<div class="node__top">
<h2 class="node__title">{escape(story.title)}</h2>
{_figure(story)}
{standfirst if story.standfirst else ""}{"".join(lines)}
<time class="node__date" datetime="{story.published}">{own["published"]}{day_line(story)}</time>
<ul class="share-bar">{"".join(f'<li><a href="#">{name}</a></li>' for name in own["share"])}</ul>
</div>
<div class="node__body">
{body}
</div>
</article>"""


def _figure(story: Story) -> str:
    over, under = (escape(line) for line in caption_pair(story))
    return (
        f'<figure><img src="/img/{story.id}.jpg" alt="{over}">'
        f'<div class="image-text">{over}</div><figcaption>{under}</figcaption></figure>'
    )


def _part(group: tuple[Part, ...]) -> str:
    kind, text = group[0].kind, escape(group[0].text)
    if kind == "item":
        return "<ul>" + "".join(f"<li>{escape(part.text)}</li>" for part in group) + "</ul>"
    if kind == "heading":
        return f"<h3>{text}</h3>"
    if kind == "pull":
        return f'<blockquote class="pull-quote">{text}</blockquote>'
    return f"<p>{text}</p>"


def _related(cards: list[Story], lang: str) -> str:
    heading = escape(words(lang)["related"])
    rows = "\n".join(_card(card) for card in cards)
    return f'<section class="related-nodes">\n<h2>{heading}</h2>\n{rows}\n</section>'


def _card(card: Story) -> str:
    title = escape(card.title)
    line = place_line(card)
    dateline = f'<div class="card__dateline">{escape(line)}</div>\n' if line else ""
    return f"""<div class="views-row card">
<a class="card__image" href="{card.path}"><img src="/img/{card.id}.jpg" alt=""></a>
<div class="card__meta"><span>{escape(card.section)}</span> \
<span>{escape(caption_line(card.captions[0]))}</span></div>
<h3 class="card__title"><a href="{card.path}">{title}</a></h3>
<p class="card__teaser">{escape(card.card)}</p>
{dateline}</div>"""
