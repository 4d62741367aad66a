"""The demo's invented news: stories read from the TOML files, as they stand on a given day."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from dedupe.model import Caption

HERE = Path(__file__).parent
DAYS = (1, 2)
_LEAD = re.compile(r"^(\S[^()]{1,30} \([^()]{2,30}\)) - ")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a body: `paragraph`, `heading`, `item`, or `pull` (a repeated sentence)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story as one outlet prints it."""

    id: str
    story: str
    """Shared by all printings of one story: they end in one record."""
    home: str
    lang: str
    title: str
    card: str
    path: str = ""
    section: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    published: str = ""
    modified: str = ""
    captions: tuple[Caption, ...] = ()
    image_text: str = ""
    """What stands over the first caption, where it is not the same words again."""
    related: tuple[str, ...] = ()
    appended: str = ""
    parts: tuple[Part, ...] = ()


def stories(day: int = 1) -> dict[str, Story]:
    """Every story and card by id, in the order of the files, as printed on `day` (1 or 2)."""
    if day not in DAYS:
        raise ValueError(f"day is {day!r}; the demo has the days 1 and 2")
    found: dict[str, Story] = {}
    for lang in ("ar", "en", "fr", "el"):
        tables = _read(f"news/{lang}.toml")
        for table in [*tables.get("article", ()), *tables.get("card", ())]:
            story = _story(table, lang)
            later = table.get("day2") if day == 2 else None
            found[story.id] = _edited(story, later) if later else story
            if "copy" in table:
                copy = _copy(story, table["copy"])
                found[copy.id] = copy
    return found


def body(story: Story) -> tuple[str, ...]:
    """The texts a record keeps as body: all parts but pull quotes."""
    return tuple(part.text for part in story.parts if part.kind != "pull")


def grouped(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Neighbouring list items together, everything else alone."""
    groups: list[tuple[Part, ...]] = []
    for part in parts:
        if groups and part.kind == "item" == groups[-1][0].kind:
            groups[-1] = (*groups[-1], part)
        else:
            groups.append((part,))
    return groups


def dateline(story: Story) -> str:
    """`HESTEL (Zephyra)`, where the body begins with one; else empty."""
    match = _LEAD.match(story.parts[0].text) if story.parts else None
    return match.group(1) if match else ""


def caption_line(caption: Caption) -> str:
    """A caption as one line, its credit in parentheses."""
    return f"{caption.text} ({caption.credit})" if caption.credit else caption.text


def caption_pair(story: Story) -> tuple[str, str]:
    """The first caption as an outlet prints it twice: over the picture, then under it."""
    line = caption_line(story.captions[0])
    return story.image_text or line, line


def words(lang: str) -> dict[str, Any]:
    """What outlets print around articles in `lang`."""
    found: dict[str, Any] = _read("labels.toml")["words"][lang]
    return found


def outlet(home: str) -> dict[str, Any]:
    """Name, titles, language and time zone of an outlet."""
    found: dict[str, Any] = _read("labels.toml")["outlets"][home]
    return found


def outlet_title(home: str, lang: str) -> str:
    """The outlet's own title in the language of a page."""
    return str(outlet(home)["title"][lang])


def day_line(story: Story) -> str:
    """The day and time of publication as a reader sees them: `12 March 2025 - 06:30`."""
    day, time = story.published[:10], story.published[11:16]
    month = words(story.lang)["months"][int(day[5:7]) - 1]
    return f"{int(day[8:10])} {month} {day[:4]} - {time}"


def by_line(story: Story) -> str:
    """`By Jane Doe`, with every author; empty where nobody signs."""
    if not story.authors:
        return ""
    own = words(story.lang)
    return str(own["by"]) + str(own["and"]).join(story.authors)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _story(table: dict[str, Any], lang: str) -> Story:
    home = table["home"]
    return Story(
        id=table["id"],
        story=table["id"],
        home=home,
        lang=lang,
        title=table["title"],
        card=table.get("card") or table.get("standfirst", ""),
        path=_path(home, lang, table),
        section=table["section"],
        standfirst=table.get("standfirst", ""),
        authors=tuple(table.get("authors", ())),
        agency=table.get("agency", ""),
        place=table["place"],
        published=table.get("published", ""),
        captions=_captions(table),
        image_text=table.get("image_text", ""),
        related=tuple(table.get("related", ())),
        appended=table.get("appended", ""),
        parts=_parts(table.get("body", "")),
    )


def _path(home: str, lang: str, table: dict[str, Any]) -> str:
    if home == "lighthouse":
        return f"/node/{table['number']}"
    return f"/{lang}/story/{table['slug']}" if home == "courier" else ""


def _captions(table: dict[str, Any]) -> tuple[Caption, ...]:
    return tuple(Caption(entry["text"], entry["credit"]) for entry in table["captions"])


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for chunk in text.strip().split("\n\n"):
        for line in filter(None, chunk.split("\n")):
            kind = {"##": "heading", "- ": "item", "> ": "pull"}.get(line[:2], "paragraph")
            parts.append(Part(kind, line if kind == "paragraph" else line.lstrip("#->").strip()))
    return tuple(parts)


def _edited(story: Story, later: dict[str, Any]) -> Story:
    """The story on the second day: what the outlet changed, and what it shows beside it."""
    changes: dict[str, Any] = {key: later[key] for key in ("title", "modified") if key in later}
    if "related" in later:
        changes["related"] = tuple(later["related"])
    if "paragraph" in later:
        added = Part("paragraph", later["paragraph"])
        at = later["after"]
        changes["parts"] = (*story.parts[:at], added, *story.parts[at:])
    return replace(story, **changes)


def _copy(story: Story, table: dict[str, Any]) -> Story:
    """The same agency text in another outlet, with that outlet's small edits."""
    parts = [part for place, part in enumerate(story.parts) if place not in table["without"]]
    for old, new in table["edits"]:
        parts = [replace(part, text=part.text.replace(old, new)) for part in parts]
    home = table["home"]
    return replace(
        story,
        id=f"{story.id}-{home}",
        home=home,
        path=_path(home, story.lang, table),
        section=table["section"],
        title=table["title"],
        standfirst=table["standfirst"],
        published=table["published"],
        image_text=table["image_text"],
        captions=_captions(table),
        related=tuple(table["related"]),
        parts=tuple(parts),
    )
