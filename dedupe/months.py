"""Names of months and weekdays in the languages of the press."""

from __future__ import annotations

from functools import cache

from dedupe.text import normal

# One row a month, January first; a row may hold the same month in any number of languages, since
# a form that names one month here and another there is rare (see OTHERWISE).
GREGORIAN = (
    # Gulf and Egypt, Levant, Maghreb, Persian, Urdu, Hebrew
    "يناير|كانون الثاني|كانون ثاني|جانفي|ژانویه|جنوری|ינואר|January|Jan|janvier|janv|Januar|Jänner"
    "|enero|ene|gennaio|gen|janeiro|januari|Ocak|Oca|январь|января|янв|січень|січня|січ"
    "|Ιανουάριος|Ιανουαρίου|Ιαν|जनवरी|styczeń|stycznia|sty|január|leden|ledna|ianuarie|tammikuuta|януари"
    "|มกราคม|জানুয়ারি|tháng 1|siječnja|јануар|јануара|stycz|জানুয়ারী",
    "فبراير|شباط|فيفري|فوریه|فروری|פברואר|February|Feb|février|fevr|févr|Februar|Feber|febrero"
    "|febbraio|fevereiro|fev|februari|Şubat|Şub|февраль|февраля|фев|февр|лютий|лютого|лют"
    "|Φεβρουάριος|Φεβρουαρίου|Φεβ|फरवरी|फ़रवरी|luty|lutego|lut|február|únor|února|februarie"
    "|helmikuuta|февруари|กุมภาพันธ์|ফেব্রুয়ারি|tháng 2|veljače|фебруар|фебруара",
    "مارس|آذار|اذار|مارچ|מרץ|מרס|March|Mar|mars|März|Mär|Mrz|marzo|março|maart|mrt|Mart"
    "|март|марта|мар|березень|березня|бер|Μάρτιος|Μαρτίου|Μαρ|मार्च|marzec|marca|március|březen|března"
    "|martie|maaliskuuta|มีนาคม|মার্চ|tháng 3|ožujka|Maret",
    "أبريل|ابريل|إبريل|نيسان|أفريل|افريل|آوریل|اپریل|אפריל|April|Apr|avril|avr|abril|abr|aprile"
    "|Nisan|Nis|апрель|апреля|апр|квітень|квітня|квіт|Απρίλιος|Απριλίου|Απρ|अप्रैल|kwiecień|kwietnia|kwi"
    "|április|duben|dubna|aprilie|huhtikuuta|април|เมษายน|এপ্রিল|tháng 4|travnja",
    "مايو|أيار|ايار|ماي|ماه مه|مه|می|مئی|מאי|May|mai|mayo|maggio|mag|maio|mei|maj|Mayıs|May|май|мая"
    "|травень|травня|трав|Μάιος|Μαΐου|Μαϊ|Μαι|मई|maja|május|květen|května|toukokuuta|พฤษภาคม|মে"
    "|tháng 5|svibnja|мај|маја",
    "يونيو|يونية|حزيران|جوان|يونيه|ژوئن|جون|יוני|June|Jun|juin|Juni|junio|giugno|giu|junho|juni"
    "|Haziran|Haz|июнь|июня|июн|червень|червня|черв|Ιούνιος|Ιουνίου|Ιουν|जून|czerwiec|czerwca|cze|június"
    "|červen|června|iunie|kesäkuuta|юни|มิถุนายน|জুন|tháng 6|lipnja|јун|јуна",
    "يوليو|يولية|يوليه|تموز|جويلية|يوليوز|ژوئیه|جولای|جولائی|יולי|July|Jul|juillet|juil|Juli|julio"
    "|luglio|lug|julho|juli|Temmuz|Tem|июль|июля|июл|липень|липня|лип|Ιούλιος|Ιουλίου|Ιουλ|जुलाई|lipiec"
    "|lipca|lip|július|červenec|července|iulie|heinäkuuta|юли|กรกฎาคม|জুলাই|tháng 7|srpnja|јул|јула",
    "أغسطس|اغسطس|آب|غشت|أوت|اوت|آگوست|اگست|אוגוסט|August|Aug|août|agosto|ago|augustus|Ağustos|Ağu"
    "|август|августа|авг|серпень|серпня|серп|Αύγουστος|Αυγούστου|Αυγ|अगस्त|sierpień|sierpnia|sie|augusztus"
    "|srpen|srpna|elokuuta|สิงหาคม|আগস্ট|tháng 8|kolovoza|Agustus|Agu|avgust|avgusta",
    "سبتمبر|أيلول|ايلول|شتنبر|سپتامبر|ستمبر|ספטמבר|September|Sept|Sep|septembre|septiembre|setiembre"
    "|settembre|set|setembro|Eylül|Eyl|сентябрь|сентября|сен|сент|вересень|вересня|вер|Σεπτέμβριος"
    "|Σεπτεμβρίου|Σεπ|Σεπτ|सितंबर|सितम्बर|wrzesień|września|wrz|szeptember|září|septembrie|syyskuuta"
    "|септември|กันยายน|সেপ্টেম্বর|tháng 9|rujna|септембар|септембра",
    "أكتوبر|اكتوبر|تشرين الأول|تشرين الاول|تشرين أول|اکتبر|اکتوبر|אוקטובר|October|Oct|octobre"
    "|Oktober|Okt|octubre|ottobre|ott|outubro|out|oktober|Ekim|Eki|октябрь|октября|окт|жовтень|жовтня"
    "|жовт|Οκτώβριος|Οκτωβρίου|Οκτ|अक्टूबर|अक्तूबर|październik|października|paź|október|říjen|října"
    "|octombrie|lokakuuta|октомври|ตุลาคม|অক্টোবর|tháng 10|октобар|октобра",
    "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر|نوامبر|نومبر|נובמבר|November|Nov|novembre|noviembre"
    "|novembro|Kasım|Kas|ноябрь|ноября|ноя|нояб|листопад|листопада|лист|Νοέμβριος|Νοεμβρίου|Νοε|Νοεμ"
    "|नवंबर|नवम्बर|listopad|listopada|lis|noiembrie|marraskuuta|ноември|พฤศจิกายน|নভেম্বর|tháng 11"
    "|studenoga|новембар|новембра",
    "ديسمبر|كانون الأول|كانون الاول|كانون أول|دجنبر|دسامبر|دسمبر|דצמבר|December|Dec|décembre|déc"
    "|Dezember|Dez|diciembre|dic|dicembre|dezembro|dez|Aralık|Ara|декабрь|декабря|дек|грудень|грудня"
    "|груд|Δεκέμβριος|Δεκεμβρίου|Δεκ|दिसंबर|दिसम्बर|grudzień|grudnia|gru|prosinec|prosince|decembrie"
    "|joulukuuta|декември|ธันวาคม|ডিসেম্বর|tháng 12|prosinca|Desember|Des|децембар|децембра",
)

OTHERWISE = {"hr": {"listopad": 10, "listopada": 10, "srpanj": 7, "lipanj": 6}}
"""Forms that a language uses for another month than the table's."""

HIJRI = (
    "محرم|المحرم|Muharram",
    "صفر|Safar",
    "ربيع الأول|ربيع الاول|Rabi al-Awwal",
    "ربيع الآخر|ربيع الثاني|Rabi al-Thani",
    "جمادى الأولى|جمادى الأول|جمادي الأول|جمادي الأولى|Jumada al-Awwal",
    "جمادى الآخرة|جمادى الثانية|جمادى الثاني|جمادى الآخر|جمادي الثاني|Jumada al-Thani",
    "رجب|رجب المرجب|Rajab",
    "شعبان|Shaaban|Sha'ban",
    "رمضان|Ramadan",
    "شوال|Shawwal",
    "ذو القعدة|ذي القعدة|ذوالقعدة|Dhu al-Qadah",
    "ذو الحجة|ذي الحجة|ذوالحجة|Dhu al-Hijjah",
)

SOLAR = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد|امرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
"""Persian solar year, from the March equinox on."""

WEEKDAYS = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat"
    "|Sun|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|Montag|Dienstag|Mittwoch|Donnerstag"
    "|Freitag|Samstag|Sonnabend|Sonntag|Mo|Di|Mi|Do|Fr|Sa|So|lunes|martes|miércoles|jueves|viernes"
    "|sábado|domingo|lun|mar|mié|jue|vie|sáb|dom|lunedì|martedì|mercoledì|giovedì|venerdì|sabato"
    "|domenica|gio|ven|segunda-feira|segunda|terça-feira|terça|quarta-feira|quarta|quinta-feira|quinta"
    "|sexta-feira|sexta|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|Pazartesi|Salı"
    "|Çarşamba|Perşembe|Cuma|Cumartesi|Pazar|понедельник|вторник|среда|четверг|пятница|суббота"
    "|воскресенье|пн|вт|ср|чт|пт|сб|вс|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
    "|Δευτέρα|Τρίτη|Τετάρτη|Πέμπτη|Παρασκευή|Σάββατο|Κυριακή|الاثنين|الإثنين|الثلاثاء|الأربعاء"
    "|الخميس|الجمعة|السبت|الأحد|دوشنبه|سه شنبه|سه‌شنبه|چهارشنبه|پنجشنبه|پنج‌شنبه|جمعه|شنبه"
    "|یکشنبه|یک‌شنبه|پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار|יום ראשון|יום שני|יום שלישי"
    "|יום רביעי|יום חמישי|יום שישי|שבת|יום א|יום ב|יום ג|יום ד|יום ה|יום ו|सोमवार|मंगलवार"
    "|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|poniedziałek"
    "|wtorek|środa|czwartek|piątek|sobota|niedziela|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag"
    "|星期一|星期二|星期三|星期四|星期五|星期六|星期日|星期天|周一|周二|周三|周四|周五|周六|周日"
    "|週一|週二|週三|週四|週五|週六|週日|月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日"
    "|월요일|화요일|수요일|목요일|금요일|토요일|일요일|Thứ hai|Thứ ba|Thứ tư|Thứ năm"
    "|Thứ sáu|Thứ bảy"
)


def _numbered(rows: tuple[str, ...]) -> dict[str, int]:
    table: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        for form in row.split("|"):
            table.setdefault(normal(form), number)
    return table


@cache
def gregorian(lang: str = "") -> dict[str, int]:
    """Normalised month name -> 1 to 12, for `lang` where it differs from the others."""
    return _numbered(GREGORIAN) | OTHERWISE.get(lang, {})


@cache
def hijri() -> dict[str, int]:
    """Normalised name of a month of the Hijri year -> 1 to 12."""
    return _numbered(HIJRI)


@cache
def solar() -> dict[str, int]:
    """Normalised name of a month of the Persian solar year -> 1 to 12."""
    return _numbered(SOLAR)


@cache
def weekdays() -> frozenset[str]:
    """Normalised names of weekdays."""
    return frozenset(normal(form) for form in WEEKDAYS.split("|"))
