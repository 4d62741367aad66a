"""Page numbers and running heads of converted print, in fiction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from crawler.page import page_from_text
from dedupe.model import FoldedPage
from dedupe.page import fold_page

HEAD = ("Old mill grinds again", "By Ada Quill", "12 March 2024")
TEXT = (
    "The council of Tarnholm voted on Tuesday to reopen the old mill, which has stood silent for "
    "forty years above the weir.",
    "Engineers from the valley spent the winter clearing the race, and a new wheel of oak was hung "
    "in the first week of March.",
    "The miller said that she would begin with barley, since wheat from the upper fields would not "
    "be dry before autumn.",
    "Farmers have promised her two hundred sacks, though some of them doubt that the stones can "
    "take so much in one season.",
    "The bridge beside the mill stays closed to carts until the inspectors have looked at its "
    "second arch, which leans a little.",
    "Visitors may watch the grinding on Saturdays, and the bakery beside the church will sell the "
    "first loaves at cost.",
    "The council will decide in June whether the sluice is raised by a hand, which the anglers of "
    "the valley oppose.",
    "Until then the water is shared by the day, as it was in the time of her grandfather, and "
    "nobody is quite content.",
)
COURIER = "The Tarnholm Courier"


def eastern(number: int) -> str:
    return "".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in str(number))


FEET: list[Callable[[int], str]] = [
    lambda n: f"- {n} -",
    lambda n: f"— {n + 11} —",
    lambda n: f"[{n}]",
    lambda n: f"Page {n} of 4",
    lambda n: f"{n} / 4",
    lambda n: f"{eastern(n)} / {eastern(4)}",
    lambda n: f"صفحة {eastern(n)} من {eastern(4)}",
    lambda n: f"Страница {n} из 4",
    lambda n: f"第 {n} 页",
    lambda n: f"Σελίδα {n}",
    lambda n: f"{COURIER} {n + 20}",
    lambda n: str(n + 11),
]


def paged(foot: Callable[[int], str], above: Sequence[str] = (), pages: int = 4) -> list[str]:
    lines = [*HEAD]
    for number in range(1, pages + 1):
        lines += above if number > 1 else ()
        lines += [*TEXT[2 * number - 2 : 2 * number], foot(number)]
    return lines


def folded(lines: Sequence[str], end: str = "\n") -> FoldedPage:
    return fold_page(page_from_text(end.join(lines) + "\n", id="x"))


def markers(page: FoldedPage) -> list[str]:
    return [page.page.blocks[fold.block].text for fold in page.folds if fold.reason == "marker"]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("end", ["\n", "\n\n"])
@pytest.mark.parametrize("above", [(), (COURIER,), (HEAD[0],), (COURIER, "MARCH EDITION")])
def test_page_numbers_and_what_stands_beside_them_are_no_text(
    foot: Callable[[int], str], end: str, above: tuple[str, ...]
) -> None:
    page = folded(paged(foot, above), end)
    (article,) = page.articles
    assert (article.title, article.authors, article.body) == (HEAD[0], ("Ada Quill",), TEXT)
    assert markers(page) == paged(foot, above)[5:6] + [
        line for n in (2, 3, 4) for line in (*above, foot(n))
    ]


def test_two_pages_are_enough_where_their_number_is_told() -> None:
    assert markers(folded(paged(lambda n: f"Page {n} of 2", pages=2))) == [
        "Page 1 of 2",
        "Page 2 of 2",
    ]
    assert "Part 1" in folded(paged(lambda n: f"Part {n}", pages=2)).articles[0].body


@pytest.mark.parametrize("word", ["Day {}", "Kapitel {}", "第 {} 天", "{} March 2024"])
def test_numbered_headings_are_no_page_numbers(word: str) -> None:
    """They stand above the text of each part, and below no unfinished sentence."""
    lines = [*HEAD[:2]]
    for number in range(1, 5):
        lines += [word.format(number), *TEXT[2 * number - 2 : 2 * number]]
    assert not markers(folded(lines))


def test_page_heads_stand_amid_a_sentence() -> None:
    lines = [*HEAD, *TEXT[:1]]
    for number in range(1, 4):
        begin, _, rest = TEXT[2 * number].partition(", ")
        lines += [TEXT[2 * number - 1], f"{begin},", f"Courier, sheet {number}", rest]
    assert markers(folded(lines)) == [f"Courier, sheet {number}" for number in range(1, 4)]


def test_numbers_that_do_not_count_are_text() -> None:
    lines = paged(lambda n: f"Sacks sold: {n * n * 7}")
    assert not markers(folded(lines))
    assert {line for line in lines if "Sacks" in line} - {lines[-1]} <= set(
        folded(lines).articles[0].body
    )
