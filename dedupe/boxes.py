"""Lists of cards that the markup of a page boxes in: related, most read, section fronts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dedupe.looks import Look

# A card's headline is a link of so many words; menus have shorter ones.
_TITLE_WORDS = 4
_LINKED = 0.8
_TITLE_SORTS = ("short", "prose", "item", "caption")
# A box with more lines than this to each headline holds more than cards.
_LINES_A_CARD = 7
# A paragraph of this many words without links is an article's, not a card's.
_PARAGRAPH_WORDS = 60
_NOT_CARDS = ("nav", "footer", "breadcrumb", "menu", "tags", "tag", "share", "comments")
_MAIN = 0.5
# Headings that are links, so many of one path, are cards whatever the block classifier thinks.
_SURE_HEADINGS = 3


def card_boxes(lines: Sequence[Look], title: int | None) -> list[list[int]]:
    """Positions of the lines of each boxed list of cards, in page order, none of them twice.

    `title` is the position of the main headline: a box never holds it. A box is the largest
    element around at least two linked headlines of one path, or around one under the heading of
    a list, that holds no paragraph of an article. Lists of links that the block classifier counts
    to the article stay there.
    """
    taken: set[int] = set()
    boxes = []
    linked = _linked_titles(lines)
    if not linked:
        return []
    places = _Places(lines)
    for path, members in linked.items():
        headings = all(lines[at].block.kind == "heading" for at in members)
        order = sorted(members)
        sure = headings and len(members) >= _SURE_HEADINGS
        for box in _widest(lines, path, title, sure, places):
            for run, headed in places.runs(lines, box):
                inside = order[bisect_left(order, run[0]) : bisect_right(order, run[-1])]
                if _is_list(lines, inside, headed, sure) and taken.isdisjoint(run):
                    boxes.append(run)
                    taken.update(run)
    return sorted(boxes)


def _linked_titles(lines: Sequence[Look]) -> dict[str, set[int]]:
    """Positions of linked headlines by path, most frequent paths first."""
    found: dict[str, set[int]] = {}
    for at, look in enumerate(lines):
        block = look.block
        linked = block.href and block.links >= _LINKED and look.words >= _TITLE_WORDS
        if linked and look.sort in _TITLE_SORTS and _may_hold(block.path):
            found.setdefault(block.path, set()).add(at)
    return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0])))


@lru_cache(maxsize=4096)
def _may_hold(path: str) -> bool:
    words = {word for step in path.split("/") for word in step.replace("#", ".").split(".")}
    return words.isdisjoint(_NOT_CARDS)


def _widest(
    lines: Sequence[Look], path: str, title: int | None, sure: bool, at: _Places
) -> Iterator[str]:
    """The widest box around headlines at `path` that holds cards and nothing else."""
    steps = path.split("/")
    best = ""
    for depth in range(len(steps) - 1, 1, -1):
        box = "/".join(steps[:depth])
        if not at.holds_cards(lines, box, title, sure):
            break
        best = box
    if best:
        yield best


class _Places:
    """Where each box of a page has its lines, found once: a page may have 100,000 boxes."""

    def __init__(self, lines: Sequence[Look]) -> None:
        self.inside: dict[str, list[int]] = {}
        self.held: dict[tuple[str, bool], bool] = {}
        self.parted: dict[str, list[tuple[list[int], bool]]] = {}
        own: dict[str, list[int]] = {}
        for at, look in enumerate(lines):
            own.setdefault(look.block.path, []).append(at)
        for path, places in own.items():
            while path:
                self.inside.setdefault(path, []).extend(places)
                path = path.rpartition("/")[0]

    def holds_cards(self, lines: Sequence[Look], box: str, title: int | None, sure: bool) -> bool:
        if (box, sure) not in self.held:
            self.held[box, sure] = _holds_cards(lines, self.inside[box], title, sure)
        return self.held[box, sure]

    def runs(self, lines: Sequence[Look], box: str) -> list[tuple[list[int], bool]]:
        """The stretches of lines in a box, and whether the heading of a list is in each."""
        if box not in self.parted:
            self.parted[box] = [
                (run, any(lines[at].sort == "list_heading" for at in run))
                for run in _runs(sorted(self.inside[box]))
            ]
        return self.parted[box]


def _holds_cards(
    lines: Sequence[Look], inside: Sequence[int], title: int | None, sure: bool
) -> bool:
    links = core = 0
    for at in inside:
        look = lines[at]
        if at == title or (look.is_prose and _is_paragraph(look, sure)):
            return False
        core += look.is_prose and look.block.main >= _MAIN
        links += look.block.links >= _LINKED and look.words >= _TITLE_WORDS
    return len(inside) <= _LINES_A_CARD * links and core <= links


def _is_paragraph(look: Look, sure: bool) -> bool:
    return (look.block.main >= _MAIN and not sure) or (
        look.words >= _PARAGRAPH_WORDS and look.block.links < 0.3
    )


def _runs(inside: Sequence[int]) -> Iterator[list[int]]:
    """The positions in stretches without a gap."""
    run: list[int] = []
    for at in inside:
        if run and run[-1] != at - 1:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _is_list(lines: Sequence[Look], titles: list[int], headed: bool, sure: bool) -> bool:
    counted = sum(lines[at].block.main >= _MAIN for at in titles)
    if not titles or (counted * 2 > len(titles) and not headed and not sure):
        return False
    return headed or len(titles) >= 2
