"""Queries that a corpus is asked again and again, ready to run, with CSV and JSON of the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

QUERIES: dict[str, dict[str, str]] = {
    "by_outlet_and_day": {
        "title": "Articles by outlet and day",
        "description": "Records by the outlet that speaks for them and the day of publication.",
        "sql": """SELECT substr(v.published, 1, 10) AS day, p.source AS outlet,
    count(DISTINCT r.id) AS records
FROM records r
JOIN versions v ON v.n = r.version
JOIN sightings s ON s.version = v.n
JOIN pages p ON p.n = s.page
GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC""",
    },
    "folded_and_why": {
        "title": "What was folded, and why",
        "description": "Folds with their reason; give a reason to see only its own.",
        "sql": """SELECT f.reason, coalesce(b.text, b.raw) AS text, round(f.similarity, 2) AS score,
    coalesce(k.text, k.raw) AS into_text, p.source AS outlet, p.id AS page
FROM folds f
JOIN block_rows b ON b.page = f.page AND b.idx = f.block
LEFT JOIN block_rows k ON k.page = f.page AND k.idx = f.into_block
JOIN pages p ON p.n = f.page
WHERE :reason = '' OR f.reason = :reason
LIMIT 1000""",
    },
    "biggest_groups": {
        "title": "Biggest groups",
        "description": "Records that most versions were folded into.",
        "sql": """SELECT r.id AS record, v.title, count(DISTINCT w.n) AS versions,
    count(DISTINCT p.source) AS outlets, min(nullif(w.published, '')) AS first,
    max(nullif(w.published, '')) AS last
FROM records r
JOIN versions v ON v.n = r.version
JOIN articles a ON a.record = r.n
JOIN versions w ON w.article = a.n
JOIN sightings s ON s.version = w.n
JOIN pages p ON p.n = s.page
GROUP BY r.n HAVING versions > 1 ORDER BY versions DESC, outlets DESC LIMIT 200""",
    },
    "boilerplate_of_a_site": {
        "title": "Boilerplate of a site",
        "description": "Blocks that were folded because the site repeats them; all sites if none "
        "is given.",
        "sql": """SELECT coalesce(b.text, b.raw) AS text, count(DISTINCT f.page) AS pages,
    p.source AS outlet, min(p.id) AS page
FROM folds f
JOIN block_rows b ON b.page = f.page AND b.idx = f.block
JOIN pages p ON p.n = f.page
WHERE f.reason = 'boilerplate' AND (:source = '' OR p.source = :source)
GROUP BY 1, 3 ORDER BY 2 DESC LIMIT 500""",
    },
    "quarantine": {
        "title": "Quarantine",
        "description": "Inputs that gave no article, the latest first.",
        "sql": """SELECT at, reason, detail, place, line, input_id, url, run
FROM quarantine ORDER BY at DESC, id LIMIT 1000""",
    },
}


def metadata(db: Path) -> dict[str, Any]:
    """What Datasette is told of the database: its name, and the queries."""
    return {
        "title": db.name,
        "databases": {
            "corpus": {
                "queries": {name: {**query, "hide_sql": True} for name, query in QUERIES.items()}
            }
        },
    }
