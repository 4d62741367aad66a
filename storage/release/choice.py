"""What goes into a release: which rows, in which form; and the errors of making one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_DAY = re.compile(r"\d{4}(-\d{2}){0,2}$")


class ReleaseError(Exception):
    """What is wrong with a release, or with what was asked of one, and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows of a release; every condition that is given has to hold."""

    since: str = ""
    """First day, ISO 8601: of publication, or of the visit where no publication is known."""
    until: str = ""
    """Last day, included."""
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_words: int = 0
    where: str = ""
    """A condition in SQL over the columns of a row and `day`."""
    versions: bool = False
    """All versions, a row each, instead of a row a record."""
    teasers: bool = False
    """Cards for articles that live elsewhere, too."""
    text: bool = True
    rights: str = "respect"
    """`respect` leaves out what was reserved, `report` names it, `ignore` does neither."""
    pii: str = "off"
    """Personal data: `off`, `flag` reports where it is, `mask` puts its kind in its place."""
    regions: tuple[str, ...] = ()
    """Countries, two letters, whose telephone numbers are known without a country code."""


RIGHTS = ("respect", "report", "ignore")
PII = ("off", "flag", "mask")


def check_choice(choice: Choice) -> None:
    """Raise ReleaseError for a choice that nothing can fulfil."""
    for name in ("since", "until"):
        value = getattr(choice, name)
        if value and not _DAY.match(value):
            raise ReleaseError(f"--{name} {value}: a day looks like 2025-03-02, 2025-03 or 2025")
    if choice.since and choice.until and choice.since > choice.until + "~":
        raise ReleaseError(f"--since {choice.since} is after --until {choice.until}")
    if not choice.text and choice.pii != "off":
        raise ReleaseError("--text none leaves out all text, so there is nothing for --pii to find")


def as_settings(choice: Choice) -> dict[str, Any]:
    """The choice as plain data, for `build.json`."""
    said: Mapping[str, Any] = asdict(choice)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def conditions(choice: Choice) -> tuple[str, list[Any]]:
    """The choice as a condition in SQL over `candidate`, with its values."""
    parts: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        parts.append(condition)
        values.extend(given)

    if choice.since:
        add("day >= ?", choice.since)
    if choice.until:
        # `2025-03` as a last day takes in all of March.
        add("day <> '' AND day <= ?", choice.until + "~")
    for column, wanted in (
        ("source", choice.sources),
        ("section", choice.sections),
        ("lang", choice.languages),
    ):
        if wanted:
            add(f"{column} IN ({','.join('?' * len(wanted))})", *wanted)
    if choice.min_words:
        add("(kind <> 'article' OR words >= ?)", choice.min_words)
    if choice.where:
        # On a line of its own, so that a comment in it ends where it ends.
        add(f"({choice.where}\n)")
    return " AND ".join(parts) or "1", values


def size_category(rows: int) -> str:
    """The hub's name for a number of rows.

    >>> size_category(999), size_category(1000), size_category(2_000_000)
    ('n<1K', '1K<n<10K', '1M<n<10M')
    """
    names: Sequence[str] = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")
    last = ""
    for power, name in enumerate(names):
        if rows < 10 ** (power + 3):
            return f"{last}<n<{name}" if last else f"n<{name}"
        last = name
    return "n>1T"
