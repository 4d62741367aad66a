"""The fictional outlets."""

from __future__ import annotations

from importlib import import_module

from benchmarks.labelled.outlet import Outlet

GROUPS = (
    *("first", "arabic", "western", "eastern"),
    *("late_arabic", "late_south", "late_north"),
    "third",
)


def outlets() -> list[Outlet]:
    """All outlets, in a fixed order."""
    return [one for group in GROUPS for one in import_module(f"{__name__}.{group}").OUTLETS]
