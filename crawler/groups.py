"""Class words and element names that say what a box is for, and how far they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crawler.boxes import Box
    from crawler.pieces import Piece

_GROUPS: Final = """
article: article story post news blogpost newsarticle hentry report
content: content body text entry inhalt contenido contenu copy richtext wysiwyg prose rte
main: main primary hauptinhalt page maincontent
paragraph: paragraph paragraphs absatz para p
title: title headline heading titel titre titulo kicker overline
lead: lead standfirst subtitle subline subheadline summary excerpt intro dek chapo abstract
    description desc teasertext vorspann deck lede
nav: nav navi navigation navbar menu submenu breadcrumb breadcrumbs crumb toc sitemap topbar
    megamenu dropdown tabs tab offcanvas
header: header masthead head top branding logo
footer: footer foot bottom colophon imprint impressum legal copyright disclaimer
side: sidebar aside side secondary rail column widget widgets marginal right left complementary
comment: comment comments disqus reply replies respond discussion kommentar kommentare forum
    thread commentlist
share: share sharing social socials follow facebook twitter whatsapp addthis sharedaddy tools
    toolbar actions print email
related: related recommend recommended recommendation recommendations recirc more similar
    suggested outbrain taboola mehr next prev previous latest popular trending most read also jp
card: teaser teasers card cards tile tiles item items list listing grid row box feed archive
    loop result results thumb thumbnail
ad: ad ads advert advertisement advertising banner sponsor sponsored promo promotion anzeige
    werbung gpt dfp partner partners affiliate
consent: cookie cookies consent gdpr modal popup overlay lightbox dialog privacy notice alert
    paywall
newsletter: newsletter subscribe subscription signup abo mailing form login register account
    search searchform suche user donate
author: author autor auteur bio biography profile vcard avatar about
tags: tag tags tagcloud topics topic keyword keywords category categories cat rubrik labels
    taxonomy
meta: meta date time datetime published byline dateline info timestamp posted infos details
    datum fecha
media: figure image img photo picture media gallery caption credit slide slider carousel swiper
    video player wp
pager: pagination pager paging pages page-numbers
shop: product products price shop cart rating review reviews buy sku
hidden: hidden hide collapse mobile sr print noprint
quote: quote pullquote blockquote tweet embed zitat
fact: infobox factbox box note notes footnote footnotes references sources source
list: ul ol li dl
table: table tbody tr td
"""
"""Class words, ids and element names that say the same; the feature is how far up they stand."""


def _read_groups() -> tuple[list[str], dict[str, list[int]]]:
    """The names of the groups, and the groups that each word is in."""
    names: list[str] = []
    groups_of: dict[str, list[int]] = {}
    for word in _GROUPS.split():
        if word.endswith(":"):
            names.append(word[:-1])
        else:
            groups_of.setdefault(word, []).append(len(names) - 1)
    return names, groups_of


GROUPS, _GROUP_OF = _read_groups()

FAR: Final = 12
"""Steps up at which a word counts as absent."""


@lru_cache(maxsize=16384)
def _mask(tag: str, names: tuple[str, ...]) -> NDArray[np.int8] | None:
    found = {number for word in (tag, *names) for number in _GROUP_OF.get(word, ())}
    if not found:
        return None
    row = np.full(len(GROUPS), FAR, dtype=np.int8)
    row[list(found)] = 0
    return row


def word_steps(pieces: list[Piece], boxes: list[Box]) -> NDArray[np.float64]:
    """For each group of words, steps up to the nearest box that carries one; FAR for none."""
    rows = np.full((len(boxes), len(GROUPS)), FAR, dtype=np.int8)
    levels: list[list[int]] = []
    parents = np.zeros(len(boxes), dtype=np.intp)
    for box in boxes:
        own = _mask(box.tag, box.names)
        if own is not None:
            rows[box.number] = own
        if box.depth >= len(levels):
            levels.append([])
        levels[box.depth].append(box.number)
        if box.parent is not None:
            parents[box.number] = box.parent.number
    for level in levels[1:]:  # all boxes of one depth at once, from the outermost in
        inherited = np.minimum(rows[parents[level]] + 1, FAR)
        rows[level] = np.minimum(rows[level], inherited)
    found = rows[[piece.box.number for piece in pieces]].astype(np.float64)
    for index, piece in enumerate(pieces):
        own = _mask("", piece.names) if piece.names else None
        if own is not None:
            found[index] = np.minimum(found[index], own)
    return found
