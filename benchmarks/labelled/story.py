"""Fictional stories from a language's bank of sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from random import Random
from types import ModuleType

_NAMED = re.compile(r"\{[pqceo]\}")


@dataclass(frozen=True, slots=True)
class Item:
    """One unit of a body: p, h (subheading), li, verse, ask (interview question), live."""

    kind: str
    text: str
    note: str = ""
    """What stands beside it without being text of the article: a live entry's clock time."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A caption: text, credit as printed (with its brackets), other forms seen on the page."""

    text: str
    credit: str = ""
    others: tuple[str, ...] = ()
    by: str = ""
    """The credit without its label and brackets: whom it names."""

    @property
    def printed(self) -> str:
        return f"{self.text} {self.credit}".strip()


@dataclass(frozen=True, slots=True)
class Story:
    """All that an outlet prints of one article."""

    topic: int
    title: str
    standfirst: str
    body: tuple[Item, ...]
    captions: tuple[Cap, ...]
    author: str
    place: str
    section: str
    date: str
    number: int
    slots: dict[str, str] = field(default_factory=dict)


def bank(lang: str) -> ModuleType:
    """The bank of `lang`: TOPICS, MORE, WORDS, names."""
    return import_module(f"benchmarks.labelled.banks.{lang}")


def make_story(
    rng: Random, lang: str, topic: int, *, paragraphs: int = 8, part: int = 0, away: bool = False
) -> Story:
    """A story on one of the bank's topics; slots are filled alike through the whole story.

    `part` keeps the general sentences of the stories of one page apart: 0 and 1 share none. A
    story that is `away` is stuff for cards: what a card shows of it names people or places, or
    the few topics of a bank would make the same teaser stand on all pages of an outlet.
    """
    words = bank(lang)
    subject = words.TOPICS[topic % len(words.TOPICS)]
    slots = _slots(rng, words, subject.get("who", "mf"))
    fill = filler(slots, words)
    lines = [fill(line) for line in subject["lines"]]
    general = words.MORE[part::2] if part < 2 else []
    more = [fill(line) for line in rng.sample(general, min(len(general), 4))]
    body = _paragraphs(rng, lines, more, paragraphs, getattr(words, "JOIN", " "))
    captions = [fill(text) for text in _shuffled(rng, subject["captions"], away)]
    lead = rng.choice(_shuffled(rng, subject["lines"], True)[:3]) if away else subject["lead"]
    return Story(
        topic=topic % len(words.TOPICS),
        title=fill(rng.choice(subject["titles"])),
        standfirst=fill(lead),
        body=tuple(Item("p", text) for text in body),
        captions=tuple(_captioned(rng, lang, text) for text in captions),
        author=rng.choice(words.PEOPLE),
        place=slots["c"],
        section=words.WORDS["sections"][topic % len(words.WORDS["sections"])],
        date=date(rng, lang),
        number=rng.randrange(100000, 999999),
        slots=slots,
    )


def _shuffled(rng: Random, texts: list[str], named: bool) -> list[str]:
    """The texts in any order; `named`: those that name somebody or some place come first."""
    mixed = rng.sample(texts, len(texts))
    return sorted(mixed, key=lambda text: not _NAMED.search(text)) if named else mixed


def _slots(rng: Random, words: ModuleType, who: str) -> dict[str, str]:
    """Fillers of a story; `who` says whether its two people are women (f) or men (m)."""
    first, second_one = ({"m": words.MEN, "f": words.WOMEN}[letter] for letter in who)
    person = rng.choice(first)
    other = rng.choice([name for name in second_one if name != person])
    place, second = rng.sample(words.PLACES, 2)
    return {
        "p": person,
        "q": other,
        "c": place,
        "e": second,
        "o": rng.choice(words.ORGS),
        "n": str(rng.randrange(3, 10)),
        "m": str(rng.randrange(12, 95)),
        "k": str(rng.randrange(120, 980)),
        "y": str(rng.randrange(1950, 2015)),
    }


def filler(slots: dict[str, str], words: ModuleType) -> Callable[[str], str]:
    """What puts a story's names and numbers into the slots of a sentence."""
    digits = str.maketrans("0123456789", getattr(words, "DIGITS", "0123456789"))
    local = {name: value.translate(digits) for name, value in slots.items()}
    return lambda text: text.format(**local)


def _paragraphs(
    rng: Random, lines: list[str], more: list[str], wanted: int, join: str
) -> list[str]:
    """Paragraphs of one to three sentences: the topic's in order, general ones strewn in."""
    pool = list(lines)
    for line in more:
        pool.insert(rng.randrange(2, len(pool) + 1), line)
    out: list[str] = []
    while pool and len(out) < wanted:
        take = rng.choice([1, 1, 2, 2, 3]) if out else rng.choice([1, 2])
        out.append(join.join(pool[:take]))
        pool = pool[take:]
    return out


def _captioned(rng: Random, lang: str, text: str) -> Cap:
    printed, names = _credit(rng, lang)
    return Cap(text, printed, by=names)


def recredited(rng: Random, lang: str, story: Story, forms: tuple[str, ...]) -> Story:
    """The story with its photo credits in one of these forms."""
    words, caps = bank(lang), []
    for cap in story.captions:
        form = rng.choice(forms)
        names = {"a": rng.choice(words.AGENCIES), "p": rng.choice(words.PEOPLE)}
        bare = form.strip("()[]/|·–© ")
        caps.append(replace(cap, credit=form.format(**names), by=bare.format(**names)))
    return replace(story, captions=tuple(caps))


def credit(rng: Random, lang: str) -> str:
    """A photo credit as the language's outlets print it, brackets and all."""
    return _credit(rng, lang)[0]


def _credit(rng: Random, lang: str) -> tuple[str, str]:
    """A credit as printed, and without label: from its first name to its last."""
    words = bank(lang)
    form = rng.choice(words.CREDITS)
    agency, person = rng.choice(words.AGENCIES), rng.choice(words.PEOPLE)
    named = re.search(r"\{.*\}", form)
    names = named[0] if named else form.strip("()（）[] ")
    return form.format(a=agency, p=person), names.format(a=agency, p=person)


def date(rng: Random, lang: str) -> str:
    """A date line."""
    words = bank(lang)
    digits = str.maketrans("0123456789", getattr(words, "DIGITS", "0123456789"))
    day = str(rng.randrange(1, 29))
    year = str(rng.randrange(2021, 2026) + getattr(words, "ERA", 0))
    slots = {"d": day, "m": rng.choice(words.MONTHS), "y": year}
    clock = f"{rng.randrange(6, 23):02d}:{rng.randrange(0, 60):02d}"
    for slot, names in (("w", "WEEKDAYS"), ("h", "HIJRI")):
        if hasattr(words, names):
            slots[slot] = rng.choice(getattr(words, names))
    text = words.DATE.format(**slots)
    form = getattr(words, "CLOCK", "{date} - {clock}")
    return str(form.format(date=text, clock=clock).translate(digits))


def with_specials(rng: Random, lang: str, story: Story, wants: frozenset[str]) -> Story:
    """The story with subheadings, a list, verses, questions or live entries, as `wants` names."""
    words = bank(lang)
    body = list(story.body)
    fill = filler(story.slots, words)
    if "subheads" in wants:
        heads = rng.sample(words.SUBHEADS, 2)
        body.insert(len(body) * 2 // 3, Item("h", heads[1]))
        body.insert(len(body) // 3, Item("h", heads[0]))
    if "list" in wants:
        at = max(2, len(body) - 2)
        body[at:at] = [Item("li", text) for text in words.ITEMS]
    if "verse" in wants:
        at = max(2, len(body) - 2)
        body[at:at] = [Item("verse", text) for text in words.VERSE]
    if "interview" in wants:
        body = _interview(rng, body, [fill(text) for text in words.QUESTIONS])
    if "live" in wants:
        body = _live(rng, body, list(words.LIVE))
    return replace(story, body=tuple(body))


def _interview(rng: Random, body: list[Item], asks: list[str]) -> list[Item]:
    """A question before each answer; the bank's first question is asked again and again."""
    out = body[:1]
    for number, answer in enumerate(body[1:]):
        out += [Item("ask", asks[0] if number % 2 else asks[1 + number // 2 % (len(asks) - 1)])]
        out += [answer]
    return out


def _live(rng: Random, body: list[Item], heads: list[str]) -> list[Item]:
    out = body[:1]
    hour = rng.randrange(16, 21)
    for number, item in enumerate(body[1:]):
        if number % 2 == 0 and heads:
            clock = f"{hour - number // 2:02d}:{rng.randrange(0, 60):02d}"
            out.append(Item("h", heads.pop(0), note=clock))
        out.append(item)
    return out
