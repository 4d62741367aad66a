"""Which records are in the samples that furniture is learned from."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.learn import Ranks
from dedupe.boilerplate import LEAST_PAGES


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), max_size=60))
def test_places_are_those_of_all_records_with_the_lowest_ranks(
    found: list[tuple[str, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.learn.SAMPLE_PAGES", 3)
        ranks = Ranks()
        for place, (source, rank) in enumerate(found):
            ranks.add(source, rank, place)
        limits = ranks.limits({"a": 0, "b": 0})
        sampled = ranks.sampled(limits)
    counts = Counter(source for source, _ in found)
    assert limits.keys() == {source for source in counts if counts[source] >= LEAST_PAGES}
    for source, limit in limits.items():
        own = sorted(rank for said, rank in found if said == source)
        assert limit == own[:3][-1]
    assert sampled == {
        place for place, (source, rank) in enumerate(found) if rank <= limits.get(source, -1)
    }
