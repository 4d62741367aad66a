"""`newsfold explain --html`: one page for a browser, with every block and its reason."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from lxml import html as lxml_html

from crawler.cli import main
from crawler.page import page_from_text
from dedupe.explain_html import explain_html
from dedupe.page import fold_page

ARABIC = """عادت العبارة إلى الميناء بعد العاصفة
العبارة عند المنحدر الجديد (وكالة فيلم)
العبارة عند المنحدر الجديد (وكالة فيلم)
TT
عادت العبارة إلى الميناء بعد العاصفة
العبارة عند المنحدر الجديد (وكالة فيلم)
العبارة عند المنحدر الجديد (وكالة فيلم)
قال القبطان إن المنحدر الجديد صمد جيدا طوال اليوم، وإن الرحلات ستستأنف غدا.
وأضاف أن <b>الطاقم</b> & الركاب بخير جميعا، وأن الميناء سيبقى مفتوحا.
"""


def test_every_block_is_shown_once_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(ARABIC, encoding="utf-8")
    out = tmp_path / "out.html"
    run = CliRunner().invoke(main, ["explain", str(tmp_path / "ferry.txt"), "--html", str(out)])
    assert (run.exit_code, run.output) == (0, "")
    root = lxml_html.fromstring(out.read_text(encoding="utf-8"))
    rows = root.xpath("//tr")
    folded = fold_page(page_from_text(ARABIC, id="ferry.txt"))
    shown = [row.xpath("string(td[@class='text'])") for row in rows]
    assert shown == [block.text for block in folded.page.blocks]
    struck = [row.get("class").split() for row in rows if "fold" in row.get("class").split()]
    assert len(struck) == len(folded.folds) >= 5
    assert ["fold", "marker"] in struck
    # Each text runs its own way, and a fold leads to the row of the block that is kept.
    assert {cell.get("dir") for cell in root.xpath("//td[@class='text']")} == {"auto"}
    for link in root.xpath("//td[@class='fate']/a/@href"):
        assert len(root.xpath(f"//tr[@id='{link[1:]}']")) == 1


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    text = 'Ferry <script>alert(1)</script> & "more" \ud800\nThe ramp held well that day.\n'
    page = page_from_text(text, id='<img src=x onerror="alert(1)">')
    made = "".join(explain_html(iter([fold_page(page)])))
    root = lxml_html.fromstring(made)
    assert not root.xpath("//script | //img | //link | //@src | //@onerror")
    assert "default-src 'none'" in made
    made.encode()


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<h1>The ferry</h1><p>The ramp held well that day.</p>", encoding="utf-8")
    before = file.read_bytes()
    run = CliRunner().invoke(main, ["explain", str(file), "--html", str(file)])
    assert run.exit_code == 2
    assert file.read_bytes() == before
