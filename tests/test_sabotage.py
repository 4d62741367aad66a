"""The golden pages turn red where the folding is broken on purpose: they can fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from test_golden import PAGES, outcome, read

from dedupe import fold, page
from dedupe.looks import Look, looks
from dedupe.model import Page
from dedupe.page import fold_page
from dedupe.rules import Rules


def red() -> list[str]:
    """The golden pages that do not come out as agreed."""
    wrong = []
    for path in PAGES:
        wanted = json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
        if outcome(fold_page(read(path))) != wanted:
            wrong.append(path.name)
    return wrong


def fold_before_parting(made: Page, rules: Rules) -> list[Look]:
    """Repeats go before anybody asks where an article begins: the second header is lost."""
    seen: set[str] = set()
    lines = []
    for look in looks(made, rules):
        if look.key in seen and look.key:
            look = replace(look, sort="marker")
        seen.add(look.key)
        lines.append(look)
    return lines


def no_markers(made: Page, rules: Rules) -> list[Look]:
    """A button is a line like any other."""
    return [
        replace(look, sort="short") if look.sort == "marker" else look
        for look in looks(made, rules)
    ]


def swap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "looks", fold_before_parting)


def drop_markers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "looks", no_markers)
    monkeypatch.setattr("dedupe.segment.tools", lambda lines: lines)
    monkeypatch.setattr(fold, "_BUTTON_WORDS", 0)


def fold_prose_eagerly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph that came before is folded, however short and wherever it stands."""

    def copy_above(draft: fold._Draft, at: int) -> int | None:
        keys = {draft.lines[kept].key: kept for kept, role in draft.roles.items() if role == "body"}
        return keys.get(draft.lines[at].key)

    monkeypatch.setattr(fold._Draft, "_copy_above", copy_above)


def test_untouched_all_are_green() -> None:
    assert red() == []


@pytest.mark.parametrize("break_it", [swap, drop_markers, fold_prose_eagerly])
def test_broken_folding_turns_golden_pages_red(
    break_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(monkeypatch)
    assert red()
