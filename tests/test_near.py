"""Which articles become one record: the verdict on pairs, the chain guard, and any order."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import page_of, prose, words

from dedupe import scheme, sketch
from dedupe.canonical import ORDERS, Candidate, Policy, choose, rank
from dedupe.model import Article, FoldedPage
from dedupe.near import ALIKE, TITLED, Form, components, contradiction, form, groups, judge
from dedupe.text import jaccard, shingles, tokens
from storage.store import Store

BODY = prose(1)


@pytest.fixture(scope="session")
def empty_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("near") / "empty.db"
    Store(path).close()
    return path


@pytest.fixture
def store(empty_db: Path, tmp_path: Path) -> Any:
    with Store(shutil.copy(empty_db, tmp_path / "news.db")) as opened:
        yield opened


def formed(title: str, *body: str) -> Form:
    found = form(title, body)
    assert found is not None
    return found


# --- signatures -------------------------------------------------------------------------------


def test_signatures_are_those_of_datasketch() -> None:
    from datasketch import MinHash

    texts = [" ".join(words(n, size)) for n, size in enumerate([0, 1, 2, 3, 4, 300, 0, 3000, 17])]
    hashes, counts = sketch.shingle_hashes(texts)
    found = sketch.signatures(texts)
    assert found.dtype == np.uint32
    assert found.shape == (len(texts), scheme.PERMUTATIONS)
    at = 0
    for signature, count in zip(found, counts, strict=True):
        theirs = MinHash(num_perm=128, scheme="affine32", seed=1, hashfunc=int)
        theirs.update_batch(hashes[at : at + count])
        at += count
        assert (theirs.hashvalues == signature).all()


def test_the_shingle_hash_is_the_documented_one() -> None:
    units = ["abc", "def", "x", "كلمه"]
    everything = (1 << 64) - 1

    def documented(run: list[str]) -> int:
        value = 0
        for token, weight in zip(run, scheme.WEIGHTS, strict=False):
            places = enumerate(reversed(token))
            value += weight * sum(ord(char) * scheme.BASE**place for place, char in places)
        value &= everything
        value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD & everything
        value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53 & everything
        return (value ^ value >> 33) >> 32

    texts = [" ".join(run) for run in (units, units[:2], [], units[:1])]
    found, counts = sketch.shingle_hashes(texts)
    runs = [units[:3], units[1:], units[:2], units[:1]]
    assert found.tolist() == [documented(run) for run in runs]
    assert counts.tolist() == [2, 1, 0, 1]


@given(st.lists(st.text("ab ج日1½", max_size=9), max_size=6))
def test_a_signature_does_not_depend_on_its_batch(texts: list[str]) -> None:
    together = sketch.signatures(texts)
    for text, signature in zip(texts, together, strict=True):
        assert (sketch.signatures([text])[0] == signature).all()


def test_signatures_estimate_the_true_similarity() -> None:
    base = words(1, 2000)
    for share in (0.2, 0.5, 0.9):
        other = base[: int(2000 * share)] + words(2, 2000 - int(2000 * share))
        a, b = sketch.signatures([" ".join(base), " ".join(other)])
        true = share * 2000 / (2000 * (2 - share))
        assert abs(float((a == b).mean()) - true) < 0.13


def test_band_keys_meet_where_four_rows_meet() -> None:
    (signature,) = sketch.signatures([" ".join(words(1, 50))])
    other = signature.copy()
    other[::4] += np.uint32(1)
    other[4] -= np.uint32(1)
    keys = sketch.band_keys(np.stack([signature, other]))
    assert (keys[0] == keys[1]).tolist() == [band == 1 for band in range(32)]
    assert keys.min() >= 0
    assert keys.max() < 1 << 48
    # Equal rows in another band are another key.
    same = np.zeros((1, 128), np.uint32)
    assert len(set(sketch.band_keys(same)[0].tolist())) == 32


# --- verdicts ---------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_shingles_of_a_form_are_those_of_the_text(text: str) -> None:
    found = form("", [text])
    assert (len(found.shingles) if found else 0) == len(shingles(text))
    assert (found is None) == (not tokens(text))


def test_an_edited_body_is_alike_and_another_is_not() -> None:
    one = formed("Bridge opens", *BODY)
    longer = formed("Bridge opened", *BODY, "A second lane follows in the spring.")
    assert judge(one, longer) == pytest.approx(78 / 86, abs=0.02)
    assert judge(one, formed("Bridge opens", *prose(2))) is None


def test_a_short_body_needs_a_like_title() -> None:
    notice = "Full text is for members only, log in to read it to the end."
    ferry, mill = formed("Ferry sold to a rival", notice), formed("Mill closes for good", notice)
    assert judge(ferry, mill) is None
    assert judge(ferry, formed("Ferry sold to a rival!", notice)) == 1.0
    assert judge(formed("", notice), formed("", notice)) is None
    # A long notice is not short: it has words enough of its own.
    assert judge(formed("Ferry sold", *BODY), formed("Mill closes", *BODY)) == 1.0


NEAR_TWINS = [
    pytest.param(
        "Relief flight no. 4 lands in Tessaly",
        "Relief flight no. 5 lands in Tessaly",
        " ".join(BODY) + " It is the fourth this week and carried tents.",
        " ".join(BODY) + " It is the fifth this week and carried tents.",
        id="flight numbers",
    ),
    pytest.param(
        "رئيس الجمهورية يهنئ ملك مردانيا بالعيد الوطني",
        "رئيس الجمهورية يهنئ ملك سلوانيا بالعيد الوطني",
        " ".join(prose(5, 80, "arabic")) + " شعب مردانيا الشقيق",
        " ".join(prose(5, 80, "arabic")) + " شعب سلوانيا الشقيق",
        id="telegrams",
    ),
    pytest.param(
        "Weather today",
        "Weather today",
        " ".join(BODY) + " Pell 12 and 7, Orm 14 and 8, Tiss 11 and 3.",
        " ".join(BODY) + " Pell 19 and 9, Orm 21 and 10, Tiss 17 and 6.",
        id="weather",
    ),
    pytest.param(
        "أسعار الذهب: ٣١٠ دنانير", "أسعار الذهب: ٣١٤ دينارا", *[" ".join(BODY)] * 2, id="prices"
    ),
]


@pytest.mark.parametrize(("title_a", "title_b", "body_a", "body_b"), NEAR_TWINS)
def test_near_twins_that_are_different_news_stay_apart(
    title_a: str, title_b: str, body_a: str, body_b: str
) -> None:
    a, b = formed(title_a, body_a), formed(title_b, body_b)
    assert judge(a, b) is None
    assert judge(b, a) is None
    assert contradiction(a, b)
    # It is the contradiction that parts them, not too little likeness.
    assert jaccard(a.shingles, b.shingles) >= ALIKE


@pytest.mark.parametrize(
    ("title_a", "title_b"),
    [
        ("Bridge opens at dawn", "Bridge opened at dawn"),
        ("Bridge opens", "At last, a way over the river"),
        ("Bridge opens: 3 facts", "Bridge opens"),
        ("Bridge opens: 3 facts for 2031", "Bridge opens in 2031"),
        ("الجسر ٣", "الجسر 3"),
    ],
)
def test_a_reworded_headline_contradicts_nothing(title_a: str, title_b: str) -> None:
    a, b = formed(title_a, *BODY), formed(title_b, *BODY, "The bridge opens to all.")
    assert contradiction(a, b) == ""
    assert judge(a, b)


# --- groups -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "other", "one"),
    [
        ("The ferry to Vell sails again", "The ferry to Vell: sails AGAIN!", True),
        ("The ferry to Vell sails again", "The ferry to Vell sails once more", False),
        ("Weather this morning", "Weather this morning", False),
        ("渡し船が再び出る", "渡し船が再び出る", False),
        ("嵐のあと村の渡し船が今朝また出る", "嵐のあと村の渡し船が今朝また出る", True),
        ("", "", False),
    ],
)
def test_a_title_that_names_a_story_makes_up_for_an_edited_body(
    title: str, other: str, one: bool
) -> None:
    said = words(7, 100)
    a = form(title, [" ".join(said)])
    b = form(other, [" ".join([*said[:68], *words(8, 32)])])
    assert a is not None
    assert b is not None
    assert TITLED < jaccard(a.shingles, b.shingles) < ALIKE
    assert (judge(a, b) is not None) == one


def test_one_title_makes_up_for_no_other_numbers_and_no_other_body() -> None:
    said, title = words(7, 100), "The harbour board sets the fish prices"
    a = form(title, [" ".join([*said, "11 12 13"])])
    b = form(title, [" ".join([*said[:80], *words(8, 20), "21 22 23"])])
    c = form(title, [" ".join([*said[:50], *words(8, 50)])])
    assert a is not None
    assert b is not None
    assert c is not None
    assert jaccard(a.shingles, b.shingles) > TITLED > jaccard(a.shingles, c.shingles)
    assert judge(a, b) is judge(a, c) is None


def test_a_chain_breaks_where_its_ends_are_unlike() -> None:
    near = {(1, 2), (1, 3)}
    links = [(1, 2), (2, 3), (3, 4), (4, 5)]
    found = groups([1, 2, 3, 4, 5], lambda a, b: (a, b) in near, lambda: links)
    assert found == [[1, 2, 3], [4], [5]]
    assert components([2, 1, 3], [(1, 3), (3, 9)]) == [[2], [1, 3]]


@given(
    st.permutations(range(8)),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=9),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))),
    st.randoms(),
)
def test_groups_part_the_members_and_hold_none_unlike_the_first(
    members: list[int], links: list[tuple[int, int]], near: set[tuple[int, int]], draw: Any
) -> None:
    like = near.__contains__
    shuffled = [draw.choice([link, link[::-1]]) for link in links]
    draw.shuffle(shuffled)
    seen = []
    for whole in components(members, links):
        found = groups(whole, lambda a, b: like((a, b)), lambda: links)
        seen += [m for group in found for m in group]
        for first, *others in found:
            assert all((first, other) in near for other in others)
            assert all(members.index(first) < members.index(other) for other in others)
        assert groups(whole, lambda a, b: like((a, b)), lambda: shuffled) == found
    assert sorted(seen) == sorted(members)


def test_the_choice_follows_its_order() -> None:
    base = Candidate("b", "2031-05-06", 100)
    worse = [
        replace(base, main=False, published="2030-01-01"),
        replace(base, published="2031-05-06T00:00:01"),
        replace(base, published=""),
        replace(base, published="soon"),
        replace(base, words=99),
        replace(base, id="c"),
    ]
    for other in worse:
        assert choose([other, base]) == choose([base, other]) == base
    assert rank(replace(base, published="2031-05-06T03:00+03:00")) == rank(base)
    assert choose([base, replace(base, published="2031-05-06T01:00+03:00")]) != base


def test_a_policy_turns_the_order() -> None:
    early, late = Candidate("a", "2031-05-01", 10), Candidate("b", "2031-05-02", 9)
    undated = Candidate("c", "", 99, sources=frozenset({"north"}))
    every = [early, late, undated]
    assert choose(every) == early
    assert choose(every, Policy("latest")) == late
    assert choose(every, Policy("longest")) == undated
    assert choose(every, Policy("latest", ("south", "north"))) == undated
    assert choose([late, undated], Policy("earliest", ("south",))) == late


# --- in the store -----------------------------------------------------------------------------


def relations(store: Store) -> dict[str, dict[str, int]]:
    """For each record's title, how many versions stand to it in which relation."""
    found: dict[str, dict[str, int]] = {}
    for row in store.records():
        record = store.record(row["id"])
        assert record is not None
        counts = found.setdefault(record["title"], {})
        for version in record["versions"]:
            counts[version["relation"]] = counts.get(version["relation"], 0) + 1
    return found


def test_a_story_in_two_outlets_is_one_record_with_a_copy_and_a_version(store: Store) -> None:
    edited = (*BODY, "A second lane follows.")
    store.save(page_of("Bridge", BODY, id="1", key="n:1", published="2031-05-01"))
    store.save(page_of("Bridge", edited, id="2", key="n:2", published="2031-05-02"))
    store.save(
        page_of("Way over", BODY, id="3", key="s:1", source="south.example", published="2031-05-03")
    )
    store.save(page_of("Mill", prose(9), id="4", key="n:9"))
    assert relations(store) == {
        "Bridge": {"chosen": 1, "version": 1, "copy": 1},
        "Mill": {"chosen": 1},
    }
    record = store.record("2")
    assert record is not None
    by = {version["relation"]: version["similarity"] for version in record["versions"]}
    assert by["copy"] == 1.0
    assert 0.9 < by["version"] < 1.0
    assert by["chosen"] is None


def test_one_address_is_one_article_whatever_its_words(store: Store) -> None:
    store.save(page_of("Live: vote", prose(1), id="1", key="n:1"))
    assert store.save(page_of("Vote over", prose(2), id="1", key="n:1")).state == "changed"
    assert [sorted(counts) for counts in relations(store).values()] == [["chosen", "same"]]


def test_notices_and_empty_bodies_group_nothing(store: Store) -> None:
    notice = "Full text is for members only, log in to read it to the end."
    for n, title in enumerate(["Ferry sold to a rival", "Mill closes", "Rain ahead", ""]):
        store.save(page_of(title, [notice], id=f"short {n}", key=f"n:{n}"))
    for n in range(3):
        store.save(page_of("Picture of the day", [], id=f"empty {n}", key=f"e:{n}"))
        store.save(page_of("Picture of the day", ["…", " "], id=f"dots {n}", key=f"d:{n}"))
    assert store.stats()["records"] == 10


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("step", [1, 3])
def test_a_bridge_between_two_articles_joins_only_what_is_like_the_first(
    store: Store, order: tuple[int, ...], step: int
) -> None:
    chain = [LONG[:300], LONG[72:372], LONG[144:444]]
    forms = [formed("T", " ".join(body)) for body in chain]
    assert judge(forms[0], forms[1])
    assert judge(forms[1], forms[2])
    assert judge(forms[0], forms[2], 0.4) is None
    days = ["2031-05-01", "2031-05-02", "2031-05-03"]
    pages = [
        page_of("T", [" ".join(body)], id=f"{n}", key=f"n:{n}", published=day)
        for n, (body, day) in enumerate(zip(chain, days, strict=True))
    ]
    for at in range(0, 3, step):
        store.save_many([pages[n] for n in order[at : at + step]])
    sizes = sorted(sum(c.values()) for c in relations(store).values())
    assert store.stats()["records"] == 2, sizes
    first = store.record("0")
    assert first is not None
    assert {s["input_id"] for v in first["versions"] for s in v["sightings"]} == {"0", "1"}


def test_many_copies_of_one_text_stay_linear(store: Store) -> None:
    pages = [page_of("Bridge", BODY, id=f"{n}", key=f"n:{n}") for n in range(600)]
    for at in range(0, 600, 50):
        store.save_many(pages[at : at + 50])
    stats = store.stats()
    assert (stats["records"], stats["relations"]) == (1, {"version": 599})


@pytest.mark.parametrize("kind", ["near copies", "one notice", "one long notice"])
def test_a_text_in_many_pages_is_compared_a_few_times_a_page(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made = {
        "near copies": lambda n: ("Bridge", (*prose(1), " ".join(words(n, 4)))),
        "one notice": lambda n: (" ".join(words(n, 6)), ["Members only, log in to read it."]),
        "one long notice": lambda n: (" ".join(words(n, 6)), BODY),
    }
    calls = []
    monkeypatch.setattr("storage.forms.judge", lambda *args: calls.append(1) or judge(*args))
    pages = [page_of(*made[kind](n), id=f"{n}", key=f"n:{n}") for n in range(200)]
    for at in range(0, 200, 10):
        store.save_many(pages[at : at + 10])
    assert store.stats()["records"] == (200 if kind == "one notice" else 1)
    assert len(calls) < 4 * 200


def test_an_appended_article_gives_way_to_its_own_page(store: Store) -> None:
    appended = Article(title="Mill closes", body=prose(5))
    store.save(page_of("Bridge", BODY, id="1", key="n:1", appended=appended))
    store.save(page_of("Mill closes", prose(5), id="2", key="n:2", url="https://north.example/2"))
    mill = store.record("2")
    assert mill is not None
    assert mill["url"] == "https://north.example/2"
    assert [v["relation"] for v in mill["versions"]] == ["chosen", "version"]
    assert store.stats()["records"] == 2


def test_a_stored_signature_loads_with_datasketch(store: Store, tmp_path: Path) -> None:
    import sqlite3

    from datasketch import MinHash

    store.save(page_of("Bridge", BODY))
    with sqlite3.connect(store.path) as conn:
        ((stored,),) = conn.execute("SELECT signature FROM forms").fetchall()
    conn.close()
    loaded = MinHash(hashvalues=np.frombuffer(stored, "<u4"), scheme="affine32", seed=1)
    hashes, _ = sketch.shingle_hashes(["\n".join(BODY)])
    own = MinHash(num_perm=128, scheme="affine32", seed=1, hashfunc=int)
    own.update_batch(hashes)
    assert loaded.jaccard(own) == 1.0


# --- any order --------------------------------------------------------------------------------

LONG = words(1, 450)
BODIES = [
    [" ".join(LONG[:200])],
    [" ".join(LONG[:200]), "One more line."],
    [" ".join(LONG[40:240])],
    [" ".join(LONG[80:280])],
    [" ".join(LONG[120:320])],
    [" ".join(words(2, 60))],
    ["Members only."],
    [],
]
TITLES = ["Bridge opens", "Bridge opens to all", "Flight 4", "Flight 5"]
URL = "https://north.example/"
APPENDED = Article(title="Bridge opens", body=tuple(BODIES[0]))


@st.composite
def some_pages(draw: st.DrawFn) -> list[FoldedPage]:
    found = []
    for n in range(draw(st.integers(2, 7))):
        body = draw(st.sampled_from(BODIES))
        title = draw(
            st.sampled_from(["Bridge opens", "Bridge opens to all", "Flight 4", "Flight 5"])
        )
        appended = draw(
            st.sampled_from([None, APPENDED, replace(APPENDED, url=f"{URL}2", key="n:2")])
        )
        found.append(
            page_of(
                title,
                body,
                id=draw(st.sampled_from(["one", "two", f"own {n}"])),
                key=draw(st.sampled_from(["", "n:1", "n:2", f"own:{n}"])),
                url=draw(st.sampled_from(["", "https://north.example/1"])),
                source=draw(st.sampled_from(["north.example", "south.example"])),
                published=draw(st.sampled_from(["", "2031-05-01", "2031-05-02"])),
                fetched_at=draw(st.sampled_from(["", "2031-06-01", "2031-06-02"])),
                cards=draw(st.sampled_from([[], ["Card"], ["Other"]])),
                appended=appended,
            )
        )
    # One text in one place says one thing: what is told apart here are orders, not rules.
    return list({(p.page.id, p.page.url, p.page.source, p.page.text): p for p in found}.values())


def outcome_of(path: Path) -> list[Any]:
    with Store(path) as store:
        rows = list(store.records())
        histories = []
        for row in rows:
            record = store.record(row["id"])
            assert record is not None
            for version in record["versions"]:
                seen = {(s["input_id"], s["url"], s["source"]) for s in version.pop("sightings")}
                histories.append((row["id"], sorted(version.items(), key=repr), sorted(seen)))
        return [rows, sorted(histories, key=repr)]


@settings(max_examples=30)
@given(data=st.data())
def test_any_order_in_one_run_or_several_gives_the_same_records(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, empty_db: Path
) -> None:
    pages = data.draw(some_pages())
    order = data.draw(st.sampled_from(ORDERS))
    outlets = data.draw(st.sampled_from([(), ("south.example",)]))
    folder = tmp_path_factory.mktemp("order")
    outcomes = []
    for attempt in range(2):
        path = Path(shutil.copy(empty_db, folder / f"{attempt}.db"))
        shuffled = data.draw(st.permutations(pages))
        cuts = sorted(data.draw(st.lists(st.integers(0, len(pages)), max_size=3)))
        edges = [0, *cuts, len(pages)]
        with Store(path) as store:
            store.set_policy(order, outlets)
        for low, high in pairwise(edges):
            with Store(path) as store:
                store.save_many(shuffled[low:high])
        outcomes.append(outcome_of(path))
    shutil.rmtree(folder)
    assert outcomes[0] == outcomes[1]
