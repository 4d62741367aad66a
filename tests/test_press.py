"""Exports of press databases: an article is a page, and what is said of it are columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crawler.inputs import open_inputs, read_pages
from crawler.peek import schemas
from crawler.readers.raw import Bad, Raw
from crawler.readers.read import read_input
from dedupe.model import Page

FERRY = (
    "The ferry to Oster Island made its first crossing since the storm on Monday.\n"
    "Its captain said that the new ramp had held better than the old one ever did.\n\n"
    "IN the harbour, a band played. SUBJECT: to the weather, it sails again on Friday."
)
MILL = (
    "A mill in Tarnholm has looked for a miller since spring, and found none so far.\n\n"
    "Its owner said that nobody wants to rise at four. Photo: he does."
)
TEXTS = (FERRY, MILL)
TITLES = ("Ferry to Oster Island runs again", "A mill looks for a miller")
DAYS = ("2019-03-12", "2019-04-02")

LEXIS = f"""

                               1 of 2 DOCUMENTS

                            Copyright 2019 Velm Press
                              All Rights Reserved

                                The Velm Courier

                            March 12, 2019 Tuesday
                                 Final Edition

{TITLES[0]}

BYLINE: By Ada Quill, Staff Writer

SECTION: NEWS; Pg. 3

LENGTH: 512 words

DATELINE: OSTER ISLAND

BODY:

{FERRY}

LOAD-DATE: March 13, 2019

LANGUAGE: ENGLISH

GRAPHIC: The ramp

                               2 of 2 DOCUMENTS

                            Copyright 2019 Velm Press

                                The Velm Courier

                              April 2, 2019 Tuesday

{TITLES[1]}

LENGTH: 301 words

{MILL}

LOAD-DATE: April 3, 2019
"""

NUMBERED = f"""Document 1 of 2

{TITLES[0]}
The Velm Courier
March 12, 2019

BYLINE: Ada Quill
LENGTH: 512 words
BODY:
{FERRY}

LOAD-DATE: March 13, 2019

Document 2 of 2

{TITLES[1]}
The Velm Courier
April 2, 2019

LENGTH: 301 words
BODY:
{MILL}

LOAD-DATE: April 3, 2019
"""

UNI = f"""{TITLES[0]}
The Velm Courier
March 12, 2019 Tuesday

Copyright 2019 Velm Press All Rights Reserved

Section: NEWS; Pg. 3
Length: 512 words
Byline: Ada Quill

Body

{FERRY}

Load-Date: March 13, 2019

End of Document

{TITLES[1]}
The Velm Courier
April 2, 2019 Tuesday

Copyright 2019 Velm Press All Rights Reserved

Length: 301 words

Body

{MILL}

Classification

Language: ENGLISH

End of Document
"""

FACTIVA = f"""SE  News
HD  {TITLES[0]}
BY  Ada Quill
WC  512 words
PD  12 March 2019
SN  The Velm Courier
SC  VELMC
LA  English
CY  (c) 2019 Velm Press

LP
{FERRY.partition(chr(10) * 2)[0]}

TD
{FERRY.partition(chr(10) * 2)[2]}

RE  osteris : Oster Island
AN  Document VELMC00020190312ef3c0002p

HD  {TITLES[1]}
WC  301 words
PD  2 April 2019
SN  The Velm Courier
LP  {MILL.partition(chr(10) * 2)[0]}
TD  {MILL.partition(chr(10) * 2)[2]}
AN  Document VELMC00020190402ef420001a
"""

SHOWN = f"""{TITLES[0]}
By Ada Quill
512 words
12 March 2019
10:15
The Velm Courier
VELMC
English
(c) 2019 Velm Press

{FERRY}

Document VELMC00020190312ef3c0002p

{TITLES[1]}
301 words
2 April 2019
The Velm Courier
VELMC
English
Copyright 2019 Velm Press

{MILL}

Document VELMC00020190402ef420001a
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Document 1 of 2

{TITLES[0]}

Author: Quill, Ada

Publication info: The Velm Courier ; Velm [Velm]12 Mar 2019: 3.

Links: http://resolver.example/1

Full text: {FERRY}

Subject: Ferries; Islands

Title: {TITLES[0]}

Publication title: The Velm Courier

Pages: 3

Publication date: Mar 12, 2019

Source type: Newspapers

ProQuest document ID: 1001

Document URL: http://search.proquest.example/docview/1001

Copyright: (Copyright 2019 Velm Press)

{RULE}

Document 2 of 2

{TITLES[1]}

Publication info: The Velm Courier ; Velm [Velm]02 Apr 2019: 5.

Full text: {MILL}

Title: {TITLES[1]}

ProQuest document ID: 1002
"""

EUROPRESSE = f"""The Velm Courier
Region, Tuesday, March 12, 2019 - 08:00:00, p. 3, 512 words

{TITLES[0]}

{FERRY}

© 2019 Velm Press. Tous droits réservés.
news·20190312·VC·0123

The Velm Courier
Tuesday, April 2, 2019

{TITLES[1]}

{MILL}

© 2019 Velm Press. Tous droits réservés.
Numéro de document : news·20190402·VC·0456
"""

EXPORTS = {
    "LexisNexis": LEXIS,
    "LexisNexis, numbered": NUMBERED,
    "Nexis Uni": UNI,
    "Factiva": FACTIVA,
    "Factiva, as shown": SHOWN,
    "ProQuest": PROQUEST,
    "Europresse": EUROPRESSE,
}


def read(folder: Path, data: str | bytes, **reading: Any) -> list[Page | Bad]:
    path = folder / "export.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_pages(open_inputs([str(path)], **reading)))


def raws(folder: Path, data: str) -> list[Raw]:
    (folder / "export.txt").write_text(data, encoding="utf-8")
    inputs = open_inputs([str(folder / "export.txt")])
    found = [raw for item in inputs for raw in read_input(item, inputs.reading)]
    assert all(isinstance(raw, Raw) for raw in found), found
    return [raw for raw in found if isinstance(raw, Raw)]


@pytest.mark.parametrize("export", EXPORTS)
def test_each_article_is_a_page_with_what_is_said_of_it(export: str, tmp_path: Path) -> None:
    pages = [page for page in read(tmp_path, EXPORTS[export]) if isinstance(page, Page)]
    assert [page.meta.title for page in pages] == list(TITLES)
    assert [page.meta.published[:10] for page in pages] == list(DAYS)
    assert {page.source for page in pages} == {"The Velm Courier"}
    assert len({page.id for page in pages}) == 2
    for page, title, text in zip(pages, TITLES, TEXTS, strict=True):
        assert page.text.split() == f"{title} {text}".split()
    if export != "Europresse":
        assert [page.meta.authors for page in pages] == [("Ada Quill",), ()]


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_however_it_is_written(export: str, end: str, code: str, tmp_path: Path) -> None:
    found = read(tmp_path, EXPORTS[export].replace("\n", end).encode(code))
    pages = [page for page in found if isinstance(page, Page)]
    assert [page.meta.title for page in pages] == list(TITLES)
    assert [page.text.split()[-1] for page in pages] == [text.split()[-1] for text in TEXTS]


@pytest.mark.parametrize("export", EXPORTS)
def test_every_word_is_in_a_field_and_every_byte_in_a_record(export: str, tmp_path: Path) -> None:
    data = EXPORTS[export]
    found = raws(tmp_path, data)
    assert sum(raw.size for raw in found) == len(data.encode())
    said = " ".join(str(value) for raw in found for value in raw.data.values())
    labels = " ".join(f"{name} LP TD PD SN HD BY SE AN By" for raw in found for name in raw.data)
    there = set(re.findall(r"\w+", f"{said} {labels}".lower()))
    assert set(re.findall(r"\w+", data.lower())) - there - {"full", "text", "author", "date"} <= {
        *(
            "of",
            "document",
            "documents",
            "body",
            "byline",
            "newspapers",
            "numéro",
            "de",
            "id",
            "url",
        ),
        *("publication", RULE),
    }


@pytest.mark.parametrize("export", EXPORTS)
def test_the_database_is_named_before_the_run(export: str, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(EXPORTS[export], encoding="utf-8")
    (line,) = schemas(open_inputs([str(tmp_path / "export.txt")]))
    assert line.startswith(f"export.txt: {export.split(',')[0]}: ")
    assert "title=title, body=body" in line


def test_what_is_not_understood_stays_text(tmp_path: Path) -> None:
    data = NUMBERED.replace("BODY:\nThe ferry", "MOOD: calm\n\nBODY:\nThe ferry")
    first, second = read(tmp_path, f"Search of 2 May\n\n{data}")[1:]
    assert isinstance(first, Page)
    assert "MOOD: calm" in first.text
    assert isinstance(second, Page)
    bad = read(tmp_path, f"Search of 2 May\n\n{data}")[0]
    assert isinstance(bad, Bad)
    assert bad.where == "export.txt:1"
    assert bad.reason == "no article"


def test_other_texts_are_one_page(tmp_path: Path) -> None:
    story = "LENGTH: what is it?\n\nDocument 3 of 4 was lost, the clerk of Tarnholm said.\n\nBody\n"
    assert len(read(tmp_path, f"{story}\n{FERRY}")) == 1
    (whole,) = read(tmp_path, LEXIS, form="text")
    assert isinstance(whole, Page)
    assert whole.text == LEXIS
