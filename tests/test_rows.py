"""Values of rows as they are written."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from storage.rows import dump


@given(st.lists(st.text(st.sampled_from('a"\\\n\x01é\u200c\x7f\u2028 ق') | st.characters())))
def test_texts_are_written_as_the_encoder_does(texts: list[str]) -> None:
    assert dump(tuple(texts)) == json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
