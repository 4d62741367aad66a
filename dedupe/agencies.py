"""News agencies: the names they go by, and which one a line names."""

from __future__ import annotations

import re
from functools import cache

from dedupe.text import normal

# Canonical name -> (forms that name nothing else, forms that are also ordinary words or initials).
# The second kind counts only where it stands alone: "(واس)", "Riyadh - SPA", never inside prose.
AGENCIES: dict[str, tuple[str, str]] = {
    "Reuters": (
        "Reuters|رويترز|رویترز|روئٹرز|Рейтер|Рейтерс|רויטרס|路透社|路透|ロイター|रॉयटर्स|로이터",
        "",
    ),
    "AFP": (
        "AFP|أ.ف.ب|ا ف ب|فرانس برس|وكالة الصحافة الفرنسية|وكالة فرانس برس|Agence France-Presse"
        "|Agence France Presse|АФП|法新社|एएफपी|خبرگزاری فرانسه|اے ایف پی|סוכנות הידיעות הצרפתית",
        "",
    ),
    "AP": (
        "Associated Press|أ.ب|أسوشيتد برس|أسوشييتد برس|اسوشيتد برس|آسوشیتدپرس|Ассошиэйтед Пресс"
        "|美联社|美聯社|ＡＰ通信|AP通信|एसोसिएटेड प्रेस|اے پی",
        "AP|A.P.",
    ),
    "DPA": ("د.ب.أ|د ب أ|الوكالة الألمانية|Deutsche Presse-Agentur|德新社", "DPA"),
    "EPA": ("إ.ب.أ|إي بي إيه|European Pressphoto Agency", "EPA|EFE-EPA"),
    "Xinhua": ("Xinhua|شينخوا|新华社|新華社|新华网|Синьхуа|شینهوا", ""),
    "TASS": ("ТАСС|ITAR-TASS|وكالة تاس|塔斯社", "TASS|تاس"),
    "RIA Novosti": ("РИА Новости|RIA Novosti|ريا نوفوستي|نوفوستي", "RIA|РИА"),
    "Interfax": ("Interfax|Интерфакс|Інтерфакс|إنترفاكس", ""),
    "Sputnik": ("سبوتنيك|Спутник", "Sputnik"),
    "Anadolu": ("وكالة الأناضول|Anadolu Ajansı|Anadolu Agency|آناتولی", "AA|Anadolu|الأناضول"),
    "DHA": ("Demirören Haber Ajansı", "DHA"),
    "IHA": ("İhlas Haber Ajansı", "İHA|IHA"),
    "ANSA": ("Agenzia ANSA", "ANSA|أنسا"),
    "EFE": ("Agencia EFE|وكالة إفي", "EFE|إفي|إ.ف.إ"),
    "Europa Press": ("Europa Press", ""),
    "Lusa": ("Agência Lusa", "Lusa"),
    "Kyodo": ("Kyodo|共同通信|كيودو|共同社", "共同"),
    "Jiji": ("Jiji Press|時事通信", "時事"),
    "Yonhap": ("Yonhap|يونهاب|연합뉴스|韩联社", ""),
    "KCNA": ("KCNA|조선중앙통신|朝中社", ""),
    "PTI": ("Press Trust of India|पीटीआई", "PTI|भाषा"),
    "ANI": ("एएनआई", "ANI"),
    "IANS": ("आईएएनएस", "IANS"),
    "APP": ("Associated Press of Pakistan|اے پی پی", "APP"),
    "SPA": ("Saudi Press Agency|وكالة الأنباء السعودية", "SPA|واس"),
    "WAM": ("وكالة أنباء الإمارات|Emirates News Agency", "WAM|وام"),
    "KUNA": ("وكالة الأنباء الكويتية|Kuwait News Agency|كونا", "KUNA"),
    "QNA": ("وكالة الأنباء القطرية|Qatar News Agency", "QNA|قنا"),
    "BNA": ("وكالة أنباء البحرين|Bahrain News Agency", "BNA|بنا"),
    "ONA": ("وكالة الأنباء العمانية|Oman News Agency", "ONA|العمانية"),
    "MENA": (
        "أ.ش.أ|أ ش أ|وكالة أنباء الشرق الأوسط|Middle East News Agency",
        "MENA",
    ),
    "Petra": ("وكالة الأنباء الأردنية|Jordan News Agency", "Petra|بترا"),
    "NNA": ("الوكالة الوطنية للإعلام|National News Agency", "NNA"),
    "SANA": ("وكالة الأنباء السورية|الوكالة العربية السورية للأنباء", "SANA|سانا"),
    "INA": ("وكالة الأنباء العراقية|Iraqi News Agency", "INA|واع"),
    "WAFA": ("وكالة الأنباء الفلسطينية|Palestine News Agency", "WAFA|وفا"),
    "SABA": ("وكالة الأنباء اليمنية", "SABA|سبأ"),
    "SUNA": ("وكالة السودان للأنباء|Sudan News Agency", "SUNA|سونا"),
    "LANA": ("وكالة الأنباء الليبية", "LANA"),
    "TAP": ("وكالة تونس إفريقيا للأنباء|Tunis Afrique Presse", "TAP|وات"),
    "APS": ("وكالة الأنباء الجزائرية|Algérie Presse Service", "APS|واج"),
    "MAP": ("وكالة المغرب العربي للأنباء|Maghreb Arabe Presse", "MAP|و.م.ع"),
    "IRNA": ("IRNA|ایرنا|إرنا|ارنا", ""),
    "ISNA": ("ISNA|ایسنا|إيسنا", ""),
    "Mehr": ("خبرگزاری مهر|وكالة مهر|Mehr News Agency", ""),
    "Fars": ("خبرگزاری فارس|وكالة فارس|Fars News Agency", ""),
    "Tasnim": ("خبرگزاری تسنیم|وكالة تسنيم|Tasnim News Agency", "Tasnim|تسنيم|تسنیم"),
    "Ukrinform": ("Ukrinform|Укрінформ|Укринформ", ""),
    "UNIAN": ("UNIAN|УНІАН|УНИАН", ""),
    "Belga": ("Agence Belga", "Belga"),
    "APA": ("Austria Presse Agentur", "APA"),
    "SID": ("Sport-Informations-Dienst", "SID"),
    "KNA": ("Katholische Nachrichten-Agentur", "KNA"),
    "epd": ("Evangelischer Pressedienst", "epd"),
    "Keystone-SDA": ("Keystone-SDA|Keystone-ATS", "SDA|ATS|Keystone"),
    "ANP": ("Algemeen Nederlands Persbureau", "ANP"),
    "NTB": ("Norsk Telegrambyrå", "NTB"),
    "Ritzau": ("Ritzaus Bureau", "Ritzau"),
    "PAP": ("Polska Agencja Prasowa", "PAP"),
    "CTK": ("ČTK", "CTK"),
    "MTI": ("Magyar Távirati Iroda", "MTI"),
    "AMNA": ("ΑΠΕ-ΜΠΕ|Αθηναϊκό Πρακτορείο Ειδήσεων", "ΑΠΕ|AMNA"),
    "Antara": ("Kantor Berita Antara|ANTARA News", "ANTARA"),
    "Bernama": ("Pertubuhan Berita Nasional Malaysia", "BERNAMA"),
    "UPI": ("United Press International", "UPI"),
    "PA": ("PA Media|Press Association", "PA"),
    "Bloomberg": ("", "Bloomberg|بلومبرغ|بلومبرج|بلومبيرغ"),
    "Getty Images": ("Getty Images|غيتي إيميجز|جيتي إيميجز", "Getty|غيتي|جيتي"),
    "Shutterstock": ("Shutterstock|شاترستوك", ""),
    "IMAGO": ("imago images", "IMAGO"),
    "Agencies": ("", "Agencies|وكالات|الوكالات|Agenturen|Agences|Agencias|Agenzie|Агентства"),
}

_SMALL = ("dpa", "epd")
"""Initials that are written in small letters and are no words."""
ANY = "Agencies"
"""What stands for agencies that nobody names."""

PICTURES = frozenset(("Getty Images", "Shutterstock", "IMAGO"))
"""What sells pictures and writes no articles."""

_GENERIC = re.compile(
    r"(?:(?:وكالة|وكالات)\s+(?:ال)?(?:أنباء|انباء)(?:\s+[^\s.,،:؛()«»\"]+){0,3}"
    r"|وكالة\s+[«\"“][^»\"”]{2,40}[»\"”]"
    r"|خبرگزاری\s+[^\s.,،:؛()«»\"]+"
    r"|(?:[A-Z][\w'’-]+\s+){1,3}(?:News|Press)\s+Agency"
    r"|(?:Nachrichtenagentur|[Aa]gence de presse|[Aa]gencia de noticias|[Aa]genzia)"
    r"\s+[A-Z][\w'’-]+"
    r"|(?:информ|пресс-)?агентств[оа]\s+[«\"][^»\"]{2,40}[»\"]"
    r"|\w+\s+[Hh]aber\s+[Aa]jansı"
    r"|[\u4e00-\u9fff]{2,5}(?:通讯社|通訊社|通信社))"
)
"""An agency that the table does not know, said to be one."""

_PARTS = re.compile(r"\s[-–—•|]\s|[/|()\[\]（）【】«»\"“”:：;,،、؛&+–—]|\s(?:و|and|und|et|y|e|и)\s")


@cache
def _forms() -> tuple[dict[str, str], dict[str, str], int]:
    """Strong forms, all forms, and the most tokens that a form has; keys are normalised."""
    strong: dict[str, str] = {}
    every: dict[str, str] = {}
    for name, (sure, weak) in AGENCIES.items():
        for form in filter(None, sure.split("|")):
            strong[normal(form)] = every[normal(form)] = name
        for form in filter(None, weak.split("|")):
            every.setdefault(normal(form), name)
    return strong, every, max(form.count(" ") + 1 for form in every)


def alone(text: str) -> str:
    """The agency that `text` is the name of, with nothing beside it, or "".

    >>> alone("د ب أ"), alone("the ap"), alone("(أ.ف.ب)")
    ('DPA', '', 'AFP')
    """
    key = normal(text)
    strong, every, most = _forms()
    if key.count(" ") >= most:
        return ""
    name = every.get(key, "")
    # "spa", "map", "aa" are words; the agency is written with a capital.
    if name and key not in strong and text.isascii() and text.islower() and key not in _SMALL:
        return ""
    return name


def _inside(text: str) -> str:
    strong, _, most = _forms()
    words = normal(text).split()
    for start in range(len(words)):
        for size in range(min(most, len(words) - start), 0, -1):
            name = strong.get(" ".join(words[start : start + size]))
            # Two single letters in prose are more often initials than an agency.
            if name and not (size == 2 and len("".join(words[start : start + 2])) == 2):
                return name
    return ""


def agency(text: str) -> str:
    """Canonical name of the first agency that `text` names, or "".

    >>> agency("باريس - أ.ف.ب"), agency("Photo: Jane Doe/AP"), agency("a day in the spa")
    ('AFP', 'AP', '')
    """
    for part in _PARTS.split(text):
        if part and (name := alone(part.strip())):
            return name
    if name := _inside(text):
        return name
    found = _GENERIC.search(text)
    return " ".join(found.group().split()) if found else ""
