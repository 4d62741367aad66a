"""What stands below a line that has all of a text, on pages of fiction that lost their lines."""

from __future__ import annotations

import pytest

from crawler.page import page_from_text
from dedupe.page import fold_page

ENGLISH = (
    "Old mill grinds again above the weir of Tarnholm",
    "The council of Tarnholm reopened the old mill on Tuesday. Nobody had heard its wheel for "
    "forty years. Engineers cleared the race during the winter. A new wheel of oak was hung in "
    "March. The miller begins with barley this week. Wheat from the upper fields follows in "
    "autumn. Farmers promised her two hundred sacks. The bridge beside the mill stays closed to "
    "carts.",
    "Ada Quill writes of towns and people since 1990. You have three free stories left.",
)
ARABIC = (
    "الطاحونة القديمة تدور من جديد فوق سد تارنهولم",
    "أعاد مجلس تارنهولم فتح الطاحونة القديمة يوم الثلاثاء. ولم يسمع أحد صوت عجلتها منذ أربعين "
    "عاما. ونظف المهندسون القناة خلال الشتاء. وعلقت عجلة جديدة من البلوط في مارس. وتبدأ الطحانة "
    "بالشعير هذا الأسبوع. ويتبعه قمح الحقول العليا في الخريف. ووعدها المزارعون بمئتي كيس. ويبقى "
    "الجسر مغلقا أمام العربات. ويزور التلاميذ المكان كل صباح. وقالت المعلمة إنهم يحبون الماء "
    "والحجر. وبيع الخبز الأول بسعر الكلفة.",
    "المواد المنشورة لا تعبر بالضرورة عن رأي الصحيفة. بقيت لك ثلاث مقالات مجانية.",
)
GREEK = (
    "Ο παλιός μύλος αλέθει ξανά στο Τάρνχολμ",
    "Το συμβούλιο άνοιξε ξανά τον παλιό μύλο την Τρίτη. Κανείς δεν είχε ακούσει τη ρόδα του για "
    "σαράντα χρόνια. Μηχανικοί καθάρισαν το αυλάκι τον χειμώνα. Μια νέα δρύινη ρόδα κρεμάστηκε "
    "τον Μάρτιο. Η μυλωνού αρχίζει με κριθάρι αυτή την εβδομάδα. Το σιτάρι ακολουθεί το "
    "φθινόπωρο. Οι αγρότες της υποσχέθηκαν διακόσια σακιά. Η γέφυρα δίπλα στον μύλο μένει κλειστή"
    " για κάρα.",
)
SWAHILI = (
    "Kinu cha zamani chasaga tena Tarnholm",
    "Baraza lilifungua tena kinu cha zamani siku ya Jumanne. Hakuna aliyesikia gurudumu lake kwa "
    "miaka arobaini. Mafundi walisafisha mfereji wakati wa baridi. Gurudumu jipya la mwaloni "
    "liliwekwa mwezi Machi. Msagaji anaanza na shayiri wiki hii. Ngano kutoka mashamba ya juu "
    "itafuata baadaye. Wakulima walimwahidi magunia mia mbili. Daraja kando ya kinu bado "
    "limefungwa kwa mikokoteni.",
)


def body(*lines: str) -> tuple[str, ...]:
    (article,) = fold_page(page_from_text("\n".join(lines) + "\n", id="x")).articles
    return article.body


@pytest.mark.parametrize(
    ("page", "listed"),
    [
        (ENGLISH, "Related stories Goat elected to the parish council Bakery sells out by noon"),
        (ARABIC, "اقرأ أيضا انتخاب عنزة لمجلس القرية المخبز يبيع كل شيء قبل الظهر"),
    ],
)
def test_what_stands_before_a_list_on_its_line_is_no_text(
    page: tuple[str, str, str], listed: str
) -> None:
    title, text, foot = page
    assert body(title, text, f"{foot} {listed}") == (text,)


CARDS = (
    "Η κατσίκα εξελέγη σε κοινοτάρχη Σάβ., 3 Ιουλ. 2024 στις 09:21 Ο φούρνος ξεπουλάει πριν το "
    "μεσημέρι Δευ., 5 Ιουλ. 2024 στις 11:40 Βάφεται μπλε το καμπαναριό Τετ., 7 Ιουλ. 2024 στις "
    "18:05",
    "Mbuzi achaguliwa diwani J.mosi, 3 Jul. 2024 saa 09:21 Duka la mikate lauza yote asubuhi "
    "J.tatu, 5 Jul. 2024 saa 11:40 Mnara wa kengele wapakwa rangi J.tano, 7 Jul. 2024 saa 18:05",
)


@pytest.mark.parametrize(("page", "cards"), [*zip((GREEK, SWAHILI), CARDS, strict=True)])
def test_cards_with_days_and_times_are_no_text(page: tuple[str, str], cards: str) -> None:
    assert body(*page, cards) == page[1:]


def test_a_long_second_paragraph_stays_whatever_it_tells_of() -> None:
    other = ENGLISH[1].replace("mill", "quay").replace("wheel", "crane")
    assert body(*ENGLISH[:2], other) == (ENGLISH[1], other)
    assert body(*GREEK, *SWAHILI[1:]) == (*GREEK[1:], *SWAHILI[1:])
