"""A small corpus to look at: Arabic, English, an edited article, a copy, cards, hostile text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from making import page_of, prose

from dedupe.model import FoldedPage, Teaser
from storage.store import Store

HOSTILE = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"

ARABIC = (
    "وصل وفد من أوكرانيا إلى ميناء طرسون صباح الثلاثاء لمناقشة طريق جديد للحبوب مع اتحاد الموانئ.",
    "وقال رئيس الاتحاد إن القوات البحرية ستؤمّن الممر ٤٢ يوماً، وإن السفن الأولى تبحر قبل الشتاء.",
    "ورحّب تجار السوق القديم بالخبر، فأسعار الدقيق ارتفعت ثلث ما كانت عليه منذ إغلاق الممر.",
)

ENGLISH = (
    "The ferry to Oster Island runs again after a winter in which the ramp had to be built anew.",
    "Its captain said that the first crossing took nineteen minutes and that nobody was seasick.",
    "The harbour office expects three hundred passengers a day once the island's market opens.",
    "A second boat is to follow in June, when the old one goes to the yard for a new engine.",
)


def pages() -> list[FoldedPage]:
    """The folded pages of the corpus."""
    arabic = page_of(
        "وفد من أوكرانيا يبحث طريق الحبوب في طرسون",
        ARABIC,
        id="arabic",
        url="https://manara.example/node/7",
        source="manara.example",
        published="2025-03-10T08:00:00+03:00",
        fetched_at="2025-03-10T09:00:00+00:00",
        lang="ar",
        standfirst="ممر بحري جديد قبل الشتاء",
        captions=[("سفينة حبوب في الميناء", "لمى وردان")],
        markers=("TT", "مشاركة"),
        cards=("سوق الملح يفتح أبوابه",),
    )
    first = page_of(
        "Ferry to Oster Island runs again",
        ENGLISH,
        id="ferry",
        url="https://north.example/ferry",
        key="https://north.example/ferry",
        published="2025-03-08T10:00:00+00:00",
        fetched_at="2025-03-08T11:00:00+00:00",
        captions=[("The ferry at the new ramp", "Ada Quill")],
        cards=("School choir wins in Tarnholm",),
    )
    edited = page_of(
        "Ferry to Oster Island runs again",
        (*ENGLISH[:1], ENGLISH[1].replace("nineteen", "eighteen"), *ENGLISH[2:]),
        id="ferry later",
        url="https://north.example/ferry",
        key="https://north.example/ferry",
        published="2025-03-08T18:00:00+00:00",
        fetched_at="2025-03-09T11:00:00+00:00",
    )
    copy = page_of(
        "Ferry to Oster Island runs again",
        ENGLISH,
        id="copy",
        url="https://south.example/5",
        source="south.example",
        published="2025-03-11",
        fetched_at="2025-03-11T11:00:00+00:00",
    )
    hostile = page_of(
        f"Title {HOSTILE}",
        (f"Body {HOSTILE}", *prose(5, 60)),
        id=f"hostile {HOSTILE}",
        url="javascript:document.title='run'",
        source=f"evil {HOSTILE}",
        markers=(f"Marker {HOSTILE}",),
        cards=(f"Card {HOSTILE}",),
    )
    return [_pointing(arabic), first, edited, copy, hostile]


def _pointing(page: FoldedPage) -> FoldedPage:
    """The page with a card that leads to the ferry."""
    (card,) = page.teasers
    pointing = Teaser("سوق الملح يفتح أبوابه", url="https://north.example/ferry", lang="ar")
    return replace(page, teasers=(replace(pointing, placed=card.placed),))


def build(path: Path) -> Path:
    """The database at `path` with all of them, and one input in quarantine."""
    with Store(path) as store:
        run = store.start_run("clean", f"pages {HOSTILE}")
        store.save_many(pages(), run)
        store.quarantine(f"bad {HOSTILE}", "not JSON", line=3, detail=HOSTILE, run=run)
        store.finish_run(run, {"pages": 5, "new": 4})
    return path
