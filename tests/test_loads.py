"""What the card shows is run as it stands, and what the hub documents is what the card has."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from releases import export

FORMATS = ("parquet", "jsonl", "csv")
SHOWN = ("datasets", "pandas", "duckdb", "mlcroissant")
# Found, not imported: every worker collects this file, and one of them runs it.
MISSING = [name for name in (*SHOWN, "yaml") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

CHECK = """
print(repr(dict(
    corpus={split: rows.num_rows for split, rows in corpus.items()},
    rows=len(rows),
    count=count[0][0],
    records=len(list(records)),
)))
"""


@pytest.fixture(scope="module")
def folders(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        name: export(corpus, tmp_path_factory.mktemp("loads") / "release", "--format", name)
        for name in FORMATS
    }


@pytest.fixture(params=FORMATS)
def folder(request: pytest.FixtureRequest, folders: dict[str, Path]) -> Path:
    return folders[request.param]


def test_the_lines_of_the_cards_load_them(folders: dict[str, Path], tmp_path: Path) -> None:
    """In one process, since to load what they use takes longer than all else."""
    code = "import os\n"
    for folder in folders.values():
        card = (folder / "README.md").read_text(encoding="utf-8")
        (lines,) = re.findall(r"```python\n(.*?)```", card, re.S)
        assert all(f"import {name}" in lines for name in SHOWN)
        code += f"os.chdir({str(folder)!r})\n{lines}{CHECK}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            "HF_HOME": str(tmp_path),
            "HF_DATASETS_OFFLINE": "1",
            "HF_HUB_OFFLINE": "1",
            "HOME": str(tmp_path),
        },
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if line.startswith("{'corpus'")]
    for folder, line in zip(folders.values(), said, strict=True):
        found = eval(line)
        build = json.loads((folder / "build.json").read_text())
        counts = {file["split"]: file["rows"] for file in build["files"] if file["split"]}
        assert found["corpus"] == counts
        assert found["count"] == sum(counts.values())
        assert found["rows"] == found["records"] == counts["train"]


def test_datasets_reads_every_value_as_it_was_written(folder: Path, tmp_path: Path) -> None:
    import datasets

    from dedupe.handed import unguarded
    from storage.release.columns import columns_of
    from storage.release.load import read_shard, shard_paths

    columns = columns_of(text=True, pii=False)
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path))
    for split, paths in shard_paths(folder).items():
        (batch,) = [batch for path in paths for batch in read_shard(path, columns)]
        for column in columns:
            values = loaded[split][column.name]
            if "csv" in paths[0].name:
                plain = [value or "" for value in values]
                if column.type == "string":
                    assert [unguarded(value) for value in plain] == batch[column.name]
                elif column.type in ("strings", "objects"):
                    assert [json.loads(value) for value in values] == batch[column.name]
            elif "jsonl" in paths[0].name and column.name in ("published", "fetched_at"):
                # It takes ISO texts in JSON for times, which the card says.
                assert [value[:10] for value in values] == [v[:10] for v in batch[column.name]]
            else:
                assert list(values) == batch[column.name], column.name


def test_croissant_validates_with_the_fields_of_1_1(folder: Path) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    said = json.loads((folder / "croissant.json").read_text())
    assert "http://mlcommons.org/croissant/1.1" in said["conformsTo"]
    for field in (
        "dataCollection",
        "dataBiases",
        "dataLimitations",
        "personalSensitiveInformation",
    ):
        assert said[f"rai:{field}"]
        # A name that the vocabulary does not have would be lost without a word.
        assert getattr(dataset.metadata, re.sub("[A-Z]", lambda m: "_" + m[0].lower(), field))
    assert said["prov:wasGeneratedBy"]["prov:label"].startswith("newsfold export DIR")
    fields = {field["name"]: field for field in said["recordSet"][1]["field"]}
    schema = json.loads((folder / "schema.json").read_text())["columns"]
    assert list(fields) == [column["name"] for column in schema]


def test_the_data_package_validates(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(folder / "datapackage.json"))
    names = sorted(path.name for path in (folder / "data").iterdir())
    assert sorted(Path(resource.path).name for resource in package.resources) == names
    assert all(resource.hash and resource.bytes for resource in package.resources)


def test_about_is_what_people_say(corpus: Path, tmp_path: Path) -> None:
    import yaml

    about = tmp_path / "about.toml"
    about.write_text(
        '[release]\nname = "harbour"\ntitle = "Harbour: news \\"as it is\\""\nversion = "2.1.0"\n'
        'released = "2025-04-01"\nlicence = "cc-by-4.0"\ncreator = "Harbour Institute"\n'
        'contact = "corpus@harbour.example"\nurl = "https://harbour.example"\n'
    )
    folder = export(corpus, tmp_path / "release", "--about", str(about))
    card = (folder / "README.md").read_text(encoding="utf-8")
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["pretty_name"] == 'Harbour: news "as it is"'
    assert head["license"] == "cc-by-4.0"
    assert sorted(head["language"]) == ["ar", "en"]
    assert "Write to corpus@harbour.example." in card
    assert "author = {{Harbour Institute}}" in card
    assert "year = {2025}" in card
    croissant = json.loads((folder / "croissant.json").read_text())
    assert croissant["datePublished"] == "2025-04-01"
    assert croissant["version"] == "2.1.0"
    assert "harbour" in croissant["citeAs"]
