"""One article at several addresses, from the list that names them to the record."""

from __future__ import annotations

from pathlib import Path

from crawling import RECHECK, ask, crawl, feed, one, profile, story
from server import Server, redirect, serving


def amp(server: Server, number: int, canonical: str = "") -> str:
    """The AMP twin of a story: other markup, other furniture, the same article."""
    html = story(number).replace("<html ", "<html amp ").replace("The Harbour Paper", "AMP")
    html = html.replace('<a href="/news">News</a>', "<amp-sidebar><p>Menu</p></amp-sidebar>")
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return html.replace("</head>", f"{link}<script async src='amp.js'></script></head>")


def ledger(tmp: Path) -> dict[str, tuple[str, str]]:
    """State and twin of each address, by the key in the ledger."""
    rows = ask(tmp, "SELECT key, state, twin_of FROM ledger WHERE kind = 'article'")
    return {key: (state, twin) for key, state, twin in rows}


def slugs(tmp: Path, server: Server, crawl_: str = "") -> None:
    """A profile without a pattern for ids: addresses are all there is."""
    profile(tmp / "sites", server, crawl='feeds = ["BASE/feed"]\n' + crawl_)
    file = tmp / "sites" / "harbour.test.toml"
    file.write_text(file.read_text().replace("keys = ['^/news/(?P<id>\\d+)-']\n", ""))


def test_an_amp_twin_is_one_record(tmp_path: Path) -> None:
    with serving() as server:
        slugs(tmp_path, server)
        server.pages = {
            # The address shows that it is a twin: never asked for beside its page.
            "/a-story": story(1),
            "/amp/a-story": amp(server, 1, f"{server.url}/a-story"),
            # Only the page tells: its canonical address is believed.
            "/b-story": story(2),
            "/mobile-edition/77": amp(server, 2, f"{server.url}/b-story"),
            # Nothing tells but the words.
            "/c-story": story(3),
            "/lite/88": story(3),
            # The page itself is not listed at all.
            "/lite/99": amp(server, 4, f"{server.url}/d-story"),
            "/d-story": story(4),
            "/e-story": story(5),
        }
        server.pages["/old/e"] = redirect("/e-story", 301)
        listed = ["/lite/99", "/lite/88", "/c-story", "/mobile-edition/77", "/b-story"]
        listed += ["/amp/a-story", "/a-story?amp=1", "/a-story", "/old/e"]
        server.pages["/feed"] = feed(server, *listed)
        _, log = crawl(tmp_path)
        here = f"https://{server.host}"
        assert one(tmp_path, "SELECT count(*) FROM records") == 5, log
        keys = {key for (key,) in ask(tmp_path, "SELECT key FROM articles")}
        assert {f"{here}/{name}-story" for name in "abde"} <= keys
        assert server.count("/a-story") + server.count("/amp/a-story") == 1
        found = ledger(tmp_path)
        assert found[f"{here}/a-story"] == ("stored", "")
        assert found[f"{here}/b-story"] == ("stored", "")
        assert found[f"{here}/mobile-edition/77"] == ("twin", f"{here}/b-story")
        assert found[f"{here}/lite/99"] == ("twin", f"{here}/d-story")
        assert found[f"{here}/d-story"] == ("stored", "")
        assert found[f"{here}/old/e"] == ("twin", f"{here}/e-story")
        # Whichever of the two was fetched, the record bears the canonical address.
        titled = "SELECT s.url FROM sightings s JOIN versions v ON v.n = s.version WHERE v.title "
        assert ask(tmp_path, titled + "LIKE '%pier 1'") == [(f"{server.url}/a-story",)]
        pair = {found[f"{here}/c-story"], found[f"{here}/lite/88"]}
        assert ("stored", "") in pair
        assert {state for state, _ in pair} == {"stored", "twin"}
        assert f"{here}/a-story?amp=1" not in found

        before = {url for (url,) in ask(tmp_path, "SELECT id FROM records")}
        server.hits.clear()
        _, log = crawl(tmp_path, *RECHECK)
        twins = ["/mobile-edition/77", "/lite/99", "/old/e"]
        assert [server.count(path) for path in twins] == [0, 0, 0], "twins are not asked for again"
        assert server.count("/b-story") == 1
        assert {url for (url,) in ask(tmp_path, "SELECT id FROM records")} == before


def test_ids_of_the_site_make_twins_of_any_addresses(tmp_path: Path) -> None:
    with serving() as server:
        profile(tmp_path / "sites", server, crawl='feeds = ["BASE/feed"]\n')
        server.pages = {
            "/news/1-x": story(1),
            "/amp/news/1-x": amp(server, 1, f"{server.url}/news/1-x"),
            "/news/2-y": amp(server, 2, "https://elsewhere.example/news/2-y"),
            "/news/3-z": amp(server, 3, f"{server.url}/"),
        }
        server.pages["/feed"] = feed(
            server, "/amp/news/1-x", "/news/1-x?output=amp", "/news/1-x", "/news/2-y", "/news/3-z"
        )
        _, log = crawl(tmp_path)
        assert "3 new" in log, log
        keys = {key for (key,) in ask(tmp_path, "SELECT key FROM articles")}
        # A canonical address off the site, or on the front page, is not believed.
        assert keys == {f"harbour.test:{n}" for n in (1, 2, 3)}
        assert {state for state, _ in ledger(tmp_path).values()} == {"stored"}
