"""Whether two articles are one: a verdict on pairs, then groups guarded against chains.

How near-duplicates are found. Every distinct pair of title and body, as comparisons see them, is
a *form*. Band keys of the body's signature, and of the title's where the body is short, propose
pairs of forms; `judge` decides:

1. The bodies' shingle sets have a true Jaccard similarity of `ALIKE` or more. An empty body is
   like nothing. Under one title of `NAMING` words or more, `TITLED` is enough: an edited story
   keeps its headline more often than its sentences.
2. A body under `SHORT` words decides nothing alone: a notice, a name or a disclaimer stands under
   many headlines. There the titles have to be alike as well.
3. Nothing contradicts: other numbers in the titles (relief flight 4, relief flight 5), mostly
   other numbers in the bodies (weather, prices), or titles of one pattern in which a word is
   swapped that only the own body knows (telegrams to two heads of state). An update that only
   changes a count in its headline is kept apart by this as well, unless its address says that it
   is the same article: when in doubt, keep both.

Articles with one key are one article whatever their words. What hangs together by these links is
a component; `groups` then takes it apart where it is only a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .record import digest_of
from .scheme import LETTER, NUMBER
from .text import jaccard

if TYPE_CHECKING:
    from .plain import U8, U32, U64

ALIKE = 0.6
"""Shingle similarity from which two bodies are one. On Arabic news 0.8 missed 29 of 65 pairs
labelled as the same and 0.6 missed 2; 0.5 missed none and took in near-twins."""

TITLED = 0.4
"""Similarity from which two bodies under one title are one. Among 10,161 real articles the
three pairs under one title with 0.4 to 0.6 were each one story; below came weather and notices."""

NAMING = 5
"""Distinct words from which a title names a story; `Weather on Sunday morning` stands over many."""

KEPT = 0.4
"""Similarity to the group's first article under which a member leaves the group. Two steps of
`ALIKE` may lead to about 0.36: a chain of three holds only where its ends are still alike."""

SHORT = 40
"""Words under which a body may be shared by unlike articles."""

TITLES = 0.6
"""Share of title words in common from which two titles are alike."""

NUMBERS = 3
"""Distinct numbers that both bodies need before their numbers can contradict."""


@dataclass(frozen=True, eq=False)
class Form:
    """Title and body of an article as comparisons see them: hashes of their tokens, in order."""

    title: U64
    title_kinds: U8
    body: U64
    body_kinds: U8
    runs: U32
    """Shingle hashes of the body, in text order and with repeats."""

    @cached_property
    def id(self) -> str:
        return digest_of(self.title.tobytes(), self.body.tobytes())

    @cached_property
    def words(self) -> int:
        """Length of the body in words; letters of scripts without spaces are half a word each."""
        letters = self.body_kinds.tobytes().count(LETTER)
        return len(self.body) - letters + letters // 2

    @property
    def needs_title(self) -> bool:
        """Whether a body that is like this one could be short."""
        return len(self.title) > 0 and self.words * ALIKE < SHORT

    @cached_property
    def shingles(self) -> frozenset[int]:
        return frozenset(self.runs.tolist())

    @cached_property
    def distinct(self) -> U32:
        """The same in order, each once."""
        from . import kernel

        return kernel.distinct(self.runs)

    @cached_property
    def title_set(self) -> frozenset[int]:
        return frozenset(self.title.tolist())

    @cached_property
    def title_numbers(self) -> frozenset[int]:
        return _numbers(self.title, self.title_kinds)

    @cached_property
    def body_set(self) -> frozenset[int]:
        return frozenset(self.body.tolist())

    @cached_property
    def numbers(self) -> frozenset[int]:
        return _numbers(self.body, self.body_kinds)


_NO_NUMBERS: frozenset[int] = frozenset()


def _numbers(hashes: U64, kinds: U8) -> frozenset[int]:
    # To look for one byte is a tenth of what picking them out takes, and most texts have none.
    if NUMBER not in kinds.tobytes():
        return _NO_NUMBERS
    return frozenset(hashes[kinds == NUMBER].tolist())


def forms(articles: Sequence[tuple[str, Iterable[str]]]) -> list[Form | None]:
    """The forms of articles, given as title and paragraphs.

    None where there is no word in the body, for nothing can be judged by it.
    """
    # What needs numpy is imported when there is an article: most commands never see one.
    from . import kernel

    texts = [part for title, body in articles for part in (title, "\n".join(body))]
    found = kernel.units(texts)
    runs, counts = kernel.shingled(found.hashes, found.starts)
    ends, edges = counts.cumsum().tolist(), found.starts.tolist()
    out: list[Form | None] = []
    for at in range(0, len(texts), 2):
        first, middle, last = edges[at : at + 3]
        out.append(
            Form(
                found.hashes[first:middle],
                found.kinds[first:middle],
                found.hashes[middle:last],
                found.kinds[middle:last],
                runs[ends[at] : ends[at + 1]],
            )
            if last > middle
            else None
        )
    return out


def form(title: str, body: Iterable[str]) -> Form | None:
    """The form of one article; where there are many, `forms` is faster."""
    return forms([(title, body)])[0]


def judge(a: Form, b: Form, least: float = ALIKE) -> float | None:
    """True similarity of two forms that are one article, None where they are not."""
    if min(a.words, b.words) < SHORT and jaccard(a.title_set, b.title_set) < TITLES:
        return None
    # The contradiction first: it is the cheaper question.
    if contradiction(a, b):
        return None
    found = similarity(a, b)
    return found if found >= (min(least, TITLED) if _one_title(a, b) else least) else None


def similarity(a: Form, b: Form) -> float:
    """True Jaccard similarity of the shingle sets of two bodies."""
    from . import kernel

    ours, others = a.distinct, b.distinct
    shared = kernel.common(ours, others)
    return shared / (len(ours) + len(others) - shared) if shared else 0.0


def _one_title(a: Form, b: Form) -> bool:
    """Whether both bear the same words as a title that names a story; letters are half a word."""
    if a.title_set != b.title_set:
        return False
    if len(a.title_set) < NAMING:
        return False
    letters = len(set(a.title[a.title_kinds == LETTER].tolist()))
    return len(a.title_set) - letters + letters // 2 >= NAMING


def contradiction(a: Form, b: Form) -> str:
    """What says that two like forms are different news; empty where nothing does."""
    if a.title_set != b.title_set:
        if a.title_numbers - b.title_numbers and b.title_numbers - a.title_numbers:
            return "other numbers in the titles"
        if _swapped(a, b):
            return "another name in the titles"
    return "other numbers in the bodies" if _bodies_count_differently(a, b) else ""


def _bodies_count_differently(a: Form, b: Form) -> bool:
    """Whether fewer than half of the bodies' numbers are common to both."""
    if min(len(a.numbers), len(b.numbers)) < NUMBERS:
        return False
    return 2 * len(a.numbers & b.numbers) < len(a.numbers | b.numbers)


def _swapped(a: Form, b: Form) -> bool:
    """Whether titles of one pattern differ in words that only their own bodies know.

    A headline that was reworded fails this: the bodies still share their words.
    """
    if 2 * len(a.title_set & b.title_set) < min(len(a.title_set), len(b.title_set)):
        return False
    left = (a.title_set - b.title_set) & a.body_set - b.body_set
    right = (b.title_set - a.title_set) & b.body_set - a.body_set
    return bool(left) and bool(right)


def groups(
    members: Sequence[int],
    like_first: Callable[[int, int], bool],
    links: Callable[[], Iterable[tuple[int, int]]],
) -> list[list[int]]:
    """A component, taken apart where it is only a chain.

    The guard: `members` come in their total order; the first keeps those that
    `like_first(first, member)` confirms; the others, as far as `links()` still connects them, are
    components of their own and go the same way. So no group holds an article that is unlike the
    one that stands for it, and neither the order of arrival nor that of the links matters.
    `links` is asked only when something has to be taken apart.
    """
    out = []
    waiting = [list(members)]
    known: list[tuple[int, int]] | None = None
    while waiting:
        first, *others = waiting.pop()
        kept = [member for member in others if like_first(first, member)]
        out.append([first, *kept])
        if len(kept) < len(others):
            known = list(links()) if known is None else known
            gone = {first, *kept}
            waiting += components([m for m in others if m not in gone], known)
    return sorted(out)


def components(members: Sequence[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together, members in the order given; links to others are passed over."""
    parent = {member: member for member in members}

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for a, b in links:
        if a in parent and b in parent:
            parent[root(a)] = root(b)
    found: dict[int, list[int]] = {}
    for member in members:
        found.setdefault(root(member), []).append(member)
    return list(found.values())
