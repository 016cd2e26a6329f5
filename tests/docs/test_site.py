"""The pages that only the site has, and how its links are looked at.

`.ci/run` builds the site itself, where a warning is a failure, and looks at its links.
"""

import re
import runpy

import pytest
import yaml

import coach
from coach import RATE
from coach.exports.page.page_html import SCRIPTS, read_part
from tests.docs.site_links import find_faults
from tests.paths import ROOT

DOCS = ROOT / "docs"
MINUTE = runpy.run_path(str(DOCS / "sample" / "make.py"))
GOOD = """<h1 id="top">Here</h1><a href="#top">up</a><a href="sub/b.html#far">there</a>
<img src="sub/x.svg"><audio src="sub/x.svg"></audio><a href="https://example.org/a">web</a>
<a href="mailto:ann@example.org">mail</a><img src="data:,x"><a href="/sub/">all of it</a>"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.svg").write_text("<svg/>")
    (tmp_path / "sub" / "index.html").write_text('<a href="../a.html">back</a>')
    (tmp_path / "sub" / "b.html").write_text('<p id="far"></p><a href="../a.html#top">back</a>')
    (tmp_path / "site.css").write_text("a { background: url(sub/x.svg) }")
    (tmp_path / "a.html").write_text(GOOD)
    return tmp_path


def test_a_site_whose_links_lead_somewhere_has_no_faults(site):
    assert find_faults(site) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ('<a href="sub/c.html">', "a.html: <a> leads to no file: sub/c.html"),
        ('<img src="x.svg">', "a.html: <img> leads to no file: x.svg"),
        ('<audio src="gone.mp3">', "a.html: <audio> leads to no file: gone.mp3"),
        ('<a href="#below">', "a.html: <a> leads to no such place: #below"),
        ('<a href="sub/b.html#near">', "a.html: <a> leads to no such place: sub/b.html#near"),
        ('<script src="https://cdn.example.org/x.js">', None),
        ('<link href="//fonts.example.org/x.css">', None),
        ('<a href="https://example,org/">', "a.html: no address: https://example,org/"),
        ('<a href="htp://example.org/">', "a.html: no address: htp://example.org/"),
    ],
)
def test_a_link_that_leads_nowhere_or_fetches_is_found(site, wrong, fault):
    (site / "a.html").write_text(GOOD + wrong)
    (found,) = find_faults(site)
    assert found == fault or (fault is None and " fetches " in found)


def test_a_style_sheet_that_fetches_is_found(site):
    (site / "site.css").write_text("@font-face { src: url('https://fonts.example.org/x.woff') }")
    (found,) = find_faults(site)
    assert found.startswith("site.css: fetches url('https://fonts.example.org/x.woff'")


def test_the_reference_has_every_public_name_once():
    named = re.findall(r"^::: coach\.(\w+)$", (DOCS / "api.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(coach.__all__)


def test_every_page_is_in_the_list_of_the_site():
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    listed = re.findall(r"[\w-]+\.md", str(yaml.safe_load(text)["nav"]))
    assert len(listed) == len(set(listed))
    outside = {"CONTRIBUTING.md", "CHANGELOG.md"}
    assert set(listed) - outside == {path.name for path in DOCS.rglob("*.md")}


def test_the_words_of_the_minute_on_the_front_page_are_those_of_its_script():
    page = (DOCS / "index.md").read_text("utf-8")
    spoken = MINUTE["format_words"](MINUTE["prepare_minute"]("tone"))
    shown = MINUTE["WORDS"].search(page)[0]
    assert strip_times(shown) == strip_times(spoken), "run: python docs/sample/make.py"
    # The natural voice takes other times than a tone, and they are those of the file.
    assert re.findall(r"(?<=^\| )[\d:]+", shown, re.MULTILINE)[-1] < "1:00"


def test_the_page_of_the_minute_is_as_the_exports_make_pages():
    page = (DOCS / "sample" / "index.html").read_text("utf-8")
    for name in ("page.css", *SCRIPTS):
        assert read_part(name).strip() in page, f"{name}: run python docs/sample/make.py"


def test_what_is_played_on_the_front_page_stays_small():
    assert (DOCS / "sample" / "session.m4a").stat().st_size < 300_000


def test_the_example_for_programmers_runs(tmp_path, monkeypatch, capsys):
    page = (DOCS / "for-programmers.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    # A session that is laid out in a moment, in the place of one that takes its time.
    quick = code.replace('"lower-back", minutes=10', '"box-breathing", minutes=3')
    quick = quick.replace(".mp3", ".wav")
    assert quick != code
    monkeypatch.setenv("COACH_ENGINE", "tone")
    monkeypatch.chdir(tmp_path)
    exec(compile(quick, "for-programmers.md", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out.startswith("Box breathing · 3:00.0\n")
    assert (tmp_path / "lower-back.wav").stat().st_size > 180 * 2 * RATE


def strip_times(rows):
    return re.sub(r"^\| [\d:]+ ", "", rows, flags=re.MULTILINE)
