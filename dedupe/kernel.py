"""Texts to tokens, shingles and signatures, in batches: compiled where that pays, else in numpy.

Both ways give the same numbers, bit for bit. `NEWSFOLD_KERNEL=plain` keeps to numpy,
`NEWSFOLD_KERNEL=compiled` does not wait.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np

from . import codepoints, forms, plain, words
from .plain import I64, U8, U32, U64
from .scheme import PERMUTATIONS, SEED
from .spans import with_bare
from .text import normal, tokens

PAYS = 60_000_000
"""Bytes that a process does in numpy before it loads numba, with the compiled kernel at hand.
Loading takes 1.3 CPU seconds, and numpy 0.02 seconds a million bytes longer: whoever has paid in
waiting what loading costs is probably not done yet, and never pays more than twice."""

PAYS_TO_COMPILE = 300_000_000
"""The same where it has to be compiled first, which takes 6 CPU seconds."""

FILE_PAYS = 20_000_000
"""Bytes of a file from which on it is read and grouped by the compiled kernel, where that is at
hand: without it, it takes 0.07 seconds a million bytes longer."""

FILE_PAYS_TO_COMPILE = 100_000_000
"""The same where it has to be compiled first."""

SMALL = 64_000
"""Bytes of a call up to which it does not count: a crawl, which asks for one article at a time, may
run for hours, and would gain less than the 110 MB are worth that the kernel takes."""

_log = logging.getLogger("newsfold")


@dataclass(frozen=True, slots=True)
class Units:
    """The tokens of many texts in a row."""

    hashes: U64
    kinds: U8
    """What each token is: `scheme.WORD`, `NUMBER` or `LETTER`."""
    starts: I64
    """Where each text's tokens begin, and at last the number of all: `int64[n+1]`."""


def units(texts: Sequence[str]) -> Units:
    """The tokens of `texts`; lone surrogates are space."""
    if _compiled(sum(map(len, texts))) is None:
        return Units(*words.units(texts))
    return units_of(*plain.in_a_row(texts))


def normals(texts: Sequence[str]) -> list[str]:
    """`text.normal` of each of `texts`."""
    found = _spelled(texts, apart=False, marked=False)
    if found is not None:
        return found
    pairs = zip(forms.normals(texts), texts, strict=True)
    return [normal(text) if said is None else said for said, text in pairs]


def indexed(texts: Sequence[str]) -> list[str]:
    """The tokens of each of `texts`, joined by spaces, `spans.with_bare`."""
    found = _spelled(texts, apart=True, marked=True)
    if found is not None:
        return found
    pairs = zip(forms.normals(texts), texts, strict=True)
    return [with_bare(" ".join(tokens(text)) if said is None else said) for said, text in pairs]


def _spelled(texts: Sequence[str], apart: bool, marked: bool) -> list[str] | None:
    """The texts in normal form by the compiled kernel; None where it is not loaded.

    These calls do not count to its loading: the same texts are asked for their tokens as well, and
    a crawl, which does that for one at a time, indexes dozens together.
    """
    if _compiled(0) is None:
        return None
    data, offsets = plain.in_a_row(texts)
    from . import compiled_normal as fast

    starts = np.empty(len(offsets), np.int64)
    room = 2 * len(data) + 64
    count = -1
    while count < 0:
        table, pool = codepoints.entries()
        out = np.empty(room, np.uint8)
        count = fast.spelled(data, offsets, table, pool, apart, marked, out, starts)
        if count == fast.FULL:
            room *= 2
        elif count < 0:
            codepoints.fill(-1 - count)
    edges = starts.tolist()
    return [str(out[a:b].data, "utf-8") for a, b in pairwise(edges)]


def units_of(data: U8, offsets: I64) -> Units:
    """The tokens of the texts that stand in a row in `data`, as UTF-8, from `offsets[i]` to
    `offsets[i + 1]`. Raises UnicodeDecodeError, or makes nonsense, where it is not UTF-8."""
    data = data.view()
    # The same kind of array always, or numba would compile it twice.
    data.flags.writeable = False
    fast = _compiled(len(data))
    if fast is None:
        return Units(*plain.units(data, offsets))
    room = codepoints.TOKENS_PER_BYTE * len(data) + 1
    hashes, kinds = np.empty(room, np.uint64), np.empty(room, np.uint8)
    starts = np.empty(len(offsets), np.int64)
    pairs = codepoints.pairs()
    count = -1
    while count < 0:
        table, pool = codepoints.entries()
        count = fast.units(data, offsets, table, pool, pairs, hashes, kinds, starts)
        if count < 0:
            codepoints.fill(-1 - count)
    # Forms are kept, and with a part of an array all of it.
    return Units(hashes[:count].copy(), kinds[:count].copy(), starts)


def shingled(hashes: U64, starts: I64) -> tuple[U32, I64]:
    """Shingle hashes of all texts in a row, in text order and with repeats, and how many belong
    to each text; from token hashes and where each text's begin, `int64[n+1]`."""
    fast = _compiled(0)
    if fast is None:
        return plain.shingled(hashes, starts)
    out = np.empty(len(hashes), np.uint32)
    counts = np.empty(len(starts) - 1, np.int64)
    return out[: fast.shingled(hashes, starts, out, counts)], counts


def permuted(hashes: U32, counts: I64) -> U32:
    """Signatures `uint32[n, 128]`; text `i` owns the next `counts[i]` of the shingle hashes, and
    one without any has all ones."""
    fast = _compiled(0)
    factors, offsets = permutations()
    if fast is None:
        return plain.permuted(hashes, counts, factors, offsets)
    out = np.empty((len(counts), PERMUTATIONS), np.uint32)
    fast.permuted(hashes, counts, factors, offsets, out)
    return out


def distinct(runs: U32) -> U32:
    """Shingle hashes in order, each once."""
    # Three times as fast as `np.unique`, which is made for many more.
    found = np.sort(runs)
    first = np.ones(len(found), np.bool_)
    first[1:] = found[1:] != found[:-1]
    once: U32 = found[first]
    return once


def common(a: U32, b: U32) -> int:
    """How many numbers two arrays of `distinct` have in common."""
    fast = _compiled(0)
    if fast is None:
        return len(np.intersect1d(a, b, assume_unique=True))
    return int(fast.common(a, b))


def sums(runs: U32, counts: I64) -> U64:
    """A hash of each text's shingles, whatever their order: `uint64[n]`, 0 for a text without."""
    out = np.zeros(len(counts), np.uint64)
    fast = _compiled(0)
    if fast is None:
        return plain.sums(runs, counts)
    fast.sums(runs, counts, out)
    return out


@cache
def permutations() -> tuple[U32, U32]:
    """The odd factors and the offsets that datasketch draws for this seed."""
    draw = np.random.RandomState(SEED)
    half = draw.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32)
    offsets = draw.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)
    return half * np.uint32(2) + np.uint32(1), offsets


_done = 0
_loaded: ModuleType | None = None


def _compiled(size: int) -> ModuleType | None:
    """The compiled kernel, if it is there and pays by now; `size` more bytes are to be done."""
    global _done, _loaded
    wish = os.environ.get("NEWSFOLD_KERNEL", "")
    if wish == "plain":
        return None
    if _loaded is None:
        _done += size if size > SMALL else 0
        if wish == "compiled" or (_done > PAYS and _pays()):
            _loaded = load()
    return _loaded


def pays(size: int) -> bool:
    """Whether the compiled kernel is worth its loading for a file of `size` bytes."""
    wish = os.environ.get("NEWSFOLD_KERNEL", "")
    if wish or not can_compile():
        return wish == "compiled"
    return _loaded is not None or size > (FILE_PAYS if compiled_files() else FILE_PAYS_TO_COMPILE)


def _pays() -> bool:
    return can_compile() and (_done > PAYS_TO_COMPILE or compiled_files() != [])


@cache
def can_compile() -> bool:
    """Whether numba is there."""
    return find_spec("numba") is not None


def load() -> ModuleType:
    """The compiled kernel, compiled first where that has not been done on this machine."""
    global _loaded
    if not can_compile():
        raise ModuleNotFoundError(
            "numba is not installed; `pip install 'newsfold[fast]'` brings it, and without it "
            "newsfold does the same in numpy"
        )
    if _loaded is None and not compiled_files():
        _log.warning(
            "compiling the near-duplicate kernel for this machine, once; it takes some seconds "
            "(`newsfold warm-up` does it ahead)"
        )
        for path in _kept():
            # numba asks only whether the file changed that a function stands in, and not those
            # that it takes others or numbers from.
            with suppress(OSError):
                path.unlink()
    from . import compiled

    _loaded = compiled
    return compiled


@dataclass(frozen=True, slots=True)
class Compiled:
    """The compiled modules, for a whole file of JSON lines."""

    lines: ModuleType
    packed: ModuleType
    verdict: ModuleType


def load_all() -> Compiled:
    """All that is compiled."""
    load()
    from . import compiled_lines, compiled_packed, compiled_verdict

    return Compiled(compiled_lines, compiled_packed, compiled_verdict)


def compiled_files() -> list[Path]:
    """What numba keeps of the kernel as it stands, without loading numba."""
    here = Path(__file__).parent
    others = (here / name for name in ("near.py", "scheme.py", "codepoints.py"))
    changed = max(path.stat().st_mtime for path in (*here.glob("compiled*.py"), *others))
    return [path for path in _kept() if path.stat().st_mtime >= changed]


def _kept() -> list[Path]:
    folders = [Path(__file__).parent / "__pycache__"]
    if "NUMBA_CACHE_DIR" in os.environ:
        folders.append(Path(os.environ["NUMBA_CACHE_DIR"]))
    folders.append(Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "numba")
    return [path for folder in folders for path in folder.rglob("compiled*.*-*.nbi")]


def warm_up() -> None:
    """Compile all of the kernel, or load what is compiled: group a file that needs all of it."""
    from .corpus import group_file, write_groups

    wish = os.environ.get("NEWSFOLD_KERNEL")
    os.environ["NEWSFOLD_KERNEL"] = "compiled"
    try:
        load()
        found = units(["a b c d"])
        runs, counts = shingled(found.hashes, found.starts)
        permuted(runs, counts)
        common(distinct(runs), distinct(runs))
        normals(["a b c d"])
        with TemporaryDirectory() as folder:
            path = Path(folder) / "lines.jsonl"
            path.write_text(_TRIAL, encoding="utf-8")
            write_groups(*group_file(path), BytesIO())
    finally:
        if wish is None:
            del os.environ["NEWSFOLD_KERNEL"]
        else:
            os.environ["NEWSFOLD_KERNEL"] = wish


_TRIAL = "".join(
    f'{{"title": "{name} of the port said so", "body": "{name} {" ".join(map(str, range(60)))}"}}\n'
    for name in ("keeper", "pilot")
)
"""Two texts of one pattern: whether they are one, only the words of their bodies tell."""
