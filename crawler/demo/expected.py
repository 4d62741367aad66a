"""What a careful reader finds on the demo's pages: the truth that tests and the demo compare with.

`python -m crawler.demo.expected` writes truth.json and the dump's files anew from the stories.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crawler.demo import courier, lighthouse, textdump
from crawler.demo.stories import (
    DAYS,
    HERE,
    Story,
    body,
    caption_line,
    caption_pair,
    dateline,
    outlet,
    outlet_title,
    stories,
    words,
)
from dedupe.model import Caption

Truth = dict[str, Any]


def whole_truth() -> Truth:
    """Pages of both outlets, files of the dump, and the counts that follow from them."""
    pages = _pages()
    dump = [_dump_truth(page, stories()) for page in textdump.PAGES]
    return {
        "note": "Written by python -m crawler.demo.expected from the stories in news/.",
        "pages": pages,
        "dump": dump,
        "expected": _counts(pages, dump),
    }


def _pages() -> list[Truth]:
    """One entry a page; a page that differs between the days has one for each."""
    entries: list[Truth] = []
    for day in DAYS:
        for entry in _pages_of(stories(day)):
            same = [old for old in entries if {**old, "days": 0} == {**entry, "days": 0}]
            if same:
                same[0]["days"].append(day)
            else:
                entries.append({**entry, "days": [day]})
    return entries


def _pages_of(news: Mapping[str, Story]) -> list[Truth]:
    found = [_lighthouse_truth(story, news) for story in lighthouse.own_articles(news)]
    found.append(_dossier_truth(news))
    found += [_courier_truth(story, news) for story in courier.own_articles(news)]
    return found


def _lighthouse_truth(story: Story, news: Mapping[str, Story]) -> Truth:
    own = words(story.lang)
    shown = [story, news[story.appended]] if story.appended else [story]
    return {
        "site": outlet("lighthouse")["name"],
        "path": story.path,
        "days": [],
        "quarantined": False,
        "articles": [
            _article(one, dateline(one) or lighthouse.place_line(one), main=one is story)
            for one in shown
        ],
        "teasers": [_teaser(news[name], lighthouse.place_line) for name in story.related],
        "folded": {
            "markers": [own["marker"], *own["share"]],
            "repeats": [text for one in shown for text in _repeats(one, printed=4)],
            "list_headings": [own["related"]],
            "furniture": _lighthouse_furniture(),
        },
    }


def _dossier_truth(news: Mapping[str, Story]) -> Truth:
    return {
        "site": outlet("lighthouse")["name"],
        "path": lighthouse.DOSSIER,
        "days": [],
        "quarantined": True,
        "articles": [],
        "teasers": [_teaser(news[n], lighthouse.place_line) for n in lighthouse.DOSSIER_CARDS],
        "folded": {
            "markers": [],
            "repeats": [],
            "list_headings": [words("ar")["dossier"]],
            "furniture": _lighthouse_furniture(),
        },
    }


def _lighthouse_furniture() -> list[str]:
    own = words("ar")
    return [outlet_title("lighthouse", "ar"), *own["menu"], own["footer"]]


def _courier_truth(story: Story, news: Mapping[str, Story]) -> Truth:
    own = words(story.lang)
    return {
        "site": outlet("courier")["name"],
        "path": story.path,
        "days": [],
        "quarantined": False,
        "articles": [_article(story, dateline(story), main=True)],
        "teasers": [_teaser(news[name]) for name in story.related],
        "folded": {
            "markers": [own["marker"], *own["share"]],
            "repeats": _repeats(story, printed=1),
            "list_headings": [own["related"]],
            "furniture": [
                outlet_title("courier", story.lang),
                *own["menu"],
                own["cookies"],
                courier.newsletter(story),
                own["permalink"].split("{")[0].strip(),
                own["tags"],
                *courier.comments_of(story),
                own["footer"],
            ],
        },
    }


def _dump_truth(page: textdump.DumpPage, news: Mapping[str, Story]) -> Truth:
    shown = [news[name] for name in page.articles]
    return {
        "file": page.name,
        "encoding": page.encoding,
        "quarantined": not shown,
        "articles": [_dump_article(story, main=story is shown[0]) for story in shown],
        "teasers": [_teaser(news[name], textdump.card_line) for name in page.cards],
        "folded": {
            "markers": [page.marker] if page.marker else [],
            "repeats": [t for one in shown for t in _repeats(one, printed=4, quoted=False)],
            "list_headings": [words(shown[0].lang)["related"]] if shown else [],
            "furniture": page.text.split("\n\n") if page.text else [],
        },
    }


def _article(story: Story, line: str, *, main: bool) -> Truth:
    return {
        "story": story.story,
        "main": main,
        "title": story.title,
        "lang": story.lang,
        "standfirst": story.standfirst,
        "paragraphs": len(body(story)),
        "body": list(body(story)),
        "captions": [_caption(caption) for caption in story.captions],
        "authors": list(story.authors),
        "agency": story.agency,
        "dateline": _place_of(line, story),
        "dateline_text": line,
        "section": story.section,
        "published": story.published,
        "modified": story.modified,
        "path": story.path,
    }


def _dump_article(story: Story, *, main: bool) -> Truth:
    """A dump's page shows headline, caption and body; who wrote it, when and where is lost."""
    silent = {
        "standfirst": "",
        "captions": [_caption(caption) for caption in story.captions[:1]],
        "authors": [],
        "agency": story.agency if dateline(story) else "",
        "section": "",
        "published": "",
        "modified": "",
        "path": "",
    }
    return {**_article(story, dateline(story), main=main), **silent}


def _teaser(card: Story, line: Any = None) -> Truth:
    caption = card.captions[0]
    text = line(card) if line else ""
    shows_picture = line is not None
    return {
        "title": card.title,
        "standfirst": card.card,
        "section": card.section,
        "captions": [_caption(caption)] if shows_picture else [],
        "dateline": _place_of(text, card),
        "dateline_text": text,
        "path": "" if line is textdump.card_line else card.path,
    }


def _caption(caption: Caption) -> Truth:
    """A caption with whom it credits, and the line as it is printed: `Photo: Jane Doe` is a label
    and a name, and a record keeps the name."""
    label, colon, name = caption.credit.partition(": ")
    credit = name if colon else label
    return {"text": caption.text, "credit": credit, "line": caption_line(caption)}


def _place_of(line: str, story: Story) -> str:
    """The place as the line writes it, `HESTEL` in `HESTEL (Zephyra)`; empty without a line."""
    start = line.casefold().find(story.place.casefold()) if line else -1
    return line[start : start + len(story.place)] if start >= 0 else ""


def _repeats(story: Story, *, printed: int, quoted: bool = True) -> list[str]:
    """Texts that stand once more than the record needs: headline, captions, pull quotes."""
    pulls = [part.text for part in story.parts if part.kind == "pull"] if quoted else []
    if printed == 1:
        return pulls
    over, under = caption_pair(story)
    kept = caption_line(story.captions[0])
    lines = [over, under, over, under]
    lines.remove(kept)
    return [story.title, *lines, *pulls]


def _counts(pages: list[Truth], dump: list[Truth]) -> Truth:
    days = {str(day): _of_day([p for p in pages if day in p["days"]]) for day in DAYS}
    before = {(a["title"], *a["body"]) for p in pages if 1 in p["days"] for a in p["articles"]}
    after = {(a["title"], *a["body"]) for p in pages if 2 in p["days"] for a in p["articles"]}
    shown = [article for page in [*pages, *dump] for article in page["articles"]]
    return {
        "days": days,
        "changed_on_day_2": len(after - before),
        "pages_changed_on_day_2": sum(page["days"] == [2] for page in pages),
        "dump": _of_day(dump),
        "records": len({article["story"] for article in shown}),
        "texts": len({(article["title"], *article["body"]) for article in shown}),
        "quarantined": sum(page["quarantined"] for page in [*pages, *dump]),
    }


def _of_day(pages: list[Truth]) -> Truth:
    articles = [article for page in pages for article in page["articles"]]
    teasers = [teaser for page in pages for teaser in page["teasers"]]
    found: Truth = {
        "pages": len(pages),
        "articles": len(articles),
        "main_articles": sum(article["main"] for article in articles),
        "records": len({article["story"] for article in articles}),
        "languages": {
            lang: sum(article["lang"] == lang for article in articles)
            for lang in sorted({article["lang"] for article in articles})
        },
        "teasers": len(teasers),
        "teaser_titles": len({teaser["title"] for teaser in teasers}),
        "quarantined": sum(page["quarantined"] for page in pages),
    }
    if pages and "path" in pages[0]:
        found["gone"] = [lighthouse.GONE, courier.GONE]
        found["refused"] = [courier.DRAFT]
    return found


def write() -> None:
    """Write truth.json and the files of dump/ anew."""
    text = json.dumps(whole_truth(), ensure_ascii=False, indent=1)
    (HERE / "truth.json").write_text(text + "\n", encoding="utf-8")
    for page in textdump.PAGES:
        (HERE / "dump" / page.name).write_bytes(textdump.dump_bytes(page, stories()))


if __name__ == "__main__":
    write()
