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
shop: product products price shop cart rating review reviews buy sku
hidden: hidden hide collapse mobile sr print noprint
quote: quote pullquote blockquote tweet embed zitat
fact: infobox factbox box note notes footnote footnotes references sources source
list: ul ol li dl
table: table tbody tr td
"""
"""Class words, ids and element names that say the same; the feature is how far up they stand."""


def _read_groups() -> tuple[list[str], dict[str, int]]:
    """The names of the groups, and for each word the groups it is in, one bit each."""
    names: list[str] = []
    groups_of: dict[str, int] = {}
    for word in _GROUPS.split():
        if word.endswith(":"):
            names.append(word[:-1])
        else:
            groups_of[word] = groups_of.get(word, 0) | 1 << (len(names) - 1)
    return names, groups_of


GROUPS, _GROUPS_OF = _read_groups()

FAR: Final = 12
"""Steps up at which a word counts as absent."""


@lru_cache(maxsize=32768)
def _own(tag: str, names: tuple[str, ...]) -> int:
    """The groups that a box carries a word of, one bit each."""
    bits = 0
    for word in (tag, *names):
        bits |= _GROUPS_OF.get(word, 0)
    return bits


def word_steps(
    pieces: list[Piece], boxes: list[Box], at: NDArray[np.int64], parent: NDArray[np.int64]
) -> NDArray[np.float64]:
    """For each group of words, steps up to the nearest box that carries one; FAR for none.

    `at` is the number of each piece's box, `parent` that of the box around each box.
    """
    steps = _steps([_own(box.tag.name, box.tag.names) for box in boxes])
    reach, above = 1, parent
    while reach < FAR:  # the nearest of twice as many boxes up each time
        steps = np.minimum(steps, steps[above] + reach)
        reach, above = 2 * reach, above[above]
    inline = _steps([_own("", piece.names) if piece.names else 0 for piece in pieces])
    found = np.minimum(steps[at], inline)
    return np.minimum(found, FAR).astype(np.float64)


def _steps(bits: list[int]) -> NDArray[np.int8]:
    """0 where a bit is set and FAR where none is, one row for each number."""
    is_set = (np.array(bits, dtype=np.int64)[:, None] >> np.arange(len(GROUPS))) & 1
    return np.where(is_set == 1, 0, FAR).astype(np.int8)
