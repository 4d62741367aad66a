"""What single lines say of themselves: credits, datelines, authors, tools, headings of lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe import cue_bylines, cue_credits, cue_tools, cue_words, cues
from dedupe.agencies import AGENCIES, agency
from dedupe.cue_credits import split_credit
from dedupe.cue_forms import named

CREDITS = [
    (
        "港の鐘を見上げる市民＝2031年5月4日、水鳥市、早瀬灯撮影",
        "港の鐘を見上げる市民＝2031年5月4日、水鳥市",
        "早瀬灯",
    ),
    ("Мост через реку. Фото: Анна Гай / ИА «Волна»", "Мост через реку.", "Анна Гай / ИА «Волна»"),
    ("Image: Photo by Ada Quill on Imagehoard", "", "Ada Quill on Imagehoard"),
    ("قارب صيد يعود إلى المرفأ (أرشيفية/ رويترز)", "قارب صيد يعود إلى المرفأ", "أرشيفية/ رويترز"),
    ("قارب صيد يعود إلى المرفأ (أ.ف.ب)", "قارب صيد يعود إلى المرفأ", "أ.ف.ب"),
    ("رئيسة البلدية أمام المرفأ (أرشيفية - د.ب.أ)", "رئيسة البلدية أمام المرفأ", "أرشيفية - د.ب.أ"),
    ("رئيسة البلدية أمام المرفأ (وكالة النورس)", "رئيسة البلدية أمام المرفأ", "وكالة النورس"),
    ("A boat enters the harbour (AFP)", "A boat enters the harbour", "AFP"),
    ("A boat enters (Photo: Ada Marsh)", "A boat enters", "Ada Marsh"),
    ("A boat enters the port (Northwind Press)", "A boat enters the port", "Northwind Press"),
    ("A boat enters. Photo: Ada Marsh / Northwind", "A boat enters.", "Ada Marsh / Northwind"),
    ("A boat enters © Northwind", "A boat enters", "Northwind"),
    ("A boat enters the harbour – AFP/Getty", "A boat enters the harbour", "AFP/Getty"),
    (
        "A boat enters the harbour. REUTERS/Ada Marsh",
        "A boat enters the harbour.",
        "REUTERS/Ada Marsh",
    ),
    ("A boat enters the harbour [Reuters]", "A boat enters the harbour", "Reuters"),
    ("Ein Boot im Hafen. Foto: Anna Berg/dpa", "Ein Boot im Hafen.", "Anna Berg/dpa"),
    ("Un bateau au port. Crédit photo : Luc Roy", "Un bateau au port.", "Luc Roy"),
    ("Лодка в гавани. Фото: Иван Рыбаков", "Лодка в гавани.", "Иван Рыбаков"),
    ("港口的渔船（新华社）", "港口的渔船", "新华社"),
    ("Foto: Anna Berg", "", "Anna Berg"),
    ("صورة: ليلى حداد", "", "ليلى حداد"),
    ("الصورة من وكالة النورس", "", "وكالة النورس"),
]


@pytest.mark.parametrize(("line", "caption", "credit"), CREDITS)
def test_credit_is_parted_from_caption(line: str, caption: str, credit: str) -> None:
    assert cues.split_credit(line) == (caption, credit)
    assert cues.has_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "The singer (born 1961)",
        "A fisherman (53 years)",
        "Port Vela beat Harbour United in the final (3-2)",
        "Ada and Tom at the quay (left)",
        "She joined the World Trade Union (WTU)",
        "He said it was the end (of the road).",
        "The council sat late into the night (as it often does)",
        "إغلاق الميناء ثلاثة أيام (فيديو)",
        "اتفاق على توسيع الميناء (تحيين)",
        "فاز الفريق في النهائي (3-1)",
        "Der Verband der Hafenarbeiter (HDK)",
        "All rights reserved.",
        "© 2031 The Gull. All rights reserved",
        "The question is this: who pays for the bridge?",
        "",
    ],
)
def test_parenthesis_of_the_sentence_is_no_credit(line: str) -> None:
    assert not cues.has_credit(line)


@given(st.text(alphabet="Ab اب()[]©:.–-/ 1漢\n", max_size=60) | st.text(max_size=60))
def test_split_credit_takes_pieces_of_the_line(text: str) -> None:
    caption, credit = cues.split_credit(text)
    assert caption in text
    assert credit in text
    between = text.strip()[len(caption) :].replace(credit, "", 1) if credit else ""
    assert len(between) < 40


DATELINES = [
    ("«المرفأ اليوم» (لندن - موسكو)", "المرفأ اليوم", "لندن - موسكو", ""),
    ("«المرفأ اليوم» (لندن - كييف )", "المرفأ اليوم", "لندن - كييف", ""),
    ("“Harbour Post” (Port Vela)", "Harbour Post", "Port Vela", ""),
    ("باريس - أ.ف.ب", "أ.ف.ب", "باريس", "AFP"),
    ("الرياض - واس", "واس", "الرياض", "SPA"),
    ("الرياض 17 رمضان 1445 هـ الموافق 27 مارس 2024 م واس", "واس", "الرياض", "SPA"),
    ("London - Reuters", "Reuters", "London", "Reuters"),
    ("Минск - РИА Новости", "РИА Новости", "Минск", "RIA Novosti"),
    ("لندن (رويترز)", "رويترز", "لندن", "Reuters"),
    ("القاهرة - رويترز | 10 نوفمبر 2031", "رويترز", "القاهرة", "Reuters"),
    ("Port Vela - The Harbour Post", "The Harbour Post", "Port Vela", ""),
]


@pytest.mark.parametrize(("line", "outlet", "place", "source"), DATELINES)
def test_dateline_lines(line: str, outlet: str, place: str, source: str) -> None:
    assert cues.dateline(line) == cues.Dateline(outlet, place, source)


def test_dateline_with_an_author() -> None:
    correspondent = cues.Dateline("", "القاهرة", "", "مراسل المرفأ")
    assert cues.dateline("القاهرة - مراسل المرفأ") == correspondent
    assert cues.dateline("القاهرة - سوق الذهب") is None
    assert cues.dateline("القاهرة: سليم النوري") == cues.Dateline("", "القاهرة", "", "سليم النوري")
    assert cues.dateline("By Ada Marsh in Port Vela") == cues.Dateline(
        "", "Port Vela", "", "Ada Marsh"
    )


def test_shapes_alone_need_a_caller_who_knows_the_place_on_the_page() -> None:
    assert cues.dateline("بورت فيلا: سليم النوري") is None
    loose = cues.dateline("بورت فيلا: سليم النوري", loose=True)
    assert loose is not None
    assert loose.author == "سليم النوري"
    assert cues.dateline("Port Vela - Gull") is None
    assert cues.dateline("Port Vela - Gull", outlets=("Gull",)) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Riots in London - Reuters reports new arrests",
        "الوزير: لا زيادة في الأسعار هذا العام",
        "المنستير : حجز كمية من السمك الفاسد",
        "باريس : إخلاء محطة القطارات بعد إنذار كاذب",
        "بوتس يوقع معاهدة الميناء - رويترز",
        "قارب صيد يعود (رويترز)",
        "Northland - Southland",
        "الملعب القابسي - الأولمبي الباجي",
        "The mayor (London)",
        "«The Ship» (Reuters)",
        "He works in London.",
        "London",
        "المصدر : وات",
        "Minister: «We stay»",
        "Old Harbour / Reuters",
        "Old Harbour - Shutterstock",
        "2031",
        "",
    ],
)
def test_headlines_and_sentences_are_no_datelines(line: str) -> None:
    assert cues.dateline(line) is None


LEADS = [
    ("LONDON, May 3 (Reuters) - The harbour opened again on Monday.", "LONDON", "Reuters"),
    ("BERLIN (dpa) - Der Hafen ist am Montag wieder geöffnet worden.", "BERLIN", "DPA"),
    ("PORT VELA — The harbour opened again on Monday, after three weeks.", "PORT VELA", ""),
    ("PORT VELA (Northwind) — The harbour opened again on Monday.", "PORT VELA", "Northwind"),
    ("لندن (أ.ف.ب) - أعلنت الحكومة يوم الثلاثاء خطة جديدة.", "لندن", "AFP"),
    ("موسكو (د ب أ)- أعلنت الحكومة يوم الثلاثاء خطة جديدة.", "موسكو", "DPA"),
    ("القاهرة - رويترز: أعلنت الحكومة يوم الثلاثاء خطة جديدة.", "القاهرة", "Reuters"),
    (
        "МОСКВА, 10 ноя - РИА Новости. Порт вновь открыли в понедельник после ремонта.",
        "МОСКВА",
        "RIA Novosti",
    ),
    ("(ANSA) - ROMA, 03 MAG - Il porto riapre dopo tre settimane.", "ROMA", "ANSA"),
    ("新华社北京11月10日电 港口周一重新开放，当地政府公布了新的计划。", "北京", "Xinhua"),
    ("【ロンドン共同】港は月曜日に再開した。市長は計画を発表した。", "ロンドン", "Kyodo"),
    ("Reuters - The harbour opened again on Monday.", "", "Reuters"),
    ("رويترز – أعلنت الحكومة يوم الثلاثاء خطة جديدة.", "", "Reuters"),
    ("«المرفأ» (بورت فيلا) - أعلنت الحكومة يوم الثلاثاء خطة جديدة.", "بورت فيلا", ""),
    ("“The Courier” (Port Vela) - The harbour opened again on Monday.", "Port Vela", ""),
    (
        "Santa Mar de la Sierra, 9 may (EFE).- El puerto abrió de nuevo el lunes.",
        "Santa Mar de la Sierra",
        "EFE",
    ),
    ("عين الصنوبر 14-10-2022 وسج- أعلنت البلدية يوم الثلاثاء خطة جديدة.", "عين الصنوبر", ""),
    ("云溪社（记者 林晓岚）港口周一重新开放，当地政府公布了新的计划。", "", ""),
    (
        "(솔내=연합뉴스) 박서윤 기자 = 솔내시는 낡은 기차역을 고쳐 미술관을 연다고 밝혔다.",
        "솔내",
        "Yonhap",
    ),
]


@pytest.mark.parametrize(("paragraph", "place", "source"), LEADS)
def test_lead_datelines(paragraph: str, place: str, source: str) -> None:
    found = cues.lead_dateline(paragraph)
    assert found is not None
    assert (found.place, found.agency) == (place, source)
    assert paragraph[: found.rest].strip() == found.dateline
    assert paragraph[found.rest :][0].isalnum()


@pytest.mark.parametrize(
    "paragraph",
    [
        "The mayor (left) - who was there - said that it would be fine for all.",
        "وأوضح المتحدث في تصريح لوكالة (وات) أن الميناء سيبقى مغلقا.",
        "Anna — die Älteste — sagte am Montag nichts und ging nach Hause.",
        "BREAKING - The harbour has been closed by the police on Monday night.",
        "تونس - غينيا : انطلاق عملية بيع التذاكر غدا في الملعب",
        "The harbour opened again on Monday.",
        "AP - as the new party is called - will not stand in the next election.",
        "Harbour news - The council meets again on Monday, it was said.",
        "«المرفأ» (رويترز) - صورة التقطت يوم الثلاثاء في الميناء الشمالي.",
        "LONDON (Reuters) -",
        "",
    ],
)
def test_ordinary_paragraphs_open_without_a_dateline(paragraph: str) -> None:
    assert cues.lead_dateline(paragraph) is None


@pytest.mark.parametrize(
    ("paragraph", "authors"),
    [
        (
            "本报讯（记者林晓岚、周启明）港口周一重新开放，当地政府公布了新的计划。",
            ("林晓岚", "周启明"),
        ),
        ("新华社北京11月10日电（记者林晓岚）港口周一重新开放，当地政府公布了计划。", ("林晓岚",)),
        ("(솔내=연합뉴스) 박서윤 기자 = 솔내시는 낡은 기차역을 고쳐 미술관을 연다.", ("박서윤",)),
        ("港口周一重新开放（记者注），当地政府公布了新的计划。", ()),
    ],
)
def test_datelines_name_reporters(paragraph: str, authors: tuple[str, ...]) -> None:
    found = cues.lead_dateline(paragraph)
    assert (found.authors if found else ()) == authors


BYLINES = [
    ("박서윤 기자", ("박서윤",)),
    ("Autoren Ada Marsh und Ivo Stone", ("Ada Marsh", "Ivo Stone")),
    ("Von Ada Marsh, Berlin", ("Ada Marsh",)),
    ("By Ada Marsh", ("Ada Marsh",)),
    ("By ADA MARSH and Ivo Stone", ("ADA MARSH", "Ivo Stone")),
    ("By Ada Marsh | 10 November 2031", ("Ada Marsh",)),
    ("By Ada Marsh, Political Editor", ("Ada Marsh",)),
    ("Ada Marsh, Staff writer", ("Ada Marsh",)),
    ("Von Anna Berg", ("Anna Berg",)),
    ("Par Luc Roy et Marie Dubois", ("Luc Roy", "Marie Dubois")),
    ("Por Ana de la Ruiz", ("Ana de la Ruiz",)),
    ("كتب: سليم النوري", ("سليم النوري",)),
    ("كتبت- ليلى حداد:", ("ليلى حداد",)),
    ("كتب – سليم النوري", ("سليم النوري",)),
    ("كتب : سليم النوري - تصوير: هاني رزق", ("سليم النوري",)),
    ("Text: Anna Berg, Fotos: Jan Stein", ("Anna Berg",)),
    ("By Ada Marsh; photos by Ivo Stone", ("Ada Marsh",)),
    ("المصدر: المرفأ + وكالات", ("المرفأ", "وكالات")),
    ("تقرير: سليم النوري", ("سليم النوري",)),
    ("تقرير: ارتفاع أسعار الإيجارات في العاصمة", None),
    ("بقلم سليم النوري", ("سليم النوري",)),
    ("إعداد: ليلى حداد وسليم النوري", ("ليلى حداد", "سليم النوري")),
    ("نوشته رضا کاظمی", ("رضا کاظمی",)),
    ("Автор: Иван Рыбаков", ("Иван Рыбаков",)),
    ("Του Νίκου Παπά", ("Νίκου Παπά",)),
    ("מאת דנה לוי", ("דנה לוי",)),
    ("文／山田花子", ("山田花子",)),
    ("记者 张三", ("张三",)),
    ("रिपोर्ट: राम कुमार", ("राम कुमार",)),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_author_lines(line: str, names: tuple[str, ...] | None) -> None:
    assert cues.byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By the sea",
        "By The Numbers",
        "By 2031 the harbour will be full",
        "Von Berlin nach Paris",
        "Por España",
        "كتب للأطفال",
        "إعداد الطعام في البيت",
        "Ada Marsh",
        "Text messages are back",
        "By land, by sea and by air.",
    ],
)
def test_other_lines_are_no_author_lines(line: str) -> None:
    assert cues.byline(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(أ.ف.ب)", "AFP"),
        ("ووفق «وكالة الصحافة الفرنسية»، وقعت المعاهدة", "AFP"),
        ("Photo: Ada Marsh/AP", "AP"),
        ("الرياض - واس", "SPA"),
        ("a day in the spa", ""),
        ("ومع ذلك بقي الميناء مغلقا", ""),
        ("the map of the harbour", ""),
        ("Gull News Agency", "Gull News Agency"),
        ("وكالة «النورس» للأنباء", "وكالة «النورس»"),
        ("", ""),
    ],
)
def test_agency(line: str, name: str) -> None:
    assert agency(line) == name


def test_every_form_of_an_agency_names_it() -> None:
    for name, forms in AGENCIES.items():
        for form in filter(None, "|".join(forms).split("|")):
            assert agency(form), form
            assert agency(f"({form})") == agency(form), (name, form)


@pytest.mark.parametrize(
    "line",
    [
        "10 November 2031 - 08:30",
        "نُشر: 10 نوفمبر 2031 م ـ 08 جمادى الأول 1453 هـ",
        "آخر تحديث: 09:15-10 نوفمبر 2031 م ـ 08 جمادى الأول 1453 هـ",
        "الأحد ٨ تشرين الثاني ٢٠٣١",
        "Updated 3 hours ago",
        "2 days ago",
        "منذ 3 ساعات",
        "vor 3 Stunden",
        "3 часа назад",
        "לפני 3 שעות",
        "2031年11月10日 08:30",
        "8小时前",
        "10. November 2031, 08:30 Uhr",
        "12 mai 2031 à 10h30",
        "पब्लिश्ड: 10 नवंबर 2031, 08:30",
        "۱۴۱۰/۰۸/۲۰ ۱۰:۳۰",
        "2031-11-10T08:30:00+03:00",
        "20:45",
    ],
)
def test_date_lines(line: str) -> None:
    assert cues.is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "1914",
        "3-2",
        "Three days in May",
        "May",
        "12 people died",
        "+81 158-23-2031",
        "الأحد 2 أفريل 2031 :",
        "The harbour opened on 10 November 2031.",
        "10 November 2031: the day the harbour closed",
        "",
    ],
)
def test_other_lines_are_no_date_lines(line: str) -> None:
    assert not cues.is_date_line(line)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He left.", True),
        ("«انتهى الأمر».", True),
        ("Così disse «basta!»", True),
        ("ہم جا رہے ہیں۔", True),
        ("यह अच्छा है।", True),
        ("港口开放。", True),
        ("终于开放了！」", True),
        ("Was it so?", True),
        ("وماذا بعد؟", True),
        ("He left. (AFP)", False),
        ("قارب صيد (أ.ف.ب)", False),
        ("قارب صيد (أ.ف.ب.)", False),
        ("He left (for good.)", True),
        ("Made in the U.S.", False),
        ("The harbour opens", False),
        ("", False),
    ],
)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert cues.ends_sentence(text) is ends


@pytest.mark.parametrize(
    "line",
    [
        *("TT", "T T", "Aa", "AA", "A+ A-", "A- A A+", "ع ع", "أ أ", "T+"),
        *("حجم الخط", "Text size", "Schriftgröße", "字号 大 中 小", "Размер шрифта"),
        *(
            "Share 34",
            "Share on Facebook Twitter WhatsApp",
            "شارك",
            "نسخ الرابط",
            "Paylaş",
            "分享到微信",
        ),
        *("12 comments", "1.2K", "(12)", "34", "تعليقات 3", "5 min read", "10 دقائق قراءة"),
        *("Read more", "Advertisement", "إعلان", "Реклама", "Anzeige", "広告"),
        *("1 / 12", "1/12", "***", "»", "• • •", "|"),
    ],
)
def test_tools_are_furniture(line: str) -> None:
    assert cues.is_short_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Why?", "Eggs", "Stop.", "Method", "III", "XX", "2031", "45%", "Ada", "A", "NATO"),
        *("لماذا؟", "النتائج", "بيض", "Итоги", "结论", "まとめ", "Ha ha", "No.", "30 Min"),
        *("Print.", "Listen.", "More?", "شارك.", "Comments, likes, shares."),
        *("Print is dead", "Share prices fall", "شارك الوزير في الحفل", "Follow the money"),
        *("Listen to the harbour master", "3-2", "12:30", "12 apples", ""),
    ],
)
def test_short_text_of_an_author_is_no_furniture(line: str) -> None:
    assert not cues.is_short_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Related articles",
            "Read also:",
            "مقالات ذات صلة",
            "اقرأ أيضاً",
            "إقرأ أيضاً:",
            "Lire aussi",
        ),
        *("Mehr zum Thema", "Читайте также", "Читайте також", "相关文章", "関連記事", "संबंधित खबरें"),
        *("Διαβάστε επίσης", "İlgili haberler", "مطالب مرتبط", "یہ بھی پڑھیں", "כתבות נוספות"),
        *("RELATED NEWS", "More from World"),
    ],
)
def test_headings_of_lists(line: str) -> None:
    assert cues.is_list_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "Relations",
        "Related articles were found in his flat.",
        "المزيد من القتلى في العاصمة",
        "",
        "More",
    ],
)
def test_other_lines_are_no_headings_of_lists(line: str) -> None:
    assert not cues.is_list_heading(line)


@given(st.text(max_size=200))
def test_no_cue_fails_on_any_text(text: str) -> None:
    for cue in (
        cues.split_credit,
        cues.has_credit,
        cues.dateline,
        cues.lead_dateline,
        cues.byline,
        cues.agency,
        cues.is_date_line,
        cues.ends_sentence,
        cues.is_short_furniture,
        cues.is_list_heading,
    ):
        cue(text)


@pytest.mark.parametrize("name", ["BYLINE_LABELS", "BYLINE_NO_COLON"])
def test_a_label_is_seen_by_its_first_word(name: str) -> None:
    for label in getattr(cue_words, name).split("|"):
        assert cue_bylines._may_begin(label.split(" ")[0]), label
    assert not cue_bylines._may_begin("Harbours")


def test_no_word_of_a_phrase_is_a_lines_own() -> None:
    phrases = cue_tools.date_parts()[0] | cue_tools.tool_parts()[0] | named("COMMENT_HEADINGS")
    assert not [phrase for phrase in phrases if any(map(cue_tools.is_own, phrase.split()))]
    assert cue_tools.is_own("harbours")


@pytest.mark.parametrize("label", cue_words.CREDIT_NO_COLON.split("|"))
def test_a_label_without_colon_parts_a_credit(label: str) -> None:
    assert split_credit(f"A boat at dusk. {label} Ada Quill") == ("A boat at dusk.", "Ada Quill")
    assert cue_credits._may_be_labelled(f"A boat at dusk {label} Ada Quill")


def test_systems_say_who_wrote_in_words_of_their_own() -> None:
    assert cues.byline("Γράφτηκε από τον/την Ευγενία Μαυρομάτη") == ("Ευγενία Μαυρομάτη",)
    assert cues.byline("Geschrieben von Thea Wunderlich") == ("Thea Wunderlich",)
    assert cues.byline("Geschrieben von Hand und mit Tinte.") is None


def test_a_bracket_that_says_who_took_a_picture_is_a_credit() -> None:
    assert cues.has_credit("鐘を見上げる市民ら＝二十日、水鳥市の旧中央駅（早瀬灯撮影）")
    assert not cues.has_credit("鐘を見上げる市民ら＝2031年5月4日午前")
    assert not cues.has_credit("鐘を見上げる市民ら＝二十日、水鳥市の旧中央駅（早瀬灯）")


def test_a_label_that_is_cut_short_parts_a_credit() -> None:
    assert split_credit("Po ostatniej piłce fot. Edyta Jarząb") == (
        "Po ostatniej piłce",
        "Edyta Jarząb",
    )
    assert split_credit("图为重新开放的老戏台。江予安 摄") == ("图为重新开放的老戏台。", "江予安")
    assert split_credit("Zobacz na fot. 3 w galerii") == ("Zobacz na fot. 3 w galerii", "")


@pytest.mark.parametrize(
    ("caption", "cut"),
    [
        (
            "Паром біля причалу / Фото: пресслужба громади",
            ("Паром біля причалу", "пресслужба громади"),
        ),
        ("별을 보는 주민들. /한솔일보", ("별을 보는 주민들.", "한솔일보")),
        (
            "O bonde na curva - Nilo Prado/Folha do Porto",
            ("O bonde na curva", "Nilo Prado/Folha do Porto"),
        ),
        ("待合室を改装した店内＝みなも市", ("待合室を改装した店内＝みなも市", "")),
        ("駅前の桜＝北見いずみ撮影", ("駅前の桜", "北見いずみ")),
        ("Rain on both days - and snow/ice later", ("Rain on both days - and snow/ice later", "")),
    ],
)
def test_a_caption_ends_in_a_credit_of_any_shape(caption: str, cut: tuple[str, str]) -> None:
    assert cues.cut_credit(caption) == cut


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("記者藍青禾／竹溪報導", ("藍青禾",)),
        ("윤가온 기자 gaon@hansol.example", ("윤가온",)),
        ("By Ada Quill (aquill@gull.example)", ("Ada Quill",)),
        ("ئامادەکردنی: ئارام شوان", ("ئارام شوان",)),
        ("Autor:in: Ada Quill", ("Ada Quill",)),
    ],
)
def test_bylines_of_more_kinds(line: str, names: tuple[str, ...]) -> None:
    assert cues.byline(line) == names
