"""Everything that brings pages in, and the wiring of the commands."""

__version__ = "0.1.0"
