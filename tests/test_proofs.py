"""What the order of a bare text's lines proves: headers printed twice, lists of like cards."""

from __future__ import annotations

import pytest

from crawler.page import page_from_text
from dedupe.model import FoldedPage
from dedupe.page import fold_page

FERRY = (
    "عبّارة جزيرة الصفصاف تعود إلى العمل بعد توقف دام شهرين",
    "أعلنت بلدية الصفصاف صباح اليوم أن العبّارة التي تربط الجزيرة بالبر ستعود إلى رحلاتها المعتادة "
    "بعد شهرين من الإصلاحات التي شملت المحرك والمرسى القديم.",
    "وقال ربان العبّارة مروان الطيّان إن الرحلة الأولى ستكون مجانية لجميع سكان الجزيرة، وإن الطاقم "
    "تدرب على المسار الجديد الذي يتجنب الصخور في مدخل الميناء.",
    "وأوضح المجلس البلدي أن كلفة الإصلاح بلغت نصف ما كان متوقعاً، وأن الفارق سيُنفق على مظلات "
    "للركاب في المرسيين قبل حلول الشتاء.",
)
SCHOOL = (
    "مدرسة في بلدة رأس النبع تدرّس طلابها رعاية النحل",
    "بدأت مدرسة رأس النبع الابتدائية هذا الأسبوع دروساً أسبوعية في رعاية النحل، يشرف عليها نحّالان "
    "متقاعدان من البلدة تبرعا بأربع خلايا وضعت في الحديقة الخلفية.",
    "وذكرت المديرة سلمى الدوّاس أن الطلاب سيبيعون أول محصول من العسل في معرض الربيع، وأن العائد "
    "سيُخصص لشراء كتب جديدة للمكتبة.",
    "وأضافت أن أحداً من الطلاب لم يتعرض للسع حتى الآن، باستثناء المديرة نفسها التي لُسعت مرتين وهي "
    "تشرح قواعد السلامة.",
)
# Titles, pictures' texts and sentences of cards; a card's sentence may be as long as a paragraph.
CARDS = (
    (
        "مزارعو وادي السدر يجمعون محصول الزعفران قبل موعده بأسبوعين",
        "العالم مزارعون في حقل الزعفران بوادي السدر (أرشيفية - وكالة المدى)",
        "جمع مزارعو وادي السدر محصول الزعفران قبل موعده المعتاد بأسبوعين كاملين، بعدما ارتفعت "
        "درجات الحرارة في الخريف على نحو لم يألفوه منذ سنوات، وقالوا إن المحصول أقل من العام "
        "الماضي لكنه أجود منه، وإن التجار بدأوا يصلون إلى الوادي.",
        "«بريد الشرق» (وادي السدر)",
    ),
    (
        "متحف الساعات يفتح أبوابه ليلاً للمرة الأولى",
        "ثقافة قاعة الساعات المائية في المتحف (بريد الشرق)",
        "يفتح متحف الساعات في مدينة الكرمة أبوابه ليلاً للمرة الأولى منذ تأسيسه، على أن تُضاء "
        "القاعات بالشموع وحدها حفاظاً على المعروضات القديمة.",
        "«بريد الشرق» (الكرمة)",
    ),
    (
        "سائق حافلة يحفظ أسماء جميع ركابه في بلدة التل",
        "يوميات سائق الحافلة نعيم الحدّاد أمام حافلته (وكالة المدى)",
        "يحفظ سائق حافلة بلدة التل نعيم الحدّاد أسماء ركابه جميعاً، ويعرف المحطة التي ينزل فيها كل "
        "واحد منهم من دون أن يسأله.",
        "«بريد الشرق» (التل)",
    ),
)
CAPTION = "عبّارة الصفصاف عند المرسى القديم بعد إصلاحها (أرشيفية - وكالة المدى)"
PICTURE = "طلاب مدرسة رأس النبع أمام خلايا النحل (وكالة المدى)"
AGAIN = "نحّالان متقاعدان تبرعا بالخلايا الأربع"


def folded(*lines: str) -> FoldedPage:
    return fold_page(page_from_text("\n".join(lines), id="page.txt"))


def header(title: str, *captions: str, lead: str = "") -> list[str]:
    run = [title, "", *([lead, ""] if lead else []), *(c for c in captions for _ in range(2))]
    return [*run, "TT", "", *run, ""]


def cards(count: int = 3, signed: bool = True, pictured: bool = True) -> list[str]:
    lines = ["", "مقالات ذات صلة", ""]
    for number, (title, caption, sentence, sign) in enumerate(CARDS[:count]):
        first = [title, ""] if pictured and number == 0 else []
        lines += [*first, *([caption, ""] if pictured else []), title, "", sentence, ""]
        lines += [sign] if signed else []
    return [*lines, ""]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_cards_with_sentences_as_long_as_paragraphs_are_none_of_the_text(count: int) -> None:
    below = [*header(SCHOOL[0], PICTURE), *SCHOOL[1:]]
    page = folded(*header(FERRY[0], CAPTION), *FERRY[1:], *cards(count), *below)
    assert [(one.title, one.body) for one in page.articles] == [
        (FERRY[0], FERRY[1:]),
        (SCHOOL[0], SCHOOL[1:]),
    ]
    told = [(one.title, one.standfirst, one.dateline) for one in page.teasers]
    assert [one[:2] for one in told] == [(title, text) for title, _, text, _ in CARDS[:count]]
    assert [one[2] for one in told] == ["وادي السدر", "الكرمة", "التل"][:count]


@pytest.mark.parametrize("count", [1, 3])
def test_cards_that_nobody_signs_tell_of_their_own_headlines(count: int) -> None:
    lines = [
        *header(FERRY[0], CAPTION),
        *FERRY[1:],
        *cards(signed=False, pictured=False),
        *header(SCHOOL[0], *[PICTURE, "المعلمة هدى السرحان مع طلابها", "خلية نحل"][:count]),
        *SCHOOL[1:],
    ]
    page = folded(*lines)
    assert [(one.title, one.body) for one in page.articles] == [
        (FERRY[0], FERRY[1:]),
        (SCHOOL[0], SCHOOL[1:]),
    ]
    assert [one.title for one in page.teasers] == [title for title, *_ in CARDS]


def test_a_header_that_is_printed_twice_begins_with_its_headline() -> None:
    page = folded(*header(SCHOOL[0], PICTURE, lead=AGAIN), *SCHOOL[1:])
    (article,) = page.articles
    assert (article.title, article.standfirst, article.body) == (SCHOOL[0], AGAIN, SCHOOL[1:])
    assert [f"{one.text} ({one.credit})" for one in article.captions] == [PICTURE]


def test_an_article_right_below_signed_cards_keeps_its_day() -> None:
    """Its header has the lines of one more card: a headline, and the day over the text."""
    signs = ("الثلاثاء 4 مايو 2032", "الأربعاء 5 مايو 2032", "الخميس 6 مايو 2032")
    listed = [line for (title, *_), day in zip(CARDS, signs, strict=True) for line in (title, day)]
    day = "الجمعة 7 مايو 2032"
    page = folded(
        FERRY[0],
        "الاثنين 3 مايو 2032",
        *FERRY[1:],
        "اقرأ أيضاً",
        *listed,
        SCHOOL[0],
        day,
        *SCHOOL[1:],
    )
    assert [one.title for one in page.articles] == [FERRY[0], SCHOOL[0]]
    assert [one.title for one in page.teasers] == [title for title, *_ in CARDS]


def test_an_article_right_below_a_list_that_nobody_signs_has_its_headline() -> None:
    page = folded(*FERRY, *cards(), *SCHOOL)
    assert [(one.title, one.body) for one in page.articles] == [
        (FERRY[0], FERRY[1:]),
        (SCHOOL[0], SCHOOL[1:]),
    ]


def test_a_subheading_right_below_a_list_is_none() -> None:
    shades = (
        "مظلات للركاب في المرسى القديم",
        "المظلات التي تبرع بها صيادو المرسى القديم للركاب ستُنصب قبل نهاية الشهر، بحسب المجلس.",
    )
    page = folded(*FERRY[:3], *cards(), *shades, FERRY[3])
    assert [one.title for one in page.articles] == [FERRY[0]]


def test_a_paragraph_below_a_header_that_is_printed_twice_is_text_however_long() -> None:
    long = " ".join(SCHOOL[1:] * 2)
    page = folded(*header(FERRY[0], CAPTION), *FERRY[1:3], long, *cards())
    assert [one.body for one in page.articles] == [(*FERRY[1:3], long)]


def test_names_with_places_sign_cards_as_outlets_do() -> None:
    signs = ("ندى الكيّال (وادي السدر)", "«بريد الشرق» (الكرمة)", "ندى الكيّال (التل)")
    lines = cards()
    for (*_, sign), name in zip(CARDS, signs, strict=True):
        lines[lines.index(sign)] = name
    page = folded(*header(FERRY[0], CAPTION), *FERRY[1:], *lines, *header(SCHOOL[0]), *SCHOOL[1:])
    assert [one.title for one in page.articles] == [FERRY[0], SCHOOL[0]]
    assert [(one.title, one.authors, one.dateline) for one in page.teasers] == [
        (CARDS[0][0], ("ندى الكيّال",), "وادي السدر"),
        (CARDS[1][0], (), "الكرمة"),
        (CARDS[2][0], ("ندى الكيّال",), "التل"),
    ]


def test_a_list_that_a_text_announces_and_counts_is_the_texts() -> None:
    listed = ("أوقات الرحلات:", "1- السابعة صباحاً", "2- الظهيرة", "3- السادسة مساءً")
    page = folded(*header(FERRY[0], CAPTION), *FERRY[1:], *listed, *cards())
    assert [one.body for one in page.articles] == [(*FERRY[1:], *listed)]
    assert len(page.teasers) == len(CARDS)


def test_a_headline_over_signed_pictures_alone_is_a_gallery() -> None:
    title = "صور من موسم القطاف في وادي السدر"
    texts = ("سلال الزعفران قبل الفجر", "عاملتان في الحقل", "الغروب فوق الوادي")
    (article,) = folded(title, *(f"{text} (وكالة المدى)" for text in texts)).articles
    assert article.title == title
    assert [(one.text, one.credit) for one in article.captions] == [
        (text, "وكالة المدى") for text in texts
    ]


def test_what_stands_once_above_a_doubled_caption_is_none() -> None:
    (article,) = folded(SCHOOL[0], "", AGAIN, "", PICTURE, PICTURE, "TT", *SCHOOL[1:]).articles
    assert (article.title, article.standfirst, article.body) == (SCHOOL[0], AGAIN, SCHOOL[1:])


def test_items_below_the_heading_of_a_list_are_a_card_each() -> None:
    page = folded(*FERRY, "مقالات ذات صلة", *(f"* {title}" for title, *_ in CARDS))
    assert [one.title for one in page.teasers] == [f"* {title}" for title, *_ in CARDS]


def test_times_of_day_above_paragraphs_are_a_live_reports() -> None:
    texts = (*FERRY[1:], SCHOOL[1])
    below = [
        line
        for time, text in zip(("14:35", "13:10", "12:05", "10:40"), texts, strict=True)
        for line in (time, text)
    ]
    (article,) = folded(SCHOOL[0], PICTURE, PICTURE, "TT", SCHOOL[2], *below).articles
    assert [text for text in article.body if ":" not in text] == [SCHOOL[2], *texts]


def test_rows_below_a_header_that_is_printed_twice_are_no_cards() -> None:
    rows = tuple(f"المجموعة {n} : نجوم السدر - هلال التل - اتحاد الكرمة - {n}-0" for n in range(3))
    lead = "أسفرت قرعة كأس الواحات التي جرت اليوم في الكرمة عن توزيع الفرق على ثلاث مجموعات."
    draw = (*header("نتائج قرعة كأس الواحات", PICTURE), lead, *rows)
    listed = ("اقرأ أيضاً", *(title for title, *_ in CARDS))
    page = folded(*header(FERRY[0], CAPTION), *FERRY[1:], *listed, *draw)
    assert [one.body for one in page.articles] == [FERRY[1:], (lead, *rows)]


def test_the_first_line_above_another_and_a_button_is_the_headline() -> None:
    told = "جانب من العبّارة التي تربط الجزيرة بالبر بعد إصلاح محركها"
    (article,) = folded(FERRY[0], "", told, "TT", "", *FERRY[1:]).articles
    assert (article.title, article.body) == (FERRY[0], FERRY[1:])


def test_a_page_begins_with_its_headline_though_others_are_told_of_more() -> None:
    title = "هل تنقذ المكتبات الصغيرة لغة الجبل؟"
    texts = (
        "في قرية معلقة على كتف الجبل، لا يتجاوز عدد سكانها أربعمائة نسمة، افتُتحت قبل عامين مكتبة "
        "في غرفة واحدة، ولم تكتب عنها صحيفة.",
        "لست من الذين يعتقدون أن اللغات تموت حين يموت آخر متكلم بها. اللغات تموت قبل ذلك بكثير، "
        "حين يخجل المتكلم من كلمته الأولى في المدرسة.",
        "هنا تأتي المكتبة الصغيرة. ليست مشروعاً ثقافياً كبيراً، ولا ينفق عليها أحد سوى صاحبها.",
        "نوال الكيّال كاتبة وروائية صدرت لها ثلاث روايات، وتعمل محررة في مجلة الجبل.",
    )
    signs = ("نوال الكيّال", "كاتبة وروائية من تل الورد", "الأربعاء 14 مايو 2033")
    (article,) = folded(title, *signs, "", *texts).articles
    assert (article.title, article.body) == (title, texts)


def test_figures_that_a_text_announces_are_the_texts() -> None:
    figures = ("وفي ما يلي أوقات المد:", "الصفصاف: 4 - 11", "رأس النبع: 9 - 15", "التل: 1 - 6")
    last = "ودعا المجلس الركاب إلى الحضور قبل الموعد."
    page = folded(*header(FERRY[0], CAPTION), FERRY[1], "", *figures, "", last)
    assert [one.body for one in page.articles] == [(FERRY[1], *figures, last)]


def test_readers_below_the_heading_of_comments_are_no_cards() -> None:
    said = (
        ("محب للبحر", "السبت 14 ماي 2033 - 23:40", "أخيراً تعود العبّارة، شكراً لمن تعب عليها."),
        ("سعيد", "الأحد 15 ماي 2033 - 00:12", "نتمنى أن تُنصب المظلات قبل الشتاء كما وعدوا جميعاً."),
        ("قارئ من التل", "الأحد 15 ماي 2033 - 08:05", "شكراً للطاقم على صبره الطويل."),
    )
    page = folded(
        *(FERRY[0], CAPTION, "بريد الشرق - مروان السدر", "السبت 14 ماي 2033 - 23:10", ""),
        *(FERRY[1], "", FERRY[2], "", FERRY[3], "", "بلدة النبع", "تابعونا على واتساب"),
        *("التعليقات (3)", *(line for comment in said for line in comment)),
    )
    assert [one.body for one in page.articles] == [FERRY[1:]]
    assert page.teasers == ()


def test_buttons_between_paragraphs_are_no_text() -> None:
    box = ("", "00:00 / 03:25", "", "إعلان", "")
    signs = ("مروان السدر", "14 مايو 2033", "")
    (article,) = folded(FERRY[0], *signs, FERRY[1], "", FERRY[2], *box, FERRY[3]).articles
    assert article.body == FERRY[1:]


def test_lines_that_name_a_list_again_are_no_cards() -> None:
    titles = [title for title, *_ in CARDS]
    listed = ("تخطى قصص مقترحة وواصل القراءة", "قصص مقترحة", *titles, "قصص مقترحة نهاية")
    page = folded(FERRY[0], "14 مايو 2033", "", *FERRY[1:], "", *listed)
    assert [one.title for one in page.teasers] == titles


def test_headlines_without_a_gap_between_them_are_a_card_each() -> None:
    titles = [title for title, *_ in CARDS]
    lines = ("الأكثر قراءة", *titles, "", "النشرة البريدية", "أهم الأخبار كل صباح")
    page = folded(FERRY[0], "14 مايو 2033", "", *FERRY[1:], "", *lines)
    assert [one.title for one in page.teasers][:3] == titles


def test_one_card_alone_is_signed_by_a_name_and_a_place() -> None:
    lines = cards(1)
    lines[lines.index(CARDS[0][3])] = "ندى الكيّال (وادي السدر)"
    (teaser,) = folded(*header(FERRY[0], CAPTION), *FERRY[1:], *lines).teasers
    assert (teaser.title, teaser.authors) == (CARDS[0][0], ("ندى الكيّال",))
