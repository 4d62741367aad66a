"""JSON lines read: compiled as a full parser reads them, whatever stands in them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from making import words

from dedupe import kernel, lines
from dedupe.lines import Names, Sketches, sketches

pytestmark = pytest.mark.usefixtures("compiled")


def read(path: Path, fast: bool) -> tuple[list[Sketches], list[int]]:
    said: list[int] = []
    found = [
        replace(some, packed=some.packed.copy())
        for some in sketches(
            path,
            Names(),
            lambda line, reason: said.append(line),
            kernel.load_all() if fast else None,
        )
    ]
    return found, said


def same_both_ways(data: bytes, path: Path) -> list[str]:
    """Ids of the lines, after comparing all that both readers know."""
    path.write_bytes(data)
    (compiled, said), (plain, also_said) = read(path, True), read(path, False)
    assert said == also_said
    for one, other in zip(compiled, plain, strict=True):
        for own in fields(Sketches):
            a, b = getattr(one, own.name), getattr(other, own.name)
            if own.name == "ids":
                assert list(a) == list(b)
            elif own.name == "counts":
                assert a[:, 0].tolist() == b[:, 0].tolist()
            elif own.name != "packed":
                assert a.tolist() == b.tolist(), own.name
    return [id_ for some in compiled for id_ in some.ids]


TEXTS = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["a b c d", "\ud83d\ude00 x", "1 2 3", "\u0661 \u0644\u0627", '"\\/', "\x00\x1f", "東京", "½"]
)
SINGLE = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    SINGLE, lambda own: st.lists(own, max_size=3) | st.dictionaries(TEXTS, own, max_size=3)
)
OBJECTS = st.dictionaries(
    st.sampled_from(["id", "title", "body", "tags", "b\u0000"]) | TEXTS, VALUES, max_size=5
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file for all examples: pytest takes longer to make a folder than we to read a line."""
    return tmp_path_factory.mktemp("lines") / "a.jsonl"


@settings(max_examples=150)
@given(
    st.lists(st.tuples(OBJECTS, st.booleans(), st.sampled_from([None, 1])), max_size=4),
    st.sampled_from(["\n", "\r\n", "\n \t\n", "\n\n"]),
)
def test_any_object_is_read_as_a_parser_reads_it(
    file: Path,
    rows: list[tuple[dict[str, Any], bool, int | None]],
    between: str,
) -> None:
    said = [
        json.dumps(row, ensure_ascii=escaped, indent=indent).replace("\n", "\t")
        for row, escaped, indent in rows
    ]
    data = between.join(said).encode("utf-8", "surrogatepass")
    same_both_ways(data, file)


LINE = '{"id": "a\u0644", "n": [1.5e3, {"x": null}], "title": "t \\u0644", "body": "b \\n € c"}\n'


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 3))))
@example([(0, b"\xef\xbb\xbf", 0)])
@example([(8, b"\xed\xa0\x80", 0)])
@example([(8, b"\xc0\xaf", 0)])
@example([(8, b"\xf4\x90\x80\x80", 0)])
@example([(8, b"\\", 0)])
@example([(0, b"\r", 0)])
@example([(0, b"\r ", 0), (10, b"\\", 0)])
def test_what_is_broken_is_refused_alike(file: Path, changes: list[tuple[int, bytes, int]]) -> None:
    data = bytearray(LINE.encode() * 3)
    for place, what, over in changes:
        at = place % len(data)
        data[at : at + over] = what
    same_both_ways(bytes(data), file)


@pytest.mark.parametrize(
    "line",
    [
        '{"body": "a", "n": 01}',
        '{"body": "a", "n": -}',
        '{"body": "a", "n": 1.}',
        '{"body": "a", "n": 1e}',
        '{"body": "a", "n": NaN}',
        '{"body": "a", "n": nul}',
        '{"body": "a", "n": ' + "9" * 5000 + "}",
        '{"body": "a", "n": ' + "[" * 500 + "]" * 500 + "}",
        '{"body": "a", "n": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"body": "a", "n": [1,]}',
        '{"body": "a", "n": {"x"}}',
        '{"body": "a", "n": {"x": 1, }}',
        '{"body": "a", "n": [}',
        '{"body": "a",}',
        '{"body": "a"} x',
        '{"body": "a" "n": 1}',
        '{"body": "a", "body": "b"}',
        '{"b\\u006fdy": "a"}',
        '{"body": ["a", "b", []]}',
        '{"body": [], "title": ["x", "y"], "id": -0}',
        '{"id": 1e2, "body": "\\ud83d\\ud83d\\ude00 \\ude00"}',
        '{"id": "\\/\\u0041", "body": "\\x"}',
        '{"id": "\\/\\u0041", "body": "\\u00g0"}',
        '{"id": -12, "body": null}',
        '{"id": 1234567890123456789012, "body": false}',
        '{"id": null, "body": 12}',
        '{"id": ["a"], "body": {"a": 1}}',
        "{}",
        "[]",
        "\x0b",
        "\x00",
    ],
)
def test_odd_lines_are_read_as_a_parser_reads_them(line: str, tmp_path: Path) -> None:
    data = f'{{"id": "before", "body": "x"}}\n{line}\n{{"body": "y", "id": "after"}}'
    ids = same_both_ways(data.encode(), tmp_path / "a.jsonl")
    assert (ids[0], ids[-1]) == ("before", "after")


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "compiled"])
def test_chunks_part_no_line(fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": str(n), "body": " ".join(words(n, 5 + n % 90))} for n in range(300)]
    rows[150]["body"] *= 200
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (whole,), _ = read(path, fast)
    monkeypatch.setattr(lines, "CHUNK", 1000)
    parts, _ = read(path, fast)
    assert len(parts) > 50
    for own in fields(Sketches):
        every = [getattr(part, own.name) for part in parts]
        if own.name == "ids":
            assert [id_ for ids in every for id_ in ids] == list(whole.ids)
        else:
            assert (np.concatenate(every) == getattr(whole, own.name)).all(), own.name
    begins = whole.begins.tolist()
    with open(path, "rb") as file:
        assert [body for _, body in lines.texts_at(file, begins, Names())] == [
            row["body"] for row in rows
        ]
