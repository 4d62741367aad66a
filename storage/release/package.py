"""`datapackage.json`: the release for tools of the Data Package standard, a resource a shard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .about import About
from .columns import Column
from .shards import Shard

_TYPES = {
    "string": "string",
    "strings": "array",
    "objects": "array",
    "int": "integer",
    "float": "number",
}
_MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
    "csv": "text/csv",
}


def datapackage(
    about: About,
    description: str,
    shards: Sequence[Shard],
    sums: dict[str, str],
    columns: Sequence[Column],
    sources: Sequence[str],
    format: str,
) -> dict[str, Any]:
    """The release as a data package, with the hash, the size and the rows of each shard."""
    schema = {
        "fields": [
            {"name": column.name, "type": _TYPES[column.type], "description": column.says}
            for column in columns
        ],
        "primaryKey": ["id"],
    }
    licence = {"name": about.licence_name or about.licence}
    if about.licence_url:
        licence["path"] = about.licence_url
    said = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.name.lower().replace(" ", "-"),
        "title": about.title,
        "description": description,
        "version": about.version,
        "homepage": about.url,
        "licenses": [licence] if about.licence != "unknown" else [],
        "contributors": [{"title": about.creator, "roles": ["creator"]}] if about.creator else [],
        "sources": [{"title": source} for source in sources if source],
        "resources": [_resource(shard, sums, schema, format) for shard in shards],
    }
    return {key: value for key, value in said.items() if value}


def _resource(
    shard: Shard, sums: dict[str, str], schema: dict[str, Any], format: str
) -> dict[str, Any]:
    return {
        "name": shard.path.removeprefix("data/").removesuffix(f".{format}"),
        "type": "table",
        "path": shard.path,
        "format": format,
        "mediatype": _MEDIA[format],
        "encoding": "utf-8",
        "bytes": shard.bytes,
        "hash": f"sha256:{sums[shard.path]}",
        "rowCount": shard.rows,
        "schema": schema,
    }
