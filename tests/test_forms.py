"""The lines of a page measured at once are what each is by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import forms
from dedupe.text import clean, measured

LINES = st.lists(st.text(max_size=12).map(clean).filter(bool), min_size=1, max_size=4)
MIXED = (
    "A word, and another one",
    "Großstadt und Straße",
    "½ and ﷺ and ﬁ",
    "أوكرانيا ٤٢ مُدُن",
    "၁၂ ႗",
    "渡船重新开航",
    "\U00010fbd \U0001d400 x",
    "-",
    "É. É",
)


@settings(max_examples=300)
@given(LINES)
def test_any_lines(lines: list[str]) -> None:
    assert forms.measured_lines(lines) == [measured(line) for line in lines]


@pytest.mark.parametrize("line", MIXED)
def test_beside_an_arabic_line(line: str) -> None:
    lines = ["وقال: إن السفن تبحر", line, "قبل الشتاء."]
    assert forms.measured_lines(lines) == [measured(line) for line in lines]


def test_a_text_of_megabytes_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_spelled", lambda whole: pytest.fail("all of it at once"))
    lines = ["وقال: إن السفن", "تبحر " * 250_000 + "."]
    assert forms.measured_lines(lines) == [measured(line) for line in lines]


def test_a_page_is_looked_up_in_the_table() -> None:
    assert forms._spelled("وقال إن: السفن") == "وقال ان  السفن"
    assert forms._spelled("وقال ß …") == f"وقال {forms._UNTOLD}  "


def test_a_letter_that_is_several_costs_its_own_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(forms, "measured", lambda line: asked.append(line) or measured(line))
    lines = ["Der Hafen öffnet …", "Große Straße", "Die Fähre fährt"]
    assert forms.measured_lines(lines) == [measured(line) for line in lines]
    assert asked == ["Große Straße"]


PAGES = (
    ["A headline", "A line with  two gaps."],
    ["A headline", " A line that begins with one."],
    ["A headline ", "A line."],
    ["مرحبا", "خبر، جديد ـ… «نعم» ٤٢.", "ẞa ½"],
    ["中文 标题", "第一行。"],
    ["Tab\there", "x"],
    ["nbsp\u00a0here"],
    ["\ud800", "half a pair"],
    ["😀 smile", "می\u200cرود و می\u200cآید"],
    ["mark\u200f", "x"],
    ["object \ufffc", "x"],
    ["-- - --", "…", "a -", "- a"],
    [],
    ["\u0300", "e\u0301", "ﬁ ﷺ"],
)


def test_pages_are_measured_as_their_lines_are() -> None:
    found = forms.measured_pages(PAGES)
    for page, lines in zip(PAGES, found, strict=True):
        if all(clean(line) == line for line in page):
            assert lines == [measured(line) for line in page]
        else:
            assert lines is None
    assert None in found
    assert [forms.measured_pages([page])[0] for page in PAGES] == found


def test_many_pages_are_measured_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = forms.measured_pages(PAGES)
    monkeypatch.setattr(forms, "PORTION", 20)
    assert forms.measured_pages(PAGES) == whole
    monkeypatch.setattr(forms, "_MOST", 50)
    assert forms.measured_pages([*PAGES, ["x" * 50]]) == [*whole, None]
