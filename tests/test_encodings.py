"""Character sets as servers send them: a lie in the header, nothing at all, marks, broken bytes."""

from __future__ import annotations

import codecs
import random

import pytest
from crawling import ask, crawl, feed, profile
from server import Answer, serving

from crawler.html import _HIGH, _SAMPLE, _sample, decode_html

ARABIC = (
    "الميناء يعود إلى العمل بعد العاصفة",
    "قال مجلس المدينة يوم الاثنين إن الرصيف سيعاد بناؤه قبل حلول الشتاء، وإن العمال بدأوا نقل "
    "الحجارة من الجبل القريب.",
    "وأضاف المهندسون أن قاع البحر كان رملا حيث وعدت الخرائط بصخر صلب، وأن التكلفة سترتفع قليلا.",
)
RUSSIAN = (
    "Гавань снова открыта после шторма",
    "Городской совет решил в понедельник восстановить причал до наступления зимы, и рабочие уже "
    "начали возить камень с ближней горы.",
    "Инженеры добавили, что дно оказалось песчаным там, где карты обещали твёрдую скалу, и что "
    "расходы немного вырастут.",
)
FRENCH = (
    "Le port rouvre après la tempête",
    "Le conseil a décidé lundi de reconstruire la jetée avant l'été, et les ouvriers ont déjà "
    "commencé à charrier les pierres de la colline voisine.",
    "Les ingénieurs ont ajouté que le fond était sableux là où les cartes promettaient du rocher.",
)
GREEK = (
    "Το λιμάνι ανοίγει ξανά μετά την καταιγίδα",
    "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να ξαναχτίσει την προβλήτα πριν από τον χειμώνα, "
    "και οι εργάτες άρχισαν ήδη να κουβαλούν πέτρες.",
    "Οι μηχανικοί πρόσθεσαν ότι ο βυθός ήταν αμμώδης εκεί όπου οι χάρτες έδειχναν βράχο.",
)


def page(text: tuple[str, ...], said: str = "") -> str:
    """A page of a headline and paragraphs; `said` is what its markup declares."""
    title, *body = text
    meta = f'<meta charset="{said}">' if said else ""
    return (
        f"<!doctype html><html><head>{meta}<title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{''.join(f'<p>{part}</p>' for part in body)}</article></body></html>"
    )


def broken(data: bytes) -> bytes:
    """UTF-8 with what old systems leave in it: a quotation mark of theirs, half a letter."""
    at = data.index("وأضاف".encode())
    return data[:at] + b"\x93" + data[at : at + 9] + data[at + 10 :]


UTF8 = "text/html; charset=utf-8"
PLAIN = "text/html"
CASES: dict[str, tuple[tuple[str, ...], bytes, str]] = {
    "cp1256 that the header calls utf-8": (ARABIC, page(ARABIC).encode("cp1256"), UTF8),
    "cp1256 that both call utf-8": (ARABIC, page(ARABIC, "utf-8").encode("cp1256"), UTF8),
    "cp1256 that nobody declares": (ARABIC, page(ARABIC).encode("cp1256"), PLAIN),
    "utf-8 that nobody declares": (ARABIC, page(ARABIC).encode(), PLAIN),
    "utf-8 that the header calls cp1256": (
        ARABIC,
        page(ARABIC).encode(),
        "text/html; charset=windows-1256",
    ),
    "utf-8 without any header": (ARABIC, page(ARABIC).encode(), ""),
    "utf-8 that the header calls Latin": (
        ARABIC,
        page(ARABIC).encode(),
        "text/html; charset=ISO-8859-1",
    ),
    "cp1251 that nobody declares": (RUSSIAN, page(RUSSIAN).encode("cp1251"), PLAIN),
    "koi8-r that nobody declares": (RUSSIAN, page(RUSSIAN).encode("koi8_r"), PLAIN),
    "cp1251 that the header calls utf-8": (RUSSIAN, page(RUSSIAN).encode("cp1251"), UTF8),
    "cp1253 that nobody declares": (GREEK, page(GREEK).encode("cp1253"), PLAIN),
    "cp1252 that nobody declares": (FRENCH, page(FRENCH).encode("cp1252"), PLAIN),
    "a mark of utf-8 under a lie": (
        ARABIC,
        codecs.BOM_UTF8 + page(ARABIC, "windows-1256").encode(),
        "text/html; charset=windows-1256",
    ),
    "a mark of utf-16": (ARABIC, codecs.BOM_UTF16_LE + page(ARABIC).encode("utf-16-le"), UTF8),
    "a mark of utf-16, the other way": (
        RUSSIAN,
        codecs.BOM_UTF16_BE + page(RUSSIAN).encode("utf-16-be"),
        PLAIN,
    ),
    "utf-8 with broken bytes": (ARABIC, broken(page(ARABIC).encode()), UTF8),
    "utf-8 with broken bytes that nobody declares": (
        ARABIC,
        broken(page(ARABIC).encode()),
        PLAIN,
    ),
    "utf-8 cut inside a letter": (ARABIC, page(ARABIC).encode() + "ب".encode()[:1], UTF8),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Title and body of each case, crawled from a server."""
    tmp = tmp_path_factory.mktemp("encodings")
    names = list(CASES)
    with serving() as server:
        for number, (_, data, kind) in enumerate(CASES.values()):
            server.pages[f"/news/{number}-x"] = Answer(data, kind=kind)
        server.pages["/feed"] = feed(server, *list(server.pages))
        profile(tmp / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        _, log = crawl(tmp)
        assert f"{len(names)} pages fetched" in log, log
    rows = ask(
        tmp,
        "SELECT p.key, v.title, v.body FROM pages p JOIN sightings s ON s.page = p.n "
        "JOIN versions v ON v.n = s.version WHERE s.main",
    )
    return {names[int(key.partition(":")[2])]: (title, body) for key, title, body in rows}


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_read_in_its_own_letters(name: str, stored: dict[str, tuple[str, str]]) -> None:
    text, _, _ = CASES[name]
    title, body = stored[name]
    assert title == text[0]
    assert text[1] in body
    if "broken" in name:
        assert body.count("\ufffd") <= 3, "what is broken shows, and nothing else is lost"
        assert "المهندسون أن قاع البحر" in body
    else:
        assert all(part in body for part in text[1:])


def test_what_a_character_set_is_judged_by_is_what_stands_around_its_letters() -> None:
    """Found place by place, it is what one pattern finds that is tried from each."""
    draw = random.Random(7)
    for alphabet, count in ((b"ab <>\xc8\xc9", 400), (b"ab c", 3000), (b"\xc8 ", 900)):
        for _ in range(40):
            data = bytearray(draw.choices(alphabet, k=count))
            for _ in range(3):
                data[draw.randrange(count)] = draw.choice(b"<>\xc8\xff")
            assert _sample(bytes(data)) == b"\n".join(_HIGH.findall(data))[:_SAMPLE]
    assert _sample(b"\xc8 " * _SAMPLE) == b"\n".join(_HIGH.findall(b"\xc8 " * _SAMPLE))[:_SAMPLE]


HEADLINES = {
    "gb18030": [
        "北京发布暴雨红色预警",
        "央行宣布下调存款准备金率",
        "上海股市周一收高",
        "地震造成多人受伤",
    ],
    "euc_jp": [
        "台風が九州に接近",
        "首相が会見で発表",
        "東京株式市場は反発",
        "港が嵐の後に再開した",
    ],
    "euc_kr": [
        "코스피 상승 마감",
        "국회 예산안 통과",
        "폭설로 교통 마비",
        "축구 대표팀 승리",
        "신임 총리 취임",
    ],
    "big5": ["颱風逼近台灣", "立法院通過預算案", "台北股市收高", "大學考試成績公布"],
    "shift_jis": ["台風が九州に接近", "国会で予算案が可決"],
    "cp874": ["ท่าเรือเปิดอีกครั้งหลังพายุ", "น้ำท่วมภาคใต้"],
    "cp1251": ["Гавань снова открыта", "Землетрясение в горах"],
    "koi8_r": ["Гавань снова открыта", "Землетрясение в горах"],
    "cp1253": ["Το λιμάνι ανοίγει ξανά", "ΣΕΙΣΜΟΣ ΣΤΗΝ ΠΟΛΗ"],
    "cp1256": ["الميناء يعود إلى العمل", "ارتفاع أسعار النفط"],
    "cp1255": ["הנמל נפתח מחדש", "רעידת אדמה בצפון"],
}
"""With few of the letters and signs that a script has most of."""


@pytest.mark.parametrize("code", HEADLINES)
def test_a_headline_alone_is_read_in_its_character_set(code: str) -> None:
    for text in HEADLINES[code]:
        assert decode_html(text.encode(code)) == text
