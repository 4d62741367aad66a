"""Hebrew stories with the words of a magazine."""

from benchmarks.labelled.banks.he import (
    ITEMS,
    LIVE,
    MORE,
    ORGS,
    PLACES,
    QUESTIONS,
    SUBHEADS,
    TOPICS,
    VERSE,
)
from benchmarks.labelled.banks.he import WORDS as OTHER

MEN = ["נדב אלומות", "גלעד שקדיאל", "רועי מעברות", "עומר תלתן"]
WOMEN = ["יעל סנונית", "מיכל ערבה", "דנה חרצית", "שירה אורן-גל"]
PEOPLE = MEN + WOMEN
AGENCIES = ["צילומי עמק", "סוכנות שביל", "א.ל.ן"]
CREDITS = ["| צילום: {p}", "({p})", "צילום: {a}", "(באדיבות {a})"]
MONTHS = ["פברואר", "מאי", "אוגוסט", "דצמבר"]
DATE = "{d} ב{m} {y}"
CLOCK = "{date}, {clock}"

WORDS = OTHER | {
    "home": "עמוד הבית",
    "sections": ["בארץ", "כסף", "תרבות ובידור", "אנשים", "כדורגל", "סביבה"],
    "related": "אולי יעניין אותך",
    "also": "לקריאה נוספת",
    "most_read": "הכי נצפים",
    "read_more": "לכתבה המלאה",
    "share": ["שתפו", "וואטסאפ", "מייל", "הדפיסו"],
    "comments": "{n} תגובות",
    "newsletter": "{n} קוראים כבר מקבלים את הניוזלטר של יום שישי",
    "newsletter_more": "רוצים גם? כתבו לנו כתובת וזהו.",
    "paywall": "זו הכתבה ה-{n} שלך השבוע. מנויים קוראים בלי הגבלה.",
    "ad": "תוכן שיווקי",
    "tags": "נושאים",
    "by": "{p}",
    "by_place": "{p}, {c}",
    "by_day": "{p} | {d}",
    "signed": "{p}",
    "where": "{c}, {s}",
    "code": "כתבה מספר {n}",
    "previous": "לכתבה הקודמת",
    "next": "לכתבה הבאה",
    "dateline": "{c} | {s}",
    "updated": "עודכן {d}",
    "author_box": "{p} בצוות המגזין מאז {y}, אוהבים רכבות ודבש.",
    "footer": ["מי אנחנו", "דברו איתנו", "תנאי שימוש", "{s} {y} ©"],
    "figure_of": "תמונה {i}/{n}",
}

__all__ = [
    "ITEMS",
    "LIVE",
    "MORE",
    "ORGS",
    "PLACES",
    "QUESTIONS",
    "SUBHEADS",
    "TOPICS",
    "VERSE",
]
