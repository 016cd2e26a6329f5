"""Figures of the page in a browser: its weight, its speed, how late it is, who can read it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from coach.exports.page.page_html import SCRIPTS, read_part
from coach.exports.page.page_writer import list_folder_files, write_page, write_page_folder
from coach.exports.session_metadata import session_metadata
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from tests.browser.browsing import SCHEMES, SIZES, Seen, find_violations
from tests.browser.lateness import NAME, find_hold, measure_lateness
from tests.browser.serve_pages import KINDS, find_address, make_pages, open_pages
from tests.exports.page.sessions import session
from tests.proof.page_figures import Figure, count_figure, make_figure

SLOWER = 4
SHOWN_SECONDS, PLAYABLE_SECONDS, LATE_MS = 0.5, 2.5, 150
PAGE_KB, SCRIPT_LINES = 150, 200
MEASURED = 20
"""The minutes of the session whose speed is measured."""
PLAYED_SECONDS = 10
LISTEN = """
document.addEventListener("canplay", () => { globalThis.playable ??= performance.now(); }, true);
"""
SHOWN = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
IS_PLAYABLE = f"{SHOWN} && globalThis.playable && !document.getElementById('play').disabled"


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page as one file, and the folder with the same one beside its sound."""

    minutes: int
    file: Path
    folder: Path


def write_pages(folder: Path, minutes: tuple[int, ...]) -> list[MeasuredPage]:
    """Write pages of so many minutes each; tones stand for the voice, of which the size is none."""
    pages = []
    for minute in minutes:
        request = SessionRequest("tone", minute * 60_000, seed=1)
        prepared = prepare_session("lower-back", request)
        page = MeasuredPage(minute, folder / f"{minute}.html", folder / str(minute))
        page.folder.mkdir()
        write_page(prepared, page.file)
        write_page_folder(prepared, page.folder, metadata=session_metadata(prepared))
        pages.append(page)
    return pages


def measure_sizes(pages: list[MeasuredPage]) -> Iterator[Figure]:
    """Yield how large pages are, and their script."""
    for page in pages:
        index, sound = list_folder_files(page.folder)
        size, weight = page.file.stat().st_size / 1e6, index.stat().st_size / 1e3
        is_wanted = page.minutes == MEASURED
        yield Figure(f"{page.minutes} minutes, one file, with {sound.suffix}", f"{size:.1f} MB")
        yield Figure(
            f"{page.minutes} minutes, the page without its sound",
            f"{weight:.0f} KB",
            f"{PAGE_KB} KB" if is_wanted else "",
            is_wanted and weight > PAGE_KB,
        )
    text = "".join(map(read_part, SCRIPTS))
    lines = len(text.splitlines())
    size = len(text.encode()) / 1e3
    measured = f"{lines} lines, {size:.1f} KB, no library"
    yield Figure("script", measured, f"{SCRIPT_LINES} lines", lines > SCRIPT_LINES)


def measure_speed(browser: Any, name: str, address: str, runs: int) -> Iterator[Figure]:
    """Yield how soon a page is shown and can be played, on a processor that is four times slower.

    It is in sight with the first of its words, and can be played when its button can be pressed and
    the browser has sound to begin with.
    """
    times = [_time_opening(browser, address) for _ in range(runs)]
    shown, playable = ([one[part] / 1_000 for one in times] for part in (0, 1))
    about = f"{MEASURED} minutes, {name}, on a processor {SLOWER} times slower"
    yield make_figure(f"in sight: {about}", shown, "s", SHOWN_SECONDS)
    yield make_figure(f"can be played: {about}", playable, "s", PLAYABLE_SECONDS)


def _time_opening(browser: Any, address: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(LISTEN)
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    Seen(page).until(IS_PLAYABLE)
    times = page.evaluate(f"[{SHOWN}, globalThis.playable]")
    context.close()
    return times[0], times[1]


def measure_playing(browser: Any, file: Path) -> Iterator[Figure]:
    """Yield how late what is shown is, and what playing takes and asks for."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    seen = Seen(page).open(file.as_uri())
    late = measure_lateness(seen)
    for what, times in (
        ("a sentence behind the sound, by the element's clock", late.sentences),
        ("a count behind the sound, by the element's clock", tuple(one for _, one in late.counts)),
        ("heard before or after its time, by an analyser", tuple(map(abs, late.heard))),
    ):
        measured = f"{median(times):.0f} ms, {max(times):.0f} at most, of {len(times)}"
        yield Figure(what, measured, f"{LATE_MS} ms", max(times) > LATE_MS)
    used = _measure_processor(browser, seen)
    yield Figure("playing, a countdown in sight", f"{used[0]:.0f} % of a core, all of the browser")
    yield Figure("the same, paused", f"{used[1]:.0f} % of a core")
    others = [one for one in seen.requests if not one.startswith(("blob:", "data:"))]
    yield Figure("requests but for the file itself", str(len(others) - 1), "0", len(others) > 1)
    said = len(seen.console)
    yield Figure("lines in the console", str(said), "0", said > 0)
    context.close()


def _measure_processor(browser: Any, seen: Seen) -> tuple[float, float]:
    """Return percent of a core while the page plays, and while it stands."""
    system = browser.new_browser_cdp_session()

    def spend() -> float:
        before, begun = _sum_times(system), time.monotonic()
        time.sleep(PLAYED_SECONDS)
        return 100 * (_sum_times(system) - before) / (time.monotonic() - begun)

    seen.seek(find_hold()[0] + 1_000)
    standing = spend()
    seen.page.evaluate("sound.play()")
    seen.until("!sound.paused && now() > 0")
    playing = spend()
    seen.page.evaluate("sound.pause()")
    return playing, standing


def _sum_times(system: Any) -> float:
    found = system.send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(one["cpuTime"] for one in found))


def measure_accessibility(
    browser: Any, axe: str, page: Path, sound: Path, *, is_short: bool
) -> Iterator[Figure]:
    """Yield how many rules of axe-core are broken, by the page and by each page of the server."""
    sizes = SIZES[1:2] if is_short else SIZES
    schemes = SCHEMES[1:] if is_short else SCHEMES
    names = KINDS if is_short else tuple(make_pages())
    broken, served = 0, 0
    for width, height in sizes:
        for scheme in schemes:
            look: dict[str, Any] = {
                "viewport": {"width": width, "height": height},
                "color_scheme": scheme,
            }
            context = browser.new_context(**look)
            seen = Seen(context.new_page()).open(page.as_uri())
            for at in (0, find_hold()[0] + 5_000):
                seen.seek(at)
                broken += len(find_violations(seen.page, axe))
            context.close()
            with open_pages(browser, sound, **look) as one:
                for name in names:
                    one.goto(find_address(name))
                    served += len(find_violations(one, axe))
    looks = len(sizes) * len(schemes)
    about = f"{len(sizes)} sizes, {' and '.join(schemes)}"
    yield count_figure(f"axe-core: the page, {about}", broken, 2 * looks, "runs")
    yield count_figure(
        f"axe-core: {len(names)} pages of the server, {about}", served, len(names) * looks, "runs"
    )


def find_measured(pages: list[MeasuredPage]) -> MeasuredPage:
    """Return the page whose speed is measured."""
    return next(one for one in pages if one.minutes == MEASURED)


def write_tested_page(folder: Path) -> Path:
    """Write the page that the tests of the browser open, of which they know each hold."""
    path = folder / "tested.html"
    write_page(session(NAME), path)
    return path
