"""Fictional pages, each part apart, and the ways in which dumps put them on few lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of one page in page order; `body` holds a sentence an entry."""

    site: str
    menu: tuple[str, ...]
    title: str
    caption: str
    credit: str
    """The credit with its brackets or label, as it stands behind the caption."""
    byline: str
    date: str
    tools: tuple[str, ...]
    body: tuple[str, ...]
    heading: str
    cards: tuple[str, ...]
    days: tuple[str, ...]
    """A day for each card."""
    foot: tuple[str, ...]

    @property
    def picture(self) -> str:
        return f"{self.caption} {self.credit}"


STORIES = {
    "ar": Story(
        "صوت المرفأ",
        ("الرئيسية", "محليات", "اقتصاد", "رياضة", "اتصل بنا"),
        "مكتبة عائمة تصل إلى جزيرة الصنوبر بعد انتظار ثلاثة أعوام",
        "أطفال يصعدون إلى سطح المكتبة العائمة في ميناء الجزيرة",
        "(رويترز)",
        "كتبت: سلمى العرّاف",
        "الأربعاء 7 مايو 2031 - 09:40",
        ("شارك", "نسخ الرابط", "طباعة"),
        (
            "رست المكتبة العائمة صباح الأربعاء في جزيرة الصنوبر، وفيها أكثر من تسعة آلاف كتاب "
            "جمعها متطوعون من قرى الساحل.",
            "وقال أمين المكتبة نادر الحلّاق إن السفينة ستبقى أسبوعين ثم تبحر إلى الجزر الصغيرة في "
            "الشمال.",
            "وأضاف أن الأطفال استعاروا في الساعة الأولى كل ما لديه من كتب البحر والحيتان.",
            "ويدرس المجلس البلدي أن يبني رصيفاً جديداً قبل حلول الشتاء المقبل.",
        ),
        "مقالات ذات صلة",
        (
            "صيادو الخليج يعثرون على جرس قديم في شباكهم",
            "خبّازة القرية تعلّم مئة طالب صنع الخبز الأسمر",
            "قطار الجبل يعود إلى السير في الربيع",
        ),
        ("3 أبريل 2031 - 10:15", "9 مارس 2031 - 18:30", "21 فبراير 2031 - 07:05"),
        ("سياسة الخصوصية", "من نحن", "جميع الحقوق محفوظة © صوت المرفأ 2031"),
    ),
    "he": Story(
        "קול הנמל",
        ("ראשי", "חדשות", "כלכלה", "ספורט", "תרבות"),
        "ספרייה צפה הגיעה לאי האורנים לאחר המתנה של שלוש שנים",
        "ילדים עולים לסיפון הספרייה הצפה בנמל האי",
        "(צילום: יעל רותם)",
        "מאת: נועה ברקת",
        "יום רביעי 7 במאי 2031, 09:40",
        ("שתף", "הדפסה", "העתק קישור"),
        (
            "הספרייה הצפה עגנה ביום רביעי בבוקר באי האורנים, ובה יותר מתשעת אלפים ספרים שאספו "
            "מתנדבים מכפרי החוף.",
            "הספרן אורי גלבוע אמר כי הספינה תישאר שבועיים ואז תפליג אל האיים הקטנים שבצפון.",
            "לדבריו, הילדים שאלו כבר בשעה הראשונה את כל ספרי הים והלווייתנים שהיו לו.",
            "מועצת האי שוקלת לבנות רציף חדש לפני החורף הבא.",
        ),
        "כתבות נוספות",
        (
            "דייגים מצאו פעמון עתיק ברשתות שלהם במפרץ",
            "האופה מהכפר לימדה מאה תלמידים לאפות לחם שחור",
            "רכבת ההר תשוב לנסוע באביב",
        ),
        ("3.4.2031 10:15", "9.3.2031 18:30", "21.2.2031 07:05"),
        ("מדיניות פרטיות", "תנאי שימוש", "© קול הנמל 2031"),
    ),
    "fa": Story(
        "صدای بندر",
        ("صفحه اصلی", "اقتصاد", "ورزش", "فرهنگ", "تماس با ما"),
        "کتابخانه شناور پس از سه سال انتظار به جزیره کاج رسید",
        "کودکان در بندر جزیره سوار عرشه کتابخانه شناور می‌شوند",
        "(عکس: رویترز)",
        "نویسنده: پریا شکوهی",
        "چهارشنبه ۱۷ اردیبهشت ۱۴۱۰ - ۰۹:۴۰",
        ("اشتراک گذاری", "چاپ", "کپی لینک"),
        (
            "کتابخانه شناور صبح چهارشنبه در جزیره کاج پهلو گرفت و بیش از نه هزار جلد کتاب دارد که "
            "داوطلبان روستاهای ساحل گرد آورده‌اند.",
            "کتابدار آن، بهمن ساحلی، گفت کشتی دو هفته می‌ماند و سپس راهی جزیره‌های کوچک شمال می‌شود.",
            "او افزود بچه‌ها در همان ساعت اول همه کتاب‌های دریا و نهنگ را امانت گرفتند.",
            "شورای جزیره قصد دارد پیش از زمستان آینده اسکله تازه‌ای بسازد.",
        ),
        "مطالب مرتبط",
        (
            "ماهیگیران خلیج زنگی کهنه در تور خود یافتند",
            "نانوای روستا به صد دانش‌آموز پختن نان جو آموخت",
            "قطار کوهستان بهار دوباره به راه می‌افتد",
        ),
        ("۱۴ فروردین ۱۴۱۰ - ۱۰:۱۵", "۱۸ اسفند ۱۴۰۹ - ۱۸:۳۰", "۲ اسفند ۱۴۰۹ - ۰۷:۰۵"),
        ("درباره ما", "حریم خصوصی", "© صدای بندر ۱۴۱۰"),
    ),
    "ru": Story(
        "Голос гавани",
        ("Главная", "Новости", "Экономика", "Спорт", "Контакты"),
        "Плавучая библиотека пришла на Сосновый остров после трёх лет ожидания",
        "Дети поднимаются на палубу плавучей библиотеки в порту острова",
        "Фото: Рейтер",
        "Автор: Алла Вербина",
        "7 мая 2031, 09:40",
        ("Поделиться", "Печать", "Скопировать ссылку"),
        (
            "Утром в среду у Соснового острова встала на якорь плавучая библиотека, в которой "
            "больше девяти тысяч книг, собранных волонтёрами прибрежных сёл.",
            "Библиотекарь Назар Лодкин рассказал, что судно простоит две недели, а потом уйдёт к "
            "малым островам на севере.",
            "По его словам, дети за первый же час разобрали все книги о море и китах.",
            "Совет острова хочет построить новый причал до следующей зимы.",
        ),
        "Читайте также",
        (
            "Рыбаки залива нашли в сетях старинный колокол",
            "Сельская пекарша научила сотню школьников печь чёрный хлеб",
            "Горный поезд снова пойдёт весной",
        ),
        ("3 апреля 2031, 10:15", "9 марта 2031, 18:30", "21 февраля 2031, 07:05"),
        ("О нас", "Реклама", "© Голос гавани, 2031"),
    ),
    "el": Story(
        "Φωνή του Λιμανιού",
        ("Αρχική", "Ειδήσεις", "Οικονομία", "Αθλητισμός", "Επικοινωνία"),
        "Πλωτή βιβλιοθήκη έφτασε στο νησί των Πεύκων μετά από τρία χρόνια αναμονής",
        "Παιδιά ανεβαίνουν στο κατάστρωμα της πλωτής βιβλιοθήκης στο λιμάνι",
        "(Φωτογραφία: Ρόιτερς)",
        "Γράφει η Δανάη Κυματά",
        "7 Μαΐου 2031, 09:40",
        ("Κοινοποίηση", "Εκτύπωση", "Αντιγραφή συνδέσμου"),
        (
            "Η πλωτή βιβλιοθήκη έδεσε το πρωί της Τετάρτης στο νησί των Πεύκων με πάνω από εννέα "
            "χιλιάδες βιβλία που μάζεψαν εθελοντές από τα παραλιακά χωριά.",
            "Ο βιβλιοθηκάριος Στάθης Αρμενιστής είπε ότι το πλοίο θα μείνει δύο εβδομάδες και μετά "
            "θα πάει στα μικρά νησιά του βορρά.",
            "Τα παιδιά, πρόσθεσε, δανείστηκαν την πρώτη ώρα όλα τα βιβλία για τη θάλασσα.",
            "Το συμβούλιο του νησιού θέλει να χτίσει νέα προβλήτα πριν από τον επόμενο χειμώνα.",
        ),
        "Διαβάστε επίσης",
        (
            "Ψαράδες του κόλπου βρήκαν παλιά καμπάνα στα δίχτυα",
            "Φουρνάρισσα μαθαίνει σε εκατό μαθητές το μαύρο ψωμί",
            "Το τρένο του βουνού ξαναρχίζει την άνοιξη",
        ),
        ("3 Απριλίου 2031, 10:15", "9 Μαρτίου 2031, 18:30", "21 Φεβρουαρίου 2031, 07:05"),
        ("Όροι χρήσης", "Ποιοι είμαστε", "© Φωνή του Λιμανιού 2031"),
    ),
    "zh": Story(
        "海港之声",
        ("首页", "新闻", "财经", "体育", "联系我们"),
        "等待三年后漂流图书馆驶抵松树岛",
        "孩子们在岛上码头登上漂流图书馆的甲板",
        "（路透社）",
        "记者：柳青岚",
        "2031年5月7日 09:40",
        ("分享", "打印", "复制链接"),
        (
            "漂流图书馆周三上午停靠松树岛，船上有沿海村庄志愿者收集的九千多册图书。",
            "图书管理员卢望舟说，这艘船将停留两周，然后驶往北方的小岛。",
            "他说，孩子们在第一个小时就借走了所有关于大海和鲸鱼的书。",
            "岛上议事会打算在明年冬天之前修建一座新的码头。",
        ),
        "相关报道",
        ("海湾渔民在网中捞起一口古钟", "村里的面包师教一百名学生烤黑面包", "山区火车春天恢复开行"),
        ("2031年4月3日 10:15", "2031年3月9日 18:30", "2031年2月21日 07:05"),
        ("关于我们", "隐私政策", "版权所有 © 海港之声 2031"),
    ),
    "ja": Story(
        "みなと新報",
        ("ホーム", "ニュース", "経済", "スポーツ", "お問い合わせ"),
        "三年待った船の図書館、松の島に到着",
        "島の港で船の図書館の甲板に上がる子どもたち",
        "（ロイター）",
        "記者：浜辺しおり",
        "2031年5月7日 09:40",
        ("シェア", "印刷", "リンクをコピー"),
        (
            "船の図書館が水曜日の朝、松の島に着き、沿岸の村の有志が集めた九千冊余りの本を運んできた。",
            "司書の磯野渡さんは、船は二週間とどまったあと北の小さな島々へ向かうと話した。",
            "子どもたちは最初の一時間で海とクジラの本をすべて借りていったという。",
            "島の議会は来年の冬までに新しい桟橋を造る考えだ。",
        ),
        "関連記事",
        (
            "湾の漁師の網に古い鐘",
            "村のパン屋が百人の生徒に黒パンを教える",
            "山の列車、春に運転再開",
        ),
        ("2031年4月3日 10:15", "2031年3月9日 18:30", "2031年2月21日 07:05"),
        ("会社概要", "プライバシーポリシー", "© みなと新報 2031"),
    ),
    "hi": Story(
        "बंदरगाह वाणी",
        ("होम", "देश", "कारोबार", "खेल", "संपर्क करें"),
        "तीन साल के इंतज़ार के बाद तैरता पुस्तकालय चीड़ द्वीप पहुँचा",
        "द्वीप के बंदरगाह पर तैरते पुस्तकालय पर चढ़ते बच्चे",
        "(फोटो: रॉयटर्स)",
        "लेखक: मीरा सागरिया",
        "7 मई 2031, 09:40",
        ("शेयर करें", "प्रिंट", "लिंक कॉपी करें"),
        (
            "तैरता पुस्तकालय बुधवार सुबह चीड़ द्वीप पर आ लगा, जिसमें तट के गाँवों के स्वयंसेवकों की जुटाई "
            "नौ हज़ार से ज़्यादा किताबें हैं।",
            "पुस्तकालय के प्रभारी नवीन लहरी ने बताया कि जहाज़ दो हफ़्ते रुकेगा और फिर उत्तर के छोटे द्वीपों "
            "की ओर जाएगा।",
            "उन्होंने कहा कि बच्चों ने पहले ही घंटे में समुद्र और व्हेल की सारी किताबें ले लीं।",
            "द्वीप की परिषद अगली सर्दियों से पहले नया घाट बनाना चाहती है।",
        ),
        "यह भी पढ़ें",
        (
            "खाड़ी के मछुआरों के जाल में मिला पुराना घंटा",
            "गाँव की नानबाई ने सौ छात्रों को काली रोटी बनाना सिखाया",
            "पहाड़ी रेलगाड़ी वसंत में फिर चलेगी",
        ),
        ("3 अप्रैल 2031, 10:15", "9 मार्च 2031, 18:30", "21 फ़रवरी 2031, 07:05"),
        ("हमारे बारे में", "गोपनीयता", "© बंदरगाह वाणी 2031"),
    ),
    "en": Story(
        "The Quay Voice",
        ("Home", "News", "Business", "Sports", "Contact us"),
        "Floating library reaches Pine Island after three years of waiting",
        "Children climb to the deck of the floating library in the island harbour",
        "(Reuters)",
        "By Maud Alderney",
        "7 May 2031, 09:40",
        ("Share", "Copy link", "Print"),
        (
            "A floating library moored at Pine Island on Wednesday morning with more than nine "
            "thousand books that volunteers had gathered in the villages of the coast.",
            "Librarian Otis Farrow said the ship would stay for two weeks and then sail to the "
            "small islands in the north.",
            "The children, he added, had borrowed every book on whales within the first hour.",
            "The island council wants to build a new pier before the next winter.",
        ),
        "Related stories",
        (
            "Fishermen of the bay find an old bell in their nets",
            "Village baker teaches a hundred pupils to make black bread",
            "Mountain train to run again in spring",
        ),
        ("3 April 2031, 10:15", "9 March 2031, 18:30", "21 February 2031, 07:05"),
        ("Privacy policy", "Terms of use", "© 2031 The Quay Voice"),
    ),
    "de": Story(
        "Hafenstimme",
        ("Startseite", "Nachrichten", "Wirtschaft", "Sport", "Kontakt"),
        "Schwimmende Bücherei erreicht nach drei Jahren Wartezeit die Kieferninsel",
        "Kinder steigen im Inselhafen auf das Deck der schwimmenden Bücherei",
        "(Foto: Reuters)",
        "Von Maud Elderney",
        "7. Mai 2031, 09:40 Uhr",
        ("Teilen", "Drucken", "Link kopieren"),
        (
            "Eine schwimmende Bücherei hat am Mittwochmorgen an der Kieferninsel festgemacht, mit "
            "mehr als neuntausend Büchern, die Freiwillige in den Küstendörfern gesammelt haben.",
            "Der Bibliothekar Otto Farren sagte, das Schiff bleibe zwei Wochen und fahre dann zu "
            "den kleinen Inseln im Norden.",
            "Die Kinder hätten schon in der ersten Stunde alle Bücher über Wale ausgeliehen.",
            "Der Rat der Insel will vor dem nächsten Winter einen neuen Steg bauen.",
        ),
        "Mehr zum Thema",
        (
            "Fischer der Bucht finden eine alte Glocke in ihren Netzen",
            "Bäckerin im Dorf zeigt hundert Schülern das Schwarzbrot",
            "Bergbahn fährt im Frühling wieder",
        ),
        ("3. April 2031, 10:15 Uhr", "9. März 2031, 18:30 Uhr", "21. Februar 2031, 07:05 Uhr"),
        ("Datenschutz", "Impressum", "© 2031 Hafenstimme"),
    ),
    "es": Story(
        "La Voz del Muelle",
        ("Portada", "Noticias", "Economía", "Deportes", "Contacto"),
        "Una biblioteca flotante llega a la isla de los Pinos tras tres años de espera",
        "Unos niños suben a la cubierta de la biblioteca flotante en el puerto",
        "(Foto: Reuters)",
        "Por Maura Alderete",
        "7 de mayo de 2031, 09:40",
        ("Compartir", "Imprimir", "Copiar enlace"),
        (
            "Una biblioteca flotante atracó el miércoles por la mañana en la isla de los Pinos con "
            "más de nueve mil libros que los voluntarios habían reunido en los pueblos costeros.",
            "El bibliotecario Otón Farías dijo que el barco se quedará dos semanas y luego zarpará "
            "hacia las islas pequeñas del norte.",
            "Los niños, añadió, se llevaron en la primera hora todos los libros sobre ballenas.",
            "El consejo de la isla quiere construir un muelle nuevo antes del próximo invierno.",
        ),
        "Noticias relacionadas",
        (
            "Pescadores de la bahía hallan una vieja campana en sus redes",
            "La panadera del pueblo enseña a cien alumnos a hacer pan negro",
            "El tren de la montaña volverá en primavera",
        ),
        ("3 de abril de 2031, 10:15", "9 de marzo de 2031, 18:30", "21 de febrero de 2031, 07:05"),
        ("Privacidad", "Quiénes somos", "© 2031 La Voz del Muelle"),
    ),
}


def _below(story: Story) -> list[str]:
    dated = [part for pair in zip(story.cards, story.days, strict=True) for part in pair]
    return [story.heading, *dated]


def _one_line(story: Story) -> str:
    """All of the page, window title first, with nothing but spaces between its parts."""
    return " ".join(
        (
            f"{story.title} | {story.site}",
            *story.menu,
            story.title,
            story.byline,
            story.date,
            story.picture,
            *story.tools,
            *story.body,
            *_below(story),
            *story.foot,
        )
    )


def _headed(story: Story) -> str:
    """The headline on a line, and everything else on another, the headline again among it."""
    rest = (
        *story.menu,
        story.title,
        story.date,
        story.picture,
        *story.tools,
        *story.body,
        *_below(story),
        *story.foot,
    )
    return f"{story.title}\n{' '.join(rest)}\n"


def _boxes(story: Story) -> str:
    """Each box a line: menu, header, picture, text, list, foot."""
    lines = (
        story.menu,
        (story.title, story.byline, story.date, *story.tools),
        (story.picture,),
        story.body,
        _below(story),
        story.foot,
    )
    return "\n".join(map(" ".join, lines))


def _breaks(story: Story) -> str:
    """A line break only where the text has one, between two paragraphs."""
    head = (f"{story.title} - {story.site}", story.title, story.picture, *story.tools)
    first, last = story.body[:2], story.body[2:]
    return " ".join((*head, *first)) + "\n" + " ".join((*last, *_below(story), *story.foot)) + "\n"


def _printed_twice(story: Story) -> str:
    """Headline and doubled captions, a button, all of that again, the text: on one line."""
    head = (story.title, story.picture, story.picture)
    return " ".join((*head, "TT", *head, *story.body, *_below(story)))


WAYS = {
    "one_line": _one_line,
    "headed": _headed,
    "boxes": _boxes,
    "breaks": _breaks,
    "printed_twice": _printed_twice,
}
