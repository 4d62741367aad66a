"""Finding profiles: by name, by address, in the built-in folder and the user's own."""

from __future__ import annotations

import atexit
import dataclasses
import difflib
import os
import re
import shutil
import tempfile
import zipfile
from functools import cache, lru_cache
from pathlib import Path

from crawler.profile import (
    DEFAULT,
    Crawl,
    Example,
    FoldWords,
    PageRules,
    Rights,
    Site,
    SiteError,
    host_of,
    parse_site,
)
from dedupe.record import digest_of
from dedupe.rules import Rules, rules

__all__ = [
    "Crawl",
    "Example",
    "FoldWords",
    "PageRules",
    "Rights",
    "Site",
    "SiteError",
    "covers",
    "host_of",
    "load_site",
    "parse_site",
    "rules_of",
    "site_for",
    "sites",
    "twinless",
]


def _built_in() -> Path:
    """The folder of built-in profiles; out of a zipped egg, as scrapyd runs it, it is unpacked."""
    folder = Path(__file__).parent / "sites"
    if folder.is_dir():
        return folder
    unpacked = Path(tempfile.mkdtemp(prefix="newsfold-sites-"))
    atexit.register(shutil.rmtree, unpacked, ignore_errors=True)
    with zipfile.ZipFile(__loader__.archive) as egg:  # type: ignore[name-defined]
        for name in egg.namelist():
            if name.startswith("crawler/sites/") and name.endswith(".toml"):
                (unpacked / Path(name).name).write_bytes(egg.read(name))
    return unpacked


BUILT_IN = _built_in()


def load_site(name: str, folder: str | os.PathLike[str] | None = None) -> Site:
    """The profile called `name`: its name, its file's name or one of its domains.

    `folder`, else the environment's NEWSFOLD_SITES, holds the user's own profiles; they win over
    built-in ones of the same name. A missing or wrong profile raises SiteError.
    """
    wanted = name.strip().lower()
    files = _files(folder)
    if wanted in files:
        return _read(files[wanted], files[DEFAULT])
    known = sites(folder)
    for site in known:
        if wanted == site.name or wanted in site.domains:
            return site
    for site in known:
        if wanted and covers(site, wanted):
            return site
    names = [site.name for site in known]
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise SiteError(f"there is no site {name!r}.{hint} Sites that exist: {', '.join(names)}")


def sites(folder: str | os.PathLike[str] | None = None) -> tuple[Site, ...]:
    """All profiles, users' own in place of built-in ones of the same name, sorted by name."""
    found: dict[str, Site] = {}
    files = _files(folder)
    for stem, path in files.items():
        if stem != DEFAULT:
            site = _read(path, files[DEFAULT])
            found[site.name] = site
    return tuple(found[name] for name in sorted(found))


def site_for(url: str, folder: str | os.PathLike[str] | None = None) -> Site:
    """The profile that covers `url`; else the default one, named after the host."""
    own = folder or os.environ.get("NEWSFOLD_SITES") or None
    return _site_for_host(host_of(url), os.fspath(own) if own else None)


@lru_cache(maxsize=4096)
def _site_for_host(host: str, folder: str | None) -> Site:
    # Kept for the life of the process: a dump asks this for every one of its pages.
    bare = twinless(host)
    if host and _may_be_named(bare, folder):
        ranked = [(covers(site, host), site) for site in _known(folder)]
        best = max(ranked, key=lambda pair: pair[0], default=(0, None))
        if best[0] and best[1] is not None:
            return best[1]
    return dataclasses.replace(_default(folder), name=bare, domains=(bare,) if bare else ())


def _may_be_named(bare: str, folder: str | None) -> bool:
    """Whether a profile may name a host, or a domain that it is in, by what stands in its file.

    Most dumps are of hosts without a profile, and to read all of them takes longer than 200 pages.
    The user's own are read whatever they name, so that what is wrong with one is said.
    """
    if folder is not None or "xn--" in bare:
        return True
    labels = bare.partition(":")[0].split(".")
    domains = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    return any(map(_built_in_texts().__contains__, [*domains, f"*.{labels[-1]}"]))


@cache
def _built_in_texts() -> str:
    return "\n".join(path.read_text("utf-8") for path in BUILT_IN.glob("*.toml"))


@lru_cache(maxsize=16)
def _known(folder: str | None) -> tuple[Site, ...]:
    """All profiles, read once: a dump may have a host for each page."""
    return sites(folder)


@lru_cache(maxsize=16)
def _default(folder: str | None) -> Site:
    path = _files(folder)[DEFAULT]
    return _read(path, path)


_TWIN = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


@lru_cache(maxsize=4096)
def twinless(host: str) -> str:
    """`host` without the first label of a twin: `www.`, `m.`, `mobile.`, `amp.`."""
    return _TWIN.sub("", host)


def covers(site: Site, host: str) -> int:
    """How closely `site` names `host`: 0 not at all, more for a longer domain, exact ones first."""
    bare = twinless(host)
    best = 0
    for domain in site.domains:
        if host == domain or bare == twinless(domain):
            best = max(best, 1000 + len(domain))
        elif domain.startswith("*.") and (bare == domain[2:] or bare.endswith(domain[1:])):
            best = max(best, len(domain))
    return best


def fingerprint(folder: str | os.PathLike[str] | None = None) -> str:
    """Hash of all profiles: another one where any of them changed."""
    found = sorted(_files(folder).items())
    parts = [part for stem, path in found for part in (stem.encode(), path.read_bytes())]
    return digest_of(*parts)


def _files(folder: str | os.PathLike[str] | None) -> dict[str, Path]:
    own = folder or os.environ.get("NEWSFOLD_SITES") or None
    found = {path.stem.lower(): path for path in sorted(BUILT_IN.glob("*.toml"))}
    if own is not None:
        if not Path(own).is_dir():
            raise SiteError(f"folder of site profiles {str(own)!r} does not exist or is no folder")
        found |= {path.stem.lower(): path for path in sorted(Path(own).glob("*.toml"))}
    return found


def _read(path: Path, default: Path) -> Site:
    try:
        stamps = path.stat().st_mtime_ns, default.stat().st_mtime_ns
    except OSError as error:
        raise SiteError(f"{path}: cannot be read: {error.strerror}") from None
    base = None if path == default else _parse_cached(str(default), stamps[1], None)
    return _parse_cached(str(path), stamps[0], base)


@lru_cache(maxsize=1024)
def _parse_cached(path: str, _stamp: int, base: Site | None) -> Site:
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise SiteError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SiteError(f"{path}: is not UTF-8; save it as UTF-8") from None
    return parse_site(text, path, base)


def rules_of(site: Site) -> Rules:
    """The words of `site` in the form that folding takes."""
    words = site.fold
    return rules(
        markers=words.markers,
        list_headings=words.list_headings,
        sections=words.sections,
        boilerplate=words.boilerplate,
        names=(site.title, site.name),
    )
