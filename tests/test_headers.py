"""Headers of articles in bare text, whose lines say little by themselves."""

from __future__ import annotations

from crawler.page import page_from_text
from dedupe.alike import cohesion
from dedupe.model import Article
from dedupe.page import fold_page
from dedupe.text import normal

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


def test_a_long_byline_is_no_pictures_text() -> None:
    found = article(
        "Papagaio testemunha furto e repete a placa do carro",
        "12 de maio de 2024",
        "Por Leonor Vaz Pinhal, da redação",
        "O papagaio de uma padaria de Ribeira Funda ajudou a polícia a achar um carro na segunda.",
        "O dono diz que a ave aprendeu a ler as placas sozinha, de tanto olhar a rua pela janela.",
    )
    assert not found.captions


def test_a_headline_above_a_longer_subtitle_is_no_caption() -> None:
    found = article(
        "محليات",
        "أمانة الوادي تطلق مبادرة شوارعنا أجمل",
        "تشمل زراعة 40 ألف شجرة وتأهيل 12 ميدانا قبل نهاية العام الجاري",
        "سلمى العنزي - الوادي",
        "تم النشر في:",
        "14 Oct 2024, 6:20 م",
        "مزارعون يجمعون الثمار في أحد الحقول",
        "(واس)",
        *TEXTS,
    )
    assert found.title == "أمانة الوادي تطلق مبادرة شوارعنا أجمل"
    assert found.standfirst == "تشمل زراعة 40 ألف شجرة وتأهيل 12 ميدانا قبل نهاية العام الجاري"


def test_a_text_goes_on_below_a_list_and_a_quote() -> None:
    found = article(
        "أخبار",
        "ثقافة",
        "فريق آثار يكشف سوقا عمرها ثلاثة آلاف عام",
        "جدران من الطين وأوان فخارية في موقع التنقيب (الأفق)",
        "9/2/2024",
        "أعلن فريق تنقيب مشترك العثور على بقايا سوق قديمة في واحة السدر، تعود إلى زمن القوافل.",
        "اقرأ أيضا",
        "نقوش نادرة تغير تاريخ الكتابة",
        "كنوز سفينة غارقة تصل إلى المتحف",
        "وقالت مديرة البعثة رنا القاسمي إن السوق كانت تضم نحو 40 حانوتا تصطف على جانبي شارع مرصوف.",
        "أوان وأوزان",
        "وعثر الفريق على مجموعة من الأوزان البرونزية وأختام تدل على تجارة مع المدن الساحلية.",
        "وتستمر أعمال التنقيب حتى نهاية أبريل المقبل، على أن تعرض اللقى في متحف المدينة هذا العام.",
        "المصدر: الأفق + وكالات",
        "المزيد من ثقافة",
        "مهرجان السينما يكرم رائد الرسوم المتحركة",
        "يكرم المهرجان في دورته العاشرة المخرج الراحل الذي أسس أول أستوديو في المنطقة.",
        "9/2/2024",
    )
    assert len(found.body) == 5
    assert found.body[2] == "أوان وأوزان"
    assert found.body[-1].startswith("وتستمر أعمال التنقيب")


def test_an_outlet_and_a_day_under_a_line_begin_another_article() -> None:
    folded = fold_page(
        page_from_text(
            "\n".join(
                (
                    "تقرير: ارتفاع أسعار الإيجارات في العاصمة",
                    "الديار - 3 أبريل 2024",
                    "مبان سكنية في وسط العاصمة",
                    "مبان سكنية في وسط العاصمة (أرشيف)",
                    *TEXTS[:2],
                    "مقالات أخرى",
                    "افتتاح مدرسة مهنية للفتيات في بلدة الصفا",
                    "الديار - 2 أبريل 2024",
                    "طالبات في ورشة الخياطة",
                    "افتتحت في بلدة الصفا أمس مدرسة للفتيات تضم ستة تخصصات وتتسع لمئات الطالبات.",
                    "وقالت مديرة المدرسة إن التسجيل مستمر حتى نهاية الشهر، وإن الدراسة مجانية.",
                )
            ),
            id="page",
        )
    )
    assert [article.title for article in folded.articles] == [
        "تقرير: ارتفاع أسعار الإيجارات في العاصمة",
        "افتتاح مدرسة مهنية للفتيات في بلدة الصفا",
    ]
    assert [caption.text for caption in folded.articles[1].captions] == ["طالبات في ورشة الخياطة"]


def test_days_in_a_chronicle_begin_no_articles() -> None:
    found = article(
        HEADLINE,
        "المنار - 3 أبريل 2024",
        TEXTS[0],
        "الأيام الأخيرة من الموسم",
        "2 أبريل 2024",
        TEXTS[1],
        TEXTS[2],
    )
    assert found.title == HEADLINE


def test_a_headline_over_paragraphs_and_nothing_else_has_them_all() -> None:
    texts = (
        "أعلن الاتحاد الوطني لجمع الكتب القديمة عن إيقاف كل تعهداته مع المعرض إلى أجل غير مسمى",
        "واتضح أن الفاعلين هما تلميذان من البلدة وقد أبقيا في سراح في انتظار عرضهما على القاضي",
    )
    for last in (
        texts[1],
        "تضم القائمة أربعة عشر اسما من مدن الساحل وستة من قرى الجبل وثلاثة من العاصمة",
    ):
        for title in ("اتحاد جامعي الكتب يقاطع المعرض", "أبرز أخبار يوم السبت 11 فيفري 2017"):
            found = article(title, "", texts[0], "", last)
            assert (found.title, found.body) == (title, (texts[0], last))


def test_a_long_last_paragraph_that_goes_on_is_no_foot_of_a_page() -> None:
    part = "عضو التعاونية رقم {} ان محصوله زاد وان جيرانه في السفح الغربي لم يقطفوا بعد كما يجب"
    long = f"واوضح {'، ثم قال '.join(part.format(number) for number in range(14))}"
    found = article(HEADLINE, "", TEXTS[0], "", long)
    assert (found.title, found.body) == (HEADLINE, (TEXTS[0], long))


def test_rows_of_results_below_a_paragraph_are_text() -> None:
    rows = (
        "المجموعة الأولى :",
        "نجوم السنديان - اتحاد الوادي 3 - 1",
        "هلال الجبل - شباب السفح 1 - 1",
        "المجموعة الثانية :",
        "أولمبيك الزيتون - نادي القطف 3 - 2",
        "مستقبل الصفيحة - جمعية المعصرة 3 - 0",
    )
    found = article("نتائج الجولة الرابعة من كأس الجبل", TEXTS[0], *rows)
    assert found.body == (TEXTS[0], *rows)


def test_a_headline_that_asks_or_ends_in_dots_is_no_paragraph() -> None:
    for title in (
        "بعد سبعة أعوام من الجفاف : معصرة السنديان تعود إلى العمل ..",
        HEADLINE + "؟" * 2,
    ):
        found = article(title, title, *TEXTS)
        assert (found.title, found.body) == (title, TEXTS)


def test_a_day_of_few_words_under_a_headline_signs_it() -> None:
    page = "\n".join(
        (
            "버들나루 나룻배, 2년 만에 다시 물살 가르다",
            "2032.05.14. 09:15",
            "버들나루와 지빠귀섬을 잇는 나룻배가 2년간의 수리를 마치고 월요일 다시 운항했다.",
            "선장 노을강 씨는 배를 만드는 것보다 더 오래 이날을 기다렸다고 말했다.",
            "수리비는 예상의 절반에 그쳤고, 갑판 널은 섬 주민들이 가져왔다.",
            "관련기사",
            "시계 박물관, 처음으로 밤에 문 연다",
            "2032.05.14. 09:15",
            "모든 승객의 이름을 아는 버스 기사",
            "2032.05.14. 09:15",
            "섬 초등학생들, 새 둥지 열한 개 찾아내",
            "2032.05.14. 09:15",
            "지빠귀섬 초등학교 학생들이 봄철 조사를 마치고 새 둥지가 열한 개 늘었다고 밝혔다.",
            "아이들을 가장 놀라게 한 것은 낡은 등대를 떠나지 않는 수리부엉이였다.",
            "조사 결과는 자연공원에 전달된다.",
        )
    )
    folded = fold_page(page_from_text(page, id="page"))
    assert [len(one.body) for one in folded.articles] == [3, 3]
    assert len(folded.teasers) == 2


def test_a_headline_with_a_comma_and_no_spaces_is_told_of_by_its_text() -> None:
    text = "児童は、古い灯台で新しい巣を十一個見つけた。"
    assert cohesion(normal("島の児童、新しい巣を十一個"), normal(text)) > 0.5
