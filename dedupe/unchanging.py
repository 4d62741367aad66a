"""Classes of plain data that is never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def unchanging(cls: type[C]) -> type[C]:
    """Make a dataclass of `cls` whose fields nobody assigns to: mypy holds everybody to that.

    Frozen at run time too, an object of ten fields takes ten times as long to make, for each
    field is set by a call; a page has hundreds of them.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
