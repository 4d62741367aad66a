"""Articles as agencies and archives keep them in XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.inputs import fold_inputs, open_inputs, read_pages
from crawler.readers.raw import Bad
from dedupe.model import FoldedPage, Page
from dedupe.record import rows

TITLE = "Ferry & ramp hold on Oster Island"
FIRST = "The ferry made its first crossing since the storm on Monday, its captain said."
SECOND = "The ramp held better than the old one, and nobody on the island was astonished by it."
LAST = "The shop ran out of flour twice in the weeks of the storm & has it again now."
TEXT = "".join(f"<p>{part.replace('&', '&amp;')}</p>" for part in (FIRST, SECOND, LAST))
HEAD = TITLE.replace("&", "&amp;")

NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://press.example/nitf-3-3.dtd">
<nitf change.date="June 10, 2005" version="-//IPTC//DTD NITF 3.3//EN"><head><title>{HEAD}</title>
<meta name="print_page_number" content="3"/>
<docdata><doc-id id-string="a-1"/><doc.copyright holder="The Gull" year="2007"/></docdata>
<pubdata date.publication="20070102T000000" ex-ref="https://gull.example/a-1" name="The Gull"/>
</head><body><body.head><hedline><hl1>{HEAD}</hl1></hedline>
<byline class="print_byline">By Ada Quill</byline>
<byline class="normalized_byline">Quill, Ada</byline>
<dateline><location>OSTER ISLAND</location></dateline>
<abstract><p>A ferry sails.</p></abstract></body.head>
<body.content><block class="lead_paragraph"><p>{FIRST}</p></block>
<block class="full_text">{TEXT}</block></body.content></body></nitf>"""
REUTERS = f"""<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="a-1" id="root" date="2007-01-02" xml:lang="en"><title>VELM: {HEAD}</title>
<headline>{HEAD}</headline><byline>Ada Quill</byline><dateline>OSTER ISLAND</dateline>
<text>{TEXT}</text><copyright>(c) The Gull</copyright></newsitem>"""
ITEM = f"""<newsItem guid="a-1" xml:lang="en" xmlns="http://iptc.org/std/nar/2006-10-01/">
<itemMeta><provider literal="The Gull"/><versionCreated>2007-01-02T03:04:05Z</versionCreated>
</itemMeta><contentMeta><by>By Ada Quill</by><dateline>OSTER ISLAND</dateline>
<headline>{HEAD}</headline></contentMeta><contentSet><inlineXML contenttype="text/html">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Gull</title></head><body>{TEXT}</body>
</html></inlineXML></contentSet></newsItem>"""
FIRST_NEWSML = f"""<NewsML><NewsEnvelope><DateAndTime>20070102T030405Z</DateAndTime></NewsEnvelope>
<NewsItem><NewsComponent><NewsLines><HeadLine>{HEAD}</HeadLine><ByLine>Ada Quill</ByLine>
<DateLine>OSTER ISLAND</DateLine></NewsLines><ContentItem><DataContent>{TEXT}</DataContent>
</ContentItem></NewsComponent></NewsItem></NewsML>"""
KINDS = {
    "NITF": NITF,
    "Reuters": REUTERS,
    "NewsML-G2": f"<?xml version='1.0'?>{ITEM}",
    "NewsML-G2, a message": f"<newsMessage><itemSet>{ITEM}</itemSet></newsMessage>",
    "NewsML 1": FIRST_NEWSML,
}


def record_of(folder: Path, data: str) -> dict[str, Any]:
    (folder / "a.xml").write_text(data, encoding="utf-8")
    found = list(fold_inputs(open_inputs([str(folder / "a.xml")]), {}))
    assert [each for each in found if not isinstance(each, FoldedPage)] == []
    (record,) = [record for page in found if isinstance(page, FoldedPage) for record in rows(page)]
    return record


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_with_what_is_said_of_it(kind: str, tmp_path: Path) -> None:
    record = record_of(tmp_path, KINDS[kind])
    assert record["title"] == TITLE
    assert record["body"] == [f"OSTER ISLAND — {FIRST}", SECOND, LAST]
    assert record["dateline"] == "OSTER ISLAND"
    assert record["authors"] == ["Ada Quill"]
    if kind != "NewsML 1":
        assert record["published"][:10] == "2007-01-02"
    if "G2" in kind or kind == "NITF":
        assert record["source"] in ("The Gull", "gull.example")


def test_what_is_known_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(NITF, encoding="utf-8")
    (page,) = read_pages(open_inputs([str(tmp_path / "a.xml")]))
    assert isinstance(page, Page)
    assert (page.id, page.url, page.source) == ("a-1", "https://gull.example/a-1", "The Gull")
    assert page.text.count(FIRST) == 1


def test_a_text_without_paragraphs(tmp_path: Path) -> None:
    data = NITF.replace(TEXT, f"\n{FIRST}\n\n{SECOND}\n")
    assert record_of(tmp_path, data)["body"] == [f"OSTER ISLAND — {FIRST}", SECOND]


def test_many_of_them_and_a_broken_one(tmp_path: Path) -> None:
    made = [ITEM.replace("a-1", f"a-{n}").replace("Oster", f"Oster {n}") for n in range(4)]
    made[2] = made[2].replace("</headline>", "</heading>")
    (tmp_path / "a.xml").write_text(f"<newsMessage>{''.join(made)}</newsMessage>")
    found = list(read_pages(open_inputs([str(tmp_path / "a.xml")])))
    assert [each.id for each in found if isinstance(each, Page)] == ["a-0", "a-1", "a-3"]
    assert isinstance(found[2], Bad)


def test_a_file_that_is_one_article_is_mended(tmp_path: Path) -> None:
    record = record_of(tmp_path, NITF.replace("&amp;", "&"))
    assert record["title"] == TITLE
    (tmp_path / "a.xml").write_text(NITF[: NITF.index(SECOND)])
    (bad,) = read_pages(open_inputs([str(tmp_path / "a.xml")]))
    assert isinstance(bad, Bad)
    assert bad.reason == "truncated"


def test_a_picture_has_no_article(tmp_path: Path) -> None:
    start, end = (
        ITEM.split("<inlineXML")[0],
        "<remoteContent href='a.jpg'/></contentSet></newsItem>",
    )
    (tmp_path / "a.xml").write_text(
        start.split("<headline>")[0] + "</contentMeta><contentSet>" + end
    )
    (bad,) = read_pages(open_inputs([str(tmp_path / "a.xml")]))
    assert isinstance(bad, Bad)
