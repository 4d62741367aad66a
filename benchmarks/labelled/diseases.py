"""What goes wrong with captions on real pages: copies, near copies, alike but different ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.labelled.article import doubled
from benchmarks.labelled.story import Cap, Story, credit

_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_TASHKEEL = {"ا": "اَ", "ل": "لْ", "ر": "رُ", "ن": "نِ"}


def copies(count: int) -> Callable[[Cap], tuple[str, ...]]:
    """The same caption `count` times more."""
    return lambda cap: (cap.printed,) * count


def near(rng: Random, lang: str) -> Callable[[Cap], tuple[str, ...]]:
    """One more copy that a reader takes for the same and a computer does not."""

    def variant(cap: Cap) -> tuple[str, ...]:
        return (rng.choice([_other_credit, _no_credit, _stopped, _cut, _spelled])(cap),)

    def _other_credit(cap: Cap) -> str:
        return f"{cap.text} {credit(rng, lang)}"

    return variant


def _no_credit(cap: Cap) -> str:
    return cap.text


def _stopped(cap: Cap) -> str:
    return cap.text + "."


def _cut(cap: Cap) -> str:
    """The beginning and three dots; scripts without spaces are cut by the character."""
    words = cap.text.split()
    if len(words) < 4:
        return cap.text[: len(cap.text) * 3 // 4] + "..."
    return " ".join(words[: len(words) * 3 // 4]) + "..."


def _spelled(cap: Cap) -> str:
    """Other digits, and tashkeel or a no-break space where the script has no tashkeel."""
    text = cap.printed
    if any("\u0600" <= char <= "\u06ff" for char in text):
        vowelled = "".join(_TASHKEEL.get(char, char) for char in text[: len(text) // 2])
        return (vowelled + text[len(text) // 2 :]).translate(_TO_ARABIC)
    return text.replace(" ", "\u00a0", 1) + " "


def alike(story: Story) -> Story:
    """The story with a second caption that differs from the first in one name only."""
    swaps = [(story.slots["p"], story.slots["q"]), (story.slots["c"], story.slots["e"])]
    for cap in story.captions:
        for this, other in swaps:
            if this in cap.text:
                twin = replace(cap, text=cap.text.replace(this, other))
                rest = tuple(one for one in story.captions if one is not cap)
                return replace(story, captions=(cap, twin, *rest))
    raise ValueError(f"no caption of topic {story.topic} names a person or place: add a slot")


def with_copies(rng: Random, lang: str, story: Story, families: frozenset[str]) -> Story:
    """The story with its captions printed as the page's families say."""
    shown = 2 if "caption_alike" in families else 1
    if "pictures" in families or "gallery" in families:
        shown = len(story.captions)
    if "caption_alike" in families:
        story = alike(story)
    if "caption2" in families:
        return doubled(story, copies(1), shown)
    if "caption3" in families:
        return doubled(story, copies(2), shown)
    if "caption_near" in families:
        return doubled(story, near(rng, lang), shown)
    return story
