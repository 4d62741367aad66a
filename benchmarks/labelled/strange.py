"""Outlets drawn at random: any order of parts, any shape of cards, any way to flatten a page.

The line weights are trained on them rather than on the outlets of the labelled set: an order that
was drawn is one that nobody chose to please the rules.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from benchmarks.labelled.outlet import Dump, Outlet
from benchmarks.labelled.story import bank

BANKS = {
    "ar": ("ar", "ar_gulf", "ar_levant", "ar_maghreb"),
    "fa": ("fa", "fa_kuh"),
    "en": ("en", "en_mill"),
    **{lang: (lang,) for lang in ("de", "el", "es", "fr", "he", "hi", "ja", "ko", "nl")},
    **{lang: (lang,) for lang in ("pt", "ru", "tr", "uk", "ur", "zh")},
}
# Every third outlet is Arabic.
_LANGS = ("ar",) * 8 + tuple(lang for lang in BANKS if lang != "ar")

# What an outlet may print around names, days and towns, whatever its language; where a bank has
# words of its own for it, it keeps them now and then.
_SIGNS = {
    "by": "{p}#{p}:#— {p}#• {p}#[{p}]",
    "by_place": "{p} {c}#{p}, {c}#{p} | {c}#{c} – {p}#{p} / {c}#{c}: {p}#[{c} = {p}]",
    "by_day": "{p} {d}#{p} | {d}#{d} – {p}#{p}, {d}#{d} {p}#{p}: {d}",
    "where": "{c} – {s}#{s} | {c}#{s}, {c}#({c}) {s}#{c}",
    "code": "{n}#ID {n}#№ {n}#({n})",
    "signed": "{p}#— {p}#({p})#{p}, {s}",
    "previous": "←#«#‹",
    "next": "→#»#›",
    "dateline": "{s} | {c}#{c} – {s}#{s}, {c}#({c}) {s}#{c}#{s}",
}
_OWN_WORDS = 0.25
_CREDITS = (
    *("({a})", "({p})", "/ {a}", "/ {p}", "| {p}", "| {a}", "{p}", "{a}", "{a} / {p}", "[{a}]"),
    *("– {p}", "{p}/{a}", "© {a}", "{p} · {a}", "– {a}", "({a}/{p})"),
)
_OWN_CREDITS = 0.25
_COMMENTS = (
    *("who when line reply", "who+when line", "who line", "when who line reply", "line who when"),
    *("who when line reply likes", "who+when line reply+likes", "likes who line when", "line"),
)
_TALKATIVE = 0.6
_FAMILIES = (
    *("plain", "plain", "caption2", "caption3", "caption_near", "caption_alike", "pictures"),
    *("title_echo", "lead_repeat", "pull_quote", "verse", "interview", "list", "subheads"),
    *("live", "gallery", "also", "also", "cards_before", "cards_inside", "card_full"),
    *("second", "second", "third", "ads", "notice", "hidden", "short", "front", "front"),
)
_MARKERS = (("TT",), ("A+", "A-"), ("Aa",), ("-", "+"), ("ق", "ق"), ("T", "T", "T"), ())
# Dumps of nothing but articles, some without a headline.
_BARE = 0.12
_NAKED = "main{ story more }"
_BARE_STORIES = (
    *("title body", "title body", "title hero body", "title standfirst body", "body"),
    *("title day body", "title byline body", "kicker title hero body", "title tools body"),
    *("title hero title hero body", "day title byline body"),
)
_MAINS = ("main", "main", "div#content", "div.container>div.row>div.col-8", "div.l-main", "div")
_BOXES = ("article", "article.post", "div.story", "div", "section.news", "div.x1>div.x2", "main")
_WITH_BREAKS = 0.08
_LOOSE = 0.05
_CARD_PIECES = ("section", "caption", "teaser", "dateline", "date", "by", "more", "minutes")


# Elements that a part may be made of; `*` stands for a class, or none.
_ELEMENTS = {
    "title": "h1* h1* h1* h1*>a[href=#] h2* h2* div*>h1 header*>h1 div* h3* p*>strong",
    "standfirst": "p* p* div* h2* h3* p*>strong p*>em div*>p header*>p blockquote*",
    "byline": "div* p* address* div*>span div*>a[href=/a] p*>em div*>p li* h5*",
    "date": "div* p* div*>span p*>small div*>p li*",
    "byplace": "div* p* div*>span",
    "byday": "div* p* div*>span",
    "where": "div* p* div*>span",
    "code": "div* p* div*>span",
    "signed": "p* div* p*>em p*>strong",
    "kicker": "div* p* h4* div*>a[href=/s] h5* p*>strong",
    "tools": "div* div* ul* p*",
    "tool": "span* div* button* a*[href=#] li*",
    "share": "ul* div* p*",
    "share_item": "li>a[href=#] a*[href=#] span* div*>a[href=#] li*>span",
    "figure": "figure* figure* div* div* div*>figure div*>div aside*>figure",
    "caption": "figcaption* figcaption* div* p* p*>em figcaption*>p div*>span small* em*",
    "credit": "span.credit div.credit small* cite span* div*",
    "body": "div* div* section* div*>div",
    "p": "p p p p* p* div* p>span",
    "h": "h2 h2* h3* h4* p>strong p*>b div* h5*",
    "list": "ul ol ul* div*",
    "li": "li li* li>p p*",
    "verse": "blockquote* div* blockquote*>div div*>div",
    "verse_line": "p p* div*",
    "ask": "p>strong p>b p*>em h3* p* h4*",
    "quote": "blockquote* blockquote*>p aside*>p div*>p div*>blockquote",
    "live": "div* article* section*",
    "ad": "div* aside* p* div*>span",
    "also": "div* p* aside* div*>div section*",
    "related": "section* div* aside* ul* div*>div nav*",
    "related_title": "h2* h3* h4* div* p* p*>strong div*>span header*>h3",
    "card": "div* li* article* div*>div div*>a[href=/card] article*>a[href=/card]",
    "card_title": "h2*>a[href=/card] h3*>a[href=/card] h4*>a[href=/card] h3* div*>a[href=/card]"
    " p*>a[href=/card] div*>h3>a[href=/card] div*",
    "card_caption": "div* p* div*>span figure*>figcaption",
    "card_teaser": "p* div* p*",
    "card_dateline": "div* p* div*>span div*>small div*>time",
    "card_section": "span* div* p* div*>a[href=/s] h5*",
    "card_more": "a*[href=/card] div*>a[href=/card] p*>a[href=/card] span*",
    "card_minutes": "span* div* p*",
    "sidebar": "aside* div* section*",
    "ranked": "ol* ul* div*",
    "ranked_item": "li>a[href=/r] li* h4*>a[href=/r] div*>a[href=/r]",
    "side_title": "h2* h3* h4* div* p*",
    "tags": "ul* div* p*",
    "tag": "li>a[href=/t] a*[href=/t] span*",
    "author_box": "div* aside* section* footer*",
    "footer": "footer* div* div*>div",
    "footer_item": "div* p* li* span*",
    "top": "header* div* div*>div",
    "nav": "nav*>ul div* ul* nav*",
    "nav_item": "li>a[href=/s] a*[href=/s] div*>a[href=/s]",
    "crumbs": "ol* div* nav* p* ul*",
    "crumb": "li>a[href=/] a[href=/] span*",
    "newsletter": "div* aside* form* section*",
    "paywall": "div* aside* section*",
    "disclaimer": "p* div* p*>em",
    "comments": "section* div* ul*",
    "comment": "div* li* article*",
    "nextprev": "nav* div* ul*",
    "nextprev_item": "div* li*",
}
_REDRAWN = 0.6
_REORDERED = 0.5
_PICTURED = 0.45
_LOST = 0.35
_OTHER_HEADLINE = 0.15
_BARER = 0.06


def strange_markup(number: int, pages: int = 5) -> Outlet:
    """The outlet that `number` draws, in elements of which most are drawn anew."""
    outlet = strange_outlet(number, pages)
    rng = Random(f"markup/{number}")
    style = rng.choice(("named", "hashed", "none", "mixed"))

    def drawn(part: str) -> str:
        path = rng.choice(_ELEMENTS[part].split())
        return path.replace("*", _class(rng, part, style))

    skin = outlet.skin | {part: drawn(part) for part in _ELEMENTS if rng.random() < _REDRAWN}
    if rng.random() < _OTHER_HEADLINE:
        skin["title_more"] = drawn("title")
    changes: dict[str, Any] = {}
    if rng.random() < _REORDERED and outlet.page != _NAKED:
        story = _shaken(rng, _story(rng, _PICTURED).split())
        changes["story"] = f"box{{ {story} }}"
    if rng.random() < _BARER:
        changes = {
            "page": _NAKED,
            "story": f"box{{ {rng.choice(_BARE_STORIES[:-1])} }}",
            "wraps": {"main": "div[data-main=1]", "box": rng.choice(("article", "div", "main"))},
            "shortest": 1,
            "plan": tuple(rng.choice((("short",), ("plain",))) for _ in range(pages)),
        }
    return replace(outlet, skin=skin, **changes)


def _shaken(rng: Random, parts: list[str]) -> str:
    """The parts with the section's name anywhere above the headline, and tools anywhere."""
    if "kicker" in parts and rng.random() < _LOST:
        parts.remove("kicker")
        parts.insert(rng.randrange(parts.index("title") + 1), "kicker")
    for name in ("share", "tools", "counters", "stamp"):
        if name not in parts and rng.random() < _LOST / 2:
            parts.insert(rng.randrange(len(parts) + 1), name)
    return " ".join(parts)


def _class(rng: Random, part: str, style: str) -> str:
    style = rng.choice(("named", "hashed", "none")) if style == "mixed" else style
    if style == "named":
        return "." + rng.choice((part, part.replace("_", "-"), f"c-{part}", f"{part}__in"))
    return f".x{rng.randrange(16**5):05x}" if style == "hashed" else ""


def strange_outlet(number: int, pages: int = 5) -> Outlet:
    """The outlet that `number` draws; the same at every call."""
    rng = Random(f"strange/{number}")
    lang = rng.choice(_LANGS)
    stories = rng.choice(BANKS[lang])
    bare = rng.random() < _BARE
    return Outlet(
        name=f"strange{number}",
        title=rng.choice(("The Quillon Post", "صحيفة الرصيف", "Вечер", "山間日報", "אתר השקד")),
        lang=lang,
        stories=stories,
        page=_NAKED if bare else _page(rng),
        story=f"box{{ {rng.choice(_BARE_STORIES) if bare else _story(rng)} }}",
        skin=_skin(rng),
        dump=_dump(rng),
        wraps={"main": rng.choice(_MAINS) + "[data-main=1]", "box": rng.choice(_BOXES)},
        body="br" if rng.random() < _WITH_BREAKS else "p",
        meta=rng.choice(("og", "og", "og_site", "ld", "graph", "reversed", "none", "none")),
        loose=rng.random() < _LOOSE,
        cards=_cards(rng),
        markers=rng.choice(_MARKERS),
        cards_tight=rng.random() < 0.3,
        shortest=rng.choice((1, 1, 2, 3)),
        also=rng.choice(("line", "lines", "card")),
        words=_words(rng, stories),
        credits=tuple(rng.sample(_CREDITS, 2)) if rng.random() < _OWN_CREDITS else (),
        comment=rng.choice(_COMMENTS),
        talkative=rng.random() < _TALKATIVE,
        plan=tuple(_families(rng, bare) for _ in range(pages)),
    )


def _skin(rng: Random) -> dict[str, str]:
    """The markup of one outlet of the labelled set, in half of the cases mixed with another's."""
    skins = known_skins()
    skin = dict(rng.choice(skins))
    if rng.random() < 0.5:
        other = rng.choice(skins)
        skin |= {part: other[part] for part in other if rng.random() < 0.5}
    if rng.random() < 0.3:
        skin["credit"] = rng.choice(("", "span.credit", "div.credit"))
    return skin


@cache
def known_skins() -> tuple[dict[str, str], ...]:
    """The markups of the outlets that may be learned from."""
    from benchmarks.labelled.outlets import outlets

    return tuple(outlet.skin for outlet in outlets() if not outlet.held)


def _some(rng: Random, chances: dict[str, float]) -> list[str]:
    chosen = [name for name, chance in chances.items() if rng.random() < chance]
    return rng.sample(chosen, len(chosen))


def _words(rng: Random, name: str) -> dict[str, str]:
    """What the outlet says of its own; always where its bank has no words for it."""
    known = bank(name).WORDS
    return {
        key: rng.choice(forms.split("#"))
        for key, forms in _SIGNS.items()
        if key not in known or rng.random() < _OWN_WORDS
    }


def _story(rng: Random, pictured: float = 0.25) -> str:
    """The parts of a story; `pictured` is the chance that a picture stands above the headline."""
    rare = 0.12
    if rng.random() < 0.12:
        return rng.choice(("title hero tools title hero body", "title tools hero title hero body"))
    signs = rng.choice((("byline", "day"), ("byline",), ("day",), ("byday",), ()))
    signs = (*signs, *_some(rng, {"byplace": rare, "where": rare, "code": rare}))
    place = {name: rng.choice(("before", "after", "after", "after", "below")) for name in signs}
    at = {where: [n for n in signs if place[n] == where] for where in ("before", "after", "below")}
    before = _some(rng, {"hero": pictured, "stamp": 0.05, "crumbs": 0.15}) + at["before"]
    hero = {} if "hero" in before else {"hero": 0.88}
    after = _some(rng, {"standfirst": 0.65, "tools": 0.35, "share": 0.3, "counters": 0.12} | hero)
    after += at["after"]
    below = _some(rng, {"tags": 0.4, "share": 0.2, "author_box": 0.3, "disclaimer": 0.2})
    below += ["signed"] if rng.random() < rare else []
    below += ["nextprev"] if rng.random() < rare else []
    kicker = ["kicker"] if rng.random() < 0.35 else []
    parts = [*rng.sample(before, len(before)), *kicker, "title", *rng.sample(after, len(after))]
    return " ".join([*parts, "body", *at["below"], *below])


def _page(rng: Random) -> str:
    inner = _some(rng, {"ranking": 0.3, "newsletter": 0.2, "comments": 0.35, "paywall": 0.15})
    rest = rng.sample(["related", "more", *inner], len(inner) + 2)
    outer = _some(rng, {"ranking": 0.0 if "ranking" in inner else 0.4})
    return " ".join(["top main{ before story", *rest, "}", *outer, "footer"])


def _cards(rng: Random) -> str:
    pieces = rng.sample(_CARD_PIECES, rng.choice((0, 1, 1, 2, 2, 3)))
    if "teaser" not in pieces and rng.random() < 0.2:
        pieces.append("teaser")
    pieces.insert(rng.randrange(len(pieces) + 1), "title")
    text = pieces[0]
    for piece in pieces[1:]:
        glued = "teaser" not in text.split()[-1] and piece != "teaser" and rng.random() < 0.15
        text += ("+" if glued else " ") + piece
    return text


def _dump(rng: Random) -> Dump:
    def chance(share: float) -> bool:
        return rng.random() < share

    return Dump(
        blank=rng.choice(("blocks", "blocks", "none", "none", "double", "tags")),
        main_only=chance(0.4),
        alt=chance(0.08),
        unseen=chance(0.08),
        windows=chance(0.1),
        glued=chance(0.15),
        indent=chance(0.1),
        marks=chance(0.1),
    )


def _families(rng: Random, bare: bool) -> tuple[str, ...]:
    first = rng.choice(_FAMILIES)
    if bare:
        first = rng.choice(("short", "short", "plain", "verse", "list", "interview", "subheads"))
    if first in ("front", "short", "gallery"):
        return (first,)
    second = rng.choice(_FAMILIES)
    if second in ("front", "short", "gallery") or rng.random() < 0.4:
        return (first,)
    return tuple({first, second})
