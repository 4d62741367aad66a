"""Arabic as an agency of the southern mountains prints it: own digits, towns in brackets."""

from benchmarks.labelled.banks.ar_fables import (
    ITEMS,
    LIVE,
    MORE,
    QUESTIONS,
    SUBHEADS,
    TOPICS,
    VERSE,
)

MEN = ["مقبل الحيمي", "صالح بن عوض الرمادة", "ناجي الصبري", "حمود العنسي الكبير"]
WOMEN = ["تقية الشرفي", "أروى المحويت", "بلقيس العماد", "خولة الوصابي"]
PEOPLE = MEN + WOMEN
PLACES = ["حصن الغراب", "سوق الخميس", "وادي البن", "رأس الصيرة", "جبل المدرجات"]
ORGS = ["مجلس حكماء الوادي", "إدارة الحصون", "تعاونية البن", "مصلحة القوافل"]
AGENCIES = ["وكالة رواسي", "خاص", "سبأ فوتو"]
CREDITS = ["({a})", "({p}/{a})", "المصدر: {a}", "عدسة {p}"]
MONTHS = ["مارس", "يوليو", "سبتمبر", "نوفمبر"]
DIGITS = "٠١٢٣٤٥٦٧٨٩"
DATE = "{d} {m} {y}م"
CLOCK = "{date} الساعة {clock}"

WORDS = {
    "home": "الرئيسية",
    "sections": ["محليات", "اقتصاد", "ثقافة وفنون", "مجتمع", "رياضة", "بيئة"],
    "related": "موضوعات مشابهة",
    "also": "طالع أيضاً",
    "most_read": "الأكثر تداولاً",
    "read_more": "أكمل القراءة",
    "share": ["مشاركة", "إرسال", "طباعة"],
    "size": "الخط",
    "comments": "التعليقات ({n})",
    "comment_lines": ["بارك الله فيكم", "أين كانت الإدارة؟", "جهد مشكور"],
    "reply": "رد",
    "newsletter": "{n} متابع يتلقون نشرة الوادي كل مساء",
    "newsletter_more": "أدخل بريدك الإلكتروني لتصلك النشرة مجاناً.",
    "paywall": "بقي لديك {n} مواد مجانية لهذا الشهر.",
    "ad": "مساحة إعلانية",
    "tags": "الوسوم",
    "by": "{p}",
    "by_place": "{p} ({c})",
    "by_day": "{d} - {p}",
    "signed": "المحرر: {p}",
    "where": "{c} ({s})",
    "code": "خبر رقم {n}",
    "previous": "السابق",
    "next": "التالي",
    "dateline": "{c} ({s})",
    "updated": "آخر تحديث {d}",
    "views": "شوهد {n} مرة",
    "minutes": "{n} دقائق",
    "follow": "قنواتنا",
    "author_box": "{p} مراسل في الجبال منذ {y}، ويهوى جمع الحكايات.",
    "footer": ["عن الوكالة", "للتواصل", "الأرشيف", "© {y} {s}"],
    "menu": ["الأقسام", "بحث", "English"],
    "photo": "صورة",
    "live": "متابعة مباشرة",
    "loading": "جار التحميل",
    "disclaimer": "تنشر {s} المادة كما وردت من مراسليها.",
    "gallery": "معرض الصور",
    "figure_of": "صورة {i} من {n}",
}

__all__ = ["ITEMS", "LIVE", "MORE", "QUESTIONS", "SUBHEADS", "TOPICS", "VERSE"]
