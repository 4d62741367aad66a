"""The SQLite database that pages, versions and records are kept in."""
