"""Cues: what one line of text says about itself, in any language, without its page.

A cue is evidence and never a verdict: the segmentation weighs it with position, kind and
repetition. Structure comes first (brackets, separators, capitals, length); the word lists of
`cue_words`, `agencies` and `months` only add to it.
"""

from __future__ import annotations

from dedupe.agencies import agency
from dedupe.cue_bylines import (
    are_initials,
    byline,
    is_author_page,
    is_byline_label,
    without_address,
    without_label,
)
from dedupe.cue_credits import begins_as_credit, cut_credit, has_credit, split_credit
from dedupe.cue_datelines import Dateline, dateline
from dedupe.cue_leads import LeadDateline, lead_dateline
from dedupe.cue_read_out import read_out
from dedupe.cue_tools import (
    ends_sentence,
    has_rights_sign,
    inline_card,
    is_comments_heading,
    is_date_line,
    is_list_heading,
    is_menu,
    is_rights,
    is_rights_line,
    is_short_furniture,
    is_trail,
    says_rights,
    section,
    trail,
)

__all__ = [
    "Dateline",
    "LeadDateline",
    "agency",
    "are_initials",
    "begins_as_credit",
    "byline",
    "cut_credit",
    "dateline",
    "ends_sentence",
    "has_credit",
    "has_rights_sign",
    "inline_card",
    "is_author_page",
    "is_byline_label",
    "is_comments_heading",
    "is_date_line",
    "is_list_heading",
    "is_menu",
    "is_rights",
    "is_rights_line",
    "is_short_furniture",
    "is_trail",
    "lead_dateline",
    "read_out",
    "says_rights",
    "section",
    "split_credit",
    "trail",
    "without_address",
    "without_label",
]
