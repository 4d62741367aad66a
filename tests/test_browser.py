"""`newsfold browse` and the report in a real browser: Chromium, without a window or a network.

Screenshots go to the test's own folder, or to the one that NEWSFOLD_SHOTS names.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus import build

from storage.store import Store

pytest.importorskip("selenium", reason="selenium is not installed: pip install 'newsfold[test]'")

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="no chromium: apt-get install chromium chromium-driver"
)

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WIDE, NARROW = 1280, 390


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("NEWSFOLD_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = Options()
    options.binary_location = str(BROWSER)
    for argument in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of what is looked at, by name, on a server of its own."""
    db = build(tmp_path_factory.mktemp("browser") / "news.db")
    report = db.with_name("report.html")
    command = [sys.executable, "-m", "crawler.cli"]
    subprocess.run([*command, "report", "-o", report, "--db", db], check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "browse", "--port", "0", "--db", db], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    found = re.search(r"http://[\d.:]+", process.stdout.readline())
    assert found
    base = found[0]
    with Store(db, readonly=True) as store:
        ids = {row["input_id"].split()[0]: row["id"] for row in store.records()}
        pages = {
            folded.page.id.split()[0]: id_
            for id_ in store.page_ids()
            if (folded := store.folded(id_)) is not None
        }
    yield {
        "home": f"{base}/",
        "search": f"{base}/search?q=اوكرانيا",
        "article": f"{base}/article/{ids['arabic']}",
        "group": f"{base}/article/{ids['ferry']}",
        "page": f"{base}/page/{pages['arabic']}",
        "hostile": f"{base}/article/{ids['hostile']}",
        "hostile page": f"{base}/page/{pages['hostile']}",
        "tables": f"{base}/corpus/folded_and_why?reason=",
        "report": report.as_uri(),
    }
    process.terminate()
    process.wait()


def look(driver: Any, url: str, width: int = WIDE, dark: bool = False) -> None:
    """Open a page as a reader with this screen sees it; its log must stay empty."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == NARROW},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.get(url)
    assert driver.get_log("browser") == []


def shoot(driver: Any, path: Path) -> None:
    """A picture of the whole page, down to a few screens."""
    box = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": box["width"], "height": min(box["height"], 4000), "scale": 1}
    shot = driver.execute_cdp_cmd(
        "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip}
    )
    path.write_bytes(base64.b64decode(shot["data"]))
    assert path.read_bytes().startswith(b"\x89PNG")


def style(driver: Any, selector: str, name: str) -> str:
    return str(
        driver.execute_script(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
            selector,
            name,
        )
    )


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["home", "search", "article", "group", "page", "report"])
def test_pages_fit_and_are_quiet(
    driver: Any, site: dict[str, str], shots: Path, name: str, dark: bool, width: int
) -> None:
    look(driver, site[name], width, dark)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    light = sum(map(int, re.findall(r"\d+", style(driver, "body", "backgroundColor"))[:3]))
    assert (light < 200) == dark
    shoot(driver, shots / f"{name}-{'dark' if dark else 'light'}-{width}.png")


PAPER = 700
"""CSS pixels that a sheet of A4 is wide between its margins."""


@pytest.mark.parametrize("name", ["home", "group", "page", "report"])
def test_paper_does_not_scroll(driver: Any, site: dict[str, str], shots: Path, name: str) -> None:
    look(driver, site[name], PAPER, dark=True)
    scheme = {"name": "prefers-color-scheme", "value": "dark"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [scheme]})
    try:
        assert style(driver, "body", "backgroundColor") == "rgb(255, 255, 255)"
        cut = driver.execute_script(
            "return [...document.querySelectorAll('body, .scroll, .panel')]"
            ".filter(el => el.scrollWidth > el.clientWidth + 1).map(el => el.innerText)"
        )
        assert cut == []
        if name != "report":
            assert style(driver, ".top", "display") == "none"
        assert contrasts(driver) == []
        shoot(driver, shots / f"{name}-print.png")
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def contrasts(driver: Any) -> list[tuple[str, float]]:
    """The least contrast of text with what is behind it, of each kind of element on the page."""
    found = driver.execute_script(_CONTRAST)
    return [(name, ratio) for name, ratio in found if ratio < 4.5]


_CONTRAST = """
const rgb = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const lum = c => { const f = c.slice(0, 3).map(v => { v /= 255;
  return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
  return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
const behind = el => { for (; el; el = el.parentElement) {
  const c = rgb(getComputedStyle(el).backgroundColor); if (c.length < 4 || c[3] > .99) return c; }
  return [255, 255, 255]; };
const out = [];
for (const el of document.querySelectorAll('body *')) {
  const said = [...el.childNodes].some(n => n.nodeType == 3 && n.data.trim());
  if (el.closest('svg') || !said || !el.getClientRects().length) continue;
  const a = lum(rgb(getComputedStyle(el).color)), b = lum(behind(el));
  out.push([el.tagName + '.' + el.className, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)]);
}
return out;
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["home", "search", "group", "page", "report"])
def test_text_stands_out(driver: Any, site: dict[str, str], name: str, dark: bool) -> None:
    look(driver, site[name], WIDE, dark)
    assert contrasts(driver) == []


def test_arabic_is_right_to_left(driver: Any, site: dict[str, str]) -> None:
    look(driver, site["article"])
    assert style(driver, "article", "direction") == "rtl"
    assert "Naskh" in style(driver, "article p", "fontFamily")
    # The first line of a paragraph begins at its right edge.
    left, right, edge = driver.execute_script(
        "const p = document.querySelectorAll('article p:not([class])')[0]; const r = document"
        ".createRange(); r.setStart(p.firstChild, 0); r.setEnd(p.firstChild, 1);"
        "const c = r.getBoundingClientRect(), b = p.getBoundingClientRect();"
        "return [c.left, c.right, b.right]"
    )
    assert left < right <= edge + 1
    assert edge - right < 3
    look(driver, site["group"])
    assert style(driver, "article", "direction") == "ltr"


def test_search_finds_whatever_the_hamza(driver: Any, site: dict[str, str]) -> None:
    look(driver, site["home"])
    box = driver.find_element("css selector", ".find input")
    box.send_keys("اوكرانيا")
    box.submit()
    marked = [mark.text for mark in driver.find_elements("css selector", ".hit mark")]
    assert marked == ["أوكرانيا", "أوكرانيا"]
    assert driver.get_log("browser") == []
    driver.find_element("css selector", ".hit a").click()
    assert "أوكرانيا" in driver.find_element("css selector", "article h1").text
    assert driver.find_elements("css selector", "article mark")


def test_folded_blocks_are_struck_through(driver: Any, site: dict[str, str]) -> None:
    look(driver, site["page"])
    struck = driver.find_elements("css selector", ".folded del")
    assert [el.text for el in struck][:2] == ["TT", "مشاركة"]
    assert "line-through" in style(driver, ".folded del", "textDecorationLine")
    driver.find_element("css selector", ".folded .role a").click()
    assert driver.current_url.endswith("#b1")


@pytest.mark.parametrize("name", ["hostile", "hostile page", "home", "tables", "report"])
def test_text_never_runs(driver: Any, site: dict[str, str], name: str) -> None:
    look(driver, site[name])
    assert driver.title != "run"
    assert "<script>document.title='run'</script>" in driver.find_element("tag name", "body").text


def test_no_request_leaves_the_machine(driver: Any, site: dict[str, str]) -> None:
    import json

    driver.get_log("performance")
    for url in site.values():
        driver.get(url)
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    assert len(asked) >= len(site)
    away = [url for url in asked if not re.match(r"http://127\.0\.0\.1:|file:|data:|chrome:", url)]
    assert away == []
