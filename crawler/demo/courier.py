"""Pages of the second outlet: `div` soup with hashed class names, furniture on every page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from zlib import crc32

from crawler.demo.stories import Part, Story, by_line, day_line, grouped, outlet_title, words

FRONT = "/en/city"
"""The section page that lists what the sitemap leaves out."""
FRONT_ONLY = ("en-market",)
DRAFT = "/en/story/draft-tide-tables"
"""An address in the sitemap that robots.txt refuses."""
GONE = "/en/story/lost-umbrella"
"""A link of the section page that answers 404."""
ROBOTS = "User-agent: *\nDisallow: /en/story/draft-\nDisallow: /search\n"
_JSON_LD_LANGS = ("en", "el")


def article_page(story: Story, news: Mapping[str, Story], base: str) -> str:
    """The whole page of one article."""
    own = words(story.lang)
    url = base + story.path
    body = _body(story)
    pictures = [_figure(story, place) for place in range(len(story.captions))]
    # Further pictures stand inside the body, after its first paragraph.
    body[1:1] = pictures[1:]
    cards = "\n".join(_card(news[name]) for name in story.related)
    comments = "".join(f'<div class="c_1mVb">{escape(t)}</div>' for t in comments_of(story))
    credit = by_line(story) or story.agency
    main = f"""<div class="m_0ZkPq">
<div class="s_b8Lw2"><a href="{FRONT}">{escape(story.section)}</a></div>
<h1 class="t_4hGdR">{escape(story.title)}</h1>
<div class="l_x7Yq9">{escape(story.standfirst)}</div>
<div class="b_Kd3s0">{escape(credit)}</div>
<div class="d_Vn5t1"><time datetime="{story.published}">{day_line(story)}</time></div>
<div class="z_6Pfh3"><span>{own["marker"]}</span>\
{"".join(f"<button>{name}</button>" for name in own["share"])}</div>
{pictures[0]}
<div class="w_9cJe4">
{chr(10).join(body)}
</div>
<div class="k_2Rm8u"><span>{own["tags"]}</span> <a href="/t/1">{escape(story.section)}</a>\
 <a href="/t/2">{escape(story.place)}</a></div>
<div class="p_5Xa7i">{escape(own["permalink"].format(url=url))}</div>
<div class="r_8Tz6o"><div class="h_Qe4w2">{escape(own["related"])}</div>
{cards}</div>
<div class="o_3Gu1n">{comments}</div>
</div>"""
    return _document(story.lang, _head(story, url), main)


def section_page(news: Mapping[str, Story], base: str) -> str:
    """The City page: titles that link to stories, one of them gone."""
    title = "City"
    links = [(news[name].path, news[name].title) for name in (*FRONT_ONLY, "en-pilots")]
    links.append((GONE, "Lost: one umbrella, answers to Gerald"))
    rows = "".join(
        f'<div class="y_7Bd2k"><a href="{base}{path}">{escape(name)}</a></div>'
        for path, name in links
    )
    head = f"<title>{title} - {escape(outlet_title('courier', 'en'))}</title>"
    return _document("en", head, f'<div class="m_0ZkPq"><h1>{title}</h1>{rows}</div>')


def sitemap(news: Mapping[str, Story], base: str) -> str:
    """Sitemap of the stories that the section page does not list, and of a refused draft."""
    paths = [story.path for story in own_articles(news) if story.id not in FRONT_ONLY]
    urls = "".join(f"<url><loc>{base}{path}</loc></url>\n" for path in [*paths, DRAFT])
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{space}">\n{urls}</urlset>'


def own_articles(news: Mapping[str, Story]) -> list[Story]:
    """The stories that have a page at this outlet."""
    return [story for story in news.values() if story.home == "courier"]


def newsletter(story: Story) -> str:
    """The notice inside every body, the same in all editions but for its number."""
    count = 12000 + crc32(story.id.encode()) % 900
    return str(words("en")["newsletter"]).format(count=f"{count:,}")


def comments_of(story: Story) -> list[str]:
    """The lines of the comment box; its counter is another one on each page."""
    count = 2 + crc32(story.id.encode()) % 40
    return [line.format(count=count) for line in words(story.lang)["comments"]]


def _head(story: Story, url: str) -> str:
    site = escape(outlet_title("courier", story.lang))
    head = (
        f'<title>{escape(story.title)} - {site}</title>\n<link rel="canonical" href="{url}">\n'
        f'<meta name="description" content="{escape(story.standfirst)}">'
    )
    if story.lang not in _JSON_LD_LANGS:
        return head
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": story.published,
        "articleSection": story.section,
        "inLanguage": story.lang,
        "author": [{"@type": "Person", "name": name} for name in story.authors]
        or {"@type": "Organization", "name": story.agency},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet_title("courier", "en")},
        "mainEntityOfPage": url,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return f'{head}\n<script type="application/ld+json">{text}</script>'


def _document(lang: str, head: str, main: str) -> str:
    own = words(lang)
    menu = "".join(f'<a class="n_4Wq8e" href="/{lang}/">{name}</a> ' for name in own["menu"])
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
{head}
<style>.m_0ZkPq{{max-width:40em}}</style>
</head>
<body>
<div class="a_1Hs9d"><div class="g_8Lp0x"><a href="/">{escape(outlet_title("courier", lang))}</a>
</div><div class="e_3Nf6v">{menu}</div></div>
<div class="q_7Yc5j">{escape(own["cookies"])}</div>
{main}
<div class="f_2Ok4b">{escape(own["footer"])}</div>
</body>
</html>
"""


def _figure(story: Story, place: int) -> str:
    caption = story.captions[place]
    return (
        f'<div class="i_6Mx3a"><img src="/i/{story.id}-{place}.jpg" alt="" loading="lazy">'
        f'<div class="j_0Cv8y">{escape(caption.text)} '
        f'<span class="u_5De2r">({escape(caption.credit)})</span></div></div>'
    )


def _part(group: tuple[Part, ...]) -> str:
    kind, text = group[0].kind, escape(group[0].text)
    if kind == "heading":
        return f'<h3 class="v_9Ab1z">{text}</h3>'
    if kind == "item":
        return "<ul>" + "".join(f"<li>{escape(part.text)}</li>" for part in group) + "</ul>"
    if kind == "pull":
        return f'<div class="x_4Kt7q"><q>{text}</q></div>'
    return f'<div class="y_1Zs6g">{text}</div>'


def _body(story: Story) -> list[str]:
    """The body's elements, with the newsletter's notice in the middle."""
    parts = [_part(group) for group in grouped(story.parts)]
    middle = 1 + len(parts) // 2
    return [
        *parts[:middle],
        f'<div class="aa_8Rb4f">{escape(newsletter(story))}</div>',
        *parts[middle:],
    ]


def _card(card: Story) -> str:
    return (
        f'<div class="ab_2Wd7p"><a href="{card.path}">{escape(card.title)}</a>'
        f'<div class="ac_6Hy3t">{escape(card.standfirst)}</div>'
        f'<div class="ad_0Gq5m">{escape(card.section)} · {escape(day_line(card))}</div></div>'
    )
