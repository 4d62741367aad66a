"""Readers and folding on damaged dumps and on bytes that never were one."""

from __future__ import annotations

import random
from pathlib import Path

import fuzz
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.inputs import folded, open_inputs, read_pages
from crawler.page import page_from_html, page_from_text
from crawler.readers import READERS
from dedupe.model import FoldedPage
from storage.prepare import mended, prepare

QUICK = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
HELD = fuzz.shapes()
HELD.pop("dump.db")


@pytest.mark.parametrize("suffix", READERS)
@QUICK
@given(data=st.binary(max_size=300))
def test_any_bytes_come_to_something(suffix: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"d{suffix}"
    path.write_bytes(data)
    assert list(read_pages(open_inputs([str(path)])))


@pytest.mark.parametrize("name", sorted(HELD))
@settings(QUICK, max_examples=6)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_dump_is_read_and_folded(name: str, seed: int, tmp_path: Path) -> None:
    fuzz.blow(name, fuzz.damaged(HELD[name], random.Random(seed)), tmp_path)


@pytest.mark.parametrize("make", [page_from_text, page_from_html])
@settings(QUICK, max_examples=60)
@given(text=st.text(st.characters() | st.sampled_from('<>/&"\n\t#;=phdiv '), max_size=400))
def test_any_text_is_folded_and_accounted_for(make: object, text: str) -> None:
    page = make(text, id="in")  # type: ignore[operator]
    after = folded(page, {}, "")
    assert isinstance(after, FoldedPage)
    prepare(mended(after))
