"""The language of a text, from its script, its own letters and its smallest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import filterfalse

_SAMPLE = 3000  # characters; more settles nothing
_LEAST = 2  # letters; below that there is nothing to go by
_SPARSE = 40  # characters among which nearly every text has that many
# Of a longer sample so many pieces of so many characters are read: of 18,000 texts of news and of
# pages of the web, 60 came out otherwise than by all of it, nearly all of them lists in two
# languages. Its script is told by so many characters from all over it.
_PIECES = 4
_PIECE = 200
_FEWEST = 1
_SEEN = 120
_DENSE = {"han", "kana", "ko"}
# Words that count so much, and so many times what the next language's do, need no letters.
_CLEAR = 4.0
_CLEARLY = 3.0

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
    script = _script(sample)
    if script in ("han", "kana"):
        return "zh" if script == "han" else "ja"
    return _among(sample, script) if script in _WORDS else script


def other_lang(text: str, lang: str) -> str:
    """The language of a text that is for certain not in `lang`, which is one of those that small
    words tell; "" where it may be.

    Templates are shipped with `lang="en"`, and a site in German may print an English text.

    >>> other_lang("Der Hafen ist seit dem Morgen wieder offen, und die Fähre fährt nach der "
    ... "Insel, wie das Amt mit den Schiffern und der Stadt vereinbart hat.", "en")
    'de'
    >>> other_lang("Der Hafen ist offen.", "en")
    ''
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    if lang not in _WORDS.get(script, {}):
        return ""
    scores: dict[str, float] = dict.fromkeys(_WORDS[script], 0.0)
    known = _stop(script)
    for told in filter(None, map(known.get, sample.lower().split())):
        for one, weight in told:
            scores[one] += weight
    best = max(scores, key=scores.__getitem__)
    sure = scores[best] >= _SURE and scores[best] >= _FAR_MORE * scores[lang]
    return best if sure else ""


_SURE, _FAR_MORE = 6.0, 4.0
"""Small words that tell a language for certain, and times those of the language that was named."""


def _script(sample: str) -> str:
    """The script that most of a text is in; "" where it has no letters."""
    if sample.isascii():
        few = sum(map(str.isalpha, sample[:_SPARSE])) < _LEAST
        return "" if few and sum(map(str.isalpha, sample)) < _LEAST else "latin"
    seen = sample[:: len(sample) // _SEEN or 1][:_SEEN]
    first = _SCRIPT[seen[0]]
    if first and len(seen) == _SEEN and not _other_than(first).search(seen):
        return first
    there = {_SCRIPT[char] for char in set(seen)} - {None}
    if len(there) == 1 and len(seen) == _SEEN:
        return there.pop() or ""
    scripts = Counter(map(_SCRIPT.__getitem__, seen))
    letters = len(seen) - scripts.pop(None, 0)
    if letters < _LEAST:
        return "" if seen == sample else _script(sample[:_SEEN])
    # One Chinese character or kana says about as much as three letters.
    for dense in _DENSE & scripts.keys():
        scripts[dense] *= 3
    if "kana" in scripts and scripts["kana"] * 12 > scripts["han"]:
        scripts["kana"] += scripts.pop("han", 0)
    return max(scripts, key=lambda name: scripts[name]) or ""


@cache
def _other_than(script: str) -> re.Pattern[str]:
    """What finds each letter of other scripts, and rare signs too."""
    own = "".join(f"{chr(first)}-{chr(last)}" for first, last, name in _SCRIPTS if name == script)
    signs = r"\0-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f"
    return re.compile(f"[^{signs}{own}]")


def _pieces(sample: str) -> Iterator[str]:
    """Pieces of whole words from all over a long text; a short one whole."""
    if len(sample) <= _PIECES * _PIECE:
        yield sample
        return
    step = len(sample) // _PIECES
    for at in range(0, _PIECES * step, step):
        piece = sample[at : at + _PIECE]
        yield piece[piece.find(" ") + 1 : piece.rfind(" ")] or piece


_ALONE = {"arabic": "ar", "hebrew": "he", "devanagari": "hi", "cyrillic": ""}
"""What a script means where neither words nor letters tell."""


_SIGNS = (*range(0x0900, 0x0904), *range(0x093A, 0x0950))
"""Vowel signs of Devanagari, which Python takes for no letters."""


class _Gaps(dict[int, str]):
    """Letters as they are, all else as spaces, for `str.translate`; fills itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        letter = (char.isalnum() and not char.isdecimal()) or code in _SIGNS
        self[code] = found = char if letter else " "
        return found


_GAPS = _Gaps()


def _among(sample: str, script: str) -> str:
    """The language of a text in a script that several languages share."""
    known = _stop(script)
    is_unknown = known.keys().isdisjoint
    scores: dict[str, float] = {}
    words: list[str] = []
    for number, piece in enumerate(_pieces(sample)):
        own = (piece.lower() if script in _CASED else piece).split()
        words += own
        if not is_unknown(own):
            scores = scores or dict.fromkeys(_WORDS[script], 0.0)
            _add_words(scores, known, own)
        if scores and number >= _FEWEST and _is_clear(scores):
            return max(scores, key=scores.__getitem__)
    if scores and _is_clear(scores):
        return max(scores, key=scores.__getitem__)
    # Nearly all texts are clear by now. What stands at words is taken off only of the others.
    rest = " ".join([word for word in filterfalse(str.isalpha, words) if word not in known])
    rests = rest.translate(_GAPS).split()
    if sample.isascii() and not scores and is_unknown(rests):
        return _ALONE.get(script, "")
    scores = scores or dict.fromkeys(_WORDS[script], 0.0)
    _add_words(scores, known, rests)
    if not sample.isascii():  # the letters that tell languages apart are all others
        _add_letters(scores, " ".join(words), script)
    first = max(scores, key=scores.__getitem__)
    if scores[first] <= 0 or (script == "latin" and scores[first] < 0.3):
        return _ALONE.get(script, "")
    return first


def _is_clear(scores: dict[str, float]) -> bool:
    """Whether the words of one language are many, and far more than those of the next."""
    if max(scores.values()) < _CLEAR:
        return False
    second, best = sorted(scores.values())[-2:]
    return best >= _CLEARLY * second


_CASED = {"latin", "cyrillic"}


def _add_words(scores: dict[str, float], known: dict[str, Weighed], words: list[str]) -> None:
    for weighed in filter(None, map(known.get, words)):
        for lang, weight in weighed:
            scores[lang] += weight


def _add_letters(scores: dict[str, float], text: str, script: str) -> None:
    owners = _owners(script)
    for char in [char for char in owners if char in text]:
        times = text.count(char)
        for lang in owners[char]:
            if lang in scores:
                own = len(_LETTERS[script][lang])
                scores[lang] += _weight(script) * times / (1 + own**0.5)


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
