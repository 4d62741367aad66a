"""Days of the Persian solar calendar, and days told by their distance from today."""

from __future__ import annotations

import datetime
import re
from functools import cache

from dedupe.text import normal

_SOLAR_YEARS = range(1200, 1500)


def from_solar(year: int, month: int, day: int) -> str:
    """A Persian solar date as a Gregorian one.

    Leap years by the 33-year rule, which agrees with the observed calendar for centuries around
    today.
    """
    if (
        year not in _SOLAR_YEARS
        or not 1 <= month <= 12
        or not 1 <= day <= (31 if month < 7 else 30)
    ):
        return ""
    leaps = (8 * year + 21) // 33
    # 1 Farvardin 1403 was 20 March 2024.
    days = 365 * (year - 1403) + leaps - (8 * 1403 + 21) // 33
    days += 31 * (month - 1) - max(0, month - 7) + day - 1
    return (datetime.date(2024, 3, 20) + datetime.timedelta(days=days)).isoformat()


_TODAY = (
    "today|اليوم|aujourd hui|heute|hoy|oggi|hoje|vandaag|bugün|сегодня|сьогодні"
    "|σήμερα|היום|今天|今日|आज|امروز"
)
_YESTERDAY = (
    "yesterday|أمس|hier|gestern|ayer|ieri|ontem|gisteren|dün|вчера|вчора|χθες|אתמול|昨天|昨日|دیروز"
)
_DAYS = (
    "day|days|يوم|أيام|jours|jour|tag|tagen|días|dia|dias|giorni|dagen|gün|день|дня"
    "|дней|дні|днів|ημέρες|ימים|天前|日前|दिन|روز"
)
_WEEKS = (
    "week|weeks|أسبوع|أسابيع|semaines|semaine|woche|wochen|semanas|settimane|weken"
    "|hafta|недели|неделю|тижні"
)


@cache
def _near_words() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    def keys(listed: str) -> list[str]:
        return [normal(word) for word in listed.split("|")]

    span = re.compile(
        rf"(\d{{1,3}})\s?(?:(?P<days>{'|'.join(keys(_DAYS))})|(?P<weeks>{'|'.join(keys(_WEEKS))}))"
    )
    return frozenset(keys(_TODAY)), frozenset(keys(_YESTERDAY)), span


def near(line: str, today: datetime.date | None) -> str:
    """Yesterday, 3 days ago."""
    if today is None or len(line) > 60:
        return ""
    now, before, span = _near_words()
    found = span.search(line)
    if found:
        days = int(found[1]) * (7 if found["weeks"] else 1)
        return (today - datetime.timedelta(days=days)).isoformat()
    words = set(normal(line).split())
    if words & before:
        return (today - datetime.timedelta(days=1)).isoformat()
    return today.isoformat() if words & now else ""
