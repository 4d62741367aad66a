"""The time of day and the zone that stand beside a date."""

from __future__ import annotations

import re

_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})\s?(?:[:：]|h(?=\d)|[時时点點](?=\s?\d)|\.(?=\d\d(?!\d|\.)))\s?(\d{2})(?:[:：](\d{2}))?(?![\d./])"
    r"\s?[分]?\s?(?P<half>[ap]\.?\s?m\.?(?!\w)|[صم](?!\w)|صباحا|مساء)?\s*(?P<zone>z(?!\w)|(?:utc|gmt)?\s?[+\-−]\d{1,2}(?::?\d{2})?|utc|gmt)?"
)
_HALF_BEFORE = re.compile(r"(上午|下午|오전|오후|午前|午後)\s?(\d{1,2})\s?[:：時时点시]\s?(\d{2})?")


def clock_time(hour: int, minute: int, second: str | None, zone: str) -> str:
    """`T08:30:00+03:00`, or "" where it is no time of day."""
    if hour == 24:
        hour = 0
    if not (0 <= hour < 24 and 0 <= minute < 60 and int(second or 0) < 60):
        return ""
    return f"T{hour:02}:{minute:02}:{int(second or 0):02}{_zone(zone)}"


def _zone(zone: str) -> str:
    bare = zone.replace("−", "-").replace(" ", "").lower()
    if not bare:
        return ""
    offset = bare.removeprefix("utc").removeprefix("gmt")
    if not offset or offset == "z":
        return "+00:00"
    sign, digits = offset[0], offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    if int(hours) > 14 or int(minutes) > 59:
        return ""
    return f"{sign}{int(hours):02}:{minutes}"


def time_beside(line: str, after: int, before: int) -> str:
    """The time beside a date: behind it, else in front of it."""
    half = _HALF_BEFORE.search(line, after, after + 30)
    if half:
        late = half[1] in ("下午", "오후", "午後")
        return clock_time(int(half[2]) % 12 + 12 * late, int(half[3] or 0), None, "")
    found = _TIME.search(line, after, after + 45) or _TIME.search(line, max(0, before - 25), before)
    if not found:
        return ""
    hour = int(found[1])
    mark = (found["half"] or "").replace(" ", "")
    if mark and hour <= 12:
        late = mark[0] in "pم"
        hour = hour % 12 + 12 * late
    return clock_time(hour, int(found[2]), found[3], found["zone"] or "")
