"""Dates as the press writes them, in any calendar, script and order."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import months
from dedupe.dates import date_from_url, find_date
from dedupe.lang import guess_lang, script_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        # Arabic: Gulf and Egypt, Levant, Maghreb, double forms, digits
        ("10 نوفمبر 2031", "2031-11-10"),
        ("8 تشرين الثاني 2031", "2031-11-08"),
        ("٨ كانون الأول / ديسمبر ٢٠٣١", "2031-12-08"),
        ("5 كانون الثاني 2031", "2031-01-05"),
        ("15 غشت 2031", "2031-08-15"),
        ("3 شتنبر 2031", "2031-09-03"),
        ("3 دجنبر 2031", "2031-12-03"),
        ("15 جوان 2031", "2031-06-15"),
        ("12 جويلية 2031", "2031-07-12"),
        ("1erjuillet 2031", "2031-07-01"),
        ("\ue90010\ue901 November 2031", "2031-11-10"),  # signs of an icon font
        ("18 جانفي 2031", "2031-01-18"),
        ("5 فيفري 2031", "2031-02-05"),
        ("9 أوت 2031", "2031-08-09"),
        ("10 يونيو (حزيران) 2031", "2031-06-10"),
        # two calendars, one calendar
        ("نُشر: 10 نوفمبر 2031 م ـ 08 جمادى الأول 1453 هـ", "2031-11-10"),
        ("08 جمادى الأول 1453 هـ - 10 نوفمبر 2031 م", "2031-11-10"),
        ("08 جمادى الأول 1453 هـ", ""),
        ("08/05/1453 هـ", ""),
        # Persian solar
        ("۲۰ آبان ۱۴۰۳", "2024-11-10"),
        ("1 فروردین 1403", "2024-03-20"),
        ("30 اسفند 1403", "2025-03-20"),
        ("1 فروردین 1404", "2025-03-21"),
        ("۱۰ نوامبر ۲۰۳۱", "2031-11-10"),
        # others
        ("10 November 2031", "2031-11-10"),
        ("Nov. 10, 2031", "2031-11-10"),
        ("Monday, November 10th, 2031", "2031-11-10"),
        ("12 mai 2031", "2031-05-12"),
        ("1er août 2031", "2031-08-01"),
        ("10. März 2031", "2031-03-10"),
        ("10 de noviembre de 2031", "2031-11-10"),
        ("10 novembre 2031", "2031-11-10"),
        ("10 maart 2031", "2031-03-10"),
        ("3 мая 2031 г.", "2031-05-03"),
        ("3 травня 2031", "2031-05-03"),
        ("10 Νοεμβρίου 2031", "2031-11-10"),
        ("10 בנובמבר 2031", "2031-11-10"),
        ("10 नवंबर 2031", "2031-11-10"),
        ("2031年11月10日", "2031-11-10"),
        # Thailand's year is 543 ahead
        ("10 พฤศจิกายน 2574", "2031-11-10"),
        ("10 พ.ย. 2574 14:20 น.", "2031-11-10"),
        ("Jumatatu, 10 Novemba 2031", "2031-11-10"),
        ("திங்கள், 10 நவம்பர், 2031", "2031-11-10"),
        ("10 नोव्हेंबर 2031", "2031-11-10"),
        ("10 noyabr 2031", "2031-11-10"),
        ("10 лістапада 2031", "2031-11-10"),
        ("10 ნოემბერს 2031", "2031-11-10"),
        ("2031년 11월 10일", "2031-11-10"),
        ("10 Kasım 2031 Pazar", "2031-11-10"),
        ("10 listopada 2031", "2031-11-10"),
        ("10 Agustus 2031", "2031-08-10"),
        ("10 tháng 11 năm 2031", "2031-11-10"),
        ("10 نومبر 2031ء", "2031-11-10"),
        # numbers
        ("2031-11-10", "2031-11-10"),
        ("2031/11/10", "2031-11-10"),
        ("10/11/2031", "2031-11-10"),
        ("25/11/2031", "2031-11-25"),
        ("11/25/2031", "2031-11-25"),
        ("10.11.31", "2031-11-10"),
        ("20311110", "2031-11-10"),
        ("20241110", "2024-11-10"),
        # none
        ("31 فيفري 2031", ""),
        ("Monday", ""),
        ("May 2031", ""),
        ("version 3.2.1", ""),
        ("+81 158-23-2031", ""),
        ("", ""),
    ],
)
def test_day(text: str, date: str) -> None:
    assert find_date(text)[:10] == date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2031-11-10T08:30:00+03:00", "2031-11-10T08:30:00+03:00"),
        ("2031-11-10T05:30:12.123Z", "2031-11-10T05:30:12+00:00"),
        ("2031-11-10T08:30:00+0300", "2031-11-10T08:30:00+03:00"),
        ("2031-11-10 08:30", "2031-11-10T08:30:00"),
        ("10 November 2031 - 08:30", "2031-11-10T08:30:00"),
        ("Nov. 10, 2031 8:30 PM", "2031-11-10T20:30:00"),
        ("Nov. 10, 2031 12:05 am", "2031-11-10T00:05:00"),
        ("آخر تحديث: 09:15-10 نوفمبر 2031 م", "2031-11-10T09:15:00"),
        ("12 mai 2031 à 10h30", "2031-05-12T10:30:00"),
        ("10. November 2031, 08.30 Uhr", "2031-11-10T08:30:00"),
        ("2031年11月10日 下午3:05", "2031-11-10T15:05:00"),
        ("10 November 2031 at 08:30 GMT+3", "2031-11-10T08:30:00+03:00"),
        ("Mon, 10 Nov 2031 08:30:00 +0000", "2031-11-10T08:30:00+00:00"),
        ("2031-11-10T29:99", "2031-11-10"),
    ],
)
def test_time_and_zone(text: str, moment: str) -> None:
    assert find_date(text) == moment


def test_order_of_numbers_follows_the_language_only_where_it_is_sure() -> None:
    assert find_date("03/04/2031") == "2031-04-03"
    assert find_date("03/04/2031", "en") == "2031-04-03"
    assert find_date("03/04/2031", "en-us") == "2031-03-04"
    assert find_date("1403/08/20") == ""
    assert find_date("1403/08/20", "fa") == "2024-11-10"
    assert find_date("20 listopada 2031", "hr") == "2031-10-20"


def test_dates_without_a_year_need_today() -> None:
    today = datetime.date(2031, 1, 5)
    assert find_date("10 نوفمبر") == ""
    assert find_date("10 نوفمبر", today=today) == "2030-11-10"
    assert find_date("January 3", today=today) == "2031-01-03"
    assert find_date("yesterday", today=today) == "2031-01-04"
    assert find_date("منذ 3 أيام", today=today) == "2031-01-02"
    assert find_date("vor 2 Wochen", today=today) == "2030-12-22"


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://gull.example/2031/11/10/harbour", "2031-11-10"),
        ("https://gull.example/harbour-2031-11-10.html", "2031-11-10"),
        ("https://gull.example/20311110/harbour", "2031-11-10"),
        ("https://gull.example/world/2031/nov/10/harbour", "2031-11-10"),
        ("https://gull.example/10-11-2031/harbour", "2031-11-10"),
        ("https://2031-11-10.example/harbour", ""),
        ("https://gull.example/news/12345678", ""),
        ("https://gull.example/2031/13/45/", ""),
        ("", ""),
    ],
)
def test_date_from_url(url: str, date: str) -> None:
    assert date_from_url(url) == date


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.data())
def test_every_month_name_is_read(day: datetime.date, data: st.DataObject) -> None:
    names = [n for n, number in months.gregorian().items() if number == day.month]
    name = data.draw(st.sampled_from(names))
    assert find_date(f"{day.day} {name} {day.year}") == day.isoformat()


@given(st.text(max_size=100), st.sampled_from(["", "fa", "en-us"]))
def test_any_text_gives_a_real_date_or_none(text: str, lang: str) -> None:
    found = find_date(text, lang, datetime.date(2031, 1, 5))
    assert not found or datetime.datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "أعلنت وزارة النقل تأجيل افتتاح الجسر"),
        ("fa", "وزارت راه اعلام کرد که این پل تا پایان سال بسته می‌ماند"),
        ("ur", "حکومت نے نئے منصوبے کا اعلان کیا ہے"),
        ("he", "העירייה פתחה את הנמל מחדש"),
        ("ru", "Новый мост закрыт на ремонт, сообщили власти"),
        ("uk", "Влада міста відкрила порт після ремонту"),
        ("bg", "Властите в града откриха пристанището след ремонт"),
        ("sr", "Градске власти су отвориле луку после радова"),
        ("el", "Το λιμάνι άνοιξε ξανά τη Δευτέρα"),
        ("hi", "सरकार ने नई योजना की घोषणा की है"),
        ("mr", "शहरात पाणी टंचाई आहे आणि लोक त्रस्त झाले आहेत"),
        ("zh", "港口周一重新开放"),
        ("ja", "新計画を発表した政府"),
        ("ko", "항구가 월요일 다시 문을 열었다"),
        ("th", "ท่าเรือเปิดอีกครั้ง"),
        ("bn", "বন্দর আবার খুলেছে"),
        ("ta", "துறைமுகம் திறக்கப்பட்டது"),
        ("ka", "პორტი გაიხსნა"),
        ("hy", "Նավահանգիստը բացվեց"),
        ("en", "The harbour opens again on Monday"),
        ("fr", "Le port rouvre lundi après des travaux"),
        ("de", "Der Hafen öffnet am Montag wieder"),
        ("es", "El puerto reabre el lunes tras las obras"),
        ("it", "Il porto riapre lunedì dopo i lavori della città"),
        ("pt", "O porto reabre na segunda-feira após as obras"),
        ("nl", "De haven gaat maandag weer open na het onderhoud"),
        ("pl", "Port został otwarty w poniedziałek po remoncie"),
        ("tr", "Belediye köprüyü kapattı ve bir tören yapıldı"),
        ("sv", "Hamnen öppnar igen på måndag och det är bra"),
        ("fi", "Satama avataan maanantaina ja se on hyvä"),
        ("hu", "A kikötő hétfőn újra megnyílt és nem zárt be"),
        ("id", "Pelabuhan dibuka kembali pada hari Senin dengan upacara"),
        ("vi", "Cảng mở cửa trở lại vào thứ hai"),
        ("", "12:30"),
        ("", ""),
    ],
)
def test_language(lang: str, text: str) -> None:
    assert guess_lang(text) == lang


def test_scripts_of_languages() -> None:
    assert script_of("ar") == script_of("fa") == "arabic"
    assert script_of("zh") == script_of("ja")
    assert script_of("en") != script_of("ru")
