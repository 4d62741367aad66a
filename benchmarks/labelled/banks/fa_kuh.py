"""Persian stories with the furniture words of an agency's site: codes, hours, short addresses."""

from benchmarks.labelled.banks.fa import (
    ITEMS,
    LIVE,
    MEN,
    MORE,
    ORGS,
    PEOPLE,
    PLACES,
    QUESTIONS,
    SUBHEADS,
    TOPICS,
    VERSE,
    WOMEN,
)
from benchmarks.labelled.banks.fa import WORDS as OTHER

AGENCIES = ["کوه‌نیوز", "خبرگزاری بلندا", "بلندا عکس"]
CREDITS = ["عکاس: {p}", "| {a}", "({a}، {p})", "منبع عکس: {a}"]
MONTHS = ["اردیبهشت", "مرداد", "آبان", "اسفند"]
WEEKDAYS = ["شنبه", "دوشنبه", "چهارشنبه", "پنجشنبه"]
DATE = "{w} {d} {m} {y}"
CLOCK = "{date} ساعت {clock}"
# Years of the solar calendar.
ERA = -621
DIGITS = "۰۱۲۳۴۵۶۷۸۹"

WORDS = OTHER | {
    "home": "صفحه نخست",
    "sections": ["استان‌ها", "بازار", "هنر", "زندگی", "ورزشی", "محیط زیست"],
    "related": "اخبار مرتبط",
    "also": "بخوانید",
    "most_read": "پربیننده‌ترین",
    "read_more": "ادامه خبر",
    "share": ["ارسال به دوستان", "نسخه چاپی", "ذخیره"],
    "newsletter": "{n} نفر عضو کانال ما هستند، شما هم بیایید",
    "newsletter_more": "برای دیدن خبرهای فوری اعلان‌ها را روشن کنید.",
    "ad": "تبلیغات",
    "tags": "کلیدواژه‌ها",
    "by": "خبرنگار: {p}",
    "by_place": "{c} - {p}",
    "by_day": "{p} - {d}",
    "signed": "انتهای پیام / {p}",
    "where": "به گزارش {s}، {c}",
    "code": "کد خبر: {n}",
    "previous": "خبر قبلی",
    "next": "خبر بعدی",
    "dateline": "{c} - {s}",
    "updated": "ویرایش {d}",
    "follow": "نظر شما چیست؟",
    "footer": ["درباره خبرگزاری", "پیوندها", "آرشیو", "نقل مطالب {s} با ذکر منبع آزاد است {y}"],
    "menu": ["همه بخش‌ها", "جستجوی پیشرفته", "عضویت"],
    "figure_of": "{i} / {n}",
}

__all__ = [
    "ITEMS",
    "LIVE",
    "MEN",
    "MORE",
    "ORGS",
    "PEOPLE",
    "PLACES",
    "QUESTIONS",
    "SUBHEADS",
    "TOPICS",
    "VERSE",
    "WOMEN",
]
