"""A look at a dump before it is cleaned: its columns, and pages before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from crawler.columns import columns_of, described
from crawler.inputs import Inputs, folded
from crawler.readers.days import MONTH_FIRST
from crawler.readers.find import Input
from crawler.readers.raw import Bad, Raw
from crawler.readers.read import read_input
from crawler.records import fields_of, page_of
from dedupe.explain import explain
from dedupe.model import Page

PAGES = 3
_INPUTS = 50
"""Inputs whose first record is looked at for its columns: more of them say nothing new."""
_LINES = 40
_TEXT_CHARACTERS = 150
"""Characters of a value that is longer than names, addresses and headlines are."""
_WIDTH = 100


def schemas(inputs: Inputs) -> Iterator[str]:
    """A line for each set of columns at the beginnings of the inputs, as the run will read them."""
    shown: set[str] = set()
    if inputs.is_stream:
        return
    for item in islice(inputs, _INPUTS):
        first = _first(item, inputs)
        if first is None:
            continue
        fields, raw = first
        columns = columns_of(fields, inputs.reading.columns)
        line = described(columns)
        if line not in shown:
            shown.add(line)
            left = [name for name in fields if name and name not in _used(line)]
            rest = f"; not read: {', '.join(left[:12])}" if left else ""
            rest += "; days are written month first" if MONTH_FIRST in raw.said else ""
            yield f"{item.name}: {line or 'no column is known'}{rest}"
            if not columns.paths.keys() & {"html", "text", "body"} and (long := _longest(fields)):
                yield f"{item.name}: no column of text is known; is it {long!r}? --map body={long}"


def _longest(fields: Mapping[str, object]) -> str:
    """The column that says most, if that may be a text."""
    sizes = {name: len(value) for name, value in fields.items() if isinstance(value, str)}
    name = max(sizes, key=sizes.__getitem__, default="")
    return name if sizes.get(name, 0) >= _TEXT_CHARACTERS else ""


def _used(line: str) -> set[str]:
    return {pair.partition("=")[2].split(".")[0] for pair in line.split(": ")[-1].split(", ")}


def _first(item: Input, inputs: Inputs) -> tuple[dict[str, object], Raw] | None:
    """The first record that has fields, and these."""
    for found in islice(read_input(item, inputs.reading), 5):
        if isinstance(found, Raw) and found.form in ("fields", "json"):
            fields = fields_of(found)
            if not isinstance(fields, Bad):
                return fields, found
    return None


def peek(inputs: Inputs, colour: bool = False) -> Iterator[str | Bad]:
    """The first pages line by line, as they came and as they are cleaned; furniture is not known.

    What is bad comes as it is.
    """
    yield from schemas(inputs)
    shown = 0
    for item in inputs:
        for found in read_input(item, inputs.reading):
            page = page_of(found, inputs.reading) if isinstance(found, Raw) else found
            if isinstance(page, Bad):
                yield page
                continue
            shown += 1
            yield from _page(page, inputs, colour)
            if shown >= PAGES:
                return
    if not shown:
        yield "no page was found"


def _page(page: Page, inputs: Inputs, colour: bool) -> Iterator[str | Bad]:
    yield ""
    yield f"--- {page.id} {page.url}".rstrip()
    lines = [line for line in page.text.splitlines() if line.strip()]
    yield "before:"
    yield from (f"  | {_cut(line)}" for line in lines[:_LINES])
    if len(lines) > _LINES:
        yield f"  | … {len(lines) - _LINES} more lines"
    after = folded(page, {}, inputs.sites_dir)
    if isinstance(after, Bad):
        yield after
        return
    yield "after:"
    told = list(explain(after, colour))
    yield from (f"  {line}" if line else "" for line in told[:_LINES])
    if len(told) > _LINES:
        yield f"  … {len(told) - _LINES} more lines; `newsfold explain` shows all"


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
