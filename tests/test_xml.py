"""XML that holds records: feeds, exports of blogs, what spiders write; and XML that holds none."""

from __future__ import annotations

import gzip
from html import escape
from pathlib import Path
from typing import Any

import dumps
import pytest

from crawler.inputs import fold_inputs, open_inputs, read_pages
from crawler.readers.raw import Bad
from crawler.readers.telling import form_of
from dedupe.model import FoldedPage, Page
from dedupe.record import rows

ROWS = dumps.slice_of(6)
MARKUP = ["".join(f"<p>{part}</p>" for part in row["body"].split("\n\n")) for row in ROWS]
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
WP = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
EXCERPT = 'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'


def feed(
    form: str, start: str = "<channel><title>The Gull</title>", end: str = "</channel>"
) -> str:
    made = [
        form.format(**{**row, "body": escape(markup), "raw": markup, "title": escape(row["title"])})
        for row, markup in zip(ROWS, MARKUP, strict=True)
    ]
    return f"{start}{''.join(made)}{end}"


ITEM = "<item><guid>{id}</guid><title>{title}</title><link>{url}</link>"
FEEDS = {
    "RSS": f"<rss>{feed(ITEM + '<description>{body}</description></item>')}</rss>",
    "RSS, whole": f"<rss {CONTENT}>"
    + feed(
        ITEM + "<description>In short</description><content:encoded><![CDATA[{raw}]]>"
        "</content:encoded></item>"
    )
    + "</rss>",
    "RSS 1.0": '<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    + feed(ITEM + "<description>{body}</description></item>", end="").replace(
        "<title>The Gull</title>", "<title>The Gull</title></channel>"
    )
    + "</rdf:RDF>",
    "Atom": f"<feed {ATOM}><title>The Gull</title>"
    + feed(
        "<entry><id>{id}</id><title>{title}</title><link rel='self' href='x'/>"
        "<link href='{url}'/><content type='html'>{body}</content></entry>",
        start="",
        end="",
    )
    + "</feed>",
    "Atom, XHTML": f"<feed {ATOM}>"
    + feed(
        "<entry><id>{id}</id><title>{title}</title><link rel='alternate' href='{url}'/>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{raw}</div></content>"
        "</entry>",
        start="",
        end="",
    )
    + "</feed>",
    "spiders": "<items>"
    + feed(
        "<item><id>{id}</id><url>{url}</url><title>{title}</title><body>{body}</body></item>",
        "",
        "",
    )
    + "</items>",
    "children of the root": "<corpus>"
    + feed(
        "<page id='{id}'><url>{url}</url><title>{title}</title><body>{body}</body></page>", "", ""
    )
    + "</corpus>",
}


def read(folder: Path, data: str | bytes, name: str = "d.xml") -> list[Page | Bad]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_pages(open_inputs([str(folder / name)])))


def same(found: list[Page | Bad]) -> None:
    pages = [page for page in found if isinstance(page, Page)]
    assert len(pages) == len(found), found
    assert [(page.id, page.url) for page in pages] == [(row["id"], row["url"]) for row in ROWS]
    for page, row in zip(pages, ROWS, strict=True):
        body = row["body"].split()
        assert page.text.split()[-len(body) :] == body
        assert page.meta.title == row["title"]


@pytest.mark.parametrize("shape", FEEDS)
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_are_read_with_what_is_said_of_them(shape: str, code: str, tmp_path: Path) -> None:
    said = f'<?xml version="1.0" encoding="{code.removesuffix("-sig")}"?>\n'
    same(read(tmp_path, (said + FEEDS[shape]).encode(code)))


def test_names_forms_and_packing(tmp_path: Path) -> None:
    data = FEEDS["RSS"].encode()
    same(read(tmp_path, data, "feed.rss"))
    same(read(tmp_path, gzip.compress(data), "feed.xml.gz"))
    assert form_of(data) == "xml"
    (bad,) = read(tmp_path, data, "feed.html")
    assert isinstance(bad, Bad)
    assert bad.detail.endswith("it holds XML (rss); try --form xml")


def record_of(path: Path, data: str) -> dict[str, Any]:
    path.write_text(data, encoding="utf-8")
    (page,) = [p for p in fold_inputs(open_inputs([str(path)]), {}) if isinstance(p, FoldedPage)]
    (record,) = rows(page)
    return record


def test_the_export_of_a_blog(tmp_path: Path) -> None:
    post = """<item><title>Ferry &amp; ramp</title><link>https://gull.example/ferry/</link>
    <pubDate>Mon, 01 May 2023 06:00:00 +0000</pubDate><dc:creator>Ada Quill</dc:creator>
    <content:encoded><![CDATA[<!-- wp:paragraph -->
<p>The ferry made its <em>first</em> crossing since the storm on Monday.</p>
<!-- /wp:paragraph -->
[gallery ids="1,2"]
The ramp held better than the old one, its captain said.&nbsp;It was new.

[caption id="a" width="3"]<img src="ramp.jpg" width="640" height="400"/> The new ramp[/caption]

The shop ran out of flour twice in the weeks of the storm.]]></content:encoded>
    <excerpt:encoded><![CDATA[In short]]></excerpt:encoded>
    <wp:post_type>post</wp:post_type><category>Sea</category><category>Town</category></item>"""
    picture = "<item><title>ramp</title><wp:post_type>attachment</wp:post_type></item>"
    data = f"<rss {CONTENT} {WP} {EXCERPT}><channel>{post}{picture}</channel></rss>"
    record = record_of(tmp_path / "blog.xml", data)
    assert record["title"] == "Ferry & ramp"
    assert record["body"] == [
        "The ferry made its first crossing since the storm on Monday.",
        "The ramp held better than the old one, its captain said. It was new.",
        "The shop ran out of flour twice in the weeks of the storm.",
    ]
    assert [caption["text"] for caption in record["captions"]] == ["The new ramp"]
    assert (record["authors"], record["section"]) == (["Ada Quill"], "Sea")
    assert record["published"] == "2023-05-01T06:00:00+00:00"
    inputs = open_inputs([str(tmp_path / "blog.xml")])
    assert len(list(read_pages(inputs))) == 1
    assert inputs.reading.passed == {"items of the type attachment": 1}


def test_what_feeds_hold_that_is_no_xml(tmp_path: Path) -> None:
    text = "Caf&eacute; &amp; bar&nbsp;open\x0b again &nosuch; at ten, its owner said on Monday"
    data = f"<rss><channel><item><title>Caf&eacute;</title><description>{text}</description></item>"
    (page,) = read(tmp_path, f"{data}</channel></rss>")
    assert isinstance(page, Page)
    assert page.text == (
        "Café\n\nCafé & bar\xa0open again &nosuch; at ten, its owner said on Monday"
    )


BREAKS = {
    "no end": ("<item><id>x</id><title>Storm</title>", 1),
    "no beginning": ("<id>x</id><title>Storm</title></item>", 1),
    "tags that do not pair": ("<item><title>Storm</body></item>", 1),
    "a tag that is cut": ("<item><title>Storm</tit</item>", 1),
    "a second tag that is cut": ("<item><title>Storm</title><body</item>", 1),
    "no end, twice": ("<item><title>Storm</title><item><title>Calm</title>", 2),
    "a stray end": ("</title>", 1),
    "a section that is no text": ("<![STORM[", 1),
}


@pytest.mark.parametrize("kind", BREAKS)
@pytest.mark.parametrize("place", [0, 3, 5])
@pytest.mark.parametrize("shape", ["RSS", "RSS, whole", "RSS 1.0", "Atom", "spiders"])
def test_broken_xml_costs_the_broken_record(
    shape: str, place: int, kind: str, tmp_path: Path
) -> None:
    if shape == "spiders" and kind == "no beginning":
        return  # there, each child of the root is a record
    name = "entry" if shape == "Atom" else "item"
    parts = FEEDS[shape].split(f"<{name}>")
    broken, cost = BREAKS[kind]
    parts[place] += broken.replace("item", name)
    found = read(tmp_path, f"<{name}>".join(parts))
    bad = [each for each in found if isinstance(each, Bad)]
    assert len(bad) == cost, bad
    assert {each.reason for each in bad} == {"corrupt"}
    assert {each.where for each in bad} <= {f"d.xml:{place + n}" for n in (1, 2)}
    same([each for each in found if isinstance(each, Page)])


@pytest.mark.parametrize("shape", ["RSS", "RSS, whole", "Atom", "spiders"])
def test_a_file_that_ends_too_early_gives_what_is_whole(shape: str, tmp_path: Path) -> None:
    name = "entry" if shape == "Atom" else "item"
    whole, broken, last = FEEDS[shape].rsplit(f"<{name}>", 2)
    for start in (whole, f"{whole}<{name}><title>Storm</body></{name}>"):
        for rest in (broken[:90], broken[: broken.index(f"</{name}>")]):
            *found, bad = read(tmp_path, f"{start}<{name}>{rest}")
            assert sum(isinstance(each, Page) for each in found) == 4
            assert isinstance(bad, Bad)
            assert bad.reason == "truncated"
        *found, bad = read(tmp_path, f"{start}<{name}>{broken}<{name}>{last.split('>')[0]}")
        assert sum(isinstance(each, Page) for each in found) == 5
        assert isinstance(bad, Bad)
        assert bad.reason == "truncated"


def test_what_is_behind_the_last_record_may_be_missing(tmp_path: Path) -> None:
    data = FEEDS["spiders"].removesuffix("</items>")
    for broken in ("", "<item><title>Storm</body></item>"):
        *found, bad = read(tmp_path, data.replace("<item>", f"{broken}<item>", 1))
        same([each for each in found if isinstance(each, Page)])
        assert isinstance(bad, Bad)
        assert bad.reason == "truncated"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"Quill & Rook sail on; 3 < 4, R&D", "Quill & Rook sail on; 3 < 4, R&D"),
        ("Café Velm öffnet".encode("cp1252"), "Café Velm öffnet"),
        (b"The storm&#31; is over&#xD800;&#65535; now&#x21;", "The storm is over now!"),
        (b"So <media:name>Quill</media:name> said", "So Quill said"),
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_what_stands_for_itself_breaks_nothing(
    written: bytes, shown: str, place: int, tmp_path: Path
) -> None:
    parts = FEEDS["spiders"].encode().split(b"<item>")
    parts[place + 1] = parts[place + 1].replace(b"<body>", b"<body>" + written + b". ", 1)
    pages = read(tmp_path, b"<item>".join(parts))
    assert [page.id for page in pages if isinstance(page, Page)] == [row["id"] for row in ROWS]
    page = pages[place]
    assert isinstance(page, Page)
    assert f"{shown}. " in page.text


def test_a_break_before_the_first_record(tmp_path: Path) -> None:
    bad, *found = read(tmp_path, FEEDS["RSS, whole"].replace("The Gull", "Gull & Tern"))
    assert isinstance(bad, Bad)
    assert (bad.where, bad.reason) == ("d.xml:1", "corrupt")
    same(found)
    (bad,) = read(tmp_path, "<rss><channel><title>Gull & Tern</title></channel></rss>")
    assert isinstance(bad, Bad)
    assert bad.reason == "corrupt"


def test_a_break_far_behind_costs_itself(tmp_path: Path) -> None:
    """More than what is read at a time stands before it, behind it, and in it."""
    first, *rest = FEEDS["spiders"].split("<item>")
    filled = [f"<note>{'It rained. ' * 9_000}</note>{part}" for part in rest]
    many = [part for part in filled for _ in range(3)]
    many[8] = many[8].replace("</title>", "</body>", 1)
    many[12] = many[12].replace("</item>", "", 1)
    found = read(tmp_path, "<item>".join([first, *many]).replace("</items>", "") + "</items>")
    assert [n for n, each in enumerate(found) if isinstance(each, Bad)] == [8, 12]
    assert len(found) == 18


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9)]
    data = (
        f'<!DOCTYPE x [<!ENTITY e0 "storm"> {"".join(lines)}]><x><item><text>&e8;</text></item></x>'
    )
    found = read(tmp_path, data)
    assert sum(len(page.text) for page in found if isinstance(page, Page)) < 1000
    (tmp_path / "secret").write_text("whispered")
    entity = f'<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">'
    found = read(tmp_path, f"<!DOCTYPE x [{entity}]><x><item><text>a &f; b</text></item></x>")
    assert all("whispered" not in page.text for page in found if isinstance(page, Page))


def test_an_element_that_is_too_deep_costs_itself(tmp_path: Path) -> None:
    deep = f"<item><text>{'<b>' * 9000}{'</b>' * 9000}</text></item>"
    found = read(tmp_path, FEEDS["spiders"].replace("<items>", f"<items>{deep}"))
    assert isinstance(found[0], Bad)
    assert found[0].where == "d.xml:1"
    same(found[1:])


def test_an_element_that_is_too_large_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.readers.xmls.MAX_BYTES", 200_000)
    monkeypatch.setattr("crawler.readers.cutting.MAX_BYTES", 200_000)
    long = "<item><text>" + "It rained. " * 60_000 + "</text></item>"
    bad, *found = read(tmp_path, FEEDS["spiders"].replace("<items>", f"<items>{long}"))
    assert isinstance(bad, Bad)
    assert bad.reason == "too large"
    same(found)
    bad, *found = read(tmp_path, FEEDS["spiders"].replace("<items>", f"<items>{long[:-7]}"))
    assert isinstance(bad, Bad)
    assert bad.reason == "too large"
    same(found)


@pytest.mark.parametrize(
    ("root", "why"),
    [
        ("urlset", "of which newsfold reads no articles"),
        ("opml", "of which newsfold reads no articles"),
        ("mediawiki", "the markup of wikis; write them as JSON lines"),
        ("alto", "the lines of a scanned page"),
        ("TEI", "a text in a markup of its own"),
    ],
)
def test_xml_without_articles_is_said_to_have_none(root: str, why: str, tmp_path: Path) -> None:
    data = f"<?xml version='1.0'?><{root}><item>Storm</item></{root}>"
    (bad,) = read(tmp_path, data)
    assert isinstance(bad, Bad)
    assert bad.reason == "wrong suffix"
    assert f"XML ({root.lower()}), " in bad.detail
    assert why in bad.detail
    (bad,) = read(tmp_path, data, "d.jsonl")
    assert isinstance(bad, Bad)
    assert why in bad.detail or "newsfold does not read it" in bad.detail
