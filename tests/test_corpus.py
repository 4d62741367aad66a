"""A corpus grouped at once: the same groups compiled and plain, whatever the file holds."""

from __future__ import annotations

import io
import json
import random
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from making import words

from dedupe import corpus
from dedupe.corpus import group_file, write_groups
from dedupe.near import ALIKE, KEPT, components, form, groups, judge
from dedupe.text import jaccard, shingles

pytestmark = pytest.mark.usefixtures("compiled")
KERNELS = ["plain", "compiled"]


def written(path: Path, texts: list[str]) -> Path:
    rows = [{"id": str(n), "n": {"a": [1, "}"]}, "body": text} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def groups_of(path: Path, **wanted: object) -> list[int]:
    ids, groups = group_file(path, **wanted)  # type: ignore[arg-type]
    assert len(ids) == len(groups)
    return list(groups.tolist())


@pytest.fixture(params=KERNELS)
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NEWSFOLD_KERNEL", request.param)
    return str(request.param)


def test_groups_are_what_is_connected_by_true_similarity(kernel: str, tmp_path: Path) -> None:
    draw = random.Random(1)
    texts = []
    for cluster in range(30):
        base = words(cluster, 120, "arabic")
        for _ in range(draw.randint(1, 4)):
            cut = draw.randint(90, 120)
            texts.append(" ".join(base[:cut]) + "\n" + " ".join(words(draw.random(), 4)))
    draw.shuffle(texts)
    found = groups_of(written(tmp_path / "a.jsonl", texts))
    sets = [shingles(text) for text in texts]
    wanted = list(range(len(texts)))
    for a in range(len(texts)):
        for b in range(a):
            if jaccard(sets[a], sets[b]) >= ALIKE:
                low, high = sorted((wanted[a], wanted[b]))
                wanted = [low if n == high else n for n in wanted]
    assert found == wanted


def test_bad_and_odd_lines_lose_no_neighbour(kernel: str, tmp_path: Path) -> None:
    text = " ".join(words(1, 60))
    lines = [
        json.dumps({"id": "a", "body": text}).encode(),
        b'{"id": "b", "body": "cut off',
        b"",
        b"[1]",
        b'{"id": "c", "body": "\xff"}',
        json.dumps({"body": [text[:200], text[200:]]}).encode(),
        json.dumps({"id": 7, "body": None}).encode(),
        json.dumps({"id": "d", "body": "\ud800 …"}).encode(),
        json.dumps({"id": "e", "body": "word"}).encode(),
        json.dumps({"id": "f", "body": "again " * 50_000}).encode(),
        json.dumps({"id": "g", "body": text}).encode(),
    ]
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\n".join(lines))
    said: list[int] = []
    ids, groups = group_file(path, complain=lambda line, reason: said.append(line))
    assert said == [2, 4, 5]
    assert list(ids) == ["a", "6", "7", "d", "e", "f", "g"]
    assert groups.tolist() == [0, 0, 2, 3, 4, 5, 0]


def test_escapes_are_read_as_a_parser_reads_them(kernel: str, tmp_path: Path) -> None:
    text = ' one \\ "two"\n three\tfour / 5\r ' + " ".join(words(3, 30))
    path = tmp_path / "escaped.jsonl"
    rows = [json.dumps({"id": "a", "body": text}), json.dumps({"body": text, "id": "b"})]
    rows.append('{ "id" : "c" , "body":"' + text.replace("\\", " ").replace('"', " ") + '"}')
    rows[2] = rows[2].replace("\n", "\\u000a").replace("\t", " ").replace("\r", " ")
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8")
    assert groups_of(path) == [0, 0, 0]


def test_many_copies_of_one_text_stay_linear(tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "body": " ".join(words(1, 60))}) + "\n"
    path = tmp_path / "copies.jsonl"
    path.write_text(line * 100_000, encoding="utf-8")
    assert set(groups_of(path)) == {0}


def pattern(draw: random.Random) -> list[tuple[str, str]]:
    """Articles of one pattern: edits of one text, and others that only look like it."""
    base = words(draw.random(), draw.choice((12, 38, 60, 90)), "arabic")
    title = words(draw.random(), 5, "arabic")
    out = []
    for _ in range(draw.randint(1, 6)):
        head, body = list(title), list(base)
        for _ in range(draw.randint(0, 2)):
            name = words(draw.random(), 1, "arabic")
            number = str(draw.randint(1, 3))
            change = draw.choice(("name", "number", "figures", "headline", "cut", "untitled"))
            if change == "name":
                head += name
                body[2:2] = name
            elif change == "number":
                head.append(number)
            elif change == "figures":
                body[4:4] = [str(draw.randint(10, 20)) for _ in range(4)]
            elif change == "headline":
                head[draw.randrange(5) :] = words(draw.random(), 2, "arabic")
            elif change == "cut":
                body = body[: -len(body) // 8]
            else:
                head = []
        out.append((" ".join(head), " ".join(body)))
    return out


def test_pairs_are_judged_as_a_database_judges_them(kernel: str, tmp_path: Path) -> None:
    draw = random.Random(2)
    rows = [row for _ in range(60) for row in pattern(draw)]
    draw.shuffle(rows)
    path = tmp_path / "judged.jsonl"
    lines = [{"title": title, "body": body, "id": str(n)} for n, (title, body) in enumerate(rows)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    forms = [form(title, [body]) for title, body in rows]
    links, refused = [], 0
    for a in range(len(rows)):
        for b in range(a):
            one, other = forms[a], forms[b]
            assert one is not None
            assert other is not None
            if judge(one, other) is not None or rows[a] == rows[b]:
                links.append((a, b))
            else:
                refused += jaccard(one.shingles, other.shingles) >= ALIKE
    assert refused > 50

    def like_first(first: int, member: int) -> bool:
        one, other = forms[first], forms[member]
        assert one is not None
        assert other is not None
        return rows[first] == rows[member] or judge(one, other, KEPT) is not None

    wanted = list(range(len(rows)))
    chained = 0
    for some in components(list(wanted), links):
        parts = groups(some, like_first, lambda: links)
        chained += len(parts) > 1
        for part in parts:
            for n in part:
                wanted[n] = part[0]
    assert chained > 2
    assert groups_of(path) == wanted


def test_bodies_that_only_a_parser_reads_are_judged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(3)
    rows = [row for _ in range(60) for row in pattern(draw)]
    draw.shuffle(rows)
    path = tmp_path / "parsed.jsonl"
    lines = [
        {"title": title, "body": [body, None] if draw.random() < 0.5 else body}
        for title, body in rows
    ]
    path.write_text("".join(json.dumps(line) + "\n\n" for line in lines), encoding="utf-8")
    found = []
    for name in KERNELS:
        monkeypatch.setenv("NEWSFOLD_KERNEL", name)
        found.append(groups_of(path))
    assert found[0] == found[1]


def test_a_chain_is_taken_apart(kernel: str, tmp_path: Path) -> None:
    # Each text shares most of its words with its neighbours, and less with those further on.
    flow = words(5, 400, "arabic")
    texts = [" ".join(flow[at : at + 100]) for at in range(0, 300, 20)]
    known = [form("", [text]) for text in texts]
    assert all(a and b and judge(a, b) for a, b in pairwise(known))
    found = groups_of(written(tmp_path / "chain.jsonl", texts))
    # To 40 words on, 60 of 140 are shared: 0.42; to 60 words on 0.24.
    assert found == [n - n % 3 for n in range(len(texts))]
    # Whoever stands first leads; the last comes to lead those that the chain leaves behind.
    turned = groups_of(written(tmp_path / "turned.jsonl", [*texts[7:], *texts[:7]]))
    assert max(turned.count(n) for n in turned) == 5
    assert turned[:3] == [0, 0, 0]


def test_one_body_under_many_headlines_stays_linear(tmp_path: Path) -> None:
    body = " ".join(words(1, 60))
    rows = [{"id": str(n), "title": f"bulletin {n}", "body": body} for n in range(5_000)]
    path = tmp_path / "bulletins.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert groups_of(path) == list(range(5_000))


def test_no_file_and_no_text(kernel: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert group_file(empty)[1].dtype == np.int64
    assert groups_of(empty) == []
    assert groups_of(written(tmp_path / "none.jsonl", ["", "", "…"])) == [0, 1, 2]


def test_groups_are_written_a_line_a_text(kernel: str, tmp_path: Path) -> None:
    names = ["a", "ب\u0301", "", "tab\tand\nbreak\r", "\ud800 half", "x" * 300, "7"]
    rows = [{"id": id_, "body": " ".join(words(n % 2, 60))} for n, id_ in enumerate(names)]
    rows += [{"id": f"more {n}", "body": " ".join(words(n, 60))} for n in range(2, 20)]
    path = tmp_path / "named.jsonl"
    lines = [json.dumps(row, ensure_ascii=n % 2 == 1) for n, row in enumerate(rows)]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    ids, groups = group_file(path)
    assert list(ids) == [row["id"] for row in rows]
    assert (ids[-1], ids[1:3], len(ids)) == ("more 19", names[1:3], len(rows))
    out = io.BytesIO()
    write_groups(ids, groups, out)
    flat = [re.sub(r"[\t\n\r]", " ", row["id"]) for row in rows]
    wanted = [f"{id_}\t{group}" for id_, group in zip(flat, groups.tolist(), strict=True)]
    assert out.getvalue().decode("utf-8", "surrogatepass").split("\n") == [*wanted, ""]
    assert groups.tolist() == [n % 2 if n < 7 else n for n in range(len(rows))]
    parts = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "_WRITTEN", 4)
        write_groups(ids, groups, parts)
    assert parts.getvalue() == out.getvalue()
