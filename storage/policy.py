"""Which version is chosen: kept with the data, so that every run chooses alike."""

from __future__ import annotations

import json
import sqlite3

from dedupe.canonical import DEFAULT, ORDERS, Policy

from .connect import StoreError

_NAME = "choose"


def read_policy(conn: sqlite3.Connection) -> Policy:
    """The database's policy; `DEFAULT` where none was set."""
    found = conn.execute("SELECT value FROM settings WHERE name = ?", (_NAME,)).fetchone()
    if found is None:
        return DEFAULT
    said = json.loads(found[0])
    return Policy(said["order"], tuple(said["outlets"]))


def write_policy(conn: sqlite3.Connection, policy: Policy) -> None:
    """Set the policy, for all groups that are found from now on."""
    if policy.order not in ORDERS:
        raise StoreError(f"a version is chosen by one of {', '.join(ORDERS)}, not {policy.order!r}")
    conn.execute(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        (_NAME, json.dumps({"order": policy.order, "outlets": policy.outlets})),
    )
