"""Dumps that lost their paragraphs: a sentence a line, or a whole page on a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.labelled.sentences import sentences
from benchmarks.labelled.truth import Labelled, without_paragraphs
from dedupe.text import clean

SIMPLE = {"plain", "caption2", "caption3", "caption_near", "title_echo", "subheads", "short"}


def flat_pages(made: Iterable[Labelled]) -> list[Labelled]:
    """For each language its first plain page, if it has one, in both flattened ways."""
    out: list[Labelled] = []
    seen: set[str] = set()
    for page in made:
        simple = len(page.articles) == 1 and not set(page.families) - SIMPLE
        if page.lang not in seen and simple:
            seen.add(page.lang)
            out.append(without_paragraphs(page, _by_sentence(page), "sentence_a_line"))
            out.append(without_paragraphs(page, _few_lines(page), "few_lines"))
    return out


def _by_sentence(page: Labelled) -> str:
    lines = [one for line in page.text.splitlines() for one in sentences(clean(line))]
    return "\n".join(lines) + "\n"


def _few_lines(page: Labelled) -> str:
    """The headline, then all of the text, then what came after it, a line each."""
    article = page.articles[0]
    lines = [clean(line) for line in page.text.splitlines() if line.strip()]
    first = next(at for at, line in enumerate(lines) if line == clean(article.body[0]))
    last = max(at for at, line in enumerate(lines) if line == clean(article.body[-1]))
    parts = [article.title, " ".join(lines[first : last + 1]), " ".join(lines[last + 1 :])]
    return "\n".join(part for part in parts if part) + "\n"
