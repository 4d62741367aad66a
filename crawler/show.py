"""A record as readable text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dedupe.versions import changes


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
    yield from carded(record.get("teasers", ()))
    if record.get("folds"):
        yield f"{len(record['folds'])} blocks of its page were folded; --json lists them"


def carded(cards: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The teasers that lead to a record, and what each is known by."""
    for card in cards:
        where = card["page_url"] or card["input_id"]
        said = card["title"] or card["standfirst"] or "(no title)"
        yield f"teaser, by its {card['by']}: {said}"
        yield f"  on {where}" + (f", {card['fetched_at']}" if card["fetched_at"] else "")


def grouped(versions: list[dict[str, Any]]) -> Iterator[str]:
    """The versions of a record, the chosen one first: scores, and what each has otherwise."""
    chosen = versions[0]
    noun = "version" if len(versions) == 1 else "versions"
    yield f"record {chosen['record_id']}: {len(versions)} {noun}"
    for version in versions:
        yield ""
        yield f"{version['relation']}: {version['title'] or '(no title)'}"
        yield f"  {_where(version)}"
        if version is chosen:
            continue
        yield f"  {_evidence(version)}"
        for mark, text in changes(
            [chosen["title"], *chosen["body"]], [version["title"], *version["body"]]
        ):
            yield f"  {mark} {text}"


def _where(version: dict[str, Any]) -> str:
    said = [version["url"] or version["input_id"], version["source"], version["published"]]
    return ", ".join([*filter(None, said), f"{version['words']} words", f"version {version['id']}"])


def _evidence(version: dict[str, Any]) -> str:
    """Why the version and the chosen one are one article."""
    scores = f"bodies {version['similarity']:.2f}, titles {version['titles']:.2f}"
    if version["numbers"]:
        scores += f", numbers of one body only: {' '.join(version['numbers'][:8])}"
    if version["relation"] == "same":
        return f"one article by its address or id ({version['key']}); {scores}"
    what = "another text of the same outlet" if version["relation"] == "version" else "other outlet"
    return f"{what}; {scores}"
