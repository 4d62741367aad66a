"""Pages flattened to a line a block, with all that stood around the article: one record each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crawler.page import page_from_text
from dedupe.evidence import proven
from dedupe.looks import Look, looks
from dedupe.mended import mended
from dedupe.model import FoldedPage
from dedupe.page import fold_page
from dedupe.parted import parted
from dedupe.rules import DEFAULT_RULES

MENU = {
    "ar": ("الرئيسية", "محليات", "اقتصاد", "رياضة", "ثقافة", "منوعات", "اتصل بنا"),
    "en": ("Home", "Town", "Business", "Sports", "Culture", "Video", "Contact us"),
    "de": ("Startseite", "Stadt", "Wirtschaft", "Sport", "Kultur", "Videos", "Kontakt"),
    "es": ("Portada", "Ciudad", "Economía", "Deportes", "Cultura", "Vídeos", "Contacto"),
}
FOOT = {
    "ar": ("سياسة الخصوصية", "شروط الاستخدام", "من نحن", "وظائف"),
    "en": ("Privacy policy", "Terms of use", "About us", "Jobs"),
    "de": ("Datenschutz", "Nutzungsbedingungen", "Über uns", "Jobs"),
    "es": ("Privacidad", "Condiciones de uso", "Quiénes somos", "Empleo"),
}
SIGNED = {
    "ar": ("كتبت: هالة الورداني", "الثلاثاء 4 مايو 2031"),
    "en": ("By Ada Quill", "4 May 2031"),
    "de": ("Von Ada Kielmann", "4. Mai 2031"),
    "es": ("Por Ada Quiroga", "4 de mayo de 2031"),
}
LOCK = {
    "ar": (
        "بلدة فيلم تفتح قنطرتها القديمة أمام القوارب",
        "فتحت بلدة فيلم قنطرتها القديمة يوم الثلاثاء أمام القوارب للمرة الأولى منذ تسعة أعوام، "
        "وعبرها أربعون قارباً قبل الظهر وسط تصفيق الأهالي.",
        "وقالت حارسة القنطرة عائشة الونّاس إن البوابات دُهنت باليد بما توافر في البلدة من زيت، وإن "
        "أحداً لم يحسب ساعات العمل التي استغرقها ذلك.",
        "ويعتزم المجلس البلدي أن يقرر في الخريف ما إذا كانت القنطرة ستبقى مفتوحة طوال الشتاء أم "
        "تُغلق كما في الأعوام الماضية.",
        "وحتى ذلك الحين يدفع أصحاب القوارب رسماً لا يزيد على الرسم الذي كان معمولاً به عام "
        "الإغلاق، بحسب ما أعلنته البلدية.",
    ),
    "en": (
        "Velm opens its old lock to the barges",
        "The harbour of Velm opened its old lock on Tuesday for the first time in nine years, and "
        "forty barges passed before noon.",
        "Lock keeper Orla Venn said that the gates had been oiled by hand with whatever the town "
        "could spare, and that nobody had counted the hours.",
        "The council of Velm wants to decide in autumn whether the old lock will stay open through "
        "the winter or be closed again.",
        "Until then the barges pay a fee that is no higher than the one of the year in which the "
        "lock was closed.",
    ),
    "de": (
        "Velm öffnet seine alte Schleuse für die Kähne",
        "Der Hafen von Velm hat am Dienstag zum ersten Mal seit neun Jahren seine alte Schleuse "
        "geöffnet, und vierzig Kähne fuhren noch vor Mittag hindurch.",
        "Die Schleusenwärterin Orla Venn sagte, die Tore seien von Hand geölt worden, mit allem, "
        "was die Stadt erübrigen konnte, und niemand habe die Stunden gezählt.",
        "Der Rat von Velm will im Herbst entscheiden, ob die alte Schleuse auch den Winter über "
        "offen bleibt oder wieder geschlossen wird.",
        "Bis dahin zahlen die Kähne eine Gebühr, die nicht höher ist als die des Jahres, in dem "
        "die Schleuse geschlossen wurde.",
    ),
    "es": (
        "Velmar abre su vieja esclusa a las barcazas",
        "El puerto de Velmar abrió el martes su vieja esclusa por primera vez en nueve años, y "
        "cuarenta barcazas pasaron antes del mediodía.",
        "La guardiana de la esclusa, Orla Venegas, dijo que las compuertas se engrasaron a mano "
        "con lo que la ciudad pudo reunir y que nadie contó las horas.",
        "El concejo de Velmar quiere decidir en otoño si la vieja esclusa seguirá abierta durante "
        "el invierno o volverá a cerrarse.",
        "Hasta entonces las barcazas pagan una tasa que no es más alta que la del año en que se "
        "cerró la esclusa.",
    ),
}
HIVES = {
    "ar": (
        "نحّالو وادي سارن يعدّون خلاياهم من الجو",
        "عدّ نحّالان من وادي سارن خلاياهما هذا الأسبوع بطائرة صغيرة، فوجدا إحدى عشرة خلية أكثر مما "
        "يملكان في سجلاتهما القديمة.",
        "وتبيّن أن الخلايا الزائدة تعود إلى مدرسة كانت قد نسيتها، كما قال المعلّم ميلاد برهان الذي "
        "لسعته نحلتان وهو يروي ذلك للصحافيين.",
        "وسيُباع عسل الخلايا كلها في معرض الصيف الذي يقيمه نحّالو الوادي كل عام، وتريد المدرسة نصف "
        "ثمنه لإصلاح سقفها.",
    ),
    "en": (
        "Beekeepers of Sarn count their hives from the air",
        "Two beekeepers in Sarn have counted their hives from the air with a drone this week and "
        "found eleven more than they own.",
        "The extra hives belong to a school that had forgotten them, said the teacher Milo Brandt, "
        "who was stung twice while he said so.",
        "Honey from all of the hives will be sold by the beekeepers at the summer fair of Sarn, "
        "and the school wants half.",
    ),
    "de": (
        "Imker aus Sarn zählen ihre Bienenstöcke aus der Luft",
        "Zwei Imker aus Sarn haben diese Woche ihre Bienenstöcke mit einer Drohne aus der Luft "
        "gezählt und elf mehr gefunden, als ihnen gehören.",
        "Die überzähligen Stöcke gehören einer Schule, die sie vergessen hatte, sagte der Lehrer "
        "Milo Brandt, der zweimal gestochen wurde, während er das sagte.",
        "Der Honig aus allen Bienenstöcken soll auf dem Sommerfest der Imker verkauft werden, und "
        "die Schule will die Hälfte.",
    ),
    "es": (
        "Los apicultores de Sarna cuentan sus colmenas desde el aire",
        "Dos apicultores de Sarna contaron esta semana sus colmenas desde el aire con un dron y "
        "encontraron once más de las que tienen.",
        "Las colmenas de más son de una escuela que las había olvidado, dijo el maestro Milo "
        "Brando, a quien picaron dos veces mientras lo contaba.",
        "La miel de todas las colmenas se venderá en la feria de verano de los apicultores, y la "
        "escuela quiere la mitad.",
    ),
}
CARDS = {
    "ar": (
        "مخبز في بلدة أوستر يبيع الخبز قبل الفجر",
        "عاصفة رملية توقف العبّارات بين الجزيرتين",
        "كورال المدرسة يفوز بجائزة المقاطعة الشمالية",
        "طاحونة الوادي تبحث عن طحّان جديد",
    ),
    "en": (
        "Baker of Oster sells his bread before dawn",
        "Storm stops the ferries between the two islands",
        "School choir wins the prize of the northern county",
        "The mill in the valley looks for a new miller",
    ),
    "de": (
        "Bäcker von Oster verkauft sein Brot vor Sonnenaufgang",
        "Sturm hält die Fähren zwischen den Inseln auf",
        "Schulchor gewinnt den Preis des nördlichen Kreises",
        "Die Mühle im Tal sucht einen neuen Müller",
    ),
    "es": (
        "El panadero de Ostera vende su pan antes del alba",
        "La tormenta detiene los transbordadores entre las islas",
        "El coro de la escuela gana el premio del condado",
        "El molino del valle busca un nuevo molinero",
    ),
}
TEASED = {
    "ar": (
        "يبدأ الخبّاز يونس عمله عند الثانية ليلاً، وتصطف أمام بابه نساء الحي قبل أن يؤذن الفجر.",
        "توقفت العبّارات عن العمل ساعات طويلة بعدما غطّى الرمل المرسى كله وانعدمت الرؤية فيه.",
        "حصل كورال المدرسة على الجائزة بعد أن غنّى أربع أغنيات من دون آلات موسيقية ولا مكبّر صوت.",
        "تقاعد الطحّان العجوز في الربيع، ومنذ ذلك الحين لم يتقدم إلى الوظيفة سوى رجل واحد وقطّته.",
    ),
    "en": (
        "Baker Jona Hale begins at two in the morning, and the queue is there before the sun is.",
        "The ferries lay still for hours after sand had covered the pier and nobody saw the bow.",
        "The choir sang four songs without any instrument, and the jury asked to hear a fifth one.",
        "The old miller retired in spring, and since then one man and his cat have applied for it.",
    ),
    "de": (
        "Bäcker Jona Hell beginnt um zwei Uhr früh, und die Schlange steht da, noch vor der Sonne.",
        "Die Fähren lagen stundenlang still, nachdem der Sand den ganzen Anleger zugedeckt hatte.",
        "Der Chor sang vier Lieder ohne jedes Instrument, und die Jury wollte ein fünftes.",
        "Der alte Müller ging im Frühling, und seither bewarb sich ein Mann mit seiner Katze.",
    ),
    "es": (
        "El panadero Jonás empieza a las dos de la mañana, y la cola está allí antes que el sol.",
        "Los barcos pararon durante horas después de que la arena cubriera todo el embarcadero.",
        "El coro cantó cuatro canciones sin instrumento alguno, y el jurado pidió una quinta más.",
        "El viejo molinero se retiró en primavera, y desde entonces vino un hombre con su gato.",
    ),
}
FORM = {
    "ar": (
        "اشترك في نشرتنا البريدية اليومية مجاناً",
        "البريد الإلكتروني",
        "إرسال",
        "باشتراكك توافق على أن نرسل إليك رسائل تتضمن أخباراً وعروضاً، ويمكنك إلغاء الاشتراك في أي "
        "وقت عبر الرابط الموجود أسفل كل رسالة.",
        "شكراً لك. أرسلنا إليك رسالة تأكيد.",
        "يرجى الضغط على الرابط الموجود فيها لإتمام التسجيل.",
    ),
    "en": (
        "Get the most important stories by email every morning",
        "Email address",
        "Sign me up",
        "By signing up you agree that we send you messages with news and offers; you can "
        "unsubscribe at any time through the link at the foot of every message.",
        "Thank you. We have sent you a message.",
        "Please follow the link in it to finish.",
    ),
    "de": (
        "Die wichtigsten Nachrichten jeden Morgen per E-Mail",
        "E-Mail-Adresse",
        "Abschicken",
        "Mit der Anmeldung stimmen Sie zu, dass wir Ihnen Nachrichten und Angebote schicken; Sie "
        "können sich jederzeit über den Link am Ende jeder Nachricht wieder abmelden.",
        "Vielen Dank! Wir haben Ihnen eine Nachricht geschickt.",
        "Bitte bestätigen Sie den Link darin, um fertig zu werden.",
    ),
    "es": (
        "Reciba cada mañana las noticias más importantes",
        "Correo electrónico",
        "Enviar",
        "Al suscribirse acepta que le enviemos mensajes con noticias y ofertas; puede darse de "
        "baja en cualquier momento mediante el enlace al pie de cada mensaje.",
        "Gracias. Le hemos enviado un mensaje.",
        "Siga el enlace que contiene para terminar.",
    ),
}
SAID = {
    "ar": (
        "كنت هناك بنفسي وأستطيع القول إن القوارب لم تكن أربعين بل ثمانية وثلاثين قارباً فقط.",
        "كان عليهم أن يفتحوها قبل سنوات. كان والدي يقول دائماً إن البوابات لا تحتاج إلا إلى زيت.",
        "كلام فارغ، ستُغلق من جديد قبل أول موجة برد، كما يحدث في كل عام تقريباً.",
        "وماذا عن الضفادع؟ لم يسأل أحد عنها، وهي تعيش هناك منذ أن كنت صغيراً.",
    ),
    "en": (
        "I was there and I can say that the barges were not forty but thirty-eight.",
        "They should have done it years ago. My father always said that all it needed was oil.",
        "Nonsense, it will be closed again before the first frost, as it is every year.",
        "And what of the frogs? Nobody asked them, and they have lived there since I was small.",
    ),
    "de": (
        "Ich war dabei und kann sagen, dass es nicht vierzig waren, sondern achtunddreißig.",
        "Das hätte man schon vor Jahren tun sollen. Mein Vater sagte immer, da fehle nur Öl.",
        "Unsinn, vor dem ersten Frost ist wieder alles zu, so wie in jedem Jahr.",
        "Und die Frösche? Niemand hat sie gefragt, und sie wohnen da, seit ich klein war.",
    ),
    "es": (
        "Yo estuve allí y puedo decir que no fueron cuarenta sino treinta y ocho.",
        "Debieron hacerlo hace años. Mi padre decía siempre que solo le faltaba aceite.",
        "Tonterías, antes de la primera helada estará cerrada otra vez, como cada año.",
        "¿Y las ranas? Nadie les preguntó, y viven allí desde que yo era pequeño.",
    ),
}
NAMES = {
    "ar": ("أبو سليم", "نورة", "قارئ من الساحل", "م. الحمداني"),
    "en": ("Jona Hale", "petra_m", "Old Ivo", "harbourcat"),
    "de": ("Jona Hell", "petra_m", "Der alte Ivo", "Hafenkatze"),
    "es": ("Jonás", "petra_m", "El viejo Ivo", "gata_del_puerto"),
}
LANGS = tuple(MENU)


def fold(lang: str, *lines: str) -> FoldedPage:
    text = "\n".join((*MENU[lang], *lines, *FOOT[lang]))
    return fold_page(page_from_text(text, id="page"))


def named(story: Sequence[str], signed: Sequence[str] = ()) -> list[str]:
    return [story[0], *signed, *story[1:]]


def stories(folded: FoldedPage) -> list[tuple[str, tuple[str, ...]]]:
    return [(article.title, article.body) for article in folded.articles]


def told(*all_of_them: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(story[0], tuple(story[1:])) for story in all_of_them]


RELATED = {
    "ar": "مواد قد تهمك",
    "en": "You may also like",
    "de": "Das könnte Sie auch interessieren",
    "es": "Le puede interesar",
}
CHANGES = {
    "ar": "ما الذي يتغير على أصحاب القوارب",
    "en": "What changes for the owners of the barges",
    "de": "Was sich für die Besitzer der Kähne ändert",
    "es": "Qué cambia para los dueños de las barcazas",
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", ["above", "tags", "list"])
def test_a_form_is_no_article(lang: str, place: str) -> None:
    own = named(LOCK[lang], SIGNED[lang])
    between = ["Velm", "Sarn", "Oster"] if place == "tags" else [RELATED[lang], *CARDS[lang]]
    lines = [*FORM[lang], *own] if place == "above" else [*own, *between, *FORM[lang]]
    (article,) = fold(lang, *lines).articles
    assert article.title == LOCK[lang][0]
    assert article.body[:4] == LOCK[lang][1:]
    assert not set(article.body) & set(FORM[lang])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("piece", ["label", "day"])
def test_a_text_goes_on_below_a_long_list(lang: str, piece: str) -> None:
    title, first, *rest = (*LOCK[lang], *SAID[lang])
    if piece == "label":
        cards = [line for title in CARDS[lang] * 3 for line in (title, "Sarn")]
        rest.insert(0, CHANGES[lang])
    else:
        cards = [line for title in CARDS[lang] * 2 for line in (SIGNED[lang][1], title)]
    (article,) = fold(lang, title, *SIGNED[lang], first, RELATED[lang], *cards, *rest).articles
    assert article.title == title
    assert set(article.body) >= {first, *LOCK[lang][3:], *SAID[lang]}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("headed", [True, False])
def test_what_readers_say_with_name_and_day_is_no_article(lang: str, headed: bool) -> None:
    day = SIGNED[lang][1]
    talk = [
        line
        for name, said in zip(NAMES[lang], SAID[lang], strict=True)
        for line in (name, f"{day} 19:02", said, "↩")
    ]
    head = [f"4 × {LOCK[lang][0]}"] if headed else []
    assert stories(fold(lang, *named(LOCK[lang], SIGNED[lang]), *head, *talk)) == told(LOCK[lang])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("between", ["nothing", "tags", "list", "form"])
def test_signed_articles_below_each_other_are_parted(lang: str, between: str) -> None:
    gap = {"tags": ("Velm", "Sarn", "Oster"), "list": (RELATED[lang], *CARDS[lang])}
    gap["form"] = (*gap["list"], *FORM[lang])
    one, two = (named(story, SIGNED[lang]) for story in (LOCK[lang], HIVES[lang]))
    first, second = fold(lang, *one, *gap.get(between, ()), *two).articles
    assert (first.title, second.title) == (LOCK[lang][0], HIVES[lang][0])
    assert first.body[:4] == LOCK[lang][1:]
    assert second.body == HIVES[lang][1:]


@pytest.mark.parametrize("lang", LANGS)
def test_articles_without_names_and_days_are_parted(lang: str) -> None:
    folded = fold(lang, *LOCK[lang], "Velm", "Sarn", "Oster", *HIVES[lang])
    assert stories(folded) == told(LOCK[lang], HIVES[lang])


def looked(*texts: str) -> list[Look]:
    return looks(page_from_text("\n".join(texts), id="page"), DEFAULT_RULES)


@pytest.mark.parametrize("lang", LANGS)
def test_a_caption_above_a_text_without_a_headline_is_the_headline(lang: str) -> None:
    title, *body = LOCK[lang]
    card = (CARDS[lang][0], SIGNED[lang][0], TEASED[lang][0])
    parts = ["caption1", "sign1", *["body"] * 4, "title", "sign1", "body"]
    found = proven(looked(title, SIGNED[lang][0], *body, *card), parts, {})
    assert found[:6] == ["title", "sign1", *["body"] * 4]
    assert "title" not in found[1:]


def test_a_text_without_any_headline_stays_as_it_is() -> None:
    lines = looked(*LOCK["ar"])
    assert proven(lines, ["caption1", *["body"] * 4], {}) == ["caption1", *["body"] * 4]
    assert proven(lines, ["title", *["cards"] * 4], {}) == ["title", *["cards"] * 4]
    assert proven([], [], {}) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_label_between_a_headline_and_its_text_is_no_headline(lang: str) -> None:
    title, lead, *body = LOCK[lang]
    lines = looked(title, lead, "Oster 2031", SIGNED[lang][0], *body, *SAID[lang])
    parts = ["title", "body", "title", "sign1", *["body"] * 7]
    assert [at for at, part in enumerate(proven(lines, parts, {})) if part == "title"] == [0]


@pytest.mark.parametrize("lang", LANGS)
def test_a_heading_that_names_the_article_whole_is_that_of_its_comments(lang: str) -> None:
    own, day = named(LOCK[lang], SIGNED[lang]), SIGNED[lang][1]
    talk = (f"4 × {LOCK[lang][0]}", NAMES[lang][0], day, *SAID[lang])
    parts = ["title", "sign1", "sign1", *["body"] * 4, "title", "sign1", "sign1", *["body"] * 4]
    found = proven(looked(*own, *talk), parts, {})
    assert found == [*parts[:7], *["out"] * 7]


@pytest.mark.parametrize("lang", LANGS)
def test_days_alone_are_the_parts_of_a_chronicle(lang: str) -> None:
    own, other = (named(story, SIGNED[lang]) for story in (LOCK[lang], HIVES[lang]))
    days = [line for text in SAID[lang] for line in (f"{SIGNED[lang][1]}", text)]
    parts = ["title", "sign1", "sign1", *["body"] * 4, "title", "sign1", "sign1", *["body"] * 11]
    lines = looked(*own, *other, *days)
    assert proven(lines, parts, {}) == parts
    named_days = [line for text in SAID[lang] for line in (SIGNED[lang][1], "Jona Hale", text)]
    talk = looked(*own, *other[:3], *named_days)
    parts = ["title", "sign1", "sign1", *["body"] * 4, "title", "sign1", "sign1", *["body"] * 12]
    assert proven(talk, parts, {})[7] == "out"


LABELS = {"ar": "كتب", "en": "By", "de": "Von", "es": "Por"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", ["header", "day", "end"])
@pytest.mark.parametrize("mark", [":", ""])
def test_initials_under_their_label_are_no_text(lang: str, place: str, mark: str) -> None:
    title, *body = LOCK[lang]
    signs = [f"{LABELS[lang]}{mark}", "det/dpa"]
    header = {"header": signs, "day": [SIGNED[lang][1], *signs], "end": []}[place]
    folded = fold(lang, title, *header, *body, *(signs if place == "end" else ()))
    assert stories(folded) == told(LOCK[lang])
    assert folded.articles[0].standfirst == ""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", ["header", "end"])
def test_a_name_under_its_label_is_the_author(lang: str, place: str) -> None:
    title, *body = LOCK[lang]
    name = SIGNED[lang][0].partition(" ")[2]
    signs = [f"{LABELS[lang]}:", name]
    lines = [title, *signs, *body] if place == "header" else [title, *body, *signs]
    (article,) = fold(lang, *lines).articles
    assert (article.body, article.authors) == (tuple(body), (name,))


def test_the_heading_of_a_list_that_lost_its_cards_is_no_card() -> None:
    lines = looked(*LOCK["de"], "Empfehlungen", *CARDS["de"], "Aktuell")
    parts = ["title", *["body"] * 4, "cards", "out", "out", "out", "out", "cards"]
    found = parted(lines, parts, {})
    assert found.cards == []
    parts[6:10] = ["cards"] * 4
    assert parted(lines, parts, {}).cards == [[5, 6, 7, 8, 9, 10]]


@pytest.mark.parametrize("lang", LANGS)
def test_a_number_of_something_on_the_article_heads_the_comments(lang: str) -> None:
    title = LOCK[lang][0]
    for heading, kept in ((f"4 × „{title}“", 4), (f"„{title}“", 9), ("4 × Velm", 9)):
        lines = looked(*LOCK[lang], heading, *SAID[lang])
        _, parts = mended(lines, ["title", *["body"] * 9], {})
        assert parts.count("body") == kept


@pytest.mark.parametrize(
    "line", ["قصص قد تهمك", "ربما يعجبك أيضاً", "Ähnliche Beiträge", "Le puede interesar:"]
)
def test_usual_headings_of_lists_are_known(line: str) -> None:
    assert [look.sort for look in looked(line)] == ["list_heading"]


@pytest.mark.parametrize("line", ["اكتب تعليقاً", "Leave a Reply", "Schreibe einen Kommentar"])
def test_what_asks_for_comments_heads_them(line: str) -> None:
    assert [look.sort for look in looked(line)] == ["comments"]


@pytest.mark.parametrize(
    "line",
    ["Por Leonor Vaz Pinhal, da redação", "Maarten van der Kolk Oude Haven"],
)
def test_a_long_line_of_names_or_under_their_label_is_no_pictures_text(line: str) -> None:
    lines = looked(LOCK["es"][0], line, *LOCK["es"][1:])
    _, parts = mended(lines, ["title", "sign1", *["body"] * 4], {})
    assert parts[1] == "sign1"


@pytest.mark.parametrize("lang", LANGS)
def test_below_a_form_only_a_signed_text_is_another_article(lang: str) -> None:
    own, form = named(LOCK[lang], SIGNED[lang]), [FORM[lang][0], *FORM[lang][3:]]
    parts = ["title", "sign1", "sign1", *["body"] * 4, "title", *["body"] * 3, "title"]
    bare = looked(*own, *form, *HIVES[lang])
    assert proven(bare, [*parts, *["body"] * 3], {}).count("title") == 1
    signed = looked(*own, *form, *named(HIVES[lang], SIGNED[lang]))
    found = proven(signed, [*parts, "sign1", "sign1", *["body"] * 3], {})
    assert [at for at, part in enumerate(found) if part == "title"] == [0, 11]
