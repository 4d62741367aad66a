"""Cards and the articles that they lead to."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cards import with_keys
from crawler.cli import main
from crawler.identity import identity
from dedupe.model import FoldedPage
from dedupe.record import title_key
from storage.store import Store
from tests.making import page_of, prose

HARBOUR = "https://north.example/news/harbour"
TITLE = "The harbour of Vell opens again"


def article(n: int = 1, title: str = TITLE, url: str = HARBOUR, **said: str) -> FoldedPage:
    key = identity(url) if url else ""
    return page_of(title, prose(n), id=f"article {n}", url=url, key=key, **said)


def front(card: str, url: str = "", n: int = 50, source: str = "north.example") -> FoldedPage:
    page = page_of(
        f"Front {n}",
        prose(n),
        id=f"front {n}",
        url=f"https://{source}/{n}",
        cards=[card],
        source=source,
    )
    return with_keys(replace(page, teasers=(replace(page.teasers[0], url=url),)))


def leading(db: Path, name: str = "article 1") -> list[tuple[str, str]]:
    with Store(db) as store:
        record = store.record(name)
    assert record is not None
    return [(card["input_id"], card["by"]) for card in record["teasers"]]


@pytest.mark.parametrize("first", ["card", "article", "together"])
@pytest.mark.parametrize(
    ("card", "address", "by"),
    [
        ("Ships again", HARBOUR, "address"),
        ("Ships again", "http://m.north.example/news/harbour/amp?utm_source=x", "address"),
        ("Ships again", "/news/harbour", "address"),
        ("THE HARBOUR of Vell: opens again!", "", "title"),
        (TITLE, "https://north.example/elsewhere", "title"),
    ],
)
def test_a_card_leads_to_its_article(
    tmp_path: Path, first: str, card: str, address: str, by: str
) -> None:
    pages = [front(card, address), article()]
    portions = {"card": [[0], [1]], "article": [[1], [0]], "together": [[0, 1]]}[first]
    db = tmp_path / "n.db"
    for portion in portions:
        with Store(db) as store:
            for n in portion:
                store.save(pages[n])
    assert leading(db) == [("front 50", by)]


@pytest.mark.parametrize(
    "page",
    [
        front("Ships again", "https://north.example/news/another"),
        front("Ships again"),
        front(TITLE, source="south.example"),
    ],
    ids=["another address", "another title", "another outlet"],
)
def test_a_card_for_something_else_does_not(tmp_path: Path, page: FoldedPage) -> None:
    db = tmp_path / "n.db"
    with Store(db) as store:
        store.save(article())
        store.save(page)
    assert leading(db) == []


def test_a_headline_of_few_words_says_nothing(tmp_path: Path) -> None:
    db = tmp_path / "n.db"
    with Store(db) as store:
        store.save(article(title="Weather in Vell"))
        store.save(front("Weather in Vell"))
    assert leading(db) == []
    assert title_key("Weather in Vell") is None
    assert title_key(TITLE) == title_key(TITLE.upper() + ".") != title_key(TITLE + " now")


def test_a_headline_that_two_records_bear_leads_to_none_in_any_order(tmp_path: Path) -> None:
    pages = [article(), article(2, url="https://north.example/news/two"), front(TITLE)]
    for n, order in enumerate(itertools.permutations(pages)):
        db = tmp_path / f"{n}.db"
        with Store(db) as store:
            for page in order:
                store.save(page)
        assert leading(db) == leading(db, "article 2") == []


def test_the_address_comes_before_the_title(tmp_path: Path) -> None:
    db = tmp_path / "n.db"
    with Store(db) as store:
        store.save(article())
        store.save(article(2, "Quite another thing in Vell", "https://north.example/news/two"))
        store.save(front(TITLE, "https://north.example/news/two"))
    assert leading(db) == []
    assert leading(db, "article 2") == [("front 50", "address")]


def test_the_link_goes_with_the_article(tmp_path: Path) -> None:
    db = tmp_path / "n.db"
    with Store(db) as store:
        first = article()
        store.save(first)
        store.save(article(2, url="https://north.example/news/two"))
        store.save(front(TITLE))
    assert leading(db, "article 2") == []
    with Store(db) as store:
        # Folded again, the first page has another headline: one record alone bears this one now.
        other = replace(first.articles[0], title="Quite another thing in Vell")
        store.refold([replace(first, articles=(other,))])
    assert leading(db, "article 2") == [("front 50", "title")]
    assert leading(db) == []


def test_a_page_comes_back_with_its_keys(tmp_path: Path) -> None:
    with Store(tmp_path / "n.db") as store:
        page = front(TITLE, "https://www.north.example/news/harbour?utm_source=x")
        saved = store.save(page)
        back = store.folded(saved.page_id)
    assert back == page
    assert back is not None
    assert back.teasers[0].key == identity(HARBOUR)


def test_show_and_explain_list_the_cards(tmp_path: Path) -> None:
    db = str(tmp_path / "n.db")
    with Store(Path(db)) as store:
        store.save(article())
        store.save(front("Ships again", HARBOUR))
    for command in ("show", "explain"):
        said = CliRunner().invoke(main, [command, "article 1", "--db", db]).output
        assert "teaser, by its address: Ships again\n  on https://north.example/50" in said
    said = CliRunner().invoke(main, ["show", "article 1", "--db", db, "--json"]).output
    assert [card["page_url"] for card in json.loads(said)["teasers"]] == [
        "https://north.example/50"
    ]
