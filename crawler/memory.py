"""The memory limit of a crawl, held against what the process uses now."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

STATM = Path("/proc/self/statm")
"""Linux's account of this process in memory pages; its second number is the resident set."""


class ResidentMemory(MemoryUsage):
    """Scrapy's extension, looking at the resident set of the moment where the system tells it.

    Scrapy asks for the most that was ever used, `ru_maxrss`. Linux hands that figure on from a
    process to the program it starts, so a crawl that a big scheduler starts would be over its
    limit before the first page.
    """

    def get_virtual_size(self) -> int:
        """Bytes of memory that this process holds."""
        try:
            pages = int(STATM.read_text().split()[1])
        except (OSError, ValueError, IndexError):
            return super().get_virtual_size()
        return pages * os.sysconf("SC_PAGE_SIZE")
