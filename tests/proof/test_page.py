"""The figures of the page: what is missed is marked, and the tables stand in their page."""

from tests.proof.page_figures import (
    DOCS_PAGE,
    Figure,
    count_figure,
    format_lines,
    format_table,
    make_figure,
    write_page,
)


def test_the_best_of_several_runs_counts():
    assert not make_figure("shown", [0.9, 0.4], "s", 0.5).is_missed
    assert make_figure("shown", [0.9, 0.6], "s", 0.5).is_missed
    assert make_figure("shown", [0.6], "s").measured == "0.60 s"
    assert make_figure("shown", [0.9, 0.4, 0.5], "s", 1).measured == "0.40 s (median of 3: 0.50)"
    assert count_figure("axe-core", 1, 9, "runs").is_missed
    assert not count_figure("axe-core", 0, 9, "runs").is_missed


def test_what_is_missed_is_marked():
    figures = [Figure("one", "1 s", "2 s"), Figure("two", "3 s", "2 s", is_missed=True)]
    assert format_lines(figures).splitlines() == ["one  1 s  2 s", "two  3 s  2 s  MISSED"]
    table = format_table({"Speed": figures, "Size": []})
    assert "| one | 1 s | 2 s |\n| two | 3 s — **missed** | 2 s |\n\n### Size" in table


def test_tables_take_the_place_of_the_earlier_ones(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(DOCS_PAGE.read_text("utf-8"), "utf-8")
    write_page("the tables before", path)
    write_page("second", path)
    text = path.read_text("utf-8")
    assert "\n\nsecond\n" in text
    assert "the tables before" not in text
    assert text.startswith("# Figures of the page\n")
    assert "## What was not tried" in text
