"""Lists of cards that the markup of a page boxes in: related, most read, section fronts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    for path, members in _linked_titles(lines).items():
        headings = all(lines[at].block.kind == "heading" for at in members)
        sure = headings and len(members) >= _SURE_HEADINGS
        for box in _widest(lines, path, title, sure):
            for run in _runs(lines, box):
                inside = [at for at in run if at in members]
                if taken.isdisjoint(run) and _is_list(lines, run, inside, sure):
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


def _may_hold(path: str) -> bool:
    words = {word for step in path.split("/") for word in step.replace("#", ".").split(".")}
    return words.isdisjoint(_NOT_CARDS)


def _widest(lines: Sequence[Look], path: str, title: int | None, sure: bool) -> Iterator[str]:
    """The widest box around headlines at `path` that holds cards and nothing else."""
    steps = path.split("/")
    best = ""
    for depth in range(len(steps) - 1, 1, -1):
        box = "/".join(steps[:depth])
        if not _holds_cards(lines, box, title, sure):
            break
        best = box
    if best:
        yield best


def _holds_cards(lines: Sequence[Look], box: str, title: int | None, sure: bool) -> bool:
    size = links = core = 0
    for at, look in enumerate(lines):
        if not _within(look, box):
            continue
        if at == title or (look.is_prose and _is_paragraph(look, sure)):
            return False
        size += 1
        core += look.is_prose and look.block.main >= _MAIN
        links += look.block.links >= _LINKED and look.words >= _TITLE_WORDS
    return size <= _LINES_A_CARD * links and core <= links


def _is_paragraph(look: Look, sure: bool) -> bool:
    return (look.block.main >= _MAIN and not sure) or (
        look.words >= _PARAGRAPH_WORDS and look.block.links < 0.3
    )


def _within(look: Look, box: str) -> bool:
    return look.block.path.startswith(box) and look.block.path[len(box) : len(box) + 1] in ("", "/")


def _runs(lines: Sequence[Look], box: str) -> Iterator[list[int]]:
    run: list[int] = []
    for at, look in enumerate(lines):
        if _within(look, box):
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_list(lines: Sequence[Look], run: list[int], titles: list[int], sure: bool) -> bool:
    headed = any(lines[at].sort == "list_heading" for at in run)
    counted = sum(lines[at].block.main >= _MAIN for at in titles)
    if not titles or (counted * 2 > len(titles) and not headed and not sure):
        return False
    return headed or len(titles) >= 2
