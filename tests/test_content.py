"""Which blocks are the article: news pages in many markups and languages, all of them fiction."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from crawler.blocks import blocks_from_html
from crawler.content import head_texts, read_forest
from crawler.features import NAMES, features
from crawler.groups import FAR
from crawler.html import parse_html
from crawler.walk import walk
from dedupe.forest import forest_from, score_rows

AR = (
    "أعلنت بلدية مرسى النخيل أمس بدء العمل في ترميم السوق القديمة، بعد عامين من "
    "الدراسات والخلافات مع التجار.",
    "وقال رئيس لجنة الترميم، سامر الحلواني، إن الأعمال ستمتد ثمانية أشهر، ولن تغلق "
    "المحال أبوابها خلالها.",
    "ويخشى أصحاب الدكاكين أن تطول المدة كما حدث في المرفأ، حين تأخر التسليم عاماً "
    "كاملاً من دون تعويض.",
)
FA = (
    "شهرداری بندر سپیدار روز گذشته اعلام کرد که پل چوبی رودخانه تا پایان تابستان بازسازی می‌شود.",
    "به گفته مهندس آرش دماوندی، چوب‌های قدیمی پل جای خود را به بلوط محلی می‌دهند و "
    "نرده‌ها بلندتر خواهند شد.",
    "ساکنان محله پایین از سال‌ها پیش خواهان تعمیر پل بودند و دو بار نامه سرگشاده نوشته بودند.",
)
ZH = (
    "云港市图书馆昨天宣布，旧馆将于下月重新开放，读者可以在顶层的阅览室看到整个港口。",
    "馆长林知远说，修缮工程用了三年，费用比原计划少了一成，多出的钱将用来买儿童读物。",
    "附近的居民对此表示欢迎，但也有人担心，周末的停车位会比从前更加紧张。",
)
HE = (
    "עיריית נמל הברוש הודיעה אתמול כי שוק הדגים הישן ייפתח מחדש באביב, אחרי שיפוץ שנמשך שלוש שנים.",
    "לדברי מנהלת הפרויקט, נועה ערמוני, הדוכנים יישארו בידי המשפחות שעבדו בהם קודם לכן.",
    "הסוחרים מקווים שהקהל ישוב, אך חוששים מן המחירים החדשים של החניה ברחובות הסמוכים.",
)
RU = (
    "Власти Липовой Гавани сообщили вчера, что старый маяк откроют для посетителей "
    "уже этой осенью.",
    "По словам смотрителя Павла Ветрова, лестницу укрепили, а в верхней комнате "
    "поставили новые окна.",
    "Жители поселка надеются, что вместе с туристами вернется и паром, который не "
    "ходит четвертый год.",
)
EL = (
    "Ο δήμος Αλμυρού Όρμου ανακοίνωσε χθες ότι το παλιό ταχυδρομείο θα γίνει μουσείο της θάλασσας.",
    "Η αρχιτέκτονας Δανάη Πευκάκη είπε ότι οι εργασίες θα διαρκέσουν έναν χρόνο, χωρίς διακοπή.",
    "Οι κάτοικοι ζητούν να μείνει ανοιχτό το μικρό καφενείο της αυλής, όπου μαζεύονται τα βράδια.",
)
HI = (
    "नीलघाट नगर परिषद ने कल बताया कि पुरानी नाव घाट की सीढ़ियाँ मानसून से पहले ठीक कर दी जाएँगी।",
    "परियोजना की प्रमुख मीरा शाहवाल ने कहा कि पत्थर पास की खदान से आएँगे और काम रात में होगा।",
    "नाविकों का कहना है कि पिछली मरम्मत केवल दो साल चली थी, इसलिए इस बार उन्हें पक्का काम चाहिए।",
)
EN = (
    "The council of Alder Quay said on Tuesday that the night ferry will return in May, after a "
    "gap of six winters and two failed tenders.",
    "Ines Marlow, who runs the harbour office, said the boat would carry sixty people and no "
    "cars, and that the first crossing would be free.",
    "Shopkeepers on the far bank, who lost a third of their trade, asked for a later last boat "
    "on Fridays; the council will vote on that next week.",
)
FR = (
    "La mairie de Port-Genêt a annoncé mardi que le moulin à marée rouvrira ses portes au "
    "printemps, après quatre ans de travaux.",
    "Selon Odile Varenne, qui dirige le chantier, la roue tournera de nouveau deux fois par jour "
    "et fournira du courant à l'école voisine.",
    "Les riverains demandent que le chemin reste ouvert aux promeneurs, comme l'avait promis "
    "l'ancien conseil.",
)
SECOND = (
    "Students at the school of Birchmere have built a weather station out of a bicycle wheel and "
    "a drum of copper wire.",
    "Their teacher, Tomas Reedy, said the wheel had kept better records than the official post "
    "across the valley for nine months in a row.",
    "The station will now be moved to the roof of the mill, where the wind comes in from all "
    "sides and no trees stand near.",
)


def paragraphs(texts: tuple[str, ...], tag: str = "p", attrs: str = "") -> str:
    return "\n".join(f"<{tag}{attrs}>{text}</{tag}>" for text in texts)


def menu(*names: str) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(names))
        + "</ul>"
    )


def cards(*titles: str, box: str = "div", attrs: str = "", text: str = "") -> str:
    return "".join(
        f'<{box}{attrs}><a href="/c/{n}"><img src="{n}.jpg"><h3>{title}</h3></a>'
        + (f"<p>{text}</p>" if text else "")
        + f"</{box}>"
        for n, title in enumerate(titles)
    )


def page(body: str, title: str = "", description: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="description" content="{description}"></head><body>{body}</body></html>'
    )


Case = tuple[str, tuple[str, ...], tuple[str, ...]]
CASES: dict[str, Case] = {}
"""A page, what must score as article, what must not."""

CASES["arabic, semantic"] = (
    page(
        '<header class="site-header"><nav>'
        + menu("الرئيسية", "سياسة", "اقتصاد", "رياضة")
        + "</nav></header>"
        '<main><article class="article"><header><h1>ترميم السوق القديمة في مرسى النخيل</h1>'
        '<p class="standfirst">التجار يطالبون بجدول زمني واضح وتعويضات</p>'
        '<figure><img src="a.jpg"><figcaption>واجهة السوق القديمة قبل بدء الأعمال '
        '<span class="credit">(سلمى الدوري)</span></figcaption></figure></header>'
        f'<div class="article-body">{paragraphs(AR)}<h2>خلاف على '
        f"التعويضات</h2>{paragraphs(AR[::-1])}</div>"
        '</article><aside class="related"><h2>اقرأ أيضاً</h2>'
        + cards("افتتاح جسر المشاة فوق الوادي", "مهرجان التمور يعود في الخريف")
        + "</aside></main><footer><p>جميع الحقوق محفوظة</p></footer>",
        "ترميم السوق القديمة في مرسى النخيل | صدى المرسى",
        "التجار يطالبون بجدول زمني واضح وتعويضات",
        "ar",
    ),
    ("ترميم السوق القديمة", "التجار يطالبون", "واجهة السوق", "خلاف على التعويضات", *AR),
    ("الرئيسية", "افتتاح جسر", "مهرجان التمور", "جميع الحقوق", "اقرأ أيضاً"),
)
CASES["persian, hashed class names"] = (
    page(
        '<div class="x1a2b"><div class="q9">' + menu("صفحه نخست", "سیاست", "ورزش") + "</div></div>"
        '<div class="zk31"><div class="m0p"><h1 class="k2">بازسازی پل چوبی بندر سپیدار</h1>'
        '<div class="k3">ساکنان محله پایین سال‌ها منتظر این خبر بودند</div>'
        + "".join(f'<div class="pp7">{text}</div>' for text in FA + FA[::-1])
        + '</div><div class="vv2">'
        + cards("جشنواره انار آغاز شد", "قطار شبانه بازگشت", "باغ تازه شهر")
        + '</div></div><div class="ff0"><div>تمام حقوق محفوظ است</div></div>',
        "بازسازی پل چوبی بندر سپیدار",
        lang="fa",
    ),
    ("بازسازی پل چوبی", *FA),
    ("صفحه نخست", "جشنواره انار", "قطار شبانه", "تمام حقوق"),
)
CASES["chinese, text and br in one div"] = (
    page(
        '<div id="top"><a href="/">首页</a> <a href="/n">新闻</a> <a href="/s">体育</a></div>'
        '<div class="wrap"><h1>云港市图书馆旧馆下月重新开放</h1>'
        '<div class="info">2031-04-02 来源：云港晚报</div>'
        f'<div class="txt">{"<br><br>".join(ZH + ZH[::-1])}</div></div>'
        '<div class="hot"><h4>热门文章</h4>'
        + menu("海堤公园今日开园", "新地铁线路图公布")
        + "</div>",
        "云港市图书馆旧馆下月重新开放_云港晚报",
        lang="zh",
    ),
    ("云港市图书馆旧馆", *ZH),
    ("首页", "海堤公园", "新地铁"),
)
CASES["hebrew, layout tables"] = (
    page(
        "<table><tr><td>" + menu("ראשי", "חדשות", "ספורט") + "</td><td><table><tr><td>"
        "<h1>שוק הדגים הישן ייפתח מחדש באביב</h1></td></tr><tr><td>"
        + paragraphs(HE + HE[::-1])
        + "</td></tr></table></td><td><b>עוד באתר</b><br>"
        '<a href="/1">הרכבת הלילית חוזרת</a><br><a href="/2">גן חדש בלב העיר</a></td></tr></table>',
        "שוק הדגים הישן ייפתח מחדש באביב",
        lang="he",
    ),
    ("שוק הדגים הישן", *HE),
    ("ראשי", "הרכבת הלילית"),
)
CASES["russian, amp"] = (
    page(
        "<amp-sidebar>" + menu("Главная", "Новости") + "</amp-sidebar>"
        '<header class="amp-header"><a href="/">Вестник Гавани</a></header>'
        '<article class="amp-wp-article"><h1 class="amp-wp-title">Старый маяк откроют осенью</h1>'
        '<figure class="amp-wp-article-featured-image"><amp-img src="m.jpg"></amp-img>'
        "<figcaption>Маяк в Липовой Гавани на рассвете</figcaption></figure>"
        f'<div class="amp-wp-article-content">{paragraphs(RU + RU[::-1])}</div>'
        "<amp-ad>Реклама на нашем сайте</amp-ad></article>"
        '<section class="related-posts"><h3>Читайте также</h3>'
        + cards("Паром вернется весной", "Ярмарка меда открылась")
        + "</section>",
        "Старый маяк откроют осенью",
        lang="ru",
    ),
    ("Старый маяк откроют", "Маяк в Липовой", *RU),
    ("Паром вернется", "Ярмарка меда", "Читайте также"),
)
CASES["greek, print page"] = (
    page(
        '<div class="print-logo">Φωνή του Όρμου</div><h1>Το παλιό ταχυδρομείο γίνεται μουσείο</h1>'
        + paragraphs(EL + EL[::-1])
        + '<div class="print-footer">Εκτυπώθηκε από την ιστοσελίδα της εφημερίδας</div>',
        "Το παλιό ταχυδρομείο γίνεται μουσείο",
        lang="el",
    ),
    ("Το παλιό ταχυδρομείο", *EL),
    ("Φωνή του Όρμου",),
)
CASES["hindi, comments below"] = (
    page(
        '<div class="navbar">' + menu("होम", "देश", "खेल") + "</div>"
        '<div class="story"><h1 class="headline">नाव घाट की सीढ़ियाँ मानसून से पहले ठीक होंगी</h1>'
        '<h2 class="summary">नाविक इस बार पक्का काम चाहते हैं</h2>'
        f'<div class="storytext">{paragraphs(HI + HI[::-1])}</div></div>'
        '<div id="comments"><h3>टिप्पणियाँ</h3><div class="comment"><p>बहुत अच्छी खबर '
        "है, हम सब इंतज़ार कर रहे थे।</p></div>"
        '<div class="comment"><p>पिछली बार भी यही कहा गया था, देखते हैं।</p></div></div>',
        "नाव घाट की सीढ़ियाँ मानसून से पहले ठीक होंगी",
        "नाविक इस बार पक्का काम चाहते हैं",
        "hi",
    ),
    ("नाव घाट की सीढ़ियाँ", "नाविक इस बार", *HI),
    ("होम", "बहुत अच्छी खबर", "पिछली बार भी यही"),
)
CASES["english, two articles with cards between"] = (
    page(
        "<nav>" + menu("Home", "Harbour", "Letters", "Sport") + "</nav><main>"
        '<article><h1>Night ferry returns to Alder Quay</h1><figure><img src="f.jpg">'
        "<figcaption>The last ferry, moored since the winter</figcaption></figure>"
        + paragraphs(EN + EN[::-1])
        + '</article><div class="more-stories">'
        + cards("Bakery wins river prize", "Old tram sheds to be let", "Choir seeks tenors")
        + '</div><article><h1>A wheel that counts the wind</h1><figure><img src="w.jpg">'
        "<figcaption>The wheel on its first day</figcaption></figure>"
        + paragraphs(SECOND + SECOND[::-1])
        + "</article></main><footer>"
        + menu("Contact", "Privacy")
        + "</footer>",
        "Night ferry returns to Alder Quay",
    ),
    (
        "Night ferry returns",
        "The last ferry",
        *EN,
        "A wheel that counts",
        "The wheel on its",
        *SECOND,
    ),
    ("Harbour", "Bakery wins", "Old tram sheds", "Choir seeks", "Privacy"),
)
CASES["french, teasers with sentences"] = (
    page(
        '<div class="menu">' + menu("Accueil", "Région", "Culture") + "</div>"
        '<div class="contenu"><h1 class="titre">Le moulin à marée rouvre au printemps</h1>'
        '<p class="chapo">Quatre ans de travaux auront été nécessaires à Port-Genêt.</p>'
        '<div class="legende">Le moulin vu de la digue</div>'
        f'<div class="texte">{paragraphs(FR + FR[::-1])}</div></div>'
        '<div class="colonne-droite">'
        + cards(
            "Le phare repeint en bleu",
            "La criée déménage",
            attrs=' class="teaser"',
            text="Une décision attendue depuis longtemps par les habitants du quartier.",
        )
        + "</div>",
        "Le moulin à marée rouvre au printemps",
        "Quatre ans de travaux auront été nécessaires à Port-Genêt.",
        "fr",
    ),
    ("Le moulin à marée rouvre", "Quatre ans de travaux", *FR),
    ("Accueil", "Le phare repeint", "Une décision attendue", "La criée"),
)
CASES["english, hashed names and no p at all"] = (
    page(
        '<div class="css-1ab"><div class="css-2cd">' + menu("Home", "City", "Weather") + "</div>"
        '<div class="css-3ef"><h1 class="css-4gh">Night ferry returns to Alder Quay</h1>'
        '<div class="css-5ij"><div class="css-6kl">'
        + paragraphs(EN + SECOND, "div", ' class="css-7mn"')
        + '</div></div></div><div class="css-8op"><div class="css-9qr">'
        + cards("Bakery wins river prize", "Choir seeks tenors", attrs=' class="css-0st"')
        + '</div></div><div class="css-1uv">© 2031 Quay Courier. All rights reserved.</div></div>',
        "Night ferry returns to Alder Quay",
    ),
    ("Night ferry returns", *EN, *SECOND),
    ("Weather", "Bakery wins", "Choir seeks", "© 2031"),
)
CASES["english, lists, quotes and furniture in the body"] = (
    page(
        '<main><h1>Night ferry returns to Alder Quay</h1><div class="share-bar">'
        '<a href="#">Share</a> <a href="#">Tweet</a></div><div class="entry-content">'
        + paragraphs(EN)
        + "<h2>What changes</h2><ul><li>The ferry leaves every forty minutes until midnight.</li>"
        "<li>Bicycles travel free of charge outside the morning rush.</li></ul>"
        "<blockquote><p>We have waited six winters for this boat, and we will wave to "
        "it.</p></blockquote>"
        + paragraphs(SECOND)
        + '</div><div class="newsletter"><p>Sign up for our newsletter and never miss a tide.</p>'
        '<button>Subscribe</button></div><div class="author-box"><p>Lena Quill writes about boats '
        "and lives above a chandlery.</p></div>"
        '<div class="tags"><a href="/t/1">Ferries</a> <a href="/t/2">Transport</a></div></main>',
        "Night ferry returns to Alder Quay",
    ),
    (
        "Night ferry returns",
        *EN,
        "What changes",
        "The ferry leaves",
        "Bicycles travel",
        "We have waited",
    ),
    ("Share", "Sign up for our", "Subscribe", "Lena Quill", "Ferries"),
)
CASES["arabic, section front"] = (
    page(
        "<nav>"
        + menu("الرئيسية", "سياسة", "رياضة")
        + '</nav><div class="list">'
        + cards(
            *(f"عنوان الخبر رقم {n} عن مدينة مرسى النخيل" for n in range(12)),
            attrs=' class="card"',
            text="ملخص قصير للخبر في سطر واحد من دون تفاصيل.",
        )
        + "</div>",
        "آخر الأخبار",
        lang="ar",
    ),
    (),
    ("عنوان الخبر رقم 3", "عنوان الخبر رقم 9", "ملخص قصير"),
)


@pytest.mark.parametrize("name", CASES)
def test_article_blocks_score_high_and_furniture_low(name: str) -> None:
    html, wanted, unwanted = CASES[name]
    blocks = blocks_from_html(html)[1]
    said = [f"{block.main:.2f} {block.kind:9} {block.text[:60]}" for block in blocks]
    for snippet in wanted:
        scores = [block.main for block in blocks if snippet in block.text]
        assert scores, f"no block holds {snippet!r}"
        assert max(scores) >= 0.5, "\n".join([f"lost: {snippet}", *said])
    for snippet in unwanted:
        scores = [block.main for block in blocks if snippet in block.text]
        assert scores, f"no block holds {snippet!r}"
        assert max(scores) < 0.5, "\n".join([f"kept: {snippet}", *said])


def test_class_words_hashed_away_keep_both_articles() -> None:
    html = CASES["english, two articles with cards between"][0]
    for word in ("article", "nav", "main", "footer", "figure"):
        html = html.replace(f"<{word}>", "<div>").replace(f"</{word}>", "</div>")
    html = html.replace('class="more-stories"', 'class="zq81"')
    scores = {block.text: block.main for block in blocks_from_html(html)[1]}
    for text in (*EN, *SECOND):
        assert scores[text] >= 0.5
    for snippet in ("Bakery wins river prize", "Choir seeks tenors", "Harbour"):
        assert scores[snippet] < 0.5


def test_scores_do_not_depend_on_how_many_blocks_are_scored_at_once() -> None:
    root = parse_html(CASES["arabic, semantic"][0])
    found = walk(root)
    rows = features(found.pieces, found.boxes, *head_texts(root))
    assert rows.shape == (len(found.pieces), len(NAMES))
    forest = read_forest()
    together = score_rows(np.tile(rows, (400, 1)), forest)
    alone = np.concatenate([score_rows(rows[at : at + 1], forest) for at in range(len(rows))])
    assert np.allclose(together[: len(rows)], alone)
    assert np.allclose(together[-len(rows) :], alone)


def test_features_see_class_words_by_distance() -> None:
    found = walk(parse_html("<div class=sidebar><div><p>a</p></div></div><p>b</p>"))
    rows = features(found.pieces, found.boxes, "", "")
    side = rows[:, NAMES.index("group_side")].tolist()
    assert side == [2, FAR]


def test_a_forest_of_other_features_is_refused() -> None:
    data = json.loads(files("crawler").joinpath("weights.json").read_text())
    data["features"] = data["features"][1:]
    with pytest.raises(ValueError, match="train again"):
        forest_from(data, NAMES)


def test_a_tree_is_walked_by_its_thresholds() -> None:
    tree = [[1, 5.0, 1, 2], [-2.0], [0, 0.5, 3, 4], [1.0], [3.0]]
    data = {"features": NAMES, "depth": 2, "base": 0.0, "trees": [tree, [[0.5]]]}
    rows = np.zeros((3, len(NAMES)), dtype=np.float32)
    rows[:, :2] = [[0, 5], [0, 6], [1, 6]]
    logits = np.log(1 / (1 / score_rows(rows, forest_from(data, NAMES)) - 1))
    assert np.allclose(logits, [-1.5, 1.5, 3.5])
