"""What the parts of one page share while it is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from types import ModuleType
from typing import Any

from benchmarks.labelled.outlet import Outlet
from benchmarks.labelled.story import Story


@dataclass(slots=True)
class Context:
    """One page in the making."""

    outlet: Outlet
    rng: Random
    bank: ModuleType
    families: frozenset[str]
    stories: list[Story]
    """Articles that stand in full on the page, the page's own first."""
    others: list[Story]
    """Articles that live elsewhere: stuff for cards."""
    teasers: list[str] = field(default_factory=list)
    number: int = 0
    """Number of the page within its outlet."""

    @property
    def words(self) -> dict[str, Any]:
        """The furniture words of the page's language."""
        return {**self.bank.WORDS, **self.outlet.words}

    def take(self, count: int) -> list[Story]:
        """The next `count` other stories, so that no card is shown twice by accident."""
        taken, self.others[:] = self.others[:count], self.others[count:]
        return taken
