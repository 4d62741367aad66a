"""Personal data: what is found, what is not, and where it is said to be."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import page_of, prose
from releases import all_rows, export, newsfold

from storage.store import Store

phonenumbers = pytest.importorskip("phonenumbers")

from storage.release.personal import KINDS, finder, is_iban, masked  # noqa: E402

FOUND = [
    (
        "Write to ada.quill+news@post.north.example or call.",
        "e-mail",
        "ada.quill+news@post.north.example",
    ),
    ("اكتب إلى ada@north.example قبل الغد", "e-mail", "ada@north.example"),
    ("Call +44 20 7946 0958 after noon.", "phone", "+44 20 7946 0958"),
    ("اتصل على ‎+216 71 123 456 مساء", "phone", "+216 71 123 456"),
    ("Pay to GB82 WEST 1234 5698 7654 32 by Friday.", "account", "GB82 WEST 1234 5698 7654 32"),
    ("Her card 4111 1111 1111 1111 was copied.", "account", "4111 1111 1111 1111"),
    ("It came from 198.51.100.23, they say.", "ip", "198.51.100.23"),
    ("It came from 2001:db8::8a2e:370:7334 at night.", "ip", "2001:db8::8a2e:370:7334"),
    ("She lives at 14 Old Mill Lane in Tarnholm.", "address", "14 Old Mill Lane"),
    ("Il habite 12 rue de la Paix depuis mai.", "address", "12 rue de la Paix"),
    ("Er wohnt in der Lindenstraße 7 seit Mai.", "address", "Lindenstraße 7"),
    ("يسكن في شارع الحبيب بورقيبة رقم 12 منذ مايو", "address", "شارع الحبيب بورقيبة رقم 12"),
]
NOT_FOUND = [
    "The match ended 3-2 before 45,000 people on 12 March 2025 at 18:30.",
    "Pay to GB82 WEST 1234 5698 7654 33 by Friday.",
    "Article 4111 1111 1111 1112 of the list.",
    "Version 1.2.3.400 of the program costs 1,234,567.89 crowns.",
    "They met on Old Mill Lane, and marched down the rue de la Paix.",
    "@newsroom wrote that @ is a sign.",
    "بلغت الأرباح 12345678901234 دينارا عام ٢٠٢٤",
    "Between 10:30:45 and 11:15:00 the line was down.",
]


@pytest.mark.parametrize(("text", "kind", "part"), FOUND)
def test_what_is_found(text: str, kind: str, part: str) -> None:
    spans = finder()(text)
    assert [(kind_, text[a:b].strip("\u200e")) for a, b, kind_ in spans][:1] == [(kind, part)], (
        spans
    )
    assert len(spans) == 1


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_not(text: str) -> None:
    assert finder()(text) == []


def test_numbers_of_a_country_count_where_it_is_named() -> None:
    text = "Call 71 123 456 in Tunis."
    assert finder()(text) == []
    assert [text[a:b] for a, b, _ in finder(["tn"])(text)] == ["71 123 456"]


@given(st.text(alphabet="ab1 .@+-/:", max_size=60))
def test_spans_are_in_order_apart_and_masks_stand_where_they_are_said_to(text: str) -> None:
    spans = finder()(text)
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    out, moved = masked(text, spans)
    assert [out[a:b] for a, b, _ in moved] == [f"[{kind}]" for _, _, kind in spans]
    assert {kind for *_, kind in spans} <= set(KINDS)
    # What stands between the masks is what stood between the spans.
    edges = [(0, 0), *[(a, b) for a, b, _ in spans], (len(text), len(text))]
    others = [(0, 0), *[(a, b) for a, b, _ in moved], (len(out), len(out))]
    between = [text[a[1] : b[0]] for a, b in pairwise(edges)]
    assert between == [out[a[1] : b[0]] for a, b in pairwise(others)]


def test_an_iban_needs_its_check_digits() -> None:
    good = "TN5910006035183598478831"
    assert is_iban(good)
    assert not any(is_iban(good[:-1] + digit) for digit in "023456789")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    body = ("Write to ada@north.example or call +44 20 7946 0958.", *prose(3))
    page = page_of(
        "Post for ada@north.example", body, id="p", captions=[("By ada@north.example", "")]
    )
    with Store(path) as store:
        store.save(page)
        store.save(page_of("Whole", prose(9), id="q"))
    return path


@pytest.mark.parametrize("how", ["flag", "mask"])
def test_a_release_says_where_it_is(db: Path, tmp_path: Path, how: str) -> None:
    folder = export(db, tmp_path / how, "--pii", how, "--split", "none")
    plain = {row["id"]: row for row in all_rows(export(db, tmp_path / "off", "--split", "none"))}
    rows = {row["input_id"]: row for row in all_rows(folder)}
    row = rows["p"]
    assert rows["q"]["pii"] == []
    assert [(found["field"], found["kind"]) for found in row["pii"]] == [
        ("title", "e-mail"),
        ("body[0]", "e-mail"),
        ("body[0]", "phone"),
        ("captions[0].text", "e-mail"),
    ]
    caption = row["captions"][0]["text"]
    texts = {"title": row["title"], "body[0]": row["body"][0], "captions[0].text": caption}
    shown = [texts[found["field"]][found["start"] : found["end"]] for found in row["pii"]]
    if how == "flag":
        assert shown == ["ada@north.example"] * 2 + ["+44 20 7946 0958", "ada@north.example"]
        assert row["body"] == plain[row["id"]]["body"]
    else:
        assert shown == ["[e-mail]", "[e-mail]", "[phone]", "[e-mail]"]
        assert row["body"][0] == "Write to [e-mail] or call [phone]."
        assert "ada@" not in json.dumps(row["title"] + str(row["body"]) + str(row["captions"]))
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "3 e-mail, 1 phone" in card
    assert newsfold("verify", "--quick", folder).exit_code == 0
    off = (tmp_path / "off/README.md").read_text(encoding="utf-8")
    assert "Nothing was masked in this release" in off


def test_folded_blocks_are_masked_as_well(db: Path, tmp_path: Path) -> None:
    folder = export(db, tmp_path / "mask", "--pii", "mask", "--format", "jsonl")
    everything = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file())
    assert "ada@north.example" not in everything


def test_an_unknown_country_is_refused(db: Path, tmp_path: Path) -> None:
    done = newsfold("export", tmp_path / "x", "--db", db, "--pii", "flag", "--phone-region", "XQ")
    assert done.exit_code == 2
    assert "two letters of a country" in done.output
