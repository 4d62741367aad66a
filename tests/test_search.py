"""Records are found by their words however they are spelled, and the index is never behind."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from making import page_of, prose

from crawler.cli import main
from crawler.passages import marks, passage, pieces
from dedupe.query import DEPTH, WORDS, Query, Word, parse, wanted
from dedupe.spans import BARE, find, stripped, token_spans, with_bare
from dedupe.text import normal, tokens
from storage.prepare import prepare
from storage.search import FORM, Filters
from storage.store import Store

TEXTS = {
    "hamza": "وصلت أوكرانيا إلى اتفاق مع إيطاليا وآسيا، ومسؤول في هيئة النفط",
    "tashkeel": "قال المُدَرِّسُ إنّ الكِتَابَ مُفِيدٌ",
    "tatweel": "الجمهوريــــة العربيـة",
    "yeh": "مستشفى الهدى في مصرى القديمة",
    "heh": "مدرسة المنارة الثانوية",
    "digits": "ارتفع السعر ٤٢ في المئة سنة ٢٠٢٤",
    "prefixes": "والقوات بالميناء للسفن كالجبال فالبحر الفرقة",
    "plain": "قوات ميناء سفن جبال بحر فرقة",
    "cities": "بسوسة ولبنان بطاقة",
    "persian": "گفتگوی کابل یک ساعت",
    "latin": "Le café de l'Élysée: «ÜBER Straße» COVID-19 co-op",
    "chinese": "港口今天恢复运营",
    "hindi": "हिन्दी समाचार",
    "dots": "قالت وكالة (أ.ف.ب) أمس",
}

CASES = [
    ("اوكرانيا", {"hamza"}),
    ("أوكرانيا", {"hamza"}),
    ("ايطاليا", {"hamza"}),
    ("اسيا", {"hamza"}),
    ("واسيا", {"hamza"}),
    ("هييه", {"hamza"}),
    ("مسؤول", {"hamza"}),
    ("النفط", {"hamza"}),
    ("نفط", {"hamza"}),
    ("مدرس", {"tashkeel"}),
    ("المدرس", {"tashkeel"}),
    ("مدرّس", {"tashkeel"}),
    ("الكتاب", {"tashkeel"}),
    ("كتاب", {"tashkeel"}),
    ("مفيد", {"tashkeel"}),
    ("الجمهورية", {"tatweel"}),
    ("جمهوريه", {"tatweel"}),
    ("العربية", {"tatweel"}),
    ("الـعـربـيـة", {"tatweel"}),
    ("مستشفي", {"yeh"}),
    ("مستشفى", {"yeh"}),
    ("مصري", {"yeh"}),
    ("مدرسه", {"heh"}),
    ("مدرسة", {"heh"}),
    ("المناره", {"heh"}),
    ("42", {"digits"}),
    ("٤٢", {"digits"}),
    ("۴۲", {"digits"}),
    ("2024", {"digits"}),
    ("قوات", {"prefixes", "plain"}),
    ("القوات", {"prefixes", "plain"}),
    ("بالقوات", {"prefixes", "plain"}),
    ("ميناء", {"prefixes", "plain"}),
    ("سفن", {"prefixes", "plain"}),
    ("للسفن", {"prefixes", "plain"}),
    ("جبال", {"prefixes", "plain"}),
    ("البحر", {"prefixes", "plain"}),
    ("وللفرقة", {"prefixes", "plain"}),
    ("سوسة", {"cities"}),
    ("بسوسه", {"cities"}),
    ("لبنان", {"cities"}),
    ("ولبنان", {"cities"}),
    ('"سوسة"', set()),
    ("طاقة", {"cities"}),  # the price of prefixes: بطاقة
    ('"قوات ميناء"', {"plain"}),
    ('"والقوات بالميناء"', {"prefixes"}),
    ('"القوات"', set()),
    ("«قوات ميناء»", {"plain"}),
    ("“قوات ميناء”", {"plain"}),
    ("قوا*", {"prefixes", "plain"}),
    ("جمهور*", {"tatweel"}),
    ('"مدرسة المنا"*', {"heh"}),
    ("کابل", {"persian"}),
    ("كابل", {"persian"}),
    ("cafe", {"latin"}),
    ("CAFÉ elysee", {"latin"}),
    ("strasse", {"latin"}),
    ("uber", {"latin"}),
    ("covid-19", {"latin"}),
    ("covid 19", {"latin"}),
    ("coop", set()),
    ("恢复", {"chinese"}),
    ("复恢", set()),
    ("हिन्दी", {"hindi"}),
    ("(أ.ف.ب)", {"dots"}),
    ("أ.ف.ب", {"dots"}),
    ("قوات AND الفرقة", {"prefixes", "plain"}),
    ('قوات NOT "والقوات"', {"plain"}),
    ("مدرسة OR كابل", {"heh", "persian"}),
    ("(مدرسة OR كابل) NOT ساعت", {"heh"}),
    ("مدرسة كابل", set()),
    ("مدرسة OR كابل ساعت", {"heh", "persian"}),
    ("NOT كابل مدرسة", {"heh"}),
    ("'; DROP TABLE search; --", set()),
    ("title:cafe", set()),
    ("cafe^2", set()),
    ("NEAR(cafe elysee)", set()),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "news.db"
    with Store(path) as store:
        store.save_many(
            [
                page_of(f"{name} title {nth}", (text,), id=name)
                for nth, (name, text) in enumerate(TEXTS.items())
            ]
        )
    return path


def names(store: Store, query: str, filters: Filters = Filters()) -> set[str]:  # noqa: B008
    hits = store.search(query, filters, 100)
    assert hits.total == len(hits.versions)
    return {store.chosen(version)["input_id"] for version, _ in hits.versions}


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_query_finds(db: Path, query: str, expected: set[str]) -> None:
    with Store(db, readonly=True) as store:
        assert names(store, query) == expected


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_was_found_is_marked(db: Path, query: str, expected: set[str]) -> None:
    words = wanted(parse(query).tree)
    for name in expected:
        assert find(TEXTS[name], words), name


def test_a_title_outweighs_a_body(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("Storm", ("A harbour, the harbour.", *prose(4)), id="body"))
        store.save(page_of("Harbour", prose(3), id="title"))
        store.save_many([page_of(f"Calm {n}", prose(n), id=str(n)) for n in range(5, 9)])
        found = [store.chosen(n)["input_id"] for n, _ in store.search("harbour").versions]
        assert found == ["title", "body"]
        scores = [score for _, score in store.search("harbour").versions]
        assert scores == sorted(scores, reverse=True)


def test_filters(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        for nth, (source, lang, day) in enumerate(
            [("a.example", "en", "2024-05-01T23:00:00+03:00"), ("b.example", "ar", "2024-06-01")]
        ):
            page = page_of(
                f"tide {nth}", prose(nth), id=str(nth), source=source, lang=lang, published=day
            )
            store.save(
                replace(page, articles=tuple(replace(a, section=source) for a in page.articles))
            )
        store.save(page_of("tide 2", prose(7), id="2", source="c.example"))
        assert names(store, "tide") == {"0", "1", "2"}
        assert names(store, "tide", Filters(source="A.example")) == {"0"}
        assert names(store, "tide", Filters(section="b.example")) == {"1"}
        assert names(store, "tide", Filters(lang="en")) == {"0", "2"}
        assert names(store, "tide", Filters(since="2024-05-01")) == {"0", "1"}
        assert names(store, "tide", Filters(since="2024-05-02")) == {"1"}
        assert names(store, "tide", Filters(until="2024-05-01")) == {"0"}
        assert names(store, "tide", Filters(source="a.example", lang="ar")) == set()


def test_pages_of_hits_follow_each_other(db: Path) -> None:
    with Store(db, readonly=True) as store:
        whole = store.search("title", limit=100)
        assert whole.total == len(TEXTS)
        parts = [store.search("title", limit=5, offset=at).versions for at in (0, 5, 10)]
        assert tuple(hit for part in parts for hit in part) == whole.versions


def test_of_too_many_hits_the_latest_are_ranked(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(db, readonly=True) as store:
        whole = store.search("title", limit=100)
        assert not whole.more
        monkeypatch.setattr("storage.search.RANKED", 4)
        hits = store.search("title", limit=100)
        assert (hits.total, hits.more) == (4, True)
        assert {n for n, _ in hits.versions} == set(sorted(n for n, _ in whole.versions)[-4:])
    assert "more than 4 found" in invoke("title", "--limit", "2", "--db", str(db))[1]


def rows(store: Store) -> set[int]:
    return {n for (n,) in store._conn.execute("SELECT version FROM searched")}


def standing(store: Store) -> set[int]:
    return {n for (n,) in store._conn.execute("SELECT version FROM records")}


def check(store: Store) -> None:
    """The index holds just what stands for a record, and is whole."""
    assert rows(store) == standing(store)
    assert store.waiting() == 0
    found = store._conn.execute("SELECT rowid FROM search WHERE search MATCH 'shared'")
    assert {n for (n,) in found} == standing(store)


def test_the_index_follows_what_is_saved_and_folded_again(tmp_path: Path) -> None:
    body = prose(1)
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("shared one", body, id="late", key="k", published="2024-05-02"))
        check(store)
        late = rows(store)
        # An earlier version takes the place of the later one.
        store.save(page_of("shared first", body, id="early", key="k", published="2024-05-01"))
        check(store)
        assert rows(store).isdisjoint(late)
        assert names(store, "first") == {"early"}
        assert names(store, "one") == set()
        # Folding again takes back what it said, and its number is free for another.
        page = page_of("shared third", prose(2), id="early", key="k", published="2024-05-01")
        text = store.folded(store.search("first") and next(iter(store.page_ids())))
        assert text is not None
        for id_ in list(store.page_ids()):
            folded = store.folded(id_)
            assert folded is not None
            (article,) = folded.articles
            store.refold([replace(folded, articles=(replace(article, title="shared anew"),))])
            check(store)
        assert names(store, "first") == names(store, "one") == set()
        assert len(names(store, "anew")) == len(standing(store))
        store.save(replace(page, page=replace(page.page, id="other")))
        check(store)


def test_what_is_deleted_by_other_means_goes_with_the_next_change(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("shared secret", prose(1), id="a"))
        store.save(page_of("shared other", prose(2), id="b"))
        conn = sqlite3.connect(tmp_path / "news.db")
        (n,) = conn.execute("SELECT n FROM versions WHERE title = 'shared secret'").fetchone()
        for statement in (
            "UPDATE articles SET record = NULL WHERE n IN (SELECT article FROM versions WHERE n=?)",
            "DELETE FROM records WHERE version = ?",
            "DELETE FROM sightings WHERE version = ?",
            "DELETE FROM versions WHERE n = ?",
        ):
            conn.execute(statement, (n,))
        conn.commit()
        conn.close()
        store.save(page_of("shared third", prose(3), id="c"))
        check(store)
        assert names(store, "secret") == set()


def test_a_failed_save_leaves_the_index_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("shared one", prose(1), id="a"))
        good, bad = page_of("shared two", prose(2), id="b"), page_of("x", prose(3), id="c")
        with pytest.raises(ValueError, match="exactly once"):
            store.save_many([good, replace(bad, folds=())])
        check(store)
        assert names(store, "two") == set()


def test_pages_that_a_crawl_saves_one_by_one_are_indexed_together(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store(path) as store:
        for n in range(3):
            store.save(page_of(f"shared {n}", prose(n), id=str(n)), index=False)
        assert (store.waiting(), names(store, "shared")) == (3, set())
    # As after a kill: whoever comes next sees to it, a search that asks first or one that writes.
    done = CliRunner().invoke(main, ["search", "shared", "--db", str(path)])
    assert "3 found" in done.stdout
    with Store(path) as store:
        store.save(page_of("shared 3", prose(3), id="3"), index=False)
        store.save(page_of("shared 4", prose(4), id="4"))
        check(store)
        assert len(names(store, "shared")) == 5


def test_batches_of_a_dump_are_indexed_when_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.store.AT_ONCE", 3)
    pages = [prepare(page_of(f"shared {n}", prose(n), id=str(n))) for n in range(4)]
    with Store(tmp_path / "news.db") as store:
        run = store.start_run("clean")
        waited = []
        for page in pages:
            store.save_batch([page])
            waited.append(store.waiting())
        assert waited == [1, 2, 0, 1]
        store.finish_run(run, {})
        assert (store.waiting(), len(names(store, "shared"))) == (0, 4)
        check(store)


@given(st.lists(st.text("وفبكلاتيهنذ xسمع", min_size=1, max_size=9)))
def test_words_are_indexed_with_their_prefixes_and_without(some: list[str]) -> None:
    words = " ".join(some).split()
    alone = [stripped(word) for word in words]
    marked = [BARE + short for short, word in zip(alone, words, strict=True) if short != word]
    assert with_bare(" ".join(words)) == " ".join([*words, *marked])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as it was before there was an index: five records wait."""
    path = tmp_path / "old.db"
    with Store(path) as store:
        store.save_many([page_of(f"shared {n}", prose(n), id=str(n)) for n in range(5)])
        with store.writing() as conn:
            conn.execute("DELETE FROM settings WHERE name = 'search.form'")
        conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
        conn.execute("DELETE FROM searched")
        conn.execute("DELETE FROM settings WHERE name = 'search.form'")
        assert store.waiting() == 5
    return path


def test_an_older_database_is_indexed_by_the_first_search(old: Path) -> None:
    done = CliRunner().invoke(main, ["search", "shared", "--db", str(old)])
    assert done.exit_code == 0, done.output
    assert "5 of 5 records" in done.stderr
    assert "5 found" in done.stdout
    with Store(old) as store:
        check(store)


def test_an_older_database_is_indexed_piece_by_piece(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.search.catch_up.__defaults__", (2,))
    with Store(old) as store:
        assert [store.catch_up() for _ in range(3)] == [3, 1, 0]
        check(store)


def test_an_index_made_by_another_form_is_made_anew(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("shared one", prose(1), id="a"))
        store._conn.execute("UPDATE settings SET value = 'old' WHERE name = 'search.form'")
        assert store.waiting() == 1
        store.save(page_of("shared two", prose(2), id="b"))
        check(store)
        (form,) = store._conn.execute(
            "SELECT value FROM settings WHERE name = 'search.form'"
        ).fetchone()
        assert form == FORM


def test_the_triggers_are_there(db: Path) -> None:
    with sqlite3.connect(db) as conn:
        found = {
            name
            for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        }
    assert found >= {"record_came", "record_went", "record_changed", "version_went"}


BAD = {
    "punctuation": "!?.,;:…،؟",
    "empty": "",
    "blank": " \t ",
    "quotes": '"""',
    "a lone quote": '"harbour',
    "a lone bracket": "(harbour",
    "closing brackets": "harbour)))",
    "crossed": '("harbour)"',
    "deep": "(" * 3000 + "harbour" + ")" * 3000,
    "NUL": "har\0bour",
    "only NUL": "\0",
    "a long query": "harbour " * 10_000,
    "a long phrase": '"' + "harbour " * 10_000 + '"',
    "many operators": "NOT " * 10_000,
    "alternatives": "harbour OR " * 10_000,
    "nested NOT": "(NOT (NOT (NOT a)))",
    "operators": "AND OR NOT",
    "stars": "*** * a* *b",
    "a surrogate": "har\ud800bour",
    "fts5": 'title : "a" + b NEAR/2 c ^d {e f}: -g',
    "long word": "a" * 100_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_no_query_is_an_error(db: Path, text: str) -> None:
    with Store(db, readonly=True) as store:
        hits = store.search(text)
    assert hits.query.notice or hits.query.tree is not None


@given(
    st.lists(st.sampled_from(["(", ")", '"', "«", "»", "AND", "OR", "NOT", "a", "b*", "!", "\0"]))
)
def test_any_mixture_is_a_query(db: Path, parts: list[str]) -> None:
    with Store(db, readonly=True) as store:
        for text in (" ".join(parts), "".join(parts)):
            store.search(text)


def test_what_a_query_is_told() -> None:
    assert parse("...") == Query(None, "there is no word to look for in the query")
    assert "NOT takes away" in parse("NOT harbour").notice
    long = parse("harbour " * (WORDS + 1))
    assert long.notice == f"only the first {WORDS} words were looked for"
    assert len(wanted(long.tree)) == WORDS
    assert parse("a " * WORDS).notice == ""
    assert parse("a AND").tree == parse("a and").tree
    for text in ("a OR NOT b", "NOT b OR a", "a (NOT b)", "a OR (NOT b NOT c)"):
        assert parse(text).tree == Word(("a",)), text
        assert "with NOT alone was left out" in parse(text).notice, text
    for text in ("a NOT b", "a OR c NOT b", "a NOT (b OR c)", "a OR (NOT b c)"):
        assert parse(text).notice == "", text
    both = parse("a OR NOT b " + "c " * WORDS).notice
    assert both.startswith("only the first")
    deep = parse("(" * (DEPTH + 5) + "a OR b" + ")" * (DEPTH + 5))
    assert wanted(deep.tree) == [Word(("a",)), Word(("b",))]


@given(st.text())
def test_every_token_has_its_place(text: str) -> None:
    for word in text.split():
        spans = token_spans(word)
        assert len(spans) == len(tokens(word))
        assert all(0 <= start < end <= len(word) for start, end in spans)
        assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("(أوكْرانيـا)، ثم", "اوكرانيا", ["أوكْرانيـا"]),
        ("مع والقوات: قوّات", "القوات", ["والقوات", "قوّات"]),
        ("مع والقوات: قوّات", '"قوات"', ["قوّات"]),
        ("«COVID-19»", "covid", ["COVID"]),
        ("«COVID-19»", "covid-19", ["COVID", "19"]),
        ("Straße. Elan e\u0301lan", "strasse ELAN", ["Straße", "Elan", "e\u0301lan"]),
        ("سنة ٢٠٢٤/٢٠٢٥", "2025", ["٢٠٢٥"]),
        ("今天恢复运营", "恢复", ["恢", "复"]),
        ("ﷺ صلى", "صلي", ["ﷺ", "صلى"]),
        ("a\u200fb c", "ab", ["a\u200fb"]),
        ("one two three two", '"two three"', ["two", "three"]),
        ("harbours", "harb*", ["harbours"]),
    ],
)
def test_marks_are_on_the_original(text: str, query: str, expected: list[str]) -> None:
    found = find(text, wanted(parse(query).tree))
    assert [text[start:end] for start, end in found] == expected


@given(st.text(alphabet="ab éأاًـ.-\u200f«»٤4中", max_size=40))
def test_marks_hold_what_was_looked_for(text: str) -> None:
    for token in set(tokens(text)):
        spans = find(text, [Word((token,), exact=True)])
        assert spans
        for start, end in spans:
            assert token in tokens(text[start:end])


def test_an_article_is_stripped_only_where_it_is_one() -> None:
    kept = ["الله", "الي", "التي", "الذين", "بلد", "كل", "لا", "وزير", "فيلم", "the", "ال"]
    assert [stripped(normal(word)) for word in kept] == [normal(word) for word in kept]
    assert {stripped(form + "قوات") for form in ("ال", "وال", "بال", "فال", "كال", "لل")} == {
        "قوات"
    }


def test_a_passage_is_cut_around_what_was_found() -> None:
    row = {
        "title": "t",
        "standfirst": "",
        "body": ["word " * 100, "long " * 100 + "harbour " + "more " * 100],
        "captions": [],
    }
    shown = passage(row, list(marks(row, wanted(parse("harbour").tree))))
    assert [text for text, hit in pieces(shown) if hit] == ["harbour"]
    assert "".join(text for text, _ in pieces(shown)) == shown.text
    assert shown.text.startswith("… long")
    assert shown.text.endswith("more …")
    assert len(shown.text) < 300


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", "search", *args], capture_output=True, text=True
    )


def test_the_command(db: Path) -> None:
    done = run("اوكرانيا", "--db", str(db))
    assert done.returncode == 0, done.stderr
    assert "[أوكرانيا]" in done.stdout
    assert done.stdout.endswith("1 found\n")


def test_the_command_as_json(db: Path) -> None:
    done = run("title", "OR", "اوكرانيا", "--json", "--limit", "3", "--db", str(db))
    found = json.loads(done.stdout)
    assert found["total"] == len(TEXTS)
    assert len(found["hits"]) == 3
    (hit,) = (hit for hit in found["hits"] if hit["title"].startswith("hamza"))
    body = [mark for mark in hit["marks"] if mark["field"] == "body"]
    assert [TEXTS["hamza"][mark["start"] : mark["end"]] for mark in body] == ["أوكرانيا"]
    (start, end) = hit["passage"]["spans"][0]
    assert hit["passage"]["text"][start:end] == "أوكرانيا"


def invoke(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["search", *args])
    return done.exit_code, done.output


def test_clear_answers(db: Path, tmp_path: Path) -> None:
    assert invoke("!!!", "--db", str(db)) == (2, invoke("!!!", "--db", str(db))[1])
    assert "no word to look for" in invoke("!!!", "--db", str(db))[1]
    assert "NOT takes away" in invoke("NOT x", "--db", str(db))[1]
    assert invoke("zzz", "--db", str(db)) == (0, "nothing found\n")
    assert "--since" in invoke("a", "--since", "May", "--db", str(db))[1]
    assert "only the first 64 words" in invoke("title " * 100, "--db", str(db))[1]
    code, said = invoke("a", "--db", str(tmp_path / "none.db"))
    assert code == 2
    assert "no such database" in said


def test_an_empty_database(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db"):
        pass
    assert invoke("a", "--db", str(tmp_path / "news.db")) == (0, "nothing found\n")


def test_days_may_be_months_and_years(tmp_path: Path) -> None:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("tide", prose(1), id="a", published="2024-05-31"))
    db = str(tmp_path / "news.db")
    assert invoke("tide", "--until", "2024-05", "--db", db)[1].endswith("1 found\n")
    assert invoke("tide", "--since", "2024-06", "--db", db)[1] == "nothing found\n"
    assert invoke("tide", "--until", "2024", "--since", "2024", "--db", db)[1].endswith("1 found\n")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.db") as store:
        store.save(page_of("tide", prose(1), id="a"))
        yield store


def test_a_search_while_somebody_writes(writer: Store) -> None:
    with writer.writing() as conn:
        conn.execute("INSERT INTO settings VALUES ('x', 'y')")
        assert invoke("tide", "--db", str(writer.path))[1].endswith("1 found\n")


def test_searching_starts_light() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, crawler.cli.search, storage.store, storage.search, crawler.passages; "
            "print([m for m in ('numpy', 'scrapy', 'lxml', 'datasketch') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[]\n", done.stdout + done.stderr
