"""Releases: folders that hand a dataset over, with all that it takes to load, trust and cite it."""
