"""Pages in Markdown, with and without fields at the beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.inputs import fold_inputs, open_inputs
from dedupe.model import FoldedPage
from dedupe.record import rows

TITLE = "Ferry to Oster Island runs again"
FIRST = "The ferry made its first crossing since the storm on Monday, its captain said."
SECOND = "The ramp held better than the old one, and nobody on the island was astonished by it."
BODY = """The ferry made its *first* crossing since the
storm on [Monday](https://gull.example/monday "a day"), its **captain** said.

![The ramp](ramp.jpg)

The ramp held better than the old one, and nobody
on the island was `astonished` by it.
"""
YAML = f"""---
layout: post
title: "{TITLE}"
date: 2024-05-01
author: Ada Quill
categories: [sea, town]
link: https://gull.example/ferry
---

"""
TOML = f"""+++
title = "{TITLE}"
date = 2024-05-01
authors = ["Ada Quill"]
categories = ["sea"]
link = "https://gull.example/ferry"
+++
"""


@pytest.mark.parametrize("front", [YAML, TOML, YAML.replace("\n", "\r\n")])
def test_a_page_with_fields_at_its_beginning(front: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(front + BODY, encoding="utf-8", newline="")
    (page,) = fold_inputs(open_inputs([str(tmp_path)]), {})
    assert isinstance(page, FoldedPage)
    (record,) = rows(page)
    assert (record["title"], record["body"]) == (TITLE, [FIRST, SECOND])
    assert (record["published"], record["authors"]) == ("2024-05-01", ["Ada Quill"])
    assert (record["url"], record["section"]) == ("https://gull.example/ferry", "sea")


def test_a_page_without_fields(tmp_path: Path) -> None:
    text = f"# {TITLE}\n\n{BODY}\n---\n\n> {FIRST}\n\n* one 2 * 3\n* snake_case_name & so on\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (page,) = fold_inputs(open_inputs([str(tmp_path / "a.md")]), {})
    assert isinstance(page, FoldedPage)
    assert page.articles[0].title == TITLE
    assert [block.text for block in page.page.blocks] == [
        TITLE,
        FIRST,
        SECOND,
        FIRST,
        "one 2 * 3",
        "snake_case_name & so on",
    ]
