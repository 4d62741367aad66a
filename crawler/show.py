"""A record as readable text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def readable(record: dict[str, Any]) -> str:
    """Title, fields, body, captions, then its versions and where they were seen."""
    return "\n".join([*_fields(record), "", *_text(record), *_versions(record)])


def _fields(record: dict[str, Any]) -> Iterator[str]:
    yield record["title"] or "(no title)"
    names = "id url source lang authors agency dateline section published modified fetched_at"
    for name in names.split():
        value = record.get(name)
        if value:
            yield f"  {name}: {', '.join(value) if isinstance(value, list) else value}"


def _text(record: dict[str, Any]) -> Iterator[str]:
    if record["standfirst"]:
        yield from (record["standfirst"], "")
    for paragraph in record["body"]:
        yield from (paragraph, "")
    for caption in record["captions"]:
        credit = f" [{caption['credit']}]" if caption["credit"] else ""
        yield f"caption: {caption['text']}{credit}"


def _versions(record: dict[str, Any]) -> Iterator[str]:
    for version in record.get("versions", ()):
        score = version.get("similarity")
        said = "" if score is None else f" ({score:.2f})"
        yield f"version {version['id']}: {version['relation']}{said}"
        for seen in version["sightings"]:
            where = seen["url"] or seen["input_id"]
            yield f"  seen at {where}" + (f", {seen['fetched_at']}" if seen["fetched_at"] else "")
    if record.get("folds"):
        yield f"{len(record['folds'])} blocks of its page were folded; --json lists them"
