"""Records as services and tools write them: what is found in which column, and what it says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.columns import columns_of, described
from crawler.inputs import fold_inputs, open_inputs, read_pages
from crawler.peek import schemas
from crawler.readers.raw import Bad
from dedupe.model import FoldedPage, Page
from dedupe.record import rows

URL = "https://www.gull.example/town/4411"
TITLE = "Ferry to Oster Island runs again"
BODY = [
    "The ferry to Oster Island made its first crossing since the storm on Tuesday morning.",
    "Captain Maren Holt said that the new ramp held well in a stiff wind from the west.",
    "The harbour board put the cost of the work at more than one million crowns.",
]
TEXT = "\n".join(BODY)
HTML = "".join(f"<p>{part}</p>" for part in BODY)
DATE = "2024-03-12T08:15:00+00:00"


def page_of(row: dict[str, Any], tmp_path: Path) -> Page:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (page,) = read_pages(open_inputs([str(path)]))
    assert isinstance(page, Page), page
    return page


def record_of(row: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (page,) = fold_inputs(open_inputs([str(path)]), {})
    assert isinstance(page, FoldedPage), page
    (record,) = rows(page)
    return record


SERVICES: dict[str, dict[str, Any]] = {
    "WordPress": {
        "id": 4411,
        "date": "2024-03-12T08:15:00",
        "guid": {"rendered": "https://gull.example/?p=4411"},
        "link": URL,
        "title": {"rendered": TITLE},
        "content": {"rendered": HTML, "protected": False},
        "excerpt": {"rendered": "<p>The ferry</p>"},
        "author": 3,
        "categories": [4],
    },
    "Event Registry": {
        "uri": "77001",
        "lang": "eng",
        "date": "2024-03-12",
        "dateTime": "2024-03-12T08:15:00Z",
        "url": URL,
        "title": TITLE,
        "body": TEXT,
        "source": {"uri": "gull.example", "dataType": "news"},
        "authors": [{"uri": "ada@gull.example", "name": "Ada Quill"}],
    },
    "NewsAPI": {
        "source": {"id": None, "name": "www.gull.example"},
        "author": "Ada Quill",
        "title": TITLE,
        "description": BODY[0],
        "url": URL,
        "publishedAt": "2024-03-12T08:15:00Z",
        "content": TEXT,
    },
    "a newspaper's own service": {
        "id": "town/4411",
        "sectionName": "Town",
        "webPublicationDate": "2024-03-12T08:15:00Z",
        "webTitle": TITLE,
        "webUrl": URL,
        "fields": {"headline": TITLE, "byline": "Ada Quill", "body": HTML},
    },
    "Elasticsearch": {
        "_index": "news",
        "_id": "e1",
        "_source": {"title": TITLE, "body": TEXT, "url": URL, "published_at": "2024-03-12T08:15Z"},
    },
    "MongoDB": {
        "_id": {"$oid": "5f00"},
        "title": TITLE,
        "text": TEXT,
        "url": URL,
        "date": {"$date": "2024-03-12T08:15:00Z"},
    },
    "JSON-LD": {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": TEXT,
        "datePublished": "2024-03-12T08:15:00Z",
        "author": {"@type": "Person", "name": "Ada Quill"},
        "publisher": {"@type": "Organization", "name": "gull.example"},
        "mainEntityOfPage": {"@id": URL},
        "articleSection": "Town",
    },
    "JSON Feed": {
        "id": URL,
        "url": URL,
        "title": TITLE,
        "content_html": HTML,
        "date_published": "2024-03-12T08:15:00Z",
        "authors": [{"name": "Ada Quill"}],
    },
    "Trafilatura": {
        "title": TITLE,
        "author": "Ada Quill",
        "hostname": "www.gull.example",
        "date": "2024-03-12",
        "fingerprint": "f0",
        "raw_text": " ".join(BODY),
        "text": TEXT,
        "language": "en",
        "filedate": "2024-07-01",
        "source": URL,
        "source-hostname": "The Gull",
    },
    "a spider": {"title": [TITLE], "url": [URL], "date": [DATE], "content": BODY},
    "a spreadsheet": {
        "Page URL": URL,
        "Headline": TITLE,
        "Article Text": TEXT,
        "Publication Date": "2024-03-12 08:15:00",
    },
    "one object in another": {"article": {"title": TITLE, "text": TEXT, "url": URL, "date": DATE}},
    "German": {"Link": URL, "Titel": TITLE, "Text": TEXT, "Datum": "12.03.2024"},
    "Spanish": {"enlace": URL, "titular": TITLE, "cuerpo": TEXT, "fecha": "12/03/2024"},
    "Arabic": {"الرابط": URL, "العنوان": TITLE, "النص": TEXT, "تاريخ النشر": "12/03/2024"},
    "Persian": {"لینک": URL, "تیتر": TITLE, "متن": TEXT, "تاریخ": "2024-03-12"},
    "Russian": {"ссылка": URL, "заголовок": TITLE, "текст": TEXT, "дата": "12.03.2024"},
}


SERVICES |= {
    "paragraphs as objects": {
        "url": URL,
        "title": TITLE,
        "published": {"$date": {"$numberLong": "1710231300000"}},
        "paragraphs": [{"text": part, "start": n} for n, part in enumerate(BODY)],
    },
    "pictures among paragraphs": {
        "url": URL,
        "title": TITLE,
        "date": "2024-03-12",
        "body": [BODY[0], {"type": "image", "src": "a.jpg"}, {"content": BODY[1]}, BODY[2]],
    },
    "the table of WordPress": {
        "ID": 7,
        "post_author": 3,
        "post_title": TITLE,
        "post_content": TEXT,
        "post_date": "2024-03-12 08:15:00",
        "permalink": URL,
    },
    "a table of news": {
        "headline": TITLE,
        "news": TEXT,
        "News Date": "12 March 2024",
        "newslink": URL,
        "author_name": "Ada Quill",
    },
}


@pytest.mark.parametrize("service", SERVICES)
def test_what_services_and_tools_write_is_found(service: str, tmp_path: Path) -> None:
    row = SERVICES[service]
    record = record_of(row, tmp_path)
    assert record["title"] == TITLE
    assert record["body"] == BODY
    assert record["url"] == URL
    assert record["source"] == "gull.example", "one name for an outlet, however it is written"
    assert record["published"].startswith("2024-03-12")
    if "Ada Quill" in json.dumps(row):
        assert record["authors"] == ["Ada Quill"]
    else:
        assert record["authors"] == [], "the number of an author is no name"
    if service in ("JSON-LD", "a newspaper's own service"):
        assert record["section"] == "Town"


def test_a_message_is_its_pieces_of_text(tmp_path: Path) -> None:
    said: dict[str, Any] = {"id": 7, "type": "message", "date": "2024-03-12T08:15:00"}
    said |= {"from": "The Gull", "from_id": "channel12"}
    pieces = [{"type": "bold", "text": TITLE}, "\n\n" + "\n\n".join(BODY)]
    record = record_of(said | {"text": pieces}, tmp_path)
    assert (record["title"], record["body"]) == (TITLE, BODY)
    assert (record["input_id"], record["source"]) == ("7", "The Gull")
    assert record["published"] == "2024-03-12T08:15:00"


def days_of(rows: list[Any], path: Path) -> list[str]:
    head = {"title": TITLE, "text": TEXT}
    if path.suffix == ".csv":
        lines = [f'"{TITLE}","{TEXT}",{day}' for day in rows]
        path.write_text("\n".join(["title,text,Date", *lines]), encoding="utf-8")
    else:
        lines = [json.dumps({**head, "Date": day}) for day in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
    pages = read_pages(open_inputs([str(path)]))
    return [page.meta.published for page in pages if isinstance(page, Page)]


@pytest.mark.parametrize("name", ["d.csv", "d.jsonl"])
def test_days_in_numbers_are_read_as_the_other_records_tell(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert days_of(["5/3/2023", "5/13/2023", "12/4/2023 10:15"], path) == [
        "2023-05-03",
        "2023-05-13",
        "2023-12-04T10:15:00",
    ]
    (shown,) = schemas(open_inputs([str(path)]))
    assert shown.endswith("; days are written month first")
    day_first = ["2023-03-05", "2023-05-13", "2023-04-12"]
    assert days_of(["5/3/2023", "13/5/2023", "12/4/2023"], path) == day_first
    assert days_of(["5/3/2023", "12/4/2023"], path) == ["2023-03-05", "2023-04-12"]
    assert days_of(["5/3/2023", "13/5/2023", "5/13/2023"], path)[0] == "2023-03-05", "in doubt"
    (shown,) = schemas(open_inputs([str(path)]))
    assert "month first" not in shown


@pytest.mark.parametrize("nothing", ["nan", "NaN", "None", "null", "N/A", "<NA>"])
def test_what_tables_write_for_nothing_is_nothing(nothing: str, tmp_path: Path) -> None:
    row = {"url": nothing, "author": nothing, "source": nothing, "title": TITLE, "text": TEXT}
    record = record_of(row | {"date": nothing}, tmp_path)
    assert (record["url"], record["authors"], record["source"]) == ("", [], "")
    assert record["published"] == ""
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": 1, "title": nothing, "text": nothing}))
    (bad,) = read_pages(open_inputs([str(path)]))
    assert isinstance(bad, Bad)
    assert bad.reason == "no text"


def test_broken_records_ahead_cost_no_other(tmp_path: Path) -> None:
    data = "title,text,Date\n" + f"{TITLE},{BODY[0]},5/13/2023\n" * 3
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(data.encode())[:-12])
    found = list(read_pages(open_inputs([str(tmp_path / "d.csv.gz")])))
    assert isinstance(found[-1], Bad)
    assert found[-1].reason == "truncated"


def test_several_people_in_a_column_are_several(tmp_path: Path) -> None:
    row = SERVICES["a table of news"]
    for said, people in (
        ("Ada Quill, Ben Rook and Cleo Sand", ["Ada Quill", "Ben Rook", "Cleo Sand"]),
        ("ليلى الصافي، سليم الرملي", ["ليلى الصافي", "سليم الرملي"]),
        ("Quill, Ada", ["Quill, Ada"]),
        ("By Ada Quill", ["Ada Quill"]),
        ("Ada Quill, Staff Writer", ["Ada Quill, Staff Writer"]),
        ("Ada Quill, 12 May 2024", ["Ada Quill, 12 May 2024"]),
    ):
        assert record_of(row | {"author_name": said}, tmp_path)["authors"] == people


def test_a_text_under_a_name_that_nobody_knows_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"headline": TITLE, "Aufmacher": TEXT}), encoding="utf-8")
    first, asked = schemas(open_inputs([str(path)]))
    assert first == "d.jsonl: title=headline; not read: Aufmacher"
    assert asked.endswith("no column of text is known; is it 'Aufmacher'? --map body=Aufmacher")
    path.write_text(json.dumps({"headline": TITLE, "content": TEXT}), encoding="utf-8")
    assert len(list(schemas(open_inputs([str(path)])))) == 1


def test_a_title_is_kept_though_the_markup_begins_with_its_words(tmp_path: Path) -> None:
    row = {"title": "The ferry to Oster &amp; Island", "body": HTML.replace("Oster", "Oster &amp;")}
    record = record_of(row, tmp_path)
    assert record["title"] == "The ferry to Oster & Island"
    assert record["body"] == [BODY[0].replace("Oster", "Oster &"), *BODY[1:]]


def test_an_id_in_an_object_is_the_records_own(tmp_path: Path) -> None:
    assert page_of(SERVICES["MongoDB"], tmp_path).id == "5f00"
    assert page_of(SERVICES["Event Registry"], tmp_path).id == "77001"


def test_a_summary_is_text_only_where_there_is_no_other(tmp_path: Path) -> None:
    row = {"headline": TITLE, "short_description": BODY[0], "link": URL}
    assert record_of(row, tmp_path)["body"] == [BODY[0]]
    assert "description" not in described(columns_of({"text": TEXT, "description": BODY[0]}))
    nested = {"text": TEXT, "metadata": {"content": "other", "url": URL}}
    assert described(columns_of(nested)) == "url=metadata.url, text=text"


@pytest.mark.parametrize(
    "said",
    [
        1710231300,
        "1710231300",
        1710231300000,
        1710231300.5,
        "20240312081500",
        "2024-03-12 08:15:00",
    ],
)
def test_times_as_machines_write_them_are_iso(said: Any, tmp_path: Path) -> None:
    row = {"title": TITLE, "text": TEXT, "published": said, "crawled_at": said}
    page = page_of(row, tmp_path)
    assert page.fetched_at.startswith("2024-03-12T08:15:00")
    assert page.meta.published.startswith("2024-03-12T08:15:00")


def test_the_title_of_a_tab_is_the_headline_that_the_text_has(tmp_path: Path) -> None:
    row = {"title": f"{TITLE} | The Gull", "raw_content": f"{TITLE}\n{TEXT}", "url": URL}
    record = record_of(row, tmp_path)
    assert record["title"] == TITLE
    assert record["body"] == BODY
    assert record["captions"] == []
    other = record_of(row | {"raw_content": TEXT}, tmp_path)
    assert other["title"].startswith(TITLE), "a title that the text has not is put above it"


@pytest.mark.parametrize(
    ("source", "behind"),
    [
        ({"id": None, "name": "The Gull"}, " - The Gull"),
        ({"id": "gull", "name": "The Gull"}, " | THE GULL"),
        ("www.gull.example", " - Gull"),
        ("gull.example", " – gull.example"),
    ],
)
def test_an_outlet_behind_a_title_is_told_by_its_own_column(
    source: Any, behind: str, tmp_path: Path
) -> None:
    row = {"title": TITLE + behind, "source": source, "content": TEXT, "publishedAt": "2024-03-12"}
    page = page_of(row, tmp_path)
    assert page.meta.title == TITLE
    assert behind not in page.text
    assert page.source in ("The Gull", "gull.example")
    for other in ("Ferry - a novel", "Town - The Tern", "Gull - a bird's life"):
        assert page_of(row | {"title": other}, tmp_path).meta.title == other


def test_columns_say_what_the_markup_of_a_column_does_not(tmp_path: Path) -> None:
    row = {"title": TITLE, "content": HTML, "url": URL, "date": DATE, "author": "Ada Quill"}
    record = record_of(row | {"category": "Town"}, tmp_path)
    assert (record["published"], record["authors"]) == (DATE, ["Ada Quill"])
    assert record["section"] == "Town"
    said = '<html><head><meta property="article:published_time" content="2024-03-11T06:00:00Z">'
    whole = f"{said}</head><body><article><h1>{TITLE}</h1>{HTML}</article></body></html>"
    own = record_of({"html": whole, "url": URL, "date": DATE}, tmp_path)
    assert own["published"].startswith("2024-03-11"), "what a page says of itself comes first"


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"&lt;p&gt;{part}&lt;/p&gt;" for part in BODY),
        "<br/>".join(BODY),
        "<br><br />".join(BODY),
        "\n".join(f"<p>{part}</p>" for part in BODY),
        "\n".join(part.replace(" ", "&amp;nbsp;", 1) for part in BODY),
        "<p>".join(BODY),
    ],
)
def test_remnants_of_markup_part_lines_and_are_no_text(body: str, tmp_path: Path) -> None:
    for row in ({"title": TITLE, "body": body}, {"text": f"{TITLE}\n{body}"}):
        record = record_of(row, tmp_path)
        assert record["title"] == TITLE
        assert record["body"] == BODY


def test_control_characters_in_a_string_cost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    said = json.dumps({"title": TITLE, "text": "MARK"}).replace("MARK", "Fer\0ry\tat sea\x0b.")
    path.write_text(said, encoding="utf-8")
    (page,) = read_pages(open_inputs([str(path)]))
    assert isinstance(page, Page)
    assert "ry\tat sea" in page.text


def test_messages_name_types_as_json_does(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('3\n[1]\nnull\n{"text": {"a": 1}}\n{"text": true}\n', encoding="utf-8")
    details = [bad.detail for bad in read_pages(open_inputs([str(path)])) if isinstance(bad, Bad)]
    assert [detail.rpartition(" is ")[2] for detail in details] == [
        "a number",
        "a list",
        "null",
        "an object",
        "true or false",
    ]
