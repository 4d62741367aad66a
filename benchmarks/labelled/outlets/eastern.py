"""Outlets in Hebrew, Persian, Urdu, Hindi, Chinese and Japanese."""

from benchmarks.labelled.outlet import Dump, Outlet

# Text straight in a div, parted by line breaks; no blank lines in the dump.
GESHER = Outlet(
    name="gesher",
    title="הגשר היומי",
    lang="he",
    page="top main{ story related comments } ranking footer",
    story="box{ title standfirst byline day hero tools body tags }",
    wraps={"main": "div.main-col", "box": "div.item-page"},
    skin={
        "title": "div.item-title>h1",
        "standfirst": "div.item-sub",
        "figure": "div.item-pic",
        "caption": "div.item-pic-text",
        "credit": "span",
        "body": "div.item-text",
        "h": "b",
        "ask": "p",
        "tools": "div.item-tools",
    },
    dump=Dump(blank="none"),
    cards="title teaser by",
    body="br",
    markers=("א+", "א-"),
    meta="og",
    address="https://{o}.example/item.asp?id={n}",
    plan=(
        ("plain",),
        ("subheads", "ads"),
        ("interview",),
        ("caption2",),
        ("list", "pictures"),
    ),
)

# A blog engine; references as small cards inside the body; main column only.
SEPID = Outlet(
    name="sepid",
    title="روزنامه سپیدار",
    lang="fa",
    page="top main{ story related more } footer",
    story="post{ kicker title standfirst tools hero body disclaimer author_box }",
    wraps={"main": "div#primary[data-main=1]", "post": "article.hentry"},
    skin={
        "title": "h1.entry-title",
        "standfirst": "div.entry-lead",
        "body": "div.entry-content",
        "also": "div.inline-card",
        "related": "div.related-posts",
        "card": "div.post-card",
        "card_title": "h2>a[href=/p]",
    },
    dump=Dump(blank="blocks", main_only=True),
    cards="section+caption title dateline",
    also="card",
    markers=("اندازه متن", "+", "-"),
    meta="ld",
    address="https://{o}.example/{n}/{t}/",
    plan=(
        ("also",),
        ("caption2", "second"),
        ("pull_quote",),
        ("verse", "caption_near"),
        ("card_full",),
    ),
)

# Div soup; cards of two lines without anything between them.
SADA = Outlet(
    name="sada",
    title="صدائے ساحل",
    lang="ur",
    page="top main{ before story related } newsletter footer",
    story="in{ title byline stamp hero share body tags }",
    wraps={"main": "div.wrapper>div.left", "in": "div.story"},
    skin={
        "title": "div.story-head>h2",
        "figure": "div.story-img",
        "caption": "span.img-cap",
        "credit": "",
        "body": "div.story-detail",
        "p": "div>p",
        "related": "div.rel-box",
        "related_title": "div.rel-head>span",
        "card": "div.rel-item",
        "card_title": "a[href=/k]",
        "card_caption": "div.rel-cap",
    },
    dump=Dump(blank="none"),
    cards="caption title",
    meta="og_site",
    address="https://{o}.example/urdu/{n}",
    plan=(
        ("plain",),
        ("cards_before",),
        ("caption3",),
        ("subheads", "cards_inside"),
        ("pictures", "ads"),
    ),
)

# Sections of sections with spans, as phone editors write them.
CHENXI = Outlet(
    name="chenxi",
    title="晨溪日报",
    lang="zh",
    page="top main{ crumbs story related more } ranking footer",
    story="art{ title meta{ byline day } standfirst hero body tools }",
    wraps={"main": "div.main-wrap", "art": "div.article-box", "meta": "div.info"},
    skin={
        "title": "h1.article-title",
        "standfirst": "div.abstract",
        "figure": "div.img-box",
        "caption": "div.img-desc",
        "credit": "",
        "body": "div.rich_media_content",
        "p": "section>section>p>span",
        "h": "section>strong",
        "ask": "section>p>strong",
        "tools": "div.toolbar",
        "related": "div.recommend",
        "card": "div.recommend-item",
        "card_title": "a[href=/r]",
    },
    dump=Dump(blank="none"),
    cards="title caption date",
    markers=("字号", "小", "中", "大"),
    meta="og",
    address="https://{o}.example/a/{n}_0.html",
    plan=(
        ("plain",),
        ("caption2", "second"),
        ("subheads", "notice"),
        ("interview",),
        ("gallery",),
    ),
)

# Definition lists for cards, rankings beside the text.
ASAGIRI = Outlet(
    name="asagiri",
    title="朝霧新聞",
    lang="ja",
    page="top main{ story paywall related more } ranking footer",
    story="art{ kicker title day hero standfirst body tools share }",
    wraps={"main": "div.contents", "art": "div.articleBox"},
    skin={
        "title": "div.articleTitle>h1",
        "standfirst": "p.articleLead",
        "figure": "div.articlePhoto",
        "caption": "p.photoCaption",
        "credit": "",
        "body": "div.articleBody",
        "related": "dl.relatedList",
        "related_title": "dt",
        "card": "dd",
        "card_title": "a[href=/k]",
        "card_dateline": "span.cardDate",
    },
    dump=Dump(blank="blocks"),
    cards="title+date",
    markers=("小", "中", "大"),
    meta="ld",
    address="https://{o}.example/articles/{n}.html",
    plan=(
        ("caption_alike",),
        ("lead_repeat",),
        ("second",),
        ("pictures", "verse"),
        ("front",),
    ),
)

# AMP and CRLF, dates in own digits.
BHOR = Outlet(
    name="bhor",
    title="भोर टाइम्स",
    lang="hi",
    page="top main{ story related more newsletter } footer",
    story="art{ title standfirst byline stamp hero body share author_box }",
    wraps={"main": "main#main", "art": "article.story"},
    skin={
        "title": "h1.story-title",
        "standfirst": "h2.story-intro",
        "body": "div.story-text",
        "h": "h3",
        "share": "div.social",
        "share_item": "a[href=#]",
        "card_caption": "figcaption",
    },
    dump=Dump(blank="blocks", windows=True),
    cards="title teaser dateline",
    also="line",
    lazy="amp",
    meta="ld",
    address="https://{o}.example/amp/{s}/{n}",
    plan=(
        ("caption_near",),
        ("also", "list"),
        ("third",),
        ("title_echo", "caption2"),
        ("front",),
    ),
)

OUTLETS = [GESHER, SEPID, SADA, CHENXI, ASAGIRI, BHOR]
