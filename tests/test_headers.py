"""Headers of articles in bare text, whose lines say little by themselves."""

from __future__ import annotations

from crawler.page import page_from_text
from dedupe.model import Article
from dedupe.page import fold_page

HEADLINE = "مزارعو السنديان يستعدون لموسم القطف"
TEXTS = (
    "يستعد مئات المزارعين في سفوح جبل السنديان لموسم قطف الزيتون الذي ينطلق عادة في منتصف أكتوبر.",
    "وقال رئيس التعاونية نادر الشماع إن المحصول هذا العام أفضل من العام الماضي رغم قلة الأمطار.",
    "وأضاف أن أجور العمال ارتفعت، وأن سعر الصفيحة لا يزال دون ما ينتظره أصحاب الحقول.",
)


def article(*lines: str) -> Article:
    folded = fold_page(page_from_text("\n".join(lines), id="page"))
    (found,) = folded.articles
    return found


def test_a_headline_above_a_photo_credit_is_no_caption() -> None:
    found = article(
        "سياسة",
        "جهات",
        "الرئيسية > جهات",
        HEADLINE,
        "صورة: المنار",
        "هدى المالح الإثنين 14 أكتوبر 2024 - 10:00",
        *TEXTS,
    )
    assert found.title == HEADLINE
    assert found.section == "جهات"
    assert found.body == TEXTS


def test_a_pictures_text_between_the_day_and_the_author_signs_nothing() -> None:
    found = article(
        "الرئيسية » المحافظات",
        HEADLINE,
        "الأربعاء، 12 يونيو 2024 03:22 م",
        "مزارعون يجمعون الثمار في أحد الحقول",
        "كتب : كريم البستاني - تصوير: هاني رزق",
        *TEXTS,
    )
    assert found.title == HEADLINE
    assert [caption.text for caption in found.captions] == ["مزارعون يجمعون الثمار في أحد الحقول"]
    assert found.authors == ("كريم البستاني",)
    assert found.section == "المحافظات"


def test_a_card_in_a_line_of_the_text_is_none_of_it() -> None:
    found = article(
        HEADLINE,
        "12 يونيو 2024",
        TEXTS[0],
        "موضوعات متعلقة: افتتاح معصرة القرية بعد تطويرها",
        *TEXTS[1:],
    )
    assert found.body == TEXTS
