"""The short way of ordinary pages comes to what the whole way comes to."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from unittest import mock

import pytest
from making import prose, words

from crawler.page import page_from_fields
from dedupe import cue_words, cues, months
from dedupe import ordinary as short
from dedupe import page as road
from dedupe.alike import begins, likeness
from dedupe.boilerplate import furniture_key
from dedupe.looks import PROSE_WORDS, SENTENCE_STOPS, sort_of
from dedupe.model import Block, FoldedPage, Page
from dedupe.ordinary import ordinary
from dedupe.page import NO_FURNITURE, fold_page
from dedupe.rules import Rules, rules
from dedupe.text import clean, measured

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.labelled.pages import pages as labelled

SITE = rules(
    markers=["Print this page"],
    list_headings=["Our other stories of the week from the harbour and the hills"],
    boilerplate=["Join the many readers who get our letter every morning at six o'clock sharp."],
    names=["Velm Daily", "velm.example"],
)
TITLES = (
    "Ferry to Oster Island runs again",
    "Ferry to Oster Island runs again — Velm Daily",
    "The ferry (Ada Quill)",
    "Ferry",
    "Why does the ferry run again?",
    "The ferry runs again after a winter in which the ramp had to be built anew, says its captain.",
    "عودة العبّارة إلى جزيرة أوستر",
    "渡船重新开航",
    "12 March 2025",
    "By Ada Quill",
    "# Ferry to Oster Island runs again",
)
LONG = (
    "Its captain said that the first crossing took nineteen minutes and that nobody was seasick, "
    "although the wind had turned at noon and the old ramp was still under water at that time."
)
LINES = (
    *TITLES,
    LONG,
    f"He said it again: {LONG} And then he went home, as captains do when the day is over.",
    LONG.removesuffix("."),
    f"{LONG[:-1]}!",
    f"{LONG[:-1]}?",
    f"“{LONG}”",
    f"{LONG} (A.B.P.)",
    f"{LONG} (Ada Quill)",
    f"Read also: {LONG}",
    "Read also: The first crossing of the ferry to the island took nineteen minutes and nobody on "
    "board was seasick, although the wind had turned.",
    f"See too: {LONG[:80]}",
    f"See too: {LONG[80:]}",
    "Its captain said that the first crossing took nineteen minutes.",
    "Its captain said that the first crossing took nineteen minutes,",
    "The first crossing took nineteen minutes and nobody was seasick on that day.",
    "Read also: A bridge for walkers over the Arbel",
    "Related articles",
    "Comments (3)",
    "TT",
    "Print this page",
    "Join the many readers who get our letter every morning at six o'clock sharp.",
    "All rights reserved to those who wrote this, and to all who read it on a long evening, at sea "
    "or on land, with a lamp or without one.",
    "© 2025 The Velm Courier, where every word that was ever set belongs to those who set it, said "
    "the printer.",
    "By Ada Quill, who has written of boats and of those that sail on them for more than twenty "
    "years from Tarnholm on 12 March 2025.",
    "PORT VELA, May 3 (Reuters) - The harbour opened again on Monday, and the boats came back.",
    "لندن (أ.ف.ب) - أعلنت الحكومة يوم الثلاثاء خطة جديدة لإصلاح الميناء القديم قبل الشتاء القادم.",
    "وقال رئيس الاتحاد إن القوات البحرية ستؤمّن الممر ٤٢ يوماً، وإن السفن الأولى تبحر قبل الشتاء، "
    "ورحّب تجار السوق بالخبر، فأسعار الدقيق ارتفعت ثلث ما كانت عليه منذ إغلاق الممر العام الماضي.",
    "船长说，第一次航行用了十九分钟，没有人晕船，尽管中午风向变了，旧码头当时还在水下。",
    " ".join("船长说第一次航行用了十九分钟没有人晕船")
    + " 2025 年 3 月 12 日 "
    + " ".join("尽管中午风向变了")
    + "。",
    "- a list item that goes on for a while and ends like a sentence does.",
    "1. The first of three things that the harbour office asks for in its letter to the town.",
    "<p>Markup that a dump left standing around a sentence of some length in the middle.</p>",
    "Velm Daily | " + LONG,
    "",
    "\u200f",
)


def whole(page: Page, of: Rules, known: frozenset[bytes]) -> FoldedPage:
    """The page folded the whole way."""
    with mock.patch.object(road, "ordinary", return_value=None):
        return fold_page(page, of, known)


def drawn(draw: random.Random) -> Page:
    """A page of lines near the edges of what is ordinary, most of them paragraphs of their own."""
    lines = []
    for _ in range(draw.choice((1, 2, 3, 5, 9, 20))):
        if draw.random() < 0.8:
            script = draw.choice(("latin", "arabic"))
            size = draw.choice((3, 7, 12, 15, 19, 25, 31, 33, 60))
            end = draw.choice((".", ".", ".", "!", "؟", "", ",", " .", "…"))
            lines.append(" ".join(words(draw.randrange(999), size, script)) + end)
        else:
            lines.append(draw.choice(LINES))
    if draw.random() < 0.2:
        lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    title = draw.choice(TITLES) if draw.random() < 0.5 else " ".join(words(draw.randrange(999), 6))
    said = {"published": "2025-03-12"} if draw.random() < 0.5 else {"lang": "ar", "author": "A B"}
    return page_from_fields(title, "\n\n".join(lines), said, id="in")


@pytest.mark.parametrize("seed", range(5))
def test_drawn_pages_come_out_the_same(seed: int) -> None:
    draw = random.Random(seed)
    short = 0
    for _ in range(250):
        page = drawn(draw)
        of = draw.choice((SITE, Rules()))
        known = NO_FURNITURE
        if page.blocks and draw.random() < 0.2:
            known = frozenset([furniture_key(draw.choice(page.blocks).text)])
        short += ordinary(page, of, known) is not None
        assert fold_page(page, of, known) == whole(page, of, known), page.text
    assert 20 < short < 220, "both ways are met"


OWN = [
    "ferry",
    "harbour",
    "captain",
    "nineteen",
    "minutes",
    "although",
    "Tarnholm",
    "Quill",
    "copyrighted",
    "Überfahrt",
    "Großstadt",
    "пароход",
    "переправа",
    "गाँव",
    "渡船",
    "船长说",
    "शहर",
    "שָׁלוֹם",
    "שלום",
    "בינואר",
    "شارع",
    "المدينة",
    "القديمة",
    "العبّارة",
    "جزيرة",
]
PHRASES = [
    *(
        getattr(cue_words, name).split("|")
        for name in dir(cue_words)
        if isinstance(getattr(cue_words, name), str) and name.isupper()
    ),
    [*months.gregorian(), *months.hijri(), *months.solar(), *months.weekdays()],
]
MARKS = [
    ".",
    "!",
    "?",
    "…",
    ":",
    "-",
    "—",
    "|",
    ",",
    "،",
    '"',
    "«",
    "»",
    "“",
    "”",
    "(",
    ")",
    "/",
    "=",
    "©",
    "·",
    "•",
    "&",
    "@",
    "؟",
    "。",
    "ـ",
    "A+",
    "A_A",
    "1",
    "12",
    "2025",
    "3h",
    "19:30",
    "ا_ا",
    "(c)",
    "'",
    "ُ",
]


def odd_line(draw: random.Random) -> str:
    """A line of words of its own, words of cues, numbers and signs, in any order."""
    parts = []
    for _ in range(draw.choice((1, 2, 3, 4, 5, 7, 9, 12, 18, 20, 33))):
        kind = draw.random()
        said = draw.choice(OWN if kind < 0.5 else draw.choice(PHRASES))
        parts.append(str(draw.choice((1, 12, 31, 2024, 1446))) if kind > 0.95 else said)
        if draw.random() < 0.15:
            parts.append(draw.choice(MARKS).replace("_", " "))
    line = (" " if draw.random() < 0.9 else "").join(parts)
    if draw.random() < 0.5:
        line += draw.choice((".", ".", ".", "!", "?", "…", ",", ")", "»", ".)", " (Ada Quill)."))
    return clean(line.capitalize() if draw.random() < 0.2 else line)


@pytest.mark.parametrize("seed", range(4))
def test_odd_lines_are_what_the_whole_way_takes_them_for(seed: int) -> None:
    draw = random.Random(seed)
    seen = {True: 0, False: 0}
    for _ in range(4000):
        line = odd_line(draw)
        key, size = measured(line)
        if not key:
            continue
        of = draw.choice((SITE, Rules()))
        sort = sort_of(Block(0, line), key, size, "fields", of)
        assert short._is_headline(line, key, size, of) == (sort == "short"), line
        found = short._is_paragraph(line, key, size, of)
        ended = cues.ends_sentence(line) or line[-1] in SENTENCE_STOPS
        assert not found or (sort == "prose" and (size > PROSE_WORDS or ended)), line
        seen[found] += 1
    assert min(seen.values()) > 500


@pytest.mark.parametrize("seed", range(4))
def test_lines_that_are_alike_are_seen_to_be(seed: int) -> None:
    draw = random.Random(seed)
    alike = 0
    for _ in range(1500):
        one = odd_line(draw)
        end = draw.choice((" (Ada Quill)", " – AFP", "…", " | Velm Daily", "", ".", " more words"))
        other = draw.choice((one + end, f"Velm Daily | {one}", one[: len(one) * 4 // 5] + end))
        lines = [measured(one), measured(other)]
        if "" in (lines[0][0], lines[1][0]) or lines[0][0] == lines[1][0]:
            continue
        heads = [begins(key) for key, _ in lines]
        told = short._are_alike([one, other], lines, heads, f"{one}\n{other}", SITE)
        if likeness(other, one, SITE) is not None:
            alike += 1
            assert told, (one, other)
    assert alike > 100


@pytest.mark.parametrize("first", range(len(LINES)))
def test_a_line_between_paragraphs_comes_out_the_same(first: int) -> None:
    one, two, three, four = prose(7, 80)
    for second in {first, (first + 1) % len(LINES), (first + 9) % len(LINES)}:
        lines = [one, LINES[first], two, three, LINES[second], four]
        for title in TITLES[:3]:
            page = page_from_fields(title, "\n".join(lines), {}, id="in")
            assert fold_page(page, SITE) == whole(page, SITE, NO_FURNITURE), page.text


def test_labelled_pages_come_out_the_same() -> None:
    short = 0
    for truth in labelled():
        for article in truth.articles:
            page = page_from_fields(article.title, "\n\n".join(article.body), {}, id=truth.name)
            short += ordinary(page, SITE, NO_FURNITURE) is not None
            assert fold_page(page, SITE) == whole(page, SITE, NO_FURNITURE), page.text
        title, _, rest = truth.text.partition("\n")
        page = page_from_fields(title, rest, {}, id=truth.name)
        assert fold_page(page, SITE) == whole(page, SITE, NO_FURNITURE), page.text
    assert short > 50


def test_a_page_of_paragraphs_takes_the_short_way() -> None:
    page = page_from_fields("Ferry to Oster Island runs again", "\n".join(prose(1)), {}, id="in")
    article = ordinary(page, SITE, NO_FURNITURE)
    assert article is not None
    assert fold_page(page, SITE).articles[0].lang
    assert len(article.placed) == len(page.blocks) == 5
