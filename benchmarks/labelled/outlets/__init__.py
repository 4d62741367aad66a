"""The fictional outlets."""

from __future__ import annotations

from importlib import import_module

from benchmarks.labelled.outlet import Outlet

GROUPS = ("first", "arabic", "western", "eastern", "held_arabic", "held_south", "held_north")


def outlets() -> list[Outlet]:
    """All outlets, in a fixed order."""
    return [one for group in GROUPS for one in import_module(f"{__name__}.{group}").OUTLETS]
