"""The batch kernel: compiled and plain say the same, and what `text` says."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import words

from dedupe import kernel
from dedupe.scheme import BASE, LETTER, NUMBER, WORD
from dedupe.spans import NOT_BARE, with_bare
from dedupe.text import SPACELESS, normal, spelled, tokens

pytestmark = pytest.mark.usefixtures("compiled")
KERNELS = ["plain", "compiled"]

REAL_LIKE = [
    "قال الوزير، اليوم الثلاثاء: «لن نقبل ١٢٪ من الـمَـبْلَغِ»",
    "می‌خواهم کتاب‌های فارسی ۱۲۳ بخوانم",
    "Élan: ½ of İstanbul’s ﬁsh, ǅ ß ẞ Straße, Ω Å ﷺ ﷼ ㌖ 10㎞",
    "東京で人々が1人で歩くｶﾞｷﾞ, 各种㍿",
    "ภาษาไทยเขียนติดกัน ๑๒๓ ពាក្យ",
    "नमस्ते दुनिया ९ ऩ ক্ষ",
    "한국어 뉴스 한국",
    "e\u0301 e\u0308\u0323 \u0627\u0654 \u0301 a\u200db \u2067x\u2069",
    "\ud800 a\udfffb \ufffd \x00 \u0085 \U000e0041 \U0010ffff \U0001f468\u200d\U0001f469",
    "٤²③Ⅳ 1٬234٫5 ١٢:٣٠",
    "",
    " ، … ",
]


def alone(token: str) -> bool:
    return len(token) == 1 and any(a <= ord(token) <= b for a, b in SPACELESS)


def expected(text: str) -> list[tuple[int, int]]:
    found = []
    for token in tokens(text):
        value = 0
        for char in token:
            value = (value * BASE + ord(char)) % (1 << 64)
        number = token.isascii() and token.isdigit()
        found.append((value, LETTER if alone(token) else NUMBER if number else WORD))
    return found


def of(texts: list[str]) -> list[list[tuple[int, int]]]:
    found = kernel.units(texts)
    pairs = list(zip(found.hashes.tolist(), found.kinds.tolist(), strict=True))
    edges = found.starts.tolist()
    return [pairs[a:b] for a, b in pairwise(edges)]


@pytest.mark.parametrize("name", KERNELS)
def test_the_kernel_reads_texts_as_text_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSFOLD_KERNEL", name)
    assert of(REAL_LIKE) == [expected(text) for text in REAL_LIKE]
    assert of([]) == []
    assert of(["", ""]) == [[], []]


@settings(max_examples=150)
@given(st.lists(st.text(st.characters(), max_size=12), max_size=5))
@pytest.mark.parametrize("name", KERNELS)
def test_the_kernel_reads_any_text_as_text_does(name: str, texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSFOLD_KERNEL", name)
        assert of(texts) == [expected(text) for text in texts]


@settings(max_examples=150)
@given(
    st.lists(st.text(st.one_of(st.sampled_from("".join(REAL_LIKE)), st.characters())), max_size=5)
)
@pytest.mark.parametrize("name", KERNELS)
def test_the_kernel_spells_any_text_as_text_does(name: str, texts: list[str]) -> None:
    texts += REAL_LIKE
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSFOLD_KERNEL", name)
        assert kernel.normals(texts) == [normal(text) for text in texts]
        expected = [with_bare(" ".join(tokens(text))) for text in texts]
        assert kernel.indexed(texts) == expected


def test_a_character_may_become_many_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSFOLD_KERNEL", "compiled")
    long = "\ufdfa" * 1000  # eighteen letters
    assert kernel.normals([long, "a"]) == [normal(long), "a"]
    assert kernel.normals([]) == []


runs = st.lists(st.integers(0, 9) | st.integers(0, 2**32 - 1), max_size=20)


@given(runs, runs)
@pytest.mark.parametrize("name", KERNELS)
def test_what_two_texts_share_is_what_sets_do(name: str, one: list[int], other: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSFOLD_KERNEL", name)
        a, b = (kernel.distinct(np.array(runs, np.uint32)) for runs in (one, other))
        assert a.tolist() == sorted(set(one))
        assert kernel.common(a, b) == len(set(one) & set(other))


ARTICLES = ["وال", "فال", "بال", "كال", "وبال", "لل", "ال", "و", "ب", "ل", "ف", "ك", ""]


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(ARTICLES),
            st.sampled_from(["", *NOT_BARE]) | st.text("قوتايلهنء7xñ", max_size=6),
        ),
        max_size=12,
    )
)
def test_the_kernel_strips_words_as_search_does(words: list[tuple[str, str]]) -> None:
    text = " ".join(prefix + word for prefix, word in words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSFOLD_KERNEL", "compiled")
        assert kernel.indexed([text, text]) == [with_bare(" ".join(tokens(text)))] * 2


PIECES = [*"بتأإةىیکñøжщΩש", "ً", "ـ", "٤", "²", "a", "7", "東", "’", "\u200d", "\ud800"]
BETWEEN = [" ", " ", " ", ". ", "، ", "\n", "-", "\u00a0", "  "]


@settings(max_examples=300)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.text(st.sampled_from(PIECES[:14]), max_size=20)
                | st.text(st.sampled_from(PIECES), max_size=9),
                st.sampled_from(BETWEEN),
            ),
            max_size=12,
        ),
        max_size=3,
    )
)
@pytest.mark.parametrize("name", KERNELS)
def test_words_are_read_whatever_their_length_and_neighbours(
    name: str, pieces: list[list[tuple[str, str]]]
) -> None:
    texts = ["".join(word + between for word, between in text) for text in pieces]
    texts += [text.rstrip() for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSFOLD_KERNEL", name)
        assert of(texts) == [expected(text) for text in texts]


@pytest.mark.parametrize("name", KERNELS)
def test_the_kernel_knows_every_character(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSFOLD_KERNEL", name)
    # Between letters: what is dropped joins them, what is space parts them.
    chars = [chr(code) for code in range(0, 0x110000, 37)] + [chr(c) for c in range(0x0590, 0x0900)]
    found = of([f"a{char}b" for char in chars])
    for char, own in zip(chars, found, strict=True):
        assert own == expected(f"a{char}b"), hex(ord(char))


@given(st.text(max_size=30))
def test_normal_is_spelled_character_by_character_and_stays(text: str) -> None:
    assert normal(text) == " ".join("".join(map(spelled, text)).split())
    assert normal(normal(text)) == normal(text)


def test_every_character_spells_what_stays() -> None:
    for code in range(0, 0x110000, 11):
        assert all(spelled(char) == char for char in spelled(chr(code))), hex(code)


def test_compiled_and_plain_make_the_same_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [" ".join(words(n, size, "arabic")) for n, size in enumerate([0, 1, 2, 3, 400, 5000])]
    texts += REAL_LIKE
    both = []
    for name in KERNELS:
        monkeypatch.setenv("NEWSFOLD_KERNEL", name)
        found = kernel.units(texts)
        runs, counts = kernel.shingled(found.hashes, found.starts)
        both.append((runs, counts, kernel.permuted(runs, counts)))
    for plain, compiled in zip(*both, strict=True):
        assert plain.dtype == compiled.dtype
        assert (plain == compiled).all()
    assert (both[0][2][0] == 0xFFFFFFFF).all()


@pytest.mark.parametrize("name", KERNELS)
def test_odd_sizes_and_shapes_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSFOLD_KERNEL", name)
    texts = ["one", "كلمة " * 200_000, "x" * 1_000_000, "…،" * 1000, "\ud800" * 50, "ok ok ok"]
    found = kernel.units(texts)
    assert np.diff(found.starts).tolist() == [1, 200_000, 1, 0, 0, 3]
    runs, counts = kernel.shingled(found.hashes, found.starts)
    assert counts.tolist() == [1, 199_998, 1, 0, 0, 1]
    # One word over and over is one shingle.
    assert len(set(runs[1:199_999].tolist())) == 1


def test_few_pages_never_load_numba() -> None:
    code = (
        "import sys; from dedupe import kernel; "
        "u = kernel.units(['a b c d'] * 99); "
        "kernel.permuted(*kernel.shingled(u.hashes, u.starts)); "
        "print('numba' in sys.modules)"
    )
    plain_env = {k: v for k, v in os.environ.items() if k != "NEWSFOLD_KERNEL"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=plain_env,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.strip() == "False"


def test_many_bytes_load_it_once_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSFOLD_KERNEL", raising=False)
    monkeypatch.setattr(kernel, "_loaded", None)
    monkeypatch.setattr(kernel, "_done", 0)
    asked: list[int] = []
    monkeypatch.setattr(kernel, "load", lambda: asked.append(1))
    monkeypatch.setattr(kernel, "compiled_files", lambda: [])
    monkeypatch.setattr(kernel, "PAYS", 10)
    monkeypatch.setattr(kernel, "SMALL", 19)
    monkeypatch.setattr(kernel, "PAYS_TO_COMPILE", 30)
    kernel.units(["x" * 19])
    assert kernel._done == 0, "one article at a time, as a crawl asks, does not count"
    kernel.units(["x" * 20])
    assert not asked
    kernel.units(["x" * 20])
    assert asked
    monkeypatch.setattr(kernel, "_done", 0)
    monkeypatch.setattr(kernel, "compiled_files", lambda: [Path("compiled.nbi")])
    asked.clear()
    kernel.units(["x" * 20])
    assert asked
