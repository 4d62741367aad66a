"""The text of a page as its outlet's dump has it."""

from __future__ import annotations

import re

from benchmarks.labelled.outlet import Dump
from benchmarks.labelled.tree import MAIN, El, Line, flatten

_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "* ", "blockquote": "> "}
# Latin words so long that typesetters of narrow columns let them break.
_LONG = re.compile(r"[A-Za-z]{10,}")


def dump_text(dump: Dump, tree: El) -> str:
    """The lines of `tree` after what the dump did to them."""
    start = (_find(tree) or tree) if dump.main_only else tree
    out: list[str] = []
    for number, line in enumerate(flatten(start, alt=dump.alt, unseen=dump.unseen)):
        if number:
            out += [""] * _blanks(dump, line)
        out.append(_spoilt(dump, line))
    text = "\n".join(out) + "\n"
    if dump.windows:
        text = "".join(_windows(line, at) for at, line in enumerate(text.splitlines()))
    return text


def _blanks(dump: Dump, line: Line) -> int:
    """How many blank lines stand before `line`."""
    if dump.blank == "tags":
        return int(line.apart)
    if dump.blank == "none" or line.tight:
        return 0
    return 3 if dump.blank == "double" else 1


def _spoilt(dump: Dump, line: Line) -> str:
    text = line.text
    if dump.glued and not line.role:
        text = "".join(line.pieces)
    if dump.shy:
        text = _LONG.sub(lambda word: word[0][:5] + "\u00ad" + word[0][5:], text)
    if dump.marks:
        text = _MARKS.get(line.tag, "") + text
    if dump.indent:
        text = "  " * (line.depth % 7) + text + " " * (line.depth % 3)
    return text


def _windows(line: str, at: int) -> str:
    if line and at % 3 == 0:
        line = "\u200f" + line.replace(" ", "\u00a0", 2)
    elif line and at % 3 == 1:
        line = f"\u202b{line}\u202c "
    return line + "\r\n"


def _find(node: El) -> El | None:
    """The main column: the element that the outlet marks with data-main."""
    if MAIN in node.attrs:
        return node
    for kid in node.kids:
        if isinstance(kid, El) and (found := _find(kid)) is not None:
            return found
    return None
