"""Sentences, for pages whose paragraphs are lost."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?؟۔।])[»”\"]?\s+|(?<=[。！？])")


def sentences(text: str) -> list[str]:
    """The sentences of `text`; an ending needs white space after it, but for 。！？."""
    return [one.strip() for one in _END.split(text) if one and one.strip()]
