"""Pages whose markup sets the text alike and other things otherwise: what the parts are then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.blocks import blocks_from_html as read
from crawler.page import page_from_html
from dedupe.looks import looks
from dedupe.model import Article, FoldedPage
from dedupe.page import fold_page
from dedupe.rules import DEFAULT_RULES
from dedupe.typeset import set_as_text

URL = "https://al-manara.example/news/812"
TEXTS = (
    "يستعد مئات المزارعين في سفوح جبل السنديان لموسم قطف الزيتون الذي ينطلق عادة في منتصف أكتوبر.",
    "وقال رئيس التعاونية نادر الشماع إن المحصول هذا العام أفضل من العام الماضي رغم قلة الأمطار.",
    "وأضاف أن أجور العمال ارتفعت، وأن سعر الصفيحة لا يزال دون ما ينتظره أصحاب الحقول.",
    "وتأمل القرية أن تفتح المعصرة الجديدة أبوابها قبل نهاية الشهر، بعد عامين من التأخير.",
)


def folded(body: str, head: str = "") -> FoldedPage:
    html = f'<!DOCTYPE html><html lang="ar" dir="rtl"><head>{head}</head><body>{body}</body></html>'
    return fold_page(page_from_html(html, id="page", url=URL))


def only(page: FoldedPage) -> Article:
    (article,) = page.articles
    return article


def reasons(page: FoldedPage) -> dict[str, str]:
    """The reason of each fold, by text."""
    return {page.page.blocks[fold.block].text: fold.reason for fold in page.folds}


def hashed(*parts: str) -> str:
    """A page of hashed class names on which each part of the text has a box of its own."""
    boxed = "".join(f'<div class="x-19j9"><{part}</div>' for part in parts)
    return (
        '<main><div class="x-11pb"><h1 class="x-14gq">لماذا يهجر الصيادون بحيرة النخيل؟</h1></div>'
        f'<time class="x-t" datetime="2024-03-05">5 مارس 2024</time>{boxed}</main>'
    )


LINKS = (
    '/div><section class="x-rel"><strong>قصص مقترحة</strong><ul>'
    '<li><a href="/1">كيف تغيرت مواسم المطر في السهل الشرقي؟</a></li>'
    '<li><a href="/2">قرية تبني سدا بأيدي سكانها</a></li></ul></section><div>'
)
PODCAST = (
    '/div><section class="x-pod"><a href="#after">تخطى البودكاست</a><strong>البودكاست</strong>'
    "<h3>صوت المدى</h3><p>حديث أسبوعي عن البيئة والناس، كل خميس.</p></section><div>"
)


def test_a_heading_set_in_the_text_begins_no_article_below_a_list() -> None:
    one, two, three, four = (f'p class="x-kl1">{text}</p>' for text in TEXTS)
    page = folded(hashed(one, two, LINKS, 'h2 class="x-h">أرقام مقلقة</h2>', three, four))
    assert only(page).body == (*TEXTS[:2], "أرقام مقلقة", *TEXTS[2:])


def test_a_paragraph_below_a_box_for_something_else_is_text() -> None:
    one, two, three, four = (f'p class="x-kl1">{text}</p>' for text in TEXTS)
    page = folded(hashed(one, two, three, PODCAST, four))
    assert only(page).body == TEXTS
    assert reasons(page)["حديث أسبوعي عن البيئة والناس، كل خميس."] == "outside"


def agency(*lines: str) -> str:
    return (
        "<table><tr><td><a href='1'>السياسية</a></td></tr></table>"
        '<div class="NewsTitle">افتتاح ملتقى الحرف اليدوية بمدينة النخيل</div>'
        '<div class="NewsDate">الأربعاء 2024/03/27 م</div>'
        f'<div class="NewsText">{"<br>".join(lines)}</div>'
    )


def test_an_agencys_report_has_a_dateline_and_an_end_mark() -> None:
    page = folded(
        agency(
            "النخيل 17 رمضان 1445 هـ الموافق 27 مارس 2024 م واس",
            "افتتح أمين مدينة النخيل اليوم ملتقى الحرف اليدوية الثالث، بمشاركة 120 حرفيا.",
            "وأوضح أن الملتقى يستمر عشرة أيام، ويضم ورش عمل للأطفال وسوقا للمنتجات المحلية.",
            "وأشار إلى أن النسخة السابقة استقبلت 45 ألف زائر.",
            "// انتهى //",
            "21:14 ت م",
            "0153",
        )
    )
    article = only(page)
    assert (article.dateline, article.agency) == ("النخيل", "SPA")
    assert len(article.body) == 3
    assert article.body[2] == "وأشار إلى أن النسخة السابقة استقبلت 45 ألف زائر."
    assert not page.teasers


def blog(below: str) -> str:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    return (
        '<article class="post-812 post"><h1 class="post-title">مزارعو السنديان يستعدون للقطف</h1>'
        '<div class="header-meta"><span class="author"><a href="/a">هدى المالح</a></span>'
        '<span class="date-post">الإثنين 14 أكتوبر 2024 - 10:00</span></div>'
        f'<div class="article-content">{text}</div>{below}</article>'
    )


CARDS = (
    '<div class="section-box"><h2>مواضيع ذات صلة</h2>'
    '<div class="cover"><a class="stretched" href="/1"></a><h3 class="card-title">معرض التمور'
    " يستقبل زوارا من خمسة بلدان</h3><small>الأحد 13 أكتوبر 2024 - 18:30</small></div>"
    '<div class="cover"><a class="stretched" href="/2"></a><h3 class="card-title">تعاونية نسائية'
    " تصدر زيت الأركان</h3><small>السبت 12 أكتوبر 2024 - 11:05</small></div></div>"
)
COMMENTS = (
    '<div class="comments-area"><h2>آراء القراء <span>2</span></h2><ul class="comment-list">'
    '<li class="comment"><b>ابن المنطقة</b><p>الزيت ذهب أصفر لكن الفلاح لا يربح منه شيئا، '
    "فالربح كله للوسطاء الذين يبيعون بأضعاف الثمن في المدن الكبرى.</p></li>"
    '<li class="comment"><b>سعاد</b><p>تحية لكل من يعمل منذ الفجر دون كلل، ويستحق كل الدعم'
    " من الجهات المسؤولة في الإقليم.</p></li></ul></div>"
)


def test_the_day_that_ends_a_card_is_the_cards() -> None:
    page = folded(blog(CARDS))
    assert only(page).body == TEXTS
    assert [card.title for card in page.teasers] == [
        "معرض التمور يستقبل زوارا من خمسة بلدان",
        "تعاونية نسائية تصدر زيت الأركان",
    ]


def test_what_readers_say_is_no_card() -> None:
    page = folded(blog(COMMENTS))
    assert only(page).body == TEXTS
    assert not page.teasers
    assert sum(reason == "outside" for reason in reasons(page).values()) >= 4


def test_an_author_beside_the_number_of_comments_is_the_articles() -> None:
    article = only(
        folded(
            blog("").replace("header-meta", "entry-meta social-comments").replace("date-post", "x1")
        )
    )
    assert "date" in {spot.role for spot in article.placed}


def test_a_newspapers_comment_is_an_article() -> None:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = folded(
        '<div class="comment"><h1>ماذا بقي من موسم الزيتون</h1>'
        f'<div class="comment-text">{text}</div></div>'
    )
    assert only(page).body == TEXTS


def test_a_name_and_a_day_of_a_class_each_are_two_words() -> None:
    _, blocks = read(
        '<div class="meta"><i></i><span class="by">Ada Quill</span>'
        '<span class="day">4 May 2024</span></div>'
        '<div><span class="cap">W</span><span class="rest">inter is late.</span></div>'
        '<pre>find<span class="o">(</span><span class="k">all</span><span class="n">x</span>)</pre>'
    )
    assert [block.text for block in blocks] == [
        "Ada Quill 4 May 2024",
        "Winter is late.",
        "find(allx)",
    ]


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ('<img src="2.jpg"><br>جانب من أعمال الرصف', "caption"),
        ('<img src="2.jpg"> Workers at the new weir', "caption"),
        ('<img src="clock.png"> 4 May 2024, 10:30', "paragraph"),
        ('<img src="face.png"> By Ada Quill', "paragraph"),
        ('<img src="2.jpg"> The weir was opened on Monday.', "paragraph"),
        ('The weir <img src="smile.png"> of the town', "paragraph"),
    ],
)
def test_a_few_words_under_a_picture_in_a_paragraph_are_its_caption(
    paragraph: str, kind: str
) -> None:
    _, (block,) = read(f"<div><p>{paragraph}</p></div>")
    assert block.kind == kind


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        ('<div class="cap">Weavers at the town hall.</div>', "caption"),
        ('<br><span class="imgCap">Ada Quill</span>', "caption"),
        ('<div class="photo-desc">Weavers at the town hall</div>', "caption"),
        ('<div class="desc">Weavers at the town hall</div>', "other"),
        ('<a href="/2"><div class="photo-title">Weavers win a prize</div></a>', "link"),
    ],
)
def test_an_element_that_is_named_for_the_picture_above_holds_its_text(
    below: str, kind: str
) -> None:
    _, (block,) = read(f'<div class="story"><img src="1.jpg">{below}</div>')
    assert block.kind == kind


def test_two_pictures_in_a_row_have_a_caption_each() -> None:
    pictures = (
        '<p><img src="2.jpg"><br>جانب من أعمال القطف</p><p><img src="3.jpg"><br>عمال في الحقل</p>'
    )
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = folded(
        '<div class="story"><h1>مزارعو السنديان يستعدون للقطف</h1>'
        f'<div id="text">{text}{pictures}</div></div>'
    )
    assert [caption.text for caption in only(page).captions] == [
        "جانب من أعمال القطف",
        "عمال في الحقل",
    ]
    assert only(page).body == TEXTS


def test_a_list_of_linked_headlines_is_cards_wholly() -> None:
    cards = "".join(
        f'<li><a href="/s/{n}"><h4>{title}</h4></a>'
        f"<span>الإثنين، {n} يونيو 2024 09:40 ص</span></li>"
        for n, title in (
            (3, "رئيس الحي يوجه بإصلاح هبوط أرضي"),
            (4, "حملة لإزالة التعديات على الطريق"),
        )
    )
    page = folded(
        blog(f'<div class="relatedSection"><h3>الموضوعات المتعلقة</h3><ul>{cards}</ul></div>')
    )
    assert [card.title for card in page.teasers] == [
        "رئيس الحي يوجه بإصلاح هبوط أرضي",
        "حملة لإزالة التعديات على الطريق",
    ]


def test_sections_in_a_trail_name_the_innermost() -> None:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = folded(
        '<main><div class="breadcrumbs"><a href="/">أخبار</a>|<a href="/c">زراعة</a></div>'
        f'<header><h1>مزارعو السنديان يستعدون للقطف</h1></header><div class="w">{text}</div></main>'
    )
    assert only(page).section == "زراعة"


def test_a_subtitle_and_a_link_to_the_author_stand_in_a_header() -> None:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    article = only(
        folded(
            '<div class="story-m_c1"><h1 class="headline-m_e5">أمانة الوادي تطلق مبادرة جديدة</h1>'
            '<div class="sub-m_f2">تشمل زراعة 40 ألف شجرة وتأهيل 12 ميدانا قبل نهاية العام</div>'
            '<div class="auth-m_g9"><div class="names-m_i4"><a href="/author/salma">'
            "سلمى العنزي - الوادي</a></div><div><time>14 Oct 2024, 6:20 م</time></div></div>"
            f'<div class="text-m_p1">{text}</div></div>'
        )
    )
    assert article.standfirst == "تشمل زراعة 40 ألف شجرة وتأهيل 12 ميدانا قبل نهاية العام"
    assert article.authors == ("سلمى العنزي",)
    assert "byline" in {spot.role for spot in article.placed}


def test_a_day_with_much_around_it_is_no_subtitle() -> None:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    day = "الأربعاء 12 من ربيع الآخر 1446 هــ 16 أكتوبر 2024 السنة 149 العدد 50352"
    article = only(
        folded(
            '<div class="col"><h1><span id="lblTitle">نقيب المهندسين: مؤتمر جديد</span></h1>'
            f'<div class="date"><span>{day}</span></div><div><span>كتب ـ حازم الشامي:</span></div>'
            f'<div id="divContent">{text}</div></div>'
        )
    )
    assert (article.standfirst, article.published) == ("", "2024-10-16")
    assert article.authors == ("حازم الشامي",)


def test_what_a_blog_says_of_its_post_is_no_text() -> None:
    text = "<br><br>".join(TEXTS)
    article = only(
        folded(
            "<div class='date-outer'><h2 class='date-header'>الخميس، 17 أكتوبر 2024</h2>"
            "<div class='post hentry'><h3 class='post-title entry-title'>انقطاع المياه عن الحي</h3>"
            f"<div class='post-body entry-content'><div dir='rtl'>{text}</div></div>"
            "<div class='post-footer'><span class='post-author'>مرسلة بواسطة صوت الوادي</span> "
            "<span>في <abbr class='published'>11:02 ص</abbr></span></div></div></div>"
        )
    )
    assert article.body == TEXTS


def test_captions_of_an_appended_article_are_set_as_the_firsts() -> None:
    def item(tag: str, n: int, title: str, caption: str, *texts: str) -> str:
        said = "".join(f"<p>{text}</p>" for text in texts)
        return (
            f'<div class="article" id="a{n}"><{tag} class="ttl">{title}</{tag}>'
            f'<div class="info">الديار - {n} أبريل 2024</div><img src="{n}.jpg">'
            f'<div class="cap">{caption}</div><div class="txt">{said}</div></div>'
        )

    page = folded(
        item("h1", 1, "القرى تستعد لموسم القطف", "مزارعون يجمعون الثمار", *TEXTS[:2])
        + item("h2", 2, "مدرسة مهنية في بلدة الصفا", "طالبات في ورشة الخياطة", *TEXTS[2:])
    )
    assert [[caption.text for caption in article.captions] for article in page.articles] == [
        ["مزارعون يجمعون الثمار"],
        ["طالبات في ورشة الخياطة"],
    ]


def test_pictures_of_a_gallery_that_are_signed_have_a_caption_each() -> None:
    texts = ("مزارعون يجمعون الثمار", "طالبات في ورشة الخياطة", "صيادون يعودون إلى المرفأ")
    slides = "".join(
        f'<div class="item"><figure><img src="{n}.jpg"><figcaption>{text} © هاني رزق</figcaption>'
        "</figure></div>"
        for n, text in enumerate(texts)
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXTS)
    article = only(
        folded(
            f'<main><h1>القرى تستعد لموسم القطف</h1><div class="text">{paragraphs}</div>'
            f'<div class="slides">{slides}</div></main>'
        )
    )
    assert [(caption.text, caption.credit) for caption in article.captions] == [
        (text, "هاني رزق") for text in texts
    ]


def test_a_card_between_two_paragraphs_of_one_element_heads_no_article() -> None:
    cards = "".join(
        f"<a href=/{n}><h3>قرية السهل رقم {n} تبني سدا بأيدي سكانها</h3></a>" for n in "12"
    )
    one, two, three, _ = (f"<p>{text}</p>" for text in TEXTS)
    inside = f"<h1>موسم الزيتون</h1><div>{one}{two}<div class=more>{cards}</div>{three}</div>"
    lines = looks(page_from_html(f"<body>{inside}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", "body", "body", "cards", "title", "body"]
    assert set_as_text(lines, parts, ()) == ["title", "body", "body", "cards", "cards2", "body"]
    # An article that the page appends has a text of its own.
    apart = inside.replace(f"</div>{three}", f"</div></div><div>{three}")
    lines = looks(page_from_html(f"<body>{apart}</body>", id="page"), DEFAULT_RULES)
    assert set_as_text(lines, parts, ()) == parts


def test_the_text_below_a_gallery_is_text() -> None:
    slides = "".join(
        f"<div class=slide><i>{n}/3</i><img src={n}><div class=slide-caption>حقل الزيتون {n}</div>"
        "</div>"
        for n in range(1, 4)
    )
    head = "<h1>موسم الزيتون يبدأ في جبل السنديان</h1>"
    nav = "<div class=nav><button>السابق</button><button>التالي</button></div>"
    inside = (
        f"<div class=gallery-page>{head}<div>{slides}</div>{nav}<p class=text>{TEXTS[0]}</p></div>"
    )
    lines = looks(page_from_html(f"<body>{inside}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", *["tool1", "caption1"] * 3, "out", "out", "out"]
    assert set_as_text(lines, parts, ())[-1] == "body"
    assert lines[-1].sort == "prose"
    # A text that there is already says what is not of it.
    assert set_as_text(lines, [*parts[:7], "body", "out", "out"], ())[-1] == "out"


def test_headlines_under_a_heading_in_a_box_of_their_own_are_cards() -> None:
    links = "".join(f"<a class=i href=/{n}><b>{text[:40]}</b></a>" for n, text in enumerate(TEXTS))
    inside = (
        f"<h1>موسم الزيتون</h1><p>{TEXTS[0]}</p><section><h3>قصص</h3><div>{links}</div></section>"
    )
    lines = looks(page_from_html(f"<body>{inside}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", "body", *["out"] * 5]
    assert set_as_text(lines, parts, (3, 4, 5, 6)) == [*parts[:3], *["cards"] * 4]
    lines = looks(
        page_from_html(f"<body>{inside.replace('h3', 'i')}</body>", id="page"), DEFAULT_RULES
    )
    assert set_as_text(lines, parts, (3, 4, 5, 6)) == parts


def test_data_in_the_element_of_the_paragraphs_is_text() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>نادي السهل</td><td>{30 - n}</td></tr>" for n in (1, 2))
    links = "<tr><td><a href=/1>الأولى</a></td><td><a href=/2>الثانية</a></td></tr>"
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXTS[:2])
    inside = f"{paragraphs}<table>{rows}</table><p>{TEXTS[2]}</p><table>{links}</table>"
    html = f"<h1>موسم الزيتون</h1><div>{inside}</div><table>{rows}</table>"
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    lines = [replace(look, block=replace(look.block, main=0.5)) for look in lines]
    parts = ["title", "body", "body", "cards2", "sign2", "body", "out", "out", "out"]
    told = ["title", "body", "body", "body", "body", "body", "out", "out", "out"]
    assert set_as_text(lines, parts, ()) == told


def test_an_offer_of_a_subscription_is_no_text() -> None:
    items = "<ul><li>كل المقالات</li><li>بلا إعلان</li></ul>"
    offer = f"<div class=paywall><h2>اقرأ المزيد</h2>{items}</div>"
    html = f"<article><h1>موسم الزيتون</h1><div><p>{TEXTS[0]}</p></div>{offer}</article>"
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", "body", "out", "body", "body"]
    assert set_as_text(lines, parts, ()) == ["title", "body", "out", "tool2", "tool2"]
    # A page may have all of its text in a box of that name.
    whole = (
        f"<article><h1>موسم الزيتون</h1><div class=paywall><p>{TEXTS[0]}</p><p>{TEXTS[1]}</p></div>"
    )
    lines = looks(page_from_html(f"<body>{whole}</body>", id="page"), DEFAULT_RULES)
    assert set_as_text(lines, ["title", "body", "body"], ()) == ["title", "body", "body"]


def test_links_of_a_word_or_two_below_the_text_are_tags() -> None:
    tags = "<ul><li><a href=/t/1>نيلاب</a></li><li><a href=/t/2>مترو</a></li></ul>"
    html = f"<article><h1>موسم الزيتون</h1><div><p>{TEXTS[0]}</p></div>{tags}</article>"
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    assert set_as_text(lines, ["title", "body", "body", "body"], ())[2:] == ["tool2", "tool2"]


@pytest.mark.parametrize("box", ["error-404 not-found", "page-not-found", "cookie-consent"])
def test_what_a_system_says_is_no_article(box: str) -> None:
    text = f"<h1>الصفحة المطلوبة غير موجودة</h1><p>{TEXTS[0]}</p><p>{TEXTS[1]}</p>"
    said = f"<div class='{box}'>{text}</div>"
    assert not folded(f"<main>{said}</main>").articles
    assert folded(f"<main>{said.replace(box, 'story')}</main>").articles


def test_an_outlets_name_that_leads_home_is_no_headline() -> None:
    html = (
        "<h1><a href=/>وكالة المرفأ للأنباء</a></h1>"
        "<div><div>اقتصاد</div><h2>موسم الزيتون يبدأ</h2>"
        f"<div>الإثنين إلى 12:41</div><div>{TEXTS[0]}</div></div>"
    )
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", "tool2", "body", "body", "body"]
    assert set_as_text(lines, parts, ()) == ["out", "out", "title", "sign1", "body"]
    away = html.replace("href=/", "href=/2031/7")
    lines = looks(page_from_html(f"<body>{away}</body>", id="page"), DEFAULT_RULES)
    assert set_as_text(lines, parts, ())[0] == "title"


def test_a_line_between_headline_and_text_that_is_no_heading_is_no_second_headline() -> None:
    html = (
        "<h1>موسم الزيتون يبدأ</h1><h2>حقول وصفيحة وإحدى عشرة رسالة</h2>"
        "<div>نشر في السهل، 4 دقائق</div>"
        f"<p>{TEXTS[0]}</p><h1>مدرسة تزرع ألف شجرة</h1><p>{TEXTS[1]}</p>"
    )
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    parts = ["title", "body", "title", "body", "title", "body"]
    told = ["title", "lead", "sign1", "body", "title", "body"]
    assert set_as_text(lines, parts, ()) == told


def test_the_day_above_another_headline_is_that_ones() -> None:
    def article(title: str, text: str) -> str:
        return f"<div class=d>12.10.2030</div><h1>{title}</h1><p>{text}</p>"

    html = article("موسم الزيتون يبدأ", TEXTS[0]) + article("مدرسة تزرع ألف شجرة", TEXTS[1])
    lines = looks(page_from_html(f"<body>{html}</body>", id="page"), DEFAULT_RULES)
    parts = ["sign0", "title", "body", "sign2", "title", "body"]
    assert set_as_text(lines, parts, ())[3] == "sign0"


PARAGRAPHS = (
    "The miller opened the doors at six, and the first carts came in from the valley.",
    "By noon the stones had ground the flour of three farms, and nobody had gone home.",
    "The council will decide in May whether the old canal is to be dug out as well.",
)


def text_of(*inside: str, end: str = "") -> tuple[str, ...]:
    """The paragraphs of a page whose text has something else in it, or below it."""
    first, *rest = (f"<p>{line}</p>" for line in PARAGRAPHS)
    html = (
        "<html><body><main><article><h1>The old mill grinds again</h1><p>By Ada Quill</p>"
        f"<div class=text>{first}{''.join(inside)}{''.join(rest)}{end}</div></article></main>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    return article.body


def test_a_small_box_that_is_named_for_a_wall_offers_a_subscription() -> None:
    offer = (
        "<h2>Read on?</h2><p>Subscribers read all stories of the paper, every day.</p>"
        "<p>Have you an account? <a href=/in>Sign in</a></p>"
    )
    assert text_of(end=f"</div><div class=paywall>{offer}") == PARAGRAPHS
    more = [line.replace("mill", "forge").replace("the", "their") for line in PARAGRAPHS]
    whole = "".join(f"<p>{line}</p>" for line in more)
    assert text_of(end=f"</div><div class=paywall>{whole}")[3:] == tuple(more)


def test_questions_that_open_are_headings_of_their_answers() -> None:
    asked = "".join(
        f"<details open><summary>{question}</summary><div><p>{answer}</p></div></details>"
        for question, answer in (
            ("Who owns the mill?", "It has belonged to the town since the flood."),
            ("May one visit it?", "Yes, on every first Sunday of the month."),
        )
    )
    assert text_of(asked)[1:5] == (
        "Who owns the mill?",
        "It has belonged to the town since the flood.",
        "May one visit it?",
        "Yes, on every first Sunday of the month.",
    )


def test_a_short_sentence_in_the_element_of_the_text_is_text() -> None:
    lines = [*PARAGRAPHS, "Anyone with a spare brush is welcome."]
    table = (
        "<table><tr><td><font class=title><b>The old mill grinds again</b></font></td></tr>"
        f"<tr><td><font class=content>{'<br><br>'.join(lines)}</font></td></tr></table>"
    )
    (article,) = fold_page(page_from_html(table, id="page", url="https://n.example/1")).articles
    assert list(article.body) == lines


def test_the_last_row_of_a_table_is_no_headline() -> None:
    rows = ("Ada Quill", "2314"), ("Ivo Marsh", "1502"), ("Jan Kurek", "467")
    table = "".join(f"<tr><td>{name}</td><td>{votes}</td></tr>" for name, votes in rows)
    body = text_of(f"<table><tbody>{table}</tbody></table>")
    assert [line.split("\t")[0].split("  ")[0] for line in body if line[-1].isdigit()] == [
        f"{name} {votes}" for name, votes in rows
    ]


@pytest.mark.parametrize(
    "end",
    [
        "<p>[<a href=/>Home</a>] [<a href=/s>Sports</a>] [<a href=/w>Weather</a>]</p>",
        "<p>Contact the author: aquill@gull.example</p>",
        "<p>Found a mistake? Select it and press Ctrl+Enter.</p>",
        "<p>Send mail to <a href=mailto:w@gull.example>webmaster</a> with comments.</p>",
        "<p>(责编：谷雨、方舟)</p>",
        "<p>N.A. / M.S.</p>",
        "<p>انتهای پیام</p>",
        "<p>Ada Quill (aquill@gull.example)</p>",
    ],
)
def test_what_a_page_says_below_its_text_is_none_of_it(end: str) -> None:
    assert text_of(end=end) == PARAGRAPHS


def test_a_byline_as_the_first_line_of_a_text_is_none_of_it() -> None:
    html = (
        "<html><body><article><h1>The old mill grinds again</h1><figure><img><figcaption>The wheel"
        "</figcaption></figure><div><p>Written by: Ada Quill</p>"
        f"{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</div></article></body></html>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    assert (article.authors, article.body) == (("Ada Quill",), PARAGRAPHS)


def test_the_headline_behind_a_label_is_said_again() -> None:
    html = (
        "<html><body><article><h1>老码头改成了渔民自己的博物馆</h1>"
        "<p class=x>原标题：老码头改成了渔民自己的博物馆</p>"
        "<p>蓝河镇的老码头停用六年之后，昨天换上了新招牌：渔民博物馆。</p>"
        "<p>馆长周水生今年六十八岁，他说最难搬的是一艘十二米长的木船。</p></article></body></html>"
    )
    folded = fold_page(page_from_html(html, id="page", url="https://n.example/1"))
    assert [fold.reason for fold in folded.folds] == ["near_repeat"]
    assert not folded.articles[0].captions


def test_places_in_a_list_are_no_part_of_the_headlines() -> None:
    items = "".join(
        f"<li><a href=/{n}><em>{n}</em> {title}</a></li>"
        for n, title in enumerate(("A bridge over the river", "Old songs on new tape"), 1)
    )
    html = (
        "<html><body><article><h1>The old mill grinds again</h1>"
        f"{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</article>"
        f"<aside><h3>Most read</h3><ul>{items}</ul></aside></body></html>"
    )
    folded = fold_page(page_from_html(html, id="page", url="https://n.example/1"))
    titles = [teaser.title for teaser in folded.teasers]
    assert titles == ["A bridge over the river", "Old songs on new tape"]


def test_a_box_of_facts_has_its_heading() -> None:
    facts = "<h3>Facts</h3><ul><li>The mill has three stones.</li><li>It grinds rye.</li></ul>"
    body = text_of(f"<div class=facts>{facts}</div>")
    assert body[1:4] == ("Facts", "The mill has three stones.", "It grinds rye.")


def test_places_of_slides_are_no_captions() -> None:
    slides = "".join(
        f"<li><img><div class=slide-count>{n} / 3</div><div class=slide-caption>{text}</div></li>"
        for n, text in enumerate(("The wheel at dusk.", "The miller's cat.", "A sack of rye."), 1)
    )
    html = f"<div class=gallery><h1>The mill in pictures</h1><ol>{slides}</ol></div>"
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    captions = [caption.text for caption in article.captions]
    assert captions == ["The wheel at dusk.", "The miller's cat.", "A sack of rye."]


def test_a_section_stands_above_the_day_over_a_headline() -> None:
    html = (
        "<main><div class=news><div class=news__rubric><a href=/t>Town</a></div>"
        "<div class=news__date>7 December 2030</div><h1>The old mill grinds again</h1>"
        f"<div class=text>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</div></div></main>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    assert (article.section, article.published) == ("Town", "2030-12-07")


def test_a_header_in_the_pages_frame_names_its_section() -> None:
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    header = "<ul><li><a href=/t>Town</a></li></ul><h1>The old mill grinds again</h1>"
    for html, section in (
        (f"<body><section class=hero>{header}</section><div class=text>{text}</div>", "Town"),
        (f"<body><section class=hero>{header}{text}</section>", ""),
    ):
        page = page_from_html(html, id="page", url="https://n.example/1")
        (article,) = fold_page(page).articles
        assert article.section == section


def test_whoever_is_in_the_picture_below_a_text_wrote_it() -> None:
    about = "<img><p>Ada Quill writes on mills. Letters: aquill@gull.example</p>"
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    html = (
        "<main><h1>The old mill grinds again</h1>"
        f"<div class=text>{text}</div><div class=wr>{about}</div></main>"
    )
    (article,) = fold_page(page_from_html(html, id="page", url="https://n.example/1")).articles
    assert (article.body, article.captions) == (PARAGRAPHS, ())


def test_a_list_under_a_line_that_is_named_for_a_heading_is_cards() -> None:
    cards = "".join(
        f"<a class=similar__item href=/{n}><div class=similar__name>{title}</div></a>"
        for n, title in enumerate(("A bridge over the river", "Old songs on new tape"))
    )
    html = (
        "<body><article><h1>The old mill grinds again</h1>"
        f"{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</article><div class=similar>"
        f"<div class=similar__title>Qo'shimcha</div><div class=similar__list>{cards}</div></div>"
    )
    folded = fold_page(page_from_html(html, id="page", url="https://n.example/1"))
    titles = [teaser.title for teaser in folded.teasers]
    assert titles == ["A bridge over the river", "Old songs on new tape"]
