"""Which line above a text is its headline, on flattened pages of fiction."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from urllib.parse import quote

import numpy as np
import pytest

from crawler.page import page_from_text
from dedupe import entitled as found_by
from dedupe.entitled import FEATURES, address_words, candidates, entitled
from dedupe.forest import forest_from
from dedupe.page import NO_FURNITURE, fold_page, read_lines
from dedupe.parts import likely
from dedupe.rules import DEFAULT_RULES
from dedupe.running import features, text_parts
from dedupe.segment import prepared

MENU = ("Home", "Harbour", "Islands", "Weather", "Sign in")
TITLE = "Ferry to Oster Island runs again"
TEXT = (
    "The ferry to Oster Island made its first crossing since the storm on Tuesday, with forty "
    "passengers and a goat on board.",
    "Its captain said that the new ramp held well, and that the harbour office had asked him to "
    "take no lorries before April.",
    "Islanders had waited eleven weeks for the crossing. The harbour office paid for a smaller "
    "boat meanwhile, which took letters and milk.",
    "The ramp was built by two carpenters of the island, who say that it will outlast the ferry.",
)
LISTED = (
    "Goat elected to the parish council",
    "Bakery sells out by noon",
    "Bridge is painted blue",
)
URL = "https://velm.example/islands/2024/ferry-to-oster-island-runs-again-1204.html"


def title(lines: Sequence[str], url: str = "") -> str:
    (article,) = fold_page(page_from_text("\n".join(lines) + "\n", id="x", url=url)).articles
    return article.title


@pytest.mark.parametrize(
    "below", [(), ("Islands of the shore",), ("12 March 2024",), ("Reading time 3 minutes",)]
)
def test_the_headline_is_found_below_menus_and_cards(below: tuple[str, ...]) -> None:
    assert title((*MENU, *LISTED, TITLE, *below, *TEXT)) == TITLE


def test_the_address_tells_which_line_is_the_headline() -> None:
    """Without it the line right above the text may as well be."""
    dense = (*MENU, "The Oster Shore", TITLE, "What the islanders waited for", *TEXT)
    other = "https://velm.example/islands/what-the-islanders-waited-for"
    assert title(dense, URL) == TITLE
    assert title(dense, other) == "What the islanders waited for"


def test_of_a_page_with_a_sentence_a_line_the_headline_is_found_as_well() -> None:
    lines = [sentence for part in TEXT for sentence in re.findall(r"[^.]+\.", part)]
    dense = (
        *MENU,
        "The Oster Shore",
        TITLE,
        "What the islanders waited for",
        *map(str.strip, lines),
    )
    assert title(dense, URL) == TITLE
    assert title(dense, "https://velm.example/what-the-islanders-waited-for") == dense[7]


def test_words_of_an_address_are_those_of_its_longest_step() -> None:
    step = quote("عودة-عبارة-أوستر")
    assert address_words(f"https://velm.example/a-b/{step}") == {"عوده", "عباره", "اوستر"}
    assert address_words("http://[") == set()
    assert address_words("") == set()


LONG = "keeper pilot miller baker harbour school choir council ferry mill bridge tower office"


def told(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], scores: list[float], proven: set[int]
) -> list[str]:
    """The parts of a menu's line, a label, a headline and two paragraphs."""
    lines, numbers, _ = read("Harbour", "The goat of the harbour", TITLE, *TEXT[:2])
    given = lambda rows, forest: np.array(scores)  # noqa: E731
    monkeypatch.setattr(found_by, "score_rows", given)
    return entitled(lines, parts, numbers, proven, "")


def test_a_line_that_is_much_likelier_takes_the_place_of_the_headline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = ["out", "title", "lead", "body", "body"]
    assert told(monkeypatch, parts, [0.0, 0.5, 0.56], set()) == [
        "out",
        "tool0",
        "title",
        "body",
        "body",
    ]
    assert told(monkeypatch, parts, [0.0, 0.5, 0.54], set()) == parts
    assert told(monkeypatch, parts, [0.0, 0.0, 0.19], set()) == parts


def test_a_line_too_long_for_a_headline_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "What the " + " and the ".join(map("{} of Oster".format, LONG.split())) + " thinks"
    lines, numbers, _ = read("Harbour", long, TITLE, *TEXT[:2])
    monkeypatch.setattr(found_by, "score_rows", lambda rows, forest: np.array([0.0, 0.3]))
    parts = ["out", "title", "lead", "body", "body"]
    assert entitled(lines, parts, numbers, set(), "")[2] == "title"


def test_a_text_without_a_headline_takes_a_less_likely_one(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["out", "out", "out", "body", "body"]
    assert told(monkeypatch, parts, [0.0, 0.11, 0.0], set())[:3] == ["out", "title", "tool1"]
    assert told(monkeypatch, parts, [0.0, 0.09, 0.0], set()) == parts


def test_what_is_proven_gives_way_to_what_is_sure_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["out", "title", "lead", "body", "body"]
    assert told(monkeypatch, parts, [0.0, 0.1, 0.89], {1}) == parts
    assert told(monkeypatch, parts, [0.0, 0.1, 0.91], {1})[2] == "title"
    assert told(monkeypatch, parts, [0.0, 0.1, 0.91], {2}) == parts


def test_a_headline_further_up_keeps_its_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["title", "title", "lead", "body", "body"]
    assert told(monkeypatch, parts, [0.9, 0.1, 0.0], set()) == parts


def test_a_page_without_text_has_no_headline_to_look_for() -> None:
    lines, numbers, parts = read(*MENU)
    assert candidates(lines, parts, numbers, "") is None
    lines, numbers, parts = read(*TEXT)
    assert candidates(lines, ["body"] * len(lines), numbers, "") is None


def test_the_lines_have_the_numbers_that_the_trees_ask_for() -> None:
    lines, numbers, parts = read(*MENU, *LISTED, TITLE, *TEXT)
    found = candidates(lines, parts, numbers, URL)
    assert found is not None
    able, rows = found
    assert rows.shape == (len(able), len(FEATURES))
    assert np.isfinite(rows).all()
    row = dict(zip(FEATURES, rows[able.index(8)].tolist(), strict=True))
    assert [row[name] for name in ("address_less", "labels_above", "text_ahead")] == [0, 0, 0]
    assert all(row["address"] > rows[n, FEATURES.index("address")] for n in range(8))


def test_trees_of_other_numbers_are_refused() -> None:
    data = json.loads(files("dedupe").joinpath("entitled.json").read_text())
    with pytest.raises(ValueError, match="other features"):
        forest_from({**data, "features": data["features"][1:]}, FEATURES)


def read(*texts: str):  # type: ignore[no-untyped-def]
    page = page_from_text("\n".join(texts) + "\n", id="x")
    lines, _ = read_lines(page, DEFAULT_RULES, NO_FURNITURE)
    lines, echoes = prepared(lines, DEFAULT_RULES)
    rows, proven, parts = text_parts(lines, echoes, page)
    return lines, features(lines, parts, likely(rows, proven)), parts
