"""Which lines of bare text are settled to be an article's, on pages of fiction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crawler.page import page_from_text
from dedupe import running
from dedupe.forest import forest_from
from dedupe.model import FoldedPage
from dedupe.page import NO_FURNITURE, fold_page, read_lines
from dedupe.parts import likely
from dedupe.rules import DEFAULT_RULES
from dedupe.running import FEATURES, features, settled, text_parts
from dedupe.segment import prepared

HEAD = ("Ferry to Oster Island runs again", "By Ada Quill", "12 March 2024")
TEXT = (
    "The ferry to Oster Island made its first crossing since the storm on Tuesday, with forty "
    "passengers and a goat on board.",
    "Its captain said that the new ramp held well, and that the harbour office had asked him to "
    "take no lorries before April.",
    "Islanders had waited eleven weeks for the crossing. The harbour office paid for a smaller "
    "boat meanwhile, which took letters and milk.",
    "The ramp was built by two carpenters of the island, who say that it will outlast the ferry.",
)
MENU = ("Home", "Harbour", "Islands", "Weather", "Sign in")
FORM = (
    "No replies so far",
    "Say what you think",
    "Your name (needed)",
    "Your address (needed, shown to nobody)",
    "Your page",
    "Tell me of new replies below this one",
    "Newest replies",
    "Weaver: Is that the goat of...",
    "Old Tam: I was there and...",
    "Shelves",
    "Boats (14)",
    "Goats (3)",
    "Knots (27)",
)
NOTICE = (
    "This page keeps small files in your browser that it cannot do without.",
    "You can refuse all of them, but then we have to ask you again each time that you come here.",
    "Necessary files",
    "These files are needed to give you the services that the page has, so they cannot be refused.",
    "Files that count",
    "These files gather how the page is used, and help us to see whether what we offer is liked.",
    "Press here to allow or to refuse the files that count.",
)


def folded(*lines: str) -> FoldedPage:
    return fold_page(page_from_text("\n".join(lines) + "\n", id="x"))


def body(page: FoldedPage) -> tuple[str, ...]:
    (article,) = page.articles
    return article.body


def test_less_of_a_form_below_a_text_is_taken_for_text_than_by_the_chain() -> None:
    """Over pages of several lengths; no line of the text itself is lost by it."""
    before = after = 0
    for cut in range(1, len(TEXT) + 1):
        lines, parts, numbers, proven = read(*MENU, *HEAD, *TEXT[:cut], *FORM)
        texts = [look.block.text for look in lines]
        found = settled(lines, parts, numbers, proven)
        kept = {text for text, part in zip(texts, found, strict=True) if part == "body"}
        was = {text for text, part in zip(texts, parts, strict=True) if part == "body"}
        assert kept & set(TEXT) >= was & set(TEXT)
        before, after = before + len(was & set(FORM)), after + len(kept & set(FORM))
    assert after < before


@pytest.mark.parametrize(
    ("part", "sort", "score", "settles"),
    [
        ("body", "prose", 0.39, "tool2"),
        ("body", "prose", 0.41, "body"),
        ("out", "prose", 0.61, "body"),
        ("out", "short", 0.59, "out"),
        ("cards", "prose", 0.61, "body"),
        ("cards2", "short", 0.61, "body"),
        ("tool2", "short", 0.61, "tool2"),
        ("tool2", "short", 0.91, "body"),
        ("out", "marker", 0.99, "out"),
        ("sign2", "byline", 0.99, "sign2"),
    ],
)
def test_what_scores_low_is_no_text_and_what_scores_high_is(
    monkeypatch: pytest.MonkeyPatch, part: str, sort: str, score: float, settles: str
) -> None:
    lines, _, numbers, _ = read(HEAD[0], TEXT[0], TEXT[1])
    lines[2] = replace(lines[2], sort=sort)
    monkeypatch.setattr(running, "score_rows", lambda rows, forest: np.array([0.9, 0.9, score]))
    assert settled(lines, ["title", "body", part], numbers, frozenset())[2] == settles
    assert settled(lines, ["title", "body", part], numbers, frozenset({2}))[2] == part
    monkeypatch.setattr(running, "score_rows", lambda rows, forest: np.array([0.9, score, 0.9]))
    untitled = settled(lines, ["kicker", part, "body"], numbers, frozenset())
    assert untitled[1] == ("tool2" if settles == "tool2" else part)


def test_a_list_keeps_its_headlines_where_one_of_them_is_no_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, _, numbers, _ = read(HEAD[0], TEXT[0], "Old piers of the north", "A goat on board")
    assert [look.sort for look in lines[2:]] == ["short", "short"]
    chain = ["title", "body", "cards2", "cards2"]
    for score, settles in ((0.5, ["cards2"] * 2), (0.7, ["body"] * 2)):
        scores = np.array([0.9, 0.9, score, 0.7])
        monkeypatch.setattr(running, "score_rows", lambda rows, forest, scores=scores: scores)
        assert settled(lines, chain, numbers, frozenset())[2:] == settles
    lines[3] = replace(lines[3], sort="prose")
    monkeypatch.setattr(running, "score_rows", lambda rows, forest: np.array([0.9, 0.9, 0.5, 0.7]))
    assert settled(lines, chain, numbers, frozenset())[2:] == ["cards2", "body"]


def test_where_the_chain_found_no_text_what_surely_is_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, _, numbers, _ = read(*MENU, *HEAD[:1], *TEXT[:1], HEAD[1], *TEXT[1:3])
    chain = ["out"] * len(lines)
    scores = np.array([0.7] * 6 + [0.76, 0.61, 0.74, 0.76])
    monkeypatch.setattr(running, "score_rows", lambda rows, forest: scores)
    assert lines[7].sort == "byline"
    assert settled(lines, chain, numbers, frozenset()) == ["out"] * 6 + ["body"] * 4
    assert settled(lines, chain, numbers, frozenset({6, 7})) == ["out"] * 9 + ["body"]
    assert settled(lines, chain, numbers, frozenset({6, 9})) == chain
    scores[[6, 9]] = 0.74
    assert settled(lines, chain, numbers, frozenset()) == chain


def test_a_single_paragraph_among_links_is_an_article() -> None:
    labels = ("Tides", "Boats", "Goats", "Knots", "Archive", "Letters", "Search")
    links = ("Boats for sale (3)", "All about knots", "Goats of the week", "The tide tables")
    links += ("Weather glass", "Printed cards", "Contact", "Privacy", "Terms")
    page = (*MENU, *labels, HEAD[0], HEAD[2], TEXT[2], "Old piers (14)", *links, *FORM[:6])
    lines, parts, numbers, proven = read(*page)
    assert "body" not in parts
    found = settled(lines, parts, numbers, proven)
    assert [look.block.text for look, part in zip(lines, found, strict=True) if part == "body"] == [
        TEXT[2]
    ]
    (article,) = folded(*page).articles
    assert (article.title, article.body) == (HEAD[0], TEXT[2:3])


@pytest.mark.parametrize("cut", range(1, len(TEXT)))
def test_a_text_with_nothing_around_it_stays_whole(cut: int) -> None:
    assert body(folded(*HEAD, *TEXT[:cut])) == TEXT[:cut]


def test_no_line_is_lost_where_parts_are_settled() -> None:
    page = folded(*MENU, *HEAD, *TEXT, *FORM, *NOTICE)
    spots = [spot.block for one in (*page.articles, *page.teasers) for spot in one.placed]
    assert sorted(spots + [fold.block for fold in page.folds]) == list(range(len(page.page.blocks)))


def read(*texts: str):  # type: ignore[no-untyped-def]
    page = page_from_text("\n".join(texts) + "\n", id="x")
    lines, _ = read_lines(page, DEFAULT_RULES, NO_FURNITURE)
    lines, echoes = prepared(lines, DEFAULT_RULES)
    rows, proven, parts = text_parts(lines, echoes, page)
    return lines, parts, features(lines, parts, likely(rows, proven)), proven


def test_each_line_has_its_numbers() -> None:
    lines, _, rows, _ = read(*MENU, *HEAD, *TEXT)
    assert rows.shape == (len(lines), len(FEATURES))
    first = next(at for at, look in enumerate(lines) if look.block.text == TEXT[0])
    since, until, above, below = (
        rows[first, FEATURES.index(name)] for name in ("since", "until", "above", "below")
    )
    assert (since, until, above) == (99, 0, 0)
    assert below == pytest.approx(sum(map(len, TEXT[1:])) / sum(map(len, TEXT)))
    assert rows[first + 1, FEATURES.index("since")] == 0
    assert np.allclose(rows[:, [n.startswith("part_") for n in FEATURES]].sum(axis=1), 1, atol=1e-5)


def test_numbers_do_not_depend_on_the_script() -> None:
    """The same shapes in another alphabet have the same numbers, but for capitals."""
    greek = str.maketrans("abcdefghijklmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρσςτυφχψωλ"[:26])
    one = read(*MENU, *TEXT)[2]
    other = read(*[t.lower().translate(greek) for t in (*MENU, *TEXT)])[2]
    own = [FEATURES.index(name) for name in ("length", "words", "ends", "commas", "digits")]
    assert np.array_equal(one[:, own], other[:, own])


def test_trees_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="train again"):
        forest_from({"features": [*FEATURES, "luck"], "base": 0.0, "trees": []}, FEATURES)
