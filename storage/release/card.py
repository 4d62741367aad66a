"""`README.md`: the dataset card, with the fields of the hub and the figures of this very corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dedupe.model import REASONS

from .about import About
from .choice import Choice, size_category
from .columns import Column
from .figures import Figures
from .front import front_matter
from .shards import Shard
from .splits import NAMES, Split

_LISTED = 20
"""Outlets, sections or languages that a table of the card names; the rest is one line."""

NOT_OURS = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """All that the card and its companions speak of."""

    about: About
    choice: Choice
    split: Split
    format: str
    columns: tuple[Column, ...]
    shards: tuple[Shard, ...]
    figures: Figures
    left_out: Mapping[str, int]
    divided: Mapping[str, int]
    removed: int
    found: Mapping[str, int]
    """Personal data that was found, by kind."""
    citation: str
    day: str
    digest: str
    version: str
    """Of newsfold."""
    command: str


def card(said: Said) -> str:
    """The whole card: YAML between two lines of dashes, then Markdown."""
    parts = [
        f"# {said.about.title}",
        description(said),
        _loading(said),
        _fields(said),
        _splits(said),
        _content(said),
        _making(said),
        _limits(said),
        _personal(said),
        _rights(said),
        _checking(said),
        _citing(said),
    ]
    return f"{front_matter(card_data(said))}\n" + "\n\n".join(map(_flowing, parts)) + "\n"


def _flowing(part: str) -> str:
    """A part with each paragraph on a line; tables, lists and code stay as they are."""
    out, code = [], False
    for block in part.strip().split("\n\n"):
        kept = code or block.startswith(("|", "#", "- ", "```"))
        code ^= block.count("```") % 2 == 1
        out.append(block if kept else " ".join(block.split()))
    return "\n\n".join(out)


def card_data(said: Said) -> dict[str, Any]:
    """The fields between the dashes, as the hub documents them."""
    about, figures = said.about, said.figures
    languages = [code for code in figures.languages if code]
    data: dict[str, Any] = {"pretty_name": about.title, "language": languages}
    data["license"] = about.licence
    if about.licence == "other":
        data["license_name"] = about.licence_name or "other"
        data["license_link"] = about.licence_url or "README.md"
    data |= {
        "annotations_creators": ["no-annotation"],
        "language_creators": ["found"],
        "multilinguality": ["multilingual" if len(languages) > 1 else "monolingual"],
        "size_categories": [size_category(figures.rows)],
        "source_datasets": ["original"],
        "task_categories": ["text-generation"],
        "tags": ["news", "newsfold"],
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": split, "path": f"data/{split}-*.{said.format}"}
                    for split in splits_of(said.shards)
                ],
                "default": True,
            }
        ],
        "dataset_info": _info(said),
    }
    return {key: value for key, value in data.items() if value != []}


def splits_of(shards: Iterable[Shard]) -> list[str]:
    """Names of the splits that have rows, in their order."""
    found = {shard.split for shard in shards}
    return [name for name in NAMES if name in found]


def _info(said: Said) -> dict[str, Any]:
    splits = [
        {
            "name": name,
            "num_bytes": sum(s.raw_bytes for s in said.shards if s.split == name),
            "num_examples": sum(s.rows for s in said.shards if s.split == name),
        }
        for name in splits_of(said.shards)
    ]
    return {
        "config_name": "default",
        "features": [feature(column, said.format) for column in said.columns],
        "splits": splits,
        "download_size": sum(shard.bytes for shard in said.shards),
        "dataset_size": sum(split["num_bytes"] for split in splits),
    }


_DTYPES = {"string": "string", "int": "int64", "float": "float64"}


def feature(column: Column, format: str) -> dict[str, Any]:
    """A column as `datasets` names it; a list in CSV is a cell of JSON."""
    if format == "csv":
        return {"name": column.name, "dtype": _DTYPES.get(column.type, "string")}
    if column.parts:
        parts = [{"name": name, "dtype": _DTYPES[kind]} for name, kind in column.parts]
        return {"name": column.name, "list": parts}
    if column.type == "strings":
        return {"name": column.name, "list": "string"}
    return {"name": column.name, "dtype": _DTYPES[column.type]}


def description(said: Said) -> str:
    """What it is, in a paragraph; Croissant and the data package say the same."""
    figures = said.figures
    what = f"{_n(figures.articles, 'version' if said.choice.versions else 'record')}"
    cards = f" and {_n(figures.teasers, 'card')}" if figures.teasers else ""
    days = f" of {figures.first_day} to {figures.last_day}" if figures.first_day else ""
    outlets = _n(len(figures.sources), "outlet")
    text = (
        f"{what}{cards} of news{days} from {outlets}, {figures.words:,} words. Each record is one "
        "article, folded by newsfold from all pages that showed it: repeats, buttons, cards for "
        "other articles and furniture of the sites are taken out, and each with its reason."
    )
    if not said.choice.text:
        text += " This release holds ids, addresses and hashes, and no text."
    return f"{said.about.description.strip()}\n\n{text}".strip()


def _loading(said: Said) -> str:
    reader = {"parquet": "read_parquet", "jsonl": "read_json", "csv": "read_csv"}[said.format]
    shard = said.shards[0]
    pandas = {
        "parquet": f'pandas.read_parquet("{shard.path}")',
        "jsonl": f'pandas.read_json("{shard.path}", lines=True, dtype=False, convert_dates=False)',
        "csv": f'pandas.read_csv("{shard.path}", keep_default_na=False)',
    }[said.format]
    duck = {"parquet": "read_parquet", "jsonl": "read_json", "csv": "read_csv"}[said.format]
    assert reader
    text = f"""
## Loading

In the folder of this file; each of these lines is run by newsfold's tests.

```python
import datasets, os
corpus = datasets.load_dataset(os.getcwd())

import pandas
rows = {pandas}

import duckdb
count = duckdb.sql("SELECT count(*) FROM {duck}('data/*.{said.format}')").fetchall()

import mlcroissant
records = mlcroissant.Dataset("croissant.json").records("{shard.split}")
```
"""
    if said.format == "jsonl":
        text += """
`datasets` takes days in JSON for times, and reads `2025-03-02` as `2025-03-02 00:00:00`; the file
says the day.
"""
    if said.format == "csv":
        text += """
Lists are JSON in their cells. A cell that a spreadsheet would take for a formula begins with an
apostrophe that is not part of the text: `cell[1:] if cell.startswith("'") else cell` takes it away.
"""
    return text


def _fields(said: Said) -> str:
    kinds = {"strings": "list of strings", "objects": "list of objects"}
    rows = [(f"`{c.name}`", kinds.get(c.type, c.type), c.says) for c in said.columns]
    return (
        "## Columns\n\n"
        + table(("column", "type", "what it is"), rows)
        + "\n\nText that is missing is an empty string, a list that is missing an empty one. "
        "`schema.json` holds the same."
    )


_HOW = {
    "none": "All rows are in one split.",
    "group": "A group is drawn into a split by its id, so that it stays there in later releases.",
    "time": "A group goes by the day of its earliest row: what is told again later is no news of "
    "the later days. Rows without a day are in the first split.",
    "outlet": "Outlets are held out: a group goes to `test` where one of its rows is of an outlet "
    "that is.",
}


def _splits(said: Said) -> str:
    rows = [
        (
            f"`{name}`",
            _c(sum(s.rows for s in said.shards if s.split == name)),
            str(sum(s.split == name for s in said.shards)),
        )
        for name in splits_of(said.shards)
    ]
    split = said.split
    how = _HOW[split.by]
    if split.days:
        how += f" Boundaries: {', '.join(split.days)}."
    if split.outlets:
        how += f" Held out: {', '.join(split.outlets)}."
    if split.by in ("group", "outlet") and not split.outlets:
        how += f" Shares in per cent: {'/'.join(map(str, split.shares))}."
    if said.divided.get("contested"):
        how += f" {_n(said.divided['contested'], 'group')} would have belonged to two splits."
    if said.divided.get("undated"):
        how += f" {_n(said.divided['undated'], 'group')} bore no day."
    return f"""
## Splits

{table(("split", "rows", "files"), rows)}

{how} Rows that are alike are one group, and no group is divided: versions and copies of an
article, bodies with a true Jaccard similarity of 0.6 or more over runs of three words whatever
their headlines, and cards with the article that they lead to. There are
{_n(said.divided["groups"], "group")}. `newsfold verify` proves it again from the files.
"""


def _content(said: Said) -> str:
    figures = said.figures
    parts = ["## What is in it"]
    for label, counts in (
        ("language", figures.languages),
        ("outlet", figures.sources),
        ("section", figures.sections),
    ):
        parts.append(table((label, "rows"), _counts(counts)))
    missing = [f"{field} {_c(count)}" for field, count in figures.missing.items() if count]
    if missing and figures.articles:
        parts.append(
            f"Of {_c(figures.articles)} articles, so many lack a field: {', '.join(missing)}."
        )
    return "\n\n".join(parts)


def _making(said: Said) -> str:
    figures = said.figures
    brought = " and ".join(f"{_n(n, 'page')} by `{name}`" for name, n in figures.brought.items())
    rows = [
        (f"`{name}`", _c(count), REASONS.get(name, "")) for name, count in figures.reasons.items()
    ]
    folded = ", ".join(f"{_c(count)} `{name}`" for name, count in figures.relations.items())
    return f"""
## How it was made

Pages were crawled by newsfold, which obeys robots.txt, or read from dumps that existed. Each page
was parted into blocks, and each block landed in an article, in a card for another article, or in a
fold with its reason. Articles that are alike were grouped, and the best version of each group
stands for it. This release was read of {_n(figures.pages, "page")} with
{_n(figures.blocks, "block")}, {brought}; of the versions behind its records, {folded}.
{_n(figures.folds, "block")} were folded:

{table(("reason", "blocks", "what it is"), rows)}

`provenance.{said.format}` holds each of them with its page, its place, its reason, the
block that it folds into and the similarity. Made with newsfold {said.version} by

```sh
{said.command}
```

from the database with the digest `{said.digest}`. The same database and command give the same
`SHA256SUMS`.
"""


def _limits(said: Said) -> str:
    limits = [
        "Folding is done by rules. Some furniture stays, and some text is folded that a person "
        "would have kept; `provenance` is there to look it up.",
        "Languages, bylines and dates are read by rules and may be wrong.",
        "News says what its outlets chose to say. What is not reported, or not crawled, is not "
        "here, and outlets are not represented evenly.",
        "Similarity is measured on words: a translation or a retelling in other words is not a "
        "near-duplicate here and may stand in another split.",
    ]
    if said.choice.min_words or said.choice.where or said.choice.since or said.choice.until:
        limits.append("The rows were chosen; `build.json` says how.")
    return "## Limits\n\n" + "\n".join(f"- {limit}" for limit in limits)


def _personal(said: Said) -> str:
    choice, about = said.choice, said.about
    found = ", ".join(f"{_c(count)} {kind}" for kind, count in said.found.items()) or "none"
    looked = (
        "E-mail addresses, telephone numbers, account numbers, postal and network addresses were "
        "looked for by rules"
    )
    what = (
        "News names people. "
        + {
            "off": "Nothing was masked in this release: no e-mail address, telephone number or "
            "account number was looked for.",
            "flag": f"{looked}, and the column `pii` says where: {found}. The text is as it was.",
            "mask": f"{looked} and replaced by their kind: {found}. The column `pii` says where. "
            "Rules miss some, and names were not touched.",
        }[choice.pii if choice.text else "off"]
    )
    if not choice.text:
        what = "This release holds no text. Addresses of pages may hold names."
    asked = f" Write to {about.contact}." if about.contact else ""
    removed = (
        f" {_n(said.removed, 'article')} taken out so far; `removals.jsonl` has their ids, so that "
        "you can take them out of earlier releases."
        if said.removed
        else " None was taken out so far; `removals.jsonl` will have the ids."
    )
    return f"""
## Personal data

{what} {about.personal.strip()}

Whoever wants an article taken out of the next release may ask for it.{asked}{removed}
"""


def _rights(said: Said) -> str:
    about = said.about
    licence = {
        NOT_OURS: "No licence is given with this release.",
        "other": f"Licence: {about.licence_name} {about.licence_url}".rstrip() + ".",
    }.get(about.licence, f"Licence: {about.licence} {about.licence_url}".rstrip() + ".")
    left = {k: v for k, v in said.left_out.items() if k != "rows"}
    policy = {
        "respect": "Rows whose page carried a reservation when it was fetched are left out: "
        + (
            f"{_c(said.left_out['rows'])} rows ("
            + ", ".join(f"{name} {_c(count)}" for name, count in left.items())
            + ")."
            if said.left_out
            else "there were none."
        ),
        "report": "The column `rights` says what a page reserved when it was fetched: "
        + (", ".join(f"{k} {_c(v)}" for k, v in said.figures.rights.items()) or "none did")
        + ".",
        "ignore": "What pages reserved was not looked at.",
    }[said.choice.rights]
    return f"""
## Rights

{licence} The articles belong to those who wrote and published them; whoever uses them needs a
ground in law or a permission. {policy} Pages that were read from dumps say nothing of rights.
"""


def _checking(said: Said) -> str:
    return """
## Checking

```sh
sha256sum --check SHA256SUMS
newsfold verify .
```

The second one also counts rows, compares this card, `schema.json`, `datapackage.json` and
`croissant.json` with the data, and looks for rows that are alike in two splits.
`newsfold diff OLD .` says what changed since another release.
"""


def _citing(said: Said) -> str:
    about = said.about
    contact = f"\n\nContact: {about.contact}" if about.contact else ""
    return f"## Citation\n\n```bibtex\n{said.citation}\n```{contact}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; a bar in a cell is written so that it stays one."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in line) + " |"
        for line in lines
    )


def _counts(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    items = list(counts.items())
    rows = [(name or "(none)", _c(count)) for name, count in items[:_LISTED]]
    rest = items[_LISTED:]
    if rest:
        rows.append((f"{len(rest)} more", _c(sum(count for _, count in rest))))
    return rows


def _c(count: int) -> str:
    return f"{count:,}"


def _n(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
