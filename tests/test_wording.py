"""How much the words of a line speak against a text, by weights that are given."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest
from test_running import HEAD, TEXT, read

from dedupe import running, wording
from dedupe.forest import forest_from
from dedupe.running import ASKED, settled
from dedupe.wording import SAID, Weights, checksums, wording_from


def weights(**words: float) -> Weights:
    return {crc32(word.encode()): weight for word, weight in words.items()}


def test_a_line_has_what_its_known_words_say_by_the_root_of_their_number() -> None:
    known = weights(reply=-2.0, harbour=1.0)
    said = wording.wording(["harbour reply goat", "goat", "reply"], known)
    own = [-1 / np.sqrt(2), 0, -2]
    assert said.shape == (3, len(SAID))
    assert said[:, 0] == pytest.approx(own)
    assert said[:, 1] == pytest.approx([0, *own[:2]])
    assert said[:, 2] == pytest.approx([*own[1:], 0])
    assert said[:, 3] == pytest.approx([np.mean(own)] * 3)


def test_no_word_speaks_for_a_text_and_none_counts_without_end() -> None:
    assert wording.wording(["tide"], weights(tide=99.0))[0, 0] == 0
    assert wording.wording(["tide"], weights(tide=-99.0))[0, 0] == -4


def test_a_short_line_is_a_word_and_numbers_are_none() -> None:
    assert checksums("show 12 a more") == {crc32(x) for x in (b"show", b"more", b"show 12 a more")}
    long = "the ferry runs again since the storm of last week"
    assert crc32(long.encode()) not in checksums(long)
    assert checksums("\ud800")


def test_no_lines_have_no_numbers() -> None:
    assert wording.wording([], weights()).shape == (0, len(SAID))


def test_the_weights_that_are_shipped_know_notices_from_texts() -> None:
    notices = ("this site uses cookies subscribe to our newsletter", "alle rechte vorbehalten")
    texts = ("the ferry to the island made its first crossing", "قال الوزير ان الجسر سيفتح غدا")
    said = wording.wording([*notices, *texts])[:, 0]
    assert max(said[:2]) < -1
    assert min(said[2:]) > -0.3


def test_the_forest_is_told_what_the_words_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forest that asks for nothing else takes what the words speak against for no text."""
    tree = [[ASKED.index("said"), -0.5, 1, 2], [-9.0], [9.0]]
    forest = forest_from({"features": list(ASKED), "base": 0.0, "trees": [tree]}, ASKED)
    monkeypatch.setattr(running, "read_forest", lambda: forest)
    told = wording_from({str(crc32(b"goat")): -1.0})
    monkeypatch.setattr(wording, "read_wording", lambda: told)
    lines, _, numbers, _ = read(HEAD[0], *TEXT)
    found = settled(lines, ["title", *["body"] * 4], numbers, frozenset())
    assert found == ["title", "tool2", "body", "body", "body"]
