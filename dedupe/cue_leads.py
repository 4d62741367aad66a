"""From where: datelines that open a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from dedupe.agencies import agency, alone
from dedupe.cue_forms import QUOTED, cased, known_place, name_like, named, place_like
from dedupe.cue_tools import ends_sentence
from dedupe.text import tokens, width


class LeadDateline(NamedTuple):
    """A dateline at the start of a paragraph; the text goes on at `rest`."""

    dateline: str
    place: str
    agency: str
    rest: int
    authors: tuple[str, ...] = ()
    """Who wrote, where the dateline names them as Chinese and Korean ones do."""


_DATE_IN = (
    r"(?:[,،]?\s*(?:\w+\s+)?\d{1,2}(?:[./]\d{1,2}\.?|\.?\s+[^\W\d_]+\.?)?(?:\s+\d{4})?"
    r"|[,،]\s*[^\W\d_]+\.?\s+\d{1,2})"
)
_PLACE_IN = r"(?P<place>[^\d()\[\]:;.!?؟«»\"“”]{2,45}?)"
_LEADS = (
    # LONDON, May 3 (Reuters) - ; لندن (أ.ف.ب) -
    re.compile(
        rf"^{_PLACE_IN}{_DATE_IN}?\s*[(\[](?P<agency>[^()\[\]]{{2,45}})[)\]]\s*(?P<dash>[-–—―:.،]*)\s*"
    ),
    # (ANSA) - ROMA, 03 MAG - ; (أ ف ب) -
    re.compile(
        rf"^[(\[](?P<agency>[^()\[\]]{{2,45}})[)\]]\s*(?P<dash>[-–—:])\s*"
        rf"(?:(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ' -]{{2,30}}){_DATE_IN}?\s*[-–—]\s*)?"
    ),
    # РИМ, 3 мая - РИА Новости. ; القاهرة - رويترز:
    re.compile(
        rf"^{_PLACE_IN}{_DATE_IN}?\s*[-–—/،,]\s*(?P<agency>[^\d()\[\]:;.!?«»\"—]{{2,40}}?)\s*(?P<dash>\s[-–—]|[:.—])\s*"
    ),
    # 新华社北京11月10日电 ; 【ロンドン共同】
    re.compile(
        r"^(?P<agency>[\u4e00-\u9fff]{2,4}?[社网])(?P<place>[\u4e00-\u9fff]{2,8}?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?P<dash>[电電])\s*"
    ),
    re.compile(
        r"^【(?P<place>[^】＝=]{2,12}?)(?P<agency>共同|時事|＝[^】]{2,8}|AFP|ロイター)?(?P<dash>】)\s*"
    ),
    # Reuters - ; رويترز –
    re.compile(r"^(?P<agency>[^\d()\[\]:;!?«»\"–—-]{2,40}?)(?P<place>)(?P<dash>\s[-–—]|—)\s+"),
    # «المرفأ» (بورت فيلا) -
    re.compile(
        rf"^{QUOTED}\s*[(（](?P<place>[^\d()（）]{{2,45}})[)）]\s*(?P<dash>[-–—:])\s*(?P<agency>)"
    ),
    # 本报讯（记者 林晓岚）
    re.compile(
        r"^(?P<agency>[\u4e00-\u9fff]{1,6}?[社网報报])?(?P<place>)[讯訊电電]?(?P<dash>)(?=[(（]\w{0,2}"
        r"(?:记者|記者|通讯员|通訊員))"
    ),
    # (솔내=연합뉴스) 박서윤 기자 =
    re.compile(
        r"^[(\[](?P<place>[가-힣]{2,8})=(?P<agency>[가-힣A-Za-z0-9]{2,12})[)\]]\s*"
        r"(?P<names>[가-힣]{2,4}(?:[·,\s]{1,2}[가-힣]{2,4}){0,3})\s기자\s*(?P<dash>=)\s*"
    ),
    # رام الله 14-10-2022 وفا- : place, day and whose report it is
    re.compile(
        rf"^{_PLACE_IN}\s+\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{4}}\s+(?P<agency>[^\W\d_]{{2,10}})\s*(?P<dash>[-–—])\s*"
    ),
)
_AGENCY_ALONE, _QUOTED_OUTLET, _REPORTED, _DAY_AND_OUTLET = 5, 6, 7, 9
_XINHUA = 3
_REPORTERS = re.compile(
    r"\s*[(（]\w{0,2}(?:记者|記者|通讯员|通訊員)[\s：:]?(?P<names>[\u4e00-\u9fff·、\s]{2,20})[)）]\s*"
)
"""Who wrote, in brackets behind a Chinese dateline."""
_NAMES = re.compile(r"[·、,\s]+")
_CAPITALS = re.compile(
    r"^(?P<place>[^\W\d_][^\d():;!?«»\"“”—–]{2,40}?)"
    + _DATE_IN
    + r"?\s*(?P<dash>[—–―]|\s-{1,2}\s)\s*"
)
_NEEDED = {0: re.compile(r"[(\[]"), 2: re.compile(r"\s[-–—]|[:.—]")}
"""What stands somewhere behind the place in a dateline of that number."""
_LONG_DASH = re.compile(r"[—–―]|\s-")
_LEAST_REST = 5  # words that must follow; a dateline opens a paragraph, it is none


def lead_dateline(paragraph: str) -> LeadDateline | None:
    """The dateline that a body paragraph opens with, or None; text goes on at `rest`.

    >>> lead_dateline("PORT VELA, May 3 (Reuters) - The harbour opened again on Monday.")[1:3]
    ('PORT VELA', 'Reuters')
    >>> lead_dateline("لندن (أ.ف.ب) - أعلنت الحكومة يوم الثلاثاء خطة جديدة.")[1:3]
    ('لندن', 'AFP')
    """
    head = paragraph[:120]
    for number, pattern in enumerate(_LEADS):
        # Hardly a paragraph has what these need, and to find that out by them takes long.
        needed = _NEEDED.get(number)
        found = pattern.match(head) if needed is None or needed.search(head) else None
        if found and _enough(paragraph, found.end()) and _lead_fits(found, number):
            return _lead(found, paragraph)
    found = _CAPITALS.match(head) if _LONG_DASH.search(head) else None
    if found and _enough(paragraph, found.end()) and _place_alone(found["place"], paragraph, found):
        return _lead(found, paragraph)
    return None


def _enough(paragraph: str, at: int) -> bool:
    return width(paragraph[at : at + 200]) >= _LEAST_REST


def _lead(found: re.Match[str], paragraph: str) -> LeadDateline:
    groups = found.groupdict()
    place = (groups.get("place") or "").strip(" ,،")
    source = (groups.get("agency") or "").strip("＝ ")
    if found.re in (_LEADS[_REPORTED], _LEADS[_XINHUA]):
        reporters = _REPORTERS.match(paragraph, found.end())
        end = reporters.end() if reporters else found.end()
        names = tuple(filter(None, _NAMES.split(reporters["names"]))) if reporters else ()
        own = agency(source) or (source if found.re is _LEADS[_XINHUA] else "")
        return LeadDateline(paragraph[:end].strip(), place, own, end, names)
    text = paragraph[: found.end()].strip()
    if "names" in groups:
        names = tuple(_NAMES.split(groups["names"]))
        return LeadDateline(text, place, agency(source), found.end(), names)
    if found.re is _LEADS[_DAY_AND_OUTLET]:
        return LeadDateline(text, place, agency(source), found.end())
    if "quoted" in groups:  # its own outlet as a rule, which is no agency
        return LeadDateline(text, place, agency(groups["quoted"]), found.end())
    return LeadDateline(text, place, agency(source) or source, found.end())


def _lead_fits(found: re.Match[str], number: int) -> bool:
    place, source, dash = (
        (found["place"] or "").strip(),
        found["agency"].strip() if found["agency"] else "",
        found["dash"],
    )
    if number == _AGENCY_ALONE:
        rest = found.string[found.end() :].lstrip("«\"“'‘„¿¡")
        return bool(alone(source)) and not rest[:1].islower()
    if number == _QUOTED_OUTLET:
        return place_like(place) and not agency(place)
    if number == _DAY_AND_OUTLET:
        return width(place) <= 4 and place_like(place)
    if number >= _REPORTED:
        return True
    if number >= _XINHUA:
        return bool(source or number == 4)
    if place and not place_like(place):
        return False
    known = bool(agency(source)) and width(source) <= 7
    if number == 2:
        return known and all(alone(p) or place_like(p) for p in re.split(r"[/,،-]", source))
    if number == 1:
        return known or (name_like(source, 4) and bool(place))
    if known:
        # Without a dash, "he told the agency (AFP) that" has the same shape.
        return width(place) <= 7 and (bool(dash) or known_place(place))
    # An unknown source: the dash must follow, and the place be in capitals or well known.
    strict = place.isupper() if cased(place) else width(place) <= 3
    return (
        bool(dash) and dash[0] in "-–—―" and name_like(source, 4) and (strict or known_place(place))
    )


def _place_alone(place: str, paragraph: str, found: re.Match[str]) -> bool:
    """`PARIS — …`: capitals, or a city that datelines often name."""
    bare = place.strip(" ,،.")
    rest = paragraph[found.end() :]
    if not place_like(bare.replace(".", "")) or width(rest) < 8 or not ends_sentence(paragraph):
        return False
    if known_place(bare) and width(bare) <= 4:
        return True
    first = bare.split(",")[0].strip()
    if not (cased(first) and first.isupper() and len(first) > 3 and width(first) <= 4):
        return False
    rest = rest.lstrip("«\"“'‘„¿¡")
    alarms = named("ALARMS")
    return rest[:1].isupper() and not any(word in alarms for word in tokens(first))
