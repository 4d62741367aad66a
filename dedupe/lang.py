"""The language of a text, from its script, its own letters and its smallest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np

_SAMPLE = 3000  # characters; more settles nothing
_LEAST = 2  # letters; below that there is nothing to go by
_SPARSE = 40  # characters among which nearly every text has that many

# First code point of each block of letters, its last one, its name.
_SCRIPTS = (
    (0x0041, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "el"),
    (0x1F00, 0x1FFF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"),
    (0x0E80, 0x0EFF, "lo"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1200, 0x137F, "am"),
    (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
    (0x1100, 0x11FF, "ko"),
)

# Letters that one language of a script has and its neighbours have not.
_LETTERS = {
    "arabic": {
        "ur": "ٹڈڑںےہھۓۂ",
        "fa": "پچژگکی",
        "ps": "ښځڼړږېۍ",
        "ckb": "ڕێۆڵە",
        "ug": "ۈۋۇې",
        "ar": "ةأإىؤيك",
    },
    "cyrillic": {
        "ru": "ыэёъ",
        "uk": "іїєґ",
        "be": "ў",
        "bg": "ъ",
        "sr": "јљњћђџ",
        "mk": "јѓќѕљњџ",
        "kk": "әғқңөұүһі",
    },
    "hebrew": {"yi": "װױײ"},
    "latin": {
        "de": "ßäöü",
        "fr": "çœèêàùîôû",
        "es": "ñ¿¡áíóú",
        "pt": "ãõçâêáíó",
        "it": "àèìòù",
        "tr": "ğışİçöü",
        "az": "əğışçöü",
        "pl": "ąęłńśźż",
        "cs": "ěřůčšžý",
        "sk": "ľĺŕôčšžý",
        "hu": "őűáéíóöü",
        "ro": "ășțţşâî",
        "sv": "åäö",
        "da": "æøå",
        "no": "æøå",
        "fi": "äö",
        "hr": "đčćšž",
        "lt": "ėųįąęčšž",
        "lv": "āēīūģķļņ",
        "et": "õäöü",
        "vi": "ơưđạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        "sq": "ëç",
        "is": "ðþæáíóú",
    },
}

_WORDS = {
    "latin": {
        "en": (
            "the of and to in is that for on with was are as at by from has it be this have said"
        ),
        "fr": (
            "le la les des et en un une du que est dans pour qui sur au par pas plus avec ce il "
            "sont aux"
        ),
        "de": (
            "der die das und in den von zu mit ist des im auf für ein eine dem nicht sich auch "
            "nach hat"
        ),
        "es": (
            "el la los las de que y en un una del se por con para es al su lo como más fue ha este"
        ),
        "it": (
            "il la di che e in un una del della per con non sono le dei gli da al si è nel ha "
            "alla i"
        ),
        "pt": (
            "o a os as de que e em um uma do da para com não no na por se mais ao dos das foi é "
            "à são"
        ),
        "nl": (
            "de het een van en in is dat op te voor met zijn aan niet er door ook om bij naar heeft"
        ),
        "sv": "och att det i en som på är av för med till den har inte om ett de var från kan",
        "no": "og i det på er som en til av for å at med har ikke den et de om fra var etter",
        "da": (
            "og i at det er en til på af for med den har ikke som der de et om fra blev efter hvor"
        ),
        "fi": "ja on ei se että oli hän joka myös kun mutta ovat mukaan jälkeen sen kuin niin",
        "pl": ("i w na z się nie do że jest to o jak po od za przez dla ale są oraz został przed"),
        "cs": ("a v se na je že o s z do i pro za ve by ale od jsou po jako která který podle byl"),
        "sk": "a v sa na je že o s z do aj pre za vo by ale od sú po ako ktorá ktorý podľa bol",
        "hu": "a az és hogy nem is egy ez volt meg már csak de van mint szerint után még lesz",
        "ro": "și în de la a cu pe care o un din nu este să pentru că mai au fost prin după",
        "tr": ("ve bir bu da de için ile olarak olan daha çok gibi sonra kadar en ancak oldu dedi"),
        "az": "və bir bu üçün ilə olan daha çox kimi sonra da də olub isə",
        "id": (
            "yang dan di dengan untuk pada dari ini itu dalam tidak akan telah oleh juga adalah ke"
        ),
        "ms": (
            "yang dan di dengan untuk pada daripada ini itu dalam tidak akan telah oleh juga "
            "ialah ke"
        ),
        "vi": "và của là có trong được cho không với các một người này đã những từ khi ông tại",
        "hr": "i u je na se da su za od s o a koji kako bi ne što je će iz nakon biti",
        "lt": "ir į kad su yra iš tai bet per dėl nuo apie po buvo",
        "lv": "un ir ar par no uz ka bet tika kas pēc",
        "et": "ja on et ei ta see oli ka kui oma pärast ning",
        "sq": "dhe në të e për me një që nga është se ka por u",
        "sw": "na ya wa kwa ni katika la za kuwa hiyo hii huo alisema",
        "ca": "el la els les de que i en un una del amb per és al no s'ha dels més",
        "tl": "ang ng sa mga na ay at si ni para hindi ito",
        "is": "og að í á er sem til við um það var ekki með",
    },
    "cyrillic": {
        "ru": ("и в не на что с по из это как его к он был для от о при после также году сообщил"),
        "uk": "і в на що з не до та за у про як від це для його був після також року під є",
        "be": "і ў на што з не да за у пра як ад гэта для яго быў пасля",
        "bg": "и в на се да е за от че с не по са като това след който каза беше ще",
        "sr": "и у је да се на за су од са који као би не што после рекао ће",
        "mk": "и во на да се за од со е не што како по ќе кој рече",
        "kk": "және мен бұл үшін деп бір болып туралы кейін",
    },
    "arabic": {
        "ar": "في من على إلى الى أن ان التي الذي عن مع هذا هذه بعد ما لا كما قال خلال بين",
        "fa": "و در به از که این را با است برای آن یک شد خود تا کرد بر هم نیز می شده گفت",
        "ur": "کے کی میں ہے کا سے اور کو نے پر کہ ہیں اس یہ بھی ایک کیا گیا تھا ہو",
        "ps": "په د او چې دی ته کې له یې سره دا",
        "ckb": "لە و بۆ بە کە ئەو ئەم لەگەڵ دەکات",
        "ug": "ۋە بىلەن بۇ بىر ئۈچۈن",
    },
    "devanagari": {
        "hi": "के में की है से को का और ने पर कि हैं यह था भी एक हो इस नहीं कर गया लिए",
        "mr": "आहे आणि या च्या ते होते आहेत त्या हा ही करण्यात केला नाही झाले म्हणून मध्ये",
        "ne": "छ र को मा ले का हो गरेको भएको पनि छन् गर्न तथा यो",
    },
    "hebrew": {"he": "של את על לא כי הוא גם עם זה אל היא בין אך", "yi": "און איז די דער פון"},
}


class _Letters(dict[str, str | None]):
    """The script of each letter, "" where it is none of these; None for what is no letter."""

    def __missing__(self, char: str) -> str | None:
        code = ord(char)
        found = next((name for first, last, name in _SCRIPTS if first <= code <= last), "")
        self[char] = script = found if char.isalpha() else None
        return script


_SCRIPT = _Letters()


Weighed = tuple[tuple[str, float], ...]


@cache
def _stop(script: str) -> dict[str, Weighed]:
    """Small word -> the languages of `script` that have it, with the share of each."""
    table: dict[str, list[str]] = {}
    for lang, listed in _WORDS.get(script, {}).items():
        for word in listed.split():
            table.setdefault(word, []).append(lang)
    return {word: tuple((lang, 1 / len(langs)) for lang in langs) for word, langs in table.items()}


class _Telling(dict[str, str]):
    """The small words in each word of a text with what stands at it; fills itself."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self.stop = _stop(script)

    def __missing__(self, word: str) -> str:
        parts = word.lower().translate(_GAPS).split()
        found = " ".join(part for part in parts if part in self.stop)
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = found
        return found


_MOST_WORDS = 65536
_telling = cache(_Telling)


@cache
def _owners(script: str) -> dict[str, list[str]]:
    """Letter -> the languages of `script` that it tells of."""
    table: dict[str, list[str]] = {}
    for lang, own in _LETTERS.get(script, {}).items():
        for char in own:
            table.setdefault(char, []).append(lang)
    return table


def guess_lang(text: str) -> str:
    """ISO 639 code of the language that most of `text` is in, or "" where nothing tells.

    Scripts of one language name it at once. Elsewhere small words count one each (shared between
    the languages that have the word) and letters that neighbours lack count by their share.

    >>> guess_lang("أعلنت الحكومة خطة جديدة"), guess_lang("دولت برنامه تازه‌ای را اعلام کرد")
    ('ar', 'fa')
    >>> guess_lang("The harbour is open again"), guess_lang("12:30")
    ('en', '')
    """
    sample = text[:_SAMPLE]
    if sample.isascii():  # the letters that tell languages apart are all others
        few = sum(map(str.isalpha, sample[:_SPARSE])) < _LEAST
        if few and sum(map(str.isalpha, sample)) < _LEAST:
            return ""
        return _among(sample, "latin", {})
    # A text has thousands of letters and some dozens of different ones: ask each only once.
    letters: dict[str, int] = {}
    scripts: Counter[str] = Counter()
    for char, times in _counted(sample):
        script = _SCRIPT[char]
        if script is not None:
            letters[char] = times
            scripts[script] += times
    if sum(letters.values()) < _LEAST:
        return ""
    # One Chinese character or kana says about as much as three letters.
    for dense in ("han", "kana", "ko"):
        scripts[dense] *= 3
    if scripts["kana"] and scripts["kana"] * 12 > scripts["han"]:
        scripts["kana"] += scripts.pop("han", 0)
    script = scripts.most_common(1)[0][0]
    if script in ("han", "kana"):
        return "zh" if script == "han" else "ja"
    if script not in _WORDS:
        return script
    return _among(sample, script, letters)


def _counted(sample: str) -> Iterable[tuple[str, int]]:
    """The characters of a text with how often each is there."""
    if len(sample) < _LONG:
        return Counter(sample).items()
    codes = sample.encode("utf-16-le", "surrogatepass")
    if len(codes) != 2 * len(sample):
        return Counter(sample).items()
    times = np.bincount(np.frombuffer(codes, np.uint16))
    there = np.flatnonzero(times)
    return zip(map(chr, there.tolist()), times[there].tolist(), strict=True)


_LONG = 400
"""Characters from which on counting them by their codes is faster."""

_ALONE = {"arabic": "ar", "hebrew": "he", "devanagari": "hi", "cyrillic": ""}
"""What a script means where neither words nor letters tell."""


# Vowel signs of Devanagari are no word characters to `re`.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])*")


class _Gaps(dict[int, str]):
    """Letters as they are, all else as spaces, for `str.translate`; fills itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = found = char if char.isalnum() and not char.isdecimal() else " "
        return found


_GAPS = _Gaps()


def _among(sample: str, script: str, letters: dict[str, int]) -> str:
    scores: dict[str, float] = dict.fromkeys(_WORDS[script], 0.0)
    stop = _stop(script)
    if script == "devanagari":
        words = Counter(_WORD.findall(sample.lower()))
    else:
        words = Counter(filter(None, map(_telling(script).__getitem__, sample.split())))
    for said, times in words.items():
        for word in said.split():
            for lang, weight in stop.get(word, ()):
                scores[lang] += weight * times
    counts: Counter[str] = Counter()
    for char, times in letters.items():
        counts[char.lower()] += times
    seen: Counter[str] = Counter()
    owners = _owners(script)
    for char in owners.keys() & counts.keys():
        for lang in owners[char]:
            seen[lang] += counts[char]
    for lang, times in seen.items():
        if lang in scores:
            own = len(_LETTERS[script][lang])
            scores[lang] += _weight(script) * times / (1 + own**0.5)
    best = max(scores, key=lambda lang: scores[lang])
    if scores[best] <= 0 or (script == "latin" and scores[best] < 0.3):
        return _ALONE.get(script, "")
    return best


def _weight(script: str) -> float:
    """How much a telling letter counts beside a small word.

    Arabic scripts have many of them in every line; Latin accents are shared by neighbours.
    """
    return {"arabic": 1.0, "cyrillic": 1.5}.get(script, 0.4)


def script_of(lang: str) -> str:
    """The script that `lang` is written in, as far as this module knows it, else "latin".

    >>> script_of("ur"), script_of("de"), script_of("el")
    ('arabic', 'latin', 'el')
    """
    if lang in ("zh", "ja"):
        return "han"
    for script, langs in _WORDS.items():
        if lang in langs:
            return script
    return lang if any(lang == name for _, _, name in _SCRIPTS) else "latin"
