"""`croissant.json`: the release for machines that read Croissant 1.1, with its RAI fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .about import About
from .columns import Column
from .shards import Shard

CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "annotation": "cr:annotation",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_MEDIA = {
    "parquet": "application/x-parquet",
    "jsonl": "application/jsonlines",
    "csv": "text/csv",
}
_TYPES = {"string": "sc:Text", "strings": "sc:Text", "int": "sc:Integer", "float": "sc:Float"}
_CELLS = {"int": "sc:Integer", "float": "sc:Float"}


def croissant(
    about: About,
    day: str,
    citation: str,
    description: str,
    languages: Sequence[str],
    shards: Sequence[Shard],
    sums: dict[str, str],
    columns: Sequence[Column],
    format: str,
    dated: Sequence[str],
    rai: dict[str, Any],
    provenance: dict[str, Any],
) -> dict[str, Any]:
    """The release as Croissant: a file for each shard, a record set for each split."""
    splits = list(dict.fromkeys(shard.split for shard in shards))
    creator = about.creator or "unnamed"
    said = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": about.name,
        "description": description,
        "version": about.version,
        "license": about.licence_url or about.licence,
        "url": about.url or f"urn:newsfold:{about.name}",
        "creator": {"@type": "sc:Organization", "name": creator, "url": about.url or None},
        "datePublished": day,
        "inLanguage": [code for code in languages if code],
        "citeAs": citation,
        **{f"rai:{key}": value for key, value in rai.items()},
        **{f"prov:{key}": value for key, value in provenance.items()},
        "distribution": [
            *(_file(shard, sums, format) for shard in shards),
            *(_set(split, format) for split in splits),
        ],
        "recordSet": [
            _splits(splits),
            *(_records(split, columns, format, dated) for split in splits),
        ],
    }
    return _without_nothing(said)


def _without_nothing(said: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nothing(value) if isinstance(value, dict) and key != "@context" else value
        for key, value in said.items()
        if value not in (None, "", [], {})
    }


def _file(shard: Shard, sums: dict[str, str], format: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": shard.path,
        "name": shard.path,
        "contentUrl": shard.path,
        "contentSize": f"{shard.bytes} B",
        "encodingFormat": _MEDIA[format],
        "sha256": sums[shard.path],
    }


def _set(split: str, format: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"files-{split}",
        "name": f"files-{split}",
        "description": f"Files of the split {split}.",
        "encodingFormat": _MEDIA[format],
        "includes": f"data/{split}-*.{format}",
    }


_MEANINGS = {
    "train": "cr:TrainingSplit",
    "validation": "cr:ValidationSplit",
    "test": "cr:TestSplit",
}


def _splits(splits: Sequence[str]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "The splits; no group of rows that are alike is divided between them.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [
            {"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"},
            {"@type": "cr:Field", "@id": "splits/url", "name": "url", "dataType": "sc:URL"},
        ],
        "data": [{"splits/name": name, "splits/url": _MEANINGS[name]} for name in splits],
    }


def _records(
    split: str, columns: Sequence[Column], format: str, dated: Sequence[str]
) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": split,
        "name": split,
        "description": f"Rows of the split {split}.",
        "key": {"@id": f"{split}/id"},
        "field": [_field(split, column, format, column.name in dated) for column in columns],
    }


def _field(split: str, column: Column, format: str, dated: bool) -> dict[str, Any]:
    extract = {"column": column.name}
    source = {"fileSet": {"@id": f"files-{split}"}, "extract": extract}
    said: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{split}/{column.name}",
        "name": column.name,
        "description": column.says,
    }
    if format == "jsonl" and dated:
        # The reader of JSON lines takes columns of these names for times, asked or not.
        return said | {"dataType": "sc:DateTime", "source": source}
    if format == "csv":
        # A list stands in its cell as JSON, and a cell is a text.
        return said | {"dataType": _CELLS.get(column.type, "sc:Text"), "source": source}
    if column.parts:
        return said | {
            "isArray": True,
            "arrayShape": "-1",
            "subField": [
                {
                    "@type": "cr:Field",
                    "@id": f"{split}/{column.name}/{name}",
                    "name": name,
                    "dataType": _TYPES[kind],
                    "source": source | {"transform": {"jsonPath": name}},
                }
                for name, kind in column.parts
            ],
        }
    said |= {"dataType": _TYPES[column.type], "source": source}
    return said | {"isArray": True, "arrayShape": "-1"} if column.type == "strings" else said
