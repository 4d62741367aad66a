"""Mailboxes, single messages, and pages that a browser saved as one."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import dumps
import pytest

from crawler.inputs import open_inputs, read_pages
from crawler.readers.raw import Bad
from crawler.readers.telling import form_of
from dedupe.model import Page

ROWS = dumps.slice_of(3)


def message(row: dumps.Row, html: bool = True, plain: bool = True) -> bytes:
    made = EmailMessage()
    made["From"] = "The Gull <news@gull.example>"
    made["Subject"] = row["title"]
    made["Date"] = "Tue, 12 Mar 2024 08:15:00 +0000"
    made["Message-ID"] = f"<{row['id']}>"
    if plain:
        made.set_content(row["body"] + "\n\nFrom the pier, so it was.\n")
    if html:
        (made.add_alternative if plain else made.set_content)(dumps.html_of(row), subtype="html")
    return made.as_bytes(policy=SMTP.clone(linesep="\n"))


def mailbox(end: str = "\n") -> bytes:
    parts = [
        b"From news@gull.example Tue Mar 12 08:15:00 2024\n"
        + message(row).replace(b"\nFrom ", b"\n>From ")
        for row in ROWS
    ]
    return b"\n".join([*parts, b""]).replace(b"\n", end.encode())


def read(folder: Path, name: str, data: bytes, **reading: str) -> list[Page | Bad]:
    (folder / name).write_bytes(data)
    return list(read_pages(open_inputs([str(folder / name)], **reading)))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_message_of_a_mailbox_is_a_page(end: str, tmp_path: Path) -> None:
    found = read(tmp_path, "letters.mbox", mailbox(end))
    pages = [page for page in found if isinstance(page, Page)]
    assert len(pages) == len(found) == 3
    for page, row in zip(pages, ROWS, strict=True):
        wanted = f"{row['title']} {row['body']} From the pier, so it was."
        assert page.text.split() == wanted.split()
        assert (page.id, page.source) == (row["id"], "The Gull")
        assert page.meta.title == row["title"]
        assert page.meta.published == "2024-03-12T08:15:00+00:00"
    assert form_of(mailbox()[:4096]) == "mbox"
    (bad,) = read(tmp_path, "letters.csv", mailbox())
    assert isinstance(bad, Bad)
    assert bad.detail.endswith("it holds a mailbox; try --form mbox")
    assert len(read(tmp_path, "letters.csv", mailbox(), form="mbox")) == 3


def test_a_message_that_is_markup_alone_is_read_as_markup(tmp_path: Path) -> None:
    (page,) = read(tmp_path, "letter.eml", message(ROWS[0], plain=False))
    assert isinstance(page, Page)
    assert page.form == "html"
    assert page.text.split()[-9:] == ROWS[0]["body"].split()[-9:]


def test_a_page_that_a_browser_saved_as_one_file(tmp_path: Path) -> None:
    page = EmailMessage()
    page["From"] = "<Saved by a browser>"
    page["Snapshot-Content-Location"] = ROWS[1]["url"]
    page["Subject"] = "Window | The Gull"
    page["Date"] = "Tue, 12 Mar 2024 08:15:00 +0000"
    page.make_related()
    html, frame, style = EmailMessage(), EmailMessage(), EmailMessage()
    html.set_content(dumps.html_of(ROWS[1]), subtype="html", cte="quoted-printable")
    frame.set_content("<p>Advertisement</p>", subtype="html")
    style.set_content("p {}", subtype="css")
    for part in (html, style, frame):
        page.attach(part)
    (found,) = read(tmp_path, "page.mhtml", page.as_bytes())
    assert isinstance(found, Page)
    assert found.url == ROWS[1]["url"]
    assert found.meta.title == ROWS[1]["title"]
    assert "Advertisement" not in found.text
    assert found.fetched_at.startswith("2024-03-12")
    assert not found.meta.published, "the day on which it was saved is not the news'"


def test_messages_without_text_cost_themselves(tmp_path: Path) -> None:
    picture = EmailMessage()
    picture["Subject"] = "A picture"
    picture.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    head = b"From a@gull.example Tue Mar 12 08:15:00 2024\n"
    data = head + picture.as_bytes() + b"\n\n" + mailbox()
    bad, *pages = read(tmp_path, "d.mbox", data)
    assert isinstance(bad, Bad)
    assert (bad.where, bad.reason) == ("d.mbox:1", "no text")
    assert len(pages) == 3
