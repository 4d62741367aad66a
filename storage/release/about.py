"""What only people can say of a release: its name, licence, who to write to, how to cite it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from .choice import ReleaseError


@dataclass(frozen=True, slots=True)
class About:
    """The words of whoever hands the dataset over; each has a default that claims nothing."""

    name: str = "news-corpus"
    """Short name, in letters that an address may hold."""
    title: str = "A news corpus"
    description: str = ""
    """A paragraph that stands first in the card."""
    version: str = "1.0.0"
    """MAJOR.MINOR.PATCH."""
    released: str = ""
    """Day of the release; without it, the day of the latest visit stands for it."""
    licence: str = "unknown"
    """An identifier of the hub, such as `cc-by-4.0`; `other` with `licence_name`."""
    licence_name: str = ""
    licence_url: str = ""
    creator: str = ""
    contact: str = ""
    """Address or page for questions and for asking that an article be taken out."""
    url: str = ""
    """Page of the dataset."""
    citation: str = ""
    """BibTeX; made from the other fields where it is not given."""
    personal: str = ""
    """A paragraph on personal data that is added to what the card says."""


def read_about(path: Path | None) -> About:
    """Read the table `[release]` of a TOML file; a wrong key or type is named."""
    if path is None:
        return About()
    try:
        with path.open("rb") as file:
            said = tomllib.load(file)
    except OSError as error:
        raise ReleaseError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: not TOML: {error}") from None
    table = said.get("release")
    if not isinstance(table, dict) or len(said) != 1:
        raise ReleaseError(f"{path}: one table is read here, [release]")
    known = [field.name for field in fields(About)]
    for key, value in table.items():
        if key not in known:
            raise ReleaseError(
                f"{path}: [release] {key}: no such key; known are {', '.join(known)}"
            )
        if not isinstance(value, str):
            raise ReleaseError(f"{path}: [release] {key}: text in quotes, please")
    return About(**table)


def citation_of(about: About, day: str, digest: str) -> str:
    """BibTeX for the release; the digest names the very state of the data."""
    if about.citation:
        return about.citation.strip()
    said = {
        "title": f"{about.title}, version {about.version}",
        "author": about.creator and f"{{{about.creator}}}",
        "year": day[:4],
        "url": about.url,
        "note": f"Made with newsfold; database {digest[:16]}",
    }
    lines = [f"  {key} = {{{value}}}," for key, value in said.items() if value]
    return "\n".join([f"@misc{{{about.name.replace(' ', '-')},", *lines, "}"])
