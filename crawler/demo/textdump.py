"""The bundled text dump: pages flattened line by line, as such dumps look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crawler.demo.stories import Story, caption_line, caption_pair, outlet_title, words


@dataclass(frozen=True, slots=True)
class DumpPage:
    """One file of the dump: its articles in order, the cards between them, its encoding."""

    name: str
    articles: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    marker: str = ""
    encoding: str = "utf-8"
    messy: bool = False
    """CRLF, no-break spaces and direction marks, as a copy out of a word processor has them."""
    text: str = ""
    """The whole file, where it holds no article."""


_MENU = """منارة أورسايا

الرئيسية
محليات
اقتصاد
ثقافة
رياضة

خطأ 404
الصفحة غير موجودة

بحث
اتصل بنا
"""

PAGES = (
    DumpPage(
        "ar-library.txt",
        ("ar-library", "ar-bees"),
        ("ar-ferry", "ar-song", "card-swim"),
        "TT",
        messy=True,
    ),
    DumpPage(
        "ar-salt.txt",
        ("ar-salt", "ar-school"),
        ("card-olives", "ar-cup", "card-radio"),
        "حجم الخط",
        encoding="cp1256",
    ),
    DumpPage(
        "el-theatro.txt", ("el-theatro", "el-elia"), ("el-faros", "en-boats", "fr-pain"), "Aa"
    ),
    DumpPage("empty.txt"),
    DumpPage(
        "en-clock.txt",
        ("en-clock", "en-pilots"),
        ("en-market", "en-boats", "en-river-courier"),
        "Text size",
    ),
    DumpPage(
        "fr-moulin.txt", ("fr-moulin", "fr-archives"), ("fr-pain", "fr-velo", "en-market"), "A+ A-"
    ),
    DumpPage("not-found.txt", text=_MENU),
)


def dump_bytes(page: DumpPage, news: Mapping[str, Story]) -> bytes:
    """The file as it stands in the dump folder."""
    text = page.text or dump_text(page, news)
    return (_messy(text) if page.messy else text).encode(page.encoding)


def dump_text(page: DumpPage, news: Mapping[str, Story]) -> str:
    """Header run, body, cards, then the next article with a header run of its own."""
    if not page.articles:
        return page.text
    first, *rest = (news[name] for name in page.articles)
    cards = "\n".join(_card(news[name]) for name in page.cards)
    related = f"\n\n{words(first.lang)['related']}\n\n{cards}\n"
    appended = "".join(f"\n{_article(story, page.marker)}" for story in rest)
    return _article(first, page.marker) + related + appended


def card_line(card: Story) -> str:
    """The last line of a card: `«outlet» (place)`, with the quotation marks of its language."""
    opening, closing = {"en": ("“", "”"), "fr": ("« ", " »")}.get(card.lang, ("«", "»"))
    who = outlet_title("courier" if card.home == "courier" else "lighthouse", card.lang)
    return f"{opening}{who}{closing} ({card.place})"


def _article(story: Story, marker: str) -> str:
    header = "\n".join([story.title, "", *caption_pair(story)])
    # Pull quotes and bylines are not there: the tool that flattened these pages dropped them.
    body = "\n\n".join(part.text for part in story.parts if part.kind != "pull")
    return f"{header}\n{marker}\n\n{header}\n\n{body}\n"


def _card(card: Story) -> str:
    picture = f"{card.section} {caption_line(card.captions[0])}"
    return f"{picture}\n\n{card.title}\n\n{card.card}\n\n{card_line(card)}"


def _messy(text: str) -> str:
    changes: list[Callable[[str], str]] = [
        lambda line: line.replace(" من ", "\u00a0من "),
        lambda line: line.replace("»", "»\u200f"),
        lambda line: f"\u202b{line}\u202c" if line.startswith("«") else line,
    ]
    lines = text.split("\n")
    for change in changes:
        lines = [change(line) for line in lines]
    return "\r\n".join(lines)
