"""Site profiles: what is read, what is refused, and every example that they carry."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler import site as finding
from crawler.identity import article_link, identity
from crawler.profile import Site, SiteError, parse_site
from crawler.site import BUILT_IN, covers, load_site, rules_of, site_for, sites

SMALL = '[site]\nname = "outlet.example"\ndomains = ["outlet.example"]\n'
EXAMPLES = [
    pytest.param(site, example, id=f"{site.name}-{number}")
    for site in sites()
    for number, example in enumerate(site.examples, 1)
]


def parse(text: str) -> Site:
    return parse_site(text, "own/outlet.toml")


@pytest.mark.parametrize(("site", "example"), EXAMPLES)
def test_examples_of_built_in_profiles(site, example):
    assert example.url or example.html or example.text, "an example must say something"
    if example.url:
        assert identity(example.url, example.canonical, site) == example.key
        assert article_link(example.url, site) is example.article
    if example.html:
        from crawler.page import page_from_html
        from crawler.site import rules_of
        from dedupe.page import fold_page

        page = page_from_html(
            example.html, id="x", url=example.url, source=site.name, fetched_at="", site=site
        )
        folded = fold_page(page, rules_of(site))
        if example.title:
            assert folded.articles[0].title == example.title
        if example.body:
            assert folded.articles[0].body == example.body
        if example.teasers >= 0:
            assert len(folded.teasers) == example.teasers


@pytest.mark.parametrize("site", sites(), ids=lambda site: site.name)
def test_built_in_profiles_carry_examples_and_claim_nothing(site):
    assert site.examples
    assert site.verified == "", "a day stands here only once somebody has seen the profile work"
    assert site.language
    assert site.crawl.feeds or site.crawl.sitemaps or site.crawl.sections


def test_selectors_of_built_in_profiles_are_css():
    from cssselect import parse as parse_css

    for site in sites():
        page = site.page
        for name in page.__dataclass_fields__:
            for selector in getattr(page, name):
                assert parse_css(selector)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[site]\nnmae = 'x'", ["own/outlet.toml [site]", "'nmae'", "'name'", "Allowed: name"]),
        (SMALL + "[crawl]\nfeed = []", ["[crawl]", "'feed'", "'feeds'"]),
        (SMALL + "[crwal]\nfeeds = []", ["unknown table 'crwal'", "'crawl'"]),
        (SMALL + "[crawl]\nfeeds = 'https://a.example'", ['[crawl] key "feeds"', "list"]),
        (SMALL + "[crawl]\nfeeds = ['a.example/feed']", ['"feeds"', "no http"]),
        (SMALL + "[crawl]\ndelay = 'fast'", ['"delay"', "'fast'", "a number"]),
        (SMALL + "[crawl]\ndelay = -1", ['"delay"', "0 or more"]),
        (SMALL + "[crawl]\ndelay = nan", ['"delay"', "0 or more"]),
        (SMALL + "[crawl]\nmax_pages = true", ['"max_pages"', "whole number"]),
        (SMALL + "[crawl]\nallow = ['(']", ["[crawl]", '"allow"', "regular expression"]),
        (SMALL + "[page]\nbody = ['p', 'div[[']", ['[page] key "body"', "'div[['", "CSS"]),
        (SMALL + "timezone = 'Mars/One'", ['"timezone"', "'Mars/One'", "Asia/Riyadh"]),
        ("[site]\nname = 'x'\ndomains = ['أخ..بار']", ['"domains"', "no host"]),
        (SMALL + "enabled = 'yes'", ['"enabled"', "true or false"]),
        (SMALL + "keys = ['/(\\d+)']", ['"keys"', "(?P<id>...)"]),
        (SMALL + "verified = 'yesterday'", ['"verified"', "2025-01-31"]),
        ("[site]\nname = 'x'", ['"domains" is missing']),
        ("[site]\ndomains = ['x.example']", ['"name" is missing']),
        ("[site]\nname='x'\ndomains = ['https://x.example/']", ['"domains"', "no host"]),
        (SMALL + "[example]\nurl = 'x'", ["[[example]]", "double brackets"]),
        (SMALL + "[[example]]\nurll = 'x'", ["[[example]] 1", "'urll'", "'url'"]),
        ("site = 3", ["[site]", "table"]),
        ("[site", ["not valid TOML", "own/outlet.toml"]),
    ],
)
def test_wrong_profiles_are_named(text, said):
    with pytest.raises(SiteError) as error:
        parse(text)
    for part in said:
        assert part in str(error.value)


def test_a_list_of_texts_is_checked_entry_by_entry():
    with pytest.raises(SiteError, match=r'\[fold\] key "markers"'):
        parse(SMALL + "[fold]\nmarkers = ['TT', 3]")


def test_what_is_not_utf8_or_not_there_is_said(tmp_path):
    (tmp_path / "odd.toml").write_bytes('name = "الأخبار"'.encode("cp1256"))
    with pytest.raises(SiteError, match=r"odd\.toml: is not UTF-8"):
        load_site("odd", tmp_path)
    with pytest.raises(SiteError, match="does not exist"):
        load_site("aawsat.com", tmp_path / "nowhere")


def test_unknown_sites_name_those_that_exist():
    with pytest.raises(SiteError) as error:
        load_site("awsat.com")
    assert "Did you mean 'aawsat.com'?" in str(error.value)
    for site in sites():
        assert site.name in str(error.value)


def test_own_profiles_win_and_stand_beside_built_in_ones(tmp_path, monkeypatch):
    (tmp_path / "aawsat.toml").write_text(
        '[site]\nname = "aawsat.com"\ndomains = ["aawsat.com"]\ntitle = "Mine"\n'
    )
    (tmp_path / "outlet.toml").write_text(SMALL)
    assert load_site("aawsat.com", tmp_path).title == "Mine"
    assert load_site("aawsat.com").title != "Mine"
    assert load_site("outlet", tmp_path).name == "outlet.example"
    assert {site.name for site in sites()} < {site.name for site in sites(tmp_path)}
    monkeypatch.setenv("NEWSFOLD_SITES", str(tmp_path))
    assert load_site("outlet.example").name == "outlet.example"


def test_an_edited_profile_is_read_again(tmp_path):
    file = tmp_path / "outlet.toml"
    file.write_text(SMALL)
    assert load_site("outlet", tmp_path).crawl.delay == load_site("aljazeera.net").crawl.delay
    file.write_text(SMALL + "[crawl]\ndelay = 9.5\n")
    import os

    os.utime(file, (1, 1))
    assert load_site("outlet", tmp_path).crawl.delay == 9.5


def test_words_add_to_the_default_and_numbers_replace_it():
    base = parse_site(
        '[crawl]\ndeny = ["^/a"]\ndelay = 3.0\nmax_pages = 7\n[fold]\nmarkers=["TT"]',
        "default.toml",
    )
    site = parse_site(
        SMALL + '[crawl]\ndeny = ["^/b"]\ndelay = 1.5\n[fold]\nmarkers=["Aa","TT"]',
        "outlet.toml",
        base,
    )
    assert site.crawl.deny == ("^/a", "^/b")
    assert (site.crawl.delay, site.crawl.max_pages) == (1.5, 7)
    assert site.fold.markers == ("TT", "Aa")
    assert rules_of(site).markers == {"tt", "aa"}


@pytest.mark.parametrize(
    ("domains", "host", "covered"),
    [
        (["outlet.example"], "outlet.example", True),
        (["outlet.example"], "www.outlet.example", True),
        (["www.outlet.example"], "outlet.example", True),
        (["outlet.example"], "m.outlet.example", True),
        (["outlet.example"], "amp.outlet.example", True),
        (["outlet.example"], "english.outlet.example", False),
        (["*.outlet.example"], "english.outlet.example", True),
        (["*.outlet.example"], "outlet.example", True),
        (["*.outlet.example"], "evil-outlet.example", False),
        (["outlet.example"], "outlet.example.evil.example", False),
        (["أخبار.example"], "xn--igbicxr.example", True),
        (["*.أخبار.example:8000"], "en.xn--igbicxr.example:8000", True),
        (["127.0.0.1:8000"], "127.0.0.1:8000", True),
        (["127.0.0.1:8000"], "127.0.0.1:8001", False),
        (["127.0.0.1:8000"], "127.0.0.2:8000", False),
    ],
)
def test_domains_cover_hosts(domains, host, covered):
    site = parse(f'[site]\nname = "x"\ndomains = {domains!r}\n')
    assert bool(covers(site, host)) is covered


def test_the_closest_profile_is_taken_for_an_address():
    assert site_for("https://www.aawsat.com/node/1").name == "aawsat.com"
    assert site_for("https://english.aawsat.com/node/1").name == "english.aawsat.com"
    stranger = site_for("https://www.stranger.example/x")
    assert (stranger.name, stranger.domains) == ("stranger.example", ("stranger.example",))
    assert stranger.crawl.deny, "the default profile's rules hold for strangers"
    assert site_for("").name == ""


def test_profiles_are_read_without_scrapy():
    code = (
        "import sys; from crawler.site import sites; sites();"
        "print([m for m in ('scrapy', 'twisted', 'lxml', 'feedparser') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=BUILT_IN.parent.parent
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_profiles_are_named_by_their_outlet():
    names = [site.name for site in sites()]
    assert len(names) == len(set(names))
    assert Path(BUILT_IN / "default.toml").exists()


def test_built_in_profiles_are_read_only_for_a_host_that_one_may_name(monkeypatch):
    known = sites()
    for one in known:
        for domain in one.domains:
            for host in (domain.removeprefix("*."), f"www.{domain.removeprefix('*.')}"):
                assert finding._may_be_named(finding.twinless(host), None), host
            assert not domain.startswith("*.") or finding._may_be_named(f"ab.cd.{domain[2:]}", None)
    monkeypatch.setattr(finding, "sites", None)
    finding._known.cache_clear()
    found = site_for("https://www.velm-nowhere.example/news/1")
    assert (found.name, found.domains) == ("velm-nowhere.example", ("velm-nowhere.example",))
    with pytest.raises(TypeError):
        site_for(f"https://ab.{known[0].name}/news/1")
