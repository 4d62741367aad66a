"""What somebody types into a search box, as a tree: any text is a query, and none is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

from .text import tokens

WORDS = 64
"""Words of a query that count. A pasted article would make the index do that many look-ups; what
is meant is said long before."""

DEPTH = 16
"""Brackets inside brackets that count; SQLite's own parser gives up at a few dozen."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several that stand side by side."""

    tokens: tuple[str, ...]
    prefix: bool = False
    """Whether the last token may go on."""
    exact: bool = False
    """Whether it was quoted: then nothing is stripped from it."""


@dataclass(frozen=True, slots=True)
class Every:
    """All of the first, none of the second."""

    yes: tuple[Tree, ...]
    no: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple[Tree, ...]


Tree: TypeAlias = Word | Every | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read: its tree, and what to tell whoever asked."""

    tree: Tree | None
    """None where nothing is looked for."""
    notice: str = ""


_LEX = re.compile(
    r'"(?P<ascii>[^"]*)"(?P<a>\*?)|«(?P<angle>[^»]*)»(?P<b>\*?)|[“„](?P<curly>[^”“]*)[”“](?P<c>\*?)'
    r'|(?P<bracket>[()])|(?P<word>[^\s"«»“”„()]+)'
)
_OPERATORS = ("AND", "OR", "NOT")
_Lex: TypeAlias = Word | str
"""A word, a bracket or an operator."""


def parse(text: str) -> Query:
    """The tree of a query: words, "phrases", beginnings*, AND, OR, NOT and brackets.

    Words side by side are all wanted. NOT binds before AND, AND before OR. What does not fit, a
    quote or bracket that is alone, an operator with nothing to work on, is text. NOT with nothing
    to take away from, as in `a OR NOT b`, is left out, and the notice says so. Never raises.

    >>> parse('oil OR "north sea"').tree
    Either(parts=(Word(tokens=('oil',), prefix=False, exact=False), \
Word(tokens=('north', 'sea'), prefix=False, exact=True)))
    """
    lexed, cut = _cut(_lex(text))
    parts = _operators(_brackets(lexed))
    if not any(isinstance(part, Word) for part in parts):
        return Query(None, "there is no word to look for in the query")
    tree, at = _either(parts, 0)
    assert at == len(parts), "brackets are balanced"
    if tree is None:
        return Query(None, "NOT takes away from what other words find; add a word to look for")
    notices = [f"only the first {WORDS} words were looked for"] * cut
    if _size(tree) < sum(isinstance(part, Word) for part in parts):
        # Its complement would be nearly the whole corpus, and FTS5 has no NOT of one side.
        notices.append(
            "what stands in OR or brackets with NOT alone was left out; NOT takes away from words "
            "beside it"
        )
    return Query(tree, "; ".join(notices))


def _size(tree: Tree) -> int:
    """How many words a tree holds, those that a hit must not hold among them."""
    if isinstance(tree, Word):
        return 1
    parts = tree.parts if isinstance(tree, Either) else tree.yes + tree.no
    return sum(map(_size, parts))


def wanted(tree: Tree | None) -> list[Word]:
    """The words that a hit may hold, without those that it must not."""
    if tree is None:
        return []
    if isinstance(tree, Word):
        return [tree]
    parts = tree.yes if isinstance(tree, Every) else tree.parts
    return [word for part in parts for word in wanted(part)]


def _lex(text: str) -> list[_Lex]:
    out: list[_Lex] = []
    for match in _LEX.finditer(text):
        quoted = match["ascii"] or match["angle"] or match["curly"]
        if quoted:
            open_ended = bool(match["a"] or match["b"] or match["c"])
            out += _word(quoted, open_ended, exact=True)
        elif match["bracket"]:
            out.append(match["bracket"])
        elif match["word"] in _OPERATORS:
            out.append(match["word"])
        elif match["word"]:
            out += _word(match["word"], match["word"].endswith("*"))
    return out


def _word(text: str, prefix: bool, exact: bool = False) -> list[_Lex]:
    found = tuple(tokens(text))
    return [Word(found, prefix, exact)] if found else []


def _cut(lexed: list[_Lex]) -> tuple[list[_Lex], bool]:
    """The query up to its last word that counts, and whether anything was cut."""
    count = 0
    for at, part in enumerate(lexed):
        if isinstance(part, Word):
            left = WORDS - count
            if len(part.tokens) > left:
                short = [replace(part, tokens=part.tokens[:left], prefix=False)] if left else []
                return [*lexed[:at], *short], True
            count += len(part.tokens)
    return lexed, False


def _brackets(lexed: list[_Lex]) -> list[_Lex]:
    """Without brackets that have no partner, hold nothing or go too deep."""
    dropped: set[int] = set()
    stack: list[int] = []
    for at, part in enumerate(lexed):
        if part == "(":
            stack.append(at)
        elif part == ")" and stack:
            start = stack.pop()
            held = any(isinstance(lexed[i], Word) for i in range(start, at))
            if not held or len(stack) >= DEPTH:
                dropped |= {start, at}
        elif part == ")":
            dropped.add(at)
    dropped |= set(stack)
    return [part for at, part in enumerate(lexed) if at not in dropped]


def _operators(parts: list[_Lex]) -> list[_Lex]:
    """Operators that have nothing to work on become words."""
    out: list[_Lex] = []
    for at, part in enumerate(parts):
        if part in _OPERATORS:
            before = out and (isinstance(out[-1], Word) or out[-1] == ")")
            after = parts[at + 1] if at + 1 < len(parts) else ")"
            starts = isinstance(after, Word) or after in ("(", "NOT")
            if part == "NOT":
                fits = isinstance(after, Word) or after == "("
            else:
                fits = bool(before) and starts
            out.append(part if fits else Word((str(part).lower(),)))
        else:
            out.append(part)
    # A NOT that became a word at the very end may leave an operator before it without a partner;
    # it has one now: the word.
    return out


def _either(parts: list[_Lex], at: int) -> tuple[Tree | None, int]:
    found = []
    while True:
        tree, at = _every(parts, at)
        if tree is not None:
            found.append(tree)
        if at < len(parts) and parts[at] == "OR":
            at += 1
            continue
        break
    if not found:
        return None, at
    return (found[0] if len(found) == 1 else Either(tuple(found))), at


def _every(parts: list[_Lex], at: int) -> tuple[Tree | None, int]:
    yes: list[Tree] = []
    no: list[Tree] = []
    while at < len(parts) and parts[at] not in (")", "OR"):
        if parts[at] == "AND":
            at += 1
            continue
        negative = parts[at] == "NOT"
        tree, at = _one(parts, at + 1 if negative else at)
        if tree is not None:
            (no if negative else yes).append(tree)
    if not yes:
        return None, at
    return (yes[0] if len(yes) == 1 and not no else Every(tuple(yes), tuple(no))), at


def _one(parts: list[_Lex], at: int) -> tuple[Tree | None, int]:
    part = parts[at]
    if isinstance(part, Word):
        return part, at + 1
    if part == "(":
        tree, at = _either(parts, at + 1)
        return tree, at + 1
    return None, at + 1
