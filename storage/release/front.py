"""The block of YAML at the head of a card, written so that it is the same in every environment.

Plain data only: texts, whole numbers, booleans, lists and objects. A YAML library would do this
as well, but its quoting and folding change between versions, and a release may not.
"""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][\w ./*-]*[\w*]$|[A-Za-z]$", re.ASCII)
_TAKEN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
"""Words that YAML reads as something else than text; `no` is Norwegian, too."""


def front_matter(data: dict[str, Any]) -> str:
    """The data as a block of YAML between two lines of dashes.

    >>> print(front_matter({"language": ["en", "no"], "rows": 3}), end="")
    ---
    language:
    - en
    - "no"
    rows: 3
    ---
    """
    return "---\n" + "".join(line + "\n" for line in _object(data)) + "---\n"


def _object(data: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"{_scalar(key)}:", *("  " + line for line in _object(value))]
        elif isinstance(value, list):
            lines += [f"{_scalar(key)}:", *_list(value)]
        else:
            lines.append(f"{_scalar(key)}: {_scalar(value)}")
    return lines


def _list(values: list[Any]) -> list[str]:
    lines = []
    for value in values:
        if isinstance(value, dict):
            first, *rest = _object(value)
            lines += [f"- {first}", *("  " + line for line in rest)]
        else:
            lines.append(f"- {_scalar(value)}")
    return lines


def _scalar(value: object) -> str:
    """A text in JSON's quotes, which YAML reads as well, unless it is plainly plain."""
    if isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    if _PLAIN.match(text) and text.lower() not in _TAKEN:
        return text
    return json.dumps(text, ensure_ascii=False)
